#include "gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pay/http.h"

static pid_t start(struct gateway *g, int *ret_out)
{
	int in[2], out[2];
	pid_t pid;

	if (pipe(in) != 0 || pipe(out) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execlp("node", "node", KEHOU_TEST_GATEWAY, g->dir, g->county, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	g->in = in[1];
	*ret_out = out[0];
	return pid;
}

bool gateway_open(struct gateway *g, const char *county)
{
	char line[64] = "";
	FILE *from;
	int out;

	*g = (struct gateway){.dir = "/tmp/kehou-pay-XXXXXX", .county = county};
	if (!mkdtemp(g->dir))
		return false;
	g->pid = start(g, &out);
	if (g->pid < 0)
		return false;
	from = fdopen(out, "r");
	if (!from || !fgets(line, sizeof line, from) || strncmp(line, "ready ", 6) != 0)
		return false;
	fclose(from);
	g->port = (int)strtol(line + 6, NULL, 10);
	return true;
}

void gateway_close(struct gateway *g)
{
	static const char *const files[] = {"own.pem", "wechat.pem", "wechat.secret",
	                                    "wrong.secret", "alipay.pem"};
	char path[80];

	close(g->in); /* which ends it */
	waitpid(g->pid, NULL, 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", g->dir, files[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/%s.pay", g->dir, g->county);
	unlink(path);
	rmdir(g->dir);
}

const struct jval *gateway_ask(struct ctx *c, const struct gateway *g, struct str body)
{
	const struct jval *root;
	struct http_said said;
	struct http_ask ask = {
		.method = "POST",
		.url = str_printf(c->arena, "http://127.0.0.1:%d/control", g->port),
		.body = body,
	};

	if (pay_http_real()->send(c, NULL, &ask, &said) != OK || said.status != 200 ||
	    jread(c, said.body, 1 << 22, &root) != OK)
		return NULL;
	return root;
}

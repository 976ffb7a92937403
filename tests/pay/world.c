#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct world the_world;

static pid_t gateway_start(struct world *w, int *ret_in, int *ret_out)
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
		execlp("node", "node", KEHOU_TEST_GATEWAY, w->dir, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	*ret_in = in[1];
	*ret_out = out[0];
	return pid;
}

int world_start(void **state)
{
	static char dir[] = "/tmp/kehou-pay-XXXXXX";
	struct world *w = &the_world;
	char line[64] = "";
	FILE *from;
	int out;

	w->c.arena = arena_new(256u << 20);
	w->c.env = env_system();
	w->c.now = env_now(w->c.env);
	w->dir = mkdtemp(dir);
	w->gateway = w->dir && w->c.arena ? gateway_start(w, &w->to_gateway, &out) : -1;
	if (w->gateway < 0)
		return -1;
	from = fdopen(out, "r");
	if (!from || !fgets(line, sizeof line, from) || strncmp(line, "ready ", 6) != 0)
		return -1;
	fclose(from);
	w->port = (int)strtol(line + 6, NULL, 10);
	if (merchant_load(&w->c, w->dir, S("341702"), &w->merchant) != OK)
		return -1;
	w->pay = (struct pay){w->merchant, pay_http_real()};
	*state = w;
	return 0;
}

int world_end(void **state)
{
	static const char *const files[] = {"own.pem", "wechat.pem", "alipay.pem", "341702.pay"};
	struct world *w = &the_world;

	close(w->to_gateway); /* which ends it */
	waitpid(w->gateway, NULL, 0);
	merchant_free(&w->merchant);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(str_c(w->c.arena, str_printf(w->c.arena, "%s/%s", w->dir, files[i])));
	rmdir(w->dir);
	arena_free(&w->c.arena);
	return 0;
}

int world_open(void **state)
{
	struct world *w = &the_world;

	w->c.fault = (struct fault){0};
	gateway_mood(w, "normal");
	control(w, "{\"do\":\"cut\",\"cut\":\"whole\"}");
	*state = w;
	return 0;
}

const struct jval *control(struct world *w, const char *fmt, ...)
{
	char body[1024];
	const struct jval *root;
	struct http_said said;
	struct http_ask ask = {
		.method = "POST",
		.url = str_printf(w->c.arena, "http://127.0.0.1:%d/control", w->port),
	};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(body, sizeof body, fmt, ap);
	va_end(ap);
	ask.body = str_of(body);
	assert_int_equal(pay_http_real()->send(&w->c, NULL, &ask, &said), OK);
	assert_int_equal(said.status, 200);
	assert_int_equal(jread(&w->c, said.body, 1 << 20, &root), OK);
	return root;
}

void gateway_mood(struct world *w, const char *mood)
{
	control(w, "{\"do\":\"mood\",\"mood\":\"%s\"}", mood);
}

struct str number_new(struct world *w, const char *what)
{
	static int n;

	return str_printf(w->c.arena, "%s-%06d", what, ++n);
}

struct pay_order order_of(struct str number, int64_t fen, enum pay_way way)
{
	return (struct pay_order){
		.number = number,
		.subject = S("课后服务费 2026-2027学年第一学期"),
		.amount = FEN(fen),
		.expires = {INT64_C(4102444800000000)},
		.way = way,
		.payer = S("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
		.address = S("203.0.113.7"),
	};
}

/* kehou audit-pack: everything an auditor needs, in one file. */
#include "main/cli.h"

#include <signal.h>

#include "audit/pack.h"

static volatile sig_atomic_t stopped;

static void on_stop(int sig)
{
	(void)sig;
	stopped = 1;
}

struct telling {
	const struct env *env;
	int64_t told;
};

static bool tell(void *arg, int done, struct str what)
{
	struct telling *t = arg;
	int64_t now = env_now(t->env).us;

	if (now - t->told >= 1000000) {
		t->told = now;
		fprintf(stderr, "kehou: %d.%d %% %.*s\n", done / 10, done % 10, STR_FMT(what));
	}
	return stopped != 0;
}

static enum err run(struct ctx *c, const struct str code[3], const char *out,
                    struct pack_made *ret_m)
{
	struct telling t = {c->env, env_now(c->env).us};
	struct pack_scope s;

	TRY(pack_scope_of(c, code[0], code[1], code[2], &s));
	return pack_make(c, &s, out, tell, &t, ret_m);
}

int cmd_audit_pack(struct cli *m)
{
	struct str code[3] = {str_of(cli_flag(m, "--county")), str_of(cli_flag(m, "--school")),
	                      str_of(cli_flag(m, "--term"))};
	const char *out = cli_flag(m, "--out");
	struct sigaction now = {.sa_handler = on_stop};
	struct pack_made made = {0};
	enum err e;
	int rc;

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	if (!out)
		return cli_usage(m, "audit-pack wants --out FILE.zip");
	rc = cli_store(m, (struct cli_open){.read_only = true});
	if (rc != 0)
		return rc;
	sigaction(SIGINT, &now, NULL);
	sigaction(SIGTERM, &now, NULL);
	e = store_read_begin(&m->ctx);
	if (e == OK) {
		e = run(&m->ctx, code, out, &made);
		store_read_end(&m->ctx);
	}
	if (e != OK)
		return stopped ? (cli_fault(m, e), EXIT_AGAIN) : cli_fault(m, e);
	printf("kehou: %s: %lld tables, %lld rows, %lld files\n%.*s\n", out, (long long)made.tables,
	       (long long)made.rows, (long long)made.files, STR_FMT(made.root));
	return 0;
}

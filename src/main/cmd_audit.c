/* kehou audit-pack: everything an auditor needs, in one file. kehou term-close: a term carried
 * over. */
#include "main/cli.h"

#include <signal.h>

#include "audit/pack.h"
#include "audit/term_close.h"

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

/* --- closing a term --------------------------------------------------------------------------- */

static enum err term_asked_for(struct ctx *c, struct str county, struct str term, term_id *ret_id)
{
	struct pack_scope s;
	enum err e;

	TRY(store_read_begin(c));
	e = pack_scope_of(c, county, STR_NONE, term, &s);
	store_read_end(c);
	*ret_id = s.term;
	return e;
}

static enum err close_all(struct ctx *c, term_id term, struct term_close *ret_t)
{
	struct term_close_begin begin = {.term = term};
	int64_t told = env_now(c->env).us;
	struct term_close t = {0};

	TRY(store_write(c, &term_close_begin_verb, &begin));
	while (!t.finished) {
		struct arena_mark mark = arena_mark(c->arena);

		if (stopped)
			return fault_set(c, E_REFUSED, "work_stopped", NULL);
		TRY(term_close_step(c, begin.result, &t));
		arena_rewind(c->arena, mark);
		if (env_now(c->env).us - told >= 1000000) {
			told = env_now(c->env).us;
			fprintf(stderr, "kehou: %lld of at most %lld enrolments\n",
			        (long long)t.done, (long long)t.total);
		}
	}
	*ret_t = t;
	return OK;
}

int cmd_term_close(struct cli *m)
{
	struct str county = str_of(cli_flag(m, "--county")), term = str_of(cli_flag(m, "--term"));
	struct sigaction now = {.sa_handler = on_stop};
	struct term_close t = {0};
	term_id id = {0};
	enum err e;
	int rc;

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	if (!str_some(county) || !str_some(term))
		return cli_usage(m, "term-close wants --county CODE and --term CODE");
	rc = cli_store(m, (struct cli_open){.cache_mib = 64});
	if (rc != 0)
		return rc;
	sigaction(SIGINT, &now, NULL);
	sigaction(SIGTERM, &now, NULL);
	e = term_asked_for(&m->ctx, county, term, &id);
	if (e == OK)
		e = close_all(&m->ctx, id, &t);
	if (e != OK)
		return stopped ? (cli_fault(m, e), EXIT_AGAIN) : cli_fault(m, e);
	printf("kehou: %lld enrolments carried over, %.*s\n", (long long)t.done,
	       STR_FMT(money_text(m->ctx.arena, t.amount)));
	return 0;
}

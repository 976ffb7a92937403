/* kehou policy: the rule sets the program knows, their worked cases, and a decision asked by hand.
 */
#include "main/cli.h"

#include <errno.h>

#include "base/file.h"
#include "base/jsonread.h"
#include "base/out.h"
#include "policy/embedded.h"
#include "policy/quote.h"

enum { CASE_MAX = 1 << 20, FACT_MAX = 400 };

static void put(struct str s)
{
	fwrite(s.p, 1, s.n, stdout);
}

static const struct rule_set *set_find(const struct policy_book *b, struct str id)
{
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		if (str_eq(s->id, id))
			return s;
	}
	return NULL;
}

/* The rule sets built in: read before any command, so they are there. */
static const struct policy_book *book(void)
{
	const struct rule_error *e;

	return policy_builtin(&e);
}

static int no_set(const char *id)
{
	fprintf(stderr, "kehou: there is no rule set %s; kehou policy list names them\n", id);
	return EXIT_USAGE;
}

static struct str day_text(struct cli *m, struct date d)
{
	return date_some(d) ? date_text(m->ctx.arena, d) : S("open");
}

/* --- list, show
 * ------------------------------------------------------------------------------------- */

static int list(struct cli *m)
{
	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	for (const struct rule_set *s = policy_book_sets(book()); s; s = s->next) {
		put(str_printf(m->ctx.arena, "%.*s\t%.*s .. %.*s\t%.*s\t%zu rules, %zu cases\n",
		               STR_FMT(s->id), STR_FMT(day_text(m, s->from)),
		               STR_FMT(day_text(m, s->to)), STR_FMT(s->document), s->n_rules,
		               s->n_cases));
	}
	return 0;
}

static int show(struct cli *m)
{
	if (m->argc != 1)
		return cli_usage(m, "policy show wants the id of one rule set");
	const struct rule_set *s = set_find(book(), str_of(m->argv[0]));
	if (!s)
		return no_set(m->argv[0]);
	/* A rule set is its file: the office that wrote it reads it there. */
	for (size_t i = 0; i < policy_files_n; i++) {
		if (str_is(s->file, policy_files[i].name)) {
			fwrite(policy_files[i].bytes, 1, policy_files[i].n, stdout);
			return 0;
		}
	}
	fprintf(stderr, "kehou: %.*s is not built in\n", STR_FMT(s->file));
	return 1;
}

/* --- check
 * ------------------------------------------------------------------------------------------ */

static bool case_check(struct cli *m, const struct policy_book *b, const struct rule_set *s,
                       const struct rule_case *work)
{
	struct ctx *c = &m->ctx;
	struct arena_mark mark = arena_mark(c->arena);
	enum err e;

	c->fault = (struct fault){0};
	e = case_run(c, b, s, work);
	put(str_printf(c->arena, "%s  %.*s:%d  %.*s  %.*s\n", e == OK ? "ok  " : "FAIL",
	               STR_FMT(s->file), work->line, STR_FMT(work->decision), STR_FMT(work->name)));
	if (e != OK)
		put(str_printf(c->arena, "      %.*s: found %.*s, expected %.*s\n",
		               STR_FMT(c->fault.field), STR_FMT(c->fault.found),
		               STR_FMT(c->fault.allowed)));
	c->fault = (struct fault){0};
	arena_rewind(c->arena, mark);
	return e == OK;
}

static void book_close(struct policy_book **b)
{
	policy_book_free(b);
}

/* The built-in sets and, beside them, files that are not built in yet. */
static int files_add(struct cli *m, struct policy_book *b)
{
	struct arena *a = m->ctx.arena;
	struct rule_error e;

	for (int i = 0; i < m->argc; i++) {
		struct str text;

		if (strncmp(m->argv[i], "--", 2) == 0)
			return cli_usage_of(m, m->argv[i]);
		if (!file_read(a, m->argv[i], RULE_FILE_MAX, &text)) {
			fprintf(stderr, "kehou: %s: %s\n", m->argv[i], strerror(errno));
			return 1;
		}
		if (!policy_book_add(b, str_of(m->argv[i]), text, &e)) {
			fprintf(stderr, "kehou: %.*s\n",
			        STR_FMT(rule_error_text(a, m->ctx.lang, &e)));
			return EXIT_DATA;
		}
	}
	if (policy_book_check(b, a, &e))
		return 0;
	fprintf(stderr, "kehou: %.*s\n", STR_FMT(rule_error_text(a, m->ctx.lang, &e)));
	return EXIT_DATA;
}

static int check(struct cli *m)
{
	__attribute__((cleanup(book_close))) struct policy_book *more = NULL;
	const struct policy_book *b = book();
	size_t n = 0, failed = 0;

	m->ctx.lang = LANG_ZH; /* in which the cases are written */
	if (m->argc > 0) {
		more = policy_book_new();
		int rc = more ? files_add(m, more) : 1;
		if (rc != 0)
			return rc;
		b = more;
	}
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		for (const struct rule_case *w = s->cases; w; w = w->next, n++)
			failed += !case_check(m, b, s, w);
	}
	printf("kehou: %zu worked cases, %zu failed\n", n, failed);
	return failed ? EXIT_DATA : 0;
}

/* --- quote
 * ------------------------------------------------------------------------------------------ */

static enum err given_read(struct ctx *c, const struct jval *facts,
                           const struct rule_given **ret_given)
{
	const struct rule_given *given = NULL;

	for (size_t i = 0; i < facts->n; i++) {
		const struct jval *v = &facts->items[i];
		struct rule_given *g = NEW(c->arena, struct rule_given);

		if (!g)
			return fault_broken(c, "arena");
		*g = (struct rule_given){.name = v->name, .next = given};
		if (v->type == J_BOOL)
			g->value = v->i ? S("yes") : S("no");
		else if (v->type == J_INT)
			g->value = str_printf(c->arena, "%lld", (long long)v->i);
		else
			TRY(jval_as_str(c, v, FACT_MAX, &g->value));
		given = g;
	}
	*ret_given = given;
	return OK;
}

static enum err quote(struct ctx *c, struct str set, struct str text, struct quote *ret_q)
{
	static const char *const names[] = {"decision", "on", "given"};
	const struct rule_given *given;
	const struct jval *root, *facts;
	struct date on = ctx_today(c);
	struct str decision;
	struct rules rules;

	TRY(jread(c, text, CASE_MAX, &root));
	TRY(jval_only(c, root, names, 3));
	TRY(jval_str(c, root, "decision", FACT_MAX, &decision));
	if (jval_has(root, "on"))
		TRY(jval_date(c, root, "on", &on));
	TRY(jval_object(c, root, "given", &facts));
	TRY(given_read(c, facts, &given));
	TRY(rules_for(c, book(), set, on, &rules));
	return quote_run(c, &rules, decision, given, ret_q);
}

static int quote_print(struct cli *m)
{
	struct ctx *c = &m->ctx;
	struct quote q = {0};
	struct json j;
	struct str text;
	struct out o;

	if (m->argc != 2)
		return cli_usage(m, "policy quote wants RULESET and CASE.json");
	if (!set_find(book(), str_of(m->argv[0])))
		return no_set(m->argv[0]);
	if (!file_read(c->arena, m->argv[1], CASE_MAX, &text)) {
		fprintf(stderr, "kehou: %s: %s\n", m->argv[1], strerror(errno));
		return 1;
	}
	enum err e = quote(c, str_of(m->argv[0]), text, &q);
	if (e != OK)
		return cli_fault(m, e);
	out_init(&o, CASE_MAX);
	json_init(&j, &o);
	json_open(&j, '{');
	for (size_t i = 0; i < q.n; i++)
		json_kv_str(&j, str_c(c->arena, q.line[i].name), q.line[i].value);
	json_close(&j, '}');
	out_c(&o, '\n');
	put(out_str(&o));
	out_free(&o);
	return 0;
}

int cmd_policy(struct cli *m)
{
	static const struct {
		const char *name;
		int (*run)(struct cli *m);
	} parts[] = {{"list", list}, {"show", show}, {"check", check}, {"quote", quote_print}};

	if (m->argc == 0)
		return cli_usage(m, "policy wants list, show, check or quote");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (strcmp(m->argv[0], parts[i].name) != 0)
			continue;
		m->argc--;
		m->argv++;
		return parts[i].run(m);
	}
	fprintf(stderr, "kehou: policy knows list, show, check and quote, not %s\n", m->argv[0]);
	return EXIT_USAGE;
}

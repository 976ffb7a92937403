/* kehou policy: the rule sets the program knows, their worked cases, and a decision asked by hand.
 */
#include "main/cmd_policy.h"

#include <errno.h>

#include "base/file.h"
#include "main/policy_db.h"
#include "policy/embedded.h"
#include "policy/quote.h"

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

const struct policy_book *policy_rules_book(void)
{
	const struct rule_error *e;

	return policy_builtin(&e);
}

int policy_rules_unknown(const char *id)
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
	const char *county = cli_flag(m, "--county");

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	if (county)
		return policy_db_list(m, county);
	for (const struct rule_set *s = policy_book_sets(policy_rules_book()); s; s = s->next) {
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
	if (m->argv[0][0] >= '1' &&
	    m->argv[0][0] <= '9') /* ids of built-in sets begin with a letter */
		return policy_db_show(m, m->argv[0]);
	const struct rule_set *s = set_find(policy_rules_book(), str_of(m->argv[0]));
	if (!s)
		return policy_rules_unknown(m->argv[0]);
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

void policy_book_close(struct policy_book **b)
{
	policy_book_free(b);
}

static int wrong_file(struct cli *m, const struct rule_error *e)
{
	fprintf(stderr, "kehou: %.*s\n", STR_FMT(rule_error_text(m->ctx.arena, m->ctx.lang, e)));
	return EXIT_DATA;
}

static int file_add(struct cli *m, struct policy_book *b, const char *path)
{
	struct rule_error e;
	struct str text;

	if (!file_read(m->ctx.arena, path, RULE_FILE_MAX, &text)) {
		fprintf(stderr, "kehou: %s: %s\n", path, strerror(errno));
		return 1;
	}
	return policy_book_add(b, str_of(path), text, &e) ? 0 : wrong_file(m, &e);
}

static struct str embedded_text(struct str file)
{
	for (size_t i = 0; i < policy_files_n; i++) {
		if (str_is(file, policy_files[i].name))
			return (struct str){(const char *)policy_files[i].bytes, policy_files[i].n};
	}
	return S("");
}

int policy_rules_beside(struct cli *m, struct policy_book *b, char **file, int n)
{
	struct rule_error e;

	for (int i = 0; i < n; i++) {
		int rc = file_add(m, b, file[i]);

		if (rc != 0)
			return rc;
	}
	for (const struct rule_set *s = policy_book_sets(policy_rules_book()); s; s = s->next) {
		if (!set_find(b, s->id) && !policy_book_add(b, s->file, embedded_text(s->file), &e))
			return wrong_file(m, &e);
	}
	return policy_book_check(b, m->ctx.arena, &e) ? 0 : wrong_file(m, &e);
}

static int check(struct cli *m)
{
	__attribute__((cleanup(policy_book_close))) struct policy_book *more = NULL;
	const struct policy_book *b = policy_rules_book();
	size_t n = 0, failed = 0;

	m->ctx.lang = LANG_ZH; /* in which the cases are written */
	if (m->argc > 0) {
		if (strncmp(m->argv[0], "--", 2) == 0)
			return cli_usage_of(m, m->argv[0]);
		more = policy_book_new();
		int rc = more ? policy_rules_beside(m, more, m->argv, m->argc) : 1;
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

int cmd_policy(struct cli *m)
{
	static const struct {
		const char *name;
		int (*run)(struct cli *m);
	} parts[] = {{"list", list},
	             {"show", show},
	             {"check", check},
	             {"quote", policy_quote},
	             {"load", policy_load}};

	if (m->argc == 0)
		return cli_usage(m, "policy wants list, show, check, quote or load");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (strcmp(m->argv[0], parts[i].name) != 0)
			continue;
		m->argc--;
		m->argv++;
		return parts[i].run(m);
	}
	fprintf(stderr, "kehou: policy knows list, show, check, quote and load, not %s\n",
	        m->argv[0]);
	return EXIT_USAGE;
}

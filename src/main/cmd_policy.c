/* kehou policy: the rule sets the program knows, their worked cases, and a decision asked by hand.
 */
#include "main/cmd_policy.h"

#include <errno.h>

#include "base/file.h"
#include "base/out.h"
#include "main/policy_db.h"
#include "policy/embedded.h"
#include "policy/quote.h"

enum { CASES_MAX = 64 << 20, ERROR_MAX = 2 << 20 };

static void put(struct str s)
{
	fwrite(s.p, 1, s.n, stdout);
}

const struct rule_set *policy_rules_named(const struct policy_book *b, const char *id)
{
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		if (str_is(s->id, id))
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
	fprintf(stderr,
	        "kehou: there is no rule set %s; kehou policy list names them, and with --db URL "
	        "--county CODE those a county entered itself\n",
	        id);
	return EXIT_USAGE;
}

/* --- check
 * ------------------------------------------------------------------------------------------ */

static void case_text(struct ctx *c, const struct rule_set *s, const struct rule_case *work,
                      bool ok)
{
	put(str_printf(c->arena, "%s  %.*s:%d  %.*s  %.*s\n", ok ? "ok  " : "FAIL",
	               STR_FMT(s->file), work->line, STR_FMT(work->decision), STR_FMT(work->name)));
	if (!ok)
		put(str_printf(c->arena, "      %.*s: found %.*s, expected %.*s\n",
		               STR_FMT(c->fault.field), STR_FMT(c->fault.found),
		               STR_FMT(c->fault.allowed)));
}

static void case_json(struct json *j, const struct ctx *c, const struct rule_set *s,
                      const struct rule_case *work, bool ok)
{
	json_open(j, '{');
	json_kv_str(j, "file", s->file);
	json_kv_i64(j, "line", work->line);
	json_kv_str(j, "decision", work->decision);
	json_kv_str(j, "name", work->name);
	json_kv_bool(j, "holds", ok);
	if (!ok) {
		json_kv_str(j, "at", c->fault.field);
		json_kv_str(j, "found", c->fault.found);
		json_kv_str(j, "expected", c->fault.allowed);
	}
	json_close(j, '}');
}

/* Says it as text, or into the JSON. */
static bool case_check(struct cli *m, const struct policy_book *b, const struct rule_set *s,
                       const struct rule_case *work, struct json *j)
{
	struct ctx *c = &m->ctx;
	struct arena_mark mark = arena_mark(c->arena);
	enum err e;

	c->fault = (struct fault){0};
	e = case_run(c, b, s, work);
	if (j)
		case_json(j, c, s, work, e == OK);
	else
		case_text(c, s, work, e == OK);
	c->fault = (struct fault){0};
	arena_rewind(c->arena, mark);
	return e == OK;
}

bool policy_day_flag(struct cli *m, const char *name, struct date *ret_d)
{
	const char *day = cli_flag(m, name);

	*ret_d = DATE_NONE;
	return !day || date_parse(str_of(day), ret_d);
}

void policy_book_close(struct policy_book **b)
{
	policy_book_free(b);
}

/* --- what is wrong -------------------------------------------------------------------------------
 */

static void kv_some(struct json *j, const char *name, struct str s)
{
	if (str_some(s))
		json_kv_str(j, name, s);
}

static void error_begin(struct out *o, struct json *j, const char *code, struct str message)
{
	out_init(o, ERROR_MAX);
	json_init(j, o);
	json_open(j, '{');
	json_key(j, "error");
	json_open(j, '{');
	json_kv_str(j, "code", str_of(code));
	json_kv_str(j, "message", message);
}

static void error_end(struct out *o, struct json *j)
{
	json_close(j, '}');
	json_close(j, '}');
	out_c(o, '\n');
	put(out_str(o));
	out_free(o);
}

int policy_wrong_file(struct cli *m, const struct rule_error *e)
{
	struct str message = rule_error_text(m->ctx.arena, m->ctx.lang, e);
	struct json j;
	struct out o;

	fprintf(stderr, "kehou: %.*s\n", STR_FMT(message));
	if (!m->json)
		return EXIT_DATA;
	error_begin(&o, &j, "rule_set_wrong", message);
	json_kv_str(&j, "file", e->file);
	json_kv_i64(&j, "line", e->line);
	json_kv_i64(&j, "column", e->column);
	kv_some(&j, "found", e->found);
	kv_some(&j, "expected", e->expected);
	kv_some(&j, "nearest", e->nearest);
	error_end(&o, &j);
	return EXIT_DATA;
}

int policy_fault(struct cli *m, enum err e)
{
	return policy_fault_with(m, e, NULL, NULL);
}

static void fault_json(struct cli *m, const char *code,
                       void (*more)(struct cli *, struct json *, void *), void *arg)
{
	const struct fault *f = &m->ctx.fault;
	const struct fault_text *t = fault_lookup(f->code);
	struct json j;
	struct out o;

	error_begin(&o, &j, code, t->title[m->ctx.lang]);
	kv_some(&j, "advice", t->advice[m->ctx.lang]);
	kv_some(&j, "field", f->field);
	kv_some(&j, "found", f->found);
	kv_some(&j, "allowed", f->allowed);
	kv_some(&j, "clause", f->clause);
	kv_some(&j, "document", f->document);
	if (more)
		more(m, &j, arg);
	error_end(&o, &j);
}

void policy_fault_told(struct cli *m)
{
	const char *code = m->ctx.fault.code;

	if (m->json && code)
		fault_json(m, code, NULL, NULL);
}

int policy_fault_with(struct cli *m, enum err e, void (*more)(struct cli *, struct json *, void *),
                      void *arg)
{
	const char *code = m->ctx.fault.code;
	int rc = cli_fault(m, e);

	if (m->json)
		fault_json(m, code ? code : err_name(e), more, arg);
	return rc;
}

static int unread_file(struct cli *m, const char *path, struct str why)
{
	struct json j;
	struct out o;

	fprintf(stderr, "kehou: %s: %.*s\n", path, STR_FMT(why));
	if (m->json) {
		error_begin(&o, &j, "file_unread", why);
		json_kv_str(&j, "file", str_of(path));
		error_end(&o, &j);
	}
	return 1;
}

bool policy_file_read(struct cli *m, const char *path, size_t most, struct str *ret_text,
                      int *ret_rc)
{
	struct rule_error large = {.file = str_of(path),
	                           .line = 1,
	                           .column = 1,
	                           .what = T_policy_file_too_large,
	                           .expected = str_printf(m->ctx.arena, "%zu", most)};

	*ret_rc = 0;
	if (file_read(m->ctx.arena, path, most, ret_text))
		return true;
	*ret_rc = errno == EFBIG /* by its size, nothing was read */
	                  ? policy_wrong_file(m, &large)
	                  : unread_file(m, path, str_of(strerror(errno)));
	return false;
}

/* Whether the last of a book's sets is where it may be. */
static bool last_placed(const struct policy_book *b, struct rule_error *ret_e)
{
	const struct rule_set *s = policy_book_sets(b);

	while (s->next)
		s = s->next;
	return rule_set_placed(s, ret_e);
}

static int file_add(struct cli *m, struct policy_book *b, const char *path)
{
	struct rule_error e;
	struct str text;
	int rc;

	if (!policy_file_read(m, path, RULE_FILE_MAX, &text, &rc))
		return rc;
	return policy_book_add(b, str_of(path), text, &e) && last_placed(b, &e)
	               ? 0
	               : policy_wrong_file(m, &e);
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
		if (!policy_rules_named(b, str_c(m->ctx.arena, s->id)) &&
		    !policy_book_add(b, s->file, embedded_text(s->file), &e))
			return policy_wrong_file(m, &e);
	}
	return policy_book_check(b, m->ctx.arena, &e) ? 0 : policy_wrong_file(m, &e);
}

static size_t cases_check(struct cli *m, const struct policy_book *b, struct json *j, size_t *ret_n)
{
	size_t failed = 0;

	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		for (const struct rule_case *w = s->cases; w; w = w->next, (*ret_n)++)
			failed += !case_check(m, b, s, w, j);
	}
	return failed;
}

/* The files asked for (of a county's book, `one`) that have no worked case: they hold together, but
 * nobody can submit them. */
static size_t caseless(struct cli *m, const struct policy_book *b, const struct rule_set *one,
                       struct json *j)
{
	size_t n = 0;

	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		bool asked = s == one;

		for (int i = 0; i < m->argc; i++)
			asked = asked || str_is(s->file, m->argv[i]);
		if (!asked || s->n_cases)
			continue;
		n++;
		fprintf(stderr, "kehou: %.*s: %.*s\n", STR_FMT(s->file),
		        STR_FMT(fault_lookup("case_missing")->title[m->ctx.lang]));
		if (!j)
			continue;
		json_open(j, '{');
		json_kv_str(j, "code", S("case_missing"));
		json_kv_str(j, "file", s->file);
		json_close(j, '}');
	}
	return n;
}

static size_t cases_check_json(struct cli *m, const struct policy_book *b,
                               const struct rule_set *one, size_t *ret_caseless)
{
	size_t n = 0, failed;
	struct json j;
	struct out o;

	out_init(&o, CASES_MAX);
	json_init(&j, &o);
	json_open(&j, '{');
	json_key(&j, "cases");
	json_open(&j, '[');
	failed = cases_check(m, b, &j, &n);
	json_close(&j, ']');
	json_kv_i64(&j, "run", (int64_t)n);
	json_kv_i64(&j, "failed", (int64_t)failed);
	json_key(&j, "warnings");
	json_open(&j, '[');
	*ret_caseless = caseless(m, b, one, &j);
	json_close(&j, ']');
	json_close(&j, '}');
	out_c(&o, '\n');
	put(out_str(&o));
	out_free(&o);
	return failed;
}

static int cases_run(struct cli *m, const struct policy_book *b, const struct rule_set *one,
                     bool as_json, bool strict)
{
	size_t n = 0, failed, without = 0;

	if (as_json) {
		failed = cases_check_json(m, b, one, &without);
	} else {
		failed = cases_check(m, b, NULL, &n);
		without = caseless(m, b, one, NULL);
		printf("kehou: %zu worked cases, %zu failed\n", n, failed);
	}
	return failed || (strict && without) ? EXIT_DATA : 0;
}

static enum err county_book(struct cli *m, void *arg)
{
	return policy_county_find(&m->ctx, arg);
}

/* What the county published, each on the book it stands in; a file as if it were published there.
 */
static int check_county(struct cli *m, struct policy_county *k, bool as_json, bool strict)
{
	int rc = 0;

	if (m->argc > 1)
		return cli_usage(m, "policy check --county wants one file, or none");
	if (m->argc == 1 && !policy_file_read(m, m->argv[0], RULE_FILE_MAX, &k->text, &rc))
		return rc;
	k->named = m->argc == 1 ? m->argv[0] : NULL;
	rc = policy_reading(m, county_book, k);
	if (rc == 0)
		rc = cases_run(m, k->book, k->set, as_json, strict);
	else if (m->ctx.fault.code && strcmp(m->ctx.fault.code, "rule_set_wrong") == 0)
		rc = EXIT_DATA;
	policy_book_free(&k->own);
	return rc;
}

static int check(struct cli *m)
{
	__attribute__((cleanup(policy_book_close))) struct policy_book *more = NULL;
	bool as_json = cli_switch(m, "--json"), strict = cli_switch(m, "--strict");
	struct policy_county k = {.code = cli_flag(m, "--county"), .on = DATE_NONE};
	const struct policy_book *b = policy_rules_book();

	if (!policy_day_flag(m, "--known", &k.known))
		return cli_usage(m, "--known wants a day, YYYY-MM-DD");
	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (k.code)
		return check_county(m, &k, as_json, strict);
	if (m->argc > 0) {
		more = policy_book_new();
		int rc = more ? policy_rules_beside(m, more, m->argv, m->argc) : 1;
		if (rc != 0)
			return rc;
		b = more;
	}
	return cases_run(m, b, NULL, as_json, strict);
}

static bool asks_json(const struct cli *m)
{
	for (int i = 0; i < m->argc; i++)
		if (strcmp(m->argv[i], "--json") == 0)
			return true;
	return false;
}

int cmd_policy(struct cli *m)
{
	static const struct {
		const char *name;
		int (*run)(struct cli *m);
	} parts[] = {{"list", policy_list},        {"show", policy_show},   {"check", check},
	             {"diff", policy_diff},        {"quote", policy_quote}, {"load", policy_load},
	             {"simulate", policy_simulate}};

	if (m->argc == 0)
		return cli_usage(m,
		                 "policy wants list, show, check, diff, quote, load or simulate");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (strcmp(m->argv[0], parts[i].name) != 0)
			continue;
		m->argc--;
		m->argv++;
		m->json = asks_json(m);
		return parts[i].run(m);
	}
	fprintf(stderr,
	        "kehou: policy knows list, show, check, diff, quote, load and simulate, not %s\n",
	        m->argv[0]);
	return EXIT_USAGE;
}

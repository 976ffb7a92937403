/* kehou policy list, show, diff: which rule sets there are, what they say, what changed. */
#include "main/cmd_policy.h"
#include "main/policy_db.h"
#include "policy/diff.h"
#include "policy/embedded.h"
#include "policy/set_json.h"

enum { ANSWER_MAX = 64 << 20 };

static void put(struct str s)
{
	fwrite(s.p, 1, s.n, stdout);
}

/* One answer as JSON, a line of its own. */
struct answer {
	struct out o;
	struct json j;
};

static void answer_begin(struct answer *a)
{
	out_init(&a->o, ANSWER_MAX);
	json_init(&a->j, &a->o);
}

static int answer_end(struct answer *a)
{
	bool broken = a->o.broken;

	out_c(&a->o, '\n');
	if (!broken)
		put(out_str(&a->o));
	out_free(&a->o);
	return broken;
}

/* --- list ------------------------------------------------------------------------------------ */

void policy_set_line(struct ctx *c, const struct rule_set *s)
{
	struct arena *a = c->arena;
	struct str to = date_some(s->to) ? date_text(a, s->to) : S("open");
	/* One that a county published is known by its edition. */
	struct str id = str_ends(s->file, S(".rules")) ? s->id : s->file;

	put(str_printf(a, "%.*s\t%.*s .. %.*s\t%.*s\t%zu rules, %zu cases\n", STR_FMT(id),
	               STR_FMT(date_text(a, s->from)), STR_FMT(to), STR_FMT(s->document),
	               s->n_rules, s->n_cases));
}

static bool in_force(const struct rule_set *s, struct date on)
{
	return !date_some(on) ||
	       (s->from.day <= on.day && (!date_some(s->to) || on.day <= s->to.day));
}

int policy_list(struct cli *m)
{
	bool as_json = cli_switch(m, "--json");
	const char *county = cli_flag(m, "--county");
	struct date on, known;
	struct answer a;

	if (!policy_day_flag(m, "--on", &on) || !policy_day_flag(m, "--known", &known))
		return cli_usage(m, "--on and --known want a day, YYYY-MM-DD");
	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	if (county)
		return policy_db_list(m, &(struct policy_listing){county, on, known, as_json});
	if (date_some(known))
		return cli_usage(m, "--known is asked of a county: --county CODE");
	answer_begin(&a);
	json_open(&a.j, '[');
	for (const struct rule_set *s = policy_book_sets(policy_rules_book()); s; s = s->next) {
		if (!in_force(s, on))
			continue;
		if (as_json)
			rule_set_head_json(&a.j, s);
		else
			policy_set_line(&m->ctx, s);
	}
	json_close(&a.j, ']');
	if (as_json)
		return answer_end(&a);
	out_free(&a.o);
	return 0;
}

/* --- show ------------------------------------------------------------------------------------ */

/* A rule set is its file: the office that wrote it reads it there. */
static int show_file(const struct rule_set *s)
{
	for (size_t i = 0; i < policy_files_n; i++) {
		if (str_is(s->file, policy_files[i].name)) {
			fwrite(policy_files[i].bytes, 1, policy_files[i].n, stdout);
			return 0;
		}
	}
	fprintf(stderr, "kehou: %.*s is not built in\n", STR_FMT(s->file));
	return 1;
}

int policy_set_print(struct cli *m, const struct rule_set *s, bool as_json, bool cases)
{
	struct answer a;

	if (cases) {
		for (const struct rule_case *w = s->cases; w; w = w->next)
			put(str_printf(m->ctx.arena, "%.*s:%d\t%.*s\t%.*s\n", STR_FMT(s->file),
			               w->line, STR_FMT(w->decision), STR_FMT(w->name)));
		return 0;
	}
	if (!as_json)
		return show_file(s);
	answer_begin(&a);
	rule_set_json(&a.j, s);
	return answer_end(&a);
}

int policy_show(struct cli *m)
{
	bool as_json = cli_switch(m, "--json"), cases = cli_switch(m, "--cases");
	struct policy_county k = {.code = cli_flag(m, "--county")};
	const struct rule_set *s;

	if (!policy_day_flag(m, "--on", &k.on) || !policy_day_flag(m, "--known", &k.known))
		return cli_usage(m, "--on and --known want a day, YYYY-MM-DD");
	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 1 || (as_json && cases))
		return cli_usage(m, "policy show wants the id of one rule set, or an edition");
	k.named = m->argv[0];
	if (policy_of_county(m, k.code, k.named))
		return policy_db_show(m, &k, as_json, cases);
	s = policy_rules_named(policy_rules_book(), k.named);
	return s ? policy_set_print(m, s, as_json, cases) : policy_rules_unknown(k.named);
}

/* --- diff ------------------------------------------------------------------------------------ */

/* A built-in set by its id, or a file that is read into the book. */
static int set_named(struct cli *m, struct policy_book **b, char *name,
                     const struct rule_set **ret_s)
{
	int rc;

	if (!str_ends(str_of(name), S(".rules"))) {
		*ret_s = policy_rules_named(policy_rules_book(), name);
		return *ret_s ? 0 : policy_rules_unknown(name);
	}
	*b = policy_book_new();
	rc = *b ? policy_rules_beside(m, *b, &name, 1) : 1;
	if (rc == 0)
		*ret_s = policy_book_sets(*b);
	return rc;
}

static void change_json(struct json *j, const struct rule_change *change)
{
	static const char *const names[] = {[CHANGE_ADDED] = "added",
	                                    [CHANGE_REMOVED] = "removed",
	                                    [CHANGE_ALTERED] = "altered"};
	const struct rule *r = change->after ? change->after : change->before;

	json_open(j, '{');
	json_kv_str(j, "change", str_of(names[change->what]));
	json_kv_str(j, "type", r ? str_of(TYPES[r->type].name) : change->type);
	json_kv_str(j, "id", r ? r->id : change->id);
	json_kv_str(j, "label", r ? r->label : change->label);
	json_kv_str(j, "attribute", change->attribute);
	json_kv_str(j, "before", change->was);
	json_kv_str(j, "after", change->is);
	json_kv_str(j, "clause", r ? r->clause : STR_NONE);
	json_kv_str(j, "document", r ? r->set->document : STR_NONE);
	json_close(j, '}');
}

static int changes_print(struct cli *m, const struct rule_change *v, size_t n, bool as_json)
{
	struct answer a;

	if (!as_json) {
		for (size_t i = 0; i < n; i++)
			put(str_printf(
				m->ctx.arena, "%.*s\n",
				STR_FMT(rule_change_text(m->ctx.arena, m->ctx.lang, &v[i]))));
		return 0;
	}
	answer_begin(&a);
	json_open(&a.j, '[');
	for (size_t i = 0; i < n; i++)
		change_json(&a.j, &v[i]);
	json_close(&a.j, ']');
	return answer_end(&a);
}

int policy_diff(struct cli *m)
{
	__attribute__((cleanup(policy_book_close))) struct policy_book *first = NULL;
	__attribute__((cleanup(policy_book_close))) struct policy_book *second = NULL;
	bool as_json = cli_switch(m, "--json");
	const struct rule_set *from, *to;
	struct rule_change *v;
	size_t n;
	enum err e;
	int rc;

	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 2)
		return cli_usage(m, "policy diff wants two rule sets: ids, or files that end in "
		                    ".rules");
	rc = set_named(m, &first, m->argv[0], &from);
	if (rc == 0)
		rc = set_named(m, &second, m->argv[1], &to);
	if (rc != 0)
		return rc;
	e = rule_set_diff(&m->ctx, from, to, &v, &n);
	return e == OK ? changes_print(m, v, n, as_json) : cli_fault(m, e);
}

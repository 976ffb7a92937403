#include "policy/quote_table.h"

#include "base/text.h"
#include "policy/pencil.h"

enum { CAME_OUT = 8 }; /* of what came out so much is told */

/* --- answers -----------------------------------------------------------------------------------
 */

void say(struct quote *q, const char *name, struct str value)
{
	if (q->n < QUOTE_LINES && value.p != NULL) {
		q->line[q->n].name = str_of(name);
		q->line[q->n++].value = value;
	}
}

void say_money(struct ctx *c, struct quote *q, const char *name, struct money m)
{
	say(q, name, money_text(c->arena, m));
}

void say_i64(struct ctx *c, struct quote *q, const char *name, int64_t v)
{
	say(q, name, str_printf(c->arena, "%lld", (long long)v));
}

void say_number(struct ctx *c, struct quote *q, const char *name, struct ratio r)
{
	say(q, name, ratio_text(c->arena, r));
}

void say_bool(struct quote *q, const char *name, bool b)
{
	say(q, name, b ? S("yes") : S("no"));
}

void say_rule(struct quote *q, const struct rule *rule)
{
	if (rule == NULL)
		return;
	say(q, "requirement", rule->requirement);
	say(q, "clause", rule->clause);
	say(q, "document", rule->set->document);
}

void say_formula(struct ctx *c, struct quote *q, const char *name, const struct formula *f)
{
	if (f->text != TEXT_NONE)
		say(q, name, formula_text(c->arena, c->lang, f));
}

void say_steps(struct ctx *c, struct quote *q, const struct working *s)
{
	for (size_t i = 0; i < s->n && q->n_steps < QUOTE_STEPS; i++) {
		const struct worked *step = &s->v[i];
		struct quote_step *to = &q->step[q->n_steps++];

		*to = (struct quote_step){.text = formula_text(c->arena, c->lang, &step->formula)};
		if (step->counts)
			to->amount = money_text(c->arena, step->amount);
		if (step->rule != NULL) {
			to->requirement = step->rule->requirement;
			to->clause = step->rule->clause;
			to->document = step->rule->set->document;
		}
	}
}

void say_only(struct ctx *c, struct quote *q, const struct formula *f, const struct rule *rule)
{
	struct working s = {.n = 0};

	say_formula(c, q, "formula", f);
	say_rule(q, rule);
	worked_add(&s, rule)->formula = *f;
	say_steps(c, q, &s);
}

/* NULL: there is none, or more than one. */
static const struct rule *only_rule(const struct working *told)
{
	const struct rule *only = NULL;

	for (size_t i = 0; i < told->n; i++) {
		const struct rule *rule = told->v[i].rule;

		if (rule != NULL && only != NULL && only != rule)
			return NULL;
		only = rule != NULL ? rule : only;
	}
	return only;
}

void say_told(struct asking *a, const struct rule *rule)
{
	say_rule(a->q, rule != NULL ? rule : only_rule(a->told));
	say_steps(a->c, a->q, a->told);
}

static struct quote_row row_of(struct ctx *c, const struct pencil_row *row, size_t item)
{
	struct quote_row to = {
		.item = item,
		.op = str_of(pencil_op_name(row->op)),
		.what = formula_text(c->arena, c->lang, &row->what),
		.operand = pencil_number(c->arena, row->operand, row->plain),
		.result = pencil_number(c->arena, row->result, false),
	};

	if (row->rule != NULL) {
		to.requirement = row->rule->requirement;
		to.clause = row->rule->clause;
		to.document = row->rule->set->document;
	}
	return to;
}

void say_pencil(struct asking *a, const struct charge_answer *an, size_t at, size_t item,
                bool refused)
{
	struct quote *q = a->q;
	struct pencil p;

	if (q->row == NULL)
		q->row = NEW_N(a->c->arena, (CHARGE_ITEMS + 1) * PENCIL_ROWS, struct quote_row);
	if (q->row == NULL)
		return;
	pencil_charge(a->r, an, at, refused, &p);
	for (size_t i = 0; i < p.n; i++)
		q->row[q->n_rows++] = row_of(a->c, &p.row[i], item);
}

/* --- asking ------------------------------------------------------------------------------------
 */

const struct decisions *const DECISIONS_ALL[DECISIONS_N] = {&DECISIONS_MONEY, &DECISIONS_SERVICE};

static enum err decision_find(struct ctx *c, struct str name, const struct decision **ret_d)
{
	struct str near = STR_NONE, all = S("");
	size_t at = SIZE_MAX;

	for (size_t t = 0; t < DECISIONS_N; t++) {
		for (size_t i = 0; i < DECISIONS_ALL[t]->n; i++) {
			const struct decision *d = &DECISIONS_ALL[t]->v[i];

			if (str_is(name, d->name)) {
				*ret_d = d;
				return OK;
			}
			name_nearer(name, str_of(d->name), &near, &at);
			all = str_printf(c->arena, "%.*s%s%s", STR_FMT(all), all.n ? " " : "",
			                 d->name);
		}
	}
	return fault_input(c, "unknown_field", name, name, near.p ? near : all);
}

/* What was held against what, by the clause that decided. */
static void refusal_step(struct ctx *c, struct quote *q)
{
	const struct fault *f = &c->fault;
	struct str said[] = {fault_lookup(f->code)->title[c->lang], f->found, f->allowed};
	bool found = str_some(f->found), allowed = str_some(f->allowed);
	struct str text = said[0];

	if (!found)
		said[1] = f->allowed;
	if (found || allowed)
		text = text_fill(c->arena, c->lang,
		                 found && allowed ? T_policy_refused_both
		                 : found          ? T_policy_refused_found
		                                  : T_policy_refused_allowed,
		                 said, 3);
	q->step[q->n_steps++] = (struct quote_step){.text = text,
	                                            .requirement = f->requirement,
	                                            .clause = f->clause,
	                                            .document = f->document};
}

/* A refusal is an answer: what it says takes the place of the amounts. */
static void refused(struct ctx *c, struct quote *q)
{
	q->n = q->n_steps = 0;
	refusal_step(c, q);
	say(q, "outcome", str_of(c->fault.code));
	say(q, "found", c->fault.found);
	say(q, "allowed", c->fault.allowed);
	say(q, "requirement", c->fault.requirement);
	say(q, "clause", c->fault.clause);
	say(q, "document", c->fault.document);
	c->fault = (struct fault){0};
}

enum err quote_run(struct ctx *c, const struct rules *r, struct str decision,
                   const struct rule_given *given, struct quote *ret_q)
{
	struct asking a = {.c = c, .r = r, .q = ret_q, .told = NEW(c->arena, struct working)};
	const struct decision *d;
	enum err e;

	ret_q->wrong = NULL;
	if (a.told == NULL)
		return fault_broken(c, "policy: no memory for the steps of a decision");
	TRY(decision_find(c, decision, &d));
	e = facts_read(&a, d, given);
	if (e == E_INPUT)
		facts_wrong(&a, d, given, false);
	TRY(e);
	ret_q->n = ret_q->n_steps = ret_q->n_rows = 0;
	ret_q->row = NULL;
	say(ret_q, "outcome", S("pass"));
	e = d->run(&a);
	if (e == E_INPUT)
		facts_wrong(&a, d, given, true);
	if (e == E_REFUSED)
		refused(c, ret_q);
	return e == E_REFUSED ? OK : e;
}

struct str quote_value(const struct quote *q, struct str name)
{
	for (size_t i = 0; i < q->n; i++) {
		if (str_eq(q->line[i].name, name))
			return q->line[i].value;
	}
	return STR_NONE;
}

/* --- examples ----------------------------------------------------------------------------------
 */

static bool example_put(struct ctx *c, const struct rule_given ***end, struct str name,
                        struct str value)
{
	struct rule_given *g = NEW(c->arena, struct rule_given);

	if (g == NULL)
		return false;
	*g = (struct rule_given){.name = name, .value = value};
	**end = g;
	*end = &g->next;
	return true;
}

static bool example_table(struct ctx *c, const struct rule_given ***end, struct facts_table t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (t.v[i].example != NULL &&
		    !example_put(c, end, str_of(t.v[i].name), str_of(t.v[i].example)))
			return false;
	}
	return true;
}

enum err quote_example(struct ctx *c, struct str decision, const struct rule_given **ret_given)
{
	const struct rule_given *first = NULL, **end = &first;
	const struct decision *d;
	struct str dims;
	bool fits = true;

	TRY(decision_find(c, decision, &d));
	dims = str_of(d->dims);
	while (fits && str_some(dims)) {
		struct str name = str_cut(&dims, ' '), value = str_cut(&dims, ' ');

		fits = example_put(c, &end, name, value);
	}
	if (!fits || !example_table(c, &end, d->facts) || !example_table(c, &end, d->items))
		return fault_broken(c, "policy: no memory for an example");
	*ret_given = first;
	return OK;
}

/* --- worked cases ------------------------------------------------------------------------------
 */

static enum err case_wrong(struct ctx *c, const struct rule_set *s, int line, struct str found,
                           struct str allowed)
{
	return fault_set(
		c, E_REFUSED, "rule_set_wrong",
		&(struct fault){.field = str_printf(c->arena, "%.*s:%d", STR_FMT(s->file), line),
	                        .found = found,
	                        .allowed = allowed,
	                        .document = s->document});
}

/* The words people know a code by. */
static struct str code_words(struct ctx *c, enum lang lang, struct str code)
{
	const struct fault_text *t = fault_lookup(str_c(c->arena, code));

	return str_printf(c->arena, "%.*s (%.*s)", STR_FMT(code), STR_FMT(t->title[lang]));
}

/* What came out where something else was expected: that answer; or the refusal, with what it found;
 * or what there is. */
static struct str came_out(struct ctx *c, enum lang lang, const struct quote *q, struct str name)
{
	struct str got = quote_value(q, name), outcome = quote_value(q, S("outcome"));
	struct str found = quote_value(q, S("found"));

	if (!str_some(found)) /* of a fact that is missing, its name */
		found = quote_value(q, S("field"));
	if (str_eq(name, S("outcome")) && !str_is(got, "pass"))
		return code_words(c, lang, got);
	if (str_some(got))
		return got;
	if (!str_is(outcome, "pass"))
		return str_printf(c->arena, "%.*s%s%.*s", STR_FMT(code_words(c, lang, outcome)),
		                  str_some(found) ? ": " : "",
		                  STR_FMT(str_some(found) ? found : S("")));
	got = S("pass");
	for (size_t i = 0, said = 0; i < q->n && said < CAME_OUT; i++) {
		if (str_is(q->line[i].name, "outcome") || !str_some(q->line[i].value))
			continue;
		got = str_printf(c->arena, "%.*s; %.*s %.*s", STR_FMT(got),
		                 STR_FMT(q->line[i].name), STR_FMT(q->line[i].value));
		said++;
	}
	return got;
}

/* A case that could not even be asked. */
static enum err case_broken(struct ctx *c, enum lang lang, const struct rule_set *s, int line)
{
	struct fault f = c->fault;
	struct str found = str_some(f.field) ? f.field : f.found;

	return case_wrong(
		c, s, line,
		str_printf(c->arena, "%.*s%s%.*s", STR_FMT(code_words(c, lang, str_of(f.code))),
	                   str_some(found) ? ": " : "", STR_FMT(str_some(found) ? found : S(""))),
		f.allowed);
}

/* A fact that is missing is what a case may be about; any other input is a mistake in it. */
static enum err case_ask(struct ctx *c, const struct rules *r, const struct rule_case *work,
                         const struct rule_given *given, struct quote *q)
{
	enum err e = quote_run(c, r, work->decision, given, q);

	if (e != E_INPUT || strcmp(c->fault.code, "fact_missing") != 0)
		return e;
	q->n = q->n_steps = 0;
	say(q, "outcome", S("fact_missing"));
	say(q, "field", c->fault.field);
	say(q, "allowed", c->fault.allowed);
	c->fault = (struct fault){0};
	return OK;
}

/* The line of the fact that could not be read; else the case's own. */
static int broken_line(const struct rule_case *work, const struct fault *f)
{
	int line = work->line;

	for (const struct rule_given *g = work->given; g != NULL; g = g->next) {
		bool named = str_some(f->field) && str_eq(g->name, f->field);

		if (named && (line == work->line || str_eq(g->value, f->found)))
			line = g->line;
	}
	return line;
}

/* What the case's decision answers on its day. */
static enum err case_answer(struct ctx *c, enum lang lang, const struct policy_book *b,
                            const struct rule_set *s, const struct rule_case *work,
                            struct quote *ret_q)
{
	const struct rule_given *given = work->given;
	struct date on = s->from;
	struct rules r;

	if (given != NULL && str_is(given->name, "on")) {
		if (!date_parse(given->value, &on))
			return case_wrong(c, s, given->line, given->value, S("2021-09-01"));
		given = given->next;
	}
	enum err e = rules_for(c, b, s->id, on, &r);
	if (e == OK)
		e = case_ask(c, &r, work, given, ret_q);
	if (e == E_REFUSED || e == E_INPUT)
		return case_broken(c, lang, s, broken_line(work, &c->fault));
	return e;
}

static enum err case_compare(struct ctx *c, enum lang lang, const struct policy_book *b,
                             const struct rule_set *s, const struct rule_case *work,
                             struct quote *q)
{
	if (work->expect == NULL)
		return case_wrong(c, s, work->line, STR_NONE, S("expect"));
	TRY(case_answer(c, lang, b, s, work, q));
	for (const struct rule_given *x = work->expect; x != NULL; x = x->next)
		if (!str_eq(quote_value(q, x->name), x->value))
			return case_wrong(c, s, x->line, came_out(c, lang, q, x->name), x->value);
	return OK;
}

typedef enum err (*case_fn)(struct ctx *c, enum lang lang, const struct policy_book *b,
                            const struct rule_set *s, const struct rule_case *work,
                            struct quote *q);

static enum err in_chinese(struct ctx *c, case_fn run, const struct policy_book *b,
                           const struct rule_set *s, const struct rule_case *work, struct quote *q)
{
	enum lang lang = c->lang;
	enum err e;

	c->lang = LANG_ZH; /* in which the cases are written, formulas too */
	e = run(c, lang, b, s, work, q);
	c->lang = lang;
	return e;
}

enum err case_quote(struct ctx *c, const struct policy_book *b, const struct rule_set *s,
                    const struct rule_case *work, struct quote *ret_q)
{
	return in_chinese(c, case_answer, b, s, work, ret_q);
}

enum err case_run(struct ctx *c, const struct policy_book *b, const struct rule_set *s,
                  const struct rule_case *work)
{
	struct quote *q = NEW(c->arena, struct quote);

	if (q == NULL)
		return fault_broken(c, "policy: no memory for a case");
	return in_chinese(c, case_compare, b, s, work, q);
}

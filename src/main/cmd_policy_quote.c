/* kehou policy quote: a decision asked by hand, with facts as JSON. */
#include "main/cmd_policy.h"

#include "base/jsonread.h"
#include "base/out.h"
#include "base/text.h"
#include "main/policy_db.h"
#include "policy/quote.h"

enum { CASE_MAX = 1 << 20, ANSWER_MAX = 4 << 20, FACT_MAX = 4000 };

/* --- reading a case ----------------------------------------------------------------------------
 */

/* A fact, and where it stands in the case. */
struct json_given {
	struct rule_given given; /* first: the decision knows nothing else */
	const struct jval *v;
};

struct given_list {
	const struct rule_given *first;
	const struct rule_given **end;
};

static enum err given_add(struct ctx *c, struct given_list *l, const struct jval *v,
                          struct str name, struct str value)
{
	struct json_given *g = NEW(c->arena, struct json_given);

	if (!g)
		return fault_broken(c, "arena");
	*g = (struct json_given){.given = {.name = name, .value = value}, .v = v};
	*l->end = &g->given;
	l->end = &g->given.next;
	return OK;
}

/* "price_fen": the fact price, in fen. */
static bool in_fen(const struct jval *v, struct str *ret_name)
{
	struct str ending = S("_fen");

	if (!str_ends(v->name, ending))
		return false;
	*ret_name = str_sub(v->name, 0, v->name.n - ending.n);
	return true;
}

/* Money that is no whole number of fen, and how to write it. */
static enum err fen_bad(struct ctx *c, const struct jval *v, struct str name)
{
	return jval_bad(c, v, text_fill(c->arena, c->lang, T_policy_fact_fen, &name, 1));
}

/* A decimal number is a text: as a number it may be read as a float on its way. */
static enum err text_of(struct ctx *c, const struct jval *v, struct str *ret_s)
{
	return v->type == J_REAL
	               ? jval_bad(c, v, text_fill(c->arena, c->lang, T_policy_fact_real, &v->s, 1))
	               : jval_as_str(c, v, FACT_MAX, ret_s);
}

/* "price_fen": 35000 is price 350.00; a whole number without the ending is a count, not money. */
static enum err whole_add(struct ctx *c, struct given_list *l, const struct jval *v)
{
	struct str name;

	if (!in_fen(v, &name))
		return given_add(c, l, v, v->name, str_printf(c->arena, "%lld", (long long)v->i));
	if (v->i > MONEY_MAX_FEN || v->i < -MONEY_MAX_FEN)
		return fen_bad(c, v, name);
	return given_add(c, l, v, name, money_text(c->arena, FEN(v->i)));
}

/* A list is its members with a blank between: by_day, category. */
static enum err list_add(struct ctx *c, struct given_list *l, const struct jval *v)
{
	struct str all = S("");

	for (size_t i = 0; i < v->n; i++) {
		struct str one = S("");

		if (v->items[i].type == J_INT)
			one = str_printf(c->arena, "%lld", (long long)v->items[i].i);
		else
			TRY(text_of(c, &v->items[i], &one));
		all = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(all), i ? " " : "", STR_FMT(one));
	}
	return given_add(c, l, v, v->name, all);
}

static enum err fact_add_json(struct ctx *c, struct given_list *l, const struct jval *v)
{
	struct str s;

	if (v->type != J_INT && in_fen(v, &s))
		return fen_bad(c, v, s);
	switch (v->type) {
	case J_BOOL:
		return given_add(c, l, v, v->name, v->i ? S("yes") : S("no"));
	case J_INT:
		return whole_add(c, l, v);
	case J_ARRAY:
		return list_add(c, l, v);
	default:
		TRY(text_of(c, v, &s));
		return given_add(c, l, v, v->name, s);
	}
}

/* The place in the case, and money as it is written there. */
static enum err wrong_fact(struct ctx *c, const struct quote *q, enum err e)
{
	const struct json_given *g = (const struct json_given *)q->wrong;
	struct fault *f = &c->fault;
	struct str name;

	if (e != E_INPUT || !g)
		return e;
	if (strcmp(f->code, "bad_input") == 0 && g->v->type == J_INT && in_fen(g->v, &name) &&
	    str_eq(f->allowed, text(c->lang, T_policy_fact_money)))
		return fen_bad(c, g->v, name);
	f->field = jval_path(c->arena, g->v);
	return e;
}

/* An item begins with its kind; its other facts follow in their order. */
static enum err item_add(struct ctx *c, struct given_list *l, const struct jval *item)
{
	struct str kind;

	TRY(jval_as_object(c, item));
	TRY(jval_str(c, item, "kind", FACT_MAX, &kind));
	TRY(given_add(c, l, jval_find(item, "kind"), S("item"), kind));
	for (size_t i = 0; i < item->n; i++) {
		if (!str_is(item->items[i].name, "kind"))
			TRY(fact_add_json(c, l, &item->items[i]));
	}
	return OK;
}

/* Facts of the pupil first: they hold for all items, wherever the list of items stands. */
static enum err facts_read(struct ctx *c, const struct jval *facts,
                           const struct rule_given **ret_given)
{
	struct given_list l = {.end = &l.first};
	const struct jval *items = jval_find(facts, "items");

	for (size_t i = 0; i < facts->n; i++) {
		if (&facts->items[i] != items)
			TRY(fact_add_json(c, &l, &facts->items[i]));
	}
	if (items) {
		TRY(jval_array(c, facts, "items", 64, &items));
		for (size_t i = 0; i < items->n; i++)
			TRY(item_add(c, &l, &items->items[i]));
	}
	*ret_given = l.first;
	return OK;
}

struct wanted {
	bool of_county;
	struct policy_county county; /* its named, on and known: what the command line says */
	const struct policy_book *book;
	struct str set, text;
	struct str decision;
	const struct rule_given *given; /* NULL: not read yet */
	struct rules rules;
};

/* The school the case is of. */
static struct str school_of(const struct rule_given *g)
{
	while (g && !str_is(g->name, "school"))
		g = g->next;
	return g ? g->value : STR_NONE;
}

static enum err rules_of_county(struct ctx *c, struct wanted *w)
{
	enum err e;

	w->county.school = school_of(w->given);
	TRY(store_read_begin(c));
	e = policy_county_find(c, &w->county);
	if (e == OK)
		e = policy_county_rules(c, &w->county, &w->rules);
	store_read_end(c);
	return e;
}

static enum err quote(struct ctx *c, struct wanted *w, struct quote *ret_q)
{
	static const char *const names[] = {"decision", "on", "facts"};
	struct date *on = &w->county.on;
	const struct jval *root, *facts;

	TRY(jread(c, w->text, CASE_MAX, &root));
	TRY(jval_only(c, root, names, 3));
	TRY(jval_str(c, root, "decision", FACT_MAX, &w->decision));
	TRY(jval_object(c, root, "facts", &facts));
	TRY(facts_read(c, facts, &w->given));
	if (!date_some(*on) && jval_has(root, "on"))
		TRY(jval_date(c, root, "on", on));
	if (!date_some(*on))
		*on = ctx_today(c);
	struct rules_ask ask = {.id = w->set, .as_of = *on, .known_on = w->county.known};
	TRY(w->of_county ? rules_of_county(c, w) : rules_stack(c, w->book, &ask, &w->rules));
	return wrong_fact(c, ret_q, quote_run(c, &w->rules, w->decision, w->given, ret_q));
}

/* --- the answer --------------------------------------------------------------------------------
 */

/* "2.charged": the item's number, and what stands behind the dot. */
static bool of_item(struct str name, size_t item, struct str *ret_rest)
{
	struct str rest = name;
	int64_t n;

	if (!str_i64(str_cut(&rest, '.'), &n) || n != (int64_t)item || rest.p == NULL)
		return false;
	*ret_rest = rest;
	return true;
}

static bool of_any_item(struct str name)
{
	struct str rest = name;
	int64_t n;

	return str_i64(str_cut(&rest, '.'), &n) && rest.p != NULL;
}

static void items_put(struct ctx *c, struct json *j, const struct quote *q)
{
	struct str rest;

	json_key(j, "items");
	json_open(j, '[');
	for (size_t item = 1; item <= 64; item++) {
		bool begun = false;

		for (size_t i = 0; i < q->n; i++) {
			if (!of_item(q->line[i].name, item, &rest))
				continue;
			if (!begun) {
				json_open(j, '{');
				json_kv_i64(j, "item", (int64_t)item);
			}
			begun = true;
			json_kv_str(j, str_c(c->arena, rest), q->line[i].value);
		}
		if (begun)
			json_close(j, '}');
	}
	json_close(j, ']');
}

static void steps_put(struct json *j, const struct quote *q)
{
	json_key(j, "steps");
	json_open(j, '[');
	for (size_t i = 0; i < q->n_steps; i++) {
		const struct quote_step *s = &q->step[i];

		json_open(j, '{');
		json_kv_str(j, "text", s->text);
		json_kv_str(j, "amount", s->amount);
		json_kv_str(j, "requirement", s->requirement);
		json_kv_str(j, "clause", s->clause);
		json_kv_str(j, "document", s->document);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* One operation a row, each on the result of the row before, item by item. */
static void pencil_put(struct json *j, const struct quote *q)
{
	json_key(j, "pencil");
	json_open(j, '[');
	for (size_t i = 0; i < q->n_rows; i++) {
		const struct quote_row *row = &q->row[i];

		json_open(j, '{');
		if (row->item)
			json_kv_i64(j, "item", (int64_t)row->item);
		json_kv_str(j, "operation", row->op);
		json_kv_str(j, "text", row->what);
		json_kv_str(j, "operand", row->operand);
		json_kv_str(j, "result", row->result);
		json_kv_str(j, "requirement", row->requirement);
		json_kv_str(j, "clause", row->clause);
		json_kv_str(j, "document", row->document);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* The documents that decided, lowest first: the version of the rules. */
static void rules_put(struct ctx *c, struct json *j, const struct rules *r)
{
	json_kv_str(j, "on", date_text(c->arena, r->as_of));
	json_key(j, "rules");
	json_open(j, '[');
	for (size_t i = 0; i < r->n; i++) {
		json_open(j, '{');
		json_kv_str(j, "ruleset", r->set[i]->id);
		json_kv_str(j, "effective", date_text(c->arena, r->set[i]->from));
		json_kv_str(j, "document", r->set[i]->document);
		if (!str_ends(r->set[i]->file, S(".rules"))) /* what a county published */
			json_kv_str(j, "edition", r->set[i]->file);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* As they were understood, in the words of the format: a case of them comes to the same. */
static void facts_put(struct ctx *c, struct json *j, const struct rule_given *g)
{
	bool items = false;

	json_key(j, "facts");
	json_open(j, '{');
	for (; g; g = g->next) {
		if (!str_is(g->name, "item")) {
			json_kv_str(j, str_c(c->arena, g->name), g->value);
			continue;
		}
		if (items) {
			json_close(j, '}');
		} else {
			json_key(j, "items");
			json_open(j, '[');
		}
		items = true;
		json_open(j, '{');
		json_kv_str(j, "kind", g->value);
	}
	if (items) {
		json_close(j, '}');
		json_close(j, ']');
	}
	json_close(j, '}');
}

/* What a refusal means, and what to do. */
static void refusal_put(struct ctx *c, struct json *j, const struct quote *q)
{
	struct str outcome = quote_value(q, S("outcome"));
	const struct fault_text *t = fault_lookup(str_c(c->arena, outcome));

	if (str_is(outcome, "pass"))
		return;
	json_kv_str(j, "message", t->title[c->lang]);
	json_kv_str(j, "advice", t->advice[c->lang]);
}

static void answer_put(struct ctx *c, struct json *j, const struct wanted *w, const struct quote *q)
{
	json_open(j, '{');
	json_kv_str(j, "decision", w->decision);
	for (size_t i = 0; i < q->n; i++) {
		if (!of_any_item(q->line[i].name))
			json_kv_str(j, str_c(c->arena, q->line[i].name), q->line[i].value);
	}
	refusal_put(c, j, q);
	items_put(c, j, q);
	steps_put(j, q);
	pencil_put(j, q);
	rules_put(c, j, &w->rules);
	facts_put(c, j, w->given);
	json_close(j, '}');
}

/* Of a decision that could not be asked: on which day and of what. */
static void asked_put(struct cli *m, struct json *j, void *arg)
{
	const struct wanted *w = arg;

	if (!w->given)
		return;
	json_kv_str(j, "decision", w->decision);
	if (date_some(w->county.on))
		json_kv_str(j, "on", date_text(m->ctx.arena, w->county.on));
	facts_put(&m->ctx, j, w->given);
}

/* --- an example --------------------------------------------------------------------------------
 */

static int print(struct out *o)
{
	bool whole = !o->broken;

	out_c(o, '\n');
	fwrite(o->p, 1, o->n, stdout);
	out_free(o);
	return whole ? 0 : 1;
}

static int template(struct cli *m, const char *decision)
{
	const struct rule_given *given;
	struct json j;
	struct out o;
	enum err e = quote_example(&m->ctx, str_of(decision), &given);

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	if (e != OK)
		return policy_fault(m, e);
	out_init(&o, CASE_MAX);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_str(&j, "decision", str_of(decision));
	json_kv_str(&j, "on", S("2022-03-01"));
	facts_put(&m->ctx, &j, given);
	json_close(&j, '}');
	return print(&o);
}

/* --- the command -------------------------------------------------------------------------------
 */

static int ask(struct cli *m, struct wanted *w)
{
	struct ctx *c = &m->ctx;
	struct quote *q = NEW(c->arena, struct quote);
	struct json j;
	struct out o;
	enum err e = q ? quote(c, w, q) : fault_broken(c, "arena");

	if (e != OK)
		return policy_fault_with(m, e, asked_put, w);
	out_init(&o, ANSWER_MAX);
	json_init(&j, &o);
	answer_put(c, &j, w, q);
	return print(&o);
}

/* A file that is not built in, and what is beside it. */
static int file_open(struct cli *m, char *path, struct policy_book **ret_own, struct wanted *w)
{
	int rc;

	if (w->of_county)
		return policy_file_read(m, path, RULE_FILE_MAX, &w->county.text, &rc) ? 0 : rc;
	*ret_own = policy_book_new();
	rc = *ret_own ? policy_rules_beside(m, *ret_own, &path, 1) : 1;
	if (rc != 0)
		return rc;
	w->book = *ret_own;
	w->set = policy_book_sets(w->book)->id;
	return 0;
}

/* A set by its id, a file, or what a county has. */
static int book_open(struct cli *m, char *set, struct policy_book **ret_own, struct wanted *w)
{
	w->county.named = set;
	w->of_county = policy_of_county(m, w->county.code, set);
	w->book = policy_rules_book();
	w->set = set ? str_of(set) : STR_NONE;
	if (w->of_county) {
		int rc = policy_store(m, true);

		if (rc != 0)
			return rc;
	}
	if (set && str_ends(w->set, S(".rules")))
		return file_open(m, set, ret_own, w);
	return w->of_county || policy_rules_named(w->book, set) ? 0 : policy_rules_unknown(set);
}

int policy_quote(struct cli *m)
{
	__attribute__((cleanup(policy_book_close))) struct policy_book *own = NULL;
	const char *decision = cli_flag(m, "--template");
	struct wanted w = {.county = {.code = cli_flag(m, "--county")}};

	cli_switch(m, "--json");
	m->json = true; /* as every answer is */
	if (decision)
		return template(m, decision);
	if (!policy_day_flag(m, "--on", &w.county.on) ||
	    !policy_day_flag(m, "--known", &w.county.known))
		return cli_usage(m, "--on and --known want a day such as 2022-03-01");
	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 2 && !(m->argc == 1 && w.county.code))
		return cli_usage(m, "policy quote wants RULESET and CASE.json, or --county CODE "
		                    "and CASE.json");
	int rc = book_open(m, m->argc == 2 ? m->argv[0] : NULL, &own, &w);
	if (rc == 0 && policy_file_read(m, m->argv[m->argc - 1], CASE_MAX, &w.text, &rc))
		rc = ask(m, &w);
	policy_book_free(&w.county.own);
	return rc;
}

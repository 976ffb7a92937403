/* What a draft does to sample pupils: old and new amount, how it came about, and by which clause.
 */
#include "policy/quote.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/preview.h"
#include "rulebook/rule_preview.html.h"
#include "rulebook/sample.h"
#include "rulebook/show.h"
#include "web/listing.h"

static struct str and_more(struct ctx *c, struct str all, struct str one)
{
	size_t at;

	if (!str_some(one) || (all.n && str_find(all, one, &at)))
		return all;
	return str_printf(c->arena, "%.*s%s%.*s", STR_FMT(all), all.n ? "; " : "", STR_FMT(one));
}

/* Of a charge over several services, what each of them says. */
static struct str each_of(struct ctx *c, const struct quote *q, const char *what)
{
	struct str all = quote_value(q, str_of(what));
	struct str dotted = str_printf(c->arena, ".%s", what);

	if (str_some(all))
		return all;
	all = S("");
	for (size_t i = 0; i < q->n; i++)
		if (str_ends(q->line[i].name, dotted))
			all = and_more(c, all, q->line[i].value);
	return all;
}

/* Each step on the way to the amount with its source; what others bear is one of them. */
static void steps_say(struct ctx *c, const struct quote *q, struct outcome *o)
{
	if (q->n_steps == 0) {
		o->how = each_of(c, q, "formula");
		return;
	}
	o->clause = S("");
	for (size_t i = 0; i < q->n_steps; i++) {
		o->how = and_more(c, o->how, q->step[i].text);
		o->clause = and_more(c, o->clause, q->step[i].clause);
	}
}

static struct str refusal_words(struct ctx *c, struct str code, struct str found,
                                struct str allowed)
{
	struct str title = fault_lookup(str_c(c->arena, code))->title[c->lang];
	struct str v[] = {title, found, allowed};

	return str_some(found) && str_some(allowed)
	               ? text_fill(c->arena, c->lang, T_rulebook_sample_refused, v, 3)
	               : title;
}

/* An amount, or why there is none. */
static struct outcome outcome_of(struct ctx *c, const struct quote *q)
{
	static const char *const amounts[] = {"payable", "amount", "required", "total", "lowest",
	                                      "highest", "left",   "due",      "counts"};
	struct str outcome = quote_value(q, S("outcome"));
	struct outcome o = {.words = STR_NONE, .how = S(""), .clause = each_of(c, q, "clause")};

	if (!str_is(outcome, "pass")) {
		o.words = refusal_words(c, outcome, quote_value(q, S("found")),
		                        quote_value(q, S("allowed")));
		return o;
	}
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts && !o.words.p; i++)
		o.words = quote_value(q, str_of(amounts[i]));
	if (!o.words.p)
		o.words = text(c->lang, T_rulebook_case_pass);
	steps_say(c, q, &o);
	return o;
}

static bool known(const struct rules *rules, struct str decision, struct str name)
{
	const struct declaration *d[RULES_DECLARED];
	struct quote_fact fact;

	for (size_t i = 0; quote_fact(decision, i, &fact); i++)
		if (str_eq(fact.name, name))
			return true;
	for (int i = 0; i < DIM_BUILTIN; i++)
		if (str_is(name, DIMENSIONS[i].name))
			return true;
	for (int of = OF_SERVICE; of <= OF_SCHOOL; of++) {
		size_t n = rules_declared(rules, (enum dimension_of)of, d, RULES_DECLARED);

		for (size_t i = 0; i < n; i++)
			if (str_eq(d[i]->name, name))
				return true;
	}
	return str_is(name, "item");
}

/* Without what only the other book distinguishes: these rules ask nothing of it. */
static const struct rule_given *known_facts(struct ctx *c, const struct rules *rules,
                                            const struct sample *s)
{
	const struct rule_given *first = NULL, **last = &first;

	for (const struct rule_given *g = s->given; g; g = g->next) {
		struct rule_given *one;

		if (!known(rules, s->decision, g->name))
			continue;
		one = NEW(c->arena, struct rule_given);
		if (!one)
			return NULL;
		*one = (struct rule_given){.name = g->name, .value = g->value, .line = g->line};
		*last = one;
		last = &one->next;
	}
	return first;
}

/* What could not be answered, by the name of the fact it is about. */
static struct str about_what(struct ctx *c, const struct rules *rules, struct str decision)
{
	enum text_id id = form_fact_label(decision, c->fault.field);

	if (!str_some(c->fault.field))
		return S("");
	return id == TEXT_NONE ? show_asked(c->lang, rules, c->fault.field) : text(c->lang, id);
}

/* The answer of one book; a fact that is missing, or a question left open, is an answer too. */
static enum err ask(struct ctx *c, const struct rules *rules, const struct sample *s,
                    struct outcome *ret_o)
{
	struct quote *q = NEW(c->arena, struct quote);
	enum err e;

	if (!q)
		return fault_broken(c, "arena");
	e = quote_run(c, rules, s->decision, known_facts(c, rules, s), q);
	if (e == E_INPUT || e == E_REFUSED) {
		bool missing = e == E_REFUSED || strcmp(c->fault.code, "fact_missing") == 0;

		*ret_o = (struct outcome){missing ? fault_lookup(c->fault.code)->title[c->lang]
		                                  : text(c->lang, T_rulebook_sample_unknown),
		                          about_what(c, rules, s->decision),
		                          str_some(c->fault.clause) ? c->fault.clause : S("")};
		c->fault = (struct fault){0};
	} else {
		TRY(e);
		*ret_o = outcome_of(c, q);
	}
	ret_o->words = str_dup(c->arena, ret_o->words); /* the book is closed before the page is */
	ret_o->how = str_dup(c->arena, ret_o->how);
	ret_o->clause = str_dup(c->arena, ret_o->clause);
	return OK;
}

static void book_close(struct policy_book **b)
{
	policy_book_free(b);
}

static enum err all_samples(struct ctx *c, const struct edition *e, const struct rules *after,
                            struct previewed **ret_v, size_t *ret_n)
{
	struct sample *own, *made;
	struct previewed *v;
	size_t n_own, n_made;

	TRY(samples_own(c, e->county, &own, &n_own));
	TRY(samples_made(c, after, edition_label(c->arena, e->ruleset, e->number), &made, &n_made));
	v = NEW_N(c->arena, n_own + n_made + 1, struct previewed);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n_own; i++)
		v[i].sample = own[i];
	for (size_t i = 0; i < n_made; i++) {
		v[n_own + i].sample = made[i];
		v[n_own + i].made = (int64_t)i + 1;
	}
	*ret_v = v;
	*ret_n = n_own + n_made;
	return OK;
}

enum err preview_of(struct ctx *c, const struct edition *e, struct previewed **ret_v, size_t *ret_n)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	struct rules before, after;
	struct previewed *v;
	size_t n;

	TRY(edition_book(c, e, &book));
	TRY(book_rules(c, book, e->county, e->starts, &after));
	enum err err = rulebook_rules(c, e->county, ID_NONE(school_id), e->starts, &before);

	if (err != OK && err != E_REFUSED)
		return err;
	c->fault = (struct fault){0};
	TRY(all_samples(c, e, &after, &v, &n));
	for (size_t i = 0; i < n; i++) {
		v[i].before = (struct outcome){S("—"), S(""), S("")};
		if (err == OK)
			TRY(ask(c, &before, &v[i].sample, &v[i].before));
		TRY(ask(c, &after, &v[i].sample, &v[i].after));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err sample_made_get(struct ctx *c, const struct edition *e, int64_t nth, struct sample *ret_s)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	struct rules after;
	struct sample *made;
	size_t n;

	TRY(edition_book(c, e, &book));
	TRY(book_rules(c, book, e->county, e->starts, &after));
	TRY(samples_made(c, &after, edition_label(c->arena, e->ruleset, e->number), &made, &n));
	if (nth < 1 || (size_t)nth > n)
		return fault_set(c, E_ABSENT, "absent", NULL);
	return sample_read(c, str_dup(c->arena, made[nth - 1].body), ret_s);
}

/* --- the page -----------------------------------------------------------------------------------
 */

static enum err facts_words(struct ctx *c, const struct form_of *f, const struct sample *s,
                            struct str *ret_words)
{
	struct str all = S("");

	for (const struct rule_given *g = s->given; g; g = g->next) {
		struct str one;

		TRY(form_given_words(f, s->decision, g->name, g->value, &one));
		all = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(all), all.n ? " · " : "",
		                 STR_FMT(one));
	}
	*ret_words = all;
	return OK;
}

struct str sample_key(struct ctx *c, const struct previewed *p)
{
	return p->made ? str_printf(c->arena, "made=%lld", (long long)p->made)
	               : str_printf(c->arena, "sample=%lld", (long long)p->sample.id.v);
}

static enum err row_show(struct ctx *c, const struct edition *e, const struct form_of *f,
                         const struct previewed *p, struct view_rule_preview_sample *to)
{
	struct str key = sample_key(c, p), base = edition_path(c, e->id, "");

	*to = (struct view_rule_preview_sample){
		.name = str_dup(c->arena, p->sample.name),
		.own = !p->made,
		.change = str_printf(c->arena, "%.*s/sample?%.*s", STR_FMT(base), STR_FMT(key)),
		.work = str_printf(c->arena, "%.*s/statement?type=case&%.*s", STR_FMT(base),
	                           STR_FMT(key)),
		.before = p->before.words,
		.before_how = p->before.how,
		.before_clause = p->before.clause,
		.after = p->after.words,
		.after_how = p->after.how,
		.after_clause = p->after.clause,
		.differs = !str_eq(p->before.words, p->after.words),
	};
	return facts_words(c, f, &p->sample, &to->facts);
}

static enum err names_for(struct ctx *c, const struct edition *e, struct form_names *names)
{
	struct edition_text t;
	struct str body;

	TRY(edition_body(c, e->id, &body));
	TRY(edition_read(c, body, &t));
	return draft_names(c, t.set, names);
}

enum err page_preview(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct view_rule_preview v = {.title = text(c->lang, T_rulebook_preview_title),
	                              .about = text(c->lang, T_rulebook_preview_note),
	                              .back = edition_path(c, id, ""),
	                              .add = edition_path(c, id, "/sample"),
	                              .export = edition_path(c, id, "/preview/export.xlsx"),
	                              .empty = {.what = T_rulebook_samples_none}};
	struct form_names names;
	struct previewed *p;
	struct edition e;

	v.export_csv = listing_csv(c->arena, v.export);
	TRY(edition_get(c, id, &e));
	v.editable = str_is(e.state, "draft");
	TRY(names_for(c, &e, &names));
	TRY(preview_of(c, &e, &p, &v.sample_n));
	v.sample = NEW_N(c->arena, v.sample_n + 1, struct view_rule_preview_sample);
	if (!v.sample)
		return fault_broken(c, "arena");
	struct form_of f = {.c = c, .r = r, .names = &names};

	for (size_t i = 0; i < v.sample_n; i++)
		TRY(row_show(c, &e, &f, &p[i], &v.sample[i]));
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_preview), &v);
}

enum err page_preview_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct desk_col cols[] = {
		{.label = T_rulebook_sample}, {.label = T_rulebook_facts},
		{.label = T_rulebook_before}, {.label = T_rulebook_sample_how_before},
		{.label = T_rulebook_after},  {.label = T_rulebook_sample_how_after},
		{.label = T_rulebook_clause},
	};
	edition_id id = {req_id(r, "edition")};
	struct form_names names;
	struct previewed *p;
	struct edition e;
	struct desk d;
	size_t n;

	TRY(edition_get(c, id, &e));
	TRY(names_for(c, &e, &names));
	TRY(preview_of(c, &e, &p, &n));
	TRY(desk_new(c, T_rulebook_preview_title, cols, sizeof cols / sizeof *cols, n, &d));
	struct form_of f = {.c = c, .r = r, .names = &names};

	for (size_t i = 0; i < n; i++) {
		struct str facts;

		TRY(facts_words(c, &f, &p[i].sample, &facts));
		desk_put(&d, i, 0, str_dup(c->arena, p[i].sample.name));
		desk_put(&d, i, 1, facts);
		desk_put(&d, i, 2, p[i].before.words);
		desk_put(&d, i, 3, p[i].before.how);
		desk_put(&d, i, 4, p[i].after.words);
		desk_put(&d, i, 5, p[i].after.how);
		desk_put(&d, i, 6, p[i].after.clause);
	}
	return desk_sheet(&d, w, STR_NONE);
}

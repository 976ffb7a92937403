/* Before and after: what a draft does to sample pupils, and what changed since the last edition. */
#include "policy/quote.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/rule_compare.html.h"
#include "rulebook/show.h"

/* --- sample pupils ------------------------------------------------------------------------------
 * Typical ones, not real ones: a decision and its facts, as a worked case writes them. */

enum { FACTS_MAX = 14 };

static const struct sample {
	enum text_id name;
	const char *decision;
	const char *facts[FACTS_MAX][2]; /* name, value */
} SAMPLES[] = {
	{T_rulebook_sample_both,
         "charge",
         {{"stage", "primary"},
          {"area", "urban"},
          {"item", "care"},
          {"unit", "term"},
          {"quantity", "1"},
          {"item", "course"},
          {"price", "280.00"},
          {"item", "course"},
          {"price", "300.00"}}},
	{T_rulebook_sample_course,
         "charge",
         {{"stage", "primary"},
          {"area", "urban"},
          {"item", "course"},
          {"price", "300.01"},
          {"item", "course"},
          {"price", "300.00"}}},
	{T_rulebook_sample_rural,
         "charge",
         {{"stage", "junior"},
          {"area", "rural"},
          {"item", "care"},
          {"unit", "term"},
          {"quantity", "1"},
          {"item", "course"},
          {"price", "200.00"}}},
	{T_rulebook_sample_waived,
         "charge",
         {{"stage", "primary"},
          {"area", "urban"},
          {"category", "poor"},
          {"proof", "yes"},
          {"item", "care"},
          {"unit", "term"},
          {"quantity", "1"},
          {"item", "course"},
          {"price", "200.00"}}},
	{T_rulebook_sample_boarding,
         "charge",
         {{"stage", "senior"},
          {"area", "urban"},
          {"boarding", "boarding"},
          {"item", "evening_study"},
          {"price", "100.00"},
          {"unit", "month"},
          {"quantity", "4"}}},
	{T_rulebook_sample_lunch,
         "charge",
         {{"stage", "primary"},
          {"area", "urban"},
          {"item", "lunch"},
          {"price", "8.00"},
          {"unit", "meal"},
          {"quantity", "20"}}},
	{T_rulebook_sample_guarantee,
         "guarantee",
         {{"by", "rule"}, {"enrolled", "1000"}, {"attended", "900"}, {"received", "0.00"}}},
};

static const struct rule_given *given_of(struct ctx *c, const struct sample *s)
{
	const struct rule_given *first = NULL;

	for (size_t i = FACTS_MAX; i-- > 0;) {
		struct rule_given *g;

		if (!s->facts[i][0])
			continue;
		g = NEW(c->arena, struct rule_given);
		if (!g)
			return NULL;
		*g = (struct rule_given){.name = str_of(s->facts[i][0]),
		                         .value = str_of(s->facts[i][1]),
		                         .next = first};
		first = g;
	}
	return first;
}

static struct str facts_words(struct ctx *c, const struct sample *s)
{
	struct str v[FACTS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < FACTS_MAX && s->facts[i][0]; i++)
		v[n++] = str_printf(c->arena, "%s %s", s->facts[i][0], s->facts[i][1]);
	return str_join(c->arena, v, n, S(" · "));
}

struct outcome {
	struct str words, clause;
};

/* An amount, or why there is none. */
static struct outcome outcome_of(struct ctx *c, const struct quote *q)
{
	static const char *const amounts[] = {"payable", "amount", "required"};
	struct str outcome = quote_value(q, S("outcome"));
	struct outcome o = {.clause = quote_value(q, S("clause"))};

	if (!str_is(outcome, "pass")) {
		o.words = fault_lookup(str_c(c->arena, outcome))->title[c->lang];
		return o;
	}
	for (size_t i = 0; i < 3 && !o.words.p; i++)
		o.words = quote_value(q, str_of(amounts[i]));
	if (!o.clause.p)
		o.clause = quote_value(q, S("formula"));
	return o;
}

/* The answer of one book; a fact that is missing, or a question left open, is an answer too. */
static enum err ask(struct ctx *c, const struct rules *rules, const struct sample *s,
                    struct outcome *ret_o)
{
	struct quote *q = NEW(c->arena, struct quote);
	enum err e;

	if (!q)
		return fault_broken(c, "arena");
	e = quote_run(c, rules, str_of(s->decision), given_of(c, s), q);
	if (e == E_INPUT || e == E_REFUSED) {
		*ret_o = (struct outcome){fault_lookup(c->fault.code)->title[c->lang],
		                          c->fault.field};
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	*ret_o = outcome_of(c, q);
	return OK;
}

static enum err sample_show(struct ctx *c, const struct rules *before, const struct rules *after,
                            const struct sample *s, struct view_rule_compare_sample *out)
{
	struct outcome a = {S("—"), S("")}, b = a;

	if (before)
		TRY(ask(c, before, s, &a));
	TRY(ask(c, after, s, &b));
	*out = (struct view_rule_compare_sample){
		.name = text(c->lang, s->name),
		.facts = facts_words(c, s),
		.before = str_dup(c->arena, a.words),
		.before_clause = str_dup(c->arena, a.clause),
		.after = str_dup(c->arena, b.words),
		.after_clause = str_dup(c->arena, b.clause),
		.differs = !str_eq(a.words, b.words),
	};
	return OK;
}

static void book_close(struct policy_book **b)
{
	policy_book_free(b);
}

static enum err samples(struct ctx *c, const struct edition *e, struct view_rule_compare *v)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	size_t n = sizeof SAMPLES / sizeof *SAMPLES;
	struct rules before, after;
	bool had;

	TRY(edition_book(c, e, &book));
	TRY(book_rules(c, book, e->county, e->starts, &after));
	enum err err = rulebook_rules(c, e->county, ID_NONE(school_id), e->starts, &before);
	if (err != OK && err != E_REFUSED)
		return err;
	had = err == OK;
	c->fault = (struct fault){0};
	v->sample = NEW_N(c->arena, n, struct view_rule_compare_sample);
	if (!v->sample)
		return fault_broken(c, "arena");
	v->sample_n = n;
	for (size_t i = 0; i < n; i++)
		TRY(sample_show(c, had ? &before : NULL, &after, &SAMPLES[i], &v->sample[i]));
	return OK;
}

enum err page_preview(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct view_rule_compare v = {.title = text(c->lang, T_rulebook_preview_title),
	                              .about = text(c->lang, T_rulebook_preview_note),
	                              .left = T_rulebook_before,
	                              .right = T_rulebook_after,
	                              .back = edition_path(c, id, ""),
	                              .samples = true};
	struct edition e;

	TRY(edition_get(c, id, &e));
	TRY(samples(c, &e, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_compare), &v);
}

/* --- two editions -------------------------------------------------------------------------------
 */

struct side {
	const struct rule **v;
	size_t n;
};

/* The same statement in another edition: its type, its id, and where it holds. */
static const struct rule *counterpart(struct ctx *c, const struct side *s, const struct rule *r)
{
	struct str when = show_when(c->arena, c->lang, r);

	for (size_t i = 0; i < s->n; i++) {
		const struct rule *o = s->v[i];

		if (o->type == r->type && str_eq(o->id, r->id) &&
		    str_eq(show_when(c->arena, c->lang, o), when) &&
		    (r->type != RULE_CONVERT || str_eq(o->value.unit_name, r->value.unit_name)))
			return o;
	}
	return NULL;
}

static struct view_part_tag change_tag(struct ctx *c, const char *kind, enum text_id label)
{
	return (struct view_part_tag){str_of(kind), text(c->lang, label)};
}

/* `r` is one of the two; the other may be missing. */
static void change_put(struct ctx *c, struct view_rule_compare *v, const struct rule *r,
                       const struct rule *before, const struct rule *after)
{
	struct view_rule_compare_change *x = &v->change[v->change_n++];
	struct str when = show_when(c->arena, c->lang, r);

	*x = (struct view_rule_compare_change){
		.tag = !before  ? change_tag(c, "ok", T_rulebook_added)
	               : !after ? change_tag(c, "bad", T_rulebook_removed)
	                        : change_tag(c, "warn", T_rulebook_changed),
		.what = str_printf(c->arena, "%.*s %.*s %.*s",
	                           STR_FMT(text(c->lang, form_label("type", TYPES[r->type].name))),
	                           STR_FMT(r->id), STR_FMT(when)),
	};
	if (before) {
		x->before = show_what(c->arena, c->lang, before);
		x->before_clause = show_clause(c->arena, c->lang, before);
	}
	if (after) {
		x->after = show_what(c->arena, c->lang, after);
		x->after_clause = show_clause(c->arena, c->lang, after);
	}
}

static bool says_the_same(struct ctx *c, const struct rule *a, const struct rule *b)
{
	return str_eq(show_what(c->arena, c->lang, a), show_what(c->arena, c->lang, b)) &&
	       str_eq(show_clause(c->arena, c->lang, a), show_clause(c->arena, c->lang, b)) &&
	       a->lock == b->lock;
}

static enum err changes(struct ctx *c, const struct rule_set *was, const struct rule_set *is,
                        struct view_rule_compare *v)
{
	struct side old, new;

	TRY(show_rules(c, was, &old.v, &old.n));
	TRY(show_rules(c, is, &new.v, &new.n));
	v->change = NEW_N(c->arena, old.n + new.n + 1, struct view_rule_compare_change);
	if (!v->change)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < new.n; i++) {
		const struct rule *before = counterpart(c, &old, new.v[i]);

		if (!before || !says_the_same(c, before, new.v[i]))
			change_put(c, v, new.v[i], before, new.v[i]);
	}
	for (size_t i = 0; i < old.n; i++)
		if (!counterpart(c, &new, old.v[i]))
			change_put(c, v, old.v[i], old.v[i], NULL);
	return OK;
}

static enum err text_of(struct ctx *c, edition_id id, struct edition_text *ret_t)
{
	struct str body;

	TRY(edition_body(c, id, &body));
	return edition_read(c, body, ret_t);
}

enum err page_diff(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")}, before;
	struct view_rule_compare v = {.title = text(c->lang, T_rulebook_diff_title),
	                              .left = T_rulebook_edition_before,
	                              .right = T_rulebook_edition_this,
	                              .back = edition_path(c, id, "")};
	struct edition_text was, is;
	struct edition e;
	bool found = false;

	TRY(edition_get(c, id, &e));
	TRY(edition_before(c, &e, &before, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(text_of(c, before, &was));
	TRY(text_of(c, id, &is));
	TRY(changes(c, was.set, is.set, &v));
	v.about = str_printf(c->arena, "%.*s · %.*s → %.*s", STR_FMT(e.title),
	                     STR_FMT(span_words(c, was.set->from, was.set->to)),
	                     STR_FMT(span_words(c, is.set->from, is.set->to)));
	v.empty.what = T_rulebook_diff_none;
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_compare), &v);
}

#include "funds/guarantee.h"

#include "funds/budget.sql.h"
#include "funds/funds.sql.h"
#include "money/ledger.h"
#include "people/county.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "people/reach.h"

enum { DOCUMENT_MAX_CHARS = 60 };

/* The rules of the term and the county's way of counting. */
struct frame {
	struct rules rules;
	term_id term;
	enum participant_by by;
	bool stated; /* the documents say who counts */
	struct participants who;
};

/* What a county's choice comes to. */
static enum err way_of(struct ctx *c, const struct county *county, struct frame *f)
{
	struct participants by_rule;

	if (!participant_parse(county->participant, &f->by))
		return fault_broken(c, "participant");
	TRY(participants_stated(c, &f->rules, &by_rule, &f->stated));
	f->who = f->by == BY_RULE ? by_rule : (struct participants){f->by, 1};
	return OK;
}

static enum err frame_of(struct ctx *c, const struct term *t, struct frame *ret_f)
{
	struct county county;
	struct frame f;

	TRY(county_get(c, t->county, &county));
	TRY(rulebook_rules(c, t->county, ID_NONE(school_id), term_rules_day(c, t), &f.rules));
	f.term = t->id;
	TRY(way_of(c, &county, &f));
	*ret_f = f;
	return OK;
}

enum err guarantee_stated(struct ctx *c, const struct term *t, bool *ret_stated)
{
	const struct rule *rule = NULL;
	struct frame f;

	TRY(frame_of(c, t, &f));
	TRY(rules_find(c, &f.rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	*ret_stated = rule != NULL;
	return OK;
}

/* Where no document says who counts, whoever came once does (D2). */
static struct guarantee_facts facts_of(const struct frame *f, const struct school_count *n)
{
	return (struct guarantee_facts){.by = f->by == BY_RULE && !f->stated ? BY_SITTINGS : f->by,
	                                .enrolled = n->census,
	                                .attended = n->attended,
	                                .share = n->by_rule};
}

/* A closed term stays as it was counted, whatever the county chose since. */
static enum err decide(struct ctx *c, const struct frame *f, struct guarantee *g)
{
	struct guarantee_facts facts = facts_of(f, &g->count);
	struct q_closing_counted_row was;
	bool closed = false;

	facts.received = g->received;
	g->by = f->by;
	g->who = f->who;
	TRY(q_closing_counted(c, g->count.school, f->term, &was, &closed));
	if (closed && participants_parse(was.definition, &g->who)) {
		facts.closed = &was.participants;
		g->by = g->who.by;
	}
	return show_answered(c, &f->rules, guarantee_decide(c, &f->rules, &facts, &g->answer));
}

enum err guarantee_under(struct ctx *c, const struct rules *r, const struct county *county,
                         term_id term, const struct school_count *count,
                         struct guarantee_answer *ret_a)
{
	struct guarantee_facts facts;
	struct frame f = {.rules = *r, .term = term};

	TRY(way_of(c, county, &f));
	facts = facts_of(&f, count);
	TRY(participants_count(c, &f.who, term, count, &facts.share));
	return guarantee_decide(c, r, &facts, ret_a);
}

struct str guarantee_who(const struct ctx *c, const struct guarantee *g)
{
	struct str said = participants_show(c->arena, c->lang, &g->who);

	return g->by == BY_RULE ? text_fill(c->arena, c->lang, T_funds_by_rule, &said, 1) : said;
}

enum err guarantee_of_school(struct ctx *c, school_id school, const struct term *t,
                             struct guarantee *ret_g)
{
	struct guarantee g = {0};
	struct school s;
	struct frame f;

	TRY(school_get(c, school, &s));
	TRY(count_school(c, &s, t, &g.count));
	TRY(frame_of(c, t, &f));
	TRY(q_received_of_school(c, school, t->id, &g.received));
	TRY(decide(c, &f, &g));
	*ret_g = g;
	return OK;
}

static bool add(struct money *sum, struct money m)
{
	return money_add(*sum, m, sum);
}

static enum err sum_of(struct ctx *c, const struct guarantee *v, size_t n,
                       struct guarantee *ret_sum)
{
	struct school_count *count = NEW_N(c->arena, n + 1, struct school_count);
	struct guarantee sum = {0};

	if (!count)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		const struct guarantee_answer *a = &v[i].answer;

		count[i] = v[i].count;
		sum.answer.rule = a->rule;
		sum.answer.participants += a->participants;
		if (!add(&sum.received, v[i].received) || !add(&sum.answer.required, a->required) ||
		    !add(&sum.answer.required_enrolled, a->required_enrolled) ||
		    !add(&sum.answer.required_attended, a->required_attended) ||
		    !add(&sum.answer.shortfall, a->shortfall))
			return fault_broken(c, "guarantee sum");
	}
	sum.count = count_sum(count, n);
	*ret_sum = sum;
	return OK;
}

enum err guarantee_of_county(struct ctx *c, county_id county, const struct term *t, struct str name,
                             struct guarantee **ret_v, size_t *ret_n, struct guarantee *ret_sum)
{
	struct q_received_of_county_row *paid;
	struct school_count *count;
	struct guarantee *v;
	struct frame f;
	size_t n, paid_n;

	TRY(count_county(c, county, t, name, &count, &n));
	TRY(frame_of(c, t, &f));
	TRY(q_received_of_county(c, county, t->id, &paid, &paid_n));
	v = NEW_N(c->arena, n + 1, struct guarantee);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i].count = count[i];
		for (size_t k = 0; k < paid_n; k++)
			if (school_id_eq(paid[k].school, count[i].school))
				v[i].received = paid[k].received;
		TRY(decide(c, &f, &v[i]));
	}
	TRY(sum_of(c, v, n, ret_sum));
	ret_sum->by = f.by;
	ret_sum->who = f.who;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- appropriations --------------------------------------------------------------------------- */

static enum err appropriation_read(struct ctx *c, const struct appropriation_add *a,
                                   struct str *ret_document)
{
	struct money received, after;
	bool found = false;
	int64_t other;

	if (a->amount.fen == 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), STR_NONE);
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, ret_document));
	TRY(q_appropriation_same(c, a->school, a->term, *ret_document, &other, &found));
	if (found)
		return fault_set(c, E_CONFLICT, "appropriation_entered",
		                 &(struct fault){.field = S("document"), .found = *ret_document});
	TRY(q_received_of_school(c, a->school, a->term, &received));
	if (!money_add(received, a->amount, &after))
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), STR_NONE);
	if (after.fen < 0)
		return fault_input(
			c, "appropriation_below_zero", S("amount"), money_text(c->arena, a->amount),
			str_printf(c->arena, "-%.*s", STR_FMT(money_text(c->arena, received))));
	return OK;
}

static enum err appropriation_add_run(struct ctx *c, void *arg)
{
	struct appropriation_add *a = arg;
	int64_t id = env_next_id(c->env);
	struct str document;
	struct school s;
	struct term t;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(school_get(c, a->school, &s));
	TRY(term_get(c, a->term, &t));
	if (t.county.v != s.county.v)
		return absent(c);
	TRY(school_hold(c, s.id));
	TRY(appropriation_read(c, a, &document));
	TRY(q_appropriation_insert(c, id, s.county, s.id, t.id, a->amount, document,
	                           c->actor.account, c->now, NULL));
	struct leg legs[] = {
		{LEDGER_GUARANTEE, LEG_OF(s.id), a->amount},
		{LEDGER_APPROPRIATION, LEG_OF(s.id), FEN(-a->amount.fen)},
	};
	TRY(ledger_post(c, s.county, "appropriation", id, legs, 2));
	a->result = id;
	return audit_put(c, "appropriated", "school", s.id.v, s.county,
	                 str_printf(c->arena,
	                            "{\"appropriation\":\"%lld\",\"term\":\"%lld\",\"fen\":%lld}",
	                            (long long)id, (long long)t.id.v, (long long)a->amount.fen));
}
const struct verb appropriation_add_verb = {"funds.appropriation_add", appropriation_add_run};

enum err appropriation_list(struct ctx *c, school_id school, term_id term,
                            struct appropriation **ret_v, size_t *ret_n)
{
	struct q_appropriations_row *row;
	struct appropriation *v;
	struct school s;
	size_t n;

	TRY(school_get(c, school, &s));
	TRY(q_appropriations(c, school, term, &row, &n));
	v = NEW_N(c->arena, n + 1, struct appropriation);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct appropriation){row[i].id, row[i].amount, row[i].document, row[i].at};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

#include "people/reach.h"
#include "policy/charge.h"
#include "rulebook/show.h"
#include "term/internal.h"
#include "term/pricing.h"

uint32_t grades_stages(int64_t grades)
{
	uint32_t stages = 0;

	for (int g = 1; g <= 12; g++) {
		if (grades & (INT64_C(1) << g))
			stages |= 1u << grade_stage(g);
	}
	return stages;
}

static enum err category_known(struct ctx *c, struct str category)
{
	const struct words w = LEXICONS[LEX_ACTIVITY].words;
	size_t i;

	if (words_index(w, category, &i))
		return OK;
	return fault_input(c, NULL, S("category"), category, words_text(c->arena, w));
}

static enum err slots_decide(struct ctx *c, const struct rules *r, const struct school *s,
                             const struct rule_facts *where, const struct offering *o,
                             const struct slot *slot, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct sitting_facts f = {
			.kind = o->kind,
			.where = *where,
			.weekday = (int)slot[i].weekday,
			.teaching = true,
			.starts = slot[i].starts,
			.ends = slot[i].ends,
			.classes_end = TIME_NONE,
			.county_end_latest = s->end_latest,
		};

		facts_of_slot(&f.where, o, &slot[i]);
		TRY(sitting_time_decide(c, r, &f));
	}
	return OK;
}

/* R24: a term may reach over into the other season; its times must hold in both. */
static enum err seasons_decide(struct ctx *c, const struct rules *r, const struct school *s,
                               const struct rule_facts *where, const struct offering *o,
                               const struct slot *slot, size_t n)
{
	struct rule_facts f = *where;
	uint64_t decided = 0;

	TRY(slots_decide(c, r, s, &f, o, slot, n));
	decided = f.is[DIM_SEASON];
	for (int32_t d = o->starts.day; decided != 0 && d <= o->ends.day; d++) {
		season_set(c, r, (struct date){d}, &f);
		if (f.is[DIM_SEASON] == decided)
			continue;
		return slots_decide(c, r, s, &f, o, slot, n);
	}
	return OK;
}

/* What one pupil who takes nothing else would pay: a price nobody may be asked for is no price. */
static enum err price_for(struct ctx *c, const struct rules *r, const struct rule_facts *of_item,
                          const struct offering *o)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct charge_answer *answer = NEW(c->arena, struct charge_answer);
	struct charge_facts facts = CHARGE_FACTS;
	struct charge_item item = {
		.kind = o->kind,
		.facts = of_item,
		.priced = true,
		.price = o->price,
		.unit = UNIT_TERM,
		.consumables = o->consumables,
	};

	if (answer == NULL)
		return fault_broken(c, "no memory for a price");
	if (o->by_unit)
		TRY(unit_item(c, r, o->by_unit, &item));
	facts.subsidy_stated = o->subsidy.some;
	facts.subsidy = o->subsidy.v;
	facts.item = &item;
	facts.n = 1;
	TRY(charge_decide(c, r, &facts, answer));
	arena_rewind(c->arena, mark);
	return OK;
}

/* What the answer depends on and every pupil has of its own: whether it boards, and what these
 * documents ask of a pupil. The words it may be. */
static bool of_each_pupil(const struct rules *r, const struct fault *f, struct words *boarding,
                          const struct str **ret_word, size_t *ret_n)
{
	const struct declaration *d;

	if (strcmp(f->code, "fact_missing") != 0)
		return false;
	*ret_word = NULL;
	*boarding = LEXICONS[DIMENSIONS[DIM_BOARDING].lexicon].words;
	*ret_n = boarding->n;
	if (str_is(f->field, DIMENSIONS[DIM_BOARDING].name))
		return true;
	d = rules_dimension(r, f->field);
	if (!d || d->of != OF_PUPIL)
		return false;
	*ret_word = d->words;
	*ret_n = d->n;
	return true;
}

/* Pupils may have prices of their own, by what they are: that one of them may be asked is enough.
 * Refused as the first of them would be. */
static enum err price_for_some(struct ctx *c, const struct rules *r,
                               const struct rule_facts *of_item, const struct offering *o,
                               int depth)
{
	struct fault before = c->fault, no = {0};
	struct str asked;
	const struct str *word;
	struct words boarding;
	size_t n;
	enum err e = price_for(c, r, of_item, o);

	if (e != E_INPUT || depth > RULES_DECLARED ||
	    !of_each_pupil(r, &c->fault, &boarding, &word, &n))
		return e;
	asked = c->fault.field;
	for (size_t i = 0; i < n; i++) {
		struct rule_facts of_one = *of_item;

		c->fault = before;
		TRY(rules_fact(c, r, &of_one, asked, word ? word[i] : str_of(boarding.v[i])));
		e = price_for_some(c, r, &of_one, o, depth + 1);
		if (e != E_REFUSED)
			return e;
		no = no.code ? no : c->fault;
	}
	c->fault = no;
	return E_REFUSED;
}

/* Held at several times of day: allowed at each. */
static enum err price_decide(struct ctx *c, const struct rules *r, const struct rule_facts *where,
                             const struct offering *o)
{
	struct rule_facts of_item = *where;
	uint64_t rest = where->is[DIM_WINDOW] & (where->is[DIM_WINDOW] - 1);

	if (!rest)
		return price_for_some(c, r, where, o, 0);
	of_item.is[DIM_WINDOW] ^= rest;
	TRY(price_decide(c, r, &of_item, o));
	of_item.is[DIM_WINDOW] = rest;
	return price_decide(c, r, &of_item, o);
}

static enum err hold(struct ctx *c, const struct rules *r, const struct school *s,
                     const struct offering *o, const struct slot *slot, size_t slot_n,
                     bool reviewed)
{
	TRY(category_known(c, o->category));
	for (int64_t grade = 0; grade <= 12; grade++) {
		struct offering_facts f = {
			.kind = o->kind,
			.where = facts_before(c, r, s, o, grade),
			.by_agency = o->agency.v != 0,
			.category = o->category,
			.title = o->title,
			.reviewed = reviewed,
		};

		if (o->grades ? !(o->grades >> grade & 1) : grade > 0)
			continue;
		TRY(offering_kind_decide(c, r, &f));
		TRY(seasons_decide(c, r, s, &f.where, o, slot, slot_n));
		if (!o->by_unit || str_some(o->by_unit->formula)) /* else reckoned behind this */
			TRY(price_decide(c, r, &f.where, o));
	}
	return OK;
}

enum err offering_rules(struct ctx *c, const struct rules *r, const struct school *s,
                        const struct offering *o, const struct slot *slot, size_t slot_n,
                        bool reviewed)
{
	return show_answered(c, r, hold(c, r, s, o, slot, slot_n, reviewed));
}

enum err prose_read(struct ctx *c, struct str field, struct str said, size_t max, bool required,
                    struct str *ret_s)
{
	struct str s = str_trim(said);

	if (required && !str_some(s))
		return fault_input(c, "missing_field", field, STR_NONE, STR_NONE);
	if (utf8_len(s) > max)
		return fault_input(c, "too_long", field, STR_NONE,
		                   str_printf(c->arena, "%zu", max));
	*ret_s = str_some(s) ? s : S("");
	return OK;
}

enum err own_school(struct ctx *c, school_id named, struct school *ret_s)
{
	TRY(reach_role(c, ROLES_SCHOOL));
	return school_get(c, named.v ? named : c->actor.school, ret_s);
}

enum err own_offering(struct ctx *c, offering_id id, struct offering *ret_o)
{
	TRY(reach_role(c, ROLES_SCHOOL));
	return offering_get(c, id, ret_o);
}

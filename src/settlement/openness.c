/* What courses were to cost, what came in and what was spent (R4, R5, R69). */
#include "settlement/openness.h"

#include "people/reach.h"
#include "people/school.h"
#include "settlement/settlement.sql.h"

#define DESK (ROLES_SCHOOL | ROLES_SCHOOL_MONEY)

static enum err openness_of(struct ctx *c, const struct price_sheet *s, term_id term,
                            struct openness *o)
{
	struct money in;

	o->sheet = *s;
	TRY(q_verified_minutes(c, s->offering, ctx_today(c), &o->verified));
	TRY(q_course_income(c, s->offering, term, &o->income));
	if (!money_ratio(s->rate, o->verified * s->people, 60, &o->spent) ||
	    !money_add(o->spent, s->materials, &o->spent) ||
	    !money_add(o->income, s->government, &in) || !money_add(in, s->own, &in) ||
	    !money_sub(in, o->spent, &o->surplus))
		return fault_broken(c, "openness overflow");
	o->over = s->ends.day < ctx_today(c).day;
	return OK;
}

static enum err openness_all(struct ctx *c, const struct price_sheet *row, size_t n, term_id term,
                             struct openness **ret_v)
{
	struct openness *v = NEW_N(c->arena, n + 1, struct openness);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(openness_of(c, &row[i], term, &v[i]));
	*ret_v = v;
	return OK;
}

enum err openness_list(struct ctx *c, school_id school, term_id term, bool published,
                       struct openness **ret_v, size_t *ret_n)
{
	struct price_sheet *row;
	struct school s;

	if (published) {
		TRY(school_load(c, school, &s));
	} else {
		TRY(reach_role(c, DESK | ROLES_COUNTY_MONEY));
		TRY(school_get(c, school, &s));
	}
	TRY(sheets_of_term(c, school, term, published, &row, ret_n));
	return openness_all(c, row, *ret_n, term, ret_v);
}

enum err openness_county(struct ctx *c, term_id term, int64_t most, int64_t skip,
                         struct openness **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct price_sheet *row;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(sheets_of_county(c, c->actor.county, term, most, skip, &row, ret_n, ret_total));
	return openness_all(c, row, *ret_n, term, ret_v);
}

#include "oversight/compare.h"

#include "oversight/compare.sql.h"

enum err compare_schools(struct ctx *c, county_id county, const struct term *t, struct str name,
                         struct compared **ret_v, size_t *ret_n, struct compared *ret_sum)
{
	struct q_registers_of_county_row *day;
	struct school_count *count;
	struct compared *v, sum = {0};
	size_t n, days;

	TRY(count_county(c, county, t, name, &count, &n));
	TRY(q_registers_of_county(c, county, ctx_today(c), &day, &days));
	v = NEW_N(c->arena, n + 1, struct compared);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i].count = count[i];
		for (size_t k = 0; k < days; k++) {
			if (!school_id_eq(day[k].school, count[i].school))
				continue;
			v[i].due = day[k].due;
			v[i].done = day[k].done;
		}
		sum.due += v[i].due;
		sum.done += v[i].done;
	}
	sum.count = count_sum(count, n);
	*ret_v = v;
	*ret_n = n;
	*ret_sum = sum;
	return OK;
}

/* A county that has no term yet has schools and pupils all the same: no term bears this number. */
static struct term no_term(const struct ctx *c, county_id county)
{
	struct date today = ctx_today(c);

	return (struct term){.id = {-1}, .county = county, .first_day = today, .last_day = today};
}

/* The counties' own sums are added as if each were a school. */
enum err compare_counties(struct ctx *c, struct compared_county **ret_v, size_t *ret_n,
                          struct compared_county *ret_sum)
{
	struct compared_county *v, sum = {0};
	struct school_count *count, *of;
	bool all = c->actor.role == ROLE_CITY || c->actor.role == ROLE_SYSTEM;
	struct q_counties_row *county;
	size_t n, schools, counted = 0;

	if (!all && c->actor.county.v == 0)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(q_counties(c, all ? ID_NONE(county_id) : c->actor.county, &county, &n));
	v = NEW_N(c->arena, n + 1, struct compared_county);
	of = NEW_N(c->arena, n + 1, struct school_count);
	if (!v || !of)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i].county = county[i].id;
		v[i].code = county[i].code;
		v[i].name = county[i].name;
		v[i].zone = county[i].zone;
		v[i].schools = county[i].schools;
		sum.schools += county[i].schools;
		TRY(term_current(c, county[i].id, &v[i].term, &v[i].has_term));
		if (!v[i].has_term)
			v[i].term = no_term(c, county[i].id);
		TRY(count_county(c, county[i].id, &v[i].term, STR_NONE, &count, &schools));
		v[i].count = count_sum(count, schools);
		if (schools > 0)
			of[counted++] = v[i].count;
	}
	sum.count = count_sum(of, counted);
	*ret_v = v;
	*ret_n = n;
	*ret_sum = sum;
	return OK;
}

/* Documents from above that reach a place though nothing there stands under them. */
#include "policy/above.h"

/* 340000 holds 341702, and 341700 does: zeros at the end of a region's code stand for all that is
 * inside; 340000 holds 341700 too, where a zone may lie. A zone's own code tells no region. */
static bool inside(struct str region, struct str place)
{
	size_t n = region.n;

	if (region.n != 6 || place.n != 6 || !str_ends(region, S("00")))
		return false;
	while (n > 2 && region.p[n - 1] == '0' && region.p[n - 2] == '0')
		n -= 2;
	return str_eq(str_sub(region, 0, n), str_sub(place, 0, n));
}

bool set_over(const struct rule_set *s, struct str place)
{
	switch (s->level) {
	case LEVEL_NATION:
		return true;
	case LEVEL_PROVINCE:
	case LEVEL_CITY:
		return inside(s->place, place);
	case LEVEL_COUNTY: /* itself; and the zone that lies in it */
		return str_some(place) && str_eq(s->place, place);
	case LEVEL_SCHOOL:
	case LEVEL_COUNT:
		break;
	}
	return false;
}

static bool scopes_or_locks(const struct rule *r)
{
	return r->lock != LOCK_NONE || (r->type == RULE_PARAM && PARAMS[r->param].scope);
}

bool rule_reaches(const struct rule *r)
{
	return scopes_or_locks(r) || r->type == RULE_FORBID || r->type == RULE_REQUIRE;
}

bool set_reaches(const struct rule_set *s)
{
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *r = s->rules[t]; r != NULL; r = r->next) {
			if (scopes_or_locks(r))
				return true;
		}
	}
	return false;
}

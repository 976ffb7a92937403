#include "rulebook/region.h"

#include "people/county.h"
#include "people/reach.h"
#include "rulebook/internal.h"

enum { REASON_MAX = 500 };

/* What is over stands as it was; everything else has to keep what is locked where it would hold. */
static enum err published_keep(struct ctx *c, const struct county *moved)
{
	const struct policy_book *book;
	struct rule_error wrong;

	TRY(rulebook_book(c, moved->id, INSTANT_LATEST, &book));
	for (const struct rule_set *s = policy_book_sets(book); set_own(s); s = s->next) {
		bool over = date_some(s->to) && s->to.day < ctx_today(c).day;

		if (over || policy_book_keeps(book, s, county_lies(moved), c->arena, &wrong))
			continue;
		return fault_set(
			c, E_REFUSED, "region_loosens",
			&(struct fault){.field = S("region"),
		                        .found = rule_error_text(c->arena, c->lang, &wrong)});
	}
	return OK;
}

static enum err region_change_run(struct ctx *c, void *arg)
{
	const struct region_change *a = arg;
	struct county k, moved;
	struct str reason;

	TRY(reach_role(c, ROLE_BIT(ROLE_CITY)));
	TRY(county_get(c, a->county, &k));
	if (!k.zone)
		return fault_set(c, E_REFUSED, "county_no_zone",
		                 &(struct fault){.field = S("region"), .found = k.code});
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX, &reason));
	moved = k;
	TRY(county_region_read(c, str_trim(a->region), &moved.region));
	if (str_eq(moved.region, k.region))
		return OK;
	TRY(published_keep(c, &moved));
	TRY(county_region_set(c, k.id, moved.region));
	TRY(book_changed(c, k.id));
	return audit_put(c, "region_changed", "county", k.id.v, k.id,
	                 change_json(c, k.region, moved.region, reason));
}
const struct verb region_change_verb = {"rulebook.region_change", region_change_run};

/* The set a county stands on. */
#include "people/county.h"
#include "people/reach.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"
#include "rulebook/show.h"

enum { REASON_MAX = 500, RULESET_MAX = 40 };

static enum err base_choose_run(struct ctx *c, void *arg)
{
	struct base_choice *a = arg;
	struct date starts = date_some(a->starts) ? a->starts : ctx_today(c);
	const struct policy_book *book;
	struct str ruleset, reason;
	struct rules rules;
	county_id county;

	TRY(officer_county(c, a->county, &county));
	TRY(said_text(c, S("ruleset"), a->ruleset, RULESET_MAX, &ruleset));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX, &reason));
	TRY(rulebook_book(c, county, INSTANT_LATEST, &book));
	TRY(show_in_force(c, rules_for(c, book, ruleset, starts, &rules)));
	TRY(q_base_insert(c, county, env_next_id(c->env), ruleset, starts, ctx_today(c), reason,
	                  c->actor.account, c->now, NULL));
	TRY(book_changed(c, county));
	return audit_put(c, "base_chosen", "county", county.v, county,
	                 str_printf(c->arena, "{\"ruleset\":\"%.*s\",\"starts\":\"%.*s\"}",
	                            STR_FMT(ruleset), STR_FMT(date_text(c->arena, starts))));
}
const struct verb base_choose_verb = {"rulebook.base_choose", base_choose_run};

enum err base_list(struct ctx *c, county_id county, struct base **ret_v, size_t *ret_n)
{
	struct q_base_rows_row *row;
	struct county k;
	struct str first;
	struct base *v;
	size_t n;

	TRY(county_get(c, county, &k));
	TRY(q_base_first(c, county, &first));
	TRY(q_base_rows(c, county, &row, &n));
	v = NEW_N(c->arena, n + 1, struct base);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct base){.ruleset = row[i].ruleset,
		                     .starts = row[i].starts,
		                     .reason = row[i].reason,
		                     .at = row[i].at};
		TRY(person_name(c, row[i].account, &v[i].by));
	}
	v[n] = (struct base){.ruleset = first, .starts = DATE_NONE, .at = {INT64_MIN}};
	*ret_v = v;
	*ret_n = n + 1;
	return OK;
}

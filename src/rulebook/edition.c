#include "rulebook/edition.h"

#include "auth/account.h"
#include "people/reach.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"

enum err person_name(struct ctx *c, account_id account, struct str *ret_name)
{
	struct account who;

	*ret_name = S("");
	if (!account.v)
		return OK;
	TRY(account_get(c, account, &who));
	*ret_name = who.name;
	return OK;
}

enum err officer_county(struct ctx *c, county_id asked, county_id *ret_county)
{
	county_id county = asked.v ? asked : c->actor.county;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	if (!reach_county(c, county))
		return out_of_reach(c, "county", county.v);
	*ret_county = county;
	return OK;
}

static bool earlier(struct date a, struct date b)
{
	return date_some(a) && (!date_some(b) || a.day < b.day);
}

static struct edition edition_from(const struct q_edition_row_row *r)
{
	struct date over = r->taken_over;

	if (date_some(over))
		over.day--; /* the day before the next one took over */
	struct date last = earlier(over, r->ends) ? over : r->ends;

	return (struct edition){
		.id = r->id,
		.county = r->county,
		.ruleset = r->ruleset,
		.number = r->number,
		.state = r->state,
		.title = r->title,
		.document = r->document,
		.level = r->level,
		.place = r->place,
		.starts = r->starts,
		.ends = r->ends,
		.known = r->known,
		.hash = r->hash,
		.disclosure = r->disclosure,
		.drafter = r->drafter,
		.approver = r->approver,
		.published = r->published,
		.withdrawn = r->withdrawn,
		.until = r->until,
		.last = earlier(r->until, last) ? r->until : last,
	};
}

enum phase edition_phase(const struct edition *e, struct date on)
{
	if (e->published.us == INT64_MIN)
		return PHASE_WORK;
	if (str_is(e->state, "superseded") ||
	    (str_is(e->state, "withdrawn") && !date_some(e->until)))
		return PHASE_PAST;
	if (on.day < e->starts.day)
		return PHASE_SOON;
	return date_some(e->last) && e->last.day < on.day ? PHASE_PAST : PHASE_NOW;
}

enum err edition_get(struct ctx *c, edition_id id, struct edition *ret_e)
{
	struct q_edition_row_row row;
	bool found = false;

	TRY(q_edition_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (!reach_county(c, row.county))
		return out_of_reach(c, "edition", id.v);
	*ret_e = edition_from(&row);
	return OK;
}

enum err edition_body(struct ctx *c, edition_id id, struct str *ret_body)
{
	struct edition e;
	bool found = false;

	TRY(edition_get(c, id, &e));
	TRY(q_edition_body(c, id, ret_body, &found));
	return found ? OK : absent(c);
}

enum err edition_list(struct ctx *c, county_id county, enum phase phase, struct edition **ret_v,
                      size_t *ret_n)
{
	struct q_edition_row_row *row;
	struct edition *v;
	size_t n, m = 0;

	if (!reach_county(c, county))
		return absent(c);
	TRY(q_edition_rows(c, county, &row, &n));
	v = NEW_N(c->arena, n + 1, struct edition);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[m] = edition_from(&row[i]);
		if (phase == PHASE_ANY || edition_phase(&v[m], ctx_today(c)) == phase)
			m++;
	}
	*ret_v = v;
	*ret_n = m;
	return OK;
}

static bool edition_has(const struct edition *v, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].ruleset, id))
			return true;
	return false;
}

enum err edition_free_id(struct ctx *c, county_id county, struct str code, struct str *ret_id)
{
	struct str id = str_printf(c->arena, "LOCAL-%.*s", STR_FMT(code));
	struct edition *v = NULL;
	size_t n = 0;

	TRY(edition_list(c, county, PHASE_ANY, &v, &n));
	for (size_t i = 2; edition_has(v, n, id); i++)
		id = str_printf(c->arena, "LOCAL-%.*s-%zu", STR_FMT(code), i);
	*ret_id = id;
	return OK;
}

enum err edition_of(struct ctx *c, county_id county, const struct rule_set *s, edition_id *ret_id)
{
	struct str number = s->file, ruleset = str_cut(&number, '/');
	int64_t n;
	bool found;

	*ret_id = ID_NONE(edition_id);
	if (!number.p || !str_i64(number, &n))
		return OK;
	return q_edition_by_number(c, county, ruleset, n, ret_id, &found);
}

enum err edition_gone(struct ctx *c, county_id county, const struct rule_set *s, struct date as_of,
                      struct date *ret_on)
{
	struct q_edition_row_row row;
	bool found = false;
	edition_id id;

	*ret_on = DATE_NONE;
	TRY(edition_of(c, county, s, &id));
	if (!id.v)
		return OK;
	TRY(q_edition_row(c, id, &row, &found));
	if (found && date_some(row.withdrawn) &&
	    (!date_some(row.until) || row.until.day < as_of.day))
		*ret_on = row.withdrawn;
	return OK;
}

enum err edition_steps(struct ctx *c, edition_id id, struct edition_step **ret_v, size_t *ret_n)
{
	struct q_step_rows_row *row;
	struct edition_step *v;
	struct edition e;
	size_t n;

	TRY(edition_get(c, id, &e));
	TRY(q_step_rows(c, id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct edition_step);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct edition_step){
			.what = row[i].what, .at = row[i].at, .reason = row[i].reason};
		TRY(person_name(c, row[i].account, &v[i].by));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err edition_before(struct ctx *c, const struct edition *e, edition_id *ret_id, bool *ret_found)
{
	struct q_edition_before_row row;
	bool found = false;

	TRY(q_edition_before(c, e->county, e->ruleset, e->number, &row, &found));
	if (found)
		*ret_id = row.id;
	*ret_found = found;
	return OK;
}

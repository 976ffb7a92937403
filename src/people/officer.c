#include "people/officer.h"

#include "auth/account.h"
#include "auth/appointment.h"
#include "people/county.h"
#include "people/officer.sql.h"
#include "people/reach.h"

enum { NAME_MAX_CHARS = 60, LOGIN_MAX_CHARS = 64, ALL = 1000000 };

static enum err days_read(struct ctx *c, const struct officer_new *a)
{
	struct date starts = date_some(a->starts) ? a->starts : ctx_today(c);

	if (date_some(a->ends) && a->ends.day < starts.day)
		return fault_input(c, NULL, S("ends"), date_text(c->arena, a->ends),
		                   date_text(c->arena, starts));
	return OK;
}

/* Who may give and end a right: the city's office, but its own. */
static roles_t given_by(enum role role)
{
	return role == ROLE_CITY ? 0 : ROLE_BIT(ROLE_CITY);
}

static enum err place_read(struct ctx *c, enum role role, county_id county)
{
	if (!(ROLE_BIT(role) & (ROLES_AT_COUNTY | ROLES_AT_CITY)))
		return fault_input(c, NULL, S("role"), str_of(role_name(role)), STR_NONE);
	if ((ROLE_BIT(role) & ROLES_AT_COUNTY) && !county.v)
		return fault_input(c, "missing_field", S("county"), STR_NONE, STR_NONE);
	if ((ROLE_BIT(role) & ROLES_AT_CITY) && county.v)
		return fault_input(c, "officer_of_no_county", S("county"), STR_NONE, STR_NONE);
	return OK;
}

static enum err officer_add_run(struct ctx *c, void *arg)
{
	struct officer_new *a = arg;
	struct appointment right = {.starts = a->starts, .ends = a->ends};
	struct account_new who = {0};
	struct county k = {0};
	struct account account;
	appointment_id given;
	bool found = false;

	right.role = a->role ? a->role : a->county.v ? ROLE_COUNTY : ROLE_CITY;
	TRY(reach_role(c, given_by(right.role)));
	TRY(place_read(c, right.role, a->county));
	if (a->county.v)
		TRY(county_get(c, a->county, &k));
	TRY(said_text(c, S("name"), a->name, NAME_MAX_CHARS, &who.name));
	TRY(said_text(c, S("login"), a->login, LOGIN_MAX_CHARS, &who.login));
	TRY(days_read(c, a));
	TRY(account_find(c, who.login, &right.account, &found));
	if (!found)
		TRY(account_create(c, &who, &right.account));
	right.county = a->county;
	right.place = k.name;
	a->result = right.account;
	a->code = STR_NONE;
	TRY(appointment_add(c, &right, &given));
	if (!a->with_code)
		return OK;
	TRY(account_get(c, right.account, &account));
	return account.has_password ? OK
	                            : code_issue(c, right.account, OFFICER_CODE_HOURS, &a->code);
}
const struct verb officer_add_verb = {"people.officer_add", officer_add_run};

/* A right, for who may give and take it: the system any, the office none of its own. */
static enum err officer_given(struct ctx *c, appointment_id id, struct officer *ret_o)
{
	TRY(reach_role(c, ROLE_BIT(ROLE_CITY)));
	TRY(officer_get(c, id, ret_o));
	return given_by(ret_o->role) || c->actor.role == ROLE_SYSTEM ? OK : absent(c);
}

static enum err officer_end_run(struct ctx *c, void *arg)
{
	struct officer_end *a = arg;
	struct date yesterday = {ctx_today(c).day - 1};
	struct officer o = {0};

	TRY(officer_given(c, a->officer, &o));
	if (date_some(a->last) && a->last.day < yesterday.day)
		return fault_input(c, NULL, S("last"), date_text(c->arena, a->last),
		                   date_text(c->arena, yesterday));
	return appointment_end(c, a->officer, date_some(a->last) ? a->last : yesterday);
}
const struct verb officer_end_verb = {"people.officer_end", officer_end_run};

static enum err officer_code_run(struct ctx *c, void *arg)
{
	struct officer_code *a = arg;
	struct officer o = {0};

	TRY(officer_given(c, a->officer, &o));
	return or_absent(c, code_issue(c, o.account, OFFICER_CODE_HOURS, &a->code));
}
const struct verb officer_code_verb = {"people.officer_code", officer_code_run};

/* --- reading ----------------------------------------------------------------------------------
 */

static struct officer officer_from(const struct q_officer_row_row *row)
{
	return (struct officer){
		.id = row->id,
		.account = row->account,
		.role = (enum role)row->role,
		.county = row->county,
		.county_name = row->county_name,
		.name = row->name,
		.login = row->login,
		.starts = row->starts,
		.ends = row->ends,
		.has_password = row->has_password,
	};
}

enum err officer_get(struct ctx *c, appointment_id id, struct officer *ret_o)
{
	struct q_officer_row_row row;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(or_absent(c, q_officer_row(c, id, &row)));
	if (!reach_county(c, row.county))
		return out_of_reach(c, "appointment", id.v);
	*ret_o = officer_from(&row);
	return OK;
}

enum err officer_list(struct ctx *c, const struct officer_filter *f, struct officer **ret_v,
                      size_t *ret_n, int64_t *ret_total)
{
	county_id county = c->actor.role == ROLE_COUNTY ? c->actor.county : f->county;
	struct date today = ctx_today(c);
	struct q_officer_row_row *row;
	struct officer *v;
	int64_t total;
	size_t n;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(q_officer_rows(c, county, f->ended, today, f->most ? f->most : ALL, f->skip, &row, &n));
	TRY(q_officer_count(c, county, f->ended, today, &total));
	v = NEW_N(c->arena, n, struct officer);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = officer_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

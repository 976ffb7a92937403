#include "auth/appointment.h"

#include "auth/appointment.sql.h"
#include "auth/bulk.h"
#include "auth/cache.h"

static bool complete(const struct appointment *p, struct date starts)
{
	bool place = p->county.v != 0;

	if (p->account.v == 0 || (date_some(p->ends) && p->ends.day < starts.day))
		return false;
	switch (p->role) {
	case ROLE_GUARDIAN:
		return place && p->guardian.v;
	case ROLE_CLASS_HEAD:
		return place && p->school.v && p->class.v && p->staff.v;
	case ROLE_TEACHER:
	case ROLE_SCHOOL_CLERK:
	case ROLE_SCHOOL_LEADER:
	case ROLE_SCHOOL_FINANCE:
		return place && p->school.v && p->staff.v;
	case ROLE_AGENCY:
		return place && p->agency.v;
	case ROLE_COUNTY:
	case ROLE_COUNTY_FINANCE:
	case ROLE_COUNTY_HR:
		return place;
	case ROLE_CITY:
	case ROLE_CITY_FINANCE:
		return true;
	default:
		return false; /* nobody is appointed to be the system */
	}
}

enum err appointment_put(struct ctx *c, const struct appointment *in, appointment_id *ret_id)
{
	appointment_id id = {env_next_id(c->env)};
	struct date starts = date_some(in->starts) ? in->starts : ctx_today(c);

	if (!complete(in, starts))
		return fault_set(c, E_INPUT, "appointment_incomplete", NULL);
	TRY(q_appointment_insert(c, id, in->account, in->role, in->county, in->school, in->class,
	                         in->guardian, in->staff, in->agency, in->place, starts, in->ends,
	                         NULL));
	*ret_id = id;
	return OK;
}

enum err appointment_add(struct ctx *c, const struct appointment *in, appointment_id *ret_id)
{
	appointment_id id;
	bool found = false;

	if (!complete(in, date_some(in->starts) ? in->starts : ctx_today(c)))
		return fault_set(c, E_INPUT, "appointment_incomplete", NULL);
	TRY(q_appointment_same(c, in->account, in->role, in->county.v, in->school.v, in->class.v,
	                       in->guardian.v, in->staff.v, in->agency.v, ctx_today(c), &id,
	                       &found));
	if (!found) {
		TRY(appointment_put(c, in, &id));
		TRY(audit_put(c, "appointed", "appointment", id.v, in->county,
		              str_printf(c->arena, "{\"account\":\"%lld\",\"role\":\"%s\"}",
		                         (long long)in->account.v, role_name(in->role))));
	}
	*ret_id = id;
	return OK;
}

enum err appointment_end(struct ctx *c, appointment_id id, struct date last)
{
	struct q_appointment_close_row row;
	bool found = false;
	account_id account;

	TRY(q_appointment_close(c, id, last, &row, &found));
	if (!found) {
		/* It ends no later already: nothing to do; or there is none. */
		TRY(q_appointment_there(c, id, &account, &found));
		return found ? OK : E_ABSENT;
	}
	cache_drop_account(c, row.account);
	return audit_put(c, "ended", "appointment", id.v, row.county, S("{}"));
}

enum err appointment_list(struct ctx *c, account_id account, struct appointment **ret_v,
                          size_t *ret_n)
{
	struct q_appointments_in_force_row *rows;
	struct appointment *v;
	size_t n;

	TRY(q_appointments_in_force(c, account, ctx_today(c), &rows, &n));
	v = NEW_N(c->arena, n ? n : 1, struct appointment);
	if (!v)
		return fault_broken(c, "no memory for appointments");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct appointment){.id = rows[i].id,
		                            .account = account,
		                            .role = (enum role)rows[i].role,
		                            .county = rows[i].county,
		                            .school = rows[i].school,
		                            .class = rows[i].class,
		                            .guardian = rows[i].guardian,
		                            .staff = rows[i].staff,
		                            .agency = rows[i].agency,
		                            .place = rows[i].place,
		                            .starts = rows[i].starts,
		                            .ends = rows[i].ends};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err appointment_holders(struct ctx *c, county_id county, school_id school, roles_t roles,
                             account_id **ret_v, size_t *ret_n)
{
	int64_t role[] = {-1, -1, -1}; /* nobody holds that one */
	struct q_appointment_holders_row *row;
	account_id *v;
	size_t n = 0, rows;

	for (int r = 0; r < ROLE_COUNT; r++) {
		if (!(roles & ROLE_BIT(r)))
			continue;
		if (n == sizeof role / sizeof *role)
			return fault_broken(c, "appointment_holders: roles");
		role[n++] = r;
	}
	TRY(q_appointment_holders(c, county, school.v, role[0], role[1], role[2], ctx_today(c),
	                          &row, &rows));
	v = NEW_N(c->arena, rows + 1, account_id);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < rows; i++)
		v[i] = row[i].account;
	*ret_v = v;
	*ret_n = rows;
	return OK;
}

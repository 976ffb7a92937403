#include "agency/agency.h"

#include "agency/agency.sql.h"
#include "auth/bulk.h"
#include "people/county.h"
#include "people/idnum.h"
#include "people/reach.h"

enum { NAME_MAX_CHARS = 60, REASON_MAX_CHARS = 200, ALL = 1000000 };

static struct agency agency_from(const struct q_agency_row_row *row)
{
	return (struct agency){row->id, row->county, row->uscc, row->name, row->state};
}

static enum err agency_load(struct ctx *c, agency_id id, struct agency *ret_a)
{
	struct q_agency_row_row row;
	bool found = false;

	TRY(q_agency_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	*ret_a = agency_from(&row);
	return OK;
}

enum err agency_get(struct ctx *c, agency_id id, struct agency *ret_a)
{
	struct agency a = {0};

	TRY(agency_load(c, id, &a));
	if (c->actor.role == ROLE_AGENCY ? c->actor.agency.v != id.v : !reach_county(c, a.county))
		return out_of_reach(c, "agency", id.v);
	*ret_a = a;
	return OK;
}

enum err agency_list(struct ctx *c, county_id county, struct str state, int64_t most, int64_t skip,
                     struct agency **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct str wanted = str_some(state) ? state : S("");
	struct q_agency_row_row *row;
	int64_t total;
	size_t n;

	if (c->actor.role == ROLE_AGENCY || !reach_county(c, county))
		return absent(c);
	TRY(q_agency_rows(c, county, wanted, most ? most : ALL, skip, &row, &n));
	TRY(q_agency_count(c, county, wanted, &total));
	struct agency *v = NEW_N(c->arena, n, struct agency);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = agency_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

enum err agency_require(struct ctx *c, agency_id id, county_id county)
{
	struct q_agency_row_row row;
	bool found = false;

	TRY(q_agency_row(c, id, &row, &found));
	if (!found || row.county.v != county.v)
		return fault_set(c, E_REFUSED, "agency_not_admitted", NULL);
	if (str_is(row.state, "admitted"))
		return OK;
	return fault_set(c, E_REFUSED,
	                 str_is(row.state, "suspended") ? "agency_suspended"
	                                                : "agency_not_admitted",
	                 &(struct fault){.found = row.name});
}

static enum err contact_put(struct ctx *c, const struct agency *a, const struct agency_new *in,
                            account_id *ret_contact)
{
	struct appointment right = {.role = ROLE_AGENCY,
	                            .county = a->county,
	                            .agency = a->id,
	                            .place = a->name,
	                            .starts = DATE_NONE,
	                            .ends = DATE_NONE};
	struct account_new who = {0};
	appointment_id given;
	bool made;

	TRY(said_text(c, S("contact_name"), in->contact_name, NAME_MAX_CHARS, &who.name));
	TRY(said_phone(c, S("contact_phone"), in->contact_phone, &who.login));
	TRY(account_ensure(c, &who, &right.account, &made));
	*ret_contact = right.account;
	return appointment_add(c, &right, &given);
}

static enum err agency_add_run(struct ctx *c, void *arg)
{
	struct agency_new *in = arg;
	county_id county = in->county.v ? in->county : c->actor.county;
	struct q_agency_row_row row;
	struct credit_code code;
	enum idnum_flaw flaw;
	struct agency a = {.id = {env_next_id(c->env)}, .county = county, .state = S("admitted")};
	struct county k;
	int64_t made;
	bool found = false;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(county_get(c, county, &k));
	TRY(said_text(c, S("uscc"), in->uscc, 30, &a.uscc));
	flaw = credit_code_read(c->arena, a.uscc, &code);
	if (flaw)
		return fault_input(c, idnum_fault(flaw), S("uscc"), a.uscc, STR_NONE);
	a.uscc = code.number;
	TRY(said_text(c, S("name"), in->name, NAME_MAX_CHARS, &a.name));
	TRY(q_agency_insert(c, a.id, county, a.uscc, a.name, &made));
	if (!made) {
		TRY(q_agency_by_code(c, county, a.uscc, &row, &found));
		if (!found) /* another node was first; the next try sees it */
			return E_RETRY;
		a.id = row.id;
		TRY(q_agency_name_set(c, a.id, a.name, NULL));
	}
	in->result = a.id;
	if (str_some(in->contact_phone))
		TRY(contact_put(c, &a, in, &in->contact));
	return audit_put(c, made ? "admitted" : "changed", "agency", a.id.v, county,
	                 str_printf(c->arena, "{\"uscc\":\"%.*s\"}", STR_FMT(a.uscc)));
}
const struct verb agency_add_verb = {"agency.add", agency_add_run};

static enum err agency_turn_run(struct ctx *c, void *arg)
{
	struct agency_turn *in = arg;
	struct str reason;
	struct agency a = {0};
	int64_t changed;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(agency_get(c, in->agency, &a));
	if (!str_is(in->state, "admitted") && !str_is(in->state, "suspended") &&
	    !str_is(in->state, "ended"))
		return fault_input(c, NULL, S("state"), in->state, S("admitted, suspended, ended"));
	TRY(said_text(c, S("reason"), in->reason, REASON_MAX_CHARS, &reason));
	TRY(q_agency_state_set(c, a.id, in->state, &changed));
	if (!changed)
		return OK;
	return audit_put(c, str_c(c->arena, in->state), "agency", a.id.v, a.county,
	                 reason_json(c, reason));
}
const struct verb agency_turn_verb = {"agency.turn", agency_turn_run};

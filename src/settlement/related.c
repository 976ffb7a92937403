/* Related parties of agencies and school staff. */
#include "settlement/related.h"

#include "agency/agency.h"
#include "crypto/keys.h"
#include "people/reach.h"
#include "settlement/related.sql.h"

enum { NAME_MAX_CHARS = 60, ADDRESS_MAX_CHARS = 120, RELATION_MAX_CHARS = 100 };
#define DESK (ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE))

/* --- declaring -------------------------------------------------------------------------------- */

/* A phone's index is that of staff, so that the two can be compared without being read. */
static enum err phone_read(struct ctx *c, struct str said, uint8_t index[BLIND_BYTES],
                           struct str *ret_phone, struct str *ret_index)
{
	*ret_phone = *ret_index = STR_NONE;
	if (!str_some(str_trim(said)))
		return OK;
	TRY(said_phone(c, S("phone"), said, ret_phone));
	blind(store_keys(c->store), "staff.phone", *ret_phone, index);
	*ret_index = (struct str){(const char *)index, BLIND_BYTES};
	return OK;
}

static enum err address_read(struct ctx *c, struct str said, uint8_t index[BLIND_BYTES],
                             struct str *ret_address, struct str *ret_index)
{
	*ret_address = *ret_index = STR_NONE;
	if (!str_some(str_trim(said)))
		return OK;
	TRY(said_text(c, S("address"), said, ADDRESS_MAX_CHARS, ret_address));
	blind(store_keys(c->store), "related.address", *ret_address, index);
	*ret_index = (struct str){(const char *)index, BLIND_BYTES};
	return OK;
}

static enum err party_declare_run(struct ctx *c, void *arg)
{
	struct party_declare *a = arg;
	int64_t id = env_next_id(c->env);
	uint8_t phone_index[BLIND_BYTES], address_index[BLIND_BYTES];
	struct str name, phone, phone_blind, address, address_blind;

	TRY(reach_role(c, ROLE_BIT(ROLE_AGENCY)));
	if (!str_is(a->part, "legal") && !str_is(a->part, "shareholder") &&
	    !str_is(a->part, "manager"))
		return fault_input(c, NULL, S("part"), a->part, S("legal, shareholder, manager"));
	TRY(said_text(c, S("name"), a->name, NAME_MAX_CHARS, &name));
	TRY(phone_read(c, a->phone, phone_index, &phone, &phone_blind));
	TRY(address_read(c, a->address, address_index, &address, &address_blind));
	TRY(q_party_insert(c, id, c->actor.county, c->actor.agency, a->part, name, phone,
	                   phone_blind, address, address_blind, c->actor.account.v, c->now, NULL));
	a->result = id;
	return audit_put(c, "party_declared", "agency", c->actor.agency.v, c->actor.county,
	                 str_printf(c->arena, "{\"part\":\"%.*s\"}", STR_FMT(a->part)));
}
const struct verb party_declare_verb = {"settlement.party_declare", party_declare_run};

static enum err interest_declare_run(struct ctx *c, void *arg)
{
	struct interest_declare *a = arg;
	int64_t id = env_next_id(c->env);
	uint8_t index[BLIND_BYTES];
	struct str relation, address, address_blind;
	struct agency g;

	TRY(reach_role(c, DESK));
	TRY(agency_get(c, a->agency, &g));
	TRY(said_text(c, S("relation"), a->relation, RELATION_MAX_CHARS, &relation));
	TRY(address_read(c, a->address, index, &address, &address_blind));
	TRY(q_interest_insert(c, id, c->actor.county, c->actor.school, c->actor.account.v,
	                      a->agency, relation, address, address_blind, c->now, NULL));
	a->result = id;
	return audit_put(c, "interest_declared", "agency", a->agency.v, c->actor.county, S("{}"));
}
const struct verb interest_declare_verb = {"settlement.interest_declare", interest_declare_run};

/* --- ending ----------------------------------------------------------------------------------- */

static enum err end_read(struct ctx *c, struct related_end *a, struct instant declared)
{
	const struct date first = instant_date(declared), today = ctx_today(c);

	TRY(said_text(c, S("reason"), a->reason, RELATION_MAX_CHARS, &a->reason));
	if (!date_some(a->last_day))
		return fault_input(c, "missing_field", S("last_day"), STR_NONE, STR_NONE);
	if (a->last_day.day < first.day || a->last_day.day > today.day)
		return fault_input(c, NULL, S("last_day"), date_text(c->arena, a->last_day),
		                   str_printf(c->arena, "%.*s .. %.*s",
		                              STR_FMT(date_text(c->arena, first)),
		                              STR_FMT(date_text(c->arena, today))));
	return OK;
}

static enum err end_noted(struct ctx *c, const struct related_end *a, const char *what,
                          agency_id agency)
{
	return audit_put(c, what, "agency", agency.v, c->actor.county,
	                 change_json(c, STR_NONE, date_text(c->arena, a->last_day), a->reason));
}

static enum err ended_before(struct ctx *c, struct date last_day)
{
	return fault_set(c, E_CONFLICT, "related_ended",
	                 &(struct fault){.found = date_text(c->arena, last_day)});
}

static enum err party_end_run(struct ctx *c, void *arg)
{
	struct related_end *a = arg;
	struct q_party_row_row row;
	int64_t moved;
	bool found;

	TRY(reach_role(c, ROLE_BIT(ROLE_AGENCY)));
	TRY(q_party_row(c, a->id, &row, &found));
	if (!found)
		return absent(c);
	if (row.county.v != c->actor.county.v || row.agency.v != c->actor.agency.v)
		return out_of_reach(c, "agency party", a->id);
	TRY(end_read(c, a, row.at));
	TRY(q_party_end(c, a->id, a->last_day, a->reason, c->actor.account.v, c->now, &moved));
	return moved ? end_noted(c, a, "party_ended", row.agency) : ended_before(c, row.last_day);
}
const struct verb party_end_verb = {"settlement.party_end", party_end_run};

static enum err interest_end_run(struct ctx *c, void *arg)
{
	struct related_end *a = arg;
	struct q_interest_row_row row;
	int64_t moved;
	bool found;

	TRY(reach_role(c, DESK));
	TRY(q_interest_row(c, a->id, &row, &found));
	if (!found)
		return absent(c);
	if (row.county.v != c->actor.county.v || row.account != c->actor.account.v)
		return out_of_reach(c, "staff interest", a->id);
	TRY(end_read(c, a, row.at));
	TRY(q_interest_end(c, a->id, a->last_day, a->reason, c->actor.account.v, c->now, &moved));
	return moved ? end_noted(c, a, "interest_ended", row.agency)
	             : ended_before(c, row.last_day);
}
const struct verb interest_end_verb = {"settlement.interest_end", interest_end_run};

enum err party_list(struct ctx *c, struct agency_party **ret_v, size_t *ret_n)
{
	struct q_parties_row *row;
	struct agency_party *v;
	size_t n;

	TRY(reach_role(c, ROLE_BIT(ROLE_AGENCY)));
	TRY(q_parties(c, c->actor.county, c->actor.agency.v, DATE_NONE, &row, &n));
	v = NEW_N(c->arena, n + 1, struct agency_party);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct agency_party){row[i].id,       row[i].part,      row[i].name,
		                             row[i].phone,    row[i].address,   row[i].at,
		                             row[i].last_day, row[i].end_reason};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err interest_list(struct ctx *c, struct interest **ret_v, size_t *ret_n)
{
	struct q_interests_row *row;
	struct interest *v;
	size_t n;

	TRY(reach_role(c, DESK));
	TRY(q_interests(c, c->actor.account.v, &row, &n));
	v = NEW_N(c->arena, n + 1, struct interest);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct interest){row[i].id,        row[i].agency, row[i].agency_name,
		                         row[i].relation,  row[i].at,     row[i].last_day,
		                         row[i].end_reason};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- where they meet -------------------------------------------------------------------------- */

/* What is compared, and what was found so far. */
struct meeting {
	struct ctx *c;
	struct q_parties_row *party;
	struct q_related_contacts_row *contact;
	struct q_related_interests_row *interest;
	size_t parties, contacts, interests;
	struct related *v;
	size_t n, room;
};

static enum err met(struct meeting *m, const struct q_related_staff_row *s, agency_id agency,
                    struct str agency_name, struct str part, const char *how, int64_t row)
{
	if (m->n == m->room) {
		size_t room = m->room ? 2 * m->room : 16;
		struct related *v = NEW_N(m->c->arena, room, struct related);

		if (!v)
			return fault_broken(m->c, "arena");
		for (size_t i = 0; i < m->n; i++)
			v[i] = m->v[i];
		m->v = v;
		m->room = room;
	}
	m->v[m->n++] = (struct related){.agency = agency,
	                                .school = s->school,
	                                .agency_name = agency_name,
	                                .school_name = s->school_name,
	                                .number = s->number,
	                                .name = s->name,
	                                .part = part,
	                                .how = str_of(how),
	                                .key = str_printf(m->c->arena, "%lld-%s-%lld",
	                                                  (long long)s->id.v, how, (long long)row),
	                                .cleared = STR_NONE};
	return OK;
}

static bool same(struct str a, struct str b)
{
	return str_some(a) && str_some(b) && str_eq(a, b);
}

static enum err with_parties(struct meeting *m, const struct q_related_staff_row *s)
{
	for (size_t i = 0; i < m->parties; i++) {
		const struct q_parties_row *p = &m->party[i];

		if (same(p->name, s->name))
			TRY(met(m, s, p->agency, p->agency_name, p->part, "name", p->id));
		if (same(p->phone_blind, s->phone_blind))
			TRY(met(m, s, p->agency, p->agency_name, p->part, "phone", p->id));
	}
	return OK;
}

/* What somebody declared of an agency, and an address that another agency has told too. */
static enum err with_interest(struct meeting *m, const struct q_related_staff_row *s,
                              const struct q_related_interests_row *t)
{
	TRY(met(m, s, t->agency, t->agency_name, S("relative"), "staff", t->id));
	for (size_t i = 0; i < m->parties; i++)
		if (same(m->party[i].address_blind, t->address_blind))
			TRY(met(m, s, m->party[i].agency, m->party[i].agency_name, m->party[i].part,
			        "address", m->party[i].id));
	return OK;
}

static enum err meet(struct meeting *m, const struct q_related_staff_row *s)
{
	TRY(with_parties(m, s));
	if (!s->account.some)
		return OK;
	for (size_t i = 0; i < m->contacts; i++)
		if (m->contact[i].account == s->account.v)
			TRY(met(m, s, m->contact[i].agency, m->contact[i].agency_name, S("manager"),
			        "account", m->contact[i].id));
	for (size_t i = 0; i < m->interests; i++)
		if (m->interest[i].account == s->account.v)
			TRY(with_interest(m, s, &m->interest[i]));
	return OK;
}

static enum err meetings(struct ctx *c, county_id county, int64_t school, int64_t agency,
                         struct meeting *m)
{
	const struct date today = ctx_today(c);
	struct q_related_staff_row *staff;
	size_t n;

	*m = (struct meeting){.c = c};
	TRY(q_parties(c, county, agency, today, &m->party, &m->parties));
	TRY(q_related_contacts(c, county, ROLE_AGENCY, agency, &m->contact, &m->contacts));
	TRY(q_related_interests(c, county, agency, today, &m->interest, &m->interests));
	TRY(q_related_staff(c, county, school, &staff, &n));
	for (size_t i = 0; i < n; i++)
		TRY(meet(m, &staff[i]));
	return OK;
}

/* Is it among what a reason was named for? A clearance holds keys between commas. */
static bool explained(struct ctx *c, struct str found, const struct related *v)
{
	size_t at;

	return str_find(found, str_printf(c->arena, ",%.*s,", STR_FMT(v->key)), &at);
}

enum err related_list(struct ctx *c, struct related **ret_v, size_t *ret_n)
{
	struct meeting m;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(meetings(c, c->actor.county, 0, 0, &m));
	for (size_t i = 0; i < m.n; i++) {
		struct q_clearance_of_row row;
		bool found;

		TRY(q_clearance_of(c, m.v[i].school, m.v[i].agency, &row, &found));
		if (found && explained(c, row.found, &m.v[i]))
			m.v[i].cleared = row.reason;
	}
	*ret_v = m.v;
	*ret_n = m.n;
	return OK;
}

/* --- why money may go ------------------------------------------------------------------------- */

static struct str keys_of(struct ctx *c, const struct meeting *m)
{
	struct str s = S(",");

	for (size_t i = 0; i < m->n; i++)
		s = str_printf(c->arena, "%.*s%.*s,", STR_FMT(s), STR_FMT(m->v[i].key));
	return s;
}

static enum err related_clear_run(struct ctx *c, void *arg)
{
	struct related_clear *a = arg;
	int64_t id = env_next_id(c->env);
	struct meeting m;
	struct str reason;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(said_text(c, S("reason"), a->reason, RELATION_MAX_CHARS, &reason));
	TRY(meetings(c, c->actor.county, a->school.v, a->agency.v, &m));
	if (!a->school.v || !a->agency.v || m.n == 0)
		return absent(c);
	TRY(q_clearance_insert(c, id, c->actor.county, a->school, a->agency, keys_of(c, &m), reason,
	                       c->actor.account.v, c->now, NULL));
	a->result = id;
	return audit_put(c, "related_cleared", "agency", a->agency.v, c->actor.county,
	                 reason_json(c, reason));
}
const struct verb related_clear_verb = {"settlement.related_clear", related_clear_run};

enum err related_require(struct ctx *c, county_id county, school_id school, agency_id agency,
                         bool *ret_related)
{
	struct q_clearance_of_row row;
	struct meeting m;
	size_t open = 0;
	bool found;

	TRY(meetings(c, county, school.v, agency.v, &m));
	*ret_related = m.n > 0;
	if (m.n == 0)
		return OK;
	TRY(q_clearance_of(c, school, agency, &row, &found));
	for (size_t i = 0; i < m.n; i++)
		open += !found || !explained(c, row.found, &m.v[i]);
	if (open > 0)
		return fault_set(
			c, E_REFUSED, "related_unexplained",
			&(struct fault){.found = str_printf(c->arena, "%.*s: %zu",
		                                            STR_FMT(m.v[0].agency_name), open)});
	return row.account == c->actor.account.v
	               ? fault_set(c, E_REFUSED, "not_approved",
	                           &(struct fault){.field = S("approver")})
	               : OK;
}

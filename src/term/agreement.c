#include "term/agreement.h"

#include "crypto/hash.h"
#include "people/reach.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/agreement.sql.h"
#include "term/internal.h"

enum { TITLE_MAX_CHARS = 100, BODY_MAX_CHARS = 20000 };

static enum err agreement_from(struct ctx *c, const struct q_agreement_row_row *r,
                               struct agreement *ret_a)
{
	struct agreement a = {
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.term = r->term,
		.version = r->version,
		.title = r->title,
		.body = r->body,
		.published = r->published,
		.is_published = r->published.us != INT64_MIN,
	};

	if (!kind_parse(r->kind, &a.kind))
		return fault_broken(c, "agreement.kind");
	*ret_a = a;
	return OK;
}

enum err agreement_current(struct ctx *c, const struct offering *o, struct agreement *ret_a,
                           bool *ret_found)
{
	struct q_agreement_row_row row = {0};
	bool found = false;

	TRY(q_agreement_newest(c, o->school, o->term, str_of(kind_name(o->kind)), &row, &found));
	if (found)
		TRY(agreement_from(c, &row, ret_a));
	*ret_found = found;
	return OK;
}

/* --- who has signed ----------------------------------------------------------------------------
 */

static struct str parties_text(struct ctx *c, uint32_t parties)
{
	struct str v[2];
	size_t n = 0;

	if (parties & PARTY_BIT(PARTY_SCHOOL))
		v[n++] = text(c->lang, T_term_party_school);
	if (parties & PARTY_BIT(PARTY_AGENCY))
		v[n++] = text(c->lang, T_term_party_agency);
	if (n == 2)
		return text_fill(c->arena, c->lang, T_term_both, v, 2);
	return n ? v[0] : STR_NONE;
}

struct signatures {
	agreement_id version;
	uint32_t signed_by; /* PARTY_BIT */
};

static enum err standing_of(struct ctx *c, const struct rules *r, const struct offering *o,
                            const struct signatures *s, struct agreement_standing *ret_a)
{
	struct agreement_standing a = {.version = s->version};
	struct fault before = c->fault;
	const struct rule *rule;
	uint32_t parties;
	enum err e = agreement_parties(c, r, o->kind, o->agency.v != 0, &parties, &rule);

	if (show_gap(c, r, e)) { /* of this one alone: the others may be known */
		a.no = c->fault;
		c->fault = before;
		*ret_a = a;
		return OK;
	}
	TRY(e);
	if (!s->version.v)
		a.missing = parties ? text(c->lang, T_term_agreement_none) : STR_NONE;
	else
		a.missing = parties_text(c, (parties | PARTY_BIT(PARTY_SCHOOL)) & ~s->signed_by);
	*ret_a = a;
	return OK;
}

enum err agreement_standing(struct ctx *c, const struct offering *o, const struct rules *rules,
                            struct agreement_standing *ret_a)
{
	struct q_agreement_stands_row row = {0};
	struct signatures s;
	struct rules today;

	TRY(or_absent(c, q_agreement_stands(c, o->county, o->school, o->term,
	                                    str_of(kind_name(o->kind)), o->id, &row)));
	if (!rules)
		TRY(rulebook_rules(c, o->county, o->school, ctx_today(c), &today));
	s.version = row.version;
	s.signed_by = (row.school ? PARTY_BIT(PARTY_SCHOOL) : 0) |
	              (row.agency ? PARTY_BIT(PARTY_AGENCY) : 0);
	return standing_of(c, rules ? rules : &today, o, &s, ret_a);
}

enum err agreement_standings(struct ctx *c, school_id school, term_id term,
                             const struct offering *o, size_t n, const struct rules *rules,
                             struct agreement_standing *ret_v)
{
	struct q_agreement_newest_all_row *newest;
	struct q_agreement_signed_row *hand;
	struct rules today;
	size_t newest_n, hand_n;

	if (n == 0)
		return OK;
	if (!rules)
		TRY(rulebook_rules(c, o[0].county, school, ctx_today(c), &today));
	TRY(q_agreement_newest_all(c, school, term, &newest, &newest_n));
	TRY(q_agreement_signed(c, school, term, &hand, &hand_n));
	for (size_t i = 0; i < n; i++) {
		struct signatures s = {0};

		for (size_t k = 0; k < newest_n; k++) {
			if (str_is(newest[k].kind, kind_name(o[i].kind)))
				s.version = newest[k].id;
		}
		for (size_t k = 0; k < hand_n; k++) {
			if (hand[k].offering.v == o[i].id.v && hand[k].agreement.v == s.version.v)
				s.signed_by |=
					PARTY_BIT(str_is(hand[k].party, "agency") ? PARTY_AGENCY
				                                                  : PARTY_SCHOOL);
		}
		TRY(standing_of(c, rules ? rules : &today, &o[i], &s, &ret_v[i]));
	}
	return OK;
}

/* --- reading -----------------------------------------------------------------------------------
 */

/* An agency reads what it is to sign. */
static enum err agency_serves(struct ctx *c, const struct agreement *a)
{
	struct q_offering_of_agency_row *row;
	size_t n;

	if (!a->is_published)
		return absent(c);
	TRY(q_offering_of_agency(c, c->actor.agency, &row, &n));
	for (size_t i = 0; i < n; i++) {
		struct offering o;

		TRY(offering_load(c, row[i].id, &o));
		if (o.school.v == a->school.v && o.term.v == a->term.v && o.kind == a->kind)
			return OK;
	}
	return absent(c);
}

enum err agreement_get(struct ctx *c, agreement_id id, struct agreement *ret_a)
{
	struct q_agreement_row_row row = {0};
	struct agreement a = {0};
	bool found = false;

	TRY(q_agreement_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	TRY(agreement_from(c, &row, &a));
	if (c->actor.role == ROLE_AGENCY)
		TRY(agency_serves(c, &a));
	else if (!reach_school(c, a.county, a.school))
		return absent(c);
	*ret_a = a;
	return OK;
}

enum err agreement_list(struct ctx *c, school_id school, term_id term, struct agreement **ret_v,
                        size_t *ret_n)
{
	struct q_agreement_row_row *row;
	struct school s;
	size_t n;

	TRY(own_school(c, school, &s));
	TRY(q_agreement_rows(c, s.id, term, &row, &n));
	struct agreement *v = NEW_N(c->arena, n, struct agreement);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(agreement_from(c, &row[i], &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err agency_offerings(struct ctx *c, struct agency_offering **ret_v, size_t *ret_n)
{
	struct q_offering_of_agency_row *row;
	size_t n;

	TRY(reach_role(c, ROLE_BIT(ROLE_AGENCY)));
	TRY(q_offering_of_agency(c, c->actor.agency, &row, &n));
	struct agency_offering *v = NEW_N(c->arena, n, struct agency_offering);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct q_agreement_stands_row stands;
		struct agreement_standing a;
		struct offering o;

		TRY(offering_load(c, row[i].id, &o));
		TRY(agreement_standing(c, &o, NULL, &a));
		TRY(q_agreement_stands(c, o.county, o.school, o.term, str_of(kind_name(o.kind)),
		                       o.id, &stands));
		v[i] = (struct agency_offering){
			.id = o.id,
			.school_name = row[i].school_name,
			.term_name = row[i].term_name,
			.code = o.code,
			.title = o.title,
			.state = o.state,
			.taken = o.taken,
			.version = a.version,
			.signed_by_agency = stands.agency > 0,
			.missing = a.no.code ? a.no.found : a.missing,
		};
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- writing, publishing, signing ---------------------------------------------------------------
 */

static enum err agreement_put_run(struct ctx *c, void *arg)
{
	struct agreement_put *a = arg;
	struct str kind = str_of(kind_name(a->kind));
	struct str body = S(""), title = S("");
	struct q_agreement_row_row draft = {0};
	struct school s;
	struct term t;
	int64_t version;
	bool found = false;

	TRY(own_school(c, a->school, &s));
	TRY(term_get(c, a->term, &t));
	if (a->kind == KIND_NONE)
		return fault_input(c, "missing_field", S("kind"), STR_NONE, STR_NONE);
	TRY(prose_read(c, S("title"), a->title, TITLE_MAX_CHARS, true, &title));
	TRY(prose_read(c, S("body"), a->body, BODY_MAX_CHARS, true, &body));
	TRY(q_agreement_draft(c, s.id, t.id, kind, &draft, &found));
	a->result = found ? draft.id : (agreement_id){env_next_id(c->env)};
	if (found) {
		TRY(q_agreement_edit(c, a->result, title, body, NULL));
	} else {
		TRY(q_agreement_next_version(c, s.id, t.id, kind, &version));
		TRY(q_agreement_insert(c, a->result, s.county, s.id, t.id, kind, version, title,
		                       body, NULL));
	}
	return audit_put(c, found ? "changed" : "drafted", "agreement", a->result.v, s.county,
	                 S("{}"));
}
const struct verb agreement_put_verb = {"agreement.put", agreement_put_run};

static enum err agreement_publish_run(struct ctx *c, void *arg)
{
	const struct agreement_publish *in = arg;
	uint8_t hash[SHA256_BYTES];
	struct agreement a = {0};
	struct sha256 h;
	int64_t done;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(agreement_get(c, in->agreement, &a));
	if (a.is_published)
		return OK;
	sha256_init(&h);
	sha256_put_field(&h, a.title);
	sha256_put_field(&h, a.body);
	sha256_end(&h, hash);
	TRY(q_agreement_release(c, a.id, c->now, BYTES(hash), &done));
	if (!done)
		return E_RETRY;
	return audit_put(c, "published", "agreement", a.id.v, a.county,
	                 str_printf(c->arena, "{\"version\":%lld}", (long long)a.version));
}
const struct verb agreement_publish_verb = {"agreement.publish", agreement_publish_run};

static enum err sign_one(struct ctx *c, offering_id id, const char *party, size_t *put)
{
	struct agreement a = {0};
	struct offering o;
	int64_t made;
	bool found = false;

	TRY(offering_get(c, id, &o));
	TRY(agreement_current(c, &o, &a, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "agreement_missing",
		                 &(struct fault){.found = o.title});
	TRY(q_agreement_sign_insert(c, o.id, a.id, str_of(party), o.county, c->actor.account,
	                            c->now, &made));
	*put += (size_t)made;
	if (!made)
		return OK;
	return audit_put(c, "signed", "agreement", a.id.v, o.county,
	                 str_printf(c->arena, "{\"offering\":\"%lld\",\"party\":\"%s\"}",
	                            (long long)o.id.v, party));
}

static enum err agreement_sign_run(struct ctx *c, void *arg)
{
	struct agreement_sign *a = arg;
	bool agency = c->actor.role == ROLE_AGENCY;

	a->put = 0;
	if (!agency && !(ROLE_BIT(c->actor.role) & ROLES_SCHOOL)) /* a signature needs a hand */
		return fault_set(c, E_DENIED, "not_allowed", NULL);
	if (a->n > AGREEMENTS_MANY)
		return fault_input(c, "too_long", S("offerings"), STR_NONE, STR_NONE);
	for (size_t i = 0; i < a->n; i++) {
		a->failed = i;
		TRY(sign_one(c, a->offering[i], agency ? "agency" : "school", &a->put));
	}
	return OK;
}
const struct verb agreement_sign_verb = {"agreement.sign", agreement_sign_run};

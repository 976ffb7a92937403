/* Transfer of benefits (R67): who stands behind an agency, as it declares; what staff declare;
 * where the two meet; and why money may go to such an agency all the same. */
#ifndef SETTLEMENT_RELATED_H
#define SETTLEMENT_RELATED_H

#include "store/store.h"

/* Verb (agency): a person behind it. `part` is legal, shareholder or manager; phone and address may
 * be none. Names, phones and addresses are sealed; phone and address have a blind index. E_INPUT
 * names part, name, phone, address. */
struct party_declare {
	struct str part, name, phone, address;
	int64_t result;
};
extern const struct verb party_declare_verb;

/* Verb (a school's desk and finance): the caller, or a close relative, works for an agency of the
 * county or owns part of it. E_INPUT relation, address; E_ABSENT for an agency of another county.
 */
struct interest_declare {
	agency_id agency;
	struct str relation, address;
	int64_t result;
};
extern const struct verb interest_declare_verb;

/* Verb (county's money roles): why this agency may be paid by this school although it is related to
 * its staff. It holds for the relations found now: one found later asks for a word of its own.
 * E_INPUT reason; E_ABSENT when none is found. */
struct related_clear {
	school_id school;
	agency_id agency;
	struct str reason;
	int64_t result;
};
extern const struct verb related_clear_verb;

/* Verbs: what was declared does not hold any more after this day; the row stays with the reason.
 * Whoever may declare it ends it: the agency a party of its own, a member of staff what they
 * declared themselves. E_ABSENT for any other; E_INPUT reason, last_day (before it was declared or
 * to come); E_CONFLICT `related_ended`. */
struct related_end {
	int64_t id;
	struct str reason;
	struct date last_day;
};
extern const struct verb party_end_verb, interest_end_verb;

struct agency_party {
	int64_t id;
	struct str part, name, phone, address;
	struct instant at;
	struct date last_day; /* none: it stands */
	struct str end_reason;
};
/* The caller's own (agency). */
enum err party_list(struct ctx *c, struct agency_party **ret_v, size_t *ret_n);

struct interest {
	int64_t id;
	agency_id agency;
	struct str agency_name, relation;
	struct instant at;
	struct date last_day; /* none: it stands */
	struct str end_reason;
};
/* The caller's own (a school's desk and finance). */
enum err interest_list(struct ctx *c, struct interest **ret_v, size_t *ret_n);

struct related {
	agency_id agency;
	school_id school;
	struct str agency_name, school_name, number, name; /* of the staff member */
	struct str part;                                   /* of the party; none: the contact */
	struct str how;     /* name | phone | address | account | staff */
	struct str key;     /* what was found, by ids: staff-how-row */
	struct str cleared; /* the reason; none */
};
/* Where agencies and employed staff of the caller's county meet today (its money roles). */
enum err related_list(struct ctx *c, struct related **ret_v, size_t *ret_n);

/* Inside a verb: may this school pay this agency today? *ret_related: it is related, and somebody
 * named why. E_REFUSED `related_unexplained` with how many relations nobody has explained;
 * `not_approved` (field approver) when the caller named the reason. Asks nobody's role. */
enum err related_require(struct ctx *c, county_id county, school_id school, agency_id agency,
                         bool *ret_related);

#endif

/* The same things four times over: a pupil's own, another family's of the same school, of another
 * school of the county, of another county. Each has a class, an offering with sittings, an
 * enrolment, an application that waits, an import and so on, all of it made by the verbs. */
#ifndef TESTS_STORY_PLACES_H
#define TESTS_STORY_PLACES_H

#include "../kit.h"
#include "../kit_store.h"
#include "../kit_term.h"

enum place { OWN, SAME_SCHOOL, OTHER_SCHOOL, OTHER_COUNTY, PLACES };

/* What can stand in a path, a query or a body. */
enum thing {
	T_ACCOUNT,
	T_ADJUSTMENT,
	T_AGENCY,
	T_AGREEMENT,
	T_APPLICATION,
	T_APPOINTMENT,
	T_APPROVAL,
	T_AUDIT_PACK,
	T_BANK_ACCOUNT,
	T_CLASS,
	T_COUNTY,
	T_COURSE,
	T_DIFFERENCE,
	T_DUE,
	T_EDITION,
	T_ENROLMENT,
	T_ENTRY,
	T_FEE_CASE,
	T_GUARDIAN,
	T_IMPORT,
	T_INTEREST,
	T_JOB,
	T_MESSAGE,
	T_NOTICE,
	T_OFFERING,
	T_OFFICER,
	T_ORDER,
	T_PARTY,
	T_PAYER_RECEIPT,
	T_PAYMENT,
	T_PAYOUT,
	T_PAYOUT_LINE,
	T_PUPIL,
	T_RECEIPT,
	T_REFUND,
	T_SAMPLE,
	T_SCHOOL,
	T_SESSION,
	T_SETTLEMENT,
	T_SHEET,
	T_SIMULATION,
	T_SITTING,
	T_SPECIAL,
	T_SPENDING,
	T_STAFF,
	T_SUBSIDY,
	T_TERM,
	T_WAIVER,
	THINGS
};
extern const char *const thing_name[THINGS];

struct places {
	int64_t id[PLACES][THINGS];
};

/* The world of kit_people, with a term at all three schools. */
void places_make(struct ctx *c, const struct kit_people *w, struct kit_term *ret_t,
                 struct places *ret_p);
/* A what-if of a draft that this officer or the city's office asked for; c->actor stays. */
int64_t place_simulation(struct ctx *c, const struct actor *asker, edition_id draft);
/* A message in the inbox of this account; c->actor stays. */
int64_t place_message(struct ctx *c, account_id account);

#endif

/* Guardians: known by phone within a county; one person has one account whatever the phone is used
 * for. */
#ifndef PEOPLE_GUARDIAN_H
#define PEOPLE_GUARDIAN_H

#include "store/store.h"

/* What a roster says of a guardian. */
struct guardian_said {
	struct str name, phone;
	struct str
		relation; /* father mother grandparent other, or as people write it: 父亲, 奶奶 */
};

/* father | mother | grandparent | other from what people write; false for none of them. Empty is
 * other. */
bool relation_parse(struct str said, struct str *ret_relation);

/* In a verb, authorised by the caller: the guardian with this phone in this county, made with
 * account (login = the phone) and guardian's right when there is none. Idempotent; the first name
 * stays. E_INPUT as mobile_read (field guardian_phone). The caller audits. */
enum err guardian_ensure(struct ctx *c, county_id county, struct str place,
                         const struct guardian_said *said, guardian_id *ret_id, bool *ret_made);
/* In a verb, likewise: who is guardian of whom, from today. An ended one begins anew. */
enum err kinship_put(struct ctx *c, county_id county, pupil_id pupil, guardian_id guardian,
                     struct str relation, bool *ret_changed);

/* Verb (clerk, leader, class head, system): a guardian more for a pupil. */
struct kinship_new {
	pupil_id pupil;
	struct guardian_said said;
	guardian_id result;
};
extern const struct verb kinship_add_verb;

/* Verb (clerk, leader, system): from now on this guardian neither sees nor acts for the child (R6).
 * Old consents stay. E_ABSENT when there was none. */
struct kinship_over {
	pupil_id pupil;
	guardian_id guardian;
	struct str reason; /* required */
};
extern const struct verb kinship_end_verb;

struct guardian {
	guardian_id id;
	account_id account;
	struct str name, phone, relation;
	struct date since;
};
/* The guardians of a pupil today, within the caller's scope as pupil_get. */
enum err guardians_of_pupil(struct ctx *c, pupil_id pupil, struct guardian **ret_v, size_t *ret_n);
/* The same for work that has been authorised already (messages to a family): no scope. */
enum err guardians_load(struct ctx *c, pupil_id pupil, struct guardian **ret_v, size_t *ret_n);

/* Verb (clerk, leader, class head, system): first-login codes for the guardians of a class who have
 * none or no password yet; `again` also for those who have (a forgotten one). Each code can be
 * shown once. */
struct guardian_slip {
	guardian_id guardian;
	struct str guardian_name, phone, pupil_name, code;
};
struct guardian_codes {
	class_id class;
	guardian_id only; /* none: the whole class */
	bool again;
	struct guardian_slip *slip;
	struct str class_name; /* out */
	size_t n;              /* out */
	size_t skipped;        /* out: have a password already */
};
extern const struct verb guardian_codes_verb;
#define GUARDIAN_CODE_HOURS 336

#endif

/* Shared inside the room. */
#ifndef PEOPLE_INTERNAL_H
#define PEOPLE_INTERNAL_H

#include "crypto/keys.h"
#include "people/pupil.h"

void pupil_number_blind(struct ctx *c, struct str number, uint8_t ret_index[BLIND_BYTES]);
/* A record with other words; what it said before of where the pupil is, is kept (pupil_past). The
 * pupil is at the school afterwards. */
struct pupil_rewritten {
	pupil_id id;
	school_id school;
	class_id class;
	int64_t grade, stage;
	bool boarding;
	int64_t sex;
	struct date born;
	struct str name, id_number;
};
enum err pupil_rewrite(struct ctx *c, const struct pupil_rewritten *r);

/* May the caller see this child? Staff and officers; a guardian's children are asked for by
 * themselves. */
bool pupil_in_reach(const struct ctx *c, const struct pupil *p);

#endif

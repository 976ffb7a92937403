/* The steps of the special funds, for the check of their shares. */
#ifndef KEHOU_AUDIT_SPECIAL_STEPS_H
#define KEHOU_AUDIT_SPECIAL_STEPS_H

#include "checks.h"

struct special_steps {
	bool known; /* a pack of before tells none */
	struct table step, said;
	struct index by_fund, by_object;
};
/* In place: its indexes point into it. */
void special_steps_load(struct special_steps *s, struct pack *p);
void special_steps_free(struct special_steps *s);

/* What a fund is said to be, held against its steps. */
struct special_stands {
	int64_t fund, total, state, round;
	bool approvals; /* the pack has those of the city */
};
void special_steps_see(const struct special_steps *s, struct check *c,
                       const struct special_stands *f);
/* When its evaluation was closed last; NONE: never, or nobody says. */
int64_t special_closed(const struct special_steps *s, int64_t fund);
/* Of a pack of before: yes. */
bool special_round_proposed(const struct special_steps *s, int64_t fund, int64_t round);
/* Of a pack of before: what the fund says of itself. */
bool special_round_approved(const struct special_steps *s, int64_t fund, int64_t round,
                            bool stands);

#endif

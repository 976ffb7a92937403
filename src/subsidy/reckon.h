/* What one sitting is worth to one person who led it (R48): the county's `pay` statements, asked
 * with what was done, when, in which role and at what kind of school, by the day of the sitting. So
 * a rate that changes in the middle of a month holds from its own day on. */
#ifndef SUBSIDY_RECKON_H
#define SUBSIDY_RECKON_H

#include "people/school.h"
#include "policy/rules.h"
#include "term/offering.h"

struct led {
	struct offering offering; /* kind, category, agency, grades, windows */
	struct date day;
	bool weekend; /* one of its times on Saturday or Sunday */
	struct clock_time starts, ends;
	struct str role; /* a word of the rule files */
	bool outsider;
	bool rated; /* a rate for the sitting is stated: on the duty, or agreed with an outsider */
	struct money rate;
};
struct worth {
	struct money due; /* 0 with `no` */
	struct str formula, requirement, document;
	/* Why nothing can be said: rate_mismatch (the stated rate or the form of pay is not the
	 * rules'), rate_missing (no document fixes one; found says what was asked). NULL: it can.
	 */
	const char *no;
	struct str found, allowed;
};
/* By the sitting where the rules can be asked so, else by the minute, which they may convert. Pure
 * but for the arena. */
enum err led_worth(struct ctx *c, const struct rules *r, const struct school *s,
                   const struct led *what, struct worth *ret_w);
/* "teacher", "leader" …: the roles rule files know, NULL-terminated. */
extern const char *const DUTY_ROLES[];

#endif

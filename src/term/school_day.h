/* What documents ask of a school's after-school service in a day and a week taken together (R22,
 * R24): `require minutes_per_day`, `days_per_week`, `ends_before_off_work`. Care and courses count
 * as one, time they share once: the documents speak of the school's day, not of each service. */
#ifndef TERM_SCHOOL_DAY_H
#define TERM_SCHOOL_DAY_H

#include "people/school.h"
#include "policy/rules.h"
#include "term/offering.h"

/* Whether a service may be opened. Asked of care on each of its days and for each grade, with what
 * the school has planned or opened beside it; of a course only what may not be exceeded, since care
 * is there for everybody and carries the day. E_REFUSED with the code the statement names
 * (not_as_required, end_too_early). What no document asks, and what depends on the pupil, passes.
 */
enum err school_day_require(struct ctx *c, const struct rules *r, const struct school *s,
                            const struct offering *o);

/* What stands beside a service: all of its school's term. */
struct school_plan {
	const struct offering *all;
	const struct slot *slot; /* of all of them */
	size_t n, slot_n;
};
/* The same of a service that is there, beside what is really open (R10: a what-if). */
enum err school_day_hold(struct ctx *c, const struct rules *r, const struct school *s,
                         const struct offering *o, const struct school_plan *beside);

/* What documents ask of periods (R24): `require periods_per_day`, how many a day may have, and
 * `minutes_per_period`, how long one is of a service that is priced by the period. By its sittings
 * in the term, counted as its price is; what cannot be counted, what no document asks and what
 * depends on the pupil passes. E_REFUSED as above. */
enum err periods_require(struct ctx *c, const struct rules *r, const struct school *s,
                         const struct offering *o, const struct slot *slot, size_t slot_n);

/* What an open or planned service of care falls short of beside what is really open, and what
 * cannot be asked because nobody recorded it: a sentence each, on its page. None for other kinds.
 */
enum err school_day_notes(struct ctx *c, const struct offering *o, struct str **ret_v,
                          size_t *ret_n);

#endif

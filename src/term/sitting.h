/* Dated occurrences of offerings (课次), made from weekly slots and the calendar (R22-R24). */
#ifndef TERM_SITTING_H
#define TERM_SITTING_H

#include "policy/decide.h"
#include "term/calendar.h"
#include "term/offering.h"

/* What an offering's term comes to. Pure: rules, calendar and slots in, days out, in order, each
 * judged in its own season (R24). A day without lessons has none, but for weekend slots on plain
 * weekends and for services held in a holiday (facts.h), where the rules open these; a make-up day
 * follows the weekday the calendar names, and only where the rules open make-up days for the kind
 * (R22). */
struct sitting_due {
	struct date day;
	struct clock_time starts, ends;
};
struct sitting_frame {
	enum kind kind;
	struct rule_facts where;
	struct date starts, ends;
	struct clock_time end_latest; /* fixed by the county for the school, or TIME_NONE */
};
enum err sittings_due(struct ctx *c, const struct rules *r, const struct calendar *cal,
                      const struct sitting_frame *f, const struct slot *slot, size_t slot_n,
                      struct sitting_due **ret_v, size_t *ret_n);

/* Verb (clerk, leader, system): bring the sittings of an offering in line with its slots and the
 * calendar, and its price while nobody has taken it (pricing.h). What is past, marked or held
 * stays. A cancelled offering loses what is still ahead. At most SITTINGS_MANY rows a call; call
 * again while `more`. Nothing to do is no error. */
#define SITTINGS_MANY 200
struct sittings_generate {
	offering_id offering;
	size_t made, dropped;
	bool more;
};
extern const struct verb sittings_generate_verb;

/* In a verb: the same by a job, for one offering, or for all that a stretch of changed days
 * touches. */
enum err sittings_wanted(struct ctx *c, offering_id offering);
enum err sittings_follow(struct ctx *c, county_id county, school_id school, struct date first,
                         struct date last);

struct sitting {
	sitting_id id;
	offering_id offering;
	struct date day;
	struct clock_time starts, ends;
	struct str state; /* planned | held | cancelled */
};
/* Within the caller's scope of the offering. */
enum err sitting_list(struct ctx *c, offering_id offering, struct sitting **ret_v, size_t *ret_n);

#endif

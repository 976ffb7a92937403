/* Who was charged more than the published price and the rules allow (R41): every charge that stands
 * is decided again on its day and held against what the bill says, adjustments included. A
 * computation, no verb: nothing is written. */
#ifndef OVERSIGHT_OVERCHARGE_H
#define OVERSIGHT_OVERCHARGE_H

#include "enrolment/late.h"

struct overcharge {
	school_id school;
	struct str school_name;
	bill_id bill;
	pupil_id pupil;
	enrolment_id enrolment; /* the latest of the service on this bill */
	offering_id offering;
	struct str title;                               /* of the service */
	struct str item;                                /* price | consumables */
	struct date day;                                /* it was charged */
	struct money published, charged, allowed, over; /* charged: lines and adjustments */
	struct str formula; /* how `over` comes about: a line in zh-CN, a line in English */
	struct str clause, document; /* the sentence that decides; none: the published price does */
	int64_t fee_case;            /* the open case about it; or 0 */
};
struct overcharge_sums {
	int64_t bills, services; /* that were looked at */
	int64_t found;
	struct money over;
};

/* Of one school's term (`school`), or of all of the county's (none). For a county's money roles;
 * the city's see the sums alone: *ret_n is then 0. Inside a reading transaction; the reading is
 * noted. By school and bill. E_DENIED, E_ABSENT. */
struct overcharge_ask {
	county_id county;
	term_id term;
	school_id school;
};
enum err overcharges(struct ctx *c, const struct overcharge_ask *ask, struct overcharge **ret_v,
                     size_t *ret_n, struct overcharge_sums *ret_sums);

#endif

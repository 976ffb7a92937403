/* Closing a county's books: after it nothing is booked on a day of that period or before, and what
 * stood in each account is kept. */
#ifndef MONEY_PERIOD_H
#define MONEY_PERIOD_H

#include "base/ctx.h"

/* Outside a transaction (county, system). Closes the county's books through the last day of a
 * month; what was before and not closed is closed with it. A period can be closed from the second
 * day after it on, so that nothing made on its last day is still under way: that is why booking
 * today asks nobody. Closing what is closed through the same day repeats nothing; one that was
 * interrupted is finished. E_INPUT for a day that ends no month, E_REFUSED `period_not_over`,
 * E_CONFLICT `period_closed` for a day before the last closing, E_ABSENT for another county. */
enum err period_close(struct ctx *c, county_id county, struct date last_day);

struct period {
	int64_t id;
	struct date last_day;
	struct instant at;
	struct str by;
	bool counted; /* its balances are kept; false: was interrupted, close it again */
	int64_t entries;
};
/* The closings of a county, the newest first (county, system). E_ABSENT for another county. */
enum err period_list(struct ctx *c, county_id county, struct period **ret_v, size_t *ret_n);

/* The last days of the months that can be closed today, the newest first; at most `most`. */
size_t period_closable(const struct ctx *c, struct date closed_through, struct date *ret_v,
                       size_t most);

#endif

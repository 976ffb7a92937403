/* Sittings counted in the units documents speak of: those due by slots and calendar for a price,
 * those a pupil had for a refund. */
#ifndef TERM_COUNTING_H
#define TERM_COUNTING_H

#include "policy/kind.h"
#include "policy/span.h"

/* What stands in the calendar, before any convention. */
struct tally_day {
	struct date day;
	int64_t sittings, minutes;
	bool week, half_month, month; /* the first day with a sitting in it */
};
struct tally {
	struct tally_day *v; /* days with a sitting, in order */
	size_t n;
	int64_t sittings, minutes, weeks, half_months, months;
	bool whole; /* the service runs the whole term */
};
/* An empty one with room for so many sittings. E_BROKEN when memory is out. */
enum err tally_new(struct ctx *c, size_t sittings, struct tally *ret_t);
/* One sitting more; they come in order of day and time. */
void tally_add(struct tally *t, struct date day, struct clock_time starts, struct clock_time ends);

/* What of a tally is counted, and what one of that is in the unit asked for. */
struct unit_way {
	bool known;
	int basis; /* enum unit */
	struct span_path path;
};
/* The first count that leads to the unit: sittings, meals, days and weeks as such; periods, hours
 * and declared units from the minutes by the documents' `convert`, else from the sittings, else
 * from the days; months from the days by `convert` (from the term first, where `whole`), else they
 * are the calendar months with a sitting. Not known is an answer; errors as span_path(). */
enum err unit_way_find(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                       enum kind kind, bool whole, int unit, struct unit_way *ret_w);
/* The way without any convention: what the calendar itself has of these. */
struct unit_way unit_way_plain(int unit);
int64_t tally_of(const struct tally *t, int basis);
/* Exact. E_INPUT bad_input (quantity) when it does not fit. */
enum err tally_in(struct ctx *c, const struct tally *t, const struct unit_way *w,
                  struct ratio *ret_n);

#endif

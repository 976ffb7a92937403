/* Counts in another unit, by the conventions the documents state (`convert 1 term = 100 day`). */
#ifndef POLICY_SPAN_H
#define POLICY_SPAN_H

#include "policy/rules.h"

/* *ret_known is false where no chain of conventions leads from one unit to the other; then *ret_n
 * is untouched. The shortest chain is taken, and of two conventions for a pair the lower
 * document's. Half a month is half a month and an hour 60 minutes without anybody saying so.
 * E_INPUT when the result does not fit, or fact_missing where a convention asks for a fact. */
enum err span_convert(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                      struct ratio n, int from, int to, struct ratio *ret_n, bool *ret_known);
/* The same, but unknown is E_REFUSED no_rule naming both units. */
enum err span_need(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                   struct ratio n, int from, int to, struct ratio *ret_n);

/* What one `from` is in the other unit, and the statements that say so, the last first. Not known
 * is an answer; errors as above. */
enum { SPAN_HOPS = 6 };
struct span_path {
	bool known;
	struct ratio by;
	const struct rule *rule[SPAN_HOPS];
	size_t n;
};
enum err span_path(struct ctx *c, const struct rules *r, const struct rule_facts *facts, int from,
                   int to, struct span_path *ret_p);

/* "day", "月次": a unit's own word. */
struct str unit_name(const struct rules *r, int unit);

/* A day n units later (earlier for n below 0): days, weeks, months and years of the calendar, the
 * last day of the month where it is shorter; working days as the country's notices name them, the
 * first being the next one after `from`. SPAN_NEVER for units the calendar does not know and for
 * parts of a day; SPAN_UNKNOWN where no notice is here that says whether *ret_d, a day on the way,
 * is worked. */
enum span_end { SPAN_DAY, SPAN_NEVER, SPAN_UNKNOWN };
enum span_end span_after(struct date from, struct ratio n, int unit, struct date *ret_d);
/* The year whose notice would say of such a day. */
int32_t span_notice_year(struct date unknown);

/* R5: the last day of what was granted on a day, by an `expires` that counts no terms. False when
 * no such day exists. */
bool expiry_last(const struct rule_value *expires, struct date granted, struct date *ret_last);

#endif

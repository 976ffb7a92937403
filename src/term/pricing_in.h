/* Counting the sittings of an offering in the unit of its price. */
#ifndef TERM_PRICING_IN_H
#define TERM_PRICING_IN_H

#include "term/counting.h"
#include "term/pricing.h"
#include "term/sitting.h"

enum err tally_take(struct ctx *c, const struct price_frame *f, const struct offering *o,
                    struct tally *ret_t);

/* The same in a unit. */
struct unit_count {
	bool known;
	struct ratio quantity;
	int basis; /* enum unit */
	int64_t counted;
	struct span_path path;
	int64_t sittings, days, months;
	struct charge_counts by[CHARGE_TIMES];
	struct charge_counts falls; /* the sittings due, by month */
};
enum err unit_counted(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                      enum kind kind, const struct tally *t, int unit, struct unit_count *ret_n);

/* In a verb: store how the price came about and when the offering is held; what no longer is so is
 * dropped. */
enum err offering_price_keep(struct ctx *c, const struct offering *o);
/* In a verb: the price of a published offering is another, as is its plan. E_REFUSED
 * offering_charged when somebody has a seat or waits; then nothing is written. */
enum err offering_price_move(struct ctx *c, const struct offering *o);
/* In a verb: a published offering follows the calendar, while nobody has taken it. Never fails for
 * what the rules say: what they give no price for any more, or one above its sheet (R4), stays as
 * it was published. */
enum err offering_price_follow(struct ctx *c, const struct offering *o);
/* Of a quantity nobody counted by month: its share of each, as the sittings fall. */
enum err unit_spread(struct ctx *c, const struct unit_count *n, struct ratio quantity,
                     struct charge_counts *ret_spread);
/* Whether both come to the same. */
bool same_outcome(const struct offering *a, const struct offering *b);

/* The shortest time that is known: "day 3/2@20514+1+1 3@20520+7" is 3/2 on day 20514 and the two
 * after it, 3 on day 20520 and a week later; "half_month", "month" alike; "spread" the
 * months of u->spread, where none is. And back, with the longer times. */
struct str counts_text(struct arena *a, const struct unit_price *u);
bool counts_read(struct ctx *c, struct str s, struct unit_price *u);

#endif

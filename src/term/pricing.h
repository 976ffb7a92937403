/* Offerings priced by the unit: so much a period, day, month or meal, times how many of them the
 * term has (R30, R59). The product is rounded once, half up, and what the county's rules cap or
 * limit of it is the term price, `offering.price`; families see both.
 *
 * How many. Counted: the sittings due by slots and calendar (sitting.h), in the price's unit.
 * Sittings, meals, days and weeks are counted as such; periods, hours and declared units come from
 * the minutes by the documents' `convert`, else from the sittings, else from the days; months from
 * the whole term or the days by `convert`, else they are the calendar months with a sitting.
 * What falls on which day, half month and month is kept beside the quantity, so that a cap on a
 * month holds the month's own amount: sittings, meals, days and minutes fall on their day, a week,
 * a half month and a month on the first day with a sitting in it. A quantity that was stated, or
 * comes from the whole term, is spread evenly; but where its price is counted anew each month, over
 * the months in proportion to their sittings, in whole units where it is whole. Nothing is rounded
 * on the way: 45 minutes are 9/8 of a period of 40. Or stated by the school with a reason, where no
 * document says how to count or the count is not the case.
 *
 * When it moves. A draft follows slots and calendar each time it is written and once more when it
 * is published. A published one follows them until somebody takes it or waits for it; from then on
 * nobody's price moves, whatever the calendar does. `collect term` (and where nothing is said):
 * sittings that are lost afterwards come back by the document's refund for what was not served,
 * sittings that are added are not charged. `collect month` and `actual`: the charge is the advance,
 * and the settlement reckons what was held against the quantity kept here. Neither rewrites the
 * price. */
#ifndef TERM_PRICING_H
#define TERM_PRICING_H

#include "policy/charge.h"
#include "store/stmt.h"
#include "term/calendar.h"
#include "term/offering.h"
#include "term/term.h"

struct unit_price {
	struct str unit;    /* a word of LEX_UNIT or a declared one; never `term` */
	struct money price; /* for one unit, without consumables */
	bool by_rules;      /* the document's own price was taken over */
	struct ratio quantity;
	bool stated; /* by the school, with the reason below; else counted */
	struct str why;
	struct str basis; /* in what the sittings were counted; none: they do not say it */
	int64_t counted;
	int64_t sittings, days, months;        /* of the sittings due */
	struct charge_counts by[CHARGE_TIMES]; /* of the quantity; none: not known */
	struct charge_counts spread; /* then by month, in proportion to the sittings due */
	struct opt_money most;       /* what cap or limit leave of price × quantity */
	struct str formula;          /* Chinese, a newline, English */
	struct str requirement, clause, document; /* the sentence that decided the price */
	struct str count_clause,
		count_document; /* the convention between basis and unit; or none */
};

/* What the rules are asked with: price, unit, quantity and how it is spread. E_REFUSED no_rule for
 * a unit these documents do not know. */
enum err unit_item(struct ctx *c, const struct rules *r, const struct unit_price *u,
                   struct charge_item *ret_it);

/* The term price in the reader's language: 3.00 元/课时 × 36 课时 = 108.00 元. */
struct str unit_formula(enum lang lang, const struct unit_price *u);
/* Whether only an even spread over the months is known of it: stated, or of the whole term. */
bool unit_evenly(const struct unit_price *u);
/* Where the quantity comes from: 24 次课共 1440 分钟 …, or the school's reason; and that it was
 * spread evenly or as the sittings fall, where it was. */
struct str unit_origin(struct ctx *c, const struct unit_price *u);
/* 课时, period: the unit behind "a" or "per"; declared ones by their label in these rules. `r` may
 * be NULL. */
struct str unit_word(struct ctx *c, const struct rules *r, struct str unit);
/* The same behind a count: 1 period, 2 periods. */
struct str unit_words(struct ctx *c, const struct rules *r, struct ratio count, struct str unit);

/* The units an offering may be priced by under these rules: the built-in ones that can be counted,
 * then those their fees declare. At most `most`. */
size_t unit_choices(const struct rules *r, struct str *ret_v, size_t most);

struct price_frame {
	const struct rules *rules;
	const struct school *school;
	const struct term *term;
	const struct calendar *calendar; /* of the whole term */
	const struct slot *slot;
	size_t slot_n;
};
/* Counts and prices o->by_unit (unit, price or by_rules, stated quantity and reason are given; the
 * rest is filled in) and sets o->price. Nothing where it is priced by the term. For every grade,
 * every time it is held at, and as day pupil or boarder the rules are asked as they will be at
 * enrolment. E_INPUT bad_input for a unit that cannot be counted or is not the document's,
 * missing_field for a stated quantity without reason, fact_missing. E_REFUSED quantity_unknown
 * where nothing leads from the sittings to the unit; quantity_none where no sitting is due, and
 * months_unknown where then a stated one is priced anew each month;
 * prices_differ where not all grades and times cost the same; charge_without_service forbidden and
 * more stated than due; and what charge_decide() refuses. */
enum err offering_reckon(struct ctx *c, const struct price_frame *f, struct offering *o);
/* The same from what is stored; by the term's calendar as it is now. */
enum err offering_reckon_now(struct ctx *c, const struct rules *r, struct offering *o);

#endif

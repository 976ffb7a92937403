/* Price sheets: how the price of a course came about, and who bears its cost (R4, R5, R33). */
#ifndef SETTLEMENT_SHEET_H
#define SETTLEMENT_SHEET_H

#include "term/offering.h"

ID_TYPE(price_sheet)

struct price_sheet {
	price_sheet_id id;
	county_id county;
	school_id school;
	offering_id offering;
	struct str title; /* of the offering */
	agency_id agency; /* none: the school's own staff */
	struct str agency_name;
	int64_t minutes, people, headcount;
	struct money rate, materials; /* an hour and instructor; of the term */
	struct money cost, government, own, parents;
	struct money part, price; /* a pupil's */
	bool published;
	struct instant at;
};

/* Verb (clerk, leader, finance of the school): a version of a course's sheet. Cost = minutes ×
 * people × rate / 60 + materials, rounded once; government and school bear what is said, families
 * the rest, to the fen (shares_decide). The agency's part of each price is its hours by head, at
 * most the price; materials stay with the school. E_INPUT names minutes, people, rate, materials,
 * headcount, government, own. E_ABSENT out of reach or for what is no course. */
struct sheet_put {
	offering_id offering;
	int64_t minutes, people, headcount;
	struct money rate, materials, government, own;
	price_sheet_id result;
};
extern const struct verb sheet_put_verb;

/* Verb (finance, leader of the school): published for everybody, never changed afterwards. R4:
 * E_REFUSED `price_above_cost` when price × headcount is more than the families' share of the cost,
 * beyond a fen a head of rounding; found and allowed are prices. */
struct sheet_publish {
	price_sheet_id sheet;
};
extern const struct verb sheet_publish_verb;

/* The published sheet in force: the newest. Asks nobody's role. */
enum err sheet_of(struct ctx *c, offering_id offering, struct price_sheet *ret_s, bool *ret_found);

/* The newest sheet of each course of a school's term, published or not (desk, finance, county); or
 * what is published alone, for everybody. With what came in and what the verified hours cost. */
struct openness {
	struct price_sheet sheet;
	int64_t verified;    /* minutes */
	struct money income; /* paid by families so far, less what went back */
	struct money spent;  /* verified hours × rate, and the materials */
	struct money
		surplus; /* income, government and school less spent; of a course that is over */
	bool over;
};
enum err openness_list(struct ctx *c, school_id school, bool published, struct openness **ret_v,
                       size_t *ret_n);

#endif

/* Price sheets: how the price of a course came about, and who bears its cost (R4, R5, R33). */
#ifndef TERM_SHEET_H
#define TERM_SHEET_H

#include "term/offering.h"

ID_TYPE(price_sheet)

struct school;

struct price_sheet {
	price_sheet_id id;
	county_id county;
	school_id school;
	offering_id offering;
	struct str title; /* of the offering */
	struct str school_name;
	agency_id agency; /* none: the school's own staff */
	struct str agency_name;
	int64_t minutes, people, headcount;
	struct money rate, materials; /* an hour and instructor; of the term */
	struct money cost, government, own, parents;
	struct money part, price; /* a pupil's */
	bool published;
	struct instant at;
	struct date ends; /* of the offering */
};

/* Verb (clerk, leader, finance of the school): a version of a course's sheet. Cost = minutes ×
 * people × rate / 60 + materials, rounded once; government and school bear what is said, families
 * the rest, to the fen (shares_decide). The agency's part of each price is its hours by head, at
 * most the price; materials stay with the school. E_INPUT names minutes, people, rate, materials,
 * headcount, government, own. E_ABSENT out of reach or for what is no course. The agency's part is
 * held against the county's ceiling at once (agency_share_require). */
struct sheet_put {
	offering_id offering;
	int64_t minutes, people, headcount;
	struct money rate, materials, government, own;
	price_sheet_id result;
};
extern const struct verb sheet_put_verb;

/* Verb (finance, leader of the school): published for everybody, never changed afterwards. R4:
 * E_REFUSED `price_above_cost` when price × headcount is more than the families' share of the cost,
 * beyond a fen a head of rounding; found and allowed are prices.
 * E_CONFLICT `sheet_overtaken` for a draft older than the sheet that is published. */
struct sheet_publish {
	price_sheet_id sheet;
};
extern const struct verb sheet_publish_verb;

/* Verb: both at once for a plan of at most OFFERINGS_MANY courses (forms, files, the demo);
 * published only with `publish`. On failure `failed` is the row and nothing remains. */
struct sheets_put {
	struct sheet_put *row;
	size_t n;
	bool publish;
	size_t failed;
};
extern const struct verb sheets_put_verb;

/* R33: a course families pay for has a published sheet, and R4 its price is not above it.
 * E_REFUSED `sheet_missing` (with the clause), `price_above_cost`, and as agency_share_require.
 * What is free, or no course, needs none. Inside a verb; asks nobody's role. */
enum err sheet_require(struct ctx *c, const struct rules *r, const struct offering *o);
/* The agency's part of the price in percent, rounded up to a hundredth, is within what the rules
 * ask of `agency_price_share`; OK where no document asks. E_REFUSED `not_as_required` or the code
 * the rule names, with found and allowed. */
enum err agency_share_require(struct ctx *c, const struct rules *r, const struct school *k,
                              const struct offering *o, struct money part, struct money price);

/* One, by its school's desk and money roles and its county's. E_ABSENT. */
enum err sheet_get(struct ctx *c, price_sheet_id id, struct price_sheet *ret_s);
/* The published sheet in force: the newest. Asks nobody's role. */
enum err sheet_of(struct ctx *c, offering_id offering, struct price_sheet *ret_s, bool *ret_found);

/* The newest of each course of a school's term, published or not; or what is published alone. Asks
 * nobody's role. */
enum err sheets_of_term(struct ctx *c, school_id school, term_id term, bool published,
                        struct price_sheet **ret_v, size_t *ret_n);
/* The newest of each course of all schools of a county; `most` 0: all. Asks nobody's role. */
enum err sheets_of_county(struct ctx *c, county_id county, term_id term, int64_t most, int64_t skip,
                          struct price_sheet **ret_v, size_t *ret_n, int64_t *ret_total);

/* The newest term a school has sheets in (none: the schools of the county); or published ones. Ask
 * nobody's role. */
enum err sheets_newest(struct ctx *c, county_id county, school_id school, term_id *ret_term,
                       bool *ret_found);
enum err sheets_newest_published(struct ctx *c, county_id county, school_id school,
                                 term_id *ret_term, bool *ret_found);

#endif

/* The guarantee fund (R29): so much per term for every pupil who really takes part, paid to the
 * schools by the county's finance. To the fen, both ways of counting always shown (D2). */
#ifndef FUNDS_GUARANTEE_H
#define FUNDS_GUARANTEE_H

#include "funds/count.h"
#include "people/county.h"
#include "policy/decide.h"

struct guarantee {
	struct school_count count;
	enum participant_by by;         /* as the county chose, or as a closed term was counted */
	struct participants who;        /* what that comes to */
	struct money received;          /* the appropriations of the term */
	struct guarantee_answer answer; /* required by both counts, shortfall, formula, rule */
};

/* What these rules promise for a school that was counted in a term, by the county's way of
 * counting; where it counts by rule, by these. Nothing received. no_rule where no document promises
 * anything. */
enum err guarantee_under(struct ctx *c, const struct rules *r, const struct county *county,
                         term_id term, const struct school_count *count,
                         struct guarantee_answer *ret_a);

/* The definition in words. */
struct str guarantee_who(const struct ctx *c, const struct guarantee *g);

/* Whether the documents of a county guarantee anything in a term. */
enum err guarantee_stated(struct ctx *c, const struct term *t, bool *ret_stated);

/* Of one school, as of now; a closed term is counted as it was then (D2). Within the caller's scope
 * of the school and its county; E_ABSENT; no_rule where no document promises anything. */
enum err guarantee_of_school(struct ctx *c, school_id school, const struct term *t,
                             struct guarantee *ret_g);

/* Of every school of a county in order of code (see count_county), and their sum: counts, received
 * and amounts add up school by school, shortfalls too, so that what one school has too much does
 * not hide what another lacks. The sum has no formula. */
enum err guarantee_of_county(struct ctx *c, county_id county, const struct term *t, struct str name,
                             struct guarantee **ret_v, size_t *ret_n, struct guarantee *ret_sum);

/* Verb (county finance, bureau; system): finance has paid this to a school. A correction is a
 * negative amount with a document of its own. Moves money from LEDGER_APPROPRIATION to
 * LEDGER_GUARANTEE of the school. E_INPUT for nothing, a missing document, or a correction past
 * what was received
 * (`appropriation_below_zero`); E_CONFLICT `appropriation_entered` for a document this school
 * already has in the term; E_ABSENT for another county's school or term. */
struct appropriation_add {
	school_id school;
	term_id term;
	struct money amount;
	struct str document;
	int64_t result;
};
extern const struct verb appropriation_add_verb;

struct appropriation {
	int64_t id;
	struct money amount;
	struct str document;
	struct instant at;
};
/* What a school was paid in a term, the newest first. Within the caller's scope of the school. */
enum err appropriation_list(struct ctx *c, school_id school, term_id term,
                            struct appropriation **ret_v, size_t *ret_n);

#endif

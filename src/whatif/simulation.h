/* A what-if as a piece of work that goes on after the reply: asked for by a county's officer or the
 * city's office, run by jobs in steps, read while it runs and for a month after. It holds the text
 * it began with. Nothing of the live data is written. */
#ifndef WHATIF_SIMULATION_H
#define WHATIF_SIMULATION_H

#include "jobs/job.h"
#include "whatif/county.h"

#define SIMULATION_KEEP_DAYS  30
#define SIMULATIONS_UNDER_WAY 3 /* of one asker at a time */

struct simulation {
	simulation_id id;
	county_id asker, county; /* none: the city's office; every county */
	struct str county_code, county_name;
	edition_id edition; /* none: the text was sent */
	struct str ruleset, title;
	struct str hash;  /* of the text; 32 bytes */
	struct str term;  /* code; empty: the current one of each county */
	struct str state; /* waiting | running | done | cancelled | failed | purged */
	int64_t schools, done;
	account_id account;
	struct instant created, finished; /* INT64_MIN: not yet */
};
/* Waiting or running. */
bool simulation_under_way(const struct simulation *s);

/* R10. Called outside a transaction by a county's officer (for the own county), the city's office
 * or the system; run once for its key, audited. The draft is an edition within reach, or else a
 * text. E_INPUT missing_field without either, rule_set_wrong for a text that is none; E_ABSENT;
 * E_REFUSED whatif_no_term when the one county it is for has no such term, whatif_many (found: how
 * many) with SIMULATIONS_UNDER_WAY of the same asker under way. */
struct simulation_start {
	county_id county; /* an officer's own; of the city's none: every county */
	edition_id edition;
	struct str text;
	struct str term; /* code; none: the current one of each county */
	simulation_id result;
	struct str answer; /* JSON: id, state */
};
enum err simulation_start(struct ctx *c, struct simulation_start *s, const struct store_once *once);

/* Verb (of the asker): what was found so far stays. A step that runs meanwhile writes nothing any
 * more. The same again changes nothing; E_CONFLICT whatif_ended for one that has ended otherwise.
 */
extern const struct verb simulation_cancel_verb; /* simulation_id */

/* --- reading: the asker's own, else absent ----------------------------------------------------
 */

enum err simulation_get(struct ctx *c, simulation_id id, struct simulation *ret_s);
/* The newest first; `edition` none: all. */
enum err simulation_list(struct ctx *c, edition_id edition, int64_t after, int64_t most,
                         struct simulation **ret_v, size_t *ret_n);
enum err simulation_total(struct ctx *c, int64_t *ret_n);

struct simulation_county {
	county_id id;
	struct str code, name, state, term;
	struct date day; /* DATE_NONE: waits */
	int64_t schools, done;
	struct str failure, found; /* none: did not fail */
	struct whatif_school sum;
};
/* What is known of every county, their sum and the sentences of all; `ret_t` is filled. */
enum err simulation_counties(struct ctx *c, simulation_id id, struct simulation_county **ret_v,
                             size_t *ret_n, struct whatif_school *ret_sum,
                             struct whatif_tally *ret_t);
/* In the order they were asked; behind the first `after` ones; `most` 0: all. */
enum err simulation_schools(struct ctx *c, simulation_id id, int64_t after, int64_t most,
                            struct whatif_school **ret_v, size_t *ret_n);
/* One county of it: its sums, its sentences, its schools. E_ABSENT when it was not asked of. */
enum err simulation_one_county(struct ctx *c, simulation_id id, county_id county,
                               struct simulation_county *ret_k, struct whatif_tally *ret_t);
enum err simulation_county_schools(struct ctx *c, simulation_id id, county_id county, int64_t skip,
                                   int64_t most, struct whatif_school **ret_v, size_t *ret_n);

/* --- who moves: a county's officer alone ------------------------------------------------------
 */

/* Single pupils are told in parts of whole schools with about so many pupils. */
#define SIMULATION_PART 5000
struct simulation_part {
	int64_t first, last; /* numbers of schools */
	struct str from, to; /* their names */
	int64_t pupils;
};
/* E_ABSENT for the city's. */
enum err simulation_parts(struct ctx *c, simulation_id id, struct simulation_part **ret_v,
                          size_t *ret_n);
struct simulation_mover {
	struct str school; /* code */
	pupil_id pupil;
	struct money payable[WHATIF_SIDES];
	int64_t refused[WHATIF_SIDES];
	const struct whatif_cause *cause;
};
/* Every pupil of the part (from 1). E_ABSENT. The caller writes down who takes it. */
enum err simulation_movers(struct ctx *c, simulation_id id, int64_t part,
                           struct simulation_mover **ret_v, size_t *ret_n);

/* --- running ----------------------------------------------------------------------------------
 */

/* One step, outside a transaction: at most `most` schools (0: as many as fit a step) of the county
 * in hand are read and decided, then written with the sums in one verb. Twice the same step writes
 * once. `*ret_more`: there is something left. For the job and tests. */
enum err simulation_step(struct ctx *c, simulation_id id, int64_t most, bool *ret_more);

/* "whatif.simulate" and, once a day, "whatif.purge". */
extern const struct job_kinds whatif_jobs;

#endif

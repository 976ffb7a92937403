/* A month of care at A1 with its registers, the county's rates, and what is asked of them. Include
 * after the kits. */
#ifndef TESTS_SUBSIDY_WORLD_H
#define TESTS_SUBSIDY_WORLD_H

#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../rulebook/world.h"

#include "subsidy/batch.h"
#include "subsidy/duty.h"
#include "term/sitting.h"
#include "world.sql.h"

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	struct actor other;      /* a second officer of the county */
	struct date first, last; /* of September 2026 */
	int64_t days;            /* sittings of care in it */
};

/* The county pays `rate` yuan a sitting to teachers from `effective` on, and 80.00 to leaders; an
 * outsider's fee is agreed, at most 200.00. `mode`: within_total or incremental. */
struct str pay_rules(struct ctx *c, const char *effective, const char *rate, const char *mode);
/* The same, but what it says to teachers are these lines, as "  rate exactly 60.00 yuan per day\n".
 */
struct str pay_rules_of(struct ctx *c, const char *effective, const char *lines);
/* September is over: care was held every day with three children, led by the teacher, for 50.00. */
struct scene scene_of(void **state);
/* A day comes. */
void scene_day(void **state, struct date day);
/* Another number of children was there. */
void scene_present(struct scene *s, sitting_id sitting, int64_t present);
/* The i-th sitting of an offering in September; none: there are not so many. */
sitting_id scene_sitting(struct scene *s, enum kit_offering o, size_t i);
/* The sittings of an offering from day to day, all held; how many. */
int64_t scene_held(struct scene *s, enum kit_offering o, struct date first, struct date last);
void scene_runs(struct scene *s, enum kit_offering o, staff_id staff);

/* Opens the month and lets it be reckoned to its end. */
struct subsidy_batch scene_reckon(struct scene *s, struct date month);
struct subsidy_batch scene_batch(struct scene *s, int64_t id);
/* How many findings of this name. */
size_t scene_findings(struct scene *s, const struct subsidy_batch *b, const char *code);
struct money scene_line(struct scene *s, const struct subsidy_batch *b, int64_t person);
enum err scene_quota(struct scene *s, int64_t fen);
enum err scene_submit(struct scene *s, int64_t batch);
enum err scene_decide(struct scene *s, const struct actor *who, int64_t batch, bool approve);
/* Handed in and approved, or the test says why not. */
void scene_approved(struct scene *s, int64_t batch);
/* The job that carries out what was decided and paid. */
void scene_follow(struct scene *s);
struct money scene_balance(struct scene *s, const char *account, int64_t subject);

#endif

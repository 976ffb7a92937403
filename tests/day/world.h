/* One day at school: a care service and a course by an agency, with sittings and pupils who have
 * seats; every fact once an engine. Include first. */
#ifndef TESTS_DAY_WORLD_H
#define TESTS_DAY_WORLD_H

#include "../kit.h"
#include "../kit_store.h"
#include "../kit_people.h"

#include "day/day.h"
#include "world.sql.h"

#define MINUTE_US INT64_C(60000000)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

struct world {
	struct kit_db db;
	struct kit_people w;
	term_id term;
	offering_id care, course, other; /* of A1 (teacher 1003); by the agency, unsigned; of A2 */
	sitting_id today, course_today, off,
		other_today; /* 2026-09-01 16:10–17:40; off: cancelled */
	sitting_id tomorrow; /* of care */
	struct date day;
};

int world_setup(void **state);
int world_teardown(void **state);
struct world *world_of(void **state);
/* Stops or runs a plain function as a verb. */
void world_write(struct ctx *c, enum err (*run)(struct ctx *c, void *arg), void *arg);
/* Lets a minute of the first day come: 16:10 is 970. */
void world_at(void **state, int minute);
/* Saves a register as the caller; the error and the fault are the caller's. */
enum err world_save(struct ctx *c, sitting_id sitting, const struct mark_put *v, size_t n,
                    const char *reason);
/* Gives a seat; ended INT64_MIN: still. */
void world_seat(struct ctx *c, struct world *x, offering_id offering, pupil_id pupil,
                const char *state, int64_t place, struct instant at);
void world_sign(struct ctx *c, struct world *x, offering_id offering, int64_t version,
                const char *party);
enum mark world_mark(struct ctx *c, sitting_id sitting, pupil_id pupil); /* MARK_NONE: none */
int64_t world_attended(struct ctx *c, pupil_id pupil, const char *kind);
int64_t world_changes(struct ctx *c, sitting_id sitting);

struct fact {
	const char *name;
	CMUnitTestFunction f;
};
#define FACT(f)                                                                                    \
	{                                                                                          \
#f, f                                                                              \
	}
#define WORLD_RUN(facts) world_run(facts, sizeof(facts) / sizeof *(facts))
int world_run(const struct fact *facts, size_t n);

#endif

/* A small world for every business room's tests: one city, two counties of which one is a
 * development zone, three schools, their classes, twelve pupils with their guardians, staff in
 * every role and an agency; all of it made by the verbs. Include after "kit_store.h".
 *
 *   struct kit_people w;
 *   kit_people_make(c, &w);        c->store is open; c->actor is left as it was
 *   c->actor = w.mother;           …act as somebody
 */
#ifndef TESTS_KIT_PEOPLE_H
#define TESTS_KIT_PEOPLE_H

#include "kit.h"

#include "agency/agency.h"
#include "people/county.h"
#include "people/officer.h"
#include "people/roll.h"
#include "people/school.h"
#include "people/staff.h"

enum kit_pupil {
	CHEN_YI,    /* A1 3-1: father, mother */
	CHEN_ER,    /* A1 5-1: father, mother */
	WANG,       /* A1 3-1: wang */
	WANG_OTHER, /* A1 3-1, another child of the same name: wang_other */
	LI,         /* A1 3-2: li */
	HAN,        /* A1 3-2: grandparent han */
	ZHAO,       /* A1 5-1: zhao, who teaches at the school too */
	CHEN_SAN,   /* A2 7-1: mother */
	ZHOU,       /* A2 7-1: zhou */
	WU,         /* A2 7-1, boards: wu */
	ZHENG,      /* Z1 3-1: zheng */
	SUN,        /* Z1 3-1, with a rare character: father, in his other county */
	KIT_PUPILS
};

struct kit_people {
	county_id county, zone; /* 示例县 349901; 示例开发区 Z01 */
	school_id a1, a2; /* of the county: a primary school; a rural junior one that boards */
	school_id z1;     /* of the zone: a primary school */
	class_id a1_31, a1_32, a1_51, a2_71, z1_31;
	pupil_id pupil[KIT_PUPILS];
	agency_id agency_id; /* admitted in the county */
	staff_id teacher_id, head_id, clerk_id, leader_id;
	struct actor system, city, county_officer, zone_officer;
	struct actor leader, clerk, teacher, head; /* of A1; the head's class is A1 3-1 */
	struct actor leader2, clerk2, teacher2;    /* of A2 */
	struct actor finance, finance2;            /* who keeps the money of A1 and of A2 */
	struct actor clerk_z;                      /* of Z1 */
	struct actor county_finance, county_hr, zone_finance, city_finance;
	struct actor agency;
	struct actor father, mother, wang, wang_other, li, han, zhao, zhou, wu, zheng;
	struct actor father_z;   /* the father's account in the zone: SUN */
	struct actor zhao_teach; /* zhao's account as a teacher of A1 */
};

void kit_people_make(struct ctx *c, struct kit_people *ret_w);

/* --- one database with this world a test, once an engine
 * ------------------------------------------
 *
 *   static void a_full_course_waitlists(void **state)
 *   {
 *           struct ctx *c = kit_ctx(state);
 *           struct kit_people *w = kit_world(state);
 *           …
 *   }
 *   int main(void)
 *   {
 *           static const struct kit_fact facts[] = {KIT_FACT(a_full_course_waitlists)};
 *           return KIT_FACTS_RUN("enrolment", facts);
 *   }
 */
struct kit_fact {
	const char *name;
	CMUnitTestFunction f;
};
#define KIT_FACT(f)                                                                                \
	{                                                                                          \
#f, f                                                                              \
	}
#define KIT_FACTS_RUN(room, facts) kit_facts_run(room, facts, sizeof(facts) / sizeof *(facts))
int kit_facts_run(const char *room, const struct kit_fact *facts, size_t n);
struct kit_people *kit_world(void **state);
/* Its database, to be stopped and started again. */
struct kit_db *kit_world_db(void **state);

/* Reads as somebody: begins a reading transaction in which c->actor is `who`. */
void kit_read_as(struct ctx *c, const struct actor *who);
/* Runs a verb as somebody and returns what it came to; c->actor stays `who`. */
enum err kit_try_as(struct ctx *c, const struct actor *who, const struct verb *v, void *arg);

/* How many audit records say that this was done to this thing. */
int64_t kit_audited(struct ctx *c, const char *what, const char *object, int64_t id);

/* The actor an account is in a role (in a county, unless none). Fails the test when it has no such.
 */
struct actor kit_actor(struct ctx *c, const char *login, enum role role, county_id county);

/* Runs a verb that must succeed. */
void kit_do(struct ctx *c, const struct verb *v, void *arg);

#endif

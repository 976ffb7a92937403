/* What is made: sizes of each scale, the term, and what the parts of the room share. */
#ifndef DEMO_PLAN_H
#define DEMO_PLAN_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "demo/demo.h"
#include "people/roll.h"
#include "term/term.h"

enum { DEMO_AGENCIES = 3, DEMO_LISTED = 40, DEMO_STAFF_LISTED = 5 };
#define DEMO_PASSWORD "kehou-demo"

struct demo_county {
	county_id id;
	term_id term;
	size_t schools; /* of this county, numbered from `first` over the city */
	size_t first;
	agency_id agency[DEMO_AGENCIES];
	account_id contact[DEMO_AGENCIES];
	struct str region; /* six digits, for pupils' numbers */
};

struct demo {
	struct demo_options o;
	size_t counties, schools, pupils, courses;
	struct demo_county *county;
	struct date term_first, term_last;
	struct str term_code;
	struct instant opens, closes; /* of enrolment */
	struct str hash;              /* of the one password */

	/* The crew. */
	const struct env *env;
	_Atomic size_t next;
	_Atomic bool failed;
	_Atomic int64_t done_schools, done_pupils;
	pthread_mutex_t lock;
	struct out *text; /* of each school, until it is its turn in the accounts file */
	bool *ready;
	size_t written;
};

/* One school being made. */
struct demo_school {
	struct demo *d;
	const struct demo_county *county;
	size_t number;    /* over the city, from 0 */
	size_t in_county; /* from 0 */
	size_t county_at;
	bool junior, rural;
	school_id id;
	struct str code;
	size_t pupil_n, grade_first, grades, class_n;
	size_t class_of_grade[9]; /* classes of each grade */
	pupil_id *pupil;
	guardian_id *guardian; /* of each pupil: the first one */
	size_t families;
	struct staff_row *staff;
	size_t staff_n;
	struct out *accounts;
};

/* Everybody has what the plan says: sizes by scale, the term by the day. */
enum err demo_plan(struct ctx *c, struct demo *d);

/* One school, by its number; lists its accounts into d->text[number]. */
enum err demo_school_make(struct ctx *c, struct demo *d, size_t number);
enum err demo_roll(struct ctx *c, struct demo_school *s);
enum err demo_services(struct ctx *c, struct demo_school *s);
enum err demo_accounts(struct ctx *c, struct demo_school *s);
/* Price sheets of the school's courses and the agencies' accounts (the scale `school`). */
enum err demo_costs(struct ctx *c, const struct demo_school *s, const offering_id *course);

/* Which family a pupil is of: siblings go to the same school. */
size_t demo_family(const struct demo_school *s, size_t pupil);
bool demo_two_guardians(size_t family);
bool demo_unconfirmed(size_t pupil);
struct str demo_phone(struct arena *a, const struct demo_school *s, size_t family, size_t which);
struct str demo_staff_login(struct arena *a, const struct demo_school *s, size_t i);

/* In lines of the accounts file, at most 200 at once: passwords and tokens for those logins. */
struct demo_line {
	struct str login, school;
	const char *role;
	pupil_id pupil[4];
	size_t pupil_n;
};
enum err demo_lines(struct ctx *c, struct demo *d, const struct demo_line *line, size_t n,
                    struct out *o);

/* A draft in the first county, and what it would move (the scale `school`). */
enum err demo_rules(struct ctx *c, const struct demo *d);
/* What the first county waives, and five pupils of its first school in every state of asking (the
 * scale `school`). */
enum err demo_waivers(struct ctx *c, const struct demo *d);
/* Budget, special fund and a month of staff subsidy in the first county (the scale `school`). */
enum err demo_money(struct ctx *c, const struct demo *d);

#endif

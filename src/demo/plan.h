/* What is made: sizes of each scale, the term, and what the parts of the room share. */
#ifndef DEMO_PLAN_H
#define DEMO_PLAN_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "demo/demo.h"
#include "demo/words.h"
#include "money/approval.h"
#include "money/payout.h"
#include "people/roll.h"
#include "people/staff.h"
#include "term/notice.h"
#include "term/offering_edit.h"
#include "term/term.h"

enum { DEMO_AGENCIES = 3, DEMO_LISTED = 40, DEMO_STAFF_LISTED = 5 };
/* Care and lunch stand before the courses. */
enum { DEMO_BEFORE_COURSES = 2, DEMO_OFFERINGS = DEMO_BEFORE_COURSES + DEMO_COURSES };
#define DEMO_PASSWORD "kehou-demo"

struct demo_county {
	county_id id;
	term_id term;
	term_id before; /* the term before it; none at the scale `city` */
	size_t schools; /* of this county, numbered from `first` over the city */
	size_t first;
	agency_id agency[DEMO_AGENCIES];
	account_id contact[DEMO_AGENCIES];
	struct str region; /* six digits, for pupils' numbers */
};

struct demo_past;
struct demo {
	struct demo_options o;
	size_t counties, schools, pupils, courses;
	struct demo_county *county;
	struct date term_first, term_last;
	struct str term_code;
	struct date before_first, before_last; /* the term before */
	struct str before_code;
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

	struct demo_past *past; /* of the first school; NULL at the scale `city` */
};

/* A term as a school plans it. */
struct demo_term {
	term_id id;
	struct date first, last;      /* of its services */
	struct instant opens, closes; /* of enrolment */
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
	struct demo_term term;                /* the one that is being planned */
	offering_id offering[DEMO_OFFERINGS]; /* of the present one */
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

enum err demo_roll(struct ctx *c, struct demo_school *s);
enum err demo_services(struct ctx *c, struct demo_school *s);
enum err demo_accounts(struct ctx *c, struct demo_school *s);
/* Its parts, for the term `s->term`. */
struct demo_signing {
	offering_id offering[DEMO_OFFERINGS];
	agency_id agency[DEMO_OFFERINGS]; /* of each; none: the school's own staff */
	size_t n;
};
enum err demo_notice(struct ctx *c, const struct demo_school *s, notice_id *ret_id);
enum err demo_agreement(struct ctx *c, const struct demo_school *s, enum kind kind);
struct offering_row demo_offering(const struct demo_school *s);
void demo_daily(struct offering_row *o, int from, int to);
enum err demo_signed(struct ctx *c, const struct demo_school *s, const struct demo_signing *what);
enum err demo_confirmed(struct ctx *c, const struct demo_school *s, notice_id notice, size_t from,
                        size_t n);
/* Where the agencies' money goes. */
enum err demo_payees(struct ctx *c, const struct demo_school *s);
/* Clearly invented price sheets of courses, published (R33). */
enum err demo_sheets(struct ctx *c, const offering_id *course, size_t n);

/* Which family a pupil is of: siblings go to the same school. */
size_t demo_family(const struct demo_school *s, size_t pupil);
bool demo_two_guardians(size_t family);
bool demo_unconfirmed(size_t pupil);
struct str demo_phone(struct arena *a, const struct demo_school *s, size_t family, size_t which);
struct str demo_staff_login(struct arena *a, const struct demo_school *s, size_t i);

/* What is run of the work that follows from the demo's acts. */
enum { DEMO_JOBS = 8 };
struct job_kinds;
extern const struct job_kinds *const demo_jobs[DEMO_JOBS];

/* --- who acts, and when ---------------------------------------------------------------------- */

/* The school's i-th member of staff, the one who keeps its money, an agency's contact. */
struct actor demo_staff(const struct demo_school *s, size_t i, enum role role);
struct actor demo_finance(const struct demo_school *s);
struct actor demo_contact(const struct demo_school *s, size_t agency);
/* Officers of the school's county, by the names they log in with: county, county_finance. And the
 * colleague of the bureau who approves: nobody publishes alone. */
enum err demo_officer(struct ctx *c, const struct demo_county *k, enum role role, struct str login,
                      struct actor *ret_a);
/* Inside or outside a transaction: the account of this login. */
enum err demo_actor(struct ctx *c, struct str login, struct actor *io_a);
enum err demo_second_officer(struct ctx *c, const struct demo_county *k, struct actor *ret_a);
/* In a verb: the first guardian of a pupil. */
enum err demo_parent(struct ctx *c, const struct demo_school *s, size_t pupil, struct actor *ret_a);

/* It is this day, at this hour, from here on; never later than it really is. */
void demo_go(struct ctx *c, struct date day, int hour);
/* It is now again, and the program acts. */
void demo_come_back(struct ctx *c);

/* Small acts of many, `batch` of them in one transaction: each calls the verbs that others call. */
struct demo_many {
	enum err (*each)(struct ctx *c, void *arg, size_t i);
	void *arg;
	size_t n, batch;
};
enum err demo_do(struct ctx *c, const struct demo_many *m);
/* What was submitted for an object is approved by `who`. */
enum err demo_approve(struct ctx *c, enum approval_kind kind, int64_t object,
                      const struct actor *who);

/* In lines of the accounts file, at most 200 at once: passwords and tokens for those logins. */
struct demo_line {
	struct str login, school;
	const char *role;
	pupil_id pupil[4];
	size_t pupil_n;
};
enum err demo_lines(struct ctx *c, struct demo *d, const struct demo_line *line, size_t n,
                    struct out *o);

/* --- what a newcomer finds done -------------------------------------------------------------- */

/* The term before at one school (`school`, `county`): enrolled, paid, attended, settled. */
enum { DEMO_PAST_PUPILS = 32, DEMO_PAST_FIRST = 167 };
/* One of them whose bill of this term is halved. */
enum { DEMO_POOR = DEMO_PAST_FIRST + 11 };
struct demo_past {
	struct demo_school *s;
	struct date first, last;          /* of its services */
	offering_id care, agency[2], own; /* courses of two agencies, one of the school's */
	int64_t wechat, counter;          /* accounts that collect */
	struct date paid;                 /* the first day families paid on */
};
enum err demo_past(struct ctx *c, struct demo_school *s, struct demo_past *ret_p);
/* Its parts, in their order. */
enum err demo_past_services(struct ctx *c, struct demo_past *p);
enum err demo_past_families(struct ctx *c, struct demo_past *p);
enum err demo_past_registers(struct ctx *c, struct demo_past *p);
enum err demo_past_settled(struct ctx *c, struct demo_past *p);
enum err demo_past_staff(struct ctx *c, struct demo_past *p);
enum err demo_past_bank(struct ctx *c, struct demo_past *p);
enum err demo_past_closed(struct ctx *c, struct demo_past *p);

/* Accounts to collect into, invented. */
enum err demo_collecting(struct ctx *c, struct demo_past *p);
/* In a verb: a pupil's bill of a term is paid by WeChat, as a notice of the channel says it, or at
 * the counter. Nothing when nothing is due. */
struct demo_payment {
	const struct demo_past *p;
	size_t pupil;
	term_id term;
	bool online;
};
enum err demo_pay(struct ctx *c, const struct demo_payment *y);

/* In a verb: a basket of wishes, the agreements in force signed. */
struct wish;
enum err demo_enrol(struct ctx *c, struct wish *v, size_t n);
/* A payout is handed in; approved, taken to the bank and paid when `paid`. */
enum err demo_paid_out(struct ctx *c, const struct demo_past *p, payout_id id, bool paid);

/* This term at the first school: a few families have enrolled, paid, and want money back. */
enum err demo_present(struct ctx *c, const struct demo_past *p);

/* Drafted by one officer, approved by the other, published. */
enum err demo_rules_publish(struct ctx *c, const struct demo_county *k, struct str text);
/* A draft in the first county, and what it would move (the scale `school`). */
enum err demo_rules(struct ctx *c, const struct demo *d);
/* What the first county waives, and five pupils of its first school in every state of asking (the
 * scale `school`). */
enum err demo_waivers(struct ctx *c, const struct demo *d);
/* Budget, special fund and an audit pack (the scale `school`). */
enum err demo_money(struct ctx *c, const struct demo *d);

#endif

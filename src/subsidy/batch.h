/* The staff subsidy of a school and a month (R44, R48, R49): reckoned from registers with marks and
 * from who led the sittings, checked, submitted by the school, returned or approved by the county's
 * education bureau, paid. What an earlier computation came to is kept. How each figure is derived
 * stands in docs/subsidy.md. */
#ifndef SUBSIDY_BATCH_H
#define SUBSIDY_BATCH_H

#include "jobs/job.h"
#include "people/school.h"

struct subsidy_batch {
	int64_t id;
	county_id county;
	school_id school;
	struct date first_day, last_day; /* the month */
	struct str state;           /* computing draft submitted returned approved paying paid */
	int64_t run;                /* which computation */
	int64_t sittings, reckoned; /* of the month */
	struct date known;          /* up to which day documents were known then */
	struct money total, subsidy, labour;
	struct instant at;
};
/* Within reach of the caller: the own school, the own county, the city. E_ABSENT. */
enum err subsidy_batch_get(struct ctx *c, int64_t id, struct subsidy_batch *ret_b);

/* Verb (school finance, leader, clerk; system): have a month reckoned, for the first time or again.
 * A job does it in steps; killed in between it goes on where it was and comes to the same.
 * E_REFUSED `month_not_over`; E_CONFLICT `subsidy_state` while it is being reckoned, is handed in
 * or approved. */
struct subsidy_open {
	school_id school;  /* none: the caller's */
	struct date month; /* any day of it */
	int64_t result;
};
extern const struct verb subsidy_open_verb;
/* The same of one that is there. */
struct subsidy_again {
	int64_t batch;
};
extern const struct verb subsidy_again_verb;

/* One step of a computation, as the job takes them: about SUBSIDY_STEP details a verb. *more false
 * when the batch is a draft. A step that is repeated changes nothing. For the job and tests. */
#define SUBSIDY_STEP 60
enum err subsidy_step(struct ctx *c, int64_t batch, int64_t run, bool *ret_more);
extern const struct job_kinds subsidy_jobs;

/* Verb (school finance, leader): hand it in. E_REFUSED `findings_open` while a check stops it or
 * nobody answers for one that needs an answer; `quota_exceeded` above the year's recorded total
 * where the rules count the subsidy in it (R49, D5), `quota_missing` where none is recorded;
 * `subsidy_state`. */
struct subsidy_submit {
	int64_t batch;
};
extern const struct verb subsidy_submit_verb;

/* Verb (school finance, leader): answer for a finding that asks for it. E_INPUT without a reason.
 */
struct subsidy_answer {
	int64_t finding;
	struct str reason;
};
extern const struct verb subsidy_answer_verb;

/* Verb (county's education bureau): approve, or return with a reason. Approval books D
 * staff_expense / C staff_payable. Never by who handed it in: E_REFUSED `not_approved`, field
 * approver. */
struct subsidy_decide {
	int64_t batch;
	bool approve;
	struct str reason;
};
extern const struct verb subsidy_decide_verb;

/* --- reading (as subsidy_batch_get) ----------------------------------------------------------- */

struct subsidy_filter {
	county_id county;
	school_id school;   /* none: the county's */
	struct date month;  /* none: all; else its first day */
	struct str state;   /* none: all */
	int64_t most, skip; /* most 0: all */
};
struct subsidy_row {
	int64_t id;
	school_id school;
	struct str code, name, state;
	struct date month;
	int64_t run, persons, findings;
	struct money total, subsidy, labour;
	struct instant at;
};
enum err subsidy_list(struct ctx *c, const struct subsidy_filter *f, struct subsidy_row **ret_v,
                      size_t *ret_n, int64_t *ret_total);

struct subsidy_line {
	int64_t person;
	bool outsider;
	struct str form; /* subsidy | labour_fee */
	struct str number, name;
	int64_t sittings, minutes;
	struct money amount;
};
enum err subsidy_lines(struct ctx *c, const struct subsidy_batch *b, struct subsidy_line **ret_v,
                       size_t *ret_n);

struct subsidy_detail {
	int64_t id, sitting, refers;
	struct date day;
	struct clock_time starts, ends;
	struct str role, title, formula, requirement,
		document; /* formula in the reader's language */
	struct money due, before, amount;
	struct str whole; /* day, month, cap: what is paid, or taken off, as a whole; else empty */
};
/* One person's, in order of the day; months and caps last. */
enum err subsidy_details(struct ctx *c, const struct subsidy_batch *b, int64_t person,
                         struct subsidy_detail **ret_v, size_t *ret_n);

struct subsidy_finding {
	int64_t id, weight, person, sitting;
	struct str code, found, allowed, answer;
	struct date day;
};
enum err subsidy_findings(struct ctx *c, const struct subsidy_batch *b,
                          struct subsidy_finding **ret_v, size_t *ret_n);

struct subsidy_done {
	int64_t run;
	struct str step, by, reason;
	struct money total;
	struct instant at;
};
enum err subsidy_steps(struct ctx *c, const struct subsidy_batch *b, struct subsidy_done **ret_v,
                       size_t *ret_n);

/* The caller's own lines as a member of staff, the newest month first. */
struct subsidy_mine {
	int64_t batch, person, sittings, minutes;
	struct str school, state, form;
	struct date month;
	struct money amount;
};
enum err subsidy_of_me(struct ctx *c, struct subsidy_mine **ret_v, size_t *ret_n);
/* The same batch for a member of staff who has a line in it: only to show the own details. */
enum err subsidy_batch_of_me(struct ctx *c, int64_t batch, struct subsidy_batch *ret_b,
                             int64_t *ret_person);

/* --- the year's total --------------------------------------------------------------------------
 */

/* Verb (county finance, bureau): record a school's performance-pay total of a year, by a document.
 * E_INPUT. The newest holds. */
struct subsidy_quota_put {
	school_id school;
	int64_t year;
	struct money amount;
	struct str document;
};
extern const struct verb subsidy_quota_verb;

struct subsidy_quota {
	school_id school;
	struct str code, name, document;
	bool recorded;
	struct money amount, used; /* handed in and approved */
};
enum err subsidy_quotas(struct ctx *c, county_id county, int64_t year, struct subsidy_quota **ret_v,
                        size_t *ret_n);

/* Verb (county's officers): the most minutes one person may be down for on a day, 1 .. 1440. */
#define DAY_MINUTES 300 /* where a county has set nothing */
struct subsidy_setting_put {
	int64_t day_minutes;
};
extern const struct verb subsidy_setting_verb;
enum err subsidy_day_minutes(struct ctx *c, county_id county, int64_t *ret_n);

#endif

/* What documents want done by a day (R39, R41, R59, R69, R71): disclosure, settlement, reports,
 * evaluation … The day is the rules' (`deadline`), that it was done is somebody's word, kept with
 * who said it and where it can be seen. */
#ifndef OVERSIGHT_DUE_H
#define OVERSIGHT_DUE_H

#include "jobs/job.h"
#include "people/school.h"

enum due_state {
	DUE_ANY,     /* in a list: all of them */
	DUE_OPEN,    /* its day has not passed */
	DUE_OVERDUE, /* it has, and nobody said that it was done */
	DUE_DONE,
	DUE_CASE, /* counts from what differs case by case, or a fact nobody knows: no day */
	DUE_STATES
};

struct task_due {
	school_id school; /* none: the county itself */
	struct str school_name;
	struct str task;  /* settlement, yearly_report … or a word a document declares */
	struct str title; /* as the document calls it */
	struct str when;  /* as the document counts it: 0 days after the end of the term */
	struct date day;  /* DATE_NONE: DUE_CASE */
	struct str clause, document;
	enum due_state state;
	int64_t done; /* the record that it was; 0 */
};
/* Of a school's people: the school's own; of a county's: its own and each school's, in order of
 * code. By day within each, those without one last; what was due before the term that preceded the
 * current one is left out. Inside a reading transaction. E_DENIED for other roles. */
enum err due_list(struct ctx *c, struct task_due **ret_v, size_t *ret_n);
/* Only those of a state, in place; how many. */
size_t due_keep(struct task_due *v, size_t n, enum due_state state);

/* Verb: the caller's school, or county, has done what was due on that day. E_INPUT for what is not
 * due there on that day (allowed: what is) or without words; E_CONFLICT `due_recorded`. */
struct due_record {
	struct str task;
	struct date day;
	struct str words; /* what was done, and where it can be seen */
	int64_t result;
};
extern const struct verb due_record_verb;

/* Verb: that was not so. The record stays, with who took it back and why. E_CONFLICT `due_back`. */
struct due_back {
	int64_t id;
	struct str reason;
};
extern const struct verb due_back_verb;

struct due_done {
	int64_t id;
	school_id school;
	struct str school_name, task, words, by;
	struct date day;
	struct instant at;
	bool back;
	struct instant back_at;
	struct str back_reason, back_by;
};
/* Of the caller's school or county. E_ABSENT. */
enum err due_done_get(struct ctx *c, int64_t id, struct due_done *ret_d);

/* Recurring, once a day: who answers for a school or a county is told 14 days before the day, and
 * once more when it passed and nobody said that it was done. */
extern const struct job_kinds due_jobs;

#endif

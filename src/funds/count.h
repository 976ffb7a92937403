/* What a school comes to in a term: classes, pupils, participants, seats, bills. Everything that
 * compares schools reads it here, so that each sum is the sum of what is shown (R40). */
#ifndef FUNDS_COUNT_H
#define FUNDS_COUNT_H

#include "jobs/job.h"
#include "people/school.h"
#include "policy/decide.h"
#include "term/term.h"

/* The day whose rules speak about a term: today while it runs, else its nearest day. */
struct date term_rules_day(const struct ctx *c, const struct term *t);

/* Enrolled are pupils of the services that the county's rules call after-school service (R12); one
 * who takes two of them is one. The counts of the guarantee fund are of care (普惠托管) alone: that
 * is what the plan promises the money for. */
struct school_count {
	school_id school;
	struct str code, name;
	int64_t classes;
	int64_t pupils, confirmed; /* active; of them with the newest notice confirmed (R9) */
	int64_t enrolled;          /* with a seat now */
	int64_t census;            /* with a seat in care on the census day (D2) */
	int64_t attended;          /* at least one sitting of care (D2) */
	int64_t by_rule;           /* whom the documents count (D2) */
	int64_t offerings;         /* open or closed */
	int64_t seats, taken;      /* of offerings with a limit */
	int64_t waiting;
	struct money billed;
	struct instant counted;
};

/* Who counts as a participant: enrolled on the census day, or so many sittings of care, or so many
 * percent of them, attended (D2). */
struct participants {
	enum participant_by by; /* not BY_RULE */
	int64_t at_least;
};
/* As the documents say; at least one sitting where none says anything, then `stated` is false. */
enum err participants_stated(struct ctx *c, const struct rules *r, struct participants *ret_p,
                             bool *ret_stated);
/* How many they are; `n` is counted but for that. A share is of the sittings of care a pupil was
 * expected at: those it has a mark of. */
enum err participants_count(struct ctx *c, const struct participants *p, term_id term,
                            const struct school_count *n, int64_t *ret_n);
/* "sittings 1", "percent 50", "enrolled": as a closing keeps it, and read from there. */
struct str participants_said(struct arena *a, const struct participants *p);
bool participants_parse(struct str said, struct participants *ret_p);
/* In words. */
struct str participants_show(struct arena *a, enum lang lang, const struct participants *p);

/* One school, counted now from its rows. Within the caller's scope of the school; E_ABSENT. */
enum err count_school(struct ctx *c, const struct school *s, const struct term *t,
                      struct school_count *ret_n);

/* All schools of a county in order of code; `name` none or a part of the name. A county of at most
 * COUNT_NOW schools is counted as of now; a larger one has its schools counted again all the time
 * by a job, the oldest first, and what that left stands here with its instant. E_ABSENT for another
 * county (R2). */
#define COUNT_NOW 20
enum err count_county(struct ctx *c, county_id county, const struct term *t, struct str name,
                      struct school_count **ret_v, size_t *ret_n);

/* The sum of a list; `counted` is the oldest. */
struct school_count count_sum(const struct school_count *v, size_t n);

/* The day that decides who is enrolled (D2): fixed by the county, else today, and not after the
 * term. */
enum err census_day(struct ctx *c, const struct term *t, struct date *ret_day, bool *ret_fixed);

/* Verb (county, system). E_INPUT for a day outside the term. */
struct census_set {
	term_id term;
	struct date day;
};
extern const struct verb census_set_verb;

extern const struct job_kinds funds_jobs;

#endif

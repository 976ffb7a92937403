/* Differences: what reconciliation found, who looks into it, how it was settled (R60). */
#ifndef AUDIT_DIFFERENCE_H
#define AUDIT_DIFFERENCE_H

#include "audit/reconcile.h"
#include "jobs/job.h"

/* So many days back are held against each other anew each day. */
#define RECONCILE_DAYS 35

struct difference {
	int64_t id;
	county_id county;
	school_id school; /* none: not known, or the county's */
	struct str school_name;
	enum difference_kind kind;
	int64_t collecting, bank_line; /* 0: none */
	struct str channel;            /* of the collecting account; empty: none */
	struct date day;
	struct str number;
	struct money found, expected;
	struct str state; /* open | closed | gone */
	account_id assignee;
	struct str assignee_name, reason;
	struct instant at, closed;
};
/* Of the caller's school, or an officer's county. E_ABSENT. */
enum err difference_get(struct ctx *c, int64_t id, struct difference *ret_d);
/* The newest first; `state` none: any; most 0: all. */
enum err difference_list(struct ctx *c, struct str state, int64_t most, int64_t skip,
                         struct difference **ret_v, size_t *ret_n, int64_t *ret_total);

/* Verb (money roles): the caller looks into it. One that is not open stays. */
struct difference_take {
	int64_t id;
};
extern const struct verb difference_take_verb;
/* Verb (money roles): settled, with its reason. Over the county's limit it is submitted to a second
 * person instead (`waits`), and closed when asked again after the approval. E_INPUT without a
 * reason; E_CONFLICT `difference_settled`; E_REFUSED `not_approved` while the answer is awaited or
 * was no. */
struct difference_close {
	int64_t id;
	struct str reason;
	bool waits;
};
extern const struct verb difference_close_verb;

/* Verb (county's money roles): how a collecting account's money comes to the bank, and who bears
 * the fee. E_INPUT; the counter has no fee. */
struct channel_terms_put {
	int64_t collecting, bank_account, fee_per_million, days;
	struct str bearer; /* school | county: who bears the fee; none: the school */
};
extern const struct verb channel_terms_verb;

/* How people call what differs. */
enum text_id difference_label(struct arena *a, enum difference_kind k);

/* Outside a transaction (system): keeps a channel's file of a day, once. */
struct channel_day_line {
	struct str number, refund, channel_number;
	struct money amount;
};
enum err channel_day_take(struct ctx *c, county_id county, int64_t collecting, struct date day,
                          const struct channel_day_line *v, size_t n);

/* Outside a transaction (system): holds a county's last days against each other. What was found
 * before is the same row; what is found no more is gone by itself. What came to the bank is booked,
 * what does not hold any more is taken back (arrival.h). *ret_open: differences of this run. */
enum err reconcile_county(struct ctx *c, county_id county, struct date last, int64_t *ret_open);

/* In a verb: a county's reconciliation runs again soon, as somebody changed what it reads. */
enum err reconcile_soon(struct ctx *c, county_id county);

/* Once a day: fetches the files that are missing, then reconciles every county. */
extern const struct job_kinds reconcile_jobs;

#endif

/* Four eyes before money moves: what one person submits another decides. The owner of an object
 * submits it and asks approval_state_of() in its own verb before it moves money; this room knows no
 * object. */
#ifndef MONEY_APPROVAL_H
#define MONEY_APPROVAL_H

#include "base/phrase.h"
#include "store/store.h"

enum approval_kind {
	APPROVE_REFUND,
	APPROVE_PAYOUT,
	APPROVE_SUBSIDY,
	APPROVE_SPENDING,
	APPROVE_SPECIAL_FUND,
	APPROVE_DIFFERENCE,
	APPROVE_ADJUSTMENT, /* an entry of the ledger that is taken back */
	APPROVE_BILL,       /* an adjustment of a bill after collection */
	APPROVE_STATEMENT,  /* the withdrawal of an agency's statement */
	APPROVAL_KINDS
};
enum approval_word { APPROVAL_NONE, APPROVAL_WAITING, APPROVED, RETURNED };
enum approval_level { AT_SCHOOL, AT_COUNTY, AT_CITY };

struct approval_kind_def {
	const char *name; /* "refund": stands in rows and the API */
	enum text_id label;
	enum approval_level least; /* who decides what a school has submitted */
	roles_t deciders;          /* of the level's money roles; 0: all of them */
	bool limited;              /* a county may let small ones go without */
	const char *path;          /* of the object's page, the id follows; NULL: it has none */
};
const struct approval_kind_def *approval_kind_def(enum approval_kind k);
bool approval_kind_parse(struct str name, enum approval_kind *ret_k);
const char *approval_word_name(enum approval_word w); /* waiting | approved | returned */
bool approval_word_parse(struct str name, enum approval_word *ret_w);

struct approval_ask {
	enum approval_kind kind;
	county_id county; /* none: the city's */
	school_id school; /* none: the county's */
	int64_t object;
	struct money amount;
	struct str title; /* typed, or a phrase; names no person: it stands in lists and messages */
};

/* Inside a verb; the actor is the submitter. Who may submit is the caller's to have checked.
 * E_CONFLICT `approval_waiting` while an answer is awaited, `approval_decided` once the object was
 * approved; after a return it may be submitted again. E_INPUT names the field title. */
enum err approval_submit(struct ctx *c, const struct approval_ask *ask, approval_id *ret_id);

/* Inside a verb: the word of a second person. E_ABSENT out of the caller's reach, E_DENIED for a
 * role that does not decide this; E_REFUSED `not_approved` with field approver for the submitter
 * (R71); E_INPUT without a reason for RETURNED; E_CONFLICT `approval_decided` when another decided
 * first, with whose word stands. The own word again changes nothing. The submitter gets a message.
 */
enum err approval_decide(struct ctx *c, approval_id id, enum approval_word word, struct str reason);

/* Verb for the two pages of it. */
struct approval_say {
	approval_id approval;
	enum approval_word word;
	struct str reason;
};
extern const struct verb approval_say_verb;

/* The last submission of an object; word APPROVAL_NONE when there was none. Asks nobody's role. An
 * owner compares the amount: what was approved is that much. */
struct approval_state {
	approval_id id;
	enum approval_word word;
	struct money amount;
	account_id submitter, decider;
	struct instant submitted, decided;
	struct str reason;
};
enum err approval_state_of(struct ctx *c, enum approval_kind kind, int64_t object,
                           struct approval_state *ret_s);
/* E_REFUSED `not_approved` unless the last submission was approved for exactly this amount. */
enum err approval_require(struct ctx *c, enum approval_kind kind, int64_t object,
                          struct money amount);

/* Does this amount need a second person? Without a limit of the county: always. True as well when
 * the limit cannot be read. */
bool approval_needed(struct ctx *c, enum approval_kind kind, county_id county, struct money amount);

/* The limits of a county by kind (county, city, system). */
enum err approval_limits(struct ctx *c, county_id county, struct money ret_v[APPROVAL_KINDS]);
/* Verb (county): another limit, 0 for none, with its reason. E_INPUT names kind (one that has no
 * limit), amount, reason. */
struct approval_limit_set {
	enum approval_kind kind;
	struct money amount;
	struct str reason;
};
extern const struct verb approval_limit_verb;

struct approval {
	approval_id id;
	enum approval_kind kind;
	int64_t object;
	enum approval_level level;
	county_id county;
	school_id school;
	struct str school_name; /* empty: the county's or the city's */
	struct money amount;
	struct str title; /* in the reader's language */
	struct str said;  /* the same as it is kept: a phrase, or the title */
	enum approval_word word;
	account_id submitter;
	struct str submitter_name, decider_name;
	struct instant submitted, decided;
	struct str reason;
};
/* Within reach: a school's own (school money), a county's own and its schools' (county money), the
 * city's (city money). E_ABSENT. */
enum err approval_get(struct ctx *c, approval_id id, struct approval *ret_a);
/* Every submission of the same object, the newest first. */
enum err approval_history(struct ctx *c, const struct approval *a, struct approval **ret_v,
                          size_t *ret_n);
/* May the caller decide it now? */
bool approval_may(const struct ctx *c, const struct approval *a);

/* What waits, oldest first, or what was decided, newest first; all within reach. A county sees what
 * its schools decide themselves when `schools`. */
struct approval_filter {
	bool decided, schools;
	const char *kind;   /* NULL: any */
	int64_t most, skip; /* most 0: all */
};
enum err approval_list(struct ctx *c, const struct approval_filter *f, struct approval **ret_v,
                       size_t *ret_n, int64_t *ret_total);

#endif

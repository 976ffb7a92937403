/* From application to enrolment: seats, waitlist, withdrawal. All paths — pages, API, staff,
 * promotion, import — call these verbs, so none can oversell or skip a rule. */
#ifndef ENROLMENT_ENROLMENT_H
#define ENROLMENT_ENROLMENT_H

#include "money/bill.h"
#include "store/store.h"
#include "term/agreement.h"
#include "term/notice.h"
#include "term/offering.h"

enum enrolment_state { ENROLLED, WAITLISTED, WITHDRAWN, REMOVED };
const char *enrolment_state_name(enum enrolment_state s);

struct enrolment {
	enrolment_id id;
	offering_id offering;
	pupil_id pupil;
	term_id term;
	enum enrolment_state state;
	int64_t position; /* on the waitlist now, 1 = next; 0 when enrolled */
	struct money charged;
	bill_id bill;
	struct instant at; /* of the application; enrolment_get() and lists only */
};

/* May this pupil take this offering? Checks in this order, the first that fails refuses:
 * not_eligible (school, grade, R8; stage, R25), window_closed, notice_unconfirmed (R9),
 * agreement_unsigned (R50), already_enrolled (R8), time_clash (R26), the fee rules of bill_try
 * (R34). A full course is no refusal. */
struct wish {
	pupil_id pupil;
	offering_id offering;
	agreement_id agreement; /* version signed by naming it; none = not signed */
	bool self_purchase;     /* the family buys the consumables itself (R37) */
};

/* Verb: a guardian's application for one wish. Enrols, or puts on the waitlist when full (care and
 * lunch never wait: they have no limit, R8). Only a guardian of the pupil may (R6). */
struct enrol {
	struct wish wish;
	struct str channel; /* page | api | paper */
	struct enrolment result;
};
extern const struct verb enrol_verb;

/* Verb: a basket of wishes for one or several children, all or nothing; n <= 40. On refusal
 * `failed` is the index of the wish that was refused. */
struct enrol_basket {
	const struct wish *wish;
	size_t n;
	struct str channel;
	struct enrolment *result; /* n of them, from the arena */
	size_t failed;
};
extern const struct verb enrol_basket_verb;

/* Every reason why the pupil may not take each of a school's offerings now, for a page: the codes
 * in the order above (all that apply), computed with a handful of reads for the whole list. */
struct refusal_note {
	const char *code;
	struct str found, allowed, clause, document;
	struct str requirement; /* of the clause; none: the code's own */
};
struct offering_view {
	struct offering offering;
	struct slot *slot;
	size_t slot_n;
	agreement_id agreement; /* version to sign */
	bool open;              /* no refusal for this pupil */
	struct refusal_note *refusal;
	size_t refusal_n;
	enum enrolment_state mine; /* only when has_mine */
	bool has_mine;
	enrolment_id enrolment;
	int64_t position;
};
/* `pupil` none: offerings without personal refusals. */
enum err offering_views(struct ctx *c, school_id school, term_id term, pupil_id pupil,
                        struct offering_view **ret_v, size_t *ret_n);

/* What enrol_basket_verb would do with these wishes, one after the other: each as a view judged on
 * top of those before it, with amount and formula. Reads only. */
struct wish_preview {
	struct child child;
	struct offering_view view;
	bool waits;               /* full: it would join the waitlist */
	struct money price;       /* what would be charged now, without consumables */
	struct money consumables; /* and the consumables, when bought through the provider */
	struct str formula;
};
enum err basket_preview(struct ctx *c, const struct wish *wish, size_t n,
                        struct wish_preview **ret_v);

/* Verb: withdraw (guardian: own child) — frees the seat, reverses the charge, promotes. Withdrawing
 * what is withdrawn is no error. */
struct withdraw {
	enrolment_id enrolment;
	struct enrolment result;
};
extern const struct verb withdraw_verb;

/* Verb (clerk, leader of the school whose service it is): remove a pupil, or move one up past
 * others: to a free seat, else to the head of the waitlist. The reason is required. E_CONFLICT
 * `conflict` for one who has left, or is to be moved up and does not wait; the refusal of judge.h
 * for one who may not take a seat. A pupil who has gone to another school is removed too: what
 * comes back goes by the rules as when the family withdraws (ADR 12: the bill is the school's that
 * billed), and the family is told. */
struct staff_move {
	enrolment_id enrolment;
	bool remove; /* else: move up */
	struct str reason;
	struct enrolment result;
};
extern const struct verb staff_move_verb;

/* Verb (clerk, leader): change the number of seats; new seats go to the waitlist. Refuses a number
 * below what is taken (`seats_taken`), and one that the rules price otherwise (`class_size_fixed`).
 */
struct reseat {
	offering_id offering;
	bool limited;
	int64_t seats;
};
extern const struct verb reseat_verb;

/* Verb (teaching staff in the reach of roster(); a class head the own class): put forward pupils of
 * a class for an offering. Each waits for a guardian,
 * who is told; nothing is rostered or billed (R6). Pupils of other grades, those who left, who are
 * on the list already and whose family has said no are passed over. E_REFUSED `window_closed` when
 * no guardian could accept any more. At most 200 pupils a call. */
struct put_forward {
	offering_id offering;
	const pupil_id *pupil;
	size_t n;
	size_t put; /* how many new applications now wait */
};
extern const struct verb put_forward_verb;

/* Verb (guardian): answer an application that waits; accepting runs the same checks as enrol. */
struct application_answer {
	application_id application;
	bool accept;
	agreement_id agreement;
	bool self_purchase;
	struct enrolment result;
};
extern const struct verb application_answer_verb;

/* Inside a verb: give free seats to the waitlist in order, skipping those who have become
 * ineligible (they keep their place), until seats or waiters end. Charges, tells the family
 * (inbox). */
enum err waitlist_promote(struct ctx *c, offering_id offering);

/* One enrolment, with its place on the waitlist now; absent when the pupil is out of the caller's
 * scope. */
enum err enrolment_get(struct ctx *c, enrolment_id id, struct enrolment *ret_e);

/* An application put forward by staff, for the guardian who is to answer it. */
struct application {
	application_id id;
	pupil_id pupil;
	offering_id offering;
	bool waits;
};
enum err application_get(struct ctx *c, application_id id, struct application *ret_a);

/* What waits for the acting guardian's answer. */
struct waiting {
	application_id id;
	pupil_id pupil;
	offering_id offering;
	struct str title;
	struct instant at;
};
enum err applications_waiting(struct ctx *c, struct waiting **ret_v, size_t *ret_n);

/* Lists. */
enum err enrolment_list(struct ctx *c, pupil_id pupil, term_id term, struct enrolment **ret_v,
                        size_t *ret_n);
struct roster_row {
	enrolment_id enrolment;
	pupil_id pupil;
	class_id class;
	struct str name, class_name;
	int64_t grade;
	enum enrolment_state state;
	int64_t position;
	struct instant at;
};
/* Who is on an offering: enrolled first by class and id, then the waitlist in order. For clerk,
 * leader and county; a teacher has the offerings he runs, a class head besides these the own
 * class's pupils on any. E_ABSENT for everybody else. Notes the reading of the list. */
enum err roster(struct ctx *c, offering_id offering, bool with_waitlist, struct roster_row **ret_v,
                size_t *ret_n);
/* Whose rows of an offering the caller may read, as above: ID_NONE is all of them. */
enum err roster_reach(struct ctx *c, offering_id offering, class_id *ret_class);

/* What stands and stood of a school's term, by offering. A class head sees the own class whatever
 * the filter says. Notes the reading. */
struct enrolment_filter {
	offering_id offering; /* none: all */
	class_id class;       /* none: all */
	struct str state;     /* none: all */
	int64_t most, skip;   /* most 0: all */
};
struct enrolment_line {
	enrolment_id id;
	pupil_id pupil;
	struct str name, class_name;
	offering_id offering;
	struct str title;
	enum enrolment_state state;
	int64_t position;
	struct instant at;
};
enum err enrolment_page(struct ctx *c, school_id school, term_id term,
                        const struct enrolment_filter *f, struct enrolment_line **ret_v,
                        size_t *ret_n, int64_t *ret_total);

/* What staff put forward for an offering and what came of it, in the reach of roster(). */
struct forwarded_counts {
	int64_t waiting, accepted, declined;
};
struct forwarded {
	application_id id;
	pupil_id pupil;
	struct str name, class_name;
	struct str state; /* awaiting_guardian | accepted | declined | lapsed */
	struct instant at, decided;
};
struct forwarded_filter {
	class_id class;
	struct str state;
	int64_t most, skip;
};
enum err forwarded_page(struct ctx *c, offering_id offering, const struct forwarded_filter *f,
                        struct forwarded **ret_v, size_t *ret_n, struct forwarded_counts *ret_n_by);

#endif

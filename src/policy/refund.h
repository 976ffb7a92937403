/* What a family gets back of what it paid for a service. */
#ifndef POLICY_REFUND_H
#define POLICY_REFUND_H

#include "policy/charge.h"

enum { REFUND_RUNS = 32 };

/* Numbers with den 0 are not known. */
struct refund_facts {
	enum kind kind;
	const struct rule_facts *facts;
	int reason;        /* LEX_REASON, declared ones too */
	struct money paid; /* for what `basis` counts */
	int unit;          /* what the counts below are in; UNIT_NONE: the rules' */
	struct ratio missed;
	struct ratio served; /* instead of missed: basis less served */
	struct ratio basis;  /* the units that were paid for, where the rules state none */
	const struct ratio *consecutive; /* runs of absence, for steps and for absences in a row */
	size_t n_consecutive;
	const struct ratio *run_missed; /* what each of them comes to in `unit`; NULL: by its
	                                   length */
	size_t n_run_missed;
	int run_unit;               /* what they are in; UNIT_NONE: as the other counts */
	struct ratio missed_before; /* units paid back before in this term; den 0: none */
	struct money refunded_before;
	enum answered written;
	struct date requested; /* DATE_NONE: not known */
};
#define REFUND_FACTS                                                                               \
	((struct refund_facts){                                                                    \
		.unit = UNIT_NONE, .run_unit = UNIT_NONE, .reason = -1, .requested = {INT32_MIN}})

/* What the rules count, so that who knows the sittings can count them so. */
struct refund_way {
	int unit;      /* of what was missed and of the basis; UNIT_NONE: as the caller likes */
	bool runs;     /* by runs of absence, each by its length */
	bool in_a_row; /* those of `least` run units alone, each with what it comes to in `unit`;
	                  their length is in days or sittings of the service */
	struct ratio least;
	bool excused; /* absences without leave do not count */
	int run_unit; /* what the lengths are asked in: days where the rules speak of any time of
	                 the calendar */
	bool calendar_days; /* a length is told in all days, not in those of lessons */
};
/* The way of the rule that decides for this kind, reason and case. Errors as refund_decide() for
 * finding it. */
enum err refund_way_of(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                       struct refund_way *ret_w);

struct refund_answer {
	enum text_id rounding; /* how the document rounded; or TEXT_NONE */
	struct money whole;    /* what the reckoning comes to, rounded: it may be above `paid` */
	struct money fee;      /* kept of it; 0 */
	const struct formula *less; /* how that came off; NULL: nothing is kept */
	struct money amount;        /* to be paid back now; with refunded_before never above paid */
	struct money supplement;    /* still to be paid: more was served than paid for */
	struct ratio units;         /* paid back for, of `unit`, those before included */
	struct ratio basis;         /* den 0: the method knows none */
	const struct formula *runs; /* of absences in a row: which were long enough; or NULL */
	const struct rule_value *progress; /* the step that decides; NULL: beyond all, or no such
	                                      method */
	bool by_progress;
	struct ratio served; /* of `basis`; by progress */
	int unit;
	struct ratio rate;  /* fen for a unit; den 0: the method knows none */
	struct str written; /* the rate as the document derives it */
	struct money paid, before;
	int to;            /* PAID_TO_PAYER, PAID_TO_NEXT_BILL */
	struct date due;   /* by when; DATE_NONE where nobody says */
	int32_t unknown;   /* the year whose days off have to be known to say by when; 0 */
	bool carries_over; /* paid with the next bill though nothing may be taken ahead for a term
	                    */
	const struct rule *rule;
	const struct rule *against; /* with carries_over: the rule it clashes with */
};

/* R61, D9. Exact until the end, rounded once; what was paid back before is taken off after
 * rounding, so that parts come to the same as the whole. Refuses application_missing, and a refund
 * with the next bill where carrying over is forbidden. no_rule where no document speaks of the
 * service and the reason; fact_missing for what the method needs. */
enum err refund_decide(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                       struct refund_answer *ret_a);

/* What comes back in all, before what came back of it: never more than was paid, less what is kept,
 * never below nothing. */
struct money refund_due(const struct refund_answer *a);
struct formula refund_formula(const struct rules *r, const struct refund_answer *a);
void refund_steps(const struct rules *r, const struct refund_answer *a, struct working *ret_s);

#endif

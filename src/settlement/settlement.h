/* An agency's money (R60): held when families have paid, released for verified hours alone,
 * disputed where agency and school do not agree, paid by a payout batch. */
#ifndef SETTLEMENT_SETTLEMENT_H
#define SETTLEMENT_SETTLEMENT_H

#include "money/payout.h"
#include "settlement/openness.h"

ID_TYPE(settlement)
ID_TYPE(escrow_release)

#define ESCROW_MANY 200 /* rows a verb takes */

/* Verb (school's money roles, system): hold the agency's share of what came in for a course and is
 * not held yet: what families paid, and what others bear once they paid it (payer.h); give back its
 * share of what was refunded, taken off or taken back; ESCROW_MANY at a time, `left` tells whether
 * more waits. What follows a row follows it once, whoever asks how often. A share that was released
 * before cannot be given back: what is held goes, the rest is claimed from the agency's next
 * release at this school. Nothing goes below zero. Needs a published sheet (E_REFUSED
 * `sheet_missing`). */
struct escrow_follow {
	offering_id offering;
	bool left; /* out */
};
extern const struct verb escrow_follow_verb;

/* Verb (school's money roles): a statement of the verified sittings of a course in a period that
 * stand in no other: held, with a register somebody attended by, closed to its teacher. E_REFUSED
 * `hours_not_verified` when there is none, `sheet_missing`; E_INPUT for days; E_ABSENT for a course
 * of no agency. */
struct settlement_draw {
	offering_id offering;
	struct date first, last;
	settlement_id result;
};
extern const struct verb settlement_draw_verb;

/* Verb (school's money roles): a statement of which no money has left is withdrawn, with a reason
 * its agency reads; its sittings stand in none again and are drawn anew by the price sheet of then,
 * at most for the minutes the county has decided of them. What is disputed ends with it. What was
 * released of it is taken back by an entry of its own, and held again. Over the county's limit, and
 * whenever something was released, it is submitted to a second person first (`waits`; approval.h),
 * and done when the verb is asked again after his word. E_REFUSED `settlement_in_payout` while a
 * payout that no file was taken of pays it, `settlement_at_bank` until the bank has said,
 * `settlement_paid` afterwards, each with the payout; `not_approved`; E_CONFLICT
 * `settlement_withdrawn`, `approval_waiting`; E_INPUT back_reason. */
struct settlement_withdraw {
	settlement_id settlement;
	struct str reason; /* of the first asking */
	bool waits;        /* out */
};
extern const struct verb settlement_withdraw_verb;

/* Verb (school's money roles): what is not disputed becomes owed to the agency: D escrow / C
 * agency_payable, minutes × rate / 60 rounded once, less what is claimed from the agency for
 * refunds after earlier releases (C course of the course it is of). `release` none when nothing was
 * open. What was paid and refunded since is followed first. E_REFUSED `insufficient_funds` when
 * less is held, `agency_suspended` … as agency_require(), the county's ceiling as
 * agency_share_require(). */
struct settlement_release {
	settlement_id settlement;
	escrow_release_id result;
};
extern const struct verb settlement_release_verb;

/* Verbs: the agency opens with a reason (an open line), the school answers, the county (officer,
 * finance) decides the minutes to be paid, at most those verified (`hours_not_verified`), with its
 * reason; then the line can be released. */
struct dispute_open {
	settlement_id settlement;
	sitting_id sitting;
	struct str reason;
};
struct dispute_answer {
	settlement_id settlement;
	sitting_id sitting;
	struct str answer;
};
struct dispute_decide {
	settlement_id settlement;
	sitting_id sitting;
	int64_t minutes;
	struct str reason;
};
extern const struct verb dispute_open_verb, dispute_answer_verb, dispute_decide_verb;

/* Verb (agency): where its money goes. */
struct payee_set {
	struct str holder, number, bank;
};
extern const struct verb payee_set_verb;

/* Verb (school's money roles): everything owed to agencies and not on its way, as one payout batch
 * to be approved. E_REFUSED `nothing_owed`, `payee_missing` naming the agency; a payee whose name
 * is another's than the agency's is flagged `payee_related` and refused (R66, R67); an agency that
 * is related to the school's staff as related_require(), and its lines say so. */
struct settlement_pay {
	school_id school;
	payout_id result;
};
extern const struct verb settlement_pay_verb;

/* --- reading ---------------------------------------------------------------------------------- */

struct settlement {
	settlement_id id;
	county_id county;
	school_id school;
	agency_id agency;
	offering_id offering;
	struct str school_name, agency_name, title;
	struct date first, last;
	struct money hourly;
	int64_t sittings, minutes, disputed;   /* of all lines; lines in dispute */
	int64_t open;                          /* minutes that can be released now */
	struct money released, withheld, paid; /* withheld: for refunds after a release */
	struct date owed_since;                /* the oldest release that is not paid; none */
	struct instant at;
	struct str back_reason; /* why it is or shall be withdrawn; none: nobody asked */
	struct money back_amount;
	account_id back_by;
	struct instant withdrawn; /* INT64_MIN: it stands */
};
/* Its school's (desk, finance), its agency's, its county's. E_ABSENT. */
enum err settlement_get(struct ctx *c, settlement_id id, struct settlement *ret_s);
enum err settlement_list(struct ctx *c, int64_t most, int64_t skip, struct settlement **ret_v,
                         size_t *ret_n, int64_t *ret_total);

struct settlement_line {
	sitting_id sitting;
	struct date day;
	struct clock_time starts, ends;
	int64_t verified, minutes, present;
	struct str state; /* open | disputed | released | withdrawn */
	struct str reason, answer, decision;
};
enum err settlement_lines(struct ctx *c, const struct settlement *s, struct settlement_line **ret_v,
                          size_t *ret_n);

/* By when a term's agencies are to be paid, by the county's documents; none where none says, or
 * where that counts working days of a year whose days off are not known: then *ret_year is it. */
enum err settlement_due(struct ctx *c, const struct settlement *s, struct date *ret_due,
                        struct str *ret_year);

#endif

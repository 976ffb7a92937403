/* Waivers and deductions are borne by others than the family (a bill's lines of them are
 * receivables of the school). What those have paid is entered here, and pays that payer's lines
 * whole, the oldest first; an agency's share of a line follows when it is paid (R60, ADR 0013). */
#ifndef SETTLEMENT_PAYER_H
#define SETTLEMENT_PAYER_H

#include "term/term.h"

/* Verb (school's money roles): D clearing_counter / C payer_receivable. E_INPUT payer, document,
 * amount, day; E_REFUSED `payer_over` above what this payer still owes for the
 * term; E_CONFLICT
 * `payer_receipt_known` for a document entered before. */
struct payer_receipt {
	school_id school;
	term_id term;
	struct str bears; /* whose part: a word of the rules; none: of lines that name nobody */
	struct str payer, document;
	struct money amount;
	struct date day;
	int64_t result;
};
extern const struct verb payer_receipt_verb;

struct payer_paid {
	int64_t id;
	struct str payer, document;
	struct money amount;
	struct date day;
	struct str bears;
	county_id county;
	school_id school;
	term_id term;
	struct str reversal; /* asked | done | refused; none: nobody asked */
	struct str reason;   /* of the reversal */
	int64_t reversal_id;
	account_id asked_by;
};
/* One, of the school (its desk and money roles, its county's). E_ABSENT. */
enum err payer_paid_get(struct ctx *c, int64_t id, struct payer_paid *ret_p);

/* Verbs (school's money roles): ask that one entered wrongly be taken back, with a reason; then
 * another person decides (E_REFUSED `not_approved`, field approver). Done, its entry is reversed,
 * the newest lines it paid are owed again, the agency's shares of those are given back when they
 * are followed next (ADR 0013), its document may be entered again, and the reconciliation no longer
 * looks for it. E_CONFLICT `entry_reversed` when it was asked for or done before, `conflict`;
 * E_INPUT reversal_reason. */
struct payer_back_ask {
	int64_t receipt;
	struct str reason;
};
struct payer_back_decide {
	int64_t receipt;
	bool accept;
};
extern const struct verb payer_back_ask_verb, payer_back_decide_verb;

struct payer_sum {
	struct str payer; /* "": lines that name nobody */
	struct money borne, paid, covered;
};
struct payer_state {
	struct money borne, paid, covered; /* covered: lines that are paid, whole */
	struct payer_sum *payer;           /* the same, payer by payer */
	size_t payers;
	struct payer_paid *receipt;
	size_t n;
};
/* Of a school's term (its desk and money roles, its county's). E_ABSENT. */
enum err payer_state_get(struct ctx *c, school_id school, term_id term, struct payer_state *ret_s);

#endif

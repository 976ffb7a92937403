/* The guarantee fund as a budget (R42): so much for a county and a term, so much of it for each
 * school, spent on what the documents permit (R66) and on nothing else, and closed with a reason
 * for what is short. */
#ifndef FUNDS_BUDGET_H
#define FUNDS_BUDGET_H

#include "funds/guarantee.h"

/* Verb (county finance, bureau; system): the county's budget of a term, by a document. A correction
 * is a negative amount. E_INPUT for nothing or without a document; E_REFUSED `insufficient_funds`
 * when less would be left than is allocated. */
struct budget_add {
	term_id term;
	struct money amount;
	struct str document;
};
extern const struct verb budget_add_verb;

/* Verb (likewise): of it for a school. E_REFUSED `insufficient_funds` over the budget, or below
 * what the school has spent; `guarantee_closed`. */
struct allocation_add {
	school_id school;
	term_id term;
	struct money amount;
	struct str document;
};
extern const struct verb allocation_add_verb;

/* Verb: money of a fund for a purpose. Of a school's guarantee fund by its finance or leader; of a
 * county's special fund by its finance or bureau. E_INPUT for an amount not above zero;
 * E_REFUSED `purpose_not_permitted` with the clause, `no_rule` where no document says what the fund
 * is for, `insufficient_funds` over the allocation or what the fund holds; `guarantee_closed`. It
 * waits for a second person where the county asks for one (approval.h), else it is booked at once:
 * D guarantee_spent / C guarantee, or D special_spent / C special_fund. */
struct spending_add {
	term_id term;
	struct str purpose;
	struct money amount;
	struct str document;
	int64_t result;
};
extern const struct verb spending_add_verb;
/* Verb (likewise): book what was approved. E_REFUSED `not_approved`; again changes nothing. */
struct spending_book {
	int64_t spending;
};
extern const struct verb spending_book_verb;

/* Verb (likewise): takes back a booked spending that was entered wrongly, with its reason: the
 * reversed entry, booked today whatever became of the day it was spent (ledger_reverse), so that
 * fund, spent and allocation are as they were before. Where a spending of this amount needs a
 * second person, so does this: it is submitted (`waits`) and booked when asked again after the
 * approval; E_REFUSED `not_approved` before, whoever asks. E_INPUT without a reason; E_CONFLICT
 * `spending_not_booked`, `spending_taken_back`. R42, R71 */
struct spending_back {
	int64_t spending;
	struct str reason;
	bool waits;
};
extern const struct verb spending_back_verb;

/* Inside a transaction: what a school may still pay out of its guarantee fund in the term of today,
 * by its allocation, less what was spent, what waits, and payouts made since the term began
 * (staff subsidies, labour fees; R42). `binds`: the county has a budget or an allocation for the
 * term; without one the fund alone is the limit. Asks nobody's role. */
enum err allocation_left(struct ctx *c, county_id county, school_id school, struct money *ret_left,
                         bool *ret_binds);

struct spending {
	int64_t id;
	school_id school;                            /* none: of the county's special fund */
	struct str purpose, document, state, clause; /* waiting | booked */
	struct money amount;
	struct instant at;
	enum {
		SPENDING_WAITS,
		SPENDING_READY,
		SPENDING_RETURNED,
		SPENDING_BOOKED,
		SPENDING_UNDO_WAITS, /* booked, and to be taken back */
		SPENDING_UNDO_READY,
		SPENDING_UNDONE
	} may;                  /* by the approvals */
	struct str undo_reason; /* none: nobody asked for it */
	struct instant undo_at;
	bool own; /* of the caller's purse */
};
/* "waiting", "approved", …: stands in the API. */
const char *spending_state_name(const struct spending *s);
/* The caller's own, and those of an officer's schools. E_ABSENT. */
enum err spending_get(struct ctx *c, int64_t id, struct spending *ret_s);
/* The caller's own: of the school, or the county's special fund. */
enum err spending_list(struct ctx *c, int64_t most, int64_t skip, struct spending **ret_v,
                       size_t *ret_n, int64_t *ret_total);

struct budget_line {
	school_id school;
	struct str code, name;
	struct money allocated, received, spent;
	bool closed;
};
/* A county's schools, and its budget of the term. */
enum err budget_lines(struct ctx *c, county_id county, const struct term *t,
                      struct money *ret_budget, struct budget_line **ret_v, size_t *ret_n);

/* Verb (county finance, bureau; system), when the term is over: closes a school's guarantee of it.
 * E_REFUSED `term_not_over`, `shortfall_unexplained` when something is short, `portion_unmet` when
 * less of it, or of what families paid, went to a purpose than its share (portion.h), and no
 * explanation with the post and name of who answers for it is given; E_CONFLICT `guarantee_closed`.
 * Where no document guarantees anything nothing is short. */
struct guarantee_close {
	school_id school;
	term_id term;
	struct str explanation, explained_by;
};
extern const struct verb guarantee_close_verb;

struct guarantee_closed {
	bool closed;
	struct money required, received, shortfall;
	struct str explanation, explained_by;
	struct instant at;
};
enum err guarantee_closing_of(struct ctx *c, school_id school, term_id term,
                              struct guarantee_closed *ret_g);

#endif

/* Shared inside the room: moving a bill's totals and writing a line with its ledger entry. */
#ifndef MONEY_INTERNAL_H
#define MONEY_INTERNAL_H

#include "money/bill.h"
#include "money/ledger.h"
#include "money/relief.h"

/* By how much each part of a bill changes; the total follows. */
struct raise_by {
	struct money course, consumables, care, self_bought;
	struct money other; /* lunch, evening study: in the total, under no cap */
};
/* The sums after that charge. */
enum err bill_totals_raise(struct ctx *c, struct bill_totals *t, const struct charge *what,
                           struct money price);
/* One conditional update of the totals the decision saw; E_RETRY when they have moved since. */
enum err bill_move(struct ctx *c, const struct bill_totals *t, const struct raise_by *by);

struct line_new {
	bill_id bill;
	enrolment_id enrolment;
	offering_id offering;
	const char *item;
	enum ledger_account income; /* the leg against the receivable */
	school_id school;           /* of a waiver: whose payer_receivable that is */
	struct money amount;
	struct str formula; /* a line in zh-CN, a line in English */
	struct str requirement, document;
	bill_line_id reverses;
};
/* The line and its ledger entry. */
enum err bill_line_put(struct ctx *c, county_id county, const struct line_new *l,
                       bill_line_id *ret_id);

/* What a pupil is granted on the day of the rules, as it stands at the context's moment. */
enum err relief_load(struct ctx *c, const struct rules *rules, const struct pupil *p,
                     struct relief *ret_r);
/* bill_waiver_text() in both languages, a line in zh-CN, a line in English. */
struct str relief_formula(struct ctx *c, const struct rule *waiver, struct money charged,
                          struct money waived);

/* What went in and out of an account from the beginning. */
struct turnover {
	struct money debit, credit; /* neither below zero */
};
/* Of a whole county through a day, by account; and how many entries. Reads what came after the last
 * closing. Asks nobody's role. */
enum err turnover_of_county(struct ctx *c, county_id county, struct date through,
                            struct turnover ret_v[LEDGER_ACCOUNT_COUNT], int64_t *ret_entries);

#endif

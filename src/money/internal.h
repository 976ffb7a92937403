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
	school_id school;           /* of what others bear: whose payer_receivable that is */
	struct money amount;
	struct str formula; /* a line in zh-CN, a line in English */
	struct str requirement, document;
	struct str statement;   /* what lets others bear it; none: a price, goods */
	struct str payer;       /* who does */
	struct instant decided; /* 0: now */
	bill_line_id reverses;
};
/* The line and its ledger entry. */
enum err bill_line_put(struct ctx *c, county_id county, const struct line_new *l,
                       bill_line_id *ret_id);

/* A charge as it was decided, as lines. */
struct charge_new {
	const struct pupil *pupil;
	const struct charge *what;
	struct money price;
	const struct formula *formula;
	const struct rule *rule; /* NULL: nothing limits it */
	const struct bill_borne *borne;
	struct instant
		relieved; /* of the waiver, where that was decided later; 0: with the price */
};
enum err charge_lines(struct ctx *c, const struct charge_new *n, bill_id bill);
/* By how much that raises the bill. */
struct raise_by charge_raises(const struct charge *what, struct money price,
                              const struct bill_borne *borne);

/* Takes back every line that stands of an enrolment; adds to *by and to *ret_sum what that takes
 * off. */
enum err lines_take_back(struct ctx *c, bill_id bill, enrolment_id enrolment, struct raise_by *by,
                         struct money *ret_sum, size_t *ret_n);

/* What a pupil is granted on the day of the rules, as it stood at a moment; 0: now. */
enum err relief_load(struct ctx *c, const struct rules *rules, const struct pupil *p,
                     struct instant at, struct relief *ret_r);

/* What one enrolment was charged, and what is waived of it. */
struct relieved {
	struct money price, consumables, deducted;
	const struct charge_borne *before; /* borne elsewhere in the term */
	size_t before_n;
	struct money waived;
	const struct rule *waiver; /* NULL: nothing is waived */
};
/* The waiver alone of what was charged, by these rules and what is granted. */
enum err relieve(struct ctx *c, struct tariff *t, const struct relief *relief,
                 const struct pupil *p, const struct offering *o, struct relieved *io);

/* What others bear by these lines, but for one enrolment (none: all). */
enum err borne_of(struct ctx *c, const struct bill_line *line, size_t n, enrolment_id but,
                  const struct charge_borne **ret_v, size_t *ret_n);

/* Adds what each payer of the statement bears of the whole; those who bear nothing are left out.
 * E_BROKEN when more bear a charge than fit. */
enum err parts_add(struct ctx *c, struct bill_borne *b, const struct rule *rule,
                   const struct money by[PAYERS_MOST]);
/* The same, of a whole that is split now. */
enum err parts_split(struct ctx *c, struct bill_borne *b, const struct rule *rule,
                     struct money whole);
/* The line of a part others bear of `of`: all but bill, service, school and amount. */
void part_line(struct ctx *c, const struct bill_part *part, struct money of, struct line_new *l);
/* Whether a line says what others bear. */
bool item_borne(struct str item);

/* What went in and out of an account from the beginning. */
struct turnover {
	struct money debit, credit; /* neither below zero */
};
/* Of a whole county through a day, by account; and how many entries. Reads what came after the last
 * closing. Asks nobody's role. */
enum err turnover_of_county(struct ctx *c, county_id county, struct date through,
                            struct turnover ret_v[LEDGER_ACCOUNT_COUNT], int64_t *ret_entries);

#endif

/* Reading the ledger: balances, statements, entries; every figure leads to the entries it is made
 * of, and an entry to its act and who did it. Of a county (county officer, city), or of one school:
 * its own accounts and those of its bills (clerk, leader; county for its schools). E_DENIED for any
 * other role, E_ABSENT outside the caller's reach. */
#ifndef MONEY_STATEMENT_H
#define MONEY_STATEMENT_H

#include "money/ledger.h"

struct ledger_scope {
	county_id county;
	school_id school; /* none: the whole county */
};
/* What the caller may read: the own school, the own county or one school of it. */
enum err ledger_scope_of(struct ctx *c, school_id school, struct ledger_scope *ret_s);

struct balance {
	struct money debit, credit; /* turnover from the beginning */
	struct money balance;       /* debit positive */
};
/* Every account at the end of a day, and their sum: of a county it is zero. */
enum err ledger_balances(struct ctx *c, const struct ledger_scope *s, struct date day,
                         struct balance ret_v[LEDGER_ACCOUNT_COUNT], struct balance *ret_sum);

/* A school's account by subject at the end of a day. E_INPUT `missing_field` without a school. */
struct subject_balance {
	int64_t subject;
	struct str label; /* title of the offering, name of the school; none of a bill */
	pupil_id pupil;   /* whose bill */
	struct balance of;
};
enum err ledger_subjects(struct ctx *c, const struct ledger_scope *s, enum ledger_account account,
                         struct date day, struct subject_balance **ret_v, size_t *ret_n);

struct statement_asked {
	enum ledger_account account;
	int64_t subject; /* 0: all; else of a school's scope */
	struct date from, to;
	int64_t most, skip; /* most 0: all */
};
struct movement {
	int64_t entry;
	struct date day;
	struct str cause; /* bill_line | appropriation | … */
	int64_t subject;
	struct str label;
	pupil_id pupil;
	struct money amount;  /* debit positive */
	struct money balance; /* after it */
};
struct statement {
	struct money opening, closing; /* before the first day, after the last: debit positive */
	struct movement *v;
	size_t n;
	int64_t total; /* movements of the whole range */
};
/* One account over a range of days. E_INPUT when `to` is before `from`. */
enum err ledger_statement(struct ctx *c, const struct ledger_scope *s,
                          const struct statement_asked *q, struct statement *ret_s);

struct entry_leg {
	enum ledger_account account;
	int64_t subject;
	struct str label;
	struct money amount;
};
struct entry {
	int64_t id; /* of the act it records too */
	county_id county;
	struct str cause, what; /* kind of act; its own words: course and item, payment order */
	pupil_id pupil;         /* of a line of a bill */
	struct date day;        /* booked on */
	struct date belongs;    /* came late: the day it belongs to; else none */
	struct instant at;
	struct str actor; /* name of the account; none: the system */
	int64_t reverses, reversed_by;
	struct str reason; /* of the reversal, given or received */
	struct entry_leg *leg;
	size_t legs;
};
enum err ledger_entry_get(struct ctx *c, int64_t id, struct entry *ret_e);

#endif

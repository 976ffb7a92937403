/* Reconciliation three ways (R60): what we booked, what the channels' daily files say, what came to
 * the bank. Pure: facts in, differences out; where they come from is the business of daily.c.
 * Nothing is guessed: what cannot be matched by its number is a difference with a name, for a
 * person. */
#ifndef AUDIT_RECONCILE_H
#define AUDIT_RECONCILE_H

#include "base/ctx.h"

enum difference_kind {
	DIFF_PAYMENT_MISSING, /* the channel took money for an order of ours, we booked none */
	DIFF_UNKNOWN_ORDER,   /* the channel names an order we never made */
	DIFF_CHANNEL_MISSING, /* we booked a payment the channel's file of that day does not know */
	DIFF_DOUBLE,          /* one order paid twice, or one line that comes twice */
	DIFF_AMOUNT,          /* both know it, with different amounts */
	DIFF_LATE,            /* paid after the order had ended, or booked on another day */
	DIFF_OTHER_TERM,      /* paid outside the term its bill is of */
	DIFF_WRONG_MERCHANT,  /* collected by another account than the order names */
	DIFF_REFUND_OVER,     /* more was paid back than had been paid */
	DIFF_REFUND_UNKNOWN,  /* the channel paid back what nobody decided */
	DIFF_REFUND_MISSING,  /* we say paid back, the channel does not */
	DIFF_FEE,             /* the bank got the day's money less another fee than agreed */
	DIFF_BANK_MISSING,    /* the day's money did not come to the bank in time */
	DIFF_BANK_UNKNOWN,    /* the bank got money no day explains */
	DIFFERENCE_KINDS
};
const char *
difference_name(enum difference_kind k); /* "payment_missing": stands in rows and the API */
bool difference_parse(struct str name, enum difference_kind *ret_k);

/* An account that collects, at its channel. */
struct rec_merchant {
	int64_t id;
	school_id school;
	struct str channel;
	int64_t fee_per_million; /* agreed fee; each payment's is rounded half up */
	int64_t days;            /* the bank has the money so many days after at the latest */
};

/* Something we booked, or an order nobody paid. Days are of the calendar at +08:00. */
struct rec_ours {
	int64_t id; /* payment, refund or order */
	enum { OURS_PAYMENT, OURS_REFUND, OURS_UNPAID } what;
	int64_t merchant;
	struct str number; /* of the order at the channel */
	struct str refund; /* of the refund there; none of a payment */
	struct money amount;
	struct date day;   /* paid, as the channel told us */
	struct date ended; /* the order ended unpaid on this day; none: it did not */
	struct date term_first, term_last; /* in which its bill may be paid */
};

/* A line of a channel's daily file. */
struct rec_line {
	int64_t id;
	int64_t merchant;
	struct str number, refund; /* refund: only of money that went back */
	struct money amount;
	struct date day;
};

/* Money that came to a supervised account, of a channel. */
struct rec_bank {
	int64_t id;
	int64_t merchant; /* 0: the bank does not say of which */
	struct money amount;
	struct date day; /* it came */
	struct date of;  /* the day it is for, when the bank says; none: not known */
};

struct rec_facts {
	const struct rec_merchant *merchant;
	size_t merchants;
	const struct rec_ours *ours;
	size_t n_ours;
	const struct rec_line *line;
	size_t lines;
	const struct rec_bank *bank;
	size_t banks;
	struct date first, last; /* days that are reconciled: both files are whole for them */
	struct date today;       /* what is not yet due is no difference */
};

struct difference_found {
	enum difference_kind kind;
	int64_t merchant;
	int64_t ours, line, bank; /* the rows it is about; 0: none */
	struct str number;        /* of the order or refund */
	struct money found, expected;
	struct date day;
};

/* What a day's money of a merchant came to, once the bank has it: to be booked. */
struct rec_settled {
	int64_t merchant, bank;
	struct date day;
	struct money gross, fee, net;
};

struct rec_sink {
	enum err (*difference)(struct ctx *c, const struct difference_found *d, void *arg);
	enum err (*settled)(struct ctx *c, const struct rec_settled *s,
	                    void *arg); /* may be NULL */
	void *arg;
};
/* In the order of the facts, so that the same facts give the same answers. Texts are borrowed.
 * E_BROKEN when memory is out or a sum does not fit. */
enum err reconcile(struct ctx *c, const struct rec_facts *f, const struct rec_sink *sink);

#endif

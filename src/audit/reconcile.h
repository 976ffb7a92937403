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
	DIFF_FILE_MISSING,    /* the channel's file of the day should be here and is not */
	DIFFERENCE_KINDS
};
const char *
difference_name(enum difference_kind k); /* "payment_missing": stands in rows and the API */
bool difference_parse(struct str name, enum difference_kind *ret_k);

/* An account that collects, at its channel. */
struct rec_merchant {
	int64_t id;
	school_id school; /* none: of schools of a county */
	struct str channel;
	int64_t fee_per_million; /* agreed fee; each payment's is rounded half up */
	int64_t days;            /* the bank has the money so many days after at the latest */
	int64_t account;         /* supervised account it comes to; 0: not said */
	const bool *file;        /* of the days in hand: its file is here; NULL: it needs none */
	bool asked;              /* in use: a file is due of every day */
	struct date from;        /* the first whole day of it that is known; only with `file` */
};

/* Something we booked, or an order nobody paid. Days are of the calendar at +08:00. */
struct rec_ours {
	int64_t id; /* payment, refund or order */
	enum { OURS_PAYMENT, OURS_REFUND, OURS_UNPAID } what;
	int64_t merchant;
	school_id school;
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

/* Something the counter took in, or paid back (below zero): no channel tells of it. */
struct rec_item {
	int64_t id; /* payment, or the row that a refund was paid */
	int64_t merchant;
	school_id school;
	struct str number; /* of the slip or transfer */
	struct money amount;
	struct date day;
};

/* Money on a supervised account's statement. */
struct rec_bank {
	int64_t id;
	int64_t merchant;    /* 0: the bank does not say of which */
	int64_t account;     /* where it stands; only looked at when there is no merchant */
	struct str channel;  /* so is this: whose money it is by the names banks print */
	struct money amount; /* below zero: it left */
	struct date day;     /* it came */
	struct date of;      /* the day it is for, when the bank says; none: not known */
	struct str serial, words;
};

/* What an arrival is of one school: payments of ours less what went back, what no booking of ours
 * explains, and the channel's fee of both. */
struct rec_part {
	school_id school;
	struct money gross, odd, fee;
};

/* An arrival as it stands in the books: these days' money by these lines of the bank. */
struct rec_booked {
	int64_t id, merchant;
	struct date first, last;
	const struct rec_part *part;
	size_t parts;
	const int64_t *bank;
	size_t banks;
	const struct rec_item *item; /* of the counter: what it was; only id and amount are read */
	size_t items;
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
	const struct rec_item *item;
	size_t items;
	const struct rec_booked *booked;
	size_t n_booked;
	struct date first, last; /* days in hand; of them each account those it has its file of */
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

/* Money of a merchant's day, or of days that came together, once the bank has it: to be booked. */
struct rec_settled {
	int64_t merchant;
	struct date first, last; /* paid */
	struct date came;        /* the last of it was at the bank */
	const struct rec_part *part;
	size_t parts;
	const int64_t *bank; /* lines of the statement */
	size_t banks;
	const struct rec_item *const *item; /* of the counter alone */
	size_t items;
	/* The fee is the agreed one. Otherwise it is what the bank got less, and somebody has to
	 * say so before it is booked (DIFF_FEE of the first day and line). */
	bool agreed;
};

struct rec_sink {
	enum err (*difference)(struct ctx *c, const struct difference_found *d, void *arg);
	/* May be NULL. What stands in the books already is not told again; what does not hold any
	 * more is `undone`, before what takes its place. Of money whose school nobody knows nothing
	 * is told: a difference says why. */
	enum err (*settled)(struct ctx *c, const struct rec_settled *s, void *arg);
	enum err (*undone)(struct ctx *c, int64_t booked, void *arg);
	void *arg;
};
/* In the order of the facts, so that the same facts give the same answers. Texts are borrowed.
 * Nothing is said of what only a file that is not here could tell: the file is the difference, once
 * it is due, and `expected` is what we booked of its day.
 * E_BROKEN when memory is out or a sum does not fit. */
enum err reconcile(struct ctx *c, const struct rec_facts *f, const struct rec_sink *sink);

#endif

/* Shared by the parts of reconciliation. */
#ifndef AUDIT_RECONCILE_IN_H
#define AUDIT_RECONCILE_IN_H

#include "audit/reconcile.h"

/* Chains of places + 1 by the hash of a number; in order. */
struct by_number {
	uint32_t *head, *next;
	size_t mask;
};

/* A day of an account: does it lack a file it should have, and what did we book. */
struct rec_lack {
	bool lacks;
	struct money ours; /* paid less paid back */
};

struct work {
	const struct rec_facts *f;
	const struct rec_sink *sink;
	struct by_number paid, refunds; /* of ours: by order; refunds by their own number */
	struct by_number lines;         /* all lines of an order, its refunds with it */
	bool *matched;                  /* of ours: a line knows it */
	bool *repeated;                 /* of the lines: the same came before */
	struct rec_lack *lack;          /* of each merchant each day in hand */
};

bool rec_in_range(const struct rec_facts *f, struct date d);
/* The payment, refund or unpaid order a line is of; NULL: none of ours. */
const struct rec_ours *rec_ours_of(const struct work *w, const struct rec_line *l);

/* What lacks its file; told once it is due. Before all that asks below. E_BROKEN. */
enum err rec_files_check(struct ctx *c, struct work *w);
bool rec_lacks_file(const struct work *w, int64_t merchant, struct date d);
/* The same, or a day before anything of the account is known. */
bool rec_unknown_day(const struct work *w, const struct rec_merchant *m, struct date d);

/* One thing that moves money of a merchant to the bank: a line of its file, an item of the counter.
 */
struct rec_move {
	struct date day;
	struct rec_part part;
	const struct rec_item *item; /* of the counter alone */
	bool done;                   /* the bank has it */
};
/* What a day's moves that are not done come to. */
struct rec_day {
	struct money all, fee, net;
	size_t moves;
};

/* A merchant held against its lines of the statement. */
struct bank_work {
	const struct work *w;
	const struct rec_merchant *m;
	struct rec_move *move;
	size_t moves;
	struct rec_day *day; /* of f->first and on */
	size_t days;
	bool *used; /* of all the bank's lines; shared by the merchants */
};

bool rec_at_counter(const struct rec_merchant *m);
bool rec_candidate(const struct bank_work *b, size_t line);
/* May the bank's line be this merchant's, by what the bank says of it? */
bool rec_line_fits(const struct rec_merchant *m, const struct rec_bank *k);
/* The sums of the days anew, of what is not done. E_BROKEN for a sum that does not fit. */
enum err rec_days_sum(struct ctx *c, struct bank_work *b);
/* The moves of these days, or `one` alone, came by these lines (places): marked and told. */
struct rec_match {
	struct date first, last;
	struct rec_move *one;
	const size_t *line;
	size_t lines;
	bool agreed;
};
enum err rec_match_tell(struct ctx *c, struct bank_work *b, const struct rec_match *x);
/* What stands in the books: marked when it holds, told when it does not. */
enum err rec_booked_check(struct ctx *c, struct bank_work *b);

/* Of a merchant whose moves are known: by number at the counter, by amounts, by what is near. */
enum err rec_merchant_match(struct ctx *c, struct bank_work *b);

/* All lines of the statement against all that should come to it. */
enum err rec_bank_check(struct ctx *c, struct work *w);

#endif

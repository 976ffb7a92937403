/* The `pay`, `fee`, `deduct` and `refund` statements of the rule files in a pack, read for what a
 * recomputation of staff pay, of deductions and of refunds needs: what is paid for what, and when
 * it applies. */
#ifndef KEHOU_AUDIT_RATES_H
#define KEHOU_AUDIT_RATES_H

#include "line.h"
#include "rounding.h"
#include "table.h"

enum { RATES = 4, CONDITIONS = 8, CONDITION_WORDS = 16 };
struct pay {                        /* or a fee: its prices stand in rate */
	const char *title, *number; /* of the document; NULL: it has no number */
	int64_t from, to;           /* days it holds; NONE: not said */
	int64_t id;                 /* word() */
	struct {
		int64_t bound, unit; /* at_least at_most exactly; sitting day month … */
		struct exact fen;
	} rate[RATES];
	size_t rates;
	struct exact served; /* of `served_unit` */
	int64_t served_unit;
	struct exact cap; /* fen a month */
	struct rounding round;
	struct {
		int64_t dimension;
		bool not ;
		int64_t word[CONDITION_WORDS];
		size_t n;
		bool plain; /* words alone: no list, no range */
	} when[CONDITIONS];
	size_t whens;
	int64_t kind[CONDITION_WORDS]; /* of a fee */
	size_t kinds;
};
struct measure {           /* convert N UNIT = N UNIT */
	const char *title; /* of the document */
	bool county;       /* of a county's own one */
	struct exact n, then;
	int64_t unit, then_unit;
};
struct deduct { /* an amount somebody else pays */
	const char *title, *number, *label;
	int64_t id;                                /* word() */
	int64_t of[CONDITION_WORDS], payer[RATES]; /* kinds, consumables; words of payers */
	size_t ofs, payers;
	bool stated;      /* of the service, by its school */
	struct exact fen; /* else; of one `unit` */
	int64_t unit;
	bool sometimes; /* it asks for more than the kind of service */
};
struct back { /* what is paid back */
	const char *title, *number;
	int64_t of[CONDITION_WORDS], reason[CONDITION_WORDS]; /* none: any */
	size_t ofs, reasons;
	bool nothing;            /* it gives nothing */
	struct exact row;        /* so many days of absence in a row; den 0: any */
	struct exact fen, share; /* what is kept: an amount, or percent; den 0: nothing */
};
struct rounds {          /* a statement of a fee, a refund or pay that says so */
	struct pay head; /* the document */
	struct rounding to;
};
struct rates {
	struct deduct *deduct;
	size_t deducts, deduct_room;
	struct pay *pay;
	size_t n, room;
	struct pay *fee;
	size_t fees, fee_room;
	struct measure *measure;
	size_t measures, measure_room;
	struct back *back;
	size_t backs, back_room;
	struct rounds *rounds;
	size_t roundings, round_room;
	const char **title; /* of every file; NULL: it has none */
	size_t files;
	bool county; /* while it is read: the file is a county's own */
};
struct rates rates_read(struct pack *p);
void rates_free(struct rates *r);

/* Whether this is the printed name of the document. */
bool document_is(const char *title, const char *number, const char *document);
/* Whether the statement stands in the document of this printed name and holds on a day. */
bool pay_of(const struct pay *p, const char *document, int64_t day);
/* Whether a statement of the document of this printed name rounds so. */
bool rounds_so(const struct rates *r, const char *document, struct rounding to);
/* The rate it fixes; NULL: none. */
const struct exact *pay_exact(const struct pay *p, int64_t *ret_unit);

#endif

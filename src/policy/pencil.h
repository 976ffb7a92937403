/* A charge as one reckons it with a pencil: one operation a row, each on the result of the row
 * before, each with the sentence that asks for it. */
#ifndef POLICY_PENCIL_H
#define POLICY_PENCIL_H

#include "policy/charge.h"

enum pencil_op {
	PENCIL_TAKE,  /* begin with the operand */
	PENCIL_TIMES, /* rounded half up to a whole fen (D9) */
	PENCIL_PLUS,  /* the others are exact */
	PENCIL_MINUS,
	PENCIL_AT_MOST,   /* the smaller of both */
	PENCIL_WITHIN,    /* the result stays; refused when it is above the operand */
	PENCIL_NOT_BELOW, /* the same where it is below */
	PENCIL_OPS
};
/* "take", "times", …: for programs. */
const char *pencil_op_name(enum pencil_op op);
enum text_id pencil_op_text(enum pencil_op op);

struct pencil_row {
	enum pencil_op op;
	struct formula what;     /* the operand in words */
	struct ratio operand;    /* fen, unless `plain` */
	bool plain;              /* a number that is no amount */
	struct ratio result;     /* fen; whole in every row but the first */
	const struct rule *rule; /* NULL: arithmetic alone */
};
enum { PENCIL_ROWS = 16 };
struct pencil {
	struct pencil_row row[PENCIL_ROWS];
	size_t n;
};

/* R34, D9. Line `at` of an answer; the last result is what is payable. With `refused`, of an answer
 * charge_decide() left in part, up to the row the charge does not pass, as far as it was reckoned.
 */
void pencil_charge(const struct rules *r, const struct charge_answer *a, size_t at, bool refused,
                   struct pencil *ret_p);

/* The charge was amended after it was made: in the last row this much is waived instead. */
void pencil_waive(struct pencil *p, const struct rule *waiver, struct money waived);

/* Yuan, exact: 2.50, or a fraction where the document's price is one. */
struct str pencil_number(struct arena *a, struct ratio number, bool plain);

#endif

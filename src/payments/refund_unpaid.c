/* Which service what is still owed of a bill belongs to. */
#include "payments/refund.sql.h"
#include "payments/order.h"
#include "payments/refund_sum.h"

struct thing {
	offering_id offering;
	struct str item;
	int64_t lowered, unpaid; /* lowered: and not yet set against what raised it */
};

static struct thing *thing_of(struct thing *v, size_t *n, const struct q_bill_moves_row *row)
{
	for (size_t i = 0; i < *n; i++) {
		if (v[i].offering.v == row->offering.v && str_eq(v[i].item, row->item))
			return &v[i];
	}
	v[*n] = (struct thing){.offering = row->offering, .item = row->item};
	return &v[(*n)++];
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

enum err unpaid_load(struct ctx *c, bill_id bill, struct unpaid *ret_u)
{
	struct q_bill_moves_row *row;
	struct thing *v;
	struct money due;
	size_t n, things = 0;

	*ret_u = (struct unpaid){0};
	TRY(bill_due(c, bill, &due));
	if (due.fen <= 0)
		return OK;
	TRY(q_bill_moves(c, bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct thing);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n && due.fen > 0; i++) {
		struct thing *t = thing_of(v, &things, &row[i]);
		int64_t up = row[i].amount.fen, off;

		if (up < 0) {
			t->lowered -= up;
			continue;
		}
		off = least(up, t->lowered);
		t->lowered -= off;
		off = least(up - off, due.fen);
		t->unpaid += off;
		due.fen -= off;
	}
	ret_u->v = v;
	ret_u->n = things;
	return OK;
}

struct money unpaid_of(const struct unpaid *u, offering_id offering, struct str item)
{
	for (size_t i = 0; i < u->n; i++) {
		if (u->v[i].offering.v == offering.v && str_eq(u->v[i].item, item))
			return FEN(u->v[i].unpaid);
	}
	return FEN(0);
}

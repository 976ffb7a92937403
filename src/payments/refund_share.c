/* By which payments a refund goes back: one where it has room, else several. */
#include "payments/payment.sql.h"
#include "payments/refund_sum.h"

/* So much of a sum, from a fen of it on. What a part was for is told where it begins. */
static struct refund_sum cut(const struct refund_sum *s, struct money from, struct money amount)
{
	struct refund_sum out = {.amount = amount, .due = s->due, .undecided = s->undecided};
	int64_t begins = 0, end = from.fen + amount.fen;

	for (size_t i = 0; i < s->n; i++) {
		const struct refund_part *p = &s->part[i];
		int64_t ends = begins + p->amount.fen;
		int64_t low = begins > from.fen ? begins : from.fen, high = ends < end ? ends : end;
		bool here = begins >= from.fen && (begins < end || from.fen == 0);

		if (here || high > low) {
			struct refund_part *q = &out.part[out.n++];

			*q = *p;
			q->amount.fen = high > low ? high - low : 0;
			q->ended = from.fen == 0 ? p->ended : FEN(0);
			if (!here) {
				q->units = str_some(p->units) ? S("0") : p->units;
				q->sitting_n = 0;
			}
		}
		begins = ends;
	}
	return out;
}

enum err refund_shares(struct ctx *c, bill_id bill, refund_id but, const struct refund_sum *s,
                       struct refund_share **ret_v, size_t *ret_n)
{
	struct q_payment_rooms_row *row;
	struct refund_share *v;
	struct money from = FEN(0);
	size_t n, k = 0;

	TRY(q_payment_rooms(c, bill, but.v, &row, &n));
	v = NEW_N(c->arena, n + 1, struct refund_share);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n && (k == 0 || from.fen < s->amount.fen); i++) {
		struct money left = FEN(s->amount.fen - from.fen);
		struct money take = row[i].room.fen < left.fen ? row[i].room : left;

		if (take.fen < 0 || (take.fen == 0 && s->amount.fen > 0))
			break;
		v[k++] = (struct refund_share){row[i].id, cut(s, from, take)};
		from.fen += take.fen;
	}
	if (k == 0 || from.fen < s->amount.fen)
		return fault_set(c, E_REFUSED, "refund_over_paid",
		                 &(struct fault){.field = S("amount"),
		                                 .found = money_text(c->arena, s->amount),
		                                 .allowed = money_text(c->arena, from)});
	*ret_v = v;
	*ret_n = k;
	return OK;
}

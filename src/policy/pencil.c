#include "policy/pencil.h"

#include "policy/charge_parts.h"

static const struct {
	const char *name;
	enum text_id text;
} OPS[PENCIL_OPS] = {
	[PENCIL_TAKE] = {"take", T_policy_pencil_take},
	[PENCIL_TIMES] = {"times", T_policy_pencil_times},
	[PENCIL_PLUS] = {"plus", T_policy_pencil_plus},
	[PENCIL_MINUS] = {"minus", T_policy_pencil_minus},
	[PENCIL_AT_MOST] = {"at_most", T_policy_pencil_at_most},
	[PENCIL_WITHIN] = {"within", T_policy_pencil_within},
	[PENCIL_NOT_BELOW] = {"not_below", T_policy_pencil_not_below},
};

const char *pencil_op_name(enum pencil_op op)
{
	return OPS[op].name;
}

enum text_id pencil_op_text(enum pencil_op op)
{
	return OPS[op].text;
}

struct str pencil_number(struct arena *a, struct ratio number, bool plain)
{
	struct ratio yuan;

	if (plain)
		return ratio_text(a, number);
	if (ratio_whole(number))
		return money_text(a, FEN(number.num));
	return ratio_div(number, RATIO(100), &yuan) ? ratio_text(a, yuan) : S("");
}

/* --- rows --------------------------------------------------------------------------------------
 */

static struct ratio so_far(const struct pencil *p)
{
	return p->n > 0 ? p->row[p->n - 1].result : RATIO(0);
}

/* The amounts are those of an answer, whose sums were found to fit. */
static struct ratio reckon(enum pencil_op op, struct ratio before, struct ratio operand)
{
	struct ratio r = before;
	struct money m;

	switch (op) {
	case PENCIL_TAKE:
		return operand;
	case PENCIL_TIMES:
		return ratio_mul(before, operand, &r) && ratio_money(r, &m) ? RATIO(m.fen) : before;
	case PENCIL_PLUS:
		(void)ratio_add(before, operand, &r);
		return r;
	case PENCIL_MINUS:
		(void)ratio_sub(before, operand, &r);
		return r;
	case PENCIL_AT_MOST:
		return ratio_min(before, operand);
	case PENCIL_WITHIN:
	case PENCIL_NOT_BELOW:
	case PENCIL_OPS:
		break;
	}
	return before;
}

static struct pencil_row *put(struct pencil *p, enum pencil_op op, struct ratio operand,
                              const struct rule *rule)
{
	struct pencil_row *row = &p->row[p->n < PENCIL_ROWS ? p->n : PENCIL_ROWS - 1];

	*row = (struct pencil_row){
		.op = op,
		.operand = operand,
		.result = reckon(op, so_far(p), operand),
		.rule = rule,
	};
	p->n += p->n < PENCIL_ROWS;
	return row;
}

static void put_money(struct pencil *p, enum pencil_op op, int64_t fen, const struct rule *rule,
                      enum text_id what)
{
	if (fen != 0)
		put(p, op, RATIO(fen), rule)->what = (struct formula){.text = what};
}

static struct formula in_words(enum text_id text, struct formula_arg arg)
{
	return (struct formula){.text = text, .arg = {arg}, .n = 1};
}

static struct formula cap_words(const struct charge_line *l)
{
	const struct charge_sums *by = charge_cap_sums(l);
	struct formula f = in_words(by ? T_policy_pencil_cap_by : T_policy_pencil_cap,
	                            arg_rate(l->cap->number, l->cap->written));

	if (by)
		f.arg[f.n++] = arg_sums(by);
	return f;
}

static struct formula limit_words(const struct charge_line *l)
{
	struct formula f = in_words(l->limit_by ? T_policy_pencil_limit_by : T_policy_pencil_limit,
	                            arg_text(l->limit->label));

	if (l->limit_by)
		f.arg[f.n++] = arg_sums(l->limit_by);
	return f;
}

/* All parts at once: each rounded by itself would come to more. */
static void tier_rows(const struct charge_line *l, struct pencil *p)
{
	struct ratio asked = RATIO(l->gross.fen);
	struct pencil_row *row;

	(void)charge_tiers_sum(l, &asked);
	row = put(p, PENCIL_TAKE, asked, l->rule);
	row->what = in_words(T_policy_pencil_tiers, arg_tiers(l->tiers));
	if (ratio_whole(asked))
		return;
	row = put(p, PENCIL_TIMES, RATIO(1), NULL);
	row->plain = true;
	row->what = (struct formula){.text = T_policy_pencil_rounded};
}

static void unit_rows(const struct rules *r, const struct charge_line *l, struct pencil *p)
{
	struct pencil_row *row;

	row = put(p, PENCIL_TAKE, l->price, l->rule);
	row->what = in_words(T_policy_pencil_price, arg_units(r, RATIO(1), l->unit));
	row = put(p, PENCIL_TIMES, l->quantity, NULL);
	row->plain = true;
	row->what = in_words(T_policy_pencil_quantity, arg_unit(r, l->unit));
}

/* D9: what the document's rounding adds or takes off. */
static void round_row(const struct charge_line *l, struct pencil *p)
{
	int64_t more = l->gross.fen - so_far(p).num;

	if (!charge_rounding(l) || l->gross.fen == 0 || more == 0)
		return;
	put(p, more > 0 ? PENCIL_PLUS : PENCIL_MINUS, RATIO(more > 0 ? more : -more), l->rule)
		->what = in_words(T_policy_pencil_rounding, arg_word(rounding_text(l->rule)));
}

static void priced_rows(const struct rules *r, const struct charge_line *l, struct pencil *p)
{
	struct pencil_row *row;

	if (l->tiers)
		tier_rows(l, p);
	else
		unit_rows(r, l, p);
	round_row(l, p);
	if (l->cap != NULL) {
		row = put(p, PENCIL_AT_MOST, RATIO(l->capped.fen), l->rule);
		row->what = cap_words(l);
	}
}

/* A limit over several: what counts beside this price comes on top, and off again behind it. */
static void limit_rows(const struct charge_line *l, bool refused, struct pencil *p)
{
	int64_t price = so_far(p).num;
	int64_t beside = l->adding.fen > price ? l->adding.fen - price : 0;
	struct pencil_row *row;

	if (refused && l->limit_by != NULL) { /* one month is too much: its amount alone */
		put(p, PENCIL_TAKE, RATIO(l->adding.fen), l->limit)->what =
			(struct formula){.text = T_policy_pencil_of_time};
		beside = 0;
	}
	put_money(p, PENCIL_PLUS, beside, l->limit, T_policy_pencil_beside);
	put_money(p, PENCIL_PLUS, l->before.fen, l->limit,
	          charge_limit_of_family(l) ? T_policy_pencil_before_family
	                                    : T_policy_pencil_before);
	row = put(p, refused ? PENCIL_WITHIN : PENCIL_AT_MOST, RATIO(l->bound.fen), l->limit);
	row->what = limit_words(l);
	if (refused)
		return;
	put_money(p, PENCIL_MINUS, l->before.fen, NULL, T_policy_pencil_before_off);
	put_money(p, PENCIL_MINUS, beside, NULL, T_policy_pencil_beside_off);
}

/* A price the document does not allow: of one unit by itself, or with what counts beside it. */
static void held_rows(const struct rules *r, const struct charge_line *l, struct pencil *p)
{
	const struct charge_held *h = l->held;
	struct ratio more;
	struct pencil_row *row;

	if (h->each && ratio_cmp(h->asked, so_far(p)) != 0)
		put(p, PENCIL_TAKE, h->asked, h->rule)->what =
			in_words(T_policy_pencil_price, arg_units(r, RATIO(1), l->unit));
	else if (ratio_sub(h->asked, so_far(p), &more) && more.num > 0)
		put(p, PENCIL_PLUS, more, h->rule)->what =
			(struct formula){.text = T_policy_pencil_before};
	row = put(p, h->least ? PENCIL_NOT_BELOW : PENCIL_WITHIN, h->allowed, h->rule);
	row->what = (struct formula){.text = h->least ? T_policy_pencil_least
	                                              : T_policy_pencil_allowed};
}

static bool alone(const struct charge_answer *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += !a->line[i].item->before;
	return n == 1;
}

/* Each statement by itself where the answer is of one charge; else the line's sum. */
static void deducted_rows(const struct charge_answer *a, const struct charge_line *l,
                          struct pencil *p)
{
	if (!alone(a)) {
		put_money(p, PENCIL_MINUS, l->deducted.fen, l->deduct, T_policy_pencil_deducted);
		return;
	}
	for (size_t i = 0; i < a->n_parts; i++) {
		if (a->part[i].rule->type == RULE_DEDUCT)
			put_money(p, PENCIL_MINUS, a->part[i].amount.fen, a->part[i].rule,
			          T_policy_pencil_deducted);
	}
}

void pencil_waive(struct pencil *p, const struct rule *waiver, struct money waived)
{
	while (p->n > 0 && p->row[p->n - 1].rule && p->row[p->n - 1].rule->type == RULE_WAIVER)
		p->n--;
	put_money(p, PENCIL_MINUS, waived.fen, waiver, T_policy_pencil_waived);
}

void pencil_charge(const struct rules *r, const struct charge_answer *a, size_t at, bool refused,
                   struct pencil *ret_p)
{
	const struct charge_line *l = &a->line[at];

	ret_p->n = 0;
	if (at >= a->n || (refused && l->quantity.num == 0))
		return; /* refused before anything was reckoned */
	priced_rows(r, l, ret_p);
	if (refused) {
		if (l->limit != NULL && l->before.fen + l->adding.fen > l->bound.fen)
			limit_rows(l, true, ret_p);
		else if (l->held != NULL)
			held_rows(r, l, ret_p);
		return;
	}
	if (l->limit != NULL)
		limit_rows(l, false, ret_p);
	/* A limit before the tightest may have taken something off as well. */
	if (so_far(ret_p).num > l->charged.fen)
		put(ret_p, PENCIL_AT_MOST, RATIO(l->charged.fen), l->limit)->what =
			(struct formula){.text = T_policy_pencil_other_limits};
	put_money(ret_p, PENCIL_PLUS, l->item->consumables.fen, NULL, T_policy_pencil_consumables);
	deducted_rows(a, l, ret_p);
	put_money(ret_p, PENCIL_MINUS, l->waived.fen, l->waiver, T_policy_pencil_waived);
}

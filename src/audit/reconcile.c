#include "audit/reconcile_in.h"

static const char *const NAMES[DIFFERENCE_KINDS] = {
	[DIFF_PAYMENT_MISSING] = "payment_missing",
	[DIFF_UNKNOWN_ORDER] = "unknown_order",
	[DIFF_CHANNEL_MISSING] = "channel_missing",
	[DIFF_DOUBLE] = "double",
	[DIFF_AMOUNT] = "amount_off",
	[DIFF_LATE] = "late",
	[DIFF_OTHER_TERM] = "other_term",
	[DIFF_WRONG_MERCHANT] = "wrong_merchant",
	[DIFF_REFUND_OVER] = "refund_over",
	[DIFF_REFUND_UNKNOWN] = "refund_unknown",
	[DIFF_REFUND_MISSING] = "refund_missing",
	[DIFF_FEE] = "fee_off",
	[DIFF_BANK_MISSING] = "bank_missing",
	[DIFF_BANK_UNKNOWN] = "bank_unknown",
	[DIFF_FILE_MISSING] = "file_missing",
};

const char *difference_name(enum difference_kind k)
{
	return NAMES[k];
}

bool difference_parse(struct str name, enum difference_kind *ret_k)
{
	for (enum difference_kind k = 0; k < DIFFERENCE_KINDS; k++) {
		if (str_is(name, NAMES[k])) {
			*ret_k = k;
			return true;
		}
	}
	return false;
}

/* --- by number -------------------------------------------------------------------------------- */

static bool by_number_new(struct arena *a, size_t n, struct by_number *ret_x)
{
	size_t slots = 16;

	while (slots < 2 * n)
		slots *= 2;
	ret_x->head = NEW_N(a, slots, uint32_t);
	ret_x->next = NEW_N(a, n + 1, uint32_t);
	ret_x->mask = slots - 1;
	return ret_x->head && ret_x->next;
}

static void by_number_put(struct by_number *x, size_t at, struct str number)
{
	uint32_t *slot = &x->head[str_hash(number) & x->mask];

	x->next[at] = *slot;
	*slot = (uint32_t)at + 1;
}

static uint32_t by_number_first(const struct by_number *x, struct str number)
{
	return x->head[str_hash(number) & x->mask];
}

/* --- work ------------------------------------------------------------------------------------- */

bool rec_in_range(const struct rec_facts *f, struct date d)
{
	return d.day >= f->first.day && d.day <= f->last.day;
}

struct told {
	const struct rec_ours *ours;
	const struct rec_line *line;
	struct money found, expected;
};

static enum err tell(struct ctx *c, const struct work *w, enum difference_kind kind, struct told t)
{
	struct difference_found d = {.kind = kind, .found = t.found, .expected = t.expected};

	if (t.line) {
		d.line = t.line->id;
		d.merchant = t.line->merchant;
		d.number = str_some(t.line->refund) ? t.line->refund : t.line->number;
		d.day = t.line->day;
	} else {
		d.merchant = t.ours->merchant;
		d.number = t.ours->what == OURS_REFUND ? t.ours->refund : t.ours->number;
		d.day = t.ours->day;
	}
	d.ours = t.ours ? t.ours->id : 0;
	return w->sink->difference(c, &d, w->sink->arg);
}

/* --- what we booked --------------------------------------------------------------------------- */

/* The place + 1 of a payment of this order, before an order nobody paid; 0: none. */
static uint32_t paid_at(const struct work *w, struct str number)
{
	uint32_t unpaid = 0;

	for (uint32_t at = by_number_first(&w->paid, number); at; at = w->paid.next[at - 1]) {
		const struct rec_ours *o = &w->f->ours[at - 1];

		if (!str_eq(o->number, number))
			continue;
		if (o->what == OURS_PAYMENT)
			return at;
		unpaid = at;
	}
	return unpaid;
}

static uint32_t refund_at(const struct work *w, struct str refund)
{
	for (uint32_t at = by_number_first(&w->refunds, refund); at; at = w->refunds.next[at - 1]) {
		if (str_eq(w->f->ours[at - 1].refund, refund))
			return at;
	}
	return 0;
}

const struct rec_ours *rec_ours_of(const struct work *w, const struct rec_line *l)
{
	bool back = str_some(l->refund);
	uint32_t at = back ? refund_at(w, l->refund) : paid_at(w, l->number);

	return at ? &w->f->ours[at - 1] : NULL;
}

static enum err ours_index(struct ctx *c, struct work *w)
{
	const struct rec_facts *f = w->f;

	w->matched = NEW_N(c->arena, f->n_ours + 1, bool);
	w->repeated = NEW_N(c->arena, f->lines + 1, bool);
	if (!w->matched || !w->repeated || !by_number_new(c->arena, f->n_ours, &w->paid) ||
	    !by_number_new(c->arena, f->n_ours, &w->refunds) ||
	    !by_number_new(c->arena, f->lines, &w->lines))
		return fault_broken(c, "arena");
	/* Backwards, so that chains are in the order of the rows. */
	for (size_t i = f->n_ours; i-- > 0;) {
		if (f->ours[i].what == OURS_REFUND)
			by_number_put(&w->refunds, i, f->ours[i].refund);
		else
			by_number_put(&w->paid, i, f->ours[i].number);
	}
	for (size_t i = f->lines; i-- > 0;)
		by_number_put(&w->lines, i, f->line[i].number);
	return OK;
}

/* One order booked twice, and what nobody's file knows. */
static enum err ours_check(struct ctx *c, struct work *w, size_t i)
{
	const struct rec_ours *o = &w->f->ours[i];
	const struct told t = {.ours = o, .found = FEN(0), .expected = o->amount};
	uint32_t first;

	if (o->what == OURS_UNPAID)
		return OK;
	first = o->what == OURS_REFUND ? refund_at(w, o->refund) : paid_at(w, o->number);
	if (first != i + 1)
		return tell(c, w, DIFF_DOUBLE, (struct told){.ours = o, .found = o->amount});
	if (w->matched[i] || !rec_in_range(w->f, o->day) || rec_lacks_file(w, o->merchant, o->day))
		return OK;
	return tell(c, w, o->what == OURS_REFUND ? DIFF_REFUND_MISSING : DIFF_CHANNEL_MISSING, t);
}

/* --- what a channel says ---------------------------------------------------------------------- */

/* Of the lines of an order up to this one: how often the same came, how much went back. */
static enum err line_history(struct ctx *c, const struct work *w, const struct rec_line *l,
                             size_t *ret_same, struct money *ret_back)
{
	struct money back = FEN(0);
	size_t same = 0;

	for (uint32_t at = by_number_first(&w->lines, l->number); at; at = w->lines.next[at - 1]) {
		const struct rec_line *k = &w->f->line[at - 1];

		if (k > l || !str_eq(k->number, l->number))
			continue;
		same += k < l && str_eq(k->refund, l->refund);
		if (str_some(k->refund) && !money_add(back, k->amount, &back))
			return fault_broken(c, "reconcile: refunds overflow");
	}
	*ret_same = same;
	*ret_back = back;
	return OK;
}

static enum err refund_line(struct ctx *c, struct work *w, const struct rec_line *l,
                            struct money back)
{
	uint32_t at = refund_at(w, l->refund), paid = paid_at(w, l->number);
	const struct rec_ours *o = at ? &w->f->ours[at - 1] : NULL;
	const struct rec_ours *of = paid ? &w->f->ours[paid - 1] : NULL;
	const struct told off = {o, l, l->amount, o ? o->amount : FEN(0)};

	if (o)
		w->matched[at - 1] = true;
	if (of && of->what == OURS_PAYMENT && back.fen > of->amount.fen)
		return tell(c, w, DIFF_REFUND_OVER, (struct told){o, l, back, of->amount});
	if (!o)
		return tell(c, w, DIFF_REFUND_UNKNOWN, off);
	if (o->merchant != l->merchant)
		return tell(c, w, DIFF_WRONG_MERCHANT, off);
	if (o->amount.fen != l->amount.fen)
		return tell(c, w, DIFF_AMOUNT, off);
	return o->day.day == l->day.day ? OK : tell(c, w, DIFF_LATE, off);
}

/* One difference a line: the gravest. Whatever the line is, its order is known to the channel. */
static enum err payment_line(struct ctx *c, struct work *w, const struct rec_line *l)
{
	uint32_t at = paid_at(w, l->number);
	const struct rec_ours *o = at ? &w->f->ours[at - 1] : NULL;
	const struct told t = {o, l, l->amount, o ? o->amount : FEN(0)};

	if (!o)
		return tell(c, w, DIFF_UNKNOWN_ORDER, t);
	w->matched[at - 1] = true;
	if (o->merchant != l->merchant)
		return tell(c, w, DIFF_WRONG_MERCHANT, t);
	if (o->amount.fen != l->amount.fen)
		return tell(c, w, DIFF_AMOUNT, t);
	if (date_some(o->ended) && l->day.day >= o->ended.day)
		return tell(c, w, DIFF_LATE, t);
	if (o->what == OURS_UNPAID)
		return tell(c, w, DIFF_PAYMENT_MISSING, t);
	if (o->day.day != l->day.day)
		return tell(c, w, DIFF_LATE, t);
	if (l->day.day < o->term_first.day || l->day.day > o->term_last.day)
		return tell(c, w, DIFF_OTHER_TERM, t);
	return OK;
}

static enum err line_check(struct ctx *c, struct work *w, const struct rec_line *l)
{
	struct money back;
	size_t same;

	TRY(line_history(c, w, l, &same, &back));
	w->repeated[l - w->f->line] = same > 0;
	if (same > 0)
		return tell(c, w, DIFF_DOUBLE, (struct told){NULL, l, l->amount, FEN(0)});
	return str_some(l->refund) ? refund_line(c, w, l, back) : payment_line(c, w, l);
}

/* --- all three -------------------------------------------------------------------------------- */

enum err reconcile(struct ctx *c, const struct rec_facts *f, const struct rec_sink *sink)
{
	struct work w = {.f = f, .sink = sink};

	if (f->last.day < f->first.day)
		return OK;
	TRY(ours_index(c, &w));
	TRY(rec_files_check(c, &w));
	for (size_t i = 0; i < f->lines; i++)
		TRY(line_check(c, &w, &f->line[i]));
	for (size_t i = 0; i < f->n_ours; i++)
		TRY(ours_check(c, &w, i));
	return rec_bank_check(c, &w);
}

/* What came to the bank: the moves of each merchant, what of them stands in the books, what is
 * told.
 */
#include "audit/reconcile_in.h"

#define PER_MILLION 1000000

bool rec_line_fits(const struct rec_merchant *m, const struct rec_bank *k)
{
	if (k->merchant)
		return k->merchant == m->id;
	return m->account && k->account == m->account && str_eq(k->channel, m->channel);
}

bool rec_candidate(const struct bank_work *b, size_t line)
{
	return !b->used[line] && rec_line_fits(b->m, &b->w->f->bank[line]);
}

/* --- moves ------------------------------------------------------------------------------------ */

bool rec_at_counter(const struct rec_merchant *m)
{
	return str_is(m->channel, "counter");
}

/* A line is ours as far as we booked it on this account; the rest no booking of ours explains. */
static enum err line_move(struct ctx *c, const struct bank_work *b, const struct rec_line *l,
                          struct rec_move *ret_x)
{
	const struct rec_ours *o = rec_ours_of(b->w, l);
	int64_t sign = str_some(l->refund) ? -1 : 1;
	struct money all = FEN(sign * l->amount.fen);
	struct rec_move x = {.day = l->day};

	if (!money_ratio(all, b->m->fee_per_million, PER_MILLION, &x.part.fee))
		return fault_broken(c, "reconcile: a fee overflows");
	if (o && o->what != OURS_UNPAID && o->merchant == b->m->id)
		x.part.gross = FEN(sign * o->amount.fen);
	x.part.odd = FEN(all.fen - x.part.gross.fen);
	x.part.school = o && o->school.v ? o->school : b->m->school;
	*ret_x = x;
	return OK;
}

static enum err moves_make(struct ctx *c, struct bank_work *b)
{
	const struct rec_facts *f = b->w->f;

	b->moves = 0;
	for (size_t i = 0; !rec_at_counter(b->m) && i < f->lines; i++) {
		const struct rec_line *l = &f->line[i];

		if (!b->w->repeated[i] && l->merchant == b->m->id && rec_in_range(f, l->day))
			TRY(line_move(c, b, l, &b->move[b->moves++]));
	}
	for (size_t i = 0; rec_at_counter(b->m) && i < f->items; i++) {
		const struct rec_item *k = &f->item[i];

		if (k->merchant == b->m->id && rec_in_range(f, k->day))
			b->move[b->moves++] =
				(struct rec_move){.day = k->day,
			                          .part = {k->school, k->amount, FEN(0), FEN(0)},
			                          .item = k};
	}
	return OK;
}

enum err rec_days_sum(struct ctx *c, struct bank_work *b)
{
	for (size_t i = 0; i < b->days; i++)
		b->day[i] = (struct rec_day){0};
	for (size_t i = 0; i < b->moves; i++) {
		const struct rec_move *x = &b->move[i];
		struct rec_day *d = &b->day[x->day.day - b->w->f->first.day];

		if (x->done)
			continue;
		if (!money_add(d->all, x->part.gross, &d->all) ||
		    !money_add(d->all, x->part.odd, &d->all) ||
		    !money_add(d->fee, x->part.fee, &d->fee))
			return fault_broken(c, "reconcile: a day overflows");
		d->net = FEN(d->all.fen - d->fee.fen);
		d->moves++;
	}
	return OK;
}

/* --- what is told ----------------------------------------------------------------------------- */

struct arrival {
	struct rec_part *part;
	const struct rec_item **item;
	int64_t *bank;
	struct rec_settled s;
};

static bool moves_with(const struct rec_match *x, const struct rec_move *m)
{
	if (x->one)
		return m == x->one;
	return !m->done && m->day.day >= x->first.day && m->day.day <= x->last.day;
}

/* Schools whose money of these days went back again have no part. */
static void parts_drop_empty(struct arrival *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->s.parts; i++) {
		const struct rec_part *p = &a->part[i];

		if (p->gross.fen || p->odd.fen || p->fee.fen)
			a->part[n++] = *p;
	}
	a->s.parts = n;
}

static bool part_add(struct arrival *a, const struct rec_part *p)
{
	struct rec_part *to = a->part;

	while (to < a->part + a->s.parts && to->school.v != p->school.v)
		to++;
	if (to == a->part + a->s.parts) {
		*to = (struct rec_part){.school = p->school};
		a->s.parts++;
	}
	return money_add(to->gross, p->gross, &to->gross) && money_add(to->odd, p->odd, &to->odd) &&
	       money_add(to->fee, p->fee, &to->fee);
}

/* What the bank got less than all of it is the fee: a fen beyond the agreed one is the first
 * school's. */
static bool arrival_sum(const struct bank_work *b, const struct rec_match *x, struct arrival *a)
{
	int64_t less = 0;

	for (size_t i = 0; i < a->s.parts; i++) {
		const struct rec_part *p = &a->part[i];

		if (!p->school.v)
			return false;
		less += p->gross.fen + p->odd.fen - p->fee.fen;
	}
	for (size_t i = 0; i < x->lines; i++) {
		const struct rec_bank *k = &b->w->f->bank[x->line[i]];

		a->bank[i] = k->id;
		less -= k->amount.fen;
		if (i == 0 || k->day.day > a->s.came.day)
			a->s.came = k->day;
	}
	a->part[0].fee.fen += less;
	return true;
}

static enum err arrival_make(struct ctx *c, const struct bank_work *b, const struct rec_match *x,
                             struct arrival *a)
{
	size_t n = 0;

	for (size_t i = 0; i < b->moves; i++)
		n += moves_with(x, &b->move[i]);
	a->part = NEW_N(c->arena, n + 1, struct rec_part);
	a->item = NEW_N(c->arena, n + 1, const struct rec_item *);
	a->bank = NEW_N(c->arena, x->lines + 1, int64_t);
	if (!a->part || !a->item || !a->bank)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < b->moves; i++) {
		if (!moves_with(x, &b->move[i]))
			continue;
		if (!part_add(a, &b->move[i].part))
			return fault_broken(c, "reconcile: an arrival overflows");
		if (b->move[i].item)
			a->item[a->s.items++] = b->move[i].item;
	}
	parts_drop_empty(a);
	return OK;
}

enum err rec_match_tell(struct ctx *c, struct bank_work *b, const struct rec_match *x)
{
	const struct rec_sink *sink = b->w->sink;
	struct arrival a = {
		.s = {.merchant = b->m->id,
	              .first = x->first,
	              .last = x->last,
	              .banks = x->lines,
	              .agreed = x->agreed},
	};
	bool known;

	TRY(arrival_make(c, b, x, &a));
	known = a.s.parts > 0 && arrival_sum(b, x, &a);
	for (size_t i = 0; i < x->lines; i++)
		b->used[x->line[i]] = true;
	for (size_t i = 0; i < b->moves; i++)
		b->move[i].done = b->move[i].done || moves_with(x, &b->move[i]);
	a.s.part = a.part;
	a.s.bank = a.bank;
	a.s.item = a.item;
	return known && sink->settled ? sink->settled(c, &a.s, sink->arg) : OK;
}

/* --- what stands in the books ----------------------------------------------------------------- */

static bool item_of(const struct rec_booked *k, const struct rec_move *x)
{
	for (size_t i = 0; i < k->items; i++) {
		if (k->item[i].id == x->item->id)
			return k->item[i].amount.fen == x->item->amount.fen;
	}
	return false;
}

static bool of_booked(const struct rec_booked *k, const struct rec_move *x)
{
	if (x->item)
		return item_of(k, x);
	return x->day.day >= k->first.day && x->day.day <= k->last.day;
}

static bool lines_stand(const struct bank_work *b, const struct rec_booked *k)
{
	const struct rec_facts *f = b->w->f;
	int64_t net = 0;
	size_t n = 0;

	for (size_t i = 0; i < k->parts; i++)
		net += k->part[i].gross.fen + k->part[i].odd.fen - k->part[i].fee.fen;
	for (size_t i = 0; i < f->banks; i++) {
		for (size_t j = 0; j < k->banks; j++) {
			if (f->bank[i].id != k->bank[j])
				continue;
			net -= f->bank[i].amount.fen;
			n++;
		}
	}
	return n == k->banks && net == 0;
}

/* Are the moves of it, school by school, what was booked? The fee was the bank's word. */
static bool parts_stand(const struct rec_booked *k, const struct arrival *a, size_t items)
{
	if (a->s.parts != k->parts || items != k->items)
		return false;
	for (size_t i = 0; i < k->parts; i++) {
		size_t j = 0;

		while (j < a->s.parts && a->part[j].school.v != k->part[i].school.v)
			j++;
		if (j == a->s.parts || a->part[j].gross.fen != k->part[i].gross.fen ||
		    a->part[j].odd.fen != k->part[i].odd.fen)
			return false;
	}
	return true;
}

static void booked_mark(const struct bank_work *b, const struct rec_booked *k)
{
	for (size_t i = 0; i < b->moves; i++)
		b->move[i].done = b->move[i].done || of_booked(k, &b->move[i]);
	for (size_t i = 0; i < b->w->f->banks; i++) {
		for (size_t j = 0; j < k->banks; j++)
			b->used[i] = b->used[i] || b->w->f->bank[i].id == k->bank[j];
	}
}

static enum err booked_one(struct ctx *c, const struct bank_work *b, const struct rec_booked *k)
{
	const struct rec_facts *f = b->w->f;
	struct arrival a = {0};
	size_t items = 0;

	/* Days before the ones in hand cannot be recomputed here. */
	if (k->first.day < f->first.day || k->last.day > f->last.day) {
		booked_mark(b, k);
		return OK;
	}
	a.part = NEW_N(c->arena, b->moves + 1, struct rec_part);
	if (!a.part)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < b->moves; i++) {
		if (!of_booked(k, &b->move[i]))
			continue;
		if (!part_add(&a, &b->move[i].part))
			return fault_broken(c, "reconcile: an arrival overflows");
		items += b->move[i].item != NULL;
	}
	parts_drop_empty(&a);
	if (parts_stand(k, &a, items) && lines_stand(b, k)) {
		booked_mark(b, k);
		return OK;
	}
	return b->w->sink->undone ? b->w->sink->undone(c, k->id, b->w->sink->arg) : OK;
}

enum err rec_booked_check(struct ctx *c, struct bank_work *b)
{
	for (size_t i = 0; i < b->w->f->n_booked; i++) {
		if (b->w->f->booked[i].merchant == b->m->id)
			TRY(booked_one(c, b, &b->w->f->booked[i]));
	}
	return OK;
}

/* --- all lines -------------------------------------------------------------------------------- */

/* May it be the money of a day whose file is not here? */
static bool may_be_unknown(const struct work *w, const struct rec_bank *k)
{
	for (size_t i = 0; i < w->f->merchants; i++) {
		const struct rec_merchant *m = &w->f->merchant[i];
		bool of = date_some(k->of);
		int32_t last = of ? k->of.day : k->day.day;

		for (int32_t d = of ? last : last - (int32_t)m->days;
		     rec_line_fits(m, k) && d <= last; d++) {
			if (rec_unknown_day(w, m, (struct date){d}))
				return true;
		}
	}
	return false;
}

/* What the counter banks may be anything: a school's account gets other money too. */
static enum err lines_left(struct ctx *c, const struct work *w, const bool *used)
{
	for (size_t i = 0; i < w->f->banks; i++) {
		const struct rec_bank *b = &w->f->bank[i];
		struct difference_found d = {.kind = DIFF_BANK_UNKNOWN,
		                             .bank = b->id,
		                             .found = b->amount,
		                             .expected = FEN(0),
		                             .day = b->day};

		if (!used[i] && !str_is(b->channel, "counter") &&
		    rec_in_range(w->f, date_some(b->of) ? b->of : b->day) && !may_be_unknown(w, b))
			TRY(w->sink->difference(c, &d, w->sink->arg));
	}
	return OK;
}

enum err rec_bank_check(struct ctx *c, struct work *w)
{
	const struct rec_facts *f = w->f;
	size_t most = f->lines > f->items ? f->lines : f->items;
	struct bank_work b = {
		.w = w,
		.used = NEW_N(c->arena, f->banks + 1, bool),
		.move = NEW_N(c->arena, most + 1, struct rec_move),
		.days = (size_t)(f->last.day - f->first.day) + 1,
	};

	b.day = NEW_N(c->arena, b.days, struct rec_day);
	if (!b.used || !b.move || !b.day)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < f->merchants; i++) {
		b.m = &f->merchant[i];
		TRY(moves_make(c, &b));
		TRY(rec_booked_check(c, &b));
		TRY(rec_merchant_match(c, &b));
	}
	return lines_left(c, w, b.used);
}

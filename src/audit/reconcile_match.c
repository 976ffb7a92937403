/* Which line of the bank's is which day's money: by the number of a slip, by exact amounts (a day,
 * days that came together, a day that came in pieces, a day that came late), and last by what is
 * near enough to be the day less another fee. An exact match is never given up for a near one. */
#include "audit/reconcile_in.h"

enum { DAYS_TOGETHER = 10, PIECES = 10, NUMBER_CHARS = 6 };

static struct date day_at(const struct bank_work *b, size_t i)
{
	return (struct date){b->w->f->first.day + (int32_t)i};
}

static const struct rec_bank *bank_at(const struct bank_work *b, size_t i)
{
	return &b->w->f->bank[i];
}

static enum err one_line(struct ctx *c, struct bank_work *b, size_t i, size_t j, size_t line,
                         bool agreed)
{
	const struct rec_match x = {.first = day_at(b, i),
	                            .last = day_at(b, j),
	                            .line = &line,
	                            .lines = 1,
	                            .agreed = agreed};

	for (size_t k = i; k <= j; k++)
		b->day[k] = (struct rec_day){0};
	return rec_match_tell(c, b, &x);
}

/* --- by number -------------------------------------------------------------------------------- */

static bool names_it(const struct rec_bank *k, struct str number)
{
	size_t at;

	return str_eq(k->serial, number) ||
	       (number.n >= NUMBER_CHARS && str_find(k->words, number, &at));
}

/* A transfer has the number that was entered; cash does not, and waits for the sum of its day. */
static enum err by_number(struct ctx *c, struct bank_work *b)
{
	for (size_t i = 0; i < b->moves; i++) {
		struct rec_move *x = &b->move[i];
		size_t line = b->w->f->banks;

		for (size_t k = 0; x->item && !x->done && k < b->w->f->banks; k++) {
			if (rec_candidate(b, k) && bank_at(b, k)->amount.fen == x->part.gross.fen &&
			    names_it(bank_at(b, k), x->item->number)) {
				line = k;
				break;
			}
		}
		if (line == b->w->f->banks)
			continue;
		TRY(rec_match_tell(c, b, &(struct rec_match){x->day, x->day, x, &line, 1, true}));
	}
	return OK;
}

/* --- by amount -------------------------------------------------------------------------------- */

/* Does it come to the bank when the day's money should, or at any time after? */
static bool in_time(const struct bank_work *b, const struct rec_bank *k, struct date from,
                    struct date last, bool late)
{
	if (date_some(k->of))
		return k->of.day == from.day && from.day == last.day;
	return k->day.day >= last.day && (late || k->day.day <= last.day + b->m->days);
}

static size_t exact_line(const struct bank_work *b, size_t i, size_t j, struct money net, bool late)
{
	for (size_t k = 0; k < b->w->f->banks; k++) {
		if (rec_candidate(b, k) && bank_at(b, k)->amount.fen == net.fen &&
		    in_time(b, bank_at(b, k), day_at(b, i), day_at(b, j), late))
			return k;
	}
	return b->w->f->banks;
}

/* The counter pays back itself; a channel keeps what goes back from a later day. */
static enum err days_exact(struct ctx *c, struct bank_work *b, bool late)
{
	bool counter = rec_at_counter(b->m);

	for (size_t i = 0; i < b->days; i++) {
		bool due = b->day[i].net.fen > 0 || (b->day[i].net.fen < 0 && counter);
		size_t line = due ? exact_line(b, i, i, b->day[i].net, late) : b->w->f->banks;

		if (line < b->w->f->banks)
			TRY(one_line(c, b, i, i, line, true));
	}
	return OK;
}

/* Days that came in one sum: a weekend, or days of which one paid back more than it took. Not over
 * a day nobody can sum up. */
static enum err days_together(struct ctx *c, struct bank_work *b)
{
	for (size_t i = 0; i < b->days; i++) {
		struct money sum = b->day[i].net;

		if (b->day[i].moves == 0)
			continue;
		for (size_t j = i + 1; j < b->days && j < i + DAYS_TOGETHER; j++) {
			size_t line;

			if (rec_unknown_day(b->w, b->m, day_at(b, j)))
				break;
			sum.fen += b->day[j].net.fen;
			if (b->day[j].moves == 0 || sum.fen <= 0)
				continue;
			line = exact_line(b, i, j, sum, false);
			if (line == b->w->f->banks)
				continue;
			TRY(one_line(c, b, i, j, line, true));
			break;
		}
	}
	return OK;
}

/* A day in pieces: lines one after the other that are its sum together. */
static enum err pieces_of(struct ctx *c, struct bank_work *b, size_t i, bool *ret_found)
{
	size_t line[PIECES];

	*ret_found = false;
	for (size_t k = 0; k < b->w->f->banks && !*ret_found; k++) {
		int64_t sum = 0;
		size_t n = 0;

		for (size_t l = k; l < b->w->f->banks && n < PIECES; l++) {
			const struct rec_bank *x = bank_at(b, l);

			if (!rec_candidate(b, l) || x->amount.fen <= 0 || date_some(x->of) ||
			    !in_time(b, x, day_at(b, i), day_at(b, i), true))
				continue;
			line[n++] = l;
			sum += x->amount.fen;
			if (sum >= b->day[i].net.fen)
				break;
		}
		if (n < 2 || sum != b->day[i].net.fen)
			continue;
		*ret_found = true;
		b->day[i] = (struct rec_day){0};
		TRY(rec_match_tell(
			c, b,
			&(struct rec_match){day_at(b, i), day_at(b, i), NULL, line, n, true}));
	}
	return OK;
}

static enum err days_in_pieces(struct ctx *c, struct bank_work *b)
{
	for (size_t i = 0; i < b->days; i++) {
		bool found;

		if (b->day[i].net.fen > 0)
			TRY(pieces_of(c, b, i, &found));
	}
	return OK;
}

/* --- what is near, and what is missing -------------------------------------------------------- */

static enum err told(struct ctx *c, const struct bank_work *b, enum difference_kind kind, size_t i,
                     const struct rec_bank *k)
{
	const struct difference_found d = {.kind = kind,
	                                   .merchant = b->m->id,
	                                   .bank = k ? k->id : 0,
	                                   .found = k ? k->amount : FEN(0),
	                                   .expected = b->day[i].net,
	                                   .day = day_at(b, i)};

	return b->w->sink->difference(c, &d, b->w->sink->arg);
}

/* Least of what may be this day's money, with another fee than agreed. */
static int64_t least_of(const struct rec_day *d)
{
	return d->net.fen - d->fee.fen - 100;
}

/* May this line be the money of a day before it whose file is not here? */
static bool of_another(const struct bank_work *b, const struct rec_bank *x)
{
	for (int32_t d = x->day.day - (int32_t)b->m->days; d <= x->day.day; d++) {
		if (rec_lacks_file(b->w, b->m->id, (struct date){d}))
			return true;
	}
	return false;
}

/* Is there a line that may be this day's money, alone or in one sum with a day whose file is not
 * here, or that day's? Nobody can say before the file comes. */
static bool may_have_come(const struct bank_work *b, size_t i)
{
	int32_t day = day_at(b, i).day;
	bool beside = false;

	for (int32_t d = day - DAYS_TOGETHER + 1; d < day + DAYS_TOGETHER && !beside; d++)
		beside = rec_lacks_file(b->w, b->m->id, (struct date){d});
	for (size_t k = 0; k < b->w->f->banks && beside; k++) {
		const struct rec_bank *x = bank_at(b, k);

		if (rec_candidate(b, k) && !date_some(x->of) &&
		    x->amount.fen >= least_of(&b->day[i]) && x->day.day >= day &&
		    x->day.day <= day + DAYS_TOGETHER + b->m->days)
			return true;
	}
	return false;
}

/* Not more than all of it and not less than it without twice the fee; or what names the day. */
static size_t near_line(const struct bank_work *b, size_t i)
{
	const struct rec_day *d = &b->day[i];

	for (size_t k = 0; k < b->w->f->banks; k++) {
		const struct rec_bank *x = bank_at(b, k);

		if (!rec_candidate(b, k) || !in_time(b, x, day_at(b, i), day_at(b, i), false))
			continue;
		if (date_some(x->of) || (x->amount.fen <= d->all.fen &&
		                         x->amount.fen >= least_of(d) && !of_another(b, x)))
			return k;
	}
	return b->w->f->banks;
}

/* Of a channel: the counter takes no fee. A day that paid back more than it took is owed nothing:
 * the channel keeps it from a later one. */
static enum err days_left(struct ctx *c, struct bank_work *b)
{
	bool counter = rec_at_counter(b->m);

	for (size_t i = 0; i < b->days; i++) {
		size_t line = b->w->f->banks;

		if (b->day[i].net.fen <= 0)
			continue;
		if (!counter)
			line = near_line(b, i);
		if (line < b->w->f->banks) {
			TRY(told(c, b, DIFF_FEE, i, bank_at(b, line)));
			TRY(one_line(c, b, i, i, line, false));
		} else if (day_at(b, i).day + b->m->days < b->w->f->today.day &&
		           !may_have_come(b, i)) {
			TRY(told(c, b, DIFF_BANK_MISSING, i, NULL));
		}
	}
	return OK;
}

enum err rec_merchant_match(struct ctx *c, struct bank_work *b)
{
	if (b->moves == 0)
		return OK;
	TRY(by_number(c, b));
	TRY(rec_days_sum(c, b));
	TRY(days_exact(c, b, false));
	TRY(days_together(c, b));
	TRY(days_in_pieces(c, b));
	TRY(days_exact(c, b, true));
	return days_left(c, b);
}

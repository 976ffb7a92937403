/* The channels' daily files that are not here: what of them is told, and what has to wait for them.
 */
#include "audit/reconcile_in.h"

/* A channel makes a day's file in the course of the next one. */
enum { FILE_DAYS = 1 };

static size_t days_of(const struct work *w)
{
	return (size_t)(w->f->last.day - w->f->first.day) + 1;
}

static struct rec_lack *lack_at(const struct work *w, size_t merchant, struct date d)
{
	return &w->lack[merchant * days_of(w) + (size_t)(d.day - w->f->first.day)];
}

static const struct rec_merchant *merchant_of(const struct work *w, int64_t id)
{
	for (size_t i = 0; i < w->f->merchants; i++) {
		if (w->f->merchant[i].id == id)
			return &w->f->merchant[i];
	}
	return NULL;
}

bool rec_lacks_file(const struct work *w, int64_t merchant, struct date d)
{
	const struct rec_merchant *m = merchant_of(w, merchant);

	return m && m->file && rec_in_range(w->f, d) &&
	       lack_at(w, (size_t)(m - w->f->merchant), d)->lacks;
}

bool rec_unknown_day(const struct work *w, const struct rec_merchant *m, struct date d)
{
	if (!m->file)
		return false;
	if (d.day < m->from.day)
		return !rec_in_range(w->f, d) || !m->file[d.day - w->f->first.day];
	return rec_in_range(w->f, d) && lack_at(w, (size_t)(m - w->f->merchant), d)->lacks;
}

/* What we booked proves that a file should be there, whatever is said of the account. */
static enum err ours_add(struct ctx *c, struct work *w, const struct rec_ours *o)
{
	const struct rec_merchant *m = merchant_of(w, o->merchant);
	struct money more = o->what == OURS_REFUND ? FEN(-o->amount.fen) : o->amount;
	struct rec_lack *x;

	if (!m || !m->file || o->what == OURS_UNPAID || !rec_in_range(w->f, o->day))
		return OK;
	x = lack_at(w, (size_t)(m - w->f->merchant), o->day);
	x->lacks = !m->file[o->day.day - w->f->first.day];
	return money_add(x->ours, more, &x->ours) ? OK
	                                          : fault_broken(c, "reconcile: a day overflows");
}

static enum err merchant_tell(struct ctx *c, const struct work *w, size_t i)
{
	for (int32_t d = w->f->first.day; d <= w->f->last.day; d++) {
		const struct rec_lack *x = lack_at(w, i, (struct date){d});
		const struct difference_found found = {.kind = DIFF_FILE_MISSING,
		                                       .merchant = w->f->merchant[i].id,
		                                       .found = FEN(0),
		                                       .expected = x->ours,
		                                       .day = {d}};

		if (x->lacks && d + FILE_DAYS < w->f->today.day)
			TRY(w->sink->difference(c, &found, w->sink->arg));
	}
	return OK;
}

enum err rec_files_check(struct ctx *c, struct work *w)
{
	const struct rec_facts *f = w->f;

	w->lack = NEW_N(c->arena, f->merchants * days_of(w) + 1, struct rec_lack);
	if (!w->lack)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < f->merchants; i++) {
		const struct rec_merchant *m = &f->merchant[i];

		for (int32_t d = f->first.day; m->file && m->asked && d <= f->last.day; d++)
			lack_at(w, i, (struct date){d})->lacks =
				d >= m->from.day && !m->file[d - f->first.day];
	}
	for (size_t i = 0; i < f->n_ours; i++)
		TRY(ours_add(c, w, &f->ours[i]));
	for (size_t i = 0; i < f->merchants; i++)
		TRY(merchant_tell(c, w, i));
	return OK;
}

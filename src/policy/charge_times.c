/* Days, half months and months by number, and what is counted in them. */
#include "policy/charge.h"

int64_t charge_time_of(enum charge_time t, struct date day)
{
	struct civil d = date_civil(day);
	int64_t month = (int64_t)d.year * 12 + d.month - 1;

	switch (t) {
	case CHARGE_HALF_MONTH:
		return month * 2 + (d.day > 15);
	case CHARGE_MONTH:
		return month;
	case CHARGE_DAY:
	case CHARGE_TIMES:
		break;
	}
	return day.day;
}

struct str charge_time_text(struct arena *a, enum charge_time t, int64_t at)
{
	int64_t month = t == CHARGE_MONTH ? at : at / 2;
	struct str m = str_printf(a, "%04lld-%02lld", (long long)(month / 12),
	                          (long long)(month % 12 + 1));

	if (t == CHARGE_DAY)
		return date_text(a, (struct date){(int32_t)at});
	return t == CHARGE_MONTH ? m : str_printf(a, "%.*s-%s", STR_FMT(m), at % 2 ? "16" : "01");
}

static int64_t longer(enum charge_time from, enum charge_time to, int64_t at)
{
	return from == CHARGE_DAY ? charge_time_of(to, (struct date){(int32_t)at}) : at / 2;
}

static enum err grouped(struct ctx *c, const struct charge_counts *from, enum charge_time f,
                        enum charge_time t, struct charge_counts *ret_n)
{
	struct charge_count *v = NEW_N(c->arena, from->n, struct charge_count);
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < from->n; i++) {
		int64_t at = longer(f, t, from->v[i].at);

		if (n == 0 || v[n - 1].at != at)
			v[n++] = (struct charge_count){at, RATIO(0)};
		if (!ratio_add(v[n - 1].n, from->v[i].n, &v[n - 1].n))
			return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
	}
	*ret_n = (struct charge_counts){v, n};
	return OK;
}

enum err charge_counts_fill(struct ctx *c, struct charge_counts by[CHARGE_TIMES])
{
	for (enum charge_time t = CHARGE_HALF_MONTH; t < CHARGE_TIMES; t++) {
		enum charge_time f = t - 1;

		if (by[t].n == 0 && by[f].n > 0)
			TRY(grouped(c, &by[f], f, t, &by[t]));
	}
	return OK;
}

/* --- in words ----------------------------------------------------------------------------------
 */

static struct str yuan(struct arena *a, struct ratio fen)
{
	struct ratio y;

	if (ratio_whole(fen))
		return money_text(a, FEN(fen.num));
	return ratio_div(fen, RATIO(100), &y) ? ratio_text(a, y) : S("");
}

/* "12 × 5.00 = 60.00 → 50.00" */
static struct str reckoned(struct arena *a, const struct charge_sums *s, const struct charge_sum *m)
{
	struct str text = yuan(a, m->asked);
	struct ratio product;

	if (m->n.den != 0 && ratio_mul(m->n, s->price, &product) &&
	    ratio_cmp(product, m->asked) == 0)
		text = str_printf(a, "%.*s × %.*s = %.*s", STR_FMT(ratio_text(a, m->n)),
		                  STR_FMT(yuan(a, s->price)), STR_FMT(text));
	if (ratio_cmp(m->taken, m->asked) < 0)
		text = str_printf(a, "%.*s → %.*s", STR_FMT(text), STR_FMT(yuan(a, m->taken)));
	return text;
}

static bool alike(const struct charge_sum *a, const struct charge_sum *b)
{
	return a->n.den == b->n.den && (a->n.den == 0 || ratio_cmp(a->n, b->n) == 0) &&
	       ratio_cmp(a->asked, b->asked) == 0 && ratio_cmp(a->taken, b->taken) == 0;
}

/* "17 × (…)": none where an earlier one has said it. */
static struct str days_alike(struct arena *a, const struct charge_sums *s, size_t i)
{
	size_t times = 0;

	for (size_t k = 0; k < i; k++) {
		if (alike(&s->v[k], &s->v[i]))
			return STR_NONE;
	}
	for (size_t k = i; k < s->n; k++)
		times += alike(&s->v[k], &s->v[i]);
	return str_printf(a, "%zu × (%.*s)", times, STR_FMT(reckoned(a, s, &s->v[i])));
}

struct str charge_sums_text(struct arena *a, const struct charge_sums *s)
{
	struct str text = S("");

	for (size_t i = 0; i < s->n; i++) {
		struct str one, at;

		if (s->time == CHARGE_DAY) {
			one = days_alike(a, s, i);
			if (!one.p)
				continue;
		} else {
			at = s->dated ? charge_time_text(a, s->time, s->v[i].at)
			              : str_printf(a, "%zu:", i + 1);
			one = str_printf(a, "%.*s %.*s", STR_FMT(at),
			                 STR_FMT(reckoned(a, s, &s->v[i])));
		}
		text = str_printf(a, "%.*s%s%.*s", STR_FMT(text), text.n ? "; " : "", STR_FMT(one));
	}
	return text;
}

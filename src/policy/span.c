#include "policy/span.h"

#include "policy/book.h"
#include "policy/holidays.h"

struct edge {
	struct ratio n, then;
	int unit, then_unit;
};

static const struct edge ALWAYS[] = {
	{{1, 1}, {2, 1}, UNIT_MONTH, UNIT_HALF_MONTH},
	{{1, 1}, {60, 1}, UNIT_HOUR, UNIT_MINUTE},
};
enum { ALWAYS_N = sizeof ALWAYS / sizeof *ALWAYS };

/* How much one `from` is in every unit that has been reached, and over what. */
struct reach {
	struct ratio amount[LEXICON_WORDS];
	uint64_t known;
	struct {
		int from;
		size_t edge;
	} over[LEXICON_WORDS];
};

static bool hop(struct reach *a, const struct edge *e, size_t number, uint64_t before)
{
	bool forth = before >> e->unit & 1 && !(a->known >> e->then_unit & 1);
	bool back = before >> e->then_unit & 1 && !(a->known >> e->unit & 1);
	int from = forth ? e->unit : e->then_unit, to = forth ? e->then_unit : e->unit;
	struct ratio by;

	if (!forth && !back)
		return true;
	if (!ratio_div(forth ? e->then : e->n, forth ? e->n : e->then, &by) ||
	    !ratio_mul(a->amount[from], by, &a->amount[to]))
		return false;
	a->known |= UINT64_C(1) << to;
	a->over[to].from = from;
	a->over[to].edge = number;
	return true;
}

static struct edge edge_at(const struct rule_hits *hits, size_t i)
{
	const struct rule_value *v;

	if (i >= hits->n)
		return ALWAYS[i - hits->n];
	v = &hits->v[i]->value;
	return (struct edge){v->number, v->then, v->unit, v->then_unit};
}

static enum err reach_out(struct ctx *c, const struct rule_hits *hits, struct ratio n, int from,
                          int to, struct reach *a)
{
	uint64_t before = 0;

	a->known = UINT64_C(1) << from;
	a->amount[from] = n;
	while (!(a->known >> to & 1) && a->known != before) {
		before = a->known;
		for (size_t i = 0; i < hits->n + ALWAYS_N; i++) {
			struct edge e = edge_at(hits, i);

			if (!hop(a, &e, i, before))
				return fault_input(c, NULL, S("quantity"), ratio_text(c->arena, n),
				                   STR_NONE);
		}
	}
	return OK;
}

enum err span_convert(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                      struct ratio n, int from, int to, struct ratio *ret_n, bool *ret_known)
{
	struct rule_hits hits;
	struct reach a;

	if (from == to) {
		*ret_n = n;
		*ret_known = true;
		return OK;
	}
	*ret_known = false;
	if (from < 0 || to < 0)
		return OK;
	TRY(rules_collect(c, r, RULE_CONVERT, 0, facts, &hits));
	TRY(reach_out(c, &hits, n, from, to, &a));
	if (a.known >> to & 1) {
		*ret_n = a.amount[to];
		*ret_known = true;
	}
	return OK;
}

enum err span_path(struct ctx *c, const struct rules *r, const struct rule_facts *facts, int from,
                   int to, struct span_path *ret_p)
{
	struct span_path p = {.by = RATIO(1), .known = from == to && from >= 0};
	struct rule_hits hits;
	struct reach a;

	if (!p.known && from >= 0 && to >= 0) {
		TRY(rules_collect(c, r, RULE_CONVERT, 0, facts, &hits));
		TRY(reach_out(c, &hits, RATIO(1), from, to, &a));
		p.known = (a.known >> to & 1) != 0;
		if (p.known)
			p.by = a.amount[to];
		for (int at = to; p.known && at != from; at = a.over[at].from) {
			if (a.over[at].edge < hits.n && p.n < SPAN_HOPS)
				p.rule[p.n++] = hits.v[a.over[at].edge];
		}
	}
	*ret_p = p;
	return OK;
}

struct str unit_name(const struct rules *r, int unit)
{
	const struct words w = LEXICONS[LEX_UNIT].words;

	if (unit >= 0 && (size_t)unit < w.n)
		return str_of(w.v[unit]);
	for (const struct symbol *s = r->book->symbols; s != NULL; s = s->next) {
		if (s->lexicon == LEX_UNIT && s->index == unit)
			return s->name;
	}
	return S("?");
}

enum err span_need(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                   struct ratio n, int from, int to, struct ratio *ret_n)
{
	bool known;

	TRY(span_convert(c, r, facts, n, from, to, ret_n, &known));
	if (known)
		return OK;
	return rules_silent(c, r,
	                    str_printf(c->arena, "convert %.*s %.*s", STR_FMT(unit_name(r, from)),
	                               STR_FMT(unit_name(r, to))));
}

/* --- the calendar ------------------------------------------------------------------------------
 */

static bool months_after(struct date from, int64_t n, struct date *ret_d)
{
	struct civil v = date_civil(from);
	int64_t month = (int64_t)v.year * 12 + (v.month - 1) + n;

	if (n < -12 * 1000 || n > 12 * 1000 || month < 0)
		return false;
	for (int32_t day = v.day; day >= 28; day--) {
		if (date_of((int32_t)(month / 12), (int32_t)(month % 12) + 1, day, ret_d))
			return true;
	}
	return date_of((int32_t)(month / 12), (int32_t)(month % 12) + 1, v.day, ret_d);
}

/* R22: make-up days count, days off do not. The way ends at the first day nobody knows. */
static enum span_end working_after(struct date from, int64_t n, struct date *ret_d)
{
	const struct holiday_book *book = holiday_builtin(NULL);
	int64_t left = n < 0 ? -n : n;
	struct date d = from;

	if (book == NULL)
		return SPAN_NEVER;
	while (left > 0) {
		d.day += n < 0 ? -1 : 1;
		if (!holiday_known(book, d)) {
			*ret_d = d;
			return SPAN_UNKNOWN;
		}
		left -= holiday_working_day(book, d);
	}
	*ret_d = d;
	return SPAN_DAY;
}

int32_t span_notice_year(struct date unknown)
{
	const struct holiday_book *book = holiday_builtin(NULL);

	return book ? holiday_missing(book, unknown) : 0;
}

enum span_end span_after(struct date from, struct ratio n, int unit, struct date *ret_d)
{
	if (!date_some(from) || !ratio_whole(n) || n.num < -1000000 || n.num > 1000000)
		return SPAN_NEVER;
	switch (unit) {
	case UNIT_DAY:
		*ret_d = (struct date){from.day + (int32_t)n.num};
		return SPAN_DAY;
	case UNIT_WEEK:
		*ret_d = (struct date){from.day + 7 * (int32_t)n.num};
		return SPAN_DAY;
	case UNIT_MONTH:
		return months_after(from, n.num, ret_d) ? SPAN_DAY : SPAN_NEVER;
	case UNIT_YEAR:
		return months_after(from, 12 * n.num, ret_d) ? SPAN_DAY : SPAN_NEVER;
	case UNIT_WORKING_DAY:
		return working_after(from, n.num, ret_d);
	default:
		return SPAN_NEVER;
	}
}

/* That day of a year; the last of February where the year has no 29th. */
static bool day_of_year(int year, const struct rule_value *v, struct date *ret_d)
{
	return date_of(year, v->month, v->day, ret_d) || date_of(year, v->month, v->day - 1, ret_d);
}

bool expiry_last(const struct rule_value *expires, struct date granted, struct date *ret_last)
{
	struct date last;

	if (expires->type != VALUE_DAY) {
		if (span_after(granted, expires->number, expires->unit, &last) != SPAN_DAY)
			return false;
		*ret_last = (struct date){last.day - 1};
		return true;
	}
	if (expires->year)
		return day_of_year(expires->year, expires, ret_last);
	if (!day_of_year(date_civil(granted).year, expires, &last))
		return false;
	if (last.day >= granted.day) {
		*ret_last = last;
		return true;
	}
	return day_of_year(date_civil(granted).year + 1, expires, ret_last);
}

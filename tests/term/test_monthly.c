/* Quantities nobody counted by month under prices that are another each month (R30): they fall as
 * the sittings do. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"
#include "priced.h"

#define MONTHLY                                                                                        \
	OWN("fee own \"本县课后服务费\"\n  kind course\n  price exactly 3.00 yuan per period\n" \
	    "  beyond 2 period per month at 2.00 yuan per period")

/* What the months kept with the price come to, each reckoned by itself. */
static int64_t by_months(const struct unit_price *u, int64_t *ret_quantity)
{
	const struct charge_counts *by = &u->by[CHARGE_MONTH];
	int64_t fen = 0;

	*ret_quantity = 0;
	for (size_t i = 0; i < by->n; i++) {
		int64_t n = by->v[i].n.num;

		assert_int_equal(by->v[i].n.den, 1);
		fen += n > 2 ? 600 + (n - 2) * 200 : n * 300;
		*ret_quantity += n;
	}
	return fen;
}

static void r30_a_stated_quantity_priced_month_by_month_falls_as_the_sittings_do(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 0);
	struct offering o;
	int64_t n, fen;
	struct plan t;
	size_t at;

	plan_stands(c, w, &t, "RS4", MONTHLY);
	row.quantity = RATIO(36);
	row.quantity_why = S("每周两课时,十八周");
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_true(o.by_unit->stated);
	assert_int_equal(o.by_unit->by[CHARGE_MONTH].n, o.by_unit->months);
	assert_true(o.by_unit->months > 3);
	fen = by_months(o.by_unit, &n);
	assert_int_equal(n, 36);
	assert_int_equal(o.price.fen, fen);
	assert_true(str_find(unit_formula(LANG_ZH, o.by_unit), S("2026-09 2 × 3.00 + "), &at));
	assert_true(str_find(unit_origin(c, o.by_unit), S("按各月的课次分摊到"), &at));
	assert_false(unit_evenly(o.by_unit));
	/* a month without a sitting has none of it */
	days_off(c, w, on(2026, 10, 1), on(2026, 10, 31));
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	fen = by_months(o.by_unit, &n);
	assert_int_equal(n, 36);
	assert_int_equal(o.price.fen, fen);
	for (size_t i = 0; i < o.by_unit->by[CHARGE_MONTH].n; i++)
		assert_int_not_equal(o.by_unit->by[CHARGE_MONTH].v[i].at,
		                     charge_time_of(CHARGE_MONTH, on(2026, 10, 1)));
}

static void r30_half_a_unit_is_spread_exactly(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 0);
	struct ratio sum = RATIO(0);
	struct offering o;
	struct plan t;

	plan_stands(c, w, &t, "RS4", MONTHLY);
	row.quantity = (struct ratio){9, 2};
	row.quantity_why = S("一课时九十分钟");
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	for (size_t i = 0; i < o.by_unit->by[CHARGE_MONTH].n; i++)
		assert_true(ratio_add(sum, o.by_unit->by[CHARGE_MONTH].v[i].n, &sum));
	assert_int_equal(ratio_cmp(sum, row.quantity), 0);
	assert_int_equal(o.price.fen, 1350); /* never more than two in a month */
}

static void r30_a_quantity_of_the_whole_term_falls_month_by_month_too(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 0);
	struct offering o;
	int64_t n, fen;
	struct plan t;

	plan_stands(c, w, &t, "RS4", OWN("convert 1 term = 30 period") MONTHLY);
	row.starts = row.ends = DATE_NONE; /* the whole term */
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_str(o.by_unit->basis, "term");
	fen = by_months(o.by_unit, &n);
	assert_int_equal(n, 30);
	assert_int_equal(o.price.fen, fen);
}

/* Caps go on as they did: evenly, as the explanation says. */
static void r30_without_a_price_by_the_month_a_stated_quantity_stays_spread_evenly(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct offering o;
	struct plan t;
	size_t at;

	plan_stands(c, w, &t, "RS4", "");
	row.quantity = RATIO(36);
	row.quantity_why = S("每周两课时,十八周");
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_int_equal(o.by_unit->by[CHARGE_MONTH].n, 0);
	assert_int_equal(o.by_unit->spread.n, o.by_unit->months); /* kept, as it was written */
	assert_true(unit_evenly(o.by_unit));
	assert_true(str_find(unit_origin(c, o.by_unit), S("平均分到"), &at));
}

static void r30_a_price_by_the_month_without_a_sitting_says_what_to_enter(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 0);
	struct plan t;

	plan_stands(c, w, &t, "RS4", MONTHLY);
	row.quantity = RATIO(4);
	row.quantity_why = S("集中开课");
	row.starts = row.ends = on(2026, 9, 9); /* a Wednesday; the slot is on Tuesday */
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "months_unknown");
	assert_str(c->fault.field, "slots");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r30_a_stated_quantity_priced_month_by_month_falls_as_the_sittings_do),
		KIT_FACT(r30_half_a_unit_is_spread_exactly),
		KIT_FACT(r30_a_quantity_of_the_whole_term_falls_month_by_month_too),
		KIT_FACT(r30_without_a_price_by_the_month_a_stated_quantity_stays_spread_evenly),
		KIT_FACT(r30_a_price_by_the_month_without_a_sitting_says_what_to_enter),
	};

	return KIT_FACTS_RUN("term monthly", facts);
}

/* D9: a term price that the county's document rounds. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"
#include "units.h"

#include "policy/rounding.h"
#include "term/pricing.h"

static void d9_the_term_price_is_rounded_as_the_countys_document_says(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 233);
	struct offerings_put put = {.row = &row, .n = 1};
	struct ratio exact;
	struct offering o;
	struct money m;
	struct plan t;

	plan_stands(c, w, &t, "RS4",
	            OWN("convert 1 period = 40 minute")
	                    OWN("fee drawing \"兴趣课程\"\n  kind course\n  price at_most 2.40 "
	                        "yuan per period\n  round jiao_up"));
	row.slot[0].ends.minute = row.slot[0].starts.minute + 45;
	put.term = t.term;
	assert_ok(kit_try_as(c, &w->clerk, &offerings_put_verb, &put));
	o = offering_now(c, w, row.id);
	assert_true(ratio_mul(RATIO(233), o.by_unit->quantity, &exact));
	assert_int_equal(o.price.fen, (exact.num + 10 * exact.den - 1) / (10 * exact.den) * 10);
	assert_true(str_ends(unit_formula(LANG_ZH, o.by_unit), S(" 元，不足一角按一角计")));
	assert_true(str_ends(unit_formula(LANG_EN, o.by_unit),
	                     S(" yuan, rounded up to the next 0.10")));
	/* What recomputes the price goes by what the formula says. */
	assert_true(rounding_as_said(o.by_unit->formula, exact, &m));
	assert_int_equal(m.fen, o.price.fen);
	assert_false(exact.num == m.fen * exact.den);
}

/* R33: how the quantity came about, in words of the reader's language. */
static void r33_the_count_behind_a_price_reads_in_english_with_its_plurals(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct unit_price u = {.unit = S("period"),
	                       .basis = S("minute"),
	                       .sittings = 12,
	                       .counted = 540,
	                       .quantity = RATIO(12)};

	c->lang = LANG_EN;
	assert_str(unit_origin(c, &u), "12 sittings by the calendar, 540 minutes, converted to 12");
	u = (struct unit_price){.unit = S("period"),
	                        .basis = S("period"),
	                        .sittings = 1,
	                        .counted = 1,
	                        .quantity = RATIO(1)};
	assert_str(unit_origin(c, &u), "1 sitting by the calendar, 1 period");
	c->lang = LANG_ZH;
	assert_str(unit_origin(c, &u), "按校历共 1 次课，合 1 课时");
}

int main(void)
{
	const struct kit_fact facts[] = {
		KIT_FACT(d9_the_term_price_is_rounded_as_the_countys_document_says),
		KIT_FACT(r33_the_count_behind_a_price_reads_in_english_with_its_plurals),
	};

	return KIT_FACTS_RUN("term rounded", facts);
}

/* A charge reckoned with a pencil: every row's result follows from the row before by the test's own
 * arithmetic, and the last one is what the decision asks for. */
#include "asking.h"

#include "policy/pencil.h"

enum { ITEMS = 3 };
struct sum {
	struct rule_facts facts[ITEMS];
	struct charge_item item[ITEMS];
	struct charge_answer answer;
	struct pencil pencil;
};

static void item(struct sum *s, int i, enum kind kind, int64_t fen, int64_t consumables)
{
	s->facts[i] = facts_at(STAGE_PRIMARY, AREA_URBAN);
	s->facts[i].is[DIM_CATEGORY] = NO_CATEGORY;
	facts_of_service(&s->facts[i], kind);
	s->item[i] = (struct charge_item){
		.kind = kind,
		.facts = &s->facts[i],
		.unit = UNIT_TERM,
		.priced = true,
		.price = FEN(fen),
		.consumables = FEN(consumables),
	};
}

static enum err reckon(const struct rules *r, struct sum *s, size_t n)
{
	struct charge_facts facts = CHARGE_FACTS;
	enum err e;

	facts.item = s->item;
	facts.n = n;
	s->answer.n = 0;
	e = charge_decide(&world, r, &facts, &s->answer);
	pencil_charge(r, &s->answer, n - 1, e == E_REFUSED, &s->pencil);
	return e;
}

/* Whole fen, half up; nothing of ratio.h. */
static int64_t by_hand(const struct pencil *p, bool *ret_fits)
{
	__int128 num = 0, den = 1;

	*ret_fits = true;
	for (size_t i = 0; i < p->n; i++) {
		const struct pencil_row *row = &p->row[i];

		switch (row->op) {
		case PENCIL_TAKE:
			num = row->operand.num;
			den = row->operand.den;
			break;
		case PENCIL_TIMES:
			num = num * row->operand.num;
			den = den * row->operand.den;
			num = (2 * num + den) / (2 * den);
			den = 1;
			break;
		case PENCIL_PLUS:
			num += row->operand.num;
			break;
		case PENCIL_MINUS:
			num -= row->operand.num;
			break;
		case PENCIL_AT_MOST:
			num = num < row->operand.num ? num : row->operand.num;
			break;
		case PENCIL_WITHIN:
			*ret_fits = num <= row->operand.num;
			break;
		case PENCIL_NOT_BELOW:
			*ret_fits = num >= row->operand.num;
			break;
		case PENCIL_OPS:
			fail();
		}
		assert_true(row->result.num == num && row->result.den == den);
	}
	return (int64_t)num;
}

static void assert_comes_to(const struct sum *s, size_t at, int64_t fen)
{
	bool fits;

	assert_int_equal(s->answer.line[at].payable.fen, fen);
	assert_int_equal(by_hand(&s->pencil, &fits), fen);
	assert_true(fits);
}

static void a_price_below_every_limit_is_taken_as_it_is_R34(void **state)
{
	struct rules r = rules_of("RS0");
	struct sum s;

	item(&s, 0, KIND_COURSE, 59999, 0);
	assert_int_equal(reckon(&r, &s, 1), OK);
	assert_comes_to(&s, 0, 59999);
}

static void chizhou_takes_off_what_care_has_had_and_adds_the_consumables_R34(void **state)
{
	struct rules r = rules_of("RS2");
	struct sum s;

	item(&s, 0, KIND_CARE, 35000, 0);
	item(&s, 1, KIND_COURSE, 30000, 4000);
	assert_int_equal(reckon(&r, &s, 2), OK);
	assert_comes_to(&s, 1, 29000); /* 250.00 and 40.00: with care 640.00 in all */
}

static void consumables_that_count_come_on_top_and_off_again_R34(void **state)
{
	struct rules r = rules_of("RS0");
	struct sum s;

	item(&s, 0, KIND_COURSE, 20000, 4000);
	item(&s, 1, KIND_COURSE, 30000, 5999);
	assert_int_equal(reckon(&r, &s, 2), OK);
	assert_comes_to(&s, 1, 35999);
}

static void a_price_for_a_unit_is_multiplied_and_capped_R34(void **state)
{
	struct rules r;
	struct sum s;

	document("fee care \"c\"\n  kind care\n  price exactly 2.50 yuan per period\n"
	         "  cap 400.00 yuan per term" SAYS "param after_school.kinds care course" SAYS);
	r = rules_by("A");
	item(&s, 0, KIND_CARE, 250, 0);
	s.item[0].unit = UNIT_PERIOD;
	s.item[0].quantity = RATIO(170);
	assert_int_equal(reckon(&r, &s, 1), OK);
	assert_comes_to(&s, 0, 40000);
	assert_int_equal(s.pencil.row[1].result.num, 42500);
	assert_non_null(s.pencil.row[2].rule);
}

static void uneven(struct sum *s, struct charge_count v[2], int64_t march, int64_t april)
{
	v[0] = (struct charge_count){2026 * 12 + 2, RATIO(march)};
	v[1] = (struct charge_count){2026 * 12 + 3, RATIO(april)};
	item(s, 0, KIND_CARE, 500, 0);
	s->item[0].unit = UNIT_SITTING;
	s->item[0].by[CHARGE_MONTH] = (struct charge_counts){v, 2};
	s->item[0].dated = true;
}

static void a_capped_month_says_what_it_came_to_R30(void **state)
{
	struct charge_count v[2];
	struct rules r;
	struct sum s;

	document("fee care \"c\"\n  kind care\n  price at_most 5.00 yuan per sitting\n"
	         "  cap 50.00 yuan per month" SAYS "param after_school.kinds care course" SAYS);
	r = rules_by("A");
	uneven(&s, v, 12, 6);
	assert_int_equal(reckon(&r, &s, 1), OK);
	assert_comes_to(&s, 0, 8000);
	assert_string_equal(
		str_c(world.arena, formula_text(world.arena, LANG_EN, &s.pencil.row[2].what)),
		"the cap of the price rule (50.00): 2026-03 12 × 5.00 = 60.00 → 50.00; "
		"2026-04 6 × 5.00 = 30.00");
}

static void a_month_above_its_limit_is_reckoned_alone_R34(void **state)
{
	struct charge_count v[2];
	struct rules r;
	struct sum s;
	bool fits;

	document("fee care \"c\"\n  kind care\n  price at_most 5.00 yuan per sitting" SAYS
	         "limit month \"m\"\n  over care\n  cap 50.00 yuan per month" SAYS
	         "param after_school.kinds care course" SAYS);
	r = rules_by("A");
	uneven(&s, v, 6, 12);
	assert_int_equal(reckon(&r, &s, 1), E_REFUSED);
	assert_int_equal(by_hand(&s.pencil, &fits), 6000);
	assert_false(fits);
}

static void a_refusal_ends_at_the_row_it_does_not_pass_R34(void **state)
{
	struct rules r = rules_of("RS0");
	struct sum s;
	bool fits;

	item(&s, 0, KIND_COURSE, 59999, 0);
	item(&s, 1, KIND_COURSE, 2, 0);
	assert_int_equal(reckon(&r, &s, 2), E_REFUSED);
	assert_string_equal(world.fault.code, "fee_cap_exceeded");
	assert_int_equal(by_hand(&s.pencil, &fits), 60001);
	assert_false(fits);
	assert_str(s.pencil.row[s.pencil.n - 1].rule->requirement, "R34");
}

static void many_prices_are_reckoned_as_they_are_decided(void **state)
{
	static const char *const SETS[] = {"RS0", "RS2"};
	uint64_t seed = 7;

	for (int i = 0; i < 4000; i++) {
		struct rules r = rules_of(SETS[i % 2]);
		struct sum s;
		bool fits;
		enum err e;

		for (int k = 0; k < ITEMS; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			item(&s, k, k == 0 && i % 2 ? KIND_CARE : KIND_COURSE,
			     (int64_t)((seed >> 33) % 35001), (int64_t)((seed >> 21) % 5000));
			s.item[k].before = k + 1 < ITEMS;
			s.item[k].charged = s.item[k].price;
		}
		e = reckon(&r, &s, ITEMS);
		if (e == OK)
			assert_comes_to(&s, ITEMS - 1, s.answer.line[ITEMS - 1].payable.fen);
		else if (by_hand(&s.pencil, &fits) >= 0)
			assert_false(fits); /* refused: the last row says by what */
		world.fault = (struct fault){0};
	}
}

static void row_is(size_t i, size_t item, const char *op, const char *operand, const char *result)
{
	assert_true(i < answer.n_rows);
	assert_int_equal(answer.row[i].item, item);
	assert_str(answer.row[i].op, op);
	assert_str(answer.row[i].operand, operand);
	assert_str(answer.row[i].result, result);
}

static void a_quote_that_is_refused_has_its_rows_and_its_reason_R34(void **state)
{
	(void)state;
	document("limit course \"l\"\n  over course\n  cap 600.00 yuan per term" SAYS
	         "fee course \"c\"\n  kind course\n  price at_most 700.00 yuan per term" SAYS);
	ask("charge", "item course, price 300.01, item course, price 300.01");
	assert_answer("outcome", "fee_cap_exceeded");
	row_is(0, 1, "take", "300.01", "300.01");
	row_is(1, 1, "times", "1", "300.01");
	row_is(2, 1, "at_most", "600.00", "300.01");
	row_is(3, 2, "take", "300.01", "300.01");
	row_is(4, 2, "times", "1", "300.01");
	row_is(5, 2, "plus", "300.01", "600.02");
	row_is(6, 2, "within", "600.00", "600.02");
	assert_int_equal(answer.n_rows, 7);
	assert_str(answer.row[6].clause, "c");
	assert_int_equal(answer.n_steps, 1);
	assert_str(answer.step[0].clause, "c");
	assert_true(str_ends(answer.step[0].text, S("600.00")));
	/* And one that passes, all of them. */
	ask("charge", "item course, price 300.00, item course, price 300.00");
	assert_answer("payable", "600.00");
	row_is(answer.n_rows - 1, 2, "minus", "300.00", "300.00");
	assert_int_equal(answer.n_steps, 4);
}

static void a_price_a_document_does_not_allow_ends_at_that_price_R30(void **state)
{
	(void)state;
	document("fee course \"c\"\n  kind course\n  price at_most 700.00 yuan per term" SAYS
	         "fee care \"d\"\n  kind care\n  price exactly 3.00 yuan per period" SAYS);
	ask("charge", "item course, price 700.01");
	assert_answer("outcome", "fee_cap_exceeded");
	row_is(answer.n_rows - 1, 1, "within", "700.00", "700.01");
	assert_str(answer.row[answer.n_rows - 1].clause, "c");
	ask("charge", "item care, price 3.01, unit period, quantity 100");
	assert_answer("outcome", "fee_cap_exceeded");
	row_is(1, 1, "times", "100", "301.00");
	row_is(2, 1, "take", "3.01", "3.01");
	row_is(3, 1, "within", "3.00", "3.01");
	assert_int_equal(answer.n_rows, 4);
	ask("charge", "item care, price 2.99, unit period, quantity 100");
	assert_answer("outcome", "not_as_required");
	row_is(3, 1, "not_below", "3.00", "2.99");
	/* A second price for the same term. */
	ask("charge", "item course, price 400.00, item course, "
	              "price 300.01");
	assert_answer("outcome", "fee_cap_exceeded");
	row_is(answer.n_rows - 2, 2, "plus", "400.00", "700.01");
	row_is(answer.n_rows - 1, 2, "within", "700.00", "700.01");
}

static void what_costs_nothing_ends_at_nothing_R30(void **state)
{
	(void)state;
	document("param lunch.fee none" SAYS);
	ask("charge", "item lunch, price 0.01");
	assert_answer("outcome", "item_not_in_catalogue");
	row_is(answer.n_rows - 1, 1, "within", "0.00", "0.01");
}

static void a_refusal_without_amounts_tells_what_was_held_against_what(void **state)
{
	(void)state;
	document("require satisfaction \"r\"\n  at_least 80 percent" SAYS);
	ask("require", "name satisfaction, value 79, unit percent");
	assert_int_equal(answer.n_rows, 0);
	assert_int_equal(answer.n_steps, 1);
	assert_str(answer.step[0].requirement, "R34");
	assert_true(str_some(answer.step[0].text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(a_price_below_every_limit_is_taken_as_it_is_R34),
		ASKING(chizhou_takes_off_what_care_has_had_and_adds_the_consumables_R34),
		ASKING(consumables_that_count_come_on_top_and_off_again_R34),
		ASKING(a_price_for_a_unit_is_multiplied_and_capped_R34),
		ASKING(a_capped_month_says_what_it_came_to_R30),
		ASKING(a_month_above_its_limit_is_reckoned_alone_R34),
		ASKING(a_refusal_ends_at_the_row_it_does_not_pass_R34),
		ASKING(a_quote_that_is_refused_has_its_rows_and_its_reason_R34),
		ASKING(a_price_a_document_does_not_allow_ends_at_that_price_R30),
		ASKING(what_costs_nothing_ends_at_nothing_R30),
		ASKING(a_refusal_without_amounts_tells_what_was_held_against_what),
		ASKING(many_prices_are_reckoned_as_they_are_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

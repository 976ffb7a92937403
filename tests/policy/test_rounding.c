/* D9: amounts rounded as the document says. */
#include "asking.h"

#include "policy/charge.h"
#include "policy/pencil.h"
#include "policy/rounding.h"

#define FEE(more) "fee care \"托管\"\n  kind care\n  price at_most 9.99 yuan per period\n" more SAYS

static struct rule_error wrong;

static void begin(void)
{
	policy_book_free(&book);
	book = policy_book_new();
}

/* Line 9 is the first of the body. */
static bool taken(const char *body)
{
	struct str text = str_printf(world.arena,
	                             "ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel "
	                             "city\nplace none\nissued 2021-08-20\neffective 2021-09-01 .. "
	                             "open\n%s",
	                             body);

	begin();
	return policy_book_add(book, S("a.rules"), text, &wrong) &&
	       policy_book_check(book, world.arena, &wrong);
}

static void refused(const char *body, enum text_id what, int line)
{
	assert_false(taken(body));
	assert_string_equal(text_name(wrong.what), text_name(what));
	assert_int_equal(wrong.line, line);
	assert_int_equal(wrong.column, 3);
}

static void asks(const char *facts, const char *payable)
{
	ask("charge", facts);
	assert_answer("payable", payable);
}

static void what_is_less_than_a_jiao_is_a_jiao_and_the_formula_says_so_D9(void **state)
{
	document(FEE("  round jiao_up"));
	asks("kind care, price 2.55, quantity 3", "7.70");
	assert_answer("formula", "3 课时 × 2.55 = 7.70，不足一角按一角计");
	asks("kind care, price 2.50, quantity 3", "7.50");
	asks("kind care, price 0.01, quantity 1", "0.10");
	asks("kind care, price 2.00, quantity 3.01", "6.10");
	asks("kind care, price 0.00, quantity 3", "0.00");
	world.lang = LANG_EN;
	asks("kind care, price 2.55, quantity 3", "7.70");
	assert_answer("formula", "3 periods × 2.55 = 7.70, rounded up to the next 0.10");
}

static void every_word_rounds_once_from_the_exact_amount_D9(void **state)
{
	static const struct {
		const char *body, *exact_jiao, *half, *above;
	} v[] = {
		{FEE("  round jiao"), "2.20", "2.30", "2.30"},
		{FEE("  round jiao_up"), "2.20", "2.30", "2.30"},
		{FEE("  round jiao_down"), "2.20", "2.20", "2.20"},
		{FEE("  round yuan"), "2.00", "2.00", "2.00"},
		{FEE("  round yuan_up"), "3.00", "3.00", "3.00"},
		{FEE("  round yuan_down"), "2.00", "2.00", "2.00"},
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		begin();
		document(v[i].body);
		asks("kind care, price 2.20, quantity 1", v[i].exact_jiao);
		asks("kind care, price 2.25, quantity 1", v[i].half);
		asks("kind care, price 2.29, quantity 1", v[i].above);
	}
	/* 0.2496 is no 0.25 first: half up of the fen would make it 0.30. */
	begin();
	document(FEE("  round jiao"));
	asks("kind care, price 0.32, quantity 0.78", "0.20");
}

static void a_price_for_the_term_is_charged_as_it_is_asked_D9(void **state)
{
	document("fee care \"c\"\n  kind care\n  price at_most 350.00 yuan per term\n"
	         "  round yuan_up" SAYS);
	asks("kind care, price 300.01", "300.01");
	assert_answer("formula", "1 学期 × 300.01 = 300.01");
}

static void rounding_up_never_goes_beyond_a_cap_R30(void **state)
{
	document(FEE("  cap 10.00 yuan per term\n  round yuan_up"));
	asks("kind care, price 3.05, quantity 3", "10.00");
	asks("item care, charged 9.50, item care, price 0.30, quantity 1", "0.00");
	assert_answer("formula", "1 课时 × 0.30 = 1.00，上限 10.00，收 0.00，不足一元按一元计");
	asks("item care, charged 9.00, item care, price 0.30, quantity 1", "1.00");
}

static void a_refund_is_rounded_as_a_whole_and_never_more_than_was_paid_R61(void **state)
{
	document("refund quit \"退\"\n  of care\n  reason quit\n  method share\n  unit day\n"
	         "  basis 90 day\n  round jiao_up" SAYS);
	ask("refund", "kind care, reason quit, paid 100.00, missed 20");
	assert_answer("amount", "22.30");
	assert_answer("formula", "100.00 × 20 / 90 天 = 22.30，不足一角按一角计");
	ask("refund",
	    "kind care, reason quit, paid 100.00, missed 20, missed_before 20, refunded_before "
	    "22.30");
	assert_answer("amount", "22.20"); /* 44.50 for both */
	ask("refund", "kind care, reason quit, paid 100.05, missed 90");
	assert_answer("amount", "100.05");
	ask("refund", "kind care, reason quit, paid 1.01, missed 89");
	assert_answer("amount", "1.00");
	ask("refund", "kind care, reason quit, paid 1.03, missed 89");
	assert_answer("amount", "1.03");
	assert_answer("formula", "1.03 × 89 / 90 天 = 1.10，不足一角按一角计，最多退已付的 1.03");
}

static void staff_pay_is_rounded_where_the_rate_is_the_documents_R48(void **state)
{
	document("pay led \"课时\"\n  rate exactly 70.00 × 12 / 250 yuan per period\n"
	         "  round jiao_down" SAYS);
	ask("pay", "quantity 1, unit period");
	assert_answer("amount", "3.30");
	ask("pay", "quantity 10, unit period");
	assert_answer("amount", "33.60");
}

static void a_cap_that_is_no_whole_jiao_is_refused_where_it_stands_D9(void **state)
{
	refused(FEE("  cap 10.05 yuan per term\n  round jiao"), T_policy_file_round, 12);
	assert_str(rule_error_text(world.arena, LANG_EN, &wrong),
	           "a.rules:12:3 the cap \"10.05 term\" is no whole number of what fee care is "
	           "rounded "
	           "to: rounding could not keep it; write the cap in whole jiao or yuan, or leave "
	           "round out");
	refused(FEE("  cap 10.50 yuan per term\n  round yuan_up"), T_policy_file_round, 12);
	assert_true(taken(FEE("  cap 10.50 yuan per term\n  round jiao")));
}

static void two_roundings_of_one_statement_and_unknown_ones_are_refused_D9(void **state)
{
	assert_false(taken(FEE("  round jiao\n  round yuan")));
	assert_int_equal(wrong.line, 13);
	assert_false(taken(FEE("  round jiao_upp")));
	assert_int_equal(wrong.line, 12);
	assert_str(wrong.nearest, "jiao_up");
}

static void a_county_rounds_down_where_the_city_locked_and_not_up_D9(void **state)
{
	static const char *const low[] = {"  round jiao_up", "  round jiao", "  round jiao_down"};

	for (size_t i = 0; i < 3; i++) {
		struct str county = str_printf(
			world.arena,
			"ruleset B\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel county\n"
			"place 341702\nunder A\nissued 2022-08-20\neffective 2022-09-01 .. open\n"
			"fee care \"c\"\n  kind care\n  price at_most 9.99 yuan per "
			"period\n%s" SAYS,
			low[i]);

		assert_true(taken(FEE("  round jiao\n  lock at_most")));
		assert_true(policy_book_add(book, S("b.rules"), county, &wrong));
		assert_int_equal(policy_book_check(book, world.arena, &wrong), i > 0);
		if (i == 0)
			assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
	}
}

static uint64_t seed;

static int64_t up_to(int64_t most)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)(most + 1));
}

static struct charge_item any_item(const struct rule_facts *facts)
{
	struct ratio n;

	assert_true(ratio_of(up_to(600) + 1, up_to(6) + 1, &n));
	return (struct charge_item){.kind = KIND_CARE,
	                            .facts = facts,
	                            .unit = UNIT_PERIOD,
	                            .quantity = n,
	                            .priced = true,
	                            .price = FEN(up_to(999))};
}

/* What each line of one fee costs, charged one after the other as all at once. */
static void caps_hold_and_every_line_is_a_whole_jiao_in_whatever_parts_D9(void **state)
{
	struct rule_facts facts = {0};
	struct charge_item item[6];
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer a;
	struct rules r;

	document(FEE("  cap 350.00 yuan per term\n  cap 500.00 yuan per year\n  round jiao_up"));
	r = rules_by("A");
	facts.is[DIM_CATEGORY] = NO_CATEGORY;
	facts_of_service(&facts, KIND_CARE);
	f.item = item;
	seed = 9;
	for (int i = 0; i < 3000; i++) {
		struct arena_mark m = arena_mark(world.arena);
		int64_t sum = 0;

		for (f.n = 0; f.n < 6;) {
			item[f.n++] = any_item(&facts);
			assert_int_equal(charge_decide(&world, &r, &f, &a), OK);
			assert_int_equal(a.line[f.n - 1].charged.fen % 10, 0);
			assert_true(a.line[f.n - 1].charged.fen >= 0);
			sum += a.line[f.n - 1].charged.fen;
			assert_true(sum <= 35000);
			item[f.n - 1].before = true;
			item[f.n - 1].charged = a.line[f.n - 1].charged;
		}
		arena_rewind(world.arena, m);
	}
}

static void an_amount_moves_by_less_than_what_it_is_rounded_to_D9(void **state)
{
	struct rule rule = {0};
	struct rule_value word = {.type = VALUE_CHOICE};

	seed = 90;
	rule.field[FIELD_ROUND] = &word;
	for (int i = 0; i < 30000; i++) {
		struct ratio exact, lower, upper;
		struct money m, down;
		int64_t grain;

		word.choice = i % (ROUND_YUAN_DOWN + 1);
		grain = rounding_grain(&rule);
		assert_true(ratio_of(up_to(1000000), up_to(999) + 1, &exact));
		assert_true(rounding_money(&rule, exact, &m) && rounding_down(&rule, exact, &down));
		assert_int_equal(m.fen % grain, 0);
		assert_true(ratio_sub(exact, RATIO(grain), &lower) &&
		            ratio_add(exact, RATIO(grain), &upper));
		assert_true(ratio_cmp(RATIO(m.fen), lower) > 0 &&
		            ratio_cmp(RATIO(m.fen), upper) < 0);
		assert_true(down.fen <= m.fen && ratio_cmp(RATIO(down.fen), exact) <= 0);
	}
}

static void the_pencil_shows_what_the_rounding_adds_D9(void **state)
{
	struct rule_facts facts = {0};
	struct charge_item item = {.kind = KIND_CARE,
	                           .facts = &facts,
	                           .unit = UNIT_PERIOD,
	                           .quantity = RATIO(3),
	                           .priced = true,
	                           .price = FEN(255)};
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer a;
	struct pencil p;
	struct rules r;

	document(FEE("  round jiao_up"));
	r = rules_by("A");
	facts.is[DIM_CATEGORY] = NO_CATEGORY;
	facts_of_service(&facts, KIND_CARE);
	f.item = &item;
	f.n = 1;
	assert_int_equal(charge_decide(&world, &r, &f, &a), OK);
	pencil_charge(&r, &a, 0, false, &p);
	assert_int_equal(p.n, 3);
	assert_int_equal(p.row[2].op, PENCIL_PLUS);
	assert_int_equal(p.row[2].operand.num, 5);
	assert_int_equal(p.row[2].result.num, 770);
	assert_str(formula_text(world.arena, LANG_ZH, &p.row[2].what),
	           "按文件取整（不足一角按一角计）");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(what_is_less_than_a_jiao_is_a_jiao_and_the_formula_says_so_D9),
		ASKING(every_word_rounds_once_from_the_exact_amount_D9),
		ASKING(a_price_for_the_term_is_charged_as_it_is_asked_D9),
		ASKING(rounding_up_never_goes_beyond_a_cap_R30),
		ASKING(a_refund_is_rounded_as_a_whole_and_never_more_than_was_paid_R61),
		ASKING(staff_pay_is_rounded_where_the_rate_is_the_documents_R48),
		ASKING(a_cap_that_is_no_whole_jiao_is_refused_where_it_stands_D9),
		ASKING(two_roundings_of_one_statement_and_unknown_ones_are_refused_D9),
		ASKING(a_county_rounds_down_where_the_city_locked_and_not_up_D9),
		ASKING(caps_hold_and_every_line_is_a_whole_jiao_in_whatever_parts_D9),
		ASKING(an_amount_moves_by_less_than_what_it_is_rounded_to_D9),
		ASKING(the_pencil_shows_what_the_rounding_adds_D9),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What holds for all facts: random cases from fixed seeds. */
#include "asking.h"

#include "policy/charge.h"
#include "policy/refund.h"
#include "policy/sharing.h"
#include "policy/write.h"

static uint64_t seed;

static int64_t up_to(int64_t most)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)(most + 1));
}

/* --- shares --------------------------------------------------------------------------------------
 */

static void shares_always_sum_to_the_cost_R5(void **state)
{
	seed = 5;
	for (int i = 0; i < 20000; i++) {
		struct money total = FEN(up_to(i % 7 ? 100000000 : 9)), part[12];
		struct ratio weight[12];
		size_t n = (size_t)up_to(11) + 1;
		int64_t sum = 0;

		for (size_t k = 0; k < n; k++)
			assert_true(ratio_of(up_to(1000) + 1, up_to(30) + 1, &weight[k]));
		assert_true(share_split(total, weight, n, part));
		for (size_t k = 0; k < n; k++) {
			assert_true(part[k].fen >= 0);
			sum += part[k].fen;
		}
		assert_int_equal(sum, total.fen);
	}
}

static void equal_shares_differ_from_each_other_in_the_last_alone_R5(void **state)
{
	seed = 55;
	for (int i = 0; i < 20000; i++) {
		struct money total = FEN(up_to(i % 5 ? 10000000 : 60)), each, last;
		int64_t n = up_to(60) + 1;

		assert_true(share_alike(total, n, &each, &last));
		assert_true(each.fen >= 0 && last.fen >= 0);
		assert_int_equal(each.fen * (n - 1) + last.fen, total.fen);
	}
}

/* --- charges -------------------------------------------------------------------------------------
 */

enum { EVENTS = 6 };
struct event {
	enum kind kind;
	int64_t price, consumables, quantity;
};

static struct event event_any(void)
{
	struct event e = {.kind = up_to(1) ? KIND_COURSE : KIND_CARE};

	e.price = up_to(e.kind == KIND_CARE ? 300 : 4000);
	e.quantity = up_to(60) + 1;
	e.consumables = e.kind == KIND_COURSE ? up_to(3000) : 0;
	return e;
}

static const struct rule_facts *facts_of(enum kind kind)
{
	static struct rule_facts facts[KIND_COUNT];

	facts[kind].is[DIM_CATEGORY] = NO_CATEGORY;
	facts_of_service(&facts[kind], kind);
	return &facts[kind];
}

static struct charge_item item_of(const struct event *e)
{
	return (struct charge_item){
		.kind = e->kind,
		.facts = facts_of(e->kind),
		.priced = true,
		.price = FEN(e->price),
		.unit = UNIT_PERIOD,
		.quantity = RATIO(e->quantity),
		.consumables = FEN(e->consumables),
	};
}

/* One event after another, each on top of what was charged; what is refused is not charged. */
static int64_t charge_in_order(const struct rules *r, const struct event *e, const int *order,
                               int64_t *ret_care, int64_t *ret_course)
{
	struct charge_item item[EVENTS];
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer a;

	f.item = item;
	*ret_care = *ret_course = 0;
	for (int i = 0; i < EVENTS; i++) {
		struct charge_item *it = &item[f.n];
		enum err err;

		*it = item_of(&e[order[i]]);
		f.n++;
		err = charge_decide(&world, r, &f, &a);
		if (err == E_REFUSED) {
			f.n--;
			continue;
		}
		assert_int_equal(err, OK);
		it->before = true;
		it->charged = a.line[f.n - 1].charged;
		assert_true(it->charged.fen >= 0);
		*(it->kind == KIND_CARE ? ret_care : ret_course) += it->charged.fen;
	}
	return *ret_care + *ret_course;
}

static void shuffle(int *order)
{
	for (int i = EVENTS - 1; i > 0; i--) {
		int k = (int)up_to(i), was = order[i];

		order[i] = order[k];
		order[k] = was;
	}
}

#define NESTED                                                                                     \
	"fee care \"c\"\n  kind care\n  price at_most 3.00 yuan per period\n"                      \
	"  cap 350.00 yuan per term" SAYS                                                          \
	"limit course \"k\"\n  over course\n  cap 500.00 yuan per term\n"                          \
	"  consumables excluded\n  above reduce" SAYS                                              \
	"limit together \"t\"\n  over care course\n  cap 600.00 yuan per term\n"                   \
	"  consumables excluded\n  above reduce" SAYS

static void caps_hold_and_the_sum_is_the_same_in_every_order_of_the_same_events(void **state)
{
	struct rules r;
	int64_t care, course;

	document(NESTED);
	r = rules_by("A");
	seed = 20210901;
	for (int i = 0; i < 1500; i++) {
		struct arena_mark m = arena_mark(world.arena);
		int order[EVENTS] = {0, 1, 2, 3, 4, 5};
		struct event e[EVENTS];
		int64_t sum = -1;

		for (int k = 0; k < EVENTS; k++)
			e[k] = event_any();
		for (int k = 0; k < 6; k++) {
			int64_t got = charge_in_order(&r, e, order, &care, &course);

			assert_true(care <= 35000 && course <= 50000 && got <= 60000);
			assert_true(sum < 0 || got == sum);
			sum = got;
			shuffle(order);
		}
		arena_rewind(world.arena, m);
	}
}

static void a_limit_that_refuses_holds_in_every_order_with_consumables(void **state)
{
	struct rules r = rules_of("RS0");
	struct charge_item item[12];
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer a;

	seed = 34;
	f.item = item;
	for (int i = 0; i < 1000; i++) {
		struct arena_mark m = arena_mark(world.arena);
		int64_t sum = 0;

		f.n = 0;
		for (int k = 0; k < 12; k++) {
			struct event e = {.kind = KIND_COURSE,
			                  .price = up_to(25000),
			                  .consumables = up_to(5000),
			                  .quantity = 1};

			item[f.n++] = item_of(&e);
			if (charge_decide(&world, &r, &f, &a) != OK) {
				f.n--;
				continue;
			}
			item[f.n - 1].before = true;
			item[f.n - 1].charged = FEN(e.price);
			sum += e.price + e.consumables;
			assert_true(sum <= 60000);
			assert_int_equal(charged_hold(&world, &r, &f), OK);
		}
		item[f.n++] = (struct charge_item){.kind = KIND_COURSE,
		                                   .facts = facts_of(KIND_COURSE),
		                                   .before = true,
		                                   .charged = FEN(60001 - sum)};
		assert_int_equal(charged_hold(&world, &r, &f), E_REFUSED);
		arena_rewind(world.arena, m);
	}
}

static void what_is_kept_of_the_documents_answers_as_they_do(void **state)
{
	struct charge_answer kept, fresh;
	struct charge_item item[2];
	struct charge_facts f = CHARGE_FACTS;
	struct tariff t;
	struct rules r;

	document(NESTED "fee care \"c\"\n  kind care\n  price at_most 2.00 yuan per period\n"
	                "  when area rural\n  when stage primary" SAYS);
	r = rules_by("A");
	assert_int_equal(tariff_open(&world, world.arena, &r, TARIFF_MANY, &t), OK);
	f.item = item;
	f.n = 2;
	seed = 99;
	for (int i = 0; i < 5000; i++) {
		struct arena_mark m = arena_mark(world.arena);
		struct rule_facts facts[2];
		enum err a, b;

		for (int k = 0; k < 2; k++) {
			struct event e = event_any();

			item[k] = item_of(&e);
			facts[k] = *item[k].facts;
			fact_set(&facts[k], DIM_AREA, (int)up_to(2) - 1);
			fact_set(&facts[k], DIM_STAGE, (int)up_to(3) - 1);
			item[k].facts = &facts[k];
		}
		a = charge_decide_by(&world, &t, &f, &kept);
		b = charge_decide(&world, &r, &f, &fresh);
		assert_int_equal(a, b);
		if (a == OK)
			assert_int_equal(kept.payable.fen, fresh.payable.fen);
		arena_rewind(world.arena, m);
	}
}

static void splitting_a_quantity_changes_the_sum_by_its_rounding_alone(void **state)
{
	struct charge_item item[2];
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer a;
	struct rules r;

	document("fee care \"c\"\n  kind care\n  price exactly 1.00 / 3 yuan per period\n"
	         "  cap 20.00 yuan per term" SAYS);
	r = rules_by("A");
	f.item = item;
	seed = 7;
	for (int i = 0; i < 3000; i++) {
		struct arena_mark m = arena_mark(world.arena);
		struct event e = {.kind = KIND_CARE};
		int64_t first = up_to(50), second = up_to(50), whole;

		item[0] = item_of(&e);
		item[0].priced = false;
		item[0].quantity = RATIO(first + second);
		f.n = 1;
		assert_int_equal(charge_decide(&world, &r, &f, &a), OK);
		whole = a.payable.fen;
		item[1] = item[0];
		item[0].quantity = RATIO(first);
		item[1].quantity = RATIO(second);
		f.n = 2;
		assert_int_equal(charge_decide(&world, &r, &f, &a), OK);
		assert_true(a.payable.fen - whole <= 1 && whole - a.payable.fen <= 1);
		assert_true(a.payable.fen <= 2000);
		arena_rewind(world.arena, m);
	}
}

static void quoting_twice_gives_the_same_bytes(void **state)
{
	struct quote *once = NEW(world.arena, struct quote);

	document(NESTED "waiver poor \"w\"\n  category poor\n  of care\n  reduce 30 percent" SAYS);
	seed = 2;
	for (int i = 0; i < 100; i++) {
		struct str facts = str_printf(
			world.arena,
			"category poor, unit period, item care, price %d.%02d, quantity %d, "
			"item course, price 20.%02d, quantity %d",
			(int)up_to(3), (int)up_to(99), (int)up_to(90), (int)up_to(99),
			(int)up_to(30));
		const char *text = str_c(world.arena, facts);

		ask("charge", text);
		*once = answer;
		ask("charge", text);
		assert_int_equal(once->n, answer.n);
		assert_int_equal(once->n_steps, answer.n_steps);
		for (size_t k = 0; k < answer.n; k++) {
			assert_true(str_eq(once->line[k].name, answer.line[k].name));
			assert_true(str_eq(once->line[k].value, answer.line[k].value));
		}
		for (size_t k = 0; k < answer.n_steps; k++)
			assert_true(str_eq(once->step[k].text, answer.step[k].text));
	}
}

/* --- refunds -------------------------------------------------------------------------------------
 */

static void refunds_in_parts_sum_to_the_whole_and_never_pass_what_was_paid(void **state)
{
	struct refund_answer a;
	struct rules r;

	document("refund share \"s\"\n  of care\n  reason quit\n  method share\n  basis 97 day" SAYS
	         "refund rate \"r\"\n  of care\n  reason absence\n  method rate\n"
	         "  rate 80.00 × 12 / 250 yuan per day" SAYS);
	r = rules_by("A");
	seed = 61;
	for (int i = 0; i < 5000; i++) {
		struct refund_facts f = REFUND_FACTS;
		int64_t days = up_to(97), left = days, sum = 0, whole;

		f.kind = KIND_CARE;
		f.facts = facts_of(KIND_CARE);
		f.reason = rules_word(&r, LEX_REASON, i % 2 ? S("quit") : S("absence"));
		f.paid = FEN(up_to(60000));
		f.missed = RATIO(days);
		assert_int_equal(refund_decide(&world, &r, &f, &a), OK);
		whole = a.amount.fen;
		assert_true(whole >= 0 && whole <= f.paid.fen);
		while (left > 0) {
			int64_t part = up_to(left - 1) + 1;

			f.missed_before = RATIO(days - left);
			f.refunded_before = FEN(sum);
			f.missed = RATIO(part);
			assert_int_equal(refund_decide(&world, &r, &f, &a), OK);
			sum += a.amount.fen;
			left -= part;
		}
		assert_int_equal(sum, whole);
	}
}

/* --- what a later document changes
 * ------------------------------------------------------------------ */

#define WINDOWS                                                                                    \
	"fee noon \"n\"\n  kind care\n  price exactly 2.00 yuan per period\n  when window "        \
	"noon" SAYS "fee afternoon \"a\"\n  kind care\n  price exactly 2.00 yuan per period\n"     \
	"  when window afternoon" SAYS                                                             \
	"fee evening \"e\"\n  kind care\n  price exactly 2.00 yuan per period\n"                   \
	"  when window evening" SAYS "fee interest \"i\"\n  kind course\n"                         \
	"  price exactly 10.00 yuan per period" SAYS                                               \
	"param after_school.kinds care course lunch" SAYS

static void the_notice_takes_noon_evening_and_lunch_out_and_changes_nothing_else_D6(void **state)
{
	static const char *const window[] = {"noon", "afternoon", "evening"};
	struct rule_error wrong;
	struct rules before, after;

	assert_true(policy_book_add(
		book, S("N"),
		S("ruleset N\ntitle \"n\"\nnumber none\nissuer \"i\"\nlevel nation\nplace none\n"
	          "issued 2023-12-20\neffective 2023-12-20 .. open\n"
	          "param after_school.kinds care course\n  lock subset" SAYS
	          "param after_school.windows afternoon\n  lock subset" SAYS),
		&wrong));
	document_under("A", "N", WINDOWS);
	before = rules_by("A");
	assert_int_equal(rules_for(&world, book, S("A"), day(2024, 3, 1), &after), OK);
	seed = 2023;
	for (int i = 0; i < 300; i++) {
		struct arena_mark m = arena_mark(world.arena);
		int64_t w = up_to(2), periods = up_to(200) + 1;
		const char *facts = str_c(
			world.arena, str_printf(world.arena,
		                                "item care, window %s, quantity %d, item course, "
		                                "window afternoon, quantity %d",
		                                window[w], (int)periods, (int)up_to(30)));
		struct str then;

		ask_rules(&before, "charge", facts);
		assert_answer("outcome", "pass");
		then = quote_value(&answer, S("payable"));
		ask_rules(&after, "charge", facts);
		if (w == 1)
			assert_true(str_eq(quote_value(&answer, S("payable")), then));
		else
			assert_answer("outcome", "out_of_scope");
		arena_rewind(world.arena, m);
	}
	ask_rules(&before, "scope", "kind lunch");
	assert_answer("in_scope", "yes");
	ask_rules(&after, "scope", "kind lunch");
	assert_answer("in_scope", "no");
}

static void the_canonical_text_of_a_set_answers_as_its_file_does(void **state)
{
	const struct policy_book *files = policy_builtin(NULL);
	struct rule_error wrong;
	size_t cases = 0;

	assert_non_null(files);
	for (const struct rule_set *s = policy_book_sets(files); s != NULL; s = s->next) {
		struct out o;

		out_init(&o, RULE_FILE_MAX);
		rule_set_write(&o, s);
		assert_false(o.broken);
		if (!policy_book_add(book, s->file, out_str(&o), &wrong))
			fail_msg("%s",
			         str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
		out_free(&o);
	}
	assert_true(policy_book_check(book, world.arena, &wrong));
	for (const struct rule_set *s = policy_book_sets(book); s != NULL; s = s->next) {
		for (const struct rule_case *w = s->cases; w != NULL; w = w->next, cases++) {
			struct arena_mark m = arena_mark(world.arena);

			assert_int_equal(case_run(&world, book, s, w), OK);
			arena_rewind(world.arena, m);
		}
	}
	assert_true(cases > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(shares_always_sum_to_the_cost_R5),
		ASKING(equal_shares_differ_from_each_other_in_the_last_alone_R5),
		ASKING(caps_hold_and_the_sum_is_the_same_in_every_order_of_the_same_events),
		ASKING(a_limit_that_refuses_holds_in_every_order_with_consumables),
		ASKING(what_is_kept_of_the_documents_answers_as_they_do),
		ASKING(splitting_a_quantity_changes_the_sum_by_its_rounding_alone),
		ASKING(quoting_twice_gives_the_same_bytes),
		ASKING(the_canonical_text_of_a_set_answers_as_its_file_does),
		ASKING(refunds_in_parts_sum_to_the_whole_and_never_pass_what_was_paid),
		ASKING(the_notice_takes_noon_evening_and_lunch_out_and_changes_nothing_else_D6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Prices by the size of the class. */
#include "asking.h"

#include "policy/class_size.h"
#include "policy/write.h"

#define BY_SIZE                                                                                    \
	"fee small \"小班\"\n  kind course\n  price at_most 500.00 yuan per term\n"              \
	"  when class_size 10 .. 20" SAYS                                                          \
	"fee large \"大班\"\n  kind course\n  price at_most 300.00 yuan per term\n"              \
	"  when class_size 21 .. open" SAYS

static void the_price_goes_by_the_size_of_the_class_R30(void **state)
{
	(void)state;
	document(BY_SIZE);
	ask("charge", "kind course, class_size 10, price 500.00");
	assert_answer("payable", "500.00");
	ask("charge", "kind course, class_size 20, price 500.01");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("allowed", "500.00");
	ask("charge", "kind course, class_size 21, price 300.01");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("allowed", "300.00");
	ask("charge", "kind course, class_size 99999, price 300.00");
	assert_answer("payable", "300.00");
}

static void
a_class_of_a_size_nobody_priced_has_no_price_and_an_unknown_one_is_asked_R1(void **state)
{
	(void)state;
	document(BY_SIZE);
	ask("charge", "kind course, class_size 9, price 1.00");
	assert_answer("outcome", "no_rule");
	assert_input("charge", "kind course, price 1.00", "fact_missing", "class_size");
	assert_input("charge", "kind course, class_size 0, price 1.00", "bad_input", "class_size");
	assert_input("charge", "kind course, class_size many, price 1.00", "bad_input",
	             "class_size");
	assert_input("charge", "kind course, class_size 10 20, price 1.00", "bad_input",
	             "class_size");
}

static void one_size_and_all_others_can_be_said_R30(void **state)
{
	(void)state;
	document("fee a \"a\"\n  kind course\n  price exactly 5.00 yuan per term\n"
	         "  when class_size 1" SAYS
	         "fee b \"b\"\n  kind course\n  price exactly 1.00 yuan per term\n"
	         "  when not class_size 1" SAYS);
	ask("charge", "kind course, class_size 1");
	assert_answer("payable", "5.00");
	ask("charge", "kind course, class_size 2");
	assert_answer("payable", "1.00");
}

static bool taken(const char *id, const char *a, const char *b)
{
	struct rule_error wrong;
	struct str text = str_printf(
		world.arena,
		"ruleset %s\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel city\nplace none\n"
		"issued 2021-08-20\neffective 2021-09-01 .. open\n"
		"fee c \"c\"\n  kind course\n  price exactly 1.00 yuan per term\n  when %s" SAYS
		"fee c \"c\"\n  kind course\n  price exactly 2.00 yuan per term\n  when %s" SAYS,
		id, a, b);

	return policy_book_add(book, str_of(id), text, &wrong);
}

/* Two prices for one class, each as exact as the other, are a mistake of the document. */
static void spans_of_one_price_may_not_meet_R1(void **state)
{
	static const struct {
		const char *a, *b;
		bool meet;
	} v[] = {
		{"class_size 1 .. 20", "class_size 20 .. 30", true},
		{"class_size 1 .. 19", "class_size 20 .. 30", false},
		{"class_size 20", "class_size 10 .. open", true},
		{"class_size 2 .. open", "class_size 1", false},
		{"not class_size 2 .. open", "class_size 1", true},
		{"not class_size 2 .. open", "class_size 2 .. 5", false},
		{"not class_size 5 .. 9", "class_size 6 .. 8", false},
		{"not class_size 5 .. 9", "class_size 6 .. 10", true},
		{"not class_size 1 .. 9", "not class_size 10 .. open", false},
		{"not class_size 1 .. 9", "not class_size 11 .. open", true},
		{"not class_size 1 .. 9", "not class_size 10 .. 12", true},
		{"not class_size 2 .. open", "not class_size 4 .. open", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		char one[] = {'A', (char)('A' + i), 0}, two[] = {'B', (char)('A' + i), 0};

		if (taken(one, v[i].a, v[i].b) == v[i].meet ||
		    taken(two, v[i].b, v[i].a) == v[i].meet)
			fail_msg("%s and %s", v[i].a, v[i].b);
	}
}

static void what_is_no_span_of_pupils_is_refused_at_its_place(void **state)
{
	static const char *const v[] = {"0 .. 5", "20 .. 10",  "1 .. open", "ten",
	                                "10 20",  "10 .. 1 2", "10 ..",     ""};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		char id[] = {'R', (char)('A' + i), 0};

		if (taken(id, str_c(world.arena, str_printf(world.arena, "class_size %s", v[i])),
		          "area urban"))
			fail_msg("class_size %s was taken", v[i]);
	}
}

static void a_lower_price_replaces_what_a_seat_more_would_move_R30(void **state)
{
	struct rule_facts was = {0}, now = {0};
	struct rules r;

	(void)state;
	document(BY_SIZE);
	document_under("B", "A",
	               "fee own \"own\"\n  kind course\n  price exactly 1.00 yuan per term" SAYS);
	fact_set(&was, DIM_KIND, KIND_COURSE - 1);
	now = was;
	was.is[DIM_CLASS_SIZE] = 20;
	now.is[DIM_CLASS_SIZE] = 21;
	r = rules_by("A");
	assert_str(class_size_moves(&r, 1u << (KIND_COURSE - 1), &was, &now)->id, "small");
	assert_null(class_size_moves(&r, 1u << (KIND_CARE - 1), &was, &now));
	now.is[DIM_CLASS_SIZE] = 10;
	assert_null(class_size_moves(&r, 1u << (KIND_COURSE - 1), &was, &now));
	now.is[DIM_CLASS_SIZE] = 0; /* without a limit nobody knows its size */
	assert_str(class_size_moves(&r, 1u << (KIND_COURSE - 1), &was, &now)->id, "small");
	r = rules_by("B");
	assert_null(class_size_moves(&r, 1u << (KIND_COURSE - 1), &was, &now));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(the_price_goes_by_the_size_of_the_class_R30),
		ASKING(a_class_of_a_size_nobody_priced_has_no_price_and_an_unknown_one_is_asked_R1),
		ASKING(one_size_and_all_others_can_be_said_R30),
		ASKING(spans_of_one_price_may_not_meet_R1),
		ASKING(what_is_no_span_of_pupils_is_refused_at_its_place),
		ASKING(a_lower_price_replaces_what_a_seat_more_would_move_R30),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

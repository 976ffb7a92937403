/* What documents hold each other to: locks, whichever way a lower one says the thing; two documents
 * of one place; what one document says against itself. */
#include "checking.h"

/* Whether what a county says keeps what its city locks. */
static bool kept(const char *locked, const char *said)
{
	policy_book_free(&book);
	book = policy_book_new();
	add("A", CITY, locked);
	add("B", COUNTY "\nunder A", said);
	if (whole())
		return true;
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
	return false;
}

#define FEE(id, more) "fee " id " \"f\"\n  kind care\n  price at_most " more SOURCE
#define CAPPED        FEE("care", "2.30 yuan per period\n  cap 4.60 yuan per day\n") "  lock at_most\n"
#define TERMLY(cap)   "limit course \"l\"\n  over course\n  cap " cap "\n" SOURCE
#define LOCKED_TERM   TERMLY("600.00 yuan per term") "  lock at_most\n"
#define BOTH(over)    "limit l \"l\"\n  over " over "\n  cap 600.00 yuan per term\n" SOURCE
#define HOURS(what)   "require minutes_per_day \"r\"\n  " what "\n" SOURCE
#define TWO_HOURS     HOURS("at_least 120 minute") "  lock at_least\n"
#define PAY(rate)     "pay t \"p\"\n  rate at_least " rate "\n" SOURCE
#define WAIVER(what)  "waiver poor \"w\"\n  category poor\n  of care\n  reduce " what "\n" SOURCE
#define REPORT(due)   "deadline yearly_report \"d\"\n  due " due "\n" SOURCE

static void
R10_what_is_locked_is_not_evaded_by_another_unit_bound_id_or_by_leaving_it_out(void **state)
{
	(void)state;
	assert_true(kept(CAPPED, FEE("care", "2.20 yuan per period\n  cap 4.40 yuan per day\n")));
	assert_true(kept(CAPPED, FEE("care", "0.00 yuan per term\n  cap 4.60 yuan per day\n")));
	assert_false(kept(CAPPED, FEE("care", "2.30 yuan per period\n")));
	assert_false(kept(CAPPED, FEE("care", "50.00 yuan per day\n  cap 4.60 yuan per day\n")));
	assert_false(kept(CAPPED, FEE("other", "9.00 yuan per period\n  cap 4.60 yuan per day\n")));
	assert_true(kept(LOCKED_TERM, TERMLY("599.99 yuan per term")));
	assert_false(kept(LOCKED_TERM, TERMLY("600.00 yuan per month")));
	assert_true(kept(BOTH("course") "  lock at_most\n", BOTH("course lunch")));
	assert_false(kept(BOTH("care course") "  lock at_most\n", BOTH("course")));
	assert_true(kept(TWO_HOURS, HOURS("at_least 121 minute")));
	assert_true(kept(TWO_HOURS, HOURS("exactly 120 minute")));
	assert_false(kept(TWO_HOURS, HOURS("at_least 1 hour")));
	assert_false(kept(TWO_HOURS, HOURS("at_most 180 minute")));
	assert_true(kept(PAY("50.00 yuan per period") "  lock at_least\n",
	                 PAY("50.01 yuan per period")));
	assert_false(
		kept(PAY("50.00 yuan per period") "  lock at_least\n", PAY("1.00 yuan per hour")));
	assert_true(kept(WAIVER("50 percent") "  lock at_least\n", WAIVER("all")));
	assert_false(kept(WAIVER("all") "  lock at_least\n", WAIVER("1.00 yuan per term")));
	assert_true(kept(REPORT("yearly 09-30") "  lock at_most\n", REPORT("yearly 09-29")));
	assert_false(
		kept(REPORT("yearly 09-30") "  lock at_most\n", REPORT("900 day after term_end")));
}

#define SECOND(at)                                                                                 \
	"fee c \"f\"\n  kind course\n  price at_most 3.00 yuan per day\n  beyond 1 day at " at     \
	"\n" SOURCE

static void R30_a_part_of_the_price_is_held_against_a_part_and_not_an_amount(void **state)
{
	(void)state;
	assert_true(kept(SECOND("80 percent") "  lock at_most\n", SECOND("75 percent")));
	assert_false(kept(SECOND("80 percent") "  lock at_most\n", SECOND("85 percent")));
	assert_false(kept(SECOND("80 percent") "  lock at_most\n", SECOND("2.40 yuan per day")));
	assert_false(kept(SECOND("2.40 yuan per day") "  lock at_most\n", SECOND("80 percent")));
}

#define TIERS(price, more)                                                                         \
	"fee c \"f\"\n  kind course\n  price at_most " price " yuan per day\n" more SOURCE
#define FALLING                                                                                    \
	TIERS("3.00",                                                                              \
	      "  beyond 15 day at 2.00 yuan per day\n  beyond 30 day at 1.00 yuan per day\n")      \
	"  lock at_most\n"

/* What further units cost is held from wherever it changes: leaving it out, later or at more. */
static void R30_no_further_unit_costs_more_than_is_locked(void **state)
{
	(void)state;
	assert_true(kept(FALLING, TIERS("3.00", "  beyond 15 day at 2.00 yuan per day\n"
	                                        "  beyond 30 day at 1.00 yuan per day\n")));
	assert_true(kept(FALLING, TIERS("3.00", "  beyond 10 day at 1.00 yuan per day\n")));
	assert_true(kept(FALLING, TIERS("1.00", "")));
	assert_false(kept(FALLING, TIERS("3.00", "")));
	assert_false(kept(FALLING, TIERS("2.00", "")));
	assert_false(kept(FALLING, TIERS("3.00", "  beyond 15 day at 2.00 yuan per day\n")));
	assert_false(kept(FALLING, TIERS("3.00", "  beyond 16 day at 1.00 yuan per day\n")));
	assert_false(
		kept(FALLING, TIERS("3.00", "  beyond 15 day per month at 1.00 yuan per day\n")));
	assert_false(kept(FALLING, TIERS("3.00", "  beyond 15 day at 2.00 yuan per day\n"
	                                         "  beyond 40 day at 1.00 yuan per day\n")));
	assert_false(kept(SECOND("80 percent") "  lock at_most\n", TIERS("3.00", "")));
	assert_true(kept(TIERS("3.00", "") "  lock at_most\n", SECOND("80 percent")));
	assert_true(kept(TIERS("3.00", "") "  lock at_most\n", SECOND("3.00 yuan per day")));
	assert_false(kept(TIERS("3.00", "") "  lock at_most\n", SECOND("3.01 yuan per day")));
}

#define AWAY(more)                                                                                 \
	"refund a \"a\"\n  of care\n  reason absence\n  method share\n  unit day\n  basis 100 "    \
	"day\n" more SOURCE

/* More days to be away for, or leave to be asked for, is less that comes back. */
static void R61_what_comes_back_at_least_is_not_kept_for_more_days_or_for_leave(void **state)
{
	(void)state;
	assert_true(
		kept(AWAY("  in_a_row 5 day\n") "  lock at_least\n", AWAY("  in_a_row 3 day\n")));
	assert_true(kept(AWAY("  in_a_row 5 day\n") "  lock at_least\n", AWAY("")));
	assert_false(
		kept(AWAY("  in_a_row 5 day\n") "  lock at_least\n", AWAY("  in_a_row 6 day\n")));
	assert_false(
		kept(AWAY("  in_a_row 5 day\n") "  lock at_least\n", AWAY("  in_a_row 1 week\n")));
	assert_false(kept(AWAY("") "  lock at_least\n", AWAY("  in_a_row 2 day\n")));
	assert_false(kept(AWAY("") "  lock at_least\n", AWAY("  absence excused\n")));
	assert_false(kept(AWAY("  in_a_row 5 day\n") "  lock exactly\n", AWAY("")));
	assert_true(
		kept(AWAY("  less 10.00 yuan\n") "  lock at_least\n", AWAY("  less 9.99 yuan\n")));
	assert_false(
		kept(AWAY("  less 10.00 yuan\n") "  lock at_least\n", AWAY("  less 1 percent\n")));
	assert_false(kept(AWAY("") "  lock at_least\n", AWAY("  less 1.00 yuan\n")));
	assert_true(
		kept(AWAY("  in_a_row 5 day\n") "  lock at_most\n", AWAY("  in_a_row 6 day\n")));
	assert_false(kept(AWAY("  in_a_row 5 day\n") "  lock at_most\n", AWAY("")));
}

/* The ministries' list of who may come into a school is not for a county to do without. */
static void R68_what_the_ministries_require_holds_against_a_county_that_says_otherwise(void **state)
{
	static const char *const v[] = {
		"require on_county_list \"r\"\n  exactly no\n" SOURCE,
		"require minutes_per_day \"r\"\n  at_least 60 minute\n" SOURCE,
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		policy_book_free(&book);
		book = policy_book_over(policy_builtin(NULL));
		assert_non_null(book);
		add("OWN", "level county\nplace 349901\nunder CN-2023\nissued 2026-09-01", v[i]);
		assert_false(whole());
		assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
	}
}

static void what_one_document_says_against_itself_is_refused(void **state)
{
	static const struct {
		const char *said;
		enum text_id what;
	} v[] = {
		{"fee a \"f\"\n  kind care\n  price exactly 500.00 yuan per term\n" SOURCE
	         "limit b \"l\"\n  over care\n  cap 400.00 yuan per term\n  above refuse\n" SOURCE,
	         T_policy_file_fee_above_limit},
		{"define unit a \"a\"\ndefine unit b \"b\"\nconvert 1 a = 2 b\n" SOURCE
	         "convert 1 b = 2 a\n" SOURCE,
	         T_policy_file_converts_cross},
		{"fee a \"f\"\n  kind care\n  price at_most 500.00 yuan per term\n" SOURCE
	         "limit b \"l\"\n  over care\n  cap 400.00 yuan per term\n  above refuse\n" SOURCE,
	         TEXT_NONE},
		{"define unit a \"a\"\ndefine unit b \"b\"\nconvert 1 a = 2 b\n" SOURCE
	         "convert 2 b = 1 a\n" SOURCE,
	         TEXT_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		policy_book_free(&book);
		book = policy_book_new();
		add("A", CITY, v[i].said);
		assert_int_equal(whole(), v[i].what == TEXT_NONE);
		if (v[i].what != TEXT_NONE)
			assert_string_equal(text_name(wrong.what), text_name(v[i].what));
	}
}

#define BACK(id, reason)                                                                           \
	"refund " id " \"r\"\n  of care\n  reason " reason "\n  method none\n" SOURCE
#define TWIN_HEAD "level county\nplace 341702\nissued 2022-04-01"

static void
R10_two_documents_of_a_place_that_price_one_service_are_refused_whatever_the_id(void **state)
{
	(void)state;
	add("A", COUNTY, FEE("care", "80.00 yuan per term\n") BACK("a", "quit"));
	add("B", TWIN_HEAD,
	    "fee lunch \"l\"\n  kind lunch\n  price at_most 9.00 yuan per meal\n" SOURCE BACK(
		    "b", "suspension"));
	assert_true(whole());
	add("C", TWIN_HEAD, FEE("other", "200.00 yuan per term\n"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_said_elsewhere));
}

static void R61_two_documents_of_a_place_that_pay_back_one_service_are_refused(void **state)
{
	(void)state;
	add("A", COUNTY, BACK("a", "quit"));
	add("B", TWIN_HEAD, BACK("b", "quit"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_said_elsewhere));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(
			R10_what_is_locked_is_not_evaded_by_another_unit_bound_id_or_by_leaving_it_out),
		WITH_BOOK(
			R68_what_the_ministries_require_holds_against_a_county_that_says_otherwise),
		WITH_BOOK(R30_a_part_of_the_price_is_held_against_a_part_and_not_an_amount),
		WITH_BOOK(R30_no_further_unit_costs_more_than_is_locked),
		WITH_BOOK(R61_what_comes_back_at_least_is_not_kept_for_more_days_or_for_leave),
		WITH_BOOK(what_one_document_says_against_itself_is_refused),
		WITH_BOOK(
			R10_two_documents_of_a_place_that_price_one_service_are_refused_whatever_the_id),
		WITH_BOOK(R61_two_documents_of_a_place_that_pay_back_one_service_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

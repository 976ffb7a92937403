/* Waivers and refunds that can be read and are wrong all the same: who bears them, until when, what
 * comes back. */
#include "checking.h"

#define BORNE_BY(payers) "waiver a \"a\"\n  category poor\n  of care\n  reduce all\n" payers SOURCE

static void r5_payers_who_do_not_bear_the_whole_together_are_refused(void **state)
{
	refused(BORNE_BY("  payer county 60 percent\n  payer school 39.99 percent\n"),
	        T_policy_file_payers, 14, 3);
	refused(BORNE_BY("  payer county 60 percent\n  payer school 40.01 percent\n"),
	        T_policy_file_payers, 14, 3);
	refused(BORNE_BY("  payer county 50 percent\n  payer county 50 percent\n"),
	        T_policy_file_payers, 14, 3);
	refused(BORNE_BY("  payer county 60 percent\n  payer school\n"), T_policy_file_payers, 14,
	        3);
	refused(BORNE_BY("  payer county 60 percent\n"), T_policy_file_payers, 13, 3);
	refused(BORNE_BY("  payer county 0 percent\n"), T_policy_file_value, 13, 16);
	refused(BORNE_BY("  payer county 100.01 percent\n"), T_policy_file_value, 13, 16);
	refused(BORNE_BY("  payer county 60 yuan\n"), T_policy_file_value, 13, 19);
	refused(BORNE_BY("  payer cuonty\n"), T_policy_file_value, 13, 9);
	add("B", CITY, BORNE_BY("  payer county 60 percent\n  payer school 40 percent\n"));
}

static void r5_a_last_day_that_is_none_or_lies_before_the_document_is_refused(void **state)
{
	refused(BORNE_BY("  expires on 2021-08-31\n"), T_policy_file_order, 13, 3);
	refused(BORNE_BY("  expires on 02-30\n"), T_policy_file_value, 13, 14);
	refused(BORNE_BY("  expires on 2027-02-29\n"), T_policy_file_value, 13, 14);
	refused(BORNE_BY("  expires on\n"), T_policy_file_missing, 13, 13);
	refused(BORNE_BY("  expires on 08-31 sharp\n"), T_policy_file_extra, 13, 20);
	add("B", CITY, BORNE_BY("  expires on 2021-09-01\n")); /* its first day */
}

static void a_lock_on_a_last_day_holds_an_earlier_or_later_one(void **state)
{
	add("A", CITY, BORNE_BY("  expires on 2027-08-31\n  lock at_most\n"));
	add("B", COUNTY "\nunder A", BORNE_BY("  expires on 2027-08-31\n"));
	assert_true(whole());
	add("C", "level county\nplace 341703\nissued 2022-03-01\nunder A",
	    BORNE_BY("  expires on 2027-09-01\n"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
}

static void a_lock_on_who_bears_a_waiver_holds_the_shares_too(void **state)
{
	add("A", CITY,
	    BORNE_BY("  payer county 60 percent\n  payer school 40 percent\n"
	             "  lock exactly\n"));
	add("B", COUNTY "\nunder A",
	    BORNE_BY("  payer school 40 percent\n  payer county 60 percent\n"));
	assert_true(whole());
	add("C", "level county\nplace 341703\nissued 2022-03-01\nunder A",
	    BORNE_BY("  payer county 50 percent\n  payer school 50 percent\n"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
}

#define BACK_BY(steps) "refund a \"a\"\n  of care\n  reason quit\n  method progress\n" steps SOURCE

static void R61_steps_of_progress_that_contradict_each_other_are_refused(void **state)
{
	refused(BACK_BY(""), T_policy_file_missing, 9, 1);
	refused(BACK_BY("  up_to 1 / 3 pays 2 / 3\n  up_to 0.5 pays 0.7\n"),
	        T_policy_file_contradiction, 14, 3);
	refused(BACK_BY("  up_to 1 / 2 pays 2 / 3\n  up_to 50 percent pays 1 / 2\n"),
	        T_policy_file_contradiction, 14, 3);
	refused(BACK_BY("  up_to 4 / 3 pays 1\n"), T_policy_file_value, 13, 9);
	refused(BACK_BY("  up_to 30 pays 1\n"), T_policy_file_value, 13, 9);
	refused(BACK_BY("  up_to 30 percent pays 101 percent\n"), T_policy_file_value, 13, 25);
	refused(BACK_BY("  up_to 1 / 3 gives 1\n"), T_policy_file_value, 13, 15);
	add("B", CITY, BACK_BY("  up_to 1 / 3 pays 2 / 3\n  up_to 0 pays 1\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(R61_steps_of_progress_that_contradict_each_other_are_refused),
		WITH_BOOK(r5_payers_who_do_not_bear_the_whole_together_are_refused),
		WITH_BOOK(r5_a_last_day_that_is_none_or_lies_before_the_document_is_refused),
		WITH_BOOK(a_lock_on_a_last_day_holds_an_earlier_or_later_one),
		WITH_BOOK(a_lock_on_who_bears_a_waiver_holds_the_shares_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

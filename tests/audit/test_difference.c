/* A county's day held against the channel's file and the bank's statement, in the tables (F23,
 * R60). */
#include "channel.h"

#include "../kit_approval.h"
#include "channel.sql.h"

static void a_day_on_which_all_three_agree_has_no_difference_R60(void **state)
{
	struct day d = planted(state);

	channel_says(state, &d, ALL, 3);
	bank_says(state, &d, "298.20");
	assert_int_equal(run(state, &d), 0);
}

static void a_fen_that_is_off_is_found_and_settles_itself_when_it_is_mended(void **state)
{
	struct channel_day_line v[3] = {ALL[0], ALL[1], ALL[2]};
	struct day d = planted(state);

	v[1].amount.fen += 1;
	channel_says(state, &d, v, 3);
	bank_says(state, &d, "298.21");
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_AMOUNT);
	assert_int_equal(only(state, "open").found.fen, 10001);
	assert_int_equal(run(state, &d), 1); /* the same row, not another */
	assert_int_equal(only(state, "").id, only(state, "open").id);
}

static void a_file_is_kept_once_and_a_day_without_one_waits(void **state)
{
	struct day d = planted(state);

	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_FILE_MISSING);
	channel_says(state, &d, ALL, 2);
	channel_says(state, &d, ALL, 3); /* the channel's first word stands */
	bank_says(state, &d, "198.80");
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_CHANNEL_MISSING);
	assert_str(only(state, "open").number, "K3");
}

static enum err second_account(struct ctx *c, void *arg)
{
	const struct kit_people *w = arg;

	TRY(q_world_collecting_more(c, w->county, w->a1, (struct instant){c->now.us - 20 * DAY_US},
	                            NULL));
	TRY(q_world_order_by(c, 903, S("alipay"), S("K3"), NULL));
	return q_world_payment_by(c, 903, S("alipay"), 1303, NULL);
}

/* Of the two accounts of a school the second has no file: K3 was paid by it. The days before are of
 * files, too, so that only one is missing. */
static struct day of_two_accounts(void **state)
{
	static const struct verb second = {"test.second_account", second_account};
	struct ctx *c = kit_ctx(state);
	struct day d = planted(state), other;

	assert_ok(kit_try_as(c, &kit_world(state)->system, &second, kit_world(state)));
	other = (struct day){.collecting = 903, .day = d.day};
	while (other.day.day > d.day.day - 10) {
		other.day.day--;
		channel_says(state, &other, NULL, 0);
	}
	return d;
}

static void an_account_without_its_file_holds_up_no_other_R60(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct day d = of_two_accounts(state), second = d;
	struct difference_take mine;
	struct difference v;

	second.collecting = 903;
	channel_says(state, &d, ALL, 2);
	bank_says(state, &d, "198.80");
	assert_int_equal(run(state, &d), 1);
	v = only(state, "open");
	assert_int_equal(v.kind, DIFF_FILE_MISSING);
	assert_int_equal(v.collecting, 903);
	assert_str(v.channel, "alipay");
	assert_int_equal(v.day.day, d.day.day);
	assert_int_equal(v.expected.fen, 10000);
	mine.id = v.id;
	assert_ok(kit_try_as(c, &kit_world(state)->leader, &difference_take_verb, &mine));
	assert_int_equal(run(state, &d), 1); /* the same row */
	assert_int_equal(only(state, "open").id, v.id);
	channel_says(state, &second, ALL + 2, 1);
	assert_int_equal(run(state, &d), 0);
	assert_str(only(state, "").state, "gone");
}

static void what_is_wrong_with_the_other_account_is_found_all_the_same(void **state)
{
	struct channel_day_line v[2] = {ALL[0], ALL[1]};
	struct day d = of_two_accounts(state);

	v[1].amount.fen += 1;
	channel_says(state, &d, v, 2);
	bank_says(state, &d, "198.81");
	assert_int_equal(run(state, &d), 2); /* the file of one, the fen of the other */
}

static enum err file_broken(struct ctx *c, void *arg)
{
	return q_world_file_broken(c, *(const int64_t *)arg, NULL);
}

static void a_difference_of_a_day_whose_file_is_not_here_does_not_settle_itself(void **state)
{
	static const struct verb broken = {"test.file_broken", file_broken};
	struct ctx *c = kit_ctx(state);
	struct day d = planted(state);
	struct difference *v;
	int64_t total;
	size_t n;

	channel_says(state, &d, ALL, 2);
	bank_says(state, &d, "198.80");
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_CHANNEL_MISSING);
	assert_ok(kit_try_as(c, &kit_world(state)->system, &broken, &d.collecting));
	assert_int_equal(run(state, &d), 1); /* the file alone can be told of */
	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(difference_list(c, S("open"), 0, 0, &v, &n, &total));
	store_read_end(c);
	assert_int_equal(n, 2);
	channel_says(state, &d, ALL, 3);
	bank_lines(state, &d, bank_line(c, &d, 2, "S2,99.40,,财付通支付科技,"));
	assert_int_equal(run(state, &d), 0);
	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(difference_list(c, S("gone"), 0, 0, &v, &n, &total));
	store_read_end(c);
	assert_int_equal(n, 2);
}

static void money_that_does_not_come_to_the_bank_is_found(void **state)
{
	struct day d = planted(state);

	channel_says(state, &d, ALL, 3);
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_BANK_MISSING);
	assert_int_equal(only(state, "open").expected.fen, 29820);
	bank_says(state, &d, "298.20");
	assert_int_equal(run(state, &d), 0);
	assert_str(only(state, "").state, "gone");
}

static void a_difference_is_settled_with_a_reason_and_a_second_person(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct day d = planted(state);
	struct difference_take mine;
	struct difference_close done = {0};
	struct approval_say say = {.word = APPROVED};
	struct approval_state said;

	channel_says(state, &d, ALL, 3);
	run(state, &d);
	mine.id = done.id = only(state, "open").id;
	assert_fault(c, kit_try_as(c, &w->zone_officer, &difference_take_verb, &mine), E_ABSENT,
	             "absent");
	assert_fault(c, kit_try_as(c, &w->teacher, &difference_take_verb, &mine), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(c, &w->leader, &difference_take_verb, &mine));
	assert_fault(c, kit_try_as(c, &w->leader, &difference_close_verb, &done), E_INPUT,
	             "missing_field");
	done.reason = S("银行节假日顺延");
	assert_ok(kit_try_as(c, &w->leader, &difference_close_verb, &done));
	assert_true(done.waits);
	assert_str(only(state, "open").reason, "银行节假日顺延");
	done.waits = false;
	assert_fault(c, kit_try_as(c, &w->leader, &difference_close_verb, &done), E_REFUSED,
	             "not_approved");
	kit_read_as(c, &w->system);
	assert_ok(approval_state_of(c, APPROVE_DIFFERENCE, done.id, &said));
	store_read_end(c);
	kit_titled(c, &w->finance, APPROVE_DIFFERENCE, done.id,
	           "对账差异：渠道结算未到账(2026年9月1日)",
	           "Difference: not come to the bank (2026-09-01)");
	say.approval = said.id;
	assert_fault(c, kit_try_as(c, &w->leader, &approval_say_verb, &say), E_REFUSED,
	             "not_approved");
	assert_ok(kit_try_as(c, &w->finance, &approval_say_verb, &say));
	assert_ok(kit_try_as(c, &w->leader, &difference_close_verb, &done));
	assert_str(only(state, "closed").reason, "银行节假日顺延");
	assert_fault(c, kit_try_as(c, &w->leader, &difference_close_verb, &done), E_CONFLICT,
	             "difference_settled");
	run(state, &d);
	assert_str(only(state, "").state, "closed"); /* seen again, and settled all the same */
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_day_on_which_all_three_agree_has_no_difference_R60),
		KIT_FACT(a_fen_that_is_off_is_found_and_settles_itself_when_it_is_mended),
		KIT_FACT(a_file_is_kept_once_and_a_day_without_one_waits),
		KIT_FACT(an_account_without_its_file_holds_up_no_other_R60),
		KIT_FACT(what_is_wrong_with_the_other_account_is_found_all_the_same),
		KIT_FACT(a_difference_of_a_day_whose_file_is_not_here_does_not_settle_itself),
		KIT_FACT(money_that_does_not_come_to_the_bank_is_found),
		KIT_FACT(a_difference_is_settled_with_a_reason_and_a_second_person),
	};

	return KIT_FACTS_RUN("audit", facts);
}

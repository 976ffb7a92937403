/* A county's day held against the channel's file and the bank's statement, in the tables (F23,
 * R60). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "audit/difference.h"
#include "audit/statement.h"
#include "money/approval.h"
#include "channel.sql.h"

#define DAY_US INT64_C(86400000000)

struct day {
	bank_account_id bank;
	int64_t collecting;
	struct date day;
};

static enum err plant_run(struct ctx *c, void *arg)
{
	const struct kit_people *w = arg;
	struct date today = ctx_today(c);

	TRY(q_world_term(c, w->county, (struct date){today.day - 10},
	                 (struct date){today.day + 100}, NULL));
	TRY(q_world_collecting(c, w->county, w->a1, c->now, NULL));
	TRY(q_world_bills(c, w->county, w->a1, NULL));
	TRY(q_world_orders(c, w->county, w->a1, c->now, NULL));
	return q_world_payments(c, w->county, w->a1, c->now, NULL);
}

/* Three orders of 100.00 paid today by one channel: K1, K2, K3. */
static struct day planted(void **state)
{
	static const struct verb plant = {"test.plant", plant_run};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct bank_account_put account = {.school = w->a1,
	                                   .holder = S("示例县第一小学"),
	                                   .bank = S("示例银行"),
	                                   .number = S("62220000000012345")};
	struct day d = {.collecting = 901, .day = ctx_today(c)};
	struct channel_terms_put terms = {901, 0, 6000, 3};

	assert_ok(kit_try_as(c, &w->county_officer, &bank_account_put_verb, &account));
	d.bank = account.result;
	terms.bank_account = d.bank.v;
	assert_ok(kit_try_as(c, &w->system, &plant, w));
	assert_ok(kit_try_as(c, &w->county_officer, &channel_terms_verb, &terms));
	kit_advance(state, 10 * DAY_US);
	return d;
}

static void channel_says(void **state, const struct day *d, const struct channel_day_line *v,
                         size_t n)
{
	struct ctx *c = kit_ctx(state);

	if (c->tx)
		store_read_end(c);
	c->actor = kit_world(state)->system;
	assert_ok(channel_day_take(c, kit_world(state)->county, d->collecting, d->day, v, n));
}

/* 300.00 less three fees of 0.60. */
static void bank_says(void **state, const struct day *d, const char *amount)
{
	struct ctx *c = kit_ctx(state);
	struct str file =
		str_printf(c->arena, "日期,流水号,收入,支出,对方户名\n%.*s,S1,%s,,财付通支付科技\n",
	                   STR_FMT(date_text(c->arena, (struct date){d->day.day + 1})), amount);
	struct statement_row s;

	c->actor = kit_world(state)->county_officer;
	assert_ok(statement_take(c, d->bank, S("9月.csv"), file, &s));
}

static int64_t run(void **state, const struct day *d)
{
	struct ctx *c = kit_ctx(state);
	int64_t open = -1;

	if (c->tx)
		store_read_end(c);
	kit_advance(state, 60000000);
	c->actor = kit_world(state)->system;
	assert_ok(reconcile_county(c, kit_world(state)->county, d->day, &open));
	return open;
}

static struct difference only(void **state, const char *in)
{
	struct ctx *c = kit_ctx(state);
	struct difference *v;
	int64_t total;
	size_t n;

	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(difference_list(c, str_of(in), 0, 0, &v, &n, &total));
	store_read_end(c);
	assert_int_equal(n, 1);
	return v[0];
}

static const struct channel_day_line ALL[] = {
	{{"K1", 2}, {"", 0}, {"C1", 2}, {10000}},
	{{"K2", 2}, {"", 0}, {"C2", 2}, {10000}},
	{{"K3", 2}, {"", 0}, {"C3", 2}, {10000}},
};

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

	assert_int_equal(run(state, &d), 0); /* no file: nothing can be said */
	channel_says(state, &d, ALL, 2);
	channel_says(state, &d, ALL, 3); /* the channel's first word stands */
	bank_says(state, &d, "198.80");
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_CHANNEL_MISSING);
	assert_str(only(state, "open").number, "K3");
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
		KIT_FACT(money_that_does_not_come_to_the_bank_is_found),
		KIT_FACT(a_difference_is_settled_with_a_reason_and_a_second_person),
	};

	return KIT_FACTS_RUN("audit", facts);
}

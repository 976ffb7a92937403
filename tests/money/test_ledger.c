/* The ledger's own rules: legs, funds, days and reversals (R42). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "money/ledger.h"
#include "money/period.h"
#include "world.sql.h"

#define DAY_US (24 * INT64_C(3600000000))

/* One entry asked for by a test. */
struct wish {
	county_id county;
	const struct leg *leg;
	size_t n;
	int64_t id;  /* 0: a new one */
	int32_t ago; /* days before today */
	bool late;
	int64_t reverses; /* instead of legs */
	const char *reason;
};

static enum err wish_run(struct ctx *c, void *arg)
{
	struct wish *w = arg;
	struct booking on = {{ctx_today(c).day - w->ago}, w->late};

	if (!w->id)
		w->id = env_next_id(c->env);
	if (w->reverses)
		TRY(ledger_reverse(c, w->county, w->reverses, "test", w->id, str_of(w->reason)));
	else if (w->ago)
		TRY(ledger_post_on(c, &on, w->county, "test", w->id, w->leg, w->n));
	else
		TRY(ledger_post(c, w->county, "test", w->id, w->leg, w->n));
	return audit_put(c, "posted", "ledger_entry", w->id, w->county, S("{}"));
}
static const struct verb wish_verb = {"test.post", wish_run};

static enum err post(void **state, struct wish *w)
{
	struct kit_people *k = kit_world(state);

	if (!w->county.v)
		w->county = k->county;
	return kit_try_as(kit_ctx(state), &k->county_officer, &wish_verb, w);
}

/* Finance pays a school, or takes it back. */
static enum err pay(void **state, school_id school, int64_t fen, struct wish *w)
{
	const struct leg legs[] = {
		{LEDGER_GUARANTEE, LEG_OF(school), {fen}},
		{LEDGER_APPROPRIATION, LEG_OF(school), {-fen}},
	};

	w->leg = legs;
	w->n = 2;
	return post(state, w);
}

static int64_t fund_of(void **state, school_id school)
{
	struct ctx *c = kit_ctx(state);
	struct money kept, posted;

	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(q_kept(c, S("guarantee"), school.v, &kept));
	assert_ok(q_posted(c, S("guarantee"), school.v, &posted));
	store_read_end(c);
	assert_int_equal(kept.fen, posted.fen);
	return kept.fen;
}

static int64_t entries(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t n;

	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(q_entries(c, &n));
	store_read_end(c);
	return n;
}

static void an_entry_that_does_not_sum_to_zero_is_our_mistake(void **state)
{
	struct kit_people *k = kit_world(state);
	const struct leg legs[] = {
		{LEDGER_GUARANTEE, LEG_OF(k->a1), {100}},
		{LEDGER_APPROPRIATION, LEG_OF(k->a1), {-99}},
	};
	struct wish w = {.leg = legs, .n = 2};

	assert_int_equal(post(state, &w), E_BROKEN);
	assert_int_equal(fund_of(state, k->a1), 0);
	assert_int_equal(entries(state), 0);
}

static void a_leg_of_the_wrong_kind_is_our_mistake(void **state)
{
	struct kit_people *k = kit_world(state);
	const offering_id offering = {7};
	const struct leg wrong[] = {
		{LEDGER_GUARANTEE, LEG_OF(offering), {100}},
		{LEDGER_APPROPRIATION, LEG_OF(k->a1), {-100}},
	};
	const struct leg nobody[] = {
		{LEDGER_GUARANTEE, {SUBJECT_SCHOOL, 0}, {100}},
		{LEDGER_APPROPRIATION, LEG_OF(k->a1), {-100}},
	};
	const struct leg unknown[] = {
		{LEDGER_ACCOUNT_COUNT, LEG_OF(k->a1), {100}},
		{LEDGER_APPROPRIATION, LEG_OF(k->a1), {-100}},
	};

	assert_int_equal(post(state, &(struct wish){.leg = wrong, .n = 2}), E_BROKEN);
	assert_int_equal(post(state, &(struct wish){.leg = nobody, .n = 2}), E_BROKEN);
	assert_int_equal(post(state, &(struct wish){.leg = unknown, .n = 2}), E_BROKEN);
	assert_int_equal(post(state, &(struct wish){.leg = wrong, .n = 1}), E_BROKEN);
	assert_int_equal(entries(state), 0);
}

static void an_act_moves_money_once(void **state)
{
	struct kit_people *k = kit_world(state);
	struct wish w = {0};

	assert_ok(pay(state, k->a1, 100, &w));
	assert_int_equal(pay(state, k->a1, 100, &w), E_CONFLICT);
	assert_int_equal(fund_of(state, k->a1), 100);
}

static void R42_a_fund_never_goes_below_zero(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);

	assert_fault(c, pay(state, k->a1, -1, &(struct wish){0}), E_REFUSED, "insufficient_funds");
	assert_ok(pay(state, k->a1, 10000, &(struct wish){0}));
	assert_ok(pay(state, k->a2, 5000, &(struct wish){0}));
	assert_fault(c, pay(state, k->a1, -10001, &(struct wish){0}), E_REFUSED,
	             "insufficient_funds");
	assert_str(c->fault.found, "100.01");
	assert_str(c->fault.allowed, "100.00");
	assert_int_equal(fund_of(state, k->a1), 10000);
	assert_ok(pay(state, k->a1, -10000, &(struct wish){0}));
	assert_int_equal(fund_of(state, k->a1), 0);
	assert_int_equal(fund_of(state, k->a2), 5000);
}

static void an_entry_is_reversed_once_and_for_a_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);
	struct wish paid = {0}, back = {.reason = "登记错误"};

	assert_ok(pay(state, k->a1, 10000, &paid));
	back.reverses = paid.id;
	assert_int_equal(post(state, &(struct wish){.reverses = paid.id, .reason = ""}), E_BROKEN);
	assert_ok(post(state, &back));
	assert_int_equal(fund_of(state, k->a1), 0);
	assert_fault(c, post(state, &(struct wish){.reverses = paid.id, .reason = "又一次"}),
	             E_CONFLICT, "entry_reversed");
	assert_fault(c, post(state, &(struct wish){.reverses = back.id, .reason = "反悔"}),
	             E_CONFLICT, "entry_reversed");
	assert_int_equal(entries(state), 2);
}

static void an_entry_of_another_county_cannot_be_reversed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);
	struct wish paid = {0};

	assert_ok(pay(state, k->a1, 10000, &paid));
	assert_fault(c,
	             post(state,
	                  &(struct wish){.county = k->zone, .reverses = paid.id, .reason = "错误"}),
	             E_ABSENT, "absent");
	assert_fault(c, post(state, &(struct wish){.reverses = 7, .reason = "错误"}), E_ABSENT,
	             "absent");
}

static void R42_what_was_spent_cannot_be_taken_back_by_a_reversal(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);
	struct wish paid = {0};

	assert_ok(pay(state, k->a1, 10000, &paid));
	assert_ok(pay(state, k->a1, -1, &(struct wish){0}));
	assert_fault(c, post(state, &(struct wish){.reverses = paid.id, .reason = "错误"}),
	             E_REFUSED, "insufficient_funds");
	assert_int_equal(fund_of(state, k->a1), 9999);
}

/* --- days ------------------------------------------------------------------------------------- */

static struct date day(int32_t y, int32_t m, int32_t d)
{
	struct date out;

	assert_true(date_of(y, m, d, &out));
	return out;
}

static enum err shut(void **state, const struct actor *who, struct date last_day)
{
	struct ctx *c = kit_ctx(state);

	if (c->tx)
		store_read_end(c);
	c->actor = *who;
	c->fault = (struct fault){0};
	return period_close(c, kit_world(state)->county, last_day);
}

static void an_entry_stands_on_the_day_it_was_made_and_under_its_actor(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);
	struct q_posted_on_row row;
	struct wish w = {0}, early = {.ago = 3};

	assert_ok(pay(state, k->a1, 100, &w));
	assert_ok(pay(state, k->a1, 100, &early));
	kit_read_as(c, &k->county_officer);
	assert_ok(q_posted_on(c, w.id, &row));
	assert_int_equal(row.day.day, day(2026, 9, 1).day);
	assert_false(date_some(row.belongs));
	assert_int_equal(row.account, k->county_officer.account.v);
	assert_ok(q_posted_on(c, early.id, &row));
	assert_int_equal(row.day.day, day(2026, 8, 29).day);
	store_read_end(c);
	assert_fault(c, pay(state, k->a1, 100, &(struct wish){.ago = -1}), E_INPUT, "bad_input");
}

static void nothing_is_booked_in_a_closed_period(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);
	struct q_posted_on_row row;
	struct wish late = {.ago = 5, .late = true};

	kit_advance(state, DAY_US); /* 2 September */
	assert_ok(shut(state, &k->county_officer, day(2026, 8, 31)));
	assert_fault(c, pay(state, k->a1, 100, &(struct wish){.ago = 2}), E_REFUSED,
	             "period_closed");
	assert_str(c->fault.found, "2026-08-31");
	assert_str(c->fault.allowed, "2026-09-01");
	assert_ok(pay(state, k->a1, 100, &(struct wish){.ago = 1}));
	assert_ok(pay(state, k->a1, 100, &late));
	kit_read_as(c, &k->county_officer);
	assert_ok(q_posted_on(c, late.id, &row));
	assert_int_equal(row.day.day, day(2026, 9, 2).day);
	assert_int_equal(row.belongs.day, day(2026, 8, 28).day);
	store_read_end(c);
	assert_ok(pay(state, k->z1, 100, &(struct wish){.county = k->zone, .ago = 5}));
}

static void a_period_is_closed_when_it_is_over_by_its_county_and_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *k = kit_world(state);
	struct period *v;
	size_t n;

	assert_fault(c, shut(state, &k->county_officer, day(2026, 8, 31)), E_REFUSED,
	             "period_not_over");
	kit_advance(state, DAY_US);
	assert_fault(c, shut(state, &k->county_officer, day(2026, 8, 30)), E_INPUT, "bad_input");
	assert_fault(c, shut(state, &k->zone_officer, day(2026, 8, 31)), E_ABSENT, "absent");
	assert_fault(c, shut(state, &k->clerk, day(2026, 8, 31)), E_DENIED, "not_allowed");
	assert_fault(c, shut(state, &k->city, day(2026, 8, 31)), E_DENIED, "not_allowed");
	assert_ok(shut(state, &k->county_officer, day(2026, 8, 31)));
	assert_ok(shut(state, &k->county_officer, day(2026, 8, 31)));
	assert_fault(c, shut(state, &k->county_officer, day(2026, 7, 31)), E_CONFLICT,
	             "period_closed");
	assert_int_equal(kit_audited(c, "period_closed", "county", k->county.v), 1);
	assert_int_equal(kit_audited(c, "period_counted", "county", k->county.v), 1);
	kit_read_as(c, &k->county_officer);
	assert_ok(period_list(c, k->county, &v, &n));
	assert_int_equal(n, 1);
	assert_true(v[0].counted);
	assert_fault(c, period_list(c, k->zone, &v, &n), E_ABSENT, "absent");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(an_entry_that_does_not_sum_to_zero_is_our_mistake),
		KIT_FACT(a_leg_of_the_wrong_kind_is_our_mistake),
		KIT_FACT(an_act_moves_money_once),
		KIT_FACT(R42_a_fund_never_goes_below_zero),
		KIT_FACT(an_entry_is_reversed_once_and_for_a_reason),
		KIT_FACT(an_entry_of_another_county_cannot_be_reversed),
		KIT_FACT(R42_what_was_spent_cannot_be_taken_back_by_a_reversal),
		KIT_FACT(an_entry_stands_on_the_day_it_was_made_and_under_its_actor),
		KIT_FACT(nothing_is_booked_in_a_closed_period),
		KIT_FACT(a_period_is_closed_when_it_is_over_by_its_county_and_once),
	};

	return KIT_FACTS_RUN("money", facts);
}

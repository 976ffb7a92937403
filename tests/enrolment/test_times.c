/* R30, R34: two services under one cap on a month cost the same whether they are taken together or
 * on different days, and what is given back no longer counts. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "takes.h"

#include "enrolment/late.h"
#include "enrolment/why.h"
#include "money/bill.h"
#include "oversight/verify.h"

#define PERIODS OWN("convert 1 period = 40 minute")
#define FEE                                                                                             \
	PERIODS OWN("fee own \"本县课后服务费\"\n  kind care course\n  price at_most 2.50 yuan " \
	            "per period\n  cap 20.00 yuan per month")
#define LIMIT                                                                                            \
	PERIODS OWN("limit own \"本县每月上限\"\n  over care course\n  cap 20.00 yuan per month\n" \
	            "  above reduce")
#define DAY_US (INT64_C(86400) * 1000000)
enum { CAP_FEN = 2000 };

struct world {
	struct kit_people *w;
	struct plan t;
	offering_id id[2]; /* 3.00 and 3.75 a sitting, one a week each: 1.5 periods */
};

static void world_make(void **state, const char *own, struct world *ret_k)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row a = priced_row(KIND_COURSE, "K1", "国画", "period", 200);
	struct offering_row b = priced_row(KIND_COURSE, "K2", "篆刻", "period", 250);

	ret_k->w = kit_world(state);
	plan_stands(c, ret_k->w, &ret_k->t, "RS4", own);
	b.slot[0].weekday = 4;
	ret_k->id[0] = plan_open(c, ret_k->w, &ret_k->t, a);
	ret_k->id[1] = plan_open(c, ret_k->w, &ret_k->t, b);
}

/* Fen of month `at` without any cap. */
static int64_t month_of(const struct unit_price *u, int64_t at)
{
	for (size_t i = 0; i < u->by[CHARGE_MONTH].n; i++) {
		struct ratio n = u->by[CHARGE_MONTH].v[i].n;

		if (u->by[CHARGE_MONTH].v[i].at == at) {
			assert_int_equal(n.num * u->price.fen % n.den, 0);
			return n.num * u->price.fen / n.den;
		}
	}
	return 0;
}

/* Month by month, by hand: what both cost together. `*ret_apart`: what they would, each alone. */
static int64_t together(struct ctx *c, const struct world *k, int64_t *ret_apart)
{
	const struct unit_price *a = offering_now(c, k->w, k->id[0]).by_unit;
	const struct unit_price *b = offering_now(c, k->w, k->id[1]).by_unit;
	int64_t sum = 0;

	*ret_apart = 0;
	assert_true(a->by[CHARGE_MONTH].n >= 5);
	for (size_t i = 0; i < a->by[CHARGE_MONTH].n; i++) {
		int64_t at = a->by[CHARGE_MONTH].v[i].at;
		int64_t fen = month_of(a, at) + month_of(b, at);

		*ret_apart += fen;
		sum += fen < CAP_FEN ? fen : CAP_FEN;
	}
	return sum;
}

static int64_t charged(struct ctx *c, const struct world *k, const struct actor *who,
                       enum kit_pupil p, int i)
{
	return takes(c, k->w, &k->t, who, p, k->id[i], KIND_COURSE).charged.fen;
}

/* The page that says why, of an enrolment that stands. */
static void says_why(struct ctx *c, const struct world *k, enum kit_pupil p, int i, int64_t fen)
{
	struct why_ask ask = {.pupil = k->w->pupil[p], .offering = k->id[i]};
	struct why w;

	kit_read_as(c, &k->w->system);
	assert_ok(why_load(c, &ask, &w));
	store_read_end(c);
	assert_true(w.charged);
	assert_int_equal(w.was.fen, fen);
	assert_int_equal(w.result.fen, fen);
}

static int64_t fee_caps_broken(struct ctx *c, const struct world *k, bool all)
{
	struct verify_check *v;
	int64_t broken = 0;
	size_t n;

	c->actor = k->w->system;
	assert_ok(verify_run(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (all && v[i].broken > 0)
			fail_msg("%s: %.*s", v[i].name, STR_FMT(v[i].found));
		broken += strcmp(v[i].name, "fee_cap") == 0 ? v[i].broken : 0;
	}
	return broken;
}

static void previews(struct ctx *c, const struct world *k, const int64_t fen[2])
{
	struct wish wish[2] = {{k->w->pupil[LI], k->id[0], k->t.course, false},
	                       {k->w->pupil[LI], k->id[1], k->t.course, false}};
	struct notice_signed row = {k->w->pupil[LI], k->w->li.guardian};
	struct notice_confirm_many many = {k->t.notice, &row, 1, S("paper"), 0};
	struct wish_preview *v;

	assert_ok(kit_try_as(c, &k->w->system, &notice_confirm_many_verb, &many));
	kit_read_as(c, &k->w->li);
	assert_ok(basket_preview(c, wish, 2, &v));
	assert_int_equal(v[0].price.fen, fen[0]);
	assert_int_equal(v[1].price.fen, fen[1]);
	store_read_end(c);
	/* One taken, the other still wished for. */
	assert_int_equal(charged(c, k, &k->w->li, LI, 0), fen[0]);
	kit_read_as(c, &k->w->li);
	assert_ok(basket_preview(c, &wish[1], 1, &v));
	assert_int_equal(v[0].price.fen, fen[1]);
	store_read_end(c);
}

/* Both by one child and, in the other order, by another; a day between the first and the second. */
static void both_ways(struct ctx *c, const struct world *k, int64_t there[2], int64_t back[2])
{
	there[0] = charged(c, k, &k->w->father, CHEN_YI, 0);
	back[1] = charged(c, k, &k->w->wang, WANG, 1);
	env_test_advance((struct env *)c->env, DAY_US);
	there[1] = charged(c, k, &k->w->father, CHEN_YI, 1);
	back[0] = charged(c, k, &k->w->wang, WANG, 0);
}

static void none_late(struct ctx *c, const struct world *k)
{
	struct late_change *late;
	struct late_sums sums;
	size_t n;

	kit_read_as(c, &k->w->county_officer);
	assert_ok(late_changes(c, k->w->county, k->t.term, &late, &n, &sums));
	store_read_end(c);
	assert_int_equal(n, 0);
}

static void shared(void **state, const char *own)
{
	struct ctx *c = kit_ctx(state);
	int64_t sum, apart, there[2], back[2];
	struct world k;

	world_make(state, own, &k);
	sum = together(c, &k, &apart);
	assert_true(sum < apart);
	both_ways(c, &k, there, back);
	assert_int_equal(there[0] + there[1], sum);
	assert_int_equal(back[0] + back[1], sum);
	assert_true(there[0] > back[0]);
	previews(c, &k, there);
	for (int i = 0; i < 2; i++) {
		says_why(c, &k, CHEN_YI, i, there[i]);
		says_why(c, &k, WANG, i, back[i]);
	}
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	none_late(c, &k);
}

static void r30_a_cap_of_a_fee_on_a_month_is_shared_by_what_is_taken_on_different_days(void **state)
{
	shared(state, FEE);
}

static void r34_a_limit_on_a_month_is_shared_by_what_is_taken_on_different_days(void **state)
{
	shared(state, LIMIT);
}

static void r30_what_was_given_back_leaves_its_months_free(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment e[2];
	struct world k;
	int64_t sum, apart, alone, again;

	world_make(state, FEE, &k);
	sum = together(c, &k, &apart);
	alone = charged(c, &k, &k.w->wang, WANG, 1);
	e[0] = takes(c, k.w, &k.t, &k.w->father, CHEN_YI, k.id[0], KIND_COURSE);
	e[1] = takes(c, k.w, &k.t, &k.w->father, CHEN_YI, k.id[1], KIND_COURSE);
	assert_true(e[1].charged.fen < alone);
	struct withdraw first = {.enrolment = e[0].id}, second = {.enrolment = e[1].id};
	assert_ok(kit_try_as(c, &k.w->father, &withdraw_verb, &first));
	/* The second costs what it does alone, and the next one finds what that leaves. */
	says_why(c, &k, CHEN_YI, 1, alone);
	again = charged(c, &k, &k.w->father, CHEN_YI, 0);
	assert_true(again > 0 && again < e[0].charged.fen && again + alone <= sum);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	assert_ok(kit_try_as(c, &k.w->father, &withdraw_verb, &second));
	says_why(c, &k, CHEN_YI, 0, e[0].charged.fen);
	again = charged(c, &k, &k.w->father, CHEN_YI, 1);
	assert_true(again > 0 && again + e[0].charged.fen <= sum);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
}

static void r30_what_is_taken_after_all_was_given_back_costs_what_it_does_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct withdraw first = {0};
	struct world k;
	int64_t alone;

	world_make(state, FEE, &k);
	alone = charged(c, &k, &k.w->wang, WANG, 1);
	first.enrolment = takes(c, k.w, &k.t, &k.w->father, CHEN_YI, k.id[0], KIND_COURSE).id;
	env_test_advance((struct env *)c->env, DAY_US);
	assert_ok(kit_try_as(c, &k.w->father, &withdraw_verb, &first));
	assert_int_equal(charged(c, &k, &k.w->father, CHEN_YI, 1), alone);
	says_why(c, &k, CHEN_YI, 1, alone);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
}

static void r34_the_recomputation_finds_a_month_that_was_charged_twice(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, FEE, &k);
	charged(c, &k, &k.w->father, CHEN_YI, 0);
	charged(c, &k, &k.w->father, CHEN_YI, 1);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	kit_db_run(kit_world_db(state),
	           "UPDATE bill_line SET amount = amount + 1 WHERE id = (SELECT MAX(id) FROM "
	           "bill_line)");
	assert_int_equal(fee_caps_broken(c, &k, false), 1);
}

#define FURTHER                                                                                         \
	OWN("fee own \"本县课后服务费\"\n  kind course\n  price exactly 2.00 yuan per sitting\n" \
	    "  beyond 25 sitting at 1.00 yuan per sitting")

/* R30: the 26th sitting costs less, whichever service it is of and whenever that was taken. */
static void r30_further_sittings_cost_less_over_all_services_in_either_order(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row a = priced_row(KIND_COURSE, "K1", "国画", "sitting", 200);
	struct offering_row b = priced_row(KIND_COURSE, "K2", "篆刻", "sitting", 0);
	int64_t n[2], there[2], back[2], whole;
	struct world k;

	k.w = kit_world(state);
	plan_stands(c, k.w, &k.t, "RS4", FURTHER);
	b.slot[0].weekday = 4;
	k.id[0] = plan_open(c, k.w, &k.t, a);
	k.id[1] = plan_open(c, k.w, &k.t, b);
	for (int i = 0; i < 2; i++) {
		struct offering o = offering_now(c, k.w, k.id[i]);

		n[i] = o.by_unit->quantity.num;
		assert_true(n[i] > 12 && n[i] < 25);
		assert_int_equal(o.price.fen, n[i] * 200);
	}
	whole = 25 * 200 + (n[0] + n[1] - 25) * 100;
	both_ways(c, &k, there, back);
	assert_int_equal(there[0], n[0] * 200);
	assert_int_equal(there[0] + there[1], whole);
	assert_int_equal(back[0] + back[1], whole);
	for (int i = 0; i < 2; i++) {
		says_why(c, &k, CHEN_YI, i, there[i]);
		says_why(c, &k, WANG, i, back[i]);
	}
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	none_late(c, &k);
	kit_db_run(kit_world_db(state),
	           "UPDATE bill_line SET amount = amount + 1 WHERE id = (SELECT MAX(id) FROM "
	           "bill_line)");
	assert_int_equal(fee_caps_broken(c, &k, false), 1);
}

#define MONTHLY                                                                                         \
	OWN("fee own \"本县课后服务费\"\n  kind course\n  price exactly 2.00 yuan per sitting\n" \
	    "  beyond 3 sitting per month at 1.00 yuan per sitting")

static int64_t month_has(const struct unit_price *u, int64_t at)
{
	for (size_t i = 0; i < u->by[CHARGE_MONTH].n; i++)
		if (u->by[CHARGE_MONTH].v[i].at == at)
			return u->by[CHARGE_MONTH].v[i].n.num;
	return 0;
}

/* R30: one of the two says how many sittings by itself; its months are those of its calendar. */
static void r30_a_stated_quantity_shares_its_months_with_what_was_counted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row a = priced_row(KIND_COURSE, "K1", "国画", "sitting", 0);
	struct offering_row b = priced_row(KIND_COURSE, "K2", "篆刻", "sitting", 0);
	int64_t there[2], back[2], whole = 0;
	struct offering o[2];
	struct world k;

	k.w = kit_world(state);
	plan_stands(c, k.w, &k.t, "RS4", MONTHLY);
	a.quantity = RATIO(10);
	a.quantity_why = S("隔周一次");
	b.slot[0].weekday = 4;
	k.id[0] = plan_open(c, k.w, &k.t, a);
	k.id[1] = plan_open(c, k.w, &k.t, b);
	for (int i = 0; i < 2; i++)
		o[i] = offering_now(c, k.w, k.id[i]);
	assert_true(o[0].by_unit->stated);
	for (size_t i = 0; i < o[1].by_unit->by[CHARGE_MONTH].n; i++) {
		int64_t at = o[1].by_unit->by[CHARGE_MONTH].v[i].at;
		int64_t n = month_has(o[0].by_unit, at) + month_has(o[1].by_unit, at);

		whole += n > 3 ? 600 + (n - 3) * 100 : n * 200;
	}
	both_ways(c, &k, there, back);
	assert_int_equal(there[0], o[0].price.fen);
	assert_int_equal(there[0] + there[1], whole);
	assert_int_equal(back[0] + back[1], whole);
	for (int i = 0; i < 2; i++) {
		says_why(c, &k, CHEN_YI, i, there[i]);
		says_why(c, &k, WANG, i, back[i]);
	}
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	none_late(c, &k);
}

#define SECOND                                                                                        \
	"define unit course \"门\"\n" OWN("convert 1 term = 1 course")                                \
		OWN("fee own \"本县课程收费\"\n  kind course\n  price at_most 300.00 yuan per " \
	            "course\n"                                                                        \
	            "  beyond 1 course at 80 percent")

/* R30: the second course costs eight tenths of its own price, whichever it is. */
static void r30_the_second_course_costs_a_part_of_its_own_price(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row a = priced_row(KIND_COURSE, "K1", "国画", "course", 20000);
	struct offering_row b = priced_row(KIND_COURSE, "K2", "篆刻", "course", 10001);
	int64_t there[2], back[2];
	struct world k;

	k.w = kit_world(state);
	plan_stands(c, k.w, &k.t, "RS4", SECOND);
	b.slot[0].weekday = 4;
	k.id[0] = plan_open(c, k.w, &k.t, a);
	k.id[1] = plan_open(c, k.w, &k.t, b);
	assert_int_equal(offering_now(c, k.w, k.id[0]).price.fen, 20000);
	assert_int_equal(offering_now(c, k.w, k.id[1]).price.fen, 10001);
	both_ways(c, &k, there, back);
	assert_int_equal(there[0], 20000);
	assert_int_equal(there[1], 8001); /* 80.008 */
	assert_int_equal(back[1], 10001);
	assert_int_equal(back[0], 16000);
	for (int i = 0; i < 2; i++) {
		says_why(c, &k, CHEN_YI, i, there[i]);
		says_why(c, &k, WANG, i, back[i]);
	}
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	none_late(c, &k);
}

#define QUARTERS                                                                                       \
	"define unit quarter \"刻钟\"\n" OWN("convert 1 quarter = 15 minute")                          \
		OWN("fee own \"本县课后服务费\"\n  kind course\n  price at_most 1.50 yuan per " \
	            "quarter\n"                                                                        \
	            "  cap 5.00 yuan per day")

/* R30: a stretch of time the document made up, from the minutes of the weekly time to the bill. */
static void r30_a_price_a_quarter_of_an_hour_is_charged_by_the_minutes_planned(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row a = priced_row(KIND_COURSE, "K1", "国画", "quarter", 150);
	struct offering_row b = priced_row(KIND_COURSE, "K2", "篆刻", "quarter", 150);
	struct offering_row dear = priced_row(KIND_COURSE, "K3", "书法", "quarter", 151);
	struct world k;
	size_t at;

	k.w = kit_world(state);
	plan_stands(c, k.w, &k.t, "RS4", QUARTERS);
	a.slot[0].ends.minute = a.slot[0].starts.minute + 50; /* 10/3 quarters: exactly 5.00 */
	b.slot[0].weekday = 4;
	b.slot[0].ends.minute = b.slot[0].starts.minute + 60; /* 6.00, of which 5.00 a day */
	k.id[0] = plan_open(c, k.w, &k.t, a);
	k.id[1] = plan_open(c, k.w, &k.t, b);
	for (int i = 0; i < 2; i++) {
		struct offering o = offering_now(c, k.w, k.id[i]);
		int64_t sittings = o.by_unit->sittings, minutes = i ? 60 : 50;

		assert_true(sittings > 12);
		assert_int_equal(o.by_unit->quantity.num * 15,
		                 sittings * minutes * o.by_unit->quantity.den);
		assert_int_equal(o.price.fen, sittings * 500);
		assert_true(str_find(o.by_unit->formula, S("刻钟"), &at));
		assert_int_equal(charged(c, &k, &k.w->father, CHEN_YI, i), sittings * 500);
		says_why(c, &k, CHEN_YI, i, sittings * 500);
	}
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	/* A fen a quarter more is no price of this county. */
	struct offerings_put put = {.term = k.t.term, .row = &dear, .n = 1};
	assert_int_equal(kit_try_as(c, &k.w->clerk, &offerings_put_verb, &put), E_REFUSED);
	assert_string_equal(c->fault.code, "fee_cap_exceeded");
	assert_true(str_is(c->fault.allowed, "1.50"));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			r30_a_cap_of_a_fee_on_a_month_is_shared_by_what_is_taken_on_different_days),
		KIT_FACT(r34_a_limit_on_a_month_is_shared_by_what_is_taken_on_different_days),
		KIT_FACT(r30_what_was_given_back_leaves_its_months_free),
		KIT_FACT(r30_what_is_taken_after_all_was_given_back_costs_what_it_does_alone),
		KIT_FACT(r30_further_sittings_cost_less_over_all_services_in_either_order),
		KIT_FACT(r30_the_second_course_costs_a_part_of_its_own_price),
		KIT_FACT(r30_a_stated_quantity_shares_its_months_with_what_was_counted),
		KIT_FACT(r30_a_price_a_quarter_of_an_hour_is_charged_by_the_minutes_planned),
		KIT_FACT(r34_the_recomputation_finds_a_month_that_was_charged_twice),
	};

	return KIT_FACTS_RUN("enrolment times", facts);
}

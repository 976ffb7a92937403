/* An agency's money: held when paid, released for verified hours alone, disputed, paid (R4, R5,
 * R33, R60, R66, R67). */
#include "scene.h"

#include "../kit_verify.h"
#include "../term/units.h"
#include "agency/agency.h"
#include "money/approval.h"
#include "settlement/own.h"
#include "world.sql.h"

/* --- price sheets ----------------------------------------------------------------------------- */

static void R5_the_three_shares_sum_to_the_cost_to_the_fen(void **state)
{
	struct scene s = scene_of(state, false);
	struct sheet_put put = sheet_of_dance(&s);
	struct openness *v;
	size_t n;

	put.minutes = 901; /* 15 hours and a minute at 120.01 */
	put.rate.fen = 12001;
	put.government.fen = 33333;
	put.own.fen = 1;
	assert_ok(kit_try_as(s.c, &s.w->clerk, &sheet_put_verb, &put));
	kit_read_as(s.c, &s.w->finance);
	assert_ok(openness_list(s.c, s.w->a1, s.t.term, false, &v, &n));
	const struct price_sheet *sheet = NULL;

	for (size_t i = 0; i < n; i++)
		if (v[i].sheet.offering.v == s.course.v)
			sheet = &v[i].sheet;
	assert_non_null(sheet);
	assert_int_equal(sheet->cost.fen, 180215 + 60000);
	assert_int_equal(sheet->government.fen + sheet->own.fen + sheet->parents.fen,
	                 sheet->cost.fen);
	assert_ok(openness_list(s.c, s.w->a1, s.t.term, true, &v, &n));
	for (size_t i = 0; i < n; i++) /* not published: not for everybody */
		assert_int_not_equal(v[i].sheet.offering.v, s.course.v);
	store_read_end(s.c);
}

static void R4_a_price_above_the_families_share_is_not_published(void **state)
{
	struct scene s = scene_of(state, false);
	struct sheet_put put = sheet_of_dance(&s);
	struct sheet_publish pub;

	put.government.fen = 20; /* a fen a head is the government's now */
	assert_ok(kit_try_as(s.c, &s.w->clerk, &sheet_put_verb, &put));
	pub.sheet = put.result;
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &sheet_publish_verb, &pub), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &sheet_publish_verb, &pub), E_REFUSED,
	             "price_above_cost");
	assert_str(s.c->fault.found, "120.00");
	assert_str(s.c->fault.allowed, "119.99");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &sheet_publish_verb, &pub), E_ABSENT,
	             "absent");
}

static void bad_sheets_are_refused_by_name(void **state)
{
	struct scene s = scene_of(state, false);
	const struct {
		const char *field;
		int64_t minutes, people, headcount, rate, materials, government;
	} v[] = {{"minutes", 0, 1, 20, 1, 0, 0},     {"people", 60, 0, 20, 1, 0, 0},
	         {"headcount", 60, 1, 0, 1, 0, 0},   {"rate", 60, 1, 20, -1, 0, 0},
	         {"materials", 60, 1, 20, 1, -1, 0}, {"government", 60, 1, 20, 1, 0, -1},
	         {"minutes", 100001, 1, 20, 1, 0, 0}};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct sheet_put a = {.offering = s.course,
		                      .minutes = v[i].minutes,
		                      .people = v[i].people,
		                      .headcount = v[i].headcount,
		                      .rate = {v[i].rate},
		                      .materials = {v[i].materials},
		                      .government = {v[i].government}};

		assert_int_equal(kit_try_as(s.c, &s.w->clerk, &sheet_put_verb, &a), E_INPUT);
		assert_str(s.c->fault.field, v[i].field);
	}
}

/* --- escrow and release ----------------------------------------------------------------------- */

static void R60_the_agencys_share_of_paid_money_is_held_once(void **state)
{
	struct scene s = scene_of(state, true);

	billed(&s, 12000, true);
	billed(&s, 12000, false); /* not paid */
	assert_ok(follow(&s));
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 9000);
	billed(&s, 1, true);
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 9001); /* three quarters of a fen, half up */
}

/* The family's money at the bank, as an arrival books it. */
static enum err arrived_run(struct ctx *c, void *arg)
{
	const struct scene *s = arg;
	const struct leg leg[] = {{LEDGER_BANK, LEG_OF(s->w->a1), FEN(12000)},
	                          {LEDGER_COURSE, LEG_OF(s->course), FEN(-12000)}};

	return ledger_post(c, s->w->county, "test", env_next_id(c->env), leg, 2);
}

static struct own_money own(struct scene *s)
{
	struct own_money m;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(own_money(s->c, s->w->a1, &m));
	store_read_end(s->c);
	return m;
}

static void R66_what_came_for_an_agencys_course_is_not_the_schools_until_it_was_shared(void **state)
{
	static const struct verb arrived = {"test.arrived", arrived_run};
	struct scene s = scene_of(state, true);
	struct fund_use use;

	billed(&s, 12000, true);
	s.c->actor = s.w->system;
	kit_do(s.c, &arrived, &s);
	assert_int_equal(own(&s).agencies.fen, 12000);
	assert_int_equal(own(&s).left.fen, 0);
	assert_ok(follow(&s));
	assert_int_equal(own(&s).agencies.fen, 9000);
	assert_int_equal(own(&s).left.fen, 3000);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(fee_use(s.c, s.w->county, s.w->a1, ID_NONE(term_id), S("staff_subsidy"), &use));
	store_read_end(s.c);
	assert_true(use.known);
	assert_int_equal(use.received.fen,
	                 0); /* of what the school gives itself nothing was paid */
}

static void R60_without_a_published_sheet_nothing_is_held_or_drawn(void **state)
{
	struct scene s = scene_of(state, false);
	settlement_id id;

	assert_fault(s.c, follow(&s), E_REFUSED, "sheet_missing");
	assert_fault(s.c, draw(&s, &id), E_REFUSED, "sheet_missing");
}

static void R60_only_verified_hours_are_released(void **state)
{
	struct scene s = scene_of(state, true);
	int32_t today = ctx_today(s.c).day;
	settlement_id id;

	for (int i = 0; i < 3; i++)
		billed(&s, 12000, true);
	assert_fault(s.c, draw(&s, &id), E_REFUSED, "hours_not_verified");
	held(&s, s.day, 60, -1);    /* without a register */
	held(&s, s.day + 1, 60, 0); /* nobody came */
	held(&s, today, 60, 5);     /* its teacher may still change it */
	assert_fault(s.c, draw(&s, &id), E_REFUSED, "hours_not_verified");
	held(&s, s.day + 2, 90, 5);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 18000); /* an hour and a half at 120.00 */
	assert_int_equal(escrow(&s), 27000 - 18000);
	assert_ok(release(&s, id)); /* nothing is left: nothing happens */
	assert_int_equal(owed(&s), 18000);
	assert_fault(s.c, draw(&s, &id), E_REFUSED, "hours_not_verified"); /* no hour twice */
}

static void R60_no_more_is_released_than_is_held(void **state)
{
	struct scene s = scene_of(state, true);
	settlement_id id;

	billed(&s, 12000, true);
	held(&s, s.day, 60, 5);
	assert_ok(draw(&s, &id));
	assert_fault(s.c, release(&s, id), E_REFUSED, "insufficient_funds");
	assert_int_equal(owed(&s), 0);
	billed(&s, 12000, true);
	assert_ok(release(&s, id)); /* what was paid since is followed first */
	assert_int_equal(owed(&s), 12000);
}

static void a_disputed_line_is_not_released_until_the_county_decides(void **state)
{
	struct scene s = scene_of(state, true);
	sitting_id first = held(&s, s.day, 60, 5);
	struct dispute_open open = {.sitting = first, .reason = S("实际上了九十分钟")};
	struct dispute_answer answer = {.sitting = first, .answer = S("按签到六十分钟")};
	struct dispute_decide decide = {.sitting = first, .minutes = 61, .reason = S("核对签到")};
	settlement_id id;

	for (int i = 0; i < 3; i++)
		billed(&s, 12000, true);
	held(&s, s.day + 1, 60, 5);
	assert_ok(draw(&s, &id));
	open.settlement = answer.settlement = decide.settlement = id;
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &dispute_open_verb, &open), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &dispute_answer_verb, &answer), E_CONFLICT,
	             "settlement_line_over");
	assert_str(s.c->fault.found, "待拨付");
	assert_ok(kit_try_as(s.c, &s.w->agency, &dispute_open_verb, &open));
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &dispute_open_verb, &open), E_CONFLICT,
	             "settlement_line_over");
	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 12000); /* the other hour alone */
	assert_fault(s.c, release(&s, id), E_REFUSED, "settlement_disputed");
	assert_ok(kit_try_as(s.c, &s.w->clerk, &dispute_answer_verb, &answer));
	assert_fault(s.c, kit_try_as(s.c, &s.w->zone_finance, &dispute_decide_verb, &decide),
	             E_ABSENT, "absent");
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &dispute_decide_verb, &decide),
	             E_REFUSED, "hours_not_verified");
	decide.minutes = 30;
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &dispute_decide_verb, &decide));
	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 12000 + 6000);
}

static void R68_nothing_is_released_to_an_agency_that_is_suspended(void **state)
{
	struct scene s = scene_of(state, true);
	struct agency_turn turn = {s.w->agency_id, S("suspended"), S("投诉核查中")};
	settlement_id id;

	billed(&s, 12000, true);
	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &agency_turn_verb, &turn));
	assert_fault(s.c, release(&s, id), E_REFUSED, "agency_suspended");
	assert_int_equal(owed(&s), 0);
}

/* --- paying ----------------------------------------------------------------------------------- */

static void payout_titled(struct scene *s, payout_id id, enum lang lang, const char *title)
{
	struct payout p;

	kit_read_as(s->c, &s->w->leader);
	s->c->lang = lang;
	assert_ok(payout_get(s->c, id, &p));
	assert_str(p.title, title);
	s->c->lang = LANG_ZH;
	store_read_end(s->c);
}

static void R67_the_agency_is_paid_on_its_own_account_by_an_approved_batch(void **state)
{
	struct scene s = scene_of(state, true);
	struct payout_submit submit;
	struct payout_export export;
	struct payout_all_paid paid;
	struct approval_say say = {.word = APPROVED};
	struct approval_state st;
	settlement_id id;
	payout_id batch;

	billed(&s, 12000, true);
	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "nothing_owed");
	assert_ok(release(&s, id));
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "payee_missing");
	assert_ok(payee(&s, "张三"));
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "payee_related");
	assert_ok(payee(&s, "示例艺术培训中心"));
	assert_ok(pay(&s, &batch));
	payout_titled(&s, batch, LANG_ZH, "机构课程款");
	payout_titled(&s, batch, LANG_EN, "Agencies' course money");
	submit.payout = export.payout = paid.payout = batch;
	paid.day = ctx_today(s.c);
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "nothing_owed"); /* it is on its way */
	assert_ok(kit_try_as(s.c, &s.w->finance, &payout_submit_verb, &submit));
	kit_read_as(s.c, &s.w->leader);
	assert_ok(approval_state_of(s.c, APPROVE_PAYOUT, submit.payout.v, &st));
	store_read_end(s.c);
	say.approval = st.id;
	assert_ok(kit_try_as(s.c, &s.w->leader, &approval_say_verb, &say));
	assert_ok(kit_try_as(s.c, &s.w->finance, &payout_export_verb, &export));
	assert_ok(kit_try_as(s.c, &s.w->finance, &payout_all_paid_verb, &paid));
	assert_int_equal(owed(&s), 0);
	kit_read_as(s.c, &s.w->agency);
	struct settlement got;
	assert_ok(settlement_get(s.c, id, &got));
	assert_int_equal(got.paid.fen, 6000);
	assert_false(date_some(got.owed_since));
	store_read_end(s.c);
}

static void what_is_owed_has_an_age_that_all_three_see(void **state)
{
	struct scene s = scene_of(state, true);
	const struct actor *who[] = {&s.w->agency, &s.w->finance, &s.w->county_finance};
	settlement_id id;
	int32_t since;

	billed(&s, 12000, true);
	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	since = ctx_today(s.c).day;
	kit_advance(state, 12 * DAY_US);
	for (int i = 0; i < 3; i++) {
		struct settlement got;

		kit_read_as(s.c, who[i]);
		assert_ok(settlement_get(s.c, id, &got));
		assert_int_equal(got.owed_since.day, since);
		assert_int_equal(ctx_today(s.c).day - got.owed_since.day, 12);
		store_read_end(s.c);
	}
}

/* --- any order -------------------------------------------------------------------------------- */

static uint64_t roll(uint64_t *seed, uint64_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % n;
}

struct model {
	int64_t pupil[400], left[400];
	size_t n;
	settlement_id drawn[100];
	size_t drawn_n;
	int32_t day;
};

static void one_event(struct scene *s, struct model *m, uint64_t *seed)
{
	struct dispute_open open = {.reason = S("不符")};
	struct dispute_decide decide = {.reason = S("核对"), .minutes = 10};
	size_t i = m->n ? roll(seed, m->n) : 0;
	int64_t amount;
	struct q_s_open_lines_row *line;
	size_t n = 0;

	switch (roll(seed, 7)) {
	case 0:
		amount = 1 + (int64_t)roll(seed, 24000);
		m->pupil[m->n] = billed(s, amount, true);
		m->left[m->n++] = amount;
		break;
	case 1:
		if (!m->n || m->left[i] == 0)
			break;
		amount = 1 + (int64_t)roll(seed, (uint64_t)m->left[i]);
		refunded(s, m->pupil[i], amount);
		m->left[i] -= amount;
		break;
	case 2:
		held(s, m->day++, 1 + (int64_t)roll(seed, 120), (int64_t)roll(seed, 3));
		break;
	case 3:
		if (m->drawn_n < 100 && draw(s, &m->drawn[m->drawn_n]) == OK)
			m->drawn_n++;
		break;
	case 4:
		if (m->drawn_n)
			release(s, m->drawn[roll(seed, m->drawn_n)]);
		break;
	case 5:
		if (!m->drawn_n)
			break;
		open.settlement = decide.settlement = m->drawn[roll(seed, m->drawn_n)];
		kit_read_as(s->c, &s->w->system);
		assert_ok(q_s_open_lines(s->c, open.settlement.v,
		                         roll(seed, 2) ? S("open") : S("disputed"), &line, &n));
		store_read_end(s->c);
		if (!n)
			break;
		open.sitting = decide.sitting = line[0].sitting;
		if (kit_try_as(s->c, &s->w->agency, &dispute_open_verb, &open) != OK)
			kit_try_as(s->c, &s->w->county_finance, &dispute_decide_verb, &decide);
		break;
	default:
		assert_ok(follow(s));
	}
}

static void
R60_in_any_order_held_is_taken_less_released_and_released_is_within_the_hours(void **state)
{
	struct scene s = scene_of(state, true);
	struct model m = {.day = s.day};
	uint64_t seed = 20260901;

	for (int i = 0; i < 400; i++) {
		struct arena_mark mark = arena_mark(s.c->arena);
		struct q_s_sums_row sums;

		if (m.day >= ctx_today(s.c).day)
			kit_advance(state, 20 * DAY_US);
		one_event(&s, &m, &seed);
		kit_read_as(s.c, &s.w->system);
		assert_ok(q_s_sums(s.c, s.course, &sums));
		store_read_end(s.c);
		assert_int_equal(escrow(&s), sums.taken - sums.released);
		assert_true(sums.taken >= sums.released);
		assert_true(sums.claimed >= 0);
		assert_int_equal(owed(&s), sums.owed);
		/* rounded once a release: half a fen each at most */
		assert_true(sums.released * 60 <=
		            sums.minutes * 12000 + 30 * (int64_t)m.drawn_n * 100);
		arena_rewind(s.c->arena, mark);
	}
	struct verify_check *v;
	size_t n;

	assert_ok(verify_run(s.c, &v, &n)); /* of what was planted other checks may complain */
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].name, "escrow") == 0 || strcmp(v[i].name, "releases") == 0 ||
		    strcmp(v[i].name, "funds") == 0 || strcmp(v[i].name, "trial_balance") == 0)
			assert_int_equal(v[i].broken, 0);
	assert_true(m.drawn_n > 5);
	assert_true(owed(&s) > 0);
}

/* A sheet of one pupil and one hour whose agency's part of the 120.00 is so many fen. */
static enum err sheet_of_part(struct scene *s, int64_t fen)
{
	struct sheet_put row = {.offering = s->course,
	                        .minutes = 60,
	                        .people = 1,
	                        .headcount = 1,
	                        .rate = {fen},
	                        .materials = {12000 - fen}};
	struct sheets_put one = {&row, 1, true, 0};

	return kit_try_as(s->c, &s->w->leader, &sheets_put_verb, &one);
}

static void approve_withdrawal(struct scene *s, settlement_id id)
{
	struct approval_say say = {.word = APPROVED, .reason = S("")};
	struct approval_state st;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(approval_state_of(s->c, APPROVE_STATEMENT, id.v, &st));
	store_read_end(s->c);
	say.approval = st.id;
	assert_ok(kit_try_as(s->c, &s->w->leader, &approval_say_verb, &say));
}

static void R60_a_share_above_a_ceiling_that_came_later_is_not_released(void **state)
{
	struct scene s = scene_of(state, false);
	settlement_id id;

	assert_ok(sheet_of_part(&s, 9001)); /* nothing says a ceiling yet */
	billed(&s, 12000, true);
	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	county_stands(s.c, s.w, "RS0",
	              OWN("require agency_price_share \"机构份额上限\"\n  at_most 75 percent"));
	assert_fault(s.c, release(&s, id), E_REFUSED, "not_as_required");
	assert_str(s.c->fault.found, "75.01");
	assert_str(s.c->fault.allowed, "不高于 75 %");
	assert_true(str_some(s.c->fault.clause) && str_some(s.c->fault.document));
	assert_int_equal(owed(&s), 0);
	assert_int_equal(escrow(&s), 0); /* refused as a whole: nothing was followed either */
	assert_fault(s.c, sheet_of_part(&s, 9001), E_REFUSED, "not_as_required");
	assert_ok(sheet_of_part(&s, 9000)); /* a fen less is just the ceiling */
	/* What was drawn goes by its own sheet: a lower one that came later does not free it. */
	assert_fault(s.c, release(&s, id), E_REFUSED, "not_as_required");
	assert_str(s.c->fault.found, "75.01");
	assert_int_equal(owed(&s), 0);
	/* Withdrawn by two, it is drawn anew by the sheet of now. */
	struct settlement_withdraw back = {.settlement = id, .reason = S("按新的成本测算重开")};

	assert_ok(kit_try_as(s.c, &s.w->finance, &settlement_withdraw_verb, &back));
	assert_true(back.waits);
	approve_withdrawal(&s, id);
	assert_ok(kit_try_as(s.c, &s.w->finance, &settlement_withdraw_verb, &back));
	assert_false(back.waits);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	assert_true(owed(&s) > 0);
	assert_int_equal(kit_broken(s.c, "releases"), 0);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R5_the_three_shares_sum_to_the_cost_to_the_fen),
		KIT_FACT(R4_a_price_above_the_families_share_is_not_published),
		KIT_FACT(bad_sheets_are_refused_by_name),
		KIT_FACT(R60_the_agencys_share_of_paid_money_is_held_once),
		KIT_FACT(
			R66_what_came_for_an_agencys_course_is_not_the_schools_until_it_was_shared),
		KIT_FACT(R60_without_a_published_sheet_nothing_is_held_or_drawn),
		KIT_FACT(R60_only_verified_hours_are_released),
		KIT_FACT(R60_no_more_is_released_than_is_held),
		KIT_FACT(a_disputed_line_is_not_released_until_the_county_decides),
		KIT_FACT(R60_a_share_above_a_ceiling_that_came_later_is_not_released),
		KIT_FACT(R68_nothing_is_released_to_an_agency_that_is_suspended),
		KIT_FACT(R67_the_agency_is_paid_on_its_own_account_by_an_approved_batch),
		KIT_FACT(what_is_owed_has_an_age_that_all_three_see),
		KIT_FACT(
			R60_in_any_order_held_is_taken_less_released_and_released_is_within_the_hours),
	};

	return KIT_FACTS_RUN("settlement", facts);
}

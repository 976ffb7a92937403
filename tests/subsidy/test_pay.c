/* Paying out a batch (R49), and what verify makes of one. */
#include "world.h"

#include "funds/budget.h"
#include "funds/guarantee.h"
#include "money/approval.h"
#include "subsidy/pay.h"

static enum err pay(struct scene *s, int64_t batch, payout_id *ret_id)
{
	struct subsidy_pay a = {.batch = batch};
	enum err e;

	as(s->c, &s->w->leader);
	e = kit_try_as(s->c, &s->w->leader, &subsidy_pay_verb, &a);
	*ret_id = a.result;
	return e;
}

static void say_paid(struct scene *s, const struct actor *approver, payout_id id)
{
	struct payout_submit submit = {id};
	struct payout_export file = {id};
	struct payout_all_paid paid = {.payout = id, .day = ctx_today(s->c)};
	struct approval *v;
	int64_t total;
	size_t n;

	as(s->c, &s->w->leader);
	done(s->c, kit_try_as(s->c, &s->w->leader, &payout_submit_verb, &submit));
	kit_read_as(s->c, approver);
	assert_ok(approval_list(s->c, &(struct approval_filter){.kind = "payout"}, &v, &n, &total));
	assert_int_equal(n, 1);
	store_read_end(s->c);
	struct approval_say say = {.approval = v[0].id, .word = APPROVED};

	as(s->c, approver);
	done(s->c, kit_try_as(s->c, approver, &approval_say_verb, &say));
	as(s->c, &s->w->leader);
	done(s->c, kit_try_as(s->c, &s->w->leader, &payout_export_verb, &file));
	done(s->c, kit_try_as(s->c, &s->w->leader, &payout_all_paid_verb, &paid));
}

/* Whoever made it: the next reader's language. */
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

static void R49_nothing_is_paid_before_the_approval_and_everybody_once_after_it(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);
	struct payee_put account = {s.w->teacher_id.v, S("示例银行"), S("6222000011112222")};
	struct appropriation_add money = {
		.school = s.w->a1, .term = s.t.term, .amount = FEN(10000000), .document = S("P-1")};
	struct actor second = s.w->leader;
	payout_id id, again;

	assert_fault(s.c, pay(&s, b.id, &id), E_REFUSED, "not_approved");
	scene_approved(&s, b.id);
	assert_fault(s.c, pay(&s, b.id, &id), E_REFUSED, "payee_account_missing");
	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &payee_put_verb, &account));
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &appropriation_add_verb, &money));
	assert_ok(pay(&s, b.id, &id));
	assert_true(id.v != 0);
	payout_titled(&s, id, LANG_ZH, "示例县第一小学 2026-09 教职工补助");
	payout_titled(&s, id, LANG_EN, "Staff subsidy 2026-09, 示例县第一小学");
	assert_str(scene_batch(&s, b.id).state, "paying");
	assert_ok(pay(&s, b.id, &again)); /* nobody is left */
	assert_int_equal(again.v, 0);
	second.account = s.w->clerk.account; /* another person with the leader's right */
	say_paid(&s, &second, id);
	scene_follow(&s);
	scene_follow(&s);
	assert_str(scene_batch(&s, b.id).state, "paid");
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, 0);
	assert_int_equal(scene_balance(&s, "guarantee", s.w->a1.v).fen, 10000000 - b.total.fen);
}

/* Of what a month of subsidies comes to, the county allocates a fen too little, then all of it. */
static void R42_subsidies_count_against_what_the_school_was_allocated(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);
	struct payee_put account = {s.w->teacher_id.v, S("示例银行"), S("6222000011112222")};
	struct budget_add budget = {s.t.term, FEN(10000000), S("B-1")};
	struct allocation_add part = {s.w->a1, s.t.term, FEN(b.total.fen - 1), S("B-2")};
	struct allocation_add rest = {s.w->a1, s.t.term, FEN(1), S("B-3")};
	struct allocation_add less = {s.w->a1, s.t.term, FEN(-1), S("B-4")};
	struct money left;
	payout_id id;
	bool binds;

	scene_approved(&s, b.id);
	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &payee_put_verb, &account));
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &budget_add_verb, &budget));
	assert_fault(s.c, pay(&s, b.id, &id), E_REFUSED,
	             "insufficient_funds"); /* nothing allocated */
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &allocation_add_verb, &part));
	assert_fault(s.c, pay(&s, b.id, &id), E_REFUSED, "insufficient_funds");
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &allocation_add_verb, &rest));
	assert_ok(pay(&s, b.id, &id));
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(allocation_left(s.c, s.w->county, s.w->a1, &left, &binds));
	store_read_end(s.c);
	assert_true(binds);
	assert_int_equal(left.fen, 0);
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &allocation_add_verb, &less),
	             E_REFUSED, "insufficient_funds"); /* what is on its way is not taken back */
}

static enum err plant_run(struct ctx *c, void *arg)
{
	const int *which = arg;

	switch (*which) {
	case 0:
		return q_plant_total(c, 1, NULL);
	case 1:
		return q_plant_total(c, -1, NULL);
	case 2:
		return q_plant_due(c, 100, NULL);
	case 3:
		return q_plant_due(c, -100, NULL);
	case 4:
		return q_plant_role(c, S("leader"), NULL);
	case 5:
		return q_plant_role(c, S("teacher"), NULL);
	default:
		return q_plant_expense(c, NULL);
	}
}

static void plant(struct scene *s, int which)
{
	static const struct verb verb = {"test.plant", plant_run};

	as(s->c, &s->w->system);
	kit_do(s->c, &verb, &which);
}

static void verify_reckons_every_line_again_and_names_what_was_changed(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);

	scene_approved(&s, b.id);
	assert_int_equal(kit_broken(s.c, "subsidies"), 0);
	for (int fault = 0; fault < 6; fault += 2) {
		plant(&s, fault); /* a total, a detail, the role behind a detail */
		assert_true(kit_broken(s.c, "subsidies") > 0);
		plant(&s, fault + 1);
		assert_int_equal(kit_broken(s.c, "subsidies"), 0);
	}
	plant(&s, 6); /* the ledger has another expense */
	assert_true(kit_broken(s.c, "subsidies") > 0);
}

/* --- by season and time of day ----------------------------------------------------------------
 */

/* Summer ends on 15 September; 50.00 a sitting, 70.00 on a summer's afternoon, 90.00 at weekends.
 */
static const char TIMED[] = "ruleset PAY-2026\n"
			    "title \"示例县教职工课后服务补助办法\"\n"
			    "number \"示教〔2026〕10号\"\n"
			    "issuer \"示例县教育局\"\n"
			    "level county\n"
			    "place 349901\n"
			    "under RS0\n"
			    "issued 2026-08-02\n"
			    "effective 2026-09-01 .. open\n"
			    "\n"
			    "param season.summer_from 04-16\n"
			    "  clause \"夏季作息\"\n"
			    "  requirement R24\n"
			    "\n"
			    "param season.summer_to 09-15\n"
			    "  clause \"夏季作息\"\n"
			    "  requirement R24\n"
			    "\n"
			    "pay teacher \"教师补助\"\n"
			    "  rate exactly 50.00 yuan per sitting\n"
			    "  form subsidy\n"
			    "  clause \"教师每课次50元\"\n"
			    "  requirement R48\n"
			    "\n"
			    "pay teacher \"夏季下午补助\"\n"
			    "  rate exactly 70.00 yuan per sitting\n"
			    "  form subsidy\n"
			    "  when season summer\n"
			    "  when window afternoon\n"
			    "  clause \"夏季下午每课次70元\"\n"
			    "  requirement R48\n"
			    "\n"
			    "pay teacher \"周末补助\"\n"
			    "  rate exactly 90.00 yuan per sitting\n"
			    "  form subsidy\n"
			    "  when window weekend\n"
			    "  clause \"周末每课次90元\"\n"
			    "  requirement R48\n"
			    "\n"
			    "case pay \"教师夏季周末一课次\"\n"
			    "  given payee staff\n"
			    "  given role teacher\n"
			    "  given season summer\n"
			    "  given window weekend\n"
			    "  given unit sitting\n"
			    "  given quantity 1\n"
			    "  expect amount 90.00\n";

static enum err to_saturday_run(struct ctx *c, void *arg)
{
	const offering_id *id = arg;

	TRY(q_slots_to(c, *id, 6, NULL));
	return q_sittings_to_saturday(c, *id, NULL);
}

static enum err to_monday_run(struct ctx *c, void *arg)
{
	const offering_id *id = arg;

	return q_slots_to(c, *id, 1, NULL);
}

static const struct verb to_saturday_verb = {"test.saturday", to_saturday_run};
static const struct verb to_monday_verb = {"test.monday", to_monday_run};

/* What the details of a person come to, each as its day is paid. */
static void paid_by_the_day(struct scene *s, const struct subsidy_batch *b, int64_t person,
                            int64_t until_15th, int64_t after, int64_t n_wanted)
{
	struct subsidy_detail *v;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(subsidy_details(s->c, b, person, &v, &n));
	assert_int_equal(n, n_wanted);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(v[i].amount.fen,
		                 v[i].day.day <= on_day(2026, 9, 15).day ? until_15th : after);
	store_read_end(s->c);
}

static void R48_a_month_is_paid_by_season_weekend_and_time_of_day_and_verify_agrees(void **state)
{
	struct scene s = scene_of(state);
	offering_id chess = s.t.offering[CHESS];
	struct subsidy_batch b;
	int64_t saturdays;

	published(s.c, &s.w->county_officer, &s.other, str_of(TIMED));
	kit_advance(state, 1); /* verify asks only what was published before it was reckoned */
	as(s.c, &s.w->system);
	kit_do(s.c, &to_saturday_verb, &chess);
	saturdays = scene_held(&s, CHESS, s.first, s.last);
	assert_true(saturdays >= 3);
	b = scene_reckon(&s, s.first);
	paid_by_the_day(&s, &b, s.w->teacher_id.v, 7000, 5000, s.days);
	paid_by_the_day(&s, &b, s.w->head_id.v, 9000, 9000, saturdays);
	assert_true(b.total.fen > s.days * 5000 + saturdays * 9000);
	assert_true(b.total.fen < s.days * 7000 + saturdays * 9000);
	scene_approved(&s, b.id);
	assert_int_equal(kit_broken(s.c, "subsidies"), 0);
	as(s.c, &s.w->system);
	kit_do(s.c, &to_monday_verb, &chess); /* it was no weekend's service after all */
	assert_int_equal(kit_broken(s.c, "subsidies"), saturdays);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R42_subsidies_count_against_what_the_school_was_allocated),
		KIT_FACT(R49_nothing_is_paid_before_the_approval_and_everybody_once_after_it),
		KIT_FACT(R48_a_month_is_paid_by_season_weekend_and_time_of_day_and_verify_agrees),
		KIT_FACT(verify_reckons_every_line_again_and_names_what_was_changed),
	};

	return KIT_FACTS_RUN("subsidy", facts);
}

/* Fee supervision (R41): who was charged above the published price or the rules, and the cases
 * about it. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "fees.sql.h"
#include "money/approval.h"
#include "oversight/fee_case.h"
#include "oversight/routes.h"
#include "payments/adjust.h"
#include "payments/consumables.h"
#include "payments/payment.h"

struct world {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
};

static void enrol(struct world *s, const struct actor *who, enum kit_pupil pupil,
                  enum kit_offering o, bool self)
{
	struct enrol a = {
		.wish = {s->w->pupil[pupil], s->t.offering[o], o == CARE ? s->t.care : s->t.course,
	                 self},
		.channel = S("page"),
	};

	assert_ok(kit_try_as(s->c, who, &enrol_verb, &a));
}

/* Two families with courses, one of them with clay it buys through the school, one without. */
static struct world world_of(void **state)
{
	struct world s = {.c = kit_ctx(state), .w = kit_world(state)};

	kit_term_make(s.c, s.w, &s.t);
	enrol(&s, &s.w->father, CHEN_YI, CHESS, false);
	enrol(&s, &s.w->father, CHEN_YI, ROBOT, false);
	enrol(&s, &s.w->wang, WANG, POTTERY, false);
	enrol(&s, &s.w->li, LI, POTTERY, true);
	return s;
}

static enum err look_as(struct world *s, const struct actor *who, struct overcharge **ret_v,
                        size_t *ret_n, struct overcharge_sums *ret_sums)
{
	struct overcharge_ask ask = {.county = s->w->county, .term = s->t.term};
	enum err e;

	s->c->actor = *who;
	assert_ok(store_read_begin(s->c));
	e = overcharges(s->c, &ask, ret_v, ret_n, ret_sums);
	store_read_end(s->c);
	return e;
}

static size_t look(struct world *s, struct overcharge **ret_v, struct overcharge_sums *ret_sums)
{
	size_t n;

	assert_ok(look_as(s, &s->w->county_officer, ret_v, &n, ret_sums));
	return n;
}

static enum err more_run(struct ctx *c, void *arg)
{
	return q_charge_more(c, *(const pupil_id *)arg, FEN(100), NULL);
}

static enum err collected_run(struct ctx *c, void *arg)
{
	return q_charge_collected(c, *(const pupil_id *)arg, NULL);
}
static const struct verb more = {"test.more", more_run},
			 collected = {"test.collected", collected_run};

static void R41_nobody_is_named_while_everybody_pays_the_published_price(void **state)
{
	struct world s = world_of(state);
	struct overcharge_sums sums;
	struct overcharge *v;

	assert_int_equal(look(&s, &v, &sums), 0);
	assert_int_equal(sums.bills, 3);
	assert_int_equal(sums.services, 4);
	assert_int_equal(sums.over.fen, 0);
}

static void R41_a_yuan_too_much_is_found_with_its_formula(void **state)
{
	struct world s = world_of(state);
	struct overcharge_sums sums;
	struct overcharge *v;
	size_t at;

	kit_do(s.c, &more, &s.w->pupil[WANG]);
	assert_int_equal(look(&s, &v, &sums), 1);
	assert_int_equal(v[0].pupil.v, s.w->pupil[WANG].v);
	assert_int_equal(v[0].offering.v, s.t.offering[POTTERY].v);
	assert_str(v[0].item, "price");
	assert_int_equal(v[0].published.fen, 20000);
	assert_int_equal(v[0].charged.fen, 20100);
	assert_int_equal(v[0].allowed.fen, 20000);
	assert_int_equal(v[0].over.fen, 100);
	assert_int_equal(sums.over.fen, 100);
	assert_true(str_find(formula_in(LANG_ZH, v[0].formula), S("201.00"), &at));
	assert_true(str_find(formula_in(LANG_EN, v[0].formula), S("= 1.00"), &at));
}

/* After collection a desk may adjust; what it adds stands above the published price until it is
 * taken back. */
static void R41_what_an_adjustment_adds_is_found_and_what_it_takes_back_is_not(void **state)
{
	struct world s = world_of(state);
	struct adjust a = {.pupil = s.w->pupil[WANG],
	                   .term = s.t.term,
	                   .offering = s.t.offering[POTTERY],
	                   .item = S("consumables"),
	                   .amount = FEN(1),
	                   .reason = S("补收")};
	struct overcharge_sums sums;
	struct overcharge *v;

	struct lot_sign sign = {s.t.offering[POTTERY], S("单价与市场价核对")};
	struct approval_limit_set alone = {APPROVE_BILL, FEN(100), S("小额调整")};

	assert_ok(kit_try_as(s.c, &s.w->county_officer, &approval_limit_verb, &alone));
	kit_do(s.c, &collected, &s.w->pupil[WANG]);
	assert_ok(kit_try_as(s.c, &s.w->leader, &lot_sign_verb, &sign));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	assert_int_equal(look(&s, &v, &sums), 1);
	assert_str(v[0].item, "consumables");
	assert_int_equal(v[0].charged.fen, 4001);
	assert_int_equal(v[0].over.fen, 1);
	a.amount = FEN(-1);
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	assert_int_equal(look(&s, &v, &sums), 0);
	/* Words of the rules' own adjustments carry nothing above the published price. */
	a.item = S("price");
	a.amount = FEN(1);
	a.reason = text(LANG_ZH, T_pay_shift_reason);
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	assert_int_equal(look(&s, &v, &sums), 1);
}

static void R41_the_city_sees_sums_and_no_child_and_others_see_nothing(void **state)
{
	struct world s = world_of(state);
	struct overcharge_sums sums;
	struct overcharge *v;
	size_t n;

	kit_do(s.c, &more, &s.w->pupil[WANG]);
	assert_ok(look_as(&s, &s.w->city, &v, &n, &sums));
	assert_int_equal(n, 0);
	assert_int_equal(sums.found, 1);
	assert_int_equal(sums.over.fen, 100);
	assert_int_equal(look_as(&s, &s.w->leader, &v, &n, &sums), E_DENIED);
	assert_int_equal(look_as(&s, &s.w->zone_officer, &v, &n, &sums), E_ABSENT);
}

static void R41_a_case_is_opened_from_a_row_answered_and_closed(void **state)
{
	struct world s = world_of(state);
	struct overcharge_sums sums;
	struct fee_case_said *said;
	struct overcharge *v;
	struct fee_case k;
	size_t n;

	kit_do(s.c, &more, &s.w->pupil[WANG]);
	look(&s, &v, &sums);
	struct fee_case_open open = {&v[0], s.t.term, ID_NONE(school_id), S("请说明多收一元"), 0};

	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &fee_case_open_verb, &open), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &fee_case_open_verb, &open));
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &fee_case_open_verb, &open),
	             E_CONFLICT, "fee_case_exists");
	look(&s, &v, &sums);
	assert_int_equal(v[0].fee_case, open.result);

	struct fee_case_note note = {open.result, S("已核实 将退还")};
	struct fee_case_close end = {open.result, S("corrected"), S("已退一元")};

	assert_ok(kit_try_as(s.c, &s.w->leader, &fee_case_note_verb, &note));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &fee_case_close_verb, &end), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->zone_officer, &fee_case_close_verb, &end), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &fee_case_close_verb, &end));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &fee_case_note_verb, &note), E_CONFLICT,
	             "fee_case_closed");
	kit_read_as(s.c, &s.w->leader);
	assert_ok(fee_case_get(s.c, open.result, &k));
	assert_ok(fee_case_notes(s.c, open.result, &said, &n));
	store_read_end(s.c);
	assert_str(k.outcome, "corrected");
	assert_int_equal(k.charged.fen - k.allowed.fen, 100);
	assert_int_equal(n, 3);
	assert_str(said[1].words, "已核实 将退还");
}

static void a_case_without_words_or_of_another_county_is_refused(void **state)
{
	struct world s = world_of(state);
	struct fee_case_open a = {.school = s.w->a1, .words = S(" ")};

	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &fee_case_open_verb, &a), E_INPUT,
	             "missing_field");
	a.words = S("家长反映另收材料费");
	assert_fault(s.c, kit_try_as(s.c, &s.w->zone_officer, &fee_case_open_verb, &a), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &fee_case_open_verb, &a));
}

static void R41_the_officer_finds_opens_and_takes_the_rows_away_at_a_browser(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &oversight_routes};
	struct world s = world_of(state);
	struct overcharge_sums sums;
	struct overcharge *v;
	struct kit_web b;
	struct str fields, path;

	kit_do(s.c, &more, &s.w->pupil[WANG]);
	look(&s, &v, &sums);
	b = kit_web_open(s.c, tables, 2);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/over-charges"), 200);
	assert_true(kit_web_shows(&b, "201.00"));
	assert_int_equal(kit_web_get(&b, "/over-charges/export.csv"), 200);
	assert_true(kit_web_shows(&b, "201.00"));
	assert_int_equal(kit_web_get(&b, "/over-charges/export.xlsx"), 200);
	fields = str_printf(s.c->arena, "&row=%lld.%lld.price&words=look", (long long)v[0].bill.v,
	                    (long long)v[0].offering.v);
	assert_int_equal(kit_web_post(&b, "/fee-cases", str_c(s.c->arena, fields)), 303);
	path = str_dup(s.c->arena, kit_web_header(&b, "Location"));
	assert_int_equal(kit_web_get(&b, str_c(s.c->arena, path)), 200);
	assert_true(kit_web_shows(&b, "201.00"));
	assert_int_equal(kit_web_post(&b, str_c(s.c->arena, path), "&word=justified&words=agreed"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/fee-cases?state=closed"), 200);
	assert_true(kit_web_shows(&b, "201.00"));
	assert_int_equal(kit_web_get(&b, "/fee-cases/export.xlsx"), 200);
	assert_int_equal(kit_web_post(&b, "/fee-cases", "&row=1.2.price&words=look"), 404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R41_nobody_is_named_while_everybody_pays_the_published_price),
		KIT_FACT(R41_a_yuan_too_much_is_found_with_its_formula),
		KIT_FACT(R41_what_an_adjustment_adds_is_found_and_what_it_takes_back_is_not),
		KIT_FACT(R41_the_city_sees_sums_and_no_child_and_others_see_nothing),
		KIT_FACT(R41_a_case_is_opened_from_a_row_answered_and_closed),
		KIT_FACT(a_case_without_words_or_of_another_county_is_refused),
		KIT_FACT(R41_the_officer_finds_opens_and_takes_the_rows_away_at_a_browser),
	};

	return KIT_FACTS_RUN("fees", facts);
}

/* R5: a waiver of so much a day, month or term, on a price by the unit and on a price by the term:
 * the same to the fen whether it was granted before the charge or after. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "takes.h"

#include "money/bill.h"
#include "money/waiver.h"

#define WAIVES(amount)                                                                             \
	OWN("waiver poor \"困难学生减免\"\n  category poor\n  of course consumables\n"       \
	    "  reduce " amount "\n  payer county\n  proof none\n  expires never")

struct world {
	struct kit_people *w;
	struct plan t;
	offering_id id;
	struct offering o;
};

/* By the unit the county stands on RS4, by the term on RS0. */
static void world_make(void **state, const char *own, struct offering_row row, struct world *ret_k)
{
	struct ctx *c = kit_ctx(state);
	struct world *k = ret_k;

	k->w = kit_world(state);
	plan_stands(c, k->w, &k->t, str_some(row.unit) ? "RS4" : "RS0", own);
	k->id = plan_open(c, k->w, &k->t, row);
	k->o = offering_now(c, k->w, k->id);
}

/* What is waived of a pupil's bill. */
static int64_t waived(struct ctx *c, const struct world *k, enum kit_pupil pupil)
{
	struct bill_line *line;
	struct bill bill = {0};
	int64_t sum = 0;
	bool found;
	size_t n;

	kit_read_as(c, &k->w->system);
	assert_ok(bill_get(c, k->w->pupil[pupil], k->t.term, &bill, &line, &n, &found));
	store_read_end(c);
	assert_true(found);
	for (size_t i = 0; i < n; i++)
		sum += str_is(line[i].item, "waiver") ? line[i].amount.fen : 0;
	return -sum;
}

/* Chen Yi is granted it before the course is taken, Wang Wu when it is on the bill. */
static void both_ways(struct ctx *c, const struct world *k, int64_t fen)
{
	is_granted(c, k->w, &k->w->father, CHEN_YI);
	takes(c, k->w, &k->t, &k->w->father, CHEN_YI, k->id, KIND_COURSE);
	takes(c, k->w, &k->t, &k->w->wang, WANG, k->id, KIND_COURSE);
	assert_int_equal(waived(c, k, CHEN_YI), fen);
	assert_int_equal(waived(c, k, WANG), 0);
	is_granted(c, k->w, &k->w->wang, WANG);
	assert_int_equal(waived(c, k, WANG), fen);
	kit_holds(c);
}

#define UNTIL(last)                                                                                \
	OWN("waiver poor \"困难学生减免\"\n  category poor\n  of course\n  reduce all\n"     \
	    "  payer county\n  proof none\n  expires on " last)

static void
r5_a_waiver_until_a_day_of_the_year_is_there_on_that_day_and_gone_the_day_after(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver one;
	struct world k;
	waiver_id id;

	world_make(state, UNTIL("09-02"), plan_row(KIND_COURSE, "K1", "国画"), &k);
	is_granted(c, k.w, &k.w->father, CHEN_YI);
	is_granted(c, k.w, &k.w->wang, WANG);
	kit_advance(state, INT64_C(86400000000)); /* 09-02 */
	takes(c, k.w, &k.t, &k.w->father, CHEN_YI, k.id, KIND_COURSE);
	assert_int_equal(waived(c, &k, CHEN_YI), k.o.price.fen);
	kit_advance(state, INT64_C(86400000000));
	takes(c, k.w, &k.t, &k.w->wang, WANG, k.id, KIND_COURSE);
	assert_int_equal(waived(c, &k, WANG), 0);
	assert_int_equal(waived(c, &k, CHEN_YI), k.o.price.fen); /* what was charged stays */
	id = is_granted(c, k.w, &k.w->wang, WANG); /* asked anew: until the same day a year on */
	kit_read_as(c, &k.w->wang);
	assert_ok(waiver_get(c, id, &one));
	store_read_end(c);
	assert_str(date_text(c->arena, one.ends), "2027-09-02");
	kit_holds(c);
}

static void r5_nothing_is_granted_past_the_last_day_a_document_gives(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver_grant grant = {.seen = DATE_NONE};
	struct world k;

	world_make(state, UNTIL("2026-09-02"), plan_row(KIND_COURSE, "K1", "国画"), &k);
	kit_advance(state, INT64_C(86400000000));
	is_granted(c, k.w, &k.w->father, CHEN_YI); /* on the last day */
	kit_advance(state, INT64_C(86400000000));
	struct waiver_ask ask = {.pupil = k.w->pupil[WANG],
	                         .category = S("poor"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};
	assert_ok(kit_try_as(c, &k.w->wang, &waiver_ask_verb, &ask));
	grant.waiver = ask.result;
	assert_fault(c, kit_try_as(c, &k.w->clerk, &waiver_grant_verb, &grant), E_REFUSED,
	             "waiver_past");
	assert_str(c->fault.found, "2026-09-03");
	assert_str(c->fault.allowed, "2026-09-02");
	assert_true(str_some(c->fault.clause));
}

#define TWO                                                                                        \
	OWN("waiver poor \"困难学生减免\"\n  category poor\n  of course\n"                   \
	    "  reduce 50.00 yuan per term\n  payer county\n  proof none\n  expires 5 day")         \
	OWN("waiver orphan \"孤儿减免\"\n  category orphan\n  of course\n"                     \
	    "  reduce 20.00 yuan per term\n  payer county\n  proof none\n  expires 90 day")

/* One entered long ago, before the document gave it a last day, and one of today. */
static void r5_each_of_a_pupils_waivers_runs_out_by_its_own_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver_grant grant = {.seen = DATE_NONE};
	struct world k;

	world_make(state, TWO, plan_row(KIND_COURSE, "K1", "国画"), &k);
	is_granted(c, k.w, &k.w->father, CHEN_YI);
	is_granted(c, k.w, &k.w->wang, WANG);
	kit_db_run(kit_world_db(state),
	           "UPDATE waiver SET ends = NULL, starts = starts - 10 WHERE pupil = "
	           "(SELECT MAX(pupil) FROM waiver)");
	for (int i = 0; i < 2; i++) {
		struct waiver_ask ask = {.pupil = k.w->pupil[i ? WANG : CHEN_YI],
		                         .category = S("orphan"),
		                         .seen = DATE_NONE,
		                         .starts = DATE_NONE,
		                         .ends = DATE_NONE};

		assert_ok(kit_try_as(c, i ? &k.w->wang : &k.w->father, &waiver_ask_verb, &ask));
		grant.waiver = ask.result;
		assert_ok(kit_try_as(c, &k.w->clerk, &waiver_grant_verb, &grant));
		takes(c, k.w, &k.t, i ? &k.w->wang : &k.w->father, i ? WANG : CHEN_YI, k.id,
		      KIND_COURSE);
	}
	bool chen_late = k.w->pupil[CHEN_YI].v > k.w->pupil[WANG].v;

	/* The better one where it still holds; where it ran out the other, which is not over. */
	assert_int_equal(waived(c, &k, CHEN_YI), chen_late ? 2000 : 5000);
	assert_int_equal(waived(c, &k, WANG), chen_late ? 5000 : 2000);
	kit_holds(c);
}

#define PERIODS OWN("convert 1 period = 40 minute")

static void r5_an_amount_a_day_is_waived_for_each_day_of_the_course_to_the_fen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, PERIODS WAIVES("1.37 yuan per day"),
	           priced_row(KIND_COURSE, "K1", "国画", "period", 250), &k);
	assert_true(k.o.by_unit->days > 10);
	assert_true(k.o.by_unit->days * 137 < k.o.price.fen);
	both_ways(c, &k, k.o.by_unit->days * 137);
}

static void r5_an_amount_a_month_is_waived_for_each_month_of_the_course(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, PERIODS WAIVES("7.03 yuan per month"),
	           priced_row(KIND_COURSE, "K1", "国画", "period", 250), &k);
	assert_true(k.o.by_unit->months >= 4);
	both_ways(c, &k, k.o.by_unit->months * 703);
}

static void r5_an_amount_a_period_is_waived_for_each_period_and_rounded_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct ratio all;
	struct world k;
	struct money m;

	world_make(state, OWN("convert 1 period = 35 minute") WAIVES("0.33 yuan per period"),
	           priced_row(KIND_COURSE, "K1", "国画", "period", 250), &k);
	assert_true(k.o.by_unit->quantity.den > 1); /* 60 minutes are 12/7 of a period */
	assert_true(ratio_mul(k.o.by_unit->quantity, RATIO(33), &all));
	assert_true(ratio_money(all, &m));
	both_ways(c, &k, m.fen);
}

static void r5_of_a_price_by_the_term_an_amount_a_day_follows_the_documents_days(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, OWN("convert 1 term = 90 day") WAIVES("1.11 yuan per day"),
	           plan_row(KIND_COURSE, "K1", "国画"), &k);
	assert_null(k.o.by_unit);
	both_ways(c, &k, 90 * 111);
}

static void no_more_is_waived_than_was_charged(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, PERIODS WAIVES("99.00 yuan per day"),
	           priced_row(KIND_COURSE, "K1", "国画", "period", 250), &k);
	both_ways(c, &k, k.o.price.fen);
}

static void
where_no_document_says_how_many_days_a_term_has_nothing_is_granted_by_guess(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, WAIVES("1.11 yuan per day"), plan_row(KIND_COURSE, "K1", "国画"), &k);
	takes(c, k.w, &k.t, &k.w->wang, WANG, k.id, KIND_COURSE);
	struct waiver_ask ask = {.pupil = k.w->pupil[WANG],
	                         .category = S("poor"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};

	assert_ok(kit_try_as(c, &k.w->wang, &waiver_ask_verb, &ask));
	struct waiver_grant grant = {.waiver = ask.result, .seen = DATE_NONE};

	assert_fault(c, kit_try_as(c, &k.w->clerk, &waiver_grant_verb, &grant), E_REFUSED,
	             "no_rule");
	assert_int_equal(waived(c, &k, WANG), 0);
}

static void r5_the_preview_says_what_is_waived_in_both_languages(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct wish_preview *v;
	struct world k;
	size_t at;

	world_make(state, PERIODS WAIVES("1.37 yuan per day"),
	           priced_row(KIND_COURSE, "K1", "国画", "period", 250), &k);
	is_granted(c, k.w, &k.w->father, CHEN_YI);
	struct wish wish = {k.w->pupil[CHEN_YI], k.id, k.t.course, false};
	struct notice_signed row = {k.w->pupil[CHEN_YI], k.w->father.guardian};
	struct notice_confirm_many many = {k.t.notice, &row, 1, S("paper"), 0};

	assert_ok(kit_try_as(c, &k.w->system, &notice_confirm_many_verb, &many));
	kit_read_as(c, &k.w->father);
	assert_ok(basket_preview(c, &wish, 1, &v));
	assert_int_equal(v->price.fen, k.o.price.fen - k.o.by_unit->days * 137);
	assert_true(str_find(v->formula, S("减免"), &at));
	assert_true(str_find(v->formula, money_text(c->arena, k.o.price), &at));
	assert_true(str_find(v->formula, S("1.37"), &at));
	assert_true(str_find(v->formula, S("承担"), &at));
	c->lang = LANG_EN;
	assert_ok(basket_preview(c, &wish, 1, &v));
	assert_true(str_find(v->formula, S("borne by"), &at));
	store_read_end(c);
}

static void what_is_free_altogether_costs_nothing_in_the_preview(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row course = plan_row(KIND_COURSE, "K1", "陶艺");
	struct wish_preview *v;
	struct world k;

	course.consumables = FEN(4000);
	course.consumables_standard = S("陶泥");
	world_make(state, WAIVES("all"), course, &k);
	is_granted(c, k.w, &k.w->father, CHEN_YI);
	struct wish wish = {k.w->pupil[CHEN_YI], k.id, k.t.course, false};
	struct notice_signed row = {k.w->pupil[CHEN_YI], k.w->father.guardian};
	struct notice_confirm_many many = {k.t.notice, &row, 1, S("paper"), 0};

	assert_ok(kit_try_as(c, &k.w->system, &notice_confirm_many_verb, &many));
	kit_read_as(c, &k.w->father);
	assert_ok(basket_preview(c, &wish, 1, &v));
	store_read_end(c);
	assert_int_equal(v->view.refusal_n, 0);
	assert_int_equal(v->price.fen, 0);
	assert_int_equal(v->consumables.fen, 0);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r5_an_amount_a_day_is_waived_for_each_day_of_the_course_to_the_fen),
		KIT_FACT(r5_an_amount_a_month_is_waived_for_each_month_of_the_course),
		KIT_FACT(r5_an_amount_a_period_is_waived_for_each_period_and_rounded_once),
		KIT_FACT(r5_of_a_price_by_the_term_an_amount_a_day_follows_the_documents_days),
		KIT_FACT(
			r5_a_waiver_until_a_day_of_the_year_is_there_on_that_day_and_gone_the_day_after),
		KIT_FACT(r5_nothing_is_granted_past_the_last_day_a_document_gives),
		KIT_FACT(r5_each_of_a_pupils_waivers_runs_out_by_its_own_day),
		KIT_FACT(no_more_is_waived_than_was_charged),
		KIT_FACT(
			where_no_document_says_how_many_days_a_term_has_nothing_is_granted_by_guess),
		KIT_FACT(r5_the_preview_says_what_is_waived_in_both_languages),
		KIT_FACT(what_is_free_altogether_costs_nothing_in_the_preview),
	};

	return KIT_FACTS_RUN("relief", facts);
}

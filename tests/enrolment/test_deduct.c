/* R5: the share of fiscal money a document deducts from the fee, from the county's document to the
 * fen on the bill, in a county that stands on RS3. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "takes.h"
#include "../second.h"

#include "enrolment/late.h"
#include "enrolment/why.h"
#include "money/bill.h"
#include "money/internal.h"
#include "money/waiver.h"

#define SUBSIDY(amount)                                                                            \
	OWN("deduct subsidy \"财政补贴\"\n  of care course\n  amount " amount                      \
	    " yuan per term\n  payer same_level_finance")
#define SCHOOL_SHARE                                                                               \
	OWN("deduct own_share \"学校公用经费\"\n  of course\n  amount 30.00 yuan per term\n" \
	    "  payer school")

struct world {
	struct kit_people *w;
	struct plan t;
	offering_id a, b; /* 240.00 and 120.00: together at the city's limit of 360.00 */
};

static void world_make(void **state, const char *own, struct world *k)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row a = plan_row(KIND_COURSE, "K1", "国画");
	struct offering_row b = plan_row(KIND_COURSE, "K2", "篆刻");

	k->w = kit_world(state);
	plan_stands(c, k->w, &k->t, "RS3", own);
	b.price = FEN(12000);
	b.slot[0].weekday = 4;
	k->a = plan_open(c, k->w, &k->t, a);
	k->b = plan_open(c, k->w, &k->t, b);
}

static enrolment_id take(struct ctx *c, const struct world *k, offering_id o)
{
	return takes(c, k->w, &k->t, &k->w->li, LI, o, KIND_COURSE).id;
}

static void leave(struct ctx *c, const struct world *k, enrolment_id id)
{
	struct withdraw w = {.enrolment = id};

	assert_ok(kit_try_as(c, &k->w->li, &withdraw_verb, &w));
}

/* Of the bill: its total, and what its lines of an item come to. */
static int64_t bill_of(struct ctx *c, const struct world *k, const char *item, int64_t *ret_item,
                       struct str *ret_formula)
{
	struct bill_line *line;
	struct bill bill = {0};
	int64_t sum = 0;
	bool found;
	size_t n;

	*ret_item = 0;
	kit_read_as(c, &k->w->li);
	assert_ok(bill_get(c, k->w->pupil[LI], k->t.term, &bill, &line, &n, &found));
	store_read_end(c);
	assert_true(found);
	for (size_t i = 0; i < n; i++) {
		sum += line[i].amount.fen;
		if (!str_is(line[i].item, item))
			continue;
		*ret_item -= line[i].amount.fen;
		if (ret_formula && !line[i].reversal)
			*ret_formula = line[i].formula;
	}
	assert_int_equal(sum, bill.total.fen);
	return bill.total.fen;
}

/* What others owe the school by the ledger. */
static int64_t owed_by_others(struct ctx *c, const struct world *k)
{
	struct turnover v[LEDGER_ACCOUNT_COUNT];
	int64_t entries;

	kit_read_as(c, &k->w->system);
	assert_ok(turnover_of_county(c, k->w->county, ctx_today(c), v, &entries));
	store_read_end(c);
	return v[LEDGER_PAYER_RECEIVABLE].debit.fen - v[LEDGER_PAYER_RECEIVABLE].credit.fen;
}

static void why_agrees(struct ctx *c, const struct world *k, offering_id o, int64_t fen)
{
	struct why_ask ask = {.pupil = k->w->pupil[LI], .offering = o};
	struct why w;

	kit_read_as(c, &k->w->system);
	assert_ok(why_load(c, &ask, &w));
	store_read_end(c);
	assert_true(w.charged);
	assert_int_equal(w.was.fen, fen);
	assert_int_equal(w.result.fen, fen);
	assert_int_equal(w.working.steps.row[w.working.steps.n - 1].result.num, fen);
}

static void r5_a_fiscal_share_is_deducted_from_the_fee_and_its_payer_owes_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str formula = STR_NONE;
	struct world k;
	int64_t part;
	size_t at;

	world_make(state, SUBSIDY("50.00"), &k);
	take(c, &k, k.a);
	assert_int_equal(bill_of(c, &k, "deduct", &part, &formula), 24000 - 5000);
	assert_int_equal(part, 5000);
	assert_true(str_find(formula, S("财政补贴"), &at));
	assert_true(str_find(formula, S("同级财政"), &at));
	assert_int_equal(owed_by_others(c, &k), 5000);
	why_agrees(c, &k, k.a, 19000);
	/* Once a term: the second service bears no part of it again. */
	take(c, &k, k.b);
	assert_int_equal(bill_of(c, &k, "deduct", &part, NULL), 36000 - 5000); /* 310.00 */
	assert_int_equal(part, 5000);
	why_agrees(c, &k, k.b, 12000);
	kit_holds(c);
	assert_true(second_program_agrees(c, k.w) > 0);
}

static void what_is_left_of_the_share_goes_to_the_next_service(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	int64_t part;

	world_make(state, SUBSIDY("300.00"), &k);
	take(c, &k, k.a); /* 240.00 of it */
	assert_int_equal(bill_of(c, &k, "deduct", &part, NULL), 0);
	take(c, &k, k.b); /* and 60.00 */
	assert_int_equal(bill_of(c, &k, "deduct", &part, NULL), 6000);
	assert_int_equal(part, 30000);
	kit_holds(c);
	assert_true(second_program_agrees(c, k.w) > 0);
}

static void two_shares_of_two_payers_are_two_lines_and_each_is_counted_by_itself(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	int64_t part;

	world_make(state, SUBSIDY("250.00") SCHOOL_SHARE, &k);
	take(c, &k, k.a);
	assert_int_equal(bill_of(c, &k, "deduct", &part, NULL), 0);
	take(c, &k, k.b);
	/* 250.00 and 30.00 in all, whichever service they were taken off. */
	assert_int_equal(bill_of(c, &k, "deduct", &part, NULL), 36000 - 28000);
	assert_int_equal(owed_by_others(c, &k), 28000);
	kit_holds(c);
	assert_true(second_program_agrees(c, k.w) > 0);
}

static void r34_a_service_given_up_leaves_its_share_to_the_other(void **state)
{
	struct ctx *c = kit_ctx(state);
	enrolment_id first;
	struct world k;
	int64_t part;

	world_make(state, SUBSIDY("50.00"), &k);
	first = take(c, &k, k.a);
	kit_advance(state, 1000);
	take(c, &k, k.b);
	kit_advance(state, 1000);
	leave(c, &k, first);
	assert_int_equal(bill_of(c, &k, "deduct", &part, NULL), 12000 - 5000);
	assert_int_equal(part, 5000);
	assert_int_equal(owed_by_others(c, &k), 5000);
	why_agrees(c, &k, k.b, 7000);
	kit_holds(c);
	assert_true(second_program_agrees(c, k.w) > 0);
}

static void what_a_waiver_leaves_is_reckoned_after_the_share(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver_ask ask = {.category = S("poor"),
	                         .proof = S("低保证"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};
	struct waiver_grant grant = {.proof = S("低保证"), .seen = DATE_NONE};
	struct world k;
	int64_t part;

	world_make(state, SUBSIDY("50.00"), &k);
	take(c, &k, k.a);
	ask.pupil = k.w->pupil[LI];
	assert_ok(kit_try_as(c, &k.w->li, &waiver_ask_verb, &ask));
	grant.waiver = ask.result;
	kit_advance(state, 1000);
	assert_ok(kit_try_as(c, &k.w->clerk, &waiver_grant_verb, &grant));
	assert_int_equal(bill_of(c, &k, "waiver", &part, NULL), 0);
	assert_int_equal(part, 19000);
	why_agrees(c, &k, k.a, 0);
	kit_holds(c);
	/* Withdrawn since: the page still reckons with what the line was decided with. */
	struct waiver_end end = {.waiver = ask.result, .reason = S("情况已改变")};

	kit_advance(state, 1000);
	assert_ok(kit_try_as(c, &k.w->leader, &waiver_withdraw_verb, &end));
	why_agrees(c, &k, k.a, 0);
	kit_holds(c);
}

static void where_the_county_has_not_stated_the_share_no_price_is_made_by_guess(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct offerings_put put = {.row = &row, .n = 1};
	struct kit_people *w = kit_world(state);
	struct plan t;

	plan_stands(c, w, &t, "RS3", "");
	put.term = t.term;
	assert_fault(c, kit_try_as(c, &w->clerk, &offerings_put_verb, &put), E_INPUT,
	             "fact_missing");
	assert_str(c->fault.field, "subsidy");
}

static void the_preview_names_share_and_payer(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct wish_preview *v;
	struct world k;
	size_t at;

	world_make(state, SUBSIDY("50.00"), &k);
	struct wish wish[2] = {{k.w->pupil[LI], k.a, k.t.course, false},
	                       {k.w->pupil[LI], k.b, k.t.course, false}};
	struct notice_signed row = {k.w->pupil[LI], k.w->li.guardian};
	struct notice_confirm_many many = {k.t.notice, &row, 1, S("paper"), 0};

	assert_ok(kit_try_as(c, &k.w->system, &notice_confirm_many_verb, &many));
	kit_read_as(c, &k.w->li);
	assert_ok(basket_preview(c, wish, 2, &v));
	store_read_end(c);
	assert_int_equal(v[0].price.fen, 19000);
	assert_int_equal(v[1].price.fen, 12000);
	assert_true(str_find(v[0].formula, S("财政补贴"), &at));
	assert_true(str_find(v[0].formula, S("同级财政"), &at));
}

static void a_late_document_that_raises_the_share_shows_the_difference(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct actor other;
	struct late_change *v;
	struct late_sums sums;
	struct world k;
	size_t n;

	world_make(state, SUBSIDY("50.00"), &k);
	take(c, &k, k.a);
	other = second_officer(c, k.w);
	kit_advance(state, INT64_C(40) * 86400 * 1000000);
	published(c, &k.w->county_officer, &other,
	          S("ruleset LATE\ntitle \"示例县财政补贴调整通知\"\nnumber none\n"
	            "issuer \"示例县财政局\"\nlevel county\nplace 349901\nunder OWN\n"
	            "issued 2026-09-15\neffective 2026-08-15 .. open\n\n"
	            "deduct late_share \"追加补贴\"\n  of course\n  amount 20.00 yuan per term\n"
	            "  payer county\n  clause \"自8月15日起追加补贴20元\"\n  requirement R5\n"));
	kit_read_as(c, &k.w->county_officer);
	assert_ok(late_changes(c, k.w->county, k.t.term, &v, &n, &sums));
	store_read_end(c);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].difference.fen, -2000);
	kit_holds(c); /* what was right then is right */
}

/* What a month, or a day, is worth to somebody else: as many of them as the price counts. */
static int64_t share_of_unit(void **state, const char *amount, const char *unit, int64_t price)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", unit, price);
	struct world k = {.w = w};
	int64_t part;

	plan_stands(c, w, &k.t, "RS12",
	            str_c(c->arena, str_printf(c->arena,
	                                       OWN("deduct share \"财政补贴\"\n  of course\n"
	                                           "  amount %s\n  payer county"),
	                                       amount)));
	row.said = S("village=no");
	k.a = plan_open(c, w, &k.t, row);
	take(c, &k, k.a);
	bill_of(c, &k, "deduct", &part, NULL);
	assert_true(second_program_agrees(c, w) > 0);
	kit_holds(c);
	return part;
}

static void r5_a_share_by_the_month_is_deducted_for_every_month_of_the_price(void **state)
{
	assert_int_equal(share_of_unit(state, "5.00 yuan per month", "month", 0), 2500);
}

static void r5_a_share_by_the_day_is_deducted_for_every_day(void **state)
{
	assert_int_equal(share_of_unit(state, "1.00 yuan per day", "month", 0), 2000);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r5_a_fiscal_share_is_deducted_from_the_fee_and_its_payer_owes_it),
		KIT_FACT(what_is_left_of_the_share_goes_to_the_next_service),
		KIT_FACT(two_shares_of_two_payers_are_two_lines_and_each_is_counted_by_itself),
		KIT_FACT(r34_a_service_given_up_leaves_its_share_to_the_other),
		KIT_FACT(what_a_waiver_leaves_is_reckoned_after_the_share),
		KIT_FACT(where_the_county_has_not_stated_the_share_no_price_is_made_by_guess),
		KIT_FACT(r5_a_share_by_the_month_is_deducted_for_every_month_of_the_price),
		KIT_FACT(r5_a_share_by_the_day_is_deducted_for_every_day),
		KIT_FACT(the_preview_names_share_and_payer),
		KIT_FACT(a_late_document_that_raises_the_share_shows_the_difference),
	};

	return KIT_FACTS_RUN("deduct", facts);
}

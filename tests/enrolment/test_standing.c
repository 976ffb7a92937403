/* What documents ask of a pupil (`define dimension … of pupil`): recorded on a proof, granted by a
 * second person, and a fact of everything the pupil is charged until it runs out. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "auth/auth.h"
#include "enrolment/routes.h"
#include "money/bill.h"
#include "money/relief.h"
#include "money/routes.h"
#include "people/routes.h"
#include "takes.h"

#define ASKS                                                                                               \
	"\ndefine dimension residence \"户籍\" of pupil rural \"农村户籍\" urban \"城镇户籍\"\n" \
	"\ndefine dimension bought \"引进方式\" state \"政府购买\" other \"其他\"\n"
#define PRICES                                                                                      \
	ASKS "\nfee course \"农村学生\"\n  kind course\n  price at_most 100.00 yuan per term\n" \
	     "  when residence rural" CLAUSE "\nfee course \"城镇学生\"\n  kind course\n"       \
	     "  price at_most 300.00 yuan per term\n  when residence urban" CLAUSE
#define CLAUSE "\n  clause \"按户籍收费\"\n  requirement R24\n"

struct world {
	struct kit_people *w;
	struct plan t;
};

static void begin(void **state, const char *rules, struct world *k)
{
	k->w = kit_world(state);
	plan_stands(kit_ctx(state), k->w, &k->t, "RS0", rules);
}

static offering_id course(struct ctx *c, const struct world *k, const char *code, int weekday,
                          int64_t fen)
{
	struct offering_row row = plan_row(KIND_COURSE, code, "国画");

	row.price = FEN(fen);
	row.slot[0].weekday = weekday;
	return plan_open(c, k->w, &k->t, row);
}

static enum err asks(struct ctx *c, const struct world *k, const struct actor *who,
                     enum kit_pupil pupil, const char *answer, struct date ends, waiver_id *ret_id)
{
	struct waiver_ask in = {.pupil = k->w->pupil[pupil],
	                        .category = str_of(answer),
	                        .seen = DATE_NONE,
	                        .starts = DATE_NONE,
	                        .ends = ends};
	enum err e = kit_try_as(c, who, &waiver_ask_verb, &in);

	*ret_id = in.result;
	return e;
}

static enum err grants(struct ctx *c, const struct world *k, waiver_id id, const char *proof)
{
	struct waiver_grant in = {.waiver = id, .proof = str_of(proof), .seen = DATE_NONE};

	return kit_try_as(c, &k->w->clerk, &waiver_grant_verb, &in);
}

static waiver_id is(void **state, const struct world *k, const struct actor *family,
                    enum kit_pupil pupil, const char *answer, struct date ends)
{
	struct ctx *c = kit_ctx(state);
	waiver_id id;

	assert_ok(asks(c, k, family, pupil, answer, ends, &id));
	assert_ok(grants(c, k, id, "户口簿"));
	kit_advance(state, 1000);
	return id;
}

static enum err tries(void **state, const struct world *k, const struct actor *family,
                      enum kit_pupil pupil, offering_id o, struct enrolment *ret_e)
{
	kit_advance(state, 1000);
	return tries_to_take(kit_ctx(state), k->w, &k->t, family, pupil, o, KIND_COURSE, ret_e);
}

static int64_t charged(void **state, const struct world *k, const struct actor *family,
                       enum kit_pupil pupil, offering_id o)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment e = {0};

	if (tries(state, k, family, pupil, o, &e) != OK)
		fail_msg("%s %s", c->fault.code, str_c(c->arena, c->fault.found));
	return e.charged.fen;
}

/* Of the wish page of the family. */
static struct refusal_note refused(struct ctx *c, const struct world *k, offering_id o)
{
	struct offering_view *v;
	size_t n;

	kit_read_as(c, &k->w->li);
	assert_ok(offering_views(c, k->w->a1, k->t.term, k->w->pupil[LI], &v, &n));
	store_read_end(c);
	for (size_t i = 0; i < n; i++) {
		if (v[i].offering.id.v == o.v && v[i].refusal_n)
			return v[i].refusal[v[i].refusal_n - 1];
	}
	fail_msg("not refused");
	return (struct refusal_note){0};
}

static void R24_a_price_by_what_a_pupil_is_waits_for_the_proof_and_says_who_gives_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct refusal_note no;
	struct enrolment e;
	struct world k;
	offering_id cheap, dear;
	waiver_id id;
	size_t at;

	begin(state, PRICES, &k);
	cheap = course(c, &k, "K1", 1, 10000);
	dear = course(c, &k, "K2", 2, 20000);
	no = refused(c, &k, cheap);
	assert_string_equal(no.code, "fact_unstated");
	assert_str(no.found, "户籍");
	assert_true(str_find(no.allowed, S("凭证明登记"), &at));
	assert_ok(asks(c, &k, &k.w->li, LI, "residence=rural", DATE_NONE, &id));
	assert_string_equal(refused(c, &k, cheap).code, "fact_unstated"); /* asked is not proven */
	assert_fault(c, grants(c, &k, id, ""), E_REFUSED, "waiver_proof");
	assert_str(c->fault.requirement, "R24");
	assert_ok(grants(c, &k, id, "户口簿"));
	kit_advance(state, 1000);
	no = refused(c, &k, dear);
	assert_string_equal(no.code, "fee_cap_exceeded");
	assert_str(no.clause, "按户籍收费");
	assert_fault(c, tries(state, &k, &k.w->li, LI, dear, &e), E_REFUSED, "fee_cap_exceeded");
	assert_int_equal(charged(state, &k, &k.w->li, LI, cheap), 10000);
	is(state, &k, &k.w->wang, WANG, "residence=urban", DATE_NONE);
	assert_int_equal(charged(state, &k, &k.w->wang, WANG, dear), 20000);
	kit_holds(c);
}

static enum err drafted_at(struct ctx *c, const struct world *k, int64_t fen)
{
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct offerings_put put = {.term = k->t.term, .row = &row, .n = 1};

	row.price = FEN(fen);
	return kit_try_as(c, &k->w->clerk, &offerings_put_verb, &put);
}

static void R24_a_price_no_pupil_may_be_asked_for_is_not_published(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, PRICES, &k);
	assert_fault(c, drafted_at(c, &k, 30001), E_REFUSED, "fee_cap_exceeded");
	assert_str(c->fault.allowed, "100.00");
	assert_ok(drafted_at(c, &k, 30000)); /* the urban may */
}

static void what_was_proven_runs_out_and_what_was_charged_by_it_stands(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment e;
	struct world k;
	offering_id one, other;

	begin(state, PRICES, &k);
	one = course(c, &k, "K1", 1, 10000);
	other = course(c, &k, "K2", 2, 5000);
	is(state, &k, &k.w->li, LI, "residence=rural", (struct date){ctx_today(c).day + 1});
	assert_int_equal(charged(state, &k, &k.w->li, LI, one), 10000);
	kit_advance(state, 2 * INT64_C(86400000000));
	assert_fault(c, tries(state, &k, &k.w->li, LI, other, &e), E_REFUSED, "fact_unstated");
	assert_string_equal(refused(c, &k, other).code, "fact_unstated");
	is(state, &k, &k.w->li, LI, "residence=urban", DATE_NONE); /* moved to town */
	assert_int_equal(charged(state, &k, &k.w->li, LI, other), 5000);
	kit_holds(c);
}

static void a_pupil_has_one_answer_to_a_question_at_a_time(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver_end end = {.reason = S("已迁入城镇")};
	struct world k;
	waiver_id id;

	begin(state, PRICES, &k);
	end.waiver = is(state, &k, &k.w->li, LI, "residence=rural", DATE_NONE);
	assert_fault(c, asks(c, &k, &k.w->li, LI, "residence=urban", DATE_NONE, &id), E_CONFLICT,
	             "waiver_open");
	assert_ok(kit_try_as(c, &k.w->li, &waiver_withdraw_verb, &end));
	assert_ok(asks(c, &k, &k.w->li, LI, "residence=urban", DATE_NONE, &id));
}

static void only_what_the_documents_ask_of_a_pupil_is_recorded(void **state)
{
	struct ctx *c = kit_ctx(state);
	static const char *const wrong[] = {"residence=moon", "bought=state", "residence", "=rural",
	                                    "moon=rural"};
	struct world k;
	waiver_id id;

	begin(state, PRICES, &k);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_fault(c, asks(c, &k, &k.w->li, LI, wrong[i], DATE_NONE, &id), E_INPUT,
		             "bad_input");
		assert_str(c->fault.allowed, "residence=rural residence=urban");
	}
}

static void R34_a_limit_over_all_courses_asks_it_of_what_was_charged_before(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment e;
	struct world k;
	offering_id one, two;

	begin(state,
	      ASKS "\nlimit rural \"农村学生合计\"\n  over course\n  cap 150.00 yuan per term\n"
	           "  consumables excluded\n  above refuse\n  when residence rural" CLAUSE,
	      &k);
	one = course(c, &k, "K1", 1, 10000);
	two = course(c, &k, "K2", 2, 5001);
	is(state, &k, &k.w->li, LI, "residence=rural", DATE_NONE);
	is(state, &k, &k.w->wang, WANG, "residence=urban", DATE_NONE);
	assert_int_equal(charged(state, &k, &k.w->li, LI, one), 10000);
	assert_fault(c, tries(state, &k, &k.w->li, LI, two, &e), E_REFUSED, "fee_cap_exceeded");
	assert_string_equal(refused(c, &k, two).code, "fee_cap_exceeded");
	assert_int_equal(charged(state, &k, &k.w->wang, WANG, one), 10000);
	assert_int_equal(charged(state, &k, &k.w->wang, WANG, two), 5001);
	kit_holds(c);
}

static void R5_a_waiver_that_asks_it_amends_the_open_bill_when_it_is_proven(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill bill;
	struct bill_line *line;
	struct world k;
	waiver_id poor;
	bool found;
	size_t n;

	begin(state,
	      ASKS "\nwaiver poor \"农村困难学生\"\n  category poor\n  of course\n"
	           "  reduce 50 percent\n  payer county\n  proof required\n"
	           "  when residence rural" CLAUSE,
	      &k);
	assert_int_equal(charged(state, &k, &k.w->li, LI, course(c, &k, "K1", 1, 10000)), 10000);
	assert_ok(asks(c, &k, &k.w->li, LI, "poor", DATE_NONE, &poor));
	assert_fault(c, grants(c, &k, poor, "低保证"), E_REFUSED, "waiver_needs_fact");
	assert_str(c->fault.found, "户籍");
	is(state, &k, &k.w->li, LI, "residence=rural", DATE_NONE);
	assert_ok(grants(c, &k, poor, "低保证"));
	kit_read_as(c, &k.w->li);
	assert_ok(bill_get(c, k.w->pupil[LI], k.t.term, &bill, &line, &n, &found));
	store_read_end(c);
	assert_int_equal(bill.total.fen, 5000);
	kit_holds(c);
}

/* Documents that ask nothing of pupils read nothing and believe nothing. */
static void what_a_document_no_longer_asks_counts_for_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct rule_facts f = {0}, none = {0};
	struct rules rules;
	struct world k;

	begin(state, PRICES, &k);
	is(state, &k, &k.w->li, LI, "residence=rural", DATE_NONE);
	kit_read_as(c, &k.w->system);
	assert_ok(rulebook_rules(c, k.w->county, k.w->a1, ctx_today(c), &rules));
	assert_ok(said_of_pupil(c, &rules, k.w->pupil[LI], c->now, &f));
	assert_true(memcmp(&f, &none, sizeof f) != 0);
	f = none;
	assert_ok(said_of_pupil(c, &rules, k.w->pupil[WANG], c->now, &f));
	assert_memory_equal(&f, &none, sizeof f);
	assert_ok(rulebook_rules(c, k.w->zone, ID_NONE(school_id), ctx_today(c), &rules));
	assert_ok(said_of_pupil(c, &rules, k.w->pupil[LI], c->now, &f));
	assert_memory_equal(&f, &none, sizeof f);
	store_read_end(c);
}

static void R24_the_page_that_says_why_names_what_the_pupil_is(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &money_routes,
	                                              &enrolment_routes};
	struct ctx *c = kit_ctx(state);
	struct kit_web b;
	struct world k;
	const char *page;
	offering_id o;

	begin(state, PRICES, &k);
	o = course(c, &k, "K1", 1, 10000);
	page = str_c(c->arena, str_printf(c->arena, "/pupils/%lld/why.csv?offering=%lld",
	                                  (long long)k.w->pupil[LI].v, (long long)o.v));
	b = kit_web_open(c, tables, 4);
	kit_web_login(&b, &k.w->li);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_false(kit_web_shows(&b, "农村户籍"));
	is(state, &k, &k.w->li, LI, "residence=rural", DATE_NONE);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "文件另外区分的情况"));
	assert_true(kit_web_shows(&b, "户籍：农村户籍"));
	assert_int_equal(charged(state, &k, &k.w->li, LI, o), 10000);
	assert_int_equal(kit_web_get(&b, page), 200); /* of a charge that stands too */
	assert_true(kit_web_shows(&b, "户籍：农村户籍"));
	kit_web_close(&b);
}

static void a_family_asks_for_it_where_it_asks_for_waivers(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &money_routes,
	                                              &waiver_routes};
	struct ctx *c = kit_ctx(state);
	struct kit_web b;
	struct world k;

	begin(state, PRICES, &k);
	b = kit_web_open(c, tables, 4);
	kit_web_login(&b, &k.w->li);
	assert_int_equal(kit_web_get(&b, "/waivers"), 200);
	assert_true(kit_web_shows(&b, "户籍：农村户籍"));
	assert_true(kit_web_shows(&b, "凭证明登记"));
	assert_false(kit_web_shows(&b, "政府购买"));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/waivers",
	                             str_c(c->arena, str_printf(c->arena,
	                                                        "{\"pupil\":\"%lld\","
	                                                        "\"category\":\"residence=rural\"}",
	                                                        (long long)k.w->pupil[LI].v))),
	                 201);
	assert_true(kit_web_shows(&b, "\"category\":\"residence=rural\""));
	kit_web_login(&b, &k.w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/waivers"), 200);
	assert_true(kit_web_shows(&b, "户籍：农村户籍"));
	kit_web_login(&b, &k.w->head);
	assert_int_equal(kit_web_get(&b, "/school/waivers"), 403);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R24_a_price_by_what_a_pupil_is_waits_for_the_proof_and_says_who_gives_it),
		KIT_FACT(R24_a_price_no_pupil_may_be_asked_for_is_not_published),
		KIT_FACT(what_was_proven_runs_out_and_what_was_charged_by_it_stands),
		KIT_FACT(a_pupil_has_one_answer_to_a_question_at_a_time),
		KIT_FACT(only_what_the_documents_ask_of_a_pupil_is_recorded),
		KIT_FACT(R34_a_limit_over_all_courses_asks_it_of_what_was_charged_before),
		KIT_FACT(R5_a_waiver_that_asks_it_amends_the_open_bill_when_it_is_proven),
		KIT_FACT(what_a_document_no_longer_asks_counts_for_nothing),
		KIT_FACT(R24_the_page_that_says_why_names_what_the_pupil_is),
		KIT_FACT(a_family_asks_for_it_where_it_asks_for_waivers),
	};

	return KIT_FACTS_RUN("standing", facts);
}

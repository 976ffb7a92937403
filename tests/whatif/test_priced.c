/* A draft with another price per unit, or another waiver, against services that are priced by it.
 */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "../enrolment/takes.h"

#include "money/waiver.h"
#include "subsidy/duty.h"
#include "whatif/county.h"
#include "world.sql.h"

struct seen {
	struct whatif_mover mover[4];
	size_t n;
};

static enum err mover(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	struct seen *s = arg;

	(void)c;
	assert_true(s->n < 4);
	s->mover[s->n++] = *m;
	return OK;
}

#define DRAFT(more)                                                                                         \
	"ruleset PRICES\ntitle \"示例县课后服务收费调整\"\nnumber \"示发改〔2026〕8号\"\n" \
	"issuer \"示例县发展和改革局\"\nlevel county\nplace 349901\nunder OWN\n"                   \
	"issued 2026-08-20\neffective 2026-09-01 .. open\n" more

/* School A1 under the draft; every pupil who moves is in *s. */
static struct whatif_school asked(struct ctx *c, const struct kit_people *w, const struct plan *t,
                                  const char *draft, struct seen *s)
{
	const struct whatif_sink sink = {.mover = mover, .arg = s};
	struct whatif_ask ask;
	struct whatif_school sum = {0};
	const struct policy_book *now;
	const struct rule_set *set;
	struct policy_book *book;
	struct whatif *run = NULL;
	struct county county;
	struct term term;
	struct school school;

	*s = (struct seen){.n = 0};
	kit_read_as(c, &w->system);
	assert_ok(county_get(c, w->county, &county));
	assert_ok(term_get(c, t->term, &term));
	assert_ok(school_load(c, w->a1, &school));
	assert_ok(rulebook_book(c, w->county, INSTANT_LATEST, &now));
	assert_ok(rulebook_book_with(c, w->county, STR_NONE, str_of(draft), &book, &set));
	ask = (struct whatif_ask){.county = &county,
	                          .term = &term,
	                          .now = now,
	                          .draft = book,
	                          .set = set,
	                          .day = DATE_NONE};
	assert_ok(whatif_new(c, &ask, &run));
	assert_ok(whatif_school(c, run, &school, &sink, &sum));
	store_read_end(c);
	/* what is kept in *s names causes of the run; they are compared by the caller at once */
	whatif_free(&run);
	policy_book_free(&book);
	return sum;
}

static void planned(struct ctx *c, const struct kit_people *w, offering_id id)
{
	struct sittings_generate make = {.offering = id, .more = true};

	while (make.more)
		assert_ok(kit_try_as(c, &w->system, &sittings_generate_verb, &make));
}

static offering_id world(struct ctx *c, struct kit_people *w, const char *base, struct plan *ret_t,
                         struct offering_row row)
{
	offering_id id;

	plan_make(c, w, ret_t);
	county_stands(c, w, base, OWN("convert 1 period = 40 minute"));
	id = plan_open(c, w, ret_t, row);
	takes(c, w, ret_t, &w->father, CHEN_YI, id, row.kind);
	return id;
}

static void r30_another_price_per_period_moves_a_bill_that_took_the_documents_price(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct offering o;
	struct seen s;
	struct plan t;

	offering_id id = world(c, w, "RS6", &t, priced_row(KIND_CARE, "T1", "托管", "period", 0));
	o = offering_now(c, w, id);
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price exactly 2.80 yuan per period")),
	            &s);
	assert_int_equal(sum.pupils, 1);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(sum.sum[WHATIF_NOW].payable.fen, o.price.fen);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen * 300, o.price.fen * 280);
	assert_int_equal(s.mover[0].payable[WHATIF_NOW].fen, o.price.fen);
}

enum { WHOLE = 120 }; /* what quarters and thirds of a period go into */

/* Fen of `n` periods at 2.80, of which those beyond `more` cost 2.00; exact: times den. */
static int64_t tiered(struct ratio n, int64_t more)
{
	int64_t first = n.num < more * n.den ? n.num : more * n.den;

	return first * 280 + (n.num - first) * 200;
}

static void r30_a_lower_price_beyond_so_many_moves_a_bill_to_the_fen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct offering o;
	int64_t exact = 0, den;
	struct seen s;
	struct plan t;

	offering_id id = world(c, w, "RS6", &t, priced_row(KIND_CARE, "T1", "托管", "period", 0));
	o = offering_now(c, w, id);
	den = o.by_unit->quantity.den;
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price exactly 2.80 yuan per period\n"
	                      "  beyond 10 period at 2.00 yuan per period")),
	            &s);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(sum.sum[WHATIF_NOW].payable.fen, o.price.fen);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen,
	                 (tiered(o.by_unit->quantity, 10) * 2 + den) / (2 * den));
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price exactly 2.80 yuan per period\n"
	                      "  beyond 4 period per month at 2.00 yuan per period")),
	            &s);
	for (size_t i = 0; i < o.by_unit->by[CHARGE_MONTH].n; i++) {
		struct ratio n = o.by_unit->by[CHARGE_MONTH].v[i].n;

		assert_int_equal(WHOLE % n.den, 0);
		exact += tiered(n, 4) * (WHOLE / n.den);
	}
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, (exact * 2 + WHOLE) / (2 * WHOLE));
	assert_true(sum.sum[WHATIF_DRAFT].payable.fen < sum.sum[WHATIF_NOW].payable.fen);
}

/* Each child alone keeps within the draft's limit; the family does not, and is counted once. */
static void
r34_a_drafts_limit_over_the_family_takes_off_what_its_children_pay_together(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct whatif_school sum;
	struct seen s;
	struct plan t;

	row.price = FEN(30000);
	offering_id id = world(c, w, "RS2", &t, row);
	takes(c, w, &t, &w->mother, CHEN_ER, id, KIND_COURSE);
	takes(c, w, &t, &w->wang, WANG, id, KIND_COURSE);
	sum = asked(c, w, &t,
	            DRAFT(OWN("limit family \"一家合计\"\n  over care course\n  across family\n"
	                      "  cap 500.00 yuan per term\n  consumables excluded\n"
	                      "  above reduce")),
	            &s);
	assert_int_equal(sum.pupils, 3);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(sum.sum[WHATIF_NOW].payable.fen, 90000);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, 80000);
	assert_int_equal(s.mover[0].payable[WHATIF_DRAFT].fen, 20000);
}

static void r30_a_lower_ceiling_per_period_refuses_a_price_of_the_schools_own(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct seen s;
	struct plan t;

	world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price at_most 2.49 yuan per period")),
	            &s);
	assert_int_equal(sum.refused, 1);
	assert_int_equal(sum.offerings_refused, 1);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, 0);
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price at_most 2.50 yuan per period")),
	            &s);
	assert_int_equal(sum.moved, 0);
	assert_int_equal(sum.offerings_refused, 0);
}

static void r24_a_draft_for_one_season_is_asked_in_the_season_of_the_service(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct seen s;
	struct plan t;

	world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	sum = asked(
		c, w, &t,
		DRAFT(OWN("param season.summer_from 05-01") OWN("param season.summer_to 09-30") OWN(
			"limit summer \"夏季上限\"\n  over course\n"
			"  cap 10.00 yuan per term\n  above reduce\n  when season summer")),
		&s);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, 1000); /* it begins on 1 September */
	sum = asked(
		c, w, &t,
		DRAFT(OWN("param season.summer_from 05-01") OWN("param season.summer_to 08-31") OWN(
			"limit summer \"夏季上限\"\n  over course\n"
			"  cap 10.00 yuan per term\n  above reduce\n  when season summer")),
		&s);
	assert_int_equal(sum.moved, 0);
}

/* --- waivers ------------------------------------------------------------------------------------
 */

#define WAIVES(amount)                                                                             \
	OWN("waiver poor \"困难学生减免\"\n  category poor\n  of care course\n"              \
	    "  reduce " amount "\n  payer county\n  proof none\n  expires never")

static void recognised(struct ctx *c, const struct kit_people *w, const struct actor *family,
                       enum kit_pupil pupil, const char *as)
{
	struct waiver_ask ask = {.pupil = w->pupil[pupil],
	                         .category = str_of(as),
	                         .proof = S("证明"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};
	struct waiver_grant grant = {.seen = DATE_NONE};

	assert_ok(kit_try_as(c, family, &waiver_ask_verb, &ask));
	grant.waiver = ask.result;
	assert_ok(kit_try_as(c, &w->clerk, &waiver_grant_verb, &grant));
}

/* Chen Yi and Wang take a course of the same price; Chen Yi is granted half of it. */
static struct money waived_world(struct ctx *c, struct kit_people *w, struct plan *ret_t)
{
	offering_id id;

	plan_make(c, w, ret_t);
	county_stands(c, w, "RS4", OWN("convert 1 period = 40 minute") WAIVES("50 percent"));
	id = plan_open(c, w, ret_t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	takes(c, w, ret_t, &w->father, CHEN_YI, id, KIND_COURSE);
	takes(c, w, ret_t, &w->wang, WANG, id, KIND_COURSE);
	recognised(c, w, &w->father, CHEN_YI, "poor");
	return offering_now(c, w, id).price;
}

static void r5_a_draft_that_changes_a_waiver_moves_the_bills_of_who_is_granted_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct money price;
	struct seen s;
	struct plan t;

	price = waived_world(c, w, &t);
	assert_int_equal(price.fen % 2, 0);
	sum = asked(c, w, &t, DRAFT(WAIVES("0.50 yuan per day")), &s);
	assert_int_equal(sum.pupils, 2);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(sum.more, 1);
	assert_int_equal(sum.sum[WHATIF_NOW].waived.fen, price.fen / 2);
	assert_true(sum.sum[WHATIF_DRAFT].waived.fen > 0);
	assert_int_equal(sum.sum[WHATIF_DRAFT].waived.fen % 50, 0);
	assert_int_equal(sum.sum[WHATIF_NOW].payable.fen, price.fen / 2 * 3);
	assert_int_equal(s.mover[0].pupil.v, w->pupil[CHEN_YI].v);
	sum = asked(c, w, &t, DRAFT(WAIVES("all")), &s);
	assert_int_equal(sum.less, 1);
	assert_int_equal(sum.sum[WHATIF_DRAFT].waived.fen, price.fen);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, price.fen);
	sum = asked(c, w, &t, DRAFT(WAIVES("50 percent")), &s);
	assert_int_equal(sum.moved, 0);
}

/* --- what a pupil is ------------------------------------------------------------------------- */

#define RESIDENCE                                                                                  \
	"\ndefine dimension residence \"户籍\" of pupil rural \"农村户籍\" urban \"城镇户籍\"\n"
#define RURAL(cap)                                                                                 \
	OWN("limit rural \"农村学生合计\"\n  over course\n  cap " cap " yuan per term\n"           \
	    "  consumables excluded\n  above reduce\n  when residence rural")

static void R24_a_draft_moves_the_bills_of_the_pupils_it_speaks_of_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct whatif_school sum;
	struct seen s;
	struct plan t;
	offering_id id;

	plan_stands(c, w, &t, "RS0", RESIDENCE RURAL("300.00"));
	row.price = FEN(24000);
	id = plan_open(c, w, &t, row);
	recognised(c, w, &w->father, CHEN_YI, "residence=rural");
	recognised(c, w, &w->wang, WANG, "residence=urban");
	takes(c, w, &t, &w->father, CHEN_YI, id, KIND_COURSE);
	takes(c, w, &t, &w->wang, WANG, id, KIND_COURSE);
	sum = asked(c, w, &t, DRAFT(RURAL("100.00")), &s);
	assert_int_equal(sum.pupils, 2);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(sum.sum[WHATIF_NOW].payable.fen, 48000);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, 24000 + 10000);
	assert_int_equal(s.mover[0].pupil.v, w->pupil[CHEN_YI].v);
}

static void a_waiver_that_is_only_asked_for_moves_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct seen s;
	struct plan t;

	waived_world(c, w, &t);
	struct waiver_ask ask = {.pupil = w->pupil[WANG],
	                         .category = S("poor"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};

	assert_ok(kit_try_as(c, &w->wang, &waiver_ask_verb, &ask));
	sum = asked(c, w, &t, DRAFT(WAIVES("all")), &s);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(s.mover[0].pupil.v, w->pupil[CHEN_YI].v);
}

/* The sentence says why somebody pays less: counted, the pupil is not listed with it. */
static void who_is_granted_a_waiver_is_counted_and_stands_in_no_list(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct seen s = {.n = 0};
	const struct whatif_sink sink = {.mover = mover, .arg = &s};
	struct whatif_question q = {.text = S(DRAFT(WAIVES("all"))), .day = DATE_NONE};
	struct whatif_county *k = NEW(c->arena, struct whatif_county);
	struct whatif_school sum;
	struct school school;
	struct plan t;

	assert_non_null(k);
	waived_world(c, w, &t);
	kit_read_as(c, &w->system);
	assert_ok(county_get(c, w->county, &q.county));
	assert_ok(term_get(c, t.term, &q.term));
	assert_ok(school_load(c, w->a1, &school));
	assert_ok(whatif_county_open(c, &q, k));
	assert_ok(whatif_county_school(c, k, &school, &sink, &sum));
	store_read_end(c);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(s.n, 0);
	assert_int_equal(k->tally.n, 1);
	assert_int_equal(k->tally.v[0].pupils, 1);
	whatif_county_close(k);
}

/* --- what staff get ----------------------------------------------------------------------------
 */

#define PAID                                                                                       \
	OWN("param season.summer_from 05-01")                                                      \
	OWN("param season.summer_to 09-30")                                                        \
	OWN("pay teacher \"补助\"\n  rate exactly 60.00 yuan per sitting")

static enum err on_saturday(struct ctx *c, void *arg)
{
	offering_id id = *(offering_id *)arg;

	TRY(q_slots_to_saturday(c, id, NULL));
	return q_sittings_to_saturday(c, id, NULL);
}

static enum err in_the_holiday(struct ctx *c, void *arg)
{
	struct offering *o = arg;

	return q_offering_held(c, o->id, o->county, S("winter_holiday"), NULL);
}

static const struct verb on_saturday_verb = {.name = "test", .run = on_saturday};
static const struct verb in_the_holiday_verb = {.name = "test", .run = in_the_holiday};

/* What the draft pays for all sittings of the term. */
static int64_t pays(struct ctx *c, const struct kit_people *w, const struct plan *t,
                    const char *draft)
{
	struct seen s;
	struct whatif_school sum = asked(c, w, t, draft, &s);
	const struct whatif_pay *pay = &sum.pay[WHATIF_DRAFT];

	assert_true(pay->sittings > 0);
	assert_int_equal(pay->unknown, 0);
	return pay->lowest.fen;
}

/* How many sittings there are in the summer, and after it. */
static struct q_sittings_until_row sittings_of(struct ctx *c, const struct kit_people *w,
                                               offering_id id)
{
	struct q_sittings_until_row n;
	struct date last;

	assert_true(date_of(2026, 9, 30, &last));
	kit_read_as(c, &w->system);
	assert_ok(q_sittings_until(c, id, last, &n));
	store_read_end(c);
	assert_true(n.n > 0 && n.rest > 0);
	return n;
}

static void r48_staff_are_paid_by_the_season_and_the_time_of_day_of_each_sitting(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_staffing put = {.staff = w->teacher_id};
	struct q_sittings_until_row n;
	struct offering o;
	struct plan t;
	int64_t all;

	put.offering = world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	assert_ok(kit_try_as(c, &w->clerk, &offering_staff_verb, &put));
	planned(c, w, put.offering);
	n = sittings_of(c, w, put.offering);
	all = n.n + n.rest;
	assert_int_equal(pays(c, w, &t, DRAFT(PAID)), all * 6000);
#define SUMMER                                                                                     \
	OWN("pay teacher \"补助\"\n  rate exactly 70.00 yuan per sitting\n  when season summer")
	assert_int_equal(pays(c, w, &t, DRAFT(PAID SUMMER)), n.n * 7000 + n.rest * 6000);
#define WEEKEND                                                                                    \
	OWN("pay teacher \"补助\"\n  rate exactly 90.00 yuan per sitting\n  when window weekend")
	assert_int_equal(pays(c, w, &t, DRAFT(PAID WEEKEND)), all * 6000);
	assert_ok(kit_try_as(c, &w->system, &on_saturday_verb, &put.offering));
	assert_int_equal(pays(c, w, &t, DRAFT(PAID WEEKEND)), all * 9000);
#define HOLIDAY                                                                                    \
	OWN("pay teacher \"补助\"\n  rate exactly 80.00 yuan per sitting\n"                      \
	    "  when window winter_holiday")
	assert_int_equal(pays(c, w, &t, DRAFT(PAID HOLIDAY)), all * 6000);
	o = offering_now(c, w, put.offering);
	assert_ok(kit_try_as(c, &w->system, &in_the_holiday_verb, &o));
	assert_int_equal(pays(c, w, &t, DRAFT(PAID HOLIDAY)), all * 8000);
}

struct first_led {
	const struct offering *o;
	int64_t person;
	struct str role;
	bool sheet;
	struct opt_money rate;
	const char *per;
};

static enum err first_led(struct ctx *c, void *arg)
{
	const struct first_led *l = arg;

	if (l->sheet)
		TRY(q_first_sheet(c, l->o->id, l->o->county, l->o->school, NULL));
	return q_first_duty(c, l->o->id, l->person, l->o->county, l->o->school, l->role, l->rate,
	                    str_of(l->per ? l->per : "sitting"), NULL);
}

static const struct verb first_led_verb = {.name = "test", .run = first_led};

static void r48_each_is_paid_in_the_role_they_are_down_for(void **state)
{
#define TEACHER                                                                                    \
	OWN("pay teacher \"补助\"\n  rate exactly 60.00 yuan per sitting\n  when role teacher")
#define LEADER(rate) OWN("pay leader \"带班\"\n  rate exactly " rate "\n  when role leader")
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_staffing put = {.staff = w->teacher_id};
	struct q_sittings_until_row n;
	struct whatif_school sum;
	struct first_led led;
	struct offering o;
	struct plan t;
	struct seen s;
	int64_t all;

	put.offering = world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	assert_ok(kit_try_as(c, &w->clerk, &offering_staff_verb, &put));
	planned(c, w, put.offering);
	n = sittings_of(c, w, put.offering);
	all = n.n + n.rest;
	o = offering_now(c, w, put.offering);
	/* As planned everybody is a teacher, as where the subsidy is computed. */
	assert_int_equal(pays(c, w, &t, DRAFT(TEACHER LEADER("100.00 yuan per sitting"))),
	                 all * 6000);
	led = (struct first_led){
		.o = &o, .person = w->teacher_id.v, .role = S("leader"), .sheet = true};
	assert_ok(kit_try_as(c, &w->system, &first_led_verb, &led));
	assert_int_equal(pays(c, w, &t, DRAFT(TEACHER LEADER("100.00 yuan per sitting"))),
	                 (all - 1) * 6000 + 10000);
	assert_int_equal(pays(c, w, &t, DRAFT(TEACHER LEADER("600.00 yuan per day"))),
	                 (all - 1) * 6000 + 60000);
	/* A second person in a role without a rate is unknown, not free. */
	led = (struct first_led){.o = &o, .person = w->clerk_id.v, .role = S("support")};
	assert_ok(kit_try_as(c, &w->system, &first_led_verb, &led));
	sum = asked(c, w, &t, DRAFT(TEACHER LEADER("100.00 yuan per sitting")), &s);
	assert_int_equal(sum.pay[WHATIF_DRAFT].unknown, 1);
	assert_int_equal(sum.pay[WHATIF_DRAFT].sittings, all);
	assert_int_equal(sum.pay[WHATIF_DRAFT].lowest.fen, (all - 1) * 6000 + 10000);
}

/* Drafts are held against what is stated on a duty and agreed with somebody from outside. */
static void r48_a_rate_that_is_stated_or_agreed_is_asked_whether_the_draft_allows_it(void **state)
{
#define BOUNDS(most)                                                                               \
	OWN("pay teacher \"补助\"\n  rate at_least 50.00 yuan per sitting\n"                     \
	    "  rate at_most " most " yuan per sitting\n  when payee staff")                        \
	OWN("pay guest \"劳务\"\n  rate at_most " most " yuan per sitting\n  when payee outsider")
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct outsider_put guest = {.school = w->a1,
	                             .name = S("钱大山"),
	                             .phone = S("13800008888"),
	                             .work = S("书法"),
	                             .rate = FEN(9000)};
	struct first_led led;
	struct whatif_school s;
	struct offering o;
	struct plan t;
	struct seen seen;
	offering_id id;

	id = world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	planned(c, w, id);
	o = offering_now(c, w, id);
	assert_ok(kit_try_as(c, &w->clerk, &outsider_put_verb, &guest));
	led = (struct first_led){.o = &o,
	                         .person = w->teacher_id.v,
	                         .role = S("teacher"),
	                         .sheet = true,
	                         .rate = {true, FEN(12000)}};
	assert_ok(kit_try_as(c, &w->system, &first_led_verb, &led));
	assert_int_equal(pays(c, w, &t, DRAFT(BOUNDS("150.00"))), 12000);
	s = asked(c, w, &t, DRAFT(BOUNDS("100.00")), &seen);
	assert_int_equal(s.pay[WHATIF_DRAFT].unknown, 1);
	assert_int_equal(s.pay[WHATIF_DRAFT].highest.fen, 0);
	led = (struct first_led){.o = &o, .person = guest.result, .role = S("instructor")};
	assert_ok(kit_try_as(c, &w->system, &first_led_verb, &led));
	assert_int_equal(pays(c, w, &t, DRAFT(BOUNDS("150.00"))), 12000 + 9000);
	s = asked(c, w, &t, DRAFT(BOUNDS("100.00")), &seen);
	assert_int_equal(s.pay[WHATIF_DRAFT].unknown, 1);
	assert_int_equal(s.pay[WHATIF_DRAFT].highest.fen, 9000);
	assert_int_equal(s.pay[WHATIF_DRAFT].lowest.fen, 9000);
}

/* By the sittings of the term, all of one teacher. */
static void r48_a_day_and_a_month_are_paid_once_for_each_who_is_down_for_them(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_staffing put = {.staff = w->teacher_id};
	struct q_sittings_until_row n;
	struct whatif_school sum;
	struct seen s;
	struct plan t;
	int64_t all, months;

	put.offering = world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	assert_ok(kit_try_as(c, &w->clerk, &offering_staff_verb, &put));
	planned(c, w, put.offering);
	n = sittings_of(c, w, put.offering);
	all = n.n + n.rest;
#define PAYS(lines) DRAFT(OWN("pay teacher \"补助\"\n" lines))
	assert_int_equal(pays(c, w, &t, PAYS("  rate exactly 60.00 yuan per day")), all * 6000);
	assert_int_equal(pays(c, w, &t,
	                      PAYS("  rate exactly 60.00 yuan per sitting\n"
	                           "  cap 60000.00 yuan per month")),
	                 all * 6000);
	months = pays(c, w, &t, PAYS("  rate exactly 300.00 yuan per month\n  served 1 day")) /
	         30000;
	assert_in_range(months, 2, 6);
	assert_int_equal(pays(c, w, &t,
	                      PAYS("  rate exactly 60.00 yuan per sitting\n"
	                           "  cap 0.01 yuan per month")),
	                 months);
	assert_int_equal(
		pays(c, w, &t, PAYS("  rate exactly 300.00 yuan per month\n  served 32 day")), 0);
	sum = asked(c, w, &t, PAYS("  rate exactly 300.00 yuan per month"), &s);
	assert_int_equal(sum.pay[WHATIF_DRAFT].unknown, all);
	assert_int_equal(sum.pay[WHATIF_DRAFT].highest.fen, 0);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			r34_a_drafts_limit_over_the_family_takes_off_what_its_children_pay_together),
		KIT_FACT(r30_another_price_per_period_moves_a_bill_that_took_the_documents_price),
		KIT_FACT(r30_a_lower_price_beyond_so_many_moves_a_bill_to_the_fen),
		KIT_FACT(r30_a_lower_ceiling_per_period_refuses_a_price_of_the_schools_own),
		KIT_FACT(r48_staff_are_paid_by_the_season_and_the_time_of_day_of_each_sitting),
		KIT_FACT(r48_each_is_paid_in_the_role_they_are_down_for),
		KIT_FACT(r48_a_rate_that_is_stated_or_agreed_is_asked_whether_the_draft_allows_it),
		KIT_FACT(r48_a_day_and_a_month_are_paid_once_for_each_who_is_down_for_them),
		KIT_FACT(r24_a_draft_for_one_season_is_asked_in_the_season_of_the_service),
		KIT_FACT(r5_a_draft_that_changes_a_waiver_moves_the_bills_of_who_is_granted_it),
		KIT_FACT(R24_a_draft_moves_the_bills_of_the_pupils_it_speaks_of_alone),
		KIT_FACT(a_waiver_that_is_only_asked_for_moves_nothing),
		KIT_FACT(who_is_granted_a_waiver_is_counted_and_stands_in_no_list),
	};

	return KIT_FACTS_RUN("whatif priced", facts);
}

/* A price by the unit from the school's spreadsheet to the family's bill, and why it is what it is.
 */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "../import/world.h"
#include "../kit_sheet.h"
#include "takes.h"

#include "auth/auth.h"
#include "enrolment/routes.h"
#include "jobs/job.h"
#include "money/bill.h"
#include "money/routes.h"
#include "people/routes.h"
#include "term/import.h"
#include "term/jobs.h"
#include "term/routes.h"

static const struct import_kind *const ALL[] = {&import_pupils, &import_staff, &import_offerings};

#define HEAD                                                                                                              \
	"项目代码,服务类型,名称,内容类别,面向年级,上课时间,收费标准,名额,报名开始时间," \
	"报名截止时间,计价单位,数量,数量理由\n"
#define TIMES ",2026-09-01,2026-09-14,"

static struct import_summary imported(struct ctx *c, struct kit_people *w, struct str file)
{
	struct home h = {w, {w->county, w->a1}, w->leader};

	import_use(ALL, sizeof ALL / sizeof(ALL[0]));
	as(c, &w->leader);
	return home_run(c, &h, &import_offerings, file, false);
}

static offering_id opened(struct ctx *c, const struct kit_people *w, const struct plan *t,
                          const char *code)
{
	offering_id id = {0};
	bool found = false;

	kit_read_as(c, &w->system);
	assert_ok(offering_find(c, w->a1, t->term, str_of(code), &id, &found));
	store_read_end(c);
	assert_true(found);
	kit_sheets(c, w, &id, 1);
	assert_ok(kit_try_as(c, &w->leader, &offerings_publish_verb,
	                     &(struct offerings_publish){&id, 1, 0}));
	assert_ok(kit_try_as(c, &w->leader, &agreement_sign_verb,
	                     &(struct agreement_sign){.offering = &id, .n = 1}));
	return id;
}

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &term_routes,
	                                              &money_routes, &enrolment_routes};

	return kit_web_open(c, tables, 5);
}

static void the_only_line(struct ctx *c, const struct kit_people *w, const struct plan *t,
                          enum kit_pupil p, struct bill_line *ret_l)
{
	struct bill_line *line;
	struct bill bill;
	bool found;
	size_t n;

	kit_read_as(c, &w->system);
	assert_ok(bill_get(c, w->pupil[p], t->term, &bill, &line, &n, &found));
	store_read_end(c);
	assert_true(found);
	assert_int_equal(n, 1);
	*ret_l = line[0];
}

static const char *path(struct ctx *c, const char *form, pupil_id p, int64_t id)
{
	return str_c(c->arena,
	             str_printf(c->arena, "/%s/%lld/%s%lld",
	                        strncmp(form, "quote", 5) == 0 ? "api/v1/pupils" : "pupils",
	                        (long long)p.v, form, (long long)id));
}

static bool shows(struct kit_web *b, struct ctx *c, struct str what)
{
	return kit_web_shows(b, str_c(c->arena, what));
}

/* --- per period --------------------------------------------------------------------------------
 */

static void r30_a_price_per_period_goes_from_the_sheet_to_the_bill_and_says_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct bill_line line;
	struct offering o;
	struct plan t;

	plan_make(c, w, &t);
	county_stands(c, w, "RS4", OWN("convert 1 period = 40 minute"));
	struct import_summary s = imported(
		c, w,
		S(HEAD "M1,个性化课程,合唱,艺术,1-6,周二 16:30-17:30,2.50,30" TIMES "课时,,\n"));
	assert_int_equal(s.added, 1);
	offering_id id = opened(c, w, &t, "M1");
	o = offering_now(c, w, id);
	int64_t n = o.by_unit->sittings;
	assert_int_equal(o.price.fen, 375 * n);

	struct enrolment e = takes(c, w, &t, &w->father, CHEN_YI, id, KIND_COURSE);
	assert_int_equal(e.charged.fen, o.price.fen);
	the_only_line(c, w, &t, CHEN_YI, &line);
	assert_int_equal(line.amount.fen, o.price.fen);
	struct str quantity = ratio_text(c->arena, o.by_unit->quantity);
	size_t at;
	assert_true(
		str_find(line.formula, str_printf(c->arena, "%.*s 课时", STR_FMT(quantity)), &at));
	assert_true(str_find(line.document, S("课后服务收费标准文件"), &at));
	kit_holds(c);

	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, "/enrol"), 200);
	assert_true(shows(&b, c, unit_formula(LANG_ZH, o.by_unit)));
	assert_int_equal(kit_web_get(&b, path(c, "why?enrolment=", w->pupil[CHEN_YI], e.id.v)),
	                 200);
	/* n sittings of 60 minutes, a fortieth of them, at 2.50 */
	assert_true(shows(&b, c, str_printf(c->arena, "取 %lld", (long long)(60 * n))));
	assert_true(shows(&b, c, S("乘 1/40")));
	assert_true(shows(&b, c, S("取 2.50")));
	assert_true(shows(&b, c, str_printf(c->arena, "乘 %.*s", STR_FMT(quantity))));
	assert_true(shows(&b, c, S("城区学校每课时不超过2.5元")));
	assert_true(shows(&b, c, S("示例县课后服务实施办法")));
	assert_int_equal(kit_web_get(&b, path(c, "why.csv?enrolment=", w->pupil[CHEN_YI], e.id.v)),
	                 200);
	assert_true(shows(&b, c, S("乘,")));
	assert_int_equal(kit_web_api(&b, "GET",
	                             path(c, "quote?enrolment=", w->pupil[CHEN_YI], e.id.v), NULL),
	                 200);
	assert_true(shows(&b, c,
	                  str_printf(c->arena, "\"amount_fen\":%lld,\"charged_fen\":%lld",
	                             (long long)o.price.fen, (long long)o.price.fen)));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/offerings", NULL), 200);
	assert_true(
		shows(&b, c,
	              str_printf(c->arena,
	                         "\"price_fen\":%lld,\"unit\":\"period\",\"unit_price_fen\":250,"
	                         "\"quantity\":\"%.*s\"",
	                         (long long)o.price.fen, STR_FMT(quantity))));
	kit_web_login(&b, &w->clerk);
	assert_int_equal(
		kit_web_get(&b, str_c(c->arena, str_printf(c->arena, "/school/offerings/%lld",
	                                                   (long long)id.v))),
		200);
	assert_true(shows(&b, c, unit_formula(LANG_ZH, o.by_unit)));
	assert_true(shows(&b, c, S("已有学生报名")));
	kit_web_close(&b);
}

/* --- per month ---------------------------------------------------------------------------------
 */

static void r30_the_months_price_of_the_document_needs_no_price_in_the_sheet(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct bill_line line;
	struct plan t;
	size_t at;

	plan_make(c, w, &t);
	county_stands(c, w, "RS8", "");
	struct import_summary s = imported(
		c, w,
		S(HEAD "T1,普惠托管,托管,作业辅导,1-6,周一至周五 16:30-17:30,," TIMES "月,,\n"));
	assert_int_equal(s.added, 1);
	offering_id id = opened(c, w, &t, "T1");
	struct enrolment e = takes(c, w, &t, &w->father, CHEN_YI, id, KIND_CARE);
	assert_int_equal(e.charged.fen, 5 * 13000);
	the_only_line(c, w, &t, CHEN_YI, &line);
	assert_true(str_find(line.formula, S("5 个月 × 130.00 = 650.00"), &at));
	kit_holds(c);
	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	c->lang = LANG_EN;
	assert_int_equal(kit_web_get(&b, path(c, "why?enrolment=", w->pupil[CHEN_YI], e.id.v)),
	                 200);
	assert_true(shows(&b, c, S("小学每生每月130元")));
	assert_true(shows(&b, c, S("= 650.00")));
	kit_web_close(&b);
	c->lang = LANG_ZH;
}

/* --- the sheet ---------------------------------------------------------------------------------
 */

static void a_sheet_names_the_row_whose_unit_price_is_too_high_or_cannot_be_counted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;

	plan_make(c, w, &t);
	county_stands(c, w, "RS4", "");
	struct import_summary s = imported(
		c, w,
		S(HEAD "M1,个性化课程,合唱,艺术,1-6,周二 16:30-17:30,2.51,30" TIMES
	               "课时,36,每周两课时\n"
	               "M2,个性化课程,国画,艺术,1-6,周三 16:30-17:30,2.50,30" TIMES "课时,,\n"
	               "M3,个性化课程,篆刻,艺术,1-6,周四 16:30-17:30,2.50,30" TIMES "课时,许多,x\n"
	               "M4,个性化课程,舞蹈,艺术,1-6,周四 16:30-17:30,2.50,30" TIMES "课时,36,\n"
	               "M5,个性化课程,书法,艺术,1-6,周五 16:30-17:30,2.50,30" TIMES
	               "课时,36,每周两课时\n"));
	static const struct {
		int64_t row;
		const char *code;
	} bad[] = {{2, "fee_cap_exceeded"},
	           {3, "quantity_unknown"},
	           {4, "import_number"},
	           {5, "import_missing"}};
	assert_int_equal(s.bad, 4);
	assert_int_equal(s.added, 1);
	for (size_t i = 0; i < 4; i++) {
		bool named = false;

		for (size_t k = 0; k < s.problem_n; k++)
			named |= s.problem[k].number == bad[i].row &&
			         strcmp(s.problem[k].code, bad[i].code) == 0;
		assert_true(named);
	}
}

static void a_sheet_of_before_without_the_columns_is_priced_by_the_term(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;

	plan_make(c, w, &t);
	struct import_summary s = imported(
		c, w,
		S("项目代码,服务类型,名称,内容类别,面向年级,上课时间,收费标准,名额,报名开始时间,"
	          "报名截止时间\n"
	          "M1,个性化课程,合唱,艺术,1-6,周二 16:30-17:30,120,30,2026-09-01,2026-09-14\n"));
	assert_int_equal(s.added, 1);
	offering_id id = opened(c, w, &t, "M1");
	assert_null(offering_now(c, w, id).by_unit);
	assert_int_equal(offering_now(c, w, id).price.fen, 12000);
	kit_holds(c);
}

/* --- after the first charge --------------------------------------------------------------------
 */

static void r59_a_charged_price_stays_whatever_the_calendar_does(void **state)
{
	static const struct job_kinds *const kinds[] = {&term_jobs};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 200);
	struct calendar_set off = {.last = DATE_NONE, .note = S("校运动会")};
	struct offering was;
	struct plan t;
	bool ran = true;

	plan_make(c, w, &t);
	county_stands(c, w, "RS4", OWN("convert 1 period = 40 minute"));
	offering_id id = plan_open(c, w, &t, row);
	takes(c, w, &t, &w->father, CHEN_YI, id, KIND_COURSE);
	was = offering_now(c, w, id);
	assert_true(date_of(2026, 11, 3, &off.first));
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &off));
	as(c, &w->system);
	while (ran) {
		c->now = env_now(c->env);
		assert_ok(jobs_step(c, kinds, 1, &ran));
	}
	assert_int_equal(offering_now(c, w, id).price.fen, was.price.fen);
	assert_int_equal(offering_now(c, w, id).by_unit->sittings, was.by_unit->sittings);
	assert_int_equal(takes(c, w, &t, &w->wang, WANG, id, KIND_COURSE).charged.fen,
	                 was.price.fen);
	/* and the plan can no more be changed: the clerk is told why */
	row.id = id;
	row.price = FEN(210);
	struct offerings_put put = {.term = t.term, .row = &row, .n = 1};
	assert_fault(c, kit_try_as(c, &w->clerk, &offerings_put_verb, &put), E_REFUSED,
	             "offering_charged");
	assert_str(c->fault.field, "price");
	kit_holds(c);
}

static void r34_two_services_share_the_limit_of_the_term(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row a = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct offering_row b = priced_row(KIND_COURSE, "K2", "篆刻", "period", 250);
	struct plan t;

	plan_make(c, w, &t);
	county_stands(c, w, "RS4", "");
	a.quantity = b.quantity = RATIO(100);
	a.quantity_why = b.quantity_why = S("全学期一百课时");
	b.slot[0].weekday = 3;
	offering_id first = plan_open(c, w, &t, a), second = plan_open(c, w, &t, b);

	assert_int_equal(takes(c, w, &t, &w->father, CHEN_YI, first, KIND_COURSE).charged.fen,
	                 25000);
	assert_int_equal(takes(c, w, &t, &w->father, CHEN_YI, second, KIND_COURSE).charged.fen,
	                 15000); /* 400 in all */
	kit_holds(c);
}

/* --- by the size of the class ------------------------------------------------------------------
 */

#define BY_SIZE                                                                                    \
	OWN("fee small \"小班\"\n  kind course\n  price at_most 350.00 yuan per term\n"          \
	    "  when class_size 1 .. 20")                                                           \
	OWN("fee large \"大班\"\n  kind course\n  price at_most 300.00 yuan per term\n"          \
	    "  when class_size 21 .. open")

static enum err reseats(struct ctx *c, const struct kit_people *w, offering_id id, bool limited,
                        int64_t seats)
{
	return kit_try_as(c, &w->clerk, &reseat_verb, &(struct reseat){id, limited, seats});
}

static void r30_a_small_class_keeps_its_price_and_no_seat_more_makes_a_large_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画"), many;
	struct offerings_put large = {.row = &many, .n = 1};
	struct plan t;
	size_t at;

	plan_stands(c, w, &t, "RS4", BY_SIZE);
	large.term = t.term;
	row.price = FEN(35000);
	many = row;
	many.seats = 30;
	assert_fault(c, kit_try_as(c, &w->clerk, &offerings_put_verb, &large), E_REFUSED,
	             "fee_cap_exceeded");
	assert_true(str_is(c->fault.allowed, "300.00"));
	row.seats = 18;
	offering_id id = plan_open(c, w, &t, row);
	assert_int_equal(takes(c, w, &t, &w->father, CHEN_YI, id, KIND_COURSE).charged.fen, 35000);

	assert_fault(c, reseats(c, w, id, true, 21), E_REFUSED, "class_size_fixed");
	assert_true(str_is(c->fault.found, "21"));
	assert_true(str_find(c->fault.allowed, S("1–20"), &at));
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document));
	assert_fault(c, reseats(c, w, id, false, 0), E_REFUSED, "class_size_fixed");
	assert_ok(reseats(c, w, id, true, 20));
	assert_ok(reseats(c, w, id, true, 2));
	assert_int_equal(offering_now(c, w, id).class_size, 18);
	assert_int_equal(takes(c, w, &t, &w->wang, WANG, id, KIND_COURSE).charged.fen, 35000);
	kit_holds(c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r30_a_price_per_period_goes_from_the_sheet_to_the_bill_and_says_why),
		KIT_FACT(r30_the_months_price_of_the_document_needs_no_price_in_the_sheet),
		KIT_FACT(a_sheet_names_the_row_whose_unit_price_is_too_high_or_cannot_be_counted),
		KIT_FACT(a_sheet_of_before_without_the_columns_is_priced_by_the_term),
		KIT_FACT(r59_a_charged_price_stays_whatever_the_calendar_does),
		KIT_FACT(r30_a_small_class_keeps_its_price_and_no_seat_more_makes_a_large_one),
		KIT_FACT(r34_two_services_share_the_limit_of_the_term),
	};

	return KIT_FACTS_RUN("enrolment priced", facts);
}

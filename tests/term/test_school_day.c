/* What documents ask of the school's day and week (R22, R24), when care is opened. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "units.h"
#include "../kit_sheet.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "term/routes.h"

enum { FOUR = 960, FIVE = 1020, SIX = 1080 };

static struct offering_row daily(enum kind kind, const char *code, int days, int from, int to)
{
	struct offering_row row = plan_row(kind, code, kind == KIND_CARE ? "托管" : "泥塑");

	row.slot_n = 0;
	for (int64_t d = 1; d <= days; d++)
		row.slot[row.slot_n++] = (struct slot_said){d, {from}, {to}};
	return row;
}

static enum err publish(struct ctx *c, const struct kit_people *w, offering_id id)
{
	kit_sheets(c, w, &id, 1);
	return kit_try_as(c, &w->clerk, &offerings_publish_verb,
	                  &(struct offerings_publish){&id, 1, 0});
}

static enum err cancel(struct ctx *c, const struct kit_people *w, offering_id id)
{
	return kit_try_as(c, &w->clerk, &offering_end_verb, &(struct offering_end){id, true});
}

/* A school that has planned nothing for its day yet. */
static void bare(struct ctx *c, const struct kit_people *w, struct plan *t)
{
	plan_make(c, w, t);
	assert_ok(cancel(c, w, t->day));
}

static void R24_care_of_one_hour_is_not_opened_where_documents_ask_two_a_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;
	offering_id care;

	bare(c, w, &t);
	care = plan_draft(c, w, &t, daily(KIND_CARE, "C1", 5, FOUR, FIVE));
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "周一 60 分钟");
	assert_str(c->fault.allowed, "不低于 120 分钟");
	assert_str(c->fault.clause, "“5+2”:每天至少开展两小时");
	assert_str(c->fault.requirement, "R24");
	assert_true(str_some(c->fault.document));
	c->lang = LANG_EN;
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "Mon 60 minutes");
	c->lang = LANG_ZH;
	assert_ok(publish(c, w, plan_draft(c, w, &t, daily(KIND_CARE, "C2", 5, FOUR, SIX))));
	assert_ok(publish(c, w, care)); /* the day has its two hours now */
}

static void R24_what_a_school_plans_for_a_day_counts_together_and_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row young;
	struct plan t;
	offering_id care, course;

	bare(c, w, &t);
	care = plan_draft(c, w, &t, daily(KIND_CARE, "C1", 5, FOUR, FIVE));
	plan_draft(c, w, &t, daily(KIND_COURSE, "K1", 5, FOUR, FIVE)); /* the same hour */
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "周一 60 分钟");
	young = daily(KIND_COURSE, "K2", 5, FIVE, SIX);
	young.grades = 0x3e; /* the sixth has one hour still */
	plan_draft(c, w, &t, young);
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	course = plan_draft(c, w, &t, daily(KIND_COURSE, "K3", 4, FIVE, SIX));
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "周五 60 分钟");
	plan_draft(c, w, &t, daily(KIND_LUNCH, "L1", 5, 720, 780)); /* no after-school service */
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	plan_draft(c, w, &t, daily(KIND_COURSE, "K4", 5, FIVE, SIX));
	assert_ok(publish(c, w, care));
	assert_ok(publish(c, w, course)); /* a course need not fill a day */
}

static void R22_care_of_four_days_is_not_opened_where_documents_ask_five(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;
	offering_id care;

	bare(c, w, &t);
	care = plan_draft(c, w, &t, daily(KIND_CARE, "C1", 4, FOUR, SIX));
	assert_fault(c, publish(c, w, care), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "每周 4 天");
	assert_str(c->fault.allowed, "不低于 5 日");
	assert_str(c->fault.requirement, "R22");
	struct offering_row friday = daily(KIND_CARE, "C2", 1, FOUR, SIX);
	friday.slot[0].weekday = 5;
	plan_draft(c, w, &t, friday);
	assert_ok(publish(c, w, care));
}

static void R24_a_course_past_the_most_a_county_allows_a_day_is_not_opened(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;
	offering_id early;

	bare(c, w, &t);
	county_stands(c, w, "RS0",
	              OWN("require minutes_per_day \"每天服务时长\"\n  at_least 120 minute\n"
	                  "  at_most 150 minute"));
	assert_ok(publish(c, w, plan_draft(c, w, &t, daily(KIND_CARE, "C1", 5, FOUR, SIX))));
	early = plan_draft(c, w, &t, daily(KIND_COURSE, "K1", 1, FOUR - 31, FOUR));
	assert_fault(c, publish(c, w, early), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "周一 151 分钟");
	assert_ok(cancel(c, w, early));
	assert_ok(
		publish(c, w, plan_draft(c, w, &t, daily(KIND_COURSE, "K2", 1, FOUR - 30, FOUR))));
}

static void R24_more_periods_a_day_than_a_document_allows_are_not_opened(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;
	size_t at;

	bare(c, w, &t);
	county_stands(c, w, "RS0",
	              OWN("convert 1 period = 40 minute")
	                      OWN("require periods_per_day \"每天课时\"\n  at_most 3 period"));
	assert_fault(c,
	             publish(c, w, plan_draft(c, w, &t, daily(KIND_CARE, "C1", 5, FOUR - 1, SIX))),
	             E_REFUSED, "not_as_required");
	assert_str(c->fault.allowed, "不高于 3 课时");
	assert_str(c->fault.clause, "县里的规定");
	assert_true(str_find(c->fault.found, S(" 课时"), &at));
	assert_ok(publish(c, w, plan_draft(c, w, &t, daily(KIND_CARE, "C2", 5, FOUR, SIX))));
}

/* Here a sitting is a period. */
static void R24_a_period_of_another_length_than_documents_ask_is_not_opened(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "泥塑", "period", 500);
	struct plan t;

	plan_stands(c, w, &t, "RS0",
	            OWN("convert 1 sitting = 1 period")
	                    OWN("require minutes_per_period \"课时长度\"\n  exactly 40 minute"));
	row.slot_n = 1;
	row.slot[0] = (struct slot_said){2, {FOUR}, {FOUR + 45}};
	assert_fault(c, publish(c, w, plan_draft(c, w, &t, row)), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "1 课时共 45 分钟，每课时 45 分钟");
	assert_str(c->fault.requirement, "R24");
	row.code = S("K2");
	row.slot[0].ends.minute = FOUR + 40;
	assert_ok(publish(c, w, plan_draft(c, w, &t, row)));
}

/* Where nothing leads to the period the school states how many there are. */
static void R24_the_periods_a_school_states_are_as_long_as_documents_ask(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "泥塑", "period", 500);
	struct plan t;
	offering_id id;

	plan_stands(c, w, &t, "RS0",
	            OWN("require minutes_per_period \"课时长度\"\n  exactly 40 minute"));
	row.slot_n = 1;
	row.slot[0] = (struct slot_said){2, {FOUR}, {FOUR + 80}};
	row.quantity = RATIO(1);
	row.quantity_why = S("每次两课时");
	id = plan_draft(c, w, &t, row);
	assert_fault(c, publish(c, w, id), E_REFUSED, "not_as_required");
	row.code = S("K2");
	row.quantity = RATIO(2 * offering_now(c, w, id).by_unit->sittings);
	assert_ok(publish(c, w, plan_draft(c, w, &t, row)));
}

static bool page_shows(struct ctx *c, const struct actor *who, offering_id id, const char *said)
{
	static const struct routes *const tables[] = {&auth_routes, &term_routes};
	struct kit_web b = kit_web_open(c, tables, 2);
	bool shows;

	kit_web_login(&b, who);
	assert_int_equal(
		kit_web_get(&b, str_c(c->arena, str_printf(c->arena, "/school/offerings/%lld",
	                                                   (long long)id.v))),
		200);
	shows = kit_web_shows(&b, said);
	kit_web_close(&b);
	return shows;
}

/* Nobody is kept from opening by what nobody has recorded, and what was planned and never opened is
 * told. */
static void R24_the_page_of_care_tells_what_is_not_open_yet_and_what_is_not_known(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	offering_id care, course;
	struct plan t;

	bare(c, w, &t);
	care = plan_draft(c, w, &t, daily(KIND_CARE, "C1", 5, FOUR, FIVE));
	course = plan_draft(c, w, &t, daily(KIND_COURSE, "K1", 5, FIVE, SIX));
	assert_ok(publish(c, w, care));
	assert_true(page_shows(c, &w->clerk, care, "周五 60 分钟"));
	assert_true(page_shows(c, &w->clerk, care, "没有登记当地下班时间"));
	assert_false(page_shows(c, &w->clerk, course, "没有登记当地下班时间"));
	assert_ok(publish(c, w, course));
	assert_false(page_shows(c, &w->clerk, care, "60 分钟；"));
	county_stands(c, w, "RS0", OWN("param after_school.end_earliest 17:00"));
	assert_false(page_shows(c, &w->clerk, care, "没有登记当地下班时间"));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R24_care_of_one_hour_is_not_opened_where_documents_ask_two_a_day),
		KIT_FACT(R24_what_a_school_plans_for_a_day_counts_together_and_once),
		KIT_FACT(R22_care_of_four_days_is_not_opened_where_documents_ask_five),
		KIT_FACT(R24_a_course_past_the_most_a_county_allows_a_day_is_not_opened),
		KIT_FACT(R24_more_periods_a_day_than_a_document_allows_are_not_opened),
		KIT_FACT(R24_a_period_of_another_length_than_documents_ask_is_not_opened),
		KIT_FACT(R24_the_periods_a_school_states_are_as_long_as_documents_ask),
		KIT_FACT(R24_the_page_of_care_tells_what_is_not_open_yet_and_what_is_not_known),
	};

	return KIT_FACTS_RUN("term", facts);
}

/* What documents want done by a day, the record that it is, and who is reminded. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"
#include "../rulebook/world.h"

#include "auth/auth.h"
#include "jobs/message.h"
#include "oversight/due.h"
#include "oversight/routes.h"

#define DAY_US   (INT64_C(86400) * 1000000)
#define TERM_END "2027-01-29"

#define HEAD                                                                                       \
	"ruleset COUNTY\ntitle \"示例县课后服务办法\"\nnumber \"示教〔2026〕9号\"\n" \
	"issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder RS0\n"                   \
	"issued 2026-08-01\neffective 2026-08-01 .. open\n\n"
#define TERMLY                                                                                     \
	"deadline income_report \"向家长公布收支\"\n  due 0 day after term_end\n"           \
	"  clause \"学期末公布收支\"\n  requirement R69\n"
#define YEARLY                                                                                     \
	"deadline yearly_report \"年度收支报告\"\n  due yearly 09-30\n"                      \
	"  clause \"每年九月底前报告\"\n  requirement R71\n"
#define EACH                                                                                       \
	"deadline refund \"退费\"\n  due 15 day after quit\n"                                    \
	"  clause \"十五日内退\"\n  requirement R61\n"
#define MONTHLY                                                                                    \
	"deadline settlement \"结算\"\n  due every 1 month from term_start\n"                    \
	"  clause \"按月结算\"\n  requirement R41\n"
#define RURAL                                                                                      \
	"deadline plan \"实施方案\"\n  due 5 day before term_start\n  when area rural\n"       \
	"  clause \"乡村学校开学前报方案\"\n  requirement R23\n"
#define ISSUED                                                                                     \
	"deadline disclosure \"公示办法\"\n  due 60 day after issued\n"                        \
	"  clause \"印发后六十日内公示\"\n  requirement R69\n"

#define WORKING                                                                                    \
	"deadline plan \"实施方案\"\n  due 5 working_day before term_start\n"                  \
	"  clause \"开学前5个工作日报方案\"\n  requirement R23\n"                        \
	"deadline settlement \"结算\"\n  due 5 working_day after term_end\n"                     \
	"  clause \"学期结束后5个工作日内结算\"\n  requirement R41\n"

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
};

static struct scene scene_of(void **state, const char *rules)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct actor other;

	kit_term_make(s.c, s.w, &s.t);
	other = second_officer(s.c, s.w);
	(void)published(s.c, &s.w->county_officer, &other,
	                str_printf(s.c->arena, HEAD "%s", rules));
	return s;
}

static struct task_due *listed(struct scene *s, const struct actor *who, enum due_state state,
                               size_t *ret_n)
{
	struct task_due *v;

	kit_read_as(s->c, who);
	assert_ok(due_list(s->c, &v, ret_n));
	*ret_n = due_keep(v, *ret_n, state);
	store_read_end(s->c);
	return v;
}

/* "income_report 2027-01-29 open, …" */
static struct str said(struct scene *s, const struct actor *who, school_id school)
{
	static const char *const word[] = {"any", "open", "overdue", "done", "case"};
	struct str out = S("");
	size_t n;
	struct task_due *v = listed(s, who, DUE_ANY, &n);

	for (size_t i = 0; i < n; i++) {
		struct str day = date_some(v[i].day) ? date_text(s->c->arena, v[i].day) : S("none");

		if (v[i].school.v == school.v)
			out = str_printf(s->c->arena, "%.*s%s%.*s %.*s %s", STR_FMT(out),
			                 out.n ? ", " : "", STR_FMT(v[i].task), STR_FMT(day),
			                 word[v[i].state]);
	}
	return out;
}

static enum err record(struct scene *s, const struct actor *who, const char *task, const char *day,
                       int64_t *ret_id)
{
	struct due_record a = {.task = str_of(task), .words = S("公示栏,照片存档")};
	enum err e;

	assert_true(date_parse(str_of(day), &a.day));
	e = kit_try_as(s->c, who, &due_record_verb, &a);
	*ret_id = a.result;
	return e;
}

static void remind(void **state, struct scene *s, int days)
{
	static const struct job_kinds *const kinds[] = {&due_jobs};
	bool ran = true;

	if (s->c->tx)
		store_read_end(s->c);
	s->c->actor = s->w->system;
	assert_ok(jobs_prepare(s->c, kinds, 1));
	kit_advance(state, days * DAY_US);
	for (int i = 0; i < 100 && ran; i++)
		assert_ok(jobs_step(s->c, kinds, 1, &ran));
}

static int64_t unread(struct scene *s, const struct actor *who)
{
	int64_t n;

	kit_read_as(s->c, who);
	assert_ok(message_unread(s->c, &n));
	store_read_end(s->c);
	return n;
}

static void
R69_what_is_due_at_the_end_of_the_term_is_due_of_every_school_and_the_county(void **state)
{
	struct scene s = scene_of(state, TERMLY);
	size_t n;
	struct task_due *v = listed(&s, &s.w->leader, DUE_OPEN, &n);

	assert_int_equal(n, 1);
	assert_str(v[0].title, "向家长公布收支");
	assert_str(v[0].clause, "学期末公布收支");
	assert_str(v[0].when, "学期结束当日");
	assert_str(date_text(s.c->arena, v[0].day), TERM_END);
	assert_true(v[0].school.v == s.w->a1.v);
	assert_str(said(&s, &s.w->county_officer, s.w->a1), "income_report 2027-01-29 open");
	assert_str(said(&s, &s.w->county_officer, s.w->a2), "income_report 2027-01-29 open");
	assert_str(said(&s, &s.w->county_officer, ID_NONE(school_id)),
	           "income_report 2027-01-29 open");
	(void)listed(&s, &s.w->zone_officer, DUE_ANY, &n);
	assert_int_equal(n, 0); /* another county's document */
}

static void R41_every_turn_of_what_recurs_and_every_day_documents_count_from_is_told(void **state)
{
	struct scene s = scene_of(state, YEARLY EACH ISSUED RURAL);

	/* A1 is no rural school; what counts from a family's leaving has no day of its own. */
	assert_str(said(&s, &s.w->leader, s.w->a1),
	           "disclosure 2026-09-30 open, yearly_report 2026-09-30 open, refund none case");
	assert_str(said(&s, &s.w->leader2, s.w->a2),
	           "plan 2026-08-27 overdue, disclosure 2026-09-30 open, "
	           "yearly_report 2026-09-30 open, refund none case");
	kit_advance(state, 40 * DAY_US);
	assert_str(said(&s, &s.w->leader, s.w->a1),
	           "disclosure 2026-09-30 overdue, yearly_report 2026-09-30 overdue, "
	           "yearly_report 2027-09-30 open, refund none case");
}

static void R69_no_turn_of_what_recurs_within_a_term_is_left_out(void **state)
{
	struct scene s = scene_of(state, MONTHLY);

	assert_str(said(&s, &s.w->leader, s.w->a1), "settlement 2026-10-01 open");
	kit_advance(state, 100 * DAY_US);
	assert_str(said(&s, &s.w->leader, s.w->a1),
	           "settlement 2026-10-01 overdue, settlement 2026-11-01 overdue, "
	           "settlement 2026-12-01 overdue, settlement 2027-01-01 open");
	kit_advance(state, 40 * DAY_US); /* no turn of the term is left */
	assert_str(said(&s, &s.w->leader, s.w->a1),
	           "settlement 2026-10-01 overdue, settlement 2026-11-01 overdue, "
	           "settlement 2026-12-01 overdue, settlement 2027-01-01 overdue");
}

static void R10_nothing_is_due_on_a_day_before_its_document_was_in_force(void **state)
{
	struct scene s = scene_of(state, TERMLY);
	struct term_new before = {.county = s.w->county, .code = S("2025-2")};
	size_t n;

	assert_true(date_of(2026, 2, 20, &before.first_day));
	assert_true(date_of(2026, 7, 5, &before.last_day));
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &term_add_verb, &before));
	(void)listed(&s, &s.w->leader, DUE_OVERDUE, &n);
	assert_int_equal(n, 0);
	assert_str(said(&s, &s.w->leader, s.w->a1), "income_report 2027-01-29 open");
}

static void R71_what_is_recorded_as_done_stays_with_who_said_so_and_can_be_taken_back(void **state)
{
	struct scene s = scene_of(state, TERMLY);
	struct due_back back = {.reason = S("登记错了")};
	struct due_done d;
	int64_t id, again;

	assert_ok(record(&s, &s.w->leader, "income_report", TERM_END, &id));
	assert_str(said(&s, &s.w->leader, s.w->a1), "income_report 2027-01-29 done");
	assert_str(said(&s, &s.w->leader2, s.w->a2), "income_report 2027-01-29 open");
	assert_fault(s.c, record(&s, &s.w->clerk, "income_report", TERM_END, &again), E_CONFLICT,
	             "due_recorded");
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(due_done_get(s.c, id, &d));
	assert_str(d.words, "公示栏,照片存档");
	store_read_end(s.c);
	back.id = id;
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &due_back_verb, &back), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &due_back_verb, &back), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->leader, &due_back_verb, &back));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &due_back_verb, &back), E_CONFLICT,
	             "due_back");
	assert_str(said(&s, &s.w->leader, s.w->a1), "income_report 2027-01-29 open");
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(due_done_get(s.c, id, &d));
	assert_true(d.back);
	assert_str(d.back_reason, "登记错了");
	assert_true(str_some(d.back_by));
	store_read_end(s.c);
	assert_ok(record(&s, &s.w->finance, "income_report", TERM_END, &again));
	assert_int_equal(kit_audited(s.c, "recorded", "due", again), 1);
	assert_int_equal(kit_audited(s.c, "taken_back", "due", id), 1);
}

static void R71_what_is_not_due_on_that_day_cannot_be_recorded(void **state)
{
	struct scene s = scene_of(state, TERMLY EACH);
	struct due_record blank = {.task = S("income_report"), .words = S(" ")};
	int64_t id;

	assert_fault(s.c, record(&s, &s.w->leader, "income_report", "2027-01-30", &id), E_INPUT,
	             "due_unknown");
	assert_str(s.c->fault.allowed, "income_report." TERM_END);
	assert_fault(s.c, record(&s, &s.w->leader, "refund", TERM_END, &id), E_INPUT,
	             "due_unknown");
	assert_true(date_parse(S(TERM_END), &blank.day));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &due_record_verb, &blank), E_INPUT,
	             "missing_field");
	assert_fault(s.c, record(&s, &s.w->teacher, "income_report", TERM_END, &id), E_DENIED,
	             "not_allowed");
}

/* The notice of 2027 is not there yet: the page says so and puts no day. */
static void R41_working_days_are_told_as_days_and_what_cannot_be_counted_says_why(void **state)
{
	struct scene s = scene_of(state, WORKING);
	size_t n;
	struct task_due *v = listed(&s, &s.w->leader, DUE_ANY, &n);

	assert_int_equal(n, 2);
	assert_str(v[0].task, "plan");
	assert_str(date_text(s.c->arena, v[0].day), "2026-08-25");
	assert_str(v[0].when, "学期开始前 5 个工作日");
	assert_int_equal(v[1].state, DUE_CASE);
	assert_str(v[1].when,
	           "学期结束后 5 个工作日（2027 年的节假日安排还没有收入程序，工作日算不出来）");
}

static void R39_who_answers_is_reminded_once_before_the_day_and_once_after_it(void **state)
{
	struct scene s = scene_of(state, YEARLY);
	int64_t leader = unread(&s, &s.w->leader), clerk2 = unread(&s, &s.w->clerk2),
		officer = unread(&s, &s.w->county_officer), teacher = unread(&s, &s.w->teacher), id;

	remind(state, &s, 1); /* 2 September: four weeks before */
	assert_int_equal(unread(&s, &s.w->leader), leader);
	remind(state, &s, 14);
	remind(state, &s, 1);
	assert_int_equal(unread(&s, &s.w->leader), leader + 1);
	assert_int_equal(unread(&s, &s.w->clerk2), clerk2 + 1);
	assert_int_equal(unread(&s, &s.w->county_officer), officer + 1);
	assert_int_equal(unread(&s, &s.w->teacher), teacher);
	assert_ok(record(&s, &s.w->leader, "yearly_report", "2026-09-30", &id));
	remind(state, &s, 14); /* 1 October */
	remind(state, &s, 1);
	assert_int_equal(unread(&s, &s.w->leader), leader + 1); /* it is done */
	assert_int_equal(unread(&s, &s.w->clerk2), clerk2 + 2);
	assert_int_equal(unread(&s, &s.w->county_officer), officer + 2);
}

static void R39_the_page_lists_what_is_due_and_takes_the_record(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &oversight_routes};
	struct scene s = scene_of(state, TERMLY);
	struct kit_web b = kit_web_open(s.c, tables, 2);

	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/deadlines"), 200);
	assert_true(kit_web_shows(&b, "向家长公布收支"));
	assert_int_equal(kit_web_get(&b, "/deadlines?state=overdue"), 200);
	assert_true(kit_web_shows(&b, "没有到期事项"));
	assert_int_equal(kit_web_post(&b, "/deadlines", "&due=income_report&words=x"), 422);
	assert_int_equal(kit_web_post(&b, "/deadlines", "&due=plan.2027-01-29&words=kept"), 422);
	assert_true(kit_web_shows(&b, "kept"));
	assert_int_equal(kit_web_post(&b, "/deadlines", "&due=income_report." TERM_END "&words=x"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/deadlines?state=done"), 200);
	assert_true(kit_web_shows(&b, "已完成"));
	assert_int_equal(kit_web_get(&b, "/deadlines/export.csv"), 200);
	assert_true(kit_web_shows(&b, "income") || kit_web_shows(&b, "向家长公布收支"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/deadlines", NULL), 200);
	assert_true(kit_web_shows(&b, "\"due\":\"income_report." TERM_END "\""));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/deadlines",
	                             "{\"due\":\"income_report." TERM_END "\",\"words\":\"x\"}"),
	                 409);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			R69_what_is_due_at_the_end_of_the_term_is_due_of_every_school_and_the_county),
		KIT_FACT(R41_every_turn_of_what_recurs_and_every_day_documents_count_from_is_told),
		KIT_FACT(R69_no_turn_of_what_recurs_within_a_term_is_left_out),
		KIT_FACT(R10_nothing_is_due_on_a_day_before_its_document_was_in_force),
		KIT_FACT(R71_what_is_recorded_as_done_stays_with_who_said_so_and_can_be_taken_back),
		KIT_FACT(R71_what_is_not_due_on_that_day_cannot_be_recorded),
		KIT_FACT(R41_working_days_are_told_as_days_and_what_cannot_be_counted_says_why),
		KIT_FACT(R39_who_answers_is_reminded_once_before_the_day_and_once_after_it),
		KIT_FACT(R39_the_page_lists_what_is_due_and_takes_the_record),
	};
	return KIT_FACTS_RUN("oversight", facts);
}

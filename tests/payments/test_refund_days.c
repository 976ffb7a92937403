/* Refunds of real documents, live: in days, months and runs, whatever the sittings are. */
#include "scene.h"

#include "../kit_sheet.h"
#include "../kit_web.h"
#include "../rulebook/world.h"

#include "auth/auth.h"
#include "money/approval.h"
#include "money/waiver.h"
#include "../kit_verify.h"
#include "payments/routes.h"
#include "term/offering_edit.h"
#include "term/sitting.h"

#define DAY_US INT64_C(86400000000)

struct paying {
	struct scene s;
	offering_id course;
	enrolment_id enrolment;
};

static void call_all(struct scene *s, offering_id o)
{
	struct sittings_generate g = {.offering = o, .more = true};

	while (g.more)
		assert_ok(kit_try_as(s->c, &s->w->system, &sittings_generate_verb, &g));
}

static void opened(struct scene *s, struct offering_row *row, offering_id *ret_id)
{
	struct offerings_put put = {.school = s->w->a1, .term = s->t.term, .row = row, .n = 1};
	struct agreement_sign sign = {.offering = ret_id, .n = 1};
	struct offerings_publish publish = {.offering = ret_id, .n = 1};

	kit_do(s->c, &offerings_put_verb, &put);
	*ret_id = row->id;
	assert_ok(kit_try_as(s->c, &s->w->leader, &agreement_sign_verb, &sign));
	kit_sheets(s->c, s->w, ret_id, 1);
	s->c->actor = s->w->system;
	kit_do(s->c, &offerings_publish_verb, &publish);
	call_all(s, *ret_id);
}

static struct instant moment(int32_t m, int32_t d, int32_t minute)
{
	return date_instant(on_day(2026, m, d), (struct clock_time){minute});
}

/* A course of 90.00 on so many weekdays, so often each of these days, that Chen Yi has paid. */
static struct paying paid_course(void **state, int64_t weekdays, int times)
{
	struct paying k = {.s = scene_of(state)};
	struct scene *s = &k.s;
	struct offering_row row = {
		.code = S("K20"),
		.kind = KIND_COURSE,
		.title = S("乒乓球"),
		.about = S("与老师一起"),
		.category = S("sport"),
		.place = S("操场"),
		.grades = INT64_C(0x7e),
		.price = FEN(9000),
		.consumables_standard = S(""),
		.opens = moment(9, 1, 420),
		.closes = moment(9, 15, 1080),
		.starts = DATE_NONE,
		.ends = DATE_NONE,
		.limited = true,
		.seats = 20,
	};

	for (int64_t d = 1; d <= weekdays; d++) {
		for (int t = 0; t < times; t++)
			row.slot[row.slot_n++] =
				(struct slot_said){d, {960 + 60 * t}, {1000 + 60 * t}};
	}
	s->c->actor = s->w->system;
	opened(s, &row, &k.course);
	struct enrol a = {.wish = {s->w->pupil[CHEN_YI], k.course, s->t.course, false},
	                  .channel = S("page")};

	assert_ok(kit_try_as(s->c, &s->w->father, &enrol_verb, &a));
	k.enrolment = a.result.id;
	scene_paid(s, CHEN_YI, "D-1");
	return k;
}

/* The county stands on another document from today on. */
static void stands_on(struct scene *s, const char *ruleset)
{
	struct base_choice b = {
		.ruleset = str_of(ruleset), .starts = DATE_NONE, .reason = S("改按新的文件执行")};

	assert_ok(kit_try_as(s->c, &s->w->county_officer, &base_choose_verb, &b));
}

static struct q_laid_out_row laid_out(struct paying *k)
{
	struct q_laid_out_row row;

	assert_ok(store_read_begin(k->s.c));
	assert_ok(q_laid_out(k->s.c, k->course, ctx_today(k->s.c), &row));
	store_read_end(k->s.c);
	return row;
}

struct fate {
	struct paying *k;
	int64_t from, n;
	bool off;   /* called off; else the child was not there */
	bool leave; /* and had asked for leave */
};

static enum err fate_run(struct ctx *c, void *arg)
{
	const struct fate *f = arg;
	struct q_sitting_nth_row row;

	for (int64_t i = f->from; i < f->from + f->n; i++) {
		TRY(q_sitting_nth(c, f->k->course, i, &row));
		if (f->off)
			TRY(q_sitting_call_off(c, row.id, NULL));
		else if (f->leave)
			TRY(q_was_on_leave(c, row.id, f->k->s.w->pupil[CHEN_YI], f->k->s.w->county,
			                   NULL));
		else
			TRY(q_was_absent(c, row.id, f->k->s.w->pupil[CHEN_YI], f->k->s.w->county,
			                 NULL));
	}
	return OK;
}
static const struct verb fate_verb = {"tests.fate", fate_run};

static void absent(struct paying *k, int64_t from, int64_t n)
{
	struct fate f = {.k = k, .from = from, .n = n};

	assert_ok(kit_try_as(k->s.c, &k->s.w->system, &fate_verb, &f));
}

static void on_leave(struct paying *k, int64_t from, int64_t n)
{
	struct fate f = {.k = k, .from = from, .n = n, .leave = true};

	assert_ok(kit_try_as(k->s.c, &k->s.w->system, &fate_verb, &f));
}

static void called_off(struct paying *k, int64_t nth)
{
	struct fate f = {.k = k, .from = nth, .n = 1, .off = true};

	assert_ok(kit_try_as(k->s.c, &k->s.w->system, &fate_verb, &f));
}

/* The newest refund of the child. */
static struct refund newest(struct paying *k)
{
	struct refund *v;
	size_t n;

	kit_read_as(k->s.c, &k->s.w->leader);
	assert_ok(refund_list(k->s.c, k->s.w->pupil[CHEN_YI], k->s.t.term, &v, &n));
	store_read_end(k->s.c);
	assert_true(n > 0);
	return v[n - 1];
}

static struct q_refund_units_row units(struct paying *k)
{
	struct q_refund_units_row row;
	struct refund r = newest(k);

	assert_ok(store_read_begin(k->s.c));
	assert_ok(q_refund_units(k->s.c, r.id, &row));
	store_read_end(k->s.c);
	return row;
}

static struct refund left(struct paying *k)
{
	struct withdraw a = {.enrolment = k->enrolment};

	assert_ok(kit_try_as(k->s.c, &k->s.w->father, &withdraw_verb, &a));
	return newest(k);
}

static enum err ask(struct paying *k, const char *reason)
{
	struct refund_ask a = {.enrolment = k->enrolment, .reason = str_of(reason)};

	return kit_try_as(k->s.c, &k->s.w->father, &refund_ask_verb, &a);
}

/* Agreed by two, so that it stands and the next may be asked for. */
static void agreed(struct paying *k)
{
	struct refund r = newest(k);
	struct refund_judge a = {.refund = r.id, .accept = true};
	struct approval_state st;
	struct approval_say say = {.word = APPROVED, .reason = S("")};

	assert_ok(kit_try_as(k->s.c, &k->s.w->finance, &refund_judge_verb, &a));
	assert_ok(store_read_begin(k->s.c));
	assert_ok(approval_state_of(k->s.c, APPROVE_REFUND, r.id.v, &st));
	store_read_end(k->s.c);
	say.approval = st.id;
	assert_ok(kit_try_as(k->s.c, &k->s.w->leader, &approval_say_verb, &say));
	assert_ok(kit_try_as(k->s.c, &k->s.w->finance, &refund_judge_verb, &a));
	assert_int_equal(newest(k).state, REFUND_APPROVED);
}

/* fen × n / of, half up. */
static int64_t share(int64_t fen, int64_t n, int64_t of)
{
	return (2 * fen * n + of) / (2 * of);
}

/* Leaving after a month, two sittings on each of two days a week. `basis`: of the term by the
 * document; 0: the days of the service. */
static void left_under(void **state, const char *ruleset, int64_t basis)
{
	struct paying k = paid_course(state, 2, 2);
	struct q_laid_out_row n;
	struct refund r;

	stands_on(&k.s, ruleset);
	kit_advance(state, 30 * DAY_US);
	n = laid_out(&k);
	assert_int_equal(n.n, 2 * n.days);
	assert_true(n.days_ahead > 0 && n.days_ahead < n.days);
	r = left(&k);
	assert_int_equal(r.state, REFUND_ASKED);
	assert_int_equal(r.amount.fen, share(9000, n.days_ahead, basis ? basis : n.days));
	assert_str(units(&k).unit, "day");
	assert_int_equal(units(&k).sittings, n.ahead);
}

static void R61_leaving_a_course_of_RS3_pays_back_its_days_of_a_hundred(void **state)
{
	left_under(state, "RS3", 100);
}

static void R61_leaving_a_course_of_RS7_pays_back_its_days_of_those_served(void **state)
{
	left_under(state, "RS7", 0);
}

static void R61_leaving_a_course_of_RS8_pays_back_what_is_left_by_the_day(void **state)
{
	left_under(state, "RS8", 0);
}

static void R61_leaving_a_course_of_RS11_pays_back_days_not_periods(void **state)
{
	left_under(state, "RS11", 100);
}

static void a_day_of_which_a_part_was_had_counts_as_had(void **state)
{
	struct paying k = paid_course(state, 2, 2);
	struct q_laid_out_row n;
	struct refund r;

	stands_on(&k.s, "RS7");
	/* to Monday, 2026-09-07, between the two sittings */
	kit_advance(state, date_instant(on_day(2026, 9, 7), (struct clock_time){990}).us -
	                           env_now(k.s.c->env).us);
	n = laid_out(&k);
	r = left(&k);
	assert_int_equal(r.amount.fen, share(9000, n.days_ahead, n.days));
	assert_int_equal(units(&k).sittings, n.ahead + 1); /* that evening's second one too */
}

static void R61_what_was_paid_back_before_is_not_paid_back_again(void **state)
{
	struct paying k = paid_course(state, 5, 1);
	struct q_laid_out_row n = laid_out(&k);
	int64_t first, second;
	struct refund r;

	stands_on(&k.s, "RS7");
	kit_advance(state, 20 * DAY_US);
	absent(&k, 0, 3);
	assert_ok(ask(&k, "absence"));
	r = newest(&k);
	first = share(9000, 3, n.n);
	assert_int_equal(r.amount.fen, first);
	agreed(&k);
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	absent(&k, 5, 2);
	assert_ok(ask(&k, "absence"));
	second = share(9000, 5, n.n) - first;
	assert_int_equal(newest(&k).amount.fen, second);
	assert_str(units(&k).units, "2");
	assert_int_equal(units(&k).sittings, 2);
	agreed(&k);
	called_off(&k, 4);
	assert_ok(ask(&k, "not_served"));
	assert_int_equal(newest(&k).amount.fen > 0, true);
	agreed(&k);
	n = laid_out(&k);
	r = left(&k);
	/* all that is ahead, the absences, and what was called off or had no register: all of it */
	assert_int_equal(r.amount.fen > 0, true);
	assert_true(r.amount.fen + first + second < 9000);
}

#define HAIKOU(answer, days)                                                                                  \
	"ruleset RS6-D1\ntitle \"示例县规则决定记录\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS6\nissued 2026-07-01\neffective 2026-07-01 .. "                  \
	"open\n\nsettle absence_month " answer "\n  decided by \"局务会\" on 2026-06-30 why "              \
	"\"家长和学校都能核对\"\n  requirement R61\n\nconvert 1 month = " days                                \
	" day\n  decided by \"局务会\" on 2026-06-30 why \"平均\"\n  requirement R61\n"

static void R61_a_run_of_absence_pays_back_the_steps_of_RS6_by_school_days(void **state)
{
	struct paying k = paid_course(state, 5, 1);
	struct actor other = second_officer(k.s.c, k.s.w);
	struct q_laid_out_row n = laid_out(&k);
	int64_t half = share(9000 * 11, 1, n.n);

	stands_on(&k.s, "RS6");
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).state, REFUND_UNDECIDED); /* how a month counts is open */
	assert_str(newest(&k).why, "decision_needed");
	struct refund_judge no = {.refund = newest(&k).id, .reason = S("未决定")};

	published(k.s.c, &k.s.w->county_officer, &other, S(HAIKOU("school_days", "22")));
	assert_ok(kit_try_as(k.s.c, &k.s.w->finance, &refund_judge_verb, &no)); /* nothing missed */
	assert_int_equal(newest(&k).state, REFUND_NOTHING);
	kit_advance(state, 60 * DAY_US);
	absent(&k, 0, 5);
	called_off(&k, 5); /* breaks no run and is no day of it */
	absent(&k, 6, 5);
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing"); /* ten days */
	absent(&k, 11, 1);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, half);
	assert_str(units(&k).units, "0.5");
	agreed(&k);
	absent(&k, 12, 10); /* the same run goes on: twenty-two days */
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, share(9000 * 22, 1, n.n) - half);
	assert_str(units(&k).units, "0.5");
}

static void a_run_by_calendar_days_counts_the_days_between(void **state)
{
	struct paying k = paid_course(state, 5, 1);
	struct actor other = second_officer(k.s.c, k.s.w);

	stands_on(&k.s, "RS6");
	published(k.s.c, &k.s.w->county_officer, &other, S(HAIKOU("calendar_days", "30")));
	kit_advance(state, 40 * DAY_US);
	absent(&k, 0, 10); /* 2026-09-01 to 14 */
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	absent(&k, 10, 1);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, 900); /* half a month of September to January */
}

/* --- absences in a row -------------------------------------------------------------------------
 */

#define ROWS(more)                                                                                          \
	"ruleset ROWS\ntitle \"示例县请假退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"          \
	"\nrefund away \"连续请假\"\n  of course\n  reason absence\n  method share\n  unit day\n"       \
	"  basis served\n" more "  clause \"连续请假5天以上按天退\"\n  requirement R61\n"

static struct paying course_under(void **state, const char *rules)
{
	struct paying k = paid_course(state, 5, 1);
	struct actor other = second_officer(k.s.c, k.s.w);

	published(k.s.c, &k.s.w->county_officer, &other, str_of(rules));
	kit_advance(state, 60 * DAY_US);
	return k;
}

static void R61_five_days_in_a_row_come_back_and_four_do_not(void **state)
{
	struct paying k = course_under(state, ROWS("  in_a_row 5 day\n"));
	struct q_laid_out_row n = laid_out(&k);
	int64_t first = share(9000 * 5, 1, n.n), second = share(9000 * 7, 1, n.n) - first;
	size_t at;

	absent(&k, 0, 4);
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	absent(&k, 10, 4);
	called_off(&k, 14); /* breaks no run and is no day of it */
	absent(&k, 15, 1);
	absent(&k, 20, 2);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, first);
	assert_str(units(&k).units, "5");
	assert_int_equal(units(&k).sittings, 5); /* the others may come back yet */
	assert_true(
		str_find(units(&k).formula, S("各次连续缺勤 4、5、2 天，只计连满 5 天的；"), &at));
	agreed(&k);
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	absent(&k, 16, 2); /* the run goes on: seven days */
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, second);
	assert_str(units(&k).units, "2");
	assert_int_equal(units(&k).sittings, 2);
}

static void R61_by_when_a_refund_has_to_be_back_is_told_to_family_and_school(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes,
	                                              &payments_desk_routes};
	struct paying k = course_under(state, ROWS("  within 5 working_day\n"));
	struct kit_web b = kit_web_open(k.s.c, tables, 3);
	const char *api;

	absent(&k, 0, 2);
	assert_ok(ask(&k, "absence")); /* on Saturday, 31 October */
	assert_str(date_text(k.s.c->arena, newest(&k).due), "2026-11-06");
	api = str_c(k.s.c->arena,
	            str_printf(k.s.c->arena, "/api/v1/refunds/%lld", (long long)newest(&k).id.v));
	kit_web_login(&b, &k.s.w->father);
	assert_int_equal(kit_web_get(&b, api + strlen("/api/v1")), 200);
	assert_true(kit_web_shows(&b, "2026-11-06"));
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 200);
	assert_true(kit_web_shows(&b, "\"due\":\"2026-11-06\""));
	kit_advance(state, 7 * DAY_US);
	kit_web_login(&b, &k.s.w->leader);
	assert_int_equal(kit_web_get(&b, "/school/refunds"), 200);
	assert_true(kit_web_shows(&b, "2026-11-06（已逾期）"));
	kit_web_close(&b);
}

static void R61_an_absence_without_leave_ends_a_row_of_excused_ones(void **state)
{
	struct paying k = course_under(state, ROWS("  in_a_row 5 day\n  absence excused\n"));
	struct q_laid_out_row n = laid_out(&k);

	absent(&k, 0, 9);
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	on_leave(&k, 9, 4);
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	on_leave(&k, 13, 1);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, share(9000 * 5, 1, n.n));
	assert_int_equal(units(&k).sittings, 5);
}

static void R61_leave_alone_comes_back_where_a_document_says_so(void **state)
{
	struct paying k = course_under(state, ROWS("  absence excused\n"));
	struct q_laid_out_row n = laid_out(&k);

	absent(&k, 0, 3);
	on_leave(&k, 5, 2);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, share(9000 * 2, 1, n.n));
	assert_int_equal(units(&k).sittings, 2);
}

static void R61_a_handling_fee_stays_with_the_school_once(void **state)
{
	struct paying k = course_under(state, ROWS("  less 3.00 yuan\n"));
	struct q_laid_out_row n = laid_out(&k);
	int64_t first = share(9000 * 5, 1, n.n) - 300, all = share(9000 * 7, 1, n.n) - 300;
	size_t at;

	absent(&k, 0, 1); /* less than the fee */
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	absent(&k, 1, 4);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, first);
	assert_true(str_find(units(&k).formula, S("− 手续费 3.00 = "), &at));
	agreed(&k);
	absent(&k, 5, 2);
	assert_ok(ask(&k, "absence"));
	assert_int_equal(newest(&k).amount.fen, all - first);
}

static void a_day_of_which_a_part_was_had_ends_a_row(void **state)
{
	struct paying k = paid_course(state, 5, 2);
	struct actor other = second_officer(k.s.c, k.s.w);

	published(k.s.c, &k.s.w->county_officer, &other, S(ROWS("  in_a_row 2 day\n")));
	kit_advance(state, 60 * DAY_US);
	absent(&k, 1, 4); /* half of a day, a day, half of a day */
	assert_fault(k.s.c, ask(&k, "absence"), E_REFUSED, "refund_nothing");
	absent(&k, 5, 1);
	assert_ok(ask(&k, "absence"));
	assert_str(units(&k).units, "2");
}

#define PROGRESS                                                                                                   \
	"ruleset STEPS\ntitle \"示例县中途退出退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"                 \
	"\nrefund quit \"中途退出\"\n  of course\n  reason quit\n  method progress\n"                          \
	"  unit sitting\n  basis served\n  up_to 0 pays 1\n  up_to 1 / 3 pays 2 / 3\n"                             \
	"  up_to 50 percent pays 50 percent\n"                                                                     \
	"  clause \"未开课全退;不超过三分之一退三分之二;不超过一半退一半\"\n"             \
	"  requirement R61\n"

/* What comes back to who leaves after the nth sitting, in parts of the whole. */
static void left_after(void **state, int64_t of_three, int64_t more, int64_t fen, const char *says)
{
	struct paying k = paid_course(state, 5, 1);
	struct actor other = second_officer(k.s.c, k.s.w);
	struct q_sitting_nth_row last;
	int64_t n = laid_out(&k).n, had = n * of_three / 6 + more;
	struct refund r;
	size_t at;

	published(k.s.c, &k.s.w->county_officer, &other, S(PROGRESS));
	assert_ok(store_read_begin(k.s.c));
	assert_ok(q_sitting_nth(k.s.c, k.course, had - 1, &last));
	store_read_end(k.s.c);
	kit_advance(state,
	            date_instant(last.day, (struct clock_time){1380}).us - env_now(k.s.c->env).us);
	r = left(&k);
	assert_int_equal(r.state, REFUND_ASKED);
	assert_int_equal(r.amount.fen, fen);
	assert_true(n > 30 && str_find(units(&k).unit, S("sitting"), &at));
	assert_true(str_find(units(&k).formula, str_of(says), &at));
}

static void R61_who_had_a_third_gets_two_thirds_back(void **state)
{
	left_after(state, 2, 0, 6000, "90.00 × 2/3 = 60.00");
}

static void R61_who_had_a_sitting_more_than_a_third_gets_half_back(void **state)
{
	left_after(state, 2, 1, 4500, "90.00 × 0.5 = 45.00");
}

/* --- by what the pupil is ----------------------------------------------------------------------
 */

#define BY_RESIDENCE                                                                                       \
	"ruleset LOCAL\ntitle \"示例县退费办法\"\nnumber none\nissuer \"示例县教育局\"\n"     \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"         \
	"\ndefine dimension residence \"户籍\" of pupil rural \"农村户籍\" urban \"城镇户籍\"\n" \
	"\nrefund quit \"退出\"\n  of course\n  reason quit\n  method none\n"                            \
	"  when residence urban\n  clause \"城镇学生不退\"\n  requirement R61\n"                     \
	"\nrefund quit \"退出\"\n  of course\n  reason quit\n  method share\n  unit sitting\n"           \
	"  basis served\n  when residence rural\n  clause \"农村学生按未上课次退\"\n"            \
	"  requirement R61\n"

static void R61_a_refund_by_what_the_pupil_is_takes_what_was_so_when_it_was_charged(void **state)
{
	struct paying k = paid_course(state, 2, 1);
	struct scene *s = &k.s;
	struct actor other = second_officer(s->c, s->w);
	struct waiver_ask is = {.pupil = s->w->pupil[CHEN_YI],
	                        .category = S("residence=rural"),
	                        .seen = DATE_NONE,
	                        .starts = ctx_today(s->c),
	                        .ends = DATE_NONE};
	struct waiver_grant grant = {.proof = S("户口簿"), .seen = DATE_NONE};
	struct refund r;

	published(s->c, &s->w->county_officer, &other, S(BY_RESIDENCE));
	kit_advance(state, 30 * DAY_US);
	/* proven after it was charged, of a day before */
	assert_ok(kit_try_as(s->c, &s->w->father, &waiver_ask_verb, &is));
	grant.waiver = is.result;
	assert_ok(kit_try_as(s->c, &s->w->clerk, &waiver_grant_verb, &grant));
	r = left(&k);
	assert_int_equal(r.state, REFUND_ASKED);
	assert_int_equal(r.amount.fen, share(9000, laid_out(&k).ahead, laid_out(&k).n));
	kit_holds(s->c);
}

#define SICK                                                                                                \
	"ruleset SICK\ntitle \"示例县病假退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"          \
	"\ndefine reason sick \"病假\"\n\nrefund sick \"病假\"\n  of course\n  reason sick\n"           \
	"  method share\n  unit week\n  basis served\n  clause \"病假满一周的退一周\"\n"           \
	"  requirement R61\n"

static void R61_a_reason_a_document_declares_is_offered_by_its_name_and_asked_for(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes,
	                                              &payments_desk_routes};
	struct paying k = paid_course(state, 5, 1);
	struct actor other = second_officer(k.s.c, k.s.w);
	struct kit_web b = kit_web_open(k.s.c, tables, 3);
	struct arena *a = k.s.c->arena;
	const char *pay =
		str_c(a, str_printf(a, "/pupils/%lld/pay", (long long)k.s.w->pupil[CHEN_YI].v));
	const char *reasons = str_c(a, str_printf(a, "/api/v1/enrolments/%lld/refund_reasons",
	                                          (long long)k.enrolment.v));

	kit_web_login(&b, &k.s.w->father);
	assert_int_equal(kit_web_get(&b, pay), 200);
	assert_true(kit_web_shows(&b, "value=\"force_majeure\""));
	assert_false(kit_web_shows(&b, "value=\"quit\"")); /* that is an act of its own */
	assert_false(kit_web_shows(&b, "value=\"sick\""));
	published(k.s.c, &k.s.w->county_officer, &other, S(SICK));
	kit_advance(state, 20 * DAY_US);
	kit_web_login(&b, &k.s.w->father);
	assert_int_equal(kit_web_get(&b, pay), 200);
	assert_true(kit_web_shows(&b, "value=\"sick\""));
	assert_true(kit_web_shows(&b, "病假"));
	assert_int_equal(kit_web_api(&b, "GET", reasons, NULL), 200);
	assert_true(kit_web_shows(&b, "\"reason\":\"sick\",\"label\":\"病假\""));
	assert_fault(k.s.c, ask(&k, "fever"), E_INPUT, "bad_input");
	assert_true(str_starts(k.s.c->fault.allowed, S("病假")));
	assert_str(k.s.c->fault.found, "fever");
	assert_fault(k.s.c, ask(&k, "quit"), E_INPUT, "bad_input");
	assert_str(k.s.c->fault.found, text(LANG_ZH, T_refund_reason_quit).p);
	absent(&k, 4, 5); /* Monday to Friday, 2026-09-07 to 11 */
	assert_ok(ask(&k, "sick"));
	assert_int_equal(newest(&k).state, REFUND_ASKED);
	assert_str(units(&k).units, "1");
	assert_str(units(&k).unit, "week");
	assert_int_equal(kit_web_get(&b, pay), 200);
	assert_true(kit_web_shows(&b, "病假"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R61_leaving_a_course_of_RS3_pays_back_its_days_of_a_hundred),
		KIT_FACT(R61_leaving_a_course_of_RS7_pays_back_its_days_of_those_served),
		KIT_FACT(R61_leaving_a_course_of_RS8_pays_back_what_is_left_by_the_day),
		KIT_FACT(R61_leaving_a_course_of_RS11_pays_back_days_not_periods),
		KIT_FACT(a_day_of_which_a_part_was_had_counts_as_had),
		KIT_FACT(R61_who_had_a_third_gets_two_thirds_back),
		KIT_FACT(R61_who_had_a_sitting_more_than_a_third_gets_half_back),
		KIT_FACT(R61_what_was_paid_back_before_is_not_paid_back_again),
		KIT_FACT(R61_a_run_of_absence_pays_back_the_steps_of_RS6_by_school_days),
		KIT_FACT(a_run_by_calendar_days_counts_the_days_between),
		KIT_FACT(R61_five_days_in_a_row_come_back_and_four_do_not),
		KIT_FACT(R61_by_when_a_refund_has_to_be_back_is_told_to_family_and_school),
		KIT_FACT(R61_an_absence_without_leave_ends_a_row_of_excused_ones),
		KIT_FACT(R61_leave_alone_comes_back_where_a_document_says_so),
		KIT_FACT(R61_a_handling_fee_stays_with_the_school_once),
		KIT_FACT(a_day_of_which_a_part_was_had_ends_a_row),
		KIT_FACT(R61_a_refund_by_what_the_pupil_is_takes_what_was_so_when_it_was_charged),
		KIT_FACT(R61_a_reason_a_document_declares_is_offered_by_its_name_and_asked_for),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments refund days", facts);
	scene_end(NULL);
	return rc;
}

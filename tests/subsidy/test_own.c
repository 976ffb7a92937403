/* Rates of one's own, for a sitting, a day or a month (R48): an outsider's agreed fee, and what is
 * stated of a duty. A day or a month is paid once. */
#include "world.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "subsidy/routes.h"

/* Teachers by the sitting; outsiders who teach as `coach` says; those who support by the day. */
static void say(void **state, struct scene *s, const char *coach)
{
	struct str lines = str_printf(
		s->c->arena,
		"  rate exactly 50.00 yuan per sitting\n  form subsidy\n  when payee staff\n"
		"  clause \"每课次\"\n  requirement R48\n\n"
		"pay coach \"外聘教练\"\n%s  form labour_fee\n  when payee outsider\n"
		"  when role instructor\n  clause \"外聘教练\"\n  requirement R48\n\n"
		"pay support \"辅助人员\"\n  rate at_least 10.00 yuan per day\n"
		"  rate at_most 50.00 yuan per day\n  when role support\n",
		coach);

	published(s->c, &s->w->county_officer, &s->other,
	          pay_rules_of(s->c, "2026-09-01", str_c(s->c->arena, lines)));
	kit_advance(state, 1000000);
}

static enum err agree(struct scene *s, int64_t fen, const char *unit, int64_t *ret_person)
{
	struct outsider_put a = {.name = S("外聘甲"),
	                         .phone = S("19900000077"),
	                         .work = S("书法"),
	                         .rate = FEN(fen),
	                         .unit = str_of(unit)};
	enum err e;

	as(s->c, &s->w->clerk);
	e = kit_try_as(s->c, &s->w->clerk, &outsider_put_verb, &a);
	*ret_person = a.result;
	return e;
}

static enum err put(struct scene *s, sitting_id sitting, int64_t person, const char *role,
                    int64_t fen, const char *unit)
{
	struct duty_put a = {.sitting = sitting,
	                     .person = person,
	                     .role = str_of(role),
	                     .rate = FEN(fen),
	                     .unit = str_of(unit)};

	as(s->c, &s->w->clerk);
	return kit_try_as(s->c, &s->w->clerk, &duty_put_verb, &a);
}

/* At all of September's care and chess; how many days. */
static int64_t teaches(struct scene *s, int64_t person)
{
	int64_t mondays = scene_held(s, CHESS, s->first, s->last);

	for (int64_t i = 0; i < s->days; i++)
		assert_ok(put(s, scene_sitting(s, CARE, (size_t)i), person, "instructor", 0, ""));
	for (int64_t i = 0; i < mondays; i++)
		assert_ok(put(s, scene_sitting(s, CHESS, (size_t)i), person, "instructor", 0, ""));
	return s->days;
}

static void holds(struct scene *s)
{
	assert_int_equal(kit_broken(s->c, "subsidies"), 0);
}

/* For 150.00 of at most 300.00, and teaches: on so many days. */
static int64_t agreed_by_the_day(void **state, struct scene *s, int64_t *ret_who)
{
	say(state, s, "  rate at_most 300.00 yuan per day\n");
	assert_ok(agree(s, 15000, "day", ret_who));
	return teaches(s, *ret_who);
}

static void R48_an_outsiders_fee_agreed_by_the_day_is_paid_once_for_the_day(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who, days;

	days = agreed_by_the_day(state, &s, &who);
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_missing"), 0);
	assert_int_equal(scene_line(&s, &b, who).fen, days * 15000);
	assert_int_equal(b.labour.fen, days * 15000);
	holds(&s);
	scene_approved(&s, b.id);
	scene_present(&s, scene_sitting(&s, CARE, 1), 0); /* a day without chess is none now */
	scene_day(state, on_day(2026, 11, 1));
	for (size_t i = 0; i < 2; i++) {
		struct date day = on_day(2026, 10, i ? 31 : 1);

		(void)scene_held(&s, CARE, day, day);
	}
	scene_reckon(&s, on_day(2026, 10, 1));
	holds(&s);
}

/* The first finding of this code, to a reader of that language. */
static void reads(struct scene *s, const struct subsidy_batch *b, const char *code, enum lang lang,
                  const char *found, const char *allowed)
{
	struct subsidy_finding *v;
	size_t n, at = 0;

	kit_read_as(s->c, &s->w->leader);
	s->c->lang = lang;
	assert_ok(subsidy_findings(s->c, b, &v, &n));
	while (at < n && !str_is(v[at].code, code))
		at++;
	assert_true(at < n);
	assert_str(v[at].found, found);
	assert_str(v[at].allowed, allowed);
	s->c->lang = LANG_ZH;
	store_read_end(s->c);
}

/* A document that pays them as staff: not_as_required, its words in the reader's language. */
static void R48_a_form_of_pay_the_rules_do_not_have_is_said_in_words(void **state)
{
	static const struct {
		const char *found, *allowed;
	} words[] = {{"劳务费", "补助"}, {"labour fee", "subsidy"}};
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who;

	published(s.c, &s.w->county_officer, &s.other,
	          pay_rules_of(s.c, "2026-09-01",
	                       "  rate exactly 50.00 yuan per sitting\n  form subsidy\n"
	                       "  when payee staff\n  clause \"每课次\"\n  requirement R48\n\n"
	                       "pay coach \"外聘教练\"\n  rate at_most 90.00 yuan per sitting\n"
	                       "  form subsidy\n  when payee outsider\n  when role instructor\n"
	                       "  clause \"外聘教练\"\n  requirement R48\n\n"
	                       "pay support \"辅助人员\"\n  rate at_most 50.00 yuan per sitting\n"
	                       "  when role support\n"));
	kit_advance(state, 1000000);
	assert_ok(agree(&s, 5000, "sitting", &who));
	assert_ok(put(&s, scene_sitting(&s, CARE, 1), who, "instructor", 0, ""));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_mismatch"), 1);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
		reads(&s, &b, "rate_mismatch", (enum lang)lang, words[lang].found,
		      words[lang].allowed);
}

static void R48_a_daily_fee_above_the_limit_stops_the_batch(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who;

	say(state, &s, "  rate at_most 300.00 yuan per day\n");
	assert_ok(agree(&s, 30001, "day", &who));
	assert_ok(put(&s, scene_sitting(&s, CARE, 1), who, "instructor", 0, ""));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_mismatch"), 1);
	assert_int_equal(b.labour.fen, 0);
	assert_ok(scene_quota(&s, 100000000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
	assert_ok(agree(&s, 30000, "day", &who));
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.labour.fen, 30000);
	assert_ok(scene_submit(&s, b.id));
	holds(&s);
}

static void R48_a_fee_for_another_unit_than_the_rules_have_is_a_finding(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who;

	say(state, &s, "  rate at_most 300.00 yuan per day\n");
	assert_ok(agree(&s, 15000, "", &who)); /* a sitting: no document turns it into a day */
	assert_ok(put(&s, scene_sitting(&s, CARE, 1), who, "instructor", 0, ""));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_missing"), 1);
	reads(&s, &b, "rate_missing", LANG_ZH,
	      "没有找到适用的规定：课次与日怎样折算（2026年9月2日）", "");
	reads(&s, &b, "rate_missing", LANG_EN,
	      "No rule was found that decides this: how sitting and day convert (2026-09-02)", "");
	assert_ok(agree(&s, 15000, "month", &who));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_missing"), 1);
	assert_int_equal(b.labour.fen, 0);
	assert_ok(agree(&s, 15000, "day", &who));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_missing"), 0);
	assert_int_equal(b.labour.fen, 15000);
	holds(&s);
}

static void R48_a_rate_the_document_leaves_open_is_told_with_its_bounds(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;

	published(s.c, &s.w->county_officer, &s.other,
	          pay_rules_of(s.c, "2026-09-01",
	                       "  rate at_least 30.00 yuan per sitting\n"
	                       "  rate at_most 60.00 yuan per sitting\n"));
	kit_advance(state, 1000000);
	b = scene_reckon(&s, s.first);
	reads(&s, &b, "rate_missing", LANG_ZH, "–", "1 课次，合计 30.00 至 60.00");
	reads(&s, &b, "rate_missing", LANG_EN, "–", "1 sitting, from 30.00 to 60.00 in all");
}

static void R48_an_outsiders_fee_agreed_by_the_month_is_paid_once_for_the_month(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who;

	say(state, &s, "  rate at_most 3000.00 yuan per month\n");
	assert_ok(agree(&s, 250000, "month", &who));
	(void)teaches(&s, who);
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.labour.fen, 250000);
	assert_int_equal(scene_findings(&s, &b, "month_unsaid"), 0);
	holds(&s);
	scene_approved(&s, b.id);
	holds(&s);
}

static void
R48_a_dutys_own_rate_by_the_day_is_paid_once_and_two_of_a_day_are_a_finding(void **state)
{
	struct scene s = scene_of(state);
	int64_t clerk = s.w->clerk_id.v;
	sitting_id chess = scene_sitting(&s, CHESS, 0), care = {0};
	struct subsidy_batch b;

	say(state, &s, "  rate at_most 300.00 yuan per day\n");
	scene_held(&s, CHESS, s.first, s.last);
	for (size_t i = 0; i < (size_t)s.days; i++) {
		struct duty_sitting one = {0}, other = {0};
		sitting_id of = scene_sitting(&s, CARE, i);

		kit_read_as(s.c, &s.w->clerk);
		assert_ok(duty_sitting_get(s.c, of, &one));
		assert_ok(duty_sitting_get(s.c, chess, &other));
		store_read_end(s.c);
		if (one.day.day == other.day.day)
			care = one.id;
	}
	assert_true(care.v != 0);
	assert_ok(put(&s, chess, clerk, "support", 3000, "day"));
	assert_ok(put(&s, care, clerk, "support", 3000, "day"));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_line(&s, &b, clerk).fen, 3000);
	holds(&s);
	assert_ok(put(&s, care, clerk, "support", 4000, "day"));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_differs"), 1);
	assert_int_equal(scene_line(&s, &b, clerk).fen, 0);
	assert_ok(put(&s, care, clerk, "support", 5001, "day"));
	assert_ok(put(&s, chess, clerk, "support", 5001, "day"));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_mismatch"), 1);
	assert_fault(s.c, put(&s, care, clerk, "support", 4000, "week"), E_INPUT, "bad_input");
}

static enum err planted(struct ctx *c, void *arg)
{
	(void)arg;
	return q_plant_stated(c, FEN(1), NULL);
}

static void R48_verify_finds_a_day_paid_other_than_its_sittings_state(void **state)
{
	static const struct verb plant = {"test.plant", planted};
	struct scene s = scene_of(state);
	int64_t who;

	say(state, &s, "  rate at_most 300.00 yuan per day\n");
	assert_ok(agree(&s, 15000, "day", &who));
	assert_ok(put(&s, scene_sitting(&s, CARE, 1), who, "instructor", 0, ""));
	scene_reckon(&s, s.first);
	holds(&s);
	as(s.c, &s.w->system);
	kit_do(s.c, &plant, NULL);
	assert_int_equal(kit_broken(s.c, "subsidies"), 1);
}

static sitting_id sitting_on(const struct scene *s, struct date day)
{
	struct scene one = *s;

	one.first = one.last = day;
	return scene_sitting(&one, CARE, 0);
}

static enum err agree_from(struct scene *s, int64_t fen, struct date first_day)
{
	struct outsider_put a = {.name = S("外聘甲"),
	                         .phone = S("19900000077"),
	                         .work = S("书法"),
	                         .rate = FEN(fen),
	                         .unit = S("day"),
	                         .first_day = first_day};

	as(s->c, &s->w->clerk);
	return kit_try_as(s->c, &s->w->clerk, &outsider_put_verb, &a);
}

static void
R48_a_fee_agreed_anew_holds_from_its_day_and_an_approved_month_keeps_its_own(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who, days;

	days = agreed_by_the_day(state, &s, &who);
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_line(&s, &b, who).fen, days * 15000);
	scene_approved(&s, b.id);
	assert_fault(s.c, agree_from(&s, 20000, s.last), E_REFUSED, "rate_handed_in");
	assert_str(s.c->fault.field, "first_day");
	assert_str(s.c->fault.allowed, "2026-10-01");
	assert_ok(agree_from(&s, 20000, on_day(2026, 10, 15)));
	scene_day(state, on_day(2026, 11, 1));
	for (size_t i = 0; i < 2; i++) {
		struct date day = on_day(2026, 10, i ? 20 : 12);
		int64_t n = scene_held(&s, CARE, day, day);

		assert_int_equal(n, 1);
		assert_ok(put(&s, sitting_on(&s, day), who, "instructor", 0, ""));
	}
	b = scene_reckon(&s, on_day(2026, 10, 1));
	assert_int_equal(scene_line(&s, &b, who).fen, 15000 + 20000);
	assert_int_equal(scene_findings(&s, &b, "rate_mismatch"), 0);
	holds(&s);
}

static void R48_a_monthly_fee_that_changes_within_the_month_is_a_finding(void **state)
{
	struct scene s = scene_of(state);
	struct outsider_put anew = {.name = S("外聘甲"),
	                            .phone = S("19900000077"),
	                            .work = S("书法"),
	                            .rate = FEN(60000),
	                            .unit = S("month"),
	                            .first_day = {s.last.day - 7}};
	struct subsidy_batch b;
	int64_t who;

	say(state, &s, "  rate at_most 900.00 yuan per month\n");
	assert_ok(agree(&s, 50000, "month", &who));
	teaches(&s, who);
	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &outsider_put_verb, &anew));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_differs"), 1);
}

static void R48_a_fee_without_a_day_holds_from_what_was_not_handed_in(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t who, days;

	days = agreed_by_the_day(state, &s, &who);
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_line(&s, &b, who).fen, days * 15000);
	assert_ok(agree_from(&s, 10000, DATE_NONE)); /* nothing is handed in yet: always */
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_line(&s, &b, who).fen, days * 10000);
	scene_approved(&s, b.id);
	assert_ok(agree_from(&s, 12000, DATE_NONE));
	scene_day(state, on_day(2026, 11, 1));
	assert_int_equal(scene_held(&s, CARE, on_day(2026, 10, 12), on_day(2026, 10, 12)), 1);
	assert_ok(put(&s, sitting_on(&s, on_day(2026, 10, 12)), who, "instructor", 0, ""));
	b = scene_reckon(&s, on_day(2026, 10, 1));
	assert_int_equal(scene_line(&s, &b, who).fen, 12000);
	holds(&s);
}

static void R48_page_and_interface_take_what_the_fee_is_for(void **state)
{
	struct scene s = scene_of(state);
	static const struct routes *const tables[] = {&auth_routes, &subsidy_routes};
	struct kit_web b = kit_web_open(s.c, tables, 2);

	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, "/outsiders"), 200);
	assert_int_equal(kit_web_post(&b, "/outsiders",
	                              "&name=%E7%94%B2&phone=19900000071&work=chess&rate=90.00"
	                              "&unit=month"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/outsiders"), 200);
	assert_true(kit_web_shows(&b, "<option value=\"month\""));
	assert_true(kit_web_shows(&b, "按月</"));
	assert_int_equal(kit_web_get(&b, "/api/v1/outsiders"), 200);
	assert_true(kit_web_shows(&b, "\"rate_fen\":9000,\"unit\":\"month\",\"first_day\":null"));
	assert_int_equal(kit_web_post(&b, "/outsiders",
	                              "&name=%E7%94%B2&phone=19900000071&work=chess&rate=95.00"
	                              "&unit=month&first_day=2027-03-01"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/outsiders/export.csv"), 200);
	assert_true(kit_web_shows(&b, "95.00") && kit_web_shows(&b, "2027-03-01"));
	assert_int_equal(kit_web_get(&b, "/api/v1/outsiders"), 200);
	assert_true(kit_web_shows(
		&b, "\"rate_fen\":9500,\"unit\":\"month\",\"first_day\":\"2027-03-01\""));
	assert_int_equal(kit_web_post(&b, "/outsiders",
	                              "&name=%E7%94%B2&phone=19900000071&work=chess&rate=90.00"
	                              "&unit=week"),
	                 422);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R48_an_outsiders_fee_agreed_by_the_day_is_paid_once_for_the_day),
		KIT_FACT(
			R48_a_fee_agreed_anew_holds_from_its_day_and_an_approved_month_keeps_its_own),
		KIT_FACT(R48_a_monthly_fee_that_changes_within_the_month_is_a_finding),
		KIT_FACT(R48_a_form_of_pay_the_rules_do_not_have_is_said_in_words),
		KIT_FACT(R48_a_fee_without_a_day_holds_from_what_was_not_handed_in),
		KIT_FACT(R48_a_daily_fee_above_the_limit_stops_the_batch),
		KIT_FACT(R48_a_fee_for_another_unit_than_the_rules_have_is_a_finding),
		KIT_FACT(R48_a_rate_the_document_leaves_open_is_told_with_its_bounds),
		KIT_FACT(R48_an_outsiders_fee_agreed_by_the_month_is_paid_once_for_the_month),
		KIT_FACT(
			R48_a_dutys_own_rate_by_the_day_is_paid_once_and_two_of_a_day_are_a_finding),
		KIT_FACT(R48_verify_finds_a_day_paid_other_than_its_sittings_state),
		KIT_FACT(R48_page_and_interface_take_what_the_fee_is_for),
	};

	return KIT_FACTS_RUN("subsidy own rates", facts);
}

/* Rates a day and a month, and a month's cap (R48): paid once, by the sittings that count in them,
 * as a small model says. */
#include "world.h"

#include <stdlib.h>

static void say(void **state, struct scene *s, const char *effective, const char *lines)
{
	published(s->c, &s->w->county_officer, &s->other, pay_rules_of(s->c, effective, lines));
	kit_advance(state, 1000000); /* what is known of it is known before the month is reckoned */
}

static void put(struct scene *s, sitting_id sitting, int64_t person, const char *role, bool drop)
{
	struct duty_put a = {
		.sitting = sitting, .person = person, .role = str_of(role), .drop = drop};

	as(s->c, &s->w->clerk);
	done(s->c, kit_try_as(s->c, &s->w->clerk, &duty_put_verb, &a));
}

static size_t wholes(struct scene *s, const struct subsidy_batch *b, int64_t person,
                     const char *whole, int64_t *ret_fen)
{
	struct subsidy_detail *v;
	size_t n, found = 0;

	*ret_fen = 0;
	kit_read_as(s->c, &s->w->leader);
	assert_ok(subsidy_details(s->c, b, person, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (!str_is(v[i].whole, whole))
			continue;
		found++;
		*ret_fen += v[i].amount.fen;
		assert_true(v[i].refers || str_some(v[i].formula));
	}
	store_read_end(s->c);
	return found;
}

static void holds(struct scene *s)
{
	assert_int_equal(kit_broken(s->c, "subsidies"), 0);
}

/* --- a day -------------------------------------------------------------------------------------
 */

static void R48_a_day_is_paid_once_however_many_sittings_it_had(void **state)
{
	struct scene s = scene_of(state);
	int64_t teacher = s.w->teacher_id.v, mondays, fen;
	struct subsidy_line *line;
	struct subsidy_batch b;
	size_t n;

	say(state, &s, "2026-09-01", "  rate exactly 60.00 yuan per day\n");
	mondays = scene_held(&s, CHESS, s.first, s.last);
	assert_true(mondays >= 3);
	for (size_t i = 0; i < (size_t)mondays; i++)
		put(&s, scene_sitting(&s, CHESS, i), teacher, "teacher", false);
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_missing"), 0);
	assert_int_equal(wholes(&s, &b, teacher, "day", &fen), s.days);
	assert_int_equal(fen, s.days * 6000);
	assert_int_equal(scene_line(&s, &b, teacher).fen, s.days * 6000);
	assert_int_equal(b.total.fen, (s.days + mondays) * 6000); /* the head's days of chess */
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_lines(s.c, &b, &line, &n));
	for (size_t i = 0; i < n; i++)
		if (line[i].person == teacher)
			assert_int_equal(line[i].sittings, s.days + mondays);
	store_read_end(s.c);
	holds(&s);
	scene_approved(&s, b.id);
	holds(&s);
}

static void
R48_a_day_paid_by_two_statements_is_paid_by_each_and_a_role_of_its_own_by_the_sitting(void **state)
{
	struct scene s = scene_of(state);
	int64_t teacher = s.w->teacher_id.v, fen;
	struct subsidy_batch b;

	say(state, &s, "2026-09-01",
	    "  rate exactly 60.00 yuan per day\n"
	    "  form subsidy\n  when payee staff\n  clause \"每天\"\n  requirement R48\n\n"
	    "pay support \"辅助人员\"\n  rate exactly 20.00 yuan per day\n  when role support\n");
	scene_held(&s, CHESS, s.first, s.last);
	put(&s, scene_sitting(&s, CHESS, 0), teacher, "support", false);
	put(&s, scene_sitting(&s, CHESS, 1), teacher, "leader", false);
	b = scene_reckon(&s, s.first);
	assert_int_equal(wholes(&s, &b, teacher, "day", &fen), s.days + 1);
	assert_int_equal(scene_line(&s, &b, teacher).fen, s.days * 6000 + 2000 + 8000);
	holds(&s);
}

static void a_late_mark_makes_a_day_and_takes_one_back(void **state)
{
	struct scene s = scene_of(state);
	struct date october = on_day(2026, 10, 1), end = on_day(2026, 10, 31);
	sitting_id empty = scene_sitting(&s, CARE, 4), full = scene_sitting(&s, CARE, 6);
	int64_t teacher = s.w->teacher_id.v, held, fen;
	struct subsidy_batch b, next;

	say(state, &s, "2026-09-01", "  rate exactly 60.00 yuan per day\n");
	scene_present(&s, empty, 0);
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, (s.days - 1) * 6000);
	scene_approved(&s, b.id);
	scene_present(&s, empty, 2);
	scene_present(&s, full, 0);
	scene_day(state, on_day(2026, 11, 1));
	held = scene_held(&s, CARE, october, end);
	next = scene_reckon(&s, october);
	assert_int_equal(next.total.fen, held * 6000);
	assert_int_equal(wholes(&s, &next, teacher, "day", &fen), held + 2);
	holds(&s);
	scene_approved(&s, next.id);
	holds(&s);
	scene_day(state, on_day(2026, 12, 1));
	assert_int_equal(scene_reckon(&s, on_day(2026, 11, 1)).total.fen, 0);
}

static void R48_two_rates_for_one_day_are_a_finding_and_stop_the_batch(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;

	say(state, &s, "2026-09-01",
	    "  rate exactly 60.00 yuan per day\n"
	    "  form subsidy\n  when payee staff\n  clause \"每天\"\n  requirement R48\n\n"
	    "pay teacher \"个性化课程教师\"\n  rate exactly 70.00 yuan per day\n  when kind "
	    "course\n");
	scene_held(&s, CHESS, s.first, s.last);
	put(&s, scene_sitting(&s, CHESS, 0), s.w->teacher_id.v, "teacher", false);
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_differs"), 1);
	assert_int_equal(scene_line(&s, &b, s.w->teacher_id.v).fen, (s.days - 1) * 6000);
	assert_ok(scene_quota(&s, 100000000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
}

/* --- a month -----------------------------------------------------------------------------------
 */

static void R48_a_month_is_paid_once_when_it_was_served(void **state)
{
	struct scene s = scene_of(state);
	char lines[96];
	struct subsidy_batch b;
	int64_t fen;

	snprintf(lines, sizeof lines, "  rate exactly 300.00 yuan per month\n  served %lld day\n",
	         (long long)s.days);
	say(state, &s, "2026-09-01", lines);
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, 30000);
	assert_int_equal(wholes(&s, &b, s.w->teacher_id.v, "month", &fen), 1);
	holds(&s);
	scene_present(&s, scene_sitting(&s, CARE, 3), 0); /* a day too few */
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, 0);
	assert_int_equal(wholes(&s, &b, s.w->teacher_id.v, "month", &fen), 1); /* and says why */
	holds(&s);
	scene_approved(&s, b.id);
	scene_present(&s, scene_sitting(&s, CARE, 3), 1); /* marked late */
	scene_day(state, on_day(2026, 11, 1));
	b = scene_reckon(&s, on_day(2026, 10, 1));
	assert_int_equal(b.total.fen, 30000);
	holds(&s);
	scene_approved(&s, b.id);
	scene_day(state, on_day(2026, 12, 1));
	assert_int_equal(scene_reckon(&s, on_day(2026, 11, 1)).total.fen, 0);
	holds(&s);
}

static void R48_where_no_document_says_what_makes_a_month_it_is_not_guessed(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;

	say(state, &s, "2026-09-01", "  rate exactly 300.00 yuan per month\n");
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, 0);
	assert_int_equal(scene_findings(&s, &b, "month_unsaid"), 1);
	assert_ok(scene_quota(&s, 100000000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
	say(state, &s, "2026-09-01", "  rate exactly 300.00 yuan per month\n  served 1 sitting\n");
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "month_unsaid"), 0);
	assert_int_equal(b.total.fen, 30000);
	assert_ok(scene_submit(&s, b.id));
}

static void R48_a_rate_that_changes_inside_a_month_is_a_finding(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_finding *v;
	struct subsidy_batch b;
	size_t n;

	say(state, &s, "2026-09-01", "  rate exactly 300.00 yuan per month\n  served 1 day\n");
	say(state, &s, "2026-09-16", "  rate exactly 400.00 yuan per month\n  served 1 day\n");
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, 0);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_findings(s.c, &b, &v, &n));
	assert_str(v[0].code, "rate_differs"); /* what stops comes first */
	assert_int_equal(v[0].weight, 2);
	assert_str(v[0].allowed, "300.00 (2026-09-01)");
	assert_int_equal(v[1].weight, 0);
	store_read_end(s.c);
	scene_day(state, on_day(2026, 11, 1)); /* the next month has one rate */
	scene_held(&s, CARE, on_day(2026, 10, 1), on_day(2026, 10, 31));
	b = scene_reckon(&s, on_day(2026, 10, 1));
	assert_int_equal(b.total.fen, 40000);
	holds(&s);
}

static void R48_a_month_no_day_of_whose_second_half_was_served_changes_its_rate_too(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	sitting_id id;

	say(state, &s, "2026-09-01", "  rate exactly 300.00 yuan per month\n  served 1 day\n");
	say(state, &s, "2026-09-16", "  rate exactly 400.00 yuan per month\n  served 1 day\n");
	for (size_t i = 1; (id = scene_sitting(&s, CARE, i)).v; i++)
		scene_present(&s, id, 0);
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, 0);
	assert_int_equal(scene_findings(&s, &b, "rate_differs"), 1);
}

/* --- the cap -----------------------------------------------------------------------------------
 */

static void R48_a_months_cap_takes_off_what_is_over_it_in_one_line(void **state)
{
	struct scene s = scene_of(state);
	int64_t teacher = s.w->teacher_id.v, fen, held;
	struct date october = on_day(2026, 10, 1), end = on_day(2026, 10, 31);
	struct subsidy_batch b;

	say(state, &s, "2026-09-01",
	    "  rate exactly 50.00 yuan per sitting\n  cap 500.00 yuan per month\n");
	put(&s, scene_sitting(&s, CARE, 0), s.w->leader_id.v, "leader", false);
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_line(&s, &b, teacher).fen, 50000);
	assert_int_equal(scene_line(&s, &b, s.w->leader_id.v).fen, 8000); /* another statement */
	assert_int_equal(wholes(&s, &b, teacher, "cap", &fen), 1);
	assert_int_equal(fen, 50000 - s.days * 5000);
	assert_int_equal(scene_findings(&s, &b, "over_the_cap"), 1);
	holds(&s);
	scene_approved(&s, b.id);
	/* What comes back of a capped month is paid back only below the cap. */
	scene_present(&s, scene_sitting(&s, CARE, 3), 0);
	scene_day(state, on_day(2026, 11, 1));
	held = scene_held(&s, CARE, october, end);
	assert_true(held > 11);
	b = scene_reckon(&s, october);
	assert_int_equal(b.total.fen, 50000);
	holds(&s);
	scene_approved(&s, b.id);
	for (size_t i = 4; i < (size_t)s.days; i++)
		scene_present(&s, scene_sitting(&s, CARE, i), 0); /* four are left */
	scene_day(state, on_day(2026, 12, 1));
	scene_held(&s, CARE, on_day(2026, 11, 1), on_day(2026, 11, 30));
	b = scene_reckon(&s, on_day(2026, 11, 1));
	holds(&s);
	fen = b.total.fen; /* what November does not hold is taken back by December */
	scene_approved(&s, b.id);
	scene_day(state, on_day(2027, 1, 1));
	scene_held(&s, CARE, on_day(2026, 12, 1), on_day(2026, 12, 31));
	b = scene_reckon(&s, on_day(2026, 12, 1));
	holds(&s);
	assert_int_equal(fen + b.total.fen, 2 * 50000 - (50000 - 3 * 5000));
}

static void R48_days_are_capped_by_the_month_too(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	int64_t fen;

	say(state, &s, "2026-09-01",
	    "  rate exactly 60.00 yuan per day\n  cap 599.99 yuan per month\n");
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, 59999);
	assert_int_equal(wholes(&s, &b, s.w->teacher_id.v, "day", &fen), s.days);
	holds(&s);
}

/* --- a month of chance beside a model ----------------------------------------------------------
 */

enum { SITTINGS = 60, PERSONS = 3 };

struct model {
	enum { BY_SITTING, BY_DAY, BY_MONTH } by;
	int64_t rate, served, cap; /* fen; served 0: in sittings, below */
	bool served_days;
	int64_t person[PERSONS];
	struct held {
		sitting_id id;
		struct date day;
		int64_t present;
		bool led[PERSONS], written; /* who is down for it; that was written down */
	} v[SITTINGS];
	size_t n;
	uint64_t seed;
};

static uint64_t chance(struct model *m, uint64_t below)
{
	m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
	return (m->seed >> 33) % below;
}

static void model_rules(struct model *m, char *lines, size_t size)
{
	static const char *const unit[] = {"sitting", "day", "month"};
	int n;

	m->by = m->seed % 3;
	m->cap = m->seed % 2 ? 20001 + (int64_t)(m->seed * 7919 % 20000) : INT64_MAX;
	m->rate = m->by == BY_MONTH ? 30000 : 3333;
	m->served = 1 + (int64_t)chance(m, 12);
	m->served_days = chance(m, 2);
	n = snprintf(lines, size, "  rate exactly %lld.%02lld yuan per %s\n",
	             (long long)m->rate / 100, (long long)m->rate % 100, unit[m->by]);
	if (m->by == BY_MONTH)
		n += snprintf(lines + n, size - (size_t)n, "  served %lld %s\n",
		              (long long)m->served, m->served_days ? "day" : "sitting");
	if (m->cap != INT64_MAX)
		snprintf(lines + n, size - (size_t)n, "  cap %lld.%02lld yuan per month\n",
		         (long long)m->cap / 100, (long long)m->cap % 100);
}

static void model_takes(struct model *m, struct scene *s, enum kit_offering o, struct date first,
                        struct date last, size_t leads)
{
	struct q_sittings_of_row *v;
	size_t n;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_sittings_of(s->c, s->t.offering[o], first, last, &v, &n));
	for (size_t i = 0; i < n; i++) {
		assert_true(m->n < SITTINGS);
		m->v[m->n] = (struct held){.id = v[i].id, .day = v[i].day, .present = 3};
		m->v[m->n++].led[leads] = true;
	}
	store_read_end(s->c);
}

/* What the person is due for the days from first to last. */
static int64_t model_due(const struct model *m, size_t person, struct date first, struct date last)
{
	int64_t sittings = 0, days = 0, due;
	bool had[400] = {false};

	for (size_t i = 0; i < m->n; i++) {
		const struct held *h = &m->v[i];

		if (h->day.day < first.day || h->day.day > last.day || h->present == 0 ||
		    !h->led[person])
			continue;
		sittings++;
		days += !had[h->day.day - first.day];
		had[h->day.day - first.day] = true;
	}
	if (m->by == BY_MONTH)
		due = (m->served_days ? days : sittings) >= m->served ? m->rate : 0;
	else
		due = (m->by == BY_DAY ? days : sittings) * m->rate;
	return due < m->cap ? due : m->cap;
}

/* `free`: the month is approved, anything may come out; before, what stops it is left out. */
static void model_happens(struct model *m, struct scene *s, size_t most, bool free)
{
	struct held *h = &m->v[chance(m, most)];
	size_t person = chance(m, PERSONS);

	if (chance(m, 2) == 0 && (free || !h->written)) {
		h->present = (int64_t)chance(m, 2);
		scene_present(s, h->id, h->present);
	} else if (free || h->present > 0) {
		put(s, h->id, m->person[person], "teacher", h->led[person]);
		h->led[person] = !h->led[person];
		h->written = true;
	}
}

static void model_round(void **state, uint64_t seed)
{
	struct scene s = scene_of(state);
	struct date october = on_day(2026, 10, 1), end = on_day(2026, 10, 31);
	struct model m = {.seed = seed,
	                  .person = {s.w->teacher_id.v, s.w->head_id.v, s.w->clerk_id.v}};
	struct subsidy_batch b, next;
	char lines[256];
	size_t most, exact = 0;

	model_rules(&m, lines, sizeof lines);
	say(state, &s, "2026-09-01", lines);
	scene_held(&s, CHESS, s.first, s.last);
	model_takes(&m, &s, CARE, s.first, s.last, 0);
	model_takes(&m, &s, CHESS, s.first, s.last, 1);
	most = m.n;
	for (int i = 0; i < 25; i++)
		model_happens(&m, &s, most, false);
	b = scene_reckon(&s, s.first);
	for (size_t p = 0; p < PERSONS; p++) {
		int64_t fen = scene_line(&s, &b, m.person[p]).fen;

		assert_int_equal(fen < 0 ? 0 : fen, model_due(&m, p, s.first, s.last));
	}
	holds(&s);
	scene_approved(&s, b.id);
	for (int i = 0; i < 6; i++)
		model_happens(&m, &s, most, true);
	scene_day(state, on_day(2026, 11, 1));
	scene_held(&s, CARE, october, end);
	model_takes(&m, &s, CARE, october, end, 0);
	next = scene_reckon(&s, october);
	holds(&s);
	for (size_t p = 0; p < PERSONS; p++) {
		int64_t had = scene_line(&s, &b, m.person[p]).fen;
		int64_t more = scene_line(&s, &next, m.person[p]).fen;
		int64_t due = model_due(&m, p, s.first, s.last) + model_due(&m, p, october, end);

		had = (had < 0 ? 0 : had) + (more < 0 ? 0 : more);
		if (scene_findings(&s, &next, "owed_back") > 0) {
			assert_true(had >= due);
			continue;
		}
		assert_int_equal(had, due);
		exact++;
	}
	print_message("# unit %d: %zu of %d persons to the fen\n", (int)m.by, exact, PERSONS);
}

/* One fact a seed: each has a world of its own. */
#define CHANCE(seed)                                                                               \
	static void R48_a_month_of_chance_comes_to_what_a_model_says_##seed(void **state)          \
	{                                                                                          \
		model_round(state, seed);                                                          \
	}
CHANCE(1)
CHANCE(2)
CHANCE(3)
CHANCE(4)
CHANCE(5)
CHANCE(6)
CHANCE(7)
CHANCE(8)

/* --- planted -----------------------------------------------------------------------------------
 */

enum plant { MORE, LESS, LOOSE };

static enum err planted(struct ctx *c, void *arg)
{
	if (*(enum plant *)arg == LOOSE)
		return q_plant_loose(c, NULL);
	return q_plant_whole(c, *(enum plant *)arg == MORE ? 100 : -100, NULL);
}

static void
R48_verify_finds_a_day_that_is_worth_too_much_and_a_sitting_outside_its_day(void **state)
{
	static const struct verb plant = {"test.plant", planted};
	struct scene s = scene_of(state);
	enum plant what = MORE;

	say(state, &s, "2026-09-01", "  rate exactly 60.00 yuan per day\n");
	scene_held(&s, CHESS, s.first, s.last);
	put(&s, scene_sitting(&s, CHESS, 0), s.w->teacher_id.v, "teacher", false);
	scene_reckon(&s, s.first);
	holds(&s);
	as(s.c, &s.w->system);
	kit_do(s.c, &plant, &what);
	assert_true(kit_broken(s.c, "subsidies") > 0);
	what = LESS;
	kit_do(s.c, &plant, &what);
	holds(&s);
	what = LOOSE;
	kit_do(s.c, &plant, &what);
	assert_int_equal(kit_broken(s.c, "subsidies"), 1);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R48_a_day_is_paid_once_however_many_sittings_it_had),
		KIT_FACT(
			R48_a_day_paid_by_two_statements_is_paid_by_each_and_a_role_of_its_own_by_the_sitting),
		KIT_FACT(a_late_mark_makes_a_day_and_takes_one_back),
		KIT_FACT(R48_two_rates_for_one_day_are_a_finding_and_stop_the_batch),
		KIT_FACT(R48_a_month_is_paid_once_when_it_was_served),
		KIT_FACT(R48_where_no_document_says_what_makes_a_month_it_is_not_guessed),
		KIT_FACT(R48_a_rate_that_changes_inside_a_month_is_a_finding),
		KIT_FACT(R48_a_month_no_day_of_whose_second_half_was_served_changes_its_rate_too),
		KIT_FACT(R48_a_months_cap_takes_off_what_is_over_it_in_one_line),
		KIT_FACT(R48_days_are_capped_by_the_month_too),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_1),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_2),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_3),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_4),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_5),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_6),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_7),
		KIT_FACT(R48_a_month_of_chance_comes_to_what_a_model_says_8),
		KIT_FACT(
			R48_verify_finds_a_day_that_is_worth_too_much_and_a_sitting_outside_its_day),
	};

	return KIT_FACTS_RUN("subsidy unit", facts);
}

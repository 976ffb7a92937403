/* Makes the packs test_audited.py holds against the second program: a month paid by the day under a
 * cap with an outsider and a correction, one paid by the month, one by the period. They are
 * $KEHOU_AUDIT_PACK with a number behind it. */
#include "world.h"

#include "audit/pack.h"

#include <stdlib.h>
#include <unistd.h>

/* Where nobody asks for the packs they are made and thrown away. */
static void packed(struct scene *s, int number)
{
	struct pack_scope all = {.county_code = S(""), .school_code = S(""), .term_code = S("")};
	const char *file = getenv("KEHOU_AUDIT_PACK");
	struct pack_made made;
	const char *to;

	to = str_c(s->c->arena,
	           file ? str_printf(s->c->arena, "%s%d", file, number)
	                : str_printf(s->c->arena, "/tmp/kehou-pack-%d", (int)getpid()));
	s->c->actor = s->w->system;
	assert_ok(store_read_begin(s->c));
	assert_ok(pack_make(s->c, &all, to, NULL, NULL, &made));
	store_read_end(s->c);
	if (!file)
		unlink(to);
}

static void down(struct scene *s, sitting_id sitting, int64_t person, const char *role)
{
	struct duty_put a = {.sitting = sitting, .person = person, .role = str_of(role)};

	as(s->c, &s->w->clerk);
	done(s->c, kit_try_as(s->c, &s->w->clerk, &duty_put_verb, &a));
}

static void says(void **state, struct scene *s, const char *lines)
{
	published(s->c, &s->w->county_officer, &s->other, pay_rules_of(s->c, "2026-09-01", lines));
	kit_advance(state, 1000000);
}

static void a_month_by_the_day_with_a_cap_and_its_correction(void **state)
{
	struct scene s = scene_of(state);
	struct outsider_put who = {.name = S("外聘甲"),
	                           .phone = S("19900000077"),
	                           .work = S("书法"),
	                           .rate = FEN(12000)};
	struct date october = on_day(2026, 10, 1);
	struct subsidy_batch b;

	says(state, &s, "  rate exactly 60.00 yuan per day\n  cap 900.00 yuan per month\n");
	as(s.c, &s.w->clerk);
	done(s.c, kit_try_as(s.c, &s.w->clerk, &outsider_put_verb, &who));
	down(&s, scene_sitting(&s, CARE, 1), who.result, "instructor");
	down(&s, scene_sitting(&s, CARE, 2), s.w->leader_id.v, "leader");
	scene_held(&s, CHESS, s.first, s.last);
	down(&s, scene_sitting(&s, CHESS, 0), s.w->teacher_id.v, "teacher");
	b = scene_reckon(&s, s.first);
	scene_approved(&s, b.id);
	for (size_t i = 3; i < 12; i++)
		scene_present(&s, scene_sitting(&s, CARE, i), 0);
	scene_day(state, on_day(2026, 11, 1));
	scene_held(&s, CARE, october, on_day(2026, 10, 31));
	b = scene_reckon(&s, october);
	assert_int_equal(scene_findings(&s, &b, "owed_back"), 0);
	packed(&s, 1);
}

static void a_month_by_the_month(void **state)
{
	struct scene s = scene_of(state);

	says(state, &s, "  rate exactly 300.00 yuan per month\n  served 10 day\n");
	scene_held(&s, CHESS, s.first, s.last);
	scene_reckon(&s, s.first); /* the head's few days make none */
	packed(&s, 2);
}

static void a_month_by_the_period(void **state)
{
	struct scene s = scene_of(state);

	says(state, &s,
	     "  rate exactly 33.33 yuan per period\n  form subsidy\n  when payee staff\n"
	     "  clause \"每课时\"\n  requirement R48\n\n"
	     "convert 1 period = 40 minute\n  clause \"一课时40分钟\"\n  requirement R48\n\n"
	     "pay support \"辅助人员\"\n  rate exactly 20.00 yuan per sitting\n  when role "
	     "support\n");
	down(&s, scene_sitting(&s, CARE, 2), s.w->clerk_id.v, "support");
	scene_reckon(&s, s.first);
	packed(&s, 3);
}

static void agrees(struct scene *s, const char *phone, const char *role, int64_t fen,
                   const char *unit)
{
	struct outsider_put who = {.name = S("外聘"),
	                           .phone = str_of(phone),
	                           .work = S("书法"),
	                           .rate = FEN(fen),
	                           .unit = str_of(unit)};

	as(s->c, &s->w->clerk);
	done(s->c, kit_try_as(s->c, &s->w->clerk, &outsider_put_verb, &who));
	for (size_t i = 0; i < 4; i++)
		down(s, scene_sitting(s, CARE, i), who.result, role);
	down(s, scene_sitting(s, CHESS, 0), who.result, role);
}

static void a_month_of_agreed_days_and_an_agreed_month(void **state)
{
	struct scene s = scene_of(state);

	says(state, &s,
	     "  rate exactly 50.00 yuan per sitting\n  form subsidy\n  when payee staff\n"
	     "  clause \"每课次\"\n  requirement R48\n\n"
	     "pay coach \"外聘教练\"\n  rate at_most 300.00 yuan per day\n  form labour_fee\n"
	     "  when payee outsider\n  when role instructor\n  clause \"外聘教练\"\n"
	     "  requirement R48\n\n"
	     "pay helper \"外聘辅助\"\n  rate at_most 3000.00 yuan per month\n"
	     "  form labour_fee\n  when payee outsider\n  when role support\n"
	     "  clause \"外聘辅助\"\n  requirement R48\n\n"
	     "pay idle \"值班\"\n  rate exactly 20.00 yuan per sitting\n  when role duty\n");
	scene_held(&s, CHESS, s.first, s.last);
	agrees(&s, "19900000077", "instructor", 12000, "day");
	agrees(&s, "19900000078", "support", 200000, "month");
	assert_int_equal(scene_reckon(&s, s.first).labour.fen % 12000, 200000 % 12000);
	packed(&s, 4);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_month_by_the_day_with_a_cap_and_its_correction),
		KIT_FACT(a_month_by_the_month),
		KIT_FACT(a_month_by_the_period),
		KIT_FACT(a_month_of_agreed_days_and_an_agreed_month),
	};

	return KIT_FACTS_RUN("subsidy packs", facts);
}

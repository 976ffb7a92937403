/* What the verbs and the counting job leave behind holds under kehou verify, while schools go on
 * working. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../funds/world.h"

#include "oversight/verify.h"

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
};

/* A county whose counts are kept, with enrolments and money of finance in it. */
static struct scene scene_of(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct appropriation_add pay = {.amount = FEN(50000), .document = S("A-1")};

	kit_term_make(s.c, s.w, &s.t);
	world_many_schools(s.c, s.w);
	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CARE, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->wang, WANG, CHESS, NULL);
	pay.school = s.w->a1;
	pay.term = s.t.term;
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &appropriation_add_verb, &pay));
	pay.amount = FEN(-20000);
	pay.document = S("A-2");
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &appropriation_add_verb, &pay));
	world_count_all(state);
	return s;
}

static struct verify_check check_of(struct scene *s, const char *name)
{
	struct verify_check *v;
	size_t n;

	assert_ok(verify_run(s->c, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].name, name) == 0)
			return v[i];
	fail_msg("no check %s", name);
	return (struct verify_check){0};
}

struct spoil {
	school_id school;
	int64_t more;
};

static enum err spoil_run(struct ctx *c, void *arg)
{
	const struct spoil *a = arg;

	return q_count_spoil(c, a->school, a->more, NULL);
}

static void spoil(struct scene *s, school_id school, int64_t more)
{
	static const struct verb verb = {"funds.test_spoil", spoil_run};
	struct spoil a = {school, more};

	kit_do(s->c, &verb, &a);
}

static void R29_what_an_officer_entered_holds_against_the_ledger(void **state)
{
	struct scene s = scene_of(state);
	struct verify_check v = check_of(&s, "guarantee");

	assert_int_equal(v.rows, 2);
	assert_int_equal(v.broken, 0);
}

static void counts_that_the_job_kept_hold(void **state)
{
	struct scene s = scene_of(state);
	struct verify_check v = check_of(&s, "school_counts");

	assert_int_equal(v.rows, COUNT_NOW + 2);
	assert_int_equal(v.broken, 0);
	spoil(&s, s.w->a1, 1);
	v = check_of(&s, "school_counts");
	assert_int_equal(v.broken, 1);
	assert_int_equal(v.first, s.w->a1.v);
	assert_str(v.found, "school: enrolled counted 3, the rows say 2");
}

static void a_school_that_went_on_is_not_held_against_its_old_count_and_the_others_are(void **state)
{
	struct scene s = scene_of(state);

	world_enrol(s.c, s.w, &s.t, &s.w->li, LI, CARE, NULL);
	assert_int_equal(check_of(&s, "school_counts").broken, 0);
	spoil(&s, s.w->a2, 1);
	assert_int_equal(check_of(&s, "school_counts").first, s.w->a2.v);
	spoil(&s, s.w->a2, -1);
	world_count_all(state);
	assert_int_equal(check_of(&s, "school_counts").broken, 0);
	spoil(&s, s.w->a1, -1);
	assert_int_equal(check_of(&s, "school_counts").first, s.w->a1.v);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R29_what_an_officer_entered_holds_against_the_ledger),
		KIT_FACT(counts_that_the_job_kept_hold),
		KIT_FACT(
			a_school_that_went_on_is_not_held_against_its_old_count_and_the_others_are),
	};

	return KIT_FACTS_RUN("oversight", facts);
}

#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "world.h"

struct crowd {
	const struct kit_term *t;
	county_id county;
	school_id school;
	int64_t first, n;
	const char *kind;
};

static enum err crowd_run(struct ctx *c, void *arg)
{
	const struct crowd *a = arg;

	for (int64_t i = 0; i < a->n; i++)
		TRY(q_took_part(c, (pupil_id){a->first + i}, a->t->term, str_of(a->kind), a->county,
		                a->school, NULL));
	return OK;
}

void world_took_part(struct ctx *c, const struct kit_term *t, county_id county, school_id school,
                     int64_t first, int64_t n, const char *kind)
{
	static const struct verb verb = {"test.took_part", crowd_run};
	struct crowd a = {t, county, school, first, n, kind};

	kit_do(c, &verb, &a);
}

void world_enrol(struct ctx *c, const struct kit_people *w, const struct kit_term *t,
                 const struct actor *who, enum kit_pupil pupil, enum kit_offering o,
                 enrolment_id *ret_id)
{
	struct enrol a = {
		.wish = {w->pupil[pupil], t->offering[o], o == CARE ? t->care : t->course, false},
		.channel = S("page"),
	};

	assert_ok(kit_try_as(c, who, &enrol_verb, &a));
	if (ret_id)
		*ret_id = a.result.id;
}

void world_term(struct ctx *c, const struct actor *who, const struct kit_term *t,
                struct term *ret_t)
{
	kit_read_as(c, who);
	assert_ok(term_get(c, t->term, ret_t));
}

void world_many_schools(struct ctx *c, const struct kit_people *w)
{
	for (int i = 0; i < COUNT_NOW; i++) {
		struct school_new school = {.county = w->county,
		                            .code = str_printf(c->arena, "21349901%02d", i),
		                            .name = str_printf(c->arena, "分校%d", i)};

		assert_ok(kit_try_as(c, &w->county_officer, &school_add_verb, &school));
	}
}

void world_count_all(void **state)
{
	static const struct job_kinds *const kinds[] = {&funds_jobs};
	struct ctx *c = kit_ctx(state);
	bool ran = true;

	if (c->tx)
		store_read_end(c);
	c->actor = kit_world(state)->system;
	assert_ok(jobs_prepare(c, kinds, 1)); /* other rooms' jobs wait there too */
	kit_advance(state, 61 * INT64_C(1000000));
	for (int i = 0; i < 100 && ran; i++)
		assert_ok(jobs_step(c, kinds, 1, &ran));
}

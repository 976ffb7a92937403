#include "world.h"

void world_write(struct ctx *c, enum err (*run)(struct ctx *c, void *arg), void *arg)
{
	struct verb v = {"test.write", run};

	kit_do(c, &v, arg);
}

static enum err offering_put(struct ctx *c, struct world *x, school_id school, const char *code,
                             const char *kind, agency_id agency, offering_id *ret_id)
{
	offering_id id = {env_next_id(c->env)};
	struct instant past = {c->now.us - 10 * DAY_US};

	TRY(q_offering_insert(c, id, x->w.county, school, x->term, str_of(code), str_of(kind),
	                      str_of(code), agency, past, c->now, x->day,
	                      (struct date){x->day.day + 100}, NULL));
	TRY(q_seat_insert(c, id, x->w.county, 3, NULL));
	*ret_id = id;
	return OK;
}

static enum err sitting_put(struct ctx *c, struct world *x, school_id school, offering_id offering,
                            int32_t after, const char *state, sitting_id *ret_id)
{
	sitting_id id = {env_next_id(c->env)};
	int32_t starts = str_is(str_of(state), "cancelled") ? 600 : 970;

	TRY(q_sitting_put(c, id, x->w.county, school, offering, (struct date){x->day.day + after},
	                  (struct clock_time){starts}, (struct clock_time){starts + 90},
	                  str_of(state), NULL));
	*ret_id = id;
	return OK;
}

static enum err build(struct ctx *c, void *arg)
{
	struct world *x = arg;
	struct kit_people *w = &x->w;

	x->day = instant_date(c->now);
	x->term = (term_id){env_next_id(c->env)};
	TRY(q_term_insert(c, x->term, w->county, x->day, (struct date){x->day.day + 140}, NULL));
	TRY(offering_put(c, x, w->a1, "托管", "care", ID_NONE(agency_id), &x->care));
	TRY(offering_put(c, x, w->a1, "合唱", "course", w->agency_id, &x->course));
	TRY(offering_put(c, x, w->a2, "托管二", "care", ID_NONE(agency_id), &x->other));
	TRY(q_teacher_insert(c, x->care, w->teacher_id, w->county, NULL));
	TRY(q_teacher_insert(c, x->course, w->teacher_id, w->county, NULL));
	TRY(sitting_put(c, x, w->a1, x->care, 0, "planned", &x->today));
	TRY(sitting_put(c, x, w->a1, x->care, 0, "cancelled", &x->off));
	TRY(sitting_put(c, x, w->a1, x->care, 1, "planned", &x->tomorrow));
	TRY(sitting_put(c, x, w->a1, x->course, 0, "planned", &x->course_today));
	return sitting_put(c, x, w->a2, x->other, 0, "planned", &x->other_today);
}

struct seating {
	struct world *x;
	offering_id offering;
	pupil_id pupil;
	const char *state;
	int64_t place;
	struct instant at;
};

static enum err seat_run(struct ctx *c, void *arg)
{
	struct seating *s = arg;

	return q_seat_of(c, (enrolment_id){env_next_id(c->env)}, s->x->w.county, s->x->w.a1,
	                 s->x->term, s->offering, s->pupil, str_of(s->state), s->place, s->at,
	                 (struct instant){INT64_MIN}, NULL);
}

void world_seat(struct ctx *c, struct world *x, offering_id offering, pupil_id pupil,
                const char *state, int64_t place, struct instant at)
{
	struct seating s = {x, offering, pupil, state, place, at};

	world_write(c, seat_run, &s);
}

struct signing {
	struct world *x;
	offering_id offering;
	int64_t version;
	const char *party;
};

static enum err sign_run(struct ctx *c, void *arg)
{
	struct signing *s = arg;
	bool course = offering_id_eq(s->offering, s->x->course);
	school_id school = offering_id_eq(s->offering, s->x->other) ? s->x->w.a2 : s->x->w.a1;
	agreement_id id = {s->offering.v + s->version};

	if (str_is(str_of(s->party), "school"))
		TRY(q_agreement_insert(c, id, s->x->w.county, school, s->x->term,
		                       course ? S("course") : S("care"), s->version, c->now, NULL));
	return q_party_insert(c, s->offering, id, str_of(s->party), s->x->w.county,
	                      s->x->w.clerk.account, c->now, NULL);
}

void world_sign(struct ctx *c, struct world *x, offering_id offering, int64_t version,
                const char *party)
{
	struct signing s = {x, offering, version, party};

	world_write(c, sign_run, &s);
}

int world_setup(void **state)
{
	enum store_engine engine = *state ? STORE_POSTGRES : STORE_SQLITE;
	static const enum kit_pupil in_care[] = {CHEN_YI, WANG, WANG_OTHER, LI, CHEN_ER};
	struct world *x = calloc(1, sizeof *x);
	struct ctx *c;

	if (!x || kit_setup(state) != 0)
		return -1;
	((struct kit *)*state)->more = x;
	c = kit_ctx(state);
	kit_db_open(c, engine, &x->db);
	kit_people_make(c, &x->w);
	c->actor = x->w.system;
	world_write(c, build, x);
	world_sign(c, x, x->care, 1, "school");
	world_sign(c, x, x->other, 1, "school");
	for (size_t i = 0; i < sizeof in_care / sizeof *in_care; i++)
		world_seat(c, x, x->care, x->w.pupil[in_care[i]], "enrolled", 0, c->now);
	world_seat(c, x, x->course, x->w.pupil[LI], "enrolled", 0, c->now);
	c->actor = x->w.teacher;
	return 0;
}

int world_teardown(void **state)
{
	struct world *x = world_of(state);

	kit_db_close(kit_ctx(state), &x->db);
	free(x);
	return kit_teardown(state);
}

struct world *world_of(void **state)
{
	return ((struct kit *)*state)->more;
}

void world_at(void **state, int minute)
{
	struct ctx *c = kit_ctx(state);
	struct instant t = date_instant(world_of(state)->day, (struct clock_time){minute});

	kit_advance(state, t.us - c->now.us);
}

enum err world_save(struct ctx *c, sitting_id sitting, const struct mark_put *v, size_t n,
                    const char *reason)
{
	struct register_save a = {.sitting = sitting,
	                          .mark = v,
	                          .n = n,
	                          .reason = str_of(reason),
	                          .reason_needed = true};
	struct store_once once = {0};
	struct str answer;
	bool replayed;

	return register_save(c, &a, &once, &answer, &replayed);
}

enum mark world_mark(struct ctx *c, sitting_id sitting, pupil_id pupil)
{
	struct q_mark_of_row row;
	enum mark m = MARK_NONE;
	bool found;

	assert_ok(store_read_begin(c));
	assert_ok(q_mark_of(c, sitting, pupil, &row, &found));
	if (found)
		assert_true(mark_parse(row.mark, &m));
	store_read_end(c);
	return m;
}

int64_t world_attended(struct ctx *c, pupil_id pupil, const char *kind)
{
	int64_t n = 0;
	bool found;

	assert_ok(store_read_begin(c));
	assert_ok(q_attended(c, pupil, str_of(kind), &n, &found));
	store_read_end(c);
	return found ? n : 0;
}

int64_t world_changes(struct ctx *c, sitting_id sitting)
{
	int64_t n;

	assert_ok(store_read_begin(c));
	assert_ok(q_changes_total(c, sitting, &n));
	store_read_end(c);
	return n;
}

int world_run(const struct fact *facts, size_t n)
{
	static struct CMUnitTest tests[64];
	static char names[64][120];
	static int pg = 1;
	size_t m = 0;

	for (int engine = 0; engine < (kit_pg() ? 2 : 1); engine++) {
		for (size_t i = 0; i < n; i++, m++) {
			snprintf(names[m], sizeof names[m], "%s: %s",
			         engine ? "postgresql" : "sqlite", facts[i].name);
			tests[m] = (struct CMUnitTest){names[m], facts[i].f, world_setup,
			                               world_teardown, engine ? &pg : NULL};
		}
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("day", tests, m, NULL, NULL);
}

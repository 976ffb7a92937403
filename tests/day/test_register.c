/* Saving registers: who was there, what a later change leaves behind, and who counts (D2). */
#include "world.h"

static struct mark_put put(pupil_id pupil, enum mark m)
{
	return (struct mark_put){pupil, m, {INT64_MIN}};
}

static void everybody_is_present_when_nothing_is_said(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct q_register_of_row reg;
	struct str word;

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	assert_int_equal(world_mark(c, x->today, x->w.pupil[CHEN_YI]), MARK_PRESENT);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[CHEN_ER]), MARK_PRESENT);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[HAN]), MARK_NONE);
	assert_ok(store_read_begin(c));
	assert_ok(q_register_of(c, x->today, &reg));
	assert_ok(q_state_of(c, x->today, &word));
	store_read_end(c);
	assert_int_equal(reg.present, 5);
	assert_int_equal(reg.expected, 5);
	assert_int_equal(reg.staff.v, x->w.teacher_id.v);
	assert_str(word, "held");
	assert_int_equal(world_changes(c, x->today), 0);
}

static void exceptions_are_kept_and_late_has_attended(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[WANG], MARK_ABSENT), put(x->w.pupil[LI], MARK_LEAVE),
	                       put(x->w.pupil[CHEN_ER], MARK_LATE)};
	struct register_save a = {.sitting = x->today, .mark = v, .n = 3};

	world_at(state, 975);
	kit_do(c, &register_save_verb, &a);
	assert_int_equal(a.result.expected, 5);
	assert_int_equal(a.result.present, 2);
	assert_int_equal(a.result.absent, 1);
	assert_int_equal(a.result.leave, 1);
	assert_int_equal(a.result.late, 1);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_ABSENT);
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 0);
	assert_int_equal(world_attended(c, x->w.pupil[LI], "care"), 0);
	assert_int_equal(world_attended(c, x->w.pupil[CHEN_ER], "care"), 1);
	assert_int_equal(world_attended(c, x->w.pupil[CHEN_YI], "care"), 1);
}

static void the_time_it_was_seen_is_kept(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct instant seen = date_instant(x->day, (struct clock_time){980});
	struct mark_put v[] = {{x->w.pupil[WANG], MARK_LATE, seen}};
	struct q_mark_of_row row;
	bool found;

	world_at(state, 1000);
	assert_ok(world_save(c, x->today, v, 1, NULL));
	assert_ok(store_read_begin(c));
	assert_ok(q_mark_of(c, x->today, x->w.pupil[WANG], &row, &found));
	store_read_end(c);
	assert_true(row.at.us == seen.us);
	v[0].at = (struct instant){c->now.us + HOUR_US};
	assert_fault(c, world_save(c, x->today, v, 1, NULL), E_INPUT, "bad_input");
	assert_str(c->fault.field, "marks[0].at");
	v[0].at = (struct instant){c->now.us - DAY_US};
	assert_fault(c, world_save(c, x->today, v, 1, NULL), E_INPUT, "bad_input");
}

static void a_late_change_keeps_the_old_value_and_asks_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[WANG], MARK_ABSENT)};
	struct day_sitting s;
	struct mark_change *change;
	size_t n;

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	kit_advance(state, DAY_US);
	assert_fault(c, world_save(c, x->today, v, 1, NULL), E_INPUT, "missing_field");
	assert_str(c->fault.field, "reason");
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_PRESENT);
	assert_ok(world_save(c, x->today, v, 1, "家长次日来电"));
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_ABSENT);
	assert_ok(store_read_begin(c));
	assert_ok(day_sitting_get(c, x->today, &s));
	assert_ok(changes_of_sitting(c, &s, &change, &n));
	store_read_end(c);
	assert_int_equal(n, 1);
	assert_int_equal(change[0].was, MARK_PRESENT);
	assert_int_equal(change[0].became, MARK_ABSENT);
	assert_str(change[0].reason, "家长次日来电");
	assert_str(change[0].name, "王小明");
	assert_str(change[0].person, "张老师");
	assert_int_equal(s.present, 4);
}

static void the_same_marks_again_change_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[WANG], MARK_ABSENT)};

	world_at(state, 975);
	assert_ok(world_save(c, x->today, v, 1, NULL));
	kit_advance(state, DAY_US);
	assert_ok(world_save(c, x->today, v, 1, NULL));
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_ABSENT);
	assert_int_equal(world_changes(c, x->today), 0);
	assert_int_equal(world_attended(c, x->w.pupil[LI], "care"), 1);
}

static enum err say(struct ctx *c, void *arg, struct out *o)
{
	struct register_save *a = arg;

	out_printf(o, "present %lld", (long long)a->result.present);
	return OK;
}

static void a_replay_with_the_same_key_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[WANG], MARK_ABSENT)};
	struct register_save a = {.sitting = x->today, .mark = v, .n = 1};
	struct store_once once = {S("key-1"), S("body-1"), say};
	struct mark_put back[] = {put(x->w.pupil[WANG], MARK_PRESENT)};
	struct str answer;
	bool replayed;

	world_at(state, 975);
	assert_ok(register_save(c, &a, &once, &answer, &replayed));
	assert_false(replayed);
	assert_str(answer, "present 4");
	assert_ok(world_save(c, x->today, back, 1, NULL));
	assert_ok(register_save(c, &a, &once, &answer, &replayed));
	assert_true(replayed);
	assert_str(answer, "present 4");
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_PRESENT);
	once.body = S("body-2");
	assert_fault(c, register_save(c, &a, &once, &answer, &replayed), E_CONFLICT, "key_reused");
}

static void D2_a_sitting_counts_once_however_often_it_is_changed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[WANG], MARK_LATE)};

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	assert_ok(world_save(c, x->today, v, 1, NULL)); /* present → late */
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 1);
	v[0].mark = MARK_ABSENT;
	assert_ok(world_save(c, x->today, v, 1, NULL));
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 0);
	v[0].mark = MARK_PRESENT;
	assert_ok(world_save(c, x->today, v, 1, NULL));
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 1);
	kit_advance(state, DAY_US);
	assert_ok(world_save(c, x->tomorrow, NULL, 0, NULL));
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 2);
	v[0].mark = MARK_LEAVE;
	assert_ok(world_save(c, x->tomorrow, v, 1, NULL));
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 1);
	assert_int_equal(world_changes(c, x->today), 3);
}

static void a_pupil_who_is_not_on_the_roster_is_refused_by_field(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[LI], MARK_ABSENT),
	                       put(x->w.pupil[HAN], MARK_PRESENT)};

	world_at(state, 975);
	assert_fault(c, world_save(c, x->today, v, 2, NULL), E_INPUT, "not_on_roster");
	assert_str(c->fault.field, "marks[1].pupil");
	v[1].pupil = x->w.pupil[ZHENG];
	assert_fault(c, world_save(c, x->today, v, 2, NULL), E_INPUT, "not_on_roster");
	v[1].pupil = x->w.pupil[LI];
	assert_fault(c, world_save(c, x->today, v, 2, NULL), E_INPUT, "duplicate_field");
	assert_int_equal(world_mark(c, x->today, x->w.pupil[LI]), MARK_NONE);
}

static void sittings_of_others_are_absent(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	assert_fault(c, world_save(c, x->other_today, NULL, 0, NULL), E_ABSENT, "absent");
	c->actor = x->w.zhao_teach; /* teaches at the school, not this */
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_ABSENT, "absent");
	c->actor = x->w.clerk2;
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_ABSENT, "absent");
	c->actor = x->w.clerk_z;
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_ABSENT, "absent");
	c->actor = x->w.father;
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_ABSENT, "absent");
	c->actor = x->w.agency; /* not its offering */
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_ABSENT, "absent");
	c->actor = x->w.clerk;
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
}

static void a_class_head_marks_where_the_own_class_sits(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	c->actor = x->w.head; /* of 3-1: WANG takes care; the course has a pupil of 3-2 alone */
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	assert_fault(c, world_save(c, x->course_today, NULL, 0, NULL), E_ABSENT, "absent");
}

static void an_agency_reads_its_own_offering_and_marks_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct day_sitting s;
	struct register_row *row;
	size_t n;

	world_sign(c, x, x->course, 1, "school");
	world_sign(c, x, x->course, 1, "agency");
	world_at(state, 975);
	c->actor = x->w.agency;
	assert_ok(store_read_begin(c));
	assert_ok(day_sitting_get(c, x->course_today, &s));
	assert_ok(roster_of_sitting(c, &s, &row, &n));
	store_read_end(c);
	assert_int_equal(n, 1);
	assert_str(row[0].name, "李雷");
	assert_fault(c, world_save(c, x->course_today, NULL, 0, NULL), E_DENIED, "not_allowed");
}

static void R50_nothing_is_marked_before_every_needed_signature(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	assert_fault(c, world_save(c, x->course_today, NULL, 0, NULL), E_REFUSED,
	             "agreement_unsigned");
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document)); /* R50 */
	world_sign(c, x, x->course, 1, "school");
	assert_fault(c, world_save(c, x->course_today, NULL, 0, NULL), E_REFUSED,
	             "agreement_unsigned");
	assert_str(c->fault.found, "第三方机构");
	world_sign(c, x, x->course, 1, "agency");
	assert_ok(world_save(c, x->course_today, NULL, 0, NULL));
	world_sign(c, x, x->course, 2, "school"); /* a new version under way stops nothing */
	assert_ok(world_save(c, x->course_today, NULL, 0, NULL));
}

static void a_register_waits_for_its_time(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 939);
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_REFUSED, "sitting_not_begun");
	assert_fault(c, world_save(c, x->tomorrow, NULL, 0, NULL), E_REFUSED, "sitting_not_begun");
	assert_fault(c, world_save(c, x->off, NULL, 0, NULL), E_REFUSED, "sitting_cancelled");
	world_at(state, 940);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
}

static void after_a_week_the_school_office_changes_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	kit_advance(state, REGISTER_TEACHER_DAYS * DAY_US);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	kit_advance(state, DAY_US);
	assert_fault(c, world_save(c, x->today, NULL, 0, NULL), E_REFUSED, "register_closed");
	c->actor = x->w.clerk;
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
}

static enum err leave_run(struct ctx *c, void *arg)
{
	struct world *x = arg;

	return q_seat_end(c, x->care, x->w.pupil[WANG], c->now, NULL);
}

static void who_withdrew_is_off_later_rosters_and_keeps_earlier_marks(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct mark_put v[] = {put(x->w.pupil[WANG], MARK_ABSENT)};

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	kit_advance(state, 6 * HOUR_US);
	world_write(c, leave_run, x);
	kit_advance(state, 18 * HOUR_US);
	assert_fault(c, world_save(c, x->tomorrow, v, 1, NULL), E_INPUT, "not_on_roster");
	assert_ok(world_save(c, x->tomorrow, NULL, 0, NULL));
	assert_int_equal(world_mark(c, x->tomorrow, x->w.pupil[WANG]), MARK_NONE);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_PRESENT);
	assert_int_equal(world_attended(c, x->w.pupil[WANG], "care"), 1);
	assert_ok(world_save(c, x->today, v, 1, "补记")); /* that day's roster had the child */
}

static void who_waits_or_came_later_is_on_no_roster(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_seat(c, x, x->care, x->w.pupil[HAN], "waitlisted", 1, c->now);
	world_seat(c, x, x->care, x->w.pupil[ZHAO], "withdrawn", 2, c->now); /* left the queue */
	world_seat(c, x, x->care, x->w.pupil[ZHOU], "enrolled", 0,
	           (struct instant){c->now.us + 20 * HOUR_US});
	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	assert_int_equal(world_mark(c, x->today, x->w.pupil[HAN]), MARK_NONE);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[ZHAO]), MARK_NONE);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[ZHOU]), MARK_NONE);
	kit_advance(state, DAY_US);
	assert_ok(world_save(c, x->tomorrow, NULL, 0, NULL));
	assert_int_equal(world_mark(c, x->tomorrow, x->w.pupil[ZHOU]), MARK_PRESENT);
}

enum { CROWD = 450 };
struct crowd {
	struct world *x;
	size_t from;
};

static enum err crowd_run(struct ctx *c, void *arg)
{
	struct crowd *a = arg;

	for (size_t i = a->from; i < a->from + 150; i++) {
		pupil_id id = {env_next_id(c->env)};
		struct seat_crowd {
			int64_t salt, i;
		} blind = {7, (int64_t)i};

		TRY(q_pupil_copy(c, id, a->x->w.pupil[LI],
		                 (struct str){(const char *)&blind, sizeof blind}, NULL));
		TRY(q_seat_of(c, (enrolment_id){env_next_id(c->env)}, a->x->w.county, a->x->w.a1,
		              a->x->term, a->x->care, id, S("enrolled"), 0, c->now,
		              (struct instant){INT64_MIN}, NULL));
	}
	return OK;
}

static void a_big_roster_is_cut_and_its_replay_too(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct register_save a = {.sitting = x->today};
	struct store_once once = {S("key-1"), S("body"), say};
	struct str answer;
	bool replayed;

	for (size_t from = 0; from < CROWD; from += 150)
		world_write(c, crowd_run, &(struct crowd){x, from});
	world_at(state, 975);
	assert_ok(register_save(c, &a, &once, &answer, &replayed));
	assert_int_equal(a.result.expected, CROWD + 5);
	assert_int_equal(a.result.present, CROWD + 5);
	assert_str(answer, "present 455");
	assert_ok(register_save(c, &a, &once, &answer, &replayed));
	assert_true(replayed);
	assert_str(answer, "present 455");
}

static void a_days_sittings_are_the_callers(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	const struct {
		struct actor who;
		size_t n;
	} v[] = {{x->w.teacher, 3}, {x->w.zhao_teach, 0}, {x->w.head, 2},
	         {x->w.clerk, 3},   {x->w.leader, 3},     {x->w.clerk2, 1},
	         {x->w.clerk_z, 0}, {x->w.agency, 1},     {x->w.father, 0}};
	struct day_sitting *s;
	size_t n;

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		c->actor = v[i].who;
		assert_ok(store_read_begin(c));
		assert_ok(sittings_of_day(c, x->day, &s, &n));
		store_read_end(c);
		assert_int_equal(n, v[i].n);
	}
}

static void reading_a_roster_leaves_one_note(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct day_sitting s;
	struct register_row *row;
	int64_t notes;
	size_t n;

	assert_ok(store_read_begin(c));
	assert_ok(day_sitting_get(c, x->today, &s));
	assert_ok(roster_of_sitting(c, &s, &row, &n));
	store_read_end(c);
	assert_int_equal(n, 5);
	assert_str(row[0].name, "陈一");
	assert_str(row[4].name, "陈二");
	assert_ok(audit_flush_reads(c));
	assert_ok(store_read_begin(c));
	assert_ok(q_readings(c, &notes));
	store_read_end(c);
	assert_int_equal(notes, 1);
}

static void a_guardian_reads_the_marks_of_the_own_child_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct pupil_mark *v;
	size_t n;

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	c->actor = x->w.mother;
	assert_ok(store_read_begin(c));
	assert_ok(marks_of_pupil(c, x->w.pupil[CHEN_YI], x->day, &v, &n));
	assert_int_equal(n, 1);
	assert_str(v[0].title, "托管");
	assert_int_equal(v[0].mark, MARK_PRESENT);
	assert_fault(c, marks_of_pupil(c, x->w.pupil[WANG], x->day, &v, &n), E_ABSENT, "absent");
	store_read_end(c);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(everybody_is_present_when_nothing_is_said),
		FACT(exceptions_are_kept_and_late_has_attended),
		FACT(the_time_it_was_seen_is_kept),
		FACT(a_late_change_keeps_the_old_value_and_asks_why),
		FACT(the_same_marks_again_change_nothing),
		FACT(a_replay_with_the_same_key_changes_nothing),
		FACT(D2_a_sitting_counts_once_however_often_it_is_changed),
		FACT(a_pupil_who_is_not_on_the_roster_is_refused_by_field),
		FACT(sittings_of_others_are_absent),
		FACT(a_class_head_marks_where_the_own_class_sits),
		FACT(an_agency_reads_its_own_offering_and_marks_nothing),
		FACT(R50_nothing_is_marked_before_every_needed_signature),
		FACT(a_register_waits_for_its_time),
		FACT(after_a_week_the_school_office_changes_it),
		FACT(who_withdrew_is_off_later_rosters_and_keeps_earlier_marks),
		FACT(who_waits_or_came_later_is_on_no_roster),
		FACT(a_big_roster_is_cut_and_its_replay_too),
		FACT(a_days_sittings_are_the_callers),
		FACT(reading_a_roster_leaves_one_note),
		FACT(a_guardian_reads_the_marks_of_the_own_child_alone),
	};

	return WORLD_RUN(facts);
}

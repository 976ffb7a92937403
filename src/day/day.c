/* Reading sittings, rosters and marks, through the caller's reach. */
#include "day/internal.h"

#include "people/pupil.h"

enum { PUPIL_MARKS_MOST = 500 };

static const char *const MARKS[MARK_COUNT] = {"", "present", "absent", "leave", "late"};

const char *mark_name(enum mark m)
{
	return (unsigned)m < MARK_COUNT ? MARKS[m] : "";
}

bool mark_parse(struct str name, enum mark *ret_m)
{
	for (int m = MARK_PRESENT; m < MARK_COUNT; m++) {
		if (str_is(name, MARKS[m])) {
			*ret_m = (enum mark)m;
			return true;
		}
	}
	return false;
}

bool mark_attended(enum mark m)
{
	return m == MARK_PRESENT || m == MARK_LATE;
}

struct instant sitting_begins(const struct day_sitting *s)
{
	return date_instant(s->day, s->starts);
}

struct instant sitting_over(const struct day_sitting *s)
{
	return date_instant(s->day, s->ends);
}

static enum err sitting_from(struct ctx *c, const struct q_sitting_facts_row *row,
                             struct day_sitting *ret_s)
{
	struct day_sitting s = {
		.id = row->id,
		.county = row->county,
		.school = row->school,
		.offering = row->offering,
		.term = row->term,
		.agency = row->agency,
		.day = row->day,
		.starts = row->starts,
		.ends = row->ends,
		.title = row->title,
		.place = row->place,
		.marked = row->saved.us != INT64_MIN,
		.saved = row->saved,
		.expected = row->expected.some ? row->expected.v : row->taken,
		.present = row->present.some ? row->present.v : 0,
	};

	if (!kind_parse(row->kind, &s.kind))
		return fault_broken(c, "offering.kind");
	if (str_is(row->state, "planned"))
		s.state = SITTING_PLANNED;
	else if (str_is(row->state, "held"))
		s.state = SITTING_HELD;
	else
		s.state = SITTING_CANCELLED;
	*ret_s = s;
	return OK;
}

/* --- reach ----------------------------------------------------------------------------------- */

bool day_may_mark(const struct ctx *c)
{
	return (ROLE_BIT(c->actor.role) & ROLES_TEACHING) != 0;
}

static bool whole_school(const struct ctx *c)
{
	return (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) != 0;
}

/* A class head has a class besides the own offerings; a teacher has not. */
static class_id class_of(const struct ctx *c)
{
	return c->actor.role == ROLE_CLASS_HEAD ? c->actor.class : ID_NONE(class_id);
}

static enum err within_reach(struct ctx *c, const struct q_sitting_facts_row *row, bool *ret_yes)
{
	offering_id id;

	if (c->actor.role == ROLE_AGENCY) {
		*ret_yes = row->agency.v != 0 && agency_id_eq(row->agency, c->actor.agency);
		return OK;
	}
	if (!day_may_mark(c) || !school_id_eq(row->school, c->actor.school)) {
		*ret_yes = false;
		return OK;
	}
	if (whole_school(c)) {
		*ret_yes = true;
		return OK;
	}
	return q_offering_near(c, row->offering, c->actor.staff, class_of(c), &id, ret_yes);
}

enum err day_sitting_get(struct ctx *c, sitting_id id, struct day_sitting *ret_s)
{
	struct q_sitting_facts_row row;
	bool found, reach = false;

	TRY(q_sitting_facts(c, id, &row, &found));
	if (found)
		TRY(within_reach(c, &row, &reach));
	if (!reach)
		return fault_set(c, E_ABSENT, "absent", NULL);
	return sitting_from(c, &row, ret_s);
}

/* --- lists ----------------------------------------------------------------------------------- */

static struct str status_word(const struct sitting_filter *f)
{
	static const char *const words[] = {"", "unmarked", "marked", "cancelled"};

	return str_of(words[f->status]);
}

enum err day_sittings(struct ctx *c, const struct sitting_filter *f, struct day_sitting **ret_v,
                      size_t *ret_n)
{
	struct q_sitting_facts_row *row = NULL;
	int64_t most = f->most ? f->most : SITTINGS_MOST;
	size_t n = 0;

	if (c->actor.role == ROLE_AGENCY)
		TRY(q_sittings_agency(c, c->actor.agency, f->first, f->last, f->offering.v,
		                      status_word(f), most, f->skip, &row, &n));
	else if (day_may_mark(c))
		TRY(q_sittings_school(c, c->actor.school, f->first, f->last, f->offering.v,
		                      whole_school(c), c->actor.staff, class_of(c), status_word(f),
		                      most, f->skip, &row, &n));
	struct day_sitting *v = NEW_N(c->arena, n, struct day_sitting);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(sitting_from(c, &row[i], &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err day_sittings_total(struct ctx *c, const struct sitting_filter *f, int64_t *ret_n)
{
	if (c->actor.role == ROLE_AGENCY)
		return q_sittings_agency_total(c, c->actor.agency, f->first, f->last, f->offering.v,
		                               status_word(f), ret_n);
	if (day_may_mark(c))
		return q_sittings_school_total(c, c->actor.school, f->first, f->last, f->offering.v,
		                               whole_school(c), c->actor.staff, class_of(c),
		                               status_word(f), ret_n);
	*ret_n = 0;
	return OK;
}

enum err sittings_of_day(struct ctx *c, struct date day, struct day_sitting **ret_v, size_t *ret_n)
{
	return day_sittings(c, &(struct sitting_filter){.first = day, .last = day}, ret_v, ret_n);
}

/* --- rosters --------------------------------------------------------------------------------- */

/* A list of children's names is one reading: of the sitting, not of forty records. */
static enum err note_reading(struct ctx *c, const struct day_sitting *s)
{
	struct str why = str_printf(c->arena, "roster of sitting %lld", (long long)s->id.v);

	return audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why));
}

static enum err mark_from(struct ctx *c, struct str name, enum mark *ret_m)
{
	*ret_m = MARK_NONE;
	if (str_some(name) && !mark_parse(name, ret_m))
		return fault_broken(c, "mark.mark");
	return OK;
}

enum err roster_of_sitting(struct ctx *c, const struct day_sitting *s, struct register_row **ret_v,
                           size_t *ret_n)
{
	struct q_roster_rows_row *row;
	size_t n;

	TRY(q_roster_rows(c, s->id, s->offering, sitting_begins(s), sitting_over(s), &row, &n));
	struct register_row *v = NEW_N(c->arena, n, struct register_row);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct register_row){.pupil = row[i].pupil,
		                             .name = row[i].name,
		                             .class_name = row[i].class,
		                             .at = row[i].at};
		TRY(mark_from(c, row[i].mark, &v[i].mark));
	}
	TRY(note_reading(c, s));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err marks_of_sitting(struct ctx *c, const struct day_sitting *s, struct register_row **ret_v,
                          size_t *ret_n)
{
	struct q_roster_marks_row *row;
	size_t n;

	TRY(q_roster_marks(c, s->id, s->offering, sitting_begins(s), sitting_over(s), &row, &n));
	struct register_row *v = NEW_N(c->arena, n, struct register_row);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct register_row){.pupil = row[i].pupil, .at = row[i].at};
		TRY(mark_from(c, row[i].mark, &v[i].mark));
	}
	TRY(note_reading(c, s));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err changes_of_sitting(struct ctx *c, const struct day_sitting *s, struct mark_change **ret_v,
                            size_t *ret_n)
{
	struct q_change_rows_row *row;
	size_t n;

	TRY(q_change_rows(c, s->id, &row, &n));
	struct mark_change *v = NEW_N(c->arena, n, struct mark_change);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct mark_change){.pupil = row[i].pupil,
		                            .name = row[i].name,
		                            .person = row[i].person,
		                            .reason = row[i].reason,
		                            .at = row[i].at};
		TRY(mark_from(c, row[i].was, &v[i].was));
		TRY(mark_from(c, row[i].became, &v[i].became));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err marks_of_pupil(struct ctx *c, pupil_id pupil, struct date since, struct pupil_mark **ret_v,
                        size_t *ret_n)
{
	struct q_pupil_marks_row *row;
	struct pupil p;
	size_t n;

	TRY(pupil_get(c, pupil, &p));
	TRY(q_pupil_marks(c, pupil, since, PUPIL_MARKS_MOST, &row, &n));
	struct pupil_mark *v = NEW_N(c->arena, n, struct pupil_mark);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct pupil_mark){.day = row[i].day,
		                           .starts = row[i].starts,
		                           .ends = row[i].ends,
		                           .title = row[i].title,
		                           .at = row[i].at};
		TRY(mark_from(c, row[i].mark, &v[i].mark));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

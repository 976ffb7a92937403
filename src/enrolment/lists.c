/* The lists of the school's side: who is on an offering, what a term holds, what was put forward.
 * Names of children: each list is noted once, by what it is a list of. */
#include "enrolment/enrolment.h"

#include "enrolment/enrolment.sql.h"
#include "enrolment/internal.h"
#include "people/reach.h"
#include "people/school.h"

/* The city's office counts children, it does not read their names. */
#define READERS (ROLES_TEACHING | ROLE_BIT(ROLE_COUNTY) | ROLE_BIT(ROLE_SYSTEM))

static enum err note_list(struct ctx *c, const char *what, int64_t id)
{
	struct str why = str_printf(c->arena, "%s %lld", what, (long long)id);

	return audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why));
}

enum err roster_reach(struct ctx *c, offering_id offering, class_id *ret_class)
{
	struct offering o;
	int64_t runs = 0;

	*ret_class = ID_NONE(class_id);
	if (!(ROLE_BIT(c->actor.role) & READERS))
		return absent(c);
	TRY(offering_get(c, offering, &o));
	if (c->actor.role != ROLE_TEACHER && c->actor.role != ROLE_CLASS_HEAD)
		return OK;
	TRY(q_offering_run_by(c, offering, c->actor.staff, &runs));
	if (runs > 0)
		return OK;
	if (c->actor.role == ROLE_TEACHER)
		return absent(c);
	*ret_class = c->actor.class;
	return OK;
}

enum err roster(struct ctx *c, offering_id offering, bool with_waitlist, struct roster_row **ret_v,
                size_t *ret_n)
{
	struct q_roster_list_row *row;
	int64_t waiting = 0;
	size_t n, kept = 0;
	class_id only;

	TRY(roster_reach(c, offering, &only));
	TRY(note_list(c, "roster of offering", offering.v));
	TRY(q_roster_list(c, offering, with_waitlist, &row, &n));
	struct roster_row *v = NEW_N(c->arena, n, struct roster_row);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct roster_row r = {
			.enrolment = row[i].id,
			.pupil = row[i].pupil,
			.class = row[i].class_id,
			.name = row[i].name,
			.class_name = row[i].class,
			.grade = row[i].grade,
			.at = row[i].at,
		};

		TRY(enrolment_state_parse(c, row[i].state, &r.state));
		if (r.state == WAITLISTED)
			r.position = ++waiting; /* among all, whoever may see them */
		if (!only.v || class_id_eq(only, r.class))
			v[kept++] = r;
	}
	*ret_v = v;
	*ret_n = kept;
	return OK;
}

static struct str any_state(struct str s)
{
	return str_some(s) ? s : S("");
}

enum err enrolment_page(struct ctx *c, school_id school, term_id term,
                        const struct enrolment_filter *f, struct enrolment_line **ret_v,
                        size_t *ret_n, int64_t *ret_total)
{
	bool head = c->actor.role == ROLE_CLASS_HEAD;
	int64_t class = head ? c->actor.class.v : f->class.v;
	struct str state = any_state(f->state);
	struct q_enrolment_page_row *row;
	struct school s;
	int64_t total;
	size_t n;

	if (c->actor.role == ROLE_TEACHER || !(ROLE_BIT(c->actor.role) & READERS))
		return absent(c);
	TRY(school_get(c, school, &s));
	TRY(note_list(c, "enrolments of school", school.v));
	TRY(q_enrolment_total(c, school, term, f->offering.v, class, state, &total));
	TRY(q_enrolment_page(c, school, term, f->offering.v, class, state,
	                     f->most ? f->most : INT32_MAX, f->skip, &row, &n));
	struct enrolment_line *v = NEW_N(c->arena, n, struct enrolment_line);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct enrolment_line){
			.id = row[i].id,
			.pupil = row[i].pupil,
			.name = row[i].name,
			.class_name = row[i].class,
			.offering = row[i].offering,
			.title = row[i].title,
			.position = row[i].position,
			.at = row[i].at,
		};
		TRY(enrolment_state_parse(c, row[i].state, &v[i].state));
	}
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

enum err forwarded_page(struct ctx *c, offering_id offering, const struct forwarded_filter *f,
                        struct forwarded **ret_v, size_t *ret_n, struct forwarded_counts *ret_n_by)
{
	struct q_forwarded_counts_row counts;
	struct q_forwarded_page_row *row;
	class_id only;
	size_t n;

	TRY(roster_reach(c, offering, &only));
	if (!only.v)
		only = f->class;
	TRY(note_list(c, "put forward for offering", offering.v));
	TRY(q_forwarded_counts(c, offering, only.v, &counts));
	TRY(q_forwarded_page(c, offering, only.v, any_state(f->state),
	                     f->most ? f->most : INT32_MAX, f->skip, &row, &n));
	struct forwarded *v = NEW_N(c->arena, n, struct forwarded);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct forwarded){
			.id = row[i].id,
			.pupil = row[i].pupil,
			.name = row[i].name,
			.class_name = row[i].class,
			.state = row[i].state,
			.at = row[i].at,
			.decided = row[i].decided,
		};
	*ret_v = v;
	*ret_n = n;
	*ret_n_by = (struct forwarded_counts){counts.waiting, counts.accepted, counts.declined};
	return OK;
}

/* The roster of a sitting: everybody present, exceptions by a tap, one button; and on paper. */
#include "day/internal.h"
#include "day/pages.h"
#include "day/sitting.html.h"
#include "day/sitting_print.html.h"
#include "web/part/part_why.html.h"

static struct str sitting_path(struct ctx *c, sitting_id id, const char *more)
{
	return str_printf(c->arena, "/sittings/%lld%s", (long long)id.v, more);
}

/* Why it cannot be marked now, in place of the form. */
static enum err may_mark(struct ctx *c, const struct day_sitting *s, bool *ret_can,
                         struct view_part_why *ret_why)
{
	struct fault kept = c->fault;
	enum err e = register_allowed(c, s);

	if (e == E_BROKEN || e == E_RETRY)
		return e;
	*ret_can = e == OK;
	if (e != OK && c->actor.role != ROLE_AGENCY) {
		struct view_part_refusal no = page_refusal(c, &c->fault);

		*ret_why = (struct view_part_why){.title = no.title,
		                                  .advice = no.advice,
		                                  .clause = no.clause,
		                                  .document = no.document,
		                                  .found = no.found,
		                                  .allowed = no.allowed};
	}
	c->fault = kept; /* a page shown after a refused save tells of that one */
	return OK;
}

/* What was chosen when the form came back refused, else what is stored, else present. */
static enum mark chosen(struct ctx *c, struct req *r, size_t i, enum mark stored)
{
	struct str name = str_printf(c->arena, "marks.%zu.mark", i);
	struct str typed = req_typed(r, str_c(c->arena, name));
	enum mark m = stored != MARK_NONE ? stored : MARK_PRESENT;

	if (str_some(typed) && mark_parse(typed, &m))
		return m;
	return m;
}

static void count(struct view_sitting *v, enum mark m)
{
	v->expected++;
	v->present += m == MARK_PRESENT;
	v->absent += m == MARK_ABSENT;
	v->leave += m == MARK_LEAVE;
	v->late += m == MARK_LATE;
}

static enum err rows_fill(struct ctx *c, struct req *r, const struct day_sitting *s,
                          struct view_sitting *v)
{
	struct register_row *row;
	size_t n;

	TRY(roster_of_sitting(c, s, &row, &n));
	v->row = NEW_N(c->arena, n + 1, struct view_sitting_row);
	if (!v->row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		enum mark m = chosen(c, r, i, row[i].mark);

		count(v, row[i].mark);
		v->row[v->row_n++] = (struct view_sitting_row){
			.index = (int64_t)i,
			.no = (int64_t)i + 1,
			.pupil = row[i].pupil.v,
			.name = row[i].name,
			.klass = row[i].class_name,
			.present = m == MARK_PRESENT,
			.absent = m == MARK_ABSENT,
			.leave = m == MARK_LEAVE,
			.late = m == MARK_LATE,
			.tag = mark_tag(c, row[i].mark),
		};
	}
	return OK;
}

static enum err changes_fill(struct ctx *c, const struct day_sitting *s, struct view_sitting *v)
{
	struct mark_change *change;
	size_t n;

	TRY(changes_of_sitting(c, s, &change, &n));
	v->change = NEW_N(c->arena, n + 1, struct view_sitting_change);
	if (!v->change)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v->change[v->change_n++] =
			(struct view_sitting_change){.at = change[i].at,
		                                     .name = change[i].name,
		                                     .was = mark_label(change[i].was),
		                                     .became = mark_label(change[i].became),
		                                     .person = change[i].person,
		                                     .reason = change[i].reason};
	return OK;
}

enum err page_sitting(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_sitting v = {.none = {.what = T_day_roster_none}};
	struct day_sitting s;

	TRY(day_sitting_get(c, (sitting_id){req_id(r, "sitting")}, &s));
	v.errors = page_errors(c, r);
	v.path = sitting_path(c, s.id, "");
	v.print = sitting_path(c, s.id, "/print");
	v.title = s.title;
	v.hours = hours_text(c, s.starts, s.ends);
	v.place = s.place;
	v.day = s.day;
	v.tag = sitting_tag(c, &s);
	v.marked = s.marked;
	v.asks = s.marked && c->now.us > sitting_over(&s).us;
	v.reason = page_field(c, r, &marks_input, "reason", "text", S(""));
	v.reason.optional = false;
	v.reason.hint = text(c->lang, T_day_reason_hint);
	TRY(may_mark(c, &s, &v.can, &v.why));
	TRY(rows_fill(c, r, &s, &v));
	TRY(changes_fill(c, &s, &v));
	return reply_page(c, w, day_layout(c), T_day_roster, RENDER(render_sitting), &v);
}

static enum err path_answer(struct ctx *c, void *arg, struct out *o)
{
	struct register_save *a = arg;

	out_put(o, sitting_path(c, a->sitting, ""));
	return OK;
}

enum err page_sitting_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct marks_in *in = req_input(r);
	struct register_save a = {.sitting = {req_id(r, "sitting")},
	                          .n = in->marks.n,
	                          .reason = str_trim(in->reason),
	                          .reason_needed = true};
	struct store_once once = req_once(r, path_answer);
	struct mark_put *v;
	struct str path;
	bool replayed;

	TRY(marks_read(c, in, &v));
	a.mark = v;
	TRY(register_save(c, &a, &once, &path, &replayed));
	return reply_see(c, w, path, T_day_saved);
}

static enum err teachers_text(struct ctx *c, offering_id offering, struct str *ret_s)
{
	struct q_teachers_row *row;
	struct str *name;
	size_t n;

	TRY(q_teachers(c, offering, &row, &n));
	name = NEW_N(c->arena, n + 1, struct str);
	if (!name)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		name[i] = row[i].name;
	*ret_s = str_join(c->arena, name, n, S(" · "));
	return OK;
}

enum err page_sitting_print(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_sitting_print v = {.sign = {.seal = true}};
	struct register_row *row;
	struct day_sitting s;
	size_t n;

	TRY(day_sitting_get(c, (sitting_id){req_id(r, "sitting")}, &s));
	TRY(roster_of_sitting(c, &s, &row, &n));
	TRY(q_school_name(c, s.school, &v.school));
	TRY(teachers_text(c, s.offering, &v.teachers));
	v.title = s.title;
	v.hours = hours_text(c, s.starts, s.ends);
	v.place = s.place;
	v.day = s.day;
	v.marked = s.marked;
	v.expected = (int64_t)n;
	v.present = s.present;
	v.row = NEW_N(c->arena, n + 1, struct view_sitting_print_row);
	if (!v.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v.row[v.row_n++] = (struct view_sitting_print_row){
			.no = (int64_t)i + 1,
			.name = row[i].name,
			.klass = row[i].class_name,
			.mark = row[i].mark ? text(c->lang, mark_label(row[i].mark)) : S("")};
	return reply_page(c, w, day_layout(c), T_day_sheet, RENDER(render_sitting_print), &v);
}

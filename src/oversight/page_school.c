/* The desk of a school's clerk and leader: what is missing next; and its reports. */
#include "funds/guarantee.h"
#include "term/term_filter.h"
#include "oversight/compare.sql.h"
#include "oversight/due.h"
#include "oversight/pages.h"
#include "oversight/report.html.h"
#include "oversight/school.html.h"
#include "term/agreement.h"
#include "term/labels.h"
#include "term/notice.h"

/* --- what is missing next --------------------------------------------------------------------- */

enum { STEPS_MAX = 12 };

struct steps {
	struct ctx *c;
	struct view_part_cell *todo, *done;
	size_t todo_n, done_n;
};

static struct str number(struct ctx *c, int64_t n)
{
	return str_printf(c->arena, "%lld", (long long)n);
}

static struct str counted_note(struct ctx *c, enum text_id note, int64_t n)
{
	struct str arg = number(c, n);

	return text_fill(c->arena, c->lang, note, &arg, 1);
}

/* One step: still to do with its note, or done with what there is. */
static void step(struct steps *s, bool done, enum text_id title, struct str note, struct str side,
                 const char *path)
{
	struct ctx *c = s->c;
	struct view_part_cell *v = done ? &s->done[s->done_n++] : &s->todo[s->todo_n++];

	*v = (struct view_part_cell){
		.path = str_of(path),
		.title = text(c->lang, title),
		.note = note,
		.side = side,
		.tag = {done ? S("ok") : S("warn"),
	                text(c->lang, done ? T_oversight_step_ok : T_oversight_step_missing)},
	};
}

/* At least one of these. */
static void step_some(struct steps *s, enum text_id title, int64_t n, const char *path)
{
	step(s, n > 0, title, n > 0 ? STR_NONE : text(s->c->lang, T_oversight_step_none),
	     number(s->c, n), path);
}

/* None of these left. */
static void step_left(struct steps *s, enum text_id title, enum text_id note, int64_t left,
                      const char *path)
{
	step(s, left == 0, title, left > 0 ? counted_note(s->c, note, left) : STR_NONE, STR_NONE,
	     path);
}

struct services {
	int64_t open, drafts, unsigned_n;
};

static enum err services_of(struct ctx *c, school_id school, term_id term,
                            struct services *ret_services)
{
	struct services s = {0};
	struct agreement_standing *standing;
	struct offering *v;
	size_t n;

	TRY(offering_list(c, school, term, &v, &n));
	standing = NEW_N(c->arena, n + 1, struct agreement_standing);
	if (!standing)
		return fault_broken(c, "arena");
	TRY(agreement_standings(c, school, term, v, n, NULL, standing));
	for (size_t i = 0; i < n; i++) {
		bool draft = v[i].state == OFFERING_DRAFT, open = v[i].state == OFFERING_OPEN;

		s.drafts += draft;
		s.open += open;
		s.unsigned_n += (draft || open) && str_some(standing[i].missing);
	}
	*ret_services = s;
	return OK;
}

static enum err term_steps(struct steps *s, const struct school_count *n, const struct term *t)
{
	struct ctx *c = s->c;
	school_id school = n->school;
	struct q_registers_of_school_row today;
	struct notice notice;
	struct services services;
	struct task_due *overdue;
	bool published = false;
	size_t late;

	TRY(notice_current(c, school, t->id, &notice, &published));
	TRY(services_of(c, school, t->id, &services));
	TRY(q_registers_of_school(c, school, ctx_today(c), &today));
	step(s, published, T_oversight_step_notice,
	     published ? STR_NONE : text(c->lang, T_oversight_step_notice_note), STR_NONE,
	     "/school/notices");
	step_some(s, T_oversight_step_offerings, services.open, "/school/offerings");
	if (services.drafts > 0)
		step_left(s, T_oversight_step_offerings, T_oversight_step_drafts_note,
		          services.drafts, "/school/offerings");
	if (services.open + services.drafts > 0)
		step_left(s, T_oversight_step_agreements, T_oversight_step_agreements_note,
		          services.unsigned_n, "/school/agreements");
	if (published)
		step_left(s, T_oversight_step_unconfirmed, T_oversight_step_unconfirmed_note,
		          n->pupils - n->confirmed, "/school/notices/unconfirmed");
	if (n->waiting > 0)
		step_left(s, T_oversight_step_waiting, T_oversight_step_waiting_note, n->waiting,
		          "/school/offerings");
	if (today.due > 0)
		step_left(s, T_oversight_step_registers, T_oversight_step_registers_note,
		          today.due - today.done, "/school/registers");
	TRY(due_list(c, &overdue, &late));
	late = due_keep(overdue, late, DUE_OVERDUE);
	if (late > 0)
		step_left(s, T_oversight_step_due, T_oversight_step_due_note, (int64_t)late,
		          "/deadlines");
	return OK;
}

static enum err no_term_steps(struct ctx *c, struct steps *s, school_id school,
                              struct school_count *n)
{
	struct class *class;
	size_t classes;

	TRY(class_list(c, school, &class, &classes));
	n->classes = (int64_t)classes;
	for (size_t i = 0; i < classes; i++)
		n->pupils += class[i].pupils;
	step(s, false, T_oversight_step_term, text(c->lang, T_oversight_step_term_note), STR_NONE,
	     "");
	return OK;
}

enum err page_school(struct ctx *c, struct req *r, struct reply *w)
{
	struct steps s = {.c = c,
	                  .todo = NEW_N(c->arena, STEPS_MAX, struct view_part_cell),
	                  .done = NEW_N(c->arena, STEPS_MAX, struct view_part_cell)};
	struct school_count n = {0};
	struct school school;
	struct term t = {0};
	bool has_term = false;
	int64_t staff;

	(void)r;
	if (!s.todo || !s.done)
		return fault_broken(c, "arena");
	TRY(school_get(c, c->actor.school, &school));
	TRY(term_current(c, school.county, &t, &has_term));
	TRY(q_staff_of_school(c, school.id, &staff));
	if (has_term)
		TRY(count_school(c, &school, &t, &n));
	else
		TRY(no_term_steps(c, &s, school.id, &n));
	step_some(&s, T_oversight_step_classes, n.classes, "/school/classes");
	step_some(&s, T_oversight_step_pupils, n.pupils,
	          n.pupils > 0 ? "/school/pupils" : "/school/imports/new");
	step_some(&s, T_oversight_step_staff, staff, "/school/staff");
	if (has_term)
		TRY(term_steps(&s, &n, &t));
	struct view_school_desk v = {
		.about = has_term ? t.name : STR_NONE,
		.has_term = has_term,
		.pupils = n.pupils,
		.enrolled = n.enrolled,
		.attended = n.attended,
		.waiting = n.waiting,
		.billed = n.billed,
		.todo = s.todo,
		.todo_n = s.todo_n,
		.done = s.done,
		.done_n = s.done_n,
	};
	return reply_page(c, w, LAYOUT_STAFF, T_oversight_school, RENDER(render_school_desk), &v);
}

/* --- reports ---------------------------------------------------------------------------------- */

static const struct in_field REPORT_V[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct report_in, term)},
};
const struct input report_query = {"ReportQuery", sizeof(struct report_in), REPORT_V, 1, 0};

static enum err services_desk(struct ctx *c, const struct term *t, bool has_term,
                              struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_oversight_service, false},   {T_oversight_kind, false},
		{T_oversight_seat_limit, true}, {T_oversight_taken, true},
		{T_oversight_waiting, true},    {T_oversight_held, true},
		{T_oversight_present, true},    {T_oversight_present_share, true},
	};
	struct q_services_held_row *row = NULL;
	struct desk d;
	size_t n = 0;

	if (has_term)
		TRY(q_services_held(c, c->actor.school, t->id, &row, &n));
	TRY(desk_new(c, T_oversight_reports, cols, sizeof cols / sizeof *cols, n, &d));
	for (size_t i = 0; i < n; i++) {
		enum kind kind = KIND_NONE;

		(void)kind_parse(row[i].kind, &kind);
		desk_put(&d, i, 0, row[i].title);
		desk_put(&d, i, 1, text(c->lang, kind_label(kind)));
		if (row[i].seats.some)
			desk_num(&d, i, 2, row[i].seats.v);
		else
			desk_put(&d, i, 2, text(c->lang, T_term_unlimited));
		desk_num(&d, i, 3, row[i].taken);
		desk_num(&d, i, 4, row[i].waiting);
		desk_num(&d, i, 5, row[i].held);
		desk_num(&d, i, 6, row[i].present);
		desk_put(&d, i, 7,
		         row[i].expected > 0
		                 ? str_printf(c->arena, "%lld%%",
		                              (long long)(row[i].present * 100 / row[i].expected))
		                 : S("–"));
	}
	if (has_term)
		d.v.about = t->name;
	*ret_d = d;
	return OK;
}

static enum err guarantee_part(struct ctx *c, const struct term *t, struct view_report *v)
{
	struct guarantee g;
	struct appropriation *paid;
	const struct guarantee_answer *a = &g.answer;
	size_t n;

	TRY(guarantee_of_school(c, c->actor.school, t, &g));
	TRY(appropriation_list(c, c->actor.school, t->id, &paid, &n));
	v->paid = NEW_N(c->arena, n + 1, struct view_report_paid);
	if (!v->paid)
		return fault_broken(c, "arena");
	v->paid_n = n;
	for (size_t i = 0; i < n; i++)
		v->paid[i] =
			(struct view_report_paid){paid[i].amount, paid[i].document, paid[i].at};
	v->participant = guarantee_who(c, &g);
	v->participants = a->participants;
	v->enrolled = g.count.census;
	v->attended = g.count.attended;
	v->required = a->required;
	v->required_enrolled = a->required_enrolled;
	v->required_attended = a->required_attended;
	v->received = g.received;
	v->shortfall = a->shortfall;
	v->formula = formula_text(c->arena, c->lang, &a->formula);
	v->clause = a->rule->clause;
	v->document = a->rule->set->document;
	return OK;
}

enum err page_reports(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	const struct report_in *in = req_query(r);
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	struct view_report v = {0};
	struct desk d;
	struct term t = {0};

	if (!f)
		return fault_broken(c, "arena");
	TRY(term_asked(c, c->actor.county, in->term, &t, &v.has_term));
	TRY(services_desk(c, &t, v.has_term, &d));
	if (v.has_term) {
		TRY(guarantee_part(c, &t, &v));
		f[0] = page_field(c, r, &report_query, "term", "select", STR_NONE);
		f[0].optional = false;
		TRY(desk_terms(c, &f[0], t.id));
		d.v.path = S("/school/reports");
		d.v.filter = f;
		d.v.filter_n = 1;
		desk_export(&d, page_link(c, r, S("/school/reports/export.xlsx")));
	}
	d.v.pager = page_pager(c, r, &all, (int64_t)d.v.row_n, d.v.row_n, 0);
	d.v.pager.size_n = 0; /* a school's services stand on one page */
	v.desk = d.v;
	return reply_page(c, w, LAYOUT_STAFF, T_oversight_reports, RENDER(render_report), &v);
}

enum err page_reports_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct report_in *in = req_query(r);
	struct term t = {0};
	bool has_term = false;
	struct desk d;

	TRY(term_asked(c, c->actor.county, in->term, &t, &has_term));
	TRY(services_desk(c, &t, has_term, &d));
	return desk_sheet(&d, w, d.v.about);
}

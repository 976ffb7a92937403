/* The page that says why, and the same steps as a file. */
#include "enrolment/internal.h"
#include "enrolment/pages.h"
#include "enrolment/why.h"
#include "enrolment/why.html.h"
#include "people/desk.h"
#include "rulebook/show.h"
#include "web/listing.h"

static const struct in_field WHY_FIELDS[] = {
	{.name = "offering",
         .type = IN_ID,
         .label = T_why_offering,
         .offset = offsetof(struct why_in, offering)},
	{.name = "enrolment",
         .type = IN_ID,
         .label = T_why_enrolment,
         .offset = offsetof(struct why_in, enrolment)},
	{.name = "self_purchase",
         .type = IN_BOOL,
         .label = T_why_self_purchase,
         .offset = offsetof(struct why_in, self_purchase)},
};
const struct input why_query = {"WhyQuery", sizeof(struct why_in), WHY_FIELDS, 3, 0};

enum err why_asked(struct ctx *c, const struct req *r, struct why *ret_w)
{
	const struct why_in *in = req_query(r);
	struct why_ask ask = {
		.pupil = {req_id(r, "pupil")},
		.offering = in->offering,
		.enrolment = in->enrolment,
		.self_purchase = in->self_purchase,
	};

	TRY(why_load(c, &ask, ret_w));
	if (c->actor.role != ROLE_GUARDIAN)
		TRY(audit_read_note(c, ask.pupil, "price explained"));
	return OK;
}

/* --- the page ----------------------------------------------------------------------------------
 */

/* What the operand is; of a part others bear, who does and, of a waiver, for whom how much. */
static struct str what_of(struct ctx *c, const struct pencil_row *row)
{
	const struct rule *rule = row->rule;
	struct str said[4];

	said[0] = formula_text(c->arena, c->lang, &row->what);
	if (!rule || row->op != PENCIL_MINUS ||
	    (rule->type != RULE_DEDUCT && rule->type != RULE_WAIVER))
		return said[0];
	said[1] = rule->field[FIELD_PAYER] ? show_field(c->arena, c->lang, rule, FIELD_PAYER)
	                                   : show_word(c->lang, S("school"));
	if (rule->type == RULE_DEDUCT)
		return text_fill(c->arena, c->lang, T_why_borne, said, 2);
	said[2] = show_field(c->arena, c->lang, rule, FIELD_CATEGORY);
	said[3] = show_field(c->arena, c->lang, rule, FIELD_REDUCE);
	return text_fill(c->arena, c->lang, T_why_waived, said, 4);
}

static struct view_why_step step_of(struct ctx *c, const struct pencil_row *row, int64_t number)
{
	struct view_why_step s = {
		.number = number,
		.what = what_of(c, row),
		.op = pencil_op_text(row->op),
		.operand = pencil_number(c->arena, row->operand, row->plain),
		.result = pencil_number(c->arena, row->result, false),
	};

	if (row->rule) {
		s.clause = row->rule->clause;
		s.document = row->rule->set->document;
		s.requirement = row->rule->requirement;
	}
	return s;
}

static struct view_why_step count_of(const struct why_count *k, int64_t number)
{
	return (struct view_why_step){
		.number = number,
		.what = k->what,
		.op = pencil_op_text(k->op),
		.operand = k->operand,
		.result = k->result,
		.clause = k->clause,
		.document = k->document,
	};
}

static enum err view_fill(struct ctx *c, const struct why *w, struct view_why *view)
{
	const struct pencil *p = &w->working.steps;

	view->step = NEW_N(c->arena, w->count_n + p->n, struct view_why_step);
	view->input = NEW_N(c->arena, w->input_n, struct view_why_input);
	view->why = NEW_N(c->arena, w->refusal_n, struct view_part_why);
	if ((p->n > 0 && !view->step) || !view->input || (w->refusal_n > 0 && !view->why))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < w->count_n; i++, view->step_n++)
		view->step[view->step_n] = count_of(&w->count[i], (int64_t)i + 1);
	for (size_t i = 0; i < p->n; i++, view->step_n++)
		view->step[view->step_n] = step_of(c, &p->row[i], (int64_t)view->step_n + 1);
	for (size_t i = 0; i < w->input_n; i++)
		view->input[view->input_n++] =
			(struct view_why_input){.label = w->input[i].label,
		                                .value = w->input[i].value,
		                                .sum = w->input[i].sum,
		                                .amount = w->input[i].amount};
	for (size_t i = 0; i < w->refusal_n; i++)
		view->why[view->why_n++] = why_part(c, &w->refusal[i], STR_NONE);
	return OK;
}

enum err page_why(struct ctx *c, struct req *r, struct reply *w)
{
	bool family = c->actor.role == ROLE_GUARDIAN;
	struct view_why view = {.errors = page_errors(c, r)};
	struct why why;

	TRY(why_asked(c, r, &why));
	TRY(view_fill(c, &why, &view));
	TRY(pupil_name(c, why.pupil.id, &view.name));
	view.title = why.offering.title;
	view.refused = why.refused;
	view.result = why.result;
	if (!why.refused)
		view.formula = formula_text(c->arena, c->lang, &why.working.formula);
	view.charged = why.charged;
	view.was = why.was;
	view.withdrawn = why.withdrawn;
	view.differs = why.charged && (why.refused || why.was.fen != why.result.fen);
	view.xlsx = page_link(
		c, r, str_printf(c->arena, "/pupils/%lld/why.xlsx", (long long)why.pupil.id.v));
	view.csv = listing_csv(c->arena, view.xlsx);
	if (family)
		reply_back(w, why.enrolment.id.v ? str_printf(c->arena, "/pupils/%lld/bill",
		                                              (long long)why.pupil.id.v)
		                                 : S("/enrol"));
	return reply_page(c, w, family ? LAYOUT_GUARDIAN : LAYOUT_STAFF, T_why_title,
	                  RENDER(render_why), &view);
}

/* --- the file: nobody's name is in it ----------------------------------------------------------
 */

enum { NUMBER, OPERATION, WHAT, OPERAND, RESULT, CLAUSE, DOCUMENT, REQUIREMENT, COLUMNS };

static void row_number(struct desk *d, size_t row, size_t col, struct ratio n, bool plain)
{
	if (!plain && ratio_whole(n))
		desk_money(d, row, col, FEN(n.num));
	else
		desk_put(d, row, col, pencil_number(d->c->arena, n, plain));
}

/* A fact the steps begin with: it has no number of its own. */
static void input_row(struct desk *d, size_t i, const struct why_input *in)
{
	desk_put(d, i, OPERATION, text(d->c->lang, T_why_op_given));
	desk_put(d, i, WHAT, text(d->c->lang, in->label));
	if (in->sum)
		desk_money(d, i, OPERAND, in->amount);
	else
		desk_put(d, i, OPERAND, in->value);
}

static void count_row(struct desk *d, size_t i, int64_t number, const struct why_count *k)
{
	desk_num(d, i, NUMBER, number);
	desk_put(d, i, OPERATION, text(d->c->lang, pencil_op_text(k->op)));
	desk_put(d, i, WHAT, k->what);
	desk_put(d, i, OPERAND, k->operand);
	desk_put(d, i, RESULT, k->result);
	desk_put(d, i, CLAUSE, k->clause);
	desk_put(d, i, DOCUMENT, k->document);
}

static void step_row(struct desk *d, size_t i, int64_t number, const struct pencil_row *row)
{
	desk_num(d, i, NUMBER, number);
	desk_put(d, i, OPERATION, text(d->c->lang, pencil_op_text(row->op)));
	desk_put(d, i, WHAT, what_of(d->c, row));
	row_number(d, i, OPERAND, row->operand, row->plain);
	row_number(d, i, RESULT, row->result, false);
	if (!row->rule)
		return;
	desk_put(d, i, CLAUSE, row->rule->clause);
	desk_put(d, i, DOCUMENT, row->rule->set->document);
	desk_put(d, i, REQUIREMENT, row->rule->requirement);
}

static void refusal_row(struct desk *d, size_t i, int64_t number, const struct refusal_note *no)
{
	const struct fault_text *f = fault_lookup(no->code);

	desk_num(d, i, NUMBER, number);
	desk_put(d, i, OPERATION, text(d->c->lang, T_why_op_refused));
	desk_put(d, i, WHAT, f->title[d->c->lang]);
	desk_put(d, i, OPERAND, no->allowed);
	desk_put(d, i, RESULT, no->found);
	desk_put(d, i, CLAUSE, no->clause);
	desk_put(d, i, DOCUMENT, no->document);
	desk_put(d, i, REQUIREMENT, refusal_requirement(no));
}

static enum err why_desk(struct ctx *c, const struct why *w, struct desk *ret_d)
{
	static const struct desk_col cols[COLUMNS] = {
		[NUMBER] = {T_why_col_number, true},
		[OPERATION] = {T_why_col_op, false},
		[WHAT] = {T_why_col_what, false},
		[OPERAND] = {T_why_col_operand, true},
		[RESULT] = {T_why_col_result, true},
		[CLAUSE] = {T_why_col_clause, false},
		[DOCUMENT] = {T_why_col_document, false},
		[REQUIREMENT] = {T_why_col_requirement, false},
	};
	const struct pencil *p = &w->working.steps;
	size_t rows = w->input_n + w->count_n + p->n + w->refusal_n, at = 0;
	int64_t number = 0;
	struct desk d;

	TRY(desk_new(c, T_why_title, cols, COLUMNS, rows, &d));
	for (size_t i = 0; i < w->input_n; i++)
		input_row(&d, at++, &w->input[i]);
	for (size_t i = 0; i < w->count_n; i++)
		count_row(&d, at++, ++number, &w->count[i]);
	for (size_t i = 0; i < p->n; i++)
		step_row(&d, at++, ++number, &p->row[i]);
	for (size_t i = 0; i < w->refusal_n; i++)
		refusal_row(&d, at++, ++number, &w->refusal[i]);
	*ret_d = d;
	return OK;
}

enum err page_why_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct why why;
	struct desk d;

	TRY(why_asked(c, r, &why));
	TRY(why_desk(c, &why, &d));
	return desk_sheet(&d, w, STR_NONE);
}

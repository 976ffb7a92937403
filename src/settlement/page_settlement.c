/* Statements at the desks of school, agency and county. */
#include "settlement/pages.h"

#include "money/approval.h"
#include "settlement/settlement.html.h"
#include "settlement/settlement.sql.h"
#include "term/term.h"
#include "web/listing.h"

#define HERE "/settlements"

static const struct in_field DRAW_FIELDS[] = {
	{.name = "offering",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_course,
         .offset = offsetof(struct draw_in, offering)},
	{.name = "first",
         .type = IN_DATE,
         .required = true,
         .label = T_settlement_first,
         .offset = offsetof(struct draw_in, first)},
	{.name = "last",
         .type = IN_DATE,
         .required = true,
         .label = T_settlement_last,
         .offset = offsetof(struct draw_in, last)},
};
const struct input settlement_draw_input = {"SettlementDraw", sizeof(struct draw_in), DRAW_FIELDS,
                                            3, 0};

static const struct in_field DISPUTE_FIELDS[] = {
	{.name = "sitting",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_sitting,
         .offset = offsetof(struct dispute_in, sitting)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .label = T_settlement_reason,
         .offset = offsetof(struct dispute_in, reason)},
};
const struct input settlement_dispute_input = {"SettlementDispute", sizeof(struct dispute_in),
                                               DISPUTE_FIELDS, 2, 0};

static const struct in_field ANSWER_FIELDS[] = {
	{.name = "disputed",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_sitting,
         .offset = offsetof(struct answer_in, disputed)},
	{.name = "answer",
         .type = IN_STR,
         .required = true,
         .label = T_settlement_answer,
         .offset = offsetof(struct answer_in, answer)},
};
const struct input settlement_answer_input = {"SettlementAnswer", sizeof(struct answer_in),
                                              ANSWER_FIELDS, 2, 0};

static const struct in_field DECIDE_FIELDS[] = {
	{.name = "disputed",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_sitting,
         .offset = offsetof(struct decide_in, disputed)},
	{.name = "minutes",
         .type = IN_I64,
         .required = true,
         .max = 1440,
         .label = T_settlement_pays,
         .offset = offsetof(struct decide_in, minutes)},
	{.name = "decision",
         .type = IN_STR,
         .required = true,
         .label = T_settlement_reason,
         .offset = offsetof(struct decide_in, decision)},
};
const struct input settlement_decide_input = {"SettlementDecision", sizeof(struct decide_in),
                                              DECIDE_FIELDS, 3, 0};

static const struct in_field BACK_FIELDS[] = {
	{.name = "back_reason",
         .type = IN_STR,
         .max = 200,
         .label = T_settlement_reason,
         .offset = offsetof(struct back_in, back_reason)},
};
const struct input settlement_back_input = {"SettlementWithdrawal", sizeof(struct back_in),
                                            BACK_FIELDS, 1, 0};

static const struct in_field PAYEE_FIELDS[] = {
	{.name = "holder",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_settlement_holder,
         .offset = offsetof(struct payee_in, holder)},
	{.name = "number",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_settlement_number,
         .offset = offsetof(struct payee_in, number)},
	{.name = "bank",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_settlement_bank,
         .offset = offsetof(struct payee_in, bank)},
};
const struct input settlement_payee_input = {"AgencyPayee", sizeof(struct payee_in), PAYEE_FIELDS,
                                             3, 0};

enum err course_choices(struct ctx *c, bool agencies, struct view_part_field *f)
{
	struct q_school_term_courses_row *row;
	struct desk_choice *choice;
	struct term t;
	size_t n = 0, m = 0;
	bool has;

	TRY(term_current(c, c->actor.county, &t, &has));
	if (has)
		TRY(q_school_term_courses(c, c->actor.school, t.id, &row, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		if (!agencies || (row[i].agency.v && !str_is(row[i].state, "draft")))
			choice[m++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)row[i].id.v), row[i].title};
	desk_choices(c, f, choice, m);
	return OK;
}

static struct str one_path(struct ctx *c, settlement_id id)
{
	return str_printf(c->arena, HERE "/%lld", (long long)id.v);
}

static int64_t age_of(const struct ctx *c, const struct settlement *s)
{
	return date_some(s->owed_since) ? ctx_today(c).day - s->owed_since.day : 0;
}

static struct view_part_tag withdrawn_tag(struct ctx *c)
{
	return (struct view_part_tag){S("off"), text(c->lang, T_settlement_state_withdrawn)};
}

/* --- the list --------------------------------------------------------------------------------- */

static enum err list_desk(struct ctx *c, const struct list_query *list, bool all,
                          struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_settlement_course, false}, {T_settlement_agency, false},
		{T_settlement_school, false}, {T_settlement_period, false},
		{T_settlement_minutes, true}, {T_settlement_disputed, true},
		{T_settlement_open, true},    {T_settlement_released, true},
		{T_settlement_paid, true},    {T_settlement_age, true}};
	struct desk_slice slice = desk_slice(list, all);
	struct settlement *v;
	struct desk d;
	size_t n;

	TRY(settlement_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_settlement_list, cols, 10, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].title, one_path(c, v[i].id));
		desk_put(&d, i, 1, v[i].agency_name);
		desk_put(&d, i, 2, v[i].school_name);
		desk_days(&d, i, 3, v[i].first, v[i].last);
		desk_num(&d, i, 4, v[i].minutes);
		desk_num(&d, i, 5, v[i].disputed);
		if (v[i].withdrawn.us == INT64_MIN)
			desk_num(&d, i, 6, v[i].open);
		else
			d.v.row[i].cell[6].tag = withdrawn_tag(c);
		desk_money(&d, i, 7, v[i].released);
		desk_money(&d, i, 8, v[i].paid);
		if (date_some(v[i].owed_since))
			desk_num(&d, i, 9, age_of(c, &v[i]));
	}
	d.v.about = text(c->lang, T_settlement_about);
	d.v.empty.what = T_settlement_none;
	*ret_d = d;
	return OK;
}

/* On the page a caller's own name is left out, and who is not of one side has both in one column.
 */
static void list_narrow(struct ctx *c, struct desk *d)
{
	desk_leave_out(d, 4);
	if (c->actor.role == ROLE_AGENCY) {
		desk_leave_out(d, 1);
		return;
	}
	for (size_t i = 0; !c->actor.school.v && i < d->v.row_n; i++)
		desk_put(d, i, 1,
		         str_printf(c->arena, "%.*s %.*s", STR_FMT(d->v.row[i].cell[1].value),
		                    STR_FMT(d->v.row[i].cell[2].value)));
	desk_leave_out(d, 2);
	if (!c->actor.school.v)
		d->v.head[1].label = T_settlement_sides;
	for (size_t i = 0; i < d->v.row_n; i++)
		d->v.row[i].cell[1].label = d->v.head[1].label;
}

/* What this caller may add here: a statement, or where its money goes. */
static enum err list_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	bool agency = c->actor.role == ROLE_AGENCY;

	if (!f)
		return fault_broken(c, "arena");
	if (!agency && !actor_in(&c->actor, ROLES_SCHOOL_MONEY))
		return OK;
	if (agency) {
		f[0] = page_field(c, r, &settlement_payee_input, "holder", "text", STR_NONE);
		f[0].hint = text(c->lang, T_settlement_holder_hint);
		f[1] = page_field(c, r, &settlement_payee_input, "number", "text", STR_NONE);
		f[2] = page_field(c, r, &settlement_payee_input, "bank", "text", STR_NONE);
	} else {
		f[0] = page_field(c, r, &settlement_draw_input, "offering", "select", STR_NONE);
		TRY(course_choices(c, true, &f[0]));
		f[1] = page_field(c, r, &settlement_draw_input, "first", "date", STR_NONE);
		f[2] = page_field(c, r, &settlement_draw_input, "last", "date", STR_NONE);
	}
	d->v.has_form = true;
	d->v.form_title = agency ? T_settlement_payee : T_settlement_draw;
	d->v.action = agency ? S(HERE "/payee") : S(HERE);
	d->v.field = f;
	d->v.field_n = 3;
	d->v.submit = agency ? T_ui_save : T_settlement_draw;
	return OK;
}

static const struct list_in FIRST = {0};

enum err page_settlements(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(list_desk(c, &in->list, false, &d, &total));
	list_narrow(c, &d);
	d.v.path = S(HERE);
	desk_export(&d, S(HERE "/export.xlsx"));
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	TRY(list_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_settlements_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(list_desk(c, &in->list, true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- one -------------------------------------------------------------------------------------- */

static struct view_part_tag line_tag(struct ctx *c, struct str state)
{
	if (str_is(state, "withdrawn"))
		return withdrawn_tag(c);
	if (str_is(state, "released"))
		return (struct view_part_tag){S("ok"), text(c->lang, T_settlement_state_released)};
	return str_is(state, "disputed")
	               ? (struct view_part_tag){S("bad"),
	                                        text(c->lang, T_settlement_state_disputed)}
	               : (struct view_part_tag){S("info"), text(c->lang, T_settlement_state_open)};
}

static struct str said(struct str s)
{
	return s.p ? s : S("");
}

static enum err one_rows(struct ctx *c, const struct settlement_line *v, size_t n,
                         struct view_settlement *view)
{
	view->row = NEW_N(c->arena, n + 1, struct view_settlement_row);
	if (!view->row)
		return fault_broken(c, "arena");
	view->row_n = n;
	for (size_t i = 0; i < n; i++)
		view->row[i] = (struct view_settlement_row){
			.day = v[i].day,
			.starts = v[i].starts,
			.ends = v[i].ends,
			.present = v[i].present,
			.verified = v[i].verified,
			.minutes = v[i].minutes,
			.state = line_tag(c, v[i].state),
			.reason = said(v[i].reason),
			.answer = said(v[i].answer),
			.decision = said(v[i].decision),
		};
	return OK;
}

/* The sittings in a state, as choices. */
static enum err sitting_choices(struct ctx *c, const struct settlement_line *v, size_t n,
                                const char *state, struct view_part_field *f, size_t *ret_n)
{
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	size_t m = 0;

	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		if (str_is(v[i].state, state))
			choice[m++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)v[i].sitting.v),
				date_words(c->arena, c->lang, v[i].day)};
	desk_choices(c, f, choice, m);
	*ret_n = m;
	return OK;
}

static enum err one_forms(struct ctx *c, struct req *r, const struct settlement_line *v, size_t n,
                          struct view_settlement *view)
{
	struct view_part_field *f = NEW_N(c->arena, 7, struct view_part_field);
	size_t open, disputed;

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &settlement_dispute_input, "sitting", "select", STR_NONE);
	TRY(sitting_choices(c, v, n, "open", &f[0], &open));
	f[1] = page_field(c, r, &settlement_dispute_input, "reason", "text", STR_NONE);
	f[2] = page_field(c, r, &settlement_answer_input, "disputed", "select", STR_NONE);
	TRY(sitting_choices(c, v, n, "disputed", &f[2], &disputed));
	f[3] = page_field(c, r, &settlement_answer_input, "answer", "text", STR_NONE);
	f[4] = page_field(c, r, &settlement_decide_input, "disputed", "select", STR_NONE);
	TRY(sitting_choices(c, v, n, "disputed", &f[4], &disputed));
	f[5] = page_field(c, r, &settlement_decide_input, "minutes", "number", STR_NONE);
	f[6] = page_field(c, r, &settlement_decide_input, "decision", "text", STR_NONE);
	view->dispute = f;
	view->dispute_n = 2;
	view->answer_field = f + 2;
	view->answer_field_n = 2;
	view->decide = f + 4;
	view->decide_n = 3;
	view->may_release = open > 0 && actor_in(&c->actor, ROLES_SCHOOL_MONEY);
	view->may_dispute = open > 0 && c->actor.role == ROLE_AGENCY;
	view->may_answer =
		disputed > 0 && actor_in(&c->actor, ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE));
	view->may_decide = disputed > 0 && actor_in(&c->actor, ROLES_COUNTY_MONEY);
	return OK;
}

/* Whether it was or shall be withdrawn, and what this caller may do about it. */
static enum err back_part(struct ctx *c, struct req *r, const struct settlement *s,
                          struct view_settlement *view)
{
	static const struct {
		const char *kind;
		enum text_id label;
	} of[] = {[APPROVAL_NONE] = {"info", T_settlement_state_withdrawn},
	          [APPROVAL_WAITING] = {"warn", T_approval_waiting},
	          [APPROVED] = {"ok", T_approval_approved},
	          [RETURNED] = {"bad", T_approval_returned}};
	bool gone = s->withdrawn.us != INT64_MIN;
	bool may = !gone && s->paid.fen == 0 && actor_in(&c->actor, ROLES_SCHOOL_MONEY);
	struct approval_state word = {0};

	TRY(approval_state_of(c, APPROVE_STATEMENT, s->id.v, &word));
	view->back = NEW_N(c->arena, 1, struct view_part_field);
	if (!view->back)
		return fault_broken(c, "arena");
	view->back[0] = page_field(c, r, &settlement_back_input, "back_reason", "text", STR_NONE);
	view->back_n = 1;
	view->back_reason = said(s->back_reason);
	view->back_state = gone ? withdrawn_tag(c)
	                        : (struct view_part_tag){str_of(of[word.word].kind),
	                                                 text(c->lang, of[word.word].label)};
	view->may_complete = may && word.word == APPROVED;
	view->may_withdraw = may && (word.word == APPROVAL_NONE || word.word == RETURNED);
	return OK;
}

static enum err due_part(struct ctx *c, const struct settlement *s, struct view_settlement *v)
{
	struct str year;

	TRY(settlement_due(c, s, &v->due, &year));
	v->has_due = date_some(v->due);
	if (str_some(year))
		v->due_unknown = text_fill(c->arena, c->lang, T_policy_days_unknown, &year, 1);
	return OK;
}

enum err page_settlement(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_settlement v = {.errors = page_errors(c, r)};
	struct settlement_line *line;
	struct settlement s = {0};
	size_t n;

	TRY(settlement_get(c, (settlement_id){req_id(r, "settlement")}, &s));
	TRY(settlement_lines(c, &s, &line, &n));
	TRY(one_rows(c, line, n, &v));
	TRY(one_forms(c, r, line, n, &v));
	TRY(back_part(c, r, &s, &v));
	TRY(due_part(c, &s, &v));
	v.is_withdrawn = s.withdrawn.us != INT64_MIN;
	v.title = s.title;
	v.agency = s.agency_name;
	v.school = s.school_name;
	v.first = s.first;
	v.last = s.last;
	v.hourly = s.hourly;
	v.sittings = s.sittings;
	v.minutes = s.minutes;
	v.open = s.open;
	v.disputed = s.disputed;
	v.released = s.released;
	v.withheld = s.withheld;
	v.paid = s.paid;
	v.owed = date_some(s.owed_since);
	v.age = age_of(c, &s);
	v.late = v.has_due && v.owed && v.due.day < ctx_today(c).day;
	v.may_pay = v.owed && actor_in(&c->actor, ROLES_SCHOOL_MONEY);
	v.base = one_path(c, s.id);
	v.sheet = str_printf(c->arena, "%.*s/lines.xlsx", STR_FMT(v.base));
	v.csv = listing_csv(c->arena, v.sheet);
	v.pdf = str_printf(c->arena, "%.*s/statement.pdf", STR_FMT(v.base));
	return reply_page(c, w, LAYOUT_STAFF, T_settlement_one, RENDER(render_settlement), &v);
}

/* The sittings of one as a table for files; *ret_mark: whose and of what. */
static enum err lines_desk(struct ctx *c, const struct req *r, struct desk *ret_d,
                           struct str *ret_mark)
{
	static const struct desk_col cols[] = {
		{T_settlement_day, false},         {T_settlement_time, false},
		{T_settlement_present, true},      {T_settlement_verified, true},
		{T_settlement_pays, true},         {T_settlement_state, false},
		{T_settlement_says_agency, false}, {T_settlement_says_school, false},
		{T_settlement_says_county, false}};
	struct settlement_line *v;
	struct settlement s = {0};
	struct desk d;
	size_t n;

	TRY(settlement_get(c, (settlement_id){req_id(r, "settlement")}, &s));
	TRY(settlement_lines(c, &s, &v, &n));
	TRY(desk_new(c, T_settlement_lines, cols, 9, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_day(&d, i, 0, v[i].day);
		desk_put(&d, i, 1,
		         str_printf(c->arena, "%.*s–%.*s",
		                    STR_FMT(time_text(c->arena, v[i].starts)),
		                    STR_FMT(time_text(c->arena, v[i].ends))));
		desk_num(&d, i, 2, v[i].present);
		desk_num(&d, i, 3, v[i].verified);
		desk_num(&d, i, 4, v[i].minutes);
		d.v.row[i].cell[5].tag = line_tag(c, v[i].state);
		desk_put(&d, i, 6, said(v[i].reason));
		desk_put(&d, i, 7, said(v[i].answer));
		desk_put(&d, i, 8, said(v[i].decision));
	}
	*ret_mark = str_printf(c->arena, "%.*s · %.*s", STR_FMT(s.agency_name), STR_FMT(s.title));
	*ret_d = d;
	return OK;
}

enum err page_settlement_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct str mark;
	struct desk d;

	TRY(lines_desk(c, r, &d, &mark));
	return desk_sheet(&d, w, mark);
}

/* --- acts ------------------------------------------------------------------------------------- */

enum err page_settlement_draw(struct ctx *c, struct req *r, struct reply *w)
{
	const struct draw_in *in = req_input(r);
	struct settlement_draw a = {.offering = in->offering, .first = in->first, .last = in->last};

	return form_verb(c, r, w, &settlement_draw_verb, &a, S(HERE), T_people_saved);
}

enum err page_settlement_pay(struct ctx *c, struct req *r, struct reply *w)
{
	struct settlement_pay a = {.school = c->actor.school};

	return form_verb(c, r, w, &settlement_pay_verb, &a, S("/payouts"), T_people_saved);
}

enum err page_settlement_payee(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payee_in *in = req_input(r);
	struct payee_set a = {in->holder, in->number, in->bank};

	return form_verb(c, r, w, &payee_set_verb, &a, S(HERE), T_people_saved);
}

static settlement_id asked(const struct req *r)
{
	return (settlement_id){req_id(r, "settlement")};
}

enum err page_settlement_release(struct ctx *c, struct req *r, struct reply *w)
{
	struct settlement_release a = {.settlement = asked(r)};

	return form_verb(c, r, w, &settlement_release_verb, &a, one_path(c, asked(r)),
	                 T_people_saved);
}

enum err page_settlement_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	const struct back_in *in = req_input(r);
	struct settlement_withdraw a = {.settlement = asked(r), .reason = in->back_reason};

	return form_verb(c, r, w, &settlement_withdraw_verb, &a, one_path(c, asked(r)),
	                 T_settlement_withdraw_said);
}

enum err page_settlement_dispute(struct ctx *c, struct req *r, struct reply *w)
{
	const struct dispute_in *in = req_input(r);
	struct dispute_open a = {asked(r), in->sitting, in->reason};

	return form_verb(c, r, w, &dispute_open_verb, &a, one_path(c, asked(r)), T_people_saved);
}

enum err page_settlement_answer(struct ctx *c, struct req *r, struct reply *w)
{
	const struct answer_in *in = req_input(r);
	struct dispute_answer a = {asked(r), in->disputed, in->answer};

	return form_verb(c, r, w, &dispute_answer_verb, &a, one_path(c, asked(r)), T_people_saved);
}

enum err page_settlement_decide(struct ctx *c, struct req *r, struct reply *w)
{
	const struct decide_in *in = req_input(r);
	struct dispute_decide a = {asked(r), in->disputed, in->minutes, in->decision};

	return form_verb(c, r, w, &dispute_decide_verb, &a, one_path(c, asked(r)), T_people_saved);
}

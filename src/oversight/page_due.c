/* What is due, as a list, and the record that it is done. */
#include "oversight/due_in.h"
#include "oversight/pages.h"
#include "people/pages.h"
#include "rulebook/show.h"

#define HERE "/deadlines"

static const char *const STATES[] = {"open", "overdue", "done", "case", NULL};
static const enum due_state STATE_OF[] = {DUE_OPEN, DUE_OVERDUE, DUE_DONE, DUE_CASE};
static const struct in_field LIST_V[] = {
	LIST_FIELDS(struct due_in),
	{.name = "state",
         .type = IN_CHOICE,
         .choices = STATES,
         .label = T_pay_state,
         .offset = offsetof(struct due_in, state)},
};
const struct input due_query = {"DueQuery", sizeof(struct due_in), LIST_V, 3, 0};
static const struct in_field RECORD_V[] = {
	{.name = "due",
         .type = IN_STR,
         .required = true,
         .max = 80,
         .label = T_due_task,
         .offset = offsetof(struct due_record_in, due)},
	{.name = "words",
         .type = IN_STR,
         .required = true,
         .max = 500,
         .label = T_due_words,
         .offset = offsetof(struct due_record_in, words)},
};
const struct input due_record_input = {"DueRecord", sizeof(struct due_record_in), RECORD_V, 2, 0};
static const struct in_field BACK_V[] = {
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 500,
         .label = T_due_reason,
         .offset = offsetof(struct due_back_in, reason)},
};
const struct input due_back_input = {"DueBack", sizeof(struct due_back_in), BACK_V, 1, 0};

static enum due_state state_asked(struct str said)
{
	for (size_t i = 0; STATES[i]; i++)
		if (str_is(said, STATES[i]))
			return STATE_OF[i];
	return DUE_ANY;
}

static const char *state_word(enum due_state state)
{
	for (size_t i = 0; STATES[i]; i++)
		if (STATE_OF[i] == state)
			return STATES[i];
	return "";
}

/* What a form or a program names it by: "yearly_report.2026-09-30"; without a day the task. */
static struct str due_key(struct ctx *c, const struct task_due *d)
{
	return date_some(d->day) ? str_printf(c->arena, "%.*s.%.*s", STR_FMT(d->task),
	                                      STR_FMT(date_text(c->arena, d->day)))
	                         : d->task;
}

static bool at_school(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_AT_SCHOOL);
}

/* The caller's own to do. */
static bool own(const struct ctx *c, const struct task_due *d)
{
	return (d->state == DUE_OPEN || d->state == DUE_OVERDUE) && (at_school(c) || !d->school.v);
}

static void due_row(struct desk *d, size_t i, const struct task_due *v)
{
	static const struct {
		const char *kind;
		enum text_id label;
	} tags[DUE_STATES] = {
		[DUE_OPEN] = {"info", T_due_open},
		[DUE_OVERDUE] = {"bad", T_due_overdue},
		[DUE_DONE] = {"ok", T_due_done},
		[DUE_CASE] = {"info", T_due_case},
	};
	struct ctx *c = d->c;
	struct str path = str_printf(c->arena, HERE "/%lld", (long long)v->done);

	desk_put(d, i, 0, v->school.v ? v->school_name : text(c->lang, T_due_county));
	if (v->done)
		desk_link(d, i, 1, v->title, path);
	else
		desk_put(d, i, 1, v->title);
	desk_day(d, i, 2, v->day);
	desk_tag(d, i, 3, tags[v->state].kind, tags[v->state].label);
	desk_put(d, i, 4, v->when);
	desk_put(d, i, 5, v->clause);
	desk_put(d, i, 6, v->document);
}

static enum err dues_desk(struct ctx *c, const struct task_due *v, size_t n, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_due_place, false},   {T_due_task, false},
	                                       {T_due_day, false},     {T_pay_state, false},
	                                       {T_due_when, false},    {T_why_col_clause, false},
	                                       {T_due_document, false}};
	struct desk d;

	TRY(desk_new(c, T_due_title, cols, 7, n, &d));
	for (size_t i = 0; i < n; i++)
		due_row(&d, i, &v[i]);
	d.v.about = text(c->lang, T_due_about);
	d.v.empty = (struct view_part_empty){.what = T_due_none};
	*ret_d = d;
	return OK;
}

/* The caller's own that wait to be done, as choices. */
struct waiting {
	struct desk_choice *v;
	size_t n;
};

static enum err waiting_of(struct ctx *c, const struct task_due *v, size_t n, struct waiting *ret_w)
{
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	size_t k = 0;

	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct str day = date_text(c->arena, v[i].day);

		if (own(c, &v[i]))
			choice[k++] = (struct desk_choice){
				due_key(c, &v[i]), str_printf(c->arena, "%.*s · %.*s", STR_FMT(day),
			                                      STR_FMT(v[i].title))};
	}
	*ret_w = (struct waiting){choice, k};
	return OK;
}

static enum err record_form(struct desk *d, const struct req *r, const struct waiting *w)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	if (w->n == 0)
		return OK;
	f[0] = page_field(c, r, &due_record_input, "due", "select", STR_NONE);
	desk_choices(c, &f[0], w->v, w->n);
	f[1] = page_field(c, r, &due_record_input, "words", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_due_record;
	d->v.action = S(HERE);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_due_record_do;
	return OK;
}

/* The rows of a page out of all that were asked for. */
static size_t page_of(const struct list_query *q, size_t n, size_t *ret_from)
{
	struct desk_slice slice = desk_slice(q, false);
	size_t from = (size_t)slice.skip < n ? (size_t)slice.skip : n;

	*ret_from = from;
	return (size_t)slice.most < n - from ? (size_t)slice.most : n - from;
}

enum err page_tasks_due(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct due_in none = {0};
	const struct due_in *in = query_or(r, &none);
	struct desk_choice choice[] = {{S(""), text(c->lang, T_people_all)},
	                               {S("open"), text(c->lang, T_due_open)},
	                               {S("overdue"), text(c->lang, T_due_overdue)},
	                               {S("done"), text(c->lang, T_due_done)},
	                               {S("case"), text(c->lang, T_due_case)}};
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	size_t n, from, count;
	struct waiting waiting;
	struct task_due *v;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(due_list(c, &v, &n));
	TRY(waiting_of(c, v, n, &waiting));
	n = due_keep(v, n, state_asked(in->state));
	count = page_of(&in->list, n, &from);
	TRY(dues_desk(c, v + from, count, &d));
	if (at_school(c))
		desk_leave_out(&d, 0);
	*f = page_field(c, r, &due_query, "state", "select", STR_NONE);
	f->optional = false;
	desk_choices(c, f, choice, 5);
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S(HERE);
	d.v.errors = page_errors(c, r);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	TRY(record_form(&d, r, &waiting));
	desk_pager(&d, r, &in->list, (int64_t)n, count);
	return desk_page(&d, w);
}

enum err page_tasks_due_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct due_in none = {0};
	const struct due_in *in = query_or(r, &none);
	struct task_due *v;
	struct desk d;
	size_t n;

	TRY(due_list(c, &v, &n));
	n = due_keep(v, n, state_asked(in->state));
	TRY(dues_desk(c, v, n, &d));
	return desk_sheet(&d, w, STR_NONE);
}

static enum err recording(struct ctx *c, const struct due_record_in *in, struct due_record *ret_a)
{
	size_t dot = in->due.n;

	while (dot > 0 && in->due.p[dot - 1] != '.')
		dot--;
	*ret_a = (struct due_record){.words = in->words};
	if (dot == 0 || !date_parse(str_sub(in->due, dot, in->due.n), &ret_a->day))
		return fault_input(c, NULL, S("due"), in->due, S("yearly_report.2026-09-30"));
	ret_a->task = str_sub(in->due, 0, dot - 1);
	return OK;
}

enum err page_due_record(struct ctx *c, struct req *r, struct reply *w)
{
	struct due_record a;

	TRY(recording(c, req_input(r), &a));
	return form_verb(c, r, w, &due_record_verb, &a, S(HERE), T_people_saved);
}

/* --- one record --------------------------------------------------------------------------------
 */

static enum err back_form(struct desk *d, const struct req *r)
{
	struct view_part_field *f = NEW(d->c->arena, struct view_part_field);

	if (!f)
		return fault_broken(d->c, "arena");
	*f = page_field(d->c, r, &due_back_input, "reason", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_due_take_back;
	d->v.action = d->v.path;
	d->v.field = f;
	d->v.field_n = 1;
	d->v.submit = T_due_take_back;
	return OK;
}

enum err page_due_done(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct desk_col cols[] = {
		{T_fee_case_at, false}, {T_fee_case_by, false}, {T_due_words, false}};
	static const struct list_query all = {0};
	struct due_done k;
	struct desk d;

	TRY(due_done_get(c, req_id(r, "due"), &k));
	TRY(desk_new(c, T_due_one, cols, 3, k.back ? 2 : 1, &d));
	desk_put(&d, 0, 0, instant_words(c->arena, c->lang, k.at));
	desk_put(&d, 0, 1, k.by);
	desk_put(&d, 0, 2, k.words);
	if (k.back) {
		desk_put(&d, 1, 0, instant_words(c->arena, c->lang, k.back_at));
		desk_put(&d, 1, 1, k.back_by);
		desk_put(&d, 1, 2,
		         text_fill(c->arena, c->lang, T_due_back_words, &k.back_reason, 1));
	}
	d.v.name = text(c->lang, k.back ? T_due_taken_back : T_due_done);
	d.v.about = str_printf(c->arena, "%.*s · %.*s · %.*s",
	                       STR_FMT(k.school.v ? k.school_name : text(c->lang, T_due_county)),
	                       STR_FMT(show_word(c->lang, k.task)),
	                       STR_FMT(date_text(c->arena, k.day)));
	d.v.path = str_printf(c->arena, HERE "/%lld", (long long)k.id);
	d.v.errors = page_errors(c, r);
	if (!k.back && (at_school(c) || !k.school.v))
		TRY(back_form(&d, r));
	desk_pager(&d, r, &all, k.back ? 2 : 1, k.back ? 2 : 1);
	reply_back(w, S(HERE));
	return desk_page(&d, w);
}

static struct due_back taking_back(struct req *r)
{
	const struct due_back_in *in = req_input(r);

	return (struct due_back){req_id(r, "due"), in->reason};
}

enum err page_due_back(struct ctx *c, struct req *r, struct reply *w)
{
	struct due_back a = taking_back(r);

	return form_verb(c, r, w, &due_back_verb, &a,
	                 str_printf(c->arena, HERE "/%lld", (long long)a.id), T_people_saved);
}

/* --- for programs ------------------------------------------------------------------------------
 */

static const struct ans_field DUE_TELLS[] = {
	{.name = "due", .type = ANS_STR},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "task", .type = ANS_STR},
	{.name = "title", .type = ANS_STR},
	{.name = "day", .type = ANS_DATE, .null = true},
	{.name = "state", .type = ANS_STR},
	{.name = "when", .type = ANS_STR},
	{.name = "clause", .type = ANS_STR},
	{.name = "document", .type = ANS_STR},
	{.name = "record", .type = ANS_ID, .null = true},
};
static const struct answer task_due_told = ANSWER("TaskDue", DUE_TELLS);
static const struct ans_field DUES_TELLS[] = {ANS_ITEMS(task_due_told)};
const struct answer tasks_due_told = ANSWER("TasksDue", DUES_TELLS);
static const struct ans_field RECORD_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "task", .type = ANS_STR},
	{.name = "day", .type = ANS_DATE},
	{.name = "words", .type = ANS_STR},
	{.name = "by", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "back_at", .type = ANS_INSTANT, .null = true},
	{.name = "back_by", .type = ANS_STR},
	{.name = "back_reason", .type = ANS_STR},
};
const struct answer due_done_told = ANSWER("DueDone", RECORD_TELLS);

enum err api_tasks_due(struct ctx *c, struct req *r, struct reply *w)
{
	const struct due_in *in = req_query(r);
	size_t n, from, count;
	struct json *j;
	struct task_due *v;

	TRY(due_list(c, &v, &n));
	n = due_keep(v, n, state_asked(in->state));
	count = page_of(&in->list, n, &from);
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = from; i < from + count; i++) {
		json_open(j, '{');
		json_kv_str(j, "due", due_key(c, &v[i]));
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "task", v[i].task);
		json_kv_str(j, "title", v[i].title);
		json_kv_str(j, "day",
		            date_some(v[i].day) ? date_text(c->arena, v[i].day) : STR_NONE);
		json_kv_str(j, "state", str_of(state_word(v[i].state)));
		json_kv_str(j, "when", v[i].when);
		json_kv_str(j, "clause", v[i].clause);
		json_kv_str(j, "document", v[i].document);
		json_kv_id(j, "record", v[i].done);
		json_close(j, '}');
	}
	json_close(j, ']');
	list_next(j, &in->list, count, (int64_t)(from + count));
	json_close(j, '}');
	return OK;
}

static enum err told(struct ctx *c, int64_t id, struct json *j)
{
	struct due_done d;

	TRY(due_done_get(c, id, &d));
	json_open(j, '{');
	json_kv_id(j, "id", d.id);
	json_kv_id(j, "school", d.school.v);
	json_kv_str(j, "task", d.task);
	json_kv_str(j, "day", date_text(c->arena, d.day));
	json_kv_str(j, "words", d.words);
	json_kv_str(j, "by", d.by);
	json_kv_str(j, "at", instant_text(c->arena, d.at));
	json_kv_str(j, "back_at", d.back ? instant_text(c->arena, d.back_at) : STR_NONE);
	json_kv_str(j, "back_by", d.back_by);
	json_kv_str(j, "back_reason", d.back_reason);
	json_close(j, '}');
	return OK;
}

enum err api_due_done(struct ctx *c, struct req *r, struct reply *w)
{
	return told(c, req_id(r, "due"), reply_json(c, w, 200));
}

static enum err recorded_told(struct ctx *c, void *arg, struct out *o)
{
	struct json j;

	json_init(&j, o);
	return told(c, ((const struct due_record *)arg)->result, &j);
}

static enum err back_told(struct ctx *c, void *arg, struct out *o)
{
	struct json j;

	json_init(&j, o);
	return told(c, ((const struct due_back *)arg)->id, &j);
}

enum err api_due_record(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, recorded_told);
	struct due_record a;
	struct str answer;
	bool replayed;

	TRY(recording(c, req_input(r), &a));
	TRY(store_write_once(c, &due_record_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_due_back(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, back_told);
	struct due_back a = taking_back(r);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &due_back_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

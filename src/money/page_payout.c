/* Batches for the bank at the desks of school and county. */
#include "money/page_payout.h"

#include "money/approval.h"
#include "money/payout.html.h"
#include "web/listing.h"

#define HERE "/payouts"

static const char *const CHARSETS[] = {"utf-8", "gbk", NULL};
static const struct in_field FILE_FIELDS[] = {
	{.name = "charset",
         .type = IN_CHOICE,
         .required = true,
         .choices = CHARSETS,
         .label = T_payout_charset,
         .offset = offsetof(struct payout_file_in, charset)},
};
const struct input payout_file_input = {"PayoutFile", sizeof(struct payout_file_in), FILE_FIELDS, 1,
                                        0};

static const struct in_field DAY_FIELDS[] = {
	{.name = "paid_day",
         .type = IN_DATE,
         .required = true,
         .label = T_payout_day,
         .offset = offsetof(struct payout_day_in, paid_day)},
};
const struct input payout_day_input = {"PayoutPaid", sizeof(struct payout_day_in), DAY_FIELDS, 1,
                                       0};

static const char *const SAID[] = {"paid", "returned", NULL};
static const struct in_field SAID_FIELDS[] = {
	{.name = "line",
         .type = IN_ID,
         .required = true,
         .label = T_payout_line,
         .offset = offsetof(struct payout_said_in, line)},
	{.name = "state",
         .type = IN_CHOICE,
         .required = true,
         .choices = SAID,
         .words = "payout.line_",
         .label = T_payout_state,
         .offset = offsetof(struct payout_said_in, state)},
	{.name = "day",
         .type = IN_DATE,
         .required = true,
         .label = T_payout_day,
         .offset = offsetof(struct payout_said_in, day)},
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_payout_reason,
         .offset = offsetof(struct payout_said_in, reason)},
};
const struct input payout_said_input = {"PayoutOutcome", sizeof(struct payout_said_in), SAID_FIELDS,
                                        4, 0};

static const struct in_field CANCEL_FIELDS[] = {
	{.name = "cancel_reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_payout_reason,
         .offset = offsetof(struct payout_cancel_in, cancel_reason)},
};
const struct input payout_cancel_input = {"PayoutCancel", sizeof(struct payout_cancel_in),
                                          CANCEL_FIELDS, 1, 0};

struct view_part_tag payout_tag(struct ctx *c, enum payout_state s)
{
	static const struct {
		const char *tag;
		enum text_id label;
	} v[] = {[PAYOUT_DRAFT] = {"info", T_payout_draft},
	         [PAYOUT_SUBMITTED] = {"warn", T_payout_submitted},
	         [PAYOUT_EXPORTED] = {"ok", T_payout_exported_state},
	         [PAYOUT_CANCELLED] = {"off", T_payout_cancelled_state}};

	return (struct view_part_tag){str_of(v[s].tag), text(c->lang, v[s].label)};
}

enum text_id payout_line_text(enum payout_line_state s)
{
	static const enum text_id v[] = {T_payout_line_open, T_payout_line_paid,
	                                 T_payout_line_returned, T_payout_line_dropped};

	return v[s];
}

static struct view_part_tag line_tag(struct ctx *c, enum payout_line_state s)
{
	static const char *const v[] = {"warn", "ok", "bad", "off"};

	return (struct view_part_tag){str_of(v[s]), text(c->lang, payout_line_text(s))};
}

static struct str one_path(struct ctx *c, payout_id id)
{
	return str_printf(c->arena, HERE "/%lld", (long long)id.v);
}

/* --- the list --------------------------------------------------------------------------------- */

static enum err payouts_desk(struct ctx *c, const struct list_query *list, bool all,
                             struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_payout_title, false}, {T_payout_payer, false},
	                                       {T_payout_lines, true},  {T_payout_total, true},
	                                       {T_payout_paid, true},   {T_payout_returned, true},
	                                       {T_payout_state, false}, {T_payout_made, false}};
	struct desk_slice slice = desk_slice(list, all);
	struct payout *v;
	struct desk d;
	size_t n;

	TRY(payout_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_payout_list, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].title, one_path(c, v[i].id));
		desk_put(&d, i, 1, v[i].school.v ? v[i].school_name : v[i].county_name);
		desk_num(&d, i, 2, v[i].lines);
		desk_money(&d, i, 3, v[i].total);
		desk_money(&d, i, 4, v[i].paid_total);
		desk_num(&d, i, 5, v[i].returned);
		d.v.row[i].cell[6].tag = payout_tag(c, v[i].state);
		desk_put(&d, i, 7, instant_words(c->arena, c->lang, v[i].made));
	}
	d.v.about = text(c->lang, T_payout_about);
	d.v.empty.what = T_payout_none;
	*ret_d = d;
	return OK;
}

static const struct list_in FIRST = {0};

enum err page_payouts(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(payouts_desk(c, &in->list, false, &d, &total));
	d.v.path = S(HERE);
	desk_export(&d, S(HERE "/export.xlsx"));
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_payouts_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(payouts_desk(c, &in->list, true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- one -------------------------------------------------------------------------------------- */

static enum err one_lines(struct ctx *c, const struct payout_line *v, size_t n,
                          struct view_payout *view)
{
	view->row = NEW_N(c->arena, n + 1, struct view_payout_row);
	if (!view->row)
		return fault_broken(c, "arena");
	view->row_n = n;
	for (size_t i = 0; i < n; i++)
		view->row[i] = (struct view_payout_row){
			.payee = v[i].payee,
			.number = payout_number_shown(c->arena, v[i].number),
			.bank = v[i].bank,
			.amount = v[i].amount,
			.purpose = v[i].purpose,
			.state = line_tag(c, v[i].state),
			.day = date_some(v[i].day) ? date_words(c->arena, c->lang, v[i].day)
		                                   : S(""),
			.reason = v[i].reason.p ? v[i].reason : S(""),
		};
	return OK;
}

static enum err one_approval(struct ctx *c, const struct payout *p, struct approval_state *s,
                             struct view_payout *v)
{
	static const char *const tags[] = {"off", "warn", "ok", "bad"};
	static const enum text_id words[] = {T_approval_waiting, T_approval_waiting,
	                                     T_approval_approved, T_approval_returned};

	TRY(approval_state_of(c, APPROVE_PAYOUT, p->id.v, s));
	if (s->word == APPROVAL_NONE)
		return OK;
	v->approval = str_printf(c->arena, "/approvals/%lld", (long long)s->id.v);
	v->approval_state =
		(struct view_part_tag){str_of(tags[s->word]), text(c->lang, words[s->word])};
	v->approval_why = s->reason.p ? s->reason : S("");
	return OK;
}

/* The lines a word can be entered for, as choices. */
static enum err line_choices(struct ctx *c, const struct payout_line *v, size_t n,
                             struct view_part_field *f)
{
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	size_t m = 0;

	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (v[i].state != LINE_OPEN && v[i].state != LINE_PAID)
			continue;
		choice[m++] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].id.v),
			str_printf(c->arena, "%.*s %.*s %.*s", STR_FMT(v[i].payee),
		                   STR_FMT(payout_number_shown(c->arena, v[i].number)),
		                   STR_FMT(money_show(c->arena, v[i].amount)))};
	}
	desk_choices(c, f, choice, m);
	return OK;
}

static enum err one_forms(struct ctx *c, struct req *r, const struct payout *p,
                          const struct payout_line *v, size_t n, struct view_payout *view)
{
	struct desk_choice charset[] = {{S("utf-8"), S("UTF-8")}, {S("gbk"), S("GBK")}};
	struct desk_choice said[] = {{S("paid"), text(c->lang, T_payout_line_paid)},
	                             {S("returned"), text(c->lang, T_payout_line_returned)}};
	struct str today = date_text(c->arena, ctx_today(c));

	view->say = NEW_N(c->arena, 4, struct view_part_field);
	if (!view->say)
		return fault_broken(c, "arena");
	view->say_n = 4;
	view->charset = page_field(c, r, &payout_file_input, "charset", "radio", S("utf-8"));
	desk_choices(c, &view->charset, charset, 2);
	view->paid_day = page_field(c, r, &payout_day_input, "paid_day", "date", today);
	view->say[0] = page_field(c, r, &payout_said_input, "line", "select", STR_NONE);
	TRY(line_choices(c, v, n, &view->say[0]));
	view->say[1] = page_field(c, r, &payout_said_input, "state", "radio", STR_NONE);
	desk_choices(c, &view->say[1], said, 2);
	view->say[2] = page_field(c, r, &payout_said_input, "day", "date", today);
	view->say[3] = page_field(c, r, &payout_said_input, "reason", "text", STR_NONE);
	view->say[3].hint = text(c->lang, T_payout_reason_hint);
	view->why = page_field(c, r, &payout_cancel_input, "cancel_reason", "text", STR_NONE);
	view->base = one_path(c, p->id);
	view->export = str_printf(c->arena, "%.*s/lines.xlsx", STR_FMT(view->base));
	view->export_csv = listing_csv(c->arena, view->export);
	return OK;
}

static void one_may(const struct ctx *c, const struct payout *p, const struct approval_state *s,
                    struct view_payout *v)
{
	bool submitted = p->state == PAYOUT_SUBMITTED;

	if (!payout_may(c, p))
		return;
	v->may = true;
	v->may_submit =
		p->lines > 0 && (p->state == PAYOUT_DRAFT || (submitted && s->word == RETURNED));
	v->may_export = p->state == PAYOUT_EXPORTED ||
	                (submitted && (s->word == APPROVED || s->word == APPROVAL_NONE));
	v->may_say = p->state == PAYOUT_EXPORTED && p->open + p->paid > 0;
	v->may_cancel = (p->state == PAYOUT_DRAFT || submitted) && s->word != APPROVAL_WAITING;
}

enum err page_payout(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_payout v = {.errors = page_errors(c, r)};
	struct approval_state s = {.word = APPROVAL_NONE};
	struct payout_line *line;
	struct payout p = {0};
	size_t n;

	TRY(payout_get(c, (payout_id){req_id(r, "payout")}, &p));
	TRY(payout_lines(c, &p, &line, &n));
	TRY(one_lines(c, line, n, &v));
	TRY(one_approval(c, &p, &s, &v));
	TRY(one_forms(c, r, &p, line, n, &v));
	one_may(c, &p, &s, &v);
	v.title = p.title;
	v.payer = p.school.v ? p.school_name : p.county_name;
	v.state = payout_tag(c, p.state);
	v.lines = p.lines;
	v.total = p.total;
	v.paid = p.paid;
	v.returned = p.returned;
	v.paid_total = p.paid_total;
	v.maker = p.maker.p ? p.maker : S("");
	v.made = p.made;
	v.is_exported = p.state == PAYOUT_EXPORTED;
	v.exported = p.exported;
	v.cancelled = p.cancelled.p ? p.cancelled : S("");
	return reply_page(c, w, LAYOUT_STAFF, T_payout_one, RENDER(render_payout), &v);
}

enum err page_payout_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct desk_col cols[] = {{T_payout_payee, false},   {T_payout_number, false},
	                                       {T_payout_bank, false},    {T_payout_amount, true},
	                                       {T_payout_purpose, false}, {T_payout_state, false},
	                                       {T_payout_day, false},     {T_payout_reason, false}};
	struct payout_line *v;
	struct payout p = {0};
	struct desk d;
	size_t n;

	TRY(payout_get(c, (payout_id){req_id(r, "payout")}, &p));
	TRY(payout_lines(c, &p, &v, &n));
	TRY(desk_new(c, T_payout_list_lines, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].payee);
		desk_put(&d, i, 1, payout_number_shown(c->arena, v[i].number));
		desk_put(&d, i, 2, v[i].bank);
		desk_money(&d, i, 3, v[i].amount);
		desk_put(&d, i, 4, v[i].purpose);
		d.v.row[i].cell[5].tag = line_tag(c, v[i].state);
		if (date_some(v[i].day))
			desk_day(&d, i, 6, v[i].day);
		desk_put(&d, i, 7, v[i].reason);
	}
	return desk_sheet(&d, w, p.title);
}

/* --- acts ------------------------------------------------------------------------------------- */

static enum err act(struct ctx *c, struct req *r, struct reply *w, const struct verb *v, void *arg)
{
	return form_verb(c, r, w, v, arg, one_path(c, (payout_id){req_id(r, "payout")}),
	                 T_people_saved);
}

enum err page_payout_submit(struct ctx *c, struct req *r, struct reply *w)
{
	struct payout_submit a = {{req_id(r, "payout")}};

	return act(c, r, w, &payout_submit_verb, &a);
}

enum err page_payout_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payout_cancel_in *in = req_input(r);
	struct payout_cancel a = {{req_id(r, "payout")}, in->cancel_reason};

	return act(c, r, w, &payout_cancel_verb, &a);
}

static struct payout_said said_of(const struct req *r)
{
	const struct payout_said_in *in = req_input(r);

	return (struct payout_said){in->line, str_is(in->state, "paid"), in->day, in->reason};
}

/* The line stands in the form; that it is of the batch in the address is checked here. */
static enum err line_within(struct ctx *c, payout_id id, payout_line_id line)
{
	struct payout_line *v;
	struct payout p = {0};
	bool here = false;
	enum err e;
	size_t n = 0;

	TRY(store_read_begin(c));
	e = payout_get(c, id, &p);
	if (e == OK)
		e = payout_lines(c, &p, &v, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++)
		here = here || v[i].id.v == line.v;
	return here ? OK : fault_set(c, E_ABSENT, "absent", NULL);
}

enum err page_payout_said(struct ctx *c, struct req *r, struct reply *w)
{
	struct payout_said a = said_of(r);

	TRY(line_within(c, (payout_id){req_id(r, "payout")}, a.line));
	return act(c, r, w, &payout_said_verb, &a);
}

/* As many verbs as it takes; the first carries the form's key, the rest repeat themselves safely.
 */
enum err page_payout_paid(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payout_day_in *in = req_input(r);
	struct payout_all_paid a = {.payout = {req_id(r, "payout")}, .day = in->paid_day};

	do {
		TRY(store_write(c, &payout_all_paid_verb, &a));
	} while (a.left > 0);
	return reply_see(c, w, one_path(c, a.payout), T_people_saved);
}

enum err page_payout_file(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payout_file_in *in = req_input(r);
	struct payout_export a = {{req_id(r, "payout")}};
	bool gbk = str_is(in->charset, "gbk");
	struct payout_line *v;
	struct payout p = {0};
	struct str bytes = S("");
	enum err e;
	size_t n;

	TRY(store_write(c, &payout_export_verb, &a));
	TRY(store_read_begin(c));
	e = payout_get(c, a.payout, &p);
	if (e == OK)
		e = payout_lines(c, &p, &v, &n);
	store_read_end(c);
	TRY(e);
	TRY(payout_file(c, &p, v, n, gbk, &bytes));
	return reply_file(
		c, w,
		str_printf(c->arena, "payout-%lld%s.csv", (long long)p.id.v, gbk ? "-gbk" : ""),
		gbk ? "text/csv; charset=gbk" : "text/csv; charset=utf-8", bytes);
}

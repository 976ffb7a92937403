/* What waits for a second person, what was decided, and the form that decides it. */
#include "money/page_approval.h"

#include "money/approval.html.h"

#define HERE "/approvals"

static const char *const KINDS[] = {"refund",     "payout",          "subsidy",
                                    "spending",   "special_fund",    "difference",
                                    "adjustment", "bill_adjustment", "statement_withdrawal",
                                    NULL};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct approvals_in),
	{.name = "kind",
         .type = IN_CHOICE,
         .choices = KINDS,
         .words = "approval.",
         .label = T_approval_kind,
         .offset = offsetof(struct approvals_in, kind)},
	{.name = "decided",
         .type = IN_BOOL,
         .label = T_approval_decided_only,
         .offset = offsetof(struct approvals_in, decided)},
	{.name = "schools",
         .type = IN_BOOL,
         .label = T_approval_schools,
         .offset = offsetof(struct approvals_in, schools)},
};
const struct input approvals_query = {"ApprovalsQuery", sizeof(struct approvals_in), QUERY_FIELDS,
                                      5, 0};

static const char *const SAID[] = {"approved", "returned", NULL};
static const struct in_field SAY_FIELDS[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = SAID,
         .words = "approval.",
         .label = T_approval_word,
         .offset = offsetof(struct approval_say_in, word)},
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_approval_reason,
         .offset = offsetof(struct approval_say_in, reason)},
};
const struct input approval_say_input = {"ApprovalDecision", sizeof(struct approval_say_in),
                                         SAY_FIELDS, 2, 0};

static struct view_part_tag word_tag(struct ctx *c, enum approval_word w)
{
	static const struct {
		const char *tag;
		enum text_id label;
	} v[] = {[APPROVAL_NONE] = {"off", T_approval_waiting},
	         [APPROVAL_WAITING] = {"warn", T_approval_waiting},
	         [APPROVED] = {"ok", T_approval_approved},
	         [RETURNED] = {"bad", T_approval_returned}};

	return (struct view_part_tag){str_of(v[w].tag), text(c->lang, v[w].label)};
}

static enum text_id level_text(enum approval_level l)
{
	return l == AT_SCHOOL   ? T_approval_at_school
	       : l == AT_COUNTY ? T_approval_at_county
	                        : T_approval_at_city;
}

static struct str one_path(struct ctx *c, approval_id id)
{
	return str_printf(c->arena, HERE "/%lld", (long long)id.v);
}

/* --- the list --------------------------------------------------------------------------------- */

static enum err approvals_desk(struct ctx *c, const struct approvals_in *in, bool all,
                               struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_approval_title, false},     {T_approval_kind, false},
		{T_approval_amount, true},     {T_approval_school, false},
		{T_approval_level, false},     {T_approval_submitter, false},
		{T_approval_submitted, false}, {T_approval_state, false},
		{T_approval_decider, false},   {T_approval_reason, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct approval_filter f = {.decided = in->decided,
	                            .schools = in->schools,
	                            .kind = str_some(in->kind) ? str_c(c->arena, in->kind) : NULL,
	                            .most = slice.most,
	                            .skip = slice.skip};
	struct approval *v;
	struct desk d;
	size_t n;

	TRY(approval_list(c, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_approval_list, cols, 10, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].title, one_path(c, v[i].id));
		desk_put(&d, i, 1, text(c->lang, approval_kind_def(v[i].kind)->label));
		desk_money(&d, i, 2, v[i].amount);
		desk_put(&d, i, 3, v[i].school_name);
		desk_put(&d, i, 4, text(c->lang, level_text(v[i].level)));
		desk_put(&d, i, 5, v[i].submitter_name);
		desk_put(&d, i, 6, instant_words(c->arena, c->lang, v[i].submitted));
		d.v.row[i].cell[7].tag = word_tag(c, v[i].word);
		desk_put(&d, i, 8, v[i].decider_name);
		desk_put(&d, i, 9, v[i].reason);
	}
	d.v.about = text(c->lang, T_approval_about);
	d.v.empty.what = in->decided ? T_approval_none_decided : T_approval_none;
	*ret_d = d;
	return OK;
}

static const struct approvals_in WAITING = {0};

static void approvals_filter(struct ctx *c, struct req *r, struct view_part_field *f)
{
	struct desk_choice v[APPROVAL_KINDS + 1] = {{S(""), text(c->lang, T_approval_any)}};

	for (size_t i = 0; KINDS[i]; i++)
		v[i + 1] = (struct desk_choice){
			str_of(KINDS[i]),
			text(c->lang, approval_kind_def((enum approval_kind)i)->label)};
	f[0] = page_field(c, r, &approvals_query, "kind", "select", STR_NONE);
	f[0].optional = false;
	desk_choices(c, &f[0], v, APPROVAL_KINDS + 1);
	f[1] = page_field(c, r, &approvals_query, "decided", "tick", STR_NONE);
	f[2] = page_field(c, r, &approvals_query, "schools", "tick", STR_NONE);
}

enum err page_approvals(struct ctx *c, struct req *r, struct reply *w)
{
	const struct approvals_in *in = query_or(r, &WAITING);
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!f)
		return fault_broken(c, "arena");
	TRY(approvals_desk(c, in, false, &d, &total));
	if (c->actor.school.v) /* its own name in each row */
		desk_leave_out(&d, 3);
	approvals_filter(c, r, f);
	d.v.filter = f;
	d.v.filter_n = actor_in(&c->actor, ROLES_COUNTY_MONEY) ? 3 : 2;
	d.v.path = S(HERE);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_approvals_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(approvals_desk(c, query_or(r, &WAITING), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- one -------------------------------------------------------------------------------------- */

static enum err past_rows(struct ctx *c, const struct approval *a, struct view_approval *view)
{
	struct approval *v;
	size_t n;

	TRY(approval_history(c, a, &v, &n));
	view->past = NEW_N(c->arena, n + 1, struct view_approval_past);
	if (!view->past)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (v[i].id.v == a->id.v)
			continue;
		view->past[view->past_n++] = (struct view_approval_past){
			.submitter = v[i].submitter_name,
			.submitted = v[i].submitted,
			.state = word_tag(c, v[i].word),
			.decider = v[i].decider_name,
			.reason = v[i].reason,
			.path = one_path(c, v[i].id),
		};
	}
	return OK;
}

static void say_fields(struct ctx *c, struct req *r, struct view_part_field *f)
{
	struct desk_choice word[] = {{S("approved"), text(c->lang, T_approval_approve)},
	                             {S("returned"), text(c->lang, T_approval_return)}};

	f[0] = page_field(c, r, &approval_say_input, "word", "radio", STR_NONE);
	desk_choices(c, &f[0], word, 2);
	f[1] = page_field(c, r, &approval_say_input, "reason", "text", STR_NONE);
	f[1].hint = text(c->lang, T_approval_reason_hint);
}

enum err page_approval(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_approval v = {.errors = page_errors(c, r),
	                          .field = NEW_N(c->arena, 2, struct view_part_field),
	                          .field_n = 2};
	struct approval a = {0};
	const char *path;

	if (!v.field)
		return fault_broken(c, "arena");
	TRY(approval_get(c, (approval_id){req_id(r, "approval")}, &a));
	TRY(past_rows(c, &a, &v));
	say_fields(c, r, v.field);
	path = approval_kind_def(a.kind)->path;
	v.kind = approval_kind_def(a.kind)->label;
	v.title = a.title;
	v.object = path ? str_printf(c->arena, "%s%lld", path, (long long)a.object) : S("");
	v.amount = a.amount;
	v.level = level_text(a.level);
	v.school = a.school_name;
	v.submitter = a.submitter_name;
	v.submitted = a.submitted;
	v.state = word_tag(c, a.word);
	v.is_decided = a.word != APPROVAL_WAITING;
	v.decider = a.decider_name;
	v.decided = a.decided;
	v.reason = a.reason;
	v.may = approval_may(c, &a);
	v.own = a.word == APPROVAL_WAITING && a.submitter.v == c->actor.account.v;
	v.action = str_printf(c->arena, HERE "/%lld/decision", (long long)a.id.v);
	return reply_page(c, w, LAYOUT_STAFF, T_approval_one, RENDER(render_approval), &v);
}

static enum err say_read(struct ctx *c, const struct req *r, struct approval_say *ret_a)
{
	const struct approval_say_in *in = req_input(r);
	struct approval_say a = {{req_id(r, "approval")}, APPROVAL_NONE, in->reason};

	if (!approval_word_parse(in->word, &a.word))
		return fault_input(c, NULL, S("word"), in->word, STR_NONE);
	*ret_a = a;
	return OK;
}

enum err page_approval_say(struct ctx *c, struct req *r, struct reply *w)
{
	struct approval_say a;

	TRY(say_read(c, r, &a));
	return form_verb(c, r, w, &approval_say_verb, &a, one_path(c, a.approval), T_people_saved);
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field APPROVAL_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "kind", .type = ANS_STR},
	{.name = "object", .type = ANS_ID},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "title", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "state", .type = ANS_STR},
	{.name = "submitter", .type = ANS_STR},
	{.name = "submitted", .type = ANS_INSTANT},
	{.name = "decider", .type = ANS_STR, .null = true},
	{.name = "decided", .type = ANS_INSTANT, .maybe = true},
	{.name = "reason", .type = ANS_STR, .null = true},
	{.name = "may_decide", .type = ANS_BOOL},
};
const struct answer approval_told = ANSWER("Approval", APPROVAL_TELLS);
static const struct ans_field APPROVALS_TELLS[] = {ANS_ITEMS(approval_told)};
const struct answer approvals_told = ANSWER("Approvals", APPROVALS_TELLS);

static void str_or_null(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	if (str_some(s))
		json_str(j, s);
	else
		json_none(j);
}

static void approval_json(struct ctx *c, struct json *j, const struct approval *a)
{
	json_open(j, '{');
	json_kv_id(j, "id", a->id.v);
	json_kv_str(j, "kind", str_of(approval_kind_def(a->kind)->name));
	json_kv_id(j, "object", a->object);
	json_kv_id(j, "school", a->school.v);
	json_kv_str(j, "title", a->title);
	json_kv_i64(j, "amount_fen", a->amount.fen);
	json_kv_str(j, "state", str_of(approval_word_name(a->word)));
	json_kv_str(j, "submitter", str_some(a->submitter_name) ? a->submitter_name : S(""));
	json_kv_str(j, "submitted", instant_text(c->arena, a->submitted));
	str_or_null(j, "decider", a->decider_name);
	if (a->word != APPROVAL_WAITING)
		json_kv_str(j, "decided", instant_text(c->arena, a->decided));
	str_or_null(j, "reason", a->reason);
	json_kv_bool(j, "may_decide", approval_may(c, a));
	json_close(j, '}');
}

enum err api_approvals(struct ctx *c, struct req *r, struct reply *w)
{
	const struct approvals_in *in = query_or(r, &WAITING);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct approval_filter f = {.decided = in->decided,
	                            .schools = in->schools,
	                            .kind = str_some(in->kind) ? str_c(c->arena, in->kind) : NULL,
	                            .most = slice.most,
	                            .skip = slice.skip};
	struct approval *v;
	int64_t total;
	struct json *j;
	size_t n;

	TRY(approval_list(c, &f, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		approval_json(c, j, &v[i]);
	json_close(j, ']');
	json_kv_id(j, "next", slice.skip + (int64_t)n < total ? slice.skip + (int64_t)n : 0);
	json_close(j, '}');
	return OK;
}

enum err api_approval(struct ctx *c, struct req *r, struct reply *w)
{
	struct approval a = {0};

	TRY(approval_get(c, (approval_id){req_id(r, "approval")}, &a));
	approval_json(c, reply_json(c, w, 200), &a);
	return OK;
}

/* Told again in the words of the first time. */
static enum err said(struct ctx *c, void *arg, struct out *o)
{
	const struct approval_say *a = arg;
	struct approval now = {0};
	struct json j;

	TRY(approval_get(c, a->approval, &now));
	json_init(&j, o);
	approval_json(c, &j, &now);
	return OK;
}

enum err api_approval_say(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, said);
	struct approval_say a;
	struct str answer;
	bool replayed;

	TRY(say_read(c, r, &a));
	TRY(store_write_once(c, &approval_say_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

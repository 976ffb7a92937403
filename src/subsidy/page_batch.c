/* One month of a school: lines, findings, history, and what may be done with it. */
#include "rulebook/show.h"
#include "subsidy/pages.h"
#include "subsidy/pay.h"
#include "subsidy/subsidy_batch.html.h"
#include "subsidy/subsidy.sql.h"
#include "subsidy/voucher.h"

static const char *const WORDS[] = {"approved", "returned", NULL};

static const struct in_field ANSWER_FIELDS[] = {
	{.name = "finding",
         .type = IN_ID,
         .required = true,
         .label = T_subsidy_finding,
         .offset = offsetof(struct subsidy_answer_in, finding)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct subsidy_answer_in, reason)},
};
const struct input subsidy_answer_input = {"SubsidyAnswer", sizeof(struct subsidy_answer_in),
                                           ANSWER_FIELDS, 2, 0};
static const struct in_field DECIDE_FIELDS[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .words = "subsidy.step_",
         .label = T_subsidy_word,
         .offset = offsetof(struct subsidy_decide_in, word)},
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct subsidy_decide_in, reason)},
};
const struct input subsidy_decide_input = {"SubsidyDecide", sizeof(struct subsidy_decide_in),
                                           DECIDE_FIELDS, 2, 0};
static const char *const FUND_WORDS[] = {"guarantee_fund", "fee_income", NULL};
static const struct in_field PAY_FIELDS[] = {
	{.name = "fund",
         .type = IN_CHOICE,
         .choices = FUND_WORDS,
         .words = "rulebook.word_",
         .label = T_subsidy_fund,
         .offset = offsetof(struct subsidy_pay_in, fund)},
};
const struct input subsidy_pay_input = {"SubsidyPay", sizeof(struct subsidy_pay_in), PAY_FIELDS, 1,
                                        0};
static const struct in_field STEP_FIELDS[] = {
	{.name = "step",
         .type = IN_ID,
         .required = true,
         .label = T_subsidy_step,
         .offset = offsetof(struct subsidy_step_in, step)},
};
const struct input subsidy_step_query = {"SubsidyStepQuery", sizeof(struct subsidy_step_in),
                                         STEP_FIELDS, 1, 0};

static enum err batch_of(struct ctx *c, const struct req *r, struct subsidy_batch *ret_b)
{
	return subsidy_batch_get(c, req_id(r, "subsidy"), ret_b);
}

static struct str path_of(struct ctx *c, int64_t batch)
{
	return str_printf(c->arena, "/subsidies/%lld", (long long)batch);
}

/* --- parts ------------------------------------------------------------------------------------ */

static enum err lines_view(struct ctx *c, const struct subsidy_line *v, size_t n,
                           struct view_subsidy_batch *view)
{
	view->line = NEW_N(c->arena, n + 1, struct view_subsidy_batch_line);
	if (!view->line)
		return fault_broken(c, "arena");
	view->line_n = n;
	for (size_t i = 0; i < n; i++)
		view->line[i] = (struct view_subsidy_batch_line){
			.path = str_printf(c->arena, "%.*s/person?person=%lld", STR_FMT(view->base),
		                           (long long)v[i].person),
			.name = v[i].name,
			.number = v[i].number,
			.form = subsidy_label("form_", v[i].form),
			.sittings = v[i].sittings,
			.minutes = v[i].minutes,
			.amount = v[i].amount};
	return OK;
}

static struct str name_in(const struct subsidy_line *v, size_t n, int64_t person)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].person == person)
			return v[i].name;
	return S("–");
}

/* Of those that ask for nothing a few stand for all: the API tells every one. */
enum { TOLD_SHOWN = 10 };

static struct view_part_tag weight_tag(struct ctx *c, const struct subsidy_finding *f)
{
	static const struct {
		const char *kind;
		enum text_id text;
	} v[] = {{"off", T_subsidy_weight_0},
	         {"warn", T_subsidy_weight_1},
	         {"bad", T_subsidy_weight_2}};

	if (f->weight == 1 && str_some(f->answer))
		return (struct view_part_tag){S("ok"), text(c->lang, T_subsidy_answered)};
	return (struct view_part_tag){str_of(v[f->weight].kind), text(c->lang, v[f->weight].text)};
}

static enum err findings_view(struct ctx *c, const struct subsidy_batch *b,
                              const struct subsidy_line *line, size_t lines,
                              struct view_subsidy_batch *view, size_t *ret_open)
{
	struct subsidy_finding *v;
	size_t n, open = 0, told = 0;

	TRY(subsidy_findings(c, b, &v, &n));
	view->finding = NEW_N(c->arena, n + 1, struct view_subsidy_batch_finding);
	if (!view->finding)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		bool ask = v[i].weight == 1 && !str_some(v[i].answer);

		if (v[i].weight == 0 && told++ >= TOLD_SHOWN) {
			view->more++;
			continue;
		}
		view->finding[view->finding_n++] = (struct view_subsidy_batch_finding){
			.what = subsidy_label("finding_", v[i].code),
			.person = name_in(line, lines, v[i].person),
			.day = date_some(v[i].day) ? date_words(c->arena, c->lang, v[i].day)
		                                   : S(""),
			.found = v[i].found,
			.allowed = v[i].allowed,
			.answer = v[i].answer,
			.finding = v[i].id,
			.ask = ask && str_is(b->state, "draft"),
			.tag = weight_tag(c, &v[i])};
		open += ask;
	}
	*ret_open = open;
	return OK;
}

static enum err steps_view(struct ctx *c, const struct subsidy_batch *b,
                           struct view_subsidy_batch *view)
{
	struct subsidy_done *v;
	size_t n;

	TRY(subsidy_steps(c, b, &v, &n));
	view->step = NEW_N(c->arena, n + 1, struct view_subsidy_batch_step);
	if (!view->step)
		return fault_broken(c, "arena");
	view->step_n = n;
	for (size_t i = 0; i < n; i++)
		view->step[i] = (struct view_subsidy_batch_step){
			.step = subsidy_label("step_", v[i].step),
			.run = v[i].run,
			.by = str_some(v[i].by) ? v[i].by : text(c->lang, T_ledger_system),
			.total = v[i].total,
			.reason = v[i].reason,
			.at = v[i].at};
	return OK;
}

static enum err answer_fields(struct ctx *c, const struct req *r, struct view_subsidy_batch *view,
                              size_t open)
{
	struct desk_choice *v = NEW_N(c->arena, open + 1, struct desk_choice);
	size_t n = 0;

	view->answer = NEW_N(c->arena, 2, struct view_part_field);
	if (!v || !view->answer)
		return fault_broken(c, "arena");
	view->answer_n = 2;
	view->answer[0] = page_field(c, r, &subsidy_answer_input, "finding", "select", STR_NONE);
	view->answer[1] = page_field(c, r, &subsidy_answer_input, "reason", "text", STR_NONE);
	for (size_t i = 0; i < view->finding_n && n < open; i++) {
		const struct view_subsidy_batch_finding *f = &view->finding[i];
		struct str words[3] = {text(c->lang, f->what), f->person, f->day};

		if (f->ask)
			v[n++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)f->finding),
				str_join(c->arena, words, 3, S(" "))};
	}
	desk_choices(c, &view->answer[0], v, n);
	return OK;
}

static enum err decide_fields(struct ctx *c, const struct req *r, struct view_subsidy_batch *view)
{
	const struct desk_choice v[] = {
		{S("approved"), text(c->lang, T_subsidy_step_approved)},
		{S("returned"), text(c->lang, T_subsidy_step_returned)},
	};

	view->decide = NEW_N(c->arena, 2, struct view_part_field);
	if (!view->decide)
		return fault_broken(c, "arena");
	view->decide_n = 2;
	view->decide[0] = page_field(c, r, &subsidy_decide_input, "word", "radio", STR_NONE);
	desk_choices(c, &view->decide[0], v, 2);
	view->decide[1] = page_field(c, r, &subsidy_decide_input, "reason", "text", STR_NONE);
	view->decide[1].hint = text(c->lang, T_subsidy_reason_hint);
	return OK;
}

/* Out of which of the funds its documents permit, and what each has left. */
static enum err fund_field(struct ctx *c, const struct req *r, const struct subsidy_batch *b,
                           struct view_subsidy_batch *view)
{
	struct desk_choice choice[SUBSIDY_FUNDS];
	struct subsidy_fund v[SUBSIDY_FUNDS];
	bool fees = false;
	size_t n;

	TRY(subsidy_funds(c, b->county, b->school, v, &n));
	for (size_t i = 0; i < n; i++) {
		struct str said[2] = {show_word(c->lang, v[i].word),
		                      money_show(c->arena, v[i].left)};

		fees = fees || str_is(v[i].word, "fee_income");
		choice[i] = (struct desk_choice){
			v[i].word,
			v[i].known ? text_fill(c->arena, c->lang, T_subsidy_fund_left, said, 2)
				   : said[0]};
	}
	view->fund = NEW(c->arena, struct view_part_field);
	if (!view->fund)
		return fault_broken(c, "arena");
	view->fund_n = 1;
	view->fund[0] = page_field(c, r, &subsidy_pay_input, "fund", "select", STR_NONE);
	view->fund[0].optional = false;
	if (fees)
		view->fund[0].hint = text(c->lang, T_subsidy_fund_hint);
	desk_choices(c, &view->fund[0], choice, n);
	return OK;
}

static enum err may_view(struct ctx *c, const struct req *r, const struct subsidy_batch *b,
                         size_t open, struct view_subsidy_batch *view)
{
	bool money = actor_in(&c->actor, ROLES_SCHOOL_MONEY);
	bool school = money || actor_in(&c->actor, ROLES_SCHOOL);
	bool draft = str_is(b->state, "draft");

	view->may_again = school && (draft || str_is(b->state, "returned"));
	view->may_submit = money && draft;
	view->may_pay = money && (str_is(b->state, "approved") || str_is(b->state, "paying"));
	view->may_decide = c->actor.role == ROLE_COUNTY && str_is(b->state, "submitted");
	if (view->may_pay)
		TRY(fund_field(c, r, b, view));
	if (money && draft && open > 0)
		TRY(answer_fields(c, r, view, open));
	return view->may_decide ? decide_fields(c, r, view) : OK;
}

enum err page_subsidy(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_subsidy_batch v = {.errors = page_errors(c, r)};
	struct subsidy_line *line;
	struct subsidy_batch b = {0};
	struct school s;
	size_t n, open = 0;

	TRY(batch_of(c, r, &b));
	TRY(school_get(c, b.school, &s));
	TRY(subsidy_lines(c, &b, &line, &n));
	v.base = path_of(c, b.id);
	v.export = str_printf(c->arena, "%.*s/lines", STR_FMT(v.base));
	v.voucher = str_printf(c->arena, "%.*s/voucher", STR_FMT(v.base));
	v.school = s.name;
	v.month = month_text(c, b.first_day);
	v.state = subsidy_tag(c, b.state);
	v.total = b.total;
	v.subsidy = b.subsidy;
	v.labour = b.labour;
	v.computing = str_is(b.state, "computing");
	v.sittings = b.sittings;
	v.reckoned = b.reckoned;
	TRY(lines_view(c, line, n, &v));
	TRY(findings_view(c, &b, line, n, &v, &open));
	TRY(steps_view(c, &b, &v));
	TRY(may_view(c, r, &b, open, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_subsidy_one, RENDER(render_subsidy_batch), &v);
}

/* Where an approval leads: the submission, by its step. */
enum err page_subsidy_handed(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_step_in *in = req_query(r);
	struct subsidy_batch b = {0};
	int64_t batch = 0;
	bool found;

	TRY(q_subsidy_of_step(c, in->step, &batch, &found));
	TRY(subsidy_batch_get(c, batch, &b));
	reply_status(w, 303);
	reply_header(w, "Location", path_of(c, b.id));
	return reply_empty(c, w, 303);
}

/* --- acts ------------------------------------------------------------------------------------- */

enum err page_subsidy_again(struct ctx *c, struct req *r, struct reply *w)
{
	struct subsidy_again a = {req_id(r, "subsidy")};

	return form_verb(c, r, w, &subsidy_again_verb, &a, path_of(c, a.batch), T_subsidy_opened);
}

enum err page_subsidy_submit(struct ctx *c, struct req *r, struct reply *w)
{
	struct subsidy_submit a = {req_id(r, "subsidy")};

	return form_verb(c, r, w, &subsidy_submit_verb, &a, path_of(c, a.batch),
	                 T_subsidy_submitted);
}

enum err page_subsidy_answer(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_answer_in *in = req_input(r);
	struct subsidy_answer a = {in->finding, in->reason};

	return form_verb(c, r, w, &subsidy_answer_verb, &a, path_of(c, req_id(r, "subsidy")),
	                 T_people_saved);
}

enum err page_subsidy_pay(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_pay_in *in = req_input(r);
	struct subsidy_pay a = {.batch = req_id(r, "subsidy"), .fund = in->fund};

	return form_verb(c, r, w, &subsidy_pay_verb, &a, S("/payouts"), T_people_saved);
}

enum err page_subsidy_decide(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_decide_in *in = req_input(r);
	struct subsidy_decide a = {req_id(r, "subsidy"), str_is(in->word, "approved"), in->reason};

	return form_verb(c, r, w, &subsidy_decide_verb, &a, path_of(c, a.batch), T_people_saved);
}

/* --- exports ---------------------------------------------------------------------------------- */

static enum err lines_desk(struct ctx *c, struct req *r, struct desk *ret_d, struct str *ret_mark)
{
	static const struct desk_col cols[] = {
		{T_subsidy_person, false},  {T_subsidy_number, false}, {T_subsidy_form, false},
		{T_subsidy_sittings, true}, {T_subsidy_minutes, true}, {T_subsidy_amount, true}};
	struct subsidy_batch b = {0};
	struct subsidy_line *v;
	struct school s;
	struct desk d;
	size_t n;

	TRY(batch_of(c, r, &b));
	TRY(school_get(c, b.school, &s));
	TRY(subsidy_lines(c, &b, &v, &n));
	TRY(desk_new(c, T_subsidy_one, cols, 6, n + 1, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].number);
		desk_put(&d, i, 2, text(c->lang, subsidy_label("form_", v[i].form)));
		desk_num(&d, i, 3, v[i].sittings);
		desk_num(&d, i, 4, v[i].minutes);
		desk_money(&d, i, 5, v[i].amount);
	}
	desk_put(&d, n, 0, text(c->lang, T_subsidy_total));
	desk_money(&d, n, 5, b.total);
	*ret_d = d;
	struct str said[3] = {s.name, month_text(c, b.first_day), subsidy_tag(c, b.state).label};

	*ret_mark = str_join(c->arena, said, 3, S(" · "));
	return OK;
}

enum err page_subsidy_lines_xlsx(struct ctx *c, struct req *r, struct reply *w)
{
	struct str mark;
	struct desk d;

	TRY(lines_desk(c, r, &d, &mark));
	return desk_sheet(&d, w, mark);
}

static enum err voucher_desk(struct ctx *c, struct req *r, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_subsidy_digest, false},       {T_subsidy_account_code, false},
		{T_subsidy_account_name, false}, {T_subsidy_economic, false},
		{T_ledger_debit, true},          {T_ledger_credit, true}};
	struct voucher_account map[USES];
	struct subsidy_batch b = {0};
	struct voucher_line *v;
	struct desk d;
	size_t n;

	TRY(batch_of(c, r, &b));
	TRY(voucher_accounts(c, b.county, map));
	TRY(voucher_of(c, &b, map, &v, &n));
	TRY(desk_new(c, T_subsidy_voucher, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].digest);
		desk_put(&d, i, 1, v[i].account->code);
		desk_put(&d, i, 2, v[i].account->name);
		desk_put(&d, i, 3, v[i].account->economic);
		desk_money(&d, i, 4, v[i].debit);
		desk_money(&d, i, 5, v[i].credit);
	}
	*ret_d = d;
	return OK;
}

enum err page_subsidy_voucher_xlsx(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(voucher_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* The city's special fund: the office, the city's finance, counties, and everybody. */
#include "funds/pages.h"
#include "funds/routes.h"
#include "funds/share.h"
#include "funds/special.h"
#include "funds/special.html.h"
#include "people/county.h"
#include "people/pages.h"
#include "web/listing.h"

#define HERE   "/special-funds"
#define PUBLIC "/special-fund"

struct open_in {
	int64_t year;
	struct money total;
	struct str document;
};
struct score_in {
	county_id county;
	struct str score;
	int64_t pupils;
};
struct decide_in {
	struct str word, reason;
};
struct object_in {
	struct str said;
};
struct answer_in {
	int64_t objection;
	struct str answer;
};
struct public_in {
	int64_t year;
};

static const struct in_field OPEN_V[] = {
	{.name = "year",
         .type = IN_I64,
         .required = true,
         .min = 2000,
         .max = 2100,
         .label = T_funds_year,
         .offset = offsetof(struct open_in, year)},
	{.name = "total",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_special_total,
         .offset = offsetof(struct open_in, total)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_funds_budget_document,
         .offset = offsetof(struct open_in, document)},
};
static const struct input open_in = {"SpecialFundOpen", sizeof(struct open_in), OPEN_V, 3, 0};
static const struct in_field SCORE_V[] = {
	{.name = "county",
         .type = IN_ID,
         .required = true,
         .label = T_funds_county,
         .offset = offsetof(struct score_in, county)},
	{.name = "score",
         .type = IN_STR,
         .required = true,
         .max = 10,
         .label = T_funds_score,
         .offset = offsetof(struct score_in, score)},
	{.name = "pupils",
         .type = IN_I64,
         .required = true,
         .min = 1,
         .max = 100000000,
         .label = T_funds_participants,
         .offset = offsetof(struct score_in, pupils)},
};
static const struct input score_in = {"SpecialFundScore", sizeof(struct score_in), SCORE_V, 3, 0};
static const char *const WORDS[] = {"approved", "returned", NULL};
static const struct in_field DECIDE_V[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .words = "approval.",
         .label = T_people_state,
         .offset = offsetof(struct decide_in, word)},
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct decide_in, reason)},
};
static const struct input decide_in = {"SpecialFundDecide", sizeof(struct decide_in), DECIDE_V, 2,
                                       0};
static const struct in_field OBJECT_V[] = {
	{.name = "said",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_funds_objection,
         .offset = offsetof(struct object_in, said)},
};
static const struct input object_in = {"SpecialFundObjection", sizeof(struct object_in), OBJECT_V,
                                       1, 0};
static const struct in_field ANSWER_V[] = {
	{.name = "objection",
         .type = IN_ID,
         .required = true,
         .label = T_funds_objection,
         .offset = offsetof(struct answer_in, objection)},
	{.name = "answer",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_funds_answer,
         .offset = offsetof(struct answer_in, answer)},
};
static const struct input answer_in = {"SpecialFundAnswer", sizeof(struct answer_in), ANSWER_V, 2,
                                       0};
static const struct in_field PUBLIC_V[] = {
	{.name = "year",
         .type = IN_I64,
         .min = 2000,
         .max = 2100,
         .label = T_funds_year,
         .offset = offsetof(struct public_in, year)},
};
static const struct input public_in = {"SpecialFundQuery", sizeof(struct public_in), PUBLIC_V, 1,
                                       0};

/* A formula of another version is known by the name it was published under. */
static struct str formula_label(struct ctx *c, struct str formula)
{
	return str_is(formula, SHARE_FORMULA) ? text(c->lang, T_funds_formula_score) : formula;
}

static struct view_part_tag tag_of(struct ctx *c, struct str state)
{
	if (str_is(state, "scoring"))
		return (struct view_part_tag){S("warn"), text(c->lang, T_funds_special_scoring)};
	if (str_is(state, "closed"))
		return (struct view_part_tag){S("info"), text(c->lang, T_funds_special_closed)};
	if (str_is(state, "proposed"))
		return (struct view_part_tag){S("info"), text(c->lang, T_funds_special_proposed)};
	return (struct view_part_tag){S("ok"), text(c->lang, T_funds_special_approved)};
}

static struct str path_of(struct ctx *c, int64_t id)
{
	return str_printf(c->arena, HERE "/%lld", (long long)id);
}

/* --- list ------------------------------------------------------------------------------------- */

static enum err specials_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_funds_year, false},
	                                       {T_funds_special_total, true},
	                                       {T_people_state, false},
	                                       {T_funds_budget_document, false}};
	struct special *v;
	struct desk d;
	size_t n;

	TRY(special_list(c, &v, &n));
	TRY(desk_new(c, T_funds_special, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, str_printf(c->arena, "%lld", (long long)v[i].year),
		          path_of(c, v[i].id));
		desk_money(&d, i, 1, v[i].total);
		d.v.row[i].cell[2].tag = tag_of(c, v[i].state);
		desk_put(&d, i, 3, v[i].document);
	}
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	return OK;
}

static enum err page_specials(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(specials_desk(c, &d));
	desk_export(&d, S(HERE "/export.xlsx"));
	d.v.errors = page_errors(c, r);
	if (actor_in(&c->actor, ROLES_CITY_MONEY)) {
		f[0] = page_field(c, r, &open_in, "year", "number", STR_NONE);
		f[1] = page_field(c, r, &open_in, "total", "number", STR_NONE);
		f[2] = page_field(c, r, &open_in, "document", "text", STR_NONE);
		d.v.has_form = true;
		d.v.form_title = T_funds_special_open;
		d.v.action = S(HERE);
		d.v.field = f;
		d.v.field_n = 3;
		d.v.submit = T_ui_new;
	}
	return desk_page(&d, w);
}

static enum err page_specials_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(specials_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

static enum err page_special_open(struct ctx *c, struct req *r, struct reply *w)
{
	const struct open_in *in = req_input(r);
	struct special_open a = {.year = in->year, .total = in->total, .document = in->document};

	return form_verb(c, r, w, &special_open_verb, &a, S(HERE), T_people_saved);
}

/* --- one -------------------------------------------------------------------------------------- */

static enum err lines_view(struct ctx *c, const struct special *s, struct view_special *v)
{
	struct special_line *line;
	size_t n;

	TRY(special_lines(c, s, &line, &n));
	v->row = NEW_N(c->arena, n + 1, struct view_special_row);
	if (!v->row)
		return fault_broken(c, "arena");
	v->row_n = n;
	for (size_t i = 0; i < n; i++)
		v->row[i] = (struct view_special_row){.county = line[i].name,
		                                      .score = score_text(c->arena, line[i].score),
		                                      .pupils = line[i].pupils,
		                                      .per_pupil = line[i].per_pupil,
		                                      .rest = line[i].rest,
		                                      .amount = line[i].amount,
		                                      .less = line[i].less,
		                                      .more = line[i].more};
	v->year = s->year;
	v->state = tag_of(c, s->state);
	v->total = s->total;
	v->document = s->document;
	v->formula = formula_label(c, s->formula);
	return OK;
}

static enum err score_fields(struct ctx *c, const struct req *r, struct view_special *v)
{
	struct desk_choice *choice;
	struct county *county;
	size_t n;

	TRY(county_list(c, &county, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	v->score = NEW_N(c->arena, 3, struct view_part_field);
	if (!choice || !v->score)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)county[i].id.v), county[i].name};
	v->score_n = 3;
	v->score[0] = page_field(c, r, &score_in, "county", "select", STR_NONE);
	desk_choices(c, &v->score[0], choice, n);
	v->score[1] = page_field(c, r, &score_in, "score", "text", STR_NONE);
	v->score[1].hint = text(c->lang, T_funds_score_hint);
	v->score[2] = page_field(c, r, &score_in, "pupils", "number", STR_NONE);
	return OK;
}

static enum err decide_fields(struct ctx *c, const struct req *r, struct view_special *v)
{
	const struct desk_choice choice[] = {
		{S("approved"), text(c->lang, T_funds_special_approve)},
		{S("returned"), text(c->lang, T_funds_special_return)},
	};

	v->decide = NEW_N(c->arena, 2, struct view_part_field);
	if (!v->decide)
		return fault_broken(c, "arena");
	v->decide_n = 2;
	v->decide[0] = page_field(c, r, &decide_in, "word", "radio", STR_NONE);
	desk_choices(c, &v->decide[0], choice, 2);
	v->decide[1] = page_field(c, r, &decide_in, "reason", "text", STR_NONE);
	return OK;
}

static enum err objections_view(struct ctx *c, const struct req *r, const struct special *s,
                                struct view_special *v)
{
	struct special_objection *o;
	struct desk_choice *choice;
	size_t n, open = 0;

	TRY(special_objections(c, s->id, &o, &n));
	v->objection = NEW_N(c->arena, n + 1, struct view_special_objection);
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	v->answer = NEW_N(c->arena, 2, struct view_part_field);
	v->object = NEW_N(c->arena, 1, struct view_part_field);
	if (!v->objection || !choice || !v->answer || !v->object)
		return fault_broken(c, "arena");
	v->objection_n = n;
	for (size_t i = 0; i < n; i++) {
		v->objection[i] = (struct view_special_objection){o[i].id, o[i].county, o[i].said,
		                                                  o[i].answer, o[i].at};
		if (!str_some(o[i].answer))
			choice[open++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)o[i].id), o[i].said};
	}
	if (c->actor.role == ROLE_CITY && open > 0) {
		v->answer_n = 2;
		v->answer[0] = page_field(c, r, &answer_in, "objection", "select", STR_NONE);
		desk_choices(c, &v->answer[0], choice, open);
		v->answer[1] = page_field(c, r, &answer_in, "answer", "text", STR_NONE);
	}
	if (actor_in(&c->actor, ROLES_COUNTY_MONEY)) {
		v->object_n = 1;
		v->object[0] = page_field(c, r, &object_in, "said", "text", STR_NONE);
	}
	return OK;
}

static enum err page_special(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_special v = {.inside = true, .errors = page_errors(c, r)};
	bool office = c->actor.role == ROLE_CITY;
	struct special s = {0};

	TRY(special_get(c, req_id(r, "special"), &s));
	v.base = path_of(c, s.id);
	v.export = str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(v.base));
	v.export_csv = listing_csv(c->arena, v.export);
	TRY(lines_view(c, &s, &v));
	TRY(objections_view(c, r, &s, &v));
	v.may_close = office && str_is(s.state, "scoring");
	v.may_propose = office && str_is(s.state, "closed");
	v.may_decide = actor_in(&c->actor, ROLES_CITY_MONEY) && str_is(s.state, "proposed");
	if (v.may_close)
		TRY(score_fields(c, r, &v));
	if (v.may_decide)
		TRY(decide_fields(c, r, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_funds_special, RENDER(render_special), &v);
}

/* The shares of a fund with its total below; of no fund, an empty table. */
static enum err shares_desk(struct ctx *c, const struct special *s, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_funds_county, false},   {T_funds_score, false}, {T_funds_participants, true},
		{T_funds_per_pupil, true}, {T_funds_rest, true},   {T_funds_share, true}};
	struct special_line *v;
	struct desk d;
	size_t n;

	if (!s)
		return desk_new(c, T_funds_special, cols, 6, 0, ret_d);
	TRY(special_lines(c, s, &v, &n));
	TRY(desk_new(c, T_funds_special, cols, 6, n + 1, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, score_text(c->arena, v[i].score));
		desk_num(&d, i, 2, v[i].pupils);
		desk_money(&d, i, 3, v[i].per_pupil);
		desk_money(&d, i, 4, v[i].rest);
		desk_money(&d, i, 5, v[i].amount);
	}
	desk_put(&d, n, 0, text(c->lang, T_funds_special_total));
	desk_money(&d, n, 5, s->total);
	*ret_d = d;
	return OK;
}

static enum err page_special_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct special s = {0};
	struct desk d;

	TRY(special_get(c, req_id(r, "special"), &s));
	TRY(shares_desk(c, &s, &d));
	return desk_sheet(&d, w, s.document);
}

/* Everybody's: the newest, or the year asked for, once it is proposed; NULL: none is. */
static enum err public_special(struct ctx *c, const struct req *r, const struct special **ret_s)
{
	static const struct public_in none = {0};
	const struct public_in *in = query_or(r, &none);
	struct special *s;
	size_t n;

	*ret_s = NULL;
	TRY(special_list(c, &s, &n));
	for (size_t i = 0; i < n && !*ret_s; i++) {
		bool shown = str_is(s[i].state, "proposed") || str_is(s[i].state, "approved");

		if (shown && (!in->year || in->year == s[i].year))
			*ret_s = &s[i];
	}
	return OK;
}

static enum err page_special_public(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_special v = {.export = page_link(c, r, S(PUBLIC "/export.xlsx"))};
	const struct special *s;

	v.export_csv = listing_csv(c->arena, v.export);
	TRY(public_special(c, r, &s));
	if (s)
		TRY(lines_view(c, s, &v));
	return reply_page(c, w, LAYOUT_BARE, T_funds_special, RENDER(render_special), &v);
}

static enum err page_special_public_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct special *s;
	struct desk d;

	TRY(public_special(c, r, &s));
	TRY(shares_desk(c, s, &d));
	return desk_sheet(&d, w, s ? s->document : STR_NONE);
}

/* --- acts ------------------------------------------------------------------------------------- */

static enum err turn(struct ctx *c, struct req *r, struct reply *w, const struct verb *verb)
{
	struct special_turn a = {req_id(r, "special")};

	return form_verb(c, r, w, verb, &a, path_of(c, a.special), T_people_saved);
}

static enum err page_special_close(struct ctx *c, struct req *r, struct reply *w)
{
	return turn(c, r, w, &special_close_verb);
}

static enum err page_special_propose(struct ctx *c, struct req *r, struct reply *w)
{
	return turn(c, r, w, &special_propose_verb);
}

static enum err page_special_reopen(struct ctx *c, struct req *r, struct reply *w)
{
	return turn(c, r, w, &special_reopen_verb);
}

static enum err page_special_score(struct ctx *c, struct req *r, struct reply *w)
{
	const struct score_in *in = req_input(r);
	struct special_score_put a = {req_id(r, "special"), in->county, in->score, in->pupils};

	return form_verb(c, r, w, &special_score_verb, &a, path_of(c, a.special), T_people_saved);
}

static enum err page_special_decide(struct ctx *c, struct req *r, struct reply *w)
{
	const struct decide_in *in = req_input(r);
	struct special_decide a = {req_id(r, "special"), str_is(in->word, "approved"), in->reason};

	return form_verb(c, r, w, &special_decide_verb, &a, path_of(c, a.special), T_people_saved);
}

static enum err page_special_object(struct ctx *c, struct req *r, struct reply *w)
{
	const struct object_in *in = req_input(r);
	struct special_object a = {req_id(r, "special"), in->said};

	return form_verb(c, r, w, &special_object_verb, &a, path_of(c, a.special), T_people_saved);
}

static enum err page_special_answer(struct ctx *c, struct req *r, struct reply *w)
{
	const struct answer_in *in = req_input(r);
	struct special_answer a = {in->objection, in->answer};

	return form_verb(c, r, w, &special_answer_verb, &a, path_of(c, req_id(r, "special")),
	                 T_people_saved);
}

/* --- API -------------------------------------------------------------------------------------- */

static const struct ans_field SHARE_TELLS[] = {
	{.name = "county", .type = ANS_ID},         {.name = "name", .type = ANS_STR},
	{.name = "score", .type = ANS_STR},         {.name = "participants", .type = ANS_I64},
	{.name = "per_pupil_fen", .type = ANS_I64}, {.name = "rest_fen", .type = ANS_I64},
	{.name = "amount_fen", .type = ANS_I64},
};
static const struct answer share_told = ANSWER("SpecialFundShare", SHARE_TELLS);
static const struct ans_field SPECIAL_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "year", .type = ANS_I64},
	{.name = "state", .type = ANS_STR},
	{.name = "formula", .type = ANS_STR},
	{.name = "document", .type = ANS_STR},
	{.name = "total_fen", .type = ANS_I64},
	{.name = "shares", .type = ANS_LIST, .of = &share_told},
};
static const struct answer special_item = ANSWER("SpecialFund", SPECIAL_TELLS);
static const struct ans_field SPECIALS_TELLS[] = {ANS_ITEMS(special_item)};
static const struct answer specials_told = ANSWER("SpecialFunds", SPECIALS_TELLS);

static enum err put_special(struct ctx *c, struct json *j, const struct special *s)
{
	struct special_line *v;
	size_t n;

	TRY(special_lines(c, s, &v, &n));
	json_open(j, '{');
	json_kv_id(j, "id", s->id);
	json_kv_i64(j, "year", s->year);
	json_kv_str(j, "state", s->state);
	json_kv_str(j, "formula", s->formula);
	json_kv_str(j, "document", s->document);
	json_kv_i64(j, "total_fen", s->total.fen);
	json_key(j, "shares");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "county", v[i].county.v);
		json_kv_str(j, "name", v[i].name);
		json_kv_str(j, "score", score_text(c->arena, v[i].score));
		json_kv_i64(j, "participants", v[i].pupils);
		json_kv_i64(j, "per_pupil_fen", v[i].per_pupil.fen);
		json_kv_i64(j, "rest_fen", v[i].rest.fen);
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

/* Public, as the page is: what is proposed or approved, with the shares of all. */
static enum err api_specials(struct ctx *c, struct req *r, struct reply *w)
{
	struct special *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(special_list(c, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		TRY(put_special(c, j, &v[i]));
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

#define CITY    ROLES_CITY_MONEY
#define OFFICE  ROLE_BIT(ROLE_CITY)
#define COUNTY  ROLES_COUNTY_MONEY
#define READERS (CITY | COUNTY)
#define BOTH    (SCOPE_CITY | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, HERE, READERS, BOTH, page_specials, .summary = "The city's special fund by year",
         .nav = T_funds_special, .menu = MENU(BOOKS, 26)},
	{M_POST, HERE, CITY, SCOPE_CITY, page_special_open, .input = &open_in,
         .again = page_specials, .summary = "Provide a year's fund"},
	{M_GET, HERE "/export.{format}", READERS, BOTH, page_specials_sheet,
         .summary = "The years as a workbook or text"},
	{M_GET, HERE "/{special}", READERS, BOTH, page_special,
         .summary = "Scores, shares, what a point would move, objections"},
	{M_GET, HERE "/{special}/export.{format}", READERS, BOTH, page_special_sheet,
         .summary = "The shares as a workbook or text"},
	{M_POST, HERE "/{special}/scores", OFFICE, SCOPE_CITY, page_special_score,
         .input = &score_in, .again = page_special, .summary = "Enter a county's score"},
	{M_POST, HERE "/{special}/close", OFFICE, SCOPE_CITY, page_special_close,
         .again = page_special, .summary = "Close the evaluation"},
	{M_POST, HERE "/{special}/reopen", OFFICE, SCOPE_CITY, page_special_reopen,
         .again = page_special, .summary = "Open the scores again"},
	{M_POST, HERE "/{special}/propose", OFFICE, SCOPE_CITY, page_special_propose,
         .again = page_special, .summary = "Propose the shares"},
	{M_POST, HERE "/{special}/decision", CITY, SCOPE_CITY, page_special_decide,
         .input = &decide_in, .again = page_special,
         .summary = "Approve the shares, or return them with a reason"},
	{M_POST, HERE "/{special}/objections", COUNTY, SCOPE_COUNTY, page_special_object,
         .input = &object_in, .again = page_special, .summary = "Object"},
	{M_POST, HERE "/{special}/answers", OFFICE, SCOPE_CITY, page_special_answer,
         .input = &answer_in, .again = page_special, .summary = "Answer an objection"},
	{M_GET, PUBLIC, ROLES_PUBLIC, SCOPE_PUBLIC, page_special_public, .query = &public_in,
         .summary = "The city's special fund for everybody, once its evaluation is closed"},
	{M_GET, PUBLIC "/export.{format}", ROLES_PUBLIC, SCOPE_PUBLIC, page_special_public_sheet,
         .query = &public_in, .summary = "Its shares as a workbook or text"},
	{M_GET, "/api/v1/special-funds", ROLES_PUBLIC, SCOPE_PUBLIC, api_specials,
         .summary = "The city's special fund by year, with every county's share",
         .answer = &specials_told},
};
const struct routes special_routes = ROUTES(ROUTES_V);

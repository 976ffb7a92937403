/* The case register of fee supervision (R41): the county opens and closes, the school answers. */
#include "oversight/fee_case.h"
#include "oversight/pages.h"
#include "people/pages.h"

#define HERE "/fee-cases"

static const char *const STATES[] = {"open", "closed", NULL};
static const struct in_field LIST_V[] = {
	LIST_FIELDS(struct cases_in),
	{.name = "state",
         .type = IN_CHOICE,
         .choices = STATES,
         .label = T_pay_state,
         .offset = offsetof(struct cases_in, state)},
};
const struct input fee_cases_query = {"FeeCasesQuery", sizeof(struct cases_in), LIST_V, 3, 0};
static const char *const WORDS[] = {"note", "corrected", "justified", "referred", NULL};
static const struct in_field NOTE_V[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .label = T_fee_case_word,
         .offset = offsetof(struct case_note_in, word)},
	{.name = "words",
         .type = IN_STR,
         .required = true,
         .max = 500,
         .label = T_fee_case_words,
         .offset = offsetof(struct case_note_in, words)},
};
const struct input fee_case_note_input = {"FeeCaseNote", sizeof(struct case_note_in), NOTE_V, 2, 0};

static enum text_id outcome_label(struct ctx *c, struct str outcome)
{
	return text_lookup_name(
		str_c(c->arena, str_printf(c->arena, "fee_case.%.*s", STR_FMT(outcome))));
}

static void case_row(struct desk *d, size_t i, const struct fee_case *k)
{
	struct ctx *c = d->c;
	bool row = k->bill.v != 0;

	desk_link(d, i, 0, str_printf(c->arena, "%lld", (long long)k->id),
	          str_printf(c->arena, HERE "/%lld", (long long)k->id));
	desk_put(d, i, 1, k->school_name);
	desk_put(d, i, 2, text(c->lang, row ? T_fee_case_query : T_fee_case_complaint));
	desk_put(d, i, 3, k->title);
	if (row) {
		if (actor_in(&c->actor, ROLES_SCHOOL_MONEY) && k->pupil.v)
			desk_link(d, i, 4, str_printf(c->arena, "%lld", (long long)k->bill.v),
			          str_printf(c->arena, "/school/pupils/%lld/pay",
			                     (long long)k->pupil.v));
		else
			desk_num(d, i, 4, k->bill.v);
		desk_money(d, i, 5, FEN(k->charged.fen - k->allowed.fen));
	}
	desk_put(d, i, 6, k->formula);
	desk_put(d, i, 7, k->clause);
	desk_put(d, i, 8, instant_words(c->arena, c->lang, k->at));
	if (str_is(k->state, "open"))
		desk_tag(d, i, 9, "warn", T_fee_case_open);
	else
		desk_tag(d, i, 9, "ok", outcome_label(c, k->outcome));
}

static enum err cases_desk(struct ctx *c, const struct fee_case *v, size_t n, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_fee_case_number, false}, {T_funds_school, false},    {T_fee_case_source, false},
		{T_why_offering, false},    {T_overcharge_bill, false}, {T_overcharge_over, true},
		{T_refund_formula, false},  {T_why_col_clause, false},  {T_fee_case_at, false},
		{T_pay_state, false}};
	struct desk d;

	TRY(desk_new(c, T_fee_case_title, cols, 10, n, &d));
	for (size_t i = 0; i < n; i++)
		case_row(&d, i, &v[i]);
	d.v.about = text(c->lang, T_fee_case_about);
	d.v.empty = (struct view_part_empty){.what = T_fee_case_none};
	*ret_d = d;
	return OK;
}

/* A complaint about a school, by whoever supervises it. */
static enum err complaint_form(struct desk *d, const struct req *r)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &fee_case_input, "school", "select", STR_NONE);
	f[0].optional = false;
	TRY(school_choices(c, T_fee_case_school_pick, &f[0]));
	f[1] = page_field(c, r, &fee_case_input, "words", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_fee_case_complaint_title;
	d->v.action = S(HERE);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_fee_case_open_do;
	return OK;
}

enum err page_fee_cases(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct cases_in none = {0};
	const struct cases_in *in = query_or(r, &none);
	struct desk_choice choice[] = {{S(""), text(c->lang, T_people_all)},
	                               {S("open"), text(c->lang, T_fee_case_open)},
	                               {S("closed"), text(c->lang, T_fee_case_closed)}};
	struct desk_slice slice = desk_slice(&in->list, false);
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct fee_case *v;
	struct desk d;
	int64_t total;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(fee_case_list(c, in->state, slice.most, slice.skip, &v, &n, &total));
	TRY(cases_desk(c, v, n, &d));
	*f = page_field(c, r, &fee_cases_query, "state", "select", STR_NONE);
	f->optional = false;
	desk_choices(c, f, choice, 3);
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S(HERE);
	d.v.errors = page_errors(c, r);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	if (actor_in(&c->actor, ROLES_COUNTY_MONEY))
		TRY(complaint_form(&d, r));
	desk_pager(&d, r, &in->list, total, n);
	return desk_page(&d, w);
}

enum err page_fee_cases_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct cases_in none = {0};
	const struct cases_in *in = query_or(r, &none);
	struct fee_case *v;
	struct desk d;
	int64_t total;
	size_t n;

	TRY(fee_case_list(c, in->state, 0, 0, &v, &n, &total));
	TRY(cases_desk(c, v, n, &d));
	return desk_sheet(&d, w, STR_NONE);
}

static enum err opened_path(struct ctx *c, void *arg, struct out *o)
{
	const struct fee_case_open *a = arg;

	out_put(o, str_printf(c->arena, HERE "/%lld", (long long)a->result));
	return OK;
}

enum err page_fee_case_open(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, opened_path);
	struct fee_case_open a;
	struct str path;
	bool replayed;

	TRY(case_opening(c, req_input(r), &a));
	TRY(store_write_once(c, &fee_case_open_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, T_people_saved);
}

/* --- one ---------------------------------------------------------------------------------------
 */

static struct str case_facts(struct ctx *c, const struct fee_case *k)
{
	struct str v[4] = {k->school_name, k->title, k->formula, k->clause}, said[4];
	size_t n = 0;

	for (size_t i = 0; i < 4; i++)
		if (str_some(v[i]))
			said[n++] = v[i];
	return str_join(c->arena, said, n, S(" · "));
}

static enum err note_form(struct desk *d, const struct req *r)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct desk_choice choice[4];
	size_t n = actor_in(&c->actor, ROLES_COUNTY_MONEY) ? 4 : 1;

	if (!f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){str_of(WORDS[i]),
		                                 text(c->lang, outcome_label(c, str_of(WORDS[i])))};
	f[0] = page_field(c, r, &fee_case_note_input, "word", "radio", S("note"));
	desk_choices(c, &f[0], choice, n);
	f[1] = page_field(c, r, &fee_case_note_input, "words", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_fee_case_word;
	d->v.action = d->v.path;
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_ui_save;
	return OK;
}

enum err page_fee_case(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct desk_col cols[] = {
		{T_fee_case_at, false}, {T_fee_case_by, false}, {T_fee_case_words, false}};
	static const struct list_query all = {0};
	struct fee_case_said *v;
	struct fee_case k;
	struct desk d;
	size_t n;

	TRY(fee_case_get(c, req_id(r, "fee_case"), &k));
	TRY(fee_case_notes(c, k.id, &v, &n));
	TRY(desk_new(c, T_fee_case_one, cols, 3, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, instant_words(c->arena, c->lang, v[i].at));
		desk_put(&d, i, 1, v[i].by);
		desk_put(&d, i, 2, v[i].words);
	}
	d.v.name = text(c->lang,
	                str_is(k.state, "open") ? T_fee_case_open : outcome_label(c, k.outcome));
	d.v.about = case_facts(c, &k);
	d.v.path = str_printf(c->arena, HERE "/%lld", (long long)k.id);
	d.v.errors = page_errors(c, r);
	if (str_is(k.state, "open"))
		TRY(note_form(&d, r));
	desk_pager(&d, r, &all, (int64_t)n, n);
	reply_back(w, S(HERE));
	return desk_page(&d, w);
}

/* Both arguments begin with the id, which is all the answer reads. */
static const struct verb *noted(struct req *r, struct fee_case_note *note,
                                struct fee_case_close *end, void **ret_arg)
{
	const struct case_note_in *in = req_input(r);

	*note = (struct fee_case_note){req_id(r, "fee_case"), in->words};
	*end = (struct fee_case_close){note->id, in->word, in->words};
	*ret_arg = str_is(in->word, "note") ? (void *)note : (void *)end;
	return str_is(in->word, "note") ? &fee_case_note_verb : &fee_case_close_verb;
}

enum err page_fee_case_note(struct ctx *c, struct req *r, struct reply *w)
{
	struct fee_case_note note;
	struct fee_case_close end;
	void *arg;
	const struct verb *v = noted(r, &note, &end, &arg);

	return form_verb(c, r, w, v, arg, str_printf(c->arena, HERE "/%lld", (long long)note.id),
	                 T_people_saved);
}

/* --- for programs ------------------------------------------------------------------------------
 */

static const struct ans_field NOTE_TELLS[] = {
	{.name = "at", .type = ANS_INSTANT},
	{.name = "by", .type = ANS_STR},
	{.name = "words", .type = ANS_STR},
};
static const struct answer note_told = ANSWER("FeeCaseSaid", NOTE_TELLS);
static const struct ans_field CASE_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID},
	{.name = "source", .type = ANS_STR},
	{.name = "bill", .type = ANS_ID, .null = true},
	{.name = "item", .type = ANS_STR},
	{.name = "charged_fen", .type = ANS_I64},
	{.name = "allowed_fen", .type = ANS_I64},
	{.name = "formula", .type = ANS_STR},
	{.name = "clause", .type = ANS_STR},
	{.name = "document", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "outcome", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "notes", .type = ANS_LIST, .of = &note_told},
};
const struct answer fee_case_told = ANSWER("FeeCase", CASE_TELLS);
static const struct ans_field CASES_TELLS[] = {ANS_ITEMS(fee_case_told)};
const struct answer fee_cases_told = ANSWER("FeeCases", CASES_TELLS);

static enum err case_json(struct ctx *c, struct json *j, const struct fee_case *k)
{
	struct fee_case_said *v;
	size_t n;

	TRY(fee_case_notes(c, k->id, &v, &n));
	json_open(j, '{');
	json_kv_id(j, "id", k->id);
	json_kv_id(j, "school", k->school.v);
	json_kv_str(j, "source", k->source);
	json_kv_id(j, "bill", k->bill.v);
	json_kv_str(j, "item", k->item);
	json_kv_i64(j, "charged_fen", k->charged.fen);
	json_kv_i64(j, "allowed_fen", k->allowed.fen);
	json_kv_str(j, "formula", k->formula);
	json_kv_str(j, "clause", k->clause);
	json_kv_str(j, "document", k->document);
	json_kv_str(j, "state", k->state);
	json_kv_str(j, "outcome", k->outcome);
	json_kv_str(j, "at", instant_text(c->arena, k->at));
	json_key(j, "notes");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		json_kv_str(j, "by", v[i].by);
		json_kv_str(j, "words", v[i].words);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

enum err api_fee_cases(struct ctx *c, struct req *r, struct reply *w)
{
	const struct cases_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct fee_case *v;
	struct json *j;
	int64_t total;
	size_t n;

	TRY(fee_case_list(c, in->state, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		TRY(case_json(c, j, &v[i]));
	json_close(j, ']');
	list_next(j, &in->list, n, slice.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

enum err api_fee_case(struct ctx *c, struct req *r, struct reply *w)
{
	struct fee_case k;

	TRY(fee_case_get(c, req_id(r, "fee_case"), &k));
	return case_json(c, reply_json(c, w, 200), &k);
}

static enum err told(struct ctx *c, int64_t id, struct out *o)
{
	struct fee_case k;
	struct json j;

	TRY(fee_case_get(c, id, &k));
	json_init(&j, o);
	return case_json(c, &j, &k);
}

static enum err opened_told(struct ctx *c, void *arg, struct out *o)
{
	return told(c, ((const struct fee_case_open *)arg)->result, o);
}

static enum err noted_told(struct ctx *c, void *arg, struct out *o)
{
	return told(c, *(const int64_t *)arg, o);
}

enum err api_fee_case_open(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, opened_told);
	struct fee_case_open a;
	struct str answer;
	bool replayed;

	TRY(case_opening(c, req_input(r), &a));
	TRY(store_write_once(c, &fee_case_open_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_fee_case_note(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, noted_told);
	struct fee_case_note note;
	struct fee_case_close end;
	struct str answer;
	bool replayed;
	void *arg;
	const struct verb *v = noted(r, &note, &end, &arg);

	TRY(store_write_once(c, v, arg, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

/* Fiscal e-receipts: the file for the issuing platform, and what it returned. */
#include "payments/case.h"
#include "payments/fiscal.h"
#include "payments/receipt.sql.h"
#include "term/term_filter.h"

#define HERE "/school/fiscal"

enum { FILE_MOST = 8 << 20 };

static const struct in_field FILE_FIELDS[] = {
	{.name = "file",
         .type = IN_FILE,
         .required = true,
         .label = T_fiscal_file,
         .offset = offsetof(struct fiscal_in, file)},
};
const struct input fiscal_input = {"FiscalAnswers", sizeof(struct fiscal_in), FILE_FIELDS, 1,
                                   FILE_MOST + 65536};

/* --- out ---------------------------------------------------------------------------------------
 */

static void line_row(struct desk *d, size_t i, const struct fiscal_line *l)
{
	struct ctx *c = d->c;

	desk_put(d, i, 0, l->number);
	desk_put(d, i, 1, text(c->lang, l->back ? T_fiscal_back : T_fiscal_issue));
	desk_put(d, i, 2, date_text(c->arena, l->day));
	desk_put(d, i, 3, l->payer);
	desk_put(d, i, 4, text(c->lang, T_fiscal_item));
	desk_money(d, i, 5, l->amount);
	desk_put(d, i, 6, l->of_code);
	desk_put(d, i, 7, l->of_number);
}

static enum err term_of(struct ctx *c, const struct req *r, struct term *ret_t)
{
	static const struct papers_in none = {0};
	const struct papers_in *in = query_or(r, &none);

	return desk_term_listed(c, in->term, q_receipts_newest, ret_t);
}

static enum err fiscal_desk(struct ctx *c, term_id term, const struct list_query *q, bool all,
                            struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_fiscal_out_number, false},  {T_fiscal_out_kind, false},
		{T_fiscal_out_day, false},     {T_fiscal_out_payer, false},
		{T_fiscal_out_item, false},    {T_pay_amount, true},
		{T_fiscal_out_of_code, false}, {T_fiscal_out_of_number, false}};
	struct desk_slice slice = desk_slice(q, all);
	struct fiscal_line *v;
	struct desk d;
	size_t skip, n;

	TRY(fiscal_lines(c, c->actor.school, term, &v, &n));
	*ret_total = (int64_t)n;
	skip = (size_t)slice.skip < n ? (size_t)slice.skip : n;
	n -= skip;
	if (slice.most > 0 && n > (size_t)slice.most)
		n = (size_t)slice.most;
	TRY(desk_new(c, T_fiscal_title, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++)
		line_row(&d, i, &v[skip + i]);
	d.v.about = text(c->lang, T_fiscal_about);
	d.v.empty.what = T_fiscal_none;
	*ret_d = d;
	return OK;
}

static enum err upload_form(struct desk *d, const struct req *r)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW(c->arena, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	*f = page_field(c, r, &fiscal_input, "file", "file", STR_NONE);
	f->hint = text(c->lang, T_fiscal_file_hint);
	d->v.has_form = true;
	d->v.upload = true;
	d->v.form_title = T_fiscal_take;
	d->v.action = S(HERE);
	d->v.field = f;
	d->v.field_n = 1;
	d->v.submit = T_fiscal_take_do;
	return OK;
}

enum err page_fiscal(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct papers_in none = {0};
	const struct papers_in *in = query_or(r, &none);
	struct term t = {.name = STR_NONE};
	struct desk d;
	int64_t total;

	TRY(term_of(c, r, &t));
	TRY(fiscal_desk(c, t.id, &in->list, false, &d, &total));
	TRY(papers_part(&d, r, &papers_query, t.id, HERE, 0));
	TRY(upload_form(&d, r));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

/* Marks what leaves, some at a time; a second file still has them until the platform has answered.
 */
static enum err handed_over(struct ctx *c, term_id term)
{
	struct fiscal_export a = {.term = term, .left = true};

	while (a.left)
		TRY(store_write(c, &fiscal_export_verb, &a));
	return OK;
}

static enum err fiscal_file(struct ctx *c, struct req *r, struct desk *ret_d, struct str *ret_mark)
{
	static const struct list_query whole = {0};
	const struct out_in *in = req_input(r);
	struct desk_taken taken = {"fiscal_exported", "school", c->actor.school.v, in->reason};
	struct term t = {.name = STR_NONE};
	int64_t total;
	enum err e;

	TRY(store_read_begin(c));
	e = term_of(c, r, &t);
	store_read_end(c);
	TRY(e);
	TRY(desk_take(c, &taken, ret_mark));
	TRY(handed_over(c, t.id));
	TRY(store_read_begin(c));
	e = fiscal_desk(c, t.id, &whole, true, ret_d, &total);
	store_read_end(c);
	return e;
}

/* The platform reads it, so no mark of ours stands on top: who took it is in the audit record. */
enum err page_fiscal_xlsx(struct ctx *c, struct req *r, struct reply *w)
{
	struct str mark;
	struct desk d;

	TRY(fiscal_file(c, r, &d, &mark));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- back --------------------------------------------------------------------------------------
 */

static enum err problems_page(struct ctx *c, const struct import_summary *s, struct reply *w)
{
	static const struct desk_col cols[] = {{T_fiscal_row, true},
	                                       {T_fiscal_column, false},
	                                       {T_fiscal_value, false},
	                                       {T_fiscal_what, false},
	                                       {T_fiscal_mend, false}};
	struct str said[3] = {
		str_printf(c->arena, "%lld", (long long)s->done),
		str_printf(c->arena, "%lld", (long long)s->same),
		str_printf(c->arena, "%lld", (long long)s->bad + (long long)s->failed)};
	struct desk d;

	TRY(desk_new(c, T_fiscal_take, cols, 5, s->problem_n, &d));
	for (size_t i = 0; i < s->problem_n; i++) {
		const struct import_found *p = &s->problem[i];

		desk_num(&d, i, 0, p->number);
		desk_put(&d, i, 1, p->column.p ? p->column : S(""));
		desk_put(&d, i, 2, p->value.p ? p->value : S(""));
		desk_put(&d, i, 3, p->what);
		desk_put(&d, i, 4, p->mend);
	}
	d.v.about = text_fill(c->arena, c->lang, T_fiscal_taken, said, 3);
	d.v.create = S("");
	d.v.pager.total = (int64_t)s->problem_n;
	d.v.pager.from = s->problem_n > 0;
	d.v.pager.to = (int64_t)s->problem_n;
	reply_back(w, S(HERE));
	return desk_page(&d, w);
}

enum err page_fiscal_take(struct ctx *c, struct req *r, struct reply *w)
{
	const struct fiscal_in *in = req_input(r);
	struct import_summary s;

	TRY(fiscal_take(c, in->file.name, in->file.bytes, &s));
	return s.problem_n == 0 ? reply_see(c, w, S(HERE), T_fiscal_taken_flash)
	                        : problems_page(c, &s, w);
}

/* --- for programs ------------------------------------------------------------------------------
 */

static const struct ans_field LINE_TELLS[] = {
	{.name = "number", .type = ANS_STR},  {.name = "back", .type = ANS_BOOL},
	{.name = "day", .type = ANS_DATE},    {.name = "amount_fen", .type = ANS_I64},
	{.name = "of_code", .type = ANS_STR}, {.name = "of_number", .type = ANS_STR},
};
static const struct answer line_told = ANSWER("FiscalLine", LINE_TELLS);
static const struct ans_field LINES_TELLS[] = {ANS_ITEMS(line_told)};
const struct answer fiscal_told = ANSWER("FiscalLines", LINES_TELLS);
static const struct ans_field PROBLEM_TELLS[] = {
	{.name = "row", .type = ANS_I64},    {.name = "code", .type = ANS_STR},
	{.name = "column", .type = ANS_STR}, {.name = "value", .type = ANS_STR},
	{.name = "title", .type = ANS_STR},
};
static const struct answer problem_told = ANSWER("FiscalProblem", PROBLEM_TELLS);
static const struct ans_field TAKEN_TELLS[] = {
	{.name = "taken", .type = ANS_I64},
	{.name = "same", .type = ANS_I64},
	{.name = "bad", .type = ANS_I64},
	{.name = "problems", .type = ANS_LIST, .of = &problem_told},
};
const struct answer fiscal_taken_told = ANSWER("FiscalTaken", TAKEN_TELLS);

enum err api_fiscal(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_term_in *in = req_query(r);
	struct fiscal_line *v;
	struct json *j;
	size_t n;

	TRY(fiscal_lines(c, c->actor.school, in->term, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "number", v[i].number);
		json_kv_bool(j, "back", v[i].back);
		json_kv_str(j, "day", date_text(c->arena, v[i].day));
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_kv_str(j, "of_code", v[i].of_code);
		json_kv_str(j, "of_number", v[i].of_number);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

enum err api_fiscal_take(struct ctx *c, struct req *r, struct reply *w)
{
	const struct fiscal_in *in = req_input(r);
	struct import_summary s;
	struct json *j;

	TRY(fiscal_take(c, in->file.name, in->file.bytes, &s));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_i64(j, "taken", s.done);
	json_kv_i64(j, "same", s.same);
	json_kv_i64(j, "bad", s.bad + s.failed);
	json_key(j, "problems");
	json_open(j, '[');
	for (size_t i = 0; i < s.problem_n; i++) {
		json_open(j, '{');
		json_kv_i64(j, "row", s.problem[i].number);
		json_kv_str(j, "code", str_of(s.problem[i].code));
		json_kv_str(j, "column", s.problem[i].column.p ? s.problem[i].column : S(""));
		json_kv_str(j, "value", s.problem[i].value.p ? s.problem[i].value : S(""));
		json_kv_str(j, "title", s.problem[i].what);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

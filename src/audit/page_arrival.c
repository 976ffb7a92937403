/* Bank and clearing, seen: what came and was booked, where each school's money stands, and what of
 * the bank's statements is booked nowhere. */
#include "audit/arrival.h"
#include "audit/pages.h"
#include "people/desk.h"

#define ARRIVALS "/bank/arrivals"
#define STAND    "/bank/stand"
#define OPEN     "/bank/open"

static const char *const STATES[] = {"stands", "undone", NULL};
static const struct in_field LIST_V[] = {
	LIST_FIELDS(struct arrivals_in),
	{.name = "state",
         .type = IN_CHOICE,
         .choices = STATES,
         .words = "arrivals.",
         .label = T_arrivals_state,
         .offset = offsetof(struct arrivals_in, state)},
};
const struct input arrivals_query = {"ArrivalsQuery", sizeof(struct arrivals_in), LIST_V, 3, 0};

struct str arrival_channel(struct ctx *c, struct str channel)
{
	return text(c->lang, str_is(channel, "wechat")   ? T_pay_channel_wechat
	                     : str_is(channel, "alipay") ? T_pay_channel_alipay
	                                                 : T_pay_channel_counter);
}

struct str arrival_bearer(struct ctx *c, struct str bearer)
{
	return text(c->lang,
	            str_is(bearer, "county") ? T_arrivals_by_county : T_arrivals_by_school);
}

static struct str of_entry(struct ctx *c, int64_t entry)
{
	return str_printf(c->arena, "%s/ledger/entries/%lld",
	                  c->actor.school.v ? "/school" : "/county", (long long)entry);
}

/* --- what came -------------------------------------------------------------------------------- */

static struct str days_words(struct ctx *c, const struct arrival_row *a)
{
	struct str first = date_text(c->arena, a->first);

	return a->first.day == a->last.day ? first
	                                   : str_printf(c->arena, "%.*s – %.*s", STR_FMT(first),
	                                                STR_FMT(date_text(c->arena, a->last)));
}

static void arrival_cells(struct ctx *c, struct desk *d, size_t i, const struct arrival_row *a)
{
	desk_link(d, i, 0, date_text(c->arena, a->came), of_entry(c, a->id));
	desk_put(d, i, 1, a->school_name);
	desk_put(d, i, 2, arrival_channel(c, a->channel));
	desk_put(d, i, 3, days_words(c, a));
	desk_money(d, i, 4, a->gross);
	desk_money(d, i, 5, a->odd);
	desk_money(d, i, 6, a->fee);
	desk_put(d, i, 7, a->fee.fen ? arrival_bearer(c, a->bearer) : S(""));
	desk_money(d, i, 8, FEN(a->gross.fen + a->odd.fen - a->fee.fen));
	if (a->undone)
		desk_link(d, i, 9, text(c->lang, T_arrivals_undone), of_entry(c, a->undone));
	else
		desk_put(d, i, 9, text(c->lang, a->agreed ? T_arrivals_stands : T_arrivals_said));
}

static enum err arrivals_desk(struct ctx *c, const struct arrivals_in *in, bool all,
                              struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_arrivals_came, false},       {T_bank_school, false},
		{T_differences_channel, false}, {T_arrivals_days, false},
		{T_arrivals_gross, true},       {T_arrivals_odd, true},
		{T_arrivals_fee, true},         {T_arrivals_bearer, false},
		{T_arrivals_net, true},         {T_arrivals_state, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct arrival_filter f = {str_is(in->state, "undone"), slice.most, slice.skip};
	struct arrival_sums sums;
	struct arrival_row *v;
	size_t n;

	TRY(arrival_list(c, &f, &v, &n, &sums));
	TRY(desk_new(c, T_arrivals_title, cols, 10, n + (n > 0), ret_d));
	for (size_t i = 0; i < n; i++)
		arrival_cells(c, ret_d, i, &v[i]);
	if (n > 0) {
		desk_sum(ret_d, n);
		desk_put(ret_d, n, 0, text(c->lang, T_enrol_sum));
		desk_money(ret_d, n, 4, sums.gross);
		desk_money(ret_d, n, 5, sums.odd);
		desk_money(ret_d, n, 6, sums.fee);
		desk_money(ret_d, n, 8, FEN(sums.gross.fen + sums.odd.fen - sums.fee.fen));
	}
	ret_d->v.empty = (struct view_part_empty){T_arrivals_none, STR_NONE, TEXT_NONE};
	*ret_total = sums.rows;
	return OK;
}

static const struct arrivals_in FIRST = {0};

enum err page_arrivals(struct ctx *c, struct req *r, struct reply *w)
{
	const struct arrivals_in *in = query_or(r, &FIRST);
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct desk_choice choice[] = {{S("stands"), text(c->lang, T_arrivals_stands)},
	                               {S("undone"), text(c->lang, T_arrivals_undone)}};
	struct desk d;
	int64_t total;

	if (!f)
		return fault_broken(c, "arena");
	TRY(arrivals_desk(c, in, false, &d, &total));
	*f = page_field(c, r, &arrivals_query, "state", "select", S("stands"));
	f->optional = false;
	desk_choices(c, f, choice, 2);
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S(ARRIVALS);
	d.v.about = text(c->lang, T_arrivals_about);
	desk_export(&d, page_link(c, r, S(ARRIVALS "/export.xlsx")));
	desk_pager(&d, r, &in->list, total, d.v.row_n - (d.v.row_n > 0));
	return desk_page(&d, w);
}

enum err page_arrivals_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(arrivals_desk(c, query_or(r, &FIRST), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- where it stands -------------------------------------------------------------------------- */

static void stand_cells(struct desk *d, size_t i, const struct bank_stand *s)
{
	const struct money v[] = {s->wechat, s->alipay, s->counter, s->bank,
	                          s->odd,    s->fee,    s->fee_due};

	for (size_t k = 0; k < sizeof v / sizeof v[0]; k++)
		desk_money(d, i, k + 1, v[k]);
}

static enum err stands_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_bank_school, false},     {T_arrivals_wechat, true}, {T_arrivals_alipay, true},
		{T_arrivals_counter, true}, {T_arrivals_bank, true},   {T_arrivals_odd, true},
		{T_arrivals_fee, true},     {T_arrivals_fee_due, true}};
	struct bank_stand *v, all = {0};
	size_t n;

	TRY(bank_stands(c, &v, &n));
	TRY(desk_new(c, T_arrivals_stand_title, cols, 8, n + (n > 1), ret_d));
	for (size_t i = 0; i < n; i++) {
		desk_put(ret_d, i, 0, v[i].school_name);
		stand_cells(ret_d, i, &v[i]);
		all.wechat.fen += v[i].wechat.fen;
		all.alipay.fen += v[i].alipay.fen;
		all.counter.fen += v[i].counter.fen;
		all.bank.fen += v[i].bank.fen;
		all.odd.fen += v[i].odd.fen;
		all.fee.fen += v[i].fee.fen;
		all.fee_due.fen += v[i].fee_due.fen;
	}
	if (n > 1) {
		desk_sum(ret_d, n);
		desk_put(ret_d, n, 0, text(c->lang, T_enrol_sum));
		stand_cells(ret_d, n, &all);
	}
	ret_d->v.empty = (struct view_part_empty){T_arrivals_stand_none, STR_NONE, TEXT_NONE};
	return OK;
}

enum err page_bank_stands(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct bank_open_sums open;
	struct bank_open *line;
	struct desk d;
	size_t n;

	TRY(stands_desk(c, &d));
	TRY(bank_open_list(c, 1, 0, &line, &n, &open));
	struct str args[] = {str_printf(c->arena, "%lld", (long long)open.rows),
	                     money_text(c->arena, open.in), money_text(c->arena, open.out)};

	d.v.about = text_fill(c->arena, c->lang, T_arrivals_stand_about, args, 3);
	d.v.path = S(STAND);
	desk_export(&d, S(STAND "/export.xlsx"));
	desk_pager(&d, r, &all, (int64_t)d.v.row_n, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_bank_stands_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(stands_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- what is booked nowhere ------------------------------------------------------------------- */

static enum err open_desk(struct ctx *c, const struct list_query *q, bool all, struct desk *ret_d,
                          int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_arrivals_day, false},    {T_bank_school, false},
		{T_bank_account, false},    {T_arrivals_amount, true},
		{T_arrivals_serial, false}, {T_arrivals_counterparty, false},
		{T_arrivals_summary, false}};
	struct desk_slice slice = desk_slice(q, all);
	struct bank_open_sums sums;
	struct bank_open *v;
	size_t n;

	TRY(bank_open_list(c, slice.most, slice.skip, &v, &n, &sums));
	TRY(desk_new(c, T_arrivals_open_title, cols, 7, n, ret_d));
	for (size_t i = 0; i < n; i++) {
		desk_put(ret_d, i, 0, date_text(c->arena, v[i].day));
		desk_put(ret_d, i, 1,
		         str_some(v[i].school_name) ? v[i].school_name
		                                    : text(c->lang, T_bank_of_county));
		desk_put(ret_d, i, 2, str_printf(c->arena, "****%.*s", STR_FMT(v[i].tail)));
		desk_money(ret_d, i, 3, v[i].amount);
		desk_put(ret_d, i, 4, v[i].serial);
		desk_put(ret_d, i, 5, v[i].counterparty);
		desk_put(ret_d, i, 6, v[i].summary);
	}
	ret_d->v.empty = (struct view_part_empty){T_arrivals_open_none, STR_NONE, TEXT_NONE};
	*ret_total = sums.rows;
	return OK;
}

static const struct list_query BEGINNING = {0};

enum err page_bank_open(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_query *q = query_or(r, &BEGINNING);
	struct desk d;
	int64_t total;

	TRY(open_desk(c, q, false, &d, &total));
	d.v.about = text(c->lang, T_arrivals_open_about);
	d.v.path = S(OPEN);
	desk_export(&d, S(OPEN "/export.xlsx"));
	desk_pager(&d, r, q, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_bank_open_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(open_desk(c, query_or(r, &BEGINNING), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field ARRIVAL_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "arrival", .type = ANS_ID},
	{.name = "school", .type = ANS_ID},
	{.name = "channel", .type = ANS_STR},
	{.name = "first_day", .type = ANS_DATE},
	{.name = "last_day", .type = ANS_DATE},
	{.name = "came", .type = ANS_DATE},
	{.name = "gross_fen", .type = ANS_I64},
	{.name = "unexplained_fen", .type = ANS_I64},
	{.name = "fee_fen", .type = ANS_I64},
	{.name = "fee_bearer", .type = ANS_STR},
	{.name = "taken_back_by", .type = ANS_ID, .null = true},
};
static const struct answer arrival_told = ANSWER("Arrival", ARRIVAL_TELLS);
static const struct ans_field ARRIVALS_TELLS[] = {ANS_ITEMS(arrival_told)};
const struct answer arrivals_told = ANSWER("ArrivalList", ARRIVALS_TELLS);

static void arrival_json(struct ctx *c, struct json *j, const struct arrival_row *a)
{
	json_open(j, '{');
	json_kv_id(j, "id", a->id);
	json_kv_id(j, "arrival", a->arrival);
	json_kv_id(j, "school", a->school.v);
	json_kv_str(j, "channel", a->channel);
	json_kv_str(j, "first_day", date_text(c->arena, a->first));
	json_kv_str(j, "last_day", date_text(c->arena, a->last));
	json_kv_str(j, "came", date_text(c->arena, a->came));
	json_kv_i64(j, "gross_fen", a->gross.fen);
	json_kv_i64(j, "unexplained_fen", a->odd.fen);
	json_kv_i64(j, "fee_fen", a->fee.fen);
	json_kv_str(j, "fee_bearer", a->bearer);
	json_kv_id(j, "taken_back_by", a->undone);
	json_close(j, '}');
}

static struct json *items_begin(struct ctx *c, struct reply *w)
{
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	return j;
}

static enum err items_end(struct json *j, const struct list_query *q, size_t n, int64_t next)
{
	json_close(j, ']');
	list_next(j, q, n, next);
	json_close(j, '}');
	return OK;
}

enum err api_arrivals(struct ctx *c, struct req *r, struct reply *w)
{
	const struct arrivals_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct arrival_filter f = {str_is(in->state, "undone"), slice.most, slice.skip};
	struct arrival_sums sums;
	struct arrival_row *v;
	struct json *j;
	size_t n;

	TRY(arrival_list(c, &f, &v, &n, &sums));
	j = items_begin(c, w);
	for (size_t i = 0; i < n; i++)
		arrival_json(c, j, &v[i]);
	return items_end(j, &in->list, n, slice.skip + (int64_t)n);
}

static const struct ans_field STAND_TELLS[] = {
	{.name = "school", .type = ANS_ID},
	{.name = "clearing_wechat_fen", .type = ANS_I64},
	{.name = "clearing_alipay_fen", .type = ANS_I64},
	{.name = "clearing_counter_fen", .type = ANS_I64},
	{.name = "bank_fen", .type = ANS_I64},
	{.name = "unexplained_fen", .type = ANS_I64},
	{.name = "fee_fen", .type = ANS_I64},
	{.name = "fee_due_fen", .type = ANS_I64},
};
static const struct answer stand_told = ANSWER("BankStand", STAND_TELLS);
static const struct ans_field STANDS_TELLS[] = {ANS_ITEMS(stand_told)};
const struct answer bank_stands_told = ANSWER("BankStandList", STANDS_TELLS);

enum err api_bank_stands(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_stand *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(bank_stands(c, &v, &n));
	j = items_begin(c, w);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "school", v[i].school.v);
		json_kv_i64(j, "clearing_wechat_fen", v[i].wechat.fen);
		json_kv_i64(j, "clearing_alipay_fen", v[i].alipay.fen);
		json_kv_i64(j, "clearing_counter_fen", v[i].counter.fen);
		json_kv_i64(j, "bank_fen", v[i].bank.fen);
		json_kv_i64(j, "unexplained_fen", v[i].odd.fen);
		json_kv_i64(j, "fee_fen", v[i].fee.fen);
		json_kv_i64(j, "fee_due_fen", v[i].fee_due.fen);
		json_close(j, '}');
	}
	return items_end(j, &BEGINNING, n, (int64_t)n);
}

static const struct ans_field OPEN_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "day", .type = ANS_DATE},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "serial", .type = ANS_STR},
	{.name = "counterparty", .type = ANS_STR},
	{.name = "summary", .type = ANS_STR},
};
static const struct answer open_told = ANSWER("BankOpenLine", OPEN_TELLS);
static const struct ans_field OPENS_TELLS[] = {ANS_ITEMS(open_told)};
const struct answer bank_open_told = ANSWER("BankOpenLineList", OPENS_TELLS);

enum err api_bank_open(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_query *q = req_query(r);
	struct desk_slice slice = desk_slice(q, false);
	struct bank_open_sums sums;
	struct bank_open *v;
	struct json *j;
	size_t n;

	TRY(bank_open_list(c, slice.most, slice.skip, &v, &n, &sums));
	j = items_begin(c, w);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_str(j, "day", date_text(c->arena, v[i].day));
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_kv_str(j, "serial", v[i].serial);
		json_kv_str(j, "counterparty", v[i].counterparty);
		json_kv_str(j, "summary", v[i].summary);
		json_close(j, '}');
	}
	return items_end(j, q, n, slice.skip + (int64_t)n);
}

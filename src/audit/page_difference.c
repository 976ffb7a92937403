/* What does not fit between orders, channels and bank: seen, looked into, settled. */
#include "audit/difference.h"
#include "audit/difference.sql.h"
#include "audit/pages.h"
#include "people/desk.h"

#define HERE     "/differences"
#define CHANNELS "/bank/channels"

static const char *const STATES[] = {"open", "closed", "gone", NULL};
static const struct in_field LIST_V[] = {
	LIST_FIELDS(struct differences_in),
	{.name = "state",
         .type = IN_CHOICE,
         .choices = STATES,
         .words = "differences.",
         .label = T_differences_state,
         .offset = offsetof(struct differences_in, state)},
};
const struct input differences_query = {"DifferencesQuery", sizeof(struct differences_in), LIST_V,
                                        3, 0};

static const char *const WORDS[] = {"take", "close", NULL};
static const struct in_field SETTLE_V[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .words = "differences.",
         .label = T_differences_word,
         .offset = offsetof(struct difference_in, word)},
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_differences_reason,
         .offset = offsetof(struct difference_in, reason)},
};
const struct input difference_input = {"DifferenceSettle", sizeof(struct difference_in), SETTLE_V,
                                       2, 0};

static struct view_part_tag state_tag(struct ctx *c, struct str state)
{
	if (str_is(state, "open"))
		return (struct view_part_tag){S("bad"), text(c->lang, T_differences_open)};
	if (str_is(state, "closed"))
		return (struct view_part_tag){S("ok"), text(c->lang, T_differences_closed)};
	return (struct view_part_tag){S("off"), text(c->lang, T_differences_gone)};
}

/* What stands in every table of differences; the columns between are the caller's. */
static void row_put(struct ctx *c, struct desk *d, size_t i, const struct difference *v)
{
	desk_link(d, i, 0, text(c->lang, difference_label(c->arena, v->kind)),
	          str_printf(c->arena, HERE "/%lld", (long long)v->id));
	d->v.row[i].cell[1].tag = state_tag(c, v->state);
	desk_day(d, i, 2, v->day);
}

static struct str channel_of(struct ctx *c, const struct difference *v)
{
	return str_some(v->channel) ? arrival_channel(c, v->channel) : S("");
}

/* On a page: school and channel share a column, and when it was first seen stands on the page of
 * one, so that the table needs no more room than a desk's screen has. */
static enum err shown_desk(struct ctx *c, const struct difference *v, size_t n, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_differences_kind, false},    {T_differences_state, false},
		{T_differences_day, false},     {T_differences_place, false},
		{T_differences_number, false},  {T_differences_found, true},
		{T_differences_expected, true}, {T_differences_assignee, false},
		{T_differences_reason, false}};
	struct desk d;

	TRY(desk_new(c, T_differences_title, cols, 9, n, &d));
	for (size_t i = 0; i < n; i++) {
		row_put(c, &d, i, &v[i]);
		desk_put(&d, i, 3,
		         str_printf(c->arena, "%.*s %.*s", STR_FMT(v[i].school_name),
		                    STR_FMT(channel_of(c, &v[i]))));
		desk_put(&d, i, 4, v[i].number);
		desk_money(&d, i, 5, v[i].found);
		desk_money(&d, i, 6, v[i].expected);
		desk_put(&d, i, 7, v[i].assignee_name.p ? v[i].assignee_name : S(""));
		desk_put(&d, i, 8, v[i].reason);
	}
	d.v.empty = (struct view_part_empty){T_differences_none, STR_NONE, TEXT_NONE};
	*ret_d = d;
	return OK;
}

/* As a table that leaves: every figure in a column of its own. */
static enum err rows_desk(struct ctx *c, const struct difference *v, size_t n, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_differences_kind, false},     {T_differences_state, false},
		{T_differences_day, false},      {T_differences_school, false},
		{T_differences_channel, false},  {T_differences_number, false},
		{T_differences_found, true},     {T_differences_expected, true},
		{T_differences_assignee, false}, {T_differences_at, false},
		{T_differences_reason, false}};
	struct desk d;

	TRY(desk_new(c, T_differences_title, cols, 11, n, &d));
	for (size_t i = 0; i < n; i++) {
		row_put(c, &d, i, &v[i]);
		desk_put(&d, i, 3, v[i].school_name);
		desk_put(&d, i, 4, channel_of(c, &v[i]));
		desk_put(&d, i, 5, v[i].number);
		desk_money(&d, i, 6, v[i].found);
		desk_money(&d, i, 7, v[i].expected);
		desk_put(&d, i, 8, v[i].assignee_name.p ? v[i].assignee_name : S(""));
		desk_day(&d, i, 9,
		         instant_date(v[i].at)); /* a day is held against the others once */
		desk_put(&d, i, 10, v[i].reason);
	}
	*ret_d = d;
	return OK;
}

static const struct differences_in FIRST = {0};

enum err page_differences(struct ctx *c, struct req *r, struct reply *w)
{
	const struct differences_in *in = query_or(r, &FIRST);
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct desk_choice choice[] = {{S(""), text(c->lang, T_differences_any)},
	                               {S("open"), text(c->lang, T_differences_open)},
	                               {S("closed"), text(c->lang, T_differences_closed)},
	                               {S("gone"), text(c->lang, T_differences_gone)}};
	struct desk_slice slice = desk_slice(&in->list, false);
	struct difference *v;
	struct desk d;
	int64_t total;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(difference_list(c, in->state, slice.most, slice.skip, &v, &n, &total));
	TRY(shown_desk(c, v, n, &d));
	*f = page_field(c, r, &differences_query, "state", "select", STR_NONE);
	f->optional = false;
	desk_choices(c, f, choice, 4);
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S(HERE);
	d.v.about = text(c->lang, T_differences_about);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	desk_pager(&d, r, &in->list, total, n);
	return desk_page(&d, w);
}

static enum err all_desk(struct ctx *c, struct req *r, struct desk *ret_d)
{
	const struct differences_in *in = query_or(r, &FIRST);
	struct difference *v;
	int64_t total;
	size_t n;

	TRY(difference_list(c, in->state, 0, 0, &v, &n, &total));
	return rows_desk(c, v, n, ret_d);
}

enum err page_differences_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(all_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_difference(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct desk_choice word[] = {{S("take"), text(c->lang, T_differences_take)},
	                             {S("close"), text(c->lang, T_differences_close)}};
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct difference v;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(difference_get(c, req_id(r, "difference"), &v));
	TRY(shown_desk(c, &v, 1, &d));
	d.v.about = str_printf(c->arena, "%.*s %.*s", STR_FMT(text(c->lang, T_differences_at)),
	                       STR_FMT(date_words(c->arena, c->lang, instant_date(v.at))));
	f[0] = page_field(c, r, &difference_input, "word", "radio", S("close"));
	desk_choices(c, &f[0], word, 2);
	f[1] = page_field(c, r, &difference_input, "reason", "text", v.reason);
	f[1].hint = text(c->lang, T_differences_reason_hint);
	d.v.has_form = str_is(v.state, "open");
	d.v.form_title = T_differences_settle;
	d.v.action = d.v.path = str_printf(c->arena, HERE "/%lld", (long long)v.id);
	d.v.field = f;
	d.v.field_n = 2;
	d.v.submit = T_ui_save;
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &all, 1, 1);
	return desk_page(&d, w);
}

enum err page_difference_settle(struct ctx *c, struct req *r, struct reply *w)
{
	const struct difference_in *in = req_input(r);
	struct difference_take take = {req_id(r, "difference")};
	struct difference_close done = {take.id, in->reason, false};

	if (str_is(in->word, "take"))
		return form_verb(c, r, w, &difference_take_verb, &take, S(HERE), T_people_saved);
	return form_verb(c, r, w, &difference_close_verb, &done, S(HERE), T_differences_settled);
}

/* --- how a channel's money comes to the bank
 * -------------------------------------------------------- */

static const char *const BEARERS[] = {"school", "county", NULL};
static const struct in_field TERMS_V[] = {
	{.name = "collecting",
         .type = IN_ID,
         .required = true,
         .label = T_differences_channel,
         .offset = offsetof(struct channel_terms_in, collecting)},
	{.name = "account",
         .type = IN_ID,
         .required = true,
         .label = T_bank_account,
         .offset = offsetof(struct channel_terms_in, account)},
	{.name = "fee_per_million",
         .type = IN_I64,
         .required = true,
         .max = 100000,
         .label = T_differences_fee,
         .offset = offsetof(struct channel_terms_in, fee)},
	{.name = "days",
         .type = IN_I64,
         .required = true,
         .max = 30,
         .label = T_differences_days,
         .offset = offsetof(struct channel_terms_in, days)},
	{.name = "bearer",
         .type = IN_CHOICE,
         .choices = BEARERS,
         .label = T_arrivals_bearer,
         .offset = offsetof(struct channel_terms_in, bearer)},
};
const struct input channel_terms_input = {"ChannelTerms", sizeof(struct channel_terms_in), TERMS_V,
                                          5, 0};

static struct str channel_words(struct ctx *c, const struct q_rec_merchants_row *row)
{
	return str_printf(
		c->arena, "%.*s %.*s", STR_FMT(arrival_channel(c, row->channel)),
		STR_FMT(row->school.v ? row->school_name : text(c->lang, T_bank_of_county)));
}

static enum err channel_form(struct ctx *c, struct req *r, const struct q_rec_merchants_row *row,
                             size_t n, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct desk_choice bearer[] = {{S("school"), text(c->lang, T_arrivals_by_school)},
	                               {S("county"), text(c->lang, T_arrivals_by_county)}};
	struct desk_choice *channel = NEW_N(c->arena, n + 1, struct desk_choice), *to;
	struct bank_account *a;
	size_t accounts;

	TRY(bank_account_list(c, &a, &accounts));
	to = NEW_N(c->arena, accounts + 1, struct desk_choice);
	if (!f || !channel || !to)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		channel[i] =
			(struct desk_choice){str_printf(c->arena, "%lld", (long long)row[i].id),
		                             channel_words(c, &row[i])};
	for (size_t i = 0; i < accounts; i++)
		to[i] = (struct desk_choice){str_printf(c->arena, "%lld", (long long)a[i].id.v),
		                             str_printf(c->arena, "%.*s ****%.*s",
		                                        STR_FMT(a[i].holder), STR_FMT(a[i].tail))};
	f[0] = page_field(c, r, &channel_terms_input, "collecting", "select", STR_NONE);
	desk_choices(c, &f[0], channel, n);
	f[1] = page_field(c, r, &channel_terms_input, "account", "select", STR_NONE);
	desk_choices(c, &f[1], to, accounts);
	f[2] = page_field(c, r, &channel_terms_input, "fee_per_million", "number", S("6000"));
	f[3] = page_field(c, r, &channel_terms_input, "days", "number", S("3"));
	f[4] = page_field(c, r, &channel_terms_input, "bearer", "select", S("school"));
	f[4].optional = false;
	desk_choices(c, &f[4], bearer, 2);
	d->v.has_form = n > 0 && accounts > 0;
	d->v.form_title = T_differences_terms;
	d->v.field = f;
	d->v.field_n = 5;
	d->v.submit = T_ui_save;
	d->v.errors = page_errors(c, r);
	return OK;
}

static enum err channels_desk(struct ctx *c, struct q_rec_merchants_row **ret_row,
                              struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_differences_channel, false},
	                                       {T_bank_account, false},
	                                       {T_differences_fee, true},
	                                       {T_differences_days, true},
	                                       {T_arrivals_bearer, false}};
	struct q_rec_merchants_row *row;
	struct desk d;
	size_t n;

	TRY(q_rec_merchants(c, c->actor.county, &row, &n));
	TRY(desk_new(c, T_differences_terms, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct bank_account a = {0};

		desk_put(&d, i, 0, channel_words(c, &row[i]));
		if (!row[i].bank_account.some)
			continue;
		TRY(bank_account_get(c, (bank_account_id){row[i].bank_account.v}, &a));
		desk_put(&d, i, 1, str_printf(c->arena, "****%.*s", STR_FMT(a.tail)));
		desk_num(&d, i, 2, row[i].fee_per_million.v);
		desk_num(&d, i, 3, row[i].days.v);
		desk_put(&d, i, 4, arrival_bearer(c, row[i].bearer));
	}
	*ret_row = row;
	*ret_d = d;
	return OK;
}

enum err page_channels(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct q_rec_merchants_row *row;
	struct desk d;

	TRY(channels_desk(c, &row, &d));
	TRY(channel_form(c, r, row, d.v.row_n, &d));
	d.v.about = text(c->lang, T_differences_terms_about);
	d.v.empty = (struct view_part_empty){T_differences_no_channel, STR_NONE, TEXT_NONE};
	d.v.action = d.v.path = S(CHANNELS);
	desk_export(&d, S(CHANNELS "/export.xlsx"));
	desk_pager(&d, r, &all, (int64_t)d.v.row_n, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_channels_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct q_rec_merchants_row *row;
	struct desk d;

	(void)r;
	TRY(channels_desk(c, &row, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_channel_terms(struct ctx *c, struct req *r, struct reply *w)
{
	const struct channel_terms_in *in = req_input(r);
	struct channel_terms_put a = {in->collecting, in->account, in->fee, in->days, in->bearer};

	return form_verb(c, r, w, &channel_terms_verb, &a, S(CHANNELS), T_people_saved);
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field DIFFERENCE_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "kind", .type = ANS_STR},
	{.name = "day", .type = ANS_DATE},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "collecting", .type = ANS_ID, .null = true},
	{.name = "channel", .type = ANS_STR},
	{.name = "number", .type = ANS_STR},
	{.name = "found_fen", .type = ANS_I64},
	{.name = "expected_fen", .type = ANS_I64},
	{.name = "state", .type = ANS_STR},
	{.name = "assignee", .type = ANS_ID, .null = true},
	{.name = "reason", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
};
const struct answer difference_told = ANSWER("Difference", DIFFERENCE_TELLS);
static const struct ans_field DIFFERENCES_TELLS[] = {ANS_ITEMS(difference_told)};
const struct answer differences_told = ANSWER("DifferenceList", DIFFERENCES_TELLS);

static void difference_json(struct ctx *c, struct json *j, const struct difference *d)
{
	json_open(j, '{');
	json_kv_id(j, "id", d->id);
	json_kv_str(j, "kind", str_of(difference_name(d->kind)));
	json_kv_str(j, "day", date_text(c->arena, d->day));
	json_kv_id(j, "school", d->school.v);
	json_kv_id(j, "collecting", d->collecting);
	json_kv_str(j, "channel", d->channel);
	json_kv_str(j, "number", d->number);
	json_kv_i64(j, "found_fen", d->found.fen);
	json_kv_i64(j, "expected_fen", d->expected.fen);
	json_kv_str(j, "state", d->state);
	json_kv_id(j, "assignee", d->assignee.v);
	json_kv_str(j, "reason", d->reason);
	json_kv_str(j, "at", instant_text(c->arena, d->at));
	json_close(j, '}');
}

enum err api_differences(struct ctx *c, struct req *r, struct reply *w)
{
	const struct differences_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct difference *v;
	struct json *j;
	int64_t total;
	size_t n;

	TRY(difference_list(c, in->state, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		difference_json(c, j, &v[i]);
	json_close(j, ']');
	list_next(j, &in->list, n, slice.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

enum err api_difference(struct ctx *c, struct req *r, struct reply *w)
{
	struct difference d;

	TRY(difference_get(c, req_id(r, "difference"), &d));
	difference_json(c, reply_json(c, w, 200), &d);
	return OK;
}

static enum err settled(struct ctx *c, void *arg, struct out *o)
{
	const struct difference_close *a = arg;
	struct difference d;
	struct json j;

	TRY(difference_get(c, a->id, &d));
	json_init(&j, o);
	difference_json(c, &j, &d);
	return OK;
}

enum err api_difference_settle(struct ctx *c, struct req *r, struct reply *w)
{
	const struct difference_in *in = req_input(r);
	struct difference_close a = {req_id(r, "difference"), in->reason, false};
	struct store_once once = req_once(r, settled);
	struct str answer;
	bool replayed;

	/* Both arguments begin with the id, which is all the answer reads. */
	TRY(store_write_once(
		c, str_is(in->word, "take") ? &difference_take_verb : &difference_close_verb, &a,
		&once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

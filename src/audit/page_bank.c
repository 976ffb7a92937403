/* Supervised accounts and their statements: at a school's desk and a county's. */
#include "audit/pages.h"
#include "people/desk.h"
#include "people/school.h"

#define HERE     "/bank"
#define ACCOUNTS "/bank/accounts"

static const struct in_field ACCOUNT_V[] = {
	{.name = "school",
         .type = IN_ID,
         .label = T_bank_school,
         .offset = offsetof(struct bank_account_in, school)},
	{.name = "holder",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_bank_holder,
         .offset = offsetof(struct bank_account_in, holder)},
	{.name = "bank",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_bank_bank,
         .offset = offsetof(struct bank_account_in, bank)},
	{.name = "number",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_bank_number,
         .offset = offsetof(struct bank_account_in, number)},
	{.name = "layout",
         .type = IN_STR,
         .max = 1000,
         .label = T_bank_layout,
         .offset = offsetof(struct bank_account_in, layout)},
	{.name = "footer",
         .type = IN_BOOL,
         .label = T_bank_footer,
         .offset = offsetof(struct bank_account_in, footer)},
};
const struct input bank_account_input = {"BankAccount", sizeof(struct bank_account_in), ACCOUNT_V,
                                         6, 0};

static const struct in_field STATEMENT_V[] = {
	{.name = "account",
         .type = IN_ID,
         .required = true,
         .label = T_bank_account,
         .offset = offsetof(struct statement_in_file, account)},
	{.name = "file",
         .type = IN_FILE,
         .required = true,
         .label = T_bank_file,
         .offset = offsetof(struct statement_in_file, file)},
};
const struct input bank_statement_input = {"BankStatement", sizeof(struct statement_in_file),
                                           STATEMENT_V, 2, STATEMENT_BYTES + 65536};

/* --- statements ------------------------------------------------------------------------------- */

static struct str account_words(struct ctx *c, struct str holder, struct str tail)
{
	return str_printf(c->arena, "%.*s ****%.*s", STR_FMT(holder), STR_FMT(tail));
}

static enum err bank_desk(struct ctx *c, const struct list_query *q, bool all, struct desk *ret_d,
                          int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_bank_file, false},   {T_bank_account, false},
	                                       {T_bank_school, false}, {T_bank_days, false},
	                                       {T_bank_lines, true},   {T_bank_known, true},
	                                       {T_bank_in, true},      {T_bank_out, true},
	                                       {T_bank_at, false},     {T_bank_state, false}};
	struct desk_slice slice = desk_slice(q, all);
	struct statement_row *v;
	struct desk d;
	size_t n;

	TRY(statement_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_bank_title, cols, 10, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].file);
		desk_put(&d, i, 1, account_words(c, v[i].holder, v[i].tail));
		desk_put(&d, i, 2, v[i].school_name);
		desk_days(&d, i, 3, v[i].first, v[i].last);
		desk_num(&d, i, 4, v[i].lines);
		desk_num(&d, i, 5, v[i].known);
		desk_money(&d, i, 6, v[i].in);
		desk_money(&d, i, 7, v[i].out);
		desk_put(&d, i, 8, instant_words(c->arena, c->lang, v[i].at));
		desk_tag(&d, i, 9, v[i].taken ? "ok" : "warn",
		         v[i].taken ? T_bank_taken : T_bank_taking);
	}
	d.v.about = text(c->lang, T_bank_about);
	d.v.empty = (struct view_part_empty){T_bank_none, S(ACCOUNTS), T_bank_accounts};
	*ret_d = d;
	return OK;
}

static enum err take_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct bank_account *v;
	struct desk_choice *choice;
	size_t n;

	TRY(bank_account_list(c, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!f || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){str_printf(c->arena, "%lld", (long long)v[i].id.v),
		                                 account_words(c, v[i].holder, v[i].tail)};
	f[0] = page_field(c, r, &bank_statement_input, "account", "select", STR_NONE);
	desk_choices(c, &f[0], choice, n);
	f[1] = page_field(c, r, &bank_statement_input, "file", "file", STR_NONE);
	f[1].hint = text(c->lang, T_bank_file_hint);
	d->v.has_form = n > 0;
	d->v.upload = true;
	d->v.form_title = T_bank_take;
	d->v.action = S(HERE);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_bank_take;
	return OK;
}

static const struct list_in FIRST = {0};

enum err page_bank(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(bank_desk(c, &in->list, false, &d, &total));
	TRY(take_form(c, r, &d));
	d.v.path = S(HERE);
	d.v.create = S(ACCOUNTS);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_bank_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(bank_desk(c, &in->list, true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_bank_take(struct ctx *c, struct req *r, struct reply *w)
{
	const struct statement_in_file *in = req_input(r);
	struct statement_row s;

	TRY(statement_take(c, in->account, in->file.name, in->file.bytes, &s));
	return reply_see(c, w, S(HERE), T_bank_taken_flash);
}

/* --- accounts --------------------------------------------------------------------------------- */

static enum err account_form(struct ctx *c, struct req *r, const struct bank_account *now,
                             struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 6, struct view_part_field);
	size_t n = 0;

	if (!f)
		return fault_broken(c, "arena");
	if (!now && c->actor.school.v == 0) {
		struct school *school;
		struct desk_choice *choice;
		int64_t total;
		size_t schools;

		TRY(school_list(c, c->actor.county, STR_NONE, 0, 0, &school, &schools, &total));
		choice = NEW_N(c->arena, schools + 1, struct desk_choice);
		if (!choice)
			return fault_broken(c, "arena");
		choice[0] = (struct desk_choice){S(""), text(c->lang, T_bank_of_county)};
		for (size_t i = 0; i < schools; i++)
			choice[i + 1] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)school[i].id.v),
				school[i].name};
		f[n] = page_field(c, r, &bank_account_input, "school", "select", STR_NONE);
		desk_choices(c, &f[n++], choice, schools + 1);
	}
	f[n++] = page_field(c, r, &bank_account_input, "holder", "text",
	                    now ? now->holder : STR_NONE);
	f[n++] = page_field(c, r, &bank_account_input, "bank", "text", now ? now->bank : STR_NONE);
	f[n++] = page_field(c, r, &bank_account_input, "number", "text",
	                    now ? now->number : STR_NONE);
	f[n] = page_field(c, r, &bank_account_input, "layout", "textarea",
	                  now ? now->layout : STR_NONE);
	f[n++].hint = text(c->lang, T_bank_layout_hint);
	f[n++] = page_field(c, r, &bank_account_input, "footer", "tick",
	                    !now || now->footer ? S("1") : STR_NONE);
	d->v.has_form = true;
	d->v.form_title = now ? T_bank_change : T_bank_add;
	d->v.field = f;
	d->v.field_n = n;
	d->v.submit = T_ui_save;
	d->v.errors = page_errors(c, r);
	return OK;
}

static enum err accounts_desk(struct ctx *c, const struct bank_account *v, size_t n,
                              struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_bank_holder, false}, {T_bank_school, false},
	                                       {T_bank_bank, false},   {T_bank_number, false},
	                                       {T_bank_footer, false}, {T_bank_layout, false}};
	struct desk d;

	TRY(desk_new(c, T_bank_accounts, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].holder,
		          str_printf(c->arena, ACCOUNTS "/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1,
		         str_some(v[i].school_name) ? v[i].school_name
		                                    : text(c->lang, T_bank_of_county));
		desk_put(&d, i, 2, v[i].bank);
		desk_put(&d, i, 3, str_printf(c->arena, "****%.*s", STR_FMT(v[i].tail)));
		desk_put(&d, i, 4,
		         text(c->lang, v[i].footer ? T_bank_footer_has : T_bank_footer_none));
		desk_put(&d, i, 5, v[i].layout);
	}
	d.v.empty = (struct view_part_empty){T_bank_no_account, STR_NONE, TEXT_NONE};
	*ret_d = d;
	return OK;
}

enum err page_bank_accounts(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account *v;
	struct desk d;
	size_t n;

	TRY(bank_account_list(c, &v, &n));
	TRY(accounts_desk(c, v, n, &d));
	TRY(account_form(c, r, NULL, &d));
	d.v.path = d.v.action = S(ACCOUNTS);
	desk_export(&d, S(ACCOUNTS "/export.xlsx"));
	desk_pager(&d, r, &FIRST.list, (int64_t)n, n);
	return desk_page(&d, w);
}

enum err page_bank_accounts_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account *v;
	struct desk d;
	size_t n;

	(void)r;
	TRY(bank_account_list(c, &v, &n));
	TRY(accounts_desk(c, v, n, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_bank_account(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account a;
	struct desk d;

	TRY(bank_account_get(c, (bank_account_id){req_id(r, "bank_account")}, &a));
	TRY(accounts_desk(c, &a, 1, &d));
	TRY(account_form(c, r, &a, &d));
	d.v.path = S(ACCOUNTS);
	d.v.action = str_printf(c->arena, ACCOUNTS "/%lld", (long long)a.id.v);
	desk_pager(&d, r, &FIRST.list, 1, 1);
	return desk_page(&d, w);
}

static struct bank_account_put put_of(const struct req *r, bank_account_id id)
{
	const struct bank_account_in *in = req_input(r);

	return (struct bank_account_put){.id = id,
	                                 .school = in->school,
	                                 .holder = in->holder,
	                                 .bank = in->bank,
	                                 .number = in->number,
	                                 .layout = in->layout,
	                                 .footer = in->footer};
}

enum err page_bank_account_add(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account_put a = put_of(r, ID_NONE(bank_account_id));

	return form_verb(c, r, w, &bank_account_put_verb, &a, S(ACCOUNTS), T_people_saved);
}

enum err page_bank_account_put(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account_put a = put_of(r, (bank_account_id){req_id(r, "bank_account")});

	return form_verb(c, r, w, &bank_account_put_verb, &a, S(ACCOUNTS), T_people_saved);
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field ACCOUNT_TELLS[] = {
	{.name = "id", .type = ANS_ID},       {.name = "school", .type = ANS_ID, .null = true},
	{.name = "holder", .type = ANS_STR},  {.name = "bank", .type = ANS_STR},
	{.name = "tail", .type = ANS_STR},    {.name = "layout", .type = ANS_STR},
	{.name = "footer", .type = ANS_BOOL},
};
static const struct answer account_item = ANSWER("BankAccountItem", ACCOUNT_TELLS);
static const struct ans_field ACCOUNTS_TELLS[] = {ANS_ITEMS(account_item)};
const struct answer bank_accounts_told = ANSWER("BankAccountList", ACCOUNTS_TELLS);
static const struct ans_field ADDED_TELLS[] = {{.name = "id", .type = ANS_ID}};
const struct answer bank_account_told = ANSWER("BankAccountAdded", ADDED_TELLS);

static const struct ans_field STATEMENT_TELLS[] = {
	{.name = "id", .type = ANS_ID},         {.name = "account", .type = ANS_ID},
	{.name = "file", .type = ANS_STR},      {.name = "first_day", .type = ANS_DATE},
	{.name = "last_day", .type = ANS_DATE}, {.name = "lines", .type = ANS_I64},
	{.name = "known", .type = ANS_I64},     {.name = "in_fen", .type = ANS_I64},
	{.name = "out_fen", .type = ANS_I64},   {.name = "taken", .type = ANS_BOOL},
	{.name = "at", .type = ANS_INSTANT},
};
const struct answer bank_statement_told = ANSWER("BankStatementTaken", STATEMENT_TELLS);
static const struct ans_field STATEMENTS_TELLS[] = {ANS_ITEMS(bank_statement_told)};
const struct answer bank_statements_told = ANSWER("BankStatementList", STATEMENTS_TELLS);

enum err api_bank_accounts(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(bank_account_list(c, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id.v);
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "holder", v[i].holder);
		json_kv_str(j, "bank", v[i].bank);
		json_kv_str(j, "tail", v[i].tail);
		json_kv_str(j, "layout", v[i].layout);
		json_kv_bool(j, "footer", v[i].footer);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

static enum err account_added(struct ctx *c, void *arg, struct out *o)
{
	const struct bank_account_put *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", a->result.v);
	json_close(&j, '}');
	return OK;
}

enum err api_bank_account_add(struct ctx *c, struct req *r, struct reply *w)
{
	struct bank_account_put a = put_of(r, ID_NONE(bank_account_id));
	struct store_once once = req_once(r, account_added);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &bank_account_put_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, replayed ? 200 : 201, answer);
}

static void statement_json(struct ctx *c, struct json *j, const struct statement_row *s)
{
	json_open(j, '{');
	json_kv_id(j, "id", s->id.v);
	json_kv_id(j, "account", s->account.v);
	json_kv_str(j, "file", s->file);
	json_kv_str(j, "first_day", date_text(c->arena, s->first));
	json_kv_str(j, "last_day", date_text(c->arena, s->last));
	json_kv_i64(j, "lines", s->lines);
	json_kv_i64(j, "known", s->known);
	json_kv_i64(j, "in_fen", s->in.fen);
	json_kv_i64(j, "out_fen", s->out.fen);
	json_kv_bool(j, "taken", s->taken);
	json_kv_str(j, "at", instant_text(c->arena, s->at));
	json_close(j, '}');
}

enum err api_bank_statements(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct statement_row *v;
	struct json *j;
	int64_t total;
	size_t n;

	TRY(statement_list(c, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		statement_json(c, j, &v[i]);
	json_close(j, ']');
	list_next(j, &in->list, n, slice.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

/* The file is its own key: sent again it is the same statement. */
enum err api_bank_statement_take(struct ctx *c, struct req *r, struct reply *w)
{
	const struct statement_in_file *in = req_input(r);
	struct statement_row s;

	TRY(statement_take(c, in->account, in->file.name, in->file.bytes, &s));
	statement_json(c, reply_json(c, w, 201), &s);
	return OK;
}

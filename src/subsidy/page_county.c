/* What a county sets for staff pay: the year's totals, the day's minutes, the voucher's accounts;
 * and the rates its documents fix. */
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "subsidy/pages.h"
#include "subsidy/voucher.h"

#define QUOTAS   "/subsidy-quotas"
#define MINUTES  "/subsidy-minutes"
#define ACCOUNTS "/subsidy-accounts"

static const struct in_field QUOTAS_FIELDS[] = {
	{.name = "of_year",
         .type = IN_I64,
         .min = 2000,
         .max = 2100,
         .label = T_subsidy_year,
         .offset = offsetof(struct quotas_in, year)},
};
const struct input quotas_query = {"SubsidyQuotaQuery", sizeof(struct quotas_in), QUOTAS_FIELDS, 1,
                                   0};
static const struct in_field QUOTA_FIELDS[] = {
	{.name = "school",
         .type = IN_ID,
         .required = true,
         .label = T_funds_school,
         .offset = offsetof(struct quota_in, school)},
	{.name = "year",
         .type = IN_I64,
         .required = true,
         .min = 2000,
         .max = 2100,
         .label = T_subsidy_year,
         .offset = offsetof(struct quota_in, year)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_amount,
         .offset = offsetof(struct quota_in, amount)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_subsidy_document,
         .offset = offsetof(struct quota_in, document)},
};
const struct input quota_input = {"SubsidyQuota", sizeof(struct quota_in), QUOTA_FIELDS, 4, 0};
static const struct in_field RATES_FIELDS[] = {
	{.name = "day",
         .type = IN_DATE,
         .label = T_rulebook_public_on,
         .offset = offsetof(struct rates_in, day)},
};
const struct input rates_query = {"SubsidyRateQuery", sizeof(struct rates_in), RATES_FIELDS, 1, 0};
static const struct in_field MINUTES_FIELDS[] = {
	{.name = "day_minutes",
         .type = IN_I64,
         .required = true,
         .min = 1,
         .max = 1440,
         .label = T_subsidy_day_minutes,
         .offset = offsetof(struct day_minutes_in, day_minutes)},
};
const struct input day_minutes_input = {"SubsidyDayMinutes", sizeof(struct day_minutes_in),
                                        MINUTES_FIELDS, 1, 0};
static const char *const USE_WORDS[] = {"staff_expense", "labour_expense", "staff_payable",
                                        "labour_payable", NULL};
static const struct in_field ACCOUNT_FIELDS[] = {
	{.name = "use",
         .type = IN_CHOICE,
         .required = true,
         .choices = USE_WORDS,
         .words = "subsidy.use_",
         .label = T_subsidy_use,
         .offset = offsetof(struct voucher_account_in, use)},
	{.name = "code",
         .type = IN_STR,
         .required = true,
         .max = 20,
         .label = T_subsidy_account_code,
         .offset = offsetof(struct voucher_account_in, code)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_subsidy_account_name,
         .offset = offsetof(struct voucher_account_in, name)},
	{.name = "economic",
         .type = IN_STR,
         .max = 10,
         .label = T_subsidy_economic,
         .offset = offsetof(struct voucher_account_in, economic)},
};
const struct input voucher_account_input = {"VoucherAccount", sizeof(struct voucher_account_in),
                                            ACCOUNT_FIELDS, 4, 0};

static bool may_set(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_COUNTY_MONEY);
}

static void form_of(struct desk *d, enum text_id title, const char *action,
                    struct view_part_field *f, size_t n)
{
	d->v.has_form = true;
	d->v.form_title = title;
	d->v.action = str_of(action);
	d->v.field = f;
	d->v.field_n = n;
	d->v.submit = T_ui_save;
}

/* --- the year's totals ------------------------------------------------------------------------ */

static int64_t year_of(const struct ctx *c, const struct quotas_in *in)
{
	return in->year ? in->year : date_civil(ctx_today(c)).year;
}

static enum err quotas_desk(struct ctx *c, int64_t year, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_funds_school, false}, {T_people_school_code, false},
		{T_subsidy_quota, true}, {T_subsidy_used, true},
		{T_subsidy_left, true},  {T_subsidy_document, false}};
	struct subsidy_quota *v;
	struct desk d;
	size_t n;

	TRY(subsidy_quotas(c, c->actor.county, year, &v, &n));
	TRY(desk_new(c, T_subsidy_quotas, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct money left = FEN(0);

		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].code);
		desk_money(&d, i, 3, v[i].used);
		desk_put(&d, i, 5, v[i].document);
		if (v[i].recorded && money_sub(v[i].amount, v[i].used, &left)) {
			desk_money(&d, i, 2, v[i].amount);
			desk_money(&d, i, 4, left);
		}
	}
	d.v.about = str_printf(c->arena, "%lld", (long long)year);
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	return OK;
}

enum err page_quotas(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct quotas_in none = {0};
	const struct quotas_in *in = query_or(r, &none);
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	int64_t year = year_of(c, in);
	struct str said = str_printf(c->arena, "%lld", (long long)year);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(quotas_desk(c, year, &d));
	f[0] = page_field(c, r, &quotas_query, "of_year", "number", said);
	f[0].optional = false;
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S(QUOTAS);
	d.v.errors = page_errors(c, r);
	desk_export(&d, page_link(c, r, S(QUOTAS "/export.xlsx")));
	if (may_set(c)) {
		f[1] = page_field(c, r, &quota_input, "school", "select", STR_NONE);
		TRY(school_choices(c, T_funds_choose, &f[1]));
		f[2] = page_field(c, r, &quota_input, "year", "number", said);
		f[3] = page_field(c, r, &quota_input, "amount", "number", STR_NONE);
		f[4] = page_field(c, r, &quota_input, "document", "text", STR_NONE);
		form_of(&d, T_subsidy_quota_form, QUOTAS, f + 1, 4);
	}
	return desk_page(&d, w);
}

enum err page_quotas_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct quotas_in none = {0};
	struct desk d;

	TRY(quotas_desk(c, year_of(c, query_or(r, &none)), &d));
	return desk_sheet(&d, w, d.v.about);
}

enum err page_quota_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct quota_in *in = req_input(r);
	struct subsidy_quota_put a = {in->school, in->year, in->amount, in->document};

	return form_verb(c, r, w, &subsidy_quota_verb, &a, S(QUOTAS), T_people_saved);
}

/* --- rates ------------------------------------------------------------------------------------ */

/* The lowest document that says anything of pay is the one that is asked. */
static enum err pay_rules(struct ctx *c, struct date day, const struct rule ***ret_v, size_t *ret_n)
{
	struct rules rules;
	const struct rule **all;
	size_t n, k = 0;

	*ret_n = 0;
	TRY(rulebook_rules(c, c->actor.county, c->actor.school, day, &rules));
	for (size_t s = 0; s < rules.n && *ret_n == 0; s++) {
		TRY(show_rules(c, rules.set[s], &all, &n));
		k = 0;
		for (size_t i = 0; i < n; i++)
			if (all[i]->type == RULE_PAY)
				all[k++] = all[i];
		*ret_v = all;
		*ret_n = k;
	}
	return OK;
}

static enum err rates_desk(struct ctx *c, struct date day, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_subsidy_rate_of, false},    {T_subsidy_when, false},
		{T_subsidy_rate, false},       {T_rulebook_field_served, false},
		{T_rulebook_field_cap, false}, {T_subsidy_form, false},
		{T_subsidy_clause, false},     {T_subsidy_document, false}};
	const struct rule **v = NULL;
	struct desk d;
	size_t n;

	TRY(pay_rules(c, day, &v, &n));
	TRY(desk_new(c, T_subsidy_rates, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i]->label);
		desk_put(&d, i, 1, show_when(c->arena, c->lang, v[i]));
		desk_put(&d, i, 2, show_field(c->arena, c->lang, v[i], FIELD_RATE));
		desk_put(&d, i, 3, show_field(c->arena, c->lang, v[i], FIELD_SERVED));
		desk_put(&d, i, 4, show_field(c->arena, c->lang, v[i], FIELD_CAP));
		desk_put(&d, i, 5, show_field(c->arena, c->lang, v[i], FIELD_FORM));
		desk_put(&d, i, 6, show_clause_public(c->arena, c->lang, v[i]));
		desk_put(&d, i, 7, v[i]->set->document);
	}
	d.v.empty.what = T_subsidy_rates_none;
	d.v.about = date_words(c->arena, c->lang, day);
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	return OK;
}

static struct date rates_day(const struct ctx *c, const struct rates_in *in)
{
	return date_some(in->day) ? in->day : ctx_today(c);
}
static const struct rates_in TODAY = {.day = DATE_NONE};

enum err page_rates(struct ctx *c, struct req *r, struct reply *w)
{
	struct date day = rates_day(c, query_or(r, &TODAY));
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(rates_desk(c, day, &d));
	f[0] = page_field(c, r, &rates_query, "day", "date", date_text(c->arena, day));
	f[0].optional = false;
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S("/subsidy-rates");
	d.v.errors = page_errors(c, r);
	desk_export(&d, page_link(c, r, S("/subsidy-rates/export.xlsx")));
	return desk_page(&d, w);
}

enum err page_rates_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(rates_desk(c, rates_day(c, query_or(r, &TODAY)), &d));
	return desk_sheet(&d, w, d.v.about);
}

/* --- the day's minutes and the voucher's accounts --------------------------------------------- */

static enum err minutes_desk(struct ctx *c, struct desk *ret_d, int64_t *ret_most)
{
	static const struct desk_col cols[] = {{T_subsidy_day_minutes, true}};

	TRY(subsidy_day_minutes(c, c->actor.county, ret_most));
	TRY(desk_new(c, T_subsidy_settings, cols, 1, 1, ret_d));
	desk_num(ret_d, 0, 0, *ret_most);
	ret_d->v.pager.total = 1;
	return OK;
}

enum err page_day_minutes(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	int64_t most = 0;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(minutes_desk(c, &d, &most));
	d.v.about = text(c->lang, T_subsidy_minutes_about);
	d.v.errors = page_errors(c, r);
	desk_export(&d, S(MINUTES "/export.xlsx"));
	f[0] = page_field(c, r, &day_minutes_input, "day_minutes", "number",
	                  str_printf(c->arena, "%lld", (long long)most));
	form_of(&d, T_subsidy_day_minutes, MINUTES, f, 1);
	return desk_page(&d, w);
}

enum err page_day_minutes_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	int64_t most = 0;
	struct desk d;

	(void)r;
	TRY(minutes_desk(c, &d, &most));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_day_minutes_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct day_minutes_in *in = req_input(r);
	struct subsidy_setting_put a = {in->day_minutes};

	return form_verb(c, r, w, &subsidy_setting_verb, &a, S(MINUTES), T_people_saved);
}

static enum err accounts_desk(struct ctx *c, struct desk *ret_d, struct voucher_account map[USES])
{
	static const struct desk_col cols[] = {{T_subsidy_use, false},
	                                       {T_subsidy_account_code, false},
	                                       {T_subsidy_account_name, false},
	                                       {T_subsidy_economic, false}};
	struct desk d;

	TRY(voucher_accounts(c, c->actor.county, map));
	TRY(desk_new(c, T_subsidy_accounts, cols, 4, USES, &d));
	for (size_t i = 0; i < USES; i++) {
		desk_put(&d, i, 0, text(c->lang, map[i].label));
		desk_put(&d, i, 1, map[i].code);
		desk_put(&d, i, 2, map[i].name);
		desk_put(&d, i, 3, map[i].economic);
	}
	d.v.pager.total = USES;
	*ret_d = d;
	return OK;
}

enum err page_accounts(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	struct voucher_account map[USES];
	struct desk_choice choice[USES];
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(accounts_desk(c, &d, map));
	for (size_t i = 0; i < USES; i++)
		choice[i] = (struct desk_choice){str_of(map[i].use), text(c->lang, map[i].label)};
	d.v.errors = page_errors(c, r);
	desk_export(&d, S(ACCOUNTS "/export.xlsx"));
	f[0] = page_field(c, r, &voucher_account_input, "use", "select", STR_NONE);
	desk_choices(c, &f[0], choice, USES);
	f[1] = page_field(c, r, &voucher_account_input, "code", "text", STR_NONE);
	f[2] = page_field(c, r, &voucher_account_input, "name", "text", STR_NONE);
	f[3] = page_field(c, r, &voucher_account_input, "economic", "text", STR_NONE);
	form_of(&d, T_subsidy_account_form, ACCOUNTS, f, 4);
	return desk_page(&d, w);
}

enum err page_accounts_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct voucher_account map[USES];
	struct desk d;

	(void)r;
	TRY(accounts_desk(c, &d, map));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_account_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct voucher_account_in *in = req_input(r);
	struct voucher_account_put a = {in->use, in->code, in->name, in->economic};

	return form_verb(c, r, w, &voucher_account_verb, &a, S(ACCOUNTS), T_people_saved);
}

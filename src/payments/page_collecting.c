/* The supervised accounts of a school or a county. */
#include "jobs/job.h"
#include "payments/case.h"

static const char *const CHANNELS[] = {"wechat", "alipay", "counter", NULL};
static const char *const PARTIES[] = {"school", "agency", "family_committee", "other", NULL};
#define ACCOUNT_TEXT(field_name, label_id, needed)                                                 \
	{                                                                                          \
		.name = #field_name, .type = IN_STR, .required = (needed), .max = 60,              \
		.label = (label_id), .offset = offsetof(struct account_in, field_name)             \
	}
static const struct in_field ACCOUNT_FIELDS[] = {
	{.name = "channel",
         .type = IN_CHOICE,
         .required = true,
         .choices = CHANNELS,
         .words = "pay.channel.",
         .label = T_pay_channel,
         .offset = offsetof(struct account_in, channel)},
	{.name = "party",
         .type = IN_CHOICE,
         .required = true,
         .choices = PARTIES,
         .words = "pay.party.",
         .label = T_pay_party,
         .offset = offsetof(struct account_in, party)},
	ACCOUNT_TEXT(holder, T_pay_holder, true),
	ACCOUNT_TEXT(bank, T_pay_bank, true),
	ACCOUNT_TEXT(number, T_pay_account_number, true),
	ACCOUNT_TEXT(merchant, T_pay_merchant, false),
	{.name = "active",
         .type = IN_BOOL,
         .label = T_pay_active,
         .offset = offsetof(struct account_in, active)},
};
const struct input account_input = {"CollectingAccount", sizeof(struct account_in), ACCOUNT_FIELDS,
                                    7, 0};

static struct str base(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_COUNTY_DESK) ? S("/county/accounts")
	                                              : S("/school/accounts");
}

/* The last four digits tell it apart; the rest is nobody's business on a list. */
struct str account_masked(struct ctx *c, struct str number)
{
	size_t from = number.n > 4 ? number.n - 4 : 0;

	return str_printf(c->arena, "****%.*s", STR_FMT(str_sub(number, from, number.n)));
}

static void account_row(struct desk *d, size_t i, const struct collecting *a)
{
	struct ctx *c = d->c;
	bool tested = str_some(a->tested_code), good = str_is(a->tested_code, "ok");

	desk_put(d, i, 0, text(c->lang, word_label("pay.channel", a->channel)));
	desk_put(d, i, 1, a->school.v ? a->school_name : text(c->lang, T_pay_whole_county));
	desk_put(d, i, 2, a->holder);
	desk_put(d, i, 3, a->bank);
	desk_put(d, i, 4, account_masked(c, a->number));
	desk_put(d, i, 5, a->merchant);
	desk_tag(d, i, 6, a->active ? "ok" : "off", a->active ? T_pay_active : T_pay_inactive);
	if (tested && !good)
		desk_put(d, i, 7, fault_lookup(str_c(c->arena, a->tested_code))->title[c->lang]);
	desk_tag(d, i, 7,
	         good     ? "ok"
	         : tested ? "bad"
	                  : "off",
	         good     ? T_pay_tested
	         : tested ? T_pay_test_failed
	                  : T_pay_not_tested);
}

/* Whether its channel answers; while it does not, when it is asked next and how much waits. */
static enum err account_answers(struct desk *d, size_t i, const struct collecting *a)
{
	struct ctx *c = d->c;
	struct job_lane l;
	struct str said[2];

	if (str_is(a->channel, "counter"))
		return OK;
	TRY(job_lane_look(c, channel_lane(c, a->id), &l));
	if (!l.silent && !str_some(a->tested_code))
		return OK; /* nobody has asked it anything yet */
	desk_tag(d, i, 8,
	         l.rest.us  ? "bad"
	         : l.silent ? "warn"
	                    : "ok",
	         l.silent ? T_pay_silent : T_pay_answers);
	if (!l.rest.us)
		return OK;
	said[0] = instant_words(c->arena, c->lang, l.rest);
	said[1] = str_printf(c->arena, "%lld", (long long)l.waiting);
	desk_put(d, i, 8, text_fill(c->arena, c->lang, T_pay_rests, said, 2));
	return OK;
}

static void choices(struct ctx *c, struct view_part_field *f, const char *prefix,
                    const char *const *words)
{
	struct desk_choice choice[4];
	size_t n = 0;

	for (; n < 4 && words[n]; n++)
		choice[n] = (struct desk_choice){
			str_of(words[n]), text(c->lang, word_label(prefix, str_of(words[n])))};
	desk_choices(c, f, choice, n);
}

static enum err account_form(struct desk *d, const struct req *r)
{
	static const char *const names[] = {"channel", "party",    "holder", "bank",
	                                    "number",  "merchant", "active"};
	struct ctx *c = d->c;
	struct view_part_field *f = NEW_N(c->arena, 7, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < 7; i++)
		f[i] = page_field(c, r, &account_input, names[i],
		                  i < 2    ? "select"
		                  : i == 6 ? "tick"
		                           : "text",
		                  i == 6 ? S("1") : STR_NONE);
	choices(c, &f[0], "pay.channel", CHANNELS);
	choices(c, &f[1], "pay.party", PARTIES);
	f[5].hint = text(c->lang, T_pay_merchant_hint);
	d->v.has_form = true;
	d->v.form_title = T_pay_account_put;
	d->v.action = base(c);
	d->v.field = f;
	d->v.field_n = 7;
	d->v.submit = T_pay_account_put_do;
	return OK;
}

static enum err accounts_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_pay_channel, false}, {T_pay_where, false},          {T_pay_holder, false},
		{T_pay_bank, false},    {T_pay_account_number, false}, {T_pay_merchant, false},
		{T_pay_state, false},   {T_pay_test, false},           {T_pay_line, false}};
	struct collecting *v;
	struct desk d;
	size_t n;

	TRY(collecting_list(c, &v, &n));
	TRY(desk_new(c, T_pay_accounts, cols, 9, n, &d));
	for (size_t i = 0; i < n; i++) {
		account_row(&d, i, &v[i]);
		TRY(account_answers(&d, i, &v[i]));
	}
	d.v.pager.total = (int64_t)n;
	d.v.pager.from = n > 0;
	d.v.pager.to = (int64_t)n;
	*ret_d = d;
	return OK;
}

enum err page_collecting_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(accounts_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_collecting(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(accounts_desk(c, &d));
	desk_export(&d, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(base(c))));
	d.v.about = text(c->lang, T_pay_accounts_about);
	d.v.empty.what = T_pay_accounts_none;
	d.v.errors = page_errors(c, r);
	TRY(account_form(&d, r));
	return desk_page(&d, w);
}

enum err page_collecting_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct account_in *in = req_input(r);
	struct collecting_put a = {.channel = in->channel,
	                           .party = in->party,
	                           .holder = in->holder,
	                           .bank = in->bank,
	                           .number = in->number,
	                           .merchant = in->merchant,
	                           .active = in->active};
	struct collecting_try t;

	TRY(store_write(c, &collecting_put_verb, &a));
	t.id = a.result;
	/* Tried at once: whoever enters an account sees whether its keys fit. */
	return form_verb(c, r, w, &collecting_try_verb, &t, base(c), T_pay_account_saved);
}

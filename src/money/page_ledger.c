/* The ledger at the desks of school, county and city: balances, by subject, statements. */
#include "money/page_ledger.h"

#include "people/county.h"

static const struct in_field BALANCES_FIELDS[] = {
	{.name = "school",
         .type = IN_ID,
         .label = T_ledger_school,
         .offset = offsetof(struct balances_in, school)},
	{.name = "day",
         .type = IN_DATE,
         .label = T_ledger_day,
         .offset = offsetof(struct balances_in, day)},
};
const struct input balances_query = {"LedgerBalancesQuery", sizeof(struct balances_in),
                                     BALANCES_FIELDS, 2, 0};

static const struct in_field SUBJECTS_FIELDS[] = {
	LIST_FIELDS(struct subjects_in),
	{.name = "school",
         .type = IN_ID,
         .label = T_ledger_school,
         .offset = offsetof(struct subjects_in, of.school)},
	{.name = "day",
         .type = IN_DATE,
         .label = T_ledger_day,
         .offset = offsetof(struct subjects_in, of.day)},
	{.name = "account",
         .type = IN_STR,
         .required = true,
         .label = T_ledger_account,
         .offset = offsetof(struct subjects_in, account)},
};
const struct input subjects_query = {"LedgerSubjectsQuery", sizeof(struct subjects_in),
                                     SUBJECTS_FIELDS, 5, 0};

static const struct in_field STATEMENT_FIELDS[] = {
	LIST_FIELDS(struct statement_in),
	{.name = "school",
         .type = IN_ID,
         .label = T_ledger_school,
         .offset = offsetof(struct statement_in, school)},
	{.name = "account",
         .type = IN_STR,
         .label = T_ledger_account,
         .offset = offsetof(struct statement_in, account)},
	{.name = "subject",
         .type = IN_ID,
         .label = T_ledger_subject,
         .offset = offsetof(struct statement_in, subject)},
	{.name = "from",
         .type = IN_DATE,
         .label = T_ledger_from,
         .offset = offsetof(struct statement_in, from)},
	{.name = "to",
         .type = IN_DATE,
         .label = T_ledger_to,
         .offset = offsetof(struct statement_in, to)},
};
const struct input ledger_statement_query = {"LedgerStatementQuery", sizeof(struct statement_in),
                                             STATEMENT_FIELDS, 7, 0};

struct date day_or_today(const struct ctx *c, struct date day)
{
	return date_some(day) ? day : ctx_today(c);
}

void desk_whole(struct desk *d, size_t n)
{
	d->v.pager.total = (int64_t)n;
	d->v.pager.from = n > 0;
	d->v.pager.to = (int64_t)n;
}

enum err account_asked(struct ctx *c, struct str name, enum ledger_account *ret_a)
{
	return ledger_account_parse(name, ret_a)
	               ? OK
	               : fault_input(c, NULL, S("account"), name, STR_NONE);
}

enum err statement_of(struct ctx *c, const struct statement_in *in, bool all,
                      struct statement_asked *ret_q)
{
	struct desk_slice slice = desk_slice(&in->list, all);
	struct statement_asked q = {.subject = in->subject,
	                            .from = in->from,
	                            .to = day_or_today(c, in->to),
	                            .most = slice.most,
	                            .skip = slice.skip};
	struct civil day = date_civil(q.to);

	if (str_some(in->account))
		TRY(account_asked(c, in->account, &q.account));
	if (!date_some(q.from) && !date_of(day.year, day.month, 1, &q.from))
		return fault_broken(c, "month");
	*ret_q = q;
	return OK;
}

bool at_county(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_AT_COUNTY);
}

static bool at_city(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_AT_CITY);
}

/* Where this caller's ledger stands. */
static struct str base(const struct ctx *c)
{
	return at_county(c) ? S("/county/ledger") : S("/school/ledger");
}

/* &school=…: an officer who looks at one school stays with it. */
static struct str at_school(struct ctx *c, school_id school)
{
	return at_county(c) && school.v ? str_printf(c->arena, "&school=%lld", (long long)school.v)
	                                : S("");
}

static void put_balance(struct desk *d, size_t row, size_t col, const struct balance *b)
{
	desk_money(d, row, col, b->debit);
	desk_money(d, row, col + 1, b->credit);
	desk_money(d, row, col + 2, b->balance);
}

/* --- balances --------------------------------------------------------------------------------- */

/* Of all counties; the sum of what each shows. */
static enum err city_balances(struct ctx *c, struct date day,
                              struct balance v[LEDGER_ACCOUNT_COUNT], struct balance *sum)
{
	struct county *county;
	size_t n;

	TRY(county_list(c, &county, &n));
	for (size_t i = 0; i < n; i++) {
		struct ledger_scope scope = {.county = county[i].id};
		struct balance one[LEDGER_ACCOUNT_COUNT + 1], *to;

		TRY(ledger_balances(c, &scope, day, one, &one[LEDGER_ACCOUNT_COUNT]));
		for (size_t a = 0; a <= LEDGER_ACCOUNT_COUNT; a++) {
			to = a < LEDGER_ACCOUNT_COUNT ? &v[a] : sum;
			if (!money_add(to->debit, one[a].debit, &to->debit) ||
			    !money_add(to->credit, one[a].credit, &to->credit) ||
			    !money_add(to->balance, one[a].balance, &to->balance))
				return fault_broken(c, "ledger overflow");
		}
	}
	return OK;
}

static enum err balances_read(struct ctx *c, const struct balances_in *in,
                              struct ledger_scope *ret_scope, struct balance *v,
                              struct balance *sum)
{
	struct date day = day_or_today(c, in->day);

	if (at_city(c))
		return city_balances(c, day, v, sum);
	TRY(ledger_scope_of(c, in->school, ret_scope));
	return ledger_balances(c, ret_scope, day, v, sum);
}

static void balance_links(struct desk *d, size_t row, enum ledger_account a,
                          const struct ledger_scope *s, struct date day)
{
	struct ctx *c = d->c;
	struct str date = date_text(c->arena, day), at = at_school(c, s->school);
	const char *name = ledger_account_name(a);

	desk_link(d, row, 0, text(c->lang, ledger_account_def(a)->label),
	          str_printf(c->arena, "%.*s/statement?account=%s&to=%.*s%.*s", STR_FMT(base(c)),
	                     name, STR_FMT(date), STR_FMT(at)));
	if (s->school.v)
		desk_link(d, row, 4, text(c->lang, T_ledger_by_subject),
		          str_printf(c->arena, "%.*s/subjects?account=%s&day=%.*s%.*s",
		                     STR_FMT(base(c)), name, STR_FMT(date), STR_FMT(at)));
}

static enum err balances_desk(struct ctx *c, const struct balances_in *in, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_ledger_account, false},
	                                       {T_ledger_debit, true},
	                                       {T_ledger_credit, true},
	                                       {T_ledger_balance, true},
	                                       {T_ledger_subject, false}};
	struct balance v[LEDGER_ACCOUNT_COUNT] = {0}, sum = {0};
	struct date day = day_or_today(c, in->day);
	struct str said = date_words(c->arena, c->lang, day);
	struct ledger_scope scope = {0};
	struct desk d;

	TRY(balances_read(c, in, &scope, v, &sum));
	TRY(desk_new(c, T_ledger_title, cols, scope.school.v ? 5 : 4, LEDGER_ACCOUNT_COUNT + 1,
	             &d));
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		put_balance(&d, a, 1, &v[a]);
		if (at_city(c))
			desk_put(&d, a, 0, text(c->lang, ledger_account_def(a)->label));
		else
			balance_links(&d, a, a, &scope, day);
	}
	desk_put(&d, LEDGER_ACCOUNT_COUNT, 0, text(c->lang, T_ledger_sum));
	put_balance(&d, LEDGER_ACCOUNT_COUNT, 1, &sum);
	desk_sum(&d, LEDGER_ACCOUNT_COUNT);
	d.v.about = text_fill(c->arena, c->lang, T_ledger_about, &said, 1);
	*ret_d = d;
	return OK;
}

static const struct balances_in NOW = {.day = DATE_NONE};

enum err page_ledger(struct ctx *c, struct req *r, struct reply *w)
{
	const struct balances_in *in = query_or(r, &NOW);
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	bool city = at_city(c), county = at_county(c);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(balances_desk(c, in, &d));
	f[0] = page_field(c, r, &balances_query, "day", "date",
	                  date_text(c->arena, day_or_today(c, in->day)));
	f[0].optional = false;
	if (county) {
		f[1] = page_field(c, r, &balances_query, "school", "select", STR_NONE);
		TRY(school_choices(c, T_ledger_whole_county, &f[1]));
		f[1].optional = false;
	}
	desk_whole(&d, LEDGER_ACCOUNT_COUNT);
	d.v.filter = f;
	d.v.filter_n = county ? 2 : 1;
	d.v.errors = page_errors(c, r);
	d.v.path = city ? S("/city/ledger") : base(c);
	desk_export(&d,
	            page_link(c, r, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(d.v.path))));
	return desk_page(&d, w);
}

enum err page_ledger_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(balances_desk(c, query_or(r, &NOW), &d));
	return desk_sheet(&d, w, d.v.about);
}

/* --- by subject ------------------------------------------------------------------------------- */

static struct str subject_label(struct ctx *c, struct str label, int64_t subject)
{
	struct str id = str_printf(c->arena, "%lld", (long long)subject);

	return label.n ? label : text_fill(c->arena, c->lang, T_ledger_bill, &id, 1);
}

static enum err subjects_desk(struct ctx *c, const struct subjects_in *in, bool all,
                              struct desk *ret_d, size_t *ret_total)
{
	static const struct desk_col cols[] = {{T_ledger_subject, false},
	                                       {T_ledger_debit, true},
	                                       {T_ledger_credit, true},
	                                       {T_ledger_balance, true}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct date day = day_or_today(c, in->of.day);
	struct str said[2] = {STR_NONE, date_words(c->arena, c->lang, day)};
	enum ledger_account account;
	struct subject_balance *v;
	struct ledger_scope scope;
	struct desk d;
	size_t n, shown;

	TRY(account_asked(c, in->account, &account));
	TRY(ledger_scope_of(c, in->of.school, &scope));
	TRY(ledger_subjects(c, &scope, account, day, &v, &n));
	size_t from = (size_t)slice.skip < n ? (size_t)slice.skip : n;

	shown = !all && (size_t)slice.most < n - from ? (size_t)slice.most : n - from;
	v += from;
	TRY(desk_new(c, T_ledger_by_subject, cols, 4, shown, &d));
	for (size_t i = 0; i < shown; i++) {
		desk_link(&d, i, 0, subject_label(c, v[i].label, v[i].subject),
		          str_printf(c->arena, "%.*s/statement?account=%s&subject=%lld&to=%.*s%.*s",
		                     STR_FMT(base(c)), ledger_account_name(account),
		                     (long long)v[i].subject, STR_FMT(date_text(c->arena, day)),
		                     STR_FMT(at_school(c, scope.school))));
		put_balance(&d, i, 1, &v[i].of);
	}
	said[0] = text(c->lang, ledger_account_def(account)->label);
	d.v.about = text_fill(c->arena, c->lang, T_ledger_subjects_about, said, 2);
	d.v.empty.what = T_ledger_none;
	*ret_total = n;
	*ret_d = d;
	return OK;
}

enum err page_ledger_subjects(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subjects_in *in = req_query(r);
	struct desk d;
	size_t total;

	TRY(subjects_desk(c, in, false, &d, &total));
	desk_export(&d,
	            page_link(c, r,
	                      str_printf(c->arena, "%.*s/subjects/export.xlsx", STR_FMT(base(c)))));
	desk_pager(&d, r, &in->list, (int64_t)total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_ledger_subjects_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	size_t total;

	TRY(subjects_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, d.v.about);
}

/* --- statement -------------------------------------------------------------------------------- */

static struct str statement_about(struct ctx *c, const struct statement_asked *q,
                                  const struct statement *s)
{
	struct str arg[5] = {
		text(c->lang, ledger_account_def(q->account)->label),
		date_words(c->arena, c->lang, q->from),
		date_words(c->arena, c->lang, q->to),
		money_show(c->arena, s->opening),
		money_show(c->arena, s->closing),
	};

	return text_fill(c->arena, c->lang, T_ledger_statement_about, arg, 5);
}

enum text_id ledger_cause_label(struct str cause)
{
	char key[64];
	int n = snprintf(key, sizeof key, "ledger.cause.%.*s", STR_FMT(cause));
	enum text_id id = n > 0 && n < (int)sizeof key ? text_lookup_name(key) : TEXT_NONE;

	return id == TEXT_NONE ? T_ledger_cause_other : id;
}

static enum err statement_desk(struct ctx *c, const struct statement_in *in, bool all,
                               struct desk *ret_d, struct statement *ret_s)
{
	static const struct desk_col cols[] = {{T_ledger_entry, false},   {T_ledger_day, false},
	                                       {T_ledger_subject, false}, {T_ledger_debit, true},
	                                       {T_ledger_credit, true},   {T_ledger_balance, true}};
	struct statement_asked q;
	struct ledger_scope scope;
	struct statement s;
	struct desk d;

	TRY(statement_of(c, in, all, &q));
	TRY(ledger_scope_of(c, in->school, &scope));
	TRY(ledger_statement(c, &scope, &q, &s));
	TRY(desk_new(c, T_ledger_statement, cols, 6, s.n, &d));
	for (size_t i = 0; i < s.n; i++) {
		const struct movement *m = &s.v[i];

		desk_link(&d, i, 0, text(c->lang, ledger_cause_label(m->cause)),
		          str_printf(c->arena, "%.*s/entries/%lld", STR_FMT(base(c)),
		                     (long long)m->entry));
		desk_day(&d, i, 1, m->day);
		desk_put(&d, i, 2, subject_label(c, m->label, m->subject));
		desk_money(&d, i, 3, FEN(m->amount.fen > 0 ? m->amount.fen : 0));
		desk_money(&d, i, 4, FEN(m->amount.fen < 0 ? -m->amount.fen : 0));
		desk_money(&d, i, 5, m->balance);
	}
	d.v.about = statement_about(c, &q, &s);
	d.v.empty.what = T_ledger_none;
	*ret_d = d;
	*ret_s = s;
	return OK;
}

/* The first account, this month. */
static const struct statement_in LATELY = {.from = DATE_NONE, .to = DATE_NONE};

static void account_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice choice[LEDGER_ACCOUNT_COUNT];

	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		choice[a].value = str_of(ledger_account_name(a));
		choice[a].label = text(c->lang, ledger_account_def(a)->label);
	}
	f->optional = false;
	desk_choices(c, f, choice, LEDGER_ACCOUNT_COUNT);
}

enum err page_ledger_statement(struct ctx *c, struct req *r, struct reply *w)
{
	const struct statement_in *in = query_or(r, &LATELY);
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	bool county = at_county(c);
	struct statement_asked q;
	struct statement s;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(statement_of(c, in, false, &q));
	TRY(statement_desk(c, in, false, &d, &s));
	f[0] = page_field(c, r, &ledger_statement_query, "account", "select", in->account);
	account_choices(c, &f[0]);
	f[1] = page_field(c, r, &ledger_statement_query, "from", "date",
	                  date_text(c->arena, q.from));
	f[2] = page_field(c, r, &ledger_statement_query, "to", "date", date_text(c->arena, q.to));
	f[1].optional = f[2].optional = false;
	if (county) {
		f[3] = page_field(c, r, &ledger_statement_query, "school", "select", STR_NONE);
		TRY(school_choices(c, T_ledger_whole_county, &f[3]));
		f[3].optional = false;
	}
	d.v.filter = f;
	d.v.filter_n = county ? 4 : 3;
	d.v.path = str_printf(c->arena, "%.*s/statement", STR_FMT(base(c)));
	desk_export(&d, page_link(c, r,
	                          str_printf(c->arena, "%.*s/statement/export.xlsx",
	                                     STR_FMT(base(c)))));
	desk_pager(&d, r, &in->list, s.total, s.n);
	return desk_page(&d, w);
}

enum err page_ledger_statement_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct statement s;
	struct desk d;

	TRY(statement_desk(c, query_or(r, &LATELY), true, &d, &s));
	return desk_sheet(&d, w, d.v.about);
}

/* The over-charge query of those who supervise fees (R41). Pupils are numbers here: whoever needs
 * the child opens the explanation, and that is written down. */
#include "oversight/fee_case.h"
#include "oversight/pages.h"
#include "people/county.h"
#include "people/pages.h"
#include "term/term_filter.h"

#define HERE "/over-charges"

static const struct in_field FIELDS[] = {
	LIST_FIELDS(struct overcharge_in),
	{.name = "county",
         .type = IN_ID,
         .label = T_overcharge_county,
         .offset = offsetof(struct overcharge_in, county)},
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct overcharge_in, term)},
	{.name = "school",
         .type = IN_ID,
         .label = T_funds_school,
         .offset = offsetof(struct overcharge_in, school)},
};
const struct input overcharge_query = {"OverchargeQuery", sizeof(struct overcharge_in), FIELDS, 5,
                                       0};
static const struct in_field OPEN_V[] = {
	{.name = "row",
         .type = IN_STR,
         .max = 80,
         .label = T_overcharge_row,
         .offset = offsetof(struct case_open_in, row)},
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct case_open_in, term)},
	{.name = "school",
         .type = IN_ID,
         .label = T_funds_school,
         .offset = offsetof(struct case_open_in, school)},
	{.name = "words",
         .type = IN_STR,
         .required = true,
         .max = 500,
         .label = T_fee_case_words,
         .offset = offsetof(struct case_open_in, words)},
};
const struct input fee_case_input = {"FeeCaseOpen", sizeof(struct case_open_in), OPEN_V, 4, 0};

static bool of_city(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_CITY_MONEY);
}

/* What was asked, what is not said filled in: the own county (the city's: the first), its term. */
static enum err ask_of(struct ctx *c, const struct overcharge_in *in, struct overcharge_ask *ret_a,
                       struct term *ret_t, bool *ret_found)
{
	struct overcharge_ask a = {of_city(c) ? in->county : c->actor.county, in->term, in->school};
	struct county *v;
	size_t n;

	*ret_found = true;
	if (!a.county.v) {
		TRY(county_list(c, &v, &n));
		*ret_found = n > 0;
		if (n == 0)
			return OK;
		a.county = v[0].id;
	}
	if (a.term.v)
		TRY(term_get(c, a.term, ret_t));
	else
		TRY(term_current(c, a.county, ret_t, ret_found));
	a.term = ret_t->id;
	*ret_a = a;
	return OK;
}

struct over_found {
	struct overcharge_ask ask;
	struct term term;
	bool found;
	struct overcharge *v;
	size_t n;
	struct overcharge_sums sums;
};

static enum err find(struct ctx *c, const struct overcharge_in *in, struct over_found *ret_o)
{
	struct over_found o = {0};

	TRY(ask_of(c, in, &o.ask, &o.term, &o.found));
	if (o.found)
		TRY(overcharges(c, &o.ask, &o.v, &o.n, &o.sums));
	*ret_o = o;
	return OK;
}

static enum text_id item_label(struct str item)
{
	return str_is(item, "consumables") ? T_bill_item_consumables : T_bill_item_price;
}

static struct str about_of(struct ctx *c, const struct over_found *o)
{
	struct str v[4] = {
		o->term.name,
		str_printf(c->arena, "%lld", (long long)o->sums.bills),
		str_printf(c->arena, "%lld", (long long)o->sums.found),
		money_show(c->arena, o->sums.over),
	};

	return o->found ? text_fill(c->arena, c->lang, T_overcharge_about, v, 4) : STR_NONE;
}

/* --- a county's: every one of them -------------------------------------------------------------
 */

enum {
	SCHOOL,
	SERVICE,
	ITEM,
	BILL,
	DAY,
	PUBLISHED,
	CHARGED,
	ALLOWED,
	OVER,
	HOW,
	CLAUSE,
	CASE,
	ALL
};

static void over_row(struct desk *d, size_t i, const struct overcharge *o)
{
	struct ctx *c = d->c;
	struct str said[2] = {o->clause, o->document};

	desk_put(d, i, SCHOOL, o->school_name);
	if (c->actor.role == ROLE_COUNTY)
		desk_link(d, i, SERVICE, o->title,
		          str_printf(c->arena, "/pupils/%lld/why?enrolment=%lld",
		                     (long long)o->pupil.v, (long long)o->enrolment.v));
	else
		desk_put(d, i, SERVICE, o->title);
	desk_put(d, i, ITEM, text(c->lang, item_label(o->item)));
	desk_num(d, i, BILL, o->bill.v);
	desk_put(d, i, DAY, date_text(c->arena, o->day));
	desk_money(d, i, PUBLISHED, o->published);
	desk_money(d, i, CHARGED, o->charged);
	desk_money(d, i, ALLOWED, o->allowed);
	desk_money(d, i, OVER, o->over);
	desk_put(d, i, HOW, formula_in(c->lang, o->formula));
	desk_put(d, i, CLAUSE,
	         str_some(o->clause) ? str_join(c->arena, said, 2, S(" · "))
	                             : text(c->lang, T_overcharge_published));
	if (o->fee_case)
		desk_link(d, i, CASE, text(c->lang, T_fee_case_open),
		          str_printf(c->arena, "/fee-cases/%lld", (long long)o->fee_case));
}

static enum err county_desk(struct ctx *c, const struct overcharge_in *in, bool all,
                            struct over_found *o, struct desk *ret_d)
{
	static const struct desk_col cols[ALL] = {
		[SCHOOL] = {T_funds_school, false},
		[SERVICE] = {T_why_offering, false},
		[ITEM] = {T_pay_adjust_item, false},
		[BILL] = {T_overcharge_bill, false},
		[DAY] = {T_late_day, false},
		[PUBLISHED] = {T_overcharge_price, true},
		[CHARGED] = {T_overcharge_charged, true},
		[ALLOWED] = {T_overcharge_allowed, true},
		[OVER] = {T_overcharge_over, true},
		[HOW] = {T_refund_formula, false},
		[CLAUSE] = {T_why_col_clause, false},
		[CASE] = {T_fee_case_nav, false},
	};
	struct desk_slice slice = desk_slice(&in->list, all);
	size_t skip, n;
	struct desk d;

	TRY(find(c, in, o));
	skip = (size_t)slice.skip < o->n ? (size_t)slice.skip : o->n;
	n = o->n - skip;
	if (slice.most > 0 && n > (size_t)slice.most)
		n = (size_t)slice.most;
	TRY(desk_new(c, T_overcharge_title, cols, ALL, n, &d));
	for (size_t i = 0; i < n; i++)
		over_row(&d, i, &o->v[skip + i]);
	d.v.about = about_of(c, o);
	*ret_d = d;
	return OK;
}

/* --- the city's: sums by school -----------------------------------------------------------------
 */

static enum err city_desk(struct ctx *c, const struct overcharge_in *in, struct over_found *o,
                          struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_funds_school, false},
	                                       {T_overcharge_bills, true},
	                                       {T_overcharge_found, true},
	                                       {T_overcharge_over, true}};
	struct over_found sum = {0};
	struct school *school = NULL;
	struct desk d;
	int64_t total = 0;
	size_t n = 0;

	TRY(ask_of(c, in, &sum.ask, &sum.term, &sum.found));
	if (sum.found)
		TRY(school_list(c, sum.ask.county, STR_NONE, 0, 0, &school, &n, &total));
	TRY(desk_new(c, T_overcharge_title, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct overcharge_ask one = {sum.ask.county, sum.ask.term, school[i].id};
		struct overcharge_sums s;
		struct overcharge *none;
		size_t zero;

		TRY(overcharges(c, &one, &none, &zero, &s));
		desk_put(&d, i, 0, school[i].name);
		desk_num(&d, i, 1, s.bills);
		desk_num(&d, i, 2, s.found);
		desk_money(&d, i, 3, s.over);
		sum.sums.bills += s.bills;
		sum.sums.found += s.found;
		if (!money_add(sum.sums.over, s.over, &sum.sums.over))
			return fault_broken(c, "sum overflow");
	}
	sum.n = n;
	d.v.about = about_of(c, &sum);
	*o = sum;
	*ret_d = d;
	return OK;
}

static enum err county_choices(struct ctx *c, county_id here, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct county *v;
	size_t n;

	TRY(county_list(c, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){str_printf(c->arena, "%lld", (long long)v[i].id.v),
		                                 v[i].name};
	if (!str_some(f->value))
		f->value = str_printf(c->arena, "%lld", (long long)here.v);
	desk_choices(c, f, choice, n);
	return OK;
}

static enum err desk_of(struct ctx *c, const struct overcharge_in *in, bool all,
                        struct over_found *o, struct desk *ret_d)
{
	return of_city(c) ? city_desk(c, in, o, ret_d) : county_desk(c, in, all, o, ret_d);
}

static struct str row_name(struct ctx *c, const struct overcharge *o)
{
	return str_printf(c->arena, "%lld.%lld.%.*s", (long long)o->bill.v,
	                  (long long)o->offering.v, STR_FMT(o->item));
}

/* A case about one of the rows that has none. */
static enum err open_form(struct desk *d, const struct req *r, const struct over_found *o)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct desk_choice *choice = NEW_N(c->arena, o->n + 1, struct desk_choice);
	size_t k = 0;

	if (!f || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < o->n; i++) {
		const struct overcharge *v = &o->v[i];

		if (v->fee_case)
			continue;
		choice[k].value = row_name(c, v);
		choice[k++].label =
			str_printf(c->arena, "%.*s · %.*s · %lld · %.*s", STR_FMT(v->school_name),
		                   STR_FMT(v->title), (long long)v->bill.v,
		                   STR_FMT(money_show(c->arena, v->over)));
	}
	f[0] = page_field(c, r, &fee_case_input, "row", "select", STR_NONE);
	f[0].optional = false;
	desk_choices(c, &f[0], choice, k);
	f[1] = page_field(c, r, &fee_case_input, "words", "text", STR_NONE);
	d->v.has_form = k > 0;
	d->v.form_title = T_fee_case_open_title;
	d->v.action = str_printf(c->arena, "/fee-cases?term=%lld", (long long)o->term.id.v);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_fee_case_open_do;
	return OK;
}

enum err page_overcharges(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct overcharge_in none = {0};
	const struct overcharge_in *in = query_or(r, &none);
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct over_found o;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(desk_of(c, in, false, &o, &d));
	d.v.filter = f;
	if (of_city(c)) {
		f[0] = page_field(c, r, &overcharge_query, "county", "select", STR_NONE);
		f[0].optional = false;
		TRY(county_choices(c, o.ask.county, &f[0]));
		d.v.filter_n = 1;
	} else {
		f[0] = page_field(c, r, &overcharge_query, "term", "select", STR_NONE);
		TRY(desk_terms(c, &f[0], o.term.id));
		f[1] = page_field(c, r, &overcharge_query, "school", "select", STR_NONE);
		f[1].optional = false;
		TRY(school_choices(c, T_people_all, &f[1]));
		d.v.filter_n = 2;
		TRY(open_form(&d, r, &o));
	}
	d.v.path = S(HERE);
	d.v.errors = page_errors(c, r);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	d.v.empty = (struct view_part_empty){.what = T_overcharge_none};
	desk_pager(&d, r, &in->list, (int64_t)o.n, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_overcharges_xlsx(struct ctx *c, struct req *r, struct reply *w)
{
	struct over_found o;
	struct desk d;

	TRY(desk_of(c, req_query(r), true, &o, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- a case from a row ------------------------------------------------------------------------ */

/* The row as it is found now: what a case says was computed, never sent. */
static enum err row_find(struct ctx *c, const struct case_open_in *in, struct fee_case_open *a)
{
	struct overcharge_in ask = {.term = in->term, .school = in->school};
	struct over_found o;

	TRY(find(c, &ask, &o));
	for (struct overcharge *v = o.v; v < o.v + o.n; v++) {
		if (str_eq(row_name(c, v), in->row)) {
			a->row = v;
			a->term = o.term.id;
			return OK;
		}
	}
	return fault_set(c, E_ABSENT, "absent", NULL);
}

enum err case_opening(struct ctx *c, const struct case_open_in *in, struct fee_case_open *ret_a)
{
	struct fee_case_open a = {.school = in->school, .words = in->words};
	enum err e;

	if (!str_some(in->row)) {
		if (!in->school.v)
			return fault_input(c, "missing_field", S("school"), STR_NONE, STR_NONE);
	} else {
		TRY(store_read_begin(c));
		e = row_find(c, in, &a);
		store_read_end(c);
		TRY(e);
	}
	*ret_a = a;
	return OK;
}

/* --- for programs ------------------------------------------------------------------------------
 */

static void over_json(struct ctx *c, struct json *j, const struct overcharge *o)
{
	json_open(j, '{');
	json_kv_str(j, "row", row_name(c, o));
	json_kv_id(j, "school", o->school.v);
	json_kv_id(j, "bill", o->bill.v);
	json_kv_id(j, "pupil", o->pupil.v);
	json_kv_id(j, "enrolment", o->enrolment.v);
	json_kv_id(j, "offering", o->offering.v);
	json_kv_str(j, "item", o->item);
	json_kv_str(j, "day", date_text(c->arena, o->day));
	json_kv_i64(j, "published_fen", o->published.fen);
	json_kv_i64(j, "charged_fen", o->charged.fen);
	json_kv_i64(j, "allowed_fen", o->allowed.fen);
	json_kv_i64(j, "over_fen", o->over.fen);
	json_kv_str(j, "formula", formula_in(c->lang, o->formula));
	json_kv_str(j, "clause", o->clause);
	json_kv_str(j, "document", o->document);
	json_kv_id(j, "case", o->fee_case);
	json_close(j, '}');
}

enum err api_overcharges(struct ctx *c, struct req *r, struct reply *w)
{
	const struct overcharge_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct over_found o;
	struct json *j;
	size_t i;

	TRY(find(c, in, &o));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_id(j, "term", o.term.id.v);
	json_kv_i64(j, "bills", o.sums.bills);
	json_kv_i64(j, "found", o.sums.found);
	json_kv_i64(j, "over_fen", o.sums.over.fen);
	json_key(j, "items");
	json_open(j, '[');
	for (i = (size_t)slice.skip; i < o.n && i < (size_t)(slice.skip + slice.most); i++)
		over_json(c, j, &o.v[i]);
	json_close(j, ']');
	json_kv_id(j, "next", i < o.n ? (int64_t)i : 0); /* rows are counted, they have no ids */
	json_close(j, '}');
	return OK;
}

static const struct ans_field ITEM_TELLS[] = {
	{.name = "row", .type = ANS_STR},           {.name = "school", .type = ANS_ID},
	{.name = "bill", .type = ANS_ID},           {.name = "pupil", .type = ANS_ID},
	{.name = "enrolment", .type = ANS_ID},      {.name = "offering", .type = ANS_ID},
	{.name = "item", .type = ANS_STR},          {.name = "day", .type = ANS_DATE},
	{.name = "published_fen", .type = ANS_I64}, {.name = "charged_fen", .type = ANS_I64},
	{.name = "allowed_fen", .type = ANS_I64},   {.name = "over_fen", .type = ANS_I64},
	{.name = "formula", .type = ANS_STR},       {.name = "clause", .type = ANS_STR},
	{.name = "document", .type = ANS_STR},      {.name = "case", .type = ANS_ID, .null = true},
};
static const struct answer over_item = ANSWER("Overcharge", ITEM_TELLS);
static const struct ans_field OVER_TELLS[] = {
	{.name = "term", .type = ANS_ID, .null = true},
	{.name = "bills", .type = ANS_I64},
	{.name = "found", .type = ANS_I64},
	{.name = "over_fen", .type = ANS_I64},
	ANS_ITEMS(over_item),
};
const struct answer overcharges_told = ANSWER("Overcharges", OVER_TELLS);

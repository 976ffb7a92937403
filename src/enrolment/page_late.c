/* What late documents would change, for a county's officer and for the money desk of a school,
 * whose list leads to the adjustment filled in. Pupils are numbers here: whoever needs the child
 * opens the explanation or the bill, and that is written down. */
#include "enrolment/late.h"
#include "enrolment/pages.h"
#include "people/desk.h"
#include "payments/adjust.h"
#include "people/pages.h"
#include "term/term_filter.h"

static const struct in_field FIELDS[] = {
	LIST_FIELDS(struct late_in),
	{.name = "term",
         .type = IN_ID,
         .label = T_enrol_term,
         .offset = offsetof(struct late_in, term)},
};
const struct input late_query = {"LateQuery", sizeof(struct late_in), FIELDS, 3, 0};

struct late_found {
	struct term term;
	bool found;
	struct late_change *v;
	size_t n;
	struct late_sums sums;
};

static enum err late_find(struct ctx *c, const struct late_in *in, struct late_found *ret_l)
{
	struct late_found l = {.found = true};

	if (in->term.v)
		TRY(term_get(c, in->term, &l.term));
	else
		TRY(term_current(c, c->actor.county, &l.term, &l.found));
	if (l.found)
		TRY(late_changes(c, c->actor.county, l.term.id, &l.v, &l.n, &l.sums));
	*ret_l = l;
	return OK;
}

enum { SCHOOL, SERVICE, DAY, CHARGED, THEN, NOW, DIFFERENCE, ADJUSTED, WHY, DOCUMENT, COLUMNS };

/* What is still to be adjusted leads a school's desk to the form; an open bill cannot be yet. */
static enum err adjusted_cell(struct desk *d, size_t i, term_id term, const struct late_change *ch)
{
	struct ctx *c = d->c;
	struct bill_totals t;
	struct money done, rest;

	TRY(adjusted_of(c, ch->bill, ch->offering, &done));
	desk_money(d, i, ADJUSTED, done);
	if (!c->actor.school.v || ch->refused)
		return OK;
	TRY(bill_totals_get(c, ch->pupil, term, &t));
	if (t.collected && money_sub(ch->difference, done, &rest) && rest.fen != 0)
		desk_link(d, i, DIFFERENCE, money_show(c->arena, ch->difference),
		          adjust_path(c, ch->pupil, term, ch->offering, rest));
	return OK;
}

static void change_row(struct desk *d, size_t i, const struct late_change *ch)
{
	struct ctx *c = d->c;
	struct str said = ch->clause;

	if (ch->refused) {
		const struct fault_text *f = fault_lookup(ch->refused);
		struct str v[2] = {f->title[c->lang], ch->clause};

		said = str_join(c->arena, v, 2, S(": "));
	}
	desk_put(d, i, SCHOOL, ch->school_name);
	desk_link(d, i, SERVICE, ch->title,
	          str_printf(c->arena, "/pupils/%lld/why?enrolment=%lld", (long long)ch->pupil.v,
	                     (long long)ch->enrolment.v));
	desk_day(d, i, DAY, ch->day);
	desk_money(d, i, CHARGED, ch->charged);
	desk_money(d, i, THEN, ch->then);
	if (!ch->refused) {
		desk_money(d, i, NOW, ch->now);
		desk_money(d, i, DIFFERENCE, ch->difference);
	}
	desk_put(d, i, WHY, said);
	desk_put(d, i, DOCUMENT, ch->document);
}

static struct str about_of(struct ctx *c, const struct late_found *l)
{
	struct str v[5] = {
		l->term.name,
		str_printf(c->arena, "%lld", (long long)l->sums.bills),
		str_printf(c->arena, "%lld", (long long)l->sums.changed),
		money_show(c->arena, l->sums.more),
		money_show(c->arena, l->sums.less),
	};

	return l->found ? text_fill(c->arena, c->lang, T_late_about, v, 5) : STR_NONE;
}

static enum err late_desk(struct ctx *c, const struct late_in *in, bool all, struct late_found *l,
                          struct desk *ret_d)
{
	static const struct desk_col cols[COLUMNS] = {
		[SCHOOL] = {T_late_school, false},  [SERVICE] = {T_why_offering, false},
		[DAY] = {T_late_day, false},        [CHARGED] = {T_late_charged, true},
		[THEN] = {T_late_then, true},       [NOW] = {T_late_now, true},
		[DIFFERENCE] = {T_late_diff, true}, [ADJUSTED] = {T_late_adjusted, true},
		[WHY] = {T_why_col_clause, false},  [DOCUMENT] = {T_why_col_document, false},
	};
	struct desk_slice slice = desk_slice(&in->list, all);
	size_t skip, n;
	struct desk d;

	TRY(late_find(c, in, l));
	skip = (size_t)slice.skip < l->n ? (size_t)slice.skip : l->n;
	n = l->n - skip;
	if (slice.most > 0 && n > (size_t)slice.most)
		n = (size_t)slice.most;
	TRY(desk_new(c, T_late_title, cols, COLUMNS, n, &d));
	for (size_t i = 0; i < n; i++) {
		change_row(&d, i, &l->v[skip + i]);
		TRY(adjusted_cell(&d, i, l->term.id, &l->v[skip + i]));
	}
	d.v.about = about_of(c, l);
	*ret_d = d;
	return OK;
}

enum err page_late(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct late_in none = {0};
	const struct late_in *in = query_or(r, &none);
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	struct late_found l;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(late_desk(c, in, false, &l, &d));
	f[0] = page_field(c, r, &late_query, "term", "select", STR_NONE);
	TRY(desk_terms(c, &f[0], l.term.id));
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = c->actor.school.v ? S("/school/late") : S("/county/late");
	desk_export(&d, page_link(c, r,
	                          c->actor.school.v ? S("/school/late/export.xlsx")
	                                            : S("/county/late/export.xlsx")));
	d.v.empty = (struct view_part_empty){.what = T_late_none};
	desk_pager(&d, r, &in->list, (int64_t)l.n, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_late_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct late_found l;
	struct desk d;

	TRY(late_desk(c, req_query(r), true, &l, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- for programs ------------------------------------------------------------------------------
 */

static void change_json(struct ctx *c, struct json *j, const struct late_change *ch)
{
	json_open(j, '{');
	json_kv_id(j, "bill", ch->bill.v);
	json_kv_id(j, "enrolment", ch->enrolment.v);
	json_kv_id(j, "pupil", ch->pupil.v);
	json_kv_id(j, "school", ch->school.v);
	json_kv_str(j, "day", date_text(c->arena, ch->day));
	json_kv_i64(j, "charged_fen", ch->charged.fen);
	json_kv_i64(j, "then_fen", ch->then.fen);
	if (ch->refused) {
		json_kv_str(j, "refused", str_of(ch->refused));
	} else {
		json_kv_i64(j, "now_fen", ch->now.fen);
		json_kv_i64(j, "difference_fen", ch->difference.fen);
	}
	json_kv_str(j, "clause", ch->clause);
	json_kv_str(j, "document", ch->document);
	json_close(j, '}');
}

enum err api_late(struct ctx *c, struct req *r, struct reply *w)
{
	const struct late_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct late_found l;
	struct json *j;
	size_t i;

	TRY(late_find(c, in, &l));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_id(j, "term", l.term.id.v);
	json_kv_i64(j, "bills", l.sums.bills);
	json_kv_i64(j, "changed", l.sums.changed);
	json_kv_i64(j, "more_fen", l.sums.more.fen);
	json_kv_i64(j, "less_fen", l.sums.less.fen);
	json_key(j, "items");
	json_open(j, '[');
	for (i = (size_t)slice.skip; i < l.n && i < (size_t)(slice.skip + slice.most); i++)
		change_json(c, j, &l.v[i]);
	json_close(j, ']');
	json_kv_id(j, "next", i < l.n ? (int64_t)i : 0); /* rows are counted, they have no ids */
	json_close(j, '}');
	return OK;
}

static const struct ans_field ITEM_TELLS[] = {
	{.name = "bill", .type = ANS_ID},
	{.name = "enrolment", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
	{.name = "school", .type = ANS_ID},
	{.name = "day", .type = ANS_DATE},
	{.name = "charged_fen", .type = ANS_I64},
	{.name = "then_fen", .type = ANS_I64},
	{.name = "refused", .type = ANS_STR, .maybe = true},
	{.name = "now_fen", .type = ANS_I64, .maybe = true},
	{.name = "difference_fen", .type = ANS_I64, .maybe = true},
	{.name = "clause", .type = ANS_STR, .null = true},
	{.name = "document", .type = ANS_STR, .null = true},
};
static const struct answer late_item = ANSWER("LateChange", ITEM_TELLS);

static const struct ans_field LATE_TELLS[] = {
	{.name = "term", .type = ANS_ID, .null = true}, {.name = "bills", .type = ANS_I64},
	{.name = "changed", .type = ANS_I64},           {.name = "more_fen", .type = ANS_I64},
	{.name = "less_fen", .type = ANS_I64},          ANS_ITEMS(late_item),
};
const struct answer late_answer = ANSWER("LateChanges", LATE_TELLS);

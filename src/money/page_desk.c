/* The bills of a school, at its desk. */
#include "money/bill.sql.h"
#include "money/pages.h"
#include "term/term_filter.h"

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct bills_in),
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct bills_in, class)},
	{.name = "term",
         .type = IN_ID,
         .label = T_bill_term,
         .offset = offsetof(struct bills_in, term)},
};
const struct input bills_query = {"BillsQuery", sizeof(struct bills_in), QUERY_FIELDS, 4, 0};

static const struct in_field EXPORT_FIELDS[] = {DESK_REASON(struct bills_out)};
const struct input bills_export_input = {"BillsExport", sizeof(struct bills_out), EXPORT_FIELDS, 1,
                                         0};

static struct str about_of(struct ctx *c, const struct term *t, const struct bill_sums *sums)
{
	struct str v[3] = {
		t->name,
		str_printf(c->arena, "%lld", (long long)sums->bills),
		money_show(c->arena, sums->total),
	};

	return text_fill(c->arena, c->lang, T_bills_about, v, 3);
}

static enum err bills_desk(struct ctx *c, const struct bills_in *in, bool all, struct term *ret_t,
                           struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},      {T_people_class, false},
	                                       {T_bills_course, true},      {T_bills_care, true},
	                                       {T_bills_consumables, true}, {T_bill_total, true},
	                                       {T_bill_payment, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct bill_filter f = {in->class, slice.most, slice.skip};
	struct bill_sums sums;
	struct bill_row *v;
	struct desk d;
	size_t n;

	TRY(desk_term_listed(c, in->term, q_bills_newest, ret_t));
	TRY(bill_page(c, c->actor.school, ret_t->id, &f, &v, &n, &sums));
	TRY(desk_new(c, T_bills_title, cols, 7, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(
			&d, i, 0, v[i].name,
			str_printf(c->arena, "/school/pupils/%lld/bill", (long long)v[i].pupil.v));
		desk_class(&d, i, 1, v[i].class_name);
		desk_money(&d, i, 2, v[i].course);
		desk_money(&d, i, 3, v[i].care);
		desk_money(&d, i, 4, v[i].consumables);
		desk_money(&d, i, 5, v[i].total);
		desk_tag(&d, i, 6, v[i].collected ? "ok" : "info",
		         v[i].collected ? T_bill_collected : T_bill_open);
	}
	d.v.about = about_of(c, ret_t, &sums);
	d.v.empty.what = T_bills_none;
	*ret_total = sums.bills;
	*ret_d = d;
	return OK;
}

enum err page_bills(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct bills_in none = {0};
	const struct bills_in *in = query_or(r, &none);
	struct view_part_errors errors = page_errors(c, r);
	struct term t;
	struct desk d;
	int64_t total;

	TRY(bills_desk(c, in, false, &t, &d, &total));
	d.v.errors = errors;
	d.v.path = S("/school/bills");
	d.v.filter = NEW_N(c->arena, 2, struct view_part_field);
	if (!d.v.filter)
		return fault_broken(c, "arena");
	d.v.filter_n = 2;
	d.v.filter[0] = page_field(c, r, &bills_query, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_all, &d.v.filter[0]));
	d.v.filter[0].optional = false;
	TRY(desk_term_field(c, r, &bills_query, t.id, &d.v.filter[1]));
	if (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) /* of what is shown: the filters stand there */
		TRY(desk_export_reasoned(&d, r, &bills_export_input,
		                         page_link(c, r, S("/school/bills/export.xlsx"))));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_bills_export(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct bills_in none = {0};
	const struct bills_out *out = req_input(r);
	struct desk_taken taken = {"bills_exported", "school", c->actor.school.v, out->reason};
	struct str mark;
	struct term t;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = bills_desk(c, query_or(r, &none), true, &t, &d, &total);
	store_read_end(c);
	TRY(e);
	return desk_sheet_marked(&d, w, mark);
}

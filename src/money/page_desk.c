/* The bills of a school, at its desk. */
#include "money/pages.h"

#define CLASS_FIELD(in)                                                                            \
	{                                                                                          \
		.name = "class", .type = IN_ID, .label = T_people_class,                           \
		.offset = offsetof(in, class)                                                      \
	}
static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct bills_in),
	CLASS_FIELD(struct bills_in),
};
const struct input bills_query = {"BillsQuery", sizeof(struct bills_in), QUERY_FIELDS, 3, 0};

static const struct in_field EXPORT_FIELDS[] = {
	CLASS_FIELD(struct bills_out),
	DESK_REASON(struct bills_out),
};
const struct input bills_export_input = {"BillsExport", sizeof(struct bills_out), EXPORT_FIELDS, 2,
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

static enum err bills_desk(struct ctx *c, const struct bills_in *in, bool all, struct desk *ret_d,
                           int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},      {T_people_class, false},
	                                       {T_bills_course, true},      {T_bills_care, true},
	                                       {T_bills_consumables, true}, {T_bill_total, true},
	                                       {T_bill_payment, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct bill_filter f = {in->class, slice.most, slice.skip};
	struct bill_sums sums;
	struct bill_row *v;
	struct term t;
	struct desk d;
	size_t n;

	TRY(desk_term(c, &t));
	TRY(bill_page(c, c->actor.school, t.id, &f, &v, &n, &sums));
	TRY(desk_new(c, T_bills_title, cols, 7, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(
			&d, i, 0, v[i].name,
			str_printf(c->arena, "/school/pupils/%lld/bill", (long long)v[i].pupil.v));
		desk_put(&d, i, 1, v[i].class_name);
		desk_money(&d, i, 2, v[i].course);
		desk_money(&d, i, 3, v[i].care);
		desk_money(&d, i, 4, v[i].consumables);
		desk_money(&d, i, 5, v[i].total);
		desk_tag(&d, i, 6, v[i].collected ? "ok" : "info",
		         v[i].collected ? T_bill_collected : T_bill_open);
	}
	d.v.about = about_of(c, &t, &sums);
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
	struct desk d;
	int64_t total;

	TRY(bills_desk(c, in, false, &d, &total));
	d.v.errors = errors;
	d.v.path = S("/school/bills");
	d.v.filter = NEW_N(c->arena, 1, struct view_part_field);
	if (!d.v.filter)
		return fault_broken(c, "arena");
	d.v.filter_n = 1;
	d.v.filter[0] = page_field(c, r, &bills_query, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_all, &d.v.filter[0]));
	d.v.filter[0].optional = false;
	if (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) {
		TRY(desk_reasoned(&d, r, &bills_export_input, S("/school/bills/export.xlsx")));
		desk_hide_id(&d, "class", in->class.v);
	}
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_bills_export(struct ctx *c, struct req *r, struct reply *w)
{
	const struct bills_out *out = req_input(r);
	struct bills_in in = {.class = out->class};
	struct desk_taken taken = {"bills_exported", "school", c->actor.school.v, out->reason};
	struct str mark;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = bills_desk(c, &in, true, &d, &total);
	store_read_end(c);
	TRY(e);
	return desk_sheet(&d, w, mark);
}

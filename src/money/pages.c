/* The bill as a family sees it, as the school sees it, and as the API tells it. */
#include "money/bill.html.h"
#include "money/pages.h"
#include "money/routes.h"
#include "web/listing.h"

struct bill_in {
	term_id term;
};
static const struct in_field BILL_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_bill_term,
         .offset = offsetof(struct bill_in, term)},
};
static const struct input BILL_QUERY = {"BillQuery", sizeof(struct bill_in), BILL_FIELDS, 1, 0};

struct bill_found {
	struct pupil pupil;
	struct term term;
	struct bill bill;
	struct bill_line *line;
	size_t n;
	bool found;
};

static enum err bill_find(struct ctx *c, struct req *r, struct bill_found *ret_b)
{
	const struct bill_in *in = req_query(r);
	struct bill_found b = {0};
	bool has_term = true;

	if (c->actor.role == ROLE_GUARDIAN)
		TRY(pupil_get(c, (pupil_id){req_id(r, "pupil")}, &b.pupil));
	else /* within whose reach the bill is: bill_get() */
		TRY(pupil_load(c, (pupil_id){req_id(r, "pupil")}, &b.pupil));
	if (in->term.v)
		TRY(term_get(c, in->term, &b.term));
	else
		TRY(term_current(c, b.pupil.county, &b.term, &has_term));
	TRY(bill_get(c, b.pupil.id, b.term.id, &b.bill, &b.line, &b.n, &b.found));
	if (c->actor.role != ROLE_GUARDIAN)
		TRY(audit_read_note(c, b.pupil.id, "bill read"));
	*ret_b = b;
	return OK;
}

/* The bills of a family's other terms, the newest first. */
static enum err other_bills(struct ctx *c, const struct bill_found *b, struct view_bill *view)
{
	struct bill_line *line;
	struct bill bill;
	struct term *t;
	size_t n, lines;
	bool found;

	TRY(term_list(c, b->pupil.county, &t, &n));
	view->other = NEW_N(c->arena, n + 1, struct view_bill_other);
	if (!view->other)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (term_id_eq(t[i].id, b->term.id))
			continue;
		TRY(bill_get(c, b->pupil.id, t[i].id, &bill, &line, &lines, &found));
		if (found)
			view->other[view->other_n++] = (struct view_bill_other){
				.path = str_printf(c->arena, "/pupils/%lld/bill?term=%lld",
			                           (long long)b->pupil.id.v, (long long)t[i].id.v),
				.name = t[i].name,
				.sum = money_show(c->arena, bill.total),
				.state = bill.collected ? T_bill_collected : T_bill_open,
			};
	}
	return OK;
}

static struct str bill_path(struct ctx *c, const struct bill_found *b, const char *tail)
{
	return str_printf(c->arena, "/pupils/%lld/%s?term=%lld", (long long)b->pupil.id.v, tail,
	                  (long long)b->term.id.v);
}

static enum err page_bill(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_bill view = {.none = {.what = T_bill_none}, .sign = {.seal = true}};
	bool family = c->actor.role == ROLE_GUARDIAN;
	struct bill_found b;

	TRY(bill_find(c, r, &b));
	TRY(pupil_name(c, b.pupil.id, &view.name));
	view.family = family;
	view.term = b.term.name;
	view.total = b.bill.total;
	view.capital = money_capital(c->arena, b.bill.total);
	if (family && b.found) {
		view.pay = bill_path(c, &b, "pay");
		view.export = bill_path(c, &b, "bill/export.xlsx");
		view.export_csv = listing_csv(c->arena, view.export);
	}
	if (family)
		TRY(other_bills(c, &b, &view));
	view.state = b.bill.collected ? T_bill_collected : T_bill_open;
	view.line = NEW_N(c->arena, b.n, struct view_bill_line);
	if (b.n > 0 && !view.line)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < b.n; i++) {
		const struct bill_line *l = &b.line[i];

		view.line[view.line_n++] = (struct view_bill_line){
			.title = l->title,
			.item = bill_item_label(l->item),
			.amount = l->amount,
			.formula = l->formula,
			.requirement = l->requirement,
			.document = l->document,
			.at = l->at,
			.reversal = l->reversal,
			.more = str_printf(c->arena, "/pupils/%lld/why?enrolment=%lld",
		                           (long long)b.pupil.id.v, (long long)l->enrolment.v),
		};
	}
	return reply_page(c, w, family ? LAYOUT_GUARDIAN : LAYOUT_STAFF, T_bill_title,
	                  RENDER(render_bill), &view);
}

/* The lines as a family takes them along. */
static enum err lines_desk(struct ctx *c, struct req *r, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_enrol_offering, false},      {T_refund_item, false},
		{T_pay_amount, true},           {T_refund_formula, false},
		{T_why_col_requirement, false}, {T_why_col_document, false},
		{T_fee_case_at, false},         {T_bill_state, false}};
	struct bill_found b;
	struct desk d;

	TRY(bill_find(c, r, &b));
	TRY(desk_new(c, T_bill_title, cols, 8, b.n, &d));
	for (size_t i = 0; i < b.n; i++) {
		const struct bill_line *l = &b.line[i];

		desk_put(&d, i, 0, l->title);
		desk_put(&d, i, 1, text(c->lang, bill_item_label(l->item)));
		desk_money(&d, i, 2, l->amount);
		desk_put(&d, i, 3, l->formula);
		desk_put(&d, i, 4, l->requirement);
		desk_put(&d, i, 5, l->document);
		desk_put(&d, i, 6, instant_words(c->arena, c->lang, l->at));
		if (l->reversal)
			desk_put(&d, i, 7, text(c->lang, T_bill_reversal));
	}
	*ret_d = d;
	return OK;
}

static enum err page_bill_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(lines_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

static void line_json(struct ctx *c, struct json *j, const struct bill_line *l)
{
	json_open(j, '{');
	json_kv_id(j, "id", l->id.v);
	json_kv_id(j, "enrolment", l->enrolment.v);
	json_kv_str(j, "item", l->item);
	json_kv_str(j, "title", l->title);
	json_kv_i64(j, "amount_fen", l->amount.fen);
	json_kv_str(j, "formula", l->formula);
	json_kv_str(j, "requirement", l->requirement);
	json_kv_str(j, "document", l->document);
	json_kv_str(j, "at", instant_text(c->arena, l->at));
	json_close(j, '}');
}

static enum err api_bill(struct ctx *c, struct req *r, struct reply *w)
{
	struct bill_found b;

	TRY(bill_find(c, r, &b));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_id(j, "id", b.bill.id.v);
	json_kv_id(j, "pupil", b.pupil.id.v);
	json_kv_id(j, "term", b.term.id.v);
	json_kv_str(j, "state", b.bill.collected ? S("collected") : S("open"));
	json_key(j, "lines");
	json_open(j, '[');
	for (size_t i = 0; i < b.n; i++)
		line_json(c, j, &b.line[i]);
	json_close(j, ']');
	json_kv_i64(j, "total_fen", b.bill.total.fen);
	json_close(j, '}');
	return OK;
}

#define READERS (ROLE_BIT(ROLE_GUARDIAN) | ROLES_SCHOOL | ROLE_BIT(ROLE_COUNTY))

static const struct ans_field LINE_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},           {.name = "enrolment", .type = ANS_ID},
	{.name = "item", .type = ANS_STR},        {.name = "title", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},  {.name = "formula", .type = ANS_STR},
	{.name = "requirement", .type = ANS_STR}, {.name = "document", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
};
static const struct answer line_item = ANSWER("BillLine", LINE_ITEM_TELLS);

static const struct ans_field BILL_ANSWER_TELLS[] = {
	{.name = "id", .type = ANS_ID, .null = true},
	{.name = "pupil", .type = ANS_ID},
	{.name = "term", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},
	{.name = "lines", .type = ANS_LIST, .of = &line_item},
	{.name = "total_fen", .type = ANS_I64},
};
static const struct answer bill_answer = ANSWER("Bill", BILL_ANSWER_TELLS);

static const struct route ROUTES_V[] = {
	{M_GET, "/pupils/{pupil}/bill", ROLE_BIT(ROLE_GUARDIAN), SCOPE_FAMILY, page_bill,
         .query = &BILL_QUERY, .summary = "A child's bill of the term"},
	{M_GET, "/pupils/{pupil}/bill/export.{format}", ROLE_BIT(ROLE_GUARDIAN), SCOPE_FAMILY,
         page_bill_sheet, .query = &BILL_QUERY, .summary = "Its lines as a workbook or text"},
	{M_GET, "/school/bills", ROLES_SCHOOL, SCOPE_SCHOOL, page_bills, .query = &bills_query,
         .summary = "Bills of the school's term", .nav = T_bills_nav, .menu = MENU(FEES, 2)},
	{M_POST, "/school/bills/export.{format}", ROLES_SCHOOL, SCOPE_SCHOOL, page_bills_export,
         .input = &bills_export_input, .query = &bills_query, .again = page_bills,
         .summary = "The bills as a workbook or text, with reason and watermark"},
	{M_GET, "/school/pupils/{pupil}/bill", ROLES_SCHOOL, SCOPE_SCHOOL, page_bill,
         .query = &BILL_QUERY, .summary = "A pupil's bill, at the school's desk"},
	{M_GET, "/api/v1/pupils/{pupil}/bills", READERS, SCOPE_FAMILY | SCOPE_SCHOOL | SCOPE_COUNTY,
         api_bill, .query = &BILL_QUERY, .summary = "A pupil's bill with formula and rule per line",
         .answer = &bill_answer},
};
const struct routes money_routes = ROUTES(ROUTES_V);

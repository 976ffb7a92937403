/* The lists of a school's money desk: what is due, what was paid, what goes back. */
#include "payments/case.h"
#include "payments/payment.h"
#include "payments/payment.sql.h"
#include "payments/refund.sql.h"
#include "payments/refund_reason.h"
#include "term/term_filter.h"

static const char *const CHANNELS[] = {"wechat", "alipay", "counter", NULL};
#define TERM_FIELD(in)                                                                             \
	{                                                                                          \
		.name = "term", .type = IN_ID, .label = T_bill_term, .offset = offsetof(in, term)  \
	}
static const struct in_field DUES_FIELDS[] = {
	LIST_FIELDS(struct dues_in),
	TERM_FIELD(struct dues_in),
	{.name = "open",
         .type = IN_BOOL,
         .label = T_pay_only_open,
         .offset = offsetof(struct dues_in, open)},
};
const struct input dues_query = {"DuesQuery", sizeof(struct dues_in), DUES_FIELDS, 4, 0};
static const struct in_field PAYMENTS_FIELDS[] = {
	LIST_FIELDS(struct payments_in),
	TERM_FIELD(struct payments_in),
	{.name = "channel",
         .type = IN_CHOICE,
         .choices = CHANNELS,
         .words = "pay.channel.",
         .label = T_pay_channel,
         .offset = offsetof(struct payments_in, channel)},
};
const struct input payments_query = {"PaymentsQuery", sizeof(struct payments_in), PAYMENTS_FIELDS,
                                     4, 0};
static const struct in_field PAPERS_FIELDS[] = {LIST_FIELDS(struct papers_in),
                                                TERM_FIELD(struct papers_in)};
const struct input papers_query = {"PapersQuery", sizeof(struct papers_in), PAPERS_FIELDS, 3, 0};
static const struct in_field OUT_FIELDS[] = {DESK_REASON(struct out_in)};
const struct input payments_out_input = {"PaymentsExport", sizeof(struct out_in), OUT_FIELDS, 1, 0};

enum err papers_part(struct desk *d, const struct req *r, const struct input *query, term_id term,
                     const char *path, size_t more)
{
	struct ctx *c = d->c;
	struct str sheet = str_printf(c->arena, "%s/export.xlsx", path);

	d->v.path = str_of(path);
	d->v.errors = page_errors(c, r);
	d->v.filter = NEW_N(c->arena, 1 + more, struct view_part_field);
	if (!d->v.filter)
		return fault_broken(c, "arena");
	d->v.filter_n = 1 + more;
	TRY(desk_term_field(c, r, query, term, &d->v.filter[0]));
	return desk_export_reasoned(d, r, &payments_out_input, page_link(c, r, sheet));
}

/* --- dues --------------------------------------------------------------------------------------
 */

static enum err dues_desk(struct ctx *c, const struct dues_in *in, bool all, struct term *ret_t,
                          struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},
	                                       {T_people_class, false},
	                                       {T_bill_total, true},
	                                       {T_pay_due, true},
	                                       {T_bill_payment, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct due_filter f = {in->open, slice.most, slice.skip};
	struct owing *v;
	struct desk d;
	size_t n;

	TRY(desk_term_listed(c, in->term, q_dues_newest, ret_t));
	TRY(due_page(c, c->actor.school, ret_t->id, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_pay_dues, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].name, pupil_desk_path(c, v[i].pupil, ret_t->id));
		desk_class(&d, i, 1, v[i].class_name);
		desk_money(&d, i, 2, v[i].total);
		desk_money(&d, i, 3, v[i].due);
		desk_tag(&d, i, 4, v[i].collected ? "ok" : "info",
		         v[i].collected ? T_bill_collected : T_bill_open);
	}
	d.v.about = ret_t->name;
	d.v.empty.what = T_pay_none;
	*ret_d = d;
	return OK;
}

enum err page_dues(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct dues_in none = {0};
	const struct dues_in *in = query_or(r, &none);
	struct term t;
	struct desk d;
	int64_t total;

	TRY(dues_desk(c, in, false, &t, &d, &total));
	TRY(papers_part(&d, r, &dues_query, t.id, "/school/dues", 1));
	d.v.filter[1] = page_field(c, r, &dues_query, "open", "tick", STR_NONE);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

/* --- payments ----------------------------------------------------------------------------------
 */

static void payment_row(struct desk *d, size_t i, const struct payment *y)
{
	struct ctx *c = d->c;

	desk_link(d, i, 0, y->name,
	          str_printf(c->arena, "/school/payments/%lld", (long long)y->id.v));
	desk_class(d, i, 1, y->class_name);
	desk_put(d, i, 2, instant_words(c->arena, c->lang, y->paid_at));
	desk_put(d, i, 3, text(c->lang, word_label("pay.channel", y->channel)));
	desk_put(d, i, 4, y->number);
	desk_money(d, i, 5, y->amount);
	desk_money(d, i, 6, y->refunded);
	if (str_is(y->reversal, "done"))
		desk_tag(d, i, 7, "off", T_pay_reversed);
	else if (str_is(y->flag, "late"))
		desk_tag(d, i, 7, "warn", T_pay_flag_late);
	else
		desk_tag(d, i, 7, "ok", T_pay_booked);
}

static enum err payments_desk(struct ctx *c, const struct payments_in *in, bool all,
                              struct term *ret_t, struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false}, {T_people_class, false},
	                                       {T_pay_at, false},      {T_pay_channel, false},
	                                       {T_pay_number, false},  {T_pay_amount, true},
	                                       {T_pay_back, true},     {T_pay_state, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct payment_filter f = {in->channel, STR_NONE, slice.most, slice.skip};
	struct payment_sums sums;
	struct payment *v;
	struct str said[3];
	struct desk d;
	size_t n;

	TRY(desk_term_listed(c, in->term, q_payments_newest, ret_t));
	TRY(payment_page(c, c->actor.school, ret_t->id, &f, &v, &n, &sums));
	TRY(desk_new(c, T_pay_payments, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++)
		payment_row(&d, i, &v[i]);
	said[0] = ret_t->name;
	said[1] = str_printf(c->arena, "%lld", (long long)sums.payments);
	said[2] = money_show(c->arena, sums.amount);
	d.v.about = text_fill(c->arena, c->lang, T_pay_about, said, 3);
	d.v.empty.what = T_pay_none;
	*ret_total = sums.payments;
	*ret_d = d;
	return OK;
}

enum err page_payments(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct payments_in none = {0};
	const struct payments_in *in = query_or(r, &none);
	struct desk_choice choice[4] = {{S(""), text(c->lang, T_people_all)}};
	struct term t;
	struct desk d;
	int64_t total;

	TRY(payments_desk(c, in, false, &t, &d, &total));
	TRY(papers_part(&d, r, &payments_query, t.id, "/school/payments", 1));
	d.v.filter[1] = page_field(c, r, &payments_query, "channel", "select", STR_NONE);
	d.v.filter[1].optional = false;
	for (size_t i = 0; CHANNELS[i]; i++)
		choice[i + 1] = (struct desk_choice){
			str_of(CHANNELS[i]),
			text(c->lang, word_label("pay.channel", str_of(CHANNELS[i])))};
	desk_choices(c, &d.v.filter[1], choice, 4);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

/* --- refunds -----------------------------------------------------------------------------------
 */

static enum err refunds_desk(struct ctx *c, const struct papers_in *in, bool all,
                             struct term *ret_t, struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},  {T_people_class, false},
	                                       {T_refund_asked, false}, {T_refund_reason, false},
	                                       {T_pay_channel, false},  {T_pay_amount, true},
	                                       {T_pay_state, false},    {T_refund_due, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct refund_filter f = {STR_NONE, slice.most, slice.skip};
	struct refund *v;
	struct desk d;
	size_t n;

	TRY(desk_term_listed(c, in->term, q_refunds_newest, ret_t));
	TRY(refund_page(c, c->actor.school, ret_t->id, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_refund_refunds, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct str state = str_of(refund_state_name(v[i].state));

		desk_link(&d, i, 0, v[i].name,
		          str_printf(c->arena, "/school/refunds/%lld", (long long)v[i].id.v));
		desk_class(&d, i, 1, v[i].class_name);
		desk_put(&d, i, 2, instant_words(c->arena, c->lang, v[i].asked));
		desk_put(&d, i, 3, refund_label(c, &v[i]));
		desk_put(&d, i, 4, text(c->lang, word_label("pay.channel", v[i].channel)));
		desk_money(&d, i, 5, v[i].amount);
		desk_tag(&d, i, 6, state_kind(state), word_label("refund.state", state));
		desk_put(&d, i, 7, refund_due_words(c, &v[i]));
	}
	d.v.about = ret_t->name;
	d.v.empty.what = T_refund_none;
	*ret_d = d;
	return OK;
}

enum err page_refunds(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct papers_in none = {0};
	const struct papers_in *in = query_or(r, &none);
	struct term t;
	struct desk d;
	int64_t total;

	TRY(refunds_desk(c, in, false, &t, &d, &total));
	TRY(papers_part(&d, r, &papers_query, t.id, "/school/refunds", 0));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

/* --- out ---------------------------------------------------------------------------------------
 */

enum list { LIST_DUES, LIST_PAYMENTS, LIST_REFUNDS };

/* What the page shows of this address, whole. */
static enum err list_of(struct ctx *c, const struct req *r, enum list which, struct desk *ret_d)
{
	static const struct payments_in payments = {0};
	static const struct papers_in papers = {0};
	static const struct dues_in dues = {0};
	struct term t;
	int64_t total;

	switch (which) {
	case LIST_DUES:
		return dues_desk(c, query_or(r, &dues), true, &t, ret_d, &total);
	case LIST_PAYMENTS:
		return payments_desk(c, query_or(r, &payments), true, &t, ret_d, &total);
	default:
		return refunds_desk(c, query_or(r, &papers), true, &t, ret_d, &total);
	}
}

static enum err export(struct ctx *c, struct req *r, struct reply *w, enum list which) {
	static const char *const taken_as[] = {"dues_exported", "payments_exported",
	                                       "refunds_exported"};
	const struct out_in *in = req_input(r);
	struct desk_taken taken = {taken_as[which], "school", c->actor.school.v, in->reason};
	struct str mark;
	struct desk d;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = list_of(c, r, which, &d);
	store_read_end(c);
	TRY(e);
	return desk_sheet_marked(&d, w, mark);
}

enum err page_dues_export(struct ctx *c, struct req *r, struct reply *w)
{
	return export(c, r, w, LIST_DUES);
}

enum err page_payments_export(struct ctx *c, struct req *r, struct reply *w)
{
	return export(c, r, w, LIST_PAYMENTS);
}

enum err page_refunds_export(struct ctx *c, struct req *r, struct reply *w)
{
	return export(c, r, w, LIST_REFUNDS);
}

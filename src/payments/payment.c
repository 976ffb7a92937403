/* Reading payments. */
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/payment.sql.h"
#include "people/reach.h"
#include "people/school.h"

static struct payment from_row(const struct q_payment_row_row *r)
{
	return (struct payment){
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.term = r->term,
		.bill = r->bill,
		.pupil = r->pupil,
		.order = r->pay_order,
		.channel = r->channel,
		.amount = r->amount,
		.number = r->number,
		.paid_at = r->paid_at,
		.at = r->at,
		.by = r->by,
		.flag = r->flag,
		.refunded = r->refunded,
		.reversal = r->reversal,
		.reversal_reason = r->reason,
		.reversal_by = r->reversal_by,
		.receipt = r->receipt,
		.name = r->name,
		.class_name = r->class,
	};
}

enum err payment_get(struct ctx *c, payment_id id, struct payment *ret_p)
{
	struct q_payment_row_row row;

	TRY(or_absent(c, q_payment_row(c, id, &row)));
	TRY(paper_reach(c, "payment", id.v, &(struct paper){row.pupil, row.county, row.school}));
	*ret_p = from_row(&row);
	return OK;
}

enum err payment_list(struct ctx *c, pupil_id pupil, term_id term, struct payment **ret_v,
                      size_t *ret_n)
{
	struct q_payment_row_row *row = NULL;
	struct bill_owner b;
	struct payment *v;
	size_t n = 0;

	TRY(bill_reach(c, pupil, term, &b));
	if (b.bill.v)
		TRY(q_payments_of(c, b.bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct payment);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = from_row(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err payment_page(struct ctx *c, school_id school, term_id term, const struct payment_filter *f,
                      struct payment **ret_v, size_t *ret_n, struct payment_sums *ret_sums)
{
	struct str channel = f->channel.p ? f->channel : S(""), flag = f->flag.p ? f->flag : S("");
	struct q_payment_row_row *row;
	struct q_payment_sums_row sums;
	struct payment *v;
	struct school s;
	struct str why;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(school_get(c, school, &s));
	why = str_printf(c->arena, "payments of school %lld", (long long)school.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_payment_sums(c, school, term, channel, flag, &sums));
	TRY(q_payment_page(c, school, term, channel, flag, f->most ? f->most : INT32_MAX, f->skip,
	                   &row, &n));
	v = NEW_N(c->arena, n + 1, struct payment);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = from_row(&row[i]);
	*ret_v = v;
	*ret_n = n;
	*ret_sums = (struct payment_sums){sums.payments, sums.amount};
	return OK;
}

enum err bill_services(struct ctx *c, pupil_id pupil, term_id term, struct service **ret_v,
                       size_t *ret_n)
{
	struct q_bill_services_row *row = NULL;
	struct bill_owner b;
	struct service *v;
	size_t n = 0;

	TRY(bill_reach(c, pupil, term, &b));
	if (b.bill.v)
		TRY(q_bill_services(c, b.bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct service);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct service){row[i].offering, row[i].enrolment, row[i].title};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err due_page(struct ctx *c, school_id school, term_id term, const struct due_filter *f,
                  struct owing **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct q_dues_row *row;
	struct school s;
	struct owing *v;
	struct str why;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(school_get(c, school, &s));
	why = str_printf(c->arena, "dues of school %lld", (long long)school.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_dues(c, school, term, f->open, f->most ? f->most : INT32_MAX, f->skip, &row, &n));
	v = NEW_N(c->arena, n + 1, struct owing);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct owing){.pupil = row[i].pupil,
		                      .name = row[i].name,
		                      .class_name = row[i].class,
		                      .total = row[i].total,
		                      .due = row[i].due,
		                      .collected = str_is(row[i].state, "collected")};
	*ret_v = v;
	*ret_n = n;
	*ret_total = n > 0 ? row[0].n : 0;
	return OK;
}

enum err payment_with_room(struct ctx *c, bill_id bill, struct money wanted,
                           payment_id *ret_payment, struct money *ret_room)
{
	struct q_payment_room_row row = {0};
	bool found;

	TRY(q_payment_room(c, bill, &row, &found));
	if (!found || row.room.fen < wanted.fen)
		return fault_set(c, E_REFUSED, "refund_over_paid",
		                 &(struct fault){.field = S("amount"),
		                                 .found = money_text(c->arena, wanted),
		                                 .allowed = money_text(c->arena, row.room)});
	*ret_payment = row.id;
	*ret_room = row.room;
	return OK;
}

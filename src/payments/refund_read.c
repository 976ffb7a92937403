/* Reading refunds. */
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/refund.sql.h"
#include "people/reach.h"
#include "people/school.h"

static const char *const STATES[] = {
	[REFUND_UNDECIDED] = "undecided", [REFUND_NOTHING] = "nothing",   [REFUND_ASKED] = "asked",
	[REFUND_RETURNED] = "returned",   [REFUND_APPROVED] = "approved", [REFUND_SENT] = "sent",
	[REFUND_DONE] = "done",           [REFUND_FAILED] = "failed",
};

const char *refund_state_name(enum refund_state s)
{
	return STATES[s];
}

static enum err from_row(struct ctx *c, const struct q_refund_row_row *r, struct refund *ret_r)
{
	struct refund out = {
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.term = r->term,
		.bill = r->bill,
		.pupil = r->pupil,
		.name = r->name,
		.class_name = r->class,
		.payment = r->payment,
		.channel = r->channel,
		.enrolment = r->enrolment,
		.reason = r->reason,
		.amount = r->amount,
		.number = r->number,
		.why = r->why,
		.asked_by = {r->asked_by},
		.asked = r->asked,
		.decided = r->decided,
		.sent = r->sent,
		.done = r->done,
		.decided_by = r->decided_by,
		.channel_number = r->channel_number,
		.due = r->due,
	};
	enum refund_state s = REFUND_UNDECIDED;

	while (s <= REFUND_FAILED && !str_is(r->state, STATES[s]))
		s++;
	if (s > REFUND_FAILED)
		return fault_broken(c, "state of a refund");
	out.state = s;
	*ret_r = out;
	return OK;
}

static enum err from_rows(struct ctx *c, const struct q_refund_row_row *row, size_t n,
                          struct refund **ret_v)
{
	struct refund *v = NEW_N(c->arena, n + 1, struct refund);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(from_row(c, &row[i], &v[i]));
	*ret_v = v;
	return OK;
}

static enum err route_of(struct ctx *c, const struct q_refund_row_row *row,
                         struct refund_route *ret_r)
{
	struct refund_route r = {.collecting = row->collecting,
	                         .total = row->total,
	                         .order_number = row->order_number};

	TRY(from_row(c, row, &r.of));
	*ret_r = r;
	return OK;
}

enum err refund_numbered(struct ctx *c, struct str number, struct refund_route *ret_r,
                         bool *ret_found)
{
	struct q_refund_row_row row;

	TRY(q_refund_numbered(c, number, &row, ret_found));
	return *ret_found ? route_of(c, &row, ret_r) : OK;
}

enum err refund_route_load(struct ctx *c, refund_id id, struct refund_route *ret_r)
{
	struct q_refund_row_row row;

	TRY(or_absent(c, q_refund_row(c, id, &row)));
	return route_of(c, &row, ret_r);
}

enum err refund_get(struct ctx *c, refund_id id, struct refund *ret_r)
{
	struct q_refund_row_row row;

	TRY(or_absent(c, q_refund_row(c, id, &row)));
	TRY(paper_reach(c, "refund", id.v, &(struct paper){row.pupil, row.county, row.school}));
	return from_row(c, &row, ret_r);
}

enum err refund_items(struct ctx *c, refund_id id, struct refund_item **ret_v, size_t *ret_n)
{
	struct q_refund_lines_row *row;
	struct refund_item *v;
	size_t n;

	TRY(q_refund_lines(c, id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct refund_item);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct refund_item){.title = row[i].title,
		                            .item = row[i].item,
		                            .paid = row[i].paid,
		                            .amount = row[i].amount,
		                            .basis = row[i].basis,
		                            .served = row[i].served,
		                            .formula = formula_in(c->lang, row[i].formula),
		                            .requirement = row[i].requirement,
		                            .document = row[i].document};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err refund_list(struct ctx *c, pupil_id pupil, term_id term, struct refund **ret_v,
                     size_t *ret_n)
{
	struct q_refund_row_row *row = NULL;
	struct bill_owner b;
	size_t n = 0;

	TRY(bill_reach(c, pupil, term, &b));
	if (b.bill.v)
		TRY(q_refunds_of(c, b.bill, &row, &n));
	TRY(from_rows(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}

enum err refund_page(struct ctx *c, school_id school, term_id term, const struct refund_filter *f,
                     struct refund **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct str state = f->state.p ? f->state : S("");
	struct q_refund_row_row *row;
	struct school s;
	struct str why;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(school_get(c, school, &s));
	why = str_printf(c->arena, "refunds of school %lld", (long long)school.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_refund_count(c, school, term, state, ret_total));
	TRY(q_refund_page(c, school, term, state, f->most ? f->most : INT32_MAX, f->skip, &row,
	                  ret_n));
	return from_rows(c, row, *ret_n, ret_v);
}

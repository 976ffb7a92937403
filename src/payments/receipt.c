#include "payments/receipt.h"

#include "crypto/hash.h"
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/receipt.sql.h"
#include "people/reach.h"
#include "people/school.h"

enum { CODE_CHARS = 16 };

/* --- issuing ---------------------------------------------------------------------------------- */

/* Letters and digits that nobody confuses on paper: 16 of 30 are 78 bits. */
static struct str code_new(struct ctx *c)
{
	static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";
	uint8_t bytes[CODE_CHARS * 2];
	char *p = arena_take(c->arena, CODE_CHARS);

	if (!p)
		return S("");
	c->env->random(c->env->self, bytes, sizeof bytes);
	for (size_t i = 0; i < CODE_CHARS; i++)
		p[i] = alphabet[(bytes[2 * i] << 8 | bytes[2 * i + 1]) % (sizeof alphabet - 1)];
	return (struct str){p, CODE_CHARS};
}

static enum err insert(struct ctx *c, const struct payment_new *n, struct money amount,
                       receipt_id replaces, receipt_id *ret_id)
{
	struct civil day = date_civil(ctx_today(c));
	receipt_id id = {env_next_id(c->env)};
	struct school school;
	struct str number;
	int64_t serial;

	TRY(school_load(c, n->school, &school));
	TRY(q_receipt_next(c, n->school, day.year, &serial));
	number = str_printf(c->arena, "%.*s-%d-%06lld", STR_FMT(school.code), day.year,
	                    (long long)serial);
	TRY(q_receipt_insert(c, id, n->county, n->school, n->term, n->bill, n->pupil, n->id, number,
	                     code_new(c), amount, c->now, replaces, NULL));
	*ret_id = id;
	return OK;
}

enum err receipt_issue(struct ctx *c, const struct payment_new *n, struct money amount,
                       receipt_id replaces)
{
	receipt_id id;

	return insert(c, n, amount, replaces, &id);
}

enum err receipt_reverse(struct ctx *c, payment_id payment, struct money left)
{
	struct q_receipt_valid_row row;
	int64_t reversed;
	bool found;

	TRY(q_receipt_valid(c, payment, &row, &found));
	if (!found)
		return OK;
	TRY(q_receipt_reverse(c, row.id, c->now, &reversed));
	if (!reversed)
		return E_RETRY;
	TRY(audit_put(c, "reversed", "receipt", row.id.v, row.county, S("{}")));
	if (left.fen <= 0)
		return OK;
	struct payment_new n = {.id = payment,
	                        .county = row.county,
	                        .school = row.school,
	                        .term = row.term,
	                        .bill = row.bill,
	                        .pupil = row.pupil};
	return receipt_issue(c, &n, left, row.id);
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct receipt from_row(const struct q_receipt_row_row *r)
{
	return (struct receipt){
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.school_name = r->school_name,
		.term = r->term,
		.bill = r->bill,
		.pupil = r->pupil,
		.name = r->name,
		.class_name = r->class,
		.payment = r->payment,
		.number = r->number,
		.code = r->code,
		.amount = r->amount,
		.at = r->at,
		.valid = str_is(r->state, "valid"),
		.reversed = r->reversed,
		.replaces = r->replaces,
		.fiscal_state = r->fiscal_state,
		.fiscal_code = r->fiscal_code,
		.fiscal_number = r->fiscal_number,
		.fiscal_check = r->fiscal_check,
		.channel = r->channel,
	};
}

static enum err from_rows(struct ctx *c, const struct q_receipt_row_row *row, size_t n,
                          struct receipt **ret_v)
{
	struct receipt *v = NEW_N(c->arena, n + 1, struct receipt);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = from_row(&row[i]);
	*ret_v = v;
	return OK;
}

enum err receipt_get(struct ctx *c, receipt_id id, struct receipt *ret_r)
{
	struct q_receipt_row_row row;

	TRY(or_absent(c, q_receipt_row(c, id, &row)));
	TRY(paper_reach(c, "receipt", id.v, &(struct paper){row.pupil, row.county, row.school}));
	*ret_r = from_row(&row);
	return OK;
}

enum err receipt_list(struct ctx *c, pupil_id pupil, term_id term, struct receipt **ret_v,
                      size_t *ret_n)
{
	struct q_receipt_row_row *row = NULL;
	struct bill_owner b;
	size_t n = 0;

	TRY(bill_reach(c, pupil, term, &b));
	if (b.bill.v)
		TRY(q_receipts_of(c, b.bill, &row, &n));
	TRY(from_rows(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}

enum err receipt_page(struct ctx *c, school_id school, term_id term, const struct receipt_filter *f,
                      struct receipt **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct str fiscal = f->fiscal.p ? f->fiscal : S("");
	struct q_receipt_row_row *row;
	struct school s;
	struct str why;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(school_get(c, school, &s));
	why = str_printf(c->arena, "receipts of school %lld", (long long)school.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_receipt_count(c, school, term, fiscal, ret_total));
	TRY(q_receipt_page(c, school, term, fiscal, f->most ? f->most : INT32_MAX, f->skip, &row,
	                   ret_n));
	return from_rows(c, row, *ret_n, ret_v);
}

enum err receipt_check(struct ctx *c, struct str code, struct receipt_public *ret_r)
{
	struct q_receipt_coded_row row;
	bool found;

	TRY(q_receipt_coded(c, code, &row, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "receipt_unknown", &(struct fault){.found = code});
	*ret_r = (struct receipt_public){
		.number = row.number,
		.school_name = row.school,
		.amount = row.amount,
		.at = row.at,
		.valid = str_is(row.state, "valid"),
		.fiscal_code = row.fiscal_code,
		.fiscal_number = row.fiscal_number,
		.fiscal_check = row.fiscal_check,
	};
	return OK;
}

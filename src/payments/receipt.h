/* Receipts: one for a payment, with a number without gaps and a check code anybody may look up.
 * When part of it is paid back the receipt is reversed and a new one stands for the rest. */
#ifndef PAYMENTS_RECEIPT_H
#define PAYMENTS_RECEIPT_H

#include "payments/payment.h"

struct receipt {
	receipt_id id;
	county_id county;
	school_id school;
	struct str school_name;
	term_id term;
	bill_id bill;
	pupil_id pupil;
	struct str name, class_name;
	payment_id payment;
	struct str number, code;
	struct money amount;
	struct instant at;
	bool valid;
	struct instant reversed;
	receipt_id replaces;
	/* Of the issuing platform: none | exported | issued | to_reverse | reversed. */
	struct str fiscal_state, fiscal_code, fiscal_number, fiscal_check;
	struct str channel;
};

/* The pupil's guardians, the desk of the school that issued it, its county's; noted when it is no
 * guardian. E_ABSENT. */
enum err receipt_get(struct ctx *c, receipt_id id, struct receipt *ret_r);
/* A pupil's receipts of a term, the oldest first. Within the caller's scope of the bill. */
enum err receipt_list(struct ctx *c, pupil_id pupil, term_id term, struct receipt **ret_v,
                      size_t *ret_n);
/* A school's of a term, by number (desk, county); state of the issuing platform or none. Notes it.
 */
struct receipt_filter {
	struct str fiscal;  /* none: any */
	int64_t most, skip; /* most 0: all */
};
enum err receipt_page(struct ctx *c, school_id school, term_id term, const struct receipt_filter *f,
                      struct receipt **ret_v, size_t *ret_n, int64_t *ret_total);

/* What the public page tells of a check code: no name of a child. E_ABSENT `receipt_unknown`. */
struct receipt_public {
	struct str number, school_name;
	struct money amount;
	struct instant at;
	bool valid;
	/* Of the issuing platform; none while it has not answered. */
	struct str fiscal_code, fiscal_number, fiscal_check;
};
enum err receipt_check(struct ctx *c, struct str code, struct receipt_public *ret_r);

/* The receipt as a PDF: the same bytes every time. Outside a verb. */
enum err receipt_pdf(struct ctx *c, const struct receipt *r, struct out *o);

#endif

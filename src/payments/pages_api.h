/* The desk's part of the API: inputs, answers, handlers. */
#ifndef PAYMENTS_PAGES_API_H
#define PAYMENTS_PAGES_API_H

#include "payments/pages.h"

struct api_enter_in {
	term_id term;
	struct money amount;
	struct date day;
	struct str document;
};
struct api_ask_in {
	struct str reason;
};
struct api_credit_in {
	term_id term;
	payment_id payment;
};
struct api_judge_in {
	struct str word, reason;
};
struct api_paid_in {
	struct str document;
};
struct api_adjust_in {
	term_id term;
	offering_id offering;
	struct str item;
	bool less;
	struct money amount;
	struct str reason;
};
struct api_list_in {
	struct list_query list;
	term_id term;
	struct str channel;
};
extern const struct input api_enter_input, api_ask_input, api_credit_input, api_judge_input,
	api_reversal_input, api_reversal_word_input, api_paid_input, api_payments_query,
	api_papers_query, api_adjust_input;
extern const struct answer desk_payment_told, desk_payments_told, desk_refund_told,
	desk_refunds_told, refund_wishes_told, desk_receipts_told, accounts_told, incidents_told,
	adjusted_told, adjustments_told;

enum err api_payment_enter(struct ctx *c, struct req *r, struct reply *w);
enum err api_payment(struct ctx *c, struct req *r, struct reply *w);
enum err api_reversal(struct ctx *c, struct req *r, struct reply *w);
enum err api_reversal_word(struct ctx *c, struct req *r, struct reply *w);
enum err api_payment_keep(struct ctx *c, struct req *r, struct reply *w);
enum err api_desk_payments(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_reasons(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_ask(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_credit(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_judge(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_reckon(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_again(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund_paid(struct ctx *c, struct req *r, struct reply *w);
enum err api_refund(struct ctx *c, struct req *r, struct reply *w);
enum err api_desk_refunds(struct ctx *c, struct req *r, struct reply *w);
enum err api_desk_receipts(struct ctx *c, struct req *r, struct reply *w);
enum err api_adjust(struct ctx *c, struct req *r, struct reply *w);
enum err api_adjustments(struct ctx *c, struct req *r, struct reply *w);
enum err api_adjustment(struct ctx *c, struct req *r, struct reply *w);
enum err api_accounts(struct ctx *c, struct req *r, struct reply *w);
enum err api_incidents(struct ctx *c, struct req *r, struct reply *w);
enum err api_incident_close(struct ctx *c, struct req *r, struct reply *w);

#endif

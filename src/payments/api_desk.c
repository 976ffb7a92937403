/* What the money desk does, over the API: entries of the counter, refunds from the asking to the
 * money, the lists of a term. */
#include "payments/internal.h"
#include "payments/pages.h"
#include "payments/pages_api.h"
#include "payments/receipt.h"
#include "payments/refund_reason.h"

static const char *const WORDS[] = {"agree", "return", NULL};
static const char *const CHANNELS[] = {"wechat", "alipay", "counter", NULL};

static const struct in_field ENTER_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .required = true,
         .label = T_bill_term,
         .offset = offsetof(struct api_enter_in, term)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .label = T_pay_amount,
         .offset = offsetof(struct api_enter_in, amount)},
	{.name = "day",
         .type = IN_DATE,
         .label = T_pay_day,
         .offset = offsetof(struct api_enter_in, day)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_pay_document,
         .offset = offsetof(struct api_enter_in, document)},
};
const struct input api_enter_input = {"CounterEntry", sizeof(struct api_enter_in), ENTER_FIELDS, 4,
                                      0};
static const struct in_field ASK_FIELDS[] = {
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_refund_reason,
         .offset = offsetof(struct api_ask_in, reason)},
};
const struct input api_ask_input = {"RefundWish", sizeof(struct api_ask_in), ASK_FIELDS, 1, 0};
static const struct in_field CREDIT_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .required = true,
         .label = T_bill_term,
         .offset = offsetof(struct api_credit_in, term)},
	{.name = "payment",
         .type = IN_ID,
         .label = T_pay_payments,
         .offset = offsetof(struct api_credit_in, payment)},
};
const struct input api_credit_input = {"RefundCredit", sizeof(struct api_credit_in), CREDIT_FIELDS,
                                       2, 0};
static const struct in_field JUDGE_FIELDS[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .label = T_refund_word,
         .offset = offsetof(struct api_judge_in, word)},
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_refund_why,
         .offset = offsetof(struct api_judge_in, reason)},
};
const struct input api_judge_input = {"RefundDecision", sizeof(struct api_judge_in), JUDGE_FIELDS,
                                      2, 0};
static const struct in_field REVERSAL_FIELDS[] = {
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_pay_reversal,
         .offset = offsetof(struct api_ask_in, reason)},
};
const struct input api_reversal_input = {"EntryReversal", sizeof(struct api_ask_in),
                                         REVERSAL_FIELDS, 1, 0};
const struct input api_reversal_word_input = {"EntryReversalDecision", sizeof(struct api_judge_in),
                                              JUDGE_FIELDS, 1, 0};
static const struct in_field PAID_FIELDS[] = {
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_pay_document,
         .offset = offsetof(struct api_paid_in, document)},
};
const struct input api_paid_input = {"RefundPayment", sizeof(struct api_paid_in), PAID_FIELDS, 1,
                                     0};
static const struct in_field LIST_OF_FIELDS[] = {
	LIST_FIELDS(struct api_list_in),
	{.name = "term",
         .type = IN_ID,
         .required = true,
         .label = T_bill_term,
         .offset = offsetof(struct api_list_in, term)},
	{.name = "channel",
         .type = IN_CHOICE,
         .choices = CHANNELS,
         .label = T_pay_channel,
         .offset = offsetof(struct api_list_in, channel)},
};
const struct input api_payments_query = {"PaymentsOfTerm", sizeof(struct api_list_in),
                                         LIST_OF_FIELDS, 4, 0};
const struct input api_papers_query = {"PapersOfTerm", sizeof(struct api_list_in), LIST_OF_FIELDS,
                                       3, 0};

/* --- what is told ------------------------------------------------------------------------------
 */

static const struct ans_field PAYMENT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
	{.name = "bill", .type = ANS_ID},
	{.name = "order", .type = ANS_ID, .null = true},
	{.name = "channel", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "number", .type = ANS_STR},
	{.name = "paid_at", .type = ANS_INSTANT},
	{.name = "late", .type = ANS_BOOL},
	{.name = "reversed", .type = ANS_BOOL},
	{.name = "reversal", .type = ANS_STR, .maybe = true},
	{.name = "refunded_fen", .type = ANS_I64},
	{.name = "receipt", .type = ANS_ID, .null = true},
};
const struct answer desk_payment_told = ANSWER("DeskPayment", PAYMENT_TELLS);
static const struct ans_field PAYMENTS_TELLS[] = {ANS_ITEMS(desk_payment_told)};
const struct answer desk_payments_told = ANSWER("DeskPayments", PAYMENTS_TELLS);
static const struct ans_field REFUND_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
	{.name = "bill", .type = ANS_ID},
	{.name = "payment", .type = ANS_ID},
	{.name = "enrolment", .type = ANS_ID, .null = true},
	{.name = "reason", .type = ANS_STR},
	{.name = "channel", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "number", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "why", .type = ANS_STR},
	{.name = "asked", .type = ANS_INSTANT},
	{.name = "due", .type = ANS_DATE, .null = true},
};
const struct answer desk_refund_told = ANSWER("DeskRefund", REFUND_TELLS);
static const struct ans_field REFUNDS_TELLS[] = {ANS_ITEMS(desk_refund_told)};
const struct answer desk_refunds_told = ANSWER("DeskRefunds", REFUNDS_TELLS);
static const struct ans_field WISH_TELLS[] = {
	{.name = "reason", .type = ANS_STR},
	{.name = "label", .type = ANS_STR},
	{.name = "clause", .type = ANS_STR},
	{.name = "document", .type = ANS_STR},
};
static const struct answer wish_item = ANSWER("RefundReason", WISH_TELLS);
static const struct ans_field WISHES_TELLS[] = {
	{.name = "items", .type = ANS_LIST, .of = &wish_item},
};
const struct answer refund_wishes_told = ANSWER("RefundReasons", WISHES_TELLS);
static const struct ans_field RECEIPT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
	{.name = "payment", .type = ANS_ID},
	{.name = "number", .type = ANS_STR},
	{.name = "code", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "valid", .type = ANS_BOOL},
	{.name = "replaces", .type = ANS_ID, .null = true},
};
static const struct answer receipt_item = ANSWER("DeskReceipt", RECEIPT_TELLS);
static const struct ans_field RECEIPTS_TELLS[] = {ANS_ITEMS(receipt_item)};
const struct answer desk_receipts_told = ANSWER("DeskReceipts", RECEIPTS_TELLS);

static void payment_json(struct ctx *c, struct json *j, const struct payment *p)
{
	json_open(j, '{');
	json_kv_id(j, "id", p->id.v);
	json_kv_id(j, "pupil", p->pupil.v);
	json_kv_id(j, "bill", p->bill.v);
	json_kv_id(j, "order", p->order.v);
	json_kv_str(j, "channel", p->channel);
	json_kv_i64(j, "amount_fen", p->amount.fen);
	json_kv_str(j, "number", p->number);
	json_kv_str(j, "paid_at", instant_text(c->arena, p->paid_at));
	json_kv_bool(j, "late", str_is(p->flag, "late"));
	json_kv_bool(j, "reversed", str_is(p->reversal, "done"));
	if (str_some(p->reversal))
		json_kv_str(j, "reversal", p->reversal);
	json_kv_i64(j, "refunded_fen", p->refunded.fen);
	json_kv_id(j, "receipt", p->receipt.v);
	json_close(j, '}');
}

static void refund_json(struct ctx *c, struct json *j, const struct refund *r)
{
	json_open(j, '{');
	json_kv_id(j, "id", r->id.v);
	json_kv_id(j, "pupil", r->pupil.v);
	json_kv_id(j, "bill", r->bill.v);
	json_kv_id(j, "payment", r->payment.v);
	json_kv_id(j, "enrolment", r->enrolment.v);
	json_kv_str(j, "reason", r->reason);
	json_kv_str(j, "channel", r->channel);
	json_kv_i64(j, "amount_fen", r->amount.fen);
	json_kv_str(j, "number", r->number);
	json_kv_str(j, "state", str_of(refund_state_name(r->state)));
	json_kv_str(j, "why", r->why);
	json_kv_str(j, "asked", instant_text(c->arena, r->asked));
	json_kv_str(j, "due", date_some(r->due) ? date_text(c->arena, r->due) : STR_NONE);
	json_close(j, '}');
}

static void receipt_json(struct ctx *c, struct json *j, const struct receipt *r)
{
	json_open(j, '{');
	json_kv_id(j, "id", r->id.v);
	json_kv_id(j, "pupil", r->pupil.v);
	json_kv_id(j, "payment", r->payment.v);
	json_kv_str(j, "number", r->number);
	json_kv_str(j, "code", r->code);
	json_kv_i64(j, "amount_fen", r->amount.fen);
	json_kv_str(j, "at", instant_text(c->arena, r->at));
	json_kv_bool(j, "valid", r->valid);
	json_kv_id(j, "replaces", r->replaces.v);
	json_close(j, '}');
}

/* --- doing -------------------------------------------------------------------------------------
 */

/* A verb of the desk; what it came to is told in the words of the first time. */
static enum err act(struct ctx *c, struct req *r, struct reply *w, int status, const struct verb *v,
                    void *arg, enum err (*told)(struct ctx *c, void *arg, struct out *o))
{
	struct store_once once = req_once(r, told);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, v, arg, &once, &answer, &replayed));
	return reply_json_raw(c, w, status, answer);
}

static enum err refund_of(struct ctx *c, refund_id id, struct out *o)
{
	struct refund r = {0};
	struct json j;

	TRY(refund_get(c, id, &r));
	json_init(&j, o);
	refund_json(c, &j, &r);
	return OK;
}

static enum err payment_of(struct ctx *c, payment_id id, struct out *o)
{
	struct payment p = {0};
	struct json j;

	TRY(payment_get(c, id, &p));
	json_init(&j, o);
	payment_json(c, &j, &p);
	return OK;
}

static enum err entered(struct ctx *c, void *arg, struct out *o)
{
	return payment_of(c, ((const struct payment_enter *)arg)->result, o);
}

enum err api_payment_enter(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_enter_in *in = req_input(r);
	struct payment_enter a = {.pupil = {req_id(r, "pupil")},
	                          .term = in->term,
	                          .amount = in->amount,
	                          .day = in->day,
	                          .document = in->document};

	return act(c, r, w, 201, &payment_enter_verb, &a, entered);
}

static enum err reversal_asked(struct ctx *c, void *arg, struct out *o)
{
	return payment_of(c, ((const struct reversal_ask *)arg)->payment, o);
}

enum err api_reversal(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_ask_in *in = req_input(r);
	struct reversal_ask a = {.payment = {req_id(r, "payment")}, .reason = in->reason};

	return act(c, r, w, 200, &reversal_ask_verb, &a, reversal_asked);
}

static enum err reversal_said(struct ctx *c, void *arg, struct out *o)
{
	return payment_of(c, ((const struct reversal_decide *)arg)->payment, o);
}

enum err api_reversal_word(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_judge_in *in = req_input(r);
	struct reversal_decide a = {.payment = {req_id(r, "payment")},
	                            .accept = str_is(in->word, "agree")};

	return act(c, r, w, 200, &reversal_decide_verb, &a, reversal_said);
}

static enum err kept(struct ctx *c, void *arg, struct out *o)
{
	return payment_of(c, ((const struct payment_keep *)arg)->payment, o);
}

enum err api_payment_keep(struct ctx *c, struct req *r, struct reply *w)
{
	struct payment_keep a = {{req_id(r, "payment")}};

	return act(c, r, w, 200, &payment_keep_verb, &a, kept);
}

enum err api_refund_reasons(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_wish *v;
	struct refund_of of;
	size_t n;

	TRY(refund_asker(c, (enrolment_id){req_id(r, "enrolment")}, &of));
	TRY(refund_wishes(c, &of.offering, 1, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "reason", v[i].reason);
		json_kv_str(j, "label", v[i].label);
		json_kv_str(j, "clause", v[i].clause);
		json_kv_str(j, "document", v[i].document);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

static enum err asked(struct ctx *c, void *arg, struct out *o)
{
	return refund_of(c, ((const struct refund_ask *)arg)->result, o);
}

enum err api_refund_ask(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_ask_in *in = req_input(r);
	struct refund_ask a = {.enrolment = {req_id(r, "enrolment")}, .reason = in->reason};

	return act(c, r, w, 201, &refund_ask_verb, &a, asked);
}

static enum err credited(struct ctx *c, void *arg, struct out *o)
{
	return refund_of(c, ((const struct refund_credit *)arg)->result, o);
}

enum err api_refund_credit(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_credit_in *in = req_input(r);
	struct refund_credit a = {
		.pupil = {req_id(r, "pupil")}, .term = in->term, .payment = in->payment};

	return act(c, r, w, 201, &refund_credit_verb, &a, credited);
}

static enum err judged(struct ctx *c, void *arg, struct out *o)
{
	return refund_of(c, ((const struct refund_judge *)arg)->refund, o);
}

enum err api_refund_judge(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_judge_in *in = req_input(r);
	struct refund_judge a = {.refund = {req_id(r, "refund")},
	                         .accept = str_is(in->word, "agree"),
	                         .reason = in->reason.p ? in->reason : S("")};

	return act(c, r, w, 200, &refund_judge_verb, &a, judged);
}

static enum err reckoned(struct ctx *c, void *arg, struct out *o)
{
	return refund_of(c, ((const struct refund_reckon *)arg)->result, o);
}

enum err api_refund_reckon(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_reckon a = {.refund = {req_id(r, "refund")}};

	return act(c, r, w, 201, &refund_reckon_verb, &a, reckoned);
}

static enum err again(struct ctx *c, void *arg, struct out *o)
{
	return refund_of(c, ((const struct refund_again *)arg)->refund, o);
}

enum err api_refund_again(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_again a = {{req_id(r, "refund")}};

	return act(c, r, w, 200, &refund_again_verb, &a, again);
}

static enum err paid(struct ctx *c, void *arg, struct out *o)
{
	return refund_of(c, ((const struct refund_paid *)arg)->refund, o);
}

enum err api_refund_paid(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_paid_in *in = req_input(r);
	struct refund_paid a = {.refund = {req_id(r, "refund")}, .document = in->document};

	return act(c, r, w, 200, &refund_paid_verb, &a, paid);
}

/* --- reading -----------------------------------------------------------------------------------
 */

enum err api_payment(struct ctx *c, struct req *r, struct reply *w)
{
	struct payment p = {0};

	TRY(payment_get(c, (payment_id){req_id(r, "payment")}, &p));
	payment_json(c, reply_json(c, w, 200), &p);
	return OK;
}

enum err api_refund(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund f = {0};

	TRY(refund_get(c, (refund_id){req_id(r, "refund")}, &f));
	refund_json(c, reply_json(c, w, 200), &f);
	return OK;
}

static struct json *items_open(struct ctx *c, struct reply *w)
{
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	return j;
}

/* `next`: the rows told so far, when there are more. */
static enum err items_close(struct json *j, int64_t told, int64_t total)
{
	json_close(j, ']');
	json_kv_id(j, "next", told < total ? told : 0);
	json_close(j, '}');
	return OK;
}

enum err api_desk_payments(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_list_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct payment_filter f = {in->channel, STR_NONE, slice.most, slice.skip};
	struct payment_sums sums;
	struct payment *v;
	struct json *j;
	size_t n;

	TRY(payment_page(c, c->actor.school, in->term, &f, &v, &n, &sums));
	j = items_open(c, w);
	for (size_t i = 0; i < n; i++)
		payment_json(c, j, &v[i]);
	return items_close(j, slice.skip + (int64_t)n, sums.payments);
}

enum err api_desk_refunds(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_list_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct refund_filter f = {STR_NONE, slice.most, slice.skip};
	struct refund *v;
	int64_t total;
	struct json *j;
	size_t n;

	TRY(refund_page(c, c->actor.school, in->term, &f, &v, &n, &total));
	j = items_open(c, w);
	for (size_t i = 0; i < n; i++)
		refund_json(c, j, &v[i]);
	return items_close(j, slice.skip + (int64_t)n, total);
}

enum err api_desk_receipts(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_list_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct receipt_filter f = {STR_NONE, slice.most, slice.skip};
	struct receipt *v;
	int64_t total;
	struct json *j;
	size_t n;

	TRY(receipt_page(c, c->actor.school, in->term, &f, &v, &n, &total));
	j = items_open(c, w);
	for (size_t i = 0; i < n; i++)
		receipt_json(c, j, &v[i]);
	return items_close(j, slice.skip + (int64_t)n, total);
}

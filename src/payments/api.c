/* Orders, payments, receipts and refunds over the API. */
#include "payments/internal.h"
#include "payments/pages.h"
#include "payments/receipt.h"

static const char *const CHANNELS[] = {"wechat", "alipay", NULL};
static const char *const WAYS[] = {"in_app", "browser", "qr", NULL};
#define TERM_FIELD(in, must)                                                                       \
	{                                                                                          \
		.name = "term", .type = IN_ID, .required = (must), .label = T_bill_term,           \
		.offset = offsetof(in, term)                                                       \
	}
static const struct in_field TERM_FIELDS[] = {TERM_FIELD(struct api_term_in, true)};
const struct input api_term_query = {"TermQuery", sizeof(struct api_term_in), TERM_FIELDS, 1, 0};
static const struct in_field ORDER_FIELDS[] = {
	TERM_FIELD(struct api_order_in, true),
	{.name = "channel",
         .type = IN_CHOICE,
         .required = true,
         .choices = CHANNELS,
         .label = T_pay_channel,
         .offset = offsetof(struct api_order_in, channel)},
	{.name = "way",
         .type = IN_CHOICE,
         .required = true,
         .choices = WAYS,
         .label = T_pay_way,
         .offset = offsetof(struct api_order_in, way)},
	{.name = "payer",
         .type = IN_STR,
         .max = 128,
         .label = T_pay_payer,
         .offset = offsetof(struct api_order_in, payer)},
};
const struct input api_order_input = {"OrderCreate", sizeof(struct api_order_in), ORDER_FIELDS, 4,
                                      0};

static const struct ans_field ORDER_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "bill", .type = ANS_ID},
	{.name = "channel", .type = ANS_STR},
	{.name = "way", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "number", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "link", .type = ANS_STR, .null = true},
	{.name = "call", .type = ANS_STR, .null = true},
	{.name = "expires", .type = ANS_INSTANT},
	{.name = "payment", .type = ANS_ID, .null = true},
};
const struct answer order_told = ANSWER("Order", ORDER_TELLS);
static const struct ans_field PAYMENT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "channel", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "number", .type = ANS_STR},
	{.name = "paid_at", .type = ANS_INSTANT},
	{.name = "late", .type = ANS_BOOL},
	{.name = "refunded_fen", .type = ANS_I64},
	{.name = "receipt", .type = ANS_ID, .null = true},
};
static const struct answer payment_item = ANSWER("Payment", PAYMENT_TELLS);
static const struct ans_field PAYMENTS_TELLS[] = {
	{.name = "due_fen", .type = ANS_I64},
	ANS_ITEMS(payment_item),
};
const struct answer payments_told = ANSWER("Payments", PAYMENTS_TELLS);
static const struct ans_field RECEIPT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "number", .type = ANS_STR},
	{.name = "code", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "valid", .type = ANS_BOOL},
	{.name = "payment", .type = ANS_ID},
	{.name = "fiscal_state", .type = ANS_STR},
	{.name = "fiscal_code", .type = ANS_STR},
	{.name = "fiscal_number", .type = ANS_STR},
	{.name = "fiscal_check", .type = ANS_STR},
};
static const struct answer receipt_item = ANSWER("Receipt", RECEIPT_TELLS);
static const struct ans_field RECEIPTS_TELLS[] = {ANS_ITEMS(receipt_item)};
const struct answer receipts_told = ANSWER("Receipts", RECEIPTS_TELLS);
static const struct ans_field REFUND_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "payment", .type = ANS_ID},
	{.name = "enrolment", .type = ANS_ID, .null = true},
	{.name = "reason", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "state", .type = ANS_STR},
	{.name = "why", .type = ANS_STR},
	{.name = "asked", .type = ANS_INSTANT},
	{.name = "due", .type = ANS_DATE, .null = true},
};
static const struct answer refund_item_told = ANSWER("Refund", REFUND_TELLS);
static const struct ans_field REFUNDS_TELLS[] = {ANS_ITEMS(refund_item_told)};
const struct answer refunds_told = ANSWER("Refunds", REFUNDS_TELLS);

/* Whose papers of a term are asked for, within reach. */
static enum err owner_of(struct ctx *c, struct req *r, term_id term, pupil_id *ret_p)
{
	struct bill_owner b;

	TRY(bill_reach(c, (pupil_id){req_id(r, "pupil")}, term, &b));
	*ret_p = b.pupil.id;
	return c->actor.role == ROLE_GUARDIAN ? OK : audit_read_note(c, b.pupil.id, "bill read");
}

static void items_open(struct json *j)
{
	json_key(j, "items");
	json_open(j, '[');
}

static void items_close(struct json *j)
{
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
}

/* --- orders ------------------------------------------------------------------------------------
 */

static void order_json(struct ctx *c, struct json *j, const struct order *o)
{
	json_open(j, '{');
	json_kv_id(j, "id", o->id.v);
	json_kv_id(j, "bill", o->bill.v);
	json_kv_str(j, "channel", o->channel);
	json_kv_str(j, "way", str_of(pay_way_name(o->way)));
	json_kv_i64(j, "amount_fen", o->amount.fen);
	json_kv_str(j, "number", o->number);
	json_kv_str(j, "state", str_of(order_state_name(o->state)));
	json_kv_str(j, "link", o->link);
	/* Another's chat cannot pay it. */
	json_kv_str(j, "call", account_id_eq(o->account, c->actor.account) ? o->call : STR_NONE);
	json_kv_str(j, "expires", instant_text(c->arena, o->expires));
	json_kv_id(j, "payment", o->payment.v);
	json_close(j, '}');
}

static enum err order_answer(struct ctx *c, void *arg, struct out *out)
{
	const struct order_make *a = arg;
	struct order o;
	struct json j;

	TRY(order_load(c, a->result, &o));
	json_init(&j, out);
	order_json(c, &j, &o);
	return OK;
}

enum err api_order_make(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_order_in *in = req_input(r);
	struct order_make a = {.pupil = {req_id(r, "pupil")},
	                       .term = in->term,
	                       .channel = in->channel,
	                       .payer = in->payer,
	                       .address = req_address(r)};
	struct store_once once = req_once(r, order_answer);
	struct str answer;
	bool replayed;

	if (!pay_way_parse(in->way, &a.way))
		return fault_input(c, NULL, S("way"), in->way, S("in_app, browser, qr"));
	TRY(store_write_once(c, &order_make_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_order(struct ctx *c, struct req *r, struct reply *w)
{
	struct order o;

	TRY(order_get(c, (pay_order_id){req_id(r, "order")}, &o));
	order_json(c, reply_json(c, w, 200), &o);
	return OK;
}

static enum err shut_answer(struct ctx *c, void *arg, struct out *out)
{
	const struct order_shut *a = arg;
	struct order o;
	struct json j;

	TRY(order_load(c, a->order, &o));
	json_init(&j, out);
	order_json(c, &j, &o);
	return OK;
}

enum err api_order_close(struct ctx *c, struct req *r, struct reply *w)
{
	struct order_shut a = {.order = {req_id(r, "order")}};
	struct store_once once = req_once(r, shut_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &order_shut_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

/* --- what was paid and goes back ---------------------------------------------------------------
 */

enum err api_payments(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_term_in *in = req_query(r);
	struct payable pay;
	struct payment *v;
	pupil_id p;
	size_t n;

	TRY(owner_of(c, r, in->term, &p));
	TRY(payable_get(c, p, in->term, &pay));
	TRY(payment_list(c, p, in->term, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_i64(j, "due_fen", pay.due.fen);
	items_open(j);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id.v);
		json_kv_str(j, "channel", v[i].channel);
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_kv_str(j, "number", v[i].number);
		json_kv_str(j, "paid_at", instant_text(c->arena, v[i].paid_at));
		json_kv_bool(j, "late", str_is(v[i].flag, "late"));
		json_kv_i64(j, "refunded_fen", v[i].refunded.fen);
		json_kv_id(j, "receipt", v[i].receipt.v);
		json_close(j, '}');
	}
	items_close(j);
	return OK;
}

enum err api_receipts(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_term_in *in = req_query(r);
	struct receipt *v;
	pupil_id p;
	size_t n;

	TRY(owner_of(c, r, in->term, &p));
	TRY(receipt_list(c, p, in->term, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	items_open(j);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id.v);
		json_kv_str(j, "number", v[i].number);
		json_kv_str(j, "code", v[i].code);
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		json_kv_bool(j, "valid", v[i].valid);
		json_kv_id(j, "payment", v[i].payment.v);
		json_kv_str(j, "fiscal_state", v[i].fiscal_state);
		json_kv_str(j, "fiscal_code", v[i].fiscal_code);
		json_kv_str(j, "fiscal_number", v[i].fiscal_number);
		json_kv_str(j, "fiscal_check", v[i].fiscal_check);
		json_close(j, '}');
	}
	items_close(j);
	return OK;
}

enum err api_refunds(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_term_in *in = req_query(r);
	struct refund *v;
	pupil_id p;
	size_t n;

	TRY(owner_of(c, r, in->term, &p));
	TRY(refund_list(c, p, in->term, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	items_open(j);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id.v);
		json_kv_id(j, "payment", v[i].payment.v);
		json_kv_id(j, "enrolment", v[i].enrolment.v);
		json_kv_str(j, "reason", v[i].reason);
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_kv_str(j, "state", str_of(refund_state_name(v[i].state)));
		json_kv_str(j, "why", v[i].why);
		json_kv_str(j, "asked", instant_text(c->arena, v[i].asked));
		json_kv_str(j, "due",
		            date_some(v[i].due) ? date_text(c->arena, v[i].due) : STR_NONE);
		json_close(j, '}');
	}
	items_close(j);
	return OK;
}

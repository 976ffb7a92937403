/* Adjustments of collected bills for programs. */
#include "payments/adjust.h"
#include "payments/pages_api.h"

static const char *const ITEMS[] = {"price", "consumables", NULL};
static const struct in_field ADJUST_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .required = true,
         .label = T_bill_term,
         .offset = offsetof(struct api_adjust_in, term)},
	{.name = "offering",
         .type = IN_ID,
         .required = true,
         .label = T_refund_item,
         .offset = offsetof(struct api_adjust_in, offering)},
	{.name = "item",
         .type = IN_CHOICE,
         .required = true,
         .choices = ITEMS,
         .label = T_pay_adjust_item,
         .offset = offsetof(struct api_adjust_in, item)},
	{.name = "less",
         .type = IN_BOOL,
         .label = T_pay_adjust_less,
         .offset = offsetof(struct api_adjust_in, less)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .label = T_pay_amount,
         .offset = offsetof(struct api_adjust_in, amount)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_pay_reason,
         .offset = offsetof(struct api_adjust_in, reason)},
};
const struct input api_adjust_input = {"Adjustment", sizeof(struct api_adjust_in), ADJUST_FIELDS, 6,
                                       0};

static const struct ans_field ADJUSTED_TELLS[] = {
	{.name = "id", .type = ANS_ID, .null = true},
	{.name = "wish", .type = ANS_ID, .null = true},
	{.name = "pupil", .type = ANS_ID},
	{.name = "term", .type = ANS_ID},
	{.name = "offering", .type = ANS_ID},
	{.name = "item", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "reason", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "state", .type = ANS_STR},
	{.name = "why", .type = ANS_STR},
};
const struct answer adjusted_told = ANSWER("BillAdjustment", ADJUSTED_TELLS);
static const struct ans_field ADJUSTMENTS_TELLS[] = {
	{.name = "items", .type = ANS_LIST, .of = &adjusted_told},
};
const struct answer adjustments_told = ANSWER("BillAdjustments", ADJUSTMENTS_TELLS);

static void adjusted_json(struct ctx *c, struct json *j, const struct adjusted *a)
{
	json_open(j, '{');
	json_kv_id(j, "id", a->id);
	json_kv_id(j, "wish", a->wish);
	json_kv_id(j, "pupil", a->pupil.v);
	json_kv_id(j, "term", a->term.v);
	json_kv_id(j, "offering", a->offering.v);
	json_kv_str(j, "item", a->item);
	json_kv_i64(j, "amount_fen", a->amount.fen);
	json_kv_str(j, "reason", a->reason);
	json_kv_str(j, "at", instant_text(c->arena, a->at));
	json_kv_str(j, "state", a->state);
	json_kv_str(j, "why", a->why);
	json_close(j, '}');
}

/* What asking came to, as it stood then. */
static enum err told(struct ctx *c, void *arg, struct out *o)
{
	const struct adjust *a = arg;
	struct adjusted *v;
	struct json j;
	size_t n;

	TRY(adjusted_list(c, a->pupil, a->term, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].id != a->result || v[i].wish != a->wish)
			continue;
		json_init(&j, o);
		adjusted_json(c, &j, &v[i]);
		return OK;
	}
	return fault_broken(c, "adjustment not on its bill");
}

enum err api_adjust(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_adjust_in *in = req_input(r);
	struct store_once once = req_once(r, told);
	struct adjust a = {.pupil = {req_id(r, "pupil")},
	                   .term = in->term,
	                   .offering = in->offering,
	                   .item = in->item,
	                   .amount = in->less ? FEN(-in->amount.fen) : in->amount,
	                   .reason = in->reason};
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &adjust_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_adjustments(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_term_in *in = req_query(r);
	pupil_id pupil = {req_id(r, "pupil")};
	struct adjusted *v;
	struct json *j;
	size_t n;

	TRY(adjusted_list(c, pupil, in->term, &v, &n));
	if (c->actor.role != ROLE_GUARDIAN)
		TRY(audit_read_note(c, pupil, "bill read"));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		adjusted_json(c, j, &v[i]);
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

enum err api_adjustment(struct ctx *c, struct req *r, struct reply *w)
{
	struct adjustment_wish a;

	TRY(adjustment_wish_get(c, req_id(r, "adjustment"), &a));
	adjusted_json(c, reply_json(c, w, 200), &a.of);
	return OK;
}

/* One pupil's bill at the desk, one payment, one refund: and what can be done about it. */
#include "payments/adjust.h"
#include "payments/case.h"
#include "payments/payment.h"
#include "payments/refund_put.h"
#include "people/reach.h"
#include "web/listing.h"

static const struct in_field ENTER_FIELDS[] = {
	/* As it was typed: the desk is told by name what is no amount. */
	{.name = "amount",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_pay_amount,
         .offset = offsetof(struct enter_in, amount)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_pay_document,
         .offset = offsetof(struct enter_in, document)},
	{.name = "day",
         .type = IN_DATE,
         .label = T_pay_day,
         .offset = offsetof(struct enter_in, day)},
};
const struct input enter_input = {"PaymentEnter", sizeof(struct enter_in), ENTER_FIELDS, 3, 0};
static const char *const ITEMS[] = {"price", "consumables", NULL};
static const struct in_field ADJUST_FIELDS[] = {
	{.name = "offering",
         .type = IN_ID,
         .required = true,
         .label = T_refund_item,
         .offset = offsetof(struct adjust_in, offering)},
	{.name = "item",
         .type = IN_CHOICE,
         .required = true,
         .choices = ITEMS,
         .words = "bill.item.",
         .label = T_pay_adjust_item,
         .offset = offsetof(struct adjust_in, item)},
	{.name = "less",
         .type = IN_BOOL,
         .label = T_pay_adjust_less,
         .offset = offsetof(struct adjust_in, less)},
	{.name = "adjust_amount",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_pay_amount,
         .offset = offsetof(struct adjust_in, adjust_amount)},
	{.name = "adjust_reason",
         .type = IN_STR,
         .required = true,
         .label = T_pay_reason,
         .offset = offsetof(struct adjust_in, adjust_reason)},
};
const struct input adjust_input = {"BillAdjust", sizeof(struct adjust_in), ADJUST_FIELDS, 5, 0};
static const struct in_field DESK_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_bill_term,
         .offset = offsetof(struct desk_of_in, of.term)},
	{.name = "offering",
         .type = IN_ID,
         .label = T_refund_item,
         .offset = offsetof(struct desk_of_in, offering)},
	{.name = "amount",
         .type = IN_STR,
         .max = 40,
         .label = T_pay_amount,
         .offset = offsetof(struct desk_of_in, amount)},
	{.name = "less",
         .type = IN_BOOL,
         .label = T_pay_adjust_less,
         .offset = offsetof(struct desk_of_in, less)},
};
const struct input desk_query = {"BillDesk", sizeof(struct desk_of_in), DESK_FIELDS, 4, 0};
static const struct in_field REVERSAL_FIELDS[] = {
	{.name = "reversal_reason",
         .type = IN_STR,
         .required = true,
         .label = T_pay_reason,
         .offset = offsetof(struct reason_in, reversal_reason)},
};
const struct input reversal_input = {"PaymentReversal", sizeof(struct reason_in), REVERSAL_FIELDS,
                                     1, 0};
static const char *const WORDS[] = {"yes", "no", NULL};
static const struct in_field JUDGE_FIELDS[] = {
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .words = "refund.word_",
         .label = T_refund_word,
         .offset = offsetof(struct judge_in, word)},
	{.name = "judge_reason",
         .type = IN_STR,
         .label = T_pay_reason,
         .offset = offsetof(struct judge_in, judge_reason)},
};
const struct input judge_input = {"RefundJudge", sizeof(struct judge_in), JUDGE_FIELDS, 2, 0};
static const struct in_field PAID_FIELDS[] = {
	{.name = "refund_document",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_pay_document,
         .offset = offsetof(struct paid_in, refund_document)},
};
const struct input paid_input = {"RefundPaid", sizeof(struct paid_in), PAID_FIELDS, 1, 0};

/* The bill of a term at the desk; the term stands in the address, none: the present one. */
static enum err term_of(struct ctx *c, const struct req *r, struct term *ret_t)
{
	static const struct desk_of_in none = {.amount = {NULL, 0}};
	const struct desk_of_in *in = query_or(r, &none);
	bool found = false;

	TRY(term_asked(c, c->actor.county, in->of.term, ret_t, &found));
	return found ? OK : fault_set(c, E_ABSENT, "absent", NULL);
}

/* The same for a verb, outside a transaction. */
static enum err term_read(struct ctx *c, const struct req *r, term_id *ret_term)
{
	struct term t = {.name = STR_NONE};
	enum err e;

	TRY(store_read_begin(c));
	e = term_of(c, r, &t);
	store_read_end(c);
	TRY(e);
	*ret_term = t.id;
	return OK;
}

static struct str desk_path(struct ctx *c, pupil_id pupil, const char *tail, term_id term)
{
	return str_printf(c->arena, "/school/pupils/%lld%s?term=%lld", (long long)pupil.v, tail,
	                  (long long)term.v);
}

struct str adjust_path(struct ctx *c, pupil_id pupil, term_id term, offering_id offering,
                       struct money amount)
{
	bool less = amount.fen < 0;
	struct money m = FEN(less ? -amount.fen : amount.fen);

	return str_printf(c->arena, "%.*s&offering=%lld%s&amount=%.*s",
	                  STR_FMT(desk_path(c, pupil, "/pay", term)), (long long)offering.v,
	                  less ? "&less=1" : "", STR_FMT(money_text(c->arena, m)));
}

struct str pupil_desk_path(struct ctx *c, pupil_id pupil, term_id term)
{
	return desk_path(c, pupil, "/pay", term);
}

static struct str at(struct ctx *c, const char *head, int64_t id, const char *tail)
{
	return str_printf(c->arena, "%s%lld%s", head, (long long)id, tail);
}

/* --- a pupil's bill ----------------------------------------------------------------------------
 */

static enum err enter_form(struct case_page *p, const struct req *r, pupil_id pupil, term_id term)
{
	struct ctx *c = p->c;
	struct view_part_field *f = case_form(
		p, T_pay_enter, desk_path(c, pupil, "/payments", term), T_pay_enter_do, 3);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &enter_input, "amount", "number", STR_NONE);
	f[0].hint = text(c->lang, T_pay_amount_hint);
	f[1] = page_field(c, r, &enter_input, "document", "text", STR_NONE);
	f[1].hint = text(c->lang, T_pay_document_hint);
	f[2] = page_field(c, r, &enter_input, "day", "date", STR_NONE);
	return OK;
}

/* The services of the bill, once each. */
static enum err service_choices(struct ctx *c, pupil_id pupil, term_id term,
                                struct view_part_field *f)
{
	struct service *v;
	struct desk_choice *choice;
	size_t n;

	TRY(bill_services(c, pupil, term, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].offering.v), v[i].title};
	desk_choices(c, f, choice, n);
	return OK;
}

static enum err adjust_form(struct case_page *p, const struct req *r, pupil_id pupil, term_id term)
{
	static const struct desk_of_in none = {.amount = {NULL, 0}};
	const struct desk_of_in *in = query_or(r, &none);
	struct ctx *c = p->c;
	struct desk_choice item[] = {{S("price"), text(c->lang, T_bill_item_price)},
	                             {S("consumables"), text(c->lang, T_bill_item_consumables)}};
	struct view_part_field *f = case_form(p, T_pay_adjust, desk_path(c, pupil, "/adjust", term),
	                                      T_pay_adjust_do, 5);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &adjust_input, "offering", "select",
	                  in->offering.v ? str_of_i64(c->arena, in->offering.v) : STR_NONE);
	TRY(service_choices(c, pupil, term, &f[0]));
	f[1] = page_field(c, r, &adjust_input, "item", "select", STR_NONE);
	desk_choices(c, &f[1], item, 2);
	f[2] = page_field(c, r, &adjust_input, "less", "tick", in->less ? S("1") : STR_NONE);
	f[3] = page_field(c, r, &adjust_input, "adjust_amount", "number", in->amount);
	f[4] = page_field(c, r, &adjust_input, "adjust_reason", "text",
	                  str_some(in->amount) ? text(c->lang, T_pay_adjust_late) : STR_NONE);
	return OK;
}

/* S24: what was paid for a child leaves for a reason. */
static enum err take_form(struct case_page *p, const struct req *r, pupil_id pupil, term_id term)
{
	struct ctx *c = p->c;
	struct str to = desk_path(c, pupil, "/payments/export.xlsx", term);
	struct view_part_field *f = case_form(p, T_pay_payments, to, T_ui_export, 1);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &payments_out_input, "reason", "text", STR_NONE);
	p->v.form[p->v.form_n - 1].csv = listing_csv(c->arena, to);
	p->v.form[p->v.form_n - 1].quiet = true;
	return OK;
}

enum err page_pupil_desk(struct ctx *c, struct req *r, struct reply *w)
{
	pupil_id pupil = {req_id(r, "pupil")};
	struct case_page p;
	struct payable pay;
	struct term t = {.name = STR_NONE};

	TRY(term_of(c, r, &t));
	TRY(payable_get(c, pupil, t.id, &pay));
	TRY(audit_read_note(c, pupil, "bill read"));
	TRY(case_new(c, r, T_pay_title, &p));
	TRY(pupil_name(c, pupil, &p.v.name));
	p.v.about = t.name;
	payable_facts(&p, &pay);
	if (pay.owner.school.v != pay.owner.pupil.school.v)
		case_tag(&p, T_people_state, "off", T_people_left);
	TRY(bill_lists(&p, pupil, t.id));
	if (!pay.no.code)
		TRY(enter_form(&p, r, pupil, t.id));
	if (pay.collected)
		TRY(adjust_form(&p, r, pupil, t.id));
	if (pay.due.fen < 0 && !case_form(&p, T_refund_credit, desk_path(c, pupil, "/credit", t.id),
	                                  T_refund_credit_do, 0))
		return fault_broken(c, "arena");
	if (pay.owner.bill.v)
		TRY(take_form(&p, r, pupil, t.id));
	return case_show(&p, w);
}

enum err page_enter(struct ctx *c, struct req *r, struct reply *w)
{
	const struct enter_in *in = req_input(r);
	struct payment_enter a = {
		.pupil = {req_id(r, "pupil")}, .day = in->day, .document = in->document};

	TRY(amount_typed(c, S("amount"), in->amount, &a.amount));
	TRY(term_read(c, r, &a.term));
	return form_verb(c, r, w, &payment_enter_verb, &a, pupil_desk_path(c, a.pupil, a.term),
	                 T_pay_entered);
}

enum err page_adjust(struct ctx *c, struct req *r, struct reply *w)
{
	const struct adjust_in *in = req_input(r);
	struct adjust a = {.pupil = {req_id(r, "pupil")},
	                   .offering = in->offering,
	                   .item = in->item,
	                   .reason = in->adjust_reason};

	TRY(amount_typed(c, S("adjust_amount"), in->adjust_amount, &a.amount));
	if (in->less)
		a.amount.fen = -a.amount.fen;
	TRY(term_read(c, r, &a.term));
	return form_verb(c, r, w, &adjust_verb, &a, pupil_desk_path(c, a.pupil, a.term),
	                 T_adjust_said);
}

enum err page_credit(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_credit a = {.pupil = {req_id(r, "pupil")}};

	TRY(term_read(c, r, &a.term));
	return form_verb(c, r, w, &refund_credit_verb, &a, pupil_desk_path(c, a.pupil, a.term),
	                 T_refund_asked_flash);
}

/* --- a payment ---------------------------------------------------------------------------------
 */

static enum err payment_forms(struct case_page *p, const struct req *r, const struct payment *y)
{
	struct ctx *c = p->c;
	struct view_part_field *f;
	int64_t id = y->id.v;

	if (str_is(y->flag, "late")) {
		if (!case_form(p, T_pay_keep, at(c, "/school/payments/", id, "/keep"),
		               T_pay_keep_do, 0) ||
		    !case_form(p, T_pay_send_back, at(c, "/school/payments/", id, "/back"),
		               T_pay_send_back_do, 0))
			return fault_broken(c, "arena");
		return OK;
	}
	if (!str_is(y->channel, "counter") || y->refunded.fen != 0 || str_is(y->reversal, "done"))
		return OK;
	if (str_is(y->reversal, "asked")) {
		if (!case_form(p, T_pay_reversal_yes,
		               at(c, "/school/payments/", id, "/reversal/yes"),
		               T_pay_reversal_yes_do, 0) ||
		    !case_form(p, T_pay_reversal_no, at(c, "/school/payments/", id, "/reversal/no"),
		               T_pay_reversal_no_do, 0))
			return fault_broken(c, "arena");
		return OK;
	}
	f = case_form(p, T_pay_reversal, at(c, "/school/payments/", id, "/reversal"),
	              T_pay_reversal_do, 1);
	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &reversal_input, "reversal_reason", "text", STR_NONE);
	return OK;
}

enum err page_payment(struct ctx *c, struct req *r, struct reply *w)
{
	struct case_page p;
	struct payment y;

	TRY(payment_get(c, (payment_id){req_id(r, "payment")}, &y));
	TRY(case_new(c, r, T_pay_payment, &p));
	p.v.name = y.name;
	p.v.about = y.class_name;
	case_fact(&p, T_pay_amount, yuan(c, y.amount));
	case_fact(&p, T_pay_channel, text(c->lang, word_label("pay.channel", y.channel)));
	case_fact(&p, T_pay_number, y.number);
	case_fact(&p, T_pay_at, instant_words(c->arena, c->lang, y.paid_at));
	if (str_some(y.by))
		case_fact(&p, T_ledger_actor, y.by);
	if (y.refunded.fen)
		case_fact(&p, T_pay_back, yuan(c, y.refunded));
	if (str_some(y.reversal_reason))
		case_fact(&p, T_pay_reversal, y.reversal_reason);
	if (y.receipt.v)
		case_link(&p, T_receipt_title, text(c->lang, T_receipt_pdf),
		          at(c, "/receipts/", y.receipt.v, "/pdf"));
	case_link(&p, T_ledger_entry, text(c->lang, T_pay_see),
	          at(c, "/school/ledger/entries/", y.id.v, ""));
	case_link(&p, T_pay_title, text(c->lang, T_pay_of_bill),
	          pupil_desk_path(c, y.pupil, y.term));
	TRY(payment_forms(&p, r, &y));
	return case_show(&p, w);
}

static enum err payment_verb(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                             void *arg)
{
	return form_verb(c, r, w, v, arg, at(c, "/school/payments/", req_id(r, "payment"), ""),
	                 T_people_saved);
}

enum err page_reversal(struct ctx *c, struct req *r, struct reply *w)
{
	const struct reason_in *in = req_input(r);
	struct reversal_ask a = {.payment = {req_id(r, "payment")}, .reason = in->reversal_reason};

	return payment_verb(c, r, w, &reversal_ask_verb, &a);
}

enum err page_reversal_yes(struct ctx *c, struct req *r, struct reply *w)
{
	struct reversal_decide a = {.payment = {req_id(r, "payment")}, .accept = true};

	return payment_verb(c, r, w, &reversal_decide_verb, &a);
}

enum err page_reversal_no(struct ctx *c, struct req *r, struct reply *w)
{
	struct reversal_decide a = {.payment = {req_id(r, "payment")}};

	return payment_verb(c, r, w, &reversal_decide_verb, &a);
}

enum err page_keep(struct ctx *c, struct req *r, struct reply *w)
{
	struct payment_keep a = {.payment = {req_id(r, "payment")}};

	return payment_verb(c, r, w, &payment_keep_verb, &a);
}

enum err page_send_back(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_credit a = {.payment = {req_id(r, "payment")}};
	struct payment y;
	enum err e;

	TRY(store_read_begin(c));
	e = payment_get(c, a.payment, &y);
	store_read_end(c);
	TRY(e);
	a.pupil = y.pupil;
	a.term = y.term;
	return payment_verb(c, r, w, &refund_credit_verb, &a);
}

/* --- a refund ----------------------------------------------------------------------------------
 */

static enum err refund_forms(struct case_page *p, const struct req *r, const struct refund *f)
{
	struct ctx *c = p->c;
	struct desk_choice choice[] = {{S("yes"), text(c->lang, T_refund_agree)},
	                               {S("no"), text(c->lang, T_refund_return)}};
	struct view_part_field *v;
	struct instant left;
	const char *why;

	TRY(refund_reckonable(c, f, &why, &left));
	if (!why && !case_form(p, T_refund_reckon, at(c, "/school/refunds/", f->id.v, "/reckon"),
	                       T_refund_reckon_do, 0))
		return fault_broken(c, "arena");
	if (f->state == REFUND_ASKED || f->state == REFUND_UNDECIDED) {
		v = case_form(p, T_refund_judge, at(c, "/school/refunds/", f->id.v, "/judge"),
		              T_refund_judge_do, 2);
		if (!v)
			return fault_broken(c, "arena");
		v[0] = page_field(c, r, &judge_input, "word", "radio", S("yes"));
		desk_choices(c, &v[0], choice, 2);
		v[1] = page_field(c, r, &judge_input, "judge_reason", "text", STR_NONE);
	}
	if (f->state == REFUND_FAILED &&
	    !case_form(p, T_refund_again, at(c, "/school/refunds/", f->id.v, "/again"),
	               T_refund_again_do, 0))
		return fault_broken(c, "arena");
	if (f->state == REFUND_APPROVED && str_is(f->channel, "counter")) {
		v = case_form(p, T_refund_paid_out, at(c, "/school/refunds/", f->id.v, "/paid"),
		              T_refund_paid_out_do, 1);
		if (!v)
			return fault_broken(c, "arena");
		v[0] = page_field(c, r, &paid_input, "refund_document", "text", STR_NONE);
	}
	return OK;
}

enum err page_refund_desk(struct ctx *c, struct req *r, struct reply *w)
{
	struct case_page p;
	struct refund f;

	TRY(refund_get(c, (refund_id){req_id(r, "refund")}, &f));
	TRY(case_new(c, r, T_refund_title, &p));
	p.v.name = f.name;
	p.v.about = f.class_name;
	TRY(refund_case(&p, &f));
	case_link(&p, T_pay_title, text(c->lang, T_pay_of_bill),
	          pupil_desk_path(c, f.pupil, f.term));
	TRY(refund_forms(&p, r, &f));
	return case_show(&p, w);
}

static enum err refund_verb(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                            void *arg)
{
	return form_verb(c, r, w, v, arg, at(c, "/school/refunds/", req_id(r, "refund"), ""),
	                 T_people_saved);
}

enum err page_refund_judge(struct ctx *c, struct req *r, struct reply *w)
{
	const struct judge_in *in = req_input(r);
	struct refund_judge a = {.refund = {req_id(r, "refund")},
	                         .accept = str_is(in->word, "yes"),
	                         .reason = in->judge_reason};

	return refund_verb(c, r, w, &refund_judge_verb, &a);
}

enum err page_refund_paid(struct ctx *c, struct req *r, struct reply *w)
{
	const struct paid_in *in = req_input(r);
	struct refund_paid a = {.refund = {req_id(r, "refund")}, .document = in->refund_document};

	return refund_verb(c, r, w, &refund_paid_verb, &a);
}

enum err page_refund_again(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_again a = {.refund = {req_id(r, "refund")}};

	return refund_verb(c, r, w, &refund_again_verb, &a);
}

enum err page_refund_reckon(struct ctx *c, struct req *r, struct reply *w)
{
	struct refund_reckon a = {.refund = {req_id(r, "refund")}};
	struct refund f;
	enum err e;

	TRY(store_read_begin(c));
	e = refund_get(c, a.refund, &f);
	store_read_end(c);
	TRY(e);
	return form_verb(c, r, w, &refund_reckon_verb, &a, pupil_desk_path(c, f.pupil, f.term),
	                 T_refund_asked_flash);
}

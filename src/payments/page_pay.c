/* What a family pays, has paid and gets back. */
#include "payments/case.h"
#include "payments/consumables.h"
#include "payments/openid.h"
#include "payments/receipt.h"
#include "payments/refund_reason.h"
#include "term/term.h"

enum { PDF_BYTES = 8 << 20 };

static const char *const CHANNELS[] = {"wechat", "alipay", NULL};
static const char *const WAYS[] = {"in_app", "browser", "qr", NULL};
static const struct in_field PAY_FIELDS[] = {
	{.name = "channel",
         .type = IN_CHOICE,
         .required = true,
         .choices = CHANNELS,
         .words = "pay.channel.",
         .label = T_pay_channel,
         .offset = offsetof(struct pay_in, channel)},
	{.name = "way",
         .type = IN_CHOICE,
         .choices = WAYS,
         .words = "pay.way_",
         .label = T_pay_way,
         .offset = offsetof(struct pay_in, way)},
};
const struct input pay_input = {"PayForm", sizeof(struct pay_in), PAY_FIELDS, 2, 0};

static const struct in_field PAY_OF_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_bill_term,
         .offset = offsetof(struct pay_of_in, term)},
};
const struct input pay_query = {"PayQuery", sizeof(struct pay_of_in), PAY_OF_FIELDS, 1, 0};

static const struct in_field ASK_FIELDS[] = {
	{.name = "enrolment",
         .type = IN_ID,
         .required = true,
         .label = T_refund_item,
         .offset = offsetof(struct ask_in, enrolment)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_refund_reason,
         .offset = offsetof(struct ask_in, reason)},
};
const struct input ask_input = {"RefundAsk", sizeof(struct ask_in), ASK_FIELDS, 2, 0};

static const struct in_field CHECK_FIELDS[] = {
	{.name = "code",
         .type = IN_STR,
         .max = 40,
         .label = T_receipt_code,
         .offset = offsetof(struct check_in, code)},
};
const struct input check_query = {"ReceiptCheck", sizeof(struct check_in), CHECK_FIELDS, 1, 0};

struct str yuan(struct ctx *c, struct money m)
{
	return str_printf(c->arena, "¥%.*s", STR_FMT(money_show(c->arena, m)));
}

enum text_id word_label(const char *prefix, struct str word)
{
	char key[80];
	int n = snprintf(key, sizeof key, "%s.%.*s", prefix, STR_FMT(word));
	enum text_id id = n > 0 && n < (int)sizeof key ? text_lookup_name(key) : TEXT_NONE;

	return id == TEXT_NONE ? T_pay_other : id;
}

const char *state_kind(struct str state)
{
	static const char *const of[][2] = {
		{"paid", "ok"},        {"done", "ok"},    {"asked", "info"}, {"made", "info"},
		{"approved", "info"},  {"sent", "info"},  {"failed", "bad"}, {"returned", "bad"},
		{"undecided", "warn"}, {"waits", "warn"}, {"booked", "ok"},  {"waiting", "warn"},
		{"void", "bad"},
	};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		if (str_is(state, of[i][0]))
			return of[i][1];
	return "off";
}

enum err pay_term(struct ctx *c, county_id county, struct term *ret_t)
{
	bool found;

	TRY(term_current(c, county, ret_t, &found));
	return found ? OK : fault_set(c, E_ABSENT, "absent", NULL);
}

struct str path_of(struct ctx *c, const char *fmt, int64_t id)
{
	struct str s = str_of(fmt), head = str_cut(&s, '*');

	return str_printf(c->arena, "%.*s%lld%.*s", STR_FMT(head), (long long)id,
	                  STR_FMT(s.p ? s : S("")));
}

/* --- the lists of a bill -----------------------------------------------------------------------
 */

static enum err payments_desk_of(struct ctx *c, pupil_id pupil, term_id term, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_pay_at, false},
	                                       {T_pay_channel, false},
	                                       {T_pay_amount, true},
	                                       {T_receipt_receipts, false}};
	bool family = c->actor.role == ROLE_GUARDIAN;
	struct payment *v;
	struct desk d;
	size_t n;

	TRY(payment_list(c, pupil, term, &v, &n));
	TRY(desk_new(c, T_pay_payments, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct str at = instant_words(c->arena, c->lang, v[i].paid_at);

		if (family)
			desk_put(&d, i, 0, at);
		else
			desk_link(&d, i, 0, at, path_of(c, "/school/payments/*", v[i].id.v));
		if (str_is(v[i].flag, "late"))
			desk_tag(&d, i, 0, "warn", T_pay_flag_late);
		desk_put(&d, i, 1, text(c->lang, word_label("pay.channel", v[i].channel)));
		desk_money(&d, i, 2, v[i].amount);
		if (v[i].receipt.v)
			desk_link(&d, i, 3, text(c->lang, T_receipt_pdf),
			          path_of(c, "/receipts/*/pdf", v[i].receipt.v));
	}
	*ret_d = d;
	return OK;
}

/* A desk takes it for a reason alone, by the form below; the family takes its own. */
static enum err payments_table(struct case_page *p, pupil_id pupil, term_id term)
{
	struct ctx *c = p->c;
	bool family = c->actor.role == ROLE_GUARDIAN;
	struct str to = STR_NONE;
	struct desk d;

	TRY(payments_desk_of(c, pupil, term, &d));
	if (family)
		to = str_printf(c->arena, "/pupils/%lld/payments/export.xlsx?term=%lld",
		                (long long)pupil.v, (long long)term.v);
	return case_list(p, &d, to);
}

/* The term in the address; none: the present one. */
static enum err payments_asked(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	static const struct pay_of_in none = {{0}};
	const struct pay_of_in *in = query_or(r, &none);
	struct term t = {.id = in->term};
	struct pupil child;

	if (c->actor.role == ROLE_GUARDIAN)
		TRY(pupil_get(c, (pupil_id){req_id(r, "pupil")}, &child));
	else /* within whose reach: payment_list() */
		TRY(pupil_load(c, (pupil_id){req_id(r, "pupil")}, &child));
	if (!t.id.v)
		TRY(pay_term(c, child.county, &t));
	return payments_desk_of(c, child.id, t.id, ret_d);
}

enum err page_family_payments_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(payments_asked(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* Nothing leaves of a pupil who is out of reach, and nobody is told that somebody took it. */
enum err page_pupil_payments_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct out_in *in = req_input(r);
	struct desk_taken taken = {"payments_exported", "pupil", req_id(r, "pupil"), in->reason};
	struct str mark;
	struct desk d;
	enum err e;

	TRY(store_read_begin(c));
	e = payments_asked(c, r, &d);
	store_read_end(c);
	TRY(e);
	TRY(desk_take(c, &taken, &mark));
	return desk_sheet_marked(&d, w, mark);
}

static enum err refunds_table(struct case_page *p, pupil_id pupil, term_id term)
{
	static const struct desk_col cols[] = {{T_refund_asked, false},
	                                       {T_refund_reason, false},
	                                       {T_pay_amount, true},
	                                       {T_pay_state, false}};
	struct ctx *c = p->c;
	struct refund *v;
	size_t n;

	TRY(refund_list(c, pupil, term, &v, &n));
	TRY(case_table(p, T_refund_refunds, cols, 4, n));
	for (size_t i = 0; i < n; i++) {
		struct str state = str_of(refund_state_name(v[i].state));

		case_put(
			p, i, 0, instant_words(c->arena, c->lang, v[i].asked),
			path_of(c,
		                c->actor.role == ROLE_GUARDIAN ? "/refunds/*" : "/school/refunds/*",
		                v[i].id.v));
		case_put(p, i, 1, refund_label(c, &v[i]), STR_NONE);
		case_put(p, i, 2, yuan(c, v[i].amount), STR_NONE);
		case_put_tag(p, i, 3, state_kind(state), word_label("refund.state", state));
	}
	return OK;
}

static enum err consumables_table(struct case_page *p, pupil_id pupil, term_id term)
{
	static const struct desk_col cols[] = {{T_consumables_mine, false},
	                                       {T_consumables_standard, false},
	                                       {T_consumables_price, true},
	                                       {T_consumables_choice, false},
	                                       {T_consumables_delivery, false}};
	struct ctx *c = p->c;
	struct consumables_mine *v;
	size_t n;

	TRY(consumables_of(c, pupil, term, &v, &n));
	TRY(case_table(p, T_consumables_mine, cols, 5, n));
	for (size_t i = 0; i < n; i++) {
		case_put(p, i, 0, v[i].title, STR_NONE);
		case_put(p, i, 1, v[i].standard, STR_NONE);
		case_put(p, i, 2, yuan(c, v[i].price), STR_NONE);
		/* A family may choose again while nothing is paid or handed out. */
		case_put(p, i, 3,
		         text(c->lang,
		              v[i].self_bought ? T_consumables_self : T_consumables_entrusted),
		         c->actor.role == ROLE_GUARDIAN
		                 ? path_of(c, "/enrolments/*/consumables", v[i].enrolment.v)
		                 : STR_NONE);
		if (v[i].self_bought)
			continue;
		case_put(p, i, 4, v[i].delivery_note, STR_NONE);
		if (v[i].delivered_at.us != INT64_MIN)
			case_put_tag(p, i, 4, "ok", T_consumables_delivered);
		else if (v[i].signed_at.us != INT64_MIN)
			case_put_tag(p, i, 4, "info", T_consumables_signed);
		else
			case_put_tag(p, i, 4, "warn", T_consumables_unsigned);
	}
	return OK;
}

enum err bill_lists(struct case_page *p, pupil_id pupil, term_id term)
{
	TRY(consumables_table(p, pupil, term));
	TRY(adjustments_table(p, pupil, term));
	TRY(payments_table(p, pupil, term));
	TRY(receipts_table(p, pupil, term));
	return refunds_table(p, pupil, term);
}

/* Why it cannot be paid, in words. */
void payable_facts(struct case_page *p, const struct payable *pay)
{
	struct ctx *c = p->c;

	case_fact(p, T_pay_due, yuan(c, pay->due));
	if (pay->collected && pay->due.fen == 0) /* no refusal: it is done */
		p->v.note = text(c->lang, T_pay_settled);
	else if (pay->no.code)
		p->v.note = fault_lookup(pay->no.code)->title[c->lang];
}

/* --- paying ------------------------------------------------------------------------------------
 */

static enum err channel_choices(struct ctx *c, const struct bill_owner *b,
                                struct view_part_field *f, size_t *ret_n, bool *ret_wechat)
{
	struct desk_choice choice[2];
	struct fault before = c->fault;
	size_t n = 0;

	*ret_wechat = false;
	for (size_t i = 0; CHANNELS[i]; i++) {
		struct collecting a;

		if (collecting_for(c, b->county, b->school, str_of(CHANNELS[i]), &a) != OK)
			continue;
		*ret_wechat |= str_is(a.channel, "wechat");
		choice[n].value = str_of(CHANNELS[i]);
		choice[n++].label = text(c->lang, word_label("pay.channel", str_of(CHANNELS[i])));
	}
	c->fault = before;
	if (n > 0 && !str_some(f->value))
		f->value = choice[0].value;
	desk_choices(c, f, choice, n);
	*ret_n = n;
	return OK;
}

static enum err open_order(struct case_page *p, pupil_id pupil, term_id term, bool *ret_open)
{
	struct ctx *c = p->c;
	struct order *v;
	size_t n;

	TRY(order_list(c, pupil, term, &v, &n));
	*ret_open = n > 0 && (v[0].state == ORDER_MADE || v[0].state == ORDER_ASKED);
	if (!*ret_open)
		return OK;
	p->v.link = path_of(c, "/pay/orders/*", v[0].id.v);
	p->v.link_words = T_pay_go_on;
	return OK;
}

/* For a service that goes on, and for what the rules give money back for. */
static enum err ask_form(struct case_page *p, const struct req *r, pupil_id pupil, term_id term)
{
	struct ctx *c = p->c;
	struct desk_choice *choice, reason[LEXICON_WORDS];
	struct view_part_field *f = case_form(
		p, T_refund_ask, path_of(c, "/pupils/*/refunds", pupil.v), T_refund_ask_do, 2);
	struct refund_wish *wish;
	struct service *v;
	offering_id *of;
	size_t n, wishes;

	TRY(bill_services(c, pupil, term, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	of = NEW_N(c->arena, n + 1, offering_id);
	if (!f || !choice || !of)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		of[i] = v[i].offering;
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].enrolment.v), v[i].title};
	}
	TRY(refund_wishes(c, of, n, &wish, &wishes));
	for (size_t i = 0; i < wishes; i++)
		reason[i] = (struct desk_choice){wish[i].reason, wish[i].label};
	f[0] = page_field(c, r, &ask_input, "enrolment", "select", STR_NONE);
	desk_choices(c, &f[0], choice, n);
	f[1] = page_field(c, r, &ask_input, "reason", "select", STR_NONE);
	desk_choices(c, &f[1], reason, wishes);
	return OK;
}

enum err page_refund_ask(struct ctx *c, struct req *r, struct reply *w)
{
	const struct ask_in *in = req_input(r);
	struct refund_ask a = {.enrolment = in->enrolment, .reason = in->reason};

	return form_verb(c, r, w, &refund_ask_verb, &a,
	                 path_of(c, "/pupils/*/pay", req_id(r, "pupil")), T_refund_asked_flash);
}

/* Inside WeChat its own sheet, if the school has set that up, and why not otherwise; on a phone the
 * channel's page; on another screen a code, without asking. */
static enum err way_choices(struct case_page *p, const struct req *r, const struct bill_owner *b,
                            struct view_part_field *f)
{
	struct ctx *c = p->c;
	bool chat = str_is(c->device, "wechat");
	struct desk_choice choice[2];
	struct collecting at;
	struct in_app in;
	size_t n = 0;

	*f = page_field(c, r, &pay_input, "way", "radio", STR_NONE);
	f->optional = false;
	if (chat) {
		TRY(collecting_for(c, b->county, b->school, S("wechat"), &at));
		TRY(in_app_of(c, &at, &in));
		if (!in.no.code)
			choice[n++] =
				(struct desk_choice){S("in_app"), text(c->lang, T_pay_way_in_app)};
		else
			f->hint = fault_lookup(in.no.code)->title[c->lang];
	} else {
		choice[n++] = (struct desk_choice){S("browser"), text(c->lang, T_pay_way_browser)};
	}
	choice[n++] = (struct desk_choice){S("qr"), text(c->lang, T_pay_way_qr)};
	if (!str_some(f->value))
		f->value = choice[0].value;
	desk_choices(c, f, choice, n);
	return OK;
}

/* How it can be paid: a form, or the counter alone. */
static enum err ways_form(struct case_page *p, const struct req *r, const struct bill_owner *b)
{
	struct view_part_field *f,
		field = page_field(p->c, r, &pay_input, "channel", "radio", STR_NONE);
	bool chat = str_is(p->c->device, "wechat"), wechat, ask;
	size_t ways;

	TRY(channel_choices(p->c, b, &field, &ways, &wechat));
	if (ways == 0) {
		p->v.note = text(p->c->lang, T_pay_counter_only);
		return OK;
	}
	ask = chat ? wechat : str_is(p->c->device, "mobile");
	f = case_form(p, T_pay_how, req_path(r), T_pay_pay, ask ? 2 : 1);
	if (!f)
		return fault_broken(p->c, "arena");
	f[0] = field;
	return ask ? way_choices(p, r, b, &f[1]) : OK;
}

enum err page_pay(struct ctx *c, struct req *r, struct reply *w)
{
	const struct pay_of_in *in = req_query(r);
	term_id asked = in ? in->term : ID_NONE(term_id);
	struct case_page p;
	struct payable pay;
	struct pupil pupil;
	struct term t, now;
	bool open, present;

	TRY(pupil_get(c, (pupil_id){req_id(r, "pupil")}, &pupil));
	TRY(pay_term(c, pupil.county, &now));
	t = now;
	if (asked.v)
		TRY(term_get(c, asked, &t));
	present = term_id_eq(t.id, now.id);
	TRY(payable_get(c, pupil.id, t.id, &pay));
	TRY(case_new(c, r, T_pay_title, &p));
	TRY(pupil_name(c, pupil.id, &p.v.name));
	p.v.about = t.name;
	payable_facts(&p, &pay);
	TRY(open_order(&p, pupil.id, t.id, &open));
	TRY(bill_lists(&p, pupil.id, t.id));
	if (!pay.no.code && !open && present)
		TRY(ways_form(&p, r, &pay.owner));
	if (pay.collected && present)
		TRY(ask_form(&p, r, pupil.id, t.id));
	reply_back(w, str_printf(c->arena, "/pupils/%lld/bill?term=%lld", (long long)pupil.id.v,
	                         (long long)t.id.v));
	return case_show(&p, w);
}

/* --- receipts ----------------------------------------------------------------------------------
 */

enum err page_receipt_pdf(struct ctx *c, struct req *r, struct reply *w)
{
	struct receipt k;
	struct out out;
	enum err e;

	TRY(receipt_get(c, (receipt_id){req_id(r, "receipt")}, &k));
	out_init(&out, PDF_BYTES);
	e = receipt_pdf(c, &k, &out);
	if (e == OK)
		e = reply_file(c, w, str_printf(c->arena, "%.*s.pdf", STR_FMT(k.number)),
		               "application/pdf", out_str(&out));
	out_free(&out);
	return e;
}

/* --- a refund ----------------------------------------------------------------------------------
 */

enum err refund_case(struct case_page *p, const struct refund *f)
{
	static const struct desk_col cols[] = {{T_refund_item, false},
	                                       {T_refund_paid, true},
	                                       {T_refund_back, true},
	                                       {T_refund_formula, false}};
	struct str state = str_of(refund_state_name(f->state));
	struct ctx *c = p->c;
	struct str due = refund_due_words(c, f);
	struct refund_item *v;
	size_t n;

	TRY(refund_items(c, f->id, &v, &n));
	case_tag(p, T_pay_state, state_kind(state), word_label("refund.state", state));
	case_fact(p, T_pay_amount, yuan(c, f->amount));
	case_fact(p, T_refund_reason, refund_label(c, f));
	case_fact(p, T_pay_channel, text(c->lang, word_label("pay.channel", f->channel)));
	case_fact(p, T_refund_asked, instant_words(c->arena, c->lang, f->asked));
	if (str_some(due))
		case_fact(p, T_refund_due, due);
	if (f->done.us > 0)
		case_fact(p, T_refund_done, instant_words(c->arena, c->lang, f->done));
	if (str_some(f->why))
		case_fact(p, T_refund_why,
		          fault_known(str_c(c->arena, f->why))
		                  ? fault_lookup(str_c(c->arena, f->why))->title[c->lang]
		                  : f->why);
	TRY(case_table(p, T_refund_items, cols, 4, n));
	for (size_t i = 0; i < n; i++) {
		case_put(p, i, 0,
		         str_some(v[i].title) ? v[i].title : text(c->lang, T_refund_reason_credit),
		         STR_NONE);
		case_put(p, i, 1, yuan(c, v[i].paid), STR_NONE);
		case_put(p, i, 2, yuan(c, v[i].amount), STR_NONE);
		case_put(p, i, 3,
		         str_printf(c->arena, "%.*s %.*s", STR_FMT(v[i].formula),
		                    STR_FMT(v[i].document)),
		         STR_NONE);
	}
	return OK;
}

enum err page_refund(struct ctx *c, struct req *r, struct reply *w)
{
	struct case_page p;
	struct refund f;

	TRY(refund_get(c, (refund_id){req_id(r, "refund")}, &f));
	TRY(case_new(c, r, T_refund_title, &p));
	p.v.name = f.name;
	TRY(refund_case(&p, &f));
	reply_back(w, path_of(c, "/pupils/*/pay", f.pupil.v));
	return case_show(&p, w);
}

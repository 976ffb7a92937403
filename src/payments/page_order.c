/* One order: made, paid by a code, the channel's page or WeChat's own sheet, waited for, closed. */
#include "docs/qr.h"
#include "payments/case.h"
#include "payments/internal.h"
#include "payments/openid.h"
#include "term/term.h"

enum { CODE_BYTES = 256 << 10, POLL_S = 3 };

static const struct in_field ORDER_OF_FIELDS[] = {
	{.name = "sent",
         .type = IN_BOOL,
         .label = T_pay_sheet_paid,
         .offset = offsetof(struct order_in, sent)},
};
const struct input order_query = {"OrderQuery", sizeof(struct order_in), ORDER_OF_FIELDS, 1, 0};

static struct str path_to(struct ctx *c, pay_order_id id)
{
	return path_of(c, "/pay/orders/*", id.v);
}

/* --- making one --------------------------------------------------------------------------------
 */

static enum err order_path(struct ctx *c, void *arg, struct out *o)
{
	const struct order_make *a = arg;

	out_put(o, path_to(c, a->result));
	return OK;
}

/* As it was chosen; else a code inside WeChat and on a desk, on a phone's browser the channel's own
 * page. WeChat's sheet is for WeChat Pay alone. */
static enum pay_way way_of(const struct ctx *c, const struct pay_in *in)
{
	bool wechat = str_is(in->channel, "wechat"), chat = str_is(c->device, "wechat");
	enum pay_way way;

	if (pay_way_parse(in->way, &way) && (way != PAY_IN_APP || wechat))
		return way;
	return str_is(c->device, "mobile") || (chat && !wechat) ? PAY_BROWSER : PAY_QR;
}

struct paying {
	struct term term;
	struct collecting at;
};

static enum err paying_read(struct ctx *c, pupil_id id, struct str channel, struct paying *ret_p)
{
	struct bill_owner b;
	struct pupil pupil;

	TRY(pupil_get(c, id, &pupil));
	TRY(pay_term(c, pupil.county, &ret_p->term));
	TRY(bill_reach(c, id, ret_p->term.id, &b));
	return collecting_for(c, b.county, b.school, channel, &ret_p->at);
}

/* By which app WeChat is asked who pays. */
static enum err app_for(struct ctx *c, const struct collecting *at, struct str *ret_appid)
{
	struct in_app in;

	TRY(in_app_of(c, at, &in));
	if (in.no.code)
		return fault_set(c, E_REFUSED, in.no.code, &in.no);
	*ret_appid = in.appid;
	return OK;
}

enum err page_pay_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct pay_in *in = req_input(r);
	struct order_make a = {.pupil = {req_id(r, "pupil")},
	                       .channel = in->channel,
	                       .way = way_of(c, in),
	                       .address = req_address(r)};
	struct store_once once = req_once(r, order_path);
	struct paying p = {0};
	struct str path;
	bool replayed;
	enum err e;

	TRY(store_read_begin(c));
	e = paying_read(c, a.pupil, a.channel, &p);
	store_read_end(c);
	TRY(e);
	if (a.way == PAY_IN_APP)
		TRY(app_for(c, &p.at, &a.appid));
	a.term = p.term.id;
	TRY(store_write_once(c, &order_make_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, TEXT_NONE);
}

/* --- showing it --------------------------------------------------------------------------------
 */

/* The page as it is put together; it asks again by itself unless that would take away what is in
 * the reader's hands. */
struct showing {
	struct case_page p;
	const struct order *o;
	bool sent, again;
};

/* Beside the one thing to do: what leads away from it. */
static enum err form(struct showing *s, enum text_id title, const char *path, enum text_id submit)
{
	struct view_matter *v = &s->p.v;

	if (!case_form(&s->p, title, path_of(s->p.c, path, s->o->id.v), submit, 0))
		return fault_broken(s->p.c, "arena");
	v->form[v->form_n - 1].quiet = true;
	return OK;
}

static void note(struct showing *s, enum text_id id)
{
	s->p.v.note = text(s->p.c->lang, id);
}

/* The order waits for whose WeChat pays: a link there, and what became of the last code. */
static enum err show_waits(struct showing *s)
{
	struct ctx *c = s->p.c;
	struct openid_news news;

	TRY(openid_news_get(c, s->o->id, &news));
	if (str_is(news.state, "waiting")) {
		note(s, T_pay_in_app_asking);
		s->again = true;
		return OK;
	}
	s->p.v.link = path_of(c, "/pay/orders/*/wechat", s->o->id.v);
	s->p.v.link_words = T_pay_in_app_do;
	if (str_is(news.state, "refused") && fault_known(str_c(c->arena, news.why)))
		s->p.v.note = fault_lookup(str_c(c->arena, news.why))->title[c->lang];
	else
		note(s, T_pay_in_app_why);
	return OK;
}

/* WeChat's own sheet. The page must stand still under it; whoever closed it after paying is led to
 * the page that asks again. */
static enum err show_sheet(struct showing *s)
{
	struct ctx *c = s->p.c;
	struct str path = path_to(c, s->o->id);

	if (s->sent) {
		note(s, T_pay_waiting);
		s->p.v.then = path;
		s->p.v.then_words = T_pay_sheet_again;
		s->again = true;
		return OK;
	}
	note(s, T_pay_sheet_note);
	s->p.v.sheet = s->o->call;
	s->p.v.sheet_paid = str_printf(c->arena, "%.*s?sent=1", STR_FMT(path));
	s->p.v.then = s->p.v.sheet_paid;
	s->p.v.then_words = T_pay_sheet_paid;
	return form(s, T_pay_in_app_other, "/pay/orders/*/wechat/forget", T_pay_in_app_forget);
}

static void show_link(struct showing *s)
{
	const struct order *o = s->o;

	note(s, T_pay_waiting);
	s->again = true;
	if (o->way == PAY_QR) {
		s->p.v.image = path_of(s->p.c, "/pay/orders/*/code.svg", o->id.v);
		s->p.v.image_words = word_label("pay.scan", o->channel);
	} else {
		s->p.v.link = o->link;
		s->p.v.link_words = word_label("pay.channel", o->channel);
	}
}

/* What can be done while it is open. */
static enum err show_means(struct showing *s)
{
	const struct order *o = s->o;
	bool mine = account_id_eq(o->account, s->p.c->actor.account);

	if ((o->waits || str_some(o->call)) && !mine) {
		note(s, T_pay_in_app_elsewhere);
		s->again = true;
	} else if (o->waits) {
		TRY(show_waits(s));
	} else if (o->state == ORDER_MADE) {
		note(s, T_pay_preparing);
		s->again = true;
	} else if (str_some(o->call)) {
		TRY(show_sheet(s));
	} else {
		show_link(s);
	}
	return form(s, T_pay_other_way, "/pay/orders/*/close", T_pay_close);
}

/* One that the channel refused may have been asked for in a WeChat that cannot pay it. */
static enum err show_failed(struct showing *s)
{
	const struct order *o = s->o;

	if (o->way != PAY_IN_APP || !str_is(o->channel, "wechat") ||
	    !account_id_eq(o->account, s->p.c->actor.account))
		return OK;
	return form(s, T_pay_in_app_other, "/pay/orders/*/wechat/forget", T_pay_in_app_forget);
}

static void show_facts(struct case_page *p, const struct order *o)
{
	struct ctx *c = p->c;
	struct str state = o->waits ? S("waits") : str_of(order_state_name(o->state));

	case_tag(p, T_pay_state, state_kind(state), word_label("pay.state", state));
	case_fact(p, T_pay_amount, yuan(c, o->amount));
	case_fact(p, T_pay_channel, text(c->lang, word_label("pay.channel", o->channel)));
	case_fact(p, T_pay_number, o->number);
	if (order_is_open(o))
		case_fact(p, T_pay_expires, instant_words(c->arena, c->lang, o->expires));
	if (o->receipt.v) {
		p->v.note = text(c->lang, T_pay_arrived);
		case_link(p, T_receipt_receipts, text(c->lang, T_receipt_pdf),
		          path_of(c, "/receipts/*/pdf", o->receipt.v));
	}
	if (o->state == ORDER_FAILED && fault_known(str_c(c->arena, o->why)))
		p->v.note = fault_lookup(str_c(c->arena, o->why))->title[c->lang];
}

enum err page_order(struct ctx *c, struct req *r, struct reply *w)
{
	const struct order_in *in = req_query(r);
	struct showing s = {.sent = in && in->sent};
	struct order o;

	TRY(order_get(c, (pay_order_id){req_id(r, "order")}, &o));
	s.o = &o;
	TRY(case_new(c, r, T_pay_order, &s.p));
	show_facts(&s.p, &o);
	if (order_is_open(&o))
		TRY(show_means(&s));
	else if (o.state == ORDER_FAILED)
		TRY(show_failed(&s));
	if (s.again) /* without scripts: the page asks again by itself */
		reply_header(w, "Refresh", str_printf(c->arena, "%d", POLL_S));
	reply_back(w, path_of(c, "/pupils/*/pay", o.pupil.v));
	return case_show(&s.p, w);
}

enum err page_order_code(struct ctx *c, struct req *r, struct reply *w)
{
	struct order o;
	struct out out;
	enum err e;

	TRY(order_get(c, (pay_order_id){req_id(r, "order")}, &o));
	if (o.state != ORDER_ASKED || !str_some(o.link))
		return fault_set(c, E_ABSENT, "absent", NULL);
	out_init(&out, CODE_BYTES);
	e = qr_svg(c, o.link, &out);
	if (e == OK)
		e = reply_inline(c, w, "image/svg+xml", out_str(&out));
	out_free(&out);
	return e;
}

/* --- closing it --------------------------------------------------------------------------------
 */

static enum err shut_path(struct ctx *c, void *arg, struct out *o)
{
	const struct order_shut *a = arg;

	out_put(o, path_to(c, a->order));
	return OK;
}

enum err page_order_close(struct ctx *c, struct req *r, struct reply *w)
{
	struct order_shut a = {.order = {req_id(r, "order")}};
	struct store_once once = req_once(r, shut_path);
	struct str path;
	bool replayed;

	TRY(store_write_once(c, &order_shut_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, TEXT_NONE);
}

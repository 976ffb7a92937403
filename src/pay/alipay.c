/* Alipay (open platform, RSA2). Requests are sorted parameters with our signature; replies carry a
 * signature over the raw text of one member, notices over their sorted fields. Amounts are yuan
 * with two decimals. */
#include "base/jsonread.h"
#include "base/out.h"
#include "pay/internal.h"
#include "web/pairs.h"

enum { REPLY_MAX = 1 << 20, PARAMS_MAX = 64 };

/* --- signing ---------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct alipay_param *)a)->name,
	               ((const struct alipay_param *)b)->name);
}

struct str alipay_signed_text(struct arena *a, struct alipay_param *v, size_t n,
                              bool with_sign_type)
{
	struct str *part = NEW_N(a, n ? n : 1, struct str);
	size_t used = 0;

	if (!part)
		return S("");
	qsort(v, n, sizeof *v, by_name);
	for (size_t i = 0; i < n; i++) {
		if (v[i].value.n == 0 || str_is(v[i].name, "sign") ||
		    (!with_sign_type && str_is(v[i].name, "sign_type")))
			continue;
		part[used++] = str_printf(a, "%.*s=%.*s", STR_FMT(v[i].name), STR_FMT(v[i].value));
	}
	return str_join(a, part, used, S("&"));
}

bool alipay_amount(struct str s, struct money *ret_m)
{
	size_t dot;

	return str_find(s, S("."), &dot) && s.n == dot + 3 && dot > 0 && s.p[0] != '-' &&
	       (s.p[0] != '0' || dot == 1) && money_parse(s, ret_m);
}

/* Where the value that begins at `i` ends: strings are stepped over, brackets counted. */
static bool value_end(struct str json, size_t i, size_t *ret_end)
{
	bool quoted = false;
	int depth = 0;

	for (; i < json.n; i++) {
		char ch = json.p[i];

		if (quoted) {
			i += ch == '\\';
			quoted = ch != '"';
			continue;
		}
		quoted = ch == '"';
		depth += ch == '{' || ch == '[';
		depth -= ch == '}' || ch == ']';
		if (depth == 0 && (ch == '}' || ch == ']')) {
			*ret_end = i + 1;
			return true;
		}
	}
	return false;
}

bool alipay_node(struct str json, struct str name, struct str *ret_raw)
{
	size_t at, end, i;
	struct str rest = json;
	char ch;

	/* The member is the first of the reply: nothing of a stranger's text stands before it. */
	while (rest.n > 0 && strchr("{ \t\r\n", rest.p[0]))
		rest = str_sub(rest, 1, rest.n);
	if (!str_find(rest, name, &at) || at != 1 || rest.p[0] != '"')
		return false;
	i = 1 + name.n;
	if (i >= rest.n || rest.p[i++] != '"')
		return false;
	while (i < rest.n && strchr(" \t\r\n:", rest.p[i]))
		i++;
	ch = i < rest.n ? rest.p[i] : 0;
	if (ch != '{' || !value_end(rest, i, &end))
		return false;
	*ret_raw = str_sub(rest, i, end - i);
	return true;
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum err ready(struct ctx *c, const struct pay *p)
{
	return p->merchant->alipay.some ? OK
	                                : fault_set(c, E_ABSENT, "pay_not_set_up",
	                                            &(struct fault){.found = p->merchant->county});
}

/* "2026-09-01 17:50:00", at +08:00. */
static struct str timestamp(struct ctx *c, struct instant t)
{
	struct str s = instant_text(c->arena, t);

	return str_printf(c->arena, "%.*s %.*s", STR_FMT(str_sub(s, 0, 10)),
	                  STR_FMT(str_sub(s, 11, 8)));
}

/* The whole request, as a form and as the query of an address. */
static enum err request_text(struct ctx *c, const struct pay *p, const char *method,
                             struct str content, struct str *ret_form)
{
	const struct merchant_alipay *l = &p->merchant->alipay;
	struct alipay_param v[] = {
		{S("app_id"), l->app_id},      {S("biz_content"), content},
		{S("charset"), S("utf-8")},    {S("format"), S("JSON")},
		{S("method"), str_of(method)}, {S("notify_url"), pay_notify_url(c, p, "alipay")},
		{S("sign_type"), S("RSA2")},   {S("timestamp"), timestamp(c, env_now(c->env))},
		{S("version"), S("1.0")},
	};
	size_t n = sizeof v / sizeof *v;
	struct str form = S(""), sign;

	TRY(rsa_sign(c, l->own, alipay_signed_text(c->arena, v, n, true), &sign));
	for (size_t i = 0; i < n; i++)
		form = str_printf(c->arena, "%.*s%.*s=%.*s&", STR_FMT(form), STR_FMT(v[i].name),
		                  STR_FMT(url_encode(c->arena, v[i].value)));
	*ret_form = str_printf(c->arena, "%.*ssign=%.*s", STR_FMT(form),
	                       STR_FMT(url_encode(c->arena, sign)));
	return OK;
}

/* alipay.trade.query -> alipay_trade_query_response */
static struct str node_name(struct arena *a, const char *method)
{
	struct str s = str_printf(a, "%s_response", method);
	char *p = arena_take(a, s.n + 1);

	for (size_t i = 0; p && i < s.n; i++)
		p[i] = s.p[i] == '.' ? '_' : s.p[i];
	return p ? (struct str){p, s.n} : S("");
}

struct said {
	struct str code, sub_code, words;
	const struct jval *node;
	bool good; /* 10000 */
};

static struct str text_of(const struct jval *o, const char *name)
{
	const struct jval *v = jval_find(o, name);

	return v && v->type == J_STR ? v->s : S("");
}

/* A reply is believed when the platform signed the member that answers us. */
static enum err reply_read(struct ctx *c, const struct pay *p, const char *method, struct str body,
                           struct said *ret_s)
{
	const struct jval *root;
	struct str name = node_name(c->arena, method), raw;
	struct said s = {0};

	if (!alipay_node(body, name, &raw))
		return pay_forged(c);
	TRY(jread(c, body, REPLY_MAX, &root));
	if (!rsa_verifies(c->arena, p->merchant->alipay.platform, raw, text_of(root, "sign")))
		return pay_forged(c);
	s.node = jval_find(root, str_c(c->arena, name));
	s.code = text_of(s.node, "code");
	s.sub_code = text_of(s.node, "sub_code");
	s.words = text_of(s.node, "sub_msg");
	s.good = str_is(s.code, "10000");
	*ret_s = s;
	return OK;
}

static enum err ask(struct ctx *c, const struct pay *p, const char *method, struct str content,
                    struct said *ret_s)
{
	static const struct str headers[] = {
		{"Content-Type: application/x-www-form-urlencoded;charset=utf-8", 61},
	};
	struct http_ask a = {.method = "POST",
	                     .url = p->merchant->alipay.base,
	                     .headers = headers,
	                     .n_headers = 1};
	struct http_said said;

	TRY(request_text(c, p, method, content, &a.body));
	TRY(p->http->send(c, p->http->self, &a, &said));
	if (said.status != 200)
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	TRY(reply_read(c, p, method, said.body, ret_s));
	/* 20000: the channel itself is out of order; whether it acted is unknown. */
	if (str_is(ret_s->code, "20000"))
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	return OK;
}

static enum err no(struct ctx *c, const struct said *s)
{
	return pay_refused(c, str_some(s->sub_code) ? s->sub_code : s->code, s->words);
}

/* --- orders ----------------------------------------------------------------------------------- */

static struct str order_content(struct ctx *c, const struct pay *p, const struct pay_order *o)
{
	struct out out;
	struct json j;
	struct str text;

	out_init(&out, 16 << 10);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kv_str(&j, "out_trade_no", o->number);
	json_kv_str(&j, "total_amount", money_text(c->arena, o->amount));
	json_kv_str(&j, "subject", o->subject);
	json_kv_str(&j, "seller_id", p->merchant->alipay.seller_id);
	json_kv_str(&j, "time_expire", timestamp(c, o->expires));
	if (o->way != PAY_QR)
		json_kv_str(&j, "product_code", S("QUICK_WAP_WAY"));
	json_close(&j, '}');
	text = str_dup(c->arena, out_str(&out));
	out_free(&out);
	return text;
}

/* On a phone the guardian's browser carries the signed request itself; the QR code is asked for. */
static enum err alipay_order(struct ctx *c, const struct pay *p, const struct pay_order *o,
                             struct pay_link *ret_link)
{
	struct pay_link link = {0};
	struct said s = {0};

	TRY(ready(c, p));
	TRY(pay_order_check(c, o));
	if (o->way != PAY_QR) {
		TRY(request_text(c, p, "alipay.trade.wap.pay", order_content(c, p, o), &link.url));
		link.url = str_printf(c->arena, "%.*s?%.*s", STR_FMT(p->merchant->alipay.base),
		                      STR_FMT(link.url));
		*ret_link = link;
		return OK;
	}
	TRY(ask(c, p, "alipay.trade.precreate", order_content(c, p, o), &s));
	if (!s.good)
		return no(c, &s);
	TRY(jval_str(c, s.node, "qr_code", 2048, &link.url));
	*ret_link = link;
	return OK;
}

/* --- what was paid ---------------------------------------------------------------------------- */

static enum pay_state state_of(struct str s)
{
	if (str_is(s, "TRADE_SUCCESS") || str_is(s, "TRADE_FINISHED"))
		return PAY_PAID;
	if (str_is(s, "WAIT_BUYER_PAY"))
		return PAY_WAITING;
	return str_is(s, "TRADE_CLOSED") ? PAY_CLOSED : PAY_UNKNOWN;
}

/* "2026-09-01 17:50:00" at +08:00. */
static bool instant_of(struct ctx *c, struct str s, struct instant *ret_t)
{
	return s.n == 19 &&
	       instant_parse(str_printf(c->arena, "%.*sT%.*s+08:00", STR_FMT(str_sub(s, 0, 10)),
	                                STR_FMT(str_sub(s, 11, 8))),
	                     ret_t);
}

/* What is said to be paid moved something, at some time that can be, under a number of the
 * channel's own. */
static bool paid_whole(struct ctx *c, struct pay_result *r, struct str at)
{
	return r->state != PAY_PAID || (r->amount.fen > 0 && str_some(r->channel_number) &&
	                                instant_of(c, at, &r->at) && r->at.us > 0);
}

static struct str number_content(struct ctx *c, struct str number)
{
	return str_printf(c->arena, "{\"out_trade_no\":\"%.*s\"}", STR_FMT(number));
}

static enum err alipay_query(struct ctx *c, const struct pay *p, struct str number,
                             struct pay_result *ret_r)
{
	struct pay_result r = {.number = number};
	struct said s = {0};

	TRY(ready(c, p));
	TRY(pay_number_check(c, "number", number));
	TRY(ask(c, p, "alipay.trade.query", number_content(c, number), &s));
	if (str_is(s.sub_code, "ACQ.TRADE_NOT_EXIST")) {
		*ret_r = r;
		return OK;
	}
	if (!s.good)
		return no(c, &s);
	r.state = state_of(text_of(s.node, "trade_status"));
	r.channel_number = text_of(s.node, "trade_no");
	if (!str_eq(text_of(s.node, "out_trade_no"), number) ||
	    !alipay_amount(text_of(s.node, "total_amount"), &r.amount))
		return pay_forged(c);
	if (!paid_whole(c, &r, text_of(s.node, "send_pay_date")))
		return pay_forged(c);
	*ret_r = r;
	return OK;
}

static enum err alipay_close(struct ctx *c, const struct pay *p, struct str number)
{
	struct said s = {0};

	TRY(ready(c, p));
	TRY(pay_number_check(c, "number", number));
	TRY(ask(c, p, "alipay.trade.close", number_content(c, number), &s));
	/* Nobody has opened the page yet: then there is nothing that could be paid. */
	if (s.good || str_is(s.sub_code, "ACQ.TRADE_NOT_EXIST"))
		return OK;
	if (str_is(s.sub_code, "ACQ.REASON_TRADE_STATUS_INVALID") ||
	    str_is(s.sub_code, "ACQ.TRADE_STATUS_ERROR"))
		return fault_set(c, E_CONFLICT, "pay_paid_already",
		                 &(struct fault){.found = number});
	return no(c, &s);
}

/* --- refunds ---------------------------------------------------------------------------------- */

static enum err alipay_refund(struct ctx *c, const struct pay *p, const struct pay_refund *r,
                              struct pay_refunded *ret_r)
{
	struct pay_refunded done = {
		.number = r->number, .refund_number = r->refund_number, .amount = r->amount};
	struct out out;
	struct json j;
	struct said s = {0};
	enum err e;

	TRY(ready(c, p));
	TRY(pay_refund_check(c, r));
	out_init(&out, 16 << 10);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kv_str(&j, "out_trade_no", r->number);
	json_kv_str(&j, "out_request_no", r->refund_number);
	json_kv_str(&j, "refund_amount", money_text(c->arena, r->amount));
	json_kv_str(&j, "refund_reason", r->reason.p ? r->reason : S(""));
	json_close(&j, '}');
	e = ask(c, p, "alipay.trade.refund", str_dup(c->arena, out_str(&out)), &s);
	out_free(&out);
	TRY(e);
	if (!s.good)
		return no(c, &s);
	if (!str_eq(text_of(s.node, "out_trade_no"), r->number))
		return pay_forged(c);
	done.channel_number = text_of(s.node, "trade_no");
	/* "N": this call moved nothing, an earlier one may have; the query tells. */
	done.state =
		str_is(text_of(s.node, "fund_change"), "Y") ? PAY_REFUND_DONE : PAY_REFUND_RUNNING;
	*ret_r = done;
	return OK;
}

static enum err alipay_refund_query(struct ctx *c, const struct pay *p, const struct pay_refund *r,
                                    struct pay_refunded *ret_r)
{
	struct pay_refunded done = {.number = r->number, .refund_number = r->refund_number};
	struct said s = {0};

	TRY(ready(c, p));
	TRY(pay_number_check(c, "number", r->number));
	TRY(pay_number_check(c, "refund_number", r->refund_number));
	TRY(ask(c, p, "alipay.trade.fastpay.refund.query",
	        str_printf(c->arena, "{\"out_trade_no\":\"%.*s\",\"out_request_no\":\"%.*s\"}",
	                   STR_FMT(r->number), STR_FMT(r->refund_number)),
	        &s));
	if (str_is(s.sub_code, "ACQ.TRADE_NOT_EXIST") ||
	    (s.good && !str_some(text_of(s.node, "refund_amount")))) {
		*ret_r = done;
		return OK;
	}
	if (!s.good)
		return no(c, &s);
	if (!alipay_amount(text_of(s.node, "refund_amount"), &done.amount))
		return pay_forged(c);
	done.channel_number = text_of(s.node, "trade_no");
	done.state = str_is(text_of(s.node, "refund_status"), "REFUND_SUCCESS")
	                     ? PAY_REFUND_DONE
	                     : PAY_REFUND_RUNNING;
	TRY(pay_refund_same(c, r, &done));
	*ret_r = done;
	return OK;
}

/* --- the daily file --------------------------------------------------------------------------- */

/* The file lies on a host of the channel's own and comes unsigned; its address came signed. */
static enum err alipay_statement(struct ctx *c, const struct pay *p, struct date day,
                                 struct pay_statement *ret_s)
{
	struct http_ask get = {.method = "GET"};
	struct http_said file;
	struct said s = {0};

	TRY(ready(c, p));
	TRY(ask(c, p, "alipay.data.dataservice.bill.downloadurl.query",
	        str_printf(c->arena, "{\"bill_type\":\"trade\",\"bill_date\":\"%.*s\"}",
	                   STR_FMT(date_text(c->arena, day))),
	        &s));
	if (str_is(s.sub_code, "isp.bill_not_exist")) {
		*ret_s = (struct pay_statement){0};
		return OK;
	}
	if (!s.good)
		return no(c, &s);
	TRY(jval_str(c, s.node, "bill_download_url", 2048, &get.url));
	if (!str_starts(get.url, S("https://")) && !str_starts(get.url, S("http://127.0.0.1:")))
		return pay_forged(c);
	TRY(p->http->send(c, p->http->self, &get, &file));
	if (file.status != 200)
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	return alipay_statement_read(c, file.body, ret_s);
}

/* --- notices ---------------------------------------------------------------------------------- */

static enum err notice_verify(struct ctx *c, const struct pay *p, const struct pairs *form)
{
	const struct pair *sign = pairs_find(form, "sign");
	const struct pair *type = pairs_find(form, "sign_type");
	struct alipay_param v[PARAMS_MAX];

	if (!sign || !type || !str_is(type->value, "RSA2") || form->n > PARAMS_MAX)
		return pay_forged(c);
	for (size_t i = 0; i < form->n; i++)
		v[i] = (struct alipay_param){form->v[i].name, form->v[i].value};
	return rsa_verifies(c->arena, p->merchant->alipay.platform,
	                    alipay_signed_text(c->arena, v, form->n, false), sign->value)
	               ? OK
	               : pay_forged(c);
}

static struct str value_of(const struct pairs *form, const char *name)
{
	const struct pair *p = pairs_find(form, name);

	return p ? p->value : S("");
}

static enum err alipay_notice(struct ctx *c, const struct pay *p, const struct pay_notice *n,
                              struct pay_event *ret_e)
{
	const struct merchant_alipay *l = &p->merchant->alipay;
	struct pay_event e = {.kind = PAY_EVENT_PAYMENT};
	struct pairs form;

	TRY(ready(c, p));
	TRY(form_urlencoded(c, n->body, &form));
	TRY(notice_verify(c, p, &form));
	if (!str_eq(value_of(&form, "app_id"), l->app_id) ||
	    !str_eq(value_of(&form, "seller_id"), l->seller_id))
		return pay_forged(c);
	e.id = value_of(&form, "notify_id");
	e.payment.number = value_of(&form, "out_trade_no");
	e.payment.channel_number = value_of(&form, "trade_no");
	e.payment.state = state_of(value_of(&form, "trade_status"));
	if (!str_some(e.id) || !str_some(e.payment.number) ||
	    !alipay_amount(value_of(&form, "total_amount"), &e.payment.amount))
		return pay_forged(c);
	/* A partial refund sends the payment's notice once more, with the refund in it. */
	if (str_some(value_of(&form, "refund_fee")))
		e.kind = PAY_EVENT_OTHER;
	if (!paid_whole(c, &e.payment, value_of(&form, "gmt_payment")))
		return pay_forged(c);
	*ret_e = e;
	return OK;
}

const struct pay_channel pay_alipay = {
	.name = "alipay",
	.order = alipay_order,
	.query = alipay_query,
	.close = alipay_close,
	.refund = alipay_refund,
	.refund_query = alipay_refund_query,
	.statement = alipay_statement,
	.notice = alipay_notice,
	.taken = {"success", 7},
	.not_taken = {"fail", 4},
	.answer_type = "text/plain",
};

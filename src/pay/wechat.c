/* WeChat Pay v3 (JSAPI, H5, native QR). Requests carry our signature over method, path, time, nonce
 * and body; replies and notices carry the platform's. Amounts are whole fen. */
#include "base/jsonread.h"
#include "base/out.h"
#include "crypto/hash.h"
#include "pay/internal.h"

enum { REPLY_MAX = 1 << 20, NONCE_BYTES = 16, CLOCK_SKEW_S = 300 };

/* --- signing ---------------------------------------------------------------------------------- */

/* Five lines, each with its line feed; the body's is empty for GET. */
struct str wechat_signed_text(struct arena *a, const char *method, struct str path,
                              int64_t timestamp, struct str nonce, struct str body)
{
	return str_printf(a, "%s\n%.*s\n%lld\n%.*s\n%.*s\n", method, STR_FMT(path),
	                  (long long)timestamp, STR_FMT(nonce), STR_FMT(body.p ? body : S("")));
}

static struct str nonce_new(struct ctx *c)
{
	uint8_t bytes[NONCE_BYTES];

	c->env->random(c->env->self, bytes, sizeof bytes);
	return hex_text(c->arena, BYTES(bytes));
}

static int64_t seconds(struct instant t)
{
	return t.us / 1000000;
}

static enum err authorization(struct ctx *c, const struct merchant_wechat *w, const char *method,
                              struct str path, struct str body, struct str *ret_header)
{
	struct str nonce = nonce_new(c), signature;
	int64_t now = seconds(env_now(c->env));

	TRY(rsa_sign(c, w->own, wechat_signed_text(c->arena, method, path, now, nonce, body),
	             &signature));
	*ret_header = str_printf(
		c->arena,
		"Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"%.*s\",nonce_str=\"%.*s\","
		"signature=\"%.*s\",timestamp=\"%lld\",serial_no=\"%.*s\"",
		STR_FMT(w->mchid), STR_FMT(nonce), STR_FMT(signature), (long long)now,
		STR_FMT(w->serial));
	return OK;
}

/* Whether the platform signed this, and not long ago: the same check for replies and notices. */
static enum err signed_by_platform(struct ctx *c, const struct merchant_wechat *w,
                                   const struct pay_notice *n)
{
	int64_t at, age;
	struct str text;

	if (!str_some(n->signature) || !str_some(n->nonce) ||
	    !str_eq(n->serial, w->platform_serial) || !str_i64(n->timestamp, &at) || at < 0)
		return pay_forged(c);
	text = str_printf(c->arena, "%.*s\n%.*s\n%.*s\n", STR_FMT(n->timestamp), STR_FMT(n->nonce),
	                  STR_FMT(n->body.p ? n->body : S("")));
	if (!rsa_verifies(c->arena, w->platform, text, n->signature))
		return pay_forged(c);
	age = seconds(env_now(c->env)) - at;
	if (age > CLOCK_SKEW_S || age < -CLOCK_SKEW_S)
		return fault_set(c, E_REFUSED, "pay_notice_old",
		                 &(struct fault){.found = n->timestamp});
	return OK;
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum err ready(struct ctx *c, const struct pay *p)
{
	return p->merchant->wechat.some ? OK
	                                : fault_set(c, E_ABSENT, "pay_not_set_up",
	                                            &(struct fault){.found = p->merchant->county});
}

/* The words of a refusal: {"code":"PARAM_ERROR","message":"…"}. */
static enum err refused(struct ctx *c, struct str body)
{
	struct fault before = c->fault;
	const struct jval *root, *code, *message;

	if (jread(c, body, REPLY_MAX, &root) != OK) {
		c->fault = before;
		return pay_refused(c, S(""), S(""));
	}
	code = jval_find(root, "code");
	message = jval_find(root, "message");
	return pay_refused(c, code && code->type == J_STR ? code->s : S(""),
	                   message && message->type == J_STR ? message->s : S(""));
}

static enum err send_signed(struct ctx *c, const struct pay *p, const char *method, struct str path,
                            struct str body, struct http_said *ret_said)
{
	const struct merchant_wechat *w = &p->merchant->wechat;
	struct str headers[3] = {S(""), S("Accept: application/json"),
	                         S("Content-Type: application/json")};
	struct http_ask ask = {
		.method = method,
		.url = str_printf(c->arena, "%.*s%.*s", STR_FMT(w->base), STR_FMT(path)),
		.headers = headers,
		.n_headers = body.p ? 3 : 2,
		.body = body,
	};

	TRY(ready(c, p));
	TRY(authorization(c, w, method, path, body, &headers[0]));
	return p->http->send(c, p->http->self, &ask, ret_said);
}

/* *ret_root is NULL for an answer without a body (204). A 4xx or 5xx without a signature may be
 * anybody's: then nothing is known. */
static enum err ask(struct ctx *c, const struct pay *p, const char *method, struct str path,
                    struct str body, int *ret_status, const struct jval **ret_root)
{
	struct http_said said;
	struct pay_notice n;

	TRY(send_signed(c, p, method, path, body, &said));
	n = (struct pay_notice){
		.body = said.body,
		.timestamp = http_header(&said, "Wechatpay-Timestamp"),
		.nonce = http_header(&said, "Wechatpay-Nonce"),
		.signature = http_header(&said, "Wechatpay-Signature"),
		.serial = http_header(&said, "Wechatpay-Serial"),
	};
	if (said.status >= 500)
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	TRY(signed_by_platform(c, &p->merchant->wechat, &n));
	/* Too many at once: it has not looked at what we asked. */
	if (said.status == 429)
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	*ret_status = said.status;
	*ret_root = NULL;
	if (said.status == 404)
		return OK;
	if (said.status < 200 || said.status > 299)
		return refused(c, said.body);
	return said.body.n == 0 ? OK : jread(c, said.body, REPLY_MAX, ret_root);
}

/* An answer that the caller cannot do without. */
static enum err ask_for(struct ctx *c, const struct pay *p, const char *method, struct str path,
                        struct str body, const struct jval **ret_root)
{
	int status = 0;

	TRY(ask(c, p, method, path, body, &status, ret_root));
	return *ret_root ? OK : pay_refused(c, S("404"), S(""));
}

/* --- orders ----------------------------------------------------------------------------------- */

static struct str order_body(struct ctx *c, const struct pay *p, const struct pay_order *o)
{
	const struct merchant_wechat *w = &p->merchant->wechat;
	struct out out;
	struct json j;
	struct str body;

	out_init(&out, 16 << 10);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kv_str(&j, "appid", w->appid);
	json_kv_str(&j, "mchid", w->mchid);
	json_kv_str(&j, "description", o->subject);
	json_kv_str(&j, "out_trade_no", o->number);
	json_kv_str(&j, "time_expire", instant_text(c->arena, o->expires));
	json_kv_str(&j, "notify_url", pay_notify_url(c, p, "wechat"));
	json_key(&j, "amount");
	json_open(&j, '{');
	json_kv_i64(&j, "total", o->amount.fen);
	json_kv_str(&j, "currency", S("CNY"));
	json_close(&j, '}');
	if (o->way == PAY_IN_APP) {
		json_key(&j, "payer");
		json_open(&j, '{');
		json_kv_str(&j, "openid", o->payer);
		json_close(&j, '}');
	} else if (o->way == PAY_BROWSER) {
		json_key(&j, "scene_info");
		json_open(&j, '{');
		json_kv_str(&j, "payer_client_ip", o->address);
		json_key(&j, "h5_info");
		json_open(&j, '{');
		json_kv_str(&j, "type", S("Wap"));
		json_close(&j, '}');
		json_close(&j, '}');
	}
	json_close(&j, '}');
	body = str_dup(c->arena, out_str(&out));
	out_free(&out);
	return body;
}

/* What the chat's payment sheet wants, signed by us. */
static enum err sheet_call(struct ctx *c, const struct merchant_wechat *w, struct str prepay_id,
                           struct str *ret_call)
{
	struct str nonce = nonce_new(c), signature, package;
	int64_t now = seconds(env_now(c->env));
	struct out out;
	struct json j;

	package = str_printf(c->arena, "prepay_id=%.*s", STR_FMT(prepay_id));
	TRY(rsa_sign(c, w->own,
	             str_printf(c->arena, "%.*s\n%lld\n%.*s\n%.*s\n", STR_FMT(w->appid),
	                        (long long)now, STR_FMT(nonce), STR_FMT(package)),
	             &signature));
	out_init(&out, 16 << 10);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kv_str(&j, "appId", w->appid);
	json_kv_str(&j, "timeStamp", str_printf(c->arena, "%lld", (long long)now));
	json_kv_str(&j, "nonceStr", nonce);
	json_kv_str(&j, "package", package);
	json_kv_str(&j, "signType", S("RSA"));
	json_kv_str(&j, "paySign", signature);
	json_close(&j, '}');
	*ret_call = str_dup(c->arena, out_str(&out));
	out_free(&out);
	return OK;
}

static enum err wechat_order(struct ctx *c, const struct pay *p, const struct pay_order *o,
                             struct pay_link *ret_link)
{
	static const struct {
		const char *path, *member;
	} ways[] = {
		[PAY_IN_APP] = {"/v3/pay/transactions/jsapi", "prepay_id"},
		[PAY_BROWSER] = {"/v3/pay/transactions/h5", "h5_url"},
		[PAY_QR] = {"/v3/pay/transactions/native", "code_url"},
	};
	struct pay_link link = {0};
	const struct jval *root;
	struct str value;

	TRY(ready(c, p));
	TRY(pay_order_check(c, o));
	if (o->way == PAY_IN_APP && !str_some(o->payer))
		return fault_input(c, NULL, S("payer"), o->payer, S("openid"));
	if (o->way == PAY_BROWSER && !str_some(o->address))
		return fault_input(c, NULL, S("address"), o->address, S("127.0.0.1"));
	TRY(ask_for(c, p, "POST", str_of(ways[o->way].path), order_body(c, p, o), &root));
	TRY(jval_str(c, root, ways[o->way].member, 2048, &value));
	if (o->way == PAY_IN_APP)
		TRY(sheet_call(c, &p->merchant->wechat, value, &link.call));
	else
		link.url = value;
	*ret_link = link;
	return OK;
}

/* --- what was paid ---------------------------------------------------------------------------- */

static enum pay_state state_of(struct str s)
{
	static const struct {
		const char *name;
		enum pay_state state;
	} known[] = {
		{"SUCCESS", PAY_PAID},       {"REFUND", PAY_PAID},   {"NOTPAY", PAY_WAITING},
		{"USERPAYING", PAY_WAITING}, {"CLOSED", PAY_CLOSED}, {"REVOKED", PAY_CLOSED},
		{"PAYERROR", PAY_FAILED},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (str_is(s, known[i].name))
			return known[i].state;
	}
	return PAY_UNKNOWN;
}

static enum err amount_of(struct ctx *c, const struct jval *o, const char *member,
                          struct money *ret_m)
{
	const struct jval *amount;
	int64_t fen;

	TRY(jval_object(c, o, "amount", &amount));
	TRY(jval_i64(c, amount, member, 0, MONEY_MAX_FEN, &fen));
	*ret_m = FEN(fen);
	return OK;
}

/* A transaction, from a query or from the opened resource of a notice; for this merchant alone. */
static enum err transaction_read(struct ctx *c, const struct pay *p, const struct jval *o,
                                 struct pay_result *ret_r)
{
	const struct merchant_wechat *w = &p->merchant->wechat;
	struct pay_result r = {0};
	struct str mchid, appid, state, at;

	TRY(jval_str(c, o, "mchid", 64, &mchid));
	TRY(jval_str(c, o, "appid", 64, &appid));
	if (!str_eq(mchid, w->mchid) || !str_eq(appid, w->appid))
		return pay_forged(c);
	TRY(jval_str(c, o, "out_trade_no", 64, &r.number));
	TRY(jval_str(c, o, "trade_state", 32, &state));
	r.state = state_of(state);
	if (jval_has(o, "amount"))
		TRY(amount_of(c, o, "total", &r.amount));
	if (r.state == PAY_PAID) {
		if (r.amount.fen <= 0)
			return pay_forged(c);
		TRY(jval_str(c, o, "transaction_id", 64, &r.channel_number));
		TRY(jval_str(c, o, "success_time", 64, &at));
		if (!instant_parse(at, &r.at) || r.at.us <= 0)
			return pay_forged(c);
	}
	*ret_r = r;
	return OK;
}

static enum err wechat_query(struct ctx *c, const struct pay *p, struct str number,
                             struct pay_result *ret_r)
{
	struct pay_result r = {.number = number};
	const struct jval *root;
	int status = 0;

	TRY(ready(c, p));
	TRY(pay_number_check(c, "number", number));
	TRY(ask(c, p, "GET",
	        str_printf(c->arena, "/v3/pay/transactions/out-trade-no/%.*s?mchid=%.*s",
	                   STR_FMT(number), STR_FMT(p->merchant->wechat.mchid)),
	        STR_NONE, &status, &root));
	if (root)
		TRY(transaction_read(c, p, root, &r));
	if (!str_eq(r.number, number))
		return pay_forged(c);
	*ret_r = r;
	return OK;
}

static enum err wechat_close(struct ctx *c, const struct pay *p, struct str number)
{
	const struct jval *root;
	int status = 0;
	enum err e;

	TRY(ready(c, p));
	TRY(pay_number_check(c, "number", number));
	e = ask(c, p, "POST",
	        str_printf(c->arena, "/v3/pay/transactions/out-trade-no/%.*s/close",
	                   STR_FMT(number)),
	        str_printf(c->arena, "{\"mchid\":\"%.*s\"}", STR_FMT(p->merchant->wechat.mchid)),
	        &status, &root);
	if (e == E_REFUSED && str_starts(c->fault.found, S("ORDERPAID")))
		return fault_set(c, E_CONFLICT, "pay_paid_already",
		                 &(struct fault){.found = number});
	return e;
}

/* --- refunds ---------------------------------------------------------------------------------- */

static enum err refund_read(struct ctx *c, const struct jval *o, const char *state_member,
                            struct pay_refunded *ret_r)
{
	struct pay_refunded r = {0};
	struct str state;

	TRY(jval_str(c, o, "out_trade_no", 64, &r.number));
	TRY(jval_str(c, o, "out_refund_no", 64, &r.refund_number));
	TRY(jval_str(c, o, "refund_id", 64, &r.channel_number));
	TRY(jval_str(c, o, state_member, 32, &state));
	TRY(amount_of(c, o, "refund", &r.amount));
	r.state = str_is(state, "SUCCESS")      ? PAY_REFUND_DONE
	          : str_is(state, "PROCESSING") ? PAY_REFUND_RUNNING
	                                        : PAY_REFUND_FAILED;
	*ret_r = r;
	return OK;
}

static struct str refund_body(struct ctx *c, const struct pay *p, const struct pay_refund *r)
{
	struct out out;
	struct json j;
	struct str body;

	out_init(&out, 16 << 10);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kv_str(&j, "out_trade_no", r->number);
	json_kv_str(&j, "out_refund_no", r->refund_number);
	if (str_some(r->reason))
		json_kv_str(&j, "reason", r->reason);
	json_kv_str(&j, "notify_url", pay_notify_url(c, p, "wechat"));
	json_key(&j, "amount");
	json_open(&j, '{');
	json_kv_i64(&j, "refund", r->amount.fen);
	json_kv_i64(&j, "total", r->total.fen);
	json_kv_str(&j, "currency", S("CNY"));
	json_close(&j, '}');
	json_close(&j, '}');
	body = str_dup(c->arena, out_str(&out));
	out_free(&out);
	return body;
}

static enum err wechat_refund(struct ctx *c, const struct pay *p, const struct pay_refund *r,
                              struct pay_refunded *ret_r)
{
	struct pay_refunded said;
	const struct jval *root;

	TRY(ready(c, p));
	TRY(pay_refund_check(c, r));
	TRY(ask_for(c, p, "POST", S("/v3/refund/domestic/refunds"), refund_body(c, p, r), &root));
	TRY(refund_read(c, root, "status", &said));
	TRY(pay_refund_same(c, r, &said));
	*ret_r = said;
	return OK;
}

static enum err wechat_refund_query(struct ctx *c, const struct pay *p, const struct pay_refund *r,
                                    struct pay_refunded *ret_r)
{
	struct pay_refunded said = {.number = r->number, .refund_number = r->refund_number};
	const struct jval *root;
	int status = 0;

	TRY(ready(c, p));
	TRY(pay_number_check(c, "refund_number", r->refund_number));
	TRY(ask(c, p, "GET",
	        str_printf(c->arena, "/v3/refund/domestic/refunds/%.*s", STR_FMT(r->refund_number)),
	        STR_NONE, &status, &root));
	if (root) {
		TRY(refund_read(c, root, "status", &said));
		TRY(pay_refund_same(c, r, &said));
	}
	*ret_r = said;
	return OK;
}

/* --- the daily file --------------------------------------------------------------------------- */

/* The path of an address on the channel's own host; anything else is not followed. */
static bool own_path(const struct merchant_wechat *w, struct str url, struct str *ret_path)
{
	if (!str_starts(url, w->base) || url.n <= w->base.n || url.p[w->base.n] != '/')
		return false;
	*ret_path = str_sub(url, w->base.n, url.n);
	return true;
}

/* The file itself comes unsigned; its digest came signed. */
static enum err wechat_statement(struct ctx *c, const struct pay *p, struct date day,
                                 struct pay_statement *ret_s)
{
	struct str date = date_text(c->arena, day), url, hash, path;
	struct http_said said;
	const struct jval *root;
	enum err e;

	TRY(ready(c, p));
	e = ask_for(c, p, "GET",
	            str_printf(c->arena, "/v3/bill/tradebill?bill_date=%.*s&bill_type=ALL",
	                       STR_FMT(date)),
	            STR_NONE, &root);
	if (e == E_REFUSED && str_starts(c->fault.found, S("NO_STATEMENT_EXIST"))) {
		c->fault = (struct fault){0};
		*ret_s = (struct pay_statement){0};
		return OK;
	}
	TRY(e);
	TRY(jval_str(c, root, "download_url", 2048, &url));
	TRY(jval_str(c, root, "hash_value", 64, &hash));
	if (!own_path(&p->merchant->wechat, url, &path))
		return pay_forged(c);
	TRY(send_signed(c, p, "GET", path, STR_NONE, &said));
	if (said.status != 200)
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	if (!str_eq(sha1_hex(c->arena, said.body), hash))
		return pay_forged(c);
	return wechat_statement_read(c, said.body, ret_s);
}

/* --- notices ---------------------------------------------------------------------------------- */

static enum err resource_open(struct ctx *c, const struct merchant_wechat *w,
                              const struct jval *root, const struct jval **ret_o)
{
	const struct jval *resource;
	struct str algorithm, nonce, sealed, plain, extra = S("");

	TRY(jval_object(c, root, "resource", &resource));
	TRY(jval_str(c, resource, "algorithm", 64, &algorithm));
	TRY(jval_str(c, resource, "nonce", 64, &nonce));
	TRY(jval_str(c, resource, "ciphertext", REPLY_MAX, &sealed));
	if (jval_has(resource, "associated_data"))
		TRY(jval_str(c, resource, "associated_data", 256, &extra));
	if (!str_is(algorithm, "AEAD_AES_256_GCM") || !base64_parse(c->arena, sealed, &sealed) ||
	    !aead_open(c->arena, w->api_key, nonce, extra, sealed, &plain))
		return pay_forged(c);
	return jread(c, plain, REPLY_MAX, ret_o);
}

static enum err wechat_notice(struct ctx *c, const struct pay *p, const struct pay_notice *n,
                              struct pay_event *ret_e)
{
	const struct merchant_wechat *w = &p->merchant->wechat;
	struct pay_event e = {.kind = PAY_EVENT_OTHER};
	const struct jval *root = NULL, *o = NULL;
	struct str type = STR_NONE, mchid = STR_NONE;

	TRY(ready(c, p));
	TRY(signed_by_platform(c, w, n));
	TRY(jread(c, n->body, REPLY_MAX, &root));
	TRY(jval_str(c, root, "id", 64, &e.id));
	TRY(jval_str(c, root, "event_type", 64, &type));
	TRY(resource_open(c, w, root, &o));
	if (str_starts(type, S("TRANSACTION."))) {
		e.kind = PAY_EVENT_PAYMENT;
		TRY(transaction_read(c, p, o, &e.payment));
	} else if (str_starts(type, S("REFUND."))) {
		e.kind = PAY_EVENT_REFUND;
		TRY(jval_str(c, o, "mchid", 64, &mchid));
		if (!str_eq(mchid, w->mchid))
			return pay_forged(c);
		TRY(refund_read(c, o, "refund_status", &e.refund));
	}
	*ret_e = e;
	return OK;
}

const struct pay_channel pay_wechat = {
	.name = "wechat",
	.order = wechat_order,
	.query = wechat_query,
	.close = wechat_close,
	.refund = wechat_refund,
	.refund_query = wechat_refund_query,
	.statement = wechat_statement,
	.notice = wechat_notice,
	.taken = {"{\"code\":\"SUCCESS\"}", sizeof "{\"code\":\"SUCCESS\"}" - 1},
	.not_taken = {"{\"code\":\"FAIL\"}", sizeof "{\"code\":\"FAIL\"}" - 1},
	.answer_type = "application/json",
};

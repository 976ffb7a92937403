/* Both channels against a gateway of other hands: what is signed, what is believed, and everything
 * that must not be (R60). */
#include "world.h"

#include "pay/wechat_login.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct pay_channel *const BOTH[] = {&pay_wechat, &pay_alipay};

static void assert_fault(struct world *w, enum err got, enum err want, const char *code)
{
	assert_int_equal(got, want);
	assert_string_equal(w->c.fault.code, code);
	w->c.fault = (struct fault){0};
}

/* An order that somebody has paid. */
static struct str paid(struct world *w, const struct pay_channel *ch, int64_t fen)
{
	struct str number = number_new(w, ch->name);
	struct pay_order o = order_of(number, fen, PAY_QR);
	struct pay_link link;

	assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), OK);
	control(w, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(number));
	return number;
}

static void the_published_sample_of_wechat_is_signed_over_these_bytes(void **state)
{
	struct world *w = *state;

	assert_true(
		str_is(wechat_signed_text(w->c.arena, "GET", S("/v3/certificates"), 1554208460,
	                                  S("593BEC0C930BF1AFEB40B4A08C8FB242"), STR_NONE),
	               "GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n"));
}

static void alipay_signs_sorted_names_without_empty_values_and_signature(void **state)
{
	struct world *w = *state;
	struct alipay_param v[] = {
		{S("total_amount"), S("12.34")}, {S("sign"), S("x")},   {S("body"), S("")},
		{S("sign_type"), S("RSA2")},     {S("app_id"), S("7")}, {S("a"), S("1=2&3")},
	};

	assert_true(str_is(alipay_signed_text(w->c.arena, v, 6, false),
	                   "a=1=2&3&app_id=7&total_amount=12.34"));
	assert_true(str_is(alipay_signed_text(w->c.arena, v, 6, true),
	                   "a=1=2&3&app_id=7&sign_type=RSA2&total_amount=12.34"));
}

static void every_way_of_paying_gives_the_page_something_to_go_on_with(void **state)
{
	struct world *w = *state;
	struct pay_link link;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct pay_order o = order_of(number_new(w, "way"), 12345, PAY_BROWSER);

		assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), OK);
		assert_true(str_starts(link.url, S("http")));
		o = order_of(number_new(w, "way"), 12345, PAY_QR);
		assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), OK);
		assert_true(str_some(link.url));
		o = order_of(number_new(w, "way"), 12345, PAY_IN_APP);
		assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), OK);
		assert_true(str_some(link.url) || str_some(link.call));
	}
}

static void the_gateway_found_every_signature_of_ours_good(void **state)
{
	struct world *w = *state;
	int64_t bad = -1;

	assert_int_equal(
		jval_i64(&w->c, control(w, "{\"do\":\"seen\"}"), "bad_signatures", 0, 99, &bad),
		OK);
	assert_int_equal(bad, 0);
}

static void a_query_tells_unknown_waiting_paid_and_closed_apart(void **state)
{
	struct world *w = *state;
	struct pay_result r;
	struct pay_link link;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = number_new(w, "query");
		struct pay_order o = order_of(number, 800, PAY_QR);

		assert_int_equal(ch->query(&w->c, &w->pay, number, &r), OK);
		assert_int_equal(r.state, PAY_UNKNOWN);
		assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), OK);
		assert_int_equal(ch->query(&w->c, &w->pay, number, &r), OK);
		assert_int_equal(r.state, PAY_WAITING);
		assert_int_equal(ch->close(&w->c, &w->pay, number), OK);
		assert_int_equal(ch->query(&w->c, &w->pay, number, &r), OK);
		assert_int_equal(r.state, PAY_CLOSED);
		number = paid(w, ch, 59999);
		assert_int_equal(ch->query(&w->c, &w->pay, number, &r), OK);
		assert_int_equal(r.state, PAY_PAID);
		assert_int_equal(r.amount.fen, 59999);
		assert_true(str_some(r.channel_number));
		assert_true(r.at.us > 0);
	}
}

static void a_paid_order_cannot_be_closed(void **state)
{
	struct world *w = *state;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		assert_fault(w, ch->close(&w->c, &w->pay, paid(w, ch, 100)), E_CONFLICT,
		             "pay_paid_already");
	}
}

static void an_unsigned_reply_with_status_200_is_a_forgery(void **state)
{
	struct world *w = *state;
	struct pay_result r = {.state = PAY_UNKNOWN};

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 100);
		struct pay_refund back = {number, S("R-UNSIGNED-1"), {50}, {100}, S("退课")};
		struct pay_refunded got = {.state = PAY_REFUND_UNKNOWN};
		struct pay_order o = {.number = S("UNSIGNED-1"),
		                      .subject = S("课后服务费"),
		                      .amount = {100},
		                      .expires = {w->c.now.us + INT64_C(1800000000)},
		                      .way = PAY_QR};
		struct pay_link link = {0};
		struct pay_statement day;

		gateway_mood(w, "unsigned");
		assert_fault(w, ch->query(&w->c, &w->pay, number, &r), E_REFUSED, "pay_forged");
		assert_fault(w, ch->order(&w->c, &w->pay, &o, &link), E_REFUSED, "pay_forged");
		assert_false(str_some(link.url));
		assert_fault(w, ch->close(&w->c, &w->pay, o.number), E_REFUSED, "pay_forged");
		assert_fault(w, ch->refund(&w->c, &w->pay, &back, &got), E_REFUSED, "pay_forged");
		assert_fault(w, ch->refund_query(&w->c, &w->pay, &back, &got), E_REFUSED,
		             "pay_forged");
		assert_int_equal(got.state, PAY_REFUND_UNKNOWN);
		assert_fault(w, ch->statement(&w->c, &w->pay, instant_date(w->c.now), &day),
		             E_REFUSED, "pay_forged");
		gateway_mood(w, "wrong_key");
		assert_fault(w, ch->query(&w->c, &w->pay, number, &r), E_REFUSED, "pay_forged");
		gateway_mood(w, "normal");
		assert_int_equal(r.state, PAY_UNKNOWN);
	}
}

static void a_reply_signed_an_hour_ago_or_about_another_merchant_is_refused(void **state)
{
	struct world *w = *state;
	struct str number = paid(w, &pay_wechat, 100);
	struct pay_result r;

	gateway_mood(w, "old");
	assert_fault(w, pay_wechat.query(&w->c, &w->pay, number, &r), E_REFUSED, "pay_notice_old");
	gateway_mood(w, "other_merchant");
	assert_fault(w, pay_wechat.query(&w->c, &w->pay, number, &r), E_REFUSED, "pay_forged");
}

static void a_channel_that_breaks_off_says_nothing_about_the_money(void **state)
{
	struct world *w = *state;
	struct pay_result r;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 100);

		gateway_mood(w, "drop");
		assert_fault(w, ch->query(&w->c, &w->pay, number, &r), E_BROKEN, "pay_unreachable");
		gateway_mood(w, "error");
		assert_fault(w, ch->query(&w->c, &w->pay, number, &r), E_BROKEN, "pay_unreachable");
		gateway_mood(w, "normal");
		assert_int_equal(ch->query(&w->c, &w->pay, number, &r), OK);
		assert_int_equal(r.state, PAY_PAID);
	}
}

/* --- refunds ---------------------------------------------------------------------------------- */

static void the_same_refund_asked_twice_is_one_refund(void **state)
{
	struct world *w = *state;
	struct pay_refunded done;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 36000);
		struct pay_refund r = {number, number_new(w, "refund"), FEN(8280), FEN(36000),
		                       S("23 天未参加")};

		assert_int_equal(ch->refund_query(&w->c, &w->pay, &r, &done), OK);
		assert_int_equal(done.state, PAY_REFUND_UNKNOWN);
		assert_int_equal(ch->refund(&w->c, &w->pay, &r, &done), OK);
		assert_int_equal(done.amount.fen, 8280);
		assert_int_equal(ch->refund(&w->c, &w->pay, &r, &done), OK);
		assert_int_equal(ch->refund_query(&w->c, &w->pay, &r, &done), OK);
		assert_int_equal(done.state, PAY_REFUND_DONE);
		assert_int_equal(done.amount.fen, 8280);
	}
}

static void a_refund_of_nothing_or_over_what_was_paid_never_leaves(void **state)
{
	struct world *w = *state;
	struct pay_refunded done;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct pay_refund r = {S("order-1"), S("refund-1"), FEN(101), FEN(100), S("")};

		assert_fault(w, ch->refund(&w->c, &w->pay, &r, &done), E_INPUT, "bad_input");
		r.amount = FEN(0);
		assert_fault(w, ch->refund(&w->c, &w->pay, &r, &done), E_INPUT, "bad_input");
	}
}

static void an_order_that_a_channel_could_not_hold_never_leaves(void **state)
{
	struct world *w = *state;
	struct pay_order o;
	struct pay_link link;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		o = order_of(S("a b c d"), 100, PAY_QR);
		assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), E_INPUT);
		assert_true(str_is(w->c.fault.field, "number"));
		o = order_of(S("number-1"), 0, PAY_QR);
		assert_int_equal(ch->order(&w->c, &w->pay, &o, &link), E_INPUT);
		assert_true(str_is(w->c.fault.field, "amount"));
	}
	o = order_of(S("number-1"), 100, PAY_IN_APP);
	o.payer = STR_NONE;
	assert_int_equal(pay_wechat.order(&w->c, &w->pay, &o, &link), E_INPUT);
	assert_true(str_is(w->c.fault.field, "payer"));
}

/* --- notices ---------------------------------------------------------------------------------- */

static struct str member(const struct jval *o, const char *name)
{
	const struct jval *v = jval_find(o, name);

	return v && v->type == J_STR ? v->s : STR_NONE;
}

static struct pay_notice notice_of(struct world *w, const struct pay_channel *ch, struct str number,
                                   const char *mood)
{
	const struct jval *o = control(
		w, "{\"do\":\"notice\",\"channel\":\"%s\",\"number\":\"%.*s\",\"mood\":\"%s\"}",
		ch->name, STR_FMT(number), mood);

	return (struct pay_notice){
		.body = member(o, "body"),
		.timestamp = member(o, "timestamp"),
		.nonce = member(o, "nonce"),
		.signature = member(o, "signature"),
		.serial = member(o, "serial"),
	};
}

static void a_notice_of_a_payment_says_which_order_and_how_much(void **state)
{
	struct world *w = *state;
	struct pay_event e;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 30001);
		struct pay_notice n = notice_of(w, ch, number, "normal");

		assert_int_equal(ch->notice(&w->c, &w->pay, &n, &e), OK);
		assert_int_equal(e.kind, PAY_EVENT_PAYMENT);
		assert_true(str_eq(e.payment.number, number));
		assert_int_equal(e.payment.state, PAY_PAID);
		assert_int_equal(e.payment.amount.fen, 30001);
		assert_true(str_some(e.id));
	}
}

static void a_notice_signed_by_nobody_by_a_stranger_or_for_another_merchant_is_forged(void **state)
{
	static const char *const moods[] = {"unsigned", "wrong_key", "other_merchant"};
	struct world *w = *state;
	struct pay_event e;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 30001);

		for (size_t i = 0; i < 3; i++) {
			struct pay_notice n = notice_of(w, ch, number, moods[i]);

			assert_fault(w, ch->notice(&w->c, &w->pay, &n, &e), E_REFUSED,
			             "pay_forged");
		}
	}
	struct pay_notice n = notice_of(w, &pay_wechat, paid(w, &pay_wechat, 100), "wrong_secret");

	assert_fault(w, pay_wechat.notice(&w->c, &w->pay, &n, &e), E_REFUSED, "pay_forged");
	n = notice_of(w, &pay_wechat, paid(w, &pay_wechat, 100), "old");
	assert_fault(w, pay_wechat.notice(&w->c, &w->pay, &n, &e), E_REFUSED, "pay_notice_old");
}

/* Of an order of so many fen, paid `when` (more of the gateway's orders), neither channel is
 * believed, told or asked. */
static void never_believed(struct world *w, int64_t fen, const char *when)
{
	struct pay_result r;
	struct pay_event e;

	for (size_t k = 0; k < 2; k++) {
		struct str number = number_new(w, "ODD");
		struct pay_notice n;

		control(w, "{\"do\":\"order\",\"number\":\"%.*s\",\"fen\":%lld}", STR_FMT(number),
		        (long long)fen);
		control(w, "{\"do\":\"pay\",\"number\":\"%.*s\"%s}", STR_FMT(number), when);
		n = notice_of(w, BOTH[k], number, "normal");
		assert_fault(w, BOTH[k]->notice(&w->c, &w->pay, &n, &e), E_REFUSED, "pay_forged");
		assert_fault(w, BOTH[k]->query(&w->c, &w->pay, number, &r), E_REFUSED,
		             "pay_forged");
	}
}

static void a_payment_of_nothing_is_forged_however_well_it_is_signed(void **state)
{
	never_believed(*state, 0, "");
}

static void a_payment_of_a_time_before_1970_is_forged_however_well_it_is_signed(void **state)
{
	never_believed(*state, 100, ",\"at\":-55070000000000");
}

/* Most changes are refused; what no signature covers (an empty field's name) says nothing. */
static void a_changed_byte_never_changes_what_a_notice_says(void **state)
{
	struct world *w = *state;
	size_t refused = 0, tried = 0;
	struct pay_event e;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 30001);
		struct pay_notice n = notice_of(w, ch, number, "normal");

		for (size_t i = 0; i < n.body.n; i += 7, tried++) {
			struct pay_notice changed = n;
			char *p = arena_take(w->c.arena, n.body.n);

			memcpy(p, n.body.p, n.body.n);
			p[i] = (char)(p[i] == '0' ? '1' : '0');
			changed.body = (struct str){p, n.body.n};
			if (ch->notice(&w->c, &w->pay, &changed, &e) != OK) {
				refused++;
				continue;
			}
			assert_true(str_eq(e.payment.number, number));
			assert_int_equal(e.payment.amount.fen, 30001);
		}
	}
	assert_true(refused * 10 > tried * 9);
}

static void amounts_of_alipay_are_yuan_with_two_decimals_and_nothing_else(void **state)
{
	static const char *const bad[] = {"1e3",   "0.1",        "12",      "12.345", "-0.00",
	                                  "-1.00", "１２．３０", "012.30",  ".50",    "12.3a",
	                                  "",      "+1.00",      "1,000.00"};
	struct money m = FEN(-1);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(alipay_amount(str_of(bad[i]), &m));
	assert_int_equal(m.fen, -1);
	assert_true(alipay_amount(S("0.01"), &m));
	assert_int_equal(m.fen, 1);
	assert_true(alipay_amount(S("1234.50"), &m));
	assert_int_equal(m.fen, 123450);
}

static void a_signature_over_another_member_of_the_reply_does_not_count(void **state)
{
	struct str raw = STR_NONE;

	assert_true(alipay_node(S("{\"q_response\":{\"a\":\"}\\\"\",\"b\":[{}]},\"sign\":\"x\"}"),
	                        S("q_response"), &raw));
	assert_true(str_is(raw, "{\"a\":\"}\\\"\",\"b\":[{}]}"));
	assert_false(
		alipay_node(S("{\"x\":\"q_response\",\"q_response\":{}}"), S("q_response"), &raw));
	assert_false(alipay_node(S("{\"q_response\":1}"), S("q_response"), &raw));
	assert_false(alipay_node(S("{\"q_response\":{"), S("q_response"), &raw));
}

/* --- daily files ------------------------------------------------------------------------------ */

static void the_daily_file_lists_payments_and_refunds_to_the_fen(void **state)
{
	struct world *w = *state;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		struct str number = paid(w, ch, 45678);
		struct pay_refund r = {number, number_new(w, "refund"), FEN(1644), FEN(45678),
		                       S("4 天未提供")};
		struct pay_refunded done;
		struct pay_statement s;
		size_t lines = 0;

		assert_int_equal(ch->refund(&w->c, &w->pay, &r, &done), OK);
		assert_int_equal(ch->statement(&w->c, &w->pay, ctx_today(&w->c), &s), OK);
		for (size_t i = 0; i < s.n; i++) {
			if (!str_eq(s.v[i].number, number))
				continue;
			lines++;
			assert_int_equal(s.v[i].amount.fen, s.v[i].refund ? 1644 : 45678);
			if (s.v[i].refund)
				assert_true(str_eq(s.v[i].refund_number, r.refund_number));
		}
		assert_int_equal(lines, 2);
	}
}

static void a_daily_file_that_was_cut_or_miscounts_is_no_statement(void **state)
{
	static const char *const cuts[] = {"cut", "wrong_footer"};
	struct world *w = *state;
	struct pay_statement s;

	for (size_t k = 0; k < 2; k++) {
		const struct pay_channel *ch = BOTH[k];

		paid(w, ch, 100);
		for (size_t i = 0; i < 2; i++) {
			control(w, "{\"do\":\"cut\",\"cut\":\"%s\"}", cuts[i]);
			assert_fault(w, ch->statement(&w->c, &w->pay, ctx_today(&w->c), &s),
			             E_INPUT, "pay_statement_bad");
		}
		control(w, "{\"do\":\"cut\",\"cut\":\"whole\"}");
	}
	control(w, "{\"do\":\"cut\",\"cut\":\"wrong_digest\"}");
	assert_fault(w, pay_wechat.statement(&w->c, &w->pay, ctx_today(&w->c), &s), E_REFUSED,
	             "pay_forged");
}

/* --- who pays inside WeChat ------------------------------------------------------------------- */

static void given(struct world *w, const char *code)
{
	control(w, "{\"do\":\"login\",\"code\":\"%s\",\"openid\":\"oVisitor4jXcYp7Kq\"}", code);
}

static void a_code_is_exchanged_once_for_the_payers_openid(void **state)
{
	struct world *w = *state;
	struct str openid;

	given(w, "L-1");
	assert_int_equal(wechat_openid(&w->c, &w->pay, S("L-1"), &openid), OK);
	assert_true(str_is(openid, "oVisitor4jXcYp7Kq"));
	assert_fault(w, wechat_openid(&w->c, &w->pay, S("L-1"), &openid), E_REFUSED,
	             "wechat_code_bad");
	assert_fault(w, wechat_openid(&w->c, &w->pay, S("L-2&code=L-3"), &openid), E_REFUSED,
	             "wechat_code_bad");
}

/* The gateway's clock against ours. */
static void shifted(struct world *w, int64_t seconds)
{
	int64_t ms = env_now(w->c.env).us / 1000 + seconds * 1000;

	control(w, "{\"do\":\"clock\",\"ms\":%lld}", (long long)ms);
}

static void a_code_of_six_minutes_ago_is_refused(void **state)
{
	struct world *w = *state;
	struct str openid;

	given(w, "L-4");
	shifted(w, 360);
	assert_fault(w, wechat_openid(&w->c, &w->pay, S("L-4"), &openid), E_REFUSED,
	             "wechat_code_bad");
	shifted(w, 0);
}

static void who_pays_is_not_known_when_nobody_answers_or_what_comes_cannot_be_read(void **state)
{
	static const char *const moods[] = {"drop", "error"};
	struct world *w = *state;
	struct str openid;

	given(w, "L-5");
	for (size_t i = 0; i < 2; i++) {
		gateway_mood(w, moods[i]);
		assert_fault(w, wechat_openid(&w->c, &w->pay, S("L-5"), &openid), E_BROKEN,
		             "pay_unreachable");
	}
	gateway_mood(w, "normal");
	assert_int_equal(wechat_openid(&w->c, &w->pay, S("L-5"), &openid), OK);
}

/* Answers with this text, whatever is asked. */
static enum err canned(struct ctx *c, void *self, const struct http_ask *ask,
                       struct http_said *ret_said)
{
	*ret_said = (struct http_said){
		.status = 200, .headers = S(""), .body = str_of((const char *)self)};
	return OK;
}

static void each_return_code_is_told_for_what_it_is(void **state)
{
	static const struct {
		const char *body;
		enum err e;
		const char *code;
	} said[] = {
		{"{\"errcode\":40029,\"errmsg\":\"invalid code\"}", E_REFUSED, "wechat_code_bad"},
		{"{\"errcode\":42003}", E_REFUSED, "wechat_code_bad"},
		{"{\"errcode\":40013}", E_REFUSED, "pay_merchant_bad"},
		{"{\"errcode\":40125}", E_REFUSED, "pay_merchant_bad"},
		{"{\"errcode\":-1}", E_BROKEN, "pay_unreachable"},
		{"{\"errcode\":45011}", E_BROKEN, "pay_unreachable"},
		{"{\"errcode\":50002}", E_REFUSED, "pay_refused"},
		{"{\"openid\":\"\"}", E_REFUSED, "pay_refused"},
		{"{\"access_token\":\"x\"}", E_BROKEN, "pay_unreachable"},
		{"{\"openid\":7}", E_BROKEN, "pay_unreachable"},
		{"<html>", E_BROKEN, "pay_unreachable"},
	};
	struct world *w = *state;
	struct str openid;

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		char *body = (char *)(uintptr_t)said[i].body;
		struct pay_http http = {.send = canned, .self = body};
		struct pay pay = {w->merchant, &http, STR_NONE};

		assert_fault(w, wechat_openid(&w->c, &pay, S("L-6"), &openid), said[i].e,
		             said[i].code);
	}
}

static void without_a_secret_nobody_is_asked_who_pays(void **state)
{
	struct world *w = *state;
	struct merchant plain = *w->merchant;
	struct pay pay = {&plain, pay_http_real(), STR_NONE};
	struct str openid;

	plain.wechat.secret = STR_NONE;
	assert_true(wechat_login_ready(w->merchant));
	assert_false(wechat_login_ready(&plain));
	assert_fault(w, wechat_openid(&w->c, &pay, S("L-7"), &openid), E_REFUSED,
	             "pay_merchant_bad");
}

/* --- the merchant's file ---------------------------------------------------------------------- */

#define WECHAT_LINES                                                                               \
	"notify = https://k.example\nwechat.mchid = 1\nwechat.appid = wx1\nwechat.serial = 1\n"    \
	"wechat.key = own.pem\nwechat.api_key = an example key of 32 characters!\n"                \
	"wechat.platform_serial = 1\nwechat.platform_key = wechat.pem\n"

static void a_merchant_file_with_a_mistake_names_the_line(void **state)
{
	static const struct {
		const char *text, *field;
	} bad[] = {
		{"notify = https://k.example\nwechat.mchid = 1\nwechat.colour = red\n",
	         "wechat.colour"},
		{"notify = https://k.example\nwechat.mchid = 1\n", "wechat.appid"},
		{"notify = http://k.example\n", "wechat.mchid"},
		{"notify = https://k.example\nnotify = https://k.example\n", "notify"},
		{"notify = http://k.example\nalipay.app_id = 1\nalipay.seller_id = 2\n"
	         "alipay.key = own.pem\nalipay.platform_key = alipay.pem\n",
	         "notify"},
		{"notify = https://k.example\nalipay.app_id = 1\nalipay.seller_id = 2\n"
	         "alipay.key = ../own.pem\nalipay.platform_key = alipay.pem\n",
	         "alipay.key"},
		{WECHAT_LINES "wechat.open = https://open.weixin.qq.com.example\n", "wechat.open"},
		{WECHAT_LINES "wechat.open = https://elsewhere.example\n", "wechat.open"},
		{WECHAT_LINES "wechat.login = http://api.weixin.qq.com\n", "wechat.login"},
		{WECHAT_LINES "wechat.secret = ../wechat.secret\n", "wechat.secret"},
		{WECHAT_LINES "wechat.secret = own.pem\n", "wechat.secret"},
	};
	struct world *w = *state;
	const char *path = str_c(w->c.arena, str_printf(w->c.arena, "%s/Z1.pay", w->dir));
	struct merchant *m = NULL;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		FILE *f = fopen(path, "w");

		fputs(bad[i].text, f);
		fclose(f);
		chmod(path, 0600);
		assert_int_equal(merchant_load(&w->c, w->dir, S("Z1"), &m), E_REFUSED);
		assert_string_equal(w->c.fault.code, "pay_merchant_bad");
		assert_true(str_is(w->c.fault.field, bad[i].field));
	}
	chmod(path, 0644);
	assert_fault(w, merchant_load(&w->c, w->dir, S("Z1"), &m), E_REFUSED, "keys_exposed");
	unlink(path);
	assert_fault(w, merchant_load(&w->c, w->dir, S("Z1"), &m), E_ABSENT, "pay_not_set_up");
	assert_fault(w, merchant_load(&w->c, w->dir, S("../341702"), &m), E_ABSENT,
	             "pay_not_set_up");
	assert_null(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(the_published_sample_of_wechat_is_signed_over_these_bytes),
		IN_WORLD(alipay_signs_sorted_names_without_empty_values_and_signature),
		IN_WORLD(every_way_of_paying_gives_the_page_something_to_go_on_with),
		IN_WORLD(a_query_tells_unknown_waiting_paid_and_closed_apart),
		IN_WORLD(a_paid_order_cannot_be_closed),
		IN_WORLD(an_unsigned_reply_with_status_200_is_a_forgery),
		IN_WORLD(a_reply_signed_an_hour_ago_or_about_another_merchant_is_refused),
		IN_WORLD(a_channel_that_breaks_off_says_nothing_about_the_money),
		IN_WORLD(the_same_refund_asked_twice_is_one_refund),
		IN_WORLD(a_refund_of_nothing_or_over_what_was_paid_never_leaves),
		IN_WORLD(an_order_that_a_channel_could_not_hold_never_leaves),
		IN_WORLD(a_notice_of_a_payment_says_which_order_and_how_much),
		IN_WORLD(a_notice_signed_by_nobody_by_a_stranger_or_for_another_merchant_is_forged),
		IN_WORLD(a_changed_byte_never_changes_what_a_notice_says),
		IN_WORLD(amounts_of_alipay_are_yuan_with_two_decimals_and_nothing_else),
		IN_WORLD(a_signature_over_another_member_of_the_reply_does_not_count),
		IN_WORLD(the_daily_file_lists_payments_and_refunds_to_the_fen),
		IN_WORLD(a_daily_file_that_was_cut_or_miscounts_is_no_statement),
		IN_WORLD(a_payment_of_nothing_is_forged_however_well_it_is_signed),
		IN_WORLD(a_payment_of_a_time_before_1970_is_forged_however_well_it_is_signed),
		IN_WORLD(a_code_is_exchanged_once_for_the_payers_openid),
		IN_WORLD(a_code_of_six_minutes_ago_is_refused),
		IN_WORLD(who_pays_is_not_known_when_nobody_answers_or_what_comes_cannot_be_read),
		IN_WORLD(each_return_code_is_told_for_what_it_is),
		IN_WORLD(without_a_secret_nobody_is_asked_who_pays),
		IN_WORLD(a_merchant_file_with_a_mistake_names_the_line),
		IN_WORLD(the_gateway_found_every_signature_of_ours_good),
	};

	return cmocka_run_group_tests_name("pay channels", tests, world_start, world_end);
}

/* R60: paying inside WeChat, from the first confirmation of whose WeChat pays to the receipt; and
 * what is refused by name: codes that are wrong, late, used, and states that are not ours. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>

#include "../kit_web.h"
#include "auth/account.h"
#include "auth/auth.h"
#include "money/routes.h"
#include "payments/openid.h"
#include "payments/routes.h"
#include "payments/work.h"

#define OPENID "oVisitor4jXcYp7Kq9sT2wB5nRm"
#define CHAT   "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"

static const struct routes *const TABLES[] = {&auth_routes, &money_routes, &ledger_routes,
                                              &payments_routes};

static struct kit_web chat(struct scene *s, const struct actor *who)
{
	struct kit_web b = kit_web_open(s->c, TABLES, 4);

	kit_web_login(&b, who);
	b.agent = CHAT;
	return b;
}

static const char *at(struct scene *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static const char *at(struct scene *s, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return str_c(s->c->arena, str_dup(s->c->arena, str_of(text)));
}

static const char *order_page(struct scene *s, pay_order_id id, const char *tail)
{
	return at(s, "/pay/orders/%lld%s", (long long)id.v, tail);
}

static struct order order_of(struct scene *s, pay_order_id id)
{
	struct order o;

	assert_ok(store_read_begin(s->c));
	assert_ok(order_load(s->c, id, &o));
	store_read_end(s->c);
	return o;
}

static struct q_openids_row kept(struct scene *s)
{
	struct q_openids_row row;

	assert_ok(store_read_begin(s->c));
	assert_ok(q_openids(s->c, &row));
	store_read_end(s->c);
	return row;
}

static void later(struct scene *s, void **state, int64_t seconds)
{
	kit_advance(state, seconds * INT64_C(1000000));
	scene_ask(s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s->c->now.us / 1000));
	scene_work(s);
}

/* What recurs by itself is due from here on. */
static void recurring(struct scene *s)
{
	static const struct job_kinds *const kinds[] = {&payments_jobs};

	s->c->actor = s->w->system;
	assert_ok(jobs_prepare(s->c, kinds, 1));
}

/* Asks for the sheet on the payment page. */
static pay_order_id wish(struct scene *s, struct kit_web *b, enum kit_pupil pupil)
{
	const char *path = at(s, "/pupils/%lld/pay", (long long)s->w->pupil[pupil].v);
	struct str to;
	int64_t id = 0;

	assert_int_equal(kit_web_get(b, path), 200);
	assert_int_equal(kit_web_post(b, path, "&channel=wechat&way=in_app"), 303);
	to = kit_web_header(b, "Location");
	assert_true(str_starts(to, S("/pay/orders/")));
	assert_true(str_i64(str_sub(to, sizeof "/pay/orders/" - 1, to.n), &id));
	return (pay_order_id){id};
}

/* The father, in the chat, with an order for Chen Yi's chess. */
static struct kit_web wished(struct scene *s, pay_order_id *ret_id)
{
	struct kit_web b;

	scene_enrol(s, &s->w->father, CHEN_YI, CHESS);
	b = chat(s, &s->w->father);
	*ret_id = wish(s, &b, CHEN_YI);
	return b;
}

/* The state with which the chat is sent to WeChat. */
static const char *sent_with(struct scene *s, struct kit_web *b, pay_order_id id)
{
	struct str to;
	size_t from;

	assert_int_equal(kit_web_get(b, order_page(s, id, "/wechat")), 303);
	to = kit_web_header(b, "Location");
	assert_true(str_find(to, S("&state="), &from));
	to = str_sub(to, from + 7, to.n);
	return str_c(s->c->arena, str_dup(s->c->arena, str_cut(&to, '#')));
}

/* WeChat gave the chat this code. */
static void given(struct scene *s, const char *code, const char *openid)
{
	scene_ask(s, "{\"do\":\"login\",\"code\":\"%s\",\"openid\":\"%s\"}", code, openid);
}

static int bring(struct scene *s, struct kit_web *b, pay_order_id id, const char *code,
                 const char *state)
{
	return kit_web_post(b, order_page(s, id, "/wechat/back"),
	                    at(s, "&code=%s&state=%s", code, state));
}

/* By name: the code stands on the page of the refusal. */
static void assert_named(struct kit_web *b, int status, const char *code)
{
	assert_int_equal(b->a.status, status);
	if (!kit_web_shows(b, code))
		fail_msg("no %s on %.*s", code, STR_FMT(b->a.body));
}

static const char *page_of(struct scene *s, struct kit_web *b, pay_order_id id, const char *tail)
{
	assert_int_equal(kit_web_get(b, order_page(s, id, tail)), 200);
	return str_c(s->c->arena, b->a.body);
}

/* --- the whole way ---------------------------------------------------------------------------- */

static void the_sheet_is_signed_and_for_this_payer(struct scene *s, pay_order_id id)
{
	struct order o = order_of(s, id);
	const struct jval *said =
		scene_ask(s, "{\"do\":\"payer\",\"number\":\"%.*s\"}", STR_FMT(o.number));

	assert_str(jval_find(said, "openid")->s, OPENID);
	said = scene_ask(s, "{\"do\":\"sheet\",\"call\":%.*s}", STR_FMT(o.call));
	assert_true(jval_find(said, "ours")->i == 1);
}

static void R60_a_family_pays_inside_wechat_after_confirming_once(void **state)
{
	struct scene s = scene_of(state);
	const char *back;
	struct kit_web b;
	pay_order_id id;
	struct order o;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	b = chat(&s, &s.w->father);
	assert_int_equal(
		kit_web_get(&b, at(&s, "/pupils/%lld/pay", (long long)s.w->pupil[CHEN_YI].v)), 200);
	assert_true(kit_web_shows(&b, "value=\"in_app\""));
	id = wish(&s, &b, CHEN_YI);
	scene_work(&s);
	assert_true(order_of(&s, id).waits);
	page_of(&s, &b, id, "");
	assert_true(kit_web_shows(&b, order_page(&s, id, "/wechat\"")));
	assert_false(str_some(kit_web_header(&b, "Refresh"))); /* there is something to do */

	back = sent_with(&s, &b, id);
	assert_true(str_starts(
		kit_web_header(&b, "Location"),
		str_of(at(&s,
	                  "http://127.0.0.1:%d/connect/oauth2/authorize?appid=wxexample0001"
	                  "&redirect_uri=http%%3A%%2F%%2Fkehou.example%%2Fpay%%2Forders%%2F%lld"
	                  "%%2Fwechat%%2Fback&response_type=code&scope=snsapi_base&state=%s"
	                  "#wechat_redirect",
	                  scene_gateway.port, (long long)id.v, back))));
	assert_true(strlen(back) <= 128);

	given(&s, "CODE-1", OPENID);
	page_of(&s, &b, id, at(&s, "/wechat/back?code=CODE-1&state=%s", back));
	assert_true(kit_web_shows(&b, "data-send"));
	assert_int_equal(kept(&s).codes, 0); /* a page that is only shown changes nothing */
	assert_int_equal(bring(&s, &b, id, "CODE-1", back), 303);
	page_of(&s, &b, id, "");
	assert_str(kit_web_header(&b, "Refresh"), "3");
	scene_work(&s);
	o = order_of(&s, id);
	assert_int_equal(o.state, ORDER_ASKED);
	the_sheet_is_signed_and_for_this_payer(&s, id);

	page_of(&s, &b, id, "");
	assert_true(kit_web_shows(&b, "data-pay=\"{&quot;appId&quot;"));
	assert_true(kit_web_shows(&b, "/a/pay."));
	assert_false(str_some(kit_web_header(&b, "Refresh"))); /* the sheet lies over it */
	page_of(&s, &b, id, "?sent=1");
	assert_false(kit_web_shows(&b, "data-pay"));
	assert_str(kit_web_header(&b, "Refresh"), "3");
	scene_ask(&s, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(o.number));
	later(&s, state, 10);
	assert_int_equal(order_of(&s, id).state, ORDER_PAID);
	page_of(&s, &b, id, "?sent=1");
	assert_true(kit_web_shows(&b, "/pdf"));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_int_equal(kit_audited(s.c, "payer_known", "pay_order", id.v), 1);
	kit_web_close(&b);
}

static void who_was_confirmed_before_is_not_asked_again(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_enrol(&s, &s.w->father, CHEN_ER, CHESS);
	b = chat(&s, &s.w->father);
	id = wish(&s, &b, CHEN_YI);
	given(&s, "CODE-2", OPENID);
	assert_int_equal(bring(&s, &b, id, "CODE-2", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	id = wish(&s, &b, CHEN_ER);
	assert_false(order_of(&s, id).waits);
	scene_work(&s);
	the_sheet_is_signed_and_for_this_payer(&s, id);
	kit_web_close(&b);
}

/* The row is sealed, and no page, answer or record says it. */
static void an_openid_is_kept_sealed_and_shown_to_nobody(void **state)
{
	struct scene s = scene_of(state);
	struct q_openids_row row;
	struct kit_web b;
	pay_order_id id;
	size_t where;

	b = wished(&s, &id);
	given(&s, "CODE-3", OPENID);
	assert_int_equal(bring(&s, &b, id, "CODE-3", sent_with(&s, &b, id)), 303);
	row = kept(&s);
	assert_int_equal(row.codes, 1);
	assert_int_equal(row.code_texts, 1);
	assert_false(str_find(row.code, S("CODE-3"), &where));
	scene_work(&s);
	row = kept(&s);
	assert_int_equal(row.openids, 1);
	assert_true(row.openid.n > sizeof OPENID);
	assert_false(str_find(row.openid, S(OPENID), &where));
	assert_int_equal(row.code_texts, 0); /* nobody needs it any more */
	assert_int_equal(row.payers, 0);
	page_of(&s, &b, id, "");
	assert_false(kit_web_shows(&b, OPENID));
	assert_int_equal(
		kit_web_api(&b, "GET", at(&s, "/api/v1/orders/%lld", (long long)id.v), NULL), 200);
	assert_true(kit_web_shows(&b, "paySign"));
	assert_false(kit_web_shows(&b, OPENID));
	assert_ok(store_read_begin(s.c));
	assert_ok(q_audit_says(s.c, S("%" OPENID "%"), &row.openids));
	store_read_end(s.c);
	assert_int_equal(row.openids, 0);
	kit_web_close(&b);
}

/* --- refused by name -------------------------------------------------------------------------- */

static void R60_a_state_that_is_not_ours_is_refused_and_moves_nothing(void **state)
{
	struct scene s = scene_of(state);
	const char *mine, *other, *forged;
	struct kit_web b, again;
	pay_order_id id, second;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_enrol(&s, &s.w->father, CHEN_ER, CHESS);
	b = chat(&s, &s.w->father);
	id = wish(&s, &b, CHEN_YI);
	second = wish(&s, &b, CHEN_ER);
	mine = sent_with(&s, &b, id);
	other = sent_with(&s, &b, second);
	forged = at(&s, "%.79s%c", mine, mine[79] == '0' ? '1' : '0');
	given(&s, "CODE-4", OPENID);
	again = chat(&s, &s.w->father); /* another login of the same account */
	kit_web_get(&again, order_page(&s, id, ""));
	const char *const bad[] = {"", "0", forged, other, at(&s, "%s0", mine)};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		kit_web_get(&b, order_page(&s, id, ""));
		bring(&s, &b, id, "CODE-4", bad[i]);
		assert_named(&b, 403, "wechat_state_forged");
		assert_true(kit_web_shows(&b, order_page(&s, id, "\""))); /* leads back */
		kit_web_get(&b, order_page(&s, id,
		                           at(&s, "/wechat/back?code=CODE-4&state=%s", bad[i])));
		assert_named(&b, 403, "wechat_state_forged");
	}
	bring(&s, &again, id, "CODE-4", mine);
	assert_named(&again, 403, "wechat_state_forged");
	later(&s, state, OPENID_STATE_MINUTES * 60 + 1);
	kit_web_get(&b, order_page(&s, id, ""));
	bring(&s, &b, id, "CODE-4", mine);
	assert_named(&b, 409, "wechat_state_old");
	assert_int_equal(kept(&s).codes, 0);
	assert_int_equal(kept(&s).openids, 0);
	assert_true(order_of(&s, id).waits);
	kit_web_close(&again);
	kit_web_close(&b);
}

static void R60_a_code_wechat_does_not_know_is_told_and_a_new_one_goes_on(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	pay_order_id id;

	b = wished(&s, &id);
	assert_int_equal(bring(&s, &b, id, "CODE-WRONG", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	page_of(&s, &b, id, "");
	assert_true(kit_web_shows(&b, "微信没有认可这次付款人确认"));
	assert_true(kit_web_shows(&b, order_page(&s, id, "/wechat\"")));
	assert_int_equal(kept(&s).openids, 0);
	bring(&s, &b, id, "CODE-WRONG", sent_with(&s, &b, id)); /* it stays refused */
	assert_named(&b, 409, "wechat_code_used");
	kit_web_get(&b, order_page(&s, id, ""));
	bring(&s, &b, id, "%20", sent_with(&s, &b, id)); /* and none is none */
	assert_named(&b, 409, "wechat_code_bad");
	kit_web_get(&b, order_page(&s, id, ""));
	given(&s, "CODE-5", OPENID);
	assert_int_equal(bring(&s, &b, id, "CODE-5", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	assert_int_equal(order_of(&s, id).state, ORDER_ASKED);
	kit_web_close(&b);
}

static void R60_a_code_is_good_for_one_order_and_for_once(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id, second;
	const char *mine;
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_enrol(&s, &s.w->father, CHEN_ER, CHESS);
	b = chat(&s, &s.w->father);
	id = wish(&s, &b, CHEN_YI);
	second = wish(&s, &b, CHEN_ER);
	given(&s, "CODE-6", OPENID);
	mine = sent_with(&s, &b, id);
	assert_int_equal(bring(&s, &b, id, "CODE-6", mine), 303);
	assert_int_equal(bring(&s, &b, id, "CODE-6", mine), 303); /* tapped twice: the same */
	assert_int_equal(kept(&s).codes, 1);
	bring(&s, &b, second, "CODE-6", sent_with(&s, &b, second));
	assert_named(&b, 409, "wechat_code_used");
	kit_web_get(&b, order_page(&s, id, ""));
	scene_work(&s);
	assert_int_equal(order_of(&s, id).state, ORDER_ASKED);
	assert_int_equal(bring(&s, &b, id, "CODE-6", mine), 303);
	given(&s, "CODE-7", OPENID);
	bring(&s, &b, id, "CODE-7", mine); /* nobody asks any more */
	assert_named(&b, 409, "wechat_not_awaited");
	assert_int_equal(kept(&s).codes, 1);
	assert_true(order_of(&s, second).waits);
	kit_web_close(&b);
}

/* In a lane of its own: orders that are asked for meanwhile do not wait. */
static void R60_an_exchange_without_an_answer_is_tried_again_and_a_late_one_is_refused(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	pay_order_id id;

	b = wished(&s, &id);
	given(&s, "CODE-8", OPENID);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"drop\"}");
	assert_int_equal(bring(&s, &b, id, "CODE-8", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	assert_true(order_of(&s, id).waits);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
	later(&s, state, 60);
	assert_int_equal(order_of(&s, id).state, ORDER_ASKED);

	scene_enrol(&s, &s.w->wang, WANG, CHESS);
	kit_web_login(&b, &s.w->wang);
	id = wish(&s, &b, WANG);
	given(&s, "CODE-9", "oAnother");
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"drop\"}");
	assert_int_equal(bring(&s, &b, id, "CODE-9", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
	later(&s, state, 400);
	assert_true(order_of(&s, id).waits);
	page_of(&s, &b, id, "");
	assert_true(kit_web_shows(&b, "微信没有认可这次付款人确认"));
	assert_int_equal(kept(&s).openids, 1); /* the father's alone */
	kit_web_close(&b);
}

static void an_order_that_waited_in_vain_expires_and_takes_no_code(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	pay_order_id id;

	b = wished(&s, &id);
	given(&s, "CODE-10", OPENID);
	recurring(&s);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"drop\"}");
	assert_int_equal(bring(&s, &b, id, "CODE-10", sent_with(&s, &b, id)), 303);
	for (int i = 0; i < 4; i++)
		later(&s, state, 600);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
	for (int i = 0; i < 3; i++)
		later(&s, state, 700);
	assert_int_equal(order_of(&s, id).state, ORDER_EXPIRED);
	assert_int_equal(kept(&s).openids, 0);
	assert_int_equal(kept(&s).code_texts, 0);
	kit_web_get(&b, order_page(&s, id, ""));
	assert_int_equal(kit_web_get(&b, order_page(&s, id, "/wechat")), 303);
	assert_str(kit_web_header(&b, "Location"), order_page(&s, id, "")); /* not to WeChat */
	kit_web_close(&b);
}

/* --- whose WeChat ----------------------------------------------------------------------------- */

static void one_guardians_order_inside_wechat_is_not_anothers(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id hers, his;
	struct kit_web b, c;
	struct openid_bring a = {.appid = S("wxexample0001"), .code = S("CODE-11")};

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	b = chat(&s, &s.w->mother);
	hers = wish(&s, &b, CHEN_YI);
	given(&s, "CODE-12", OPENID);
	assert_int_equal(bring(&s, &b, hers, "CODE-12", sent_with(&s, &b, hers)), 303);
	scene_work(&s);
	c = chat(&s, &s.w->father);
	page_of(&s, &c, hers, "");
	assert_false(kit_web_shows(&c, "data-pay"));
	assert_true(kit_web_shows(&c, "另一位监护人"));
	assert_int_equal(
		kit_web_api(&c, "GET", at(&s, "/api/v1/orders/%lld", (long long)hers.v), NULL),
		200);
	assert_false(kit_web_shows(&c, "paySign"));
	a.order = hers;
	assert_fault(s.c, kit_try_as(s.c, &s.w->father, &openid_bring_verb, &a), E_ABSENT,
	             "absent");
	assert_fault(s.c, kit_try_as(s.c, &s.w->wang, &openid_bring_verb, &a), E_ABSENT, "absent");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &openid_bring_verb, &a), E_DENIED,
	             "not_allowed");
	his = wish(&s, &c, CHEN_YI);
	assert_int_not_equal(hers.v, his.v);
	assert_int_equal(order_of(&s, hers).state, ORDER_CLOSED);
	assert_true(order_of(&s, his).waits); /* her WeChat is not his */
	assert_int_equal(wish(&s, &c, CHEN_YI).v, his.v);
	kit_web_close(&c);
	kit_web_close(&b);
}

static void a_guardian_pays_with_another_wechat_after_the_first_is_forgotten(void **state)
{
	struct scene s = scene_of(state);
	struct openid_forget f;
	struct kit_web b;
	pay_order_id id;

	b = wished(&s, &id);
	given(&s, "CODE-13", "oFirst");
	assert_int_equal(bring(&s, &b, id, "CODE-13", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	page_of(&s, &b, id, "");
	assert_true(kit_web_shows(&b, "/wechat/forget"));
	f.order = id;
	assert_fault(s.c, kit_try_as(s.c, &s.w->mother, &openid_forget_verb, &f), E_ABSENT,
	             "absent");
	assert_int_equal(kit_web_post(&b, order_page(&s, id, "/wechat/forget"), ""), 303);
	assert_int_equal(order_of(&s, id).state, ORDER_CLOSED);
	assert_int_equal(kept(&s).openids, 0);
	scene_work(&s);
	id = wish(&s, &b, CHEN_YI);
	assert_true(order_of(&s, id).waits);
	given(&s, "CODE-14", OPENID);
	assert_int_equal(bring(&s, &b, id, "CODE-14", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	the_sheet_is_signed_and_for_this_payer(&s, id);
	kit_web_close(&b);
}

static void an_order_the_channel_refused_can_be_paid_with_another_wechat(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	pay_order_id id;

	b = wished(&s, &id);
	page_of(&s, &b, id, "");
	assert_true(kit_web_shows(&b, "待确认付款人"));
	given(&s, "CODE-16", OPENID);
	assert_int_equal(bring(&s, &b, id, "CODE-16", sent_with(&s, &b, id)), 303);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"wrong_key\"}");
	scene_work(&s);
	assert_int_equal(order_of(&s, id).state, ORDER_FAILED);
	page_of(&s, &b, id, "");
	assert_int_equal(kit_web_post(&b, order_page(&s, id, "/wechat/forget"), ""), 303);
	assert_int_equal(order_of(&s, id).state, ORDER_FAILED);
	assert_int_equal(kept(&s).openids, 0);
	assert_true(order_of(&s, wish(&s, &b, CHEN_YI)).waits);
	kit_web_close(&b);
}

static void a_wrong_secret_is_found_when_the_account_is_tried(void **state)
{
	static const char *const files[] = {"true", "\"wrong.secret\""};
	static const char *const codes[] = {"ok", "pay_merchant_bad"};
	struct scene s = scene_of(state);
	struct collecting_try a = {s.wechat};
	struct collecting now;

	for (size_t i = 0; i < 2; i++) {
		scene_ask(&s, "{\"do\":\"secret\",\"with\":%s}", files[i]);
		assert_ok(kit_try_as(s.c, &s.w->county_officer, &collecting_try_verb, &a));
		scene_work(&s);
		assert_ok(store_read_begin(s.c));
		assert_ok(collecting_load(s.c, s.wechat, &now));
		store_read_end(s.c);
		assert_str(now.tested_code, codes[i]);
	}
	scene_ask(&s, "{\"do\":\"secret\",\"with\":true}");
}

static enum err close_run(struct ctx *c, void *arg)
{
	return account_close(c, *(const account_id *)arg);
}

static void a_closed_accounts_openid_is_forgotten_within_a_day(void **state)
{
	static const struct verb close = {"test.close", close_run};
	struct scene s = scene_of(state);
	struct kit_web b;
	pay_order_id id;

	b = wished(&s, &id);
	given(&s, "CODE-15", OPENID);
	assert_int_equal(bring(&s, &b, id, "CODE-15", sent_with(&s, &b, id)), 303);
	scene_work(&s);
	recurring(&s);
	later(&s, state, 86400);
	assert_int_equal(kept(&s).openids, 1);
	assert_ok(kit_try_as(s.c, &s.w->system, &close, &s.w->father.account));
	later(&s, state, 86400);
	assert_int_equal(kept(&s).openids, 0);
	kit_web_close(&b);
}

/* --- not set up ------------------------------------------------------------------------------- */

static void without_the_apps_secret_the_sheet_is_not_offered_and_the_page_says_why(void **state)
{
	struct scene s = scene_of(state);
	const char *path = at(&s, "/pupils/%lld/pay", (long long)s.w->pupil[CHEN_YI].v);
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_ask(&s, "{\"do\":\"secret\",\"with\":false}");
	b = chat(&s, &s.w->father);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_false(kit_web_shows(&b, "value=\"in_app\""));
	assert_true(kit_web_shows(&b, "尚未开通微信内直接付款"));
	kit_web_post(&b, path, "&channel=wechat&way=in_app");
	assert_true(b.a.status == 409 && kit_web_shows(&b, "尚未开通微信内直接付款"));
	assert_int_equal(kit_web_post(&b, path, "&channel=wechat&way=qr"), 303);
	scene_work(&s);
	assert_int_equal(
		kit_web_get(&b,
	                    str_c(s.c->arena, str_dup(s.c->arena, kit_web_header(&b, "Location")))),
		200);
	assert_true(kit_web_shows(&b, "code.svg"));
	scene_ask(&s, "{\"do\":\"secret\",\"with\":true}");
	kit_web_close(&b);
}

static void a_way_is_offered_where_it_can_be_gone(void **state)
{
	struct scene s = scene_of(state);
	const char *path = at(&s, "/pupils/%lld/pay", (long long)s.w->pupil[CHEN_YI].v);
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	b = chat(&s, &s.w->father);
	b.agent = "Mozilla/5.0 (Linux; Android 14) Mobile Safari";
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_false(kit_web_shows(&b, "value=\"in_app\""));
	assert_true(kit_web_shows(&b, "value=\"browser\""));
	assert_true(kit_web_shows(&b, "value=\"qr\""));
	b.agent = "Mozilla/5.0 (X11; Linux x86_64)";
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_false(kit_web_shows(&b, "name=\"way\""));
	/* The sheet is WeChat Pay's: with Alipay the choice is passed over. */
	b.agent = CHAT;
	assert_int_equal(kit_web_post(&b, path, "&channel=alipay&way=in_app"), 303);
	assert_int_equal(kit_web_post(&b, path, "&channel=wechat&way=by_post"), 422);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_a_family_pays_inside_wechat_after_confirming_once),
		KIT_FACT(who_was_confirmed_before_is_not_asked_again),
		KIT_FACT(an_openid_is_kept_sealed_and_shown_to_nobody),
		KIT_FACT(R60_a_state_that_is_not_ours_is_refused_and_moves_nothing),
		KIT_FACT(R60_a_code_wechat_does_not_know_is_told_and_a_new_one_goes_on),
		KIT_FACT(R60_a_code_is_good_for_one_order_and_for_once),
		KIT_FACT(
			R60_an_exchange_without_an_answer_is_tried_again_and_a_late_one_is_refused),
		KIT_FACT(an_order_that_waited_in_vain_expires_and_takes_no_code),
		KIT_FACT(one_guardians_order_inside_wechat_is_not_anothers),
		KIT_FACT(a_guardian_pays_with_another_wechat_after_the_first_is_forgotten),
		KIT_FACT(an_order_the_channel_refused_can_be_paid_with_another_wechat),
		KIT_FACT(a_wrong_secret_is_found_when_the_account_is_tried),
		KIT_FACT(a_closed_accounts_openid_is_forgotten_within_a_day),
		KIT_FACT(without_the_apps_secret_the_sheet_is_not_offered_and_the_page_says_why),
		KIT_FACT(a_way_is_offered_where_it_can_be_gone),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments openid", facts);
	scene_end(NULL);
	return rc;
}

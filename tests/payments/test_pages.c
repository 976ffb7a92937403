/* Paying at a browser: a family's way from the bill to the receipt, and the desk's refusals. */
#include "scene.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "docs/pdf.h"
#include "docs/qr.h"
#include "money/routes.h"
#include "payments/routes.h"

static const struct routes *const TABLES[] = {&auth_routes, &money_routes, &ledger_routes,
                                              &payments_routes, &payments_desk_routes};

static struct kit_web browser(struct scene *s, const struct actor *who)
{
	struct kit_web b = kit_web_open(s->c, TABLES, 5);

	kit_web_login(&b, who);
	return b;
}

static const char *pay_path(struct scene *s, const char *head, enum kit_pupil pupil,
                            const char *tail)
{
	return str_c(s->c->arena, str_printf(s->c->arena, "%s%lld%s", head,
	                                     (long long)s->w->pupil[pupil].v, tail));
}

static void a_family_goes_from_the_bill_to_the_receipt(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	struct str order;
	struct order *v;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	b = browser(&s, &s.w->father);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/bill")), 200);
	assert_true(kit_web_shows(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay")));
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay")), 200);
	assert_true(kit_web_shows(&b, "¥100.00"));
	assert_int_equal(
		kit_web_post(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay"), "&channel=wechat"),
		303);
	order = str_dup(s.c->arena, kit_web_header(&b, "Location"));
	assert_true(str_starts(order, S("/pay/orders/")));
	assert_int_equal(kit_web_get(&b, str_c(s.c->arena, order)), 200);
	assert_str(kit_web_header(&b, "Refresh"), "3"); /* without a script */
	scene_work(&s);
	assert_int_equal(kit_web_get(&b, str_c(s.c->arena, order)), 200);
	assert_true(kit_web_shows(&b, "code.svg"));
	kit_read_as(s.c, &s.w->father);
	assert_ok(order_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	scene_ask(&s, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(v[0].number));
	kit_advance(state, INT64_C(10000000));
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	scene_work(&s);
	assert_int_equal(kit_web_get(&b, str_c(s.c->arena, order)), 200);
	assert_true(kit_web_shows(&b, "/pdf"));
	assert_false(str_some(kit_web_header(&b, "Refresh")));
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay")), 200);
	assert_true(kit_web_shows(&b, "/receipts/"));
	kit_web_close(&b);
}

static void another_familys_order_and_receipt_are_absent(void **state)
{
	struct scene s = scene_of(state);
	struct receipt *v;
	struct kit_web b;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	kit_read_as(s.c, &s.w->father);
	assert_ok(receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	b = browser(&s, &s.w->wang);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay")), 404);
	assert_int_equal(
		kit_web_post(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay"), "&channel=wechat"),
		404);
	assert_int_equal(
		kit_web_get(&b, str_c(s.c->arena, str_printf(s.c->arena, "/receipts/%lld/pdf",
	                                                     (long long)v[0].id.v))),
		404);
	kit_web_close(&b);
}

static void an_amount_that_is_none_comes_back_with_what_was_typed(void **state)
{
	static const char *const bad[][2] = {{"1e3", "1e3"},
	                                     {"0.1%2B0.2", "0.1+0.2"},
	                                     {"-0", "-0"},
	                                     {"1000000000000000", "1000000000000000"},
	                                     {"%EF%BC%91%EF%BC%92", "１２"},
	                                     {"1.234", "1.234"}};
	struct scene s = scene_of(state);
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	b = browser(&s, &s.w->finance);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/pay")), 200);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const char *fields = str_c(
			s.c->arena, str_printf(s.c->arena, "&amount=%s&document=D-1", bad[i][0]));

		assert_int_equal(kit_web_post(&b,
		                              pay_path(&s, "/school/pupils/", CHEN_YI, "/payments"),
		                              fields),
		                 422);
		assert_true(kit_web_shows(
			&b, str_c(s.c->arena, str_printf(s.c->arena, "value=\"%s\"", bad[i][1]))));
		assert_true(kit_web_shows(&b, "href=\"#f-amount\""));
	}
	assert_int_equal(kit_web_post(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/payments"),
	                              "&amount=100.00&document=D-1"),
	                 303);
	assert_str(scene_bill(&s, CHEN_YI).state, "collected");
	kit_web_close(&b);
}

/* A page that was changed in the browser: what would be right is said in the words of the page. */
static void a_page_says_in_words_what_may_be_chosen_and_the_api_in_its_own(void **state)
{
	static const char *const says[][2] = {
		[LANG_ZH] = {"允许：微信支付 | 支付宝", "允许：服务费 | 耗材"},
		[LANG_EN] = {"allowed: WeChat Pay | Alipay", "allowed: service | consumables"},
	};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, TABLES, 5);
	const char *desk = pay_path(&s, "/school/pupils/", CHEN_YI, "/adjust");
	const char *family = pay_path(&s, "/pupils/", CHEN_YI, "/pay");

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		b.lang = (enum lang)lang;
		kit_web_login(&b, &s.w->father);
		assert_int_equal(kit_web_get(&b, family), 200);
		assert_int_equal(kit_web_post(&b, family, "&channel=cash"), 422);
		assert_true(kit_web_shows(&b, says[lang][0]));
		assert_false(kit_web_shows(&b, "wechat | alipay"));
		kit_web_login(&b, &s.w->finance);
		assert_int_equal(kit_web_get(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/pay")),
		                 200);
		assert_int_equal(
			kit_web_post(&b, desk, "&item=tea&adjust_amount=1&adjust_reason=x"), 422);
		assert_true(kit_web_shows(&b, says[lang][1]));
	}
	assert_int_equal(
		kit_web_api(&b, "POST", pay_path(&s, "/api/v1/pupils/", CHEN_YI, "/orders"),
	                    str_c(s.c->arena, str_printf(s.c->arena,
	                                                 "{\"term\":\"%lld\",\"way\":\"qr\","
	                                                 "\"channel\":\"cash\"}",
	                                                 (long long)s.t.term.v))),
		422);
	assert_true(kit_web_shows(&b, "wechat | alipay"));
	kit_web_close(&b);
}

static void anybody_looks_up_a_receipt_and_learns_no_name(void **state)
{
	struct scene s = scene_of(state);
	struct receipt *v;
	struct kit_web b;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	kit_read_as(s.c, &s.w->father);
	assert_ok(receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	b = kit_web_open(s.c, TABLES, 5);
	assert_int_equal(
		kit_web_get(&b, str_c(s.c->arena, str_printf(s.c->arena, "/receipts?code=%.*s",
	                                                     STR_FMT(v[0].code)))),
		200);
	assert_true(kit_web_shows(&b, "¥100.00"));
	assert_true(kit_web_shows(&b, str_c(s.c->arena, v[0].number)));
	assert_false(kit_web_shows(&b, str_c(s.c->arena, v[0].name)));
	assert_int_equal(kit_web_get(&b, "/receipts?code=ABCDABCDABCDABCD"), 200);
	assert_false(kit_web_shows(&b, "¥"));
	kit_web_close(&b);
}

static void R59_a_family_reads_what_was_adjusted_and_why(void **state)
{
	struct scene s = scene_of(state);
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-3000},
	                      .reason = S("missed one sitting")};
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	b = browser(&s, &s.w->father);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay")), 200);
	assert_true(kit_web_shows(&b, "missed one sitting"));
	assert_true(kit_web_shows(&b, "-30.00"));
	kit_web_close(&b);
}

static void the_same_receipt_is_the_same_paper(void **state)
{
	struct scene s = scene_of(state);
	struct out one, two;
	struct receipt *v;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	out_init(&one, 8 << 20);
	out_init(&two, 8 << 20);
	kit_read_as(s.c, &s.w->father);
	assert_ok(receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	assert_ok(receipt_pdf(s.c, &v[0], &one));
	kit_advance(state, INT64_C(3600000000));
	assert_ok(receipt_pdf(s.c, &v[0], &two));
	store_read_end(s.c);
	assert_true(str_starts(out_str(&one), S("%PDF-1.")));
	assert_true(one.n > 4000);
	assert_true(str_eq(out_str(&one), out_str(&two)));
	out_free(&one);
	out_free(&two);
}

static void R60_what_does_not_fit_moves_nothing_is_listed_once_and_settled_in_words(void **state)
{
	struct scene s = scene_of(state);
	struct order_make make = {.pupil = s.w->pupil[CHEN_YI],
	                          .term = s.t.term,
	                          .channel = S("wechat"),
	                          .way = PAY_QR};
	struct payment_take take = {.collecting = s.wechat};
	struct incident *v;
	struct kit_web b;
	struct order o;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(kit_try_as(s.c, &s.w->father, &order_make_verb, &make));
	assert_ok(store_read_begin(s.c));
	assert_ok(order_load(s.c, make.result, &o));
	store_read_end(s.c);
	take.said = (struct pay_result){.number = o.number,
	                                .channel_number = S("42"),
	                                .state = PAY_PAID,
	                                .amount = {9999},
	                                .at = s.c->now};
	for (int i = 0; i < 2; i++) {
		assert_ok(kit_try_as(s.c, &s.w->system, &payment_take_verb, &take));
		assert_int_equal(take.result, TAKEN_AMOUNT);
	}
	take.said.amount.fen = 10000;
	take.collecting = s.alipay;
	assert_ok(kit_try_as(s.c, &s.w->system, &payment_take_verb, &take));
	assert_int_equal(take.result, TAKEN_MERCHANT);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 10000);
	assert_fault(s.c, kit_try_as(s.c, &s.w->father, &payment_take_verb, &take), E_DENIED,
	             "not_allowed");
	kit_read_as(s.c, &s.w->finance);
	assert_ok(incident_list(s.c, true, &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 2);
	b = browser(&s, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/school/pay-incidents"), 200);
	assert_true(kit_web_shows(&b, "99.99"));
	assert_int_equal(
		kit_web_post(&b, "/school/pay-incidents",
	                     str_c(s.c->arena, str_printf(s.c->arena, "&incident=%lld&note=checked",
	                                                  (long long)v[0].id))),
		303);
	assert_int_equal(
		kit_web_post(&b, "/school/pay-incidents",
	                     str_c(s.c->arena, str_printf(s.c->arena, "&incident=%lld&note=again",
	                                                  (long long)v[0].id))),
		409);
	kit_web_close(&b);
}

static void R59_the_desk_adjusts_a_collected_bill_with_a_reason(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;
	const char *path, *fields;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	b = browser(&s, &s.w->finance);
	path = pay_path(&s, "/school/pupils/", CHEN_YI, "/adjust");
	fields = str_c(s.c->arena,
	               str_printf(s.c->arena, "&offering=%lld&item=price&less=1&adjust_amount=30",
	                          (long long)s.t.offering[CHESS].v));
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/pay")), 200);
	assert_int_equal(kit_web_post(&b, path, fields), 422); /* no reason */
	fields = str_c(s.c->arena, str_printf(s.c->arena, "%s&adjust_reason=one", fields));
	assert_int_equal(kit_web_post(&b, path, fields), 303);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -3000);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/pay")), 200);
	assert_int_equal(kit_web_post(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/credit"), ""),
	                 303);
	kit_web_close(&b);
}

/* A list, or its export with a reason, and whether it shows the payment of D-1. */
static bool lists(struct kit_web *b, const char *path)
{
	assert_int_equal(kit_web_get(b, path), 200);
	return kit_web_shows(b, "100.00");
}

static bool exports(struct kit_web *b, const char *path)
{
	assert_int_equal(kit_web_post(b, path, "&reason=check"), 200);
	assert_true(kit_web_shows(b, "check")); /* the watermark */
	return kit_web_shows(b, "100.00");
}

static void a_list_that_is_shown_after_a_refused_export_leads_on_to_itself(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	b = browser(&s, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/school/payments?channel=counter"), 200);
	assert_int_equal(kit_web_post(&b, "/school/payments/export.xlsx?channel=counter", ""), 422);
	assert_true(kit_web_shows(&b, "/school/payments?channel=counter&amp;limit=20"));
	assert_false(kit_web_shows(&b, "export.xlsx?channel=counter&amp;limit"));
	kit_web_close(&b);
}

static void a_list_shows_the_term_asked_for_and_its_export_just_what_is_shown(void **state)
{
	static const char *const papers[] = {"dues", "payments", "receipts"};
	struct scene s = scene_of(state);
	struct term_new next = {.code = S("2026-2")};
	struct arena *a = s.c->arena;
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_true(date_of(2027, 2, 22, &next.first_day));
	assert_true(date_of(2027, 7, 9, &next.last_day));
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &term_add_verb, &next));
	b = browser(&s, &s.w->finance);
	for (size_t i = 0; i < 3; i++) /* before the first term begins */
		assert_true(lists(&b, str_c(a, str_printf(a, "/school/%s", papers[i]))));
	kit_advance(state,
	            INT64_C(86400000000) * (next.first_day.day + 10 - instant_date(s.c->now).day));
	kit_web_login(&b, &s.w->finance);
	for (size_t i = 0; i < 3; i++) {
		const char *old = str_c(
			a, str_printf(a, "/school/%s?term=%lld", papers[i], (long long)s.t.term.v));
		const char *out = str_c(a, str_printf(a, "/school/%s/export.csv?term=%lld",
		                                      papers[i], (long long)s.t.term.v));

		assert_false(lists(&b, str_c(a, str_printf(a, "/school/%s", papers[i]))));
		assert_false(
			exports(&b, str_c(a, str_printf(a, "/school/%s/export.csv", papers[i]))));
		assert_true(lists(&b, old));
		assert_true(kit_web_shows(&b, out)); /* what is shown is what leaves */
		assert_true(exports(&b, out));
	}
	const char *wechat = str_c(a, str_printf(a, "/school/payments?term=%lld&channel=wechat",
	                                         (long long)s.t.term.v));

	assert_false(lists(&b, wechat));
	assert_false(exports(&b, str_c(a, str_printf(a,
	                                             "/school/payments/export.csv?term=%lld"
	                                             "&channel=wechat",
	                                             (long long)s.t.term.v))));
	assert_false(exports(&b, str_c(a, str_printf(a, "/school/dues/export.csv?term=%lld&open=1",
	                                             (long long)s.t.term.v)))); /* it is paid */
	/* Refused for want of a reason it is the same list again. */
	assert_int_equal(
		kit_web_post(&b,
	                     str_c(a, str_printf(a, "/school/payments/export.xlsx?term=%lld",
	                                         (long long)s.t.term.v)),
	                     "&reason="),
		422);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_int_equal(kit_web_get(&b, "/school/payments?term=1"), 404);
	kit_advance(state, INT64_C(86400000000) * (next.last_day.day + 20 - next.first_day.day));
	kit_web_login(&b, &s.w->finance);
	assert_true(lists(&b, "/school/payments")); /* between terms: the newest with rows */
	kit_web_close(&b);
}

static void a_code_is_a_picture_of_its_text(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct out one, two;

	out_init(&one, 1 << 20);
	out_init(&two, 1 << 20);
	assert_ok(qr_svg(c, S("weixin://wxpay/bizpayurl?pr=x"), &one));
	assert_ok(qr_svg(c, S("weixin://wxpay/bizpayurl?pr=y"), &two));
	assert_true(str_starts(out_str(&one), S("<svg xmlns=")));
	assert_false(str_eq(out_str(&one), out_str(&two)));
	out_free(&one);
	out_free(&two);
}

static void
what_was_paid_for_a_child_leaves_with_its_family_and_from_the_desk_for_a_reason(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	b = browser(&s, &s.w->father);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/pay")), 200);
	assert_true(kit_web_shows(&b, "/payments/export.xlsx?term="));
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/payments/export.csv")),
	                 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_int_equal(
		kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/payments/export.xlsx")), 200);
	assert_memory_equal(b.a.body.p, "PK", 2);
	kit_web_login(&b, &s.w->wang);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/pupils/", CHEN_YI, "/payments/export.csv")),
	                 404);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/pay")), 200);
	assert_true(kit_web_shows(&b, "/payments/export.csv?term="));
	assert_int_equal(
		kit_web_post(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/payments/export.csv"),
	                     "&reason="),
		422);
	assert_true(kit_web_shows(&b, "f-reason"));
	assert_int_equal(kit_audited(s.c, "payments_exported", "pupil", s.w->pupil[CHEN_YI].v), 0);
	assert_int_equal(
		kit_web_post(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/payments/export.csv"),
	                     "&reason=对账"),
		200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_true(kit_web_shows(&b, "对账"));
	assert_int_equal(kit_audited(s.c, "payments_exported", "pupil", s.w->pupil[CHEN_YI].v), 1);
	assert_int_equal(
		kit_web_post(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/payments/export.xlsx"),
	                     "&reason=对账"),
		200);
	kit_web_login(&b, &s.w->finance2);
	assert_int_equal(kit_web_get(&b, "/school/payments"), 200);
	assert_int_equal(
		kit_web_post(&b, pay_path(&s, "/school/pupils/", CHEN_YI, "/payments/export.csv"),
	                     "&reason=对账"),
		404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_family_goes_from_the_bill_to_the_receipt),
		KIT_FACT(another_familys_order_and_receipt_are_absent),
		KIT_FACT(an_amount_that_is_none_comes_back_with_what_was_typed),
		KIT_FACT(a_page_says_in_words_what_may_be_chosen_and_the_api_in_its_own),
		KIT_FACT(anybody_looks_up_a_receipt_and_learns_no_name),
		KIT_FACT(R59_a_family_reads_what_was_adjusted_and_why),
		KIT_FACT(the_same_receipt_is_the_same_paper),
		KIT_FACT(R60_what_does_not_fit_moves_nothing_is_listed_once_and_settled_in_words),
		KIT_FACT(R59_the_desk_adjusts_a_collected_bill_with_a_reason),
		KIT_FACT(a_list_that_is_shown_after_a_refused_export_leads_on_to_itself),
		KIT_FACT(a_list_shows_the_term_asked_for_and_its_export_just_what_is_shown),
		KIT_FACT(
			what_was_paid_for_a_child_leaves_with_its_family_and_from_the_desk_for_a_reason),
		KIT_FACT(a_code_is_a_picture_of_its_text),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments pages", facts);
	scene_end(NULL);
	return rc;
}

/* The desk's work over the API: the same verbs, the same refusals, and a write that is sent again
 * has no second effect. */
#include "scene.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "money/routes.h"
#include "payments/routes.h"

static const struct routes *const TABLES[] = {&auth_routes, &approval_routes, &payments_routes,
                                              &payments_desk_routes};

static struct kit_web program(struct scene *s, const struct actor *who)
{
	struct kit_web b = kit_web_open(s->c, TABLES, 4);

	kit_web_login(&b, who);
	return b;
}

static const char *path_of(struct scene *s, const char *fmt, int64_t id)
{
	struct str head = str_of(fmt), tail = head;

	head = str_cut(&tail, '#');
	return str_c(s->c->arena, str_printf(s->c->arena, "%.*s%lld%.*s", STR_FMT(head),
	                                     (long long)id, STR_FMT(tail)));
}

static const char *body_of(struct scene *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static const char *body_of(struct scene *s, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return str_c(s->c->arena, str_dup(s->c->arena, str_of(text)));
}

static const struct jval *told(struct kit_web *b)
{
	const struct jval *root;

	assert_ok(jread(b->c, b->a.body, 1 << 20, &root));
	return root;
}

static int64_t told_id(struct kit_web *b, const char *name)
{
	const struct jval *v = jval_find(told(b), name);
	int64_t id = 0;

	assert_non_null(v);
	assert_true(str_i64(v->s, &id));
	return id;
}

#define assert_code(b, code)                                                                       \
	do {                                                                                       \
		if (!kit_web_shows(&(b), "\"code\":\"" code "\""))                                 \
			fail_msg("%.*s is not %s", STR_FMT((b).a.body), code);                     \
	} while (0)

static const char *entry_of(struct scene *s, int64_t fen, const char *document)
{
	return body_of(s, "{\"term\":\"%lld\",\"amount_fen\":%lld,\"document\":\"%s\"}",
	               (long long)s->t.term.v, (long long)fen, document);
}

static void what_the_counter_took_in_is_entered_once_and_only_whole(void **state)
{
	struct scene s = scene_of(state);
	const char *path;
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	path = path_of(&s, "/api/v1/pupils/#/payments", s.w->pupil[CHEN_YI].v);
	b = program(&s, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", path, entry_of(&s, 9999, "D-1")), 409);
	assert_code(b, "amount_not_due");
	assert_int_equal(kit_web_api(&b, "POST", path, entry_of(&s, -1, "D-1")), 422);
	assert_int_equal(kit_web_api(&b, "POST", path, "{\"term\":\"1\",\"amount_fen\":1e4}"), 422);
	assert_int_equal(kit_web_api(&b, "POST", path, entry_of(&s, 10000, "D-1")), 201);
	assert_int_equal(jval_find(told(&b), "amount_fen")->i, 10000);
	assert_int_equal(kit_web_api(&b, "POST", path, entry_of(&s, 10000, "D-2")), 409);
	assert_code(b, "already_collected_this_term"); /* R59 */
	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_api(&b, "POST", path, entry_of(&s, 10000, "D-3")), 403);
	kit_web_login(&b, &s.w->leader2);
	assert_int_equal(kit_web_api(&b, "POST", path, entry_of(&s, 10000, "D-3")), 404);
	kit_web_close(&b);
	assert_int_equal(scene_sum(&s, "clearing_counter"), 10000);
}

static struct str header_of(struct kit_web *b, const char *key)
{
	return str_printf(b->c->arena,
	                  "Authorization: Bearer %.*s\nContent-Type: application/json\n"
	                  "Idempotency-Key: %s\n",
	                  STR_FMT(b->token), key);
}

static void the_same_key_again_is_the_first_answer_and_another_body_is_refused(void **state)
{
	struct scene s = scene_of(state);
	struct web_answer one, two, three;
	const char *path;
	struct kit_web b;
	struct str head;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	path = path_of(&s, "/api/v1/pupils/#/payments", s.w->pupil[CHEN_YI].v);
	b = program(&s, &s.w->finance);
	head = header_of(&b, "counter-1");
	assert_ok(web_dispatch_test(b.w, s.c->arena, "POST", path, head,
	                            str_of(entry_of(&s, 10000, "D-1")), &one));
	assert_int_equal(one.status, 201);
	assert_ok(web_dispatch_test(b.w, s.c->arena, "POST", path, head,
	                            str_of(entry_of(&s, 10000, "D-1")), &two));
	assert_int_equal(two.status, 201);
	assert_true(str_eq(one.body, two.body));
	assert_ok(web_dispatch_test(b.w, s.c->arena, "POST", path, head,
	                            str_of(entry_of(&s, 10000, "D-2")), &three));
	assert_int_equal(three.status, 409);
	kit_web_close(&b);
	assert_int_equal(scene_sum(&s, "clearing_counter"), 10000);
}

static void less(struct scene *s, int64_t fen)
{
	struct adjust down = {.pupil = s->w->pupil[CHEN_YI],
	                      .term = s->t.term,
	                      .offering = s->t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-fen},
	                      .reason = S("少上一次")};

	assert_ok(kit_try_as(s->c, &s->w->leader, &adjust_verb, &down));
}

static void approve(struct scene *s, struct kit_web *b)
{
	int64_t id = 0;
	const struct jval *items;

	kit_web_login(b, &s->w->leader);
	assert_int_equal(kit_web_api(b, "GET", "/api/v1/approvals", NULL), 200);
	items = jval_find(told(b), "items");
	assert_int_equal(items->n, 1);
	assert_true(str_i64(jval_find(&items->items[0], "id")->s, &id));
	assert_int_equal(kit_web_api(b, "POST", path_of(s, "/api/v1/approvals/#/decision", id),
	                             "{\"word\":\"approved\"}"),
	                 200);
}

static void a_wrong_entry_is_taken_back_by_two_people_over_the_api_too(void **state)
{
	struct scene s = scene_of(state);
	const char *agree = "{\"word\":\"agree\"}", *ask, *say;
	struct kit_web b;
	payment_id paid;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	paid = scene_paid(&s, CHEN_YI, "D-1");
	ask = path_of(&s, "/api/v1/payments/#/reversal", paid.v);
	say = path_of(&s, "/api/v1/payments/#/reversal/decision", paid.v);
	b = program(&s, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", say, agree), 409); /* nobody asked */
	assert_int_equal(kit_web_api(&b, "POST", ask, "{}"), 422);
	assert_int_equal(kit_web_api(&b, "POST", ask, "{\"reason\":\"录入有误\"}"), 200);
	assert_true(kit_web_shows(&b, "\"reversed\":false,\"reversal\":\"asked\""));
	assert_int_equal(kit_web_api(&b, "POST", say, agree), 409);
	assert_code(b, "not_approved");
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_api(&b, "POST", say, agree), 200);
	assert_true(kit_web_shows(&b, "\"reversed\":true,\"reversal\":\"done\""));
	assert_int_equal(scene_sum(&s, "clearing_counter"), 0);
	assert_int_equal(
		kit_web_api(&b, "POST", path_of(&s, "/api/v1/payments/#/keeping", paid.v), ""),
		409); /* it did not come late */
	kit_web_close(&b);
}

static void a_refund_goes_its_whole_way_by_two_people(void **state)
{
	struct scene s = scene_of(state);
	const char *agree = "{\"word\":\"agree\"}", *term;
	const char *judge, *pay;
	struct kit_web b;
	int64_t id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	b = program(&s, &s.w->finance);
	term = body_of(&s, "{\"term\":\"%lld\"}", (long long)s.t.term.v);
	const char *credit = path_of(&s, "/api/v1/pupils/#/refunds", s.w->pupil[CHEN_YI].v);

	assert_int_equal(kit_web_api(&b, "POST", credit, term), 409);
	assert_code(b, "nothing_over");
	less(&s, 3000);
	assert_int_equal(kit_web_api(&b, "POST", credit, term), 201);
	id = told_id(&b, "id");
	judge = path_of(&s, "/api/v1/refunds/#/decision", id);
	pay = path_of(&s, "/api/v1/refunds/#/payment", id);
	assert_int_equal(kit_web_api(&b, "POST", judge, "{\"word\":\"perhaps\"}"), 422);
	assert_int_equal(kit_web_api(&b, "POST", judge, "{\"word\":\"return\"}"), 422);
	assert_int_equal(kit_web_api(&b, "POST", judge, agree), 200);
	assert_int_equal(kit_web_api(&b, "POST", pay, "{\"document\":\"T-1\"}"), 409);
	assert_code(b, "not_approved");
	approve(&s, &b);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", judge, agree), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"approved\""));
	assert_int_equal(kit_web_api(&b, "POST", path_of(&s, "/api/v1/refunds/#/sending", id), ""),
	                 409);
	assert_int_equal(kit_web_api(&b, "POST", pay, "{\"document\":\"T-1\"}"), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"done\""));
	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_api(&b, "GET", path_of(&s, "/api/v1/refunds/#", id), NULL), 200);
	kit_web_login(&b, &s.w->wang);
	assert_int_equal(kit_web_api(&b, "GET", path_of(&s, "/api/v1/refunds/#", id), NULL), 404);
	kit_web_close(&b);
	assert_int_equal(scene_sum(&s, "clearing_counter"), 7000);
}

static void a_family_asks_for_what_was_not_served_and_is_told_why_not(void **state)
{
	struct scene s = scene_of(state);
	const char *path, *absence = "{\"reason\":\"absence\"}";
	struct kit_web b;
	enrolment_id e = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);

	b = program(&s, &s.w->father);
	path = path_of(&s, "/api/v1/enrolments/#/refunds", e.v);
	assert_int_equal(kit_web_api(&b, "POST", path, absence), 409);
	assert_code(b, "bill_not_collected");
	assert_int_equal(kit_web_api(&b, "POST", path, "{\"reason\":\"because\"}"), 422);
	kit_web_login(&b, &s.w->wang);
	assert_int_equal(kit_web_api(&b, "POST", path, absence), 404);
	kit_web_close(&b);
}

static int64_t ordered(struct scene *s, struct kit_web *b)
{
	const char *path = path_of(s, "/api/v1/pupils/#/orders", s->w->pupil[CHEN_YI].v);
	const char *body = body_of(s, "{\"term\":\"%lld\",\"channel\":\"wechat\",\"way\":\"qr\"}",
	                           (long long)s->t.term.v);

	kit_web_login(b, &s->w->father);
	assert_int_equal(kit_web_api(b, "POST", path, body), 201);
	return told_id(b, "id");
}

static void
R59_an_order_is_closed_over_the_api_by_the_family_or_the_desk_and_by_nobody_else(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, TABLES, 4);
	const char *path;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	path = path_of(&s, "/api/v1/orders/#/closing", ordered(&s, &b));
	kit_web_login(&b, &s.w->wang);
	assert_int_equal(kit_web_api(&b, "POST", path, ""), 404);
	kit_web_login(&b, &s.w->leader2);
	assert_int_equal(kit_web_api(&b, "POST", path, ""), 404);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_api(&b, "POST", path, ""), 403);
	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_api(&b, "POST", path, ""), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"closed\""));
	path = path_of(&s, "/api/v1/orders/#/closing", ordered(&s, &b));
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", path, ""), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"closed\""));
	kit_web_close(&b);
}

static void R59_an_order_that_was_paid_stays_paid_when_it_is_closed(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, TABLES, 4);
	struct str number;
	int64_t id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	id = ordered(&s, &b);
	number = jval_find(told(&b), "number")->s;
	scene_work(&s);
	scene_ask(&s, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(number));
	kit_advance(state, 10 * INT64_C(1000000));
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	scene_work(&s);
	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_api(&b, "POST", path_of(&s, "/api/v1/orders/#/closing", id), ""),
	                 200);
	assert_true(kit_web_shows(&b, "\"state\":\"paid\""));
	assert_str(scene_bill(&s, CHEN_YI).state, "collected");
	kit_web_close(&b);
}

static void lists_of_a_term_are_told_page_by_page_and_taken_as_text_for_a_reason(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	b = program(&s, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/payments", NULL), 422); /* which term? */
	assert_int_equal(
		kit_web_api(&b, "GET", path_of(&s, "/api/v1/payments?term=#", s.t.term.v), NULL),
		200);
	assert_true(kit_web_shows(&b, "\"number\":\"D-1\""));
	assert_int_equal(
		kit_web_api(&b, "GET",
	                    path_of(&s, "/api/v1/payments?term=#&channel=wechat", s.t.term.v),
	                    NULL),
		200);
	assert_false(kit_web_shows(&b, "D-1"));
	assert_int_equal(
		kit_web_api(&b, "GET", path_of(&s, "/api/v1/receipts?term=#", s.t.term.v), NULL),
		200);
	assert_true(kit_web_shows(&b, "\"valid\":true"));
	assert_int_equal(
		kit_web_api(&b, "GET", path_of(&s, "/api/v1/refunds?term=#", s.t.term.v), NULL),
		200);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/supervised-accounts", NULL), 200);
	assert_true(kit_web_shows(&b, "\"silent\":0"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/pay-incidents", NULL), 200);
	assert_int_equal(kit_web_get(&b, "/school/payments"), 200);
	assert_true(kit_web_shows(&b, "/school/payments/export.csv"));
	assert_int_equal(kit_web_post(&b, "/school/payments/export.csv", "&reason="), 422);
	assert_int_equal(
		kit_web_post(&b, "/school/payments/export.csv", "&reason=%E5%AF%B9%E8%B4%A6"), 200);
	assert_true(kit_web_shows(&b, "D-1"));
	assert_true(kit_web_shows(&b, "对账")); /* who took it, and why, stands in the file (S24) */
	assert_int_equal(kit_web_get(&b, "/school/accounts/export.csv"), 200);
	assert_true(kit_web_shows(&b, "1900000001"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(what_the_counter_took_in_is_entered_once_and_only_whole),
		KIT_FACT(the_same_key_again_is_the_first_answer_and_another_body_is_refused),
		KIT_FACT(a_wrong_entry_is_taken_back_by_two_people_over_the_api_too),
		KIT_FACT(a_refund_goes_its_whole_way_by_two_people),
		KIT_FACT(a_family_asks_for_what_was_not_served_and_is_told_why_not),
		KIT_FACT(
			R59_an_order_is_closed_over_the_api_by_the_family_or_the_desk_and_by_nobody_else),
		KIT_FACT(R59_an_order_that_was_paid_stays_paid_when_it_is_closed),
		KIT_FACT(lists_of_a_term_are_told_page_by_page_and_taken_as_text_for_a_reason),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments api", facts);
	scene_end(NULL);
	return rc;
}

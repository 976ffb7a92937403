/* A spending that was entered wrongly is taken back: by two people, once, to the fen (R42, R71). */
#include "purse.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "funds/routes.h"
#include "money/period.h"
#include "money/routes.h"

static enum err take_back(struct scene *s, const struct actor *who, int64_t id, const char *why,
                          bool *ret_waits)
{
	struct spending_back a = {.spending = id, .reason = str_of(why)};
	enum err e = run(s, who, &spending_back_verb, &a);

	if (ret_waits)
		*ret_waits = a.waits;
	return e;
}

static enum err say(struct scene *s, const struct actor *who, int64_t spending,
                    enum approval_word word)
{
	struct approval_say a = {.word = word, .reason = S("原凭证无误")};
	struct approval_state st;

	kit_read_as(s->c, &s->w->system);
	assert_ok(approval_state_of(s->c, APPROVE_ADJUSTMENT, spending, &st));
	store_read_end(s->c);
	a.approval = st.id;
	return run(s, who, &approval_say_verb, &a);
}

static struct spending spending_now(struct scene *s, int64_t id)
{
	struct spending v;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(spending_get(s->c, id, &v));
	store_read_end(s->c);
	return v;
}

/* 60.00 of 100.00 allocated and received, booked with a second person. */
static int64_t spent_of(struct scene *s)
{
	int64_t id;

	assert_ok(budget(s, 1000000));
	assert_ok(allocate(s, s->w->a1, 10000));
	assert_ok(receive(s, s->w->a1, 10000, "P-1"));
	assert_ok(spend(s, &s->w->leader, "staff_subsidy", 6000, &id));
	assert_fault(s->c, take_back(s, &s->w->leader, id, "x", NULL), E_CONFLICT,
	             "spending_not_booked");
	assert_ok(book(s, &s->w->leader, &s->w->finance, id));
	return id;
}

static void R42_a_spending_entered_wrongly_is_taken_back_by_two_people(void **state)
{
	struct scene s = scene_of(state);
	int64_t id = spent_of(&s);
	struct spending seen;
	bool waits;

	assert_fault(s.c, take_back(&s, &s.w->leader, id, "", NULL), E_INPUT, "missing_field");
	assert_fault(s.c, take_back(&s, &s.w->clerk, id, "x", NULL), E_DENIED, "not_allowed");
	assert_fault(s.c, take_back(&s, &s.w->county_officer, id, "x", NULL), E_ABSENT, "absent");
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(spending_get(s.c, id, &seen)); /* to read */
	assert_false(seen.own);
	store_read_end(s.c);
	assert_ok(take_back(&s, &s.w->leader, id, "重复登记", &waits));
	assert_true(waits);
	assert_int_equal(spending_now(&s, id).may, SPENDING_UNDO_WAITS);
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 4000); /* nothing moved */
	assert_fault(s.c, take_back(&s, &s.w->leader, id, "重复登记", NULL), E_REFUSED,
	             "not_approved");
	assert_fault(s.c, say(&s, &s.w->leader, id, APPROVED), E_REFUSED, "not_approved");
	assert_str(s.c->fault.field, "approver");
	assert_ok(say(&s, &s.w->finance, id, APPROVED));
	assert_int_equal(spending_now(&s, id).may, SPENDING_UNDO_READY);
	assert_ok(take_back(&s, &s.w->leader, id, "", &waits));
	assert_false(waits);
	assert_int_equal(spending_now(&s, id).may, SPENDING_UNDONE);
	assert_str(spending_now(&s, id).undo_reason, "重复登记");
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 10000);
	assert_int_equal(balance(&s, "guarantee_spent", s.w->a1.v).fen, 0);
	assert_fault(s.c, take_back(&s, &s.w->leader, id, "再次", NULL), E_CONFLICT,
	             "spending_taken_back");
	/* What was allocated is free again, to the fen. */
	assert_fault(s.c, spend(&s, &s.w->leader, "staff_subsidy", 10001, NULL), E_REFUSED,
	             "insufficient_funds");
	assert_ok(spend(&s, &s.w->leader, "staff_subsidy", 10000, NULL));
}

static void a_taking_back_that_was_returned_leaves_the_spending_and_may_be_asked_anew(void **state)
{
	struct scene s = scene_of(state);
	int64_t id = spent_of(&s);

	assert_ok(take_back(&s, &s.w->leader, id, "重复登记", NULL));
	assert_ok(say(&s, &s.w->finance, id, RETURNED));
	assert_int_equal(spending_now(&s, id).may, SPENDING_BOOKED);
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 4000);
	assert_ok(take_back(&s, &s.w->leader, id, "金额写错", NULL));
	assert_str(spending_now(&s, id).undo_reason, "金额写错");
	assert_ok(say(&s, &s.w->finance, id, APPROVED));
	assert_ok(take_back(&s, &s.w->leader, id, "", NULL));
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 10000);
}

static struct date month_end(struct date d)
{
	struct civil x = date_civil(d);
	struct date next = DATE_NONE;

	assert_true(date_of(x.month == 12 ? x.year + 1 : x.year, x.month == 12 ? 1 : x.month + 1, 1,
	                    &next));
	return (struct date){next.day - 1};
}

static enum err back_spoilt(struct ctx *c, void *arg)
{
	return q_spoil_back(c, NULL);
}

/* The month in which it was spent is closed, and the guarantee of its term. */
static void what_is_taken_back_late_is_booked_today_and_verified(void **state)
{
	static const struct verb spoil = {"test.spoil", back_spoilt};
	struct scene s = scene_of(state);
	struct approval_limit_set limit = {APPROVE_SPENDING, FEN(6000), S("小额支出")};
	int64_t id = spent_of(&s);
	struct budget_line *v;
	struct money all;
	struct date day;
	bool waits;
	size_t n;

	assert_ok(run(&s, &s.w->county_officer, &approval_limit_verb, &limit));
	day = ctx_today(s.c);
	kit_advance(state, 62 * DAY_US);
	s.c->actor = s.w->county_officer;
	assert_ok(period_close(s.c, s.w->county, month_end(day)));
	assert_ok(take_back(&s, &s.w->leader, id, "重复登记", &waits));
	assert_false(waits); /* within the limit */
	kit_read_as(s.c, &s.w->system);
	assert_ok(q_entry_day(s.c, id, &day));
	assert_int_equal(day.day, ctx_today(s.c).day);
	store_read_end(s.c);
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(budget_lines(s.c, s.w->county, &s.term, &all, &v, &n));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(v[i].spent.fen, 0);
	store_read_end(s.c);
	assert_int_equal(kit_broken(s.c, "spendings") + kit_broken(s.c, "guarantee"), 0);
	as(s.c, &s.w->system);
	kit_do(s.c, &spoil, NULL);
	assert_int_equal(kit_broken(s.c, "spendings"),
	                 2); /* the row, and the entry that is of none */
}

static void the_list_shows_what_was_taken_back_and_the_page_takes_it_back(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &spending_routes,
	                                              &approval_routes};
	struct scene s = scene_of(state);
	int64_t id = spent_of(&s);
	struct kit_web b = kit_web_open(s.c, tables, 3);
	char path[64], api[80];

	snprintf(path, sizeof path, "/spendings/%lld", (long long)id);
	snprintf(api, sizeof api, "/api/v1/spendings/%lld", (long long)id);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "撤回这笔支出"));
	assert_int_equal(kit_web_post(&b, path, "&reason="), 422);
	assert_int_equal(kit_web_post(&b, path, "&reason=重复登记"), 303);
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "撤回待审批"));
	assert_int_equal(kit_web_post(&b, path, "&reason=重复登记"), 409);
	assert_int_equal(kit_web_get(&b, "/approvals"), 200);
	assert_true(
		kit_web_shows(&b, "撤回经费支出：教职工补助")); /* a purpose as people call it */
	b.lang = LANG_EN;                                       /* and as an English reader does */
	assert_int_equal(kit_web_get(&b, "/approvals"), 200);
	assert_true(kit_web_shows(&b, "Taking back a spending: staff subsidy"));
	b.lang = LANG_ZH;
	assert_ok(say(&s, &s.w->finance, id, APPROVED));
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "登记撤回"));
	assert_int_equal(kit_web_post(&b, path, "&reason="), 303);
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "已撤回"));
	assert_int_equal(kit_web_get(&b, api), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"taken_back\""));
	assert_true(kit_web_shows(&b, "重复登记"));
	kit_web_close(&b);
}

#define HEAD                                                                                        \
	"ruleset SPEND-2026\ntitle \"示例县课后服务经费使用办法\"\nnumber none\n"      \
	"issuer \"示例县财政局\"\nlevel county\nplace 349901\nunder RS0\nissued 2026-08-01\n" \
	"effective 2026-09-01 .. open\n"                                                            \
	"define purpose firewood \"取暖用柴\"\ndefine purpose choir \"合唱排练\"\n\n"

static const char DECLARES[] =
	HEAD "permit guarantee_fund \"保障经费\"\n  only staff_subsidy firewood\n"
	     "  at_most firewood 50 percent\n"
	     "  clause \"保障经费用于人员补助和取暖用柴\"\n  requirement R66\n\n"
	     "permit fee_income \"收费收入\"\n  only choir\n"
	     "  clause \"收费收入用于合唱排练\"\n  requirement R66\n";

/* R66: a document's own word is chosen, spent and called by its label, by whoever reads it. */
static void R66_a_purpose_a_document_declares_is_offered_spent_and_called_by_its_label(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &spending_routes,
	                                              &approval_routes};
	struct scene s = scene_under(state, DECLARES);
	struct kit_web b = kit_web_open(s.c, tables, 3);

	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "<option value=\"firewood\">取暖用柴"));
	assert_true(kit_web_shows(&b, "<option value=\"staff_subsidy\">教职工补助"));
	assert_false(kit_web_shows(&b, "合唱排练"));   /* of another fund */
	assert_false(kit_web_shows(&b, "\"office\"")); /* of none */
	assert_true(kit_web_shows(&b, "取暖用柴最多占"));
	assert_int_equal(
		kit_web_post(&b, "/spendings", "&purpose=firewood&amount=30.00&document=V-1"), 303);
	assert_int_equal(kit_web_post(&b, "/spendings", "&purpose=choir&amount=30.00&document=V-2"),
	                 422);
	assert_true(kit_web_shows(&b, "允许：教职工补助、取暖用柴"));
	b.lang = LANG_EN;
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "取暖用柴</"));
	assert_int_equal(kit_web_get(&b, "/approvals"), 200);
	assert_true(kit_web_shows(&b, "取暖用柴"));
	assert_int_equal(kit_web_get(&b, "/spendings/export.csv"), 200);
	assert_true(kit_web_shows(&b, "取暖用柴,V-1"));
	kit_web_close(&b);
}

/* Its name is not lost with the document that gave it. */
static void a_purpose_keeps_its_name_when_its_document_is_withdrawn(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &spending_routes};
	struct scene s = scene_of(state);
	struct edition_turn t;
	struct kit_web b;

	t = turn_of(published(s.c, &s.w->county_officer, &s.other, str_of(DECLARES)));
	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	assert_ok(spend(&s, &s.w->leader, "firewood", 3000, NULL));
	kit_advance(state, 60 * INT64_C(1000000));
	done(s.c, step_as(s.c, &s.w->county_officer, edition_withdraw, t));
	b = kit_web_open(s.c, tables, 2);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/spendings/export.csv"), 200);
	assert_true(kit_web_shows(&b, "取暖用柴,V-1"));
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_false(kit_web_shows(&b, "<option value=\"firewood\""));
	kit_web_close(&b);
}

static void where_no_document_permits_anything_the_form_says_so(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &spending_routes};
	struct scene s =
		scene_under(state, HEAD "permit guarantee_fund \"保障经费\"\n  only firewood\n"
	                                "  clause \"保障经费用于取暖用柴\"\n  requirement R66\n\n"
	                                "define act spend_on_firewood \"用于买柴\"\n"
	                                "forbid spend_on_firewood \"买柴\"\n"
	                                "  clause \"不得买柴\"\n  requirement R66\n");
	struct kit_web b = kit_web_open(s.c, tables, 2);

	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "没有为这笔钱写明可在此登记的用途"));
	assert_false(kit_web_shows(&b, "name=\"purpose\""));
	b.lang = LANG_EN;
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "No document in force today says what this money"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R42_a_spending_entered_wrongly_is_taken_back_by_two_people),
		KIT_FACT(a_taking_back_that_was_returned_leaves_the_spending_and_may_be_asked_anew),
		KIT_FACT(what_is_taken_back_late_is_booked_today_and_verified),
		KIT_FACT(the_list_shows_what_was_taken_back_and_the_page_takes_it_back),
		KIT_FACT(
			R66_a_purpose_a_document_declares_is_offered_spent_and_called_by_its_label),
		KIT_FACT(a_purpose_keeps_its_name_when_its_document_is_withdrawn),
		KIT_FACT(where_no_document_permits_anything_the_form_says_so),
	};

	return KIT_FACTS_RUN("funds", facts);
}

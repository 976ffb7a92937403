/* The ledger at the desks: what a school, a county and the city see, and how a figure leads down to
 * the act and who did it (R42, R71). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "funds/guarantee.h"
#include "money/period.h"
#include "money/routes.h"
#include "money/statement.h"
#include "world.sql.h"

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	int64_t paid; /* the appropriation of 1,000.00 to A1 */
	int64_t line; /* of Chen Yi's bill: chess, 100.00 */
};

static int64_t pay(struct scene *s, school_id school, int64_t fen, const char *document)
{
	struct appropriation_add a = {
		.school = school, .term = s->t.term, .amount = {fen}, .document = str_of(document)};

	assert_ok(kit_try_as(s->c, &s->w->county_officer, &appropriation_add_verb, &a));
	return a.result;
}

static enrolment_id enrol(struct scene *s, const struct actor *who, enum kit_pupil pupil,
                          enum kit_offering o)
{
	struct enrol a = {.wish = {s->w->pupil[pupil], s->t.offering[o], s->t.course, false},
	                  .channel = S("page")};

	assert_ok(kit_try_as(s->c, who, &enrol_verb, &a));
	return a.result.id;
}

/* A1: chess for two and pottery taken back, 1,000.00 of finance; A2: 300.00 of finance. */
static struct scene scene_of(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct withdraw back = {0};

	kit_term_make(s.c, s.w, &s.t);
	s.paid = pay(&s, s.w->a1, 100000, "A-1");
	pay(&s, s.w->a2, 30000, "A-1");
	enrol(&s, &s.w->father, CHEN_YI, CHESS);
	enrol(&s, &s.w->wang, WANG, CHESS);
	back.enrolment = enrol(&s, &s.w->wang, WANG, POTTERY);
	assert_ok(kit_try_as(s.c, &s.w->wang, &withdraw_verb, &back));
	kit_read_as(s.c, &s.w->clerk);
	assert_ok(q_bill_entry(s.c, s.w->pupil[CHEN_YI], &s.line));
	store_read_end(s.c);
	return s;
}

static struct balance of(struct scene *s, const struct actor *who, school_id school,
                         enum ledger_account a, struct balance *ret_sum)
{
	struct balance v[LEDGER_ACCOUNT_COUNT], sum;
	struct ledger_scope scope;

	kit_read_as(s->c, who);
	assert_ok(ledger_scope_of(s->c, school, &scope));
	assert_ok(ledger_balances(s->c, &scope, ctx_today(s->c), v, &sum));
	store_read_end(s->c);
	if (ret_sum)
		*ret_sum = sum;
	return v[a];
}

static void a_school_sees_its_own_accounts_and_those_of_its_bills(void **state)
{
	struct scene s = scene_of(state);
	const school_id own = {0};
	struct balance sum, b = of(&s, &s.w->clerk, own, LEDGER_RECEIVABLE, &sum);

	assert_int_equal(b.debit.fen, 44000);
	assert_int_equal(b.credit.fen, 24000);
	assert_int_equal(b.balance.fen, 20000);
	assert_int_equal(sum.balance.fen, 0);
	assert_int_equal(of(&s, &s.w->leader, own, LEDGER_COURSE, NULL).balance.fen, -20000);
	assert_int_equal(of(&s, &s.w->leader, own, LEDGER_GUARANTEE, NULL).balance.fen, 100000);
	assert_int_equal(of(&s, &s.w->clerk2, own, LEDGER_GUARANTEE, NULL).balance.fen, 30000);
	assert_int_equal(of(&s, &s.w->clerk2, own, LEDGER_RECEIVABLE, NULL).debit.fen, 0);
}

static void R40_a_countys_balances_are_the_sum_of_its_schools(void **state)
{
	struct scene s = scene_of(state);
	const school_id none = {0};

	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		struct balance sum, all = of(&s, &s.w->county_officer, none, a, &sum);
		struct balance one = of(&s, &s.w->county_officer, s.w->a1, a, NULL);
		struct balance two = of(&s, &s.w->county_officer, s.w->a2, a, NULL);

		assert_int_equal(sum.balance.fen, 0);
		assert_int_equal(all.debit.fen, one.debit.fen + two.debit.fen);
		assert_int_equal(all.credit.fen, one.credit.fen + two.credit.fen);
	}
}

static void a_statement_runs_from_opening_to_closing(void **state)
{
	struct scene s = scene_of(state);
	struct date today = ctx_today(s.c);
	struct statement_asked q = {.account = LEDGER_GUARANTEE, .to = {today.day + 1}};
	struct ledger_scope scope = {s.w->county, s.w->a1};
	struct statement st;

	kit_advance(state, 24 * INT64_C(3600000000));
	pay(&s, s.w->a1, -25000, "A-2");
	q.from = ctx_today(s.c);
	kit_read_as(s.c, &s.w->clerk);
	assert_ok(ledger_statement(s.c, &scope, &q, &st));
	assert_int_equal(st.opening.fen, 100000);
	assert_int_equal(st.closing.fen, 75000);
	assert_int_equal(st.n, 1);
	assert_int_equal(st.v[0].amount.fen, -25000);
	assert_int_equal(st.v[0].balance.fen, 75000);
	q.from = today;
	q.most = 1;
	q.skip = 1;
	assert_ok(ledger_statement(s.c, &scope, &q, &st));
	assert_int_equal(st.opening.fen, 0);
	assert_int_equal(st.total, 2);
	assert_int_equal(st.n, 1);
	assert_int_equal(st.v[0].balance.fen, 75000);
	scope.school.v = 0;
	assert_fault(s.c, ledger_statement(s.c, &scope, &q, &st), E_ABSENT, "absent");
	q.to.day = q.from.day - 1;
	scope.school = s.w->a1;
	assert_fault(s.c, ledger_statement(s.c, &scope, &q, &st), E_INPUT, "bad_input");
}

static void R71_a_figure_leads_to_its_entry_act_and_actor(void **state)
{
	struct scene s = scene_of(state);
	struct entry e;

	kit_read_as(s.c, &s.w->clerk);
	assert_ok(ledger_entry_get(s.c, s.line, &e));
	assert_str(e.cause, "bill_line");
	assert_int_equal(e.pupil.v, s.w->pupil[CHEN_YI].v);
	assert_true(str_some(e.actor));
	assert_int_equal(e.legs, 2);
	assert_int_equal(e.leg[0].amount.fen, 10000);
	assert_int_equal(e.leg[1].subject, s.t.offering[CHESS].v);
	assert_ok(ledger_entry_get(s.c, s.paid, &e));
	assert_str(e.cause, "appropriation");
	kit_read_as(s.c, &s.w->clerk2);
	assert_fault(s.c, ledger_entry_get(s.c, s.line, &e), E_ABSENT, "absent");
	assert_fault(s.c, ledger_entry_get(s.c, s.paid, &e), E_ABSENT, "absent");
	kit_read_as(s.c, &s.w->zone_officer);
	assert_fault(s.c, ledger_entry_get(s.c, s.paid, &e), E_ABSENT, "absent");
	kit_read_as(s.c, &s.w->head);
	assert_fault(s.c, ledger_entry_get(s.c, s.line, &e), E_DENIED, "not_allowed");
}

static const char *fmt(struct scene *s, const char *path, int64_t id)
{
	return str_c(s->c->arena, str_printf(s->c->arena, "%s%lld", path, (long long)id));
}

static void a_clerk_goes_from_the_balance_down_to_the_entry(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &ledger_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);

	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/ledger"), 200);
	assert_true(kit_web_shows(&b, "1,000.00"));
	assert_true(kit_web_shows(&b, "/school/ledger/statement?account=receivable"));
	assert_int_equal(kit_web_get(&b, "/school/ledger?day=2026-01-01"), 200);
	assert_false(kit_web_shows(&b, "1,000.00"));
	assert_int_equal(kit_web_get(&b, "/school/ledger/subjects?account=course"), 200);
	assert_true(kit_web_shows(&b, "/school/ledger/subjects/export.xlsx?account=course"));
	assert_int_equal(kit_web_get(&b, "/school/ledger/subjects/export.xlsx?account=course"),
	                 200);
	assert_memory_equal(b.a.body.p, "PK", 2);
	assert_int_equal(kit_web_get(&b, "/school/ledger/subjects?account=course"), 200);
	assert_true(kit_web_shows(&b, "200.00"));
	assert_int_equal(kit_web_get(&b, "/school/ledger/statement?account=receivable"), 200);
	assert_true(kit_web_shows(&b, fmt(&s, "/school/ledger/entries/", s.line)));
	assert_int_equal(kit_web_get(&b, "/school/ledger/statement"), 200);
	assert_int_equal(kit_web_get(&b, "/school/ledger/statement?account=nonsense"), 422);
	assert_int_equal(kit_web_get(&b, fmt(&s, "/school/ledger/entries/", s.line)), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_true(kit_web_shows(
		&b, str_c(s.c->arena, str_printf(s.c->arena, "/school/pupils/%lld/bill",
	                                         (long long)s.w->pupil[CHEN_YI].v))));
	assert_int_equal(kit_web_get(&b, "/school/ledger/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, "/school/ledger/statement/export.xlsx?account=receivable"),
	                 200);
	kit_web_login(&b, &s.w->clerk2);
	assert_int_equal(kit_web_get(&b, fmt(&s, "/school/ledger/entries/", s.line)), 404);
	kit_web_close(&b);
}

static void an_officer_closes_a_month_on_a_page_and_takes_the_closings_along(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &ledger_routes};
	struct scene s = scene_of(state);
	struct kit_web b;

	kit_advance(state, 2 * 24 * INT64_C(3600000000));
	b = kit_web_open(s.c, tables, 2);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/ledger/periods"), 200);
	assert_true(kit_web_shows(&b, "2026-08-31"));
	assert_int_equal(kit_web_post(&b, "/county/ledger/periods", "&month=2026-09-30"), 409);
	assert_int_equal(kit_web_post(&b, "/county/ledger/periods", "&month=2026-08-30"), 422);
	assert_int_equal(kit_web_post(&b, "/county/ledger/periods", "&month=2026-08-31"), 303);
	assert_int_equal(kit_web_post(&b, "/county/ledger/periods", "&month=2026-08-31"), 303);
	assert_int_equal(kit_web_get(&b, "/county/ledger/periods"), 200);
	assert_true(kit_web_shows(&b, "/county/ledger/periods/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/county/ledger/periods/export.csv"), 200);
	assert_true(kit_web_shows(&b, "2026-08-31"));
	assert_int_equal(kit_web_get(&b, "/county/ledger"), 200);
	assert_true(kit_web_shows(&b, "1,300.00"));
	assert_int_equal(kit_web_get(&b, fmt(&s, "/county/ledger?school=", s.w->a2.v)), 200);
	assert_false(kit_web_shows(&b, "1,300.00"));
	assert_int_equal(kit_web_get(&b, fmt(&s, "/county/ledger?school=", s.w->z1.v)), 404);
	assert_int_equal(kit_web_get(&b, "/county/ledger/statement?account=guarantee"), 200);
	assert_true(kit_web_shows(&b, "1,300.00"));
	assert_int_equal(kit_web_get(&b, "/county/ledger/subjects?account=guarantee"), 422);
	kit_web_close(&b);
}

static void the_city_sees_sums_and_the_api_tells_fen(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &ledger_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);

	kit_web_login(&b, &s.w->city);
	assert_int_equal(kit_web_get(&b, "/city/ledger"), 200);
	assert_true(kit_web_shows(&b, "1,300.00"));
	assert_false(kit_web_shows(&b, "/statement"));
	assert_int_equal(kit_web_get(&b, "/city/ledger/export.xlsx"), 200);
	assert_int_equal(kit_web_api(&b, "GET", fmt(&s, "/api/v1/ledger/entries/", s.paid), NULL),
	                 403);
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/ledger/balances", NULL), 200);
	assert_true(kit_web_shows(&b, "\"sum_fen\":0"));
	assert_true(kit_web_shows(&b, "\"balance_fen\":100000"));
	assert_int_equal(
		kit_web_api(&b, "GET", "/api/v1/ledger/statement?account=receivable&limit=1", NULL),
		200);
	assert_true(kit_web_shows(&b, "\"closing_fen\":20000"));
	assert_true(kit_web_shows(&b, "\"next\":\"1\""));
	assert_int_equal(kit_web_api(&b, "GET", fmt(&s, "/api/v1/ledger/entries/", s.paid), NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"amount_fen\":-100000"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_school_sees_its_own_accounts_and_those_of_its_bills),
		KIT_FACT(R40_a_countys_balances_are_the_sum_of_its_schools),
		KIT_FACT(a_statement_runs_from_opening_to_closing),
		KIT_FACT(R71_a_figure_leads_to_its_entry_act_and_actor),
		KIT_FACT(a_clerk_goes_from_the_balance_down_to_the_entry),
		KIT_FACT(an_officer_closes_a_month_on_a_page_and_takes_the_closings_along),
		KIT_FACT(the_city_sees_sums_and_the_api_tells_fen),
	};

	return KIT_FACTS_RUN("money pages", facts);
}

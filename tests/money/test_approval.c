/* Four eyes: who decides what another has submitted (R71, R60). */
#include "../kit.h"

#include <pthread.h>

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "jobs/message.h"
#include "money/approval.h"
#include "money/routes.h"

enum { OBJECT = 4711 };

static enum err ask_run(struct ctx *c, void *arg)
{
	approval_id id;

	return approval_submit(c, arg, &id);
}
static const struct verb ask_verb = {"test.ask", ask_run};

static struct approval_ask payout_of(const struct kit_people *w)
{
	return (struct approval_ask){.kind = APPROVE_PAYOUT,
	                             .county = w->county,
	                             .school = w->a1,
	                             .object = OBJECT,
	                             .amount = {123450},
	                             .title = S("9 月课程款")};
}

static struct approval_state state_of(struct ctx *c, enum approval_kind kind, int64_t object)
{
	struct approval_state s;

	if (c->tx)
		store_read_end(c);
	assert_ok(store_read_begin(c));
	assert_ok(approval_state_of(c, kind, object, &s));
	store_read_end(c);
	return s;
}

static enum err say(struct ctx *c, const struct actor *who, approval_id id, enum approval_word word,
                    const char *reason)
{
	struct approval_say a = {id, word, reason ? str_of(reason) : STR_NONE};

	return kit_try_as(c, who, &approval_say_verb, &a);
}

static approval_id submitted(struct ctx *c, const struct actor *who, const struct approval_ask *ask)
{
	struct approval_ask a = *ask;

	assert_ok(kit_try_as(c, who, &ask_verb, &a));
	return state_of(c, ask->kind, ask->object).id;
}

static void r71_the_own_submission_is_refused_by_name_and_a_second_person_decides(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	approval_id id = submitted(c, &w->finance, &ask);
	struct approval_state s;

	assert_fault(c, say(c, &w->finance, id, APPROVED, NULL), E_REFUSED, "not_approved");
	assert_str(c->fault.field, "approver");
	assert_str(c->fault.found, "会计壬");
	assert_int_equal(state_of(c, ask.kind, OBJECT).word, APPROVAL_WAITING);
	assert_ok(say(c, &w->leader, id, APPROVED, NULL));
	s = state_of(c, ask.kind, OBJECT);
	assert_int_equal(s.word, APPROVED);
	assert_int_equal(s.decider.v, w->leader.account.v);
	assert_int_equal(s.submitter.v, w->finance.account.v);
	assert_int_equal(kit_audited(c, "approved", "approval", id.v), 1);
	assert_ok(say(c, &w->leader, id, APPROVED, NULL)); /* the own word again */
	assert_int_equal(kit_audited(c, "approved", "approval", id.v), 1);
	assert_fault(c, say(c, &w->leader, id, RETURNED, "想错了"), E_CONFLICT, "approval_decided");
}

static void r71_only_the_right_role_of_the_right_place_decides(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	approval_id id = submitted(c, &w->clerk, &ask);
	const struct actor *denied[] = {&w->clerk,  &w->teacher,        &w->county_hr,
	                                &w->father, &w->county_officer, &w->county_finance,
	                                NULL};
	const struct actor *absent_for[] = {&w->leader2, &w->finance2, &w->zone_finance, &w->city,
	                                    NULL};

	for (size_t i = 0; denied[i]; i++)
		assert_fault(c, say(c, denied[i], id, APPROVED, NULL), E_DENIED, "not_allowed");
	for (size_t i = 0; absent_for[i]; i++)
		assert_fault(c, say(c, absent_for[i], id, APPROVED, NULL), E_ABSENT, "absent");
	assert_int_equal(state_of(c, ask.kind, OBJECT).word, APPROVAL_WAITING);
}

static void r49_what_a_school_submits_of_subsidies_the_bureau_decides_not_finance(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	approval_id id;

	ask.kind = APPROVE_SUBSIDY;
	id = submitted(c, &w->finance, &ask);
	assert_fault(c, say(c, &w->leader, id, APPROVED, NULL), E_DENIED, "not_allowed");
	assert_fault(c, say(c, &w->county_finance, id, APPROVED, NULL), E_DENIED, "not_allowed");
	assert_ok(say(c, &w->county_officer, id, APPROVED, NULL));
}

static void a_return_needs_its_reason_and_keeps_the_history(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w), again = ask;
	approval_id id = submitted(c, &w->finance, &ask);
	struct approval a, *v;
	size_t n;

	assert_fault(c, kit_try_as(c, &w->leader, &ask_verb, &again), E_CONFLICT,
	             "approval_waiting");
	assert_fault(c, say(c, &w->leader, id, RETURNED, NULL), E_INPUT, "missing_field");
	assert_str(c->fault.field, "reason");
	assert_ok(say(c, &w->leader, id, RETURNED, "账号少一位"));
	assert_str(state_of(c, ask.kind, OBJECT).reason, "账号少一位");
	id = submitted(c, &w->finance, &ask);
	assert_int_equal(state_of(c, ask.kind, OBJECT).word, APPROVAL_WAITING);
	assert_ok(say(c, &w->leader, id, APPROVED, NULL));
	assert_fault(c, kit_try_as(c, &w->finance, &ask_verb, &again), E_CONFLICT,
	             "approval_decided");
	kit_read_as(c, &w->finance);
	assert_ok(approval_get(c, id, &a));
	assert_ok(approval_history(c, &a, &v, &n));
	assert_int_equal(n, 2);
	assert_int_equal(v[1].word, RETURNED);
	store_read_end(c);
}

static enum err require_run(struct ctx *c, void *arg)
{
	return approval_require(c, APPROVE_PAYOUT, OBJECT, *(struct money *)arg);
}

static void what_was_approved_is_that_amount_and_no_other(void **state)
{
	static const struct verb verb = {"test.require", require_run};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	struct money more = {123451};
	approval_id id;

	assert_fault(c, kit_try_as(c, &w->finance, &verb, &ask.amount), E_REFUSED, "not_approved");
	id = submitted(c, &w->finance, &ask);
	assert_fault(c, kit_try_as(c, &w->finance, &verb, &ask.amount), E_REFUSED, "not_approved");
	assert_ok(say(c, &w->leader, id, APPROVED, NULL));
	assert_ok(kit_try_as(c, &w->finance, &verb, &ask.amount));
	assert_fault(c, kit_try_as(c, &w->finance, &verb, &more), E_REFUSED, "not_approved");
}

static enum err needed_run(struct ctx *c, void *arg)
{
	struct {
		int64_t fen;
		bool needed;
	} *a = arg;

	a->needed = approval_needed(c, APPROVE_REFUND, c->actor.county, FEN(a->fen));
	return OK;
}

static bool needed(struct ctx *c, const struct actor *who, int64_t fen)
{
	static const struct verb verb = {"test.needed", needed_run};
	struct {
		int64_t fen;
		bool needed;
	} a = {fen, false};

	assert_ok(kit_try_as(c, who, &verb, &a));
	return a.needed;
}

static void a_county_lets_small_ones_go_alone_and_says_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_limit_set a = {APPROVE_REFUND, {50000}, S("小额退费")};

	assert_true(needed(c, &w->finance, 1));
	assert_fault(c, kit_try_as(c, &w->county_finance, &approval_limit_verb, &a), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(c, &w->county_officer, &approval_limit_verb, &a));
	assert_false(needed(c, &w->finance, 50000));
	assert_true(needed(c, &w->finance, 50001));
	assert_true(needed(c, &w->zone_finance, 1)); /* another county's limit is not ours */
	a.reason = STR_NONE;
	assert_fault(c, kit_try_as(c, &w->county_officer, &approval_limit_verb, &a), E_INPUT,
	             "missing_field");
	a = (struct approval_limit_set){APPROVE_SUBSIDY, {1}, S("小额")};
	assert_fault(c, kit_try_as(c, &w->county_officer, &approval_limit_verb, &a), E_INPUT,
	             "bad_input");
	a = (struct approval_limit_set){APPROVE_REFUND, {-1}, S("小额")};
	assert_fault(c, kit_try_as(c, &w->county_officer, &approval_limit_verb, &a), E_INPUT,
	             "bad_input");
}

/* --- two at once ------------------------------------------------------------------------------ */

struct rival {
	pthread_t thread;
	struct ctx c;
	struct approval_say say;
	enum err got;
};

static void *rival_main(void *arg)
{
	struct rival *r = arg;

	r->got = store_write(&r->c, &approval_say_verb, &r->say);
	return NULL;
}

static void of_two_who_decide_at_once_one_wins_and_the_other_is_told(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	struct rival v[2];

	ask.school = ID_NONE(school_id);
	for (int64_t round = 0; round < 10; round++) {
		approval_id id;
		int won = 0;

		ask.object = OBJECT + round;
		id = submitted(c, &w->clerk, &ask);
		for (int i = 0; i < 2; i++) {
			v[i] = (struct rival){.c = *c,
			                      .say = {id, i ? RETURNED : APPROVED, S("看过了")}};
			v[i].c.arena = arena_new(1 << 20);
			v[i].c.actor = i ? w->county_finance : w->county_officer;
		}
		for (int i = 0; i < 2; i++)
			pthread_create(&v[i].thread, NULL, rival_main, &v[i]);
		for (int i = 0; i < 2; i++)
			pthread_join(v[i].thread, NULL);
		for (int i = 0; i < 2; i++) {
			won += v[i].got == OK;
			if (v[i].got != OK) {
				assert_int_equal(v[i].got, E_CONFLICT);
				assert_string_equal(v[i].c.fault.code, "approval_decided");
			}
			assert_int_equal(state_of(c, ask.kind, ask.object).word,
			                 v[0].got == OK ? APPROVED : RETURNED);
		}
		assert_int_equal(won, 1);
		for (int i = 0; i < 2; i++)
			arena_free(&v[i].c.arena);
	}
}

/* --- at the desk ------------------------------------------------------------------------------ */

static void it_is_decided_on_its_page_and_stands_in_lists_files_and_the_api(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &jobs_routes, &approval_routes};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	approval_id id = submitted(c, &w->finance, &ask);
	struct kit_web b = kit_web_open(c, tables, 3);
	const char *page =
		str_c(c->arena, str_printf(c->arena, "/approvals/%lld", (long long)id.v));
	const char *post = str_c(c->arena, str_printf(c->arena, "%s/decision", page));

	kit_web_login(&b, &w->finance);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "要由另一位"));
	assert_int_equal(kit_web_post(&b, post, "&word=approved"), 409);
	assert_true(kit_web_shows(&b, "会计壬"));
	kit_web_login(&b, &w->leader);
	assert_int_equal(kit_web_get(&b, "/approvals"), 200);
	assert_true(kit_web_shows(&b, "9 月课程款"));
	assert_true(kit_web_shows(&b, "1,234.50"));
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, post, "&word=perhaps"), 422);
	assert_int_equal(kit_web_post(&b, post, "&word=returned"), 422);
	assert_true(kit_web_shows(&b, "f-reason"));
	assert_int_equal(kit_web_post(&b, post, "&word=approved"), 303);
	assert_int_equal(kit_web_get(&b, "/approvals/export.csv?decided=1"), 200);
	assert_true(kit_web_shows(&b, "9 月课程款"));
	assert_true(kit_web_shows(&b, "校长甲"));
	assert_int_equal(kit_web_get(&b, "/approvals/export.xlsx?decided=1"), 200);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/approvals?decided=1", NULL), 200);
	assert_true(kit_web_shows(&b, "\"amount_fen\":123450"));
	assert_true(kit_web_shows(&b, "\"state\":\"approved\""));
	kit_web_login(&b, &w->finance);
	assert_int_equal(kit_web_get(&b, "/inbox"), 200); /* the submitter is told */
	assert_true(kit_web_shows(&b, "9 月课程款（1,234.50 元）已通过审批"));
	kit_web_close(&b);
}

/* R71: who decides reads what it is about, whatever the submitter's language. */
static void read_in(struct kit_web *b, const struct actor *leader, const struct actor *finance,
                    approval_id id, enum lang lang, const char *title)
{
	struct ctx *c = b->c;
	const char *page =
		str_c(c->arena, str_printf(c->arena, "/approvals/%lld", (long long)id.v));

	b->lang = lang;
	kit_web_login(b, leader);
	assert_int_equal(kit_web_get(b, "/approvals?decided=1"), 200);
	assert_true(kit_web_shows(b, title));
	assert_int_equal(kit_web_get(b, page), 200);
	assert_true(kit_web_shows(b, title));
	assert_int_equal(kit_web_get(b, "/approvals/export.csv?decided=1"), 200);
	assert_true(kit_web_shows(b, title));
	assert_int_equal(kit_web_api(b, "GET", "/api/v1/approvals?decided=1", NULL), 200);
	assert_true(kit_web_shows(b, title));
	kit_web_login(b, finance);
	assert_int_equal(kit_web_get(b, "/inbox"), 200);
	assert_true(kit_web_shows(b, title));
}

static void r71_a_title_the_program_gives_is_read_in_the_readers_language(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &jobs_routes, &approval_routes};
	static const char ZH[] = "对账差异：渠道结算未到账(2026年9月1日)";
	static const char EN[] = "Difference: not come to the bank (2026-09-01)";
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	struct phrase_part said[] = {PHRASE_TEXT(text_lookup_name("differences.kind.bank_missing")),
	                             PHRASE_DAY(((struct date){20697}))};
	struct kit_web b = kit_web_open(c, tables, 3);

	assert_int_not_equal(said[0].text, TEXT_NONE);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) { /* of the submitter */
		c->lang = (enum lang)lang;
		ask.object = OBJECT + lang;
		ask.title = phrase_make(c->arena, T_differences_close_title, said, 2);
		approval_id id = submitted(c, &w->finance, &ask);
		assert_ok(say(c, &w->leader, id, APPROVED, NULL));
		c->lang = LANG_ZH;
		read_in(&b, &w->leader, &w->finance, id, LANG_ZH, ZH);
		read_in(&b, &w->leader, &w->finance, id, LANG_EN, EN);
	}
	kit_web_close(&b);
}

/* What a person typed, and what was submitted before titles were kept so, stands as it is. */
static void a_title_that_was_typed_reads_the_same_in_both_languages(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct approval_ask ask = payout_of(w);
	approval_id id = submitted(c, &w->finance, &ask);
	struct approval a;

	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		kit_read_as(c, &w->leader);
		c->lang = (enum lang)lang;
		assert_ok(approval_get(c, id, &a));
		assert_str(a.title, "9 月课程款");
		store_read_end(c);
	}
	c->lang = LANG_ZH;
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r71_the_own_submission_is_refused_by_name_and_a_second_person_decides),
		KIT_FACT(r71_only_the_right_role_of_the_right_place_decides),
		KIT_FACT(r49_what_a_school_submits_of_subsidies_the_bureau_decides_not_finance),
		KIT_FACT(a_return_needs_its_reason_and_keeps_the_history),
		KIT_FACT(what_was_approved_is_that_amount_and_no_other),
		KIT_FACT(a_county_lets_small_ones_go_alone_and_says_why),
		KIT_FACT(of_two_who_decide_at_once_one_wins_and_the_other_is_told),
		KIT_FACT(it_is_decided_on_its_page_and_stands_in_lists_files_and_the_api),
		KIT_FACT(r71_a_title_the_program_gives_is_read_in_the_readers_language),
		KIT_FACT(a_title_that_was_typed_reads_the_same_in_both_languages),
	};

	return KIT_FACTS_RUN("money approval", facts);
}

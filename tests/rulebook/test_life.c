/* A rule set from its draft to the day it holds no more. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "rulebook/findings.h"
#include "world.h"

#define OPEN "2026-09-01 .. open"

static struct edition_turn for_reason(edition_id id, struct str reason)
{
	struct edition_turn t = turn_of(id);

	t.reason = reason;
	return t;
}

static struct edition_turn disclosed(edition_id id, struct str disclosure)
{
	struct edition_turn t = turn_of(id);

	t.disclosure = disclosure;
	return t;
}

static struct edition_turn until(edition_id id, struct date last)
{
	struct edition_turn t = turn_of(id);

	t.until = last;
	return t;
}

static struct edition get(struct ctx *c, const struct actor *who, edition_id id)
{
	struct edition e;

	kit_read_as(c, who);
	assert_ok(edition_get(c, id, &e));
	return e;
}

static void r1_a_published_set_decides_from_its_first_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date before = on_day(2026, 8, 31), first = on_day(2026, 9, 1);
	int64_t was = rate_on(c, w, first);
	edition_id id = published(c, &w->county_officer, &other,
	                          local_rules(c, "LOCAL", "349901", OPEN, "180.00"));

	assert_int_not_equal(was, 18000);
	assert_int_equal(rate_on(c, w, before), was);
	assert_int_equal(rate_on(c, w, first), 18000);
	assert_str(get(c, &w->county_officer, id).state, "published");
	assert_int_equal(kit_audited(c, "published", "edition", id.v), 1);
	assert_int_equal(kit_audited(c, "approved", "edition", id.v), 1);
}

static void another_countys_rules_stay_as_they_are(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	const struct rule *rule;
	struct rules rules;
	edition_id id = published(c, &w->county_officer, &other,
	                          local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	struct edition e;

	kit_read_as(c, &w->zone_officer);
	assert_ok(rulebook_rules(c, w->zone, w->z1, ctx_today(c), &rules));
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	assert_int_not_equal(rule->value.money.fen, 18000);
	assert_fault(c, edition_get(c, id, &e), E_ABSENT, "absent");
	assert_fault(c, step_as(c, &w->zone_officer, edition_withdraw, turn_of(id)), E_ABSENT,
	             "absent");
	assert_fault(c, step_as(c, &w->clerk, edition_withdraw, turn_of(id)), E_DENIED,
	             "not_allowed");
	assert_int_equal(kit_audited(c, "withdrawn", "edition", id.v), 0);
}

static void r1_a_plan_of_one_school_holds_in_that_school_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	const struct rule *rule;
	struct rules rules;
	struct str plan = local_rules(c, "PLAN-A2", "3134990002", OPEN, "200.00");
	size_t at;

	assert_true(str_find(plan, S("level county"), &at));
	plan = str_printf(c->arena, "%.*slevel school%.*s", (int)at, plan.p,
	                  STR_FMT(str_sub(plan, at + 12, plan.n)));
	published(c, &w->county_officer, &other, plan);
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, w->a2, ctx_today(c), &rules));
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	assert_int_equal(rule->value.money.fen, 20000);
	assert_ok(rulebook_rules(c, w->county, w->a1, ctx_today(c), &rules));
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	assert_int_not_equal(rule->value.money.fen, 20000);
}

static void a_text_with_a_mistake_is_refused_with_line_and_column(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str body = S("ruleset LOCAL\ntitel \"x\"\n");
	struct edition *v;
	edition_id id;
	size_t n, at;

	assert_fault(c, draft(c, &w->county_officer, body, &id), E_INPUT, "rule_set_wrong");
	assert_str(c->fault.field, "body");
	assert_true(str_find(c->fault.found, S(":2:1"), &at));
	assert_true(str_find(c->fault.found, S("title"), &at));
	assert_fault(c, draft(c, &w->county_officer, S("  "), &id), E_INPUT, "missing_field");
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_list(c, w->county, PHASE_ANY, &v, &n));
	assert_int_equal(n, 0);
}

static void a_set_for_another_place_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	edition_id id;

	assert_fault(c,
	             draft(c, &w->county_officer, local_rules(c, "LOCAL", "349902", OPEN, "180.00"),
	                   &id),
	             E_REFUSED, "rule_place_foreign");
	assert_str(c->fault.found, "rules:6:7 place 349902");
	assert_fault(c,
	             draft(c, &w->county_officer,
	                   local_rules(c, "LOCAL", "2134990003", OPEN, "180.00"), &id),
	             E_INPUT, "rule_set_wrong"); /* a county's document for a school alone */
	assert_fault(c, draft(c, &w->clerk, local_rules(c, "LOCAL", "349901", OPEN, "180.00"), &id),
	             E_DENIED, "not_allowed");
}

static void the_same_text_again_changes_nothing_and_another_rewrites_the_draft(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str body = local_rules(c, "LOCAL", "349901", OPEN, "180.00"), kept;
	edition_id first, again, other;

	assert_ok(draft(c, &w->county_officer, body, &first));
	assert_ok(draft(c, &w->county_officer, body, &again));
	assert_int_equal(first.v, again.v);
	assert_int_equal(kit_audited(c, "drafted", "edition", first.v), 1);
	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "200.00"),
	                &other));
	assert_int_equal(first.v, other.v);
	assert_int_equal(kit_audited(c, "drafted", "edition", first.v), 2);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, first, &kept));
	assert_false(str_eq(kept, body));
}

static void anothers_draft_goes_only_when_it_is_asked_for(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct edition_draft d = {.body = local_rules(c, "LOCAL", "349901", OPEN, "200.00")};
	struct str kept;
	edition_id first;
	size_t at;

	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "180.00"),
	                &first));
	as(c, &other);
	assert_fault(c, edition_draft_put(c, &d, NULL), E_CONFLICT, "rule_draft_exists");
	assert_true(str_find(c->fault.found, S("LOCAL/1"), &at));
	assert_true(str_find(c->fault.found, S("县教体局"), &at));
	kit_read_as(c, &other);
	assert_ok(edition_body(c, first, &kept));
	assert_true(str_find(kept, S("180.00 yuan"), &at));
	d.replaces = true;
	as(c, &other);
	assert_ok(edition_draft_put(c, &d, NULL));
	assert_int_equal(d.result.v, first.v);
	kit_read_as(c, &other);
	assert_ok(edition_body(c, first, &kept));
	assert_true(str_find(kept, S("200.00 yuan"), &at));
}

static void nobody_approves_what_they_wrote_or_handed_in(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id id;

	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "180.00"),
	                &id));
	assert_fault(c, step_as(c, &other, edition_approve, turn_of(id)), E_REFUSED, "rule_state");
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
	assert_fault(c, step_as(c, &w->county_officer, edition_approve, turn_of(id)), E_REFUSED,
	             "own_submission");
	assert_str(c->fault.found, "县教体局");
	assert_ok(step_as(c, &other, edition_return, turn_of(id)));
	assert_ok(step_as(c, &other, edition_submit, turn_of(id)));
	assert_fault(c, step_as(c, &w->county_officer, edition_approve, turn_of(id)), E_REFUSED,
	             "own_submission"); /* the author */
	assert_fault(c, step_as(c, &other, edition_approve, turn_of(id)), E_REFUSED,
	             "own_submission"); /* who handed it in */
	assert_fault(c, step_as(c, &w->system, edition_approve, turn_of(id)), E_DENIED,
	             "not_allowed");
	assert_int_equal(kit_audited(c, "approved", "edition", id.v), 0);
}

/* Two things no single line shows: a unit nobody declared, and wider than the national lock. */
static struct str wrong_beside_others(struct ctx *c)
{
	struct str t = local_rules(c, "LOCAL", "349901", OPEN, "180.00");

	return str_printf(c->arena,
	                  "%.*s\nfee night \"住校看护\"\n  kind care\n"
	                  "  price at_most 3.50 yuan per sittng\n"
	                  "  clause \"每次3.5元\"\n  requirement R30\n"
	                  "\nparam after_school.kinds care course lunch\n"
	                  "  clause \"午餐也算\"\n  requirement R12\n",
	                  STR_FMT(t));
}

static void r10_a_draft_that_cannot_stand_beside_the_others_is_kept_but_not_submitted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct finding *f;
	struct edition e;
	edition_id id;
	size_t n, at;

	assert_ok(draft(c, &w->county_officer, wrong_beside_others(c), &id));
	e = get(c, &w->county_officer, id);
	assert_ok(edition_findings(c, &e, &f, &n));
	assert_int_equal(n, 2);
	assert_str(f[0].word, "price");
	assert_true(str_find(f[0].message, S("sittng"), &at));
	assert_true(str_find(f[0].message, S("sitting"), &at)); /* the mend */
	assert_true(str_starts(f[1].statement, S("param after_school.kinds")));
	assert_true(str_find(f[1].message, S("CN-2023"), &at) ||
	            str_find(f[1].message, S("教基厅函〔2023〕26号"), &at));
	assert_fault(c, step_as(c, &w->county_officer, edition_submit, turn_of(id)), E_REFUSED,
	             "rule_set_wrong");
	assert_true(str_find(c->fault.found, S("sittng"), &at));
	assert_true(str_find(c->fault.found, S("after_school.kinds"), &at));
	assert_str(get(c, &w->county_officer, id).state, "draft");
	assert_int_equal(kit_audited(c, "submitted", "edition", id.v), 0);
	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "180.00"),
	                &id));
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
}

static void what_is_in_review_is_not_changed_until_it_is_returned_with_a_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct str changed = local_rules(c, "LOCAL", "349901", OPEN, "200.00");
	struct edition_step *step;
	edition_id id, same;
	size_t n;

	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "180.00"),
	                &id));
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
	assert_fault(c, draft(c, &w->county_officer, changed, &same), E_REFUSED, "rule_state");
	assert_fault(c, step_as(c, &other, edition_return, for_reason(id, S(" "))), E_INPUT,
	             "missing_field");
	assert_ok(step_as(c, &other, edition_return, turn_of(id)));
	assert_ok(draft(c, &w->county_officer, changed, &same));
	assert_int_equal(id.v, same.v);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_steps(c, id, &step, &n));
	assert_int_equal(n, 4);
	assert_str(step[2].what, "returned");
	assert_str(step[2].reason, "条款有误");
	assert_str(step[2].by, "县教体局审核人");
}

static void r1_nothing_is_published_without_approval_disclosure_and_cases_that_hold(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct str wrong =
		local_rules(c, "LOCAL", "349901", OPEN, "190.00"); /* its case says 200 */
	edition_id id;
	size_t at;

	assert_ok(draft(c, &w->county_officer, wrong, &id));
	assert_fault(c, step_as(c, &other, edition_publish, turn_of(id)), E_REFUSED,
	             "not_approved");
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
	assert_fault(c, step_as(c, &other, edition_publish, turn_of(id)), E_REFUSED,
	             "not_approved");
	assert_ok(step_as(c, &other, edition_approve, turn_of(id)));
	assert_fault(c, step_as(c, &other, edition_publish, turn_of(id)), E_REFUSED, "case_failed");
	assert_true(str_find(c->fault.found, S("一百名学生"), &at));
	assert_true(str_find(c->fault.found, S("19000.00"), &at));
	assert_str(c->fault.allowed, "20000.00");
	assert_ok(step_as(c, &other, edition_return, turn_of(id)));
	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "200.00"),
	                &id));
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
	assert_ok(step_as(c, &other, edition_approve, turn_of(id)));
	assert_fault(c, step_as(c, &other, edition_publish, disclosed(id, S(""))), E_INPUT,
	             "missing_field");
	assert_int_not_equal(rate_on(c, w, ctx_today(c)), 20000);
	assert_ok(step_as(c, &other, edition_publish, turn_of(id)));
	assert_int_equal(rate_on(c, w, ctx_today(c)), 20000);
	assert_fault(c, step_as(c, &other, edition_publish, turn_of(id)), E_REFUSED, "rule_state");
}

/* A text up to its first case. */
static struct str caseless(struct str body)
{
	size_t at;

	assert_true(str_find(body, S("\ncase "), &at));
	return str_sub(body, 0, at);
}

static void r1_a_set_without_a_worked_case_is_not_submitted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str body = local_rules(c, "LOCAL", "349901", OPEN, "180.00");
	edition_id id;

	assert_ok(draft(c, &w->county_officer, caseless(body), &id));
	assert_fault(c, step_as(c, &w->county_officer, edition_submit, turn_of(id)), E_REFUSED,
	             "case_missing");
	assert_str(c->fault.found, "LOCAL");
	assert_str(get(c, &w->county_officer, id).state, "draft");
	assert_int_equal(kit_audited(c, "submitted", "edition", id.v), 0);
	assert_ok(draft(c, &w->county_officer, body, &id));
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
}

/* What came out instead of an amount is the refusal, by code and words. */
static void a_case_that_is_refused_says_by_what(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct str body =
		str_printf(c->arena,
	                   "%.*s\n\ncase act \"强制参加\"\n  given act force_enrolment\n"
	                   "  expect amount 9.00\n",
	                   STR_FMT(caseless(local_rules(c, "LOCAL", "349901", OPEN, "180.00"))));
	edition_id id;
	size_t at;

	assert_ok(draft(c, &w->county_officer, body, &id));
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
	assert_ok(step_as(c, &other, edition_approve, turn_of(id)));
	assert_fault(c, step_as(c, &other, edition_publish, turn_of(id)), E_REFUSED, "case_failed");
	assert_true(str_find(c->fault.found, S("forbidden_by_rule ("), &at));
	assert_str(c->fault.allowed, "9.00");
}

static void the_same_key_publishes_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct store_once once = {.key = S("k1"), .body = S("publish")};
	struct edition_turn t = turn_of(ID_NONE(edition_id));
	struct str first;
	edition_id id;

	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "180.00"),
	                &id));
	assert_ok(step_as(c, &w->county_officer, edition_submit, turn_of(id)));
	assert_ok(step_as(c, &other, edition_approve, turn_of(id)));
	t.edition = id;
	as(c, &other);
	assert_ok(edition_publish(c, &t, &once));
	first = t.answer;
	assert_ok(edition_publish(c, &t, &once));
	assert_true(str_eq(first, t.answer));
	assert_int_equal(kit_audited(c, "published", "edition", id.v), 1);
}

static void a_later_edition_takes_over_on_its_first_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id first = published(c, &w->county_officer, &other,
	                             local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	edition_id second =
		published(c, &w->county_officer, &other,
	                  local_rules(c, "LOCAL", "349901", "2027-02-01 .. open", "200.00"));
	struct edition e = get(c, &w->county_officer, first);

	assert_int_equal(rate_on(c, w, on_day(2027, 1, 31)), 18000);
	assert_int_equal(rate_on(c, w, on_day(2027, 2, 1)), 20000);
	assert_int_equal(e.last.day, on_day(2027, 1, 31).day);
	assert_str(e.state, "published");
	assert_int_equal(edition_phase(&e, on_day(2027, 2, 1)), PHASE_PAST);
	e = get(c, &w->county_officer, second);
	assert_int_equal(e.number, 2);
	assert_int_equal(edition_phase(&e, ctx_today(c)), PHASE_SOON);
}

static void an_edition_of_the_same_first_day_supersedes_and_gives_back_when_withdrawn(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id first = published(c, &w->county_officer, &other,
	                             local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	edition_id second = published(c, &w->county_officer, &other,
	                              local_rules(c, "LOCAL", "349901", OPEN, "200.00"));

	assert_str(get(c, &w->county_officer, first).state, "superseded");
	assert_int_equal(rate_on(c, w, ctx_today(c)), 20000);
	assert_fault(c, step_as(c, &other, edition_withdraw, turn_of(first)), E_REFUSED,
	             "rule_state");
	assert_fault(c, step_as(c, &other, edition_withdraw, for_reason(second, S(""))), E_INPUT,
	             "missing_field");
	assert_ok(step_as(c, &other, edition_withdraw, turn_of(second)));
	assert_str(get(c, &w->county_officer, first).state, "published");
	assert_int_equal(rate_on(c, w, ctx_today(c)), 18000);
}

static void a_withdrawn_edition_holds_to_the_last_day_it_was_given(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id id = published(c, &w->county_officer, &other,
	                          local_rules(c, "LOCAL", "349901", OPEN, "180.00"));

	assert_fault(c, step_as(c, &other, edition_withdraw, until(id, on_day(2026, 8, 1))),
	             E_INPUT, "bad_input");
	assert_ok(step_as(c, &other, edition_withdraw, until(id, on_day(2026, 12, 31))));
	assert_int_equal(rate_on(c, w, on_day(2026, 12, 31)), 18000);
	assert_int_not_equal(rate_on(c, w, on_day(2027, 1, 1)), 18000);
}

/* R10: what stands under another names it as long as it is published. */
static struct str under_local(struct ctx *c)
{
	return S("ruleset UPON\ntitle \"示例县课后服务补充办法\"\nnumber none\n"
	         "issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder LOCAL\n"
	         "issued 2026-08-02\neffective 2026-09-01 .. open\n\n"
	         "forbid force_enrolment \"强制参加\"\n  clause \"不得强制参加\"\n"
	         "  requirement R4\n\n"
	         "case act \"强制参加\"\n  given act force_enrolment\n"
	         "  expect outcome forbidden_by_rule\n");
}

static void r10_what_others_stand_under_is_not_withdrawn_from_beneath_them(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id below = published(c, &w->county_officer, &other,
	                             local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	edition_id upon = published(c, &w->county_officer, &other, under_local(c));
	size_t at;

	assert_fault(c, step_as(c, &other, edition_withdraw, turn_of(below)), E_REFUSED,
	             "rule_needed");
	assert_true(str_find(c->fault.found, S("UPON/1"), &at));
	assert_str(get(c, &w->county_officer, below).state, "published");
	assert_int_equal(rate_on(c, w, ctx_today(c)), 18000);
	assert_ok(step_as(c, &other, edition_withdraw, turn_of(upon)));
	assert_ok(step_as(c, &other, edition_withdraw, turn_of(below)));
	assert_fault(c, step_as(c, &other, edition_withdraw, turn_of(below)), E_REFUSED,
	             "rule_state");
}

/* R10: what it had superseded would come back beside another that speaks of the same since. */
static void r10_what_would_come_back_beside_another_keeps_it_from_being_withdrawn(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id second;

	published(c, &w->county_officer, &other, local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	second = published(c, &w->county_officer, &other,
	                   local_rules(c, "LOCAL", "349901", "2026-09-01 .. 2026-12-31", "200.00"));
	published(c, &w->county_officer, &other,
	          local_rules(c, "OTHER", "349901", "2027-01-01 .. open", "200.00"));
	assert_fault(c, step_as(c, &other, edition_withdraw, turn_of(second)), E_REFUSED,
	             "rule_needed");
	assert_int_equal(rate_on(c, w, on_day(2026, 9, 1)), 20000);
	assert_ok(step_as(c, &other, edition_withdraw, until(second, on_day(2026, 12, 1))));
}

/* Read by itself it would hold another way than it does in the county. */
static void R10_a_set_under_another_one_than_the_county_stands_on_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str text = local_rules(c, "LOCAL", "349901", "2026-09-01 .. open", "200.00");
	edition_id id;
	size_t at;

	assert_true(str_find(text, S("under RS0"), &at));
	assert_fault(c,
	             draft(c, &w->county_officer,
	                   str_printf(c->arena, "%.*sunder RS17%.*s", (int)at, text.p,
	                              STR_FMT(str_sub(text, at + 9, text.n))),
	                   &id),
	             E_REFUSED, "rule_under_foreign");
	assert_true(str_find(c->fault.found, S("under RS17"), &at));
	assert_true(str_find(c->fault.allowed, S("RS0"), &at));
	assert_true(str_find(text, S("under RS0"), &at));
	assert_ok(draft(c, &w->county_officer,
	                str_printf(c->arena, "%.*sunder CN-2021%.*s", (int)at, text.p,
	                           STR_FMT(str_sub(text, at + 9, text.n))),
	                &id)); /* further up the same chain */
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R10_a_set_under_another_one_than_the_county_stands_on_is_refused),
		KIT_FACT(r1_a_published_set_decides_from_its_first_day),
		KIT_FACT(another_countys_rules_stay_as_they_are),
		KIT_FACT(r1_a_plan_of_one_school_holds_in_that_school_alone),
		KIT_FACT(a_text_with_a_mistake_is_refused_with_line_and_column),
		KIT_FACT(a_set_for_another_place_is_refused),
		KIT_FACT(the_same_text_again_changes_nothing_and_another_rewrites_the_draft),
		KIT_FACT(anothers_draft_goes_only_when_it_is_asked_for),
		KIT_FACT(nobody_approves_what_they_wrote_or_handed_in),
		KIT_FACT(r10_a_draft_that_cannot_stand_beside_the_others_is_kept_but_not_submitted),
		KIT_FACT(what_is_in_review_is_not_changed_until_it_is_returned_with_a_reason),
		KIT_FACT(r1_nothing_is_published_without_approval_disclosure_and_cases_that_hold),
		KIT_FACT(r1_a_set_without_a_worked_case_is_not_submitted),
		KIT_FACT(a_case_that_is_refused_says_by_what),
		KIT_FACT(the_same_key_publishes_once),
		KIT_FACT(a_later_edition_takes_over_on_its_first_day),
		KIT_FACT(an_edition_of_the_same_first_day_supersedes_and_gives_back_when_withdrawn),
		KIT_FACT(a_withdrawn_edition_holds_to_the_last_day_it_was_given),
		KIT_FACT(r10_what_others_stand_under_is_not_withdrawn_from_beneath_them),
		KIT_FACT(r10_what_would_come_back_beside_another_keeps_it_from_being_withdrawn),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}

/* What a document leaves open is decided by the county, on the record. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "rulebook/decision.h"
#include "world.h"

/* A set that leaves open how often is billed, and says what holds in each case. */
static struct str asking(struct ctx *c)
{
	return str_printf(c->arena, "ruleset ASKS\n"
	                            "title \"示例县收费办法\"\n"
	                            "number none\n"
	                            "issuer \"示例县教育局\"\n"
	                            "level county\n"
	                            "place 349901\n"
	                            "under RS0\n"
	                            "issued 2026-08-01\n"
	                            "effective 2026-09-01 .. open\n"
	                            "\n"
	                            "open collect_by \"按学期还是按月收取?\"\n"
	                            "  choices by_term \"按学期\" by_month \"按月\"\n"
	                            "  about billing.period\n"
	                            "  clause \"收取周期由县教育局确定\"\n"
	                            "  requirement R59\n"
	                            "\n"
	                            "param billing.period term\n"
	                            "  when collect_by by_term\n"
	                            "  clause \"按学期\"\n"
	                            "  requirement R59\n"
	                            "\n"
	                            "param billing.period month\n"
	                            "  when collect_by by_month\n"
	                            "  clause \"按月\"\n"
	                            "  requirement R59\n");
}

static struct decision_new answer_of(const char *answer, struct date starts)
{
	return (struct decision_new){.ruleset = S("ASKS"),
	                             .question = S("collect_by"),
	                             .answer = str_of(answer),
	                             .starts = starts,
	                             .decided = DATE_NONE,
	                             .decided_by = S("局长办公会 \"2026\"年第3次"),
	                             .why = S("征求过家长意见")};
}

static enum err decide(struct ctx *c, const struct actor *who, struct decision_new a)
{
	return kit_try_as(c, who, &decision_record_verb, &a);
}

/* Which billing holds on a day, as known on another; the error when nobody decided. */
static enum err billing(struct ctx *c, const struct kit_people *w, struct date on,
                        struct instant known, int *ret_choice)
{
	const struct rule *rule = NULL;
	struct rules rules;

	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules_known(c, w->county, w->a1, on, known, &rules));
	TRY(rules_find(c, &rules, PARAM_BILLING_PERIOD, NULL, &rule));
	assert_non_null(rule);
	*ret_choice = rule->value.choice;
	return OK;
}

static void r1_an_open_question_is_asked_until_it_is_decided(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date today = ctx_today(c);
	struct question *q;
	size_t n;
	int choice;

	published(c, &w->county_officer, &other, asking(c));
	assert_fault(c, billing(c, w, today, INSTANT_LATEST, &choice), E_REFUSED,
	             "decision_needed");
	kit_read_as(c, &w->county_officer);
	assert_ok(question_list(c, w->county, &q, &n));
	assert_true(n >= 1);
	assert_str(q[0].name, "collect_by");
	assert_int_equal(q[0].n, 2);
	assert_str(q[0].choice[1], "按月");
	assert_false(str_some(q[0].answer));
	assert_ok(decide(c, &w->county_officer, answer_of("by_month", today)));
	assert_ok(billing(c, w, today, INSTANT_LATEST, &choice));
	assert_int_equal(choice, BILLING_MONTH);
	kit_read_as(c, &w->county_officer);
	assert_ok(question_list(c, w->county, &q, &n));
	assert_str(q[0].answer, "by_month");
	assert_str(q[0].why, "征求过家长意见");
}

static void r1_a_decision_is_cited_by_the_title_of_the_document_that_left_it_open(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct rules rules;
	struct str title;
	size_t at;

	published(c, &w->county_officer, &other, asking(c));
	assert_ok(decide(c, &w->county_officer, answer_of("by_month", ctx_today(c))));
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules_known(c, w->county, w->a1, ctx_today(c), INSTANT_LATEST, &rules));
	assert_int_equal(rules.n_settled, 1);
	title = rules.settled[0].rule->set->title;
	assert_true(str_find(title, S("《示例县收费办法》"), &at));
	assert_false(str_find(title, S("ASKS"), &at));
}

static void a_later_decision_takes_over_on_its_own_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date later = on_day(2027, 2, 1);
	int choice;

	published(c, &w->county_officer, &other, asking(c));
	assert_ok(decide(c, &w->county_officer, answer_of("by_month", ctx_today(c))));
	assert_ok(decide(c, &other, answer_of("by_term", later)));
	assert_ok(billing(c, w, on_day(2027, 1, 31), INSTANT_LATEST, &choice));
	assert_int_equal(choice, BILLING_MONTH);
	assert_ok(billing(c, w, later, INSTANT_LATEST, &choice));
	assert_int_equal(choice, BILLING_TERM);
	/* Of two from the same day the later one holds. */
	assert_ok(decide(c, &other, answer_of("by_month", later)));
	assert_ok(billing(c, w, later, INSTANT_LATEST, &choice));
	assert_int_equal(choice, BILLING_MONTH);
}

static void a_decision_is_not_known_before_it_was_recorded(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date first = on_day(2026, 9, 1);
	int choice;

	published(c, &w->county_officer, &other, asking(c));
	kit_advance(state, INT64_C(30) * 86400 * 1000000);
	assert_ok(decide(c, &w->county_officer, answer_of("by_month", first)));
	assert_ok(billing(c, w, first, INSTANT_LATEST, &choice));
	assert_fault(c, billing(c, w, first, date_last(on_day(2026, 9, 20)), &choice), E_REFUSED,
	             "decision_needed");
}

static void a_decision_needs_a_question_one_of_its_choices_a_person_and_a_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct decision_new a;

	assert_fault(c, decide(c, &w->county_officer, answer_of("by_month", ctx_today(c))),
	             E_ABSENT, "absent");
	published(c, &w->county_officer, &other, asking(c));
	assert_fault(c, decide(c, &w->county_officer, answer_of("by_week", ctx_today(c))), E_INPUT,
	             "bad_input");
	assert_str(c->fault.allowed, "by_term | by_month");
	a = answer_of("by_month", ctx_today(c));
	a.why = S("");
	assert_fault(c, decide(c, &w->county_officer, a), E_INPUT, "missing_field");
	a = answer_of("by_month", ctx_today(c));
	a.decided_by = S(" ");
	assert_fault(c, decide(c, &w->county_officer, a), E_INPUT, "missing_field");
	a = answer_of("by_month", ctx_today(c));
	a.decided = on_day(2026, 9, 2); /* tomorrow */
	assert_fault(c, decide(c, &w->county_officer, a), E_INPUT, "bad_input");
	assert_fault(c, decide(c, &w->clerk, answer_of("by_month", ctx_today(c))), E_DENIED,
	             "not_allowed");
	assert_fault(c, decide(c, &w->zone_officer, answer_of("by_month", ctx_today(c))), E_ABSENT,
	             "absent");
}

static void an_answer_whose_question_is_gone_decides_nothing_and_breaks_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	edition_id id = published(c, &w->county_officer, &other, asking(c));
	struct decision *v;
	size_t n;
	int choice;

	assert_ok(decide(c, &w->county_officer, answer_of("by_month", ctx_today(c))));
	assert_ok(step_as(c, &other, edition_withdraw, turn_of(id)));
	assert_ok(billing(c, w, ctx_today(c), INSTANT_LATEST, &choice));
	assert_int_equal(choice, BILLING_TERM); /* the plan's own */
	kit_read_as(c, &w->county_officer);
	assert_ok(decision_list(c, w->county, &v, &n));
	assert_int_equal(n, 1);
	assert_str(v[0].recorded_by, "县教体局");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r1_an_open_question_is_asked_until_it_is_decided),
		KIT_FACT(r1_a_decision_is_cited_by_the_title_of_the_document_that_left_it_open),
		KIT_FACT(a_later_decision_takes_over_on_its_own_day),
		KIT_FACT(a_decision_is_not_known_before_it_was_recorded),
		KIT_FACT(a_decision_needs_a_question_one_of_its_choices_a_person_and_a_reason),
		KIT_FACT(an_answer_whose_question_is_gone_decides_nothing_and_breaks_nothing),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}

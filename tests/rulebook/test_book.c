/* The book of a county: what it holds, what was known when, and how long it lives. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "rulebook/cache.h"
#include "rulebook/decision.h"
#include "rulebook/show.h"
#include "world.h"

#define OPEN "2026-09-01 .. open"

static enum err choose(struct ctx *c, const struct actor *who, const char *ruleset,
                       struct date starts, const char *why)
{
	struct base_choice a = {
		.ruleset = str_of(ruleset), .starts = starts, .reason = str_of(why)};

	return kit_try_as(c, who, &base_choose_verb, &a);
}

static void r10_a_county_chooses_the_set_it_stands_on_from_a_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct county k;
	struct rules rules;
	struct base *v;
	size_t n;

	assert_ok(choose(c, &w->county_officer, "RS2", on_day(2026, 10, 1), "市里统一执行"));
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, w->a1, on_day(2026, 9, 30), &rules));
	assert_str(rules.set[0]->id, "RS0");
	assert_ok(rulebook_rules(c, w->county, w->a1, on_day(2026, 10, 1), &rules));
	assert_str(rules.set[0]->id, "RS2");
	assert_ok(county_get(c, w->county, &k));
	assert_str(k.ruleset, "RS0"); /* today */
	assert_ok(base_list(c, w->county, &v, &n));
	assert_int_equal(n, 2);
	assert_str(v[0].reason, "市里统一执行");
	assert_str(v[0].by, "县教体局");
	assert_str(v[1].ruleset, "RS0");
	assert_int_equal(kit_audited(c, "base_chosen", "county", w->county.v), 1);
}

static void r10_a_base_that_is_not_in_force_or_has_no_reason_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	assert_fault(c, choose(c, &w->county_officer, "RS99", ctx_today(c), "原因"), E_REFUSED,
	             "no_rule");
	assert_fault(c, choose(c, &w->county_officer, "RS2", on_day(2000, 1, 1), "原因"), E_REFUSED,
	             "no_rule");
	assert_str(c->fault.found, "规则集 RS2 在2000年1月1日没有生效");
	assert_fault(c, choose(c, &w->county_officer, "RS2", ctx_today(c), ""), E_INPUT,
	             "missing_field");
	assert_fault(c, choose(c, &w->clerk, "RS2", ctx_today(c), "原因"), E_DENIED, "not_allowed");
	assert_int_equal(kit_audited(c, "base_chosen", "county", w->county.v), 0);
}

/* R1: as a decision leaves it, and as its reader has it. */
static void r1_what_no_document_says_is_told_in_words_in_both_languages(void **state)
{
	static const struct {
		const char *found, *zh, *en;
	} told[] = {
		{"RS0 convert day period 2026-09-01", "日与课时怎样折算",
	         "how day and period convert"},
		{"RS0 refund course 2026-09-01", "个性化课程怎样退费", "refunds of courses"},
		{"RS0 fee care 2026-09-01", "托管怎样收费", "the price of care"},
		{"RS0 rate 2026-09-01", "退费的标准", "the rate of the refund"},
		{"RS0 pay 2026-09-01", "教职工补助的标准", "what staff are paid"},
		{"RS0 permit fee_income 2026-09-01", "服务收费收入可以用于什么",
	         "what Fee income may be spent on"},
		{"RS0 guarantee.rate 2026-09-01", "保障经费标准", "Guarantee rate"},
	};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct rules r;

	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, w->a1, ctx_today(c), &r));
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct str found = str_of(told[i].found);
		struct str dated = show_silent(c->arena, LANG_ZH, &r, found, true);

		assert_str(show_silent(c->arena, LANG_ZH, &r, found, false), told[i].zh);
		assert_str(show_silent(c->arena, LANG_EN, &r, found, false), told[i].en);
		assert_str(dated,
		           str_c(c->arena, str_printf(c->arena, "%s（2026年9月1日）", told[i].zh)));
		assert_true(str_eq(show_silent(c->arena, LANG_ZH, &r, dated, true), dated));
	}
	store_read_end(c);
}

#define HOUR (INT64_C(3600) * 1000000)

/* R1, R10: what was decided in the morning is not explained by what was published at noon, whatever
 * the text says of when it became known. */
static void what_was_published_later_is_not_there_as_known_before(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date day = on_day(2026, 9, 1);
	int64_t was = rate_on(c, w, day);
	struct instant morning = c->now;
	struct str late = local_rules(c, "LOCAL", "349901", OPEN, "180.00");
	size_t at;

	assert_true(str_find(late, S("effective"), &at));
	late = str_printf(c->arena, "%.*sknown 2026-08-15\n%.*s", (int)at, late.p,
	                  STR_FMT(str_sub(late, at, late.n)));
	kit_advance(state, HOUR);
	published(c, &w->county_officer, &other, late);
	assert_int_equal(rate_on(c, w, day), 18000);
	assert_int_equal(rate_known(c, w, day, morning), was);
	assert_int_equal(rate_known(c, w, day, c->now), 18000);
}

static void what_was_withdrawn_later_is_still_there_as_known_before(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date day = on_day(2026, 9, 1);
	edition_id id = published(c, &w->county_officer, &other,
	                          local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	struct instant before;

	kit_advance(state, 10 * HOUR);
	before = c->now;
	kit_advance(state, HOUR);
	assert_ok(step_as(c, &other, edition_withdraw, turn_of(id)));
	assert_int_not_equal(rate_on(c, w, day), 18000);
	assert_int_equal(rate_known(c, w, day, before), 18000);
	assert_int_not_equal(rate_known(c, w, day, c->now), 18000);
}

/* R10: a corrected text under another id may take the place of one that was never to be. */
static void no_moment_knows_a_withdrawn_document_and_the_one_in_its_place(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct date day = on_day(2026, 9, 1);
	struct instant since = c->now;
	edition_id id = published(c, &w->county_officer, &other,
	                          local_rules(c, "WRONG", "349901", OPEN, "180.00"));

	kit_advance(state, HOUR);
	assert_ok(step_as(c, &other, edition_withdraw, turn_of(id)));
	kit_advance(state, HOUR);
	published(c, &w->county_officer, &other, local_rules(c, "RIGHT", "349901", OPEN, "200.00"));
	for (int64_t at = since.us; at <= c->now.us; at += HOUR / 2)
		assert_true(rate_known(c, w, day, (struct instant){at}) > 0);
	assert_int_equal(rate_known(c, w, day, since), 18000);
	assert_int_equal(rate_on(c, w, day), 20000);
}

static void a_choice_of_base_made_later_is_not_known_before(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct date day = on_day(2026, 9, 1);
	struct rules rules;

	kit_advance(state, INT64_C(10) * 86400 * 1000000);
	assert_ok(choose(c, &w->county_officer, "RS2", day, "补发的文件"));
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, w->a1, day, &rules));
	assert_str(rules.set[0]->id, "RS2");
	assert_ok(rulebook_rules_known(c, w->county, w->a1, day, date_last(on_day(2026, 9, 5)),
	                               &rules));
	assert_str(rules.set[0]->id, "RS0");
}

static void rules_may_be_read_while_others_are_published(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct arena *mine = arena_new(1 << 20), *theirs = c->arena;
	const struct rule *rule;
	struct rules rules;

	published(c, &w->county_officer, &other, local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	kit_read_as(c, &w->county_officer);
	c->arena = mine;
	assert_ok(rulebook_rules(c, w->county, w->a1, ctx_today(c), &rules));
	c->arena = theirs;
	store_read_end(c);
	published(c, &w->county_officer, &other, local_rules(c, "LOCAL", "349901", OPEN, "200.00"));
	assert_int_equal(rate_on(c, w, ctx_today(c)), 20000);
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	assert_int_equal(rule->value.money.fen, 18000);
	arena_free(&mine);
}

enum { CHANGES = 12 };

/* A change an hour: *ret_first is the moment of the first. */
static void change_often(void **state, const struct actor *other, struct instant *ret_first)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	*ret_first = c->now;
	for (int i = 0; i < CHANGES; i++) {
		published(c, &w->county_officer, other,
		          local_rules(c, "LOCAL", "349901", OPEN, i % 2 ? "200.00" : "180.00"));
		kit_advance(state, HOUR);
	}
}

static void a_book_is_composed_once_for_a_version_and_freed_with_its_last_reader(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	const struct policy_book *one, *two;
	struct arena_mark mark;
	struct instant first;
	size_t held;

	change_often(state, &other, &first);
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_book(c, w->county, INSTANT_LATEST, &one));
	held = book_cache_held();
	assert_ok(rulebook_book(c, w->county, INSTANT_LATEST, &two));
	assert_ptr_equal(one, two);
	assert_int_equal(book_cache_held(), held);
	/* As many moments as it takes to push the first out of its places: it stays as long as this
	 * arena does, the others go with the mark. Between two changes it is one book. */
	mark = arena_mark(c->arena);
	for (int i = 0; i < CHANGES - 1; i++) {
		const struct policy_book *same;

		assert_ok(rulebook_book(c, w->county, (struct instant){first.us + i * HOUR}, &two));
		assert_ok(rulebook_book(c, w->county,
		                        (struct instant){first.us + i * HOUR + HOUR / 2}, &same));
		assert_ptr_equal(two, same);
	}
	arena_rewind(c->arena, mark);
	assert_true(book_cache_held() <= held + 4);
	assert_str(policy_book_sets(one)->id, "LOCAL");
}

static void a_rewind_lets_go_only_what_was_taken_since(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	const struct rule *rule;
	struct rules rules;
	struct arena_mark mark;
	struct instant first;

	change_often(state, &other, &first);
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, w->a1, ctx_today(c), &rules));
	mark = arena_mark(c->arena);
	for (int i = 0; i < CHANGES - 1; i++) {
		struct rules then;

		assert_ok(rulebook_rules_known(c, w->county, w->a1, ctx_today(c),
		                               (struct instant){first.us + i * HOUR}, &then));
	}
	arena_rewind(c->arena, mark);
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	assert_int_equal(rule->value.money.fen, 20000);
}

static void an_unknown_county_is_absent(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct rules rules;

	kit_read_as(c, &w->county_officer);
	assert_fault(c, rulebook_rules(c, (county_id){1}, ID_NONE(school_id), ctx_today(c), &rules),
	             E_ABSENT, "absent");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r10_a_county_chooses_the_set_it_stands_on_from_a_day),
		KIT_FACT(r10_a_base_that_is_not_in_force_or_has_no_reason_is_refused),
		KIT_FACT(r1_what_no_document_says_is_told_in_words_in_both_languages),
		KIT_FACT(what_was_published_later_is_not_there_as_known_before),
		KIT_FACT(what_was_withdrawn_later_is_still_there_as_known_before),
		KIT_FACT(no_moment_knows_a_withdrawn_document_and_the_one_in_its_place),
		KIT_FACT(a_choice_of_base_made_later_is_not_known_before),
		KIT_FACT(rules_may_be_read_while_others_are_published),
		KIT_FACT(a_book_is_composed_once_for_a_version_and_freed_with_its_last_reader),
		KIT_FACT(a_rewind_lets_go_only_what_was_taken_since),
		KIT_FACT(an_unknown_county_is_absent),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}

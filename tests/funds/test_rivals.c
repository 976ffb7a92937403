/* Of two acts at once that count on the same money of a fund exactly one wins: on PostgreSQL from
 * two nodes, on SQLite in the one queue (R42). */
#include "purse.h"

#include "../kit_rivals.h"

enum { ROUNDS = 6 };

/* Both wait for a second person, so that the ledger has no word in it. */
static void R42_two_spendings_at_once_do_not_count_on_the_same_allocation(void **state)
{
	struct scene s = scene_of(state);
	struct ctx node = rivals_node(state, s.c);

	assert_ok(budget(&s, 1000000));
	for (int i = 0; i < ROUNDS; i++) {
		struct spending_add a = {.term = s.t.term,
		                         .purpose = S("staff_subsidy"),
		                         .amount = FEN(8000),
		                         .document = S("V-1")};
		struct spending_add b = a;
		struct rival v[2] = {{.verb = &spending_add_verb, .arg = &a},
		                     {.verb = &spending_add_verb, .arg = &b}};

		assert_ok(allocate(&s, s.w->a1, 8000));
		assert_ok(receive(&s, s.w->a1, 8000,
		                  str_c(s.c->arena, str_printf(s.c->arena, "P-%d", i))));
		rivals_run(v, s.c, &node, &s.w->leader);
		assert_string_equal(rivals_lost(v), "insufficient_funds");
		rivals_end(v);
	}
	rivals_node_end(&node, s.c);
}

static void R42_two_allocations_at_once_do_not_pass_the_budget_together(void **state)
{
	struct scene s = scene_of(state);
	struct ctx node = rivals_node(state, s.c);

	for (int i = 0; i < ROUNDS; i++) {
		struct allocation_add a = {s.w->a1, s.t.term, FEN(8000), S("财教〔2026〕2号")};
		struct allocation_add b = {s.w->a2, s.t.term, FEN(8000), S("财教〔2026〕3号")};
		struct rival v[2] = {{.verb = &allocation_add_verb, .arg = &a},
		                     {.verb = &allocation_add_verb, .arg = &b}};

		assert_ok(budget(&s, 8000));
		rivals_run(v, s.c, &node, &s.w->county_officer);
		assert_string_equal(rivals_lost(v), "insufficient_funds");
		rivals_end(v);
	}
	rivals_node_end(&node, s.c);
}

static void R42_a_budget_is_not_lowered_below_what_is_allocated_at_once(void **state)
{
	struct scene s = scene_of(state);
	struct ctx node = rivals_node(state, s.c);

	for (int i = 0; i < ROUNDS; i++) {
		struct allocation_add a = {s.w->a1, s.t.term, FEN(8000), S("财教〔2026〕2号")};
		struct budget_add b = {s.t.term, FEN(-8000), S("财教〔2026〕3号")};
		struct rival v[2] = {{.verb = &allocation_add_verb, .arg = &a},
		                     {.verb = &budget_add_verb, .arg = &b}};

		assert_ok(budget(&s, 8000));
		rivals_run(v, s.c, &node, &s.w->county_officer);
		assert_string_equal(rivals_lost(v), "insufficient_funds");
		rivals_end(v);
	}
	rivals_node_end(&node, s.c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R42_two_spendings_at_once_do_not_count_on_the_same_allocation),
		KIT_FACT(R42_two_allocations_at_once_do_not_pass_the_budget_together),
		KIT_FACT(R42_a_budget_is_not_lowered_below_what_is_allocated_at_once),
	};

	return KIT_FACTS_RUN("funds rivals", facts);
}

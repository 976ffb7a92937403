/* Two months handed in at once do not pass the year's total together (R49): on PostgreSQL from two
 * nodes, on SQLite in the one queue. */
#include "world.h"

#include "../kit_rivals.h"

enum { ROUNDS = 5 };

static void R49_two_months_handed_in_at_once_do_not_pass_the_years_total_together(void **state)
{
	struct scene s = scene_of(state);
	struct date october = on_day(2026, 10, 1);
	struct ctx node = rivals_node(state, s.c);
	struct subsidy_batch a, b;

	scene_day(state, on_day(2026, 11, 1));
	(void)scene_held(&s, CARE, october, on_day(2026, 10, 31));
	a = scene_reckon(&s, s.first);
	b = scene_reckon(&s, october);
	assert_true(a.total.fen > 0 && b.total.fen > 0);
	assert_ok(scene_quota(&s, a.total.fen + b.total.fen - 1));
	for (int i = 0; i < ROUNDS; i++) {
		struct subsidy_submit one = {.batch = a.id}, two = {.batch = b.id};
		struct rival v[2] = {{.verb = &subsidy_submit_verb, .arg = &one},
		                     {.verb = &subsidy_submit_verb, .arg = &two}};
		bool first;

		rivals_run(v, s.c, &node, &s.w->leader);
		assert_string_equal(rivals_lost(v), "quota_exceeded");
		first = v[0].got == OK;
		rivals_end(v);
		assert_ok(scene_decide(&s, &s.w->county_officer, first ? a.id : b.id, false));
		if (first)
			a = scene_reckon(&s, s.first);
		else
			b = scene_reckon(&s, october);
	}
	rivals_node_end(&node, s.c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R49_two_months_handed_in_at_once_do_not_pass_the_years_total_together),
	};

	return KIT_FACTS_RUN("subsidy rivals", facts);
}

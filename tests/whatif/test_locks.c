/* A typed text is held to the locks of what reaches where it would hold, as a draft is when it is
 * handed in. A program of its own: it adds a document of the city to the sets built in. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"

#include "../rulebook/city.h"
#include "../rulebook/world.h"

#include "whatif/simulation.h"

/* What asking it in a county comes to. */
static enum err asked(struct ctx *c, const struct kit_people *w, county_id county, struct str text)
{
	struct policy_book *book = NULL;
	const struct rule_set *set;
	enum err e;

	kit_read_as(c, &w->system);
	e = rulebook_book_with(c, county, STR_NONE, text, &book, &set);
	policy_book_free(&book);
	return e;
}

static void refused(struct ctx *c, const struct kit_people *w, county_id county, struct str text)
{
	assert_fault(c, asked(c, w, county, text), E_REFUSED, "rule_set_wrong");
	assert_true(names_the_city(c));
}

static void r10_a_typed_text_looser_than_the_citys_lock_is_refused_with_both_clauses(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	refused(c, w, w->zone, local_rules(c, "ZONE", "Z01", OPEN, "180.00"));
	refused(c, w, w->zone, school_plan(c, "PLAN-Z1", "2134990003", "180.00"));
	refused(c, w, w->county, local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	refused(c, w, w->county, school_plan(c, "PLAN-A2", "3134990002", "180.00"));
}

static void r10_a_typed_text_that_keeps_the_citys_lock_is_asked(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	done(c, asked(c, w, w->zone, local_rules(c, "ZONE", "Z01", OPEN, "200.00")));
	done(c, asked(c, w, w->county, school_plan(c, "PLAN-A2", "3134990002", "200.00")));
}

/* The county's own document of at least 200 yuan, issued before the others: a lock binds what came
 * after it. */
static void county_promises_more(struct ctx *c, const struct kit_people *w)
{
	struct str text = local_rules(c, "FLOOR", "349901", OPEN, "200.00");
	struct actor other = second_officer(c, w);
	size_t at;

	assert_true(str_find(text, S("\n\ncase"), &at));
	text = str_printf(c->arena, "%.*s\n  lock at_least%.*s", (int)at, text.p,
	                  STR_FMT(str_sub(text, at, text.n)));
	assert_true(str_find(text, S("issued 2026-08-01"), &at));
	text = str_printf(c->arena, "%.*sissued 2026-07-01%.*s", (int)at, text.p,
	                  STR_FMT(str_sub(text, at + 17, text.n)));
	published(c, &w->county_officer, &other, text);
}

static void a_county_holds_no_document_of_another_place_to_its_locks(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str none;
	size_t at;

	county_promises_more(c, w);
	assert_fault(c, asked(c, w, w->county, school_plan(c, "PLAN-A2", "3134990002", "195.00")),
	             E_REFUSED, "rule_set_wrong");
	done(c, asked(c, w, w->county, local_rules(c, "ZONE", "Z01", OPEN, "195.00")));
	done(c, asked(c, w, w->county, school_plan(c, "PLAN-Z1", "2134990003", "195.00")));
	/* what a county chooses stands above its own documents */
	none = local_rules(c, "CHOSEN", "none", OPEN, "195.00");
	done(c, asked(c, w, w->county, none));
	assert_true(str_find(none, S("place none"), &at));
}

static void a_simulation_of_a_looser_text_ends_with_both_clauses(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct simulation_start s = {0};
	struct simulation_county *county;
	struct whatif_tally *tally = NEW(c->arena, struct whatif_tally);
	struct whatif_school sum;
	struct simulation run;
	struct kit_term t;
	bool more;
	size_t n;

	kit_term_make(c, w, &t);
	s.text = school_plan(c, "PLAN-A2", "3134990002", "180.00");
	as(c, &w->county_officer);
	done(c, simulation_start(c, &s, NULL));
	as(c, &w->system);
	done(c, simulation_step(c, s.result, 0, &more));
	assert_false(more);
	kit_read_as(c, &w->county_officer);
	assert_ok(simulation_get(c, s.result, &run));
	assert_str(run.state, "failed");
	assert_ok(simulation_counties(c, s.result, &county, &n, &sum, tally));
	assert_int_equal(n, 1);
	assert_str(county[0].failure, "rule_set_wrong");
	c->fault.found = county[0].found;
	assert_true(names_the_city(c));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r10_a_typed_text_looser_than_the_citys_lock_is_refused_with_both_clauses),
		KIT_FACT(r10_a_typed_text_that_keeps_the_citys_lock_is_asked),
		KIT_FACT(a_county_holds_no_document_of_another_place_to_its_locks),
		KIT_FACT(a_simulation_of_a_looser_text_ends_with_both_clauses),
	};

	city_document_add();
	return KIT_FACTS_RUN("whatif", facts);
}

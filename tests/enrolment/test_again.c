/* R34: two services under one cap, in every order of taking and giving up: the cap holds, and what
 * is left costs what it would had the other never been taken. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "takes.h"

#include "enrolment/why.h"
#include "money/bill.h"

enum { SERVICES = 3, CAP_FEN = 60000 };

struct world {
	struct kit_people *w;
	struct plan t;
	offering_id id[SERVICES]; /* care 350.00, courses 300.00 and 200.00: 600.00 at most */
};

static void world_make(void **state, struct world *k)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row row[SERVICES];

	k->w = kit_world(state);
	plan_stands(c, k->w, &k->t, "RS2", "");
	row[0] = plan_row(KIND_CARE, "T1", "托管");
	row[1] = plan_row(KIND_COURSE, "K1", "国画");
	row[2] = plan_row(KIND_COURSE, "K2", "篆刻");
	row[0].price = FEN(35000);
	row[1].price = FEN(30000);
	row[2].price = FEN(20000);
	for (int i = 0; i < SERVICES; i++) {
		row[i].slot[0].weekday = i + 1;
		k->id[i] = plan_open(c, k->w, &k->t, row[i]);
	}
}

static enrolment_id take(void **state, const struct world *k, int i)
{
	kit_advance(state, 1000);
	return takes(kit_ctx(state), k->w, &k->t, &k->w->li, LI, k->id[i],
	             i == 0 ? KIND_CARE : KIND_COURSE)
	        .id;
}

static void leave(void **state, const struct world *k, enrolment_id id)
{
	struct withdraw w = {.enrolment = id};

	kit_advance(state, 1000);
	assert_ok(kit_try_as(kit_ctx(state), &k->w->li, &withdraw_verb, &w));
}

static int64_t owed(struct ctx *c, const struct world *k)
{
	struct bill_line *line;
	struct bill bill = {0};
	bool found;
	size_t n;

	kit_read_as(c, &k->w->system);
	assert_ok(bill_get(c, k->w->pupil[LI], k->t.term, &bill, &line, &n, &found));
	store_read_end(c);
	return bill.total.fen;
}

/* Each that stands says on its page what the bill has. */
static void why_agrees(struct ctx *c, const struct world *k, int gone)
{
	for (int i = 0; i < SERVICES; i++) {
		struct why_ask ask = {.pupil = k->w->pupil[LI], .offering = k->id[i]};
		struct why w;

		if (i == gone)
			continue;
		kit_read_as(c, &k->w->system);
		assert_ok(why_load(c, &ask, &w));
		store_read_end(c);
		if (w.charged)
			assert_int_equal(w.result.fen, w.was.fen);
	}
}

static void one_case(void **state, const struct world *k, const int order[SERVICES], int gone)
{
	struct ctx *c = kit_ctx(state);
	enrolment_id e[SERVICES];
	int64_t left;

	for (int i = 0; i < SERVICES; i++) {
		e[order[i]] = take(state, k, order[i]);
		assert_true(owed(c, k) <= CAP_FEN);
	}
	assert_int_equal(owed(c, k), CAP_FEN);
	leave(state, k, e[gone]);
	left = owed(c, k);
	assert_true(left <= CAP_FEN);
	why_agrees(c, k, gone);
	kit_holds(c);
	for (int i = 0; i < SERVICES; i++) {
		if (order[i] != gone)
			leave(state, k, e[order[i]]);
	}
	assert_int_equal(owed(c, k), 0);
	for (int i = 0; i < SERVICES; i++) { /* afresh, in the same order */
		if (order[i] != gone)
			e[order[i]] = take(state, k, order[i]);
	}
	assert_int_equal(owed(c, k), left);
	for (int i = 0; i < SERVICES; i++) {
		if (i != gone)
			leave(state, k, e[i]);
	}
}

static void r34_in_every_order_what_is_left_is_reckoned_as_if_the_other_had_never_been(void **state)
{
	static const int orders[][SERVICES] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
	                                       {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct world k;

	world_make(state, &k);
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		for (int gone = 0; gone < SERVICES; gone++)
			one_case(state, &k, orders[i], gone);
	}
}

static void r34_the_first_given_up_makes_room_for_the_second(void **state)
{
	struct ctx *c = kit_ctx(state);
	enrolment_id care;
	struct world k;

	world_make(state, &k);
	care = take(state, &k, 0);
	take(state, &k, 1); /* 250.00 of 300.00 */
	assert_int_equal(owed(c, &k), CAP_FEN);
	leave(state, &k, care);
	assert_int_equal(owed(c, &k), 30000);
	kit_holds(c);
}

static void one_that_cost_nothing_under_the_cap_costs_its_price_when_there_is_room(void **state)
{
	struct ctx *c = kit_ctx(state);
	enrolment_id care;
	struct world k;

	world_make(state, &k);
	care = take(state, &k, 0);
	take(state, &k, 1);
	take(state, &k, 2); /* nothing is left of the cap */
	assert_int_equal(owed(c, &k), CAP_FEN);
	leave(state, &k, care);
	assert_int_equal(owed(c, &k), 50000);
	why_agrees(c, &k, 0);
	kit_holds(c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			r34_in_every_order_what_is_left_is_reckoned_as_if_the_other_had_never_been),
		KIT_FACT(r34_the_first_given_up_makes_room_for_the_second),
		KIT_FACT(one_that_cost_nothing_under_the_cap_costs_its_price_when_there_is_room),
	};

	return KIT_FACTS_RUN("again", facts);
}

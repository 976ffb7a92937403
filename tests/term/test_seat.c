/* Seats (wall 1): however many ask at once, no more are given than there are. */
#include "../kit.h"

#include <pthread.h>

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"

enum { THREADS = 64, CLAIMS = 10, SEATS = 97 };

struct claim {
	offering_id offering;
	bool got;
};

static enum err claim_run(struct ctx *c, void *arg)
{
	struct claim *a = arg;

	return seat_claim(c, a->offering, &a->got);
}
static const struct verb claim_verb = {"test.seat_claim", claim_run};

struct client {
	pthread_t thread;
	struct ctx ctx;
	offering_id offering;
	int got;
};

static void *client_run(void *arg)
{
	struct client *k = arg;

	for (int i = 0; i < CLAIMS; i++) {
		struct claim a = {k->offering, false};

		if (store_write(&k->ctx, &claim_verb, &a) != OK)
			return "failed";
		k->got += a.got;
	}
	return NULL;
}

static void the_limit_is_never_passed_by_64_at_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	static struct client client[THREADS];
	struct plan t;
	struct offering o;
	int got = 0;

	row.seats = SEATS;
	plan_make(c, w, &t);
	offering_id id = plan_open(c, w, &t, row);
	if (c->tx)
		store_read_end(c);
	for (int i = 0; i < THREADS; i++) {
		client[i] = (struct client){.ctx = *c, .offering = id};
		client[i].ctx.arena = arena_new(1 << 20);
		assert_int_equal(pthread_create(&client[i].thread, NULL, client_run, &client[i]),
		                 0);
	}
	for (int i = 0; i < THREADS; i++) {
		void *failed;

		pthread_join(client[i].thread, &failed);
		assert_null(failed);
		got += client[i].got;
		arena_free(&client[i].ctx.arena);
	}
	assert_int_equal(got, SEATS);
	kit_read_as(c, &w->clerk);
	assert_ok(offering_get(c, id, &o));
	assert_int_equal(o.taken, SEATS);
}

/* Steps inside one verb: its effects are looked at before it is rolled back. */
struct steps {
	offering_id limited, care;
};

static enum err steps_run(struct ctx *c, void *arg)
{
	struct steps *a = arg;
	int64_t place, waiting;
	bool got;

	for (int i = 0; i < 2; i++) {
		TRY(seat_claim(c, a->limited, &got));
		assert_true(got);
	}
	TRY(seat_claim(c, a->limited, &got));
	assert_false(got);
	TRY(seat_wait(c, a->limited, &place, &waiting));
	assert_int_equal(place, 1);
	assert_int_equal(waiting, 1);
	TRY(seat_unwait(c, a->limited));
	TRY(seat_wait(c, a->limited, &place, &waiting));
	assert_int_equal(place, 2); /* a place is never given twice */
	assert_int_equal(waiting, 1);
	assert_fault(c, seat_limit(c, a->limited, true, 1), E_REFUSED, "seats_taken");
	assert_str(c->fault.allowed, "2");
	TRY(seat_limit(c, a->limited, true, 3));
	TRY(seat_claim(c, a->limited, &got));
	assert_true(got);
	TRY(seat_free(c, a->limited));
	for (int i = 0; i < 40; i++) { /* R8 */
		TRY(seat_claim(c, a->care, &got));
		assert_true(got);
	}
	assert_fault(c, seat_limit(c, a->care, true, 100), E_REFUSED, "care_refusal_forbidden");
	return OK;
}

static void seats_are_given_freed_and_waited_for(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	static const struct verb verb = {"test.steps", steps_run};
	struct steps a;
	struct plan t;
	struct offering o;

	plan_make(c, w, &t);
	row.seats = 2;
	a.limited = plan_open(c, w, &t, row);
	a.care = plan_open(c, w, &t, plan_row(KIND_CARE, "C1", "托管"));
	assert_ok(kit_try_as(c, &w->system, &verb, &a));
	kit_read_as(c, &w->clerk);
	assert_ok(offering_get(c, a.limited, &o));
	assert_int_equal(o.taken, 2);
	assert_int_equal(o.waiting, 1);
	assert_int_equal(o.seats, 3);
	assert_ok(offering_get(c, a.care, &o));
	assert_false(o.limited);
	assert_int_equal(o.taken, 40);
}

static void nothing_is_cancelled_while_somebody_holds_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;
	struct claim a = {.got = false};
	struct offering_end end = {.cancel = true};

	plan_make(c, w, &t);
	end.offering = a.offering = plan_open(c, w, &t, plan_row(KIND_CARE, "C1", "托管"));
	assert_ok(kit_try_as(c, &w->system, &claim_verb, &a));
	assert_fault(c, kit_try_as(c, &w->clerk, &offering_end_verb, &end), E_REFUSED,
	             "seats_taken");
	end.cancel = false;
	assert_ok(kit_try_as(c, &w->clerk, &offering_end_verb, &end));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(the_limit_is_never_passed_by_64_at_once),
		KIT_FACT(seats_are_given_freed_and_waited_for),
		KIT_FACT(nothing_is_cancelled_while_somebody_holds_it),
	};

	return KIT_FACTS_RUN("term", facts);
}

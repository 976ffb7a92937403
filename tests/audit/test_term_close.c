/* Closing a term: when it may be, what it moves, and that it moves it once however often it is
 * begun. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "world.h"

#include "audit/term_close.h"
#include "money/statement.h"

#define DAY_US INT64_C(86400000000)

static void term_full(void **state, struct kit_term *t)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	kit_term_make(c, w, t);
	world_enrol(c, w, t, &w->father, CHEN_YI, CHESS, NULL);
	world_enrol(c, w, t, &w->father, CHEN_YI, CARE, NULL);
	world_enrol(c, w, t, &w->wang, WANG, POTTERY, NULL);
	world_enrol(c, w, t, &w->li, LI, PAINT, NULL);
}

static enum err begin(void **state, const struct kit_term *t, term_close_id *ret_id)
{
	struct kit_people *w = kit_world(state);
	struct term_close_begin a = {.term = t->term};
	enum err e = kit_try_as(kit_ctx(state), &w->county_officer, &term_close_begin_verb, &a);

	*ret_id = a.result;
	return e;
}

static struct money balance(void **state, enum ledger_account a)
{
	struct ctx *c = kit_ctx(state);
	struct ledger_scope s;
	struct balance v[LEDGER_ACCOUNT_COUNT], sum;

	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(ledger_scope_of(c, kit_world(state)->a1, &s));
	assert_ok(ledger_balances(c, &s, ctx_today(c), v, &sum));
	store_read_end(c);
	return v[a].balance;
}

static void a_term_that_runs_is_not_closed(void **state)
{
	struct kit_term t;
	term_close_id id;

	term_full(state, &t);
	assert_fault(kit_ctx(state), begin(state, &t, &id), E_REFUSED, "term_not_over");
}

static void the_income_of_every_enrolment_goes_to_its_schools_result_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct term_close now = {0};
	term_close_id id, again;
	struct kit_term t;

	term_full(state, &t);
	kit_advance(state, 160 * DAY_US);
	assert_ok(begin(state, &t, &id));
	assert_ok(begin(state, &t, &again));
	assert_int_equal(id.v, again.v);
	for (int i = 0; i < 10 && !now.finished; i++)
		assert_ok(term_close_step(c, id, &now));
	assert_true(now.finished);
	assert_int_equal(now.done, 4);
	assert_int_equal(now.amount.fen, 10000 + 24000 + 59999);
	assert_ok(term_close_step(c, id, &now));
	assert_int_equal(now.done, 4);
	assert_int_equal(balance(state, LEDGER_COURSE).fen, 0);
	assert_int_equal(balance(state, LEDGER_CONSUMABLES).fen, 0);
	assert_int_equal(balance(state, LEDGER_TERM_RESULT).fen, -93999);
	assert_int_equal(balance(state, LEDGER_RECEIVABLE).fen, 93999);
	kit_holds(c);
}

static void the_job_finishes_what_was_begun(void **state)
{
	static const struct job_kinds *const kinds[] = {&term_close_jobs};
	struct ctx *c = kit_ctx(state);
	struct term_close now;
	term_close_id id;
	struct kit_term t;
	bool ran = true;

	term_full(state, &t);
	kit_advance(state, 160 * DAY_US);
	assert_ok(begin(state, &t, &id));
	c->actor = kit_world(state)->system;
	for (int i = 0; i < 20 && ran; i++)
		assert_ok(jobs_step(c, kinds, 1, &ran));
	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(term_close_get(c, t.term, &now));
	store_read_end(c);
	assert_true(now.finished);
}

static void another_county_and_a_teacher_close_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct term_close_begin a = {0};
	struct term_close now;
	struct kit_term t;

	term_full(state, &t);
	kit_advance(state, 160 * DAY_US);
	a.term = t.term;
	assert_fault(c, kit_try_as(c, &w->zone_officer, &term_close_begin_verb, &a), E_ABSENT,
	             "absent");
	assert_fault(c, kit_try_as(c, &w->teacher, &term_close_begin_verb, &a), E_DENIED,
	             "not_allowed");
	kit_read_as(c, &w->zone_officer);
	assert_fault(c, term_close_get(c, t.term, &now), E_ABSENT, "absent");
	store_read_end(c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_term_that_runs_is_not_closed),
		KIT_FACT(the_income_of_every_enrolment_goes_to_its_schools_result_once),
		KIT_FACT(the_job_finishes_what_was_begun),
		KIT_FACT(another_county_and_a_teacher_close_nothing),
	};

	return KIT_FACTS_RUN("audit", facts);
}

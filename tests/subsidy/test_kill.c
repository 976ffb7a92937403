/* Kill -9 while a month's subsidy is reckoned, handed in, returned and approved: whoever comes
 * after goes on from what stands there, every reckoning comes to the same fen, and the approval is
 * booked once (R44, R49). */
#include "world.h"

#include "../killed.h"

#include <stdlib.h>

enum { OPENED, SUBMITTED, RETURNED, APPROVED_ONCE }; /* what the work tells */
static size_t kills = 4;

struct month {
	struct scene *s;
	int64_t batch;
	bool approve; /* or return it with a reason, again and again */
	bool quiet;   /* not in a process of its own: nobody listens */
	bool over;
};

static void tell(const struct month *m, int word)
{
	if (!m->quiet)
		killed_ack(word);
}

static enum err act(const struct month *m, const struct actor *who, const struct verb *v, void *arg,
                    int word)
{
	struct ctx *c = m->s->c;
	enum err e;

	as(c, who);
	e = kit_try_as(c, who, v, arg);
	if (e == OK)
		tell(m, word);
	return e;
}

static enum err next_thing(struct month *m)
{
	const struct kit_people *w = m->s->w;
	struct ctx *c = m->s->c;
	struct subsidy_decide decide = {m->batch, m->approve, S("九月多算一次")};
	struct subsidy_again again = {m->batch};
	struct subsidy_submit submit = {m->batch};
	struct subsidy_batch b = {0};
	bool more;
	enum err e;

	kit_read_as(c, &w->leader);
	e = subsidy_batch_get(c, m->batch, &b);
	store_read_end(c);
	TRY(e);
	as(c, &w->system);
	if (str_is(b.state, "computing"))
		return subsidy_step(c, b.id, b.run, &more);
	if (str_is(b.state, "draft"))
		return act(m, &w->leader, &subsidy_submit_verb, &submit, SUBMITTED);
	if (str_is(b.state, "submitted"))
		return act(m, &w->county_officer, &subsidy_decide_verb, &decide,
		           m->approve ? APPROVED_ONCE : RETURNED);
	if (str_is(b.state, "returned"))
		return act(m, &w->leader, &subsidy_again_verb, &again, OPENED);
	m->over = true;
	return OK;
}

static bool month_goes_on(void *arg)
{
	struct month *m = arg;
	struct ctx *c = m->s->c;

	if (!m->quiet)
		killed_begin();
	while (!m->over) {
		struct arena_mark mark = arena_mark(c->arena);

		if (next_thing(m) != OK || audit_flush_reads(c) != OK)
			return false;
		arena_rewind(c->arena, mark);
	}
	return true;
}

/* How many steps of this name the month's history has. */
static int64_t steps(struct month *m, const char *name)
{
	struct arena_mark mark = arena_mark(m->s->c->arena); /* it grows long */
	struct subsidy_batch b = scene_batch(m->s, m->batch);
	struct subsidy_done *v;
	int64_t found = 0;
	size_t n;

	kit_read_as(m->s->c, &m->s->w->leader);
	assert_ok(subsidy_steps(m->s->c, &b, &v, &n));
	for (size_t i = 0; i < n; i++)
		found += str_is(v[i].step, name);
	store_read_end(m->s->c);
	arena_rewind(m->s->c->arena, mark);
	return found;
}

static void a_round(void **state, struct month *m, uint64_t known, uint64_t *seed, size_t *killed)
{
	int64_t submitted = steps(m, "submitted"), returned = steps(m, "returned");
	struct killed k;

	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	k = killed_run(state, 500 + (int64_t)((*seed >> 33) % 60000), month_goes_on, m);
	*killed += !k.ended;
	assert_in_range(steps(m, "submitted") - submitted, k.acked[SUBMITTED],
	                k.acked[SUBMITTED] + !k.ended);
	assert_in_range(steps(m, "returned") - returned, k.acked[RETURNED],
	                k.acked[RETURNED] + !k.ended);
	killed_verify(m->s->c, known);
}

/* The county pays by the day and caps the month: days and a cap are reckoned from the sittings. */
static struct subsidy_batch days_instead(struct scene *s)
{
	published(s->c, &s->w->county_officer, &s->other,
	          pay_rules_of(s->c, "2026-09-01",
	                       "  rate exactly 60.00 yuan per day\n"
	                       "  cap 1000.00 yuan per month\n"));
	return scene_reckon(s, s->first);
}

static void R49_kill_9_while_a_month_is_reckoned_and_approved_books_it_once(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = days_instead(&s);
	struct month m = {.s = &s, .batch = b.id};
	struct money total = FEN(100000);
	uint64_t seed = 88172645463325252u, known;
	size_t killed = 0;

	assert_int_equal(b.total.fen, total.fen);
	assert_ok(scene_quota(&s, 100000000));
	known = killed_broken(s.c);
	while (killed + 1 < kills) {
		a_round(state, &m, known, &seed, &killed);
		assert_int_equal(scene_balance(&s, "staff_expense", s.w->a1.v).fen, 0);
		b = scene_batch(&s, m.batch);
		if (!str_is(b.state, "computing"))
			assert_int_equal(b.total.fen, total.fen);
	}
	m.approve = true;
	while (!str_is(scene_batch(&s, m.batch).state, "approved"))
		a_round(state, &m, known, &seed, &killed);
	m.quiet = true;
	assert_true(month_goes_on(&m)); /* nothing is left to do */
	b = scene_batch(&s, m.batch);
	assert_int_equal(b.total.fen, total.fen);
	assert_int_equal(scene_line(&s, &b, s.w->teacher_id.v).fen, total.fen);
	assert_int_equal(steps(&m, "approved"), 1);
	assert_int_equal(scene_balance(&s, "staff_expense", s.w->a1.v).fen, total.fen);
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, -total.fen);
	killed_verify(s.c, known);
	print_message("# subsidy: %zu kills, %lld reckonings\n", killed, (long long)b.run);
	assert_true(killed > 0);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R49_kill_9_while_a_month_is_reckoned_and_approved_books_it_once),
	};

	if (argc > 1)
		kills = (size_t)strtoul(argv[1], NULL, 10);
	return KIT_FACTS_RUN("subsidy kill", facts);
}

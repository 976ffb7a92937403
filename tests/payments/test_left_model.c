/* A bill of one service in any order: adjusted, paid or not, left on some day; then its refunds
 * returned, agreed to by one or two persons, reckoned anew on sittings that were corrected. When
 * nothing is left to do, what the school has and what is still owed together is what was charged
 * less what the rules give of it. */
#include "scene.h"

#include "left.h"

struct random {
	struct one t;
	uint64_t seed;
	int64_t charged, agreed; /* agreed: of the price, to be paid back */
	size_t documents, returned, reckoned;
};

static uint64_t dice(struct random *m, uint64_t sides)
{
	m->seed ^= m->seed << 13;
	m->seed ^= m->seed >> 7;
	m->seed ^= m->seed << 17;
	return m->seed % sides;
}

static void pays(struct random *m)
{
	char document[24];

	snprintf(document, sizeof document, "R-%zu", m->documents++);
	if (scene_due(&m->t.s, m->t.pupil).fen > 0)
		scene_paid(&m->t.s, m->t.pupil, document);
}

static void before_leaving(struct random *m)
{
	for (uint64_t i = dice(m, 4); i > 0; i--) {
		struct adjust a = pottery_by(&m->t, (int64_t)dice(m, 20000) - 8000);

		if (a.amount.fen == 0 || m->charged + a.amount.fen < 0)
			continue;
		assert_ok(kit_try_as(m->t.s.c, &m->t.s.w->leader, &adjust_verb, &a));
		m->charged += a.amount.fen;
		if (dice(m, 2))
			pays(m);
	}
}

static struct refund *in_state(struct random *m, enum refund_state state)
{
	size_t n;
	struct refund *v = refunds(&m->t, &n);

	for (size_t i = 0; i < n; i++)
		if (v[i].state == state)
			return &v[i];
	return NULL;
}

static int64_t price_back(struct one *t, refund_id id)
{
	struct refund_item *item;
	int64_t sum = 0;
	size_t n;

	kit_read_as(t->s.c, &t->s.w->leader);
	assert_ok(refund_items(t->s.c, id, &item, &n));
	store_read_end(t->s.c);
	for (size_t i = 0; i < n; i++)
		sum += str_is(item[i].item, "price") ? item[i].amount.fen : 0;
	return sum;
}

static void agreed(struct random *m, refund_id id)
{
	struct refund_paid out = {id, S("T-1")};

	assert_ok(left_judge(&m->t, id, true));
	second_says(&m->t, id, APPROVED);
	assert_ok(left_judge(&m->t, id, true));
	m->agreed += price_back(&m->t, id);
	if (dice(m, 2))
		assert_ok(kit_try_as(m->t.s.c, &m->t.s.w->finance, &refund_paid_verb, &out));
}

/* The oldest that was returned; false: it comes to nothing more. */
static bool reckoned(struct random *m)
{
	const struct refund *r = in_state(m, REFUND_RETURNED);
	enum err e;

	if (!r)
		return false;
	e = reckon(&m->t, &m->t.s.w->finance, r->id);
	m->reckoned += e == OK;
	assert_true(e == OK || str_is(str_of(m->t.s.c->fault.code), "refund_nothing"));
	return e == OK;
}

static void after_leaving(struct random *m)
{
	for (int i = 0; i < 12; i++) {
		const struct refund *r = in_state(m, REFUND_ASKED);

		switch (dice(m, 4)) {
		case 0:
			if (r && ++m->returned)
				assert_ok(left_judge(&m->t, r->id, false));
			break;
		case 1:
			if (r)
				agreed(m, r->id);
			break;
		case 2:
			sitting(&m->t, (int64_t)dice(m, 8),
			        dice(m, 2) ? CALLED_OFF : HELD_AFTER_ALL);
			break;
		default:
			if (!r)
				(void)reckoned(m);
		}
	}
}

static void all_done(struct random *m)
{
	struct refund_credit over = {.pupil = m->t.s.w->pupil[m->t.pupil], .term = m->t.s.t.term};
	const struct refund *r;

	do {
		while ((r = in_state(m, REFUND_ASKED)))
			agreed(m, r->id);
	} while (reckoned(m));
	while ((r = in_state(m, REFUND_ASKED)))
		agreed(m, r->id);
	while ((r = in_state(m, REFUND_APPROVED))) {
		struct refund_paid out = {r->id, S("T-2")};

		assert_ok(kit_try_as(m->t.s.c, &m->t.s.w->finance, &refund_paid_verb, &out));
	}
	if (kit_try_as(m->t.s.c, &m->t.s.w->finance, &refund_credit_verb, &over) == OK) {
		agreed(m, over.result);
		if ((r = in_state(m, REFUND_APPROVED))) {
			struct refund_paid out = {r->id, S("T-3")};

			assert_ok(
				kit_try_as(m->t.s.c, &m->t.s.w->finance, &refund_paid_verb, &out));
		}
	}
}

/* What the last reckoning gave, or what was agreed to before where that is more. */
static int64_t given(struct random *m)
{
	struct refund_item item;
	int64_t fen;
	size_t n;
	struct refund *v = refunds(&m->t, &n);

	while (n > 0 && !str_is(v[n - 1].reason, "quit"))
		n--;
	assert_true(n > 0);
	item = price_of(&m->t, v[n - 1].id);
	fen = of_rules(&item, m->charged);
	return fen > m->agreed ? fen : m->agreed;
}

static void one_family(void **state, struct random *m)
{
	int64_t before = kept(&m->t);

	m->charged = 20000;
	m->agreed = 0;
	pays(m);
	before_leaving(m);
	days(state, &m->t, (int64_t)dice(m, 22));
	left(&m->t);
	after_leaving(m);
	all_done(m);
	assert_int_equal(kept(&m->t) - before + scene_due(&m->t.s, m->t.pupil).fen,
	                 m->charged - given(m));
}

static void families(void **state, uint64_t seed)
{
	static const enum kit_pupil pupil[] = {CHEN_YI, CHEN_ER, WANG, WANG_OTHER, LI, ZHAO};
	struct random m = {.t = of_pottery(state, QUITS), .seed = seed};
	const struct kit_people *w = m.t.s.w;
	const struct actor *who[] = {&w->father,     &w->father, &w->wang,
	                             &w->wang_other, &w->li,     &w->zhao};
	enrolment_id id[6];

	for (size_t i = 0; i < 6; i++)
		id[i] = scene_enrol(&m.t.s, who[i], pupil[i], POTTERY);
	scene_signed(&m.t.s);
	laid_out(&m.t);
	for (size_t i = 0; i < 6; i++) {
		m.t.pupil = pupil[i];
		m.t.guardian = who[i];
		m.t.id = id[i];
		one_family(state, &m);
	}
	assert_true(m.returned > 0 && m.reckoned > 0);
	books_hold(&m.t);
}

static void R61_in_any_order_the_family_bears_what_the_rules_say(void **state)
{
	families(state, 20260903);
}

static void R61_in_any_other_order_too(void **state)
{
	families(state, 7);
}

static void R61_and_in_a_third_one(void **state)
{
	families(state, 1234567);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R61_in_any_order_the_family_bears_what_the_rules_say),
		KIT_FACT(R61_in_any_other_order_too),
		KIT_FACT(R61_and_in_a_third_one),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments left model", facts);
	scene_end(NULL);
	return rc;
}

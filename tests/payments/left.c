#include "scene.h"

#include "left.h"

#include "../killed.h"
#include "../kit_verify.h"
#include "../rulebook/world.h"
#include "../second.h"
#include "payments/internal.h"
#include "term/sitting.h"

struct of_sitting {
	struct one *t;
	int64_t nth;
	enum was was;
};

struct adjust pottery_by(const struct one *t, int64_t fen)
{
	struct adjust a = scene_chess_by(&t->s, t->pupil, fen, "加上几次");

	a.offering = t->s.t.offering[POTTERY];
	return a;
}

void days(void **state, struct one *t, int64_t n)
{
	kit_advance(state, n * DAY_US);
	t->s.c->now = env_now(t->s.c->env);
}

struct one of_pottery(void **state, const char *doc)
{
	struct one t = {.s = scene_of(state), .pupil = CHEN_YI};
	struct scene *s = &t.s;

	t.guardian = &s->w->father;
	t.known = killed_broken(s->c);
	t.other = second_officer(s->c, s->w);
	if (doc)
		published(s->c, &s->w->county_officer, &t.other, str_of(doc));
	return t;
}

void laid_out(struct one *t)
{
	struct sittings_generate g = {.offering = t->s.t.offering[POTTERY]};

	assert_ok(kit_try_as(t->s.c, &t->s.w->system, &sittings_generate_verb, &g));
}

struct one part_paid(void **state, const char *doc)
{
	struct one t = of_pottery(state, doc);
	struct adjust up = pottery_by(&t, 3000);

	t.id = scene_enrol(&t.s, &t.s.w->father, CHEN_YI, POTTERY);
	scene_signed(&t.s);
	scene_paid(&t.s, CHEN_YI, "D-1");
	laid_out(&t);
	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &up));
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 3000);
	return t;
}

static enum err sitting_run(struct ctx *c, void *arg)
{
	const struct of_sitting *a = arg;
	struct q_sitting_nth_row row;

	TRY(q_sitting_nth(c, a->t->s.t.offering[POTTERY], a->nth, &row));
	if (a->was == ABSENT)
		return q_was_absent(c, row.id, a->t->s.w->pupil[CHEN_YI], a->t->s.w->county, NULL);
	return a->was == CALLED_OFF ? q_sitting_call_off(c, row.id, NULL)
	                            : q_sitting_call_on(c, row.id, NULL);
}

void sitting(struct one *t, int64_t nth, enum was was)
{
	static const struct verb verb = {"test.sitting", sitting_run};

	assert_ok(kit_try_as(t->s.c, &t->s.w->system, &verb, &(struct of_sitting){t, nth, was}));
}

void left(struct one *t)
{
	struct withdraw leave = {.enrolment = t->id};

	assert_ok(kit_try_as(t->s.c, t->guardian, &withdraw_verb, &leave));
}

struct refund *refunds(struct one *t, size_t *ret_n)
{
	struct refund *v;

	kit_read_as(t->s.c, &t->s.w->leader);
	assert_ok(refund_list(t->s.c, t->s.w->pupil[t->pupil], t->s.t.term, &v, ret_n));
	store_read_end(t->s.c);
	return v;
}

struct refund newest(struct one *t)
{
	size_t n;
	struct refund *v = refunds(t, &n);

	assert_true(n > 0);
	return v[n - 1];
}

struct refund_item price_of(struct one *t, refund_id id)
{
	struct refund_item *item;
	size_t n;

	kit_read_as(t->s.c, &t->s.w->leader);
	assert_ok(refund_items(t->s.c, id, &item, &n));
	store_read_end(t->s.c);
	assert_true(n > 0);
	assert_str(item[0].item, "price");
	return item[0];
}

int64_t of_rules(const struct refund_item *i, int64_t charged)
{
	return (charged * (i->basis - i->served) * 2 + i->basis) / (2 * i->basis);
}

enum err left_judge(struct one *t, refund_id id, bool accept)
{
	struct refund_judge a = {.refund = id, .accept = accept, .reason = S("考勤有误")};

	return kit_try_as(t->s.c, &t->s.w->finance, &refund_judge_verb, &a);
}

void second_says(struct one *t, refund_id id, enum approval_word word)
{
	struct approval_say say = {.word = word, .reason = word == APPROVED ? S("") : S("再核对")};
	struct approval_state st;

	assert_ok(store_read_begin(t->s.c));
	assert_ok(approval_state_of(t->s.c, APPROVE_REFUND, id.v, &st));
	store_read_end(t->s.c);
	say.approval = st.id;
	assert_ok(kit_try_as(t->s.c, &t->s.w->leader, &approval_say_verb, &say));
}

enum err reckon(struct one *t, const struct actor *who, refund_id id)
{
	struct refund_reckon a = {.refund = id};

	return kit_try_as(t->s.c, who, &refund_reckon_verb, &a);
}

static enum err follow_run(struct ctx *c, void *arg)
{
	return refund_follow(c, *(const refund_id *)arg);
}

void followed(struct one *t, refund_id id)
{
	static const struct verb verb = {"test.follow", follow_run};

	assert_ok(kit_try_as(t->s.c, &t->s.w->system, &verb, &id));
}

void paid_back(struct one *t, refund_id id)
{
	struct refund_paid out = {id, S("T-1")};

	assert_ok(left_judge(t, id, true));
	if (newest(t).state == REFUND_ASKED) {
		second_says(t, id, APPROVED);
		assert_ok(left_judge(t, id, true));
	}
	assert_ok(kit_try_as(t->s.c, &t->s.w->finance, &refund_paid_verb, &out));
}

int64_t kept(struct one *t)
{
	return scene_sum(&t->s, "clearing_counter");
}

void books_hold(struct one *t)
{
	kit_holds(t->s.c);
	assert_true(second_program_agrees(t->s.c, t->s.w) > 0);
	killed_verify(t->s.c, t->known);
}

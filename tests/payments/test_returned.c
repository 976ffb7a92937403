/* A service is left whose bill is partly unpaid: what ended, and what becomes of it when the refund
 * is returned, reckoned anew, agreed to at another amount or by two payments. */
#include "scene.h"

#include "../killed.h"
#include "../kit_verify.h"
#include "../rulebook/world.h"
#include "../second.h"
#include "money/approval.h"
#include "payments/internal.h"
#include "term/sitting.h"

#define DAY_US INT64_C(86400000000)
#define DOC                                                                                        \
	"ruleset LOCAL\ntitle \"示例县退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"
#define GIVES(id, reason)                                                                          \
	"\nrefund " id " \"退费\"\n  of course\n  reason " reason                                  \
	"\n  method share\n  unit sitting\n  basis served\n  clause \"按未上课次退费\"\n"          \
	"  requirement R61\n"
#define QUITS DOC GIVES("quit", "quit") GIVES("absence", "absence")

struct one {
	struct scene s;
	struct actor other;
	const struct actor *guardian;
	enum kit_pupil pupil;
	enrolment_id id;
	uint64_t known;
};

static struct adjust pottery_by(const struct one *t, int64_t fen)
{
	struct adjust a = scene_chess_by(&t->s, t->pupil, fen, "加上几次");

	a.offering = t->s.t.offering[POTTERY];
	return a;
}

static void days(void **state, struct one *t, int64_t n)
{
	kit_advance(state, n * DAY_US);
	t->s.c->now = env_now(t->s.c->env);
}

static struct one of_pottery(void **state, const char *doc)
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

static void laid_out(struct one *t)
{
	struct sittings_generate g = {.offering = t->s.t.offering[POTTERY]};

	assert_ok(kit_try_as(t->s.c, &t->s.w->system, &sittings_generate_verb, &g));
}

/* 200.00 of pottery and 40.00 of its goods are paid, 30.00 it was adjusted up by are not. */
static struct one part_paid(void **state, const char *doc)
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

/* Of the nth sitting of the term. */
enum was { CALLED_OFF, HELD_AFTER_ALL, ABSENT };
struct of_sitting {
	struct one *t;
	int64_t nth;
	enum was was;
};

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

static void sitting(struct one *t, int64_t nth, enum was was)
{
	static const struct verb verb = {"test.sitting", sitting_run};

	assert_ok(kit_try_as(t->s.c, &t->s.w->system, &verb, &(struct of_sitting){t, nth, was}));
}

static void left(struct one *t)
{
	struct withdraw leave = {.enrolment = t->id};

	assert_ok(kit_try_as(t->s.c, t->guardian, &withdraw_verb, &leave));
}

static struct refund *refunds(struct one *t, size_t *ret_n)
{
	struct refund *v;

	kit_read_as(t->s.c, &t->s.w->leader);
	assert_ok(refund_list(t->s.c, t->s.w->pupil[t->pupil], t->s.t.term, &v, ret_n));
	store_read_end(t->s.c);
	return v;
}

static struct refund newest(struct one *t)
{
	size_t n;
	struct refund *v = refunds(t, &n);

	assert_true(n > 0);
	return v[n - 1];
}

static struct refund_item price_of(struct one *t, refund_id id)
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

/* What the rules give of so much for what was not held. */
static int64_t of_rules(const struct refund_item *i, int64_t charged)
{
	return (charged * (i->basis - i->served) * 2 + i->basis) / (2 * i->basis);
}

static enum err judge(struct one *t, refund_id id, bool accept)
{
	struct refund_judge a = {.refund = id, .accept = accept, .reason = S("考勤有误")};

	return kit_try_as(t->s.c, &t->s.w->finance, &refund_judge_verb, &a);
}

static void second_says(struct one *t, refund_id id, enum approval_word word)
{
	struct approval_say say = {.word = word,
	                           .reason = word == APPROVED ? S("") : S("再核对")};
	struct approval_state st;

	assert_ok(store_read_begin(t->s.c));
	assert_ok(approval_state_of(t->s.c, APPROVE_REFUND, id.v, &st));
	store_read_end(t->s.c);
	say.approval = st.id;
	assert_ok(kit_try_as(t->s.c, &t->s.w->leader, &approval_say_verb, &say));
}

static enum err reckon(struct one *t, const struct actor *who, refund_id id)
{
	struct refund_reckon a = {.refund = id};

	return kit_try_as(t->s.c, who, &refund_reckon_verb, &a);
}

static enum err follow_run(struct ctx *c, void *arg)
{
	return refund_follow(c, *(const refund_id *)arg);
}

static void followed(struct one *t, refund_id id)
{
	static const struct verb verb = {"test.follow", follow_run};

	assert_ok(kit_try_as(t->s.c, &t->s.w->system, &verb, &id));
}

/* Agreed to by two and paid out at the counter. */
static void paid_back(struct one *t, refund_id id)
{
	struct refund_paid out = {id, S("T-1")};

	assert_ok(judge(t, id, true));
	if (newest(t).state == REFUND_ASKED) {
		second_says(t, id, APPROVED);
		assert_ok(judge(t, id, true));
	}
	assert_ok(kit_try_as(t->s.c, &t->s.w->finance, &refund_paid_verb, &out));
}

static int64_t kept(struct one *t)
{
	return scene_sum(&t->s, "clearing_counter");
}

static void books_hold(struct one *t)
{
	kit_holds(t->s.c);
	assert_true(second_program_agrees(t->s.c, t->s.w) > 0);
	killed_verify(t->s.c, t->known);
}

/* --- returned --------------------------------------------------------------------------------- */

static void R61_when_the_refund_is_returned_what_ended_is_not_owed_again(void **state)
{
	struct one t = part_paid(state, QUITS);

	days(state, &t, 70);
	left(&t);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	assert_ok(judge(&t, newest(&t).id, false));
	assert_int_equal(newest(&t).state, REFUND_RETURNED);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

static void comes_back_as_the_rules_say(void **state, bool by_second)
{
	struct one t = part_paid(state, QUITS);
	struct refund_item item;
	struct refund r;

	days(state, &t, 70);
	left(&t);
	r = newest(&t);
	if (by_second) {
		assert_ok(judge(&t, r.id, true)); /* which submits it */
		second_says(&t, r.id, RETURNED);
		followed(&t, r.id);
	} else {
		assert_ok(judge(&t, r.id, false));
	}
	assert_int_equal(newest(&t).state, REFUND_RETURNED);
	days(state, &t, 30); /* as of when it was left, all the same */
	assert_ok(reckon(&t, &t.s.w->finance, r.id));
	assert_int_equal(newest(&t).amount.fen, r.amount.fen);
	assert_true(newest(&t).id.v != r.id.v);
	item = price_of(&t, newest(&t).id);
	assert_int_equal(item.amount.fen, of_rules(&item, 23000) - 3000);
	assert_fault(t.s.c, reckon(&t, &t.s.w->finance, r.id), E_CONFLICT, "conflict");
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&item, 23000));
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	assert_fault(t.s.c, reckon(&t, &t.s.w->finance, r.id), E_REFUSED, "refund_nothing");
	books_hold(&t);
}

static void R61_a_returned_refund_of_a_leaving_is_reckoned_anew_and_comes_back_whole(void **state)
{
	comes_back_as_the_rules_say(state, false);
}

static void R71_what_the_second_person_returned_is_reckoned_anew_and_comes_back_whole(void **state)
{
	comes_back_as_the_rules_say(state, true);
}

static void R71_whoever_has_it_reckoned_anew_does_not_agree_to_it(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct approval_limit_set limit = {APPROVE_REFUND, {10000000}, S("小额退费")};

	assert_ok(kit_try_as(t.s.c, &t.s.w->county_officer, &approval_limit_verb, &limit));
	left(&t);
	assert_ok(judge(&t, newest(&t).id, false));
	assert_ok(reckon(&t, &t.s.w->finance, newest(&t).id));
	assert_fault(t.s.c, judge(&t, newest(&t).id, true), E_REFUSED, "not_approved");
	assert_int_equal(newest(&t).state, REFUND_ASKED);
}

static void R61_only_a_returned_refund_of_a_leaving_is_reckoned_anew_and_by_a_desk(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_ask ask = {.enrolment = t.id, .reason = S("absence")};
	refund_id asked;

	days(state, &t, 70);
	sitting(&t, 0, ABSENT);
	assert_ok(kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask));
	asked = ask.result;
	assert_ok(judge(&t, asked, false));
	assert_fault(t.s.c, reckon(&t, &t.s.w->leader, asked), E_CONFLICT, "conflict");
	left(&t);
	assert_fault(t.s.c, reckon(&t, &t.s.w->leader, newest(&t).id), E_CONFLICT, "conflict");
	assert_ok(judge(&t, newest(&t).id, false));
	assert_fault(t.s.c, reckon(&t, &t.s.w->father, newest(&t).id), E_DENIED, "not_allowed");
	assert_fault(t.s.c, reckon(&t, &t.s.w->finance2, newest(&t).id), E_ABSENT, "absent");
	assert_ok(reckon(&t, &t.s.w->leader, newest(&t).id));
}

/* --- at another amount ------------------------------------------------------------------------ */

/* Two sittings were not held and nobody had said so. */
static void R61_reckoned_anew_by_corrected_sittings_more_comes_back(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_item was, is;
	refund_id first;

	days(state, &t, 70);
	left(&t);
	first = newest(&t).id;
	was = price_of(&t, first);
	assert_ok(judge(&t, first, false));
	sitting(&t, 0, CALLED_OFF);
	sitting(&t, 1, CALLED_OFF);
	assert_ok(reckon(&t, &t.s.w->finance, first));
	is = price_of(&t, newest(&t).id);
	assert_int_equal(is.served, was.served - 2);
	assert_int_equal(is.amount.fen, of_rules(&is, 23000) - 3000);
	assert_true(is.amount.fen > was.amount.fen);
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&is, 23000));
	books_hold(&t);
}

/* Less than what had ended: the difference is owed again, once, and the family reads why. */
static void R61_reckoned_anew_to_less_than_what_had_ended_the_rest_is_owed_again(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct adjust up = pottery_by(&t, 900000);
	struct refund_item was, is;
	refund_id first;

	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &up));
	for (int64_t i = 0; i < 4; i++)
		sitting(&t, i, CALLED_OFF);
	days(state, &t, 70);
	left(&t);
	first = newest(&t).id;
	was = price_of(&t, first);
	assert_int_equal(newest(&t).amount.fen, 4000); /* its goods; the price goes off the debt */
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - of_rules(&was, 923000));
	assert_ok(judge(&t, first, false));
	for (int64_t i = 0; i < 4; i++)
		sitting(&t, i, HELD_AFTER_ALL);
	assert_ok(reckon(&t, &t.s.w->finance, first));
	is = price_of(&t, newest(&t).id);
	assert_int_equal(is.served, was.served + 4);
	assert_int_equal(is.amount.fen, 0);
	assert_int_equal(newest(&t).amount.fen, 4000);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - of_rules(&is, 923000));
	assert_ok(judge(&t, newest(&t).id, false));
	assert_ok(reckon(&t, &t.s.w->leader, newest(&t).id));
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - of_rules(&is, 923000));
	books_hold(&t);
}

/* --- afterwards ------------------------------------------------------------------------------- */

/* What ended was given back already: it is not asked for once more as an absence. */
static void R61_what_ended_does_not_come_back_as_an_absence_too(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_ask ask = {.enrolment = t.id, .reason = S("absence")};
	struct refund_item item;

	days(state, &t, 70);
	left(&t);
	item = price_of(&t, newest(&t).id);
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&item, 23000));
	assert_fault(t.s.c, kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask), E_REFUSED,
	             "refund_nothing");
	books_hold(&t);
	sitting(&t, 0, ABSENT);
	assert_ok(kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask));
	item.served--;
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&item, 23000));
}

/* The same where all of it went off the debt and nothing was paid back. */
static void R61_an_absence_before_a_leaving_that_ended_debt_alone_comes_back(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_ask ask = {.enrolment = t.id, .reason = S("absence")};
	struct adjust up = pottery_by(&t, 9000);
	struct refund_item item;
	int64_t owed;

	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &up));
	days(state, &t, 110);
	left(&t);
	item = price_of(&t, newest(&t).id);
	assert_int_equal(item.amount.fen, 0);
	paid_back(&t, newest(&t).id);
	owed = scene_due(&t.s, CHEN_YI).fen;
	assert_int_equal(owed, 12000 - of_rules(&item, 32000));
	books_hold(&t);
	scene_paid(&t.s, CHEN_YI, "D-2");
	sitting(&t, 0, ABSENT);
	assert_ok(kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask));
	owed = of_rules(&item, 32000);
	item.served--;
	assert_int_equal(newest(&t).amount.fen, of_rules(&item, 32000) - owed);
}

/* --- nobody decided --------------------------------------------------------------------------- */

/* The school takes a pupil off: undecided it ends nothing; decided later it counts from that
 * moment, what was ahead then, the goods not handed out then. */
static void R61_what_the_school_took_off_is_decided_later_as_of_that_moment(void **state)
{
	struct one t = part_paid(state, NULL);
	struct staff_move off = {.enrolment = t.id, .remove = true, .reason = S("停开")};
	struct refund_item item;

	days(state, &t, 70);
	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &staff_move_verb, &off));
	assert_int_equal(newest(&t).state, REFUND_UNDECIDED);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 3000);
	item = price_of(&t, newest(&t).id);
	assert_int_equal(item.served, 0); /* of no sitting there is a register */
	days(state, &t, 30);
	published(t.s.c, &t.s.w->county_officer, &t.other,
	          S(DOC GIVES("unserved", "not_served")));
	assert_ok(judge(&t, newest(&t).id, true));
	assert_int_equal(newest(&t).state, REFUND_ASKED);
	assert_int_equal(price_of(&t, newest(&t).id).served, item.served);
	assert_int_equal(newest(&t).amount.fen, 23000 - 3000 + 4000);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

/* --- R34 -------------------------------------------------------------------------------------- */

#define TOGETHER                                                                                   \
	"\nlimit together \"托管和课程合计\"\n  over care course\n  cap 250.00 yuan per term\n"  \
	"  consumables excluded\n  above reduce\n  clause \"合计最多250元\"\n  requirement R34\n"

/* 30.00 of chess ended unpaid: they no longer use up the cap that pottery shared. */
static void R34_what_ended_no_longer_uses_up_a_cap_either(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct one t = {.s = s, .guardian = &s.w->father, .known = killed_broken(s.c)};
	struct adjust less = scene_chess_by(&s, CHEN_YI, -3000, "少上一次");
	struct adjust more = scene_chess_by(&s, CHEN_YI, 3000, "还是上了");

	published(s.c, &s.w->county_officer, &other, S(QUITS TOGETHER));
	t.id = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS); /* 100.00 */
	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);      /* 150.00 of 200.00, and 40.00 */
	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};

	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &less));
	struct refund_credit over = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};

	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &over));
	paid_back(&t, over.result);
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &more));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 3000);
	left(&t);
	assert_int_equal(newest(&t).amount.fen, 7000);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 3000); /* of pottery, which costs more now */
	paid_back(&t, newest(&t).id);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 5000); /* its 200.00 */
	books_hold(&t);
}

/* --- in any order ----------------------------------------------------------------------------- */

/* A bill of one service in any order: adjusted, paid or not, left on some day; then its refunds
 * returned, agreed to by one or two persons, reckoned anew on sittings that were corrected. When
 * nothing is left to do, what the school has and what is still owed together is what was charged
 * less what the rules give of it. */
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

	assert_ok(judge(&m->t, id, true));
	second_says(&m->t, id, APPROVED);
	assert_ok(judge(&m->t, id, true));
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
				assert_ok(judge(&m->t, r->id, false));
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

			assert_ok(kit_try_as(m->t.s.c, &m->t.s.w->finance, &refund_paid_verb, &out));
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
		KIT_FACT(R61_when_the_refund_is_returned_what_ended_is_not_owed_again),
		KIT_FACT(R61_a_returned_refund_of_a_leaving_is_reckoned_anew_and_comes_back_whole),
		KIT_FACT(R71_what_the_second_person_returned_is_reckoned_anew_and_comes_back_whole),
		KIT_FACT(R71_whoever_has_it_reckoned_anew_does_not_agree_to_it),
		KIT_FACT(R61_only_a_returned_refund_of_a_leaving_is_reckoned_anew_and_by_a_desk),
		KIT_FACT(R61_reckoned_anew_by_corrected_sittings_more_comes_back),
		KIT_FACT(R61_reckoned_anew_to_less_than_what_had_ended_the_rest_is_owed_again),
		KIT_FACT(R61_what_ended_does_not_come_back_as_an_absence_too),
		KIT_FACT(R61_an_absence_before_a_leaving_that_ended_debt_alone_comes_back),
		KIT_FACT(R61_what_the_school_took_off_is_decided_later_as_of_that_moment),
		KIT_FACT(R34_what_ended_no_longer_uses_up_a_cap_either),
		KIT_FACT(R61_in_any_order_the_family_bears_what_the_rules_say),
		KIT_FACT(R61_in_any_other_order_too),
		KIT_FACT(R61_and_in_a_third_one),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments returned", facts);
	scene_end(NULL);
	return rc;
}

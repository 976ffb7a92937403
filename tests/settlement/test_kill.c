/* Kill -9 while an agency's hours are drawn up, released, put into a payout batch, approved and
 * paid: whoever comes after goes on from what stands there; in the end every verified half hour was
 * released once and paid once (R60, R67). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../killed.h"

#include <stdlib.h>

#include "money/approval.h"
#include "settlement/settlement.h"
#include "world.sql.h"

#define DAY_US INT64_C(86400000000)

enum { DRAWN, RELEASED, BATCHED, PAID };                /* what the work tells */
enum { PRICE = 12000, SHARE = 9000, HALF_HOUR = 6000 }; /* fen: of a bill, of it, of the work */
static size_t kills = 3;

struct office {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	offering_id course;
	int64_t next, rounds;
	int32_t day;
	bool quiet; /* not in a process of its own: nobody listens */
};

/* --- what a week brings ----------------------------------------------------------------------- */

static enum err account_run(struct ctx *c, void *arg)
{
	struct office *o = arg;

	return q_s_collecting(c, 900000001, o->w->county, o->w->a1, NULL);
}

/* A family pays for the course, and half an hour of it is held. */
static enum err week_run(struct ctx *c, void *arg)
{
	struct office *o = arg;
	const struct kit_people *w = o->w;
	int64_t id = o->next += 10;

	TRY(q_s_enrolment(c, id, w->county, w->a1, o->t.term, o->course, id, NULL));
	TRY(q_s_bill(c, id + 1, w->county, w->a1, o->t.term, id, PRICE, S("collected"), NULL));
	TRY(q_s_line(c, id + 2, w->county, id + 1, id, o->course, PRICE, NULL));
	TRY(q_s_payment(c, id + 3, w->county, w->a1, o->t.term, id + 1, id, 900000001, PRICE,
	                NULL));
	TRY(q_s_sitting(c, id + 4, w->county, w->a1, o->course, (struct date){o->day}, 30, NULL));
	return q_s_register(c, id + 4, w->county, w->a1, 5, NULL);
}

static void a_week(struct office *o, void **state)
{
	static const struct verb verb = {"test.week", week_run};

	kit_advance(state, DAY_US);
	o->day++;
	o->rounds++;
	assert_ok(kit_try_as(o->c, &o->w->system, &verb, o));
}

static struct office office_of(void **state)
{
	static const struct verb account = {"test.account", account_run};
	struct office o = {.c = kit_ctx(state), .w = kit_world(state), .next = 900000000};
	struct sheet_put put = {.minutes = 900,
	                        .people = 1,
	                        .headcount = 20,
	                        .rate = {HALF_HOUR * 2},
	                        .materials = {60000}};
	struct payee_set payee = {S("示例艺术培训中心"), S("6222 0000 1111 2222"), S("示例银行")};
	struct sheet_publish publish;

	kit_term_make(o.c, o.w, &o.t);
	put.offering = o.course = o.t.offering[AGENCY];
	o.day = ctx_today(o.c).day;
	kit_advance(state, 20 * DAY_US); /* by then a register is closed to its teacher */
	assert_ok(kit_try_as(o.c, &o.w->system, &account, &o));
	assert_ok(kit_try_as(o.c, &o.w->clerk, &sheet_put_verb, &put));
	publish.sheet = put.result;
	assert_ok(kit_try_as(o.c, &o.w->leader, &sheet_publish_verb, &publish));
	assert_ok(kit_try_as(o.c, &o.w->agency, &payee_set_verb, &payee));
	return o;
}

/* --- the office at work ----------------------------------------------------------------------- */

static void tell(const struct office *o, int word)
{
	if (!o->quiet)
		killed_ack(word);
}

/* A refusal with this code means that there is nothing to do. */
static enum err unless(struct ctx *c, enum err e, const char *code, bool *ret_did)
{
	*ret_did = e == OK;
	return e != OK && c->fault.code && strcmp(c->fault.code, code) == 0 ? OK : e;
}

static enum err draw_up(struct office *o, bool *ret_did)
{
	struct settlement_draw a = {
		.offering = o->course, .first = {o->day - 60}, .last = ctx_today(o->c)};
	enum err e = kit_try_as(o->c, &o->w->finance, &settlement_draw_verb, &a);

	return unless(o->c, e, "hours_not_verified", ret_did);
}

static enum err release_all(struct office *o)
{
	struct settlement *v = NULL;
	int64_t total;
	size_t n = 0;
	enum err e;

	kit_read_as(o->c, &o->w->finance);
	e = settlement_list(o->c, 500, 0, &v, &n, &total);
	store_read_end(o->c);
	for (size_t i = 0; e == OK && i < n; i++) {
		struct settlement_release a = {.settlement = v[i].id};

		e = kit_try_as(o->c, &o->w->finance, &settlement_release_verb, &a);
		if (e == OK && a.result.v)
			tell(o, RELEASED);
	}
	return e;
}

static enum err make_batch(struct office *o)
{
	struct settlement_pay a = {.school = o->w->a1};
	bool did;

	TRY(unless(o->c, kit_try_as(o->c, &o->w->finance, &settlement_pay_verb, &a), "nothing_owed",
	           &did));
	if (did)
		tell(o, BATCHED);
	return OK;
}

static enum err approve(struct office *o, const struct payout *p)
{
	struct approval_say say = {.word = APPROVED};
	struct approval_state st;
	enum err e;

	kit_read_as(o->c, &o->w->leader);
	e = approval_state_of(o->c, APPROVE_PAYOUT, p->id.v, &st);
	store_read_end(o->c);
	TRY(e);
	say.approval = st.id;
	return st.word == APPROVAL_WAITING
	               ? kit_try_as(o->c, &o->w->leader, &approval_say_verb, &say)
	               : OK;
}

/* One batch as far as it goes. */
static enum err carry_on(struct office *o, const struct payout *p)
{
	struct payout_submit submit = {p->id};
	struct payout_export export = {p->id};
	struct payout_all_paid paid = {.payout = p->id, .day = ctx_today(o->c)};

	if (p->state == PAYOUT_DRAFT)
		TRY(kit_try_as(o->c, &o->w->finance, &payout_submit_verb, &submit));
	if (p->state == PAYOUT_DRAFT || p->state == PAYOUT_SUBMITTED) {
		TRY(approve(o, p));
		TRY(kit_try_as(o->c, &o->w->finance, &payout_export_verb, &export));
	}
	if (p->state == PAYOUT_CANCELLED || (p->state == PAYOUT_EXPORTED && p->open == 0))
		return OK;
	TRY(kit_try_as(o->c, &o->w->finance, &payout_all_paid_verb, &paid));
	tell(o, PAID);
	return OK;
}

static enum err carry_on_all(struct office *o)
{
	struct payout *v = NULL;
	int64_t total;
	size_t n = 0;
	enum err e;

	kit_read_as(o->c, &o->w->finance);
	e = payout_list(o->c, 500, 0, &v, &n, &total);
	store_read_end(o->c);
	for (size_t i = 0; e == OK && i < n; i++)
		e = carry_on(o, &v[i]);
	return e;
}

static enum err whole_way(struct office *o)
{
	bool did;

	TRY(draw_up(o, &did));
	if (did)
		tell(o, DRAWN);
	TRY(release_all(o));
	TRY(make_batch(o));
	return carry_on_all(o);
}

static bool office_works(void *arg)
{
	struct office *o = arg;

	if (!o->quiet)
		killed_begin();
	return whole_way(o) == OK;
}

/* --- what must stand there -------------------------------------------------------------------- */

struct stands {
	int64_t taken, released, owed, escrow;
};

static struct stands look(struct office *o)
{
	struct q_s_sums_row sums;
	struct money owed, escrow;

	kit_read_as(o->c, &o->w->system);
	assert_ok(q_s_sums(o->c, o->course, &sums));
	assert_ok(q_s_fund(o->c, S("agency_payable"), o->w->agency_id.v, &owed));
	assert_ok(q_s_fund(o->c, S("escrow"), o->course.v, &escrow));
	store_read_end(o->c);
	return (struct stands){sums.taken, sums.released, owed.fen, escrow.fen};
}

static void
R67_kill_9_between_the_hours_and_the_payment_releases_and_pays_every_half_hour_once(void **state)
{
	struct office o = office_of(state);
	uint64_t seed = 88172645463325252u, known;
	uint64_t most_us = 60000; /* less where the office is done sooner */
	size_t killed = 0;
	struct stands is;

	for (size_t round = 0; killed < kills && round < 4 * kills; round++) {
		struct stands was;
		struct killed k;

		a_week(&o, state);
		known = killed_broken(o.c);
		was = look(&o);
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		k = killed_run(state, 500 + (int64_t)((seed >> 33) % most_us), office_works, &o);
		killed += !k.ended;
		most_us = k.ended && most_us > 2000 ? most_us / 2 : most_us;
		is = look(&o);
		/* a release may be of more than one half hour, once a kill has left some behind */
		assert_true(is.released - was.released >= k.acked[RELEASED] * HALF_HOUR);
		assert_int_equal((is.released - was.released) % HALF_HOUR, 0);
		/* each batch pays one half hour or more; one that a kill left may be paid alone */
		assert_true(is.owed + k.acked[PAID] * HALF_HOUR <=
		            was.owed + is.released - was.released);
		if (k.ended)
			assert_int_equal(is.owed, 0);
		assert_int_equal(is.escrow, is.taken - is.released);
		killed_verify(o.c, known);
	}
	o.quiet = true;
	assert_true(office_works(&o));
	assert_true(office_works(&o)); /* and once more: nothing is left to do */
	is = look(&o);
	assert_int_equal(is.taken, o.rounds * SHARE);
	assert_int_equal(is.released, o.rounds * HALF_HOUR);
	assert_int_equal(is.owed, 0);
	assert_int_equal(is.escrow, is.taken - is.released);
	print_message("# settlement: %zu kills, %lld half hours released and paid\n", killed,
	              (long long)o.rounds);
	assert_true(killed > 0);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			R67_kill_9_between_the_hours_and_the_payment_releases_and_pays_every_half_hour_once),
	};

	if (argc > 1)
		kills = (size_t)strtoul(argv[1], NULL, 10);
	return KIT_FACTS_RUN("settlement kill", facts);
}

/* F26, R60: a channel that is late, says things twice, in the wrong order, forged, or not at all.
 * In the end every payment is booked by exactly one entry of two legs, and nothing forged has moved
 * a fen. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>

#include "auth/auth.h"
#include "payments/routes.h"
#include "payments/work.h"
#include "../killed.h"
#include "../kit_web.h"

enum { BATCH = 50, EVENTS = 1000 };
static size_t wanted = EVENTS, kills = 4;

/* What happens to an order; each fate sends so many notices. */
enum fate {
	ONCE,
	TWICE,
	HOUR_LATER,   /* once, and twice more an hour later */
	BEFORE_ASKED, /* the notice is faster than our own record of having asked */
	CLOSED_FIRST, /* paid after we had closed it */
	NEVER,        /* no notice: asking settles it */
	FORGED_KEY,   /* then the true one */
	FORGED_UNSIGNED,
	FORGED_SECRET,
	FORGED_OTHER,
	OLD,    /* signed an hour ago */
	AMOUNT, /* a fen more than ordered; nobody corrects it */
	FATES
};

struct notice_lot {
	enum fate fate;
	struct str number;
	pay_order_id order;
	int64_t fen;
};

struct play {
	struct scene s;
	struct kit_web b;
	struct notice_lot *lot;
	size_t n, sent, forged, forged_taken;
	uint64_t seed;
	const char *letters; /* the gateway knows the orders of all tests of the program */
};

static uint64_t dice(struct play *p, uint64_t sides)
{
	p->seed ^= p->seed << 13;
	p->seed ^= p->seed >> 7;
	p->seed ^= p->seed << 17;
	return p->seed % sides;
}

/* --- laying out --------------------------------------------------------------------------------
 */

static enum err lay_run(struct ctx *c, void *arg)
{
	struct play *p = arg;
	size_t n = p->n;

	for (size_t i = 0; i < BATCH; i++) {
		struct notice_lot *l = &p->lot[n + i];
		bill_id bill = {env_next_id(c->env)};
		const char *state;

		l->fate = (enum fate)dice(p, FATES);
		l->fen = (int64_t)dice(p, 60000) + 1;
		l->order.v = env_next_id(c->env);
		state = l->fate == BEFORE_ASKED   ? "made"
		        : l->fate == CLOSED_FIRST ? "closed"
		                                  : "asked";
		TRY(q_test_bill(c, bill, p->s.w->county, p->s.w->a1, p->s.t.term, bill.v,
		                FEN(l->fen), NULL));
		TRY(q_test_order(c, l->order, p->s.w->county, p->s.w->a1, p->s.t.term, bill, bill.v,
		                 p->s.wechat, FEN(l->fen), l->number, str_of(state), c->now, NULL));
		if (l->fate == NEVER)
			TRY(job_put(
				c, "payments.query",
				str_printf(c->arena, "{\"order\":\"%lld\"}", (long long)l->order.v),
				c->now));
	}
	return audit_put(c, "laid_out", "test", 1, p->s.w->county, S("{}"));
}

static void lay_out(struct play *p)
{
	static const struct verb verb = {"test.lay_out", lay_run};

	for (size_t i = 0; i < BATCH; i++) {
		static char text[20000][16];
		size_t at = p->n + i;

		snprintf(text[at], sizeof text[at], "%s%08zu", p->letters, at);
		p->lot[at].number = str_of(text[at]);
	}
	kit_do(p->s.c, &verb, p);
	for (size_t i = 0; i < BATCH; i++) {
		struct notice_lot *l = &p->lot[p->n + i];

		scene_ask(&p->s, "{\"do\":\"order\",\"number\":\"%.*s\",\"fen\":%lld}",
		          STR_FMT(l->number), (long long)l->fen);
		scene_ask(&p->s, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(l->number));
	}
	p->n += BATCH;
}

/* --- notices -----------------------------------------------------------------------------------
 */

static int tell(struct play *p, const struct notice_lot *l, const char *mood)
{
	const struct jval *n = scene_ask(
		&p->s,
		"{\"do\":\"notice\",\"channel\":\"wechat\",\"number\":\"%.*s\",\"mood\":\"%s\"}",
		STR_FMT(l->number), mood);
	struct web_answer got = scene_tell(&p->s, p->b.w, n, "wechat", p->s.wechat);

	p->sent++;
	if (got.status >= 500)
		fail_msg("%d %.*s", got.status, STR_FMT(got.body));
	/* It is the word, not the status alone, that the channel goes by. */
	assert_int_equal(str_is(got.body, "{\"code\":\"SUCCESS\"}"), got.status == 200);
	return got.status;
}

static void forge(struct play *p, const struct notice_lot *l, const char *mood)
{
	p->forged++;
	p->forged_taken += tell(p, l, mood) < 300;
}

static void play_one(struct play *p, const struct notice_lot *l)
{
	static const char *const forgery[FATES] = {
		[FORGED_KEY] = "wrong_key",
		[FORGED_UNSIGNED] = "unsigned",
		[FORGED_SECRET] = "wrong_secret",
		[FORGED_OTHER] = "other_merchant",
		[OLD] = "old",
	};
	int times = l->fate == TWICE ? 2 : l->fate == NEVER ? 0 : 1;

	if (forgery[l->fate])
		forge(p, l, forgery[l->fate]);
	if (l->fate == AMOUNT) {
		assert_int_equal(tell(p, l, "amount"), 409);
		return;
	}
	for (int i = 0; i < times; i++)
		assert_int_equal(tell(p, l, "normal"), 200);
}

static void an_hour_later(struct play *p, void **state, size_t from)
{
	kit_advance(state, INT64_C(3600000000));
	scene_ask(&p->s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(p->s.c->now.us / 1000));
	for (size_t i = from; i < p->n; i++) {
		if (p->lot[i].fate != HOUR_LATER)
			continue;
		assert_int_equal(tell(p, &p->lot[i], "normal"), 200);
		assert_int_equal(tell(p, &p->lot[i], "normal"), 200);
	}
}

/* --- in the end --------------------------------------------------------------------------------
 */

static void booked_once(struct play *p, const struct notice_lot *l)
{
	struct q_booked_row row;
	bool paid = l->fate != AMOUNT;

	assert_ok(q_booked(p->s.c, l->number, &row));
	if (row.payments != paid || row.entries != paid || row.legs != (paid ? 2 : 0) ||
	    row.receipts != paid || row.clearing.fen != (paid ? l->fen : 0) ||
	    row.receivable.fen != (paid ? -l->fen : 0))
		fail_msg("%.*s, fate %d: %lld payments, %lld entries, %lld legs, %lld receipts",
		         STR_FMT(l->number), (int)l->fate, (long long)row.payments,
		         (long long)row.entries, (long long)row.legs, (long long)row.receipts);
}

static void F26_every_payment_is_booked_once_and_no_forgery_at_all(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct play p = {.s = scene_of(state), .seed = 20260901, .letters = "GW"};
	struct q_payments_row sums;
	int64_t late = 0, sum = 0, amounts = 0, incidents;

	p.lot = calloc(wanted + BATCH, sizeof *p.lot);
	assert_non_null(p.lot);
	p.b = kit_web_open(p.s.c, tables, 2);
	while (p.sent < wanted) {
		struct arena_mark mark = arena_mark(p.s.c->arena);
		size_t from = p.n;

		lay_out(&p);
		for (size_t i = 0; i < BATCH; i++) /* not in the order they were made */
			play_one(&p, &p.lot[from + (i * 37 + 11) % BATCH]);
		scene_work(&p.s);
		an_hour_later(&p, state, from);
		arena_rewind(p.s.c->arena, mark);
	}
	assert_ok(store_read_begin(p.s.c));
	for (size_t i = 0; i < p.n; i++) {
		struct arena_mark mark = arena_mark(p.s.c->arena);

		booked_once(&p, &p.lot[i]);
		arena_rewind(p.s.c->arena, mark);
		late += p.lot[i].fate == CLOSED_FIRST;
		amounts += p.lot[i].fate == AMOUNT;
		sum += p.lot[i].fate == AMOUNT ? 0 : p.lot[i].fen;
	}
	assert_ok(q_payments(p.s.c, &sums));
	assert_int_equal(sums.amount.fen, sum);
	assert_ok(q_incidents_of(p.s.c, S("amount"), &incidents));
	assert_int_equal(incidents, amounts);
	store_read_end(p.s.c);
	assert_int_equal(scene_sum(&p.s, "clearing_wechat"), sum);
	assert_true(p.forged > p.sent / 10 && late > 0);
	assert_int_equal(p.forged_taken, 0);
	kit_web_close(&p.b);
	free(p.lot);
}

/* --- killed in the middle -----------------------------------------------------------------------
 */

static const struct routes *const TABLES[] = {&auth_routes, &payments_routes};

struct coming {
	struct play *p;
	size_t from;
};

static bool notices_come(void *arg)
{
	struct coming *k = arg;
	struct play *p = k->p;

	p->b = kit_web_open(p->s.c, TABLES, 2);
	killed_begin();
	for (size_t i = k->from; i < p->n; i++) {
		struct arena_mark mark = arena_mark(p->s.c->arena);

		if (tell(p, &p->lot[i], "normal") != 200)
			return false;
		killed_ack(0);
		arena_rewind(p->s.c->arena, mark);
	}
	return true;
}

/* What the channel heard a 200 for it never tells again: it must be booked. The rest it tells
 * again, and what was booked without an answer is not booked twice. */
static void told_again(struct play *p, size_t from)
{
	p->b = kit_web_open(p->s.c, TABLES, 2);
	for (size_t i = from; i < p->n; i++) {
		struct arena_mark mark = arena_mark(p->s.c->arena);

		assert_int_equal(tell(p, &p->lot[i], "normal"), 200);
		assert_ok(store_read_begin(p->s.c));
		booked_once(p, &p->lot[i]);
		store_read_end(p->s.c);
		arena_rewind(p->s.c->arena, mark);
	}
	kit_web_close(&p->b);
}

static void F26_kill_9_while_notices_are_booked_loses_none_and_doubles_none(void **state)
{
	struct play p = {.s = scene_of(state), .seed = 20260902, .letters = "GK"};
	size_t killed = 0, acked = 0;

	p.lot = calloc(2 * kills * BATCH, sizeof *p.lot);
	assert_non_null(p.lot);
	for (size_t round = 0; round < 2 * kills && killed < kills; round++) {
		struct coming work = {&p, p.n};
		struct killed k;
		uint64_t known;

		scene_ask(&p.s, "{\"do\":\"clock\",\"ms\":%lld}",
		          (long long)(p.s.c->now.us / 1000)); /* ours stands still */
		lay_out(&p);
		for (size_t i = work.from; i < p.n; i++)
			p.lot[i].fate = ONCE;
		known = killed_broken(p.s.c);
		k = killed_run(state, 1000 + (int64_t)dice(&p, 150000), notices_come, &work);
		killed += !k.ended;
		acked += (size_t)k.acked[0];
		killed_verify(p.s.c, known);
		assert_ok(store_read_begin(p.s.c));
		for (size_t i = 0; i < (size_t)k.acked[0]; i++)
			booked_once(&p, &p.lot[work.from + i]);
		store_read_end(p.s.c);
		told_again(&p, work.from);
		killed_verify(p.s.c, known);
	}
	print_message("# notices: %zu kills, %zu acknowledged before one, %zu in all\n", killed,
	              acked, p.n);
	assert_true(killed > 0);
	free(p.lot);
}

static void a_notice_for_another_accounts_order_is_refused_and_written_down(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct play p = {.s = scene_of(state), .seed = 7, .letters = "GA"};
	struct q_booked_row row;
	int64_t incidents;

	p.lot = calloc(2 * BATCH, sizeof *p.lot);
	assert_non_null(p.lot);
	p.b = kit_web_open(p.s.c, tables, 2);
	lay_out(&p);
	p.s.wechat = p.s.counter; /* the address of an account that is not of this channel */
	assert_int_equal(tell(&p, &p.lot[0], "normal"), 404);
	p.s.wechat.v = 99; /* of none */
	assert_int_equal(tell(&p, &p.lot[0], "normal"), 404);
	assert_ok(store_read_begin(p.s.c));
	assert_ok(q_booked(p.s.c, p.lot[0].number, &row));
	assert_ok(q_incidents_of(p.s.c, S("merchant"), &incidents));
	store_read_end(p.s.c);
	assert_int_equal(row.payments, 0);
	kit_web_close(&p.b);
	free(p.lot);
}

/* R60: Alipay sends again whatever is not answered with exactly "success". */
static void an_alipay_notice_is_answered_success_once_it_is_booked_and_by_nothing_else(void **state)
{
	static const char *const forged[] = {"unsigned", "wrong_key", "other_merchant", "amount"};
	struct play p = {.s = scene_of(state), .seed = 11, .letters = "GL"};
	struct q_booked_row row;
	struct web_answer got;

	p.lot = calloc(2 * BATCH, sizeof *p.lot);
	assert_non_null(p.lot);
	p.s.wechat = p.s.alipay; /* whose orders these are */
	p.b = kit_web_open(p.s.c, TABLES, 2);
	lay_out(&p);
	for (int i = 0; i < 7; i++) {
		const char *mood = i < 4 ? forged[i] : "normal";

		got = scene_tell(&p.s, p.b.w,
		                 scene_ask(&p.s,
		                           "{\"do\":\"notice\",\"channel\":\"alipay\",\"number\":"
		                           "\"%.*s\",\"mood\":\"%s\"}",
		                           STR_FMT(p.lot[0].number), mood),
		                 "alipay", p.s.alipay);
		assert_str(got.body, i < 4 ? "fail" : "success");
		assert_int_equal(got.status == 200, i >= 4);
		assert_ok(store_read_begin(p.s.c));
		assert_ok(q_booked(p.s.c, p.lot[0].number, &row));
		store_read_end(p.s.c);
		assert_int_equal(row.payments, i >= 4);
		assert_int_equal(row.legs, i >= 4 ? 2 : 0);
	}
	kit_web_close(&p.b);
	free(p.lot);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(F26_every_payment_is_booked_once_and_no_forgery_at_all),
		KIT_FACT(F26_kill_9_while_notices_are_booked_loses_none_and_doubles_none),
		KIT_FACT(
			an_alipay_notice_is_answered_success_once_it_is_booked_and_by_nothing_else),
		KIT_FACT(a_notice_for_another_accounts_order_is_refused_and_written_down),
	};
	int rc;

	if (argc > 1)
		wanted = (size_t)strtoul(argv[1], NULL, 10);
	if (argc > 2)
		kills = (size_t)strtoul(argv[2], NULL, 10);
	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments gateway", facts);
	scene_end(NULL);
	return rc;
}

/* R60: a channel that does not answer: it holds up nobody else, is not asked again and again, and
 * what was meant for it is neither lost nor done twice when it comes back. */
#include "scene.h"

#include <stdatomic.h>

#include "../kit_web.h"
#include "auth/auth.h"
#include "jobs/job.sql.h"
#include "payments/internal.h"
#include "payments/routes.h"
#include "payments/work.h"

#define SECOND INT64_C(1000000)
enum { MANY = 12 };

struct lot_paid {
	struct scene *s;
	collecting_id to;
	int n;
	pay_order_id order[MANY];
};

static enum err lay_run(struct ctx *c, void *arg)
{
	struct lot_paid *l = arg;
	const struct scene *s = l->s;

	for (int i = 0; i < l->n; i++) {
		bill_id bill = {env_next_id(c->env)};
		struct order o = {.id = {env_next_id(c->env)}, .collecting = l->to};
		struct instant at = {c->now.us + 3600 * SECOND};

		l->order[i] = o.id;
		TRY(q_test_bill(c, bill, s->w->county, s->w->a1, s->t.term, bill.v, FEN(100),
		                NULL));
		TRY(q_test_order(c, o.id, s->w->county, s->w->a1, s->t.term, bill, bill.v, l->to,
		                 FEN(100), str_printf(c->arena, "SL%lld", (long long)o.id.v),
		                 S("made"), at, NULL));
		TRY(order_job(c, &o, "payments.ask", 0, c->now));
	}
	return audit_put(c, "laid_out", "test", 1, s->w->county, S("{}"));
}

static void lay_out(struct lot_paid *l)
{
	static const struct verb verb = {"test.lay_out", lay_run};

	kit_do(l->s->c, &verb, l);
}

static int in_state(const struct lot_paid *l, enum order_state state)
{
	int n = 0;

	assert_ok(store_read_begin(l->s->c));
	for (int i = 0; i < l->n; i++) {
		struct order o;

		assert_ok(order_load(l->s->c, l->order[i], &o));
		n += o.state == state;
	}
	store_read_end(l->s->c);
	return n;
}

static int asked(const struct lot_paid *l)
{
	return in_state(l, ORDER_ASKED);
}

static struct job_lane lane(struct scene *s, collecting_id id)
{
	struct job_lane l;

	assert_ok(store_read_begin(s->c));
	assert_ok(job_lane_look(s->c, channel_lane(s->c, id), &l));
	store_read_end(s->c);
	return l;
}

static void mood(struct scene *s, const char *name)
{
	scene_ask(s, "{\"do\":\"mood\",\"mood\":\"%s\"}", name);
}

static void wait(struct scene *s, void **state, int64_t seconds)
{
	kit_advance(state, seconds * SECOND);
	scene_ask(s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s->c->now.us / 1000));
	scene_work(s);
}

/* --- with the runner's own threads ------------------------------------------------------------ */

static _Atomic int told;

static enum err tell_run(struct ctx *c, const struct job *j)
{
	atomic_fetch_add(&told, 1);
	return OK;
}

static enum err put_run(struct ctx *c, void *arg)
{
	TRY(job_put(c, "test.tell", S("{}"), c->now));
	return audit_put(c, "caused", "test", 1, ID_NONE(county_id), S("{}"));
}

static struct instant stands_still(void *self)
{
	return KIT_START;
}

/* Waits really, but the date stays where the term is. */
static struct env real_time(void)
{
	struct env e = *env_system();

	e.now = stands_still;
	return e;
}

static bool reached(struct lot_paid *l, int n, int64_t within_us)
{
	const struct env *env = env_system();
	int64_t until = env->monotonic_us(env->self) + within_us;

	while (asked(l) < n && env->monotonic_us(env->self) < until)
		env->sleep_us(env->self, 5000);
	return asked(l) >= n;
}

static int64_t held(struct scene *s)
{
	const struct jval *v = jval_find(scene_ask(s, "{\"do\":\"held\"}"), "held");

	return v ? v->i : -1;
}

/* The real client, which would wait ten seconds for each of them, one after the other. */
static void R60_a_channel_that_hangs_delays_neither_another_nor_what_is_our_own(void **state)
{
	static const struct job_kind own_v[] = {{.name = "test.tell", .run = tell_run}};
	static const struct job_kinds own = JOB_KINDS(own_v);
	static const struct job_kinds *const kinds[] = {&payments_jobs, &own};
	static const struct verb put = {"test.put", put_run};
	struct scene s = scene_of(state);
	struct env env = real_time();
	struct lot_paid hangs = {&s, s.wechat, MANY, {{0}}}, answers = {&s, s.alipay, MANY, {{0}}};
	struct jobs_runner *r = NULL;
	int64_t began;

	atomic_store(&told, 0);
	mood(&s, "silent");
	lay_out(&hangs);
	s.c->env = &env;
	began = env.monotonic_us(env.self);
	assert_ok(jobs_start(s.c, kinds, 2, &r));
	while (held(&s) < 2 && env.monotonic_us(env.self) < began + 10 * SECOND)
		env.sleep_us(env.self, 5000);
	assert_int_equal(held(&s), 2);
	began = env.monotonic_us(env.self);
	lay_out(&answers);
	kit_do(s.c, &put, NULL);
	assert_true(reached(&answers, MANY, 9 * SECOND));
	assert_int_equal(told, 1);
	assert_int_equal(asked(&hangs), 0);
	assert_true(held(&s) >= 2);
	print_message("# %d orders of another channel asked in %lld ms\n", MANY,
	              (long long)((env.monotonic_us(env.self) - began) / 1000));
	mood(&s, "normal"); /* which ends those that hang */
	jobs_stop(&r);
	kit_ctx(state)->env = ((struct kit *)*state)->env;
}

/* --- step by step ----------------------------------------------------------------------------- */

static void its_lane_rests_and_the_page_says_until_when(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct scene s = scene_of(state);
	struct lot_paid l = {&s, s.wechat, MANY, {{0}}};
	struct kit_web b = kit_web_open(s.c, tables, 2);

	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/accounts"), 200);
	assert_false(kit_web_shows(&b, "无应答"));
	mood(&s, "error");
	lay_out(&l);
	scene_work(&s);
	assert_int_equal(lane(&s, s.wechat).silent, 3); /* of twelve orders */
	assert_int_equal(kit_web_get(&b, "/county/accounts"), 200);
	assert_true(kit_web_shows(&b, "无应答"));
	assert_true(kit_web_shows(&b, "12 项等待中"));
	mood(&s, "normal");
	wait(&s, state, 60);
	assert_int_equal(asked(&l), MANY);
	assert_int_equal(lane(&s, s.wechat).silent, 0);
	assert_int_equal(kit_web_get(&b, "/county/accounts"), 200);
	assert_false(kit_web_shows(&b, "无应答"));
	kit_web_close(&b);
}

static void a_test_that_passes_opens_the_lane_at_once(void **state)
{
	struct scene s = scene_of(state);
	struct lot_paid l = {&s, s.wechat, MANY, {{0}}};
	struct collecting_try a = {s.wechat};

	mood(&s, "drop");
	lay_out(&l);
	scene_work(&s);
	assert_true(lane(&s, s.wechat).rest.us > s.c->now.us);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &collecting_try_verb, &a));
	scene_work(&s); /* it fails as well, and opens nothing */
	assert_true(lane(&s, s.wechat).rest.us > s.c->now.us);
	mood(&s, "normal");
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &collecting_try_verb, &a));
	scene_work(&s);
	assert_int_equal(lane(&s, s.wechat).silent, 0);
	assert_true(asked(&l) >= MANY - 3); /* the three wait for their own time */
}

static void a_channel_that_is_too_busy_has_refused_nothing(void **state)
{
	struct scene s = scene_of(state);
	struct lot_paid l = {&s, s.wechat, 1, {{0}}};

	mood(&s, "busy");
	lay_out(&l);
	scene_work(&s);
	assert_int_equal(asked(&l), 0);
	mood(&s, "normal");
	wait(&s, state, 60);
	assert_int_equal(asked(&l), 1);
}

static int given_up(struct scene *s)
{
	struct q_job_dead_row *v;
	size_t n;
	int found = 0;

	assert_ok(store_read_begin(s->c));
	assert_ok(q_job_dead(s->c, 200, &v, &n));
	for (size_t i = 0; i < n; i++)
		found += str_starts(v[i].kind, S("payments."));
	store_read_end(s->c);
	return found;
}

/* Longer than any number of tries: nobody has to look for an order the next morning. */
static void a_night_without_the_channel_loses_no_order(void **state)
{
	struct scene s = scene_of(state);
	struct lot_paid l = {&s, s.wechat, 3, {{0}}};

	mood(&s, "drop");
	lay_out(&l);
	for (int i = 0; i < 60; i++)
		wait(&s, state, 700);
	assert_int_equal(given_up(&s), 0);
	mood(&s, "normal");
	wait(&s, state, 700);
	wait(&s, state, 700);
	assert_int_equal(in_state(&l, ORDER_EXPIRED), 3); /* asked for, asked after, and over */
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_a_channel_that_hangs_delays_neither_another_nor_what_is_our_own),
		KIT_FACT(its_lane_rests_and_the_page_says_until_when),
		KIT_FACT(a_test_that_passes_opens_the_lane_at_once),
		KIT_FACT(a_channel_that_is_too_busy_has_refused_nothing),
		KIT_FACT(a_night_without_the_channel_loses_no_order),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments silent", facts);
	scene_end(NULL);
	return rc;
}

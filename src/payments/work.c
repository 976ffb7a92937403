#include "payments/work.h"

#include "base/jsonread.h"
#include "pay/wechat_login.h"
#include "payments/account.sql.h"
#include "payments/internal.h"
#include "payments/order.sql.h"
#include "payments/refund.sql.h"
#include "term/term.h"

#define SECOND_US INT64_C(1000000)
enum {
	PAUSE_FIRST_S = 5,
	PAUSE_MOST_S = 600,
	SWEEP_EVERY_S = 600,
	FOLLOW_EVERY_S = 60,
	DAY_S = 86400
};

/* 5, 10, 20, … seconds, ten minutes at most. */
static struct instant next_try(const struct ctx *c, int64_t n)
{
	int64_t pause = n < 8 ? (int64_t)PAUSE_FIRST_S << n : PAUSE_MOST_S;

	return (struct instant){c->now.us +
	                        (pause < PAUSE_MOST_S ? pause : PAUSE_MOST_S) * SECOND_US};
}

static enum err payload(struct ctx *c, const struct job *j, const char *name, int64_t *ret_id,
                        int64_t *ret_n)
{
	const struct jval *root;

	TRY(jread(c, j->payload, 4096, &root));
	*ret_n = 0;
	if (jval_has(root, "n"))
		TRY(jval_i64(c, root, "n", 0, INT32_MAX, ret_n));
	return jval_id(c, root, name, ret_id);
}

/* --- an order in hand ------------------------------------------------------------------------- */

struct errand {
	const struct job *job;
	struct order order;
	struct collecting at;
	struct q_order_client_row client;
	struct str term;
	int64_t n;
};

static enum err errand_read(struct ctx *c, pay_order_id id, struct errand *e)
{
	struct term t;

	TRY(order_load(c, id, &e->order));
	TRY(collecting_load(c, e->order.collecting, &e->at));
	TRY(q_order_client(c, id, &e->client));
	TRY(term_get(c, e->order.term, &t));
	e->term = t.name;
	return OK;
}

static enum err errand_of(struct ctx *c, const struct job *j, struct errand *ret_e)
{
	struct errand e = {.job = j};
	pay_order_id id;
	enum err err;

	TRY(payload(c, j, "order", &id.v, &e.n));
	TRY(store_read_begin(c));
	err = errand_read(c, id, &e);
	store_read_end(c);
	*ret_e = e;
	return err;
}

/* What the errand came to; the job ends in the same transaction. */
struct step {
	const struct errand *e;
	enum { STEP_NONE, STEP_ASKED, STEP_FAILED, STEP_AGAIN, STEP_EXPIRED } to;
	struct pay_link link;
	const char *why;
};

static enum err step_run(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	const struct order *o = &s->e->order;
	int64_t moved = 0;

	TRY(job_finish(c, s->e->job));
	switch (s->to) {
	case STEP_ASKED:
		TRY(q_order_asked(c, o->id, s->link.url, s->link.call, &moved));
		if (!moved) /* closed meanwhile: it must be closed there too */
			return order_job(c, o, "payments.close", 0, c->now);
		TRY(audit_put(c, "asked", "pay_order", o->id.v, o->county, S("{}")));
		return order_job(c, o, "payments.query", 0, next_try(c, 0));
	case STEP_FAILED:
		return order_end(c, o, ORDER_FAILED, s->why);
	case STEP_AGAIN:
		return order_job(c, o, "payments.query", s->e->n + 1, next_try(c, s->e->n + 1));
	case STEP_EXPIRED:
		return order_end(c, o, ORDER_EXPIRED, "");
	default:
		return OK;
	}
}

static enum err step(struct ctx *c, struct step s)
{
	static const struct verb verb = {"payments.step", step_run};

	return store_write(c, &verb, &s);
}

static enum err taken(struct ctx *c, const struct errand *e, const struct pay_result *said)
{
	struct payment_take a = {.collecting = e->order.collecting, .said = *said, .job = e->job};

	return store_write(c, &payment_take_verb, &a);
}

/* --- asking for an order ---------------------------------------------------------------------- */

bool channel_final(enum err e)
{
	return e == E_REFUSED || e == E_INPUT || e == E_ABSENT || e == E_CONFLICT;
}

enum err channel_heard(struct ctx *c, const struct job *j, enum err e)
{
	struct fault said = c->fault;

	if (e != OK && said.code && strcmp(said.code, CHANNEL_SILENT) == 0)
		return e;
	c->fault = (struct fault){0};
	TRY(job_answered(c, j));
	c->fault = said;
	return e;
}

static enum err ask_channel(struct ctx *c, const struct errand *e, struct pay_link *ret_link)
{
	struct pay_order ask = {
		.number = e->order.number,
		.subject = text_fill(c->arena, LANG_ZH, T_pay_subject, &e->term, 1),
		.amount = e->order.amount,
		.expires = e->order.expires,
		.way = e->order.way,
		.payer = e->client.payer,
		.address = e->client.address,
	};
	struct channel_open o;
	enum err err;

	TRY(channel_open(c, &e->at, &o));
	err = o.channel->order(c, &o.pay, &ask, ret_link);
	channel_close(&o);
	return channel_heard(c, e->job, err);
}

static enum err ask_job(struct ctx *c, const struct job *j)
{
	struct pay_link link = {0};
	struct errand e;
	enum err err;

	TRY(errand_of(c, j, &e));
	if (e.order.state != ORDER_MADE)
		return step(c, (struct step){.e = &e, .to = STEP_NONE});
	err = ask_channel(c, &e, &link);
	if (channel_final(err))
		return step(c, (struct step){.e = &e, .to = STEP_FAILED, .why = c->fault.code});
	TRY(err);
	return step(c, (struct step){.e = &e, .to = STEP_ASKED, .link = link});
}

/* --- asking whether it was paid --------------------------------------------------------------- */

/* Nobody paid in time: the channel closes it, or says that somebody was faster. */
static enum err run_out(struct ctx *c, const struct channel_open *o, const struct errand *e,
                        const struct pay_result *said)
{
	enum err err = OK;

	if (said->state == PAY_WAITING)
		err = o->channel->close(c, &o->pay, e->order.number);
	if (err == E_CONFLICT)
		return step(c, (struct step){.e = e, .to = STEP_AGAIN});
	TRY(err);
	return step(c, (struct step){.e = e, .to = STEP_EXPIRED});
}

static enum err settle(struct ctx *c, const struct channel_open *o, const struct errand *e)
{
	struct pay_result said;

	TRY(channel_heard(c, e->job, o->channel->query(c, &o->pay, e->order.number, &said)));
	if (said.state == PAY_PAID || said.state == PAY_CLOSED || said.state == PAY_FAILED)
		return taken(c, e, &said);
	if (c->now.us >= e->order.expires.us)
		return run_out(c, o, e, &said);
	return step(c, (struct step){.e = e, .to = STEP_AGAIN});
}

static enum err query_job(struct ctx *c, const struct job *j)
{
	struct channel_open o;
	struct errand e;
	enum err err;

	TRY(errand_of(c, j, &e));
	if (!order_is_open(&e.order))
		return step(c, (struct step){.e = &e, .to = STEP_NONE});
	TRY(channel_open(c, &e.at, &o));
	err = settle(c, &o, &e);
	channel_close(&o);
	return err;
}

/* One that we closed: there too; if somebody has paid it, that is booked as late. */
static enum err close_there(struct ctx *c, const struct channel_open *o, const struct errand *e)
{
	struct pay_result said;
	enum err err = channel_heard(c, e->job, o->channel->close(c, &o->pay, e->order.number));

	if (err == E_CONFLICT) {
		c->fault = (struct fault){0};
		TRY(o->channel->query(c, &o->pay, e->order.number, &said));
		return taken(c, e, &said);
	}
	/* Alipay knows an order only once somebody has opened it. */
	if (err != OK && err != E_REFUSED)
		return err;
	return step(c, (struct step){.e = e, .to = STEP_NONE});
}

static enum err close_job(struct ctx *c, const struct job *j)
{
	struct channel_open o;
	struct errand e;
	enum err err;

	TRY(errand_of(c, j, &e));
	if (e.order.state == ORDER_PAID)
		return step(c, (struct step){.e = &e, .to = STEP_NONE});
	TRY(channel_open(c, &e.at, &o));
	err = close_there(c, &o, &e);
	channel_close(&o);
	return err;
}

/* --- what was lost ---------------------------------------------------------------------------- */

struct sweep {
	struct instant before;
	size_t n;
};

static enum err sweep_run(struct ctx *c, void *arg)
{
	struct sweep *s = arg;
	struct q_orders_stale_row *row;

	TRY(q_orders_stale(c, s->before, &row, &s->n));
	for (size_t i = 0; i < s->n; i++) {
		struct order o = {.id = row[i].id, .collecting = row[i].collecting};

		TRY(order_job(c, &o, "payments.query", 0, c->now));
	}
	return OK;
}

/* A job that gave up after twelve tries leaves its order open: asked again when the channel is
 * back. */
static enum err sweep_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"payments.sweep", sweep_run};
	struct sweep s = {.before = {c->now.us - SWEEP_EVERY_S * SECOND_US}};

	(void)j;
	return store_write(c, &verb, &s);
}

/* What a second person has decided about refunds. */
static enum err follow_run(struct ctx *c, void *arg)
{
	return refund_follow(c, *(const refund_id *)arg);
}

/* And about adjustments. */
static enum err adjustments_follow(struct ctx *c)
{
	int64_t *wish;
	enum err e;
	size_t n;

	TRY(store_read_begin(c));
	e = adjustments_decided(c, &wish, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++)
		TRY(store_write(c, &adjust_follow_verb, &(struct adjust_follow){wish[i]}));
	return OK;
}

static enum err follow_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"payments.refund_follow", follow_run};
	struct q_refunds_decided_row *row;
	size_t n;
	enum err e;

	(void)j;
	TRY(store_read_begin(c));
	e = q_refunds_decided(c, &row, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		e = store_write(c, &verb, &row[i].id);
		if (!channel_final(e))
			TRY(e);
		c->fault = (struct fault){0}; /* refused: it waits for a person, the others go on */
	}
	return adjustments_follow(c);
}

/* --- refunds ---------------------------------------------------------------------------------- */

struct refund_errand {
	const struct job *job;
	struct refund_route route;
	struct collecting at;
	struct pay_refunded said;
	int64_t n;
	const char *failed;
};

static enum err sending_run(struct ctx *c, void *arg)
{
	struct refund_errand *e = arg;

	return q_refund_sent(c, e->route.of.id, c->now, NULL);
}

static enum err refund_step_run(struct ctx *c, void *arg)
{
	struct refund_errand *e = arg;
	enum taken taken;

	TRY(job_finish(c, e->job));
	if (e->failed) {
		TRY(q_refund_move(c, e->route.of.id, S("failed"), str_of(e->failed), S("sent"),
		                  NULL));
		return audit_put(c, "failed", "refund", e->route.of.id.v, e->route.of.county,
		                 S("{}"));
	}
	TRY(refund_said(c, e->at.id, &e->said, &taken));
	if (e->said.state != PAY_REFUND_RUNNING && e->said.state != PAY_REFUND_UNKNOWN)
		return OK;
	return refund_job_put(c, &e->route, e->n + 1, next_try(c, e->n + 1));
}

static enum err refund_ask_channel(struct ctx *c, struct refund_errand *e)
{
	const struct refund *r = &e->route.of;
	struct pay_refund ask = {
		.number = e->route.order_number,
		.refund_number = r->number,
		.amount = r->amount,
		.total = e->route.total,
		.reason = text(LANG_ZH, T_refund_title),
	};
	struct channel_open o;
	enum err err;

	TRY(channel_open(c, &e->at, &o));
	/* The same number again is the same refund: first asked for, later asked after. */
	err = e->n == 0 ? o.channel->refund(c, &o.pay, &ask, &e->said)
	                : o.channel->refund_query(c, &o.pay, &ask, &e->said);
	if (err == OK && e->n > 0 && e->said.state == PAY_REFUND_UNKNOWN)
		err = o.channel->refund(c, &o.pay, &ask, &e->said);
	channel_close(&o);
	return channel_heard(c, e->job, err);
}

static enum err refund_read(struct ctx *c, refund_id id, struct refund_errand *e)
{
	TRY(refund_route_load(c, id, &e->route));
	return collecting_load(c, e->route.collecting, &e->at);
}

static enum err refund_job(struct ctx *c, const struct job *j)
{
	static const struct verb sending = {"payments.refund_send", sending_run};
	static const struct verb said = {"payments.refund_said", refund_step_run};
	struct refund_errand e = {.job = j};
	refund_id id;
	enum err err;

	TRY(payload(c, j, "refund", &id.v, &e.n));
	TRY(store_read_begin(c));
	err = refund_read(c, id, &e);
	store_read_end(c);
	TRY(err);
	if (e.route.of.state != REFUND_APPROVED && e.route.of.state != REFUND_SENT)
		return OK;
	TRY(store_write(c, &sending, &e));
	err = refund_ask_channel(c, &e);
	if (channel_final(err))
		e.failed = c->fault.code;
	else
		TRY(err);
	return store_write(c, &said, &e);
}

/* --- trying an account ------------------------------------------------------------------------ */

struct trial {
	collecting_id id;
	const char *code;
	bool answered;
	county_id county;
};

static enum err trial_run(struct ctx *c, void *arg)
{
	struct trial *t = arg;

	TRY(q_collecting_tested(c, t->id, c->now, str_of(t->code), NULL));
	if (t->answered) /* what waits for it goes on at once */
		TRY(job_lane_open(c, channel_lane(c, t->id)));
	return audit_put(c, "account_tested", "collecting_account", t->id.v, t->county, S("{}"));
}

/* A code nobody was given: whoever knows app and secret says that it is none. */
static enum err try_secret(struct ctx *c, const struct channel_open *o)
{
	struct str openid;
	enum err e;

	if (o->channel != &pay_wechat || !wechat_login_ready(o->merchant))
		return OK;
	e = wechat_openid(c, &o->pay, S("KHTEST"), &openid);
	if (e == E_REFUSED && strcmp(c->fault.code, "wechat_code_bad") == 0) {
		c->fault = (struct fault){0};
		return OK;
	}
	return e;
}

/* Without money: an order nobody made is asked after; the answer is signed and says it is unknown.
 */
static enum err try_channel(struct ctx *c, const struct collecting *a)
{
	struct channel_open o;
	struct pay_result said;
	enum err err;

	TRY(channel_open(c, a, &o));
	err = o.channel->query(c, &o.pay,
	                       str_printf(c->arena, "KHTEST%lld", (long long)env_next_id(c->env)),
	                       &said);
	if (err == OK)
		err = try_secret(c, &o);
	channel_close(&o);
	return err;
}

static enum err test_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"payments.account_tested", trial_run};
	struct trial t = {.code = "ok"};
	struct collecting at;
	int64_t n;
	enum err err;

	TRY(payload(c, j, "account", &t.id.v, &n));
	TRY(store_read_begin(c));
	err = collecting_load(c, t.id, &at);
	store_read_end(c);
	TRY(err);
	t.county = at.county;
	if (!str_is(at.channel, "counter") && try_channel(c, &at) != OK)
		t.code = c->fault.code ? c->fault.code : "internal";
	t.answered = strcmp(t.code, CHANNEL_SILENT) != 0;
	return store_write(c, &verb, &t);
}

static const struct job_kind KINDS[] = {
	{.name = "payments.ask", .run = ask_job, .outage = CHANNEL_SILENT},
	{.name = "payments.query", .run = query_job, .outage = CHANNEL_SILENT},
	{.name = "payments.close", .run = close_job, .outage = CHANNEL_SILENT},
	{.name = "payments.openid", .run = openid_job, .outage = CHANNEL_SILENT},
	{.name = "payments.openid_closed", .run = openid_closed_job, .every_s = DAY_S},
	{.name = "payments.refund", .run = refund_job, .outage = CHANNEL_SILENT},
	{.name = "payments.test", .run = test_job},
	{.name = "payments.follow", .run = follow_job, .every_s = FOLLOW_EVERY_S},
	{.name = "payments.sweep", .run = sweep_job, .every_s = SWEEP_EVERY_S},
};
const struct job_kinds payments_jobs = JOB_KINDS(KINDS);

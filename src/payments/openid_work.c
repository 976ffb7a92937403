/* The exchange of a code for an openid, and what is forgotten by itself. */
#include "base/jsonread.h"
#include "pay/wechat_login.h"
#include "payments/internal.h"
#include "payments/openid.sql.h"
#include "people/reach.h"

/* A code in hand, and what it came to: an openid, a refusal, or that it is too late. */
struct exchange {
	const struct job *job;
	struct q_openid_code_row_row code;
	struct order order;
	struct collecting at;
	struct str openid;
	const char *why;
};

static enum err exchange_read(struct ctx *c, int64_t id, struct exchange *x)
{
	TRY(or_absent(c, q_openid_code_row(c, id, &x->code)));
	TRY(order_load(c, x->code.order, &x->order));
	return collecting_load(c, x->order.collecting, &x->at);
}

static enum err exchange_of(struct ctx *c, const struct job *j, struct exchange *ret_x)
{
	struct exchange x = {.job = j};
	const struct jval *root;
	int64_t id = 0;
	enum err e;

	TRY(jread(c, j->payload, 4096, &root));
	TRY(jval_id(c, root, "code", &id));
	TRY(store_read_begin(c));
	e = exchange_read(c, id, &x);
	store_read_end(c);
	*ret_x = x;
	return e;
}

/* --- what it came to -------------------------------------------------------------------------- */

/* An account has one WeChat an app: the last one it came with. */
static enum err keep(struct ctx *c, const struct exchange *x)
{
	struct q_openid_of_row row;
	int64_t stored = 1;
	bool found;

	TRY(q_openid_of(c, x->code.account, x->code.appid, &row, &found));
	if (!found)
		TRY(q_openid_insert(c, env_next_id(c->env), x->code.account, x->code.appid,
		                    x->openid, c->now, &stored));
	else if (!str_eq(row.openid, x->openid))
		TRY(q_openid_update(c, row.id, x->openid, c->now, NULL));
	return stored ? OK : E_RETRY;
}

static enum err said_run(struct ctx *c, void *arg)
{
	const struct exchange *x = arg;
	struct order o;
	int64_t ended;

	TRY(job_finish(c, x->job));
	TRY(order_load(c, x->code.order, &o));
	if (x->why) {
		TRY(q_openid_code_end(c, x->code.id, S("refused"), str_of(x->why), &ended));
		return ended ? audit_put(c, "payer_refused", "pay_order", o.id.v, o.county, S("{}"))
		             : OK;
	}
	if (!o.waits || !str_some(x->openid))
		return q_openid_code_end(c, x->code.id, S("late"), S(""), NULL);
	TRY(q_openid_code_end(c, x->code.id, S("done"), S(""), NULL));
	TRY(keep(c, x));
	TRY(q_order_payer(c, o.id, x->openid, NULL));
	TRY(order_job(c, &o, "payments.ask", 0, c->now));
	return audit_put(c, "payer_known", "pay_order", o.id.v, o.county, S("{}"));
}

static enum err said(struct ctx *c, struct exchange *x)
{
	static const struct verb verb = {"payments.openid_said", said_run};

	return store_write(c, &verb, x);
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum err exchange_ask(struct ctx *c, struct exchange *x)
{
	struct channel_open o;
	enum err e;

	TRY(channel_open(c, &x->at, &o));
	/* The code is of the app that sent the chat there, and of no other. */
	if (str_eq(o.merchant->wechat.appid, x->code.appid))
		e = wechat_openid(c, &o.pay, x->code.code, &x->openid);
	else
		e = fault_set(c, E_REFUSED, "wechat_code_bad", NULL);
	channel_close(&o);
	return channel_heard(c, x->job, e);
}

enum err openid_job(struct ctx *c, const struct job *j)
{
	struct exchange x;
	enum err e;

	TRY(exchange_of(c, j, &x));
	if (!x.order.waits || !str_is(x.code.state, "waiting"))
		return said(c, &x);
	e = exchange_ask(c, &x);
	if (channel_final(e))
		x.why = c->fault.code;
	else
		TRY(e);
	return said(c, &x);
}

/* --- closed accounts -------------------------------------------------------------------------- */

struct closing {
	struct q_openid_closed_row *row;
	size_t n;
};

static enum err closed_run(struct ctx *c, void *arg)
{
	struct closing *a = arg;

	TRY(q_openid_closed(c, &a->row, &a->n));
	for (size_t i = 0; i < a->n; i++)
		TRY(q_openid_forget(c, a->row[i].account, NULL));
	return a->n == 0 ? OK
	                 : audit_put(c, "payers_forgotten", "account", a->row[0].account.v,
	                             ID_NONE(county_id), str_printf(c->arena, "{\"n\":%zu}", a->n));
}

enum err openid_closed_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"payments.openid_closed", closed_run};
	struct closing a = {0};

	(void)j;
	do
		TRY(store_write(c, &verb, &a));
	while (a.n > 0);
	return OK;
}

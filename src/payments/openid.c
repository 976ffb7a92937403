#include "payments/openid.h"

#include "crypto/hash.h"
#include "crypto/keys.h"
#include "pay/wechat_login.h"
#include "payments/internal.h"
#include "payments/openid.sql.h"
#include "people/reach.h"

#define SECOND_US INT64_C(1000000)

/* --- whether it can be offered ---------------------------------------------------------------- */

enum err in_app_of(struct ctx *c, const struct collecting *a, struct in_app *ret_i)
{
	struct in_app i = {.appid = STR_NONE, .open = STR_NONE};
	struct fault before = c->fault;
	struct channel_open o;
	enum err e = channel_open(c, a, &o);

	if (e == E_ABSENT || e == E_REFUSED) {
		i.no = c->fault;
		c->fault = before;
		*ret_i = i;
		return OK;
	}
	TRY(e);
	if (wechat_login_ready(o.merchant)) {
		i.appid = str_dup(c->arena, o.merchant->wechat.appid);
		i.open = str_dup(c->arena, o.merchant->wechat.open);
	} else {
		i.no.code = "wechat_login_off";
	}
	channel_close(&o);
	*ret_i = i;
	return OK;
}

/* --- what goes there and comes back ----------------------------------------------------------- */

enum { TIME_DIGITS = 16, STATE_DIGITS = TIME_DIGITS + 2 * SHA256_BYTES };

static struct str state_at(struct ctx *c, pay_order_id order, int64_t second)
{
	uint8_t mark[SHA256_BYTES];

	keyed_mark(store_keys(c->store), "payments.wechat_state",
	           str_printf(c->arena, "%lld %lld %lld", (long long)order.v,
	                      (long long)c->actor.session.v, (long long)second),
	           mark);
	return str_printf(c->arena, "%016llx%.*s", (unsigned long long)second,
	                  STR_FMT(hex_text(c->arena, BYTES(mark))));
}

struct str openid_state(struct ctx *c, pay_order_id order)
{
	return state_at(c, order, c->now.us / SECOND_US);
}

static enum err forged(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "wechat_state_forged", NULL);
}

static bool second_of(struct str digits, int64_t *ret_second)
{
	int64_t v = 0;

	for (size_t i = 0; i < digits.n; i++) {
		char ch = digits.p[i];

		if (!((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f')) || v >> 48)
			return false;
		v = v << 4 | (ch <= '9' ? ch - '0' : ch - 'a' + 10);
	}
	*ret_second = v;
	return true;
}

enum err openid_state_check(struct ctx *c, pay_order_id order, struct str state)
{
	int64_t second = 0, age;

	if (state.n != STATE_DIGITS || !second_of(str_sub(state, 0, TIME_DIGITS), &second) ||
	    !secret_eq(state, state_at(c, order, second)))
		return forged(c);
	age = c->now.us / SECOND_US - second;
	if (age < 0 || age > OPENID_STATE_MINUTES * 60)
		return fault_set(c, E_REFUSED, "wechat_state_old",
		                 &(struct fault){.allowed = str_printf(c->arena, "%d min",
		                                                       OPENID_STATE_MINUTES)});
	return OK;
}

/* --- a code ----------------------------------------------------------------------------------- */

static bool code_plain(struct str code)
{
	for (size_t i = 0; i < code.n; i++) {
		if (code.p[i] <= ' ' || code.p[i] > '~')
			return false;
	}
	return code.n > 0 && code.n <= OPENID_CODE_MAX;
}

/* Of the guardian who acts, made by nobody else. */
static enum err own_order(struct ctx *c, pay_order_id id, struct order *ret_o)
{
	TRY(reach_role(c, ROLE_BIT(ROLE_GUARDIAN)));
	TRY(order_get(c, id, ret_o));
	TRY(kinship_require(c, ret_o->pupil));
	return account_id_eq(ret_o->account, c->actor.account) ? OK
	                                                       : out_of_reach(c, "pay_order", id.v);
}

static enum err code_used(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "wechat_code_used", NULL);
}

static enum err bring_new(struct ctx *c, const struct openid_bring *a, const struct order *o,
                          struct str mark)
{
	int64_t id = env_next_id(c->env), stored;

	if (!o->waits || o->expires.us <= c->now.us)
		return fault_set(c, E_REFUSED, "wechat_not_awaited", NULL);
	TRY(q_openid_code_put(c, id, o->id, c->actor.account, a->appid, a->code, mark, c->now,
	                      &stored));
	if (!stored)
		return E_RETRY; /* brought by way of another node; the next try sees it */
	/* Not in the account's lane: whoever says who pays is another host. */
	TRY(job_put_in(c,
	               str_printf(c->arena, "%.*s.openid", STR_FMT(channel_lane(c, o->collecting))),
	               "payments.openid",
	               str_printf(c->arena, "{\"code\":\"%lld\"}", (long long)id), c->now));
	return audit_put(c, "payer_sent", "pay_order", o->id.v, o->county, S("{}"));
}

static enum err bring_run(struct ctx *c, void *arg)
{
	const struct openid_bring *a = arg;
	struct q_openid_code_taken_row taken;
	uint8_t mark[BLIND_BYTES];
	struct order o = {0};
	bool found;

	TRY(own_order(c, a->order, &o));
	if (!code_plain(a->code))
		return fault_set(c, E_REFUSED, "wechat_code_bad", NULL);
	blind(store_keys(c->store), "payments.wechat_code", a->code, mark);
	TRY(q_openid_code_taken(c, BYTES(mark), &taken, &found));
	if (!found)
		return bring_new(c, a, &o, BYTES(mark));
	return taken.order.v == o.id.v && !str_is(taken.state, "refused") ? OK : code_used(c);
}
const struct verb openid_bring_verb = {"payments.openid_bring", bring_run};

enum err openid_news_get(struct ctx *c, pay_order_id order, struct openid_news *ret_n)
{
	struct q_openid_code_last_row row;
	bool found;

	TRY(q_openid_code_last(c, order, &row, &found));
	*ret_n = found ? (struct openid_news){row.state, row.why}
	               : (struct openid_news){S(""), S("")};
	return OK;
}

enum err openid_codes_end(struct ctx *c, pay_order_id order)
{
	return q_openid_codes_late(c, order, NULL);
}

/* --- what is known ---------------------------------------------------------------------------- */

enum err openid_known(struct ctx *c, account_id account, struct str appid, struct str *ret_openid)
{
	struct q_openid_of_row row;
	bool found;

	TRY(q_openid_of(c, account, appid, &row, &found));
	*ret_openid = found ? row.openid : STR_NONE;
	return OK;
}

static enum err forget_run(struct ctx *c, void *arg)
{
	const struct openid_forget *a = arg;
	struct order o = {0};

	TRY(own_order(c, a->order, &o));
	TRY(q_openid_forget(c, c->actor.account, NULL));
	TRY(order_shut_open(c, &o));
	return audit_put(c, "payer_forgotten", "account", c->actor.account.v, o.county, S("{}"));
}
const struct verb openid_forget_verb = {"payments.openid_forget", forget_run};

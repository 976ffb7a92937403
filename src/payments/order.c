#include "payments/order.h"

#include "money/bill.h"
#include "money/relief.h"
#include "payments/consumables.h"
#include "payments/internal.h"
#include "payments/openid.h"
#include "payments/order.sql.h"
#include "people/reach.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "term/term.h"

#define MINUTE_US INT64_C(60000000)

static const char *const STATES[] = {
	[ORDER_MADE] = "made",     [ORDER_ASKED] = "asked",   [ORDER_PAID] = "paid",
	[ORDER_CLOSED] = "closed", [ORDER_FAILED] = "failed", [ORDER_EXPIRED] = "expired",
};
static const char *const WAYS[] = {
	[PAY_IN_APP] = "in_app", [PAY_BROWSER] = "browser", [PAY_QR] = "qr"};

const char *order_state_name(enum order_state s)
{
	return STATES[s];
}

const char *pay_way_name(enum pay_way w)
{
	return WAYS[w];
}

bool pay_way_parse(struct str name, enum pay_way *ret_w)
{
	for (enum pay_way w = PAY_IN_APP; w <= PAY_QR; w++) {
		if (str_is(name, WAYS[w])) {
			*ret_w = w;
			return true;
		}
	}
	return false;
}

static enum err from_row(struct ctx *c, const struct q_order_row_row *r, struct order *ret_o)
{
	struct order o = {
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.term = r->term,
		.bill = r->bill,
		.pupil = r->pupil,
		.collecting = r->collecting,
		.channel = r->channel,
		.amount = r->amount,
		.number = r->number,
		.link = r->link,
		.call = r->call,
		.expires = r->expires,
		.at = r->at,
		.settled = r->settled,
		.why = r->why,
		.account = r->account,
		.payment = r->payment,
		.receipt = r->receipt,
	};
	enum order_state s = ORDER_MADE;

	while (s <= ORDER_EXPIRED && !str_is(r->state, STATES[s]))
		s++;
	if (s > ORDER_EXPIRED || !pay_way_parse(r->way, &o.way))
		return fault_broken(c, "state or way of an order");
	o.state = s;
	o.waits = s == ORDER_MADE && o.way == PAY_IN_APP && str_is(o.channel, "wechat") &&
	          r->nameless;
	*ret_o = o;
	return OK;
}

enum err paper_reach(struct ctx *c, const char *object, int64_t id, const struct paper *p)
{
	struct pupil child;

	if (c->actor.role == ROLE_GUARDIAN)
		return pupil_get(c, p->pupil, &child);
	if (!actor_in(&c->actor, ROLES_OF_BILLS) || !reach_school(c, p->county, p->school))
		return out_of_reach(c, object, id);
	return audit_read_note(c, p->pupil,
	                       str_c(c->arena, str_printf(c->arena, "%s read", object)));
}

/* --- what is due ------------------------------------------------------------------------------ */

enum err bill_due(struct ctx *c, bill_id bill, struct money *ret_due)
{
	return or_absent(c, q_bill_due(c, bill, ret_due));
}

/* As the school that billed knew the pupil last. */
static enum err pupil_billed(struct ctx *c, const struct bill_owner *b, struct pupil *ret_p)
{
	struct pupil_past past;
	struct pupil p = b->pupil;

	if (p.school.v != b->school.v) {
		TRY(pupil_past_load(c, &b->pupil, &past));
		for (size_t i = past.n; i > 0 && p.school.v != b->school.v; i--)
			p = past.was[i - 1].pupil;
	}
	*ret_p = p.school.v == b->school.v ? p : b->pupil;
	return OK;
}

/* R59, R65: who collects, for which term, and whether it was collected before. What an adjustment
 * added is part of the same collection. */
static enum err may_collect(struct ctx *c, const struct bill_owner *b, const struct term *t,
                            bool collected)
{
	struct pupil p;
	const struct rule *rule;
	struct rules rules;

	TRY(pupil_billed(c, b, &p));
	struct rule_facts facts = pupil_facts(&p);
	struct collect_facts f = {
		.facts = &facts,
		.collector = COLLECT_SCHOOL,
		.billing = {.collected_this_term = collected,
	                    .for_next_term = t->first_day.day > ctx_today(c).day},
	};

	TRY(rulebook_rules(c, b->county, b->school, ctx_today(c), &rules));
	TRY(said_of_pupil(c, &rules, p.id, c->now, &facts));
	return collect_decide(c, &rules, &f, &rule);
}

enum err payable_get(struct ctx *c, pupil_id pupil, term_id term, struct payable *ret_p)
{
	struct payable out = {.no.code = NULL};
	struct fault before = c->fault;
	struct term of;
	enum err e;

	TRY(bill_reach(c, pupil, term, &out.owner));
	TRY(term_get(c, term, &of));
	out.bill = out.owner.bill;
	out.collected = out.owner.collected;
	if (out.bill.v)
		TRY(bill_due(c, out.bill, &out.due));
	if (out.due.fen <= 0 && !out.collected) {
		out.no.code = "nothing_due";
		*ret_p = out;
		return OK;
	}
	e = may_collect(c, &out.owner, &of, out.due.fen <= 0);
	if (e != OK && e != E_REFUSED)
		return e;
	if (e == E_REFUSED) {
		out.no = c->fault;
		c->fault = before;
	} else if (out.due.fen > 0) {
		struct str title;

		TRY(consumables_unsigned_on(c, out.bill, &title));
		if (str_some(title))
			out.no = (struct fault){.code = "consumables_unsigned", .found = title};
	}
	*ret_p = out;
	return OK;
}

/* --- making ----------------------------------------------------------------------------------- */

enum err order_job(struct ctx *c, const struct order *o, const char *kind, int64_t n,
                   struct instant due)
{
	return job_put_in(c, channel_lane(c, o->collecting), kind,
	                  str_printf(c->arena, "{\"order\":\"%lld\",\"n\":%lld}",
	                             (long long)o->id.v, (long long)n),
	                  due);
}

static enum err order_audit(struct ctx *c, const char *what, const struct order *o)
{
	struct str detail =
		str_printf(c->arena, "{\"bill\":\"%lld\",\"channel\":\"%.*s\",\"fen\":%lld}",
	                   (long long)o->bill.v, STR_FMT(o->channel), (long long)o->amount.fen);

	return audit_put(c, what, "pay_order", o->id.v, o->county, detail);
}

enum err order_end(struct ctx *c, const struct order *o, enum order_state to, const char *why)
{
	int64_t ended;

	TRY(q_order_end(c, o->id, str_of(STATES[to]), str_of(why), c->now, &ended));
	TRY(openid_codes_end(c, o->id));
	return ended ? order_audit(c, to == ORDER_CLOSED ? "closed" : STATES[to], o) : OK;
}

/* Here at once, at the channel by a job: until then a payment may still come, and is booked as one
 * that came late. */
static enum err shut(struct ctx *c, const struct order *o, const char *why)
{
	TRY(order_end(c, o, ORDER_CLOSED, why));
	return order_job(c, o, "payments.close", 0, c->now);
}

enum err order_drop(struct ctx *c, bill_id bill, const char *why)
{
	struct q_order_row_row row;
	struct order o;
	bool found;

	if (!bill.v)
		return OK;
	TRY(q_order_open(c, bill, &row, &found));
	if (!found)
		return OK;
	TRY(from_row(c, &row, &o));
	return shut(c, &o, why);
}

static enum err insert(struct ctx *c, struct order_make *a, const struct collecting *to,
                       const struct payable *pay)
{
	const struct bill_owner *b = &pay->owner;
	pay_order_id id = {env_next_id(c->env)};
	struct order o = {.id = id,
	                  .county = b->county,
	                  .bill = pay->bill,
	                  .collecting = to->id,
	                  .channel = a->channel,
	                  .amount = pay->due};
	int64_t stored;

	o.number = str_printf(c->arena, "KH%lld", (long long)id.v);
	o.expires.us = c->now.us + ORDER_MINUTES * MINUTE_US;
	TRY(q_order_insert(c, id, b->county, b->school, a->term, pay->bill, b->pupil.id, to->id,
	                   a->channel, str_of(WAYS[a->way]), pay->due, o.number, a->payer,
	                   a->address, o.expires, c->now, c->actor.account, &stored));
	if (!stored)
		return E_RETRY; /* another node made one; the next try sees it */
	if (a->way != PAY_IN_APP || !str_is(a->channel, "wechat") || str_some(a->payer))
		TRY(order_job(c, &o, "payments.ask", 0, c->now));
	a->result = id;
	return order_audit(c, "made", &o);
}

static enum err payer_check(struct ctx *c, const struct order_make *a)
{
	if (str_is(a->channel, "counter") || !pay_channel_named(a->channel))
		return fault_input(c, NULL, S("channel"), a->channel, S("wechat, alipay"));
	if (!str_is(a->channel, "wechat"))
		return OK;
	if (a->way == PAY_IN_APP && !str_some(a->payer) && !str_some(a->appid))
		return fault_input(c, "missing_field", S("payer"), STR_NONE, S("openid"));
	return a->payer.n > 128 ? fault_input(c, "too_long", S("payer"), STR_NONE, S("128")) : OK;
}

/* Another's WeChat cannot pay what was asked for in one's own. */
static bool same_wish(const struct ctx *c, const struct order_make *a, const struct order *open,
                      struct money due)
{
	return str_eq(open->channel, a->channel) && open->way == a->way &&
	       open->amount.fen == due.fen && open->expires.us > c->now.us + MINUTE_US &&
	       (open->way != PAY_IN_APP || account_id_eq(open->account, c->actor.account));
}

static enum err make_run(struct ctx *c, void *arg)
{
	struct order_make *a = arg;
	struct q_order_row_row row;
	struct collecting to;
	struct payable pay;
	struct order open;
	bool found;

	if (c->actor.role == ROLE_GUARDIAN)
		TRY(kinship_require(c, a->pupil));
	else
		TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(bill_hold_of(c, a->pupil, a->term));
	TRY(payable_get(c, a->pupil, a->term, &pay));
	TRY(payer_check(c, a));
	if (pay.no.code)
		return fault_set(c, E_REFUSED, pay.no.code, &pay.no);
	TRY(collecting_for(c, pay.owner.county, pay.owner.school, a->channel, &to));
	TRY(q_order_open(c, pay.bill, &row, &found));
	if (found) {
		TRY(from_row(c, &row, &open));
		if (same_wish(c, a, &open, pay.due)) {
			a->result = open.id;
			return OK;
		}
		TRY(shut(c, &open, "newer"));
	}
	if (a->way == PAY_IN_APP && str_some(a->appid) && !str_some(a->payer))
		TRY(openid_known(c, c->actor.account, a->appid, &a->payer));
	return insert(c, a, &to, &pay);
}
const struct verb order_make_verb = {"payments.order", make_run};

enum err order_shut_open(struct ctx *c, const struct order *o)
{
	return order_is_open(o) ? shut(c, o, "family") : OK;
}

static enum err shut_run(struct ctx *c, void *arg)
{
	struct order_shut *a = arg;
	struct order o;

	TRY(order_get(c, a->order, &o));
	if (c->actor.role == ROLE_GUARDIAN)
		TRY(kinship_require(c, o.pupil));
	else
		TRY(reach_role(c, ROLES_SCHOOL_DESK));
	a->result = order_is_open(&o) ? ORDER_CLOSED : o.state;
	return order_shut_open(c, &o);
}
const struct verb order_shut_verb = {"payments.order_close", shut_run};

/* --- reading ---------------------------------------------------------------------------------- */

enum err order_load(struct ctx *c, pay_order_id id, struct order *ret_o)
{
	struct q_order_row_row row;

	TRY(or_absent(c, q_order_row(c, id, &row)));
	return from_row(c, &row, ret_o);
}

enum err order_numbered(struct ctx *c, struct str number, struct order *ret_o, bool *ret_found)
{
	struct q_order_row_row row;

	TRY(q_order_numbered(c, number, &row, ret_found));
	return *ret_found ? from_row(c, &row, ret_o) : OK;
}

enum err order_get(struct ctx *c, pay_order_id id, struct order *ret_o)
{
	struct order o;

	TRY(order_load(c, id, &o));
	TRY(paper_reach(c, "pay_order", id.v, &(struct paper){o.pupil, o.county, o.school}));
	*ret_o = o;
	return OK;
}

enum err order_list(struct ctx *c, pupil_id pupil, term_id term, struct order **ret_v,
                    size_t *ret_n)
{
	struct q_order_row_row *row;
	struct bill_owner b;
	struct order *v;
	size_t n = 0;

	TRY(bill_reach(c, pupil, term, &b));
	if (b.bill.v)
		TRY(q_orders_of(c, pupil, b.bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct order);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(from_row(c, &row[i], &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* This term at the first school of the scale `school`: enough that every list of money has a line.
 * Nobody of those who are listed first among the accounts. */
#include "demo/plan.h"
#include "enrolment/enrolment.h"
#include "funds/guarantee.h"
#include "payments/adjust.h"
#include "payments/payment.h"
#include "payments/refund.h"

enum { FAMILIES = 12, PAID = 9, GIVEN_FEN = 3000000 };

struct now {
	const struct demo_past *p;
	offering_id own, agency; /* what they take */
	struct date paid;
	enrolment_id taken[FAMILIES]; /* the school's own course */
};

/* --- what they take -----------------------------------------------------------------------------
 */

/* Two courses on different days, that stay under the cap together. */
static enum err chosen(struct ctx *c, struct now *t)
{
	const struct demo_school *s = t->p->s;
	int64_t grade = INT64_C(1) << (s->grade_first + 1);
	size_t day = 5, other = 5;

	for (size_t i = DEMO_BEFORE_COURSES; i < DEMO_BEFORE_COURSES + s->d->courses; i++) {
		struct offering o;

		TRY(offering_load(c, s->offering[i], &o));
		if (o.price.fen < 3000 || o.price.fen > 27000 || o.by_unit || !(o.grades & grade))
			continue;
		if (o.agency.v && !t->agency.v && i % 5 != day) {
			t->agency = o.id;
			other = i % 5;
		} else if (!o.agency.v && !t->own.v && i % 5 != other) {
			t->own = o.id;
			day = i % 5;
		}
	}
	return t->own.v ? OK : fault_broken(c, "no course of the demo has a price");
}

static size_t pupil_of(size_t k)
{
	return DEMO_PAST_FIRST + k;
}

static enum err family_enrols(struct ctx *c, void *arg, size_t k)
{
	struct now *t = arg;
	pupil_id pupil = t->p->s->pupil[pupil_of(k)];
	struct enrolment *got;
	struct wish v[] = {{.pupil = pupil, .offering = t->own},
	                   {.pupil = pupil, .offering = t->agency}};
	size_t n;

	if (pupil_of(k) == DEMO_POOR) /* its waiver holds from today on */
		c->now = env_now(c->env);
	TRY(demo_parent(c, t->p->s, pupil_of(k), &c->actor));
	TRY(demo_enrol(c, v, k % 2 && t->agency.v ? 2 : 1));
	TRY(enrolment_list(c, pupil, t->p->s->county->term, &got, &n));
	for (size_t i = 0; i < n; i++)
		if (offering_id_eq(got[i].offering, t->own))
			t->taken[k] = got[i].id;
	return OK;
}

static enum err family_pays(struct ctx *c, void *arg, size_t k)
{
	struct now *t = arg;
	struct demo_payment y = {t->p, pupil_of(k), t->p->s->county->term, k % 2 == 1};

	return demo_pay(c, &y);
}

/* --- what goes back -----------------------------------------------------------------------------
 */

static enum err leaves(struct ctx *c, struct now *t, size_t k)
{
	struct withdraw a = {.enrolment = t->taken[k]};

	TRY(demo_actor(c, demo_phone(c->arena, t->p->s, demo_family(t->p->s, pupil_of(k)), 0),
	               &c->actor));
	c->actor = (struct actor){.account = c->actor.account,
	                          .role = ROLE_GUARDIAN,
	                          .county = t->p->s->county->id,
	                          .guardian = t->p->s->guardian[pupil_of(k)]};
	return store_write(c, &withdraw_verb, &a);
}

/* One lesson was not given: two agree to lower the bill, and what was paid too much is asked back.
 */
static enum err lowered(struct ctx *c, struct now *t, size_t k, refund_id *ret_id)
{
	struct adjust down = {.pupil = t->p->s->pupil[pupil_of(k)],
	                      .term = t->p->s->county->term,
	                      .offering = t->own,
	                      .item = S("price"),
	                      .amount = {-1500},
	                      .reason = S("教师外出培训停课一次(示例)")};
	struct refund_credit ask = {.pupil = down.pupil, .term = down.term};
	const struct actor leader = demo_staff(t->p->s, 0, ROLE_SCHOOL_LEADER);

	c->actor = demo_finance(t->p->s);
	TRY(store_write(c, &adjust_verb, &down));
	TRY(demo_approve(c, APPROVE_BILL, down.wish, &leader));
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	TRY(store_write(c, &adjust_follow_verb, &(struct adjust_follow){down.wish}));
	c->actor = demo_finance(t->p->s);
	TRY(store_write(c, &refund_credit_verb, &ask));
	*ret_id = ask.result;
	return OK;
}

static enum err judged(struct ctx *c, struct actor who, refund_id id, bool accept)
{
	struct refund_judge a = {
		.refund = id, .accept = accept, .reason = S("停课已另行补上,不退费(示例)")};

	c->actor = who;
	return store_write(c, &refund_judge_verb, &a);
}

/* Two have left and wait; one is paid back, one agreed and not yet, one returned. */
static enum err refunds(struct ctx *c, struct now *t)
{
	const struct actor finance = demo_finance(t->p->s);
	const struct actor leader = demo_staff(t->p->s, 0, ROLE_SCHOOL_LEADER);
	struct refund_paid out = {.document = S("TK-示例-001")};
	refund_id id[3];

	TRY(leaves(c, t, 0));
	TRY(leaves(c, t, 1));
	for (size_t i = 0; i < 3; i++)
		TRY(lowered(c, t, 2 + 2 * i, &id[i]));
	TRY(judged(c, leader, id[2], false));
	TRY(judged(c, finance, id[0], true));
	TRY(judged(c, finance, id[1], true));
	TRY(demo_approve(c, APPROVE_REFUND, id[0].v, &leader));
	TRY(judged(c, finance, id[0], true));
	out.refund = id[0];
	return store_write(c, &refund_paid_verb, &out);
}

/* Somebody says that an order was paid which nobody made. */
static enum err stray(struct ctx *c, const struct now *t)
{
	struct payment_take take = {
		.collecting = {t->p->wechat},
		.said = {.number = S("KH-DEMO-0001"),
	                 .channel_number = S("42000000000001"),
	                 .state = PAY_PAID,
	                 .amount = FEN(6000),
	                 .at = c->now},
	};

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	return store_write(c, &payment_take_verb, &take);
}

/* From here on nobody can pay online: no channel knows this merchant. */
static enum err online_ends(struct ctx *c, const struct now *t)
{
	struct collecting_put a = {.channel = S("wechat"),
	                           .party = S("school"),
	                           .holder = S("示例学校课后服务监管户(示例)"),
	                           .bank = S("示例银行"),
	                           .number = S("6200000000000001"),
	                           .merchant = S("1900000109")};

	c->actor = demo_finance(t->p->s);
	return store_write(c, &collecting_put_verb, &a);
}

static enum err given(struct ctx *c, const struct now *t)
{
	struct appropriation_add a = {.school = t->p->s->id,
	                              .term = t->p->s->county->term,
	                              .amount = FEN(GIVEN_FEN),
	                              .document = S("示例财拨〔本学期〕1号")};

	TRY(demo_officer(c, t->p->s->county, ROLE_COUNTY_FINANCE, S("county_finance"), &c->actor));
	return store_write(c, &appropriation_add_verb, &a);
}

static enum err shown(struct ctx *c, struct now *t)
{
	struct date today = ctx_today(c), opened = {today.day - 6};
	enum err e;

	TRY(store_read_begin(c));
	e = chosen(c, t);
	store_read_end(c);
	TRY(e);
	demo_go(c, opened, 9);
	TRY(demo_do(c, &(struct demo_many){family_enrols, t, FAMILIES, 8}));
	TRY(given(c, t));
	if (t->p->s->d->term_first.day > today.day) /* nothing is collected before (R59) */
		return online_ends(c, t);
	t->paid.day = today.day - 4;
	if (t->paid.day < t->p->s->d->term_first.day)
		t->paid = t->p->s->d->term_first;
	demo_go(c, t->paid, 8);
	TRY(demo_do(c, &(struct demo_many){family_pays, t, PAID, 8}));
	demo_go(c, today, 8);
	TRY(refunds(c, t));
	TRY(stray(c, t));
	return online_ends(c, t);
}

enum err demo_present(struct ctx *c, const struct demo_past *p)
{
	struct now *t = NEW(c->arena, struct now);
	enum err e;

	if (!t)
		return fault_broken(c, "arena");
	*t = (struct now){.p = p};
	demo_come_back(c);
	e = shown(c, t);
	demo_come_back(c);
	return e;
}

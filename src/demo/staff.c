/* The staff subsidy of the term before, and the fund it is paid from. */
#include "demo/plan.h"
#include "funds/budget.h"
#include "subsidy/batch.h"
#include "subsidy/duty.h"
#include "subsidy/pay.h"

enum {
	BUDGET_FEN = 1200000,
	GIVEN_FEN = 450000,
	QUOTA_FEN = 8000000,
	SPENT_FEN = 35000,
	ON_DUTY = 3
};

/* --- the fund -----------------------------------------------------------------------------------
 */

static enum err funded(struct ctx *c, const struct demo_past *p)
{
	term_id term = p->s->county->before;
	struct budget_add budget = {term, FEN(BUDGET_FEN), S("示例财教〔上学期〕1号")};
	struct allocation_add allocated = {p->s->id, term, FEN(BUDGET_FEN / 2),
	                                   S("示例财教〔上学期〕2号")};
	struct appropriation_add given = {.school = p->s->id,
	                                  .term = term,
	                                  .amount = FEN(GIVEN_FEN),
	                                  .document = S("示例财拨〔上学期〕1号")};
	struct subsidy_quota_put quota = {.school = p->s->id,
	                                  .year = date_civil(p->first).year,
	                                  .amount = FEN(QUOTA_FEN),
	                                  .document = S("示例人社〔绩效〕1号")};

	TRY(demo_officer(c, p->s->county, ROLE_COUNTY_FINANCE, S("county_finance"), &c->actor));
	TRY(store_write(c, &budget_add_verb, &budget));
	TRY(store_write(c, &allocation_add_verb, &allocated));
	TRY(store_write(c, &appropriation_add_verb, &given));
	TRY(store_write(c, &subsidy_quota_verb, &quota));
	quota.year++;
	return store_write(c, &subsidy_quota_verb, &quota);
}

/* Handed in by who keeps the money and approved by the leader. */
static enum err spent_once(struct ctx *c, const struct demo_past *p, int64_t *ret_id)
{
	const struct actor leader = demo_staff(p->s, 0, ROLE_SCHOOL_LEADER);
	struct spending_add add = {.term = p->s->county->before,
	                           .purpose = S("direct_consumables"),
	                           .amount = FEN(SPENT_FEN),
	                           .document = S("示例采购单 001")};
	struct spending_book book;

	c->actor = demo_finance(p->s);
	TRY(store_write(c, &spending_add_verb, &add));
	book.spending = *ret_id = add.result;
	TRY(demo_approve(c, APPROVE_SPENDING, add.result, &leader));
	return store_write(c, &spending_book_verb, &book);
}

/* Material for the courses, by a voucher that was entered twice; the second entry was taken back.
 */
static enum err spent(struct ctx *c, const struct demo_past *p)
{
	const struct actor leader = demo_staff(p->s, 0, ROLE_SCHOOL_LEADER);
	struct spending_back back = {.reason = S("示例:同一采购单重复登记")};
	int64_t first;

	TRY(spent_once(c, p, &first));
	TRY(spent_once(c, p, &back.spending));
	TRY(store_write(c, &spending_back_verb, &back));
	TRY(demo_approve(c, APPROVE_ADJUSTMENT, back.spending, &leader));
	return store_write(c, &spending_back_verb, &back);
}

/* --- people -------------------------------------------------------------------------------------
 */

static enum err payees(struct ctx *c, const struct demo_past *p)
{
	size_t who[] = {0, 1, 2, 3, 2 + p->s->class_n};
	struct outsider_put outsider = {.name = S("示例外聘教练"),
	                                .phone = S("19800009999"),
	                                .work = S("示例体育俱乐部"),
	                                .rate = FEN(10000)};

	c->actor = demo_finance(p->s);
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		struct payee_put a = {p->s->staff[who[i]].id.v, S("示例银行"),
		                      str_printf(c->arena, "62220000000001%02zu", i)};

		TRY(store_write(c, &payee_put_verb, &a));
	}
	return store_write(c, &outsider_put_verb, &outsider);
}

/* --- months -------------------------------------------------------------------------------------
 */

/* On Wednesdays the leader is on duty, paid by the day, and the clerk organises, paid by the month.
 */
static enum err on_duty(struct ctx *c, const struct demo_past *p, struct date first,
                        struct date next)
{
	const struct duty_filter f = {.first = first, .last = {next.day - 1}};
	const char *const role[] = {"leader", "support"};
	struct duty_sitting *v;
	int64_t total;
	size_t n;
	enum err e;

	c->actor = demo_finance(p->s);
	TRY(store_read_begin(c));
	e = duty_sittings(c, p->s->id, &f, &v, &n, &total);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < 2 * n; i++) {
		const struct duty_sitting *s = &v[i / 2];
		struct duty_put put = {.sitting = s->id,
		                       .person = p->s->staff[i % 2].id.v,
		                       .role = str_of(role[i % 2])};

		if (s->offering.v == p->care.v && date_weekday(s->day) == ON_DUTY)
			TRY(store_write(c, &duty_put_verb, &put));
	}
	return OK;
}

static enum err reckoned(struct ctx *c, const struct demo_past *p, struct date month,
                         int64_t *ret_batch)
{
	struct subsidy_open open = {.school = p->s->id, .month = month};
	struct subsidy_submit submit;
	bool more = true;

	c->actor = demo_finance(p->s);
	TRY(store_write(c, &subsidy_open_verb, &open));
	while (more)
		TRY(subsidy_step(c, open.result, 1, &more));
	*ret_batch = submit.batch = open.result;
	return store_write(c, &subsidy_submit_verb, &submit);
}

static enum err decided(struct ctx *c, const struct demo_past *p, int64_t batch, bool approve)
{
	struct subsidy_decide a = {.batch = batch,
	                           .approve = approve,
	                           .reason = S("代课教师的课次请按实际带班人登记后再报(示例)")};

	TRY(demo_officer(c, p->s->county, ROLE_COUNTY, S("county"), &c->actor));
	return store_write(c, &subsidy_decide_verb, &a);
}

static enum err month_paid(struct ctx *c, struct demo_past *p, int64_t batch)
{
	struct subsidy_pay pay = {.batch = batch};
	payout_id payout;

	c->actor = demo_finance(p->s);
	TRY(store_write(c, &subsidy_pay_verb, &pay));
	payout = pay.result;
	TRY(demo_paid_out(c, p, payout, true));
	TRY(store_write(c, &subsidy_pay_verb, &pay)); /* nobody is left */
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	return subsidy_paid_follow(c);
}

static struct date month_after(struct date first)
{
	struct civil d = date_civil((struct date){first.day + 31});
	struct date next = first;

	date_of(d.year, d.month, 1, &next);
	return next;
}

/* The first month is paid, the second came back, the third waits for the bureau. */
static enum err months(struct ctx *c, struct demo_past *p)
{
	struct civil from = date_civil(p->first);
	struct date month = DATE_NONE, today = instant_date(env_now(c->env));

	date_of(from.year, from.month, 1, &month);
	for (int i = 0; month.day <= p->last.day; i++) {
		struct date next = month_after(month);
		int64_t batch;

		if (next.day >= today.day)
			break;
		demo_go(c, (struct date){next.day + 1}, 9);
		TRY(on_duty(c, p, month, next));
		TRY(reckoned(c, p, month, &batch));
		if (i < 2)
			TRY(decided(c, p, batch, i == 0));
		demo_go(c, (struct date){next.day + 4}, 9);
		if (i == 0)
			TRY(month_paid(c, p, batch));
		month = next;
	}
	return OK;
}

enum err demo_past_staff(struct ctx *c, struct demo_past *p)
{
	demo_go(c, (struct date){p->s->d->before_first.day + 5}, 10);
	TRY(funded(c, p));
	TRY(payees(c, p));
	demo_go(c, (struct date){p->first.day + 3}, 10);
	TRY(spent(c, p));
	return months(c, p);
}

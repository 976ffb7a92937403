/* What became of the agencies' money of the term before. */
#include "demo/plan.h"
#include "settlement/related.h"
#include "settlement/settlement.h"

enum { HALF_DAYS = 34, SETTLED_DAYS = 9, HANDED_IN_DAYS = 2 };

/* Handed in, and taken to the bank that has paid it all when `paid`. */
enum err demo_paid_out(struct ctx *c, const struct demo_past *p, payout_id id, bool paid)
{
	const struct actor leader = demo_staff(p->s, 0, ROLE_SCHOOL_LEADER);
	struct payout_submit submit = {id};
	struct payout_export export = {id};
	struct payout_all_paid all = {.payout = id, .day = ctx_today(c), .left = 1};

	c->actor = demo_finance(p->s);
	TRY(store_write(c, &payout_submit_verb, &submit));
	if (!paid)
		return OK;
	TRY(demo_approve(c, APPROVE_PAYOUT, id.v, &leader));
	TRY(store_write(c, &payout_export_verb, &export));
	while (all.left > 0)
		TRY(store_write(c, &payout_all_paid_verb, &all));
	return OK;
}

static enum err drawn(struct ctx *c, struct demo_past *p, struct settlement_draw *a)
{
	c->actor = demo_finance(p->s);
	return store_write(c, &settlement_draw_verb, a);
}

static enum err released(struct ctx *c, struct demo_past *p, settlement_id id)
{
	struct settlement_release a = {.settlement = id};

	c->actor = demo_finance(p->s);
	return store_write(c, &settlement_release_verb, &a);
}

static enum err all_owed(struct ctx *c, struct demo_past *p, bool paid)
{
	struct settlement_pay a = {.school = p->s->id};

	c->actor = demo_finance(p->s);
	TRY(store_write(c, &settlement_pay_verb, &a));
	return demo_paid_out(c, p, a.result, paid);
}

/* The agency says that a sitting was longer; the school has answered, the county not yet. */
static enum err disputed(struct ctx *c, struct demo_past *p, settlement_id id)
{
	struct dispute_open open = {.settlement = id,
	                            .reason = S("当天家长开放日,实际上课九十分钟(示例)")};
	struct dispute_answer answer = {.settlement = id,
	                                .answer = S("签到记录为六十分钟,开放日另行安排(示例)")};
	struct settlement_line *v;
	struct settlement s;
	size_t n = 0;
	enum err e;

	c->actor = demo_contact(p->s, 1);
	TRY(store_read_begin(c));
	e = settlement_get(c, id, &s);
	if (e == OK)
		e = settlement_lines(c, &s, &v, &n);
	store_read_end(c);
	TRY(e);
	if (n == 0)
		return fault_broken(c, "a statement of the demo without a line");
	open.sitting = answer.sitting = v[n / 2].sitting;
	TRY(store_write(c, &dispute_open_verb, &open));
	c->actor = demo_finance(p->s);
	return store_write(c, &dispute_answer_verb, &answer);
}

/* Who stands behind each agency (R67); the clerk's brother works for one that gives no course here.
 */
static enum err ties_declared(struct ctx *c, const struct demo_past *p)
{
	static const char *const parts[] = {"legal", "manager"};
	static const char *const names[] = {"示例法定代表人", "示例负责人"};
	struct interest_declare tie = {.agency = p->s->county->agency[DEMO_AGENCIES - 1],
	                               .relation = S("兄长在该机构担任教务(示例)")};

	for (size_t i = 0; i < DEMO_AGENCIES; i++)
		for (size_t k = 0; k < 2; k++) {
			struct party_declare a = {
				.part = str_of(parts[k]),
				.name = str_printf(c->arena, "%s%zu", names[k], i + 1),
			};

			c->actor = demo_contact(p->s, i);
			TRY(store_write(c, &party_declare_verb, &a));
		}
	c->actor = demo_staff(p->s, 1, ROLE_SCHOOL_CLERK);
	return store_write(c, &interest_declare_verb, &tie);
}

/* Of the first agency: a half drawn, released and paid, the other drawn. Of the second: one sitting
 * in dispute, the others released and in a payout that waits for its approval. */
enum err demo_past_settled(struct ctx *c, struct demo_past *p)
{
	struct date half = {p->first.day + HALF_DAYS}, today = instant_date(env_now(c->env));
	struct settlement_draw first = {p->agency[0], p->first, half, {0}};
	struct settlement_draw rest = {p->agency[0], {half.day + 1}, p->last, {0}};
	struct settlement_draw second = {p->agency[1], p->first, p->last, {0}};

	TRY(demo_payees(c, p->s));
	demo_go(c, (struct date){half.day + SETTLED_DAYS}, 10);
	TRY(drawn(c, p, &first));
	TRY(released(c, p, first.result));
	demo_go(c, (struct date){half.day + SETTLED_DAYS + 3}, 10);
	TRY(all_owed(c, p, true));
	demo_go(c, (struct date){p->last.day + SETTLED_DAYS}, 10);
	TRY(drawn(c, p, &rest));
	TRY(drawn(c, p, &second));
	TRY(disputed(c, p, second.result));
	TRY(released(c, p, second.result));
	TRY(ties_declared(c, p));
	demo_go(c, (struct date){today.day - HANDED_IN_DAYS}, 10);
	return all_owed(c, p, false);
}

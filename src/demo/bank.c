/* What the bank and the channel say of the term before, held against the books; and the books
 * closed. */
#include "audit/difference.h"
#include "audit/statement.h"
#include "audit/term_close.h"
#include "demo/plan.h"
#include "funds/budget.h"
#include "money/period.h"
#include "payments/payment.h"

enum { FEE_PER_MILLION = 6000, SHORT_FEN = 100, STRAY_FEN = 6000, DAYS = 2 };

/* --- the channel's file -------------------------------------------------------------------------
 */

struct told {
	struct channel_day_line v[DEMO_PAST_PUPILS + 1];
	size_t n;
	int64_t net;
};

static void told_put(struct told *t, struct str number, struct str channel_number,
                     struct money amount)
{
	int64_t fee = (amount.fen * FEE_PER_MILLION + 500000) / 1000000;

	t->v[t->n++] = (struct channel_day_line){number, S(""), channel_number, amount};
	t->net += amount.fen - fee;
}

static enum err paid_online(struct ctx *c, const struct demo_past *p, struct told day[DAYS])
{
	for (size_t k = 0; k < DEMO_PAST_PUPILS; k++) {
		struct payment *v;
		struct order o;
		size_t n;

		TRY(payment_list(c, p->s->pupil[DEMO_PAST_FIRST + k], p->s->county->before, &v,
		                 &n));
		for (size_t i = 0; i < n; i++) {
			if (v[i].order.v == 0)
				continue;
			TRY(order_load(c, v[i].order, &o));
			told_put(&day[instant_date(v[i].paid_at).day - p->paid.day], o.number,
			         v[i].number, v[i].amount);
		}
	}
	return OK;
}

/* The second day names an order nobody made. */
static enum err files(struct ctx *c, const struct demo_past *p, struct told day[DAYS])
{
	enum err e;

	c->actor = demo_finance(p->s);
	TRY(store_read_begin(c));
	e = paid_online(c, p, day);
	store_read_end(c);
	TRY(e);
	TRY(audit_flush_reads(c));
	told_put(&day[1], S("KH-DEMO-0000"), S("42000000000000"), FEN(STRAY_FEN));
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	for (int32_t i = 0; i < DAYS; i++)
		TRY(channel_day_take(c, p->s->county->id, p->wechat, (struct date){p->paid.day + i},
		                     day[i].v, day[i].n));
	return OK;
}

/* --- the bank's ---------------------------------------------------------------------------------
 */

static struct str line_in(struct ctx *c, struct date day, int serial, int64_t fen, const char *from)
{
	return str_printf(c->arena, "%.*s,DEMO%03d,%.*s,,%s\n", STR_FMT(date_text(c->arena, day)),
	                  serial, STR_FMT(money_text(c->arena, FEN(fen))), from);
}

/* Each day comes the day after; of the first, a yuan less than agreed. */
static enum err statement(struct ctx *c, const struct demo_past *p, const struct told day[DAYS])
{
	struct bank_account_put account = {.school = p->s->id,
	                                   .holder = S("示例学校课后服务监管户(示例)"),
	                                   .bank = S("示例银行"),
	                                   .number = S("6200000000000001")};
	struct channel_terms_put terms = {p->wechat, 0, FEE_PER_MILLION, 3, S("school")};
	struct statement_row row;
	struct str text[DAYS + 1];

	c->actor = demo_finance(p->s);
	TRY(store_write(c, &bank_account_put_verb, &account));
	terms.bank_account = account.result.v;
	TRY(demo_officer(c, p->s->county, ROLE_COUNTY_FINANCE, S("county_finance"), &c->actor));
	TRY(store_write(c, &channel_terms_verb, &terms));
	text[0] = S("日期,流水号,收入,支出,对方户名\n");
	for (int32_t i = 0; i < DAYS; i++)
		text[i + 1] =
			line_in(c, (struct date){p->paid.day + i + 1}, i + 1,
		                day[i].net - (i == 0 ? SHORT_FEN : 0), "财付通支付科技有限公司");
	c->actor = demo_finance(p->s);
	return statement_take(c, account.result, S("示例银行对账单.csv"),
	                      str_join(c->arena, text, DAYS + 1, S("")), &row);
}

/* --- what does not agree ------------------------------------------------------------------------
 */

static enum err fee_settled(struct ctx *c, const struct demo_past *p, int64_t id)
{
	const struct actor leader = demo_staff(p->s, 0, ROLE_SCHOOL_LEADER);
	struct difference_close a = {
		.id = id, .reason = S("银行当日另收账户管理费 1.00 元,已核对回单(示例)")};

	TRY(store_write(c, &difference_close_verb, &a));
	if (!a.waits)
		return OK;
	TRY(demo_approve(c, APPROVE_DIFFERENCE, id, &leader));
	return store_write(c, &difference_close_verb, &a);
}

static enum err looked_into(struct ctx *c, const struct demo_past *p)
{
	struct difference *v;
	int64_t total;
	size_t n;
	enum err e;

	c->actor = demo_finance(p->s);
	TRY(store_read_begin(c));
	e = difference_list(c, S("open"), 0, 0, &v, &n, &total);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		struct difference_take take = {v[i].id};

		TRY(store_write(c, &difference_take_verb, &take));
		if (v[i].kind == DIFF_FEE)
			TRY(fee_settled(c, p, v[i].id));
	}
	return OK;
}

enum err demo_past_bank(struct ctx *c, struct demo_past *p)
{
	struct told *day = NEW_N(c->arena, DAYS, struct told);
	struct date last = {p->paid.day + DAYS - 1};
	int64_t open;

	if (!day)
		return fault_broken(c, "arena");
	demo_go(c, (struct date){p->paid.day + DAYS + 4}, 9);
	TRY(files(c, p, day));
	TRY(statement(c, p, day));
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	TRY(reconcile_county(c, p->s->county->id, last, &open));
	TRY(looked_into(c, p));
	/* What was settled is booked. */
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	return reconcile_county(c, p->s->county->id, last, &open);
}

/* --- closed -------------------------------------------------------------------------------------
 */

static enum err books_closed(struct ctx *c, const struct demo_past *p)
{
	struct civil from = date_civil(p->first);
	struct date first = DATE_NONE;

	date_of(from.year, from.month, 1, &first);
	return period_close(c, p->s->county->id, (struct date){first.day - 1});
}

static enum err term_closed(struct ctx *c, const struct demo_past *p)
{
	struct term_close_begin begin = {.term = p->s->county->before};
	struct term_close t = {0};

	TRY(store_write(c, &term_close_begin_verb, &begin));
	while (!t.finished)
		TRY(term_close_step(c, begin.result, &t));
	return OK;
}

enum err demo_past_closed(struct ctx *c, struct demo_past *p)
{
	struct guarantee_close close = {
		.school = p->s->id,
		.term = p->s->county->before,
		.explanation = S("示例:新转入学生的经费列入下一批拨付"),
		.explained_by = S("示例县财政局教科文股股长"),
	};

	demo_go(c, (struct date){p->s->d->before_last.day + 1}, 10);
	TRY(demo_officer(c, p->s->county, ROLE_COUNTY_FINANCE, S("county_finance"), &c->actor));
	TRY(books_closed(c, p));
	TRY(store_write(c, &guarantee_close_verb, &close));
	return term_closed(c, p);
}

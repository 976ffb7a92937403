/* Money that is under way above the first school: the county's budget of this term, the city's
 * special fund, an audit pack of the term before. Clearly invented. */
#include "audit/pack_work.h"
#include "demo/plan.h"
#include "funds/budget.h"
#include "funds/special.h"

enum { BUDGET_FEN = 20000000, ALLOCATION_FEN = 15000000, SPECIAL_FEN = 12000000 };

static enum err budget(struct ctx *c, const struct demo_county *k, school_id school)
{
	struct budget_add budgeted = {k->term, FEN(BUDGET_FEN), S("示例财教〔2026〕1号")};
	struct allocation_add given = {school, k->term, FEN(ALLOCATION_FEN),
	                               S("示例财教〔2026〕2号")};

	TRY(store_write(c, &budget_add_verb, &budgeted));
	return store_write(c, &allocation_add_verb, &given);
}

/* Scores of every county, closed and proposed. */
static enum err proposed(struct ctx *c, const struct demo *d, int32_t year, int64_t *ret_id)
{
	struct special_open open = {.year = year,
	                            .total = FEN(SPECIAL_FEN),
	                            .document = str_printf(c->arena, "示例财教〔%d〕3号", year)};
	struct special_turn turn;

	TRY(store_write(c, &special_open_verb, &open));
	turn.special = *ret_id = open.result;
	for (size_t i = 0; i < d->counties; i++) {
		struct special_score_put score = {
			open.result, d->county[i].id,
			str_printf(c->arena, "%zu.5", 80 + (i * 7) % 20),
			(int64_t)(1000 * (d->county[i].schools ? d->county[i].schools : 1))};

		TRY(store_write(c, &special_score_verb, &score));
	}
	TRY(store_write(c, &special_close_verb, &turn));
	return store_write(c, &special_propose_verb, &turn);
}

/* A county has asked, the office has answered, and the city's finance has approved. */
static enum err granted(struct ctx *c, const struct demo *d, int64_t special)
{
	struct special_object object = {special, S("参与学生数是否含寄宿生?(示例)")};
	struct special_answer answer = {.answer = S("含寄宿生,按学期末核定数(示例)")};
	struct special_decide decide = {.special = special, .approve = true};
	struct special_objection *v;
	struct actor office = {.role = ROLE_CITY}, finance = {.role = ROLE_CITY_FINANCE};
	size_t n = 0;
	enum err e;

	TRY(demo_actor(c, S("city"), &office));
	TRY(demo_actor(c, S("city_finance"), &finance));
	TRY(demo_officer(c, &d->county[0], ROLE_COUNTY_FINANCE, S("county_finance"), &c->actor));
	TRY(store_write(c, &special_object_verb, &object));
	c->actor = office;
	TRY(store_read_begin(c));
	e = special_objections(c, special, &v, &n);
	store_read_end(c);
	TRY(e);
	answer.objection = n > 0 ? v[0].id : 0;
	TRY(store_write(c, &special_answer_verb, &answer));
	c->actor = finance;
	return store_write(c, &special_decide_verb, &decide);
}

/* Last year's is shared out, this year's is proposed. */
static enum err special_fund(struct ctx *c, const struct demo *d)
{
	int32_t year = date_civil(ctx_today(c)).year;
	int64_t id;

	TRY(demo_actor(c, S("city"), &c->actor));
	c->actor.role = ROLE_CITY;
	TRY(proposed(c, d, year - 1, &id));
	TRY(granted(c, d, id));
	TRY(demo_actor(c, S("city"), &c->actor));
	c->actor.role = ROLE_CITY;
	return proposed(c, d, year, &id);
}

/* Asked for on a page, made by the job that makes them. */
static enum err pack(struct ctx *c, const struct demo *d)
{
	struct pack_ask ask = {.county = S(""), .school = S(""), .term = d->before_code};
	bool ran = true;

	TRY(demo_officer(c, &d->county[0], ROLE_COUNTY_FINANCE, S("county_finance"), &c->actor));
	TRY(store_write(c, &pack_ask_verb, &ask));
	demo_come_back(c);
	while (ran)
		TRY(jobs_step(c, demo_jobs, DEMO_JOBS, &ran));
	return OK;
}

enum err demo_money(struct ctx *c, const struct demo *d)
{
	TRY(budget(c, &d->county[0], d->past->s->id));
	TRY(special_fund(c, d));
	return pack(c, d);
}

/* Money that is under way in the first county: a budget with its allocations, the city's special
 * fund as proposed, last month's staff subsidy as a draft. Clearly invented. */
#include "demo/plan.h"
#include "funds/budget.h"
#include "funds/special.h"
#include "people/school.h"
#include "subsidy/batch.h"

enum { BUDGET_FEN = 20000000, ALLOCATION_FEN = 15000000, SPECIAL_FEN = 500000000 };

static enum err first_school(struct ctx *c, county_id county, school_id *ret_id)
{
	struct school *v;
	int64_t total;
	size_t n = 0;
	enum err e;

	TRY(store_read_begin(c));
	e = school_list(c, county, STR_NONE, 1, 0, &v, &n, &total);
	store_read_end(c);
	TRY(e);
	*ret_id = n > 0 ? v[0].id : ID_NONE(school_id);
	return OK;
}

static enum err budget(struct ctx *c, const struct demo_county *k, school_id school)
{
	struct budget_add budgeted = {k->term, FEN(BUDGET_FEN), S("示例财教〔2026〕1号")};
	struct allocation_add given = {school, k->term, FEN(ALLOCATION_FEN),
	                               S("示例财教〔2026〕2号")};

	TRY(store_write(c, &budget_add_verb, &budgeted));
	return store_write(c, &allocation_add_verb, &given);
}

static enum err special_fund(struct ctx *c, const struct demo *d)
{
	struct special_open open = {.year = date_civil(ctx_today(c)).year,
	                            .total = FEN(SPECIAL_FEN),
	                            .document = S("示例财教〔2026〕3号")};
	struct special_turn turn;

	TRY(store_write(c, &special_open_verb, &open));
	turn.special = open.result;
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

static enum err last_month(struct ctx *c, school_id school)
{
	struct civil now = date_civil(ctx_today(c));
	struct subsidy_open open = {.school = school};
	struct date first;
	bool more = true;

	if (!date_of(now.year, now.month, 1, &first))
		return fault_broken(c, "demo month");
	open.month = (struct date){first.day - 1};
	TRY(store_write(c, &subsidy_open_verb, &open));
	while (more)
		TRY(subsidy_step(c, open.result, 1, &more));
	return OK;
}

enum err demo_money(struct ctx *c, const struct demo *d)
{
	const struct demo_county *k = &d->county[0];
	school_id school;

	TRY(first_school(c, k->id, &school));
	TRY(budget(c, k, school));
	TRY(special_fund(c, d));
	return last_month(c, school);
}

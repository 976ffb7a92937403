#include "money/period.h"

#include "money/internal.h"
#include "money/ledger.sql.h"
#include "people/reach.h"

struct closing {
	county_id county;
	struct date last_day;
	int64_t id;
	bool counted;
	const struct turnover *of; /* by account */
	int64_t entries;
};

static struct date month_end(struct date d)
{
	struct civil day = date_civil(d);
	struct date next;

	if (!date_of(day.month == 12 ? day.year + 1 : day.year, day.month % 12 + 1, 1, &next))
		return DATE_NONE;
	return (struct date){next.day - 1};
}

/* The day before yesterday: a request that began at its last second is done. */
static struct date newest_over(const struct ctx *c)
{
	return (struct date){ctx_today(c).day - 2};
}

static enum err day_check(struct ctx *c, struct date last_day)
{
	struct str said = date_text(c->arena, last_day);

	if (month_end(last_day).day != last_day.day)
		return fault_input(c, NULL, S("month"), said,
		                   date_text(c->arena, month_end(last_day)));
	if (last_day.day > newest_over(c).day)
		return fault_set(c, E_REFUSED, "period_not_over",
		                 &(struct fault){.field = S("month"),
		                                 .found = said,
		                                 .allowed = date_text(c->arena, newest_over(c))});
	return OK;
}

static enum err closing_run(struct ctx *c, void *arg)
{
	struct closing *a = arg;
	struct q_period_at_row row;
	int64_t moved;
	bool found;

	TRY(q_period_at(c, a->county, a->last_day, &row, &found));
	a->id = row.id;
	a->counted = found && row.entries.some;
	if (found)
		return audit_put(c, "period_asked", "county", a->county.v, a->county, S("{}"));
	TRY(q_book_open(c, a->county, NULL));
	TRY(q_book_close(c, a->county, a->last_day, &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "period_closed",
		                 &(struct fault){.field = S("month"),
		                                 .found = date_text(c->arena, a->last_day)});
	a->id = env_next_id(c->env);
	TRY(q_period_insert(c, a->id, a->county, a->last_day, c->actor.account.v, c->now, NULL));
	return audit_put(c, "period_closed", "county", a->county.v, a->county,
	                 str_printf(c->arena, "{\"through\":\"%.*s\"}",
	                            STR_FMT(date_text(c->arena, a->last_day))));
}

static enum err count_run(struct ctx *c, void *arg)
{
	const struct closing *a = arg;
	int64_t counted;

	TRY(q_period_count(c, a->id, a->entries, &counted));
	if (!counted)
		return OK; /* somebody else finished it meanwhile, with the same sums */
	for (enum ledger_account i = 0; i < LEDGER_ACCOUNT_COUNT; i++)
		TRY(q_period_balance_insert(c, a->id, str_of(ledger_account_name(i)),
		                            a->of[i].debit, a->of[i].credit, NULL));
	return audit_put(c, "period_counted", "county", a->county.v, a->county,
	                 str_printf(c->arena, "{\"through\":\"%.*s\",\"entries\":%lld}",
	                            STR_FMT(date_text(c->arena, a->last_day)),
	                            (long long)a->entries));
}

/* Two verbs with a long reading between them: nothing can be booked in what the first has closed.
 */
enum err period_close(struct ctx *c, county_id county, struct date last_day)
{
	static const struct verb close_verb = {"ledger.period_close", closing_run};
	static const struct verb count_verb = {"ledger.period_count", count_run};
	struct turnover of[LEDGER_ACCOUNT_COUNT];
	struct closing a = {.county = county, .last_day = last_day, .of = of};
	enum err e;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	if (!reach_county(c, county))
		return absent(c);
	TRY(day_check(c, last_day));
	TRY(store_write(c, &close_verb, &a));
	if (a.counted)
		return OK;
	TRY(store_read_begin(c));
	e = turnover_of_county(c, county, last_day, of, &a.entries);
	store_read_end(c);
	TRY(e);
	return store_write(c, &count_verb, &a);
}

enum err period_list(struct ctx *c, county_id county, struct period **ret_v, size_t *ret_n)
{
	struct q_periods_row *row;
	struct period *v;
	size_t n;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	if (!reach_county(c, county))
		return out_of_reach(c, "county", county.v);
	TRY(q_periods(c, county, &row, &n));
	v = NEW_N(c->arena, n + 1, struct period);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct period){row[i].id, row[i].last_day,     row[i].at,
		                       row[i].by, row[i].entries.some, row[i].entries.v};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

size_t period_closable(const struct ctx *c, struct date closed_through, struct date *ret_v,
                       size_t most)
{
	struct civil over = date_civil((struct date){newest_over(c).day + 1});
	struct date first;
	size_t n = 0;

	if (!date_of(over.year, over.month, 1, &first))
		return 0;
	for (struct date end = {first.day - 1}; n < most && end.day > closed_through.day; n++) {
		struct civil day = date_civil(end);

		ret_v[n] = end;
		if (!date_of(day.year, day.month, 1, &first))
			break;
		end = (struct date){first.day - 1};
	}
	return n;
}

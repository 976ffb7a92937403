/* What the checks over a whole computation find (R44, R67). */
#include "subsidy/internal.h"

enum err subsidy_finding_put(struct ctx *c, const struct q_subsidy_batch_row_row *b,
                             const struct finding *f)
{
	return q_subsidy_finding_insert(c, env_next_id(c->env), b->county, b->id, b->run,
	                                str_of(f->code), f->weight, f->person, f->sitting, f->day,
	                                str_some(f->found) ? f->found : S(""),
	                                str_some(f->allowed) ? f->allowed : S(""), NULL);
}

static struct str hours(struct ctx *c, struct clock_time starts, struct clock_time ends)
{
	return str_printf(c->arena, "%.*s-%.*s", STR_FMT(time_text(c->arena, starts)),
	                  STR_FMT(time_text(c->arena, ends)));
}

static enum err twice(struct ctx *c, const struct q_subsidy_batch_row_row *b,
                      const struct q_double_booked_row *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct finding f = {.code = "double_booked",
		                    .weight = STOPS,
		                    .person = v[i].person,
		                    .sitting = v[i].sitting.v,
		                    .day = v[i].day,
		                    .found = hours(c, v[i].starts, v[i].ends),
		                    .allowed = hours(c, v[i].other_starts, v[i].other_ends)};

		TRY(subsidy_finding_put(c, b, &f));
	}
	return OK;
}

static enum err double_booked(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct q_double_booked_row *here, *away;
	size_t here_n, away_n;

	TRY(q_double_booked(c, b->id, b->run, &here, &here_n));
	TRY(twice(c, b, here, here_n));
	TRY(q_double_booked_away(c, b->id, b->run, &away, &away_n));
	return twice(c, b, away, away_n);
}

static enum err over_the_day(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct q_over_the_day_row *v;
	int64_t most;
	size_t n;

	TRY(subsidy_day_minutes(c, b->county, &most));
	TRY(q_over_the_day(c, b->id, b->run, most, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct finding f = {.code = "over_the_day",
		                    .weight = ANSWERED,
		                    .person = v[i].person,
		                    .day = v[i].day,
		                    .found = str_printf(c->arena, "%lld", (long long)v[i].minutes),
		                    .allowed = str_printf(c->arena, "%lld", (long long)most)};

		TRY(subsidy_finding_put(c, b, &f));
	}
	return OK;
}

static enum err strangers(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct q_strangers_row *v;
	size_t n;

	TRY(q_strangers(c, b->id, b->run, b->school, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct finding f = {.code = "payee_not_staff",
		                    .weight = v[i].here ? ANSWERED : STOPS,
		                    .person = v[i].person,
		                    .day = b->last_day};

		TRY(subsidy_finding_put(c, b, &f));
	}
	return OK;
}

static enum err related(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct q_related_row *v;
	size_t n;

	TRY(q_related(c, b->id, b->run, b->school, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct finding f = {.code = "related_payee",
		                    .weight = ANSWERED,
		                    .person = v[i].person,
		                    .day = b->last_day,
		                    .found = v[i].how};

		TRY(subsidy_finding_put(c, b, &f));
	}
	return OK;
}

enum err findings_over_all(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	TRY(double_booked(c, b));
	TRY(over_the_day(c, b));
	TRY(strangers(c, b));
	return related(c, b);
}

/* The guarantee fund against the ledger, and the kept counts of schools against their rows. */
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"

/* --- the guarantee fund (R29) ------------------------------------------------------------------
 */

static const char *guarantee_flaw(const struct q_verify_guarantee_row *row)
{
	if (!row->placed)
		return "appropriation: its school or term is not of its county";
	if (row->entries != 1 || row->legs != 2)
		return "appropriation: does not stand in the ledger as one entry of two legs";
	if (row->fund.fen != row->amount.fen || row->payer.fen != -row->amount.fen)
		return "appropriation: its legs are not its amount, or not of its school";
	return NULL;
}

static enum err guarantee_row(struct ctx *c, const struct q_verify_guarantee_row *row, void *arg)
{
	struct verify_check *v = arg;
	const char *flaw = guarantee_flaw(row);

	v->rows++;
	if (flaw && verify_broken(v, row->id))
		v->found = str_printf(c->arena, "%s (%lld fen; entries %lld, legs %lld, %lld %lld)",
		                      flaw, (long long)row->amount.fen, (long long)row->entries,
		                      (long long)row->legs, (long long)row->fund.fen,
		                      (long long)row->payer.fen);
	return OK;
}

static enum err guarantee_lost(struct ctx *c, const struct q_verify_guarantee_lost_row *row,
                               void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (verify_broken(v, row->id))
		v->found = str_printf(c->arena, "entry: %lld fen of no appropriation",
		                      (long long)row->amount);
	return OK;
}

static enum err guarantee_below(struct ctx *c, const struct q_verify_guarantee_below_row *row,
                                void *arg)
{
	struct verify_check *v = arg;

	if (verify_broken(v, row->id.v))
		v->found = str_printf(c->arena, "school: received %lld fen in a term",
		                      (long long)row->received);
	return OK;
}

enum err verify_guarantee(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "guarantee");

	TRY(q_verify_guarantee_each(c, guarantee_row, v));
	TRY(q_verify_guarantee_lost_each(c, guarantee_lost, v));
	return q_verify_guarantee_below_each(c, guarantee_below, v);
}

/* --- kept counts -------------------------------------------------------------------------------
 */

/* A kept count is of the instant it was counted at, so it can be held against the rows only where
 * nothing changed since. A verb's instant is when it began: one that began a minute before may have
 * ended after. */
enum { MARGIN_US = 60 * 1000000 };

struct counts {
	struct verify_check *check;
	struct rules_memo *rules;
	struct q_verify_changed_row *changed;
	size_t n_changed;
};

static bool settled(struct instant last, struct instant counted)
{
	return last.us < counted.us - MARGIN_US; /* none is INT64_MIN */
}

static struct q_verify_changed_row changed_of(const struct counts *a, county_id county)
{
	for (size_t i = 0; i < a->n_changed; i++)
		if (county_id_eq(a->changed[i].county, county))
			return a->changed[i];
	return (struct q_verify_changed_row){county, {INT64_MIN}, {INT64_MIN}};
}

static struct date within(struct date day, const struct q_verify_counts_row *row)
{
	if (day.day < row->first_day.day)
		return row->first_day;
	return day.day > row->last_day.day ? row->last_day : day;
}

/* The end of the day that decides who is enrolled (D2), as it was when the row was counted. */
static struct instant census_end(const struct q_verify_counts_row *row)
{
	struct date day = date_some(row->census_day) ? row->census_day : instant_date(row->counted);
	struct instant end;

	if (day.day > row->last_day.day)
		day = row->last_day;
	end = date_instant((struct date){day.day + 1}, (struct clock_time){0});
	if (end.us > row->counted.us)
		end.us = row->counted.us + 1;
	return end;
}

/* How many the documents count: `census` where they ask who was enrolled, else from the marks. */
static enum err by_rule(struct ctx *c, const struct rules *r, const struct q_verify_counts_row *row,
                        int64_t census, int64_t *ret_n)
{
	const struct rule *who = NULL;
	int64_t least = 1, percent = 0;

	TRY(rules_find(c, r, PARAM_GUARANTEE_PARTICIPANT, NULL, &who));
	if (who && who->value.by == BY_ENROLLED) {
		*ret_n = census;
		return OK;
	}
	if (who && who->value.by == BY_SHARE) {
		least = 0;
		percent = who->value.at_least;
	} else if (who) {
		least = who->value.at_least;
	}
	return q_verify_took_part(c, row->school, row->term, least, percent, ret_n);
}

static enum err recount(struct ctx *c, const struct counts *a,
                        const struct q_verify_counts_row *row, struct q_verify_recount_row *ret_now,
                        int64_t *ret_by_rule)
{
	static const enum kind all[] = {KIND_CARE, KIND_COURSE, KIND_LUNCH, KIND_EVENING_STUDY};
	struct str kind[4];
	struct rules rules;

	TRY(rules_memo_rules(c, a->rules, row->county, ID_NONE(school_id),
	                     within(instant_date(row->counted), row), &rules));
	for (size_t i = 0; i < 4; i++) {
		bool in;

		TRY(kind_in_scope(c, &rules, all[i], &in));
		kind[i] = in ? str_of(kind_name(all[i])) : S("");
	}
	TRY(q_verify_recount(c, row->school, row->term, kind[0], kind[1], kind[2], kind[3],
	                     census_end(row), ret_now));
	return by_rule(c, &rules, row, ret_now->census, ret_by_rule);
}

/* The first column that is not what the rows come to; NULL: none. */
static const char *count_flaw(const struct counts *a, const struct q_verify_counts_row *row,
                              const struct q_verify_recount_row *now, int64_t now_by_rule,
                              int64_t *ret_kept, int64_t *ret_now)
{
	struct q_verify_changed_row last = changed_of(a, row->county);
	bool marks = settled(last.registers, row->counted);
	const struct {
		const char *name;
		int64_t kept, now;
	} column[] = {
		{"classes", row->classes, now->classes},
		{"pupils", row->pupils, now->pupils},
		{"confirmed", row->confirmed, now->confirmed},
		{"enrolled", row->enrolled, now->enrolled},
		{"census", row->census, now->census},
		{"attended", row->attended, marks ? now->attended : row->attended},
		{"participants by rule", row->by_rule, marks ? now_by_rule : row->by_rule},
		{"offerings", row->offerings, now->offerings},
		{"seats", row->seats, now->seats},
		{"taken", row->taken, now->taken},
		{"waiting", row->waiting, now->waiting},
		{"billed", row->billed, now->billed},
	};

	if (!settled(last.other, row->counted) || !settled(now->enrolment_newest, row->counted) ||
	    !settled(now->bill_newest, row->counted) || !settled(now->notice_newest, row->counted))
		return NULL;
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		if (column[i].kept != column[i].now) {
			*ret_kept = column[i].kept;
			*ret_now = column[i].now;
			return column[i].name;
		}
	}
	return NULL;
}

static enum err count_row(struct ctx *c, const struct q_verify_counts_row *row, void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct counts *a = arg;
	struct q_verify_recount_row now;
	const char *column;
	int64_t kept = 0, is = 0, took = 0;

	a->check->rows++;
	if (!row->placed) {
		if (verify_broken(a->check, row->school.v))
			a->check->found = S("count: its school or term is not of its county");
		return OK;
	}
	TRY(recount(c, a, row, &now, &took));
	arena_rewind(c->arena, mark);
	column = count_flaw(a, row, &now, took, &kept, &is);
	if (column && verify_broken(a->check, row->school.v))
		a->check->found = str_printf(c->arena, "school: %s counted %lld, the rows say %lld",
		                             column, (long long)kept, (long long)is);
	return OK;
}

enum err verify_counts(struct ctx *c, struct verify_report *r)
{
	struct counts a = {.check = verify_begin(r, "school_counts")};

	TRY(rules_memo_new(c, &a.rules));
	TRY(q_verify_changed(c, &a.changed, &a.n_changed));
	return q_verify_counts_each(c, count_row, &a);
}

#include "money/statement.h"

#include "base/phrase.h"
#include "money/internal.h"
#include "money/ledger.sql.h"
#include "money/statement.sql.h"
#include "people/reach.h"
#include "people/school.h"

#define AT_SCHOOL (ROLES_SCHOOL | ROLES_SCHOOL_MONEY)
#define READERS   (AT_SCHOOL | ROLES_COUNTY_MONEY | ROLES_CITY_MONEY)

static const struct date NO_DAY = {INT32_MIN + 1}; /* before every day */

enum err ledger_scope_of(struct ctx *c, school_id school, struct ledger_scope *ret_s)
{
	struct ledger_scope scope = {c->actor.county, school};
	struct school s;

	if (actor_in(&c->actor, AT_SCHOOL))
		scope.school = school.v ? school : c->actor.school;
	if (scope.school.v) {
		TRY(school_get(c, scope.school, &s));
		scope.county = s.county;
	}
	*ret_s = scope;
	return OK;
}

/* Everything below begins here, whatever scope it was handed. */
static enum err reach(struct ctx *c, const struct ledger_scope *s)
{
	struct school school;

	TRY(reach_role(c, READERS));
	if (s->school.v) {
		TRY(school_get(c, s->school, &school));
		return reach_school(c, school.county, school.id)
		               ? OK
		               : out_of_reach(c, "school", school.id.v);
	}
	if (actor_in(&c->actor, AT_SCHOOL) || !reach_county(c, s->county))
		return out_of_reach(c, "county", s->county.v);
	return OK;
}

/* Entries booked after a day were made after it: none has an id below this. */
static int64_t floor_after(struct date day)
{
	return day.day < 0 ? 0
	                   : env_id_at(date_instant((struct date){day.day + 1},
	                                            (struct clock_time){0}));
}

static enum err turnover_add(struct ctx *c, struct turnover *t, struct money debit,
                             struct money credit)
{
	if (!money_add(t->debit, debit, &t->debit) || !money_add(t->credit, credit, &t->credit))
		return fault_broken(c, "turnover overflow");
	return OK;
}

static enum err account_of(struct ctx *c, struct str name, enum ledger_account *ret_a)
{
	return ledger_account_parse(name, ret_a) ? OK : fault_broken(c, "ledger account unknown");
}

static enum err closing_add(struct ctx *c, int64_t period, struct turnover v[LEDGER_ACCOUNT_COUNT])
{
	struct q_closing_balances_row *row;
	enum ledger_account a;
	size_t n;

	TRY(q_closing_balances(c, period, &row, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(account_of(c, row[i].account, &a));
		TRY(turnover_add(c, &v[a], row[i].debit, row[i].credit));
	}
	return OK;
}

enum err turnover_of_county(struct ctx *c, county_id county, struct date through,
                            struct turnover ret_v[LEDGER_ACCOUNT_COUNT], int64_t *ret_entries)
{
	struct q_closing_before_row last = {.last_day = NO_DAY};
	struct q_county_turnover_row *row;
	enum ledger_account a;
	int64_t since;
	bool found;
	size_t n;

	memset(ret_v, 0, LEDGER_ACCOUNT_COUNT * sizeof *ret_v);
	TRY(q_closing_before(c, county, through, &last, &found));
	if (found)
		TRY(closing_add(c, last.id, ret_v));
	TRY(q_county_turnover(c, county, last.last_day, through, floor_after(last.last_day), &row,
	                      &n));
	for (size_t i = 0; i < n; i++) {
		TRY(account_of(c, row[i].account, &a));
		TRY(turnover_add(c, &ret_v[a], row[i].debit, row[i].credit));
	}
	TRY(q_county_entries(c, county, last.last_day, through, floor_after(last.last_day),
	                     &since));
	*ret_entries = last.entries + since;
	return OK;
}

static enum err turnover_of_school(struct ctx *c, school_id school, struct str account,
                                   int64_t subject, struct date through,
                                   struct turnover ret_v[LEDGER_ACCOUNT_COUNT])
{
	struct q_school_turnover_row *row;
	enum ledger_account a;
	size_t n;

	memset(ret_v, 0, LEDGER_ACCOUNT_COUNT * sizeof *ret_v);
	TRY(q_school_turnover(c, school, account, subject, through, &row, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(account_of(c, row[i].account, &a));
		TRY(turnover_add(c, &ret_v[a], row[i].debit, row[i].credit));
	}
	return OK;
}

static enum err balance_of(struct ctx *c, const struct turnover *t, struct balance *ret_b)
{
	struct balance b = {.debit = t->debit, .credit = t->credit};

	if (!money_sub(t->debit, t->credit, &b.balance))
		return fault_broken(c, "balance overflow");
	*ret_b = b;
	return OK;
}

enum err ledger_balances(struct ctx *c, const struct ledger_scope *s, struct date day,
                         struct balance ret_v[LEDGER_ACCOUNT_COUNT], struct balance *ret_sum)
{
	struct turnover of[LEDGER_ACCOUNT_COUNT], sum = {0};
	int64_t entries;

	TRY(reach(c, s));
	if (s->school.v)
		TRY(turnover_of_school(c, s->school, S(""), 0, day, of));
	else
		TRY(turnover_of_county(c, s->county, day, of, &entries));
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		TRY(balance_of(c, &of[a], &ret_v[a]));
		TRY(turnover_add(c, &sum, of[a].debit, of[a].credit));
	}
	return balance_of(c, &sum, ret_sum);
}

enum err ledger_subjects(struct ctx *c, const struct ledger_scope *s, enum ledger_account account,
                         struct date day, struct subject_balance **ret_v, size_t *ret_n)
{
	struct q_school_turnover_row *row;
	struct subject_balance *v;
	size_t n;

	TRY(reach(c, s));
	if (!s->school.v)
		return fault_input(c, "missing_field", S("school"), STR_NONE, STR_NONE);
	TRY(q_school_turnover(c, s->school, str_of(ledger_account_name(account)), 0, day, &row,
	                      &n));
	v = NEW_N(c->arena, n + 1, struct subject_balance);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct turnover t = {row[i].debit, row[i].credit};

		v[i].subject = row[i].subject;
		v[i].label = row[i].label;
		v[i].pupil.v = row[i].pupil;
		TRY(balance_of(c, &t, &v[i].of));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- statement -------------------------------------------------------------------------------- */

static enum err balance_through(struct ctx *c, const struct ledger_scope *s,
                                const struct statement_asked *q, struct date day,
                                struct money *ret_m)
{
	struct turnover of[LEDGER_ACCOUNT_COUNT];
	struct balance b;
	int64_t entries;

	if (s->school.v)
		TRY(turnover_of_school(c, s->school, str_of(ledger_account_name(q->account)),
		                       q->subject, day, of));
	else
		TRY(turnover_of_county(c, s->county, day, of, &entries));
	TRY(balance_of(c, &of[q->account], &b));
	*ret_m = b.balance;
	return OK;
}

static enum err moves(struct ctx *c, const struct ledger_scope *s, const struct statement_asked *q,
                      struct q_school_moves_row **ret_v, size_t *ret_n)
{
	struct str account = str_of(ledger_account_name(q->account));
	int64_t most = q->most ? q->most : INT32_MAX;

	if (s->school.v)
		return q_school_moves(c, s->school, account, q->subject, q->from, q->to, most,
		                      q->skip, ret_v, ret_n);
	return q_county_moves(c, s->county, account, q->from, q->to,
	                      floor_after((struct date){q->from.day - 1}), most, q->skip, ret_v,
	                      ret_n);
}

enum err ledger_statement(struct ctx *c, const struct ledger_scope *s,
                          const struct statement_asked *q, struct statement *ret_s)
{
	struct statement out = {0};
	struct q_school_moves_row *row;
	size_t n;

	TRY(reach(c, s));
	if (q->to.day < q->from.day)
		return fault_input(c, NULL, S("to"), date_text(c->arena, q->to),
		                   date_text(c->arena, q->from));
	if (q->subject && !s->school.v)
		return fault_input(c, "missing_field", S("school"), STR_NONE, STR_NONE);
	TRY(balance_through(c, s, q, (struct date){q->from.day - 1}, &out.opening));
	TRY(balance_through(c, s, q, q->to, &out.closing));
	TRY(moves(c, s, q, &row, &n));
	out.v = NEW_N(c->arena, n + 1, struct movement);
	if (!out.v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct movement *m = &out.v[i];

		*m = (struct movement){.entry = row[i].entry,
		                       .day = row[i].day,
		                       .cause = row[i].cause,
		                       .subject = row[i].subject,
		                       .label = row[i].label,
		                       .pupil = {row[i].pupil},
		                       .amount = row[i].amount};
		if (!money_add(out.opening, row[i].before, &m->balance) ||
		    !money_add(m->balance, m->amount, &m->balance))
			return fault_broken(c, "statement overflow");
	}
	out.n = n;
	out.total = n > 0 ? row[0].total : 0;
	*ret_s = out;
	return OK;
}

/* --- an entry --------------------------------------------------------------------------------- */

static enum err entry_reach(struct ctx *c, int64_t id, const struct q_entry_head_row *row)
{
	TRY(reach_role(c, READERS & ~ROLES_CITY_MONEY));
	if (!reach_county(c, row->county) ||
	    (actor_in(&c->actor, AT_SCHOOL) && row->school.v != c->actor.school.v))
		return out_of_reach(c, "ledger_entry", id);
	return OK;
}

static enum err entry_legs(struct ctx *c, int64_t id, struct entry *e)
{
	struct q_entry_lines_row *row;

	TRY(q_entry_lines(c, id, &row, &e->legs));
	e->leg = NEW_N(c->arena, e->legs + 1, struct entry_leg);
	if (!e->leg)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < e->legs; i++) {
		TRY(account_of(c, row[i].account, &e->leg[i].account));
		e->leg[i].subject = row[i].subject;
		e->leg[i].label = row[i].label;
		e->leg[i].amount = row[i].amount;
	}
	return OK;
}

enum err ledger_entry_get(struct ctx *c, int64_t id, struct entry *ret_e)
{
	struct q_entry_head_row row;
	bool found;

	TRY(q_entry_head(c, id, &row, &found));
	if (!found)
		return absent(c);
	TRY(entry_reach(c, id, &row));
	struct entry e = {.id = id,
	                  .county = row.county,
	                  .cause = row.cause,
	                  .pupil = row.pupil,
	                  .day = row.day,
	                  .belongs = row.belongs,
	                  .at = row.at,
	                  .actor = row.actor,
	                  .reverses = row.reverses.some ? row.reverses.v : 0,
	                  .reversed_by = row.reversed_by.some ? row.reversed_by.v : 0,
	                  .reason = phrase_show(c->arena, c->lang, row.reason),
	                  .what = row.title};

	TRY(entry_legs(c, id, &e));
	*ret_e = e;
	return OK;
}

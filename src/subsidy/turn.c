/* A batch's way: answered for, handed in, returned or approved. */
#include "money/ledger.h"
#include "people/reach.h"
#include "policy/staff.h"
#include "rulebook/rulebook.h"
#include "subsidy/internal.h"

enum { REASON_MAX_CHARS = 200, DOCUMENT_MAX_CHARS = 60 };
#define YEAR_FIRST 2000
#define YEAR_LAST  2100

enum err subsidy_load(struct ctx *c, int64_t id, struct q_subsidy_batch_row_row *ret_b)
{
	bool found = false;

	TRY(q_subsidy_batch_row(c, id, ret_b, &found));
	return found ? OK : absent(c);
}

/* Of the caller's school, or for officers the county. */
static enum err batch_own(struct ctx *c, int64_t id, struct q_subsidy_batch_row_row *ret_b)
{
	TRY(subsidy_load(c, id, ret_b));
	if (!reach_school(c, ret_b->county, ret_b->school))
		return out_of_reach(c, "subsidy_batch", id);
	return OK;
}

enum err subsidy_wrong_state(struct ctx *c, struct str state)
{
	return fault_set(c, E_CONFLICT, "subsidy_state", &(struct fault){.found = state});
}

enum err subsidy_step_note(struct ctx *c, const struct q_subsidy_batch_row_row *b, const char *step,
                           struct money total, struct str reason, int64_t *ret_id)
{
	*ret_id = env_next_id(c->env);
	return q_subsidy_step_insert(c, *ret_id, b->county, b->id, b->run, str_of(step), total,
	                             c->actor.account, reason, c->now, NULL);
}

static enum err move(struct ctx *c, const struct q_subsidy_batch_row_row *b, const char *was,
                     const char *state)
{
	int64_t moved;

	TRY(q_subsidy_batch_move(c, b->id, b->run, str_of(was), str_of(state), &moved));
	return moved ? OK : subsidy_wrong_state(c, b->state);
}

static enum err told(struct ctx *c, const struct q_subsidy_batch_row_row *b, const char *what)
{
	return audit_put(c, what, "subsidy_batch", b->id, b->county,
	                 str_printf(c->arena, "{\"run\":%lld,\"fen\":%lld}", (long long)b->run,
	                            (long long)b->total.fen));
}

/* --- answering for a finding ------------------------------------------------------------------ */

static enum err answer_run(struct ctx *c, void *arg)
{
	struct subsidy_answer *a = arg;
	struct q_subsidy_finding_row_row f;
	struct q_subsidy_batch_row_row b = {0};
	struct str reason;
	bool found = false;
	int64_t changed;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	TRY(q_subsidy_finding_row(c, a->finding, &f, &found));
	if (!found)
		return absent(c);
	TRY(batch_own(c, f.batch, &b));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	if (b.run != f.run || !str_is(b.state, "draft"))
		return subsidy_wrong_state(c, b.state);
	TRY(q_subsidy_finding_answer(c, a->finding, c->actor.account, reason, &changed));
	if (!changed)
		return fault_set(c, E_REFUSED, "finding_stops", NULL);
	return audit_put(c, "subsidy_answered", "subsidy_batch", b.id, b.county,
	                 reason_json(c, reason));
}
const struct verb subsidy_answer_verb = {"subsidy.answer", answer_run};

/* --- handing in ------------------------------------------------------------------------------- */

static enum err findings_require(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct q_subsidy_findings_open_row open;

	TRY(q_subsidy_findings_open(c, b->id, b->run, &open));
	if (open.stops + open.unanswered == 0)
		return OK;
	return fault_set(
		c, E_REFUSED, "findings_open",
		&(struct fault){.found = str_printf(c->arena, "%lld",
	                                            (long long)(open.stops + open.unanswered))});
}

/* Another batch may have been approved since, with the same difference in it. */
static enum err fresh_require(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	int64_t n;

	TRY(q_stale(c, b->id, b->run, &n));
	if (n == 0)
		return OK;
	return fault_set(c, E_CONFLICT, "subsidy_stale",
	                 &(struct fault){.found = str_printf(c->arena, "%lld", (long long)n)});
}

/* R49, D5. A quota is needed only where the rules count the subsidy in it. */
static enum err quota_require(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct perf_facts f = {.amount = b->subsidy, .quota = FEN(MONEY_MAX_FEN)};
	int32_t year = date_civil(b->first_day).year;
	struct date first = DATE_NONE, last = DATE_NONE;
	struct q_quota_row_row q = {0};
	const struct rule *rule;
	struct rules rules;
	bool found = false, counts = false;

	(void)(date_of(year, 1, 1, &first) && date_of(year, 12, 31, &last));
	TRY(q_quota_row(c, b->school, year, &q, &found));
	TRY(q_quota_used(c, b->school, first, last, b->id, &f.before));
	TRY(rulebook_rules(c, b->county, b->school, b->last_day, &rules));
	if (found)
		f.quota = q.amount;
	TRY(perf_total_decide(c, &rules, &f, &counts, &rule));
	if (found || !counts || b->subsidy.fen == 0)
		return OK;
	return rule_refuse(c, "quota_missing", rule, str_printf(c->arena, "%d", (int)year),
	                   STR_NONE);
}

static enum err submit_run(struct ctx *c, void *arg)
{
	struct subsidy_submit *a = arg;
	struct q_subsidy_batch_row_row b = {0};
	int64_t id;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	TRY(batch_own(c, a->batch, &b));
	if (!str_is(b.state, "draft"))
		return subsidy_wrong_state(c, b.state);
	TRY(findings_require(c, &b));
	TRY(fresh_require(c, &b));
	TRY(quota_require(c, &b));
	TRY(move(c, &b, "draft", "submitted"));
	TRY(subsidy_step_note(c, &b, "submitted", b.total, S(""), &id));
	return told(c, &b, "subsidy_submitted");
}
const struct verb subsidy_submit_verb = {"subsidy.submit", submit_run};

/* --- returning and approving ------------------------------------------------------------------ */

static enum err other_person(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	account_id by = {0};
	bool found = false;

	TRY(q_subsidy_submitter(c, b->id, b->run, &by, &found));
	if (!found || c->actor.account.v == 0 || !account_id_eq(by, c->actor.account))
		return OK;
	return fault_set(c, E_REFUSED, "not_approved", &(struct fault){.field = S("approver")});
}

static enum err approve(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	int64_t id;

	/* The year's total may have been lowered, and other months approved, since. */
	TRY(fresh_require(c, b));
	TRY(quota_require(c, b));
	TRY(move(c, b, "submitted", "approved"));
	TRY(subsidy_step_note(c, b, "approved", b->total, S(""), &id));
	if (b->total.fen != 0) {
		struct leg legs[] = {
			{LEDGER_STAFF_EXPENSE, LEG_OF(b->school), b->total},
			{LEDGER_STAFF_PAYABLE, LEG_OF(b->school), FEN(-b->total.fen)},
		};
		TRY(ledger_post(c, b->county, "subsidy_step", id, legs, 2));
	}
	return told(c, b, "subsidy_approved");
}

static enum err decide_run(struct ctx *c, void *arg)
{
	struct subsidy_decide *a = arg;
	struct q_subsidy_batch_row_row b = {0};
	struct str reason;
	int64_t id;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	TRY(batch_own(c, a->batch, &b));
	if (!str_is(b.state, "submitted"))
		return subsidy_wrong_state(c, b.state);
	TRY(other_person(c, &b));
	if (a->approve)
		return approve(c, &b);
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(move(c, &b, "submitted", "returned"));
	TRY(subsidy_step_note(c, &b, "returned", b.total, reason, &id));
	return audit_put(c, "subsidy_returned", "subsidy_batch", b.id, b.county,
	                 reason_json(c, reason));
}
const struct verb subsidy_decide_verb = {"subsidy.decide", decide_run};

/* --- the year's total and the day's minutes ----------------------------------------------------
 */

static enum err quota_run(struct ctx *c, void *arg)
{
	struct subsidy_quota_put *a = arg;
	struct str document;
	struct school s;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(school_get(c, a->school, &s));
	if (a->year < YEAR_FIRST || a->year > YEAR_LAST)
		return fault_input(c, NULL, S("year"),
		                   str_printf(c->arena, "%lld", (long long)a->year),
		                   S("2000 – 2100"));
	if (a->amount.fen < 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount),
		                   S("≥ 0.00"));
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &document));
	TRY(q_quota_insert(c, env_next_id(c->env), s.county, s.id, a->year, a->amount, document,
	                   c->actor.account, c->now, NULL));
	return audit_put(c, "subsidy_quota", "school", s.id.v, s.county,
	                 str_printf(c->arena, "{\"year\":%lld,\"fen\":%lld}", (long long)a->year,
	                            (long long)a->amount.fen));
}
const struct verb subsidy_quota_verb = {"subsidy.quota", quota_run};

static enum err setting_run(struct ctx *c, void *arg)
{
	struct subsidy_setting_put *a = arg;
	county_id county = c->actor.county;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	if (a->day_minutes < 1 || a->day_minutes > 1440)
		return fault_input(c, NULL, S("day_minutes"),
		                   str_printf(c->arena, "%lld", (long long)a->day_minutes),
		                   S("1 – 1440"));
	TRY(q_subsidy_setting_put(c, county, a->day_minutes, c->actor.account, c->now, NULL));
	return audit_put(c, "subsidy_setting", "county", county.v, county,
	                 str_printf(c->arena, "{\"day_minutes\":%lld}", (long long)a->day_minutes));
}
const struct verb subsidy_setting_verb = {"subsidy.setting", setting_run};

enum err subsidy_day_minutes(struct ctx *c, county_id county, int64_t *ret_n)
{
	int64_t n = DAY_MINUTES;
	bool found;

	TRY(q_subsidy_setting(c, county, &n, &found));
	*ret_n = n;
	return OK;
}

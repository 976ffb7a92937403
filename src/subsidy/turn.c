/* A batch's way: answered for, handed in, returned or approved. */
#include "jobs/job.h"
#include "money/approval.h"
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

enum err subsidy_hold(struct ctx *c, int64_t id)
{
	school_id of = ID_NONE(school_id);
	bool found;

	TRY(q_subsidy_school(c, id, &of, &found));
	return found ? school_hold(c, of) : OK;
}

/* Of the caller's school, or for officers the county. */
static enum err batch_own(struct ctx *c, int64_t id, struct q_subsidy_batch_row_row *ret_b)
{
	TRY(subsidy_load(c, id, ret_b));
	if (!reach_school(c, ret_b->county, ret_b->school))
		return out_of_reach(c, "subsidy_batch", id);
	return OK;
}

enum err subsidy_title(struct ctx *c, const struct q_subsidy_batch_row_row *b, struct str *ret_s)
{
	struct phrase_part said[2];
	struct school s;

	TRY(school_load(c, b->school, &s));
	said[0] = PHRASE_SAID(s.name);
	said[1] = PHRASE_SAID(str_sub(date_text(c->arena, b->first_day), 0, 7));
	*ret_s = phrase_make(c->arena, T_subsidy_title_of, said, 2);
	return OK;
}

enum err subsidy_wrong_state(struct ctx *c, struct str state)
{
	return fault_set(c, E_CONFLICT, "subsidy_state",
	                 &(struct fault){.found = text_word(c->lang, "subsidy.state_", state)});
}

static enum err step_by(struct ctx *c, const struct q_subsidy_batch_row_row *b, const char *step,
                        struct money total, account_id who, struct str reason, int64_t *ret_id)
{
	*ret_id = env_next_id(c->env);
	return q_subsidy_step_insert(c, *ret_id, b->county, b->id, b->run, str_of(step), total, who,
	                             reason, c->now, NULL);
}

enum err subsidy_step_note(struct ctx *c, const struct q_subsidy_batch_row_row *b, const char *step,
                           struct money total, struct str reason, int64_t *ret_id)
{
	return step_by(c, b, step, total, c->actor.account, reason, ret_id);
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
	open.stops += open.unanswered;
	if (open.stops == 0)
		return OK;
	return fault_set(
		c, E_REFUSED, "findings_open",
		&(struct fault){.found = str_printf(c->arena, "%lld", (long long)open.stops)});
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

/* Each time it is handed in it is submitted anew: the object is the step, so that one that was
 * approved and could not be booked may come again. */
static enum err ask_for_word(struct ctx *c, const struct q_subsidy_batch_row_row *b, int64_t step)
{
	struct approval_ask ask = {.kind = APPROVE_SUBSIDY,
	                           .county = b->county,
	                           .school = b->school,
	                           .object = step,
	                           .amount = b->total};
	approval_id id;

	TRY(subsidy_title(c, b, &ask.title));
	return approval_submit(c, &ask, &id);
}

static enum err submit_run(struct ctx *c, void *arg)
{
	struct subsidy_submit *a = arg;
	struct q_subsidy_batch_row_row b = {0};
	int64_t id;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	TRY(subsidy_hold(c, a->batch));
	TRY(batch_own(c, a->batch, &b));
	if (!str_is(b.state, "draft"))
		return subsidy_wrong_state(c, b.state);
	TRY(findings_require(c, &b));
	TRY(fresh_require(c, &b));
	TRY(quota_require(c, &b));
	TRY(move(c, &b, "draft", "submitted"));
	TRY(subsidy_step_note(c, &b, "submitted", b.total, S(""), &id));
	TRY(ask_for_word(c, &b, id));
	return told(c, &b, "subsidy_submitted");
}
const struct verb subsidy_submit_verb = {"subsidy.submit", submit_run};

/* --- returning and approving ------------------------------------------------------------------ */

struct word {
	account_id who;
	bool approve;
	struct str reason;
};

static enum err apply(struct ctx *c, const struct q_subsidy_batch_row_row *b, const struct word *w)
{
	int64_t id;

	TRY(move(c, b, "submitted", w->approve ? "approved" : "returned"));
	TRY(step_by(c, b, w->approve ? "approved" : "returned", b->total, w->who,
	            str_some(w->reason) ? w->reason : S(""), &id));
	if (w->approve && b->total.fen != 0) {
		struct leg legs[] = {
			{LEDGER_STAFF_EXPENSE, LEG_OF(b->school), b->total},
			{LEDGER_STAFF_PAYABLE, LEG_OF(b->school), FEN(-b->total.fen)},
		};
		TRY(ledger_post(c, b->county, "subsidy_step", id, legs, 2));
	}
	return told(c, b, w->approve ? "subsidy_approved" : "subsidy_returned");
}

/* The year's total may have been lowered, and other months approved, since it was handed in. */
static enum err approvable(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	TRY(fresh_require(c, b));
	return quota_require(c, b);
}

static enum err decide_run(struct ctx *c, void *arg)
{
	struct subsidy_decide *a = arg;
	struct word w = {.who = c->actor.account, .approve = a->approve};
	struct q_subsidy_batch_row_row b = {0};
	struct approval_state s = {0};
	int64_t step = 0;
	bool found;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	TRY(subsidy_hold(c, a->batch));
	TRY(batch_own(c, a->batch, &b));
	if (!str_is(b.state, "submitted"))
		return subsidy_wrong_state(c, b.state);
	TRY(q_subsidy_handed(c, b.id, b.run, &step, &found));
	TRY(approval_state_of(c, APPROVE_SUBSIDY, step, &s));
	if (a->approve)
		TRY(approvable(c, &b));
	else
		TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &w.reason));
	TRY(approval_decide(c, s.id, a->approve ? APPROVED : RETURNED, w.reason));
	return apply(c, &b, &w);
}
const struct verb subsidy_decide_verb = {"subsidy.decide", decide_run};

/* --- what was decided in the list of approvals ------------------------------------------------ */

struct following {
	int64_t batch;
};

static enum err follow_run(struct ctx *c, void *arg)
{
	const struct following *a = arg;
	struct q_subsidy_batch_row_row b = {0};
	struct approval_state s = {0};
	int64_t step = 0;
	bool found;
	enum err e;

	TRY(subsidy_hold(c, a->batch));
	TRY(subsidy_load(c, a->batch, &b));
	if (!str_is(b.state, "submitted"))
		return OK;
	TRY(q_subsidy_handed(c, b.id, b.run, &step, &found));
	TRY(approval_state_of(c, APPROVE_SUBSIDY, step, &s));
	struct word w = {s.decider, s.word == APPROVED, s.reason};

	if (s.word != APPROVED && s.word != RETURNED)
		return OK;
	e = w.approve ? approvable(c, &b) : OK;
	if (e == E_REFUSED || e == E_CONFLICT) {
		/* Approved where its figures were not in sight, and no longer right: it goes back.
		 */
		w = (struct word){.reason = str_join(c->arena, fault_lookup(c->fault.code)->title,
		                                     2, S("\n"))};
		c->fault = (struct fault){0};
		e = OK;
	}
	TRY(e);
	return apply(c, &b, &w);
}
static const struct verb follow_verb = {"subsidy.follow", follow_run};

enum err subsidy_follow(struct ctx *c)
{
	struct q_subsidy_waiting_row *v;
	size_t n;
	enum err e;

	TRY(store_read_begin(c));
	e = q_subsidy_waiting(c, &v, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++)
		TRY(store_write(c, &follow_verb, &(struct following){v[i].id}));
	return OK;
}

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
	TRY(school_hold(c, s.id));
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

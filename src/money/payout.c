#include "money/payout.h"

#include "money/approval.h"
#include "money/payout.sql.h"
#include "people/county.h"
#include "people/reach.h"
#include "people/school.h"

enum {
	TITLE_MAX_CHARS = 120,
	PAYEE_MAX_CHARS = 60,
	BANK_MAX_CHARS = 60,
	PURPOSE_MAX_CHARS = 60,
	REASON_MAX_CHARS = 200,
	NUMBER_MIN = 8,
	NUMBER_MAX = 32,
	ALL = 1000000
};
static const char RUNS[] = "=+-@'"; /* what a spreadsheet would run begins so */
#define READERS (ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY)

static const char *const STATES[] = {"draft", "submitted", "exported", "cancelled"};
static const char *const LINE_STATES[] = {"open", "paid", "returned", "dropped"};

const char *payout_state_name(enum payout_state s)
{
	return STATES[s];
}

const char *payout_line_state_name(enum payout_line_state s)
{
	return LINE_STATES[s];
}

static enum err state_parse(struct ctx *c, struct str name, const char *const *v, size_t n,
                            int *ret_s)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, v[i])) {
			*ret_s = (int)i;
			return OK;
		}
	return fault_broken(c, "state of a payout");
}

static enum err line_state(struct ctx *c, struct str name, enum payout_line_state *ret_s)
{
	int s = 0;

	TRY(state_parse(c, name, LINE_STATES, 4, &s));
	*ret_s = (enum payout_line_state)s;
	return OK;
}

/* --- reading ----------------------------------------------------------------------------------
 */

static enum err payout_from(struct ctx *c, const struct q_payout_row_row *row, struct payout *ret_p)
{
	struct payout p = {.id = row->id,
	                   .county = row->county,
	                   .school = row->school,
	                   .school_name = row->school_name,
	                   .county_name = row->county_name,
	                   .said = str_some(row->said) ? row->said : row->title,
	                   .cancelled = row->cancelled,
	                   .made = row->made,
	                   .exported = row->exported,
	                   .maker = row->maker_name,
	                   .lines = row->lines,
	                   .open = row->open,
	                   .paid = row->paid,
	                   .returned = row->returned,
	                   .total = row->total,
	                   .paid_total = row->paid_total};
	int s = 0;

	p.title = phrase_show(c->arena, c->lang, p.said);
	TRY(state_parse(c, row->state, STATES, 4, &s));
	p.state = (enum payout_state)s;
	*ret_p = p;
	return OK;
}

enum err payout_get(struct ctx *c, payout_id id, struct payout *ret_p)
{
	struct q_payout_row_row row;
	bool found, county = actor_in(&c->actor, ROLES_COUNTY_MONEY);

	TRY(reach_role(c, READERS));
	TRY(q_payout_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (c->actor.role != ROLE_SYSTEM &&
	    (county ? row.county.v != c->actor.county.v : row.school.v != c->actor.school.v))
		return out_of_reach(c, "payout", id.v);
	return payout_from(c, &row, ret_p);
}

bool payout_may(const struct ctx *c, const struct payout *p)
{
	if (c->actor.role == ROLE_SYSTEM)
		return true;
	return p->school.v
	               ? actor_in(&c->actor, ROLES_SCHOOL_MONEY) && c->actor.school.v == p->school.v
	               : actor_in(&c->actor, ROLES_COUNTY_MONEY) &&
	                         c->actor.county.v == p->county.v;
}

enum err payout_list(struct ctx *c, int64_t most, int64_t skip, struct payout **ret_v,
                     size_t *ret_n, int64_t *ret_total)
{
	struct q_payout_row_row *row;
	struct payout *v;
	size_t n;

	TRY(reach_role(c, READERS));
	TRY(q_payout_rows(c, c->actor.county, c->actor.school.v, most ? most : ALL, skip, &row,
	                  &n));
	TRY(q_payout_count(c, c->actor.county, c->actor.school.v, ret_total));
	v = NEW_N(c->arena, n + 1, struct payout);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(payout_from(c, &row[i], &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err payout_lines(struct ctx *c, const struct payout *p, struct payout_line **ret_v,
                      size_t *ret_n)
{
	struct q_payout_lines_row *row;
	struct payout_line *v;
	size_t n;

	TRY(q_payout_lines(c, p->id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct payout_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct payout_line){.id = row[i].id,
		                            .payee = row[i].payee,
		                            .number = row[i].number,
		                            .bank = row[i].bank,
		                            .amount = row[i].amount,
		                            .purpose = row[i].purpose,
		                            .cause = row[i].cause,
		                            .cause_id = row[i].cause_id,
		                            .day = row[i].day,
		                            .reason = row[i].reason};
		TRY(line_state(c, row[i].state, &v[i].state));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err payout_of_cause(struct ctx *c, const char *cause, int64_t cause_id,
                         struct payout_of *ret_p, bool *ret_found)
{
	struct q_payout_of_cause_row row;
	struct payout_of p;
	bool found;

	TRY(q_payout_of_cause(c, str_of(cause), cause_id, &row, &found));
	if (found) {
		p = (struct payout_of){.payout = row.payout, .line = row.line, .day = row.day};
		TRY(line_state(c, row.state, &p.state));
		*ret_p = p;
	}
	*ret_found = found;
	return OK;
}

struct str payout_number_shown(struct arena *a, struct str number)
{
	return number.n <= 4 ? number
	                     : str_printf(a, "****%.*s",
	                                  STR_FMT(str_sub(number, number.n - 4, number.n)));
}

/* --- making -----------------------------------------------------------------------------------
 */

enum err payout_begin(struct ctx *c, const struct payout_new *in, payout_id *ret_id)
{
	payout_id id = {env_next_id(c->env)};
	const struct payout at = {.county = in->county, .school = in->school};
	struct school s;
	struct county k;
	struct str title = phrase_show(c->arena, LANG_ZH, in->title);
	struct str said = phrase_is(in->title) ? in->title : STR_NONE;

	TRY(reach_role(c, in->school.v ? ROLES_SCHOOL_MONEY : ROLES_COUNTY_MONEY));
	if (in->school.v)
		TRY(school_get(c, in->school, &s));
	else
		TRY(county_get(c, in->county, &k));
	if (!payout_may(c, &at))
		return absent(c);
	TRY(said_text(c, S("title"), title, TITLE_MAX_CHARS, &title));
	TRY(q_payout_insert(c, id, in->county, in->school, title, said, c->now, c->actor.account.v,
	                    NULL));
	*ret_id = id;
	return audit_put(c, "made", "payout", id.v, in->county, S("{}"));
}

static struct str cut(struct arena *a, struct str s, size_t most)
{
	struct str rest = s;
	uint32_t cp;

	if (utf8_len(s) <= most)
		return s;
	for (size_t i = 1; i < most; i++)
		utf8_next(&rest, &cp);
	return str_printf(a, "%.*s…", STR_FMT(str_sub(s, 0, s.n - rest.n)));
}

struct str payout_purpose(struct arena *a, struct str said, struct str number)
{
	size_t tail = str_some(number) ? utf8_len(number) + 1 : 0;

	while (said.n > 0 && memchr(RUNS, said.p[0], sizeof RUNS - 1))
		said = str_sub(said, 1, said.n);
	if (tail + 2 > PURPOSE_MAX_CHARS) /* of a word not even a sign is left */
		return number;
	said = cut(a, said, PURPOSE_MAX_CHARS - tail);
	return tail > 0 ? str_printf(a, "%.*s %.*s", STR_FMT(said), STR_FMT(number)) : said;
}

/* Digits alone; a bank's blanks and dashes fall out. Never told back: it is somebody's. */
static enum err number_read(struct ctx *c, struct str said, struct str *ret_s)
{
	struct str s = utf8_fold_width(c->arena, said);
	char *p = arena_take(c->arena, s.n + 1);
	size_t n = 0;

	if (!p)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ' || s.p[i] == '-')
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			return fault_input(c, NULL, S("number"), STR_NONE, S("0-9"));
		p[n++] = s.p[i];
	}
	if (n < NUMBER_MIN || n > NUMBER_MAX)
		return fault_input(c, NULL, S("number"), STR_NONE, S("8 – 32"));
	*ret_s = (struct str){p, n};
	return OK;
}

/* A bank reads names and words, no signs that a spreadsheet would run. */
static enum err word_read(struct ctx *c, struct str field, struct str said, size_t most,
                          struct str *ret_s)
{
	TRY(said_text(c, field, said, most, ret_s));
	return ret_s->n > 0 && memchr(RUNS, ret_s->p[0], sizeof RUNS - 1)
	               ? fault_input(c, NULL, field, STR_NONE, STR_NONE)
	               : OK;
}

static enum err line_read(struct ctx *c, const struct payout_line_new *in,
                          struct payout_line_new *ret_l)
{
	struct payout_line_new l = *in;

	TRY(word_read(c, S("payee"), in->payee, PAYEE_MAX_CHARS, &l.payee));
	TRY(number_read(c, in->number, &l.number));
	TRY(word_read(c, S("bank"), in->bank, BANK_MAX_CHARS, &l.bank));
	TRY(word_read(c, S("purpose"), in->purpose, PURPOSE_MAX_CHARS, &l.purpose));
	if (in->amount.fen <= 0 || in->amount.fen > MONEY_MAX_FEN)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, in->amount),
		                   S("0.01"));
	if (ledger_account_def(in->debit.account)->subject != in->debit.subject.kind ||
	    ledger_account_def(in->credit.account)->subject != in->credit.subject.kind)
		return fault_broken(c, "ledger subject of the wrong kind");
	*ret_l = l;
	return OK;
}

static enum err closed(struct ctx *c, const struct payout *p)
{
	static const enum text_id said[] = {T_payout_draft, T_payout_submitted,
	                                    T_payout_exported_state, T_payout_cancelled_state};

	return fault_set(c, E_CONFLICT, "payout_closed",
	                 &(struct fault){.found = text(c->lang, said[p->state])});
}

/* One that the caller may move. */
static enum err own(struct ctx *c, payout_id id, struct payout *ret_p)
{
	TRY(payout_get(c, id, ret_p));
	return payout_may(c, ret_p) ? OK : fault_set(c, E_DENIED, "not_allowed", NULL);
}

enum err payout_line_add(struct ctx *c, payout_id id, const struct payout_line_new *in,
                         payout_line_id *ret_id)
{
	payout_line_id line = {env_next_id(c->env)};
	struct payout_line_new l;
	struct payout p = {0};
	int64_t made;

	TRY(own(c, id, &p));
	if (p.state != PAYOUT_DRAFT)
		return closed(c, &p);
	TRY(line_read(c, in, &l));
	TRY(q_payout_line_insert(c, line, p.county, id, l.payee, l.number, l.bank, l.amount,
	                         l.purpose, str_of(l.cause), l.cause_id,
	                         str_of(ledger_account_name(l.debit.account)), l.debit.subject.id,
	                         str_of(ledger_account_name(l.credit.account)), l.credit.subject.id,
	                         &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "payout_twice", NULL);
	*ret_id = line;
	return OK;
}

/* --- its way ----------------------------------------------------------------------------------
 */

static enum err payout_submit_run(struct ctx *c, void *arg)
{
	const struct payout_submit *a = arg;
	struct approval_ask ask = {.kind = APPROVE_PAYOUT};
	struct approval_state s;
	struct payout p = {0};
	approval_id id;

	TRY(own(c, a->payout, &p));
	if (p.state != PAYOUT_DRAFT && p.state != PAYOUT_SUBMITTED)
		return closed(c, &p);
	if (p.lines == 0)
		return fault_set(c, E_REFUSED, "payout_empty", NULL);
	TRY(q_payout_turn(c, p.id, S("draft"), S("submitted"), NULL));
	if (!approval_needed(c, APPROVE_PAYOUT, p.county, p.total))
		return audit_put(c, "submitted", "payout", p.id.v, p.county, S("{}"));
	TRY(approval_state_of(c, APPROVE_PAYOUT, p.id.v, &s));
	if (s.word == APPROVED)
		return OK;
	ask.county = p.county;
	ask.school = p.school;
	ask.object = p.id.v;
	ask.amount = p.total;
	ask.title = p.said;
	TRY(approval_submit(c, &ask, &id));
	return audit_put(c, "submitted", "payout", p.id.v, p.county, S("{}"));
}
const struct verb payout_submit_verb = {"money.payout_submit", payout_submit_run};

static enum err payout_export_run(struct ctx *c, void *arg)
{
	const struct payout_export *a = arg;
	struct payout p = {0};
	int64_t moved;

	TRY(own(c, a->payout, &p));
	if (p.state == PAYOUT_DRAFT)
		return fault_set(c, E_REFUSED, "not_approved", NULL);
	if (p.state == PAYOUT_CANCELLED)
		return closed(c, &p);
	if (p.state == PAYOUT_SUBMITTED) {
		if (approval_needed(c, APPROVE_PAYOUT, p.county, p.total))
			TRY(approval_require(c, APPROVE_PAYOUT, p.id.v, p.total));
		TRY(q_payout_exported(c, p.id, c->now, &moved));
		if (!moved) /* cancelled or taken by another node; the next try sees it */
			return E_RETRY;
	}
	return audit_put(c, "exported", "payout", p.id.v, p.county, S("{}"));
}
const struct verb payout_export_verb = {"money.payout_export", payout_export_run};

static enum err payout_cancel_run(struct ctx *c, void *arg)
{
	const struct payout_cancel *a = arg;
	struct approval_state s;
	struct payout p = {0};
	struct str reason;
	int64_t changed;

	TRY(own(c, a->payout, &p));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(approval_state_of(c, APPROVE_PAYOUT, p.id.v, &s));
	if (s.word == APPROVAL_WAITING)
		return fault_set(c, E_CONFLICT, "approval_waiting", NULL);
	TRY(q_payout_cancelled(c, p.id, reason, &changed));
	if (!changed)
		return closed(c, &p);
	TRY(q_payout_drop(c, p.id, NULL));
	return audit_put(c, "cancelled", "payout", p.id.v, p.county, reason_json(c, reason));
}
const struct verb payout_cancel_verb = {"money.payout_cancel", payout_cancel_run};

/* --- what the bank said ------------------------------------------------------------------------
 */

static enum err leg_of(struct ctx *c, struct str account, int64_t subject, struct leg *ret_l)
{
	if (!ledger_account_parse(account, &ret_l->account))
		return fault_broken(c, "ledger account unknown");
	ret_l->subject.kind = ledger_account_def(ret_l->account)->subject;
	ret_l->subject.id = subject;
	return OK;
}

static enum err day_read(struct ctx *c, const struct payout *p, struct date day)
{
	struct date first = instant_date(p->exported), today = ctx_today(c);

	if (p->state != PAYOUT_EXPORTED)
		return fault_set(c, E_REFUSED, "payout_not_exported", NULL);
	if (!date_some(day))
		return fault_input(c, "missing_field", S("day"), STR_NONE, STR_NONE);
	if (day.day < first.day || day.day > today.day)
		return fault_input(c, NULL, S("day"), date_text(c->arena, day),
		                   str_printf(c->arena, "%.*s – %.*s",
		                              STR_FMT(date_text(c->arena, first)),
		                              STR_FMT(date_text(c->arena, today))));
	return OK;
}

static enum err line_paid(struct ctx *c, const struct payout *p, payout_line_id id,
                          const struct q_payout_line_row_row *row, struct date day)
{
	struct booking on = {day, true};
	int64_t act = env_next_id(c->env), moved;
	struct leg legs[2] = {{.amount = row->amount}, {.amount = FEN(-row->amount.fen)}};

	TRY(q_payout_line_turn(c, id, S("open"), S("paid"), &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "payout_line_over", NULL);
	TRY(leg_of(c, row->debit, row->debit_subject, &legs[0]));
	TRY(leg_of(c, row->credit, row->credit_subject, &legs[1]));
	TRY(q_payout_outcome_insert(c, act, row->county, id, S("paid"), day, S(""),
	                            c->actor.account.v, c->now, NULL));
	TRY(ledger_post_on(c, &on, row->county, "payout", act, legs, 2));
	return p->school.v ? ledger_of_school(c, p->school, act) : OK;
}

static enum err line_returned(struct ctx *c, const struct payout *p, const struct payout_said *a,
                              const struct q_payout_line_row_row *row)
{
	bool was_paid = str_is(row->state, "paid");
	int64_t act = env_next_id(c->env), moved, entry;
	struct str reason;

	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_payout_line_turn(c, a->line, row->state, S("returned"), &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "payout_line_over", NULL);
	TRY(q_payout_outcome_insert(c, act, row->county, a->line, S("returned"), a->day, reason,
	                            c->actor.account.v, c->now, NULL));
	if (was_paid) {
		TRY(q_payout_paid_entry(c, a->line, &entry));
		TRY(ledger_reverse(c, row->county, entry, "payout", act, reason));
		if (p->school.v)
			TRY(ledger_of_school(c, p->school, act));
	}
	return OK;
}

static enum err payout_said_run(struct ctx *c, void *arg)
{
	const struct payout_said *a = arg;
	struct q_payout_line_row_row row;
	enum payout_line_state state;
	struct payout p = {0};
	bool found;

	TRY(q_payout_line_row(c, a->line, &row, &found));
	if (!found)
		return absent(c);
	TRY(own(c, row.payout, &p));
	TRY(line_state(c, row.state, &state));
	if (state == (a->paid ? LINE_PAID : LINE_RETURNED))
		return OK;
	if (state == LINE_RETURNED || state == LINE_DROPPED)
		return fault_set(c, E_CONFLICT, "payout_line_over", NULL);
	TRY(day_read(c, &p, a->day));
	if (a->paid)
		TRY(line_paid(c, &p, a->line, &row, a->day));
	else
		TRY(line_returned(c, &p, a, &row));
	return audit_put(c, a->paid ? "paid" : "returned", "payout_line", a->line.v, p.county,
	                 S("{}"));
}
const struct verb payout_said_verb = {"money.payout_said", payout_said_run};

static enum err payout_all_paid_run(struct ctx *c, void *arg)
{
	struct payout_all_paid *a = arg;
	struct q_payout_line_row_row row;
	struct q_payout_open_lines_row *line;
	struct payout p = {0};
	bool found;
	size_t n;

	TRY(own(c, a->payout, &p));
	TRY(day_read(c, &p, a->day));
	TRY(q_payout_open_lines(c, p.id, PAYOUT_MANY, &line, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(q_payout_line_row(c, line[i].id, &row, &found));
		TRY(line_paid(c, &p, line[i].id, &row, a->day));
	}
	TRY(q_payout_open_count(c, p.id, &a->left));
	return n > 0 ? audit_put(c, "paid", "payout", p.id.v, p.county,
	                         str_printf(c->arena, "{\"lines\":%zu}", n))
	             : OK;
}
const struct verb payout_all_paid_verb = {"money.payout_all_paid", payout_all_paid_run};

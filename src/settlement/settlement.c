/* Statements: verified hours, disputes, releases (R60). */
#include "settlement/settlement.h"

#include "agency/agency.h"
#include "day/day.h"
#include "people/reach.h"
#include "people/school.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "settlement/internal.h"
#include "settlement/settlement.sql.h"
#include "term/term.h"

enum { ALL = 1000000 };
#define READERS (ROLES_SCHOOL | ROLES_SCHOOL_MONEY | ROLE_BIT(ROLE_AGENCY) | ROLES_COUNTY_MONEY)

/* --- drawing one up --------------------------------------------------------------------------- */

static enum err days_read(struct ctx *c, const struct settlement_draw *a)
{
	struct date today = ctx_today(c);

	if (!date_some(a->first))
		return fault_input(c, "missing_field", S("first"), STR_NONE, STR_NONE);
	if (!date_some(a->last))
		return fault_input(c, "missing_field", S("last"), STR_NONE, STR_NONE);
	if (a->last.day < a->first.day || a->last.day > today.day)
		return fault_input(c, NULL, S("last"), date_text(c->arena, a->last),
		                   str_printf(c->arena, "%.*s – %.*s",
		                              STR_FMT(date_text(c->arena, a->first)),
		                              STR_FMT(date_text(c->arena, today))));
	return OK;
}

static enum err settlement_draw_run(struct ctx *c, void *arg)
{
	struct settlement_draw *a = arg;
	struct date closed = {ctx_today(c).day - REGISTER_TEACHER_DAYS};
	int64_t id = env_next_id(c->env), made;
	struct q_verified_sittings_row *row;
	struct price_sheet sheet = {0};
	struct offering o = {0};
	struct money hourly;
	size_t n;

	TRY(offering_load(c, a->offering, &o));
	TRY(school_money(c, o.school));
	TRY(agency_course(c, a->offering, &o, &sheet));
	TRY(days_read(c, a));
	if (!money_mul(sheet.rate, sheet.people, &hourly))
		return fault_broken(c, "rate of a sheet");
	TRY(q_verified_sittings(c, o.id, a->first, a->last, closed, ESCROW_MANY, &row, &n));
	if (n == 0)
		return fault_set(c, E_REFUSED, "hours_not_verified", NULL);
	TRY(q_settlement_insert(c, id, o.county, o.school, o.agency, o.id, sheet.id.v, a->first,
	                        a->last, hourly, c->actor.account.v, c->now, NULL));
	for (size_t i = 0; i < n; i++) {
		TRY(q_settlement_line_insert(c, row[i].sitting, id, o.county, row[i].minutes,
		                             row[i].pays, &made));
		if (!made) /* another statement took it meanwhile */
			return E_RETRY;
	}
	a->result.v = id;
	return audit_put(c, "drawn", "settlement", id, o.county,
	                 str_printf(c->arena, "{\"offering\":\"%lld\",\"sittings\":%zu}",
	                            (long long)o.id.v, n));
}
const struct verb settlement_draw_verb = {"settlement.draw", settlement_draw_run};

/* --- releasing -------------------------------------------------------------------------------- */

enum { CLAIMS_MANY = 6 }; /* courses whose families are paid back by one release */

/* What is kept back of this release goes to families of the agency's courses here (R60): a leg a
 * course. */
static enum err claim_back(struct ctx *c, const struct settlement *s, int64_t id,
                           struct money withheld, const struct q_escrow_claims_row *claim,
                           struct leg *leg, size_t *io_n)
{
	for (; withheld.fen > 0; claim++) {
		struct money back = {claim->fen.fen < withheld.fen ? claim->fen.fen : withheld.fen};

		TRY(q_escrow_claim_back_insert(c, id, claim->offering, s->county, back, NULL));
		leg[(*io_n)++] = (struct leg){LEDGER_COURSE, LEG_OF(claim->offering), {-back.fen}};
		withheld.fen -= back.fen;
	}
	return OK;
}

static enum err release_post(struct ctx *c, const struct settlement *s, struct money amount,
                             int64_t id)
{
	struct leg leg[2 + CLAIMS_MANY] = {{LEDGER_ESCROW, LEG_OF(s->offering), amount}};
	struct money withheld = {0}, owed;
	struct q_escrow_claims_row *claim;
	size_t n = 1, claims;

	TRY(q_escrow_claims(c, s->school, s->agency, CLAIMS_MANY, &claim, &claims));
	for (size_t i = 0; i < claims; i++)
		withheld.fen += claim[i].fen.fen;
	withheld.fen = withheld.fen < amount.fen ? withheld.fen : amount.fen;
	owed.fen = amount.fen - withheld.fen;
	TRY(q_escrow_release_insert(c, id, s->county, s->school, s->agency, s->offering, s->id.v,
	                            s->open, owed, withheld, ctx_today(c), c->actor.account.v,
	                            c->now, NULL));
	if (amount.fen == 0)
		return OK;
	if (owed.fen > 0)
		leg[n++] = (struct leg){LEDGER_AGENCY_PAYABLE, LEG_OF(s->agency), {-owed.fen}};
	TRY(claim_back(c, s, id, withheld, claim, leg, &n));
	TRY(ledger_post(c, s->county, "escrow_release", id, leg, n));
	return ledger_of_school(c, s->school, id);
}

/* The county's ceiling on an agency's share still holds when its money goes: of the sheet by which
 * it goes, whatever was published since. A statement above it goes down by a dispute, hour by hour,
 * or is withdrawn and drawn anew by a newer sheet. */
static enum err ceiling_require(struct ctx *c, const struct settlement *s, const struct offering *o)
{
	struct price_sheet drawn;
	struct rules rules;
	struct school k = {0};
	price_sheet_id id;

	TRY(q_settlement_sheet(c, s->id.v, &id.v));
	TRY(sheet_get(c, id, &drawn));
	TRY(school_load(c, o->school, &k));
	TRY(rulebook_rules(c, o->county, o->school, o->starts, &rules));
	return agency_share_require(c, &rules, &k, o, drawn.part, drawn.price);
}

enum err settlement_hold(struct ctx *c, settlement_id id)
{
	school_id of = ID_NONE(school_id);
	bool found;

	TRY(q_settlement_school(c, id.v, &of, &found));
	return found ? school_hold(c, of) : OK;
}

static enum err settlement_release_run(struct ctx *c, void *arg)
{
	struct settlement_release *a = arg;
	int64_t id = env_next_id(c->env);
	struct price_sheet sheet = {0};
	struct settlement s = {0};
	struct offering o = {0};
	struct money amount;

	/* What is open, and what other courses claim of the agency, is released once. */
	TRY(settlement_hold(c, a->settlement));
	TRY(settlement_get(c, a->settlement, &s));
	TRY(school_money(c, s.school));
	a->result.v = 0;
	if (s.withdrawn.us != INT64_MIN)
		return fault_set(c, E_CONFLICT, "settlement_withdrawn", NULL);
	if (s.open == 0)
		return s.disputed > 0 ? fault_set(c, E_REFUSED, "settlement_disputed", NULL) : OK;
	TRY(agency_require(c, s.agency, s.county));
	TRY(agency_course(c, s.offering, &o, &sheet));
	TRY(ceiling_require(c, &s, &o));
	TRY(escrow_follow_all(c, &o, &sheet));
	if (!money_ratio(s.hourly, s.open, 60, &amount))
		return fault_broken(c, "amount of a release");
	TRY(release_post(c, &s, amount, id));
	TRY(q_settlement_release_lines(c, s.id.v, id, NULL));
	a->result.v = id;
	return audit_put(c, "released", "settlement", s.id.v, s.county,
	                 str_printf(c->arena, "{\"minutes\":%lld,\"fen\":%lld}", (long long)s.open,
	                            (long long)amount.fen));
}
const struct verb settlement_release_verb = {"settlement.release", settlement_release_run};

/* --- disputes --------------------------------------------------------------------------------- */

struct line_at {
	settlement_id settlement;
	sitting_id sitting;
};

/* The statement, within reach, and the state of its line. */
static enum err line_get(struct ctx *c, const struct line_at *at, roles_t roles,
                         struct settlement *ret_s, struct q_settlement_line_row_row *ret_l)
{
	bool found;

	TRY(reach_role(c, roles));
	TRY(settlement_hold(c, at->settlement));
	TRY(settlement_get(c, at->settlement, ret_s));
	TRY(q_settlement_line_row(c, at->settlement.v, at->sitting, ret_l, &found));
	return found ? OK : absent(c);
}

static enum err line_over(struct ctx *c, struct str state)
{
	return fault_set(c, E_CONFLICT, "settlement_line_over",
	                 &(struct fault){.found = text_word(c->lang, "settlement.state_", state)});
}

static enum err dispute_open_run(struct ctx *c, void *arg)
{
	const struct dispute_open *a = arg;
	struct line_at at = {a->settlement, a->sitting};
	struct q_settlement_line_row_row line;
	struct settlement s = {0};
	struct str reason;
	int64_t moved;

	TRY(line_get(c, &at, ROLE_BIT(ROLE_AGENCY), &s, &line));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_settlement_line_turn(c, a->sitting, S("open"), S("disputed"), &moved));
	if (!moved)
		return line_over(c, line.state);
	TRY(q_dispute_insert(c, env_next_id(c->env), s.county, s.id.v, a->sitting, reason,
	                     c->actor.account.v, c->now, NULL));
	return audit_put(c, "disputed", "settlement", s.id.v, s.county, reason_json(c, reason));
}
const struct verb dispute_open_verb = {"settlement.dispute", dispute_open_run};

static enum err dispute_answer_run(struct ctx *c, void *arg)
{
	const struct dispute_answer *a = arg;
	struct line_at at = {a->settlement, a->sitting};
	struct q_settlement_line_row_row line;
	struct settlement s = {0};
	struct str answer;
	int64_t moved;

	TRY(line_get(c, &at, ROLES_SCHOOL | ROLES_SCHOOL_MONEY, &s, &line));
	TRY(said_text(c, S("answer"), a->answer, REASON_MAX_CHARS, &answer));
	TRY(q_dispute_answer(c, a->sitting, answer, c->actor.account.v, c->now, &moved));
	if (!moved)
		return line_over(c, line.state);
	return audit_put(c, "answered", "settlement", s.id.v, s.county, reason_json(c, answer));
}
const struct verb dispute_answer_verb = {"settlement.dispute_answer", dispute_answer_run};

static enum err dispute_decide_run(struct ctx *c, void *arg)
{
	const struct dispute_decide *a = arg;
	struct line_at at = {a->settlement, a->sitting};
	struct q_settlement_line_row_row line;
	struct settlement s = {0};
	struct str reason;
	int64_t moved;

	TRY(line_get(c, &at, ROLES_COUNTY_MONEY, &s, &line));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	if (a->minutes < 0)
		return fault_input(c, NULL, S("minutes"), STR_NONE, S("0"));
	if (a->minutes > line.verified)
		return fault_set(
			c, E_REFUSED, "hours_not_verified",
			&(struct fault){
				.field = S("minutes"),
				.found = str_printf(c->arena, "%lld", (long long)a->minutes),
				.allowed = str_printf(c->arena, "%lld", (long long)line.verified)});
	TRY(q_settlement_line_decided(c, a->sitting, a->minutes, &moved));
	if (!moved)
		return line_over(c, line.state);
	TRY(q_dispute_decide(c, a->sitting, a->minutes, reason, c->actor.account.v, c->now, NULL));
	return audit_put(c, "decided", "settlement", s.id.v, s.county, reason_json(c, reason));
}
const struct verb dispute_decide_verb = {"settlement.dispute_decide", dispute_decide_run};

/* --- reading ---------------------------------------------------------------------------------- */

static struct settlement settlement_from(const struct q_settlement_row_row *row)
{
	return (struct settlement){
		.id = {row->id},
		.county = row->county,
		.school = row->school,
		.agency = row->agency,
		.offering = row->offering,
		.school_name = row->school_name,
		.agency_name = row->agency_name,
		.title = row->title,
		.first = row->first,
		.last = row->last,
		.hourly = row->hourly,
		.sittings = row->sittings,
		.minutes = row->minutes,
		.disputed = row->disputed,
		.open = row->open,
		.released = row->released,
		.withheld = row->withheld,
		.paid = row->paid,
		.owed_since = row->owed,
		.at = row->at,
		.back_reason = row->back_reason,
		.back_amount = row->back_amount,
		.back_by = row->back_by,
		.withdrawn = row->withdrawn,
	};
}

static bool in_reach(const struct ctx *c, const struct q_settlement_row_row *row)
{
	const struct actor *a = &c->actor;

	if (a->role == ROLE_SYSTEM)
		return true;
	if (a->role == ROLE_AGENCY)
		return a->agency.v == row->agency.v;
	return actor_in(a, ROLES_COUNTY_MONEY) ? a->county.v == row->county.v
	                                       : a->school.v == row->school.v;
}

enum err settlement_get(struct ctx *c, settlement_id id, struct settlement *ret_s)
{
	struct q_settlement_row_row row;
	bool found;

	TRY(reach_role(c, READERS));
	TRY(q_settlement_row(c, id.v, &row, &found));
	if (!found)
		return absent(c);
	if (!in_reach(c, &row))
		return out_of_reach(c, "settlement", id.v);
	*ret_s = settlement_from(&row);
	return OK;
}

enum err settlement_list(struct ctx *c, int64_t most, int64_t skip, struct settlement **ret_v,
                         size_t *ret_n, int64_t *ret_total)
{
	const struct actor *a = &c->actor;
	struct q_settlement_row_row *row;
	struct settlement *v;
	size_t n;

	TRY(reach_role(c, READERS));
	TRY(q_settlement_rows(c, a->county.v, a->school.v, a->agency.v, most ? most : ALL, skip,
	                      &row, &n));
	TRY(q_settlement_count(c, a->county.v, a->school.v, a->agency.v, ret_total));
	v = NEW_N(c->arena, n + 1, struct settlement);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = settlement_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err settlement_lines(struct ctx *c, const struct settlement *s, struct settlement_line **ret_v,
                          size_t *ret_n)
{
	struct q_settlement_lines_row *row;
	struct settlement_line *v;
	size_t n;

	TRY(q_settlement_lines(c, s->id.v, &row, &n));
	v = NEW_N(c->arena, n + 1, struct settlement_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct settlement_line){
			.sitting = row[i].sitting,
			.day = row[i].day,
			.starts = row[i].starts,
			.ends = row[i].ends,
			.verified = row[i].verified,
			.minutes = row[i].minutes,
			.present = row[i].present,
			.state = row[i].state,
			.reason = row[i].reason,
			.answer = row[i].answer,
			.decision = row[i].decision,
		};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err settlement_due(struct ctx *c, const struct settlement *s, struct date *ret_due,
                        struct str *ret_year)
{
	struct rule_facts facts = {0};
	struct deadline_facts f = {
		.facts = &facts, .name = S("settlement"), .event = s->last, .from = DATE_NONE};
	const struct rule *rule;
	struct rules rules;
	enum err e;

	TRY(rulebook_rules(c, s->county, s->school, ctx_today(c), &rules));
	*ret_year = S("");
	e = deadline_decide(c, &rules, &f, ret_due, &rule);
	if (e != E_REFUSED && e != E_INPUT)
		return e;
	/* No document of this county says by when, or not yet. */
	if (strcmp(c->fault.code, "holidays_unknown") == 0)
		*ret_year = c->fault.found;
	c->fault = (struct fault){0};
	*ret_due = DATE_NONE;
	return OK;
}

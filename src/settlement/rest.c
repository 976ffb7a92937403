/* What is left in escrow when a course is over. */
#include "settlement/rest.h"

#include "day/day.h"
#include "payments/refund.h"
#include "people/reach.h"
#include "people/school.h"
#include "settlement/internal.h"
#include "settlement/settlement.sql.h"

enum { ALL = 1000000 };
#define READERS (ROLES_SCHOOL | ROLES_SCHOOL_MONEY | ROLE_BIT(ROLE_AGENCY) | ROLES_COUNTY_MONEY)

static bool is_over(const struct ctx *c, struct date ends)
{
	return ends.day + REGISTER_TEACHER_DAYS < ctx_today(c).day;
}

static struct escrow_course course_from(const struct ctx *c, const struct q_escrow_rows_row *row)
{
	return (struct escrow_course){
		.offering = row->offering,
		.county = row->county,
		.school = row->school,
		.term = row->term,
		.title = row->title,
		.school_name = row->school_name,
		.agency_name = row->agency_name,
		.ends = row->ends,
		.over = is_over(c, row->ends),
		.taken = row->taken,
		.released = row->released,
		.held = row->held,
		.claimed = row->claimed,
		.returned = row->returned,
		.open_lines = row->open_lines,
		.rest = row->rest.some ? row->rest.v : 0,
		.asked = row->asked.some ? row->asked.v : FEN(0),
		.reason = row->reason,
	};
}

enum err escrow_list(struct ctx *c, int64_t most, int64_t skip, struct escrow_course **ret_v,
                     size_t *ret_n, int64_t *ret_total)
{
	const struct actor *a = &c->actor;
	struct q_escrow_rows_row *row;
	struct escrow_course *v;
	size_t n;

	TRY(reach_role(c, READERS));
	TRY(q_escrow_rows(c, a->county.v, a->school.v, a->agency.v, 0, most ? most : ALL, skip,
	                  &row, &n));
	TRY(q_escrow_count(c, a->county.v, a->school.v, a->agency.v, ret_total));
	v = NEW_N(c->arena, n + 1, struct escrow_course);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = course_from(c, &row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err escrow_unexplained(struct ctx *c, county_id county, term_id term, int64_t *ret_n,
                            struct money *ret_m)
{
	struct q_escrow_unexplained_row row;

	TRY(q_escrow_unexplained(c, county, term, &row));
	*ret_n = row.n;
	*ret_m = row.fen;
	return OK;
}

/* The school's own course of an agency, over, and what came in for it followed. */
static enum err over_course(struct ctx *c, offering_id offering, struct offering *ret_o)
{
	struct price_sheet sheet = {0};

	TRY(offering_load(c, offering, ret_o));
	TRY(school_money(c, ret_o->school));
	TRY(agency_course(c, offering, ret_o, &sheet));
	if (!is_over(c, ret_o->ends))
		return fault_set(
			c, E_REFUSED, "course_not_over",
			&(struct fault){
				.found = date_text(c->arena, ctx_today(c)),
				.allowed = date_text(c->arena,
		                                     (struct date){ret_o->ends.day +
		                                                   REGISTER_TEACHER_DAYS + 1})});
	return escrow_follow_all(c, ret_o, &sheet);
}

/* --- back to the families --------------------------------------------------------------------- */

/* One that gets nothing by the rules, or waits already, is passed over. */
static enum err unserved_one(struct ctx *c, enrolment_id enrolment, int64_t *io_asked)
{
	struct refund_ask ask = {.enrolment = enrolment, .reason = S("not_served")};
	struct fault before = c->fault;
	enum err e = refund_ask_verb.run(c, &ask);

	if (e == OK)
		(*io_asked)++;
	if (e != E_REFUSED && e != E_CONFLICT)
		return e;
	c->fault = before;
	return OK;
}

static enum err unserved_ask_run(struct ctx *c, void *arg)
{
	struct unserved_ask *a = arg;
	struct offering o = {0};
	struct q_unserved_enrolments_row *row;
	int64_t asked = 0;
	size_t n;

	TRY(over_course(c, a->offering, &o));
	TRY(q_unserved_enrolments(c, o.id, o.term, a->after, UNSERVED_MANY, &row, &n));
	for (size_t i = 0; i < n; i++)
		TRY(unserved_one(c, row[i].id, &asked));
	a->after = n == UNSERVED_MANY ? row[n - 1].id.v : 0;
	a->asked += asked;
	return audit_put(c, "unserved_asked", "offering", o.id.v, o.county,
	                 str_printf(c->arena, "{\"refunds\":%lld}", (long long)asked));
}
const struct verb unserved_ask_verb = {"settlement.unserved_ask", unserved_ask_run};

/* --- decided ---------------------------------------------------------------------------------- */

static enum err nothing_open(struct ctx *c, offering_id offering)
{
	struct q_escrow_rows_row *row;
	int64_t undrawn;
	size_t n;

	TRY(q_undrawn(c, offering, &undrawn));
	TRY(q_escrow_rows(c, 0, 0, 0, offering.v, 1, 0, &row, &n));
	if (undrawn > 0 || (n > 0 && row[0].open_lines > 0))
		return fault_set(
			c, E_REFUSED, "settlement_open",
			&(struct fault){
				.found = str_printf(
					c->arena, "%lld",
					(long long)(undrawn > 0 ? undrawn : row[0].open_lines))});
	return OK;
}

static enum err rest_ask_run(struct ctx *c, void *arg)
{
	struct rest_ask *a = arg;
	int64_t id = env_next_id(c->env), made;
	struct offering o = {0};
	struct money held;
	struct str reason;

	TRY(over_course(c, a->offering, &o));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(school_hold(c, o.school));
	TRY(nothing_open(c, o.id));
	TRY(q_escrow_held(c, o.id, &held));
	if (held.fen == 0)
		return fault_set(c, E_REFUSED, "nothing_held", NULL);
	TRY(q_escrow_rest_insert(c, id, o.county, o.school, o.id, held, reason, c->actor.account.v,
	                         c->now, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "rest_waiting", NULL);
	a->result = id;
	return audit_put(c, "rest_asked", "offering", o.id.v, o.county, reason_json(c, reason));
}
const struct verb rest_ask_verb = {"settlement.rest_ask", rest_ask_run};

static enum err rest_post(struct ctx *c, int64_t id, const struct q_escrow_rest_row_row *row)
{
	struct leg legs[] = {
		{LEDGER_ESCROW, LEG_OF(row->offering), row->amount},
		{LEDGER_COURSE, LEG_OF(row->offering), {-row->amount.fen}},
	};
	struct money held;

	TRY(q_escrow_held(c, row->offering, &held));
	if (held.fen != row->amount.fen)
		return fault_set(c, E_CONFLICT, "escrow_moved",
		                 &(struct fault){.found = money_text(c->arena, held),
		                                 .allowed = money_text(c->arena, row->amount)});
	TRY(ledger_post(c, row->county, "escrow_rest", id, legs, 2));
	return ledger_of_school(c, row->school, id);
}

static enum err rest_decide_run(struct ctx *c, void *arg)
{
	const struct rest_decide *a = arg;
	struct q_escrow_rest_row_row row;
	struct str reason;
	int64_t changed;
	bool found;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(q_escrow_rest_row(c, a->rest, &row, &found));
	if (!found)
		return absent(c);
	if (c->actor.role != ROLE_SYSTEM && c->actor.county.v != row.county.v)
		return out_of_reach(c, "escrow_rest", a->rest);
	if (row.asked_by == c->actor.account.v)
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.field = S("approver")});
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	if (str_is(row.state, "asked") && a->accept)
		TRY(rest_post(c, a->rest, &row));
	TRY(q_escrow_rest_decide(c, a->rest, a->accept ? S("approved") : S("returned"), reason,
	                         c->actor.account.v, c->now, &changed));
	if (!changed)
		return fault_set(
			c, E_CONFLICT, "rest_decided",
			&(struct fault){.found = text_word(c->lang, "approval.", row.state)});
	return audit_put(c, a->accept ? "rest_approved" : "rest_returned", "offering",
	                 row.offering.v, row.county, reason_json(c, reason));
}
const struct verb rest_decide_verb = {"settlement.rest_decide", rest_decide_run};

/* Enrolments, bills and the ledger against each other and against the rules. */
#include "money/bill.h"
#include "money/relief.h"
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"
#include "policy/charge.h"
#include "rulebook/rulebook.h"
#include "term/facts.h"

enum { BILLS_AT_ONCE = 100000 };

/* --- enrolments
 * ----------------------------------------------------------------------------------- */

struct enrolments {
	struct verify_check *charged, *origin;
	struct rules_memo *rules;
};

/* Where a limit over several reduces the price instead of refusing, less than the price is right.
 */
static enum err may_reduce(struct ctx *c, struct enrolments *a,
                           const struct q_verify_enrolments_row *row, bool *ret_may)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct offering offering;
	struct rule_facts facts;
	struct pupil pupil;
	struct rules rules;

	TRY(pupil_load_then(c, row->pupil, row->at, &pupil));
	TRY(offering_load(c, row->offering, &offering));
	TRY(rules_memo_known(c, a->rules, row->county, row->school, row->at, &rules));
	facts = service_facts(c, &rules, &pupil, &offering);
	TRY(said_of_pupil(c, &rules, row->pupil, row->at, &facts));
	TRY(charge_reduces(c, &rules, offering.kind, &facts, ret_may));
	arena_rewind(c->arena, mark);
	return OK;
}

static enum err charge_holds(struct ctx *c, struct enrolments *a,
                             const struct q_verify_enrolments_row *row, bool *ret_holds)
{
	struct money consumables = row->self_purchase ? FEN(0) : row->consumables;
	bool reduced = false;

	/* Of a collected bill nothing is taken back: a refund stands beside what was charged. */
	if (!str_is(row->state, "enrolled") && !row->refunded) {
		*ret_holds = row->priced.fen == 0 && row->consumed.fen == 0;
		return OK;
	}
	if (row->priced.fen != row->price.fen && row->priced.fen >= 0 &&
	    row->priced.fen < row->price.fen)
		TRY(may_reduce(c, a, row, &reduced));
	*ret_holds = (row->priced.fen == row->price.fen || reduced) &&
	             row->consumed.fen == consumables.fen;
	return OK;
}

static enum err enrolment_row(struct ctx *c, const struct q_verify_enrolments_row *row, void *arg)
{
	struct enrolments *a = arg;
	bool holds = false;

	TRY(charge_holds(c, a, row, &holds));
	a->charged->rows++;
	if (!holds && verify_broken(a->charged, row->id.v))
		a->charged->found =
			str_printf(c->arena,
		                   "enrolment (%.*s): lines sum to %lld + %lld fen, the offering "
		                   "costs %lld + %lld",
		                   STR_FMT(row->state), (long long)row->priced.fen,
		                   (long long)row->consumed.fen, (long long)row->price.fen,
		                   (long long)(row->self_purchase ? 0 : row->consumables.fen));
	a->origin->rows++;
	if (!row->guardian_said && verify_broken(a->origin, row->id.v))
		a->origin->found =
			S("enrolment: no accepted application by a guardian of the pupil (R6)");
	else if (row->guardian_said && !row->chosen && verify_broken(a->origin, row->id.v))
		a->origin->found = S("enrolment: who buys the consumables is not what the family "
		                     "said last (R37)");
	return OK;
}

static enum err enrolment_lost(struct ctx *c, const struct q_verify_enrolments_lost_row *row,
                               void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (verify_broken(v, row->id.v))
		v->found = S("enrolment: its offering is gone");
	return OK;
}

enum err verify_enrolments(struct ctx *c, struct verify_report *r)
{
	struct enrolments a = {
		.charged = verify_begin(r, "enrolments_charged"),
		.origin = verify_begin(r, "guardian_applied"),
	};

	TRY(rules_memo_new(c, &a.rules));
	TRY(q_verify_enrolments_each(c, enrolment_row, &a));
	return q_verify_enrolments_lost_each(c, enrolment_lost, a.charged);
}

/* --- bills
 * ---------------------------------------------------------------------------------------- */

struct bills {
	struct verify_check *sums, *cap;
	struct rules_memo *rules;
};

/* One charge again, by the rules of its day on what stood before it: no more was charged. */
static enum err told_holds(struct ctx *c, const struct pupil_past *past, term_id term,
                           const struct bill_told *told, const struct bill_line *line, size_t n,
                           bool *ret_holds, struct str *ret_allowed)
{
	const struct pupil *p = &past->now;
	struct fault before = c->fault;
	struct bill_recall recall;
	struct bill_working w;
	struct rules rules;
	struct pupil then;
	struct date day;
	enum err e;

	TRY(bill_recall(c, line, n, told->what.enrolment, &recall));
	day = instant_date(recall.decided);
	TRY(rulebook_rules_known(c, p->county, p->school, day, recall.decided, &rules));
	TRY(bill_recall_tell(c, &rules, p, term, &recall));
	then = pupil_then(past, recall.decided);
	e = bill_recall_explain(c, &rules, &then, &recall, &told->what, &w);
	if (e == E_INPUT) { /* what the rules ask for is not known of it */
		c->fault = before;
		return OK;
	}
	TRY(e);
	if (w.no.code && strcmp(w.no.code, "fee_cap_exceeded") == 0) {
		*ret_holds = false;
		*ret_allowed = w.no.allowed;
	} else if (!w.no.code && told->price.fen > w.price.fen) {
		*ret_holds = false;
		*ret_allowed = money_text(c->arena, w.price);
	}
	return OK;
}

/* Caps on a day or month are no matter of a term's sums: charge by charge. */
static enum err times_hold(struct ctx *c, const struct rules *rules, const struct pupil_past *past,
                           term_id term, bill_id bill, bool *ret_holds, struct str *ret_allowed)
{
	struct bill_totals all = {0};
	struct bill_line *line;
	size_t n;

	if (!charge_by_time(rules))
		return OK;
	TRY(bill_lines(c, bill, &line, &n));
	TRY(bill_totals_tell(c, rules, &past->now, line, n, &all));
	for (const struct bill_told *told = all.told; told && *ret_holds; told = told->before)
		TRY(told_holds(c, past, term, told, line, n, ret_holds, ret_allowed));
	return OK;
}

/* A bill's sums as what was charged, and those of the siblings by the same moment. */
struct held {
	struct rule_facts care, course, kin[2 * BILL_KIN];
	struct charge_item item[2 + 2 * BILL_KIN];
	size_t n;
};

static enum err held_fill(struct ctx *c, const struct rules *rules,
                          const struct q_verify_bills_row *row, const struct pupil *then,
                          struct held *h)
{
	/* Of the siblings what was written by the moment of the last line, that moment included. */
	const struct bill_until until = {.at = {row->last.us + 1}};
	struct bill_totals t = {0};

	h->care = pupil_facts(then);
	TRY(said_of_pupil(c, rules, then->id, row->last, &h->care));
	h->course = h->care;
	facts_of_service(&h->care, KIND_CARE);
	facts_of_service(&h->course, KIND_COURSE);
	season_set(c, rules, row->term_from, &h->care);
	season_set(c, rules, row->term_from, &h->course);
	h->item[0] = (struct charge_item){
		.kind = KIND_CARE, .facts = &h->care, .before = true, .charged = row->line_care};
	h->item[1] = (struct charge_item){.kind = KIND_COURSE,
	                                  .facts = &h->course,
	                                  .before = true,
	                                  .charged = row->line_course,
	                                  .consumables = row->line_consumables,
	                                  .self_purchase = row->line_self};
	TRY(bill_totals_family(c, rules, then, row->term, &until, &t));
	h->n = 2 + bill_kin_items(&t, &h->course, h->kin, &h->item[2]);
	return OK;
}

/* Nothing more is added: do the totals still pass the rule that limited them (R34)? */
static enum err cap_holds(struct ctx *c, struct bills *a, const struct q_verify_bills_row *row,
                          bool *ret_holds, struct str *ret_allowed)
{
	struct charge_facts facts = CHARGE_FACTS;
	const struct pupil now = {
		.id = row->pupil,
		.county = row->county,
		.school = row->school,
		.stage = row->stage,
		.grade = row->grade,
		.boarding = row->boarding,
		.school_code = row->school_code,
		.private = row->private,
		.boarding_school = row->boarding_school,
		.rural = row->rural,
	};
	struct fault before = c->fault;
	struct pupil_past past;
	struct pupil then;
	struct rules rules;
	struct held held;
	enum err e;

	*ret_holds = true;
	if (row->line_course.fen == 0 && row->line_care.fen == 0)
		return OK;
	TRY(pupil_past_load(c, &now, &past));
	then = pupil_then(&past, row->last);
	TRY(rules_memo_known(c, a->rules, row->county, row->school, row->last, &rules));
	TRY(held_fill(c, &rules, row, &then, &held));
	facts.item = held.item;
	facts.n = held.n;
	e = charged_hold(c, &rules, &facts);
	if (e != OK && e != E_REFUSED && e != E_INPUT)
		return e;
	*ret_holds = e != E_REFUSED;
	*ret_allowed = c->fault.allowed;
	c->fault = before;
	return *ret_holds ? times_hold(c, &rules, &past, row->term, row->id, ret_holds, ret_allowed)
	                  : OK;
}

static enum err bill_row(struct ctx *c, const struct q_verify_bills_row *row, void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct bills *a = arg;
	struct str allowed = STR_NONE;
	bool holds =
		row->total.fen == row->line_total.fen && row->course.fen == row->line_course.fen &&
		row->consumables.fen == row->line_consumables.fen &&
		row->care.fen == row->line_care.fen && row->self_bought.fen == row->line_self.fen;
	bool fits = true, keep = false;

	a->sums->rows++;
	a->cap->rows++;
	TRY(cap_holds(c, a, row, &fits, &allowed));
	if (!fits && verify_broken(a->cap, row->id.v)) {
		keep = true;
		a->cap->found =
			str_printf(c->arena, "bill: courses %lld fen, care %lld fen; allowed %.*s",
		                   (long long)row->line_course.fen, (long long)row->line_care.fen,
		                   STR_FMT(allowed));
	}
	if (!holds && verify_broken(a->sums, row->id.v)) {
		keep = true;
		a->sums->found = str_printf(
			c->arena,
			"bill: total %lld, course %lld, consumables %lld, care %lld, self-bought "
			"%lld fen; "
			"its lines sum to %lld, %lld, %lld, %lld, %lld",
			(long long)row->total.fen, (long long)row->course.fen,
			(long long)row->consumables.fen, (long long)row->care.fen,
			(long long)row->self_bought.fen, (long long)row->line_total.fen,
			(long long)row->line_course.fen, (long long)row->line_consumables.fen,
			(long long)row->line_care.fen, (long long)row->line_self.fen);
	}
	if (!keep)
		arena_rewind(c->arena, mark);
	return OK;
}

enum err verify_bills(struct ctx *c, struct verify_report *r)
{
	struct bills a = {
		.sums = verify_begin(r, "bills"),
		.cap = verify_begin(r, "fee_cap"),
	};

	TRY(rules_memo_new(c, &a.rules));
	return q_verify_bills_each(c, bill_row, &a);
}

static const char *line_flaw(const struct q_verify_lines_row *row)
{
	if (!row->enrolled)
		return "line: no enrolment of this pupil, term and offering";
	if (!row->applied)
		return "line: no application accepted by a guardian (R35)";
	if (!row->reverses.v && (str_is(row->item, "waiver") || str_is(row->item, "deduct")))
		return row->amount.fen < 0 ? NULL : "line: others bear what is not below zero";
	if (!row->reverses.v)
		return row->amount.fen > 0 ? NULL : "line: not above zero and no reversal";
	if (!row->reversed.some || row->reversed.v.fen != -row->amount.fen)
		return "line: does not take back what it names";
	return row->again == 1 ? NULL : "line: what it takes back was taken back before";
}

static enum err line_row(struct ctx *c, const struct q_verify_lines_row *row, void *arg)
{
	struct verify_check *v = arg;
	const char *flaw = line_flaw(row);

	v->rows++;
	if (flaw && verify_broken(v, row->id.v))
		v->found = str_of(flaw);
	return OK;
}

enum err verify_lines(struct ctx *c, struct verify_report *r)
{
	return q_verify_lines_each(c, line_row, verify_begin(r, "bill_lines"));
}

/* --- the ledger
 * ----------------------------------------------------------------------------------- */

static enum err entry_row(struct ctx *c, const struct q_verify_entries_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->sum != 0 || row->legs < 2) && verify_broken(v, row->id))
		v->found = str_printf(c->arena, "entry: %lld legs sum to %lld fen",
		                      (long long)row->legs, (long long)row->sum);
	return OK;
}

/* A run of bills in order of id, and what the ledger says they owe. */
struct run {
	const struct q_verify_bill_totals_row *bill;
	int64_t *owed;
	size_t n;
};

static enum err receivable_row(struct ctx *c, const struct q_verify_receivables_row *row, void *arg)
{
	struct run *run = arg;
	size_t low = 0, high = run->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (run->bill[mid].id < row->id)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < run->n && run->bill[low].id == row->id &&
	    __builtin_add_overflow(run->owed[low], row->amount, &run->owed[low]))
		return fault_broken(c, "ledger overflow");
	return OK;
}

static enum err receivables_run(struct ctx *c, struct run *run, struct verify_check *v)
{
	size_t wrong = run->n;

	run->owed = NEW_N(c->arena, run->n, int64_t);
	if (!run->owed)
		return fault_broken(c, "arena");
	TRY(q_verify_receivables_each(c, run->bill[0].id, run->bill[run->n - 1].id, receivable_row,
	                              run));
	for (size_t i = 0; i < run->n; i++) {
		v->rows++;
		if (run->owed[i] != run->bill[i].total && verify_broken(v, run->bill[i].id))
			wrong = i;
	}
	if (wrong < run->n)
		v->found =
			str_printf(c->arena, "bill: total %lld fen, by the ledger %lld",
		                   (long long)run->bill[wrong].total, (long long)run->owed[wrong]);
	return OK;
}

static enum err receivable_lost(struct ctx *c, const struct q_verify_receivables_lost_row *row,
                                void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (verify_broken(v, row->id))
		v->found = str_printf(c->arena, "entry: %lld fen owed on no bill",
		                      (long long)row->amount);
	return OK;
}

/* Postings are not kept by bill, so the ledger is read once for every BILLS_AT_ONCE bills. */
static enum err receivables(struct ctx *c, struct verify_check *v)
{
	struct run run = {0};
	int64_t after = 0;

	for (;;) {
		struct arena_mark mark = arena_mark(c->arena);
		struct q_verify_bill_totals_row *bill;
		bool clean = v->broken == 0;

		TRY(q_verify_bill_totals(c, after, BILLS_AT_ONCE, &bill, &run.n));
		if (run.n == 0)
			break;
		run.bill = bill;
		after = bill[run.n - 1].id;
		TRY(receivables_run(c, &run, v));
		if (!clean || v->broken == 0) /* what was found stands in the arena */
			arena_rewind(c->arena, mark);
	}
	return q_verify_receivables_lost_each(c, receivable_lost, v);
}

enum err verify_ledger(struct ctx *c, struct verify_report *r)
{
	TRY(q_verify_entries_each(c, entry_row, verify_begin(r, "ledger_entries")));
	return receivables(c, verify_begin(r, "receivables"));
}

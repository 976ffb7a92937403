/* What others bear of a bill, charge by charge: decided again on what stood before it, by the rules
 * and grants of its moment (R5). */
#include "money/bill.h"
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"
#include "term/facts.h"

struct borne {
	struct verify_check *waived, *deducted;
};

static struct money borne_by(const struct bill_borne *b, enum rule_type type)
{
	struct money sum = FEN(0);

	for (size_t i = 0; i < b->n; i++)
		sum.fen += b->part[i].rule->type == type ? b->part[i].amount.fen : 0;
	return sum;
}

static enum err agrees(struct ctx *c, struct verify_check *v, const struct bill_line *line,
                       struct money stands, struct money due)
{
	v->rows++;
	if (stands.fen != due.fen && verify_broken(v, line->enrolment.v))
		v->found = str_printf(c->arena,
		                      "enrolment: others bear %lld fen, by rules and grants it is "
		                      "%lld",
		                      (long long)stands.fen, (long long)due.fen);
	return OK;
}

/* The lines of one act: what was written of one statement for one enrolment at one moment. */
static bool same_act(const struct bill_line *a, const struct bill_line *b)
{
	return !b->reversal && !b->undone && a->enrolment.v == b->enrolment.v &&
	       a->at.us == b->at.us && str_eq(a->item, b->item) &&
	       str_eq(a->statement, b->statement);
}

static const struct rule *rule_of(const struct bill_borne *b, struct str statement)
{
	for (size_t i = 0; i < b->n; i++) {
		if (str_eq(b->part[i].rule->id, statement))
			return b->part[i].rule;
	}
	return NULL;
}

/* What one payer of the statement bears of the act line[i] is of. */
static int64_t act_sum(const struct bill_line *line, size_t n, size_t i, struct str payer)
{
	int64_t sum = 0;

	for (size_t k = 0; k < n; k++) {
		if (same_act(&line[i], &line[k]) &&
		    (!str_some(payer) || str_eq(line[k].payer, payer)))
			sum -= line[k].amount.fen;
	}
	return sum;
}

static void act_shared(struct ctx *c, struct verify_check *v, const struct bill_line *line,
                       size_t n, size_t i, const struct rule *rule)
{
	struct money by[PAYERS_MOST] = {{0}};

	payers_split(rule, FEN(act_sum(line, n, i, STR_NONE)), by);
	for (size_t k = 0; k < payers_count(rule); k++) {
		struct str payer =
			str_some(payer_word(rule, k)) ? payer_word(rule, k) : S("school");
		int64_t stands = act_sum(line, n, i, payer);

		if (stands != by[k].fen && verify_broken(v, line[i].enrolment.v))
			v->found =
				str_printf(c->arena,
			                   "enrolment: %.*s bears %lld fen of a statement, its "
			                   "share is %lld",
			                   STR_FMT(payer), (long long)stands, (long long)by[k].fen);
	}
}

/* R5: of every act each payer bears the share its statement says. Lines of before name nobody. */
static void payers_agree(struct ctx *c, struct borne *b, const struct bill_line *line, size_t n,
                         enrolment_id enrolment, const struct bill_borne *due)
{
	for (size_t i = 0; i < n; i++) {
		const struct rule *rule = rule_of(due, line[i].statement);
		bool first = true;

		if (line[i].enrolment.v != enrolment.v || !same_act(&line[i], &line[i]) ||
		    !str_some(line[i].payer) || !rule)
			continue;
		for (size_t k = 0; first && k < i; k++)
			first = !same_act(&line[i], &line[k]);
		if (first)
			act_shared(c, rule->type == RULE_DEDUCT ? b->deducted : b->waived, line, n,
			           i, rule);
	}
}

static enum err charge_again(struct ctx *c, struct borne *b, const struct q_verify_borne_row *row,
                             const struct pupil_past *past, const struct bill_line *line, size_t n,
                             const struct bill_line *of)
{
	struct charge what = {.enrolment = of->enrolment,
	                      .offering = of->offering,
	                      .kind = of->kind,
	                      .title = of->title};
	struct fault before = c->fault;
	struct bill_recall r;
	struct bill_working w;
	struct offering o;
	struct rules rules;
	struct pupil then;
	enum err e;

	TRY(bill_recall(c, line, n, of->enrolment, &r));
	if (r.price.fen == 0 && r.consumables.fen == 0 && r.deducted.fen == 0 && r.waived.fen == 0)
		return OK; /* all of it was taken back */
	then = pupil_then(past, r.decided);
	/* As known at that moment: a document that came later does not change what was right. */
	TRY(rulebook_rules_known(c, then.county, row->school, instant_date(r.decided), r.decided,
	                         &rules));
	TRY(offering_load(c, of->offering, &o));
	TRY(bill_recall_tell(c, &rules, &past->now, o.term, &r));
	what.facts = service_facts(c, &rules, &then, &o);
	what.price = o.price;
	what.by_unit = o.by_unit;
	what.consumables = r.consumables;
	e = bill_recall_explain(c, &rules, &then, &r, &what, &w);
	if (e == E_INPUT || (e == OK && w.no.code)) { /* another check speaks of the price */
		c->fault = before;
		return OK;
	}
	TRY(e);
	payers_agree(c, b, line, n, of->enrolment, &w.borne);
	TRY(agrees(c, b->deducted, of, r.deducted, borne_by(&w.borne, RULE_DEDUCT)));
	return agrees(c, b->waived, of, r.waived, borne_by(&w.borne, RULE_WAIVER));
}

static bool met_before(const struct bill_line *line, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (line[k].enrolment.v == line[i].enrolment.v)
			return true;
	}
	return false;
}

static enum err borne_row(struct ctx *c, const struct q_verify_borne_row *row, void *arg)
{
	struct borne *b = arg;
	struct pupil_past past;
	struct bill_line *line;
	struct pupil now;
	size_t n;

	TRY(pupil_load(c, row->pupil, &now));
	TRY(pupil_past_load(c, &now, &past));
	TRY(bill_lines(c, row->id, &line, &n));
	for (size_t i = 0; i < n; i++) {
		if (!met_before(line, i))
			TRY(charge_again(c, b, row, &past, line, n, &line[i]));
	}
	return OK;
}

/* The arena is given back bill by bill, but for what was found. */
static enum err bill_row(struct ctx *c, const struct q_verify_borne_row *row, void *arg)
{
	struct borne *b = arg;
	struct arena_mark mark = arena_mark(c->arena);
	int64_t broken = b->waived->broken + b->deducted->broken;

	TRY(borne_row(c, row, arg));
	if (broken == b->waived->broken + b->deducted->broken)
		arena_rewind(c->arena, mark);
	return OK;
}

enum err verify_waivers(struct ctx *c, struct verify_report *r)
{
	struct borne b = {
		.waived = verify_begin(r, "waivers"),
		.deducted = verify_begin(r, "deductions"),
	};

	return q_verify_borne_each(c, bill_row, &b);
}

#include "policy/refund.h"

#include "policy/charge_parts.h"
#include "policy/span.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

struct refund_run {
	struct ctx *c;
	const struct rules *r;
	const struct refund_facts *f;
	const struct rule *rule;
	struct refund_answer *a;
};

static enum err facts_hold(struct ctx *c, const struct refund_facts *f)
{
	if (f->kind <= KIND_NONE || f->kind >= KIND_COUNT)
		return bad(c, "kind");
	if (f->reason < 0)
		return fact_missing(c, "reason");
	if (f->paid.fen < 0 || f->paid.fen > MONEY_MAX_FEN)
		return bad(c, "paid");
	if (f->refunded_before.fen < 0)
		return bad(c, "refunded_before");
	if (f->refunded_before.fen > f->paid.fen)
		return bad_beside(c, "refunded_before", T_policy_fact_at_most,
		                  money_text(c->arena, f->paid));
	return OK;
}

/* --- which rule --------------------------------------------------------------------------------
 */

/* The most exact one for the reason. */
static enum err rule_of(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                        const struct rule **ret_rule)
{
	const struct rule *best;
	struct rule_hits hits;

	TRY(rules_collect_for(c, r, RULE_REFUND, UINT64_C(1) << (f->kind - 1),
	                      UINT64_C(1) << f->reason, f->facts, &hits));
	if (hits.n == 0)
		return rules_silent(c, r, str_printf(c->arena, "refund %s", kind_name(f->kind)));
	best = hits.v[0];
	for (size_t i = 1; i < hits.n; i++) {
		if (when_count(hits.v[i]->when) > when_count(best->when))
			best = hits.v[i];
	}
	*ret_rule = best;
	return OK;
}

/* What the rules count in: their unit, else what the basis, the rate or the steps are in. */
static int unit_of(const struct rule *rule)
{
	const struct rule_value *unit = rule->field[FIELD_UNIT];
	const struct rule_value *basis = rule->field[FIELD_BASIS];
	const struct rule_value *rate = rule->field[FIELD_RATE];
	const struct rule_value *step = rule->field[FIELD_STEP];

	if (unit != NULL)
		return unit->unit;
	if (rate != NULL)
		return rate->unit;
	if (basis != NULL && basis->type == VALUE_NUMBER)
		return basis->unit;
	return step != NULL ? step->then_unit : UNIT_NONE;
}

/* Any time of the calendar is told by its days. */
static int run_unit_of(const struct rule *rule)
{
	const struct rule_value *step = rule->field[FIELD_IN_A_ROW];

	if (step == NULL)
		step = rule->field[FIELD_STEP];
	switch (step ? step->unit : UNIT_DAY) {
	case UNIT_TERM:
	case UNIT_MONTH:
	case UNIT_HALF_MONTH:
	case UNIT_WEEK:
	case UNIT_YEAR:
	case UNIT_WORKING_DAY:
		return UNIT_DAY;
	default:
		return step ? step->unit : UNIT_DAY;
	}
}

enum err refund_way_of(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                       struct refund_way *ret_w)
{
	const struct rule_value *row;
	const struct rule *rule;
	struct refund_way w;

	TRY(facts_hold(c, f));
	TRY(rule_of(c, r, f, &rule));
	row = rule->field[FIELD_IN_A_ROW];
	w = (struct refund_way){
		.unit = unit_of(rule),
		.runs = rule->field[FIELD_METHOD]->choice == METHOD_STEPS || row != NULL,
		.in_a_row = row != NULL,
		.run_unit = run_unit_of(rule),
		.excused = rule_choice(rule, FIELD_ABSENCE, ABSENCE_ANY) == ABSENCE_EXCUSED,
		.calendar_days =
			rule_choice(rule, FIELD_COUNT_BY, COUNT_SCHOOL_DAYS) == COUNT_CALENDAR_DAYS,
	};
	if (row != NULL)
		TRY(span_need(c, r, f->facts, row->number, row->unit, w.run_unit, &w.least));
	*ret_w = w;
	return OK;
}

/* --- counts ------------------------------------------------------------------------------------
 */

static enum err in_unit(struct refund_run *w, struct ratio n, struct ratio *ret_n)
{
	int from = w->f->unit == UNIT_NONE ? w->a->unit : w->f->unit;

	if (n.num < 0)
		return bad(w->c, "missed");
	if (from == w->a->unit) {
		*ret_n = n;
		return OK;
	}
	return span_need(w->c, w->r, w->f->facts, n, from, w->a->unit, ret_n);
}

/* The units paid for: stated by the rules, else known of the case. */
static enum err basis_of(struct refund_run *w, struct ratio *ret_basis)
{
	const struct rule_value *v = w->rule->field[FIELD_BASIS];

	if (v != NULL && v->type == VALUE_NUMBER)
		return span_need(w->c, w->r, w->f->facts, v->number, v->unit, w->a->unit,
		                 ret_basis);
	if (w->f->basis.den == 0)
		return fact_missing(w->c, "basis");
	TRY(in_unit(w, w->f->basis, ret_basis));
	return ret_basis->num > 0 ? OK : bad_beside(w->c, "basis", T_policy_fact_above_zero, S(""));
}

static int run_unit_told(const struct refund_run *w)
{
	int told = w->f->run_unit == UNIT_NONE ? w->f->unit : w->f->run_unit;

	return told == UNIT_NONE ? w->a->unit : told;
}

/* Which runs there were and how long they had to be. */
static enum err runs_said(struct refund_run *w, const struct rule_value *least, int unit, bool any)
{
	struct formula *f = NEW(w->c->arena, struct formula);
	struct formula_arg *run = NEW_N(w->c->arena, w->f->n_consecutive + 1, struct formula_arg);

	if (f == NULL || run == NULL)
		return fault_broken(w->c, "policy: no memory for a refund");
	for (size_t i = 0; i < w->f->n_consecutive; i++)
		run[i] = arg_number(w->f->consecutive[i]);
	*f = (struct formula){.text = T_policy_formula_never_absent};
	if (any)
		*f = (struct formula){
			.text = T_policy_formula_in_a_row,
			.arg = {arg_list(run, w->f->n_consecutive), arg_units(w->r, RATIO(2), unit),
		                arg_number(least->number),
		                arg_units(w->r, least->number, least->unit)},
			.n = 4,
		};
	w->a->runs = f;
	return OK;
}

/* What one run comes to in the rules' unit. */
static enum err run_comes_to(struct refund_run *w, size_t i, int unit, struct ratio *ret_n)
{
	if (w->f->run_missed != NULL)
		return in_unit(w, w->f->run_missed[i], ret_n);
	return span_need(w->c, w->r, w->f->facts, w->f->consecutive[i], unit, w->a->unit, ret_n);
}

/* Only what was missed so long without a break: shorter absences do not come back. */
static enum err missed_in_a_row(struct refund_run *w, const struct rule_value *least,
                                struct ratio *ret_n)
{
	int unit = run_unit_told(w);
	struct ratio needed, sum = RATIO(0), n = RATIO(0);
	bool any = false;

	if (w->f->n_consecutive == 0)
		return fact_missing(w->c, "consecutive");
	if (w->f->run_missed != NULL && w->f->n_run_missed != w->f->n_consecutive)
		return bad(w->c, "consecutive_missed");
	TRY(span_need(w->c, w->r, w->f->facts, least->number, least->unit, unit, &needed));
	for (size_t i = 0; i < w->f->n_consecutive; i++) {
		if (w->f->consecutive[i].num < 0)
			return bad(w->c, "consecutive");
		any = any || w->f->consecutive[i].num > 0;
		if (ratio_cmp(w->f->consecutive[i], needed) < 0)
			continue;
		TRY(run_comes_to(w, i, unit, &n));
		if (!ratio_add(sum, n, &sum))
			return bad(w->c, "consecutive");
	}
	*ret_n = sum;
	return runs_said(w, least, unit, any);
}

/* Missed, or what the basis is more than was served; below zero when more was served. */
static enum err missed_of(struct refund_run *w, struct ratio basis, struct ratio *ret_n)
{
	const struct rule_value *least = w->rule->field[FIELD_IN_A_ROW];
	struct ratio served = RATIO(0);

	if (least != NULL)
		return missed_in_a_row(w, least, ret_n);
	if (w->f->missed.den != 0)
		return in_unit(w, w->f->missed, ret_n);
	if (w->f->served.den == 0 || basis.den == 0)
		return fact_missing(w->c, "missed");
	TRY(in_unit(w, w->f->served, &served));
	return ratio_sub(basis, served, ret_n) ? OK : bad(w->c, "served");
}

static enum err with_before(struct refund_run *w, struct ratio n, struct ratio *ret_n)
{
	struct ratio before = RATIO(0);

	if (w->f->missed_before.den != 0)
		TRY(in_unit(w, w->f->missed_before, &before));
	return ratio_add(n, before, ret_n) ? OK : bad(w->c, "missed_before");
}

/* --- methods: what is due for all that was missed, exact -----------------------------------------
 */

static enum err share(struct refund_run *w, struct ratio missed, struct ratio *ret_due)
{
	TRY(with_before(w, missed, &w->a->units));
	if (!ratio_mul(ratio_of_money(w->f->paid), w->a->units, ret_due) ||
	    !ratio_div(*ret_due, w->a->basis, ret_due))
		return bad(w->c, "missed");
	return OK;
}

static enum err by_share(struct refund_run *w, struct ratio *ret_due)
{
	struct ratio missed = RATIO(0);

	TRY(basis_of(w, &w->a->basis));
	TRY(missed_of(w, w->a->basis, &missed));
	return share(w, missed, ret_due);
}

static enum err by_rate(struct refund_run *w, struct ratio *ret_due)
{
	const struct rule_value *v = w->rule->field[FIELD_RATE];
	struct ratio missed = RATIO(0), basis = {0, 0};

	if (v == NULL)
		return rules_silent(w->c, w->r, S("rate"));
	w->a->rate = v->number;
	w->a->written = v->written;
	if (w->f->missed.den == 0 && w->rule->field[FIELD_IN_A_ROW] == NULL)
		TRY(basis_of(w, &basis));
	TRY(missed_of(w, basis, &missed));
	if (v->unit != w->a->unit)
		TRY(span_need(w->c, w->r, w->f->facts, missed, w->a->unit, v->unit, &missed));
	w->a->unit = v->unit;
	TRY(with_before(w, missed, &w->a->units));
	return ratio_mul(w->a->rate, w->a->units, ret_due) ? OK : bad(w->c, "missed");
}

/* By what part of the whole was served: the narrowest step that still holds it, its limit included;
 * beyond all of them nothing comes back. Exact fractions: a third is a third. */
static enum err by_progress(struct refund_run *w, struct ratio *ret_due)
{
	const struct rule_value *best = NULL;
	struct ratio missed = RATIO(0), part;

	TRY(basis_of(w, &w->a->basis));
	TRY(missed_of(w, w->a->basis, &missed));
	TRY(with_before(w, missed, &w->a->units));
	if (!ratio_sub(w->a->basis, w->a->units, &w->a->served) ||
	    !ratio_div(w->a->served, w->a->basis, &part))
		return bad(w->c, "missed");
	if (w->a->served.num < 0)
		return bad_beside(w->c, "missed", T_policy_fact_at_most,
		                  ratio_text(w->c->arena, w->a->basis));
	for (const struct rule_value *v = w->rule->field[FIELD_PROGRESS]; v != NULL; v = v->next) {
		if (ratio_cmp(part, v->number) <= 0 &&
		    (best == NULL || ratio_cmp(v->number, best->number) < 0))
			best = v;
	}
	w->a->by_progress = true;
	w->a->progress = best;
	return best == NULL || ratio_mul(ratio_of_money(w->f->paid), best->then, ret_due)
	               ? OK
	               : bad(w->c, "paid");
}

/* The largest step that fits into `run` units of the case. */
static enum err step_fit(struct refund_run *w, struct ratio run, const struct rule_value **ret_step,
                         struct ratio *ret_length)
{
	int unit = run_unit_told(w);

	*ret_step = NULL;
	for (const struct rule_value *v = w->rule->field[FIELD_STEP]; v != NULL; v = v->next) {
		struct ratio length;

		TRY(span_need(w->c, w->r, w->f->facts, v->number, v->unit, unit, &length));
		if (length.num > 0 && ratio_cmp(length, run) <= 0 &&
		    (*ret_step == NULL || ratio_cmp(length, *ret_length) > 0)) {
			*ret_step = v;
			*ret_length = length;
		}
	}
	return OK;
}

/* As many of the largest step as fit into the run, then of the next smaller. */
static enum err steps_of(struct refund_run *w, struct ratio run, struct ratio *pays)
{
	const struct rule_value *step;
	struct ratio length, times, part;

	for (;;) {
		TRY(step_fit(w, run, &step, &length));
		if (step == NULL)
			return OK;
		if (!ratio_div(run, length, &times))
			return bad(w->c, "consecutive");
		times = RATIO(times.num / times.den);
		TRY(span_need(w->c, w->r, w->f->facts, step->then, step->then_unit, w->a->unit,
		              &part));
		if (!ratio_mul(part, times, &part) || !ratio_add(*pays, part, pays) ||
		    !ratio_mul(length, times, &length) || !ratio_sub(run, length, &run))
			return bad(w->c, "consecutive");
	}
}

static enum err by_steps(struct refund_run *w, struct ratio *ret_due)
{
	struct ratio pays = RATIO(0);

	if (w->f->n_consecutive == 0)
		return fact_missing(w->c, "consecutive");
	for (size_t i = 0; i < w->f->n_consecutive; i++) {
		if (w->f->consecutive[i].num < 0)
			return bad(w->c, "consecutive");
		TRY(steps_of(w, w->f->consecutive[i], &pays));
	}
	TRY(basis_of(w, &w->a->basis));
	return share(w, pays, ret_due);
}

/* --- the amount --------------------------------------------------------------------------------
 */

/* More was served than paid for: to be paid only where documents settle at the end of the term. */
static enum err served_more(struct refund_run *w, struct ratio due)
{
	if (w->f->reason != rules_word(w->r, LEX_REASON, S("settlement")))
		return bad_beside(w->c, "served", T_policy_fact_at_most,
		                  ratio_text(w->c->arena, w->a->basis));
	w->a->rounding = rounding_text(w->rule);
	return rounding_money(w->rule, (struct ratio){-due.num, due.den}, &w->a->supplement)
	               ? OK
	               : bad(w->c, "served");
}

/* All of it goes back as it was paid; a part as the document rounds it. */
static bool whole_of(struct refund_run *w, struct ratio due)
{
	if (ratio_cmp(due, ratio_of_money(w->f->paid)) >= 0)
		return ratio_money(due, &w->a->whole);
	if (due.num > 0)
		w->a->rounding = rounding_text(w->rule);
	return rounding_money(w->rule, due, &w->a->whole);
}

/* Of what the reckoning comes to never more than was paid. */
static struct money gross_of(const struct refund_answer *a)
{
	return a->whole.fen < a->paid.fen ? a->whole : a->paid;
}

struct money refund_due(const struct refund_answer *a)
{
	struct money gross = gross_of(a);

	return FEN(gross.fen > a->fee.fen ? gross.fen - a->fee.fen : 0);
}

static struct formula fee_formula(const struct refund_answer *a, const struct rule_value *kept)
{
	struct money gross = gross_of(a);
	bool share = kept->type == VALUE_NUMBER;
	struct ratio part = RATIO(0);
	struct formula f = {
		.text = a->fee.fen > gross.fen ? T_policy_formula_fee_takes_all
	                : share                ? T_policy_formula_fee_share
	                                       : T_policy_formula_fee,
		.arg = {arg_money(gross), arg_money(a->fee), arg_money(refund_due(a))},
		.n = 3,
	};

	if (share && ratio_div(kept->number, RATIO(100), &part))
		f.arg[f.n++] = arg_number(part);
	if (share && a->rounding == TEXT_NONE) /* else it is said before */
		f.rounding = rounding_text(a->rule);
	return f;
}

/* R61: once of all that comes back, however many refunds that is. A share is rounded as the
 * document rounds. */
static enum err fee_keep(struct refund_run *w)
{
	const struct rule_value *v = w->rule->field[FIELD_LESS];
	struct money gross = gross_of(w->a);
	struct ratio part;
	struct formula *f;

	if (v == NULL || v->number.num == 0 || gross.fen == 0)
		return OK;
	w->a->fee = v->money;
	if (v->type == VALUE_NUMBER &&
	    (!ratio_mul(RATIO(gross.fen), v->number, &part) ||
	     !ratio_div(part, RATIO(100), &part) || !rounding_money(w->rule, part, &w->a->fee)))
		return bad(w->c, "paid");
	f = NEW(w->c->arena, struct formula);
	if (f == NULL)
		return fault_broken(w->c, "policy: no memory for a refund");
	*f = fee_formula(w->a, v);
	w->a->less = f;
	return OK;
}

static enum err settle(struct refund_run *w, struct ratio due)
{
	int64_t left;

	if (due.num < 0)
		return served_more(w, due);
	if (!whole_of(w, due))
		return bad(w->c, "paid");
	TRY(fee_keep(w));
	left = refund_due(w->a).fen - w->f->refunded_before.fen;
	w->a->amount = FEN(left > 0 ? left : 0);
	return OK;
}

/* By when. What comes back is owed though the days off of the year are not known yet. */
static enum err due_by(struct refund_run *w)
{
	const struct rule_value *within = w->rule->field[FIELD_WITHIN];
	struct date day;

	if (within == NULL || !date_some(w->f->requested))
		return OK;
	switch (span_after(w->f->requested, within->number, within->unit, &day)) {
	case SPAN_DAY:
		w->a->due = day;
		return OK;
	case SPAN_UNKNOWN:
		w->a->unknown = span_notice_year(day);
		return OK;
	default:
		return bad(w->c, "requested");
	}
}

static enum err way(struct refund_run *w)
{
	const struct rule *carry, *prepay;

	w->a->to = rule_choice(w->rule, FIELD_TO, PAID_TO_PAYER);
	TRY(due_by(w));
	if (w->a->to != PAID_TO_NEXT_BILL || w->a->amount.fen == 0)
		return OK;
	TRY(rules_named(w->c, w->r, RULE_FORBID, S("carry_over"), w->f->facts, &carry));
	if (carry != NULL)
		return act_refuse(w->c, carry);
	TRY(rules_find(w->c, w->r, PARAM_BILLING_PREPAY, w->f->facts, &prepay));
	w->a->carries_over = prepay != NULL && prepay->value.choice == SWITCH_NO;
	w->a->against = w->a->carries_over ? prepay : NULL;
	return OK;
}

static enum err applied(struct refund_run *w)
{
	if (rule_choice(w->rule, FIELD_APPLY, APPLY_NONE) != APPLY_WRITTEN)
		return OK;
	if (w->f->written == NOT_SAID)
		return fact_missing(w->c, "written");
	return w->f->written == SAID_YES
	               ? OK
	               : rule_refuse(w->c, "application_missing", w->rule, STR_NONE, STR_NONE);
}

enum err refund_decide(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                       struct refund_answer *ret_a)
{
	struct refund_answer a = {.paid = f->paid, .before = f->refunded_before, .due = DATE_NONE};
	struct refund_run w = {.c = c, .r = r, .f = f, .a = &a};
	struct ratio due = RATIO(0);

	TRY(facts_hold(c, f));
	TRY(rule_of(c, r, f, &w.rule));
	a.rule = w.rule;
	a.unit = unit_of(w.rule);
	if (a.unit == UNIT_NONE)
		a.unit = f->unit;
	TRY(applied(&w));
	switch (w.rule->field[FIELD_METHOD]->choice) {
	case METHOD_SHARE:
		TRY(by_share(&w, &due));
		break;
	case METHOD_RATE:
		TRY(by_rate(&w, &due));
		break;
	case METHOD_PROGRESS:
		TRY(by_progress(&w, &due));
		break;
	case METHOD_STEPS:
		TRY(by_steps(&w, &due));
		break;
	default:
		break;
	}
	TRY(settle(&w, due));
	TRY(way(&w));
	*ret_a = a;
	return OK;
}

/* --- in words ----------------------------------------------------------------------------------
 */

static struct formula share_formula(const struct rules *r, const struct refund_answer *a)
{
	struct money whole = a->whole;
	struct ratio units = a->units;

	if (a->supplement.fen > 0) {
		whole = a->supplement;
		units.num = -units.num;
	}
	return (struct formula){
		.text = T_policy_formula_share,
		.arg = {arg_money(a->paid), arg_number(units), arg_number(a->basis),
	                arg_units(r, a->basis, a->unit), arg_money(whole)},
		.n = 5,
	};
}

static struct formula progress_formula(const struct rules *r, const struct refund_answer *a)
{
	struct formula f = {
		.text = a->progress ? T_policy_formula_progress : T_policy_formula_progress_beyond,
		.arg = {arg_number(a->served), arg_number(a->basis),
	                arg_units(r, a->basis, a->unit)},
		.n = 3,
	};

	if (!a->progress)
		return f;
	f.arg[3] = arg_number(a->progress->number);
	f.arg[4] = arg_money(a->paid);
	f.arg[5] = arg_number(a->progress->then);
	f.arg[6] = arg_money(a->whole);
	f.n = 7;
	return f;
}

static struct formula way_formula(const struct rules *r, const struct refund_answer *a)
{
	if (a->by_progress)
		return progress_formula(r, a);
	if (a->basis.den != 0)
		return share_formula(r, a);
	if (a->rate.den == 0)
		return (struct formula){.text = T_policy_formula_no_refund};
	return (struct formula){
		.text = T_policy_formula_times,
		.arg = {arg_number(a->units), arg_units(r, a->units, a->unit),
	                arg_rate(a->rate, a->written), arg_money(a->whole)},
		.n = 4,
	};
}

/* Up to what comes back in all. */
static struct formula whole_formula(const struct rules *r, const struct refund_answer *a)
{
	struct formula f = way_formula(r, a);

	f.first = a->runs;
	f.rounding = a->rounding;
	if (a->whole.fen > a->paid.fen)
		f.held = a->paid;
	return f;
}

/* Where nothing comes back at all, what came back before changes nothing. */
static bool less_before(const struct refund_answer *a)
{
	return a->before.fen > 0 && a->whole.fen > 0;
}

struct formula refund_formula(const struct rules *r, const struct refund_answer *a)
{
	struct formula f = whole_formula(r, a);

	f.less = a->less;
	if (less_before(a)) {
		f.due = refund_due(a);
		f.before = a->before;
	}
	return f;
}

void refund_steps(const struct rules *r, const struct refund_answer *a, struct working *ret_s)
{
	ret_s->n = 0;
	worked_amount(ret_s, a->rule, a->supplement.fen ? a->supplement : gross_of(a))->formula =
		whole_formula(r, a);
	if (a->less)
		worked_amount(ret_s, a->rule, refund_due(a))->formula = *a->less;
	if (less_before(a))
		worked_amount(ret_s, NULL, a->amount)->formula =
			formula_less_before(refund_due(a), a->before);
	if (a->to == PAID_TO_NEXT_BILL)
		worked_add(ret_s, a->rule)->formula =
			(struct formula){.text = T_policy_formula_next_bill};
	if (a->unknown)
		worked_add(ret_s, a->rule)->formula =
			(struct formula){.text = T_policy_formula_due_unknown,
		                         .arg = {arg_number(RATIO(a->unknown))},
		                         .n = 1};
	if (a->carries_over)
		worked_add(ret_s, a->against)->formula =
			(struct formula){.text = T_policy_formula_carries_over};
}

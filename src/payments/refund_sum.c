/* How much comes back: the facts of a service, and what the rules of the day make of them (R61). */
#include "payments/refund_sum.h"

#include "money/bill.h"
#include "payments/refund.sql.h"
#include "rulebook/rulebook.h"
#include "term/facts.h"
#include "term/offering.h"

#define DAY_US INT64_C(86400000000)

/* What the sittings say, by the reason. Somebody who leaves has had those that have begun; an
 * absence are the marks absent and leave; not served are those cancelled and those past without a
 * register. */
static void sittings_of(const struct q_refund_sittings_row *s, struct str reason,
                        int64_t *ret_basis, int64_t *ret_served)
{
	int64_t basis = s->held, missed;

	if (str_is(reason, "absence")) {
		missed = s->missed;
	} else if (str_is(reason, "not_served")) {
		basis = s->held + s->cancelled;
		missed = s->unheld + s->cancelled;
	} else {
		missed = s->held - s->begun;
	}
	*ret_basis = basis;
	*ret_served = basis - missed;
}

static enum err sittings(struct ctx *c, const struct refund_case *k, offering_id offering,
                         int64_t *ret_basis, int64_t *ret_served)
{
	int64_t minute = (c->now.us + 8 * 3600 * INT64_C(1000000)) % DAY_US / 60000000;
	struct q_refund_sittings_row row;

	TRY(q_refund_sittings(c, offering, k->pupil->id, ctx_today(c), minute, &row));
	sittings_of(&row, k->reason, ret_basis, ret_served);
	return OK;
}

static enum ledger_account income_of(struct str kind, bool consumables)
{
	if (consumables)
		return LEDGER_CONSUMABLES;
	return str_is(kind, "care") ? LEDGER_CARE : LEDGER_COURSE;
}

/* The rules' amount for the price; undecided when no document speaks, or a fact is missing. */
static enum err price_decide(struct ctx *c, const struct refund_case *k,
                             const struct q_refund_basis_row *b, struct refund_part *p,
                             struct refund_sum *s)
{
	struct refund_facts f = REFUND_FACTS;
	struct refund_answer a;
	struct pupil_past past;
	struct rule_facts facts;
	struct pupil then; /* what was charged for a stage is paid back as of that stage */
	struct offering o;
	struct formula formula;
	struct fault before = c->fault;
	struct rules rules;
	enum err e;

	TRY(offering_load(c, b->offering, &o));
	/* the school that was paid, which may no longer be the pupil's */
	TRY(rulebook_rules(c, o.county, o.school, ctx_today(c), &rules));
	TRY(pupil_past_load(c, k->pupil, &past));
	then = pupil_then(&past, b->charged);
	facts = service_facts(c, &rules, &then, &o);
	f.kind = o.kind;
	f.facts = &facts;
	f.reason = rules_word(&rules, LEX_REASON, k->reason);
	f.paid = b->paid;
	f.unit = UNIT_SITTING;
	f.basis = RATIO(p->basis);
	f.missed = RATIO(p->basis - p->served + b->missed_before);
	f.missed_before = b->missed_before ? RATIO(b->missed_before) : f.missed_before;
	f.refunded_before = b->before;
	f.written = SAID_YES;
	f.requested = ctx_today(c);
	e = refund_decide(c, &rules, &f, &a);
	if (e == E_REFUSED || e == E_INPUT) {
		s->undecided = c->fault.code;
		c->fault = before;
		return OK;
	}
	TRY(e);
	formula = refund_formula(&rules, &a);
	p->amount = a.amount;
	p->formula = formula_both(c->arena, &formula);
	p->requirement = a.rule->requirement;
	p->document = a.rule->set->document;
	return OK;
}

static struct str text_both(struct ctx *c, enum text_id id, struct money m)
{
	struct str arg = money_text(c->arena, m);
	struct str both[2] = {text_fill(c->arena, LANG_ZH, id, &arg, 1),
	                      text_fill(c->arena, LANG_EN, id, &arg, 1)};

	return str_join(c->arena, both, 2, S("\n"));
}

/* What was entrusted and not delivered is the family's money; what was delivered is the family's.
 */
static enum err consumables_decide(struct ctx *c, const struct q_refund_basis_row *b,
                                   struct refund_part *p)
{
	int64_t delivered;

	TRY(q_lot_delivered(c, b->offering, &delivered));
	p->basis = p->served = 0;
	p->amount = delivered ? FEN(0) : FEN(b->paid.fen - b->before.fen);
	p->formula = text_both(c, delivered ? T_refund_delivered : T_refund_not_delivered, b->paid);
	p->requirement = S("R37");
	p->document = S("");
	return OK;
}

enum err refund_sum(struct ctx *c, const struct refund_case *k, struct refund_sum *ret_s)
{
	struct refund_sum s = {0};
	struct q_refund_basis_row *row;
	size_t n;

	TRY(q_refund_basis(c, k->bill, k->enrolment, &row, &n));
	for (size_t i = 0; i < n && s.n < REFUND_PARTS; i++) {
		bool consumables = str_is(row[i].item, "consumables");
		struct refund_part *p = &s.part[s.n];

		if (consumables && !k->leaving)
			continue;
		*p = (struct refund_part){.account = income_of(row[i].kind, consumables),
		                          .subject = row[i].offering.v,
		                          .item = row[i].item,
		                          .paid = row[i].paid,
		                          .formula = S(""),
		                          .requirement = S(""),
		                          .document = S("")};
		TRY(sittings(c, k, row[i].offering, &p->basis, &p->served));
		if (consumables)
			TRY(consumables_decide(c, &row[i], p));
		else
			TRY(price_decide(c, k, &row[i], p, &s));
		s.n++;
		if (!money_add(s.amount, p->amount, &s.amount))
			return fault_broken(c, "refund overflow");
	}
	*ret_s = s;
	return OK;
}

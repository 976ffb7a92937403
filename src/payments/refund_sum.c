/* How much comes back: the facts of a service, and what the rules of the day make of them (R61). */
#include "payments/refund_sum.h"

#include "money/bill.h"
#include "money/relief.h"
#include "payments/refund.sql.h"
#include "payments/refund_count.h"
#include "policy/span.h"
#include "rulebook/rulebook.h"
#include "term/facts.h"
#include "term/offering.h"

static enum ledger_account income_of(struct str kind, bool consumables)
{
	if (consumables)
		return LEDGER_CONSUMABLES;
	return str_is(kind, "care") ? LEDGER_CARE : LEDGER_COURSE;
}

/* What it is for, in the rules' unit and beyond what was paid back before. */
static void units_put(struct ctx *c, const struct rules *r, const struct refund_answer *a,
                      struct ratio before, struct refund_part *p)
{
	struct ratio more;

	if (a->units.den == 0 || a->unit == UNIT_NONE || !ratio_sub(a->units, before, &more))
		return;
	p->units = ratio_text(c->arena, more.num > 0 ? more : RATIO(0));
	p->unit = unit_name(r, a->unit);
}

static struct str text_both(struct ctx *c, enum text_id id, const struct str *args, size_t n)
{
	struct str both[2] = {text_fill(c->arena, LANG_ZH, id, args, n),
	                      text_fill(c->arena, LANG_EN, id, args, n)};

	return str_join(c->arena, both, 2, S("\n"));
}

static void formula_more(struct ctx *c, struct refund_part *p, struct str more)
{
	struct str both[2];

	for (int i = 0; i < 2; i++) {
		enum lang lang = i ? LANG_EN : LANG_ZH;

		both[i] = str_printf(c->arena, "%.*s%.*s", STR_FMT(formula_in(lang, p->formula)),
		                     STR_FMT(formula_in(lang, more)));
	}
	p->formula = str_join(c->arena, both, 2, S("\n"));
}

/* What ended of it before, and the rules do not give after all, is owed again. */
static void owed_again(struct ctx *c, const struct refund_answer *a, struct money ended,
                       struct refund_part *p)
{
	int64_t over = a->before.fen - refund_due(a).fen;
	struct str amount;

	over = over < ended.fen ? over : ended.fen;
	if (over <= 0)
		return;
	p->ended = FEN(-over);
	amount = money_text(c->arena, FEN(over));
	formula_more(c, p, text_both(c, T_refund_owed, &amount, 1));
}

/* What nobody has paid of it ends first. */
static void unpaid_end(struct ctx *c, struct money unpaid, struct refund_part *p)
{
	struct money whole = p->amount;

	if (unpaid.fen <= 0 || whole.fen <= 0)
		return;
	p->ended = unpaid.fen < whole.fen ? unpaid : whole;
	p->amount.fen -= p->ended.fen;
	const struct str said[] = {money_text(c->arena, whole), money_text(c->arena, p->ended),
	                           money_text(c->arena, p->amount)};

	formula_more(c, p, text_both(c, T_refund_ended, said, 3));
}

static enum err price_ask(struct ctx *c, const struct rules *r, struct refund_sittings *s,
                          struct refund_facts *f, struct refund_part *p,
                          struct refund_answer *ret_a)
{
	struct refund_answer a;
	struct formula formula;
	struct ratio before;

	TRY(refund_count(c, r, s, f, &before));
	TRY(refund_decide(c, r, f, &a));
	formula = refund_formula(r, &a);
	p->amount = a.amount;
	p->formula = formula_both(c->arena, &formula);
	p->requirement = a.rule->requirement;
	p->document = a.rule->set->document;
	units_put(c, r, &a, before, p);
	*ret_a = a;
	return OK;
}

/* The rules' amount for the price; undecided when no document speaks, or a fact is missing. */
static enum err price_decide(struct ctx *c, const struct refund_case *k,
                             const struct q_refund_basis_row *b, struct refund_part *p,
                             struct money unpaid, struct refund_sum *s)
{
	struct refund_facts f = REFUND_FACTS;
	struct refund_answer a;
	struct refund_sittings *sittings;
	struct pupil_past past;
	struct rule_facts facts;
	struct pupil then; /* what was charged for a stage is paid back as of that stage */
	struct offering o;
	struct fault before = c->fault;
	struct rules rules;
	enum err e;

	TRY(offering_load(c, b->offering, &o));
	TRY(refund_sittings_load(c, k, &o, &sittings));
	/* the school that was paid, which may no longer be the pupil's */
	TRY(rulebook_rules(c, o.county, o.school, k->rules, &rules));
	TRY(pupil_past_load(c, k->pupil, &past));
	then = pupil_then(&past, b->charged);
	facts = service_facts(c, &rules, &then, &o);
	TRY(said_since(c, &rules, then.id, b->charged, &facts));
	f.kind = o.kind;
	f.facts = &facts;
	f.reason = rules_word(&rules, LEX_REASON, k->reason);
	f.paid = b->paid;
	f.refunded_before = b->before;
	f.written = SAID_YES;
	f.requested = instant_date(k->at);
	e = price_ask(c, &rules, sittings, &f, p, &a);
	p->basis = refund_sittings_all(sittings);
	p->served = p->basis - refund_sittings_missed(sittings);
	TRY(refund_sittings_new(c, sittings, &p->sitting, &p->sitting_n));
	if (e == OK)
		s->due = a.due;
	if (e == OK && k->leaving) {
		owed_again(c, &a, b->ended, p);
		unpaid_end(c, unpaid, p);
	}
	if (e != E_REFUSED && e != E_INPUT)
		return e;
	s->undecided = c->fault.code;
	c->fault = before;
	return OK;
}

/* What was entrusted and not delivered is the family's money; what was delivered is the family's.
 */
static enum err consumables_decide(struct ctx *c, const struct refund_case *k,
                                   const struct q_refund_basis_row *b, struct money unpaid,
                                   struct refund_part *p)
{
	int64_t delivered;
	struct str said[3] = {money_text(c->arena, b->paid), money_text(c->arena, b->before)};

	TRY(q_lot_delivered(c, b->offering, k->at, &delivered));
	p->amount = delivered ? FEN(0) : FEN(b->paid.fen - b->before.fen);
	p->formula = text_both(c, delivered ? T_refund_delivered : T_refund_not_delivered, said, 1);
	said[2] = money_text(c->arena, p->amount);
	if (!delivered && b->before.fen > 0)
		formula_more(c, p, text_both(c, T_refund_goods_before, said, 3));
	unpaid_end(c, unpaid, p);
	p->requirement = S("R37");
	p->document = S("");
	return OK;
}

enum err refund_sum(struct ctx *c, const struct refund_case *k, struct refund_sum *ret_s)
{
	struct refund_sum s = {.due = DATE_NONE};
	struct q_refund_basis_row *row;
	struct unpaid owed = {0};
	size_t n;

	TRY(q_refund_basis(c, k->bill, k->enrolment, &row, &n));
	if (n > 0)
		TRY(unpaid_load(c, k->bill, &owed));
	for (size_t i = 0; i < n && s.n < REFUND_PARTS; i++) {
		bool consumables = str_is(row[i].item, "consumables");
		struct refund_part *p = &s.part[s.n];

		struct money unpaid = unpaid_of(&owed, row[i].offering, row[i].item);
		struct money paid = FEN(row[i].paid.fen + row[i].adjusted.fen - unpaid.fen);

		/* What ended counts as charged and as given back, so that a part is no whole. */
		row[i].paid.fen = paid.fen + row[i].ended.fen + (k->leaving ? unpaid.fen : 0);
		row[i].before.fen += row[i].ended.fen;
		if (row[i].paid.fen <= 0 || (consumables && !k->leaving))
			continue;
		*p = (struct refund_part){.account = income_of(row[i].kind, consumables),
		                          .subject = row[i].offering.v,
		                          .item = row[i].item,
		                          .paid = paid,
		                          .units = S(""),
		                          .unit = S(""),
		                          .formula = S(""),
		                          .requirement = S(""),
		                          .document = S("")};
		if (consumables)
			TRY(consumables_decide(c, k, &row[i], unpaid, p));
		else
			TRY(price_decide(c, k, &row[i], p, unpaid, &s));
		s.n++;
		if (!money_add(s.amount, p->amount, &s.amount))
			return fault_broken(c, "refund overflow");
	}
	*ret_s = s;
	return OK;
}

/* What was charged for the other children of a family, where a limit is over all of them. */
#include "money/bill.h"
#include "money/bill.sql.h"
#include "money/internal.h"
#include "policy/charge.h"

void bill_kin_sum(struct bill_kin *to, const struct bill_kin *more)
{
	to->care.fen += more->care.fen;
	to->course.fen += more->course.fen;
	to->consumables.fen += more->consumables.fen;
	to->self_bought.fen += more->self_bought.fen;
}

/* Siblings the rules see alike are one. Of more than can be told apart the rest is one of whom
 * nothing is known: what a limit asks of it then holds, which is the stricter reading. */
static void kin_put(struct bill_kin *v, size_t *n, struct bill_kin k)
{
	for (size_t i = 0; i < *n; i++) {
		if (memcmp(v[i].facts.is, k.facts.is, sizeof k.facts.is) == 0 &&
		    str_eq(v[i].facts.school, k.facts.school)) {
			bill_kin_sum(&v[i], &k);
			return;
		}
	}
	if (*n < BILL_KIN) {
		v[(*n)++] = k;
		return;
	}
	v[BILL_KIN - 1].facts = (struct rule_facts){0};
	bill_kin_sum(&v[BILL_KIN - 1], &k);
}

/* By the lines there were; what was bought elsewhere has none. */
static enum err kin_then(struct ctx *c, bill_id bill, const struct bill_until *until,
                         struct bill_kin *k)
{
	struct q_bill_kin_until_row row;

	TRY(q_bill_kin_until(c, bill, until->at, until->line, &row));
	*k = (struct bill_kin){
		.care = row.care, .course = row.course, .consumables = row.consumables};
	return OK;
}

static enum err kin_load(struct ctx *c, const struct rules *rules, const struct pupil *p,
                         term_id term, const struct bill_until *until, struct bill_totals *t)
{
	struct bill_kin *v = NEW_N(c->arena, BILL_KIN, struct bill_kin);
	struct instant at = until ? until->at : c->now;
	struct q_bill_kin_row *row;
	size_t n;

	if (!v)
		return fault_broken(c, "arena");
	t->kin = v;
	t->kin_n = 0;
	TRY(q_bill_kin(c, p->id, term, instant_date(at), &row, &n));
	for (size_t i = 0; i < n; i++) {
		struct bill_kin k = {.care = row[i].care,
		                     .course = row[i].course,
		                     .consumables = row[i].consumables,
		                     .self_bought = row[i].self_bought};
		struct pupil sibling;

		if (until)
			TRY(kin_then(c, row[i].bill, until, &k));
		if (k.care.fen == 0 && k.course.fen == 0 && k.consumables.fen == 0 &&
		    k.self_bought.fen == 0)
			continue;
		TRY(pupil_load_then(c, row[i].pupil, at, &sibling));
		k.facts = pupil_facts(&sibling);
		TRY(said_of_pupil(c, rules, sibling.id, at, &k.facts));
		kin_put(v, &t->kin_n, k);
	}
	return OK;
}

enum err bill_totals_family(struct ctx *c, const struct rules *rules, const struct pupil *p,
                            term_id term, const struct bill_until *until, struct bill_totals *t)
{
	t->kin = NULL;
	t->kin_n = 0;
	return charge_by_family(rules) ? kin_load(c, rules, p, term, until, t) : OK;
}

enum err bill_kin_add(struct ctx *c, const struct rules *rules, const struct bill_kin *more,
                      struct bill_totals *t)
{
	struct bill_kin *v;

	if (!charge_by_family(rules))
		return OK;
	v = NEW_N(c->arena, BILL_KIN, struct bill_kin);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < t->kin_n; i++)
		v[i] = t->kin[i];
	kin_put(v, &t->kin_n, *more);
	t->kin = v;
	return OK;
}

static void kin_item(const struct bill_kin *k, enum kind kind, const struct rule_facts *like,
                     struct rule_facts *facts, struct charge_item *it)
{
	bool course = kind == KIND_COURSE;

	*facts = k->facts;
	facts_of_service(facts, kind);
	facts->is[DIM_SEASON] = like->is[DIM_SEASON];
	*it = (struct charge_item){.kind = kind,
	                           .facts = facts,
	                           .unit = UNIT_TERM,
	                           .before = true,
	                           .sibling = true,
	                           .charged = course ? k->course : k->care,
	                           .consumables = course ? k->consumables : FEN(0),
	                           .self_purchase = course ? k->self_bought : FEN(0)};
}

size_t bill_kin_items(const struct bill_totals *t, const struct rule_facts *like,
                      struct rule_facts *ret_facts, struct charge_item *ret_items)
{
	size_t n = 0;

	for (size_t i = 0; i < t->kin_n; i++) {
		kin_item(&t->kin[i], KIND_CARE, like, &ret_facts[n], &ret_items[n]);
		n++;
		kin_item(&t->kin[i], KIND_COURSE, like, &ret_facts[n], &ret_items[n]);
		n++;
	}
	return n;
}

static bool kin_same(const struct bill_totals *a, const struct bill_totals *b)
{
	bool same = a->kin_n == b->kin_n;

	for (size_t i = 0; same && i < a->kin_n; i++)
		same = a->kin[i].care.fen == b->kin[i].care.fen &&
		       a->kin[i].course.fen == b->kin[i].course.fen &&
		       a->kin[i].consumables.fen == b->kin[i].consumables.fen &&
		       a->kin[i].self_bought.fen == b->kin[i].self_bought.fen;
	return same;
}

/* Two siblings have two bills, and neither's totals move with the other's: what both orders have in
 * common are the guardians, whose rows wait for one another. */
enum err bill_family_hold(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, const struct bill_totals *seen)
{
	struct bill_totals now = {0};
	struct q_bill_guardians_row *row;
	size_t n;

	if (!charge_by_family(rules))
		return OK;
	TRY(q_bill_guardians(c, p->id, ctx_today(c), &row, &n));
	for (size_t i = 0; i < n; i++) {
		int64_t held;

		TRY(q_bill_guardian_hold(c, row[i].guardian, &held));
	}
	TRY(kin_load(c, rules, p, term, NULL, &now));
	return kin_same(seen, &now) ? OK : E_RETRY;
}

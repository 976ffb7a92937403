/* The check page: what a basket would come to, wish after wish, without writing. */
#include "enrolment/enrolment.h"

#include "enrolment/judge.h"

/* One child's side of the basket, growing with every wish that would pass. */
struct preview_child {
	struct child child;
	struct standing standing;
	struct offering_view *view;
	size_t view_n;
	struct bill_kin passed; /* what the basket would charge so far, for the siblings' limits */
};
struct preview {
	struct preview_child *v;
	size_t n;
};

static enum err preview_open(struct ctx *c, const struct child *child, term_id term,
                             struct preview_child *ret_p)
{
	struct preview_child p = {.child = *child, .passed = {.facts = pupil_facts(&child->pupil)}};

	TRY(standing_load(c, &child->pupil, term, &p.standing));
	till_said(p.standing.till, &p.passed.facts);
	TRY(offering_views(c, child->pupil.school, term, child->pupil.id, &p.view, &p.view_n));
	*ret_p = p;
	return OK;
}

/* A wish that would pass is held from then on: the next one may clash with it. */
static enum err preview_hold(struct ctx *c, struct standing *s, const struct offering_view *v)
{
	size_t n = s->held_n + v->slot_n;
	struct held *held = NEW_N(c->arena, n, struct held);

	if (n > 0 && !held)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s->held_n; i++)
		held[i] = s->held[i];
	for (size_t i = 0; i < v->slot_n; i++) {
		held[s->held_n + i] = (struct held){
			.offering = v->offering.id,
			.title = v->offering.title,
			.starts = v->offering.starts,
			.ends = v->offering.ends,
			.timed = true,
			.weekday = v->slot[i].weekday,
			.from = v->slot[i].starts,
			.until = v->slot[i].ends,
		};
	}
	s->held = held;
	s->held_n = n;
	return OK;
}

/* How the price comes about, and what others bear of it. */
static struct str formula_said(struct ctx *c, const struct bill_quote *q, struct money consumables)
{
	struct money of = FEN(q->price.fen + consumables.fen);
	struct str said = formula_text(c->arena, c->lang, &q->formula);

	for (size_t i = 0; i < q->borne.n; i++) {
		struct str both[2] = {said, bill_part_text(c, c->lang, &q->borne.part[i], of)};

		said = str_some(said)
		               ? text_fill(c->arena, c->lang, T_enrol_formula_waived, both, 2)
		               : both[1];
		if (i + 1 < q->borne.n && q->borne.part[i + 1].rule != q->borne.part[i].rule)
			of.fen -= q->borne.part[i].whole.fen;
	}
	return said;
}

/* What the family pays: taken off the service first, then off the goods. */
static void payable_set(struct wish_preview *out, const struct bill_quote *q,
                        struct money consumables)
{
	int64_t price = q->price.fen - q->borne.sum.fen;

	out->price = FEN(price > 0 ? price : 0);
	out->consumables = FEN(consumables.fen + (price < 0 ? price : 0));
}

/* R34: the other children of the basket are this one's siblings, whose guardian acts. */
static enum err preview_tell(struct ctx *c, const struct preview *all, struct preview_child *p,
                             const struct charge *what, struct money price)
{
	struct bill_kin more = {.facts = p->passed.facts,
	                        .care = what->kind == KIND_CARE ? price : FEN(0),
	                        .course = what->kind == KIND_COURSE ? price : FEN(0),
	                        .consumables = what->consumables,
	                        .self_bought = what->self_bought};

	bill_kin_sum(&p->passed, &more);
	for (size_t i = 0; i < all->n; i++) {
		struct standing *s = &all->v[i].standing;

		if (&all->v[i] != p && s->term.v == p->standing.term.v)
			TRY(bill_kin_add(c, s->rules, &more, &s->bill));
	}
	return OK;
}

static enum err preview_one(struct ctx *c, const struct preview *all, struct preview_child *p,
                            const struct wish *w, struct offering_view *v, struct wish_preview *out)
{
	struct claim claim = {
		.offering = &v->offering,
		.slot = v->slot,
		.slot_n = v->slot_n,
		.self_purchase = w->self_purchase,
	};
	struct agreement_standing signatures;
	struct bill_quote q;

	TRY(agreement_standing(c, &v->offering, p->standing.rules, &signatures));
	claim.unsigned_by = signatures.missing;
	claim.no = signatures.no;
	TRY(judge(c, &p->standing, &claim, &v->refusal, &v->refusal_n));
	v->open = v->refusal_n == 0;
	out->child = p->child;
	out->view = *v;
	out->waits = v->offering.limited && v->offering.taken >= v->offering.seats;
	if (!v->open)
		return OK;
	struct charge charge = claim_charge(c, p->standing.rules, &claim, &p->standing.pupil,
	                                    ID_NONE(enrolment_id), ctx_today(c));

	TRY(bill_judge(c, p->standing.till, &p->standing.bill, &charge, &q));
	out->formula = formula_said(c, &q, charge.consumables);
	if (out->waits)
		return OK;
	payable_set(out, &q, charge.consumables);
	TRY(bill_totals_add(c, &p->standing.bill, &charge, q.price, &q.borne));
	TRY(preview_tell(c, all, p, &charge, q.price));
	return preview_hold(c, &p->standing, v);
}

static enum err preview_child_of(struct ctx *c, const struct child *child, size_t n,
                                 const struct wish *w, struct preview *all,
                                 struct preview_child **ret_p)
{
	struct offering o;

	for (size_t i = 0; i < all->n; i++) {
		if (pupil_id_eq(all->v[i].child.pupil.id, w->pupil)) {
			*ret_p = &all->v[i];
			return OK;
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct preview_child *p = &all->v[all->n];

		if (!pupil_id_eq(child[i].pupil.id, w->pupil))
			continue;
		TRY(offering_get(c, w->offering, &o));
		TRY(preview_open(c, &child[i], o.term, p));
		for (size_t k = 0; k < all->n; k++) {
			if (all->v[k].standing.term.v == o.term.v)
				TRY(bill_kin_add(c, p->standing.rules, &all->v[k].passed,
				                 &p->standing.bill));
		}
		all->n++;
		*ret_p = p;
		return OK;
	}
	return fault_set(c, E_ABSENT, "absent", NULL);
}

enum err basket_preview(struct ctx *c, const struct wish *wish, size_t n,
                        struct wish_preview **ret_v)
{
	struct wish_preview *v = NEW_N(c->arena, n, struct wish_preview);
	struct preview all = {NULL, 0};
	struct child *child;
	size_t child_n;

	TRY(children_list(c, &child, &child_n));
	all.v = NEW_N(c->arena, child_n, struct preview_child);
	if ((n > 0 && !v) || (child_n > 0 && !all.v))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct preview_child *p;
		struct offering_view *view = NULL;

		TRY(preview_child_of(c, child, child_n, &wish[i], &all, &p));
		for (size_t k = 0; k < p->view_n; k++) {
			if (offering_id_eq(p->view[k].offering.id, wish[i].offering))
				view = &p->view[k];
		}
		if (!view)
			return fault_set(c, E_ABSENT, "absent", NULL);
		TRY(preview_one(c, &all, p, &wish[i], view, &v[i]));
	}
	*ret_v = v;
	return OK;
}

#include "whatif/whatif.h"

#include "people/pupil.h"
#include "funds/count.h"
#include "whatif/internal.h"
#include "whatif/whatif.sql.h"

enum { STOP_EVERY = 512 };

struct whatif {
	struct whatif_ask ask;
	struct date day;
	struct str draft_id; /* the set the county stands on under the draft */
	struct rules rules[WHATIF_SIDES];
	struct cases *cases;
};

/* --- which rules ------------------------------------------------------------------------------ */

static bool stands_in(const struct rules *r, const struct rule_set *s)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->set[i] == s)
			return true;
	}
	return false;
}

static enum err stack_of(struct ctx *c, const struct whatif *w, int side, struct str school,
                         struct rules *ret_r)
{
	struct rules_ask ask = {
		.id = side == WHATIF_DRAFT ? w->draft_id : w->ask.county->ruleset,
		.place = w->ask.county->code,
		.region = w->ask.county->region,
		.school = school,
		.as_of = w->day,
		.known_on = DATE_NONE,
	};

	return rules_stack(c, side == WHATIF_DRAFT ? w->ask.draft : w->ask.now, &ask, ret_r);
}

/* A set for all who choose it is taken as chosen; one for other places moves nothing here. */
static enum err draft_place(struct ctx *c, struct whatif *w)
{
	const struct rule_set *s = w->ask.set;
	struct rules r;
	enum err e;

	w->draft_id = w->ask.county->ruleset;
	if (s->level == LEVEL_COUNTY || s->level == LEVEL_SCHOOL)
		return OK;
	e = stack_of(c, w, WHATIF_DRAFT, STR_NONE, &r);
	if (e != OK && e != E_REFUSED)
		return e;
	if (e != OK || !stands_in(&r, s))
		w->draft_id = s->id;
	return OK;
}

static bool same_rules(const struct rules *a, const struct rules *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (a->set[i] != b->set[i])
			return false;
	}
	return true;
}

/* A school may have a plan of its own; most have not, and what is known is kept. */
static enum err rules_turn(struct ctx *c, struct whatif *w, struct str school)
{
	struct rules r[WHATIF_SIDES];
	bool same = true;

	for (int side = 0; side < WHATIF_SIDES; side++) {
		TRY(stack_of(c, w, side, school, &r[side]));
		same = same && same_rules(&r[side], &w->rules[side]);
	}
	if (same && !cases_by_school(w->cases))
		return OK;
	w->rules[WHATIF_NOW] = r[WHATIF_NOW];
	w->rules[WHATIF_DRAFT] = r[WHATIF_DRAFT];
	return cases_rules(c, w->cases, r);
}

enum err whatif_new(struct ctx *c, const struct whatif_ask *a, struct whatif **ret_w)
{
	struct date day = date_some(a->day) ? a->day : term_rules_day(c, a->term);
	struct whatif *w;
	enum err e;

	if (!date_some(a->day) && a->set->from.day > day.day)
		day = a->set->from;
	if (date_some(a->set->to) && a->set->to.day < day.day)
		return fault_input(c, "whatif_over", S("effective"),
		                   date_text(c->arena, a->set->to), date_text(c->arena, day));
	w = NEW(c->arena, struct whatif);
	if (!w)
		return fault_broken(c, "arena");
	w->ask = *a;
	w->day = day;
	TRY(draft_place(c, w));
	w->cases = cases_new(c);
	if (!w->cases)
		return fault_broken(c, "what-if: no memory");
	e = rules_turn(c, w, STR_NONE);
	if (e != OK) {
		whatif_free(&w);
		return e;
	}
	*ret_w = w;
	return OK;
}

void whatif_free(struct whatif **w)
{
	if (*w)
		cases_free(&(*w)->cases);
	*w = NULL;
}

struct date whatif_day(const struct whatif *w)
{
	return w->day;
}

int64_t whatif_decided(const struct whatif *w)
{
	return cases_decided(w->cases);
}

/* --- one school's pupils ---------------------------------------------------------------------- */

struct walk {
	struct whatif *w;
	const struct whatif_sink *sink;
	struct offering *offering; /* in order of id */
	size_t offerings;
	pupil_id pupil; /* in hand */
	struct case_facts facts;
	const struct granted *granted; /* of the school's pupils, in order of pupil; what is left */
	size_t granted_n;
	const struct q_whatif_kin_row *kin; /* the same of what siblings are billed */
	size_t kin_n;
	struct relief_terms terms;
	int64_t since_stop;
	struct whatif_school *s;
};

static bool plus(struct money *sum, struct money more)
{
	return money_add(*sum, more, sum);
}

static bool sum_add(struct whatif_sum *sum, const struct whatif_sum *more)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		if (!plus(&sum->kind[k], more->kind[k]))
			return false;
	}
	sum->refused += more->refused;
	return plus(&sum->consumables, more->consumables) && plus(&sum->deducted, more->deducted) &&
	       plus(&sum->waived, more->waived) && plus(&sum->payable, more->payable);
}

static enum err pupil_done(struct ctx *c, struct walk *k)
{
	struct whatif_school *s = k->s;
	const struct case_answer *a;
	int64_t now, draft;

	if (k->facts.n == 0)
		return OK;
	TRY(cases_decide(c, k->w->cases, &k->facts, &a));
	now = a->sum[WHATIF_NOW].payable.fen;
	draft = a->sum[WHATIF_DRAFT].payable.fen;
	s->pupils++;
	s->moved += a->moved;
	s->more += draft > now;
	s->less += draft < now;
	s->refused += a->refused;
	s->allowed += a->allowed;
	for (int side = 0; side < WHATIF_SIDES; side++) {
		if (!sum_add(&s->sum[side], &a->sum[side]))
			return fault_broken(c, "what-if: a school's sum");
	}
	k->facts.n = 0;
	if (!a->moved || !k->sink->mover)
		return OK;
	struct whatif_mover m = {
		.pupil = k->pupil,
		.counted = relief_some(&k->facts.relief[WHATIF_NOW]) ||
	                   relief_some(&k->facts.relief[WHATIF_DRAFT]),
		.payable = {FEN(now), FEN(draft)},
		.refused = {a->sum[WHATIF_NOW].refused, a->sum[WHATIF_DRAFT].refused},
		.cause = a->cause,
	};
	return k->sink->mover(c, &m, k->sink->arg);
}

static int by_id(const void *a, const void *b)
{
	int64_t x = ((const struct offering *)a)->id.v, y = ((const struct offering *)b)->id.v;

	return x < y ? -1 : x > y;
}

/* One of this school's, or that of a school the pupil has left since. */
static enum err service_of(struct ctx *c, const struct walk *k, offering_id id,
                           struct case_service *ret_s)
{
	struct offering key = {.id = id}, *other;
	const struct offering *o = bsearch(&key, k->offering, k->offerings, sizeof key, by_id);

	if (!o) {
		other = NEW(c->arena, struct offering);
		if (!other)
			return fault_broken(c, "arena");
		TRY(offering_load(c, id, other));
		o = other;
	}
	*ret_s = (struct case_service){.offering = o};
	return OK;
}

/* What the pupil in hand is granted, as each side's rules know it. */
static void relief_take(struct walk *k)
{
	size_t n = 0;

	while (k->granted_n > 0 && k->granted->pupil.v < k->pupil.v) {
		k->granted++;
		k->granted_n--;
	}
	while (n < k->granted_n && k->granted[n].pupil.v == k->pupil.v)
		n++;
	for (int side = 0; side < WHATIF_SIDES; side++)
		k->facts.relief[side] = relief_of(&k->w->rules[side], &k->terms, k->granted, n);
}

/* What the siblings of the pupil in hand are billed who come first: so a family is counted once. */
static void kin_take(struct walk *k)
{
	while (k->kin_n > 0 && k->kin->pupil.v < k->pupil.v) {
		k->kin++;
		k->kin_n--;
	}
	k->facts.kin = (struct case_kin){{0}, {0}, {0}};
	if (k->kin_n > 0 && k->kin->pupil.v == k->pupil.v)
		k->facts.kin = (struct case_kin){k->kin->care, k->kin->course, k->kin->consumables};
}

static enum err seat_row(struct ctx *c, const struct q_whatif_seats_row *row, void *arg)
{
	struct walk *k = arg;
	struct case_facts *f = &k->facts;

	if (row->pupil.v != k->pupil.v) {
		TRY(pupil_done(c, k));
		if (++k->since_stop == STOP_EVERY) {
			k->since_stop = 0;
			if (k->sink->stop && k->sink->stop(k->sink->arg))
				return fault_set(c, E_REFUSED, "whatif_cancelled", NULL);
		}
		k->pupil = row->pupil;
		f->stage = row->stage;
		f->grade = row->grade;
		f->boarding = row->boarding;
		relief_take(k);
		kin_take(k);
	}
	if (f->n == CHARGE_ITEMS)
		return fault_broken(c, "what-if: more services than a bill holds");
	TRY(service_of(c, k, row->offering, &f->service[f->n]));
	f->service[f->n++].self_purchase = row->self_purchase;
	return OK;
}

static enum err pupils_walk(struct ctx *c, struct whatif *w, const struct school *s,
                            const struct whatif_sink *sink, struct offering *o, size_t n,
                            struct whatif_school *sum)
{
	struct walk k = {.w = w,
	                 .sink = sink,
	                 .offering = o,
	                 .offerings = n,
	                 .facts = {.private = s->private,
	                           .boarding_school = s->boarding,
	                           .rural = s->rural,
	                           .school = s->code},
	                 .s = sum};

	struct granted *granted;

	if (n > 0)
		qsort(o, n, sizeof *o, by_id);
	TRY(granted_of_school(c, s->id, w->day, &granted, &k.granted_n));
	k.granted = granted;
	if (k.granted_n > 0)
		TRY(relief_terms_load(c, w->ask.county->id, &k.terms));
	if (charge_by_family(&w->rules[WHATIF_NOW]) || charge_by_family(&w->rules[WHATIF_DRAFT])) {
		struct q_whatif_kin_row *kin;

		TRY(q_whatif_kin(c, s->id, w->ask.term->id, w->day, &kin, &k.kin_n));
		k.kin = kin;
	}
	TRY(q_whatif_seats_each(c, s->id, w->ask.term->id, seat_row, &k));
	return pupil_done(c, &k);
}

enum err whatif_school(struct ctx *c, struct whatif *w, const struct school *s,
                       const struct whatif_sink *sink, struct whatif_school *ret_s)
{
	struct whatif_school sum = {.school = s->id, .code = s->code, .name = s->name};
	struct services_frame f = {&w->ask, w->rules, w->cases, s, sink};
	struct offering *o;
	size_t n;

	if (sink->stop && sink->stop(sink->arg))
		return fault_set(c, E_REFUSED, "whatif_cancelled", NULL);
	TRY(rules_turn(c, w, s->code));
	TRY(offering_list(c, s->id, w->ask.term->id, &o, &n));
	TRY(pupils_walk(c, w, s, sink, o, n, &sum));
	TRY(services_judge(c, &f, o, n, &sum));
	TRY(guarantee_ask(c, &f, &sum));
	TRY(pay_ask(c, &f, o, n, &sum));
	*ret_s = sum;
	return OK;
}

enum err whatif_add(struct ctx *c, struct whatif_school *sum, const struct whatif_school *more)
{
	sum->pupils += more->pupils;
	sum->moved += more->moved;
	sum->more += more->more;
	sum->less += more->less;
	sum->refused += more->refused;
	sum->allowed += more->allowed;
	sum->offerings += more->offerings;
	sum->offerings_refused += more->offerings_refused;
	for (int side = 0; side < WHATIF_SIDES; side++) {
		struct whatif_pay *pay = &sum->pay[side];

		sum->guaranteed[side] |= more->guaranteed[side];
		pay->sittings += more->pay[side].sittings;
		pay->unknown += more->pay[side].unknown;
		if (!sum_add(&sum->sum[side], &more->sum[side]) ||
		    !plus(&sum->guarantee[side], more->guarantee[side]) ||
		    !plus(&sum->guarantee_enrolled[side], more->guarantee_enrolled[side]) ||
		    !plus(&pay->lowest, more->pay[side].lowest) ||
		    !plus(&pay->highest, more->pay[side].highest))
			return fault_broken(c, "what-if: a sum of schools");
	}
	return OK;
}

/* Cases decided under both sides. Equal facts give equal answers, so each is decided once. */
#include "term/facts.h"
#include "term/pricing.h"
#include "whatif/internal.h"

enum {
	CASE_WORDS = 2 + 2 * WHATIF_SIDES + 5 * CHARGE_ITEMS + 3,
	ON_KIN = 2, /* the siblings, by kind */
	SLOTS = 1 << 16,
	KNOWN_MOST = SLOTS / 4 * 3, /* then all is forgotten: memory has an end */
};
#define KNOWN_ARENA ((size_t)96 << 20)
#define KEPT_ARENA  ((size_t)16 << 20)
#define RULES_ARENA ((size_t)4 << 20)

struct known {
	uint64_t hash;
	const uint64_t *word;
	size_t n;
	struct case_answer answer;
};

struct cause_list {
	struct whatif_cause cause;
	const struct cause_list *next;
};

/* One service of a case under one side. */
struct verdict {
	const struct whatif_cause *refused; /* NULL: charged */
	struct money gross, capped, charged, deducted, waived;
	const struct rule *rule, *limit, *deduct, *waiver;
};

struct cases {
	struct arena *kept, *known, *by_rules;
	struct rules rules[WHATIF_SIDES];
	struct tariff tariff[WHATIF_SIDES];
	struct known **slot;
	size_t n;
	int64_t decided;
	const struct cause_list *causes;
	/* Of the case in hand. */
	struct rule_facts facts[CHARGE_ITEMS];
	struct charge_item item[CHARGE_ITEMS + ON_KIN], some[CHARGE_ITEMS + ON_KIN];
	struct rule_facts kin_facts[ON_KIN]; /* what a limit asks of them is not told: it holds */
	struct charge_item kin[ON_KIN];
	size_t kin_n;
	struct charge_facts granted; /* without items */
	struct charge_answer answer;
	struct verdict verdict[WHATIF_SIDES][CHARGE_ITEMS];
};

struct cases *cases_new(struct ctx *c)
{
	struct arena *kept = arena_new(KEPT_ARENA);
	struct cases *k = kept ? NEW(kept, struct cases) : NULL;

	(void)c;
	if (k) {
		k->kept = kept;
		k->known = arena_new(KNOWN_ARENA);
		k->by_rules = arena_new(RULES_ARENA);
		k->slot = NEW_N(kept, SLOTS, struct known *);
	}
	if (k && k->known && k->by_rules && k->slot)
		return k;
	if (k) {
		arena_free(&k->known);
		arena_free(&k->by_rules);
	}
	arena_free(&kept);
	return NULL;
}

void cases_free(struct cases **k)
{
	struct arena *kept;

	if (!*k)
		return;
	kept = (*k)->kept;
	arena_free(&(*k)->known);
	arena_free(&(*k)->by_rules);
	*k = NULL;
	arena_free(&kept);
}

static void forget(struct cases *k)
{
	for (size_t i = 0; i < SLOTS; i++)
		k->slot[i] = NULL;
	arena_reset(k->known);
	k->n = 0;
}

enum err cases_rules(struct ctx *c, struct cases *k, const struct rules side[WHATIF_SIDES])
{
	forget(k);
	arena_reset(k->by_rules);
	for (int i = 0; i < WHATIF_SIDES; i++) {
		k->rules[i] = side[i];
		TRY(tariff_open(c, k->by_rules, &k->rules[i], TARIFF_MANY, &k->tariff[i]));
	}
	return OK;
}

bool cases_by_school(const struct cases *k)
{
	return k->tariff[WHATIF_NOW].school || k->tariff[WHATIF_DRAFT].school;
}

int64_t cases_decided(const struct cases *k)
{
	return k->decided;
}

/* --- causes ----------------------------------------------------------------------------------- */

static struct str known_text(struct str s)
{
	return s.p ? s : S("");
}

static const struct whatif_cause *cause_one(struct cases *k, struct whatif_cause w)
{
	struct cause_list *l;

	for (const struct cause_list *i = k->causes; i; i = i->next) {
		if (str_eq(i->cause.code, w.code) && str_eq(i->cause.requirement, w.requirement) &&
		    str_eq(i->cause.clause, w.clause) && str_eq(i->cause.document, w.document))
			return &i->cause;
	}
	l = NEW(k->kept, struct cause_list);
	if (!l)
		return NULL;
	l->cause = (struct whatif_cause){
		.code = str_dup(k->kept, w.code),
		.requirement = str_dup(k->kept, w.requirement),
		.clause = str_dup(k->kept, w.clause),
		.document = str_dup(k->kept, w.document),
	};
	l->next = k->causes;
	k->causes = l;
	return &l->cause;
}

const struct whatif_cause *cause_of_rule(struct cases *k, const char *code, const struct rule *rule)
{
	struct whatif_cause w = {str_of(code), S(""), S(""), S("")};

	if (rule) {
		w.requirement = known_text(rule->requirement);
		w.clause = known_text(rule->clause);
		w.document = known_text(rule->set->document);
	}
	return cause_one(k, w);
}

/* What is missing is named instead of a sentence: the fact nobody knows. */
const struct whatif_cause *cause_of_fault(struct cases *k, const struct fault *f)
{
	struct whatif_cause w = {
		.code = str_of(f->code),
		.requirement = known_text(f->requirement),
		.clause = known_text(str_some(f->clause) ? f->clause : f->field),
		.document = known_text(f->document),
	};

	return cause_one(k, w);
}

/* --- one case --------------------------------------------------------------------------------- */

static void kin_fill(struct cases *k, const struct case_kin *kin)
{
	static const enum kind kinds[ON_KIN] = {KIND_CARE, KIND_COURSE};

	k->kin_n = 0;
	if (kin->care.fen == 0 && kin->course.fen == 0 && kin->consumables.fen == 0)
		return;
	for (; k->kin_n < ON_KIN; k->kin_n++) {
		bool course = kinds[k->kin_n] == KIND_COURSE;

		k->kin_facts[k->kin_n] = (struct rule_facts){0};
		facts_of_service(&k->kin_facts[k->kin_n], kinds[k->kin_n]);
		k->kin[k->kin_n] = (struct charge_item){
			.kind = kinds[k->kin_n],
			.facts = &k->kin_facts[k->kin_n],
			.unit = UNIT_TERM,
			.before = true,
			.sibling = true,
			.charged = course ? kin->course : kin->care,
			.consumables = course ? kin->consumables : FEN(0),
		};
	}
}

/* What a side is asked with: the season is each one's own to say, and a price that was taken over
 * from the document is each document's own. */
static enum err items_fill(struct ctx *c, struct cases *k, int side, const struct case_facts *f)
{
	const struct pupil p = {.stage = f->stage,
	                        .grade = f->grade,
	                        .boarding = f->boarding,
	                        .school_code = f->school,
	                        .private = f->private,
	                        .boarding_school = f->boarding_school,
	                        .rural = f->rural};

	k->granted = CHARGE_FACTS;
	kin_fill(k, &f->kin);
	for (size_t i = 0; i < f->n; i++) {
		const struct case_service *s = &f->service[i];
		const struct offering *o = s->offering;

		k->facts[i] = service_facts(c, &k->rules[side], &p, o);
		relief_facts(&f->relief[side], &k->facts[i], &k->granted);
		if (o->subsidy.some && o->subsidy.v.fen >= k->granted.subsidy.fen) {
			k->granted.subsidy_stated = true; /* once a term: the greatest */
			k->granted.subsidy = o->subsidy.v;
		}
		k->item[i] = (struct charge_item){
			.kind = o->kind,
			.facts = &k->facts[i],
			.unit = UNIT_TERM,
			.priced = true,
			.price = o->price,
			.consumables = s->self_purchase ? FEN(0) : o->consumables,
			.self_purchase = s->self_purchase ? o->consumables : FEN(0),
		};
		if (!o->by_unit)
			continue;
		TRY(unit_item(c, &k->rules[side], o->by_unit, &k->item[i]));
		k->item[i].priced = !o->by_unit->by_rules;
	}
	return OK;
}

static bool plus(struct money *sum, struct money more)
{
	return money_add(*sum, more, sum);
}

/* Line i of the answer is of the service at[i]. */
static enum err answer_take(struct ctx *c, struct cases *k, const size_t *at, size_t n,
                            struct verdict *v, struct whatif_sum *sum)
{
	for (size_t i = 0; i < n; i++) {
		const struct charge_line *l = &k->answer.line[i];

		v[at[i]] = (struct verdict){.gross = l->gross,
		                            .capped = l->capped,
		                            .charged = l->charged,
		                            .deducted = l->deducted,
		                            .waived = l->waived,
		                            .rule = l->rule,
		                            .limit = l->limit,
		                            .deduct = l->deduct,
		                            .waiver = l->waiver};
		if (!plus(&sum->kind[l->item->kind], l->charged) ||
		    !plus(&sum->consumables, l->item->consumables) ||
		    !plus(&sum->deducted, l->deducted) || !plus(&sum->waived, l->waived) ||
		    !plus(&sum->payable, l->payable))
			return fault_broken(c, "what-if: a pupil's sum");
	}
	return OK;
}

/* Refused, or not to be decided for want of a fact: an answer here, not a failure. */
static bool refuses(enum err e)
{
	return e == E_REFUSED || e == E_INPUT;
}

static enum err ask(struct ctx *c, struct cases *k, int side, struct charge_item *item, size_t n)
{
	struct charge_facts facts = k->granted;

	for (size_t i = 0; i < k->kin_n; i++) /* behind the services: their lines are nobody's */
		item[n + i] = k->kin[i];
	facts.item = item;
	facts.n = n + k->kin_n;
	return charge_decide_by(c, &k->tariff[side], &facts, &k->answer);
}

/* As the seats were taken: a service that is refused is left out, the next one is asked without it.
 */
static enum err side_one_by_one(struct ctx *c, struct cases *k, int side, size_t n,
                                struct whatif_sum *sum)
{
	struct verdict *v = k->verdict[side];
	size_t at[CHARGE_ITEMS], kept = 0;
	enum err e = OK;

	for (size_t i = 0; i < n; i++) {
		k->some[kept] = k->item[i];
		at[kept] = i;
		e = ask(c, k, side, k->some, kept + 1);
		if (e == OK) {
			kept++;
			continue;
		}
		if (!refuses(e))
			return e;
		v[i].refused = cause_of_fault(k, &c->fault);
		if (!v[i].refused)
			return fault_broken(c, "what-if: no memory for a cause");
		sum->refused++;
	}
	if (e != OK && kept > 0)
		TRY(ask(c, k, side, k->some, kept));
	return answer_take(c, k, at, kept, v, sum);
}

static enum err side_decide(struct ctx *c, struct cases *k, int side, const struct case_facts *f,
                            struct whatif_sum *sum)
{
	struct fault before = c->fault;
	size_t at[CHARGE_ITEMS], n = f->n;
	enum err e;

	memset(k->verdict[side], 0, n * sizeof k->verdict[side][0]);
	TRY(items_fill(c, k, side, f));
	e = ask(c, k, side, k->item, n);
	if (e == OK) {
		for (size_t i = 0; i < n; i++)
			at[i] = i;
		return answer_take(c, k, at, n, k->verdict[side], sum);
	}
	if (!refuses(e))
		return e;
	TRY(side_one_by_one(c, k, side, n, sum));
	c->fault = before;
	return OK;
}

static const struct rule *either(const struct rule *draft, const struct rule *now)
{
	return draft ? draft : now;
}

/* The sentence that makes one service's amount another. */
static const struct rule *rule_between(const struct verdict *now, const struct verdict *draft)
{
	if (now->charged.fen != draft->charged.fen) {
		if (now->charged.fen < now->capped.fen || draft->charged.fen < draft->capped.fen)
			return either(draft->limit, now->limit);
		return either(draft->rule, now->rule);
	}
	if (now->deducted.fen != draft->deducted.fen)
		return either(draft->deduct, now->deduct);
	return either(draft->waiver, now->waiver);
}

static bool same_amounts(const struct verdict *a, const struct verdict *b)
{
	return a->charged.fen == b->charged.fen && a->deducted.fen == b->deducted.fen &&
	       a->waived.fen == b->waived.fen;
}

/* The first service that differs says why; one refused on one side alone before one that costs
 * another amount. */
static enum err compare(struct ctx *c, struct cases *k, size_t n, struct case_answer *a)
{
	for (size_t i = 0; i < n; i++) {
		const struct verdict *now = &k->verdict[WHATIF_NOW][i];
		const struct verdict *draft = &k->verdict[WHATIF_DRAFT][i];

		if (!now->refused == !draft->refused)
			continue;
		a->refused |= draft->refused != NULL;
		a->allowed |= now->refused != NULL;
		if (!a->cause)
			a->cause =
				draft->refused
					? draft->refused
					: cause_of_rule(k, "", either(draft->limit, draft->rule));
		if (!a->cause)
			return fault_broken(c, "what-if: no memory for a cause");
	}
	a->moved = a->refused || a->allowed ||
	           a->sum[WHATIF_NOW].payable.fen != a->sum[WHATIF_DRAFT].payable.fen;
	for (size_t i = 0; i < n && a->moved && !a->cause; i++) {
		const struct verdict *now = &k->verdict[WHATIF_NOW][i];
		const struct verdict *draft = &k->verdict[WHATIF_DRAFT][i];

		if (!same_amounts(now, draft))
			a->cause = cause_of_rule(k, "", rule_between(now, draft));
	}
	return a->moved && !a->cause ? fault_broken(c, "what-if: no cause") : OK;
}

static enum err decide(struct ctx *c, struct cases *k, const struct case_facts *f,
                       struct case_answer *ret_a)
{
	struct arena_mark mark = arena_mark(c->arena);
	enum err e = OK;

	*ret_a = (struct case_answer){0};
	k->decided++;
	for (int side = 0; side < WHATIF_SIDES && e == OK; side++)
		e = side_decide(c, k, side, f, &ret_a->sum[side]);
	if (e == OK)
		e = compare(c, k, f->n, ret_a);
	if (e == OK)
		arena_rewind(c->arena, mark); /* a refusal's texts; kept when it failed */
	return e;
}

/* --- what is known ---------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t h, uint64_t word)
{
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t counts_mark(uint64_t h, const struct charge_counts *by)
{
	for (size_t i = 0; i < by->n; i++) {
		const struct charge_count *d = &by->v[i];

		h = mixed(mixed(h, (uint64_t)d->n.num), (uint64_t)d->n.den);
		h = mixed(h, (uint64_t)d->at);
	}
	return h;
}

/* All a price by the unit tells the rules, in one word. */
static uint64_t unit_mark(const struct unit_price *u)
{
	int t = CHARGE_DAY;
	uint64_t h;

	if (!u)
		return 0;
	h = mixed(str_hash(u->unit) | 1, (uint64_t)u->price.fen << 1 | u->by_rules);
	h = mixed(mixed(h, (uint64_t)u->quantity.num), (uint64_t)u->quantity.den);
	h = mixed(mixed(h, (uint64_t)u->days), (uint64_t)u->months);
	while (t < CHARGE_MONTH && u->by[t].n == 0)
		t++; /* the longer times follow from it */
	h = counts_mark(h, &u->by[t]);
	return counts_mark(h, &u->spread);
}

static uint64_t relief_mark(const struct relief *r)
{
	uint64_t h = r->categories;

	for (int i = 0; i < 64; i++)
		if (r->categories >> i & 1)
			h = mixed(h, (uint64_t)(uint32_t)r->of[i].day.day << 32 |
			                     (uint32_t)r->of[i].terms);
	for (size_t i = 0; i < r->said_n; i++)
		h = mixed(h, (uint64_t)(uint32_t)r->said[i].dimension << 32 |
		                     (uint32_t)r->said[i].word);
	return h;
}

static size_t words_of(const struct case_facts *f, uint64_t word[CASE_WORDS])
{
	size_t n = 0;

	word[n++] = (uint64_t)f->stage << 16 | (uint64_t)f->grade << 8 |
	            (uint64_t)f->boarding_school << 3 | (uint64_t)f->private << 2 |
	            (uint64_t)f->boarding << 1 | (uint64_t)f->rural;
	for (int side = 0; side < WHATIF_SIDES; side++) {
		const struct relief *r = &f->relief[side];

		word[n++] = r->categories;
		word[n++] = relief_mark(r);
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct case_service *s = &f->service[i];

		const struct offering *o = s->offering;

		word[n++] = (uint64_t)(uint32_t)o->starts.day << 32 | o->windows << 8 |
		            (uint64_t)o->kind << 4 | (uint64_t)(o->agency.v != 0) << 1 |
		            (uint64_t)s->self_purchase;
		word[n++] = (uint64_t)o->price.fen;
		word[n++] = (uint64_t)o->consumables.fen;
		word[n++] = mixed(str_hash(o->category), (uint64_t)o->class_size);
		word[n++] = unit_mark(o->by_unit);
	}
	if (f->kin.care.fen || f->kin.course.fen || f->kin.consumables.fen) {
		word[n++] = (uint64_t)f->kin.care.fen;
		word[n++] = (uint64_t)f->kin.course.fen;
		word[n++] = (uint64_t)f->kin.consumables.fen;
	}
	return n;
}

static uint64_t hash_of(const uint64_t *word, size_t n)
{
	uint64_t h = n;

	for (size_t i = 0; i < n; i++)
		h = mixed(h, word[i]);
	return h;
}

/* Where the case is, or would be put. */
static struct known **slot_of(struct cases *k, uint64_t hash, const uint64_t *word, size_t n)
{
	size_t i = hash & (SLOTS - 1);

	for (; k->slot[i]; i = (i + 1) & (SLOTS - 1)) {
		const struct known *e = k->slot[i];

		if (e->hash == hash && e->n == n && memcmp(e->word, word, n * sizeof *word) == 0)
			break;
	}
	return &k->slot[i];
}

enum err cases_decide(struct ctx *c, struct cases *k, const struct case_facts *f,
                      const struct case_answer **ret_a)
{
	uint64_t word[CASE_WORDS], hash, *own;
	size_t n = words_of(f, word);
	struct known **slot, *e;

	hash = hash_of(word, n);
	slot = slot_of(k, hash, word, n);
	if (*slot) {
		*ret_a = &(*slot)->answer;
		return OK;
	}
	if (k->n == KNOWN_MOST) {
		forget(k);
		slot = slot_of(k, hash, word, n);
	}
	e = NEW(k->known, struct known);
	own = NEW_N(k->known, n, uint64_t);
	if (!e || !own)
		return fault_broken(c, "what-if: no memory for a case");
	memcpy(own, word, n * sizeof *word);
	*e = (struct known){.hash = hash, .word = own, .n = n};
	TRY(decide(c, k, f, &e->answer));
	*slot = e;
	k->n++;
	*ret_a = &e->answer;
	return OK;
}

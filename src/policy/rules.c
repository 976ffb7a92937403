/* Which statements hold for a place, a day and a case. */
#include "policy/rules.h"

#include "policy/above.h"
#include "policy/book.h"

/* --- the documents that hold -------------------------------------------------------------------
 */

static bool counts(const struct rule_set *s, const struct rules_ask *ask)
{
	return s->status != STATUS_DRAFT && s->status != STATUS_WITHDRAWN &&
	       s->from.day <= ask->as_of.day &&
	       (!date_some(s->to) || ask->as_of.day <= s->to.day) &&
	       (!date_some(ask->known_on) || s->known.day <= ask->known_on.day);
}

/* The edition of an id that holds: a published one before one that was superseded. */
static const struct rule_set *in_force(const struct policy_book *b, struct str id,
                                       const struct rules_ask *ask)
{
	const struct rule_set *best = NULL;

	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		if (!str_eq(s->id, id) || !counts(s, ask))
			continue;
		if (best == NULL ||
		    (s->status == STATUS_PUBLISHED && best->status != STATUS_PUBLISHED))
			best = s;
	}
	return best;
}

/* What an id stands under though no edition of it holds: by the last that began before the day,
 * else by the first there will be. */
static struct str under_of(const struct policy_book *b, struct str id, const struct rules_ask *ask)
{
	const struct rule_set *best = NULL;

	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		bool began = s->from.day <= ask->as_of.day;

		if (!str_eq(s->id, id) || s->status == STATUS_DRAFT)
			continue;
		if (best == NULL ||
		    (began ? best->from.day > ask->as_of.day || s->from.day > best->from.day
		           : best->from.day > s->from.day))
			best = s;
	}
	return best ? best->under : STR_NONE;
}

static bool stacked(const struct rules *r, const struct rule_set *s)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->set[i] == s)
			return true;
	}
	return false;
}

static void stack(struct rules *r, const struct rule_set *s)
{
	if (stacked(r, s))
		return;
	if (r->n == RULES_DEPTH)
		r->full = true;
	else
		r->set[r->n++] = s;
}

/* A place's own documents, the newest first: it speaks last. */
static void stack_place(struct rules *r, struct str place, bool school, struct str id,
                        const struct rules_ask *ask)
{
	size_t first = r->n;

	if (!str_some(place))
		return;
	for (const struct rule_set *s = r->book->sets; s != NULL; s = s->next) {
		if (str_eq(s->place, place) && (s->level == LEVEL_SCHOOL) == school &&
		    !str_eq(s->id, id) && counts(s, ask) && in_force(r->book, s->id, ask) == s)
			stack(r, s);
	}
	for (size_t i = first + 1; i < r->n; i++) {
		for (size_t k = i; k > first && r->set[k]->from.day > r->set[k - 1]->from.day;
		     k--) {
			const struct rule_set *s = r->set[k];

			r->set[k] = r->set[k - 1];
			r->set[k - 1] = s;
		}
	}
}

/* Where a document that reaches the place stands: behind the place's own, before the first that
 * comes from further above, or from as far above but earlier. */
static void stack_above(struct rules *r, size_t own, const struct rule_set *s)
{
	size_t at = own;
	uint32_t below;

	if (stacked(r, s))
		return;
	if (r->n == RULES_DEPTH) {
		r->full = true;
		return;
	}
	while (at < r->n && (r->set[at]->level > s->level ||
	                     (r->set[at]->level == s->level && r->set[at]->from.day > s->from.day)))
		at++;
	for (size_t i = r->n++; i > at; i--)
		r->set[i] = r->set[i - 1];
	r->set[at] = s;
	below = (UINT32_C(1) << at) - 1;
	r->reached = (r->reached & below) | UINT32_C(1) << at | (r->reached & ~below) << 1;
}

/* R10: what binds from above though nothing below names it. */
static void stack_reaching(struct rules *r, size_t own, const struct rules_ask *ask)
{
	for (const struct rule_set *s = r->book->sets; s != NULL; s = s->next) {
		if (s->reaches && counts(s, ask) &&
		    set_over(s, str_some(ask->region) ? ask->region : ask->place) &&
		    in_force(r->book, s->id, ask) == s)
			stack_above(r, own, s);
	}
}

bool rules_says(const struct rules *r, size_t level, const struct rule *rule)
{
	return !(r->reached >> level & 1) || rule_reaches(rule);
}

static void settle(struct rules *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->reached >> i & 1)
			continue;
		for (const struct rule *s = r->set[i]->rules[RULE_SETTLE]; s != NULL; s = s->next) {
			bool had = s->word < 0 || r->n_settled == RULES_SETTLED;

			for (size_t k = 0; k < r->n_settled; k++)
				had = had || r->settled[k].dimension == s->word;
			if (had)
				continue;
			r->settled[r->n_settled].dimension = s->word;
			r->settled[r->n_settled].words = UINT64_C(1) << s->value.choice;
			r->settled[r->n_settled++].rule = s;
		}
	}
}

static enum err no_rule(struct ctx *c, struct str found, struct date as_of)
{
	return fault_set(c, E_REFUSED, "no_rule",
	                 &(struct fault){.found = str_printf(c->arena, "%.*s %.*s", STR_FMT(found),
	                                                     STR_FMT(date_text(c->arena, as_of)))});
}

enum err rules_stack(struct ctx *c, const struct policy_book *b, const struct rules_ask *ask,
                     struct rules *ret_rules)
{
	struct rules r = {.book = b, .as_of = ask->as_of};
	struct str id = ask->id;
	size_t own;

	stack_place(&r, ask->school, true, id, ask);
	stack_place(&r, ask->place, false, id, ask);
	own = r.n;
	for (int depth = 0; id.p != NULL && depth < UNDER_DEPTH; depth++) {
		const struct rule_set *s = in_force(b, id, ask);

		if (s != NULL)
			stack(&r, s);
		id = s != NULL ? s->under : under_of(b, id, ask);
	}
	if (r.n == 0)
		return no_rule(c, ask->id, ask->as_of);
	stack_reaching(&r, own, ask);
	if (r.full)
		return fault_broken(c, "policy: too many documents hold at one place");
	settle(&r);
	*ret_rules = r;
	return OK;
}

enum err rules_for(struct ctx *c, const struct policy_book *b, struct str id, struct date as_of,
                   struct rules *ret_rules)
{
	return rules_stack(c, b,
	                   &(struct rules_ask){.id = id, .as_of = as_of, .known_on = DATE_NONE},
	                   ret_rules);
}

void rules_silent_record(struct ctx *c, const struct rules *r, struct str what)
{
	(void)no_rule(c, str_printf(c->arena, "%.*s %.*s", STR_FMT(r->set[0]->id), STR_FMT(what)),
	              r->as_of);
}

/* --- conditions against facts ------------------------------------------------------------------
 */

static const struct rule_facts NOTHING;

/* A fact about the case, or a question that was decided. */
static enum fit holds(const struct rules *r, const struct rule *rule,
                      const struct rule_facts *facts, const struct when **ret_asked)
{
	struct rule_facts with;

	if (rule->when == NULL)
		return FIT_YES;
	if (r->n_settled == 0)
		return when_fit(rule->when, facts, ret_asked);
	with = *facts;
	for (size_t i = 0; i < r->n_settled; i++)
		with.is[r->settled[i].dimension] = r->settled[i].words;
	return when_fit(rule->when, &with, ret_asked);
}

static enum err decision_needed(struct ctx *c, const struct rule *question)
{
	const struct rule_value *v = question->field[FIELD_CHOICES];

	return rule_refuse(
		c, "decision_needed", question, question->label,
		str_join(c->arena, v->labels ? v->labels : v->texts, v->n_texts, S(" | ")));
}

static enum err unknown_fact(struct ctx *c, const struct rules *r, const struct when *asked)
{
	const struct rule *question =
		asked->dimension >= DIM_BUILTIN ? book_question(r->book, asked->dimension) : NULL;

	if (question != NULL)
		return decision_needed(c, question);
	return fault_input(c, "fact_missing", asked->name, STR_NONE,
	                   str_join(c->arena, asked->texts, asked->n_texts, S(" ")));
}

/* The best of the statements of one id in one document. */
struct pick {
	const struct rule *rule;
	int exact;
	const struct rule *may; /* might decide, were `asked` known */
	int may_exact;
	const struct when *asked;
};

static void pick_see(struct pick *p, const struct rules *r, const struct rule *rule,
                     const struct rule_facts *facts)
{
	const struct when *asked = NULL;
	enum fit fit = holds(r, rule, facts, &asked);
	int exact = when_count(rule->when);

	if (fit == FIT_YES && (p->rule == NULL || exact > p->exact)) {
		p->rule = rule;
		p->exact = exact;
	} else if (fit == FIT_UNKNOWN && (p->may == NULL || exact > p->may_exact)) {
		p->may = rule;
		p->may_exact = exact;
		p->asked = asked;
	}
}

/* Whether what is not known could change who decides. */
static bool pick_open(const struct pick *p)
{
	return p->may != NULL && (p->rule == NULL || p->may_exact >= p->exact);
}

/* --- one statement -----------------------------------------------------------------------------
 */

/* The parameter was left open and no document below has said anything. */
static const struct rule *open_about(const struct rule_set *s, struct str name)
{
	for (const struct rule *q = s->rules[RULE_OPEN]; q != NULL; q = q->next) {
		if (q->field[FIELD_ABOUT] != NULL && str_eq(q->field[FIELD_ABOUT]->texts[0], name))
			return q;
	}
	return NULL;
}

static bool is_settled(const struct rules *r, const struct rule *question)
{
	for (size_t i = 0; i < r->n_settled; i++) {
		if (str_eq(r->settled[i].rule->id, question->id))
			return true;
	}
	return false;
}

static enum err need_decided(struct ctx *c, const struct rules *r, size_t level, struct str name)
{
	const struct rule *q = r->reached >> level & 1 ? NULL : open_about(r->set[level], name);

	return q == NULL || is_settled(r, q) ? OK : decision_needed(c, q);
}

enum err rules_find(struct ctx *c, const struct rules *r, enum param p,
                    const struct rule_facts *facts, const struct rule **ret_rule)
{
	const struct rule *found = NULL;
	bool nearest = true; /* no document between it and the one that was found has spoken */

	for (size_t i = 0; i < r->n; i++) {
		struct pick pick = {.rule = NULL};

		for (const struct rule *rule = r->set[i]->params[p]; rule != NULL;
		     rule = rule->same) {
			if (rules_says(r, i, rule))
				pick_see(&pick, r, rule, facts ? facts : &NOTHING);
		}
		if (found != NULL) {
			if (pick.rule != NULL && (rule_looser(found, pick.rule) ||
			                          plan_beyond(found, pick.rule, nearest)))
				found = pick.rule;
			nearest = nearest && pick.rule == NULL;
			continue;
		}
		if (pick_open(&pick))
			return unknown_fact(c, r, pick.asked);
		TRY(need_decided(c, r, i, str_of(PARAMS[p].name)));
		found = pick.rule;
	}
	*ret_rule = found;
	return OK;
}

enum err rules_need(struct ctx *c, const struct rules *r, enum param p,
                    const struct rule_facts *facts, const struct rule **ret_rule)
{
	const struct rule *rule;

	TRY(rules_find(c, r, p, facts, &rule));
	if (rule == NULL)
		return rules_silent(c, r, str_of(PARAMS[p].name));
	*ret_rule = rule;
	return OK;
}

/* --- many statements ---------------------------------------------------------------------------
 */

/* What is asked about; a mask of nothing asks about all. */
struct topic {
	uint64_t kinds, reasons;
	const struct rule_facts *facts;
	bool nearest; /* above a school's plan nothing has spoken yet */
};

static bool field_meets(const struct rule *rule, enum field f, uint64_t asked)
{
	return asked == 0 || rule->field[f] == NULL || (rule->field[f]->words & asked) != 0;
}

/* Looked at before any condition: a statement about something else asks for nothing. */
static bool speaks_of(const struct rule *rule, const struct topic *t)
{
	return field_meets(rule, FIELD_KINDS, t->kinds) &&
	       field_meets(rule, FIELD_REASON, t->reasons) &&
	       field_meets(rule, FIELD_CATEGORY, t->facts->is[DIM_CATEGORY]);
}

/* The place of the statement with this id; NULL when none is there yet. */
static const struct rule **hit_of(struct rule_hits *h, struct str id)
{
	for (size_t i = 0; i < h->n; i++) {
		if (str_eq(h->v[i]->id, id))
			return &h->v[i];
	}
	return NULL;
}

/* A school's fee for the same service, whatever its id. */
static const struct rule **plan_of(struct rule_hits *h, const struct rule *upper)
{
	for (size_t i = 0; upper->type == RULE_FEE && i < h->n; i++) {
		if (plan_meets(h->v[i], upper))
			return &h->v[i];
	}
	return NULL;
}

/* The first of its id in its document: the others are looked at together with it. */
static bool first_of_id(const struct rule *rule)
{
	const struct rule *r = rule->set->rules[rule->type];

	while (r != rule && !str_eq(r->id, rule->id))
		r = r->next;
	return r == rule;
}

/* The statements of one document join those of the documents below it; or, where those speak alone
 * (`locks_only`), only correct them. */
static enum err collect_from(struct ctx *c, const struct rules *r, size_t level,
                             enum rule_type type, struct topic *t, bool locks_only,
                             struct rule_hits *h)
{
	bool spoken = false;

	for (const struct rule *rule = r->set[level]->rules[type]; rule != NULL;
	     rule = rule->next) {
		const struct rule **below = hit_of(h, rule->id);
		struct pick pick = {.rule = NULL};

		if (below == NULL)
			below = plan_of(h, rule);
		if ((locks_only && below == NULL) || !first_of_id(rule))
			continue;
		for (const struct rule *o = rule; o != NULL; o = o->next) {
			if (str_eq(o->id, rule->id) && speaks_of(o, t) && rules_says(r, level, o))
				pick_see(&pick, r, o, t->facts);
		}
		if (below != NULL) {
			spoken = spoken || (pick.rule != NULL && plan_meets(*below, pick.rule));
			if (pick.rule != NULL && (rule_looser(*below, pick.rule) ||
			                          plan_beyond(*below, pick.rule, t->nearest)))
				*below = pick.rule;
			continue;
		}
		if (pick_open(&pick))
			return unknown_fact(c, r, pick.asked);
		if (pick.rule == NULL)
			continue;
		TRY(need_decided(c, r, level, rule->id));
		if (h->n == RULES_HITS)
			return fault_broken(c, "policy: too many statements hold");
		h->v[h->n++] = pick.rule;
	}
	t->nearest = t->nearest && !spoken;
	return OK;
}

enum err rules_collect(struct ctx *c, const struct rules *r, enum rule_type type, uint64_t kinds,
                       const struct rule_facts *facts, struct rule_hits *ret_hits)
{
	return rules_collect_for(c, r, type, kinds, 0, facts, ret_hits);
}

enum err rules_collect_for(struct ctx *c, const struct rules *r, enum rule_type type,
                           uint64_t kinds, uint64_t reasons, const struct rule_facts *facts,
                           struct rule_hits *ret_hits)
{
	struct topic t = {kinds, reasons, facts ? facts : &NOTHING, true};

	ret_hits->n = 0;
	for (size_t i = 0; i < r->n; i++) {
		bool locks_only = ret_hits->n > 0 && TYPES[type].resolution != RESOLVE_ALL;

		TRY(collect_from(c, r, i, type, &t, locks_only, ret_hits));
	}
	return OK;
}

enum err rules_named(struct ctx *c, const struct rules *r, enum rule_type type, struct str id,
                     const struct rule_facts *facts, const struct rule **ret_rule)
{
	const struct rule *found = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct pick pick = {.rule = NULL};

		for (const struct rule *o = r->set[i]->rules[type]; o != NULL; o = o->next) {
			if (str_eq(o->id, id) && rules_says(r, i, o))
				pick_see(&pick, r, o, facts ? facts : &NOTHING);
		}
		if (found != NULL) {
			if (pick.rule != NULL && rule_looser(found, pick.rule))
				found = pick.rule;
			continue;
		}
		if (pick_open(&pick))
			return unknown_fact(c, r, pick.asked);
		if (pick.rule != NULL)
			TRY(need_decided(c, r, i, id));
		found = pick.rule;
	}
	*ret_rule = found;
	return OK;
}

/* --- words -------------------------------------------------------------------------------------
 */

int rules_word(const struct rules *r, enum lexicon l, struct str word)
{
	const struct symbol *s;
	size_t i;

	if (words_index(LEXICONS[l].words, word, &i))
		return (int)i;
	s = symbol_find(r->book, l, -1, word);
	return s ? s->index : -1;
}

/* Of a dimension (then l is LEX_NONE) or of a lexicon (then dimension is -1). */
static struct str declared_words(struct arena *a, const struct rules *r, enum lexicon l,
                                 int dimension, struct str first)
{
	struct str all = first;

	for (const struct symbol *s = r->book->symbols; s != NULL; s = s->next) {
		if (s->lexicon == l && s->dimension == dimension)
			all = str_printf(a, "%.*s%s%.*s", STR_FMT(all), all.n ? " " : "",
			                 STR_FMT(s->name));
	}
	return all;
}

struct str rules_words(struct arena *a, const struct rules *r, enum lexicon l)
{
	return declared_words(a, r, l, -1, words_text(a, LEXICONS[l].words));
}

static enum err fact_grade(struct ctx *c, struct rule_facts *facts, struct str word)
{
	int64_t g;

	if (!str_i64(word, &g) || g < 1 || g > 12)
		return fault_input(c, NULL, S("grade"), word, S("1 … 12"));
	fact_set(facts, DIM_GRADE, (int)g);
	return OK;
}

static enum err fact_class_size(struct ctx *c, struct rule_facts *facts, struct str word)
{
	int64_t n;

	if (!str_i64(word, &n) || n < 1 || n > CLASS_SIZE_MOST || facts->is[DIM_CLASS_SIZE] != 0)
		return fault_input(c, NULL, S("class_size"), word,
		                   str_printf(c->arena, "1 … %d", CLASS_SIZE_MOST));
	facts->is[DIM_CLASS_SIZE] = (uint64_t)n;
	return OK;
}

/* A declared dimension, or E_INPUT with the built-in ones. */
static enum err fact_declared(struct ctx *c, const struct rules *r, struct rule_facts *facts,
                              struct str dimension, struct str word)
{
	const struct symbol *dim = symbol_find(r->book, LEX_NONE, -1, dimension);
	const struct symbol *s;
	const char *names[DIM_BUILTIN];
	struct words known = {names, DIM_BUILTIN};

	for (int d = 0; d < DIM_BUILTIN; d++)
		names[d] = DIMENSIONS[d].name;
	if (dim == NULL)
		return fault_input(c, "unknown_field", dimension, dimension,
		                   words_text(c->arena, known));
	s = symbol_find(r->book, LEX_NONE, dim->index, word);
	if (s == NULL)
		return fault_input(c, NULL, dimension, word,
		                   declared_words(c->arena, r, LEX_NONE, dim->index, S("")));
	fact_add(facts, dim->index, s->index);
	return OK;
}

enum err rules_fact(struct ctx *c, const struct rules *r, struct rule_facts *facts,
                    struct str dimension, struct str word)
{
	for (int d = 0; d < DIM_BUILTIN; d++) {
		int i;

		if (!str_is(dimension, DIMENSIONS[d].name))
			continue;
		if (d == DIM_GRADE)
			return fact_grade(c, facts, word);
		if (d == DIM_CLASS_SIZE)
			return fact_class_size(c, facts, word);
		if (d == DIM_SCHOOL) {
			facts->school = word;
			return OK;
		}
		i = rules_word(r, DIMENSIONS[d].lexicon, word);
		if (i < 0)
			return fault_input(c, NULL, dimension, word,
			                   rules_words(c->arena, r, DIMENSIONS[d].lexicon));
		fact_add(facts, d, i);
		return OK;
	}
	return fact_declared(c, r, facts, dimension, word);
}

size_t rules_declared(const struct rules *r, enum dimension_of of, const struct declaration **ret_v,
                      size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		for (const struct declaration *d = r->set[i]->declared; d != NULL; d = d->next) {
			bool had = !d->dimension || d->question != NULL || d->of != of;

			for (size_t k = 0; k < n && !had; k++)
				had = str_eq(ret_v[k]->name, d->name);
			if (!had && n < most)
				ret_v[n++] = d;
		}
	}
	return n;
}

const struct declaration *rules_dimension(const struct rules *r, struct str name)
{
	for (size_t i = 0; i < r->n; i++) {
		for (const struct declaration *d = r->set[i]->declared; d != NULL; d = d->next) {
			if (d->dimension && d->question == NULL && str_eq(d->name, name))
				return d;
		}
	}
	return NULL;
}

bool rules_answer(const struct rules *r, struct str answer, int *ret_dimension, int *ret_word)
{
	struct str word = answer, name = str_cut(&word, '=');
	const struct symbol *dim = symbol_find(r->book, LEX_NONE, -1, name);
	const struct symbol *s = dim ? symbol_find(r->book, LEX_NONE, dim->index, word) : NULL;

	if (s == NULL || dim->question != NULL)
		return false;
	*ret_dimension = dim->index;
	*ret_word = s->index;
	return true;
}

void facts_declared(const struct rules *r, struct rule_facts *facts, struct str said)
{
	while (str_some(said)) {
		int dimension, word;

		if (rules_answer(r, str_cut(&said, ' '), &dimension, &word))
			fact_add(facts, dimension, word);
	}
}

struct str answer_said(struct str said, struct str dimension)
{
	while (str_some(said)) {
		struct str word = str_cut(&said, ' '), name = str_cut(&word, '=');

		if (str_eq(name, dimension))
			return word;
	}
	return STR_NONE;
}

enum err rule_refuse(struct ctx *c, const char *code, const struct rule *rule, struct str found,
                     struct str allowed)
{
	return fault_set(c, E_REFUSED, code,
	                 &(struct fault){.found = found,
	                                 .allowed = allowed,
	                                 .clause = rule->clause,
	                                 .document = rule->set->document,
	                                 .requirement = rule->requirement});
}

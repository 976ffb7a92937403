#include "policy/rules.h"

#include <pthread.h>

#include "policy/embedded.h"

enum { BOOK_CEILING = 64 << 20 };

struct policy_book {
	struct arena *arena;
	const struct rule_set *sets;
	const struct rule_set **end;
};

struct policy_book *policy_book_new(void)
{
	struct arena *a = arena_new(BOOK_CEILING);
	struct policy_book *b = a ? NEW(a, struct policy_book) : NULL;

	if (b == NULL) {
		arena_free(&a);
		return NULL;
	}
	b->arena = a;
	b->end = &b->sets;
	return b;
}

void policy_book_free(struct policy_book **b)
{
	struct arena *a = *b ? (*b)->arena : NULL;

	*b = NULL;
	arena_free(&a);
}

bool policy_book_add(struct policy_book *b, struct str file, struct str text,
                     struct rule_error *ret_e)
{
	struct rule_set *s;

	/* The sets point into their text, so the book keeps its own copy. */
	if (!rule_set_read(b->arena, str_dup(b->arena, file),
	                   text.n > RULE_FILE_MAX ? text : str_dup(b->arena, text), &s, ret_e))
		return false;
	*b->end = s;
	b->end = &s->next;
	return true;
}

const struct rule_set *policy_book_sets(const struct policy_book *b)
{
	return b->sets;
}

static bool wrong(const struct rule_set *s, enum text_id what, struct str found,
                  struct str expected, struct rule_error *ret_e)
{
	*ret_e = (struct rule_error){
		.file = s->file,
		.line = 1,
		.column = 1,
		.what = what,
		.found = found,
		.expected = expected,
	};
	return false;
}

static bool overlap(const struct rule_set *s, const struct rule_set *t)
{
	bool s_first = !date_some(s->to) || s->to.day >= t->from.day;
	bool t_first = !date_some(t->to) || t->to.day >= s->from.day;

	return s_first && t_first;
}

static const struct rule_set *by_id(const struct policy_book *b, struct str id)
{
	const struct rule_set *s = b->sets;

	while (s != NULL && !str_eq(s->id, id))
		s = s->next;
	return s;
}

/* Whether climbing from `s` comes back to its id: an id may have several sets, one after another in
 * time, and any of them may lead on. Depth is bounded, so a longer chain counts as a circle. */
static bool circular(const struct policy_book *b, const struct rule_set *s, struct str home,
                     int depth)
{
	if (s->under.p == NULL)
		return false;
	if (depth == RULES_DEPTH || str_eq(s->under, home))
		return true;
	for (const struct rule_set *t = b->sets; t != NULL; t = t->next) {
		if (str_eq(t->id, s->under) && circular(b, t, home, depth + 1))
			return true;
	}
	return false;
}

bool policy_book_check(const struct policy_book *b, struct arena *a, struct rule_error *ret_e)
{
	struct str ids = S("");

	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		ids = str_printf(a, "%.*s%s%.*s", STR_FMT(ids), ids.n ? " " : "", STR_FMT(s->id));
		for (const struct rule_set *t = s->next; t != NULL; t = t->next) {
			if (str_eq(s->id, t->id) && overlap(s, t))
				return wrong(t, T_policy_file_overlap, t->id, s->file, ret_e);
		}
	}
	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		if (s->under.p != NULL && by_id(b, s->under) == NULL)
			return wrong(s, T_policy_file_no_such_set, s->under, ids, ret_e);
		if (circular(b, s, s->id, 1))
			return wrong(s, T_policy_file_cycle, s->id, S(""), ret_e);
	}
	return true;
}

/* --- the built-in book ----------------------------------------------------------------------- */

static pthread_once_t builtin_once = PTHREAD_ONCE_INIT;
static struct policy_book *builtin;
static struct rule_error builtin_error;

static void builtin_read(void)
{
	struct policy_book *b = policy_book_new();
	bool good = b != NULL;

	builtin_error.what = T_policy_file_too_large;
	for (size_t i = 0; good && i < policy_files_n; i++) {
		struct str name = str_of(policy_files[i].name);

		if (str_ends(name, S(".rules")))
			good = policy_book_add(b, name,
			                       (struct str){(const char *)policy_files[i].bytes,
			                                    policy_files[i].n},
			                       &builtin_error);
	}
	if (good && policy_book_check(b, b->arena, &builtin_error))
		builtin = b;
	/* A faulty book is kept: the error points into it. */
}

const struct policy_book *policy_builtin(const struct rule_error **ret_e)
{
	pthread_once(&builtin_once, builtin_read);
	if (builtin == NULL && ret_e != NULL)
		*ret_e = &builtin_error;
	return builtin;
}

/* --- resolution ------------------------------------------------------------------------------ */

static const struct rule_set *in_force(const struct policy_book *b, struct str id,
                                       struct date as_of)
{
	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		if (str_eq(s->id, id) && s->from.day <= as_of.day &&
		    (!date_some(s->to) || as_of.day <= s->to.day))
			return s;
	}
	return NULL;
}

static enum err no_rule(struct ctx *c, struct str found, struct date as_of)
{
	return fault_set(c, E_REFUSED, "no_rule",
	                 &(struct fault){.found = str_printf(c->arena, "%.*s %.*s", STR_FMT(found),
	                                                     STR_FMT(date_text(c->arena, as_of)))});
}

enum err rules_for(struct ctx *c, const struct policy_book *b, struct str id, struct date as_of,
                   struct rules *ret_rules)
{
	struct rules r = {.as_of = as_of};
	const struct rule_set *s = in_force(b, id, as_of);

	if (s == NULL)
		return no_rule(c, id, as_of);
	while (s != NULL && r.n < RULES_DEPTH) {
		r.set[r.n++] = s;
		s = s->under.p != NULL ? in_force(b, s->under, as_of) : NULL;
	}
	*ret_rules = r;
	return OK;
}

/* How exactly a rule speaks of the place; -1 when it speaks of another. */
static int fit(struct rule_where rule, struct rule_where place)
{
	if ((rule.stage && rule.stage != place.stage) || (rule.area && rule.area != place.area) ||
	    (rule.season && rule.season != place.season))
		return -1;
	return (rule.stage != 0) + (rule.area != 0) + (rule.season != 0);
}

const struct rule *rules_find(const struct rules *r, enum param p, struct rule_where where)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *best = NULL;
		int best_fit = -1;

		for (const struct rule *rule = r->set[i]->rules[p]; rule != NULL;
		     rule = rule->next) {
			int f = fit(rule->where, where);

			if (f > best_fit) {
				best = rule;
				best_fit = f;
			}
		}
		if (best != NULL)
			return best;
	}
	return NULL;
}

enum err rules_need(struct ctx *c, const struct rules *r, enum param p, struct rule_where where,
                    const struct rule **ret_rule)
{
	const struct rule *rule = rules_find(r, p, where);

	if (rule == NULL)
		return no_rule(
			c, str_printf(c->arena, "%.*s %s", STR_FMT(r->set[0]->id), PARAMS[p].name),
			r->as_of);
	*ret_rule = rule;
	return OK;
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

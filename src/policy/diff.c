#include "policy/diff.h"

#include "policy/write.h"

enum { TEXT_MAX = 1 << 20 };

/* --- lists of statements --------------------------------------------------------------------- */

static enum err list_new(struct ctx *c, size_t most, struct rule_list *ret_l)
{
	ret_l->n = 0;
	ret_l->v = NEW_N(c->arena, most + 1, const struct rule *);
	return ret_l->v ? OK : fault_broken(c, "arena");
}

enum err rule_list_of_set(struct ctx *c, const struct rule_set *s, struct rule_list *ret_l)
{
	TRY(list_new(c, s->n_rules, ret_l));
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *r = s->rules[t]; r != NULL; r = r->next)
			ret_l->v[ret_l->n++] = r;
	}
	return OK;
}

/* A lower document's statement that always holds leaves nothing to an upper one of the same id, or,
 * where only the lowest speaks, of the same kinds. */
static bool replaced(const struct rule_list *l, const struct rule *r)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct rule *low = l->v[i];
		uint64_t a = rule_words(low, FIELD_KINDS), b = rule_words(r, FIELD_KINDS);
		bool speaks = str_eq(low->id, r->id) ||
		              (TYPES[r->type].resolution == RESOLVE_LOWEST && (a & b) == b);

		if (low->set != r->set && low->type == r->type && low->when == NULL && speaks)
			return true;
	}
	return false;
}

enum err rule_list_of_stack(struct ctx *c, const struct rules *r, struct rule_list *ret_l)
{
	size_t most = 0;

	for (size_t i = 0; i < r->n; i++)
		most += r->set[i]->n_rules;
	TRY(list_new(c, most, ret_l));
	for (int t = 0; t < RULE_COUNT; t++) {
		for (size_t i = 0; i < r->n; i++) {
			for (const struct rule *o = r->set[i]->rules[t]; o != NULL; o = o->next) {
				if (rules_says(r, i, o) && !replaced(ret_l, o))
					ret_l->v[ret_l->n++] = o;
			}
		}
	}
	return OK;
}

/* --- texts ----------------------------------------------------------------------------------- */

struct texts {
	struct ctx *c;
	struct out o; /* reused */
};

static struct str taken(struct texts *t)
{
	return str_dup(t->c->arena, out_str(&t->o));
}

static struct str conditions(struct texts *t, const struct rule *r)
{
	out_reset(&t->o);
	for (const struct when *w = r->when; w != NULL; w = w->next) {
		if (w != r->when)
			out_put(&t->o, S("; "));
		when_write(&t->o, w);
	}
	return taken(t);
}

static struct str field_said(struct texts *t, const struct rule *r, const struct field_def *def)
{
	bool first = true;

	out_reset(&t->o);
	for (const struct rule_value *v = r->field[def->field]; v != NULL; v = v->next) {
		if (def->shape == SHAPE_MEASURE && v->bound != def->bound)
			continue;
		if (!first)
			out_put(&t->o, S("; "));
		first = false;
		field_write(&t->o, def, v);
	}
	return taken(t);
}

static struct str own_said(struct texts *t, const struct rule *r)
{
	out_reset(&t->o);
	if (r->type == RULE_PARAM)
		param_value_write(&t->o, r);
	else if (TYPES[r->type].head == HEAD_CONVERT || TYPES[r->type].head == HEAD_SETTLE)
		rule_head_write(&t->o, r);
	return taken(t);
}

/* --- pairs ----------------------------------------------------------------------------------- */

struct differ {
	struct texts t;
	const struct rule_list *before, *after;
	const struct rule **pair; /* of before[i] */
	bool *taken;              /* after[k] */
	struct rule_change *v;
	size_t n, room;
};

static bool same_name(const struct rule *a, const struct rule *b)
{
	return a->type == b->type && str_eq(a->id, b->id);
}

static void pair_exact(struct differ *d)
{
	for (size_t i = 0; i < d->before->n; i++) {
		for (size_t k = 0; k < d->after->n && d->pair[i] == NULL; k++) {
			const struct rule *a = d->before->v[i], *b = d->after->v[k];

			if (d->taken[k] || !same_name(a, b) ||
			    !str_eq(conditions(&d->t, a), conditions(&d->t, b)))
				continue;
			d->pair[i] = b;
			d->taken[k] = true;
		}
	}
}

static void pair_left(struct differ *d)
{
	for (size_t i = 0; i < d->before->n; i++) {
		size_t at = 0, befores = 0, afters = 0;

		if (d->pair[i] != NULL)
			continue;
		for (size_t k = 0; k < d->before->n; k++)
			befores +=
				d->pair[k] == NULL && same_name(d->before->v[k], d->before->v[i]);
		for (size_t k = 0; k < d->after->n; k++) {
			if (!d->taken[k] && same_name(d->after->v[k], d->before->v[i])) {
				afters++;
				at = k;
			}
		}
		if (befores == 1 && afters == 1) {
			d->pair[i] = d->after->v[at];
			d->taken[at] = true;
		}
	}
}

static bool change_add(struct differ *d, struct rule_change change)
{
	if (d->n == d->room) {
		size_t room = d->room ? 2 * d->room : 64;
		struct rule_change *v = NEW_N(d->t.c->arena, room, struct rule_change);

		if (v == NULL)
			return false;
		for (size_t i = 0; i < d->n; i++)
			v[i] = d->v[i];
		d->v = v;
		d->room = room;
	}
	d->v[d->n++] = change;
	return true;
}

static bool compare(struct differ *d, const struct rule *a, const struct rule *b, const char *name,
                    struct str was, struct str is)
{
	if (str_eq(was, is) || (!str_some(was) && !str_some(is)))
		return true;
	return change_add(d, (struct rule_change){.what = CHANGE_ALTERED,
	                                          .before = a,
	                                          .after = b,
	                                          .attribute = str_of(name),
	                                          .was = was,
	                                          .is = is});
}

static struct str lock_word(const struct rule *r)
{
	return r->lock == LOCK_NONE ? S("") : str_of(LEXICONS[LEX_LOCK].words.v[r->lock - 1]);
}

/* The least of what may have become another: nothing is decided by it. */
static bool compare_comments(struct differ *d, const struct rule *a, const struct rule *b)
{
	struct arena *arena = d->t.c->arena;

	if (comments_same(&a->comments, &b->comments))
		return true;
	return change_add(d,
	                  (struct rule_change){.what = CHANGE_ALTERED,
	                                       .before = a,
	                                       .after = b,
	                                       .attribute = S("comment"),
	                                       .was = comments_text(arena, &a->comments, S("; ")),
	                                       .is = comments_text(arena, &b->comments, S("; "))});
}

static bool compare_all(struct differ *d, const struct rule *a, const struct rule *b)
{
	const struct type_def *type = &TYPES[a->type];
	bool good = compare(d, a, b, "value", own_said(&d->t, a), own_said(&d->t, b)) &&
	            compare(d, a, b, "label", a->label, b->label);

	for (size_t i = 0; good && i < type->n_fields; i++)
		good = compare(d, a, b, type->fields[i].name,
		               field_said(&d->t, a, &type->fields[i]),
		               field_said(&d->t, b, &type->fields[i]));
	return good && compare(d, a, b, "when", conditions(&d->t, a), conditions(&d->t, b)) &&
	       compare(d, a, b, "lock", lock_word(a), lock_word(b)) &&
	       compare(d, a, b, "decided", a->decided_by, b->decided_by) &&
	       compare(d, a, b, "clause", a->clause, b->clause) &&
	       compare(d, a, b, "requirement", a->requirement, b->requirement) &&
	       compare_comments(d, a, b);
}

static bool changes(struct differ *d)
{
	bool good = true;

	pair_exact(d);
	pair_left(d);
	for (size_t i = 0; good && i < d->before->n; i++)
		good = d->pair[i] != NULL
		               ? compare_all(d, d->before->v[i], d->pair[i])
		               : change_add(d, (struct rule_change){.what = CHANGE_REMOVED,
		                                                    .before = d->before->v[i]});
	for (size_t k = 0; good && k < d->after->n; k++) {
		if (!d->taken[k])
			good = change_add(d, (struct rule_change){.what = CHANGE_ADDED,
			                                          .after = d->after->v[k]});
	}
	return good;
}

enum err rule_list_diff(struct ctx *c, const struct rule_list *before,
                        const struct rule_list *after, struct rule_change **ret_v, size_t *ret_n)
{
	struct differ d = {.before = before, .after = after};
	bool good;

	d.t.c = c;
	d.pair = NEW_N(c->arena, before->n + 1, const struct rule *);
	d.taken = NEW_N(c->arena, after->n + 1, bool);
	if (d.pair == NULL || d.taken == NULL)
		return fault_broken(c, "arena");
	out_init(&d.t.o, TEXT_MAX);
	good = changes(&d);
	out_free(&d.t.o);
	if (!good)
		return fault_broken(c, "arena");
	*ret_v = d.v;
	*ret_n = d.n;
	return OK;
}

/* What is no statement has no clause. */
static struct str part_text(struct arena *a, enum lang lang, const struct rule_change *change)
{
	static const enum text_id texts[] = {[CHANGE_ADDED] = T_policy_part_added,
	                                     [CHANGE_REMOVED] = T_policy_part_removed,
	                                     [CHANGE_ALTERED] = T_policy_part_altered};
	bool head = change->of == CHANGE_OF_HEAD;
	struct str name = str_printf(a, "%.*s %.*s \"%.*s\"", STR_FMT(change->type),
	                             STR_FMT(change->id), STR_FMT(change->label));
	struct str part[] = {head ? text(lang, T_policy_part_head) : name, change->attribute,
	                     str_some(change->was) ? change->was : S("–"),
	                     str_some(change->is) ? change->is : S("–")};

	return text_fill(a, lang, texts[change->what], part, sizeof part / sizeof *part);
}

struct str rule_change_text(struct arena *a, enum lang lang, const struct rule_change *change)
{
	static const enum text_id texts[] = {[CHANGE_ADDED] = T_policy_change_added,
	                                     [CHANGE_REMOVED] = T_policy_change_removed,
	                                     [CHANGE_ALTERED] = T_policy_change_altered};
	const struct rule *r = change->after ? change->after : change->before;

	if (change->of != CHANGE_OF_RULE)
		return part_text(a, lang, change);
	struct str name =
		str_printf(a, "%s %.*s%s%.*s%s", TYPES[r->type].name, STR_FMT(r->id),
	                   r->label.n ? " \"" : "", STR_FMT(r->label), r->label.n ? "\"" : "");
	struct str part[] = {name,
	                     change->attribute,
	                     str_some(change->was) ? change->was : S("–"),
	                     str_some(change->is) ? change->is : S("–"),
	                     r->clause,
	                     r->set->document};

	return text_fill(a, lang, texts[change->what], part, sizeof part / sizeof *part);
}

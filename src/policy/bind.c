/* Binds the names that documents declare for themselves and for those that stand under them. */
#include "policy/book.h"
#include "policy/line.h"

const struct symbol *symbol_find(const struct policy_book *b, enum lexicon l, int dimension,
                                 struct str name)
{
	for (const struct symbol *s = b->symbols; s != NULL; s = s->next) {
		if (s->lexicon == l && s->dimension == dimension && str_eq(s->name, name))
			return s;
	}
	return NULL;
}

const struct rule *book_question(const struct policy_book *b, int dimension)
{
	for (const struct symbol *s = b->symbols; s != NULL; s = s->next) {
		if (s->lexicon == LEX_NONE && s->dimension < 0 && s->index == dimension)
			return s->question;
	}
	return NULL;
}

/* --- names to numbers ------------------------------------------------------------------------ */

static int symbol_count(const struct policy_book *b, enum lexicon l, int dimension)
{
	int n = 0;

	for (const struct symbol *s = b->symbols; s != NULL; s = s->next)
		n += s->lexicon == l && s->dimension == dimension;
	return n;
}

/* Words that never stand in a mask need no bit: every document may bring its own. */
static int most_of(enum lexicon l, int dimension)
{
	switch (l) {
	case LEX_ACT:
	case LEX_FUND:
	case LEX_EVENT:
	case LEX_PAYER:
	case LEX_FACT:
	case LEX_TASK:
		return LEXICON_NAMES;
	case LEX_NONE:
		return dimension < 0 ? (int)DIM_MAX : (int)LEXICON_WORDS;
	default:
		return LEXICON_WORDS;
	}
}

/* Two documents that declare the same name mean the same by it. */
static const struct symbol *symbol_put(struct policy_book *b, struct symbol want)
{
	const struct symbol *had = symbol_find(b, want.lexicon, want.dimension, want.name);
	int first = want.lexicon != LEX_NONE ? (int)LEXICONS[want.lexicon].words.n
	            : want.dimension < 0     ? DIM_BUILTIN
	                                     : 0;
	struct symbol *s;

	if (had != NULL)
		return had;
	want.index = first + symbol_count(b, want.lexicon, want.dimension);
	if (want.index >= most_of(want.lexicon, want.dimension))
		return NULL;
	s = NEW(b->arena, struct symbol);
	if (s == NULL)
		return NULL;
	*s = want;
	s->next = b->symbols;
	b->symbols = s;
	return s;
}

static bool dimension_put(struct policy_book *b, const struct declaration *d)
{
	const struct symbol *dim = symbol_put(b, (struct symbol){.lexicon = LEX_NONE,
	                                                         .dimension = -1,
	                                                         .name = d->name,
	                                                         .label = d->label,
	                                                         .question = d->question});

	for (size_t i = 0; dim != NULL && i < d->n; i++) {
		if (symbol_put(b, (struct symbol){.lexicon = LEX_NONE,
		                                  .dimension = dim->index,
		                                  .name = d->words[i],
		                                  .label = d->labels[i]}) == NULL)
			return false;
	}
	return dim != NULL;
}

static bool declared_put(struct policy_book *b, const struct declaration *d)
{
	if (d->dimension)
		return dimension_put(b, d);
	if (d->lexicon == LEX_NONE)
		return true; /* a list has no number */
	return symbol_put(b, (struct symbol){.lexicon = d->lexicon,
	                                     .dimension = -1,
	                                     .name = d->name,
	                                     .label = d->label}) != NULL;
}

/* --- who sees whose names ----------------------------------------------------------------------
 */

/* Whether a set stands, over any number of steps, under the id. */
static bool stands_under(const struct policy_book *b, const struct rule_set *s, struct str id,
                         int depth)
{
	if (s->under.p == NULL || depth == UNDER_DEPTH)
		return false;
	if (str_eq(s->under, id))
		return true;
	for (const struct rule_set *t = b->sets; t != NULL; t = t->next) {
		if (str_eq(t->id, s->under) && stands_under(b, t, id, depth + 1))
			return true;
	}
	return false;
}

bool book_under(const struct policy_book *b, const struct rule_set *s, struct str id)
{
	return stands_under(b, s, id, 0);
}

static const struct declaration *declaration_in(const struct rule_set *t, enum lexicon l,
                                                bool dimension, struct str name)
{
	for (const struct declaration *d = t->declared; d != NULL; d = d->next) {
		if (d->lexicon == l && d->dimension == dimension && str_eq(d->name, name))
			return d;
	}
	return NULL;
}

/* The declaration a set means: its own, else that of a set above it. */
static const struct declaration *visible(const struct policy_book *b, const struct rule_set *s,
                                         enum lexicon l, bool dimension, struct str name)
{
	const struct declaration *d = declaration_in(s, l, dimension, name);

	for (const struct rule_set *t = b->sets; d == NULL && t != NULL; t = t->next) {
		const struct declaration *other = declaration_in(t, l, dimension, name);

		if (other != NULL && book_under(b, s, t->id))
			d = other;
	}
	return d;
}

/* --- uses --------------------------------------------------------------------------------------
 */

/* The line that would make the name known. */
static struct str declare_words(struct arena *a, const struct reference *ref)
{
	switch (ref->what) {
	case REFER_DIMENSION:
		return str_printf(a, "define dimension %.*s \"…\" WORD \"…\" WORD \"…\"",
		                  STR_FMT(ref->name));
	case REFER_LIST:
		return str_printf(a, "list %.*s \"…\" \"2134000001\"", STR_FMT(ref->name));
	default:
		return str_printf(a, "define %s %.*s \"…\"", LEXICONS[ref->lexicon].name,
		                  STR_FMT(ref->name));
	}
}

static bool unknown(const struct policy_book *b, const struct rule_set *s,
                    const struct reference *ref, struct words known, struct arena *a,
                    struct rule_error *ret_e)
{
	struct str offered = words_text(a, known), nearest = words_nearest(known, ref->name);
	size_t at = SIZE_MAX;

	for (int i = 0; ref->what == REFER_DIMENSION && i < DIM_BUILTIN; i++) {
		name_nearer(ref->name, str_of(DIMENSIONS[i].name), &nearest, &at);
		offered = str_printf(a, "%.*s%s%s", STR_FMT(offered), i ? " " : "",
		                     DIMENSIONS[i].name);
	}
	for (const struct rule_set *t = b->sets; t != NULL; t = t->next) {
		for (const struct declaration *d = t->declared; d != NULL; d = d->next) {
			bool fits = d->lexicon == ref->lexicon &&
			            d->dimension == (ref->what == REFER_DIMENSION);

			if (!fits || (t != s && !book_under(b, s, t->id)))
				continue;
			name_nearer(ref->name, d->name, &nearest, &at);
			offered = str_printf(a, "%.*s%s%.*s", STR_FMT(offered),
			                     offered.n ? " " : "", STR_FMT(d->name));
		}
	}
	offered = str_printf(a, "%.*s%s%.*s", STR_FMT(offered), offered.n ? " | " : "",
	                     STR_FMT(declare_words(a, ref)));
	(void)book_wrong(s, ref->line, ref->column, T_policy_file_undeclared, ref->name, offered,
	                 ret_e);
	ret_e->nearest = nearest;
	return false;
}

static void take(const struct reference *ref, int index)
{
	if (ref->mask != NULL && index >= 0 && index < LEXICON_WORDS)
		*ref->mask |= UINT64_C(1) << index;
	if (ref->index != NULL)
		*ref->index = index;
}

/* A word of the dimension a condition or a decision names. */
static bool bind_dimension_word(const struct policy_book *b, const struct rule_set *s,
                                const struct reference *ref, struct arena *a,
                                struct rule_error *ret_e)
{
	bool settled = ref->when == NULL; /* by a `settle` statement, whose id is the question */
	struct str name = settled ? ref->rule->id : ref->when->name;
	const struct declaration *d = visible(b, s, LEX_NONE, true, name);
	const struct symbol *dim = symbol_find(b, LEX_NONE, -1, name);
	const char *words[LINE_WORDS];
	struct words known = {words, 0};

	if (d == NULL || dim == NULL || (settled && d->question == NULL))
		return book_wrong(s, ref->line, 1, T_policy_file_value, name, S("open …"), ret_e);
	for (size_t i = 0; i < d->n; i++) {
		if (str_eq(d->words[i], ref->name)) {
			take(ref, symbol_find(b, LEX_NONE, dim->index, ref->name)->index);
			if (settled)
				ref->rule->word = dim->index;
			return true;
		}
		if (known.n < LINE_WORDS)
			words[known.n++] = str_c(a, d->words[i]);
	}
	(void)book_wrong(s, ref->line, ref->column, T_policy_file_value, ref->name,
	                 words_text(a, known), ret_e);
	ret_e->nearest = words_nearest(known, ref->name);
	return false;
}

static bool bind(const struct policy_book *b, const struct rule_set *s, const struct reference *ref,
                 struct arena *a, struct rule_error *ret_e)
{
	static const struct words none = {NULL, 0};
	const struct declaration *d;

	switch (ref->what) {
	case REFER_WORD:
		if (visible(b, s, ref->lexicon, false, ref->name) == NULL)
			return unknown(b, s, ref, LEXICONS[ref->lexicon].words, a, ret_e);
		take(ref, symbol_find(b, ref->lexicon, -1, ref->name)->index);
		return true;
	case REFER_DIMENSION:
		if (visible(b, s, LEX_NONE, true, ref->name) == NULL)
			return unknown(b, s, ref, none, a, ret_e);
		take(ref, symbol_find(b, LEX_NONE, -1, ref->name)->index);
		return true;
	case REFER_DIMENSION_WORD:
		return bind_dimension_word(b, s, ref, a, ret_e);
	case REFER_LIST:
		d = visible(b, s, LEX_NONE, false, ref->name);
		if (d == NULL)
			return unknown(b, s, ref, none, a, ret_e);
		ref->when->members = d->words;
		ref->when->n_members = d->n;
		return true;
	}
	return true;
}

bool book_bind(struct policy_book *b, struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule_set *s = b->sets; s != b->base; s = s->next) {
		for (const struct declaration *d = s->declared; d != NULL; d = d->next) {
			if (!declared_put(b, d))
				return book_wrong(
					s, d->line, d->column, T_policy_file_too_large, d->name,
					str_printf(a, "%d", most_of(d->lexicon, -1)), ret_e);
		}
	}
	for (const struct rule_set *s = b->sets; s != b->base; s = s->next) {
		for (const struct reference *ref = s->references; ref != NULL; ref = ref->next) {
			if (!bind(b, s, ref, a, ret_e))
				return false;
		}
	}
	return true;
}

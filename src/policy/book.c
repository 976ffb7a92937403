#include "policy/check.h"

#include <pthread.h>

#include "policy/embedded.h"

enum { BOOK_CEILING = 64 << 20 };

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

struct policy_book *policy_book_over(const struct policy_book *base)
{
	struct policy_book *b = policy_book_new();

	if (b != NULL) {
		b->sets = b->base = base->sets;
		b->symbols = base->symbols;
		b->dimensions = base->dimensions;
	}
	return b;
}

void policy_book_free(struct policy_book **b)
{
	struct arena *a = *b ? (*b)->arena : NULL;

	*b = NULL;
	arena_free(&a);
}

static struct rule_set *add(struct policy_book *b, struct str file, struct str text,
                            struct rule_error *ret_e)
{
	struct rule_set *s;

	/* The sets point into their text, so the book keeps its own copy. */
	if (!rule_set_read(b->arena, str_dup(b->arena, file),
	                   text.n > RULE_FILE_MAX ? text : str_dup(b->arena, text), &s, ret_e))
		return NULL;
	s->next = b->base;
	*b->end = s;
	b->end = &s->next;
	return s;
}

bool policy_book_add(struct policy_book *b, struct str file, struct str text,
                     struct rule_error *ret_e)
{
	return add(b, file, text, ret_e) != NULL;
}

bool policy_book_add_draft(struct policy_book *b, struct str file, struct str text,
                           struct rule_error *ret_e)
{
	struct rule_set *s = add(b, file, text, ret_e);

	if (s != NULL)
		s->status = STATUS_PUBLISHED;
	return s != NULL;
}

bool policy_book_add_known(struct policy_book *b, struct str file, struct str text,
                           struct date known, struct rule_error *ret_e)
{
	struct rule_set *s = add(b, file, text, ret_e);

	if (s != NULL)
		s->known = known;
	return s != NULL;
}

const struct rule_set *policy_book_sets(const struct policy_book *b)
{
	return b->sets;
}

bool book_wrong(const struct rule_set *s, int line, int column, enum text_id what, struct str found,
                struct str expected, struct rule_error *ret_e)
{
	*ret_e = (struct rule_error){
		.file = s->file,
		.line = line,
		.column = column,
		.what = what,
		.found = found,
		.expected = expected,
	};
	return false;
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
	if (depth == UNDER_DEPTH || str_eq(s->under, home))
		return true;
	for (const struct rule_set *t = b->sets; t != NULL; t = t->next) {
		if (str_eq(t->id, s->under) && circular(b, t, home, depth + 1))
			return true;
	}
	return false;
}

/* With the id that was meant, most likely. */
static bool under_unknown(const struct policy_book *b, const struct rule_set *s, struct str ids,
                          struct rule_error *ret_e)
{
	struct str nearest = STR_NONE;
	size_t at = SIZE_MAX;

	for (const struct rule_set *t = b->sets; t != NULL; t = t->next)
		if (t != s)
			name_nearer(s->under, t->id, &nearest, &at);
	(void)book_wrong(s, s->under_at.line, s->under_at.column, T_policy_file_no_such_set,
	                 s->under, ids, ret_e);
	ret_e->nearest = nearest;
	return false;
}

bool policy_book_bind(struct policy_book *b, struct arena *a, struct rule_error *ret_e)
{
	struct str ids = S("");

	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		ids = str_printf(a, "%.*s%s%.*s", STR_FMT(ids), ids.n ? " " : "", STR_FMT(s->id));
		for (const struct rule_set *t = s->next; t != NULL; t = t->next) {
			if (str_eq(s->id, t->id) && rule_sets_overlap(s, t))
				return book_wrong(t, 1, 1, T_policy_file_overlap, t->id, s->file,
				                  ret_e);
		}
	}
	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		if (s->under.p != NULL && by_id(b, s->under) == NULL)
			return under_unknown(b, s, ids, ret_e);
		if (circular(b, s, s->id, 1))
			return book_wrong(s, s->under_at.line, s->under_at.column,
			                  T_policy_file_cycle, s->id, s->under, ret_e);
	}
	return book_bind(b, a, ret_e);
}

bool policy_book_check(struct policy_book *b, struct arena *a, struct rule_error *ret_e)
{
	return policy_book_bind(b, a, ret_e) && book_consistent(b, a, ret_e);
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

struct policy_book *policy_builtin_without(struct str id)
{
	struct policy_book *b = policy_book_new();
	struct rule_error wrong;

	for (size_t i = 0; b != NULL && i < policy_files_n; i++) {
		struct str name = str_of(policy_files[i].name);
		struct str text = {(const char *)policy_files[i].bytes, policy_files[i].n};
		const struct rule_set *s = builtin ? builtin->sets : NULL;

		while (s != NULL && !str_eq(s->file, name))
			s = s->next;
		if (s != NULL && !str_eq(s->id, id) && !policy_book_add(b, name, text, &wrong))
			policy_book_free(&b);
	}
	return b;
}

/* The inside of a policy book, for the parts that read and check it. */
#ifndef POLICY_BOOK_H
#define POLICY_BOOK_H

#include "policy/rules.h"

enum { UNDER_DEPTH = 16 }; /* a longer chain counts as a circle */

/* A declared word and its index in its lexicon or dimension, the same in the whole book. */
struct symbol {
	enum lexicon lexicon; /* LEX_NONE: a dimension, or the word of one */
	int dimension;        /* of the word; -1 */
	struct str name, label;
	int index;
	const struct rule *question; /* a dimension that is a question left open */
	const struct symbol *next;
};

struct policy_book {
	struct arena *arena;
	const struct rule_set *sets;
	const struct rule_set **end;
	const struct rule_set *base; /* another book's, bound already, behind the own ones */
	const struct symbol *symbols;
	int dimensions; /* how many are declared */
};

const struct symbol *symbol_find(const struct policy_book *b, enum lexicon l, int dimension,
                                 struct str name);
/* The question a declared dimension is; NULL for the others. */
const struct rule *book_question(const struct policy_book *b, int dimension);

/* Whether a set stands, over any number of steps, under the id. */
bool book_under(const struct policy_book *b, const struct rule_set *s, struct str id);

bool book_wrong(const struct rule_set *s, int line, int column, enum text_id what, struct str found,
                struct str expected, struct rule_error *ret_e);
/* bind.c: gives every declared name its index and every use of one its word. */
bool book_bind(struct policy_book *b, struct arena *a, struct rule_error *ret_e);

#endif

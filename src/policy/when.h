/* Conditions: for whom, where and when a statement holds; and the facts they are held against. A
 * fact that is not known is no "no": whether the statement holds is then not known either. */
#ifndef POLICY_WHEN_H
#define POLICY_WHEN_H

#include "policy/vocabulary.h"

/* How many places a service is planned with, as conditions ask it. */
enum { CLASS_SIZE_MOST = 99999, CLASS_SIZE_OPEN = 100000 };

/* One line `when DIMENSION WORD …`: any of the words; with `not`, none of them. */
struct when {
	int dimension; /* enum dimension, or a declared one (bound with the book); else -1 */
	bool negated;
	uint64_t words;          /* a bit a word; grades: bit 1 .. 12 */
	const struct str *texts; /* as written: the words, grades, school codes */
	size_t n_texts;
	int64_t from,
		to;      /* of class_size: both included; to: CLASS_SIZE_OPEN where it has no end */
	struct str name; /* of the dimension */
	struct str list; /* `when school in LIST` */
	const struct str *members; /* what the list holds, once bound; else the codes in texts */
	size_t n_members;
	int line, column;
	const struct when *next;
};

/* What is known about one case: a bit a word, more than one where several are true of it (a child
 * of two categories). No bit: not known. All zero: nothing is known. */
struct rule_facts {
	uint64_t is[DIM_MAX]; /* DIM_CLASS_SIZE: the number of pupils itself */
	struct str school;    /* its ten-digit code */
};

/* In a pupil's facts: nobody has recorded a category, which is as much as to say there is none. A
 * waiver is asked for and proven; everything else that is not recorded is unknown. */
#define NO_CATEGORY (UINT64_C(1) << 63)

/* The word of a lexicon by its index; below 0: not known. */
static inline void fact_set(struct rule_facts *f, int dimension, int word)
{
	f->is[dimension] = word < 0 ? 0 : UINT64_C(1) << word;
}
static inline void fact_add(struct rule_facts *f, int dimension, int word)
{
	f->is[dimension] |= word < 0 ? 0 : UINT64_C(1) << word;
}
/* What most callers know: stage (STAGE_NONE: unknown) and area. R24 */
static inline struct rule_facts facts_at(enum stage stage, enum area area)
{
	struct rule_facts f = {0};

	fact_set(&f, DIM_STAGE, (int)stage - 1);
	fact_set(&f, DIM_AREA, (int)area - 1);
	return f;
}
static inline enum stage facts_stage(const struct rule_facts *f)
{
	uint64_t b = f->is[DIM_STAGE];

	return b ? (enum stage)(__builtin_ctzll(b) + 1) : STAGE_NONE;
}

enum fit { FIT_NO, FIT_UNKNOWN, FIT_YES };
/* All conditions together. FIT_UNKNOWN gives the first dimension that is asked for and not known.
 */
enum fit when_fit(const struct when *w, const struct rule_facts *f, const struct when **ret_asked);
/* How exactly a statement speaks: its conditions, each dimension once. */
int when_count(const struct when *w);
/* Whether every name is known: always, once the book has been checked. */
bool when_bound(const struct when *w);
/* Whether one case can meet both. */
bool when_meet(const struct when *a, const struct when *b);
/* Whether both say the same: of one dimension, the same words. */
bool when_same(const struct when *a, const struct when *b);

#endif

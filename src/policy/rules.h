/* Which rules hold: all rule sets the program knows, and those of one county on one day. Pure: the
 * day is a fact, nothing here asks a clock or a store. */
#ifndef POLICY_RULES_H
#define POLICY_RULES_H

#include "base/ctx.h"
#include "policy/rule_set.h"

struct policy_book;

/* An empty book; NULL when memory is out. It never changes once it has been checked, so any number
 * of threads may read it. */
struct policy_book *policy_book_new(void);
/* One that has the sets of another too, which is checked and must outlive it: what is added stands
 * before them and may use their names; they themselves stay as they are. */
struct policy_book *policy_book_over(const struct policy_book *base);
void policy_book_free(struct policy_book **b);
/* Takes one file, or nothing of it. */
bool policy_book_add(struct policy_book *b, struct str file, struct str text,
                     struct rule_error *ret_e);
/* The same, as if it were published, whatever its status: what a draft would do. */
bool policy_book_add_draft(struct policy_book *b, struct str file, struct str text,
                           struct rule_error *ret_e);
/* The same, known since the day it was published, whatever its text says of that. */
bool policy_book_add_known(struct policy_book *b, struct str file, struct str text,
                           struct date known, struct rule_error *ret_e);
/* Binds the names documents have from each other; false for what could not be answered from: two
 * sets of one id in force on one day (R10), an unknown `under`, a circle, a name nobody declared.
 * Needed before the first question; again after more files were added. */
bool policy_book_bind(struct policy_book *b, struct arena *a, struct rule_error *ret_e);
/* The same, and whether the documents stand together: nothing priced twice, no lock loosened. What
 * is handed in is asked this. What was published before the program looked as closely is only
 * bound: it goes on deciding, and `kehou verify` names it. */
bool policy_book_check(struct policy_book *b, struct arena *a, struct rule_error *ret_e);
/* Whether a set of a checked book is no looser than what those that reach where it holds lock
 * (R10): `lies`, the code of the county or, for a zone, of where it lies, which neither the code of
 * a zone nor that of a school tells. */
bool policy_book_keeps(const struct policy_book *b, const struct rule_set *s, struct str lies,
                       struct arena *a, struct rule_error *ret_e);
const struct rule_set *policy_book_sets(const struct policy_book *b); /* linked by next */

/* The rule sets built into the program, read and checked once. NULL with *ret_e set when a file is
 * wrong (a test keeps that from happening; the program should refuse to start). Thread-safe. */
const struct policy_book *policy_builtin(const struct rule_error **ret_e);

/* The same sets but those of one id, in a book of its own to which the one that takes their place
 * can be added; not checked yet. NULL when memory is out. */
struct policy_book *policy_builtin_without(struct str id);

/* The rules of a place as of a day, lowest document first: the school's own plan, the county's own
 * sets, the set the county chose and those it stands under, and what reaches it from above. By
 * value; borrows from the book. */
enum { RULES_DEPTH = 32, RULES_SETTLED = 16 }; /* a bit of `reached` a set */
struct rules {
	const struct policy_book *book;
	const struct rule_set *set[RULES_DEPTH];
	size_t n;
	bool full;        /* another set found no room: rules_stack() does not answer with that */
	uint32_t reached; /* a bit a set: here it has only what binds from above (above.h) */
	struct date as_of;
	/* Questions that were left open and have been decided: the dimension and its word. */
	struct {
		int dimension;
		uint64_t words;
		const struct rule *rule;
	} settled[RULES_SETTLED];
	size_t n_settled;
};

struct rules_ask {
	struct str id;     /* the set the county chose */
	struct str place;  /* the county's code; none: no sets of its own are looked for */
	struct str region; /* where a zone lies, whose code tells no region; none: the place tells
	                      it */
	struct str school; /* the school's code; none: no plan of its own is looked for */
	struct date as_of;
	struct date known_on; /* only what was known on that day; DATE_NONE: everything */
};
/* Whether a statement of set[level] counts here. */
bool rules_says(const struct rules *r, size_t level, const struct rule *rule);
/* R1, R10. A set that is not in force (or not yet known) on that day is passed over, what it stands
 * under is not. What binds from above joins without being named; alone it makes no rules.
 * E_REFUSED no_rule when nothing at all holds; E_BROKEN when more than RULES_DEPTH sets do. */
enum err rules_stack(struct ctx *c, const struct policy_book *b, const struct rules_ask *ask,
                     struct rules *ret_rules);
/* The same for a set's id alone. */
enum err rules_for(struct ctx *c, const struct policy_book *b, struct str id, struct date as_of,
                   struct rules *ret_rules);

/* Nothing below takes memory unless it fails. `facts` may be NULL: nothing is known. All of them
 * are E_INPUT fact_missing (field: the dimension) when a statement that could decide asks for a
 * fact that is not known, and E_REFUSED decision_needed (clause: the question) when a document left
 * open what decides and nobody has decided it yet. */

/* The rule that decides a parameter: the lowest set that has one, there the most exact; but an
 * upper one that is locked holds against a looser lower one. *ret_rule is NULL when no document
 * says anything. */
enum err rules_find(struct ctx *c, const struct rules *r, enum param p,
                    const struct rule_facts *facts, const struct rule **ret_rule);
/* The same, but no_rule (E_REFUSED) when there is none: never a guess, never a price. */
enum err rules_need(struct ctx *c, const struct rules *r, enum param p,
                    const struct rule_facts *facts, const struct rule **ret_rule);

/* The statements of a type that hold, lowest first. `kinds`: only those whose kind, over or of
 * names one of these (bits of LEX_ITEM); 0: all. Fee, refund, pay: those of the lowest document
 * that has any; the others: of all levels, the same id in a lower document replacing. Of one id in
 * one document the most exact. E_BROKEN when more than RULES_HITS hold. */
enum { RULES_HITS = 64 };
struct rule_hits {
	const struct rule *v[RULES_HITS];
	size_t n;
};
enum err rules_collect(struct ctx *c, const struct rules *r, enum rule_type type, uint64_t kinds,
                       const struct rule_facts *facts, struct rule_hits *ret_hits);
/* Only those for one of these reasons (bits of LEX_REASON). One for another reason, as one for
 * categories the pupil is known not to be of, is passed over before its conditions ask anything. */
enum err rules_collect_for(struct ctx *c, const struct rules *r, enum rule_type type,
                           uint64_t kinds, uint64_t reasons, const struct rule_facts *facts,
                           struct rule_hits *ret_hits);
/* The one with this id or word: a requirement, an act, a fund, a task. NULL when there is none. */
enum err rules_named(struct ctx *c, const struct rules *r, enum rule_type type, struct str id,
                     const struct rule_facts *facts, const struct rule **ret_rule);

/* A declared or built-in word as a fact. E_INPUT unknown_field or bad_input with what is known. */
enum err rules_fact(struct ctx *c, const struct rules *r, struct rule_facts *facts,
                    struct str dimension, struct str word);
/* What these documents ask of a service, a pupil or a school that no other does (`define
 * dimension`): each once, the lowest document's first. At most `most`; how many. */
enum { RULES_DECLARED = 16 };
size_t rules_declared(const struct rules *r, enum dimension_of of, const struct declaration **ret_v,
                      size_t most);
/* The one of that name, as the lowest of these documents declares it; NULL: none does. */
const struct declaration *rules_dimension(const struct rules *r, struct str name);
/* One answer as it is kept, "village=yes", as a fact; false: these documents do not know it. */
bool rules_answer(const struct rules *r, struct str answer, int *ret_dimension, int *ret_word);
/* Answers as they are kept: "purchase=government village=yes". What these documents do not know
 * counts for nothing. */
void facts_declared(const struct rules *r, struct rule_facts *facts, struct str said);
/* The answer to one of them; STR_NONE where there is none. */
struct str answer_said(struct str said, struct str dimension);
/* The index of a word in a lexicon, the words declared in these documents included; -1: none. */
int rules_word(const struct rules *r, enum lexicon l, struct str word);
/* All of them with blanks between, the declared ones last. */
struct str rules_words(struct arena *a, const struct rules *r, enum lexicon l);

/* Whether `lower` says less than the lock of `upper` holds it to: more than at_most, less than
 * at_least, anything else than exactly, words beyond the subset. False without a lock. */
bool rule_looser(const struct rule *lower, const struct rule *upper);

/* A school's plan beside the documents of its county (R23-R25, R29, R30): whether both speak of one
 * thing (a fee: of one service, whatever its id), and whether the plan goes beyond what is above
 * it: a later end of the day, less than the county guarantees, more for care than it costs; and
 * anything that is locked. `nearest`: no document between them speaks of it, for what a county's
 * own document has moved is the county's word. False where `plan` is no school's. */
bool plan_meets(const struct rule *plan, const struct rule *upper);
bool plan_beyond(const struct rule *plan, const struct rule *upper, bool nearest);
/* R23: whether a school's plan stays within the documents of its county on a day; those issued
 * after it win where they are stricter. False and *ret_e, with both clauses, when it does not. */
bool plan_keeps(const struct rule_set *plan, const struct rules *county, struct arena *a,
                struct rule_error *ret_e);

/* no_rule, naming the set and what was looked for. Inline as fault_set() is, so that the analyser
 * sees that it never answers OK. */
void rules_silent_record(struct ctx *c, const struct rules *r, struct str what);
static inline enum err rules_silent(struct ctx *c, const struct rules *r, struct str what)
{
	rules_silent_record(c, r, what);
	return E_REFUSED;
}
/* Refuse with everything a rule can say: code, requirement, clause, document, found, allowed. */
enum err rule_refuse(struct ctx *c, const char *code, const struct rule *rule, struct str found,
                     struct str allowed);

#endif

/* What a rule file is being read into. Shared by the parts of the reader (rule_set.c, value.c,
 * field.c, condition.c). */
#ifndef POLICY_READER_H
#define POLICY_READER_H

#include "policy/line.h"

struct reader {
	struct lines l;
	struct rule_set *set;
	bool level, status;         /* said already */
	struct rule *rule;          /* whose attributes come now */
	struct rule_case *work;     /* or this */
	struct declaration *list;   /* or this */
	struct rule_comments above; /* the next unindented line's */
	struct rule_comments *here; /* of the line's statement; NULL before the first line */
	const struct rule **end[RULE_COUNT];
	const struct declaration **declared_end;
	const struct reference **reference_end;
	const struct rule_case **case_end;
	const struct rule_given **given_end, **expect_end;
	const struct when **when_end;
	struct rule_value *field_end[FIELD_COUNT]; /* the last of each attribute of `rule` */
};

bool reader_no_memory(struct reader *r);
/* The text at word i; an empty one behind the last. */
struct str reader_word(const struct reader *r, size_t i);
/* a-z, digits, _ . - , beginning with a letter: an id or a name of the file's own. */
bool reader_id(struct reader *r, size_t i, const char *example, struct str *ret_id);
/* A quoted text that is not empty. */
bool reader_quoted(struct reader *r, size_t i, struct str *ret_s);
/* An attribute that may stand once: false (and the error) when the slot is taken. */
bool reader_once(struct reader *r, bool taken);

/* Word i as one of a lexicon: a built-in one sets its bit and index; one this file declared, or one
 * that may have been declared above it, is bound later. Either pointer may be NULL; both must stay
 * where they are. */
bool reader_name(struct reader *r, size_t i, enum lexicon l, uint64_t *mask, int *index);
/* The same for any reference, without looking into the lexicons. */
bool reader_refer(struct reader *r, size_t i, struct reference ref);
/* Whether this file has declared the name so far: in a lexicon, as a dimension (or a question left
 * open), as a list (LEX_NONE, not a dimension). */
bool reader_declared(const struct reader *r, enum lexicon l, bool dimension, struct str name);

/* Words from `at` to the end as names of a lexicon into v->words and v->texts. */
bool reader_names(struct reader *r, size_t at, enum lexicon l, struct rule_value *v);
/* Quoted texts from `at` to the end. */
bool reader_texts(struct reader *r, size_t at, const struct str **ret_v, size_t *ret_n);

/* head.c: a line of the document's head or a declaration; false when it is neither. */
bool head_line(struct reader *r, bool *ret_good);
enum { HEAD_NAMES = 13 };
size_t head_names(const char **names); /* the words such lines begin with */
bool head_check(struct reader *r);     /* R1: whether the document says what it must */
bool list_attribute(struct reader *r); /* an indented line under `list` */
/* "…" as the only word of the line (or none), once; one word of a closed list. */
bool reader_text(struct reader *r, bool may_be_none, struct str *slot);
bool reader_choice(struct reader *r, struct words allowed, size_t *ret_i);
/* value.c: the value of a parameter, to the end of the line, in place. */
bool value_read(struct reader *r, size_t at, const struct param_def *def, struct rule_value *v);
bool value_month_day(struct reader *r, size_t i, struct rule_value *v); /* MM-DD at word i */

/* field.c: one attribute of a statement; the two sides of a convention. */
bool field_read(struct reader *r, const struct field_def *def);
bool convert_read(struct reader *r, struct rule_value *v);
/* condition.c: `when …`. */
bool condition_read(struct reader *r);

#endif

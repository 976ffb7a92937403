/* Cuts a policy file into lines and words. Shared by the rule reader and the holiday reader. */
#ifndef POLICY_LINE_H
#define POLICY_LINE_H

#include "policy/rule_set.h"

enum { LINE_WORDS = 64, COMMENT_CHARS = 200 };

struct word {
	struct str text; /* unquoted */
	bool quoted;
	int column;
};
struct line {
	int number;
	bool indented;
	struct word word[LINE_WORDS];
	size_t n;
	int end;                      /* the column after the last word */
	struct rule_comment *comment; /* behind the last word; NULL: none */
};

struct lines {
	struct arena *arena;
	struct str file, rest;
	struct line line;           /* the present one */
	bool keep;                  /* comments, which a holiday notice does without */
	struct rule_comments above; /* those between the line before and this one; the caller takes
	                               them */
	struct rule_error *error;
};

/* Fails when the text is too large or not UTF-8. */
bool lines_open(struct lines *l, struct arena *a, struct str file, struct str text,
                struct rule_error *error);
/* The next line that says something; *ret_more is false at the end of the file. A comment that is
 * kept is refused with its place when it is longer than COMMENT_CHARS or has a control character.
 */
bool lines_next(struct lines *l, bool *ret_more);

/* Record the error at a word of the present line (behind its last word when i is past it) and
 * return false. */
bool lines_wrong(struct lines *l, size_t i, enum text_id what, struct str expected,
                 struct str nearest);
/* The same at a line number of its own. */
bool lines_wrong_at(struct lines *l, int line, enum text_id what, struct str found,
                    struct str expected);
/* Nothing may follow the first n words. */
bool lines_only(struct lines *l, size_t n);
/* YYYY-MM-DD at word i. */
bool lines_date(struct lines *l, size_t i, struct date *ret_d);

#endif

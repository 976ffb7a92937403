/* A rule file as blocks: an unindented line and the indented lines that belong to it. What forms
 * cut out and put back. Pure text; whether it says anything is the reader's business. */
#ifndef RULEBOOK_BLOCK_H
#define RULEBOOK_BLOCK_H

#include "base/str.h"

struct block {
	int line;        /* of its first line, from 1 */
	struct str word; /* that line begins with: fee, case, title … */
	struct str text; /* all its lines, the last line's end included */
};
/* The block that begins at this line; false: none does. */
bool block_at(struct str body, int line, struct block *ret_b);
/* The next block behind `after` (line 0: the first). */
bool block_next(struct str body, int after, struct block *ret_b);

/* One line of the document's head: no statement, declaration or case. */
bool block_of_head(const struct block *b);

/* The body with the block at `line` replaced; `text` empty: taken out. */
struct str block_replace(struct arena *a, struct str body, const struct block *b, struct str text);
/* The body with one block more: before the worked cases. *ret_line is where it begins. */
struct str block_insert(struct arena *a, struct str body, struct str text, int *ret_line);

/* The lines of a block, one at a time: the first word and the rest, comments and outer blanks gone.
 * False at its end. */
bool block_line(struct str *rest_of_block, struct str *ret_word, struct str *ret_rest);

/* "…" as a rule file writes a text, and back; what is not quoted comes back as it is. */
struct str text_quoted(struct arena *a, struct str s);
struct str text_unquoted(struct arena *a, struct str s);

#endif

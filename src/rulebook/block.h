/* A rule file as blocks: an unindented line, the indented lines that belong to it and the comments
 * above. What forms cut out and put back. Pure text; whether it says anything is the reader's
 * business. */
#ifndef RULEBOOK_BLOCK_H
#define RULEBOOK_BLOCK_H

#include "base/str.h"

struct block {
	int line;        /* of its own line, from 1 */
	int from;        /* of the first comment above it; without any the same */
	struct str word; /* its own line begins with: fee, case, title … */
	struct str text; /* all its lines from `from` on, the last line's end included */
};
/* The block whose own line this is; false: none's. */
bool block_at(struct str body, int line, struct block *ret_b);
/* The next block behind `after` (line 0: the first). */
bool block_next(struct str body, int after, struct block *ret_b);

/* One line of the document's head: no statement, declaration or case. */
bool block_of_head(const struct block *b);

/* The body with the block at `line` replaced; `text` empty: taken out. */
struct str block_replace(struct arena *a, struct str body, const struct block *b, struct str text);
/* The body with one block more: before the worked cases, else behind all others. *ret_line is where
 * it begins. */
struct str block_insert(struct arena *a, struct str body, struct str text, int *ret_line);

/* The comments above a block as they are typed, a line each without the sign; and back. */
struct str block_comment(struct arena *a, struct str block);
struct str comment_lines(struct arena *a, struct str typed);
/* What stands behind the last block, as they are typed too. */
struct str block_end_comment(struct arena *a, struct str body);

/* The lines of a block, one at a time: the first word and the rest, comments and outer blanks gone.
 * False at its end. */
bool block_line(struct str *rest_of_block, struct str *ret_word, struct str *ret_rest);

/* "…" as a rule file writes a text, and back; what is not quoted comes back as it is. */
struct str text_quoted(struct arena *a, struct str s);
struct str text_unquoted(struct arena *a, struct str s);

#endif

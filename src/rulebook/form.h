/* A statement as a form, made from the vocabulary's tables: every attribute its inputs, by its
 * shape. The inputs' names say where they belong: "a2.0.1" is attribute 2, its first line, part 1.
 */
#ifndef RULEBOOK_FORM_H
#define RULEBOOK_FORM_H

#include "policy/rule_set.h"
#include "rulebook/rule_statement.html.h"
#include "web/formview.h"

enum { FORM_LINES = 64 };

/* Which input a line of the composed block came from: where the reader's error belongs. */
struct form_text {
	struct str text; /* the block; its first line is the statement's own */
	struct str input[FORM_LINES];
	size_t n;
};

struct form_of {
	struct ctx *c;
	const struct req *r;
	bool posted; /* what was typed goes before what stands in the block */
	enum rule_type type;
	struct str block;           /* the statement as it is; none: a new one */
	const struct rule_set *set; /* whose declared words are offered too */
	struct str bad_input, bad;  /* an input and what is wrong with it */
};

/* The inputs with what stands in the block, or what was typed. */
enum err form_show(const struct form_of *f, struct view_rule_statement *v);
/* The block that was typed. */
enum err form_compose(const struct form_of *f, struct form_text *ret_t);

/* How people call a statement type or an attribute; its own word when there is no text for it. */
enum text_id form_label(const char *prefix, const char *name);

#endif

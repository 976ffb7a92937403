/* A statement as a form, made from the vocabulary's tables: every attribute its inputs, by its
 * shape. The inputs' names say where they belong: "a2.0.1" is attribute 2, its first line, part 1.
 */
#ifndef RULEBOOK_FORM_H
#define RULEBOOK_FORM_H

#include "people/desk.h"
#include "policy/rules.h"
#include "rulebook/rule_statement.html.h"
#include "web/formview.h"

enum { FORM_LINES = 256 };

/* Which input a line of the composed block came from: where the reader's error belongs. */
struct form_text {
	struct str text; /* the block: comments, then the statement's own line and its others */
	struct str input[FORM_LINES];
	size_t n, above; /* the first of them are comments */
};

/* What a county's documents and schools add to the vocabulary. */
struct form_names {
	const struct declaration **v;
	size_t n;
	const struct desk_choice *school; /* the county's: code and name */
	size_t n_schools;
	const struct rule_set *set; /* the document itself */
};
/* What a set declares, and the sets it stands under (by their last edition in the book). */
enum err form_names_of(struct ctx *c, const struct policy_book *book, const struct rule_set *s,
                       struct form_names *ret_n);

struct form_of {
	struct ctx *c;
	const struct req *r;
	bool posted; /* what was typed goes before what stands in the block */
	enum {
		DECLARE_NONE,
		DECLARE_DEFINE,
		DECLARE_LIST,
		DECLARE_CASE,  /* a worked case: what is given, what has to come out */
		DECLARE_SAMPLE /* the same without what has to come out */
	} declare;             /* instead of a type */
	enum rule_type type;
	struct str block;               /* the statement as it is; none: a new one */
	const struct form_names *names; /* offered beside the built-in ones; NULL: none */
	struct str bad_input, bad;      /* an input and what is wrong with it */
};

/* The inputs with what stands in the block, or what was typed. */
enum err form_show(const struct form_of *f, struct view_rule_statement *v);
/* The input a line of the block stands in; its own line is 0. */
struct str form_input_at(const struct form_of *f, int line);
/* The block that was typed. */
enum err form_compose(const struct form_of *f, struct form_text *ret_t);

/* How people call a decision of worked cases, a fact of it or a dimension, one of its answers
 * (`2.payable`, `payer.county`); TEXT_NONE, or the word itself, when there is no text. */
enum text_id form_decision_label(struct str decision);
enum text_id form_fact_label(struct str decision, struct str fact);
struct str form_answer_words(struct ctx *c, struct str answer);
/* "学段 小学": a fact of a case in words. */
enum err form_given_words(const struct form_of *f, struct str decision, struct str name,
                          struct str value, struct str *ret_words);

/* How people call a statement type or an attribute; its own word when there is no text for it. */
enum text_id form_label(const char *prefix, const char *name);
/* The same of the word a statement, a declaration or a worked case begins with. */
struct str form_statement_words(enum lang lang, struct str word);

#endif

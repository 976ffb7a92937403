/* What the forms of statements, conditions and declarations are put together from. Inside the room.
 */
#ifndef RULEBOOK_FORM_PARTS_H
#define RULEBOOK_FORM_PARTS_H

#include "policy/quote.h"
#include "rulebook/form.h"

enum { LINE_PARTS = 5 }; /* inputs of one line of an attribute, at most */

/* The nth line of an attribute in a block, without its word; none: STR_NONE. And how many. */
struct str form_line(struct str block, const char *attribute, size_t nth);
size_t form_lines(struct str block, const char *attribute);
/* Cut at the first `mark`; the whole, and *s none, when it is not there. */
struct str form_cut(struct str *s, struct str mark);

/* What was typed into an input (under a name of boxes: all that was ticked), else what is there. */
struct str form_typed(const struct form_of *f, struct str name, struct str there);
struct str form_typed_all(const struct form_of *f, struct str name, struct str there);
/* The same as one line, for the file: an input cannot begin another line or statement. */
struct str form_one_line(const struct form_of *f, struct str name);
struct view_part_field form_input(const struct form_of *f, struct str name, const char *type,
                                  enum text_id label, struct str value);
/* A line more of the composed block, and the input an error in it belongs to. */
void form_put(const struct form_of *f, struct form_text *t, struct str input, struct str words);
/* What the office notes beside the statement, before all other lines. */
struct view_part_field form_comment(const struct form_of *f);
void form_comment_put(const struct form_of *f, struct form_text *t);

/* Whether a word is one of these, which stand with blanks between. */
bool form_among(struct str words, struct str word);

/* Words to choose from, and what they are called. */
struct form_word {
	struct str value, label;
};
struct form_words {
	struct form_word *v;
	size_t n, room;
};
/* False: no memory. */
bool form_word_add(const struct form_of *f, struct form_words *w, struct str value,
                   struct str label);
enum err form_lexicon(const struct form_of *f, enum lexicon l, struct form_words *ret_w);
enum err form_dimensions(const struct form_of *f, struct form_words *ret_w);
/* Of any dimension but grade and school, built in or declared; none of one nobody knows. */
enum err form_dimension_words(const struct form_of *f, struct str dimension,
                              struct form_words *ret_w);
enum err form_lists(const struct form_of *f, struct form_words *ret_w);
enum err form_schools(const struct form_of *f, struct form_words *ret_w);

/* The options of a field: those in its value are on; `blank` first where nothing may be chosen. */
enum err form_choices(const struct form_of *f, const struct form_words *w, bool blank,
                      struct view_part_field *p);
enum err form_options(const struct form_of *f, enum lexicon l, bool blank,
                      struct view_part_field *p);
enum err form_select(const struct form_of *f, struct str name, enum text_id label, enum lexicon l,
                     struct str value, struct view_part_field *ret_p);

/* --- conditions: form_when.c --------------------------------------------------------------------
 */

enum { CONDITIONS = 16 }; /* a dimension is asked once in a statement */
enum err conditions_show(const struct form_of *f, struct view_rule_statement *v);
void conditions_compose(const struct form_of *f, struct form_text *t);

/* --- declarations: form_declare.c ---------------------------------------------------------------
 */

enum err declare_show(const struct form_of *f, struct view_rule_statement *v);
enum err declare_compose(const struct form_of *f, struct form_text *ret_t);

/* --- open questions: form_open.c ----------------------------------------------------------------
 */

/* The answers of an attribute, a row each and one that is free; and as the file writes them. */
enum err answers_show(const struct form_of *f, size_t at, struct view_rule_statement_attribute *v);
struct str answers_typed(const struct form_of *f, size_t at);
/* A parameter or a statement of the document. */
enum err about_select(const struct form_of *f, struct str name, struct str value,
                      struct view_part_field *ret_p);

/* --- worked cases: form_case_read.c what is there or was typed, form_case.c the inputs,
 * form_case_compose.c the lines ------------------------------------------------------------------
 */

enum { CASE_TOP = -1, CASE_ITEMS = 16, CASE_OTHERS = 8, CASE_EXPECTS = 32, CASE_LINES = 400 };
struct form_case_line {
	int item; /* or CASE_TOP */
	struct str name, value;
};
struct form_case {
	const struct form_of *f;
	struct str decision, name, on;
	struct form_case_line given[CASE_LINES], expect[CASE_EXPECTS];
	size_t n_given, n_expect;
	size_t items;  /* how many there are; without an `item` line the facts are at the top */
	bool itemised; /* the decision is about items */
};
enum err form_case_of(const struct form_of *f, struct form_case **ret_k);
/* What is said at the top or of an item; what holds for all is said of each. None: STR_NONE. */
struct str form_case_value(const struct form_case *k, int item, struct str name);
struct str form_case_outcome(const struct form_case *k); /* expected, or none */
/* A fact of the decision; false: it has none such. */
bool form_case_fact(struct str decision, struct str name, struct quote_fact *ret_f);
/* A dimension's place among those built in and declared; false: none. */
struct form_case_dim {
	struct str name, label; /* label: of a declared one */
	enum dimension_of of;
	int at; /* enum dimension; DIM_BUILTIN: declared */
};
bool form_case_dimension(const struct form_of *f, size_t i, struct form_case_dim *ret_d);
/* What no input is for: typed before another decision was chosen, or known to no table. */
bool form_case_is_other(const struct form_case *k, const struct form_case_line *line);
/* The input of a fact or a dimension. */
struct str form_case_input(const struct form_case *k, int item, struct str name);

enum err form_case_show(const struct form_of *f, struct view_rule_statement *v);
enum err form_case_compose(const struct form_of *f, struct form_text *ret_t);
/* The input a line of the block stands in, counted from 0. */
struct str form_case_input_at(const struct form_of *f, int line);

/* The next word of a line, a quoted one without its quotes; false at its end. */
bool form_word_next(const struct form_of *f, struct str *rest, struct str *ret_word);

/* How a due day is reckoned; the words of the format, in the order of enum due. */
extern const struct words DUE_WORDS;

/* Rows of an attribute that may be repeated; and what was typed into one of them. */
enum { LINES_MANY = 20 };
struct str attribute_typed(const struct form_of *f, size_t at, size_t nth);

#endif

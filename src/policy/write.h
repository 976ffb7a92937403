/* A rule set as text: the one canonical form of a file, and the values of statements as the file
 * has them. Reading what was written gives the same set again; a
 * comment stands above its statement then, a line each. */
#ifndef POLICY_WRITE_H
#define POLICY_WRITE_H

#include "base/out.h"
#include "policy/rule_set.h"

/* The whole file, statements in the order of their types, attributes in the order of the tables. */
void rule_set_write(struct out *o, const struct rule_set *s);

/* Its parts, without comments: the lines before the first statement; one `define` or `list`; one
 * case's facts or what it expects, each a line. */
void rule_set_head_write(struct out *o, const struct rule_set *s);
void declaration_write(struct out *o, const struct declaration *d);
void given_write(struct out *o, const char *name, const struct rule_given *g);

/* One value as it stands behind its attribute's word: "600.00 yuan per term". */
void field_write(struct out *o, const struct field_def *def, const struct rule_value *v);
/* A statement's own line without its type: `care "…"`, `after_school.end_latest 18:00`. */
void rule_head_write(struct out *o, const struct rule *r);
/* What follows the parameter's name. */
void param_value_write(struct out *o, const struct rule *r);
/* One condition without the word `when`: "not stage senior", "grade 1 .. 6". */
void when_write(struct out *o, const struct when *w);

#endif

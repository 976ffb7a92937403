/* A rule set as JSON: the same tables, words and values as the file has. */
#ifndef POLICY_SET_JSON_H
#define POLICY_SET_JSON_H

#include "policy/write.h"

/* One object with the document's head, its declarations, statements and worked cases. Every value
 * has `said`, as the file has it; amounts also have `fen` where they are whole, numbers `value`. */
void rule_set_json(struct json *j, const struct rule_set *s);
/* The head alone: id, title, number, issuer, level, place, under, dates, status, counts. */
void rule_set_head_json(struct json *j, const struct rule_set *s);

#endif

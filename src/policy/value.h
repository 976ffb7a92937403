/* Reads the value of a parameter. */
#ifndef POLICY_VALUE_H
#define POLICY_VALUE_H

#include "policy/line.h"

/* The words of the present line from `at` on, as the parameter's type wants them; the whole rest of
 * the line is taken. */
bool value_read(struct lines *l, size_t at, const struct param_def *def, struct rule_value *ret_v);

/* YYYY-MM-DD at word i. */
bool value_date(struct lines *l, size_t i, struct date *ret_d);

#endif

/* R5, D9. Who bears a waiver or a deduction: one payer alone, or several by shares of a hundred. */
#ifndef POLICY_PAYERS_H
#define POLICY_PAYERS_H

#include "policy/rule_set.h"

enum { PAYERS_MOST = 8 };

/* What is wrong with a statement's payers, if anything: one of several without its share, or named
 * twice; shares that do not make up the whole; too many. NULL: nothing. */
const struct rule_value *payers_wrong(const struct rule *rule);
/* How many bear it: 1 where the statement names nobody or one. */
size_t payers_count(const struct rule *rule);
/* Adds to ret_part (one a payer, in the statement's order) what each bears of an amount: every part
 * is rounded to the fen, half up, and the last payer takes what is left. An amount below zero,
 * which nobody bears, adds nothing. */
void payers_split(const struct rule *rule, struct money amount, struct money *ret_part);
/* The word of the nth; STR_NONE where the statement names nobody. */
struct str payer_word(const struct rule *rule, size_t nth);
/* "county 60%; school 40%": as it is kept beside a waiver that was granted; STR_NONE where the
 * statement names nobody. */
struct str payers_said(struct arena *a, const struct rule *rule);
/* "60%"; of a share that has no end as a decimal "200/3 / 100". */
struct str payer_share_text(struct arena *a, const struct rule *rule, size_t nth);
/* The nth payer's line in the statement; NULL where it names nobody. */
const struct rule_value *payer_value(const struct rule *rule, size_t nth);

#endif

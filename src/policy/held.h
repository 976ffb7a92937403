/* The rules a decision asked and that let it pass, one step each: for whoever asks why. Where
 * nobody does, `told` is NULL and nothing is written. */
#ifndef POLICY_HELD_H
#define POLICY_HELD_H

#include "policy/formula.h"

/* Anything else than below; `f.arg[0]` is what it is about. */
void held_say(struct working *told, const struct rule *rule, struct formula f);
/* What a parameter is called. */
struct formula_arg held_param(const struct rules *r, enum param p);
/* Words of a lexicon, one behind the other. */
struct formula_arg held_list(struct ctx *c, const struct rules *r, enum lexicon l,
                             const struct str *words, size_t n);

/* One of the words a parameter allows; `among` false: none of them, which does no harm. */
void held_word(struct ctx *c, const struct rules *r, struct working *told, const struct rule *rule,
               struct str found, bool among);
/* A parameter whose one word is what counts. */
void held_choice(const struct rules *r, struct working *told, const struct rule *rule);
/* A time of day, no later (else no earlier) than what is allowed. */
void held_time(struct ctx *c, const struct rules *r, struct working *told, const struct rule *rule,
               struct clock_time found, struct clock_time allowed, bool latest);
/* An act no document forbids. */
void held_act(const struct rules *r, struct working *told, struct str act);

#endif

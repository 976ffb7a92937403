/* Rule sets for people: a statement in words, its conditions, its clause. */
#ifndef RULEBOOK_SHOW_H
#define RULEBOOK_SHOW_H

#include "base/phrase.h"
#include "policy/rules.h"
#include "rulebook/rule_one.html.h"

/* A word of the vocabulary as people say it; the word itself when there is no text for it. */
struct str show_word(enum lang lang, struct str word);
/* The same as a part of a phrase, for who reads it later. */
struct phrase_part show_word_part(struct str word);
/* The same of a word of a lexicon that these documents may have declared. */
struct str show_declared(enum lang lang, const struct rules *r, enum lexicon l, struct str word);
/* An answer as it is kept, "village=yes", as these documents call it: the question and the word. */
struct str show_answer(struct arena *a, enum lang lang, const struct rules *r, struct str answer);
/* What a decision asked for and nobody knows, as its document or the vocabulary calls it: a
 * parameter, a dimension, a fact. */
struct str show_asked(enum lang lang, const struct rules *r, struct str name);
/* Whether a decision failed for want of a fact, a rule or a decision. The fault then says so to
 * whom it concerns, without a machine's names: fact_unstated with what is missing and who states
 * it, county_undecided with what no document says; decision_needed says it already. */
bool show_gap(struct ctx *c, const struct rules *r, enum err e);
/* Words of the vocabulary and numbers as a decision has them ("at_least 120 minute", "care lunch"),
 * as people say them; what is not made of these alone stands as it is. */
struct str show_said(struct arena *a, enum lang lang, const struct rules *r, struct str said);
/* What no_rule found nothing about ("RS4 convert day period 2026-09-01"), as people say it;
 * `dated`: with the day that was asked for. What is said so already stays. */
struct str show_silent(struct arena *a, enum lang lang, const struct rules *r, struct str found,
                       bool dated);
/* Where no set holds on a day ("RS4 2026-09-01") the refusal says so in words; passes `e` on. */
enum err show_in_force(struct ctx *c, enum err e);
/* A refused decision, found and allowed said so: for whoever shows the fault to people. */
void show_refused(struct ctx *c, const struct rules *r);
/* The same where `e` is a refusal; passes it on. */
enum err show_answered(struct ctx *c, const struct rules *r, enum err e);
/* What a statement is called where it has no label, as its own document declares the word. */
struct str show_name(enum lang lang, const struct rule *r);
/* "fee care: …" without conditions and clause, one line. */
struct str show_what(struct arena *a, enum lang lang, const struct rule *r);
/* The value alone of a param, convert or settle. */
struct str show_value(struct arena *a, enum lang lang, const struct rule *r);
/* What one attribute says, without its name; empty when nothing is said. */
struct str show_field(struct arena *a, enum lang lang, const struct rule *r, enum field f);
/* Who bears a waiver or deduction, the nth of its payers without the share; the school where it
 * names nobody. */
struct str show_payer(enum lang lang, const struct rule *r, size_t nth);
/* The payers as they were kept (payers_said()), each with its share. */
struct str show_payers(struct arena *a, enum lang lang, const struct rules *r, struct str said);
/* Empty when it holds everywhere. */
struct str show_when(struct arena *a, enum lang lang, const struct rule *r);
/* The clause, or the recorded decision in its place. */
struct str show_clause(struct arena *a, enum lang lang, const struct rule *r);
/* The same for everybody: a decision by its day and reason, not by who took it. */
struct str show_clause_public(struct arena *a, enum lang lang, const struct rule *r);
/* What lower levels are held to; empty without a lock. */
struct str show_lock(struct arena *a, enum lang lang, const struct rule *r);

/* All statements of a set in the order of its file; *ret_n of them, in the arena. */
enum err show_rules(struct ctx *c, const struct rule_set *s, const struct rule ***ret_v,
                    size_t *ret_n);

/* Head and statements of the page of one set. */
enum err show_set(struct ctx *c, const struct rule_set *s, struct view_rule_one *v);
enum err show_builtin_cases(struct ctx *c, const struct rule_set *s, struct view_rule_one *v);

/* "county", and 县(区)级. */
struct str level_name(const struct rule_set *s);
struct str level_words(enum lang lang, struct str level);

#endif

/* Decisions by name, facts and answers as text: what the worked cases of a rule file, `kehou policy
 * quote` and the pages that explain an amount speak (docs/policy-format.md). */
#ifndef POLICY_QUOTE_H
#define POLICY_QUOTE_H

#include "policy/decide.h"

enum { QUOTE_LINES = 320, QUOTE_STEPS = 96 };
struct quote {
	struct {
		struct str name, value;
	} line[QUOTE_LINES];
	size_t n;
	struct quote_step {
		struct str text, amount; /* amount: none where it is no sum */
		struct str requirement, clause, document;
	} step[QUOTE_STEPS]; /* how it came about, each with its source */
	size_t n_steps;
	/* A charge, a fee or a cap one operation at a time (pencil.h), a refused one as far as it
	 * was reckoned; of any other decision none. */
	struct quote_row {
		size_t item;   /* from 1; 0: the decision has no items */
		struct str op; /* take, times, … */
		struct str what, operand, result;
		struct str requirement, clause, document; /* none: arithmetic alone */
	} * row;
	size_t n_rows;
	const struct rule_given *wrong; /* E_INPUT: the fact that is wrong; NULL: none of them */
};

/* Decides. A refusal is an answer too: `outcome` is "pass" or the refusal's code, then come found,
 * allowed, requirement, clause and document, or the amounts and the formula; what was found and
 * would be allowed is its one step. An answer has a step for each amount that was reckoned and for
 * each rule that was asked and held. E_INPUT names an
 * unknown decision or fact (allowed: the nearest names), a value that cannot be read or cannot be
 * (found, allowed: what may stand there), or a fact that is missing. */
enum err quote_run(struct ctx *c, const struct rules *r, struct str decision,
                   const struct rule_given *given, struct quote *ret_q);
struct str quote_value(const struct quote *q, struct str name); /* STR_NONE when not answered */

/* An example of a decision's facts, in the order of the documentation. E_INPUT for an unknown
 * decision. */
enum err quote_example(struct ctx *c, struct str decision, const struct rule_given **ret_given);

/* Runs one worked case of a set (as of its `given on`, else the set's first day) and compares. OK
 * when all that it expects came out; E_REFUSED rule_set_wrong with the place in `field`, found and
 * expected value otherwise. Publication of a set waits for all of its cases. */
enum err case_run(struct ctx *c, const struct policy_book *b, const struct rule_set *s,
                  const struct rule_case *work);

/* What its decision answers, whatever it expects; a fact that is missing is an answer. */
enum err case_quote(struct ctx *c, const struct policy_book *b, const struct rule_set *s,
                    const struct rule_case *work, struct quote *ret_q);

/* --- what a decision may be asked, for forms ----------------------------------------------------
 */

enum fact_type {
	FACT_MONEY,
	FACT_I64,
	FACT_NUMBER,  /* struct ratio */
	FACT_NUMBERS, /* struct numbers */
	FACT_TIME,
	FACT_DATE,
	FACT_BOOL,
	FACT_ANSWER, /* enum answered */
	FACT_STR,
	FACT_KIND,
	FACT_CHOICE, /* an int; one of the words, by index */
	FACT_WORD,   /* an int; a word of the lexicon, declared ones too */
};
struct quote_fact {
	struct str name;
	enum fact_type type;
	struct words words;   /* FACT_CHOICE: one of these */
	enum lexicon lexicon; /* FACT_WORD, and FACT_STR where it names a word of one; else
	                         LEX_NONE: a text */
	bool item;            /* of each item, behind `given item KIND` */
};
/* The decisions in turn; STR_NONE behind the last. */
struct str quote_decision(size_t i);
/* The facts of a decision in turn, its own before those of its items; false behind the last, and
 * of a decision nobody knows. The dimensions of conditions may be given to all of them. */
bool quote_fact(struct str decision, size_t i, struct quote_fact *ret_f);
/* What it answers besides `outcome`: names with blanks between; of an unknown decision none. */
struct str quote_answers(struct str decision);

#endif

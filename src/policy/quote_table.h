/* Inside of quote: the tables by which facts are read and decisions are called by name. */
#ifndef POLICY_QUOTE_TABLE_H
#define POLICY_QUOTE_TABLE_H

#include <stddef.h>

#include "policy/charge.h"
#include "policy/quote.h"

enum { NUMBERS_MAX = 400 };
struct numbers {
	const struct ratio *v;
	size_t n;
};

struct fact {
	const char *name;
	enum fact_type type;
	size_t offset;
	struct words words;   /* FACT_CHOICE */
	enum lexicon lexicon; /* FACT_WORD */
	size_t known;         /* where a bool says that it was given; 0: nowhere */
	const char *example;  /* for a template; NULL: left out there */
};
struct facts_table {
	const struct fact *v;
	size_t n;
};
#define FACTS(array)                                                                               \
	{                                                                                          \
		(array), sizeof(array) / sizeof *(array)                                           \
	}
#define FACT_AT(s, member, fact_name, fact_type, eg)                                               \
	{                                                                                          \
		.name = (fact_name), .type = (fact_type), .offset = offsetof(struct s, member),    \
		.lexicon = LEX_NONE, .example = (eg)                                               \
	}
#define FACT(s, member, fact_type, eg) FACT_AT(s, member, #member, fact_type, eg)
#define FACT_KNOWN(s, member, flag, fact_type, eg)                                                 \
	{                                                                                          \
		.name = #member, .type = (fact_type), .offset = offsetof(struct s, member),        \
		.lexicon = LEX_NONE, .known = offsetof(struct s, flag), .example = (eg)            \
	}
#define FACT_LEX(s, member, lex, eg)                                                               \
	{                                                                                          \
		.name = #member, .type = FACT_WORD, .offset = offsetof(struct s, member),          \
		.lexicon = (lex), .example = (eg)                                                  \
	}
/* A text that names a word of a lexicon; decided upon by its name. */
#define FACT_NAME(s, member, fact_name, lex, eg)                                                   \
	{                                                                                          \
		.name = (fact_name), .type = FACT_STR, .offset = offsetof(struct s, member),       \
		.lexicon = (lex), .example = (eg)                                                  \
	}
#define FACT_ONE_OF(s, member, array, eg)                                                          \
	{                                                                                          \
		.name = #member, .type = FACT_CHOICE, .offset = offsetof(struct s, member),        \
		.words = {(array), sizeof(array) / sizeof *(array)}, .lexicon = LEX_NONE,          \
		.example = (eg)                                                                    \
	}

/* One item of a charge as it is read: facts of its own, over those of its pupil. */
struct quote_item {
	struct charge_item item;
	struct numbers by[CHARGE_TIMES];
	struct str dates; /* of the days in by_day */
	struct rule_facts where;
};

/* What a decision gets to decide upon. */
struct asking {
	struct ctx *c;
	const struct rules *r;
	void *facts;             /* of the decision's own type */
	struct quote_item *item; /* at least one */
	size_t n;
	struct rule_facts *where; /* of the first */
	struct quote *q;
	struct working *told; /* why it is so: the steps of the answer */
	size_t at;            /* the item in hand, from 1; 0: none */
};

struct decision {
	const char *name;
	struct facts_table facts;
	struct facts_table items; /* facts of each item; empty: it takes none */
	size_t size;
	enum err (*run)(struct asking *a);
	const char *dims;    /* for a template: "kind care area urban" */
	const char *answers; /* names of what it answers besides `outcome` */
};
#define DECISION(decision_name, table, type, how, eg, said)                                        \
	{                                                                                          \
		.name = (decision_name), .facts = FACTS(table), .size = sizeof(type),              \
		.run = (how), .dims = (eg), .answers = (said)                                      \
	}

struct decisions {
	const struct decision *v;
	size_t n;
};
extern const struct decisions DECISIONS_MONEY, DECISIONS_SERVICE;
enum { DECISIONS_N = 2 };
extern const struct decisions *const DECISIONS_ALL[DECISIONS_N];

/* After bad_input: which fact that was, what was given for it and what may be; `decided`: it could
 * be read, and the decision cannot use it. */
void facts_wrong(struct asking *a, const struct decision *d, const struct rule_given *given,
                 bool decided);
/* All that was given, in its order, into `a`. E_INPUT names what cannot be read. */
enum err facts_read(struct asking *a, const struct decision *d, const struct rule_given *given);

void say(struct quote *q, const char *name, struct str value);
void say_money(struct ctx *c, struct quote *q, const char *name, struct money m);
void say_i64(struct ctx *c, struct quote *q, const char *name, int64_t v);
void say_number(struct ctx *c, struct quote *q, const char *name, struct ratio r);
void say_bool(struct quote *q, const char *name, bool b);
void say_rule(struct quote *q, const struct rule *rule); /* NULL: nothing */
void say_formula(struct ctx *c, struct quote *q, const char *name, const struct formula *f);
/* The steps in the reader's language. */
void say_steps(struct ctx *c, struct quote *q, const struct working *s);
/* What line `at` of a charge was reckoned by; `refused`: as far as it came. */
void say_pencil(struct asking *a, const struct charge_answer *an, size_t at, size_t item,
                bool refused);
/* An answer with one step: its formula and the rule that decided. */
void say_only(struct ctx *c, struct quote *q, const struct formula *f, const struct rule *rule);
/* The steps told so far, and the rule that decided; NULL: the only one of theirs, if there is one.
 */
void say_told(struct asking *a, const struct rule *rule);

#endif

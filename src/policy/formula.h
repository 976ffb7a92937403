/* How an amount came about, kept as data: a bill is printed in both languages, and most answers are
 * never printed at all. */
#ifndef POLICY_FORMULA_H
#define POLICY_FORMULA_H

#include "base/ratio.h"
#include "policy/rules.h"

enum { FORMULA_ARGS = 7 };
struct charge_sums;
struct charge_tiers;

struct formula {
	enum text_id text; /* TEXT_NONE: nothing to say */
	struct formula_arg {
		enum {
			ARG_TEXT,
			ARG_WORD,
			ARG_MONEY,
			ARG_NUMBER,
			ARG_SUMS,
			ARG_TIERS,
			ARG_LIST
		} type;
		union {
			struct str s;
			enum text_id word;
			struct money money;
			struct ratio number; /* of fen where the text speaks of an amount */
			const struct charge_sums *sums;
			const struct charge_tiers *tiers;
			struct {
				const struct formula_arg *v;
				size_t n;
			} list;
		};
	} arg[FORMULA_ARGS];
	size_t n;
	const struct formula *first; /* said before it; or NULL */
	enum text_id rounding;       /* said behind it: how its document rounds; or TEXT_NONE */
	const struct formula *less;  /* what is kept of it: said behind that; or NULL */
	struct money held; /* what that may not go beyond, where it did: said behind that; or 0 */
	struct money due, before; /* what comes back in all, and what came back of it before, said
	                             last; `before` 0: nothing is said */
};

static inline struct formula_arg arg_text(struct str s)
{
	return (struct formula_arg){.type = ARG_TEXT, .s = s};
}
static inline struct formula_arg arg_word(enum text_id word)
{
	return (struct formula_arg){.type = ARG_WORD, .word = word};
}
static inline struct formula_arg arg_money(struct money m)
{
	return (struct formula_arg){.type = ARG_MONEY, .money = m};
}
static inline struct formula_arg arg_number(struct ratio r)
{
	return (struct formula_arg){.type = ARG_NUMBER, .number = r};
}
/* Of days or months, as charge_sums_text(). */
static inline struct formula_arg arg_sums(const struct charge_sums *s)
{
	return (struct formula_arg){.type = ARG_SUMS, .sums = s};
}
/* Of a price that changes with the number of units, as charge_tiers_text(). */
static inline struct formula_arg arg_tiers(const struct charge_tiers *t)
{
	return (struct formula_arg){.type = ARG_TIERS, .tiers = t};
}
/* Several, with what stands between the members of a list in each language. */
static inline struct formula_arg arg_list(const struct formula_arg *v, size_t n)
{
	return (struct formula_arg){.type = ARG_LIST, .list = {v, n}};
}
/* The name of a unit, declared ones by their label. */
struct formula_arg arg_unit(const struct rules *r, int unit);
/* The same behind a count of it: 1 term, 2 terms. */
struct formula_arg arg_units(const struct rules *r, struct ratio count, int unit);
/* The name of a built-in unit behind a count of it; STR_NONE for any other word. */
struct str unit_behind(enum lang lang, struct ratio count, struct str unit);
/* A word of a lexicon, a declared one by its label. */
struct formula_arg arg_word_of(const struct rules *r, enum lexicon l, struct str word);
/* A price for a unit: whole fen as an amount, anything else as the document wrote it. */
struct formula_arg arg_rate(struct ratio fen, struct str written);

/* E_INPUT bad_input: what the other facts leave for this one, `text` with what they say. */
enum err bad_beside(struct ctx *c, const char *field, enum text_id text, struct str said);

/* What came back before taken off what comes back in all: "83.03 − 已退 36.10 = 46.93". */
struct formula formula_less_before(struct money due, struct money before);

/* "12 课次 × 20.00 = 240.00" */
struct str formula_text(struct arena *a, enum lang lang, const struct formula *f);
/* A line in zh-CN, a line in English: as it is kept beside an amount for ever. */
struct str formula_both(struct arena *a, const struct formula *f);
/* One language of it. */
struct str formula_in(enum lang lang, struct str both);

/* One of the reasons for an answer: what was reckoned or held against what, and by which sentence
 * of which document. */
struct worked {
	struct formula formula;
	struct money amount; /* what it came to; meaningless without `counts` */
	bool counts;
	const struct rule *rule; /* NULL: arithmetic alone */
};
enum { WORKING_MAX = 96 };
struct working {
	struct worked v[WORKING_MAX];
	size_t n; /* what no longer fits is left out: a bill has at most 16 items */
};
struct worked *worked_add(struct working *s, const struct rule *rule);
struct worked *worked_amount(struct working *s, const struct rule *rule, struct money amount);

#endif

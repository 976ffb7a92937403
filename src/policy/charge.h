/* What one pupil pays for a term: prices, caps, limits over several services, what others bear. */
#ifndef POLICY_CHARGE_H
#define POLICY_CHARGE_H

#include "policy/formula.h"
#include "policy/payers.h"
#include "policy/tariff.h"

enum { CHARGE_ITEMS = 32 };

/* How much of a quantity falls on one day, half month (until the 15th, from the 16th) or month.
 * `at` says which, and means the same in every item of a pupil: charge_time_of() of the day where
 * the items are `dated`, else the place in a list. */
enum charge_time { CHARGE_DAY, CHARGE_HALF_MONTH, CHARGE_MONTH, CHARGE_TIMES };
struct charge_count {
	int64_t at;
	struct ratio n;
};
struct charge_counts {
	const struct charge_count *v; /* by `at`, each once */
	size_t n;                     /* 0: not known */
};
int64_t charge_time_of(enum charge_time t, struct date day);
/* "2026-03-02", "2026-03-16", "2026-03". */
struct str charge_time_text(struct arena *a, enum charge_time t, int64_t at);
/* From the shortest time that is known to the longer ones; by days, half months or both the months
 * follow. E_INPUT bad_input where the sums do not fit. */
enum err charge_counts_fill(struct ctx *c, struct charge_counts by[CHARGE_TIMES]);

/* What a line comes to in each of them. */
struct charge_sum {
	int64_t at;
	struct ratio n;     /* how many; den 0: several lines together */
	struct ratio asked; /* fen */
	struct ratio taken; /* what the caps leave of it; both exact */
};
struct charge_sums {
	enum charge_time time;
	bool dated;
	struct ratio price; /* of one, where `n` says how many */
	size_t n;
	struct charge_sum v[];
};
/* What a price that changes with the number of units comes to, part by part. */
struct charge_tier {
	int64_t month;         /* where they are counted month by month */
	struct ratio n, price; /* fen */
	struct str written;
};
struct charge_tiers {
	const struct rule_value *beyond;
	bool at_most;      /* the fee's prices are the most: what is asked holds where it is less */
	bool monthly;      /* counted anew each month */
	bool dated;        /* the months are those of a calendar */
	struct ratio from; /* units charged before, of the same fee in the term */
	const struct charge_count *before; /* monthly: in each of the line's months */
	size_t months;
	size_t n;
	struct charge_tier *v;
};
/* "15 × 3.00 + 5 × 2.00", month by month "2026-09 15 × 3.00 + 2 × 2.00; 2026-10 12 × 3.00": one
 * text for all languages. */
struct str charge_tiers_text(struct arena *a, const struct charge_tiers *t);

/* What a charge did not pass: what was asked against what a document allows, in fen. */
struct charge_held {
	const struct rule *rule;
	struct ratio asked, allowed;
	bool each;  /* both of one unit of the line; else of all that counts together */
	bool least; /* less than allowed; else more */
};

/* A service the pupil takes, or one that was charged before. Members that are zero say nothing. */
struct charge_item {
	enum kind kind;
	const struct rule_facts *facts; /* of the item and its pupil, the kind among them */
	struct str fee;                 /* id of the `fee` statement, where several fit */

	bool priced;               /* price is stated; else the rules' own is taken */
	struct money price;        /* for one `unit`, without consumables */
	int unit;                  /* UNIT_NONE: the rules' */
	struct ratio quantity;     /* of `unit`; den 0: one, or what the lists below sum to */
	struct ratio days, months; /* spread evenly over so many; den 0: not known */
	struct charge_counts by[CHARGE_TIMES]; /* instead: as it is; spread evenly is a guess */
	struct charge_counts spread; /* without those: by month, as the sittings fall; for a price
	                                counted anew each month */
	bool dated;
	struct money consumables;   /* bought through the provider (R37) */
	struct money self_purchase; /* estimate of what the family buys itself */

	bool before;       /* charged before, with `charged` and `consumables` */
	bool earlier_term; /* in another term of the year: counts for caps per year only */
	bool sibling;      /* `before` of another child of the family: for limits across it only */
	struct money charged; /* without consumables */
};

enum answered { NOT_SAID, SAID_NO, SAID_YES };

/* What one statement let somebody else bear before, in this term: what is borne once a term counts
 * it. */
struct charge_borne {
	struct str statement; /* id of the `deduct` or `waiver`; none: any waiver's */
	bool waived;          /* else deducted */
	struct money amount;  /* below zero: taken back */
};

/* Since when a category of waiver is granted, and the terms that began since. */
struct charge_grant {
	struct date day;
	int32_t terms;
};

struct charge_facts {
	const struct charge_item *item;
	size_t n;
	bool subsidy_stated;
	struct money subsidy;         /* `deduct … amount stated` */
	struct money deducted_before; /* in this term, by whatever statement */
	const struct charge_borne *borne;
	size_t n_borne;
	enum answered proof; /* the proof a waiver asks for is there */
	struct date granted; /* the waiver; DATE_NONE: not known */
	bool terms_known;
	int64_t terms_since_grant;
	const struct charge_grant *grant; /* instead, by word of LEX_CATEGORY; NULL: one for all */
};
#define CHARGE_FACTS ((struct charge_facts){.granted = {INT32_MIN}})

struct charge_line {
	const struct charge_item *item;
	const struct rule *rule; /* the fee; where none is stated, what opens or limits the kind */
	struct ratio quantity, price; /* as reckoned; price in fen */
	int unit;
	struct str written;                   /* the price as a document has it; none: as stated */
	struct charge_tiers *tiers;           /* further units cost another price; or NULL */
	struct money gross;                   /* price × quantity, rounded once (D9) */
	struct money capped;                  /* after the fee's own caps */
	const struct rule_value *cap;         /* the one that reduced; or NULL */
	struct charge_sums *by[CHARGE_TIMES]; /* where caps ask for them; else NULL */

	const struct rule *limit; /* the tightest over this line and all before; or NULL */
	struct money before;      /* what counted against it before */
	struct money adding;      /* what this line wanted to add */
	struct money bound;
	struct charge_sums *limit_by; /* what it is over, by the time its cap is for; or NULL */
	const struct charge_held
		*held;              /* refused: by which amount, where `limit` does not say it */
	bool self_purchase_warning; /* D1: within the limit, but above with what families buy */

	struct money charged; /* after caps and limits, without consumables */
	struct money deducted, waived;
	const struct rule *deduct, *waiver;
	struct money payable; /* charged + consumables - deducted - waived */
};

/* What somebody else bears, by one statement. */
enum { CHARGE_PARTS = 16 };
struct charge_part {
	const struct rule *rule;
	struct money amount;          /* of this charge */
	struct money by[PAYERS_MOST]; /* of the amount, each payer of the statement: line by line */
	struct money before; /* of what was deducted before, as far as it is known to be its */
};

struct charge_answer {
	struct charge_line line[CHARGE_ITEMS]; /* as the items; those charged before too */
	size_t n;
	size_t at; /* the line in hand: of a failure, the one it is about */
	struct charge_part part[CHARGE_PARTS];
	size_t n_parts;
	struct money gross, charged, consumables, deducted, waived, payable; /* now */
	struct money bill; /* payable, and what was charged before in this term */
};

/* R30, R34, R65, D1, D9. Every item is first held against the `fee` statement that fits: a price
 * the rules do not allow is refused (item_not_in_catalogue where the service is free,
 * not_as_required below a fixed price, else fee_cap_exceeded), caps reduce. Then every `limit` over
 * what counts so far (fee_cap_exceeded, or less is charged), `deduct`, and the one `waiver` that is
 * best for the family. Also refused: out_of_scope; an act the rules forbid (a private school that
 * charges, an extra charge for outsiders); no_rule where no document opens the service. E_INPUT
 * fact_missing when the answer depends on what is not known; bad_input for facts that cannot be.
 * *ret_a is written in part even on failure. */
enum err charge_decide(struct ctx *c, const struct rules *r, const struct charge_facts *f,
                       struct charge_answer *ret_a);
/* The same for many pupils under the same documents. */
enum err charge_decide_by(struct ctx *c, struct tariff *t, const struct charge_facts *f,
                          struct charge_answer *ret_a);

/* The waiver alone of a line that was charged before (item, charged): waived and waiver. What a
 * family was granted after it was billed. Errors as charge_decide(). */
enum err charge_waive(struct ctx *c, struct tariff *t, const struct charge_facts *f,
                      struct charge_line *line);

/* What is known of a service by its kind: the kind, and its time of day. Care and courses come
 * after the afternoon's lessons (R22), lunch at noon, evening study in the evening. */
void facts_of_service(struct rule_facts *f, enum kind kind);

/* The price of one item alone, before limits over several. */
enum err charge_fee(struct ctx *c, const struct rules *r, const struct charge_item *it,
                    struct charge_line *ret_l);
/* R34: whether what was charged (items with `before`) keeps within the limits: fee_cap_exceeded. */
enum err charged_hold(struct ctx *c, const struct rules *r, const struct charge_facts *f);

/* Whether a limit over this kind, or a cap of its fee, reduces the price instead of refusing. */
enum err charge_reduces(struct ctx *c, const struct rules *r, enum kind kind,
                        const struct rule_facts *facts, bool *ret_reduces);

/* Whether somebody else bears something of a charge by these documents that is reckoned once a
 * term: then it matters what was borne before. */
bool charge_by_borne(const struct rules *r);

/* Whether a limit of these documents is over all children of a family together: then what was
 * charged for the pupil's siblings counts too. */
bool charge_by_family(const struct rules *r);

/* Whether a price or a limit of these documents has a cap on a day, half month or month, or a price
 * changes with the number of units: then what was charged before has to be told singly, with its
 * counts. */
bool charge_by_time(const struct rules *r);

/* How a line came about, in one sentence, and the rule that decided it; NULL: nothing limits it. */
struct formula charge_formula(const struct rules *r, const struct charge_line *l);
struct formula charge_limit_formula(const struct charge_line *l); /* of a line with a limit */
/* Whether that limit is over all children of the family. */
bool charge_limit_of_family(const struct charge_line *l);
/* What the days or months came to where a cap on them reduced the line; or NULL. */
/* How its document rounds the line, in words; TEXT_NONE: to the fen. */
enum text_id charge_rounding_text(const struct charge_line *l);
const struct charge_sums *charge_cap_sums(const struct charge_line *l);
/* "2026-03 12 × 5.00 = 60.00 → 50.00; 2026-04 6 × 5.00 = 30.00"; days that are alike together:
 * "17 × (3 × 2.50 = 7.50 → 5.00)". One text for all languages. */
struct str charge_sums_text(struct arena *a, const struct charge_sums *s);
const struct rule *charge_rule(const struct charge_line *l);
/* All of it, line by line. */
void charge_steps(const struct rules *r, const struct charge_answer *a, struct working *ret_s);

#endif

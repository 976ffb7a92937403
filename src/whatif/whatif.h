/* What-if: a draft rule set held against a live term before it is issued. Which pupils' amounts
 * move and by how much, which services would be refused, what the guarantee fund and the pay of
 * staff would come to. Nothing is written: every figure is decided anew from the rows, under the
 * rules in force and under the draft, on the same day. */
#ifndef WHATIF_WHATIF_H
#define WHATIF_WHATIF_H

#include "people/county.h"
#include "people/school.h"
#include "policy/rules.h"
#include "term/term.h"

enum whatif_side { WHATIF_NOW, WHATIF_DRAFT, WHATIF_SIDES };

struct whatif_ask {
	const struct county *county;
	const struct term *term;
	const struct policy_book *now, *draft; /* the draft's stands among the other sets */
	const struct rule_set *set;            /* the draft, in the second book */
	struct date day;                       /* whose rules; DATE_NONE: see whatif_new() */
};

/* The sentence by which an amount moves, or by which a service is refused. */
struct whatif_cause {
	struct str code; /* of the refusal; "" where the amount alone differs */
	struct str requirement, clause, document;
};

/* What families pay, what others bear for them; one pupil's, or the sum of many. */
struct whatif_sum {
	struct money kind[KIND_COUNT]; /* charged by service, without consumables */
	struct money consumables, deducted, waived;
	struct money payable; /* charged + consumables - deducted - waived */
	int64_t refused;      /* services the rules do not allow to be charged as they stand */
};

/* What staff would be paid for the sittings of the term, as far as the rules fix it. */
struct whatif_pay {
	int64_t sittings;             /* of one member of staff each, with a rate */
	int64_t unknown;              /* without: no rule, or one that asks for what is not known */
	struct money lowest, highest; /* the same where the rate is fixed */
};

struct whatif_school {
	school_id school;
	struct str code, name;
	int64_t pupils;                              /* with a seat */
	int64_t moved, more, less, refused, allowed; /* pupils: whose amount or services move; who
	                                                pay more, less; with a service refused that
	                                                is not now; with one allowed again */
	struct whatif_sum sum[WHATIF_SIDES];
	int64_t offerings, offerings_refused; /* open or closed; refused by the draft alone */
	bool guaranteed[WHATIF_SIDES];        /* a document promises the fund */
	struct money guarantee[WHATIF_SIDES];
	struct money guarantee_enrolled[WHATIF_SIDES]; /* were all with a seat in care on the census
	                                                  day to take part (D2): before the term
	                                                  begins nobody has */
	struct whatif_pay pay[WHATIF_SIDES];
};

/* A pupil whose amount or services move, in order of id within the school. */
struct whatif_mover {
	pupil_id pupil;
	bool counted; /* alone, not to be listed: a waiver is granted, and the sentence would say
	                 which */
	struct money payable[WHATIF_SIDES];
	int64_t refused[WHATIF_SIDES]; /* services */
	const struct whatif_cause *cause;
};
/* An offering the draft refuses and the rules in force do not. */
struct whatif_refusal {
	offering_id offering;
	struct str title;
	const struct whatif_cause *cause;
};

/* Where the answers go; members may be NULL. What is given is valid during the call; texts of a
 * cause as long as the what-if. An error ends the school and is its answer. */
struct whatif_sink {
	enum err (*mover)(struct ctx *c, const struct whatif_mover *m, void *arg);
	enum err (*refusal)(struct ctx *c, const struct whatif_refusal *r, void *arg);
	/* Asked at least every thousand pupils: true ends it with E_REFUSED `whatif_cancelled`. */
	bool (*stop)(void *arg);
	void *arg;
};

struct whatif;
/* Inside a reading transaction. Borrows what the ask names. Both sides are asked on the same day:
 * the one that is said, else the day whose rules speak about the term, or the draft's first where
 * that is later. A draft of
 * the nation, the province or a city that the county does not stand on yet is taken as the set it
 * would choose. E_REFUSED no_rule; E_INPUT for a draft that ends before that day. */
enum err whatif_new(struct ctx *c, const struct whatif_ask *a, struct whatif **ret_w);
void whatif_free(struct whatif **w);
struct date whatif_day(const struct whatif *w);

/* One school, inside a reading transaction. Schools may come in any order and any number of runs:
 * each is decided on its own. Memory does not grow with the number of pupils: equal facts give
 * equal answers, so each is decided once. */
enum err whatif_school(struct ctx *c, struct whatif *w, const struct school *s,
                       const struct whatif_sink *sink, struct whatif_school *ret_s);

/* Adds a school's figures to a sum; E_BROKEN when they do not fit. */
enum err whatif_add(struct ctx *c, struct whatif_school *sum, const struct whatif_school *more);

/* How many different cases were decided so far: figures and tests. */
int64_t whatif_decided(const struct whatif *w);

#endif

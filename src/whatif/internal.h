/* Shared inside the room. */
#ifndef WHATIF_INTERNAL_H
#define WHATIF_INTERNAL_H

#include "money/relief.h"
#include "term/offering.h"
#include "whatif/whatif.h"

/* What decides one pupil's term: everything the rules are asked with, and nothing else. */
struct case_service {
	const struct offering *offering; /* lives as long as the pupils of its school are walked */
	bool self_purchase;
};
struct case_facts {
	int64_t stage, grade;
	bool boarding;
	bool private, boarding_school, rural; /* of the school */
	struct str school;                    /* its code; matters where the rules name schools */
	struct relief relief[WHATIF_SIDES];   /* what is granted, as each side's rules know it */
	struct case_service service[CHARGE_ITEMS];
	size_t n;
	struct case_kin {
		struct money care, course, consumables;
	} kin; /* R34: billed to the siblings before this child; where a limit is over a family */
};

/* What a case comes to under both sides. */
struct case_answer {
	struct whatif_sum sum[WHATIF_SIDES];
	bool moved;            /* the amount, or which services are refused */
	bool refused, allowed; /* a service by the draft alone; by the rules in force alone */
	const struct whatif_cause *cause; /* NULL unless moved */
};

struct cases;
/* NULL when memory is out. */
struct cases *cases_new(struct ctx *c);
void cases_free(struct cases **k);
/* From now on cases are decided by these; what was known under others is forgotten. */
enum err cases_rules(struct ctx *c, struct cases *k, const struct rules side[WHATIF_SIDES]);
/* Whether an answer holds for one school alone: then cases_rules() belongs before each. */
bool cases_by_school(const struct cases *k);
/* The answer is valid until the next call. */
enum err cases_decide(struct ctx *c, struct cases *k, const struct case_facts *f,
                      const struct case_answer **ret_a);
int64_t cases_decided(const struct cases *k);

/* One of each kind, for as long as the cases live. `code` is "" where nothing is refused; `rule`
 * may be NULL; a fault's own sentence is
 * taken from the context. NULL when memory is out. */
const struct whatif_cause *cause_of_rule(struct cases *k, const char *code,
                                         const struct rule *rule);
const struct whatif_cause *cause_of_fault(struct cases *k, const struct fault *f);

/* What concerns a school's services and not its pupils (services.c, pay.c). */
struct services_frame {
	const struct whatif_ask *ask;
	const struct rules *rules; /* of both sides */
	struct cases *cases;
	const struct school *school;
	const struct whatif_sink *sink;
};
enum err services_judge(struct ctx *c, const struct services_frame *f, const struct offering *o,
                        size_t n, struct whatif_school *s);
enum err guarantee_ask(struct ctx *c, const struct services_frame *f, struct whatif_school *s);
enum err pay_ask(struct ctx *c, const struct services_frame *f, const struct offering *o, size_t n,
                 struct whatif_school *s);

#endif

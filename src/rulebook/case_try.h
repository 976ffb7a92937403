/* A worked case of a draft worked out while it is written: as if the draft were published. */
#ifndef RULEBOOK_CASE_TRY_H
#define RULEBOOK_CASE_TRY_H

#include "rulebook/edition.h"

struct case_tried {
	bool holds;
	int line; /* of the text, of what does not */
	struct str found, expected;
	struct str came; /* lines `expect …` of what came out */
};
/* The case that begins at a line of the text. E_REFUSED rule_set_wrong: the text cannot stand
 * beside the county's other sets. In a reading transaction. */
enum err case_try(struct ctx *c, const struct edition *e, struct str body, int line,
                  struct case_tried *ret_t);

struct quote;
/* An answer as lines of a case: the refusal and its requirement, or the amounts that count. */
struct str case_expects(struct arena *a, struct str decision, const struct quote *q);

#endif

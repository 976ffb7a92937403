/* Sample pupils held against the rules as they are and as a draft would make them. */
#ifndef RULEBOOK_PREVIEW_H
#define RULEBOOK_PREVIEW_H

#include "rulebook/edition.h"
#include "rulebook/sample.h"

struct outcome {
	struct str words, how, clause; /* the amount or the refusal; the formula; the sentence */
};
struct previewed {
	struct sample sample;
	int64_t made; /* its place among those the document makes, from 1; 0: the county's own */
	struct outcome before, after;
};
/* On the draft's first day; the county's own samples first. In a reading transaction. E_REFUSED
 * rule_set_wrong: the draft cannot stand beside the county's other sets. */
enum err preview_of(struct ctx *c, const struct edition *e, struct previewed **ret_v,
                    size_t *ret_n);
/* One the document makes, by its place. E_ABSENT. */
enum err sample_made_get(struct ctx *c, const struct edition *e, int64_t nth, struct sample *ret_s);
/* How a link names it: "made=3", "sample=ID". */
struct str sample_key(struct ctx *c, const struct previewed *p);

#endif

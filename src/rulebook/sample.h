/* Sample pupils of the preview: made of what the document says, and the county's own. Typical ones,
 * never real ones: a decision and its facts, as the lines of a worked case. */
#ifndef RULEBOOK_SAMPLE_H
#define RULEBOOK_SAMPLE_H

#include "policy/rules.h"
#include "store/store.h"

struct sample {
	rule_sample_id id; /* none: made of the document */
	struct str name, decision;
	struct str body;                /* `case DECISION "name"` and its lines `given …` */
	const struct rule_given *given; /* the same, read */
};
/* What a text of that kind says. E_INPUT when it is none. */
enum err sample_read(struct ctx *c, struct str body, struct sample *ret_s);

/* One for each price, ceiling, waiver, refund and rate of the set (at most SAMPLES_MADE): in the
 * document's own units, under its own conditions, with what else these rules ask. Where the set
 * says nothing of the kind, of the next one above it. */
enum { SAMPLES_MADE = 24 };
enum err samples_made(struct ctx *c, const struct rules *r, struct str set, struct sample **ret_v,
                      size_t *ret_n);

/* The county's own, by name; at most SAMPLES_OWN are kept. In a reading transaction. */
enum { SAMPLES_OWN = 50 };
enum err samples_own(struct ctx *c, county_id county, struct sample **ret_v, size_t *ret_n);
/* E_ABSENT: none of the county's. */
enum err sample_get(struct ctx *c, rule_sample_id id, struct sample *ret_s);

/* Verbs (the county's officer, system), audited. Keeping one: a new one, or in the place of another
 * of the county's. E_INPUT for a text that is none or has no name; E_CONFLICT sample_exists
 * (another of that name) or samples_full. Taking one away: E_ABSENT. */
struct sample_put {
	county_id county; /* an officer's own when none */
	rule_sample_id id;
	struct str body;
	rule_sample_id result;
};
extern const struct verb sample_put_verb;
struct sample_drop {
	county_id county;
	rule_sample_id id;
};
extern const struct verb sample_drop_verb;

#endif

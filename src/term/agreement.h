/* Agreement texts (R50): versions per school, term and kind; school and agency sign for an offering, the
 * guardian signs by naming the version in the application. */
#ifndef TERM_AGREEMENT_H
#define TERM_AGREEMENT_H

#include "base/ctx.h"
#include "term/offering.h"

struct agreement {
	agreement_id id;
	school_id school;
	term_id term;
	int64_t version;
	struct str title, body;
	struct instant published;
};

/* The newest published version for the offering's kind; *ret_found false when there is none. */
enum err agreement_current(struct ctx *c, const struct offering *o, struct agreement *ret_a,
			   bool *ret_found);

/* R50: who has still to sign for this offering before a guardian may: names in the reader's language, none
 * when nobody; *ret_a is the version to sign. One read. For a course by an agency the agency and the school,
 * else the school. No published agreement counts as missing. */
struct agreement_standing {
	agreement_id version;
	struct str missing;
};
enum err agreement_standing(struct ctx *c, const struct offering *o, struct agreement_standing *ret_a);
/* The same for all offerings of a school's term, in the order of `o`. */
enum err agreement_standings(struct ctx *c, school_id school, term_id term, const struct offering *o,
			     size_t n, struct agreement_standing *ret_v);

#endif

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

/* R50: the named version must be the current one, and every other needed party (school; for a course by
 * an agency the agency too) must have signed it for this offering. Refuses `agreement_unsigned` with
 * who is missing. */
enum err agreement_require(struct ctx *c, const struct offering *o, agreement_id signed_version);

#endif

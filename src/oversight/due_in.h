/* Inside this room. */
#ifndef OVERSIGHT_DUE_IN_H
#define OVERSIGHT_DUE_IN_H

#include "oversight/due.h"

#define DUE_AT_SCHOOL (ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE))
#define DUE_ROLES     (DUE_AT_SCHOOL | ROLES_COUNTY_MONEY)

/* These places of a county, without scope: the county itself first. */
struct due_places {
	county_id county;
	bool itself;
	struct school *school;
	size_t n;
};
/* The caller's own: of a school's people their school, of a county's the county itself. E_DENIED
 * for other roles. */
enum err due_places_own(struct ctx *c, struct due_places *ret_p);
enum err due_gather(struct ctx *c, const struct due_places *p, struct task_due **ret_v,
                    size_t *ret_n);

#endif

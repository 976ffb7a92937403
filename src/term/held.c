#include "term/held.h"

#include "term/held.sql.h"

enum err sitting_held(struct ctx *c, sitting_id sitting)
{
	sitting_id id;
	bool found;

	TRY(q_sitting_hold(c, sitting, &id, &found));
	return found ? OK : fault_set(c, E_CONFLICT, "sitting_cancelled", NULL);
}

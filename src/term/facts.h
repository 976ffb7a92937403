/* What the rules may ask of a service a pupil takes: made here alone, so that publication,
 * enrolment, the bill and the recomputation judge the same case. */
#ifndef TERM_FACTS_H
#define TERM_FACTS_H

#include "people/pupil.h"
#include "term/offering.h"

/* R1. The kind with its usual time of day (R22), who provides it, what is done. */
void facts_of_offering(struct rule_facts *f, const struct offering *o);
/* The pupil, the school and the service: pupil_facts() with those above. */
struct rule_facts service_facts(const struct pupil *p, const struct offering *o);

#endif

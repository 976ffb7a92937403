/* Inside the room: in which order the services of a bill were charged. */
#ifndef MONEY_AGAIN_H
#define MONEY_AGAIN_H

#include "money/internal.h"

/* When an enrolment was first charged: what came before it counts against its limits. Two of one
 * moment by their lines; of a line that was written later, when the service came out dearer, by
 * their enrolments. */
struct charged_at {
	enrolment_id enrolment;
	struct instant since;
	size_t line; /* its first one */
	bool later;
};
struct charged_at charged_at(const struct bill_line *line, size_t n, enrolment_id enrolment,
                             struct instant otherwise);
bool charged_before(const struct charged_at *a, const struct charged_at *b);

#endif

/* The work with channels that follows from orders and refunds, by jobs: ask, ask again with growing
 * pauses until it is settled, close, pay back. Nothing here decides: what the channel says goes to
 * the verbs. */
#ifndef PAYMENTS_WORK_H
#define PAYMENTS_WORK_H

#include "jobs/job.h"

extern const struct job_kinds payments_jobs;

#endif

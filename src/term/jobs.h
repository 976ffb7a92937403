/* The jobs of this room: sittings that follow a published offering or a changed calendar. */
#ifndef TERM_JOBS_H
#define TERM_JOBS_H

#include "jobs/job.h"

extern const struct job_kinds term_jobs;

#endif

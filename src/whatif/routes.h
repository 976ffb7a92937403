/* Pages, API and jobs of the what-if. */
#ifndef WHATIF_ROUTES_H
#define WHATIF_ROUTES_H

#include "jobs/job.h"
#include "web/web.h"

extern const struct routes whatif_routes;
extern const struct job_kinds whatif_jobs;

#endif

/* All rooms with doors: the one list of routes and of jobs. */
#ifndef MAIN_HOUSE_H
#define MAIN_HOUSE_H

#include "import/import.h"
#include "jobs/job.h"
#include "web/web.h"

extern const struct routes home_routes; /* the way in */
extern const struct routes *const house_routes[];
extern const size_t house_routes_n;
extern const struct job_kinds *const house_jobs[];
extern const size_t house_jobs_n;
extern const struct import_kind *const house_imports[];
extern const size_t house_imports_n;

#endif

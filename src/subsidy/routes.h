/* The routes of the staff subsidy: school, county, human resources, the teacher's own, the API. */
#ifndef SUBSIDY_ROUTES_H
#define SUBSIDY_ROUTES_H

#include "web/web.h"

extern const struct routes subsidy_routes;

#endif

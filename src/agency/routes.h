/* Pages of a county's agencies. */
#ifndef AGENCY_ROUTES_H
#define AGENCY_ROUTES_H

#include "web/web.h"

extern const struct routes agency_routes;

#endif

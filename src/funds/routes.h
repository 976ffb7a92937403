/* Pages and API of the guarantee fund. */
#ifndef FUNDS_ROUTES_H
#define FUNDS_ROUTES_H

#include "web/web.h"

extern const struct routes funds_routes, budget_routes, spending_routes, special_routes;

#endif

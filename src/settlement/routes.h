/* The routes of price sheets and settlements. */
#ifndef SETTLEMENT_ROUTES_H
#define SETTLEMENT_ROUTES_H

#include "web/web.h"

extern const struct routes settlement_routes;

#endif

/* The routes of bills. */
#ifndef MONEY_ROUTES_H
#define MONEY_ROUTES_H

#include "web/web.h"

extern const struct routes money_routes;

#endif

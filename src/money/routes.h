/* The routes of bills and of the ledger. */
#ifndef MONEY_ROUTES_H
#define MONEY_ROUTES_H

#include "web/web.h"

extern const struct routes money_routes, ledger_routes;

#endif

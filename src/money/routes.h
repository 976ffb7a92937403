/* The routes of bills, of the ledger and of approvals. */
#ifndef MONEY_ROUTES_H
#define MONEY_ROUTES_H

#include "web/web.h"

extern const struct routes money_routes, ledger_routes, approval_routes;

#endif

/* The routes of bills, of the ledger of approvals and of payouts. */
#ifndef MONEY_ROUTES_H
#define MONEY_ROUTES_H

#include "web/web.h"

extern const struct routes money_routes, ledger_routes, approval_routes, waiver_routes,
	payout_routes;

#endif

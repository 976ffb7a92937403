/* The routes of orders, payments, receipts and refunds. */
#ifndef PAYMENTS_ROUTES_H
#define PAYMENTS_ROUTES_H

#include "web/web.h"

extern const struct routes payments_routes, payments_desk_routes;

#endif

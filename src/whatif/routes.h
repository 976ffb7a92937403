/* Pages and API of the what-if. */
#ifndef WHATIF_ROUTES_H
#define WHATIF_ROUTES_H

#include "web/web.h"

extern const struct routes whatif_routes;

#endif

/* Pages and API of terms, offerings, notices and agreements. */
#ifndef TERM_ROUTES_H
#define TERM_ROUTES_H

#include "web/web.h"

extern const struct routes term_routes;

#endif

/* Pages and API of the rule sets of a county. */
#ifndef RULEBOOK_ROUTES_H
#define RULEBOOK_ROUTES_H

#include "web/web.h"

extern const struct routes rulebook_routes;

#endif

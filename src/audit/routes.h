/* Pages, API and jobs of bank statements, audit packs and closed terms. */
#ifndef AUDIT_ROUTES_H
#define AUDIT_ROUTES_H

#include "web/web.h"

extern const struct routes audit_routes;

#endif

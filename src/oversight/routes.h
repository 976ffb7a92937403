/* Schools side by side, counties side by side, and what a school has to do next. */
#ifndef OVERSIGHT_ROUTES_H
#define OVERSIGHT_ROUTES_H

#include "web/web.h"

extern const struct routes oversight_routes;

#endif

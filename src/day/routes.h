/* The routes of registers: the teacher's day, the school's list, the family's view, the API. */
#ifndef DAY_ROUTES_H
#define DAY_ROUTES_H

#include "web/web.h"

extern const struct routes day_routes;

#endif

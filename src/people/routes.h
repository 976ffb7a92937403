/* Pages and API of the organisation: classes, pupils, guardians' codes, staff, schools, counties.
 */
#ifndef PEOPLE_ROUTES_H
#define PEOPLE_ROUTES_H

#include "web/web.h"

extern const struct routes people_routes;

#endif

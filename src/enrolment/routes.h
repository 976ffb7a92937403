/* The routes of enrolment: the guardian's way and the API. */
#ifndef ENROLMENT_ROUTES_H
#define ENROLMENT_ROUTES_H

#include "web/web.h"

extern const struct routes enrolment_routes;

#endif

/* The reviewed table access.csv: what each role gets of each route. Columns: method, path, what is
 * sent (the query of a GET, else the body; <pupil> is filled in by place, <own.pupil> with the
 * first place's), then what each role gets: one status, or four by place. The columns of roles go
 * by their numbers; the system, which asks for nothing over HTTP, has none. */
#ifndef TESTS_STORY_ACCESS_H
#define TESTS_STORY_ACCESS_H

#include "../kit.h"

#include "main/house.h"
#include "web/web.h"

enum { ROLES = ROLE_COUNT, ACCESS_MAX = 1200 };

struct access_line {
	struct str method, path, send;
	struct str cell[ROLES]; /* by role; none of the system's */
	uint32_t number;        /* in the file */
};

/* All lines, their texts in `keep`; how many. */
size_t access_read(struct ctx *c, struct arena *keep, struct access_line ret_v[ACCESS_MAX]);
/* The route a line speaks of; NULL: there is none. */
const struct route *access_route(const struct access_line *l);
/* The route that answers this request; NULL: none. */
const struct route *access_route_at(const char *method, struct str target);
const char *method_name(enum method m);

#endif

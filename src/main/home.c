/* "/": everybody's own first page. Here, because no room knows the pages of all the others. */
#include "main/house.h"

#include "base/text.h"

/* By role, the best first; a room that is not in the house yet is passed over. */
static const char *const homes[ROLE_COUNT][3] = {
	[ROLE_NONE] = {"/login"},
	[ROLE_GUARDIAN] = {"/home"},
	[ROLE_TEACHER] = {"/today"},
	[ROLE_CLASS_HEAD] = {"/today"},
	[ROLE_SCHOOL_CLERK] = {"/school", "/school/offerings", "/school/pupils"},
	[ROLE_SCHOOL_LEADER] = {"/school", "/school/offerings", "/school/pupils"},
	[ROLE_AGENCY] = {"/agency"},
	[ROLE_COUNTY] = {"/county", "/county/schools"},
	[ROLE_CITY] = {"/city", "/city/counties"},
	[ROLE_SYSTEM] = {"/inbox"},
	[ROLE_SCHOOL_FINANCE] = {"/approvals", "/school/ledger"},
	[ROLE_COUNTY_FINANCE] = {"/approvals", "/county/ledger"},
	[ROLE_COUNTY_HR] = {"/inbox"},
	[ROLE_CITY_FINANCE] = {"/city/ledger"},
};

static bool served(const char *path, enum role role)
{
	for (size_t i = 0; i < house_routes_n; i++) {
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];

			if (r->method == M_GET && strcmp(r->path, path) == 0 &&
			    r->allowed & ROLE_BIT(role))
				return true;
		}
	}
	return false;
}

static enum err home_get(struct ctx *c, struct req *r, struct reply *w)
{
	enum role role = c->actor.role;

	for (size_t i = 0; i < 3 && homes[role][i]; i++) {
		if (served(homes[role][i], role))
			return reply_see(c, w, str_of(homes[role][i]), TEXT_NONE);
	}
	return reply_see(c, w, S("/inbox"), TEXT_NONE);
}

static const struct route routes[] = {
	{M_GET, "/", .allowed = ROLES_PUBLIC, .scope = SCOPE_PUBLIC, .run = home_get,
         .summary = "To the first page of the caller's role"},
};
const struct routes home_routes = ROUTES(routes);

/* The pages of this room as a browser without scripts asks for them. */
#ifndef TESTS_RULEBOOK_WEB_WORLD_H
#define TESTS_RULEBOOK_WEB_WORLD_H

#include "../kit_web.h"

#include "auth/auth.h"
#include "people/routes.h"
#include "rulebook/routes.h"
#include "world.h"

#define OPEN "2026-09-01 .. open"

static inline struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes,
	                                              &rulebook_routes};

	return kit_web_open(c, tables, 3);
}

static inline const char *path(struct ctx *c, edition_id id, const char *more)
{
	return str_c(c->arena, str_printf(c->arena, "/county/rules/%lld%s", (long long)id.v, more));
}

/* A form's value. */
static inline const char *encoded(struct ctx *c, const char *name, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = arena_take(c->arena, 3 * s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		p[n++] = '%';
		p[n++] = hex[(unsigned char)s.p[i] >> 4];
		p[n++] = hex[(unsigned char)s.p[i] & 15];
	}
	return str_c(c->arena, str_printf(c->arena, "&%s=%.*s", name, (int)n, p));
}

static inline const char *both(struct ctx *c, const char *a, const char *b)
{
	return str_c(c->arena, str_printf(c->arena, "%s%s", a, b));
}

static inline edition_id drafted(struct ctx *c, const struct kit_people *w)
{
	edition_id id;

	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "180.00"),
	                &id));
	return id;
}

/* The line on which a statement begins. */
static inline const char *line_of(struct ctx *c, struct str body, struct str words)
{
	size_t at, line = 1;

	assert_true(str_find(body, words, &at));
	for (size_t i = 0; i < at; i++)
		line += body.p[i] == '\n';
	return str_c(c->arena, str_printf(c->arena, "%zu", line));
}

#endif

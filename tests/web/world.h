/* A small server of the tests' own: routes of every kind, two accounts, no database. */
#ifndef TESTS_WEB_WORLD_H
#define TESTS_WEB_WORLD_H

#include "../kit.h"

#include "web/web.h"

extern const struct routes world_routes;
extern const struct web_auth world_auth;

/* Tokens the world's auth knows; their CSRF tokens. */
#define GUARDIAN_TOKEN "guardian-token"
#define CLERK_TOKEN    "clerk-token"
#define GUARDIAN_CSRF  "csrf-of-the-guardian"

struct thing {
	struct str title;
	int64_t n;
	int64_t id;
	struct money price;
	struct date day;
	struct clock_time at;
	bool open;
	struct str kind;
	struct in_ids pupils;
	struct in_rows marks;
};
struct thing_mark {
	int64_t pupil;
	struct str mark;
	struct money fine;
};
extern struct thing world_seen; /* what the last POST read; its title ends with the request */
extern const struct input world_thing;
extern struct str world_open; /* where /wechat is to lead */
extern bool world_given;      /* whether the handler of /plain was given an input or a query */

struct web *world_start(struct ctx *c, const char *listen);
struct web_answer world_ask(struct ctx *c, struct web *w, const char *method, const char *target,
                            const char *headers, struct str body);
/* The value of a header, STR_NONE when it is not there. */
struct str world_header(struct str headers, const char *name);
/* The CSRF token as a page shows it. */
struct str world_token(struct str html);
bool world_has(struct str s, const char *what);

#endif

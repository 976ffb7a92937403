/* The story's world, served, with a caller of every role; and what they ask by access.csv. */
#ifndef TESTS_STORY_WORLD_H
#define TESTS_STORY_WORLD_H

#include "access.h"
#include "places.h"

#include "base/jsonread.h"
#include "web/web.h"

struct caller {
	struct actor actor;
	struct str token, csrf, form; /* form: the cookie of who is not logged in */
	int64_t id[THINGS];           /* own session, message, appointment */
};

struct story {
	struct kit_db db;
	struct kit_people w;
	struct kit_term t;
	struct places p;
	struct caller by[ROLES];
	struct access_line line[ACCESS_MAX];
	size_t lines;
	struct web *web;
	const struct jval *described; /* openapi.json */
	struct arena *keep, *pass;    /* whole test; one request */
	size_t wrong, sent;
	bool dirty;
};

struct story *story_opened(void **state);
void story_closed(struct ctx *c, struct story *s);
/* The world as it was before anybody asked for anything. */
void story_anew(struct ctx *c, struct story *s);

/* A form gets its token; *ret_a lives until s->pass is reset. The status. */
int story_send(struct story *s, const struct caller *by, const char *method, struct str target,
               struct str body, struct web_answer *ret_a);
/* The things of a place put where the text names them: {pupil} or <pupil>. */
struct str story_fill(struct story *s, const struct caller *by, enum place place, struct str text,
                      char opens, char closes, bool *ret_any);
/* How many rows the audit has. */
int64_t story_audits(struct ctx *c);
/* One thing wrong more, and what. */
void story_wrong(struct story *s, const struct access_line *l, int role, int place,
                 const char *what, struct str detail);

#endif

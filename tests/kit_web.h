/* Somebody at a browser, through the whole dispatcher without a socket: cookies, the CSRF token and
 * the key of the form last seen. Include after "kit_people.h".
 *
 *   static const struct routes *const tables[] = {&auth_routes, &people_routes};
 *   struct kit_web b = kit_web_open(c, tables, 2);
 *   kit_web_login(&b, &w->clerk);
 *   assert_int_equal(kit_web_get(&b, "/school/pupils"), 200);
 *   kit_web_close(&b);
 */
#ifndef TESTS_KIT_WEB_H
#define TESTS_KIT_WEB_H

#include "web/web.h"

struct kit_web {
	struct ctx *c;
	struct web *w;
	struct str token;  /* of the login session */
	struct str csrf;   /* of the page last seen */
	const char *agent; /* the browser's own name; NULL: a program's */
	enum lang lang;    /* the reader's; Chinese where nothing is said */
	struct web_answer a;
};

struct kit_web kit_web_open(struct ctx *c, const struct routes *const *tables, size_t n);
void kit_web_close(struct kit_web *b);
/* A new login session of this account, in this role. */
void kit_web_login(struct kit_web *b, const struct actor *who);
/* The status; headers and body stand in b->a. */
int kit_web_get(struct kit_web *b, const char *path);
/* `fields` URL-encoded, "&name=value…"; token and a fresh key are added. */
int kit_web_post(struct kit_web *b, const char *path, const char *fields);
/* The same with a key of the caller's own, to send it twice. */
int kit_web_post_key(struct kit_web *b, const char *path, const char *fields, const char *key);
/* JSON with the bearer token; body NULL: none. */
int kit_web_api(struct kit_web *b, const char *method, const char *path, const char *body);
bool kit_web_shows(const struct kit_web *b, const char *what);
struct str kit_web_header(const struct kit_web *b, const char *name);

#endif

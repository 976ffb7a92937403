/* What the pages of this room share. Inside auth only. */
#ifndef AUTH_PAGES_H
#define AUTH_PAGES_H

#include "auth/login.h"
#include "web/formview.h"

enum layout layout_of(enum role role);
/* A path of ours, else "/": a link somebody sent must not lead elsewhere after login. */
struct str path_ours(struct str path);
/* Says how long to wait, when there is something to wait for. */
void reply_wait(struct ctx *c, struct reply *w, int64_t wait_s);
/* The login cookie of a session that was just opened. */
void reply_session(struct ctx *c, struct reply *w, const struct login_done *done);

enum err login_get(struct ctx *c, struct req *r, struct reply *w);
enum err login_post(struct ctx *c, struct req *r, struct reply *w);
enum err code_get(struct ctx *c, struct req *r, struct reply *w);
enum err code_post(struct ctx *c, struct req *r, struct reply *w);
enum err logout_post(struct ctx *c, struct req *r, struct reply *w);
extern const struct input login_input, login_query_input, code_input;

enum err account_page(struct ctx *c, struct req *r, struct reply *w);
enum err session_end_post(struct ctx *c, struct req *r, struct reply *w);
enum err sessions_end_post(struct ctx *c, struct req *r, struct reply *w);
enum err password_get(struct ctx *c, struct req *r, struct reply *w);
enum err password_post(struct ctx *c, struct req *r, struct reply *w);
enum err roles_page(struct ctx *c, struct req *r, struct reply *w);
enum err role_post(struct ctx *c, struct req *r, struct reply *w);
extern const struct input password_input, role_input;

enum err api_session_post(struct ctx *c, struct req *r, struct reply *w);
enum err api_session_list(struct ctx *c, struct req *r, struct reply *w);
enum err api_session_delete(struct ctx *c, struct req *r, struct reply *w);
extern const struct input api_login_input;

/* One login session of the caller's ends; used by page, API and logout. */
enum err end_own_session(struct ctx *c, session_id session);

#endif

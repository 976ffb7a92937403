/* What the rest of the house needs of logins: the routes, the resolver for web, the jobs. */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include "jobs/job.h"
#include "web/web.h"

extern const struct routes auth_routes;
extern const struct web_auth auth_web;
extern const struct job_kinds auth_jobs;

/* Writes "account", "role" and "roles" of the caller into the open JSON object: the part of
 * GET /api/v1/me that is not about pupils. Inside a read transaction. */
enum err auth_me_json(struct ctx *c, struct json *j);

#endif

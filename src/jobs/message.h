/* Messages to people: an outbox written in the transaction of what they tell about, and an inbox
 * page that shows them. */
#ifndef JOBS_MESSAGE_H
#define JOBS_MESSAGE_H

#include "base/text.h"
#include "jobs/job.h"
#include "web/web.h"

#define MESSAGE_ARGS 10

/* In a verb. `text` of the catalogue with args for {0}, {1}…, shown in the reader's language, as
 * is an arg that is a phrase; args are sealed, they may name a child. `link` is a path of ours or
 * STR_NONE. E_INPUT for more than MESSAGE_ARGS args or a link that does not begin with one '/'. */
enum err message_put(struct ctx *c, account_id account, enum text_id text, const struct str *args,
                     size_t n, struct str link);

/* Inside a transaction: unread messages of the caller's inbox; layouts show the number. */
enum err message_unread(struct ctx *c, int64_t *ret_n);

/* How many days a message stays after it was read; what nobody has read stays. Said once at the
 * start, before anything is served. */
#define MESSAGE_KEEP_DAYS 180
void messages_keep(int64_t days);

/* GET /inbox and /inbox/export.{format}, POST /inbox/read and /inbox/{message}/read; for the city's
 * office GET /jobs, /jobs/export.{format} and POST /jobs/{job}/retry. */
extern const struct routes jobs_routes;

#endif

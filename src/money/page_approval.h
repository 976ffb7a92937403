/* The handlers of approvals and what they read. Inside this room. */
#ifndef MONEY_PAGE_APPROVAL_H
#define MONEY_PAGE_APPROVAL_H

#include "money/approval.h"
#include "people/pages.h"

struct approvals_in {
	struct list_query list;
	struct str kind;
	bool decided, schools;
};
struct approval_say_in {
	struct str word, reason;
};
extern const struct input approvals_query, approval_say_input;

enum err page_approvals(struct ctx *c, struct req *r, struct reply *w);
enum err page_approvals_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_approval(struct ctx *c, struct req *r, struct reply *w);
enum err page_approval_say(struct ctx *c, struct req *r, struct reply *w);

enum err api_approvals(struct ctx *c, struct req *r, struct reply *w);
enum err api_approval(struct ctx *c, struct req *r, struct reply *w);
enum err api_approval_say(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer approvals_told, approval_told;

#endif

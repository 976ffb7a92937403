/* One thing that was declared of an agency or of oneself, and its end: handlers. Inside this room.
 */
#ifndef SETTLEMENT_PAGE_RELATED_H
#define SETTLEMENT_PAGE_RELATED_H

#include "payments/case.h"

struct end_in {
	struct date last_day;
	struct str reason;
};
extern const struct input related_end_input;

enum err page_related_party_one(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_party_end(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_interest_one(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_interest_end(struct ctx *c, struct req *r, struct reply *w);
enum err api_party_end(struct ctx *c, struct req *r, struct reply *w);
enum err api_interest_end(struct ctx *c, struct req *r, struct reply *w);

#endif

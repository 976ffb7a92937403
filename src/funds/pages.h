/* Inside this room. */
#ifndef FUNDS_PAGES_H
#define FUNDS_PAGES_H

#include "web/web.h"

enum err api_guarantee(struct ctx *c, struct req *r, struct reply *w);

struct guarantee_asked {
	term_id term;
	school_id school;
};
extern const struct input guarantee_query;

#endif

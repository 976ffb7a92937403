/* The handlers of this room and the inputs they read. */
#ifndef MONEY_PAGES_H
#define MONEY_PAGES_H

#include "money/bill.h"
#include "people/pages.h"
#include "term/pages.h"

struct bills_in {
	struct list_query list;
	class_id class;
	term_id term; /* none: the one that runs, else the newest with rows */
};
struct bills_out {
	struct str reason;
};
extern const struct input bills_query, bills_export_input;
enum err page_bills(struct ctx *c, struct req *r, struct reply *w);
enum err page_bills_export(struct ctx *c, struct req *r, struct reply *w);

#endif

/* The handlers of waivers and what they read. Inside this room. */
#ifndef MONEY_PAGE_WAIVER_H
#define MONEY_PAGE_WAIVER_H

#include "money/waiver.h"
#include "people/desk.h"

struct waivers_in {
	struct list_query list;
	struct str state;
	pupil_id pupil;
};
struct waivers_out {
	struct str state, reason;
};

extern const struct input waivers_query, waivers_out_input, waiver_ask_input, waiver_grant_input,
	waiver_end_input;

/* The verbs, once for a request's key; for pages and API alike. */
enum err waiver_asked(struct ctx *c, struct req *r, waiver_id *ret_id);
enum err waiver_granted(struct ctx *c, struct req *r, waiver_id *ret_id);
enum err waiver_ended(struct ctx *c, struct req *r, const struct verb *verb, waiver_id *ret_id);

enum err waiver_page_family_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_family(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_ask(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_one(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_grant(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_refuse(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_withdraw(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_list(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_enter(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_page_sheet(struct ctx *c, struct req *r, struct reply *w);

enum err waiver_api_list(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_api_ask(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_api_grant(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_api_refuse(struct ctx *c, struct req *r, struct reply *w);
enum err waiver_api_withdraw(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer waiver_told, waivers_told;

#endif

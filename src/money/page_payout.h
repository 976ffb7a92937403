/* The handlers of payout batches and what they read. Inside this room. */
#ifndef MONEY_PAGE_PAYOUT_H
#define MONEY_PAGE_PAYOUT_H

#include "money/payout.h"
#include "people/pages.h"

struct payout_file_in {
	struct str charset;
};
struct payout_day_in {
	struct date paid_day;
};
struct payout_said_in {
	payout_line_id line;
	struct str state;
	struct date day;
	struct str reason;
};
struct payout_cancel_in {
	struct str cancel_reason;
};
extern const struct input payout_file_input, payout_day_input, payout_said_input,
	payout_cancel_input;

enum err page_payouts(struct ctx *c, struct req *r, struct reply *w);
enum err page_payouts_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout_submit(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout_file(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout_paid(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout_said(struct ctx *c, struct req *r, struct reply *w);
enum err page_payout_cancel(struct ctx *c, struct req *r, struct reply *w);

enum err api_payouts(struct ctx *c, struct req *r, struct reply *w);
enum err api_payout(struct ctx *c, struct req *r, struct reply *w);
enum err api_payout_submit(struct ctx *c, struct req *r, struct reply *w);
enum err api_payout_said(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer payouts_told, payout_told;

struct view_part_tag payout_tag(struct ctx *c, enum payout_state s);
enum text_id payout_line_text(enum payout_line_state s);

#endif

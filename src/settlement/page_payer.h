/* One receipt of a payer of waivers: handlers. Inside this room. */
#ifndef SETTLEMENT_PAGE_PAYER_H
#define SETTLEMENT_PAGE_PAYER_H

#include "payments/case.h"

enum err page_payer_one(struct ctx *c, struct req *r, struct reply *w);
enum err page_payer_back(struct ctx *c, struct req *r, struct reply *w);
enum err page_payer_back_yes(struct ctx *c, struct req *r, struct reply *w);
enum err page_payer_back_no(struct ctx *c, struct req *r, struct reply *w);

#endif

/* The handlers of this room and the inputs they read. */
#ifndef PAYMENTS_PAGES_H
#define PAYMENTS_PAGES_H

#include "people/pages.h"

enum err notice_wechat(struct ctx *c, struct req *r, struct reply *w);
enum err notice_alipay(struct ctx *c, struct req *r, struct reply *w);

#endif

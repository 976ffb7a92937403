/* Who pays inside WeChat (JSAPI). The channel calls a payer by an openid, which an app learns in
 * two steps: the payer's own chat is sent to a page of WeChat, which sends it back with a code that
 * is good for once and five minutes; the code is exchanged for the openid. Belongs into a job, like
 * every call over the network. R60 */
#ifndef PAY_WECHAT_LOGIN_H
#define PAY_WECHAT_LOGIN_H

#include "pay/channel.h"

/* Whether this merchant's app can learn who pays: it has a secret (merchant.h). */
bool wechat_login_ready(const struct merchant *m);

/* The openid behind a code. This reply bears no signature: that it comes over TLS from the one host
 * in the merchant's file is all there is, and it moves no money.
 * E_REFUSED `wechat_code_bad` (found: the channel's number) for a code that is wrong, too old or
 * was used; `pay_merchant_bad` when app or secret are not known there, or there is none;
 * `pay_refused` (found) for any other no; E_BROKEN `pay_unreachable` when nothing is known. */
enum err wechat_openid(struct ctx *c, const struct pay *p, struct str code, struct str *ret_openid);

#endif

/* Shared inside the room. */
#ifndef PAY_INTERNAL_H
#define PAY_INTERNAL_H

#include "pay/channel.h"

/* E_REFUSED: what came does not carry the channel's signature, or speaks of another merchant. */
enum err pay_forged(struct ctx *c);
/* E_REFUSED: the channel says no, in its own words; found: "CODE: words". */
enum err pay_refused(struct ctx *c, struct str code, struct str words);

/* E_INPUT naming the field. */
enum err pay_number_check(struct ctx *c, const char *field, struct str number);
enum err pay_order_check(struct ctx *c, const struct pay_order *o);
enum err pay_refund_check(struct ctx *c, const struct pay_refund *r);
/* What came back must speak of the refund that was asked for. */
enum err pay_refund_same(struct ctx *c, const struct pay_refund *r,
                         const struct pay_refunded *said);

/* https://kehou.example/pay/notices/wechat/341702 */
struct str pay_notify_url(struct ctx *c, const struct pay *p, const char *channel);

/* The exact text a signature covers; also what a test's gateway must come to by its own code. */
struct str wechat_signed_text(struct arena *a, const char *method, struct str path,
                              int64_t timestamp, struct str nonce, struct str body);
/* Names sorted by their bytes, empty values, `sign` and `sign_type` left out, k=v joined by &. */
struct alipay_param {
	struct str name, value;
};
struct str alipay_signed_text(struct arena *a, struct alipay_param *v, size_t n,
                              bool with_sign_type);
/* "12.34", nothing else: amounts of this channel are yuan with two decimals. */
bool alipay_amount(struct str s, struct money *ret_m);
/* The raw text of a member's value in a JSON object, as it was signed. */
bool alipay_node(struct str json, struct str name, struct str *ret_raw);

/* Daily files, see channel.h; their footers must agree with their lines. */
enum err wechat_statement_read(struct ctx *c, struct str csv, struct pay_statement *ret_s);
enum err alipay_statement_read(struct ctx *c, struct str zip, struct pay_statement *ret_s);

#endif

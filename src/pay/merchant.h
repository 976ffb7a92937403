/* What a county's supervised account is called at the channels, and its keys. One file a county,
 * `CODE.pay` in the directory of the setting `pay.dir`, mode 0600, "name = value" lines; keys are
 * PEM files beside it. Money is collected for no other account: no family committee, no agency, no
 * free payment link (R60, R65, R76). */
#ifndef PAY_MERCHANT_H
#define PAY_MERCHANT_H

#include "base/ctx.h"
#include "crypto/rsa.h"

struct merchant_wechat {
	bool some;
	struct str base;  /* https://api.mch.weixin.qq.com */
	struct str login; /* https://api.weixin.qq.com: who a payer is, see wechat_openid() */
	struct str open;  /* https://open.weixin.qq.com: where a payer is sent to say so */
	struct str mchid, appid;
	struct str serial;          /* of our certificate */
	struct str platform_serial; /* of the channel's certificate or public key */
	struct str api_key;         /* APIv3 key, 32 bytes */
	struct str secret;          /* of the app; none: nobody pays inside WeChat */
	struct rsa_key *own, *platform;
};
struct merchant_alipay {
	bool some;
	struct str base; /* https://openapi.alipay.com/gateway.do */
	struct str app_id, seller_id;
	struct rsa_key *own, *platform;
};
struct merchant {
	struct str county; /* its code */
	struct str notify; /* https://kehou.example/pay/notices: the channel's name is added */
	struct merchant_wechat wechat;
	struct merchant_alipay alipay;
};

/* E_ABSENT `pay_not_set_up` when the county has no file; E_REFUSED `keys_exposed` when others may
 * read it or a key of it, `pay_merchant_bad` (field: the line's name, found, allowed) for anything
 * wrong in it, `rsa_key_malformed`. */
enum err merchant_load(struct ctx *c, const char *dir, struct str county, struct merchant **ret_m);
void merchant_free(struct merchant **m);

#endif

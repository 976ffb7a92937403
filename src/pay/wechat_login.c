#include "pay/wechat_login.h"

#include "base/jsonread.h"
#include "pay/internal.h"

enum { REPLY_MAX = 16 << 10, OPENID_MAX = 128 };

bool wechat_login_ready(const struct merchant *m)
{
	return m->wechat.some && str_some(m->wechat.secret);
}

static enum err merchant_bad(struct ctx *c, const char *line, struct str found)
{
	return fault_set(c, E_REFUSED, "pay_merchant_bad",
	                 &(struct fault){.field = str_of(line), .found = found});
}

/* The numbers of its list of return codes. */
static enum err refused(struct ctx *c, int64_t number)
{
	struct str said = str_printf(c->arena, "%lld", (long long)number);

	switch (number) {
	case -1:    /* busy, try again */
	case 45009: /* too many today */
	case 45011: /* too many at once */
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	case 40029: /* no such code */
	case 40163: /* used */
	case 41008: /* none */
	case 42003: /* too old */
		return fault_set(c, E_REFUSED, "wechat_code_bad", &(struct fault){.found = said});
	case 40013:
		return merchant_bad(c, "wechat.appid", said);
	case 40001:
	case 40125:
	case 41004:
		return merchant_bad(c, "wechat.secret", said);
	default:
		return pay_refused(c, said, S(""));
	}
}

/* Its words are not kept: they may repeat what was asked. */
static enum err read_reply(struct ctx *c, struct str body, struct str *ret_openid)
{
	const struct jval *root;
	struct str openid;
	int64_t number = 0;

	TRY(jread(c, body, REPLY_MAX, &root));
	if (jval_has(root, "errcode"))
		TRY(jval_i64(c, root, "errcode", -1, INT32_MAX, &number));
	if (number != 0)
		return refused(c, number);
	TRY(jval_str(c, root, "openid", OPENID_MAX, &openid));
	*ret_openid = openid;
	return str_some(openid) ? OK : pay_refused(c, S("openid"), S(""));
}

enum err wechat_openid(struct ctx *c, const struct pay *p, struct str code, struct str *ret_openid)
{
	const struct merchant_wechat *w = &p->merchant->wechat;
	struct str headers[1] = {S("Accept: application/json")};
	struct http_ask ask = {.method = "GET", .headers = headers, .n_headers = 1};
	struct http_said said;
	enum err e;

	if (!wechat_login_ready(p->merchant))
		return merchant_bad(c, "wechat.secret", S(""));
	ask.url = str_printf(c->arena,
	                     "%.*s/sns/oauth2/access_token?appid=%.*s&secret=%.*s&code=%.*s"
	                     "&grant_type=authorization_code",
	                     STR_FMT(w->login), STR_FMT(url_encode(c->arena, w->appid)),
	                     STR_FMT(w->secret), STR_FMT(url_encode(c->arena, code)));
	TRY(p->http->send(c, p->http->self, &ask, &said));
	if (said.status != 200)
		return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
	e = read_reply(c, said.body, ret_openid);
	/* What cannot be read says nothing, like no answer at all. */
	return e == E_INPUT ? fault_set(c, E_BROKEN, "pay_unreachable", NULL) : e;
}

#include "pay/merchant.h"

#include <sodium.h>

#include "base/config.h"
#include "crypto/hash.h"
#include "crypto/keys.h"

enum {
	FILE_ROOM = 16 << 10,
	MERCHANT_CEILING = 1 << 20,
	API_KEY = 32,
	SECRET_MIN = 16,
	SECRET_MAX = 128
};

#define WECHAT       "https://api.mch.weixin.qq.com"
#define WECHAT_LOGIN "https://api.weixin.qq.com"
#define WECHAT_OPEN  "https://open.weixin.qq.com"
#define ALIPAY       "https://openapi.alipay.com/gateway.do"
#define LOOPBACK     "http://127.0.0.1:"

/* The lines of a file. `group` 0 belongs to all, 1 to WeChat Pay, 2 to Alipay. */
enum line {
	L_NOTIFY,
	L_WECHAT_BASE,
	L_WECHAT_LOGIN,
	L_WECHAT_OPEN,
	L_WECHAT_SECRET,
	L_WECHAT_MCHID,
	L_WECHAT_APPID,
	L_WECHAT_SERIAL,
	L_WECHAT_KEY,
	L_WECHAT_API_KEY,
	L_WECHAT_PLATFORM_SERIAL,
	L_WECHAT_PLATFORM_KEY,
	L_ALIPAY_BASE,
	L_ALIPAY_APP_ID,
	L_ALIPAY_SELLER_ID,
	L_ALIPAY_KEY,
	L_ALIPAY_PLATFORM_KEY,
	L_COUNT
};
static const struct {
	const char *name;
	int group;
	const char *fallback; /* NULL: required when its group is used; "": may be left out */
} LINES[L_COUNT] = {
	[L_NOTIFY] = {"notify", 0, NULL},
	[L_WECHAT_BASE] = {"wechat.base", 1, WECHAT},
	[L_WECHAT_LOGIN] = {"wechat.login", 1, WECHAT_LOGIN},
	[L_WECHAT_OPEN] = {"wechat.open", 1, WECHAT_OPEN},
	[L_WECHAT_SECRET] = {"wechat.secret", 1, ""},
	[L_WECHAT_MCHID] = {"wechat.mchid", 1, NULL},
	[L_WECHAT_APPID] = {"wechat.appid", 1, NULL},
	[L_WECHAT_SERIAL] = {"wechat.serial", 1, NULL},
	[L_WECHAT_KEY] = {"wechat.key", 1, NULL},
	[L_WECHAT_API_KEY] = {"wechat.api_key", 1, NULL},
	[L_WECHAT_PLATFORM_SERIAL] = {"wechat.platform_serial", 1, NULL},
	[L_WECHAT_PLATFORM_KEY] = {"wechat.platform_key", 1, NULL},
	[L_ALIPAY_BASE] = {"alipay.base", 2, ALIPAY},
	[L_ALIPAY_APP_ID] = {"alipay.app_id", 2, NULL},
	[L_ALIPAY_SELLER_ID] = {"alipay.seller_id", 2, NULL},
	[L_ALIPAY_KEY] = {"alipay.key", 2, NULL},
	[L_ALIPAY_PLATFORM_KEY] = {"alipay.platform_key", 2, NULL},
};

struct merchant_own {
	struct merchant m; /* first: what is handed out */
	struct arena *arena;
};

static enum err bad(struct ctx *c, const char *line, struct str found, struct str allowed)
{
	return fault_set(
		c, E_REFUSED, "pay_merchant_bad",
		&(struct fault){.field = str_of(line), .found = found, .allowed = allowed});
}

static enum err line_put(struct ctx *c, struct str line, struct str value[L_COUNT])
{
	struct str rest = line;
	struct str name = str_trim(str_cut(&rest, '='));

	for (int i = 0; i < L_COUNT; i++) {
		if (!str_is(name, LINES[i].name))
			continue;
		if (value[i].p)
			return bad(c, LINES[i].name, S("2"), S("1"));
		value[i] = str_trim(rest.p ? rest : S(""));
		return str_some(value[i]) ? OK : bad(c, LINES[i].name, S(""), STR_NONE);
	}
	return bad(c, str_c(c->arena, name), name, STR_NONE);
}

static enum err lines_read(struct ctx *c, struct str text, struct str value[L_COUNT], bool used[3])
{
	while (text.p) {
		struct str line = str_trim(str_cut(&text, '\n'));

		if (str_some(line) && line.p[0] != '#')
			TRY(line_put(c, line, value));
	}
	used[0] = true;
	for (int i = 0; i < L_COUNT; i++)
		used[LINES[i].group] |= value[i].p != NULL;
	for (int i = 0; i < L_COUNT; i++) {
		if (!used[LINES[i].group] || value[i].p)
			continue;
		if (!LINES[i].fallback)
			return bad(c, LINES[i].name, S(""), STR_NONE);
		value[i] = str_of(LINES[i].fallback);
	}
	return used[1] || used[2] ? OK : bad(c, "wechat.mchid", S(""), STR_NONE);
}

/* Money is never talked about in the clear; a gateway on this machine is a test's. */
static enum err base_check(struct ctx *c, enum line i, const struct str value[L_COUNT])
{
	if (str_starts(value[i], S("https://")) || str_starts(value[i], S(LOOPBACK)))
		return OK;
	return bad(c, LINES[i].name, value[i], S("https://…"));
}

/* A family's browser is sent there: to WeChat, whatever stands in the file. */
static enum err open_check(struct ctx *c, const struct str value[L_COUNT])
{
	if (str_is(value[L_WECHAT_OPEN], WECHAT_OPEN) ||
	    str_starts(value[L_WECHAT_OPEN], S(LOOPBACK)))
		return OK;
	return bad(c, LINES[L_WECHAT_OPEN].name, value[L_WECHAT_OPEN], S(WECHAT_OPEN));
}

/* The bytes of a file that a line names, beside the merchant's own; the caller wipes `buf`. */
static enum err beside(struct ctx *c, const char *dir, enum line i, const struct str value[L_COUNT],
                       char *buf, size_t *ret_n)
{
	const char *path;

	if (memchr(value[i].p, '/', value[i].n))
		return bad(c, LINES[i].name, value[i], S("a file beside this one"));
	path = str_c(c->arena, str_printf(c->arena, "%s/%.*s", dir, STR_FMT(value[i])));
	return secret_file(c, path, buf, FILE_ROOM, ret_n);
}

static enum err key_read(struct ctx *c, const char *dir, enum line i,
                         const struct str value[L_COUNT], bool own, struct rsa_key **ret_k)
{
	char pem[FILE_ROOM];
	struct str text = {pem, 0};
	enum err e = beside(c, dir, i, value, pem, &text.n);

	if (e == OK)
		e = own ? rsa_private(c, text, ret_k) : rsa_public(c, text, ret_k);
	sodium_memzero(pem, sizeof pem);
	return e;
}

static bool secret_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z') ||
		      (s.p[i] >= 'A' && s.p[i] <= 'Z')))
			return false;
	}
	return s.n >= SECRET_MIN && s.n <= SECRET_MAX;
}

static enum err app_secret_read(struct ctx *c, const char *dir, const struct str value[L_COUNT],
                                struct str *ret_secret)
{
	char buf[FILE_ROOM];
	struct str text = {buf, 0};
	enum err e;

	if (!str_some(value[L_WECHAT_SECRET]))
		return OK;
	e = beside(c, dir, L_WECHAT_SECRET, value, buf, &text.n);
	if (e == OK) {
		text = str_trim(text);
		if (secret_plain(text))
			*ret_secret = str_dup(c->arena, text);
		else
			e = bad(c, LINES[L_WECHAT_SECRET].name, S("********"),
			        S("16–128 0-9 A-Z a-z"));
	}
	sodium_memzero(buf, sizeof buf);
	return e;
}

static enum err api_key_read(struct ctx *c, const char *dir, const struct str value[L_COUNT],
                             struct str *ret_key)
{
	struct str key = str_dup(c->arena, value[L_WECHAT_API_KEY]);

	if (key.n != API_KEY)
		return bad(c, LINES[L_WECHAT_API_KEY].name, S("********"), S("32"));
	*ret_key = key;
	return OK;
}

static enum err merchant_fill(struct ctx *c, const char *dir, struct str text, struct merchant *m)
{
	struct str value[L_COUNT] = {0};
	bool used[3] = {0};

	TRY(lines_read(c, text, value, used));
	for (int i = 0; i < L_COUNT; i++)
		value[i] = str_dup(c->arena, value[i]);
	m->notify = value[L_NOTIFY];
	TRY(base_check(c, L_NOTIFY, value));
	if (used[1]) {
		struct merchant_wechat *w = &m->wechat;

		TRY(base_check(c, L_WECHAT_BASE, value));
		TRY(base_check(c, L_WECHAT_LOGIN, value));
		TRY(open_check(c, value));
		w->some = true;
		w->base = value[L_WECHAT_BASE];
		w->login = value[L_WECHAT_LOGIN];
		w->open = value[L_WECHAT_OPEN];
		w->mchid = value[L_WECHAT_MCHID];
		w->appid = value[L_WECHAT_APPID];
		w->serial = value[L_WECHAT_SERIAL];
		w->platform_serial = value[L_WECHAT_PLATFORM_SERIAL];
		TRY(api_key_read(c, dir, value, &w->api_key));
		TRY(app_secret_read(c, dir, value, &w->secret));
		TRY(key_read(c, dir, L_WECHAT_KEY, value, true, &w->own));
		TRY(key_read(c, dir, L_WECHAT_PLATFORM_KEY, value, false, &w->platform));
	}
	if (used[2]) {
		struct merchant_alipay *l = &m->alipay;

		TRY(base_check(c, L_ALIPAY_BASE, value));
		l->some = true;
		l->base = value[L_ALIPAY_BASE];
		l->app_id = value[L_ALIPAY_APP_ID];
		l->seller_id = value[L_ALIPAY_SELLER_ID];
		TRY(key_read(c, dir, L_ALIPAY_KEY, value, true, &l->own));
		TRY(key_read(c, dir, L_ALIPAY_PLATFORM_KEY, value, false, &l->platform));
	}
	return OK;
}

static enum err not_set_up(struct ctx *c, struct str county)
{
	return fault_set(c, E_ABSENT, "pay_not_set_up", &(struct fault){.found = county});
}

/* A county's code is digits, or Z and letters: nothing that could lead out of the directory. */
static bool code_plain(struct str code)
{
	for (size_t i = 0; i < code.n; i++) {
		if (!((code.p[i] >= '0' && code.p[i] <= '9') ||
		      (code.p[i] >= 'A' && code.p[i] <= 'Z')))
			return false;
	}
	return code.n > 0;
}

static enum err merchant_read(struct ctx *c, const char *dir, struct str county, struct merchant *m)
{
	char buf[FILE_ROOM];
	struct str text = {buf, 0};
	const char *path =
		str_c(c->arena, str_printf(c->arena, "%s/%.*s.pay", dir, STR_FMT(county)));
	enum err e = secret_file(c, path, buf, sizeof buf, &text.n);

	if (e == E_REFUSED && str_is(str_of(c->fault.code), "keys_missing"))
		return not_set_up(c, county);
	if (e == OK)
		e = merchant_fill(c, dir, text, m);
	sodium_memzero(buf, sizeof buf);
	return e;
}

enum err merchant_load(struct ctx *c, const char *dir, struct str county, struct merchant **ret_m)
{
	struct ctx inner = *c;
	struct merchant_own *own;
	struct merchant *m;
	enum err e;

	if (!dir || !code_plain(county))
		return not_set_up(c, county);
	inner.arena = arena_new(MERCHANT_CEILING);
	own = inner.arena ? NEW(inner.arena, struct merchant_own) : NULL;
	if (!own) {
		arena_free(&inner.arena);
		return fault_broken(c, "memory");
	}
	own->arena = inner.arena;
	m = &own->m;
	m->county = str_dup(inner.arena, county);
	e = merchant_read(&inner, dir, county, m);
	if (e == OK) {
		*ret_m = m;
		return OK;
	}
	/* The fault's texts stand in the arena that goes. */
	if (inner.fault.code)
		fault_record(c, inner.fault.code, &inner.fault);
	else
		fault_record_broken(c, "merchant file");
	merchant_free(&m);
	return e;
}

static void wipe(struct str secret)
{
	if (secret.p)
		sodium_memzero((void *)(uintptr_t)secret.p, secret.n);
}

void merchant_free(struct merchant **m)
{
	struct merchant_own *own = (struct merchant_own *)*m;
	struct arena *arena = own ? own->arena : NULL;

	*m = NULL;
	if (!own)
		return;
	rsa_key_free(&own->m.wechat.own);
	rsa_key_free(&own->m.wechat.platform);
	rsa_key_free(&own->m.alipay.own);
	rsa_key_free(&own->m.alipay.platform);
	wipe(own->m.wechat.api_key);
	wipe(own->m.wechat.secret);
	arena_free(&arena);
}

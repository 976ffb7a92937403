/* Was this form sent by a page of ours? Three looks at it: the browser's own word on where it came
 * from, the Origin, and the session's token. */
#include "web/serve.h"

#include <sodium.h>

enum { TOKEN_MAX = 64 };

/* A page may be compressed together with text of a stranger's choosing, and its size then tells
 * something of a token that never changes (BREACH). So each page shows it under a fresh mask. */
struct str csrf_mask(struct ctx *c, struct str token)
{
	size_t n = token.n < TOKEN_MAX ? token.n : TOKEN_MAX;
	unsigned char raw[2 * TOKEN_MAX];
	char *text = arena_take(c->arena, 4 * TOKEN_MAX + 1);

	if (text == NULL || n == 0)
		return S("");
	c->env->random(c->env->self, raw, n);
	for (size_t i = 0; i < n; i++)
		raw[n + i] = raw[i] ^ (unsigned char)token.p[i];
	sodium_bin2hex(text, 4 * TOKEN_MAX + 1, raw, 2 * n);
	return (struct str){text, 4 * n};
}

bool csrf_same(struct str masked, struct str token)
{
	size_t n = token.n < TOKEN_MAX ? token.n : TOKEN_MAX, got;
	unsigned char raw[2 * TOKEN_MAX];

	if (n == 0 || masked.n != 4 * n ||
	    sodium_hex2bin(raw, sizeof raw, masked.p, masked.n, NULL, &got, NULL) != 0 ||
	    got != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		raw[n + i] ^= raw[i];
	return sodium_memcmp(raw + n, token.p, n) == 0;
}

static bool origin_ours(const struct req *r)
{
	struct str o = r->origin;

	if (r->web->o.public_origin != NULL)
		return str_is(o, r->web->o.public_origin);
	if (str_starts(o, S("http://")))
		o = str_sub(o, 7, o.n);
	else if (str_starts(o, S("https://")))
		o = str_sub(o, 8, o.n);
	else
		return false;
	return str_some(r->host) && str_eq(o, r->host);
}

/* A bearer token is never sent by a browser on its own, so its holder meant it. */
bool csrf_ok(const struct req *r, bool bearer)
{
	const struct pair *p;

	if (bearer)
		return true;
	if (r->origin.p != NULL && !origin_ours(r))
		return false;
	if (r->fetch_site.p != NULL && !str_is(r->fetch_site, "same-origin") &&
	    !str_is(r->fetch_site, "none"))
		return false;
	if (r->api && !r->cookie_session)
		return true; /* nothing travels along that could be abused; JSON is no form */
	if (str_some(r->csrf_header))
		return csrf_same(r->csrf_header, r->csrf);
	p = pairs_find(&r->form, "_csrf");
	return p != NULL && csrf_same(p->value, r->csrf);
}

/* What handlers ask a request. */
#include "web/serve.h"

/* Where a route takes nothing, what was read served only to refuse what should not be there. */
const void *req_input(const struct req *r)
{
	return r->route->input != NULL ? r->input : NULL;
}

const void *req_query(const struct req *r)
{
	return r->route->query != NULL ? r->query_input : NULL;
}

int64_t req_id(const struct req *r, const char *name)
{
	for (size_t i = 0; i < r->n_params; i++)
		if (str_is(r->params[i].name, name))
			return r->params[i].v;
	return 0;
}

struct str req_typed(const struct req *r, const char *field)
{
	const struct pair *p = pairs_find(&r->form, field);

	return p != NULL && !p->file ? p->value : S("");
}

struct str req_typed_all(const struct req *r, const char *field, struct arena *a)
{
	struct str s = S("");

	for (size_t i = 0; i < r->form.n; i++) {
		const struct pair *p = &r->form.v[i];

		if (!p->file && str_is(p->name, field) && p->value.n > 0)
			s = str_printf(a, "%.*s%s%.*s", STR_FMT(s), s.n > 0 ? " " : "",
			               STR_FMT(p->value));
	}
	return s;
}

struct store_once req_once(const struct req *r,
                           enum err (*answer)(struct ctx *c, void *arg, struct out *o))
{
	struct str asked = {(const char *)r->asked, sizeof r->asked};

	return (struct store_once){.key = r->key, .body = asked, .answer = answer};
}

bool req_wants_json(const struct req *r)
{
	return r->api;
}

struct str req_path(const struct req *r)
{
	return r->path;
}

/* As much of the path as the page's pattern has parts. */
static struct str begins(struct str path, const char *pattern)
{
	size_t n = 0;

	for (const char *p = pattern; *p; p++) {
		if (*p != '/')
			continue;
		n += n < path.n; /* past its own slash */
		while (n < path.n && path.p[n] != '/')
			n++;
	}
	return (struct str){path.p, n};
}

struct str req_page(const struct req *r)
{
	handler_fn page = r->method == M_GET || !r->route ? NULL : r->route->again;

	for (size_t i = 0; page && i < r->web->n_routes; i++) {
		const struct route *t = r->web->routes[i];

		if (t->method == M_GET && t->run == page &&
		    str_starts(str_of(r->route->path), str_of(t->path)))
			return begins(r->path, t->path);
	}
	return r->path;
}

struct str req_address(const struct req *r)
{
	return r->address;
}

struct str req_body(const struct req *r)
{
	return r->body;
}

static bool header_named(struct str name, const char *wanted)
{
	size_t n = strlen(wanted), k = 0;

	if (name.n != n)
		return false;
	while (k < n && (name.p[k] | 0x20) == (wanted[k] | 0x20))
		k++;
	return k == n;
}

struct str req_header(const struct req *r, const char *name)
{
	struct str found = STR_NONE;

	for (size_t i = 0; i < r->n_headers; i++) {
		if (!header_named(r->headers[i].name, name))
			continue;
		if (found.p != NULL)
			return STR_NONE;
		found = r->headers[i].value;
	}
	return found;
}

/* Cookie: a=b; c=d */
static bool cookie_named(struct str cookies, struct str name, struct str *ret_v)
{
	while (cookies.p != NULL) {
		struct str value = str_trim(str_cut(&cookies, ';'));
		struct str key = str_cut(&value, '=');

		if (str_eq(key, name)) {
			*ret_v = value;
			return true;
		}
	}
	return false;
}

struct str cookie_find(const struct req *r, const char *name)
{
	char full[64];
	struct str v = STR_NONE;
	int n = snprintf(full, sizeof full, "%s%s", r->web->o.secure_cookies ? "__Host-" : "",
	                 name);

	if (r->cookies.p == NULL || n < 0 || n >= (int)sizeof full)
		return STR_NONE;
	cookie_named(r->cookies, (struct str){full, (size_t)n}, &v);
	return v;
}

struct str req_cookie(const struct req *r, const char *name)
{
	return cookie_find(r, name);
}

/* The browser's own choice first, then the account's (when there is one), then what the browser
 * says it reads. */
enum lang lang_of(const struct req *r, enum lang account)
{
	struct str chosen = cookie_find(r, "lang");

	if (str_is(chosen, "en"))
		return LANG_EN;
	if (str_is(chosen, "zh"))
		return LANG_ZH;
	if (account != LANG_ZH || r->cookie_session)
		return account;
	if (str_starts(r->accept_language, S("en")))
		return LANG_EN;
	return LANG_ZH;
}

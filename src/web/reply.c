/* Answers: pages, JSON, files, redirects; and the headers that every one of them carries. */
#include "web/serve.h"

#include "docs/xlsx_write.h"

enum { PACK_FROM = 1024, SHEET_BYTES = 48 << 20 };

void reply_init(struct reply *w, struct ctx *c, struct req *r, struct out *o)
{
	*w = (struct reply){.status = 200, .o = o, .r = r, .c = c};
	out_reset(o);
}

struct str reply_bytes(const struct reply *w)
{
	return w->fixed.p != NULL ? w->fixed : out_str(w->o);
}

struct str reply_find(const struct reply *w, const char *name)
{
	for (size_t i = 0; i < w->n_headers; i++)
		if (strcmp(w->headers[i].name, name) == 0)
			return w->headers[i].value;
	return STR_NONE;
}

/* Values that could end the header and begin another never leave: they are dropped. */
void reply_header(struct reply *w, const char *name, struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7F)
			return;
	if (w->n_headers < HEADERS_MAX)
		w->headers[w->n_headers++] = (struct reply_pair){name, str_dup(w->c->arena, value)};
}

/* A constant: no copy, no check. */
static void fixed_header(struct reply *w, const char *name, struct str value)
{
	if (w->n_headers < HEADERS_MAX)
		w->headers[w->n_headers++] = (struct reply_pair){name, value};
}

void reply_status(struct reply *w, int status)
{
	w->status = status;
}

void reply_cookie(struct ctx *c, struct reply *w, const char *name, struct str value,
                  int64_t max_age_s)
{
	bool secure = w->r->web->o.secure_cookies;

	reply_header(w, "Set-Cookie",
	             str_printf(c->arena,
	                        "%s%s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
	                        secure ? "__Host-" : "", name, STR_FMT(value), (long long)max_age_s,
	                        secure ? "; Secure" : ""));
}

void reply_security(struct reply *w)
{
	fixed_header(
		w, "Content-Security-Policy",
		S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
	          "'none'; "
	          "object-src 'none'"));
	fixed_header(w, "X-Content-Type-Options", S("nosniff"));
	fixed_header(w, "Referrer-Policy", S("same-origin"));
	fixed_header(w, "Cross-Origin-Resource-Policy", S("same-origin"));
	fixed_header(w, "Cross-Origin-Opener-Policy", S("same-origin"));
	if (w->r->web->o.secure_cookies)
		fixed_header(w, "Strict-Transport-Security", S("max-age=31536000"));
	fixed_header(w, "Cache-Control",
	             w->immutable ? S("public, max-age=31536000, immutable") : S("no-store"));
	if (w->c->request_id.n > 0)
		fixed_header(w, "X-Request-Id", w->c->request_id);
	if (w->mime != NULL)
		fixed_header(w, "Content-Type", str_of(w->mime));
}

struct json *reply_json(struct ctx *c, struct reply *w, int status)
{
	(void)c;
	out_reset(w->o);
	w->fixed = STR_NONE;
	w->status = status;
	w->set = true;
	w->mime = "application/json";
	json_init(&w->json, w->o);
	return &w->json;
}

enum err reply_json_raw(struct ctx *c, struct reply *w, int status, struct str json)
{
	reply_json(c, w, status);
	out_put(w->o, json);
	return OK;
}

enum err reply_empty(struct ctx *c, struct reply *w, int status)
{
	(void)c;
	out_reset(w->o);
	w->fixed = STR_NONE;
	w->status = status;
	w->set = true;
	w->mime = NULL;
	return OK;
}

enum err reply_text(struct ctx *c, struct reply *w, int status, const char *mime, struct str body)
{
	reply_empty(c, w, status);
	w->mime = mime;
	out_put(w->o, body);
	return w->o->broken ? fault_broken(c, "too large for an answer") : OK;
}

enum err reply_inline(struct ctx *c, struct reply *w, const char *mime, struct str bytes)
{
	reply_header(w, "Content-Disposition", S("inline"));
	return reply_text(c, w, 200, mime, bytes);
}

enum err reply_see(struct ctx *c, struct reply *w, struct str path, enum text_id flash)
{
	if (path.n == 0 || path.p[0] != '/' || str_starts(path, S("//")) ||
	    str_starts(path, S("/\\")))
		path = S("/");
	reply_empty(c, w, 303);
	reply_header(w, "Location", path);
	/* The notice is named, not carried: whatever stands in the cookie, only a text of the
	 * catalogue can come of it, so it needs no signature. */
	if (flash != TEXT_NONE)
		reply_cookie(c, w, "flash", str_of(text_name(flash)), 60);
	return OK;
}

static bool wechat_itself(struct str open)
{
	struct str loopback = S("http://127.0.0.1:"), port;
	int64_t n;

	if (str_is(open, "https://open.weixin.qq.com"))
		return true;
	if (!str_starts(open, loopback))
		return false;
	port = str_sub(open, loopback.n, open.n);
	return str_i64(port, &n) && n > 0 && n < 65536;
}

/* Our own address as the browser knows it. */
static void origin_put(const struct reply *w, struct page *p)
{
	const struct web_options *o = &w->r->web->o;

	if (o->public_origin) {
		page_url_part(p, str_of(o->public_origin));
		return;
	}
	page_url_part(p, o->secure_cookies ? S("https://") : S("http://"));
	page_url_part(p, w->r->host);
}

enum err reply_see_wechat(struct ctx *c, struct reply *w, const struct wechat_visit *v)
{
	struct out o;
	struct page p = {.o = &o, .arena = c->arena};
	bool whole;

	if (!wechat_itself(v->open))
		return fault_broken(c, "a redirect to another host");
	out_init(&o, 4096);
	out_put(&o, v->open);
	out_put(&o, S("/connect/oauth2/authorize?appid="));
	page_url_part(&p, v->appid);
	out_put(&o, S("&redirect_uri="));
	origin_put(w, &p);
	page_url_part(&p, v->path);
	out_put(&o, S("&response_type=code&scope=snsapi_base&state="));
	page_url_part(&p, v->state);
	out_put(&o, S("#wechat_redirect"));
	whole = !o.broken;
	reply_empty(c, w, 303);
	reply_header(w, "Location", out_str(&o));
	out_free(&o);
	return whole ? OK : fault_broken(c, "too long for an address");
}

/* RFC 6266 with RFC 8187 for names beyond ASCII. */
enum err reply_file(struct ctx *c, struct reply *w, struct str name, const char *mime,
                    struct str bytes)
{
	static const char hex[] = "0123456789ABCDEF";
	struct out o;

	reply_empty(c, w, 200);
	out_put(w->o, bytes);
	if (w->o->broken)
		return fault_broken(c, "file: too large for an answer");
	w->mime = mime;
	out_init(&o, 4096);
	out_put(&o, S("attachment; filename=\"download\"; filename*=UTF-8''"));
	for (size_t i = 0; i < name.n; i++) {
		unsigned char b = (unsigned char)name.p[i];

		if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
		    b == '.' || b == '-' || b == '_') {
			out_c(&o, name.p[i]);
		} else {
			out_c(&o, '%');
			out_c(&o, hex[b >> 4]);
			out_c(&o, hex[b & 15]);
		}
	}
	reply_header(w, "Content-Disposition", out_str(&o));
	out_free(&o);
	return OK;
}

bool reply_csv(const struct reply *w)
{
	return str_ends(w->r->path, S(".csv"));
}

enum err reply_sheet(struct ctx *c, struct reply *w, struct str title, struct sheet_writer **s)
{
	struct out o;
	enum err e;

	out_init(&o, SHEET_BYTES);
	e = sheet_end(c, s, &o);
	if (e == OK)
		e = reply_file(c, w, str_printf(c->arena, "%.*s.xlsx", STR_FMT(title)), XLSX_MIME,
		               out_str(&o));
	out_free(&o);
	return e;
}

/* --- compression ---------------------------------------------------------------------------- */

static bool accepts_gzip(struct str accept)
{
	while (accept.p != NULL) {
		struct str one = str_trim(str_cut(&accept, ','));
		struct str name = str_trim(str_cut(&one, ';'));

		if (str_is(name, "gzip"))
			return !str_is(str_trim(one), "q=0");
	}
	return false;
}

bool reply_gzip_wanted(const struct reply *w)
{
	return accepts_gzip(w->r->accept_encoding);
}

/* Pages alone, cheaply: on a phone's line a page at a quarter of its size is worth the thirtieth of
 * a millisecond. */
void reply_pack(struct packers *p, struct work *k)
{
	struct reply *w = &k->w;
	struct str from = reply_bytes(w);

	if (!w->page || from.n < PACK_FROM)
		return;
	fixed_header(w, "Vary", S("Accept-Encoding, Cookie"));
	if (!reply_gzip_wanted(w) || !packers_gzip(p, from, &k->packed))
		return;
	w->fixed = out_str(&k->packed);
	fixed_header(w, "Content-Encoding", S("gzip"));
}

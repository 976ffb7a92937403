#include "pay/http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <strings.h>

enum { ALL_MS = 10000, CONNECT_MS = 4000, HEADERS_MAX = 64 << 10 };

struct str http_header(const struct http_said *s, const char *name)
{
	struct str rest = s->headers, found = STR_NONE;
	size_t n = strlen(name);

	while (rest.p) {
		struct str line = str_cut(&rest, '\n');

		if (line.n <= n || line.p[n] != ':' || strncasecmp(line.p, name, n) != 0)
			continue;
		if (found.p)
			return STR_NONE;
		found = str_trim(str_sub(line, n + 1, line.n));
	}
	return found;
}

/* --- the network ------------------------------------------------------------------------------ */

static size_t take_in(struct out *o, const char *p, size_t n)
{
	out_put(o, (struct str){p, n});
	return o->broken ? 0 : n;
}

static size_t take_body(char *p, size_t size, size_t n, void *arg)
{
	return take_in(arg, p, size * n);
}

/* A second status line (100 Continue) begins the headers anew. */
static size_t take_header(char *p, size_t size, size_t n, void *arg)
{
	struct out *o = arg;

	if (str_starts((struct str){p, size * n}, S("HTTP/")))
		out_reset(o);
	return take_in(o, p, size * n);
}

struct sending {
	CURL *curl;
	struct curl_slist *headers;
	struct out head, body;
};

static bool set_up(struct ctx *c, struct sending *s, const struct http_ask *ask)
{
	for (size_t i = 0; i < ask->n_headers; i++) {
		struct curl_slist *more =
			curl_slist_append(s->headers, str_c(c->arena, ask->headers[i]));

		if (!more)
			return false;
		s->headers = more;
	}
	curl_easy_setopt(s->curl, CURLOPT_URL, str_c(c->arena, ask->url));
	curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(s->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(s->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(s->curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(s->curl, CURLOPT_TIMEOUT_MS, (long)ALL_MS);
	curl_easy_setopt(s->curl, CURLOPT_USERAGENT, "kehou");
	curl_easy_setopt(s->curl, CURLOPT_HTTPHEADER, s->headers);
	curl_easy_setopt(s->curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(s->curl, CURLOPT_WRITEDATA, (void *)&s->body);
	curl_easy_setopt(s->curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(s->curl, CURLOPT_HEADERDATA, (void *)&s->head);
	if (strcmp(ask->method, "GET") != 0) {
		curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, ask->method);
		curl_easy_setopt(s->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body.n);
		curl_easy_setopt(s->curl, CURLOPT_POSTFIELDS, ask->body.p ? ask->body.p : "");
	}
	return true;
}

static enum err unreachable(struct ctx *c)
{
	return fault_set(c, E_BROKEN, "pay_unreachable", NULL);
}

static enum err perform(struct ctx *c, struct sending *s, const struct http_ask *ask,
                        struct http_said *ret_said)
{
	long status = 0;

	if (!s->curl || !set_up(c, s, ask))
		return fault_broken(c, "memory for a request");
	if (curl_easy_perform(s->curl) != CURLE_OK || s->head.broken || s->body.broken)
		return unreachable(c);
	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &status);
	*ret_said = (struct http_said){
		.status = (int)status,
		.headers = str_dup(c->arena, out_str(&s->head)),
		.body = str_dup(c->arena, out_str(&s->body)),
	};
	return arena_exhausted(c->arena) ? fault_broken(c, "arena") : OK;
}

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void curl_start(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static enum err real_send(struct ctx *c, void *self, const struct http_ask *ask,
                          struct http_said *ret_said)
{
	struct sending s = {0};
	enum err e;

	pthread_once(&curl_once, curl_start);
	out_init(&s.head, HEADERS_MAX);
	out_init(&s.body, PAY_BODY_MAX);
	s.curl = curl_easy_init();
	e = perform(c, &s, ask, ret_said);
	curl_easy_cleanup(s.curl);
	curl_slist_free_all(s.headers);
	out_free(&s.head);
	out_free(&s.body);
	return e;
}

const struct pay_http *pay_http_real(void)
{
	static const struct pay_http real = {.send = real_send};

	return &real;
}

/* --- addresses
 * ------------------------------------------------------------------------------------ */

struct str url_encode(struct arena *a, struct str s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *p = s.n < SIZE_MAX / 4 ? arena_take(a, s.n * 3 + 1) : NULL;
	size_t n = 0;

	if (!p)
		return S("");
	for (size_t i = 0; i < s.n; i++) {
		unsigned char ch = (unsigned char)s.p[i];

		if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
		    (ch >= '0' && ch <= '9') || (ch && strchr("-_.~", ch))) {
			p[n++] = (char)ch;
		} else {
			p[n++] = '%';
			p[n++] = digits[ch >> 4];
			p[n++] = digits[ch & 15];
		}
	}
	return (struct str){p, n};
}

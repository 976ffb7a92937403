/* Requests to a payment channel. Behind a pair of function pointers, so that tests can answer late,
 * wrongly or not at all without a network. */
#ifndef PAY_HTTP_H
#define PAY_HTTP_H

#include "base/ctx.h"

struct http_ask {
	const char *method; /* GET, POST */
	struct str url;     /* https only, unless the merchant's file names a loopback gateway */
	const struct str *headers; /* "Name: value" */
	size_t n_headers;
	struct str body; /* none for GET */
};
struct http_said {
	int status;
	struct str headers; /* "Name: value\n" …, as they came */
	struct str body;
};
/* A header's value, whatever the case of its name; STR_NONE when it is absent or stands there
 * twice. */
struct str http_header(const struct http_said *s, const char *name);

struct pay_http {
	/* E_BROKEN `pay_unreachable` when no whole answer came: nothing is known then. Any status
	 * is an answer. */
	enum err (*send)(struct ctx *c, void *self, const struct http_ask *ask,
	                 struct http_said *ret_said);
	void *self;
};

/* The real one: TLS 1.2 or newer with the system's roots, no redirects, no proxy, ten seconds for
 * everything, PAY_BODY_MAX bytes at most. Thread-safe. */
#define PAY_BODY_MAX ((size_t)32 << 20)
const struct pay_http *pay_http_real(void);

/* Percent-encoding of everything but unreserved characters (RFC 3986). */
struct str url_encode(struct arena *a, struct str s);

#endif

#include "broken.h"

static uint64_t seed = UINT64_C(0x6b65686f75);

static uint64_t dice(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static struct str one(const char *const *v, size_t n)
{
	return str_of(v[dice(n)]);
}
#define ONE(v) one((v), sizeof(v) / sizeof((v)[0]))

static const char *const methods[] = {"GET",
                                      "POST",
                                      "get",
                                      "G\x01T",
                                      "",
                                      " GET",
                                      "GET\tx",
                                      "PATCH",
                                      "TRACE",
                                      "\xFF\xFE",
                                      "GETGETGETGETGETGETGETGETGETGETGETGETGETGETGETGET",
                                      "POST"};
static const char *const targets[] = {"/nothing",  "/%00",       "/%zz",
                                      "*",         "http://a/",  "/\x01",
                                      "/\x80\xFF", "//",         "/../../etc/passwd",
                                      "/a b",      "/nothing?%", "/api/v1/things?%00=1",
                                      "",          "\\",         "/things/%2e%2e/x",
                                      "/\r\nX: y", "nothing",    "/#x"};
static const char *const versions[] = {"HTTP/1.1", "HTTP/1.1",  "HTTP/1.0",   "HTTP/0.9",
                                       "HTTP/1.",  "HTTP/1.10", "http/1.1",   "HTTP/3",
                                       "HTTP",     "",          "HTTP/1.1 x", "HTTQ/1.1"};
static const char *const lengths[] = {"5\r\nContent-Length: 6",
                                      "-1",
                                      "+1",
                                      "0x10",
                                      "1 1",
                                      "",
                                      "99999999999999999999999",
                                      "5,5",
                                      "\x30\x00",
                                      "1e3",
                                      "５",
                                      "5\r\nTransfer-Encoding: chunked"};
static const char *const headers[] = {"X: y\r\n",
                                      "X\r\n",
                                      ": y\r\n",
                                      "X : y\r\n",
                                      " X: y\r\n",
                                      "X: \x01\r\n",
                                      "X: a\rb\r\n",
                                      "X: a\nb\r\n",
                                      "Host: b\r\n",
                                      "Cookie: \xFF\xFF\r\n",
                                      "Cookie: session=\r\nCookie: session=x\r\n",
                                      "Transfer-Encoding: chunked\r\n",
                                      "Transfer-Encoding: gzip\r\n",
                                      "Expect: 200-maybe\r\n",
                                      "Authorization: Bearer\r\n",
                                      "Authorization: Bearer \x7F\r\n",
                                      "Content-Type: \r\n",
                                      "Content-Type: multipart/form-data\r\n",
                                      "X: y\n",
                                      "\r\n",
                                      "\n",
                                      "X:\r\n\ty\r\n",
                                      "Upgrade: websocket\r\nConnection: Upgrade\r\n",
                                      "Range: bytes=0-18446744073709551615\r\n"};
static const char *const bodies[] = {"{",
                                     "{\"a\":",
                                     "title=%",
                                     "--b\r\n",
                                     "\xFF\xFE\x00",
                                     "0\r\n\r\n",
                                     "5\r\nhello\r\n0\r\n\r\n",
                                     "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"};

struct str broken_request(struct arena *a)
{
	struct out o;
	struct str s;

	out_init(&o, 1 << 20);
	out_put(&o, ONE(methods));
	out_c(&o, dice(20) == 0 ? '\t' : ' ');
	out_put(&o, ONE(targets));
	if (dice(40) == 0)
		for (int i = 0; i < 20000; i++)
			out_c(&o, 'a');
	out_c(&o, ' ');
	out_put(&o, ONE(versions));
	out_put(&o, dice(10) == 0 ? S("\n") : S("\r\n"));
	if (dice(10) != 0)
		out_put(&o, S("Host: a\r\n"));
	for (uint64_t n = dice(6); n > 0; n--)
		out_put(&o, ONE(headers));
	if (dice(40) == 0)
		for (int i = 0; i < 3000; i++)
			out_put(&o, S("A: b\r\n"));
	if (dice(2) == 0)
		out_printf(&o, "Content-Length: %.*s\r\n", STR_FMT(ONE(lengths)));
	if (dice(8) != 0)
		out_put(&o, S("\r\n"));
	out_put(&o, ONE(bodies));
	for (uint64_t n = dice(4); n > 0 && o.n > 0; n--) /* and some bytes of it are others */
		o.p[dice(o.n)] = (char)dice(256);
	s = str_dup(a, out_str(&o));
	out_free(&o);
	return s;
}

bool broken_honest(struct str s)
{
	return str_starts(s, S("GET / HTTP/1.")) || str_starts(s, S("GET /?"));
}

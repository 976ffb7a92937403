/* The inside of the web room: what a request, a reply and the server are made of. Nobody outside
 * src/web includes this. */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "base/log.h"
#include "crypto/hash.h"
#include "web/limits.h"
#include "web/packer.h"
#include "web/pairs.h"
#include "web/web.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	PARAMS_MAX = 6,       /* {…} in one path */
	HEADERS_MAX = 24,     /* of a reply */
	HEADERS_KEPT = 32,    /* of a request, for raw routes */
	IN_ERRORS_MAX = 16,   /* fields named at once */
	BODY_DEFAULT = 65536, /* bytes of a request's body */
	BODY_MAX = 48 << 20,
	TARGET_MAX = 4096, /* path and query */
	REPLY_MAX = 64 << 20,
	ARENA_MAX = 160 << 20, /* one request: upload, its rows, and the answer */
};

/* --- forms ---------------------------------------------------------------------------------- */

/* multipart/form-data (RFC 7578). The content type carries the boundary. */
enum err form_multipart(struct ctx *c, struct str content_type, struct str body,
                        struct pairs *ret_p);

/* One field that could not be read; the first is the fault of the answer, all are shown in a form.
 */
struct in_error {
	const struct in_field *field; /* NULL: an unknown one */
	struct fault fault;
};
struct in_errors {
	struct in_error v[IN_ERRORS_MAX];
	size_t n;
};

/* Fill a table's struct. With `strict` a field that is not in the table is refused; without it (the
 * query of a page: messengers append their own) it is ignored. */
enum err input_of_pairs(struct ctx *c, const struct input *in, struct pairs *p, bool strict,
                        struct in_errors *errors, const void **ret_v);
enum err input_of_json(struct ctx *c, const struct input *in, struct str body, const void **ret_v);
struct str input_json_name(struct arena *a, const struct in_field *f); /* "price_fen" */

/* --- one request ------------------------------------------------------------------------------ */

struct req_param {
	struct str name;
	int64_t v;
};

struct req_pair {
	struct str name, value;
};

struct req {
	enum method method;
	bool head, api, cookie_session, method_known;
	struct str target, path, query;
	struct str host, origin, fetch_site, cookies, authorization, content_type, accept_encoding;
	struct str accept_language, user_agent, idempotency_key, csrf_header, none_match;
	struct str address; /* of the client, for limits only: never logged */
	struct str body;
	uint8_t asked[SHA256_BYTES]; /* path and body: what an idempotency key stands for */
	const struct route *route;
	struct req_param params[PARAMS_MAX];
	size_t n_params;
	struct pairs form;
	const void *input, *query_input;
	struct in_errors errors;
	struct str csrf; /* expected token of this session or, logged out, of this browser */
	struct str key;  /* idempotency key as sent */
	struct req_pair headers[HEADERS_KEPT];
	size_t n_headers;
	const struct web *web;
};

struct reply_pair {
	const char *name;
	struct str value;
};

struct reply {
	int status;
	bool set;       /* the handler gave an answer */
	bool page;      /* HTML: may be compressed */
	bool close;     /* end the connection afterwards */
	bool immutable; /* may be kept by anybody for ever */
	struct out *o;
	struct str fixed; /* body that outlives the request (an asset) instead of `o` */
	struct json json;
	const char *mime;
	struct str back; /* where the arrow leads, when the page says so */
	struct reply_pair headers[HEADERS_MAX];
	size_t n_headers;
	struct req *r;
	struct ctx *c;
};

/* Everything one request needs; taken from a pool when its headers are complete, given back when
 * the answer is sent, so that an idle connection holds none. */
struct work {
	struct ctx c;
	struct arena *arena;
	struct out out, packed;
	struct req r;
	struct reply w;
	int64_t started_us;
	size_t body_room;
	bool body_over, answered; /* answered: from the headers alone */
	struct work *next;
};

/* --- the server ------------------------------------------------------------------------------- */

struct node; /* route.c */

enum { HIST_BUCKETS = 12 };
struct route_stats {
	atomic_llong buckets[HIST_BUCKETS];
	atomic_llong sum_us;
	atomic_llong by_class[6]; /* 1xx … 5xx */
};

struct web {
	struct web_options o;
	struct arena *arena; /* the route tree and what else lives as long as the server */
	struct node *root;
	const struct route **routes; /* all, in order of declaration */
	size_t n_routes;
	struct route_stats *stats; /* one a route, and one more for what matched none */
	struct limits limits;
	uint32_t boot; /* begins every request id of this process */
	atomic_uint sequence;
	atomic_llong bodies;  /* bytes of bodies being received */
	atomic_int in_flight; /* requests between headers and the end of the answer */
	atomic_llong accepted, dropped, gave_way, refused;
	atomic_bool draining;
	pthread_mutex_t pool_lock;
	struct work *pool;
	size_t pooled;
	struct packers packers;
	struct http *http;
	char public_origin[256];
};

/* The room's own routes: health, language, assets. The plain ones are answered to whoever asks,
 * without looking who it is and without a read transaction. */
extern const struct routes web_routes;
extern const struct route *const web_asset_route;
bool web_plain(const struct route *r);

enum err web_new(struct ctx *c, const struct web_options *o, struct web **ret_w);
void web_free(struct web **ref);
/* Request line and headers, from wherever they come. False: the header may not stand twice. */
void req_set_line(struct req *r, const char *method, struct str target);
bool req_set_header(struct req *r, struct str name, struct str value);
struct work *work_take(struct web *w);
void work_give(struct web *w, struct work *k);

/* route.c: E_REFUSED at start-up with the offending route named in c->broken. */
enum err routes_build(struct ctx *c, struct web *w);
/* The route of method and path, or NULL; *ret_methods holds the methods the path has (bit per enum
 * method), so that 405 and 404 differ. */
const struct route *route_find(const struct web *w, enum method m, struct str path,
                               struct req_param *params, size_t *ret_n, unsigned *ret_methods);
size_t route_index(const struct web *w, const struct route *r);

/* dispatch.c: the first half runs when the headers are there (route, body ceiling; false: the reply
 * is set and the body is not wanted), the second when the body is. Neither fails: what goes wrong
 * becomes the reply. */
bool dispatch_head(struct web *w, struct work *k);
void dispatch_body(struct web *w, struct work *k);
/* After the answer was sent: read notes, log, metrics. */
void dispatch_after(struct web *w, struct work *k);
size_t body_ceiling(const struct route *r);
/* E_INPUT too_large: the file of the route or "body", so many bytes, and the ceiling. */
enum err body_too_large(struct ctx *c, const struct route *r, int64_t bytes);

/* reply.c */
void reply_init(struct reply *w, struct ctx *c, struct req *r, struct out *o);
struct str reply_bytes(const struct reply *w);
/* Headers every answer carries, whatever it is. */
void reply_security(struct reply *w);
void reply_pack(struct packers *p, struct work *k);
bool reply_gzip_wanted(const struct reply *w);
struct str reply_find(const struct reply *w, const char *name);

/* anchor.c: of a refused form's list, links to fields the page does not show become plain words. */
void anchors_settle(struct out *o);

/* refusal.c: make the reply say c->fault. */
void refuse(struct ctx *c, struct reply *w, enum err e);

/* health.c, openapi.c: handlers of our own routes */
enum err health_live(struct ctx *c, struct req *r, struct reply *w);
enum err health_ready(struct ctx *c, struct req *r, struct reply *w);
enum err health_metrics(struct ctx *c, struct req *r, struct reply *w);
enum err openapi_get(struct ctx *c, struct req *r, struct reply *w);

/* csrf.c */
bool csrf_ok(const struct req *r, bool bearer);
struct str csrf_mask(struct ctx *c, struct str token);
bool csrf_same(struct str masked, struct str token);

/* cookies; `name` without the __Host- prefix, which secure cookies bear */
struct str cookie_find(const struct req *r, const char *name);

enum lang lang_of(const struct req *r, enum lang account);

/* http.c */
enum err http_start(struct ctx *c, struct web *w);
void http_drain(struct web *w);
void http_stop(struct web *w);
uint16_t http_port(const struct web *w);

#endif

/* HTTP by libmicrohttpd: one thread a connection, blocking handlers (docs/adr tells why). The only
 * file that knows the library. What it lets through and should not (two lengths, a length beside
 * chunks) is refused here in the first call, before a byte of the body is looked at. */
#include "web/serve.h"
#include "web/watch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	HEADERS_LIMIT = 64, /* header lines of one request */
	CONNECTION_MEMORY = 16 << 10,
	SILENT_S = 75, /* kept alive between two requests */
	BACKLOG = 1024,
	DRAIN_ROUNDS = 1000, /* of 10 ms */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	STACK = 4 << 20,
#else
	STACK = 512 << 10, /* reserved, not resident: pages that are never touched cost nothing */
#endif
	BODIES_MAX = 192 << 20, /* all bodies being received at one time */
	FILES_OWN = 256,        /* open files that are no connections: databases, logs, channels */
};

struct http {
	struct MHD_Daemon *daemon;
	struct watch watch;
	int listener;
	uint16_t port;
};

/* One connection, with the raw target of its current request. */
struct conn {
	struct watched watched;
	struct web *web;
	char address[INET6_ADDRSTRLEN];
	char *target;
	size_t target_room, target_n;
	bool target_bad;
};

static struct conn *conn_of(struct MHD_Connection *m)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(m, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return i != NULL ? i->socket_context : NULL;
}

static void address_of(struct MHD_Connection *m, struct conn *k)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(m, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = i != NULL ? i->client_addr : NULL;

	if (a != NULL && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr,
		          k->address, sizeof k->address);
	else if (a != NULL && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
		          k->address, sizeof k->address);
}

static void on_connection(void *cls, struct MHD_Connection *m, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
	struct web *w = cls;
	struct conn *k = *context;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (k == NULL)
			return;
		watch_remove(&w->http->watch, &k->watched);
		free(k->target);
		free(k);
		*context = NULL;
		return;
	}
	k = calloc(1, sizeof *k);
	if (k == NULL)
		return; /* the first request of this connection is answered 503 */
	k->web = w;
	address_of(m, k);
	watch_add(&w->http->watch, &k->watched,
	          MHD_get_connection_info(m, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
	atomic_fetch_add_explicit(&w->accepted, 1, memory_order_relaxed);
	*context = k;
}

/* The target as it was sent: the library undoes escapes in place, we judge by the bytes. A NUL
 * would hide the rest of it; behind the text's end the protocol's name must follow. */
static void *on_line(void *cls, const char *target, struct MHD_Connection *m)
{
	struct conn *k = conn_of(m);
	size_t n = strlen(target);

	(void)cls;
	if (k == NULL)
		return NULL;
	k->target_bad =
		n > TARGET_MAX || target[0] != '/' || memcmp(target + n + 1, "HTTP/", 5) != 0;
	k->target_n = 0;
	if (k->target_bad)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)target[i] <= 0x20 || (unsigned char)target[i] >= 0x7F)
			k->target_bad = true;
	if (n > k->target_room) {
		char *p = realloc(k->target, n + 128);

		if (p == NULL) {
			k->target_bad = true;
			return NULL;
		}
		k->target = p;
		k->target_room = n + 128;
	}
	memcpy(k->target, target, n);
	k->target_n = n;
	return NULL;
}

static size_t as_it_is(void *cls, struct MHD_Connection *m, char *s)
{
	(void)cls;
	(void)m;
	return strlen(s);
}

/* --- headers ---------------------------------------------------------------------------------- */

struct scan {
	struct work *k;
	size_t n;
	bool bad, chunked, length_given;
	int64_t length;
	struct str forwarded;
};

static bool token(struct str s)
{
	static const char more[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
		      (ch >= '0' && ch <= '9') || (ch != '\0' && strchr(more, ch) != NULL)))
			return false;
	}
	return s.n > 0;
}

static bool clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7F)
			return false;
	return true;
}

static bool name_is(struct str name, const char *lower)
{
	size_t n = strlen(lower);

	if (name.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((name.p[i] | 0x20) != (lower[i] | 0x20))
			return false;
	return true;
}

/* The length that frames the body: once, digits alone. */
static void length(struct scan *s, struct str value)
{
	bool digits = value.n > 0 && value.n < 16;

	for (size_t i = 0; i < value.n; i++)
		digits = digits && value.p[i] >= '0' && value.p[i] <= '9';
	if (s->length_given || !digits || !str_i64(value, &s->length))
		s->bad = true;
	s->length_given = true;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_n, const char *value, size_t value_n)
{
	struct scan *s = cls;
	struct str n = {name, name_n}, v = {value == NULL ? "" : value, value_n};

	(void)kind;
	if (++s->n > HEADERS_LIMIT || !token(n) || !clean(v)) {
		s->bad = true;
		return MHD_NO;
	}
	if (name_is(n, "content-length"))
		length(s, v);
	else if (name_is(n, "transfer-encoding"))
		s->chunked = true;
	else if (name_is(n, "x-forwarded-for"))
		s->forwarded = v;
	else if (!req_set_header(&s->k->r, n, v))
		s->bad = true;
	return MHD_YES;
}

/* Behind a proxy of ours the last address it appended is the client's. */
static struct str client(const struct web *w, const struct conn *k, struct str forwarded)
{
	struct str last = str_of(k->address);

	if (!w->o.trust_forwarded)
		return last;
	while (forwarded.p != NULL && forwarded.n > 0) {
		struct str one = str_trim(str_cut(&forwarded, ','));

		if (one.n > 0)
			last = one;
	}
	return last;
}

/* --- answers ---------------------------------------------------------------------------------- */

static enum MHD_Result send_reply(struct web *w, struct MHD_Connection *m, struct conn *conn,
                                  struct work *k)
{
	struct MHD_Response *r;
	struct str body;
	enum MHD_Result ok;

	if (atomic_load_explicit(&w->draining, memory_order_relaxed))
		k->w.close = true;
	reply_pack(&w->packers, k);
	reply_security(&k->w);
	body = reply_bytes(&k->w);
	r = MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p,
	                                    MHD_RESPMEM_PERSISTENT);
	if (r == NULL)
		return MHD_NO;
	for (size_t i = 0; i < k->w.n_headers; i++)
		MHD_add_response_header(r, k->w.headers[i].name,
		                        str_c(k->arena, k->w.headers[i].value));
	if (k->w.close)
		MHD_add_response_header(r, "Connection", "close");
	watch_transfer(&w->http->watch, &conn->watched, body.n);
	ok = MHD_queue_response(m, (unsigned)k->w.status, r);
	MHD_destroy_response(r);
	return ok;
}

/* Refused before the body was read: the connection cannot be used again. */
static enum MHD_Result turn_away(struct web *w, struct MHD_Connection *m, struct conn *conn,
                                 struct work *k, enum err why)
{
	k->w.close = true;
	if (why != OK) {
		atomic_fetch_add_explicit(&w->refused, 1, memory_order_relaxed);
		refuse(&k->c, &k->w, why);
	}
	return send_reply(w, m, conn, k);
}

/* --- the library's callbacks --------------------------------------------------------- */

static enum MHD_Result first_call(struct web *w, struct MHD_Connection *m, struct conn *conn,
                                  const char *method, const char *version, struct work *k)
{
	struct scan s = {.k = k};
	bool wanted;

	req_set_line(&k->r, method,
	             (struct str){conn->target_n > 0 ? conn->target : "/",
	                          conn->target_n > 0 ? conn->target_n : 1});
	MHD_get_connection_values_n(m, MHD_HEADER_KIND, on_header, &s);
	if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
		s.bad = true;
	s.bad = s.bad || conn->target_bad || (s.chunked && s.length_given) ||
	        (strcmp(version, "HTTP/1.1") == 0 && k->r.host.p == NULL);
	k->r.address = client(w, conn, s.forwarded);
	wanted = dispatch_head(w, k);
	if (s.bad)
		return turn_away(w, m, conn, k, fault_set(&k->c, E_INPUT, "bad_request", NULL));
	if (s.chunked)
		return turn_away(w, m, conn, k, fault_set(&k->c, E_INPUT, "length_required", NULL));
	if (!wanted && s.length > 0)
		return turn_away(w, m, conn, k, OK);
	if (!wanted) { /* an answer in this call would end the connection: it waits for the next one
		        */
		k->answered = true;
		watch_working(&conn->watched);
		return MHD_YES;
	}
	if (s.length > (int64_t)body_ceiling(k->r.route))
		return turn_away(w, m, conn, k, body_too_large(&k->c, k->r.route, s.length));
	if (s.length > 0) {
		char *p = arena_take(k->arena, (size_t)s.length);

		if (p == NULL ||
		    atomic_fetch_add(&w->bodies, s.length) + s.length > (int64_t)BODIES_MAX) {
			k->body_room = p == NULL ? 0 : (size_t)s.length;
			return turn_away(w, m, conn, k, fault_set(&k->c, E_INPUT, "busy", NULL));
		}
		k->body_room = (size_t)s.length;
		k->r.body = (struct str){p, 0};
		watch_transfer(&w->http->watch, &conn->watched, (uint64_t)s.length);
	} else {
		watch_working(&conn->watched);
	}
	return MHD_YES;
}

static enum MHD_Result more_body(struct work *k, const char *data, size_t *n)
{
	if (*n > k->body_room - k->r.body.n)
		return MHD_NO; /* more than it said: the library should have cut it */
	memcpy((char *)(uintptr_t)k->r.body.p + k->r.body.n, data, *n);
	k->r.body.n += *n;
	*n = 0;
	return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *m, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *n, void **request)
{
	struct web *w = cls;
	struct conn *conn = conn_of(m);
	struct work *k = *request;

	(void)url;
	if (conn == NULL)
		return MHD_NO;
	if (k == NULL) {
		k = work_take(w);
		if (k == NULL)
			return MHD_NO;
		*request = k;
		atomic_fetch_add(&w->in_flight, 1);
		return first_call(w, m, conn, method, version, k);
	}
	if (*n > 0)
		return more_body(k, data, n);
	watch_working(&conn->watched);
	if (!k->answered)
		dispatch_body(w, k);
	return send_reply(w, m, conn, k);
}

static void on_completed(void *cls, struct MHD_Connection *m, void **request,
                         enum MHD_RequestTerminationCode how)
{
	struct web *w = cls;
	struct conn *conn = conn_of(m);
	struct work *k = *request;

	(void)how;
	if (conn != NULL)
		watch_idle(&w->http->watch, &conn->watched);
	if (k == NULL)
		return;
	if (k->body_room > 0)
		atomic_fetch_sub(&w->bodies, (long long)k->body_room);
	dispatch_after(w, k);
	work_give(w, k);
	atomic_fetch_sub(&w->in_flight, 1);
	*request = NULL;
}

/* --- start and stop ------------------------------------------------------------------ */

/* "127.0.0.1:8080", "[::1]:0", ":8080". */
static int listen_on(const char *where, uint16_t *ret_port)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC,
	                         .ai_socktype = SOCK_STREAM,
	                         .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	union { /* the port stands at the same place in both */
		struct sockaddr any;
		struct sockaddr_in6 v6;
	} bound;
	socklen_t len = sizeof bound;
	const char *colon = strrchr(where, ':');
	char host[INET6_ADDRSTRLEN + 2];
	size_t n = colon != NULL ? (size_t)(colon - where) : sizeof host;
	int fd, on = 1;

	memset(&bound, 0, sizeof bound);
	if (n >= sizeof host)
		return -1;
	memcpy(host, where, n);
	host[n] = '\0';
	if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
		memmove(host, host + 1, n - 2);
		host[n - 2] = '\0';
	}
	if (getaddrinfo(n > 0 ? host : NULL, colon + 1, &hints, &found) != 0)
		return -1;
	fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	                bind(fd, found->ai_addr, found->ai_addrlen) != 0 ||
	                listen(fd, BACKLOG) != 0 || getsockname(fd, &bound.any, &len) != 0)) {
		close(fd);
		fd = -1;
	}
	freeaddrinfo(found);
	if (fd < 0)
		return -1;
	*ret_port = ntohs(bound.v6.sin6_port);
	return fd;
}

/* How many of the connections wanted there are open files for. A login grants 1,024 unless asked
 * for more; who let in more than that could open no database any longer. */
static unsigned connections_with_files(unsigned wanted)
{
	struct rlimit files;
	rlim_t need = (rlim_t)wanted + FILES_OWN;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= need)
		return wanted;
	files.rlim_cur = files.rlim_max < need ? files.rlim_max : need;
	if (setrlimit(RLIMIT_NOFILE, &files) != 0)
		getrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur >= need)
		return wanted;
	return files.rlim_cur > 2 * FILES_OWN ? (unsigned)(files.rlim_cur - FILES_OWN)
	                                      : (unsigned)(files.rlim_cur / 2);
}

static struct MHD_Daemon *daemon_of(struct web *w, int fd, unsigned total)
{
	unsigned each = w->o.max_per_address > 0 ? w->o.max_per_address : 1024;

	if (w->o.trust_forwarded)
		each = 0; /* every client comes through the proxy's address */
	return MHD_start_daemon(
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
			MHD_USE_ITC,
		0, NULL, NULL, on_request, w, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, w, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, w, MHD_OPTION_URI_LOG_CALLBACK, on_line, w,
		MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL, MHD_OPTION_CONNECTION_LIMIT, total,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, each, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)SILENT_S, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

enum err http_start(struct ctx *c, struct web *w)
{
	struct http *h = calloc(1, sizeof *h);
	unsigned total;

	if (h == NULL)
		return fault_broken(c, "http: memory");
	h->listener = listen_on(w->o.listen, &h->port);
	if (h->listener < 0) {
		free(h);
		return fault_broken(c,
		                    str_c(c->arena, str_printf(c->arena, "cannot listen on %s: %s",
		                                               w->o.listen, strerror(errno))));
	}
	total = connections_with_files(w->o.max_connections > 0 ? w->o.max_connections : 2048);
	h->watch = (struct watch){
		.env = w->o.env,
		.keep = total - total / 4, /* a quarter for who comes within a round */
		.dropped = &w->dropped,
		.gave_way = &w->gave_way,
	};
	if (!watch_start(&h->watch)) {
		close(h->listener);
		free(h);
		return fault_broken(c, "http: no watcher");
	}
	w->http = h;
	h->daemon = daemon_of(w, h->listener, total);
	if (h->daemon == NULL) {
		http_stop(w);
		return fault_broken(c, "http: the daemon does not start");
	}
	return OK;
}

uint16_t http_port(const struct web *w)
{
	return w->http->port;
}

void http_drain(struct web *w)
{
	if (w->http->daemon != NULL)
		MHD_quiesce_daemon(w->http->daemon);
	for (int i = 0; i < DRAIN_ROUNDS && atomic_load(&w->in_flight) > 0; i++)
		poll(NULL, 0, 10);
}

void http_stop(struct web *w)
{
	struct http *h = w->http;

	if (h->daemon != NULL)
		MHD_stop_daemon(h->daemon);
	watch_stop(&h->watch);
	close(h->listener);
	free(h);
	w->http = NULL;
}

/* The server as a whole, and one request through it without a socket. */
#include "web/serve.h"

enum {
	POOL_MAX = 512,
	KEEP_OUT = 256 << 10,
	WORK_FIRST = 48 << 10, /* an enrolment fits: the writer's thread takes no memory for it */
};

struct work *work_take(struct web *w)
{
	struct work *k;

	pthread_mutex_lock(&w->pool_lock);
	k = w->pool;
	if (k != NULL) {
		w->pool = k->next;
		w->pooled--;
	}
	pthread_mutex_unlock(&w->pool_lock);
	if (k != NULL)
		return k;
	k = calloc(1, sizeof *k);
	if (k == NULL)
		return NULL;
	k->arena = arena_new_from(ARENA_MAX, WORK_FIRST);
	if (k->arena == NULL) {
		free(k);
		return NULL;
	}
	out_init(&k->out, REPLY_MAX);
	out_init(&k->packed, REPLY_MAX);
	return k;
}

static void work_free(struct work *k)
{
	arena_free(&k->arena);
	out_free(&k->out);
	out_free(&k->packed);
	free(k);
}

/* What served a great export is not kept: memory follows what is usual, not what was once needed.
 */
static void shrink(struct out *o)
{
	if (o->room <= KEEP_OUT)
		return;
	out_free(o);
	out_init(o, REPLY_MAX);
}

void work_give(struct web *w, struct work *k)
{
	struct arena *a = k->arena;
	struct out out, packed;

	shrink(&k->out);
	shrink(&k->packed);
	out = k->out;
	packed = k->packed;
	arena_reset(a);
	*k = (struct work){.arena = a, .out = out, .packed = packed};
	pthread_mutex_lock(&w->pool_lock);
	if (w->pooled < POOL_MAX) {
		k->next = w->pool;
		w->pool = k;
		w->pooled++;
		k = NULL;
	}
	pthread_mutex_unlock(&w->pool_lock);
	if (k != NULL)
		work_free(k);
}

enum err web_new(struct ctx *c, const struct web_options *o, struct web **ret_w)
{
	struct web *w = calloc(1, sizeof *w);
	enum err e;

	if (w == NULL)
		return fault_broken(c, "web: memory");
	w->o = *o;
	w->arena = arena_new(16 << 20);
	pthread_mutex_init(&w->pool_lock, NULL);
	packers_init(&w->packers);
	if (w->arena == NULL) {
		web_free(&w);
		return fault_broken(c, "web: memory");
	}
	o->env->random(o->env->self, &w->boot, sizeof w->boot);
	o->env->random(o->env->self, &w->limits.seed, sizeof w->limits.seed);
	e = routes_build(c, w);
	if (e != OK) {
		web_free(&w);
		return e;
	}
	*ret_w = w;
	return OK;
}

void web_free(struct web **ref)
{
	struct web *w = *ref;

	if (w == NULL)
		return;
	while (w->pool != NULL) {
		struct work *k = w->pool;

		w->pool = k->next;
		work_free(k);
	}
	pthread_mutex_destroy(&w->pool_lock);
	packers_free(&w->packers);
	arena_free(&w->arena);
	free(w);
	*ref = NULL;
}

enum err web_start(struct ctx *c, const struct web_options *o, struct web **ret_w)
{
	struct web *w;
	enum err e;

	TRY(web_new(c, o, &w));
	if (o->listen != NULL) { /* none: tests that dispatch without sockets */
		e = http_start(c, w);
		if (e != OK) {
			web_free(&w);
			return e;
		}
	}
	*ret_w = w;
	return OK;
}

void web_drain(struct web *w)
{
	atomic_store(&w->draining, true);
	if (w->http != NULL)
		http_drain(w);
}

void web_stop(struct web **w)
{
	if (*w == NULL)
		return;
	if ((*w)->http != NULL)
		http_stop(*w);
	web_free(w);
}

uint16_t web_port(const struct web *w)
{
	return w->http != NULL ? http_port(w) : 0;
}

bool req_set_header(struct req *r, struct str name, struct str value)
{
	const struct {
		const char *name;
		struct str *to;
	} known[] = {
		{"host", &r->host},
		{"origin", &r->origin},
		{"sec-fetch-site", &r->fetch_site},
		{"cookie", &r->cookies},
		{"authorization", &r->authorization},
		{"content-type", &r->content_type},
		{"accept-encoding", &r->accept_encoding},
		{"accept-language", &r->accept_language},
		{"user-agent", &r->user_agent},
		{"idempotency-key", &r->idempotency_key},
		{"x-csrf-token", &r->csrf_header},
		{"if-none-match", &r->none_match},
	};

	if (r->n_headers < HEADERS_KEPT)
		r->headers[r->n_headers++] = (struct req_pair){name, value};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		size_t n = strlen(known[i].name), k = 0;

		if (n != name.n)
			continue;
		while (k < n && (name.p[k] | 0x20) == (known[i].name[k] | 0x20))
			k++;
		if (k < n)
			continue;
		if (known[i].to->p != NULL)
			return false;
		*known[i].to = value;
		return true;
	}
	return true;
}

void req_set_line(struct req *r, const char *method, struct str target)
{
	static const struct {
		const char *name;
		enum method m;
	} methods[] = {{"GET", M_GET},
	               {"HEAD", M_GET},
	               {"POST", M_POST},
	               {"PUT", M_PUT},
	               {"DELETE", M_DELETE}};
	struct str rest = target;

	r->target = target;
	r->path = str_cut(&rest, '?');
	r->query = rest;
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		if (strcmp(method, methods[i].name) != 0)
			continue;
		r->method = methods[i].m;
		r->method_known = true;
	}
	r->head = strcmp(method, "HEAD") == 0;
}

enum err web_dispatch_test(struct web *w, struct arena *a, const char *method, const char *target,
                           struct str headers, struct str body, struct web_answer *ret_a)
{
	struct work *k = work_take(w);
	struct str text = S("");

	if (k == NULL)
		return E_BROKEN;
	req_set_line(&k->r, method, str_of(target));
	while (headers.p != NULL && headers.n > 0) {
		struct str value = str_cut(&headers, '\n'), name = str_cut(&value, ':');

		if (name.n > 0 && !req_set_header(&k->r, name, str_trim(value)))
			return E_INPUT;
	}
	if (k->r.host.p == NULL)
		k->r.host = S("test.local");
	k->r.body = body;
	if (dispatch_head(w, k)) {
		k->body_over = body.n > body_ceiling(k->r.route);
		dispatch_body(w, k);
	}
	reply_pack(&w->packers, k);
	reply_security(&k->w);
	for (size_t i = 0; i < k->w.n_headers; i++)
		text = str_printf(a, "%.*s%s: %.*s\n", STR_FMT(text), k->w.headers[i].name,
		                  STR_FMT(k->w.headers[i].value));
	*ret_a = (struct web_answer){k->w.status, str_dup(a, reply_bytes(&k->w)), text};
	dispatch_after(w, k);
	work_give(w, k);
	return OK;
}

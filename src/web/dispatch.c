/* From a request to an answer: who asks, may he, what does he say, then the handler. No sockets
 * here, so that tests run the same path. */
#include "crypto/hash.h"
#include "web/assets.h"
#include "web/serve.h"

enum {
	ACCOUNT_RATE = 40,
	ACCOUNT_BURST = 400,
	ADDRESS_RATE =
		200, /* of people not logged in: a whole school may stand behind one address */
	ADDRESS_BURST = 4000,
};

static const char *const method_names[] = {"GET", "POST", "PUT", "DELETE"};

size_t body_ceiling(const struct route *r)
{
	if (r != NULL && r->raw_max > 0)
		return (size_t)r->raw_max;
	if (r == NULL || r->input == NULL)
		return BODY_DEFAULT;
	return r->input->max_bytes > 0 ? (size_t)r->input->max_bytes : BODY_DEFAULT;
}

/* "20 MiB", "64 KiB"; what is in between is rounded up. */
static struct str size_text(struct arena *a, int64_t bytes)
{
	int64_t kib = (bytes + 1023) / 1024;

	return kib < 1024 ? str_printf(a, "%lld KiB", (long long)kib)
	                  : str_printf(a, "%lld MiB", (long long)((kib + 1023) / 1024));
}

/* The file is what is too large, where there is one. */
static struct str largest_field(const struct route *r)
{
	for (size_t i = 0; r != NULL && r->input != NULL && i < r->input->n; i++) {
		if (r->input->fields[i].type == IN_FILE)
			return str_of(r->input->fields[i].name);
	}
	return S("body");
}

enum err body_too_large(struct ctx *c, const struct route *r, int64_t bytes)
{
	return fault_set(c, E_INPUT, "too_large",
	                 &(struct fault){.field = largest_field(r),
	                                 .found = size_text(c->arena, bytes),
	                                 .allowed = size_text(c->arena, (int64_t)body_ceiling(r))});
}

static enum err fail(struct ctx *c, enum err e, const char *code)
{
	return fault_set(c, e, code, NULL);
}

/* --- the first half: headers alone --------------------------------------------------------------
 */

static void request_id(struct web *w, struct ctx *c)
{
	unsigned n = atomic_fetch_add_explicit(&w->sequence, 1, memory_order_relaxed);

	c->request_id = str_printf(c->arena, "%08x-%08x", w->boot, n);
}

/* What R6 keeps of the device: what kind, never which. */
static struct str device_of(const struct req *r)
{
	size_t at;

	if (str_find(r->user_agent, S("MicroMessenger"), &at))
		return S("wechat");
	if (str_find(r->user_agent, S("DingTalk"), &at))
		return S("dingtalk");
	if (str_find(r->user_agent, S("Mobile"), &at))
		return S("mobile");
	return str_find(r->user_agent, S("Mozilla"), &at) ? S("desktop") : S("program");
}

static bool loopback(struct str address)
{
	return address.n == 0 || str_is(address, "::1") || str_starts(address, S("127.")) ||
	       str_starts(address, S("::ffff:127."));
}

static enum err limited(struct web *w, struct ctx *c, const struct req *r, struct reply *a)
{
	bool account = c->actor.role != ROLE_NONE;
	int64_t rate = account ? w->o.account_rate : w->o.address_rate, wait;
	struct limit_rate l = account ? (struct limit_rate){ACCOUNT_RATE, ACCOUNT_BURST}
	                              : (struct limit_rate){ADDRESS_RATE, ADDRESS_BURST};
	struct str who = r->address;

	if (rate < 0 || (rate == 0 && loopback(r->address)))
		return OK;
	if (rate > 0)
		l = (struct limit_rate){rate, 10 * rate};
	if (account)
		who = (struct str){(const char *)&c->actor.account.v, sizeof c->actor.account.v};
	if (limit_take(&w->limits, account ? 'a' : 'i', who, l, c->env->monotonic_us(c->env->self),
	               &wait))
		return OK;
	reply_header(a, "Retry-After", str_printf(c->arena, "%lld", (long long)wait));
	return fail(c, E_REFUSED, "rate_limited");
}

static struct str bearer_of(const struct req *r)
{
	struct str s = r->authorization;

	return str_starts(s, S("Bearer ")) ? str_trim(str_sub(s, 7, s.n)) : STR_NONE;
}

/* Who asks. A cookie that no longer holds makes a stranger of him; a bearer token that does not is
 * an error of the program that sent it. */
static enum err identify(struct web *w, struct ctx *c, struct req *r)
{
	struct str bearer = bearer_of(r), cookie = cookie_find(r, WEB_SESSION);
	struct str token = bearer.p != NULL ? bearer : cookie;
	struct fault none = {0};
	enum lang account = LANG_ZH;
	enum err e;

	c->actor = (struct actor){0};
	if (r->authorization.p != NULL && bearer.p == NULL)
		return fail(c, E_DENIED, "not_logged_in");
	if (token.n > 0 && w->o.auth != NULL) {
		/* A program that shows its token holds no form of ours. */
		e = w->o.auth->resolve(c, token, &c->actor, &account,
		                       bearer.p != NULL && r->api ? NULL : &r->csrf);
		if (e == E_BROKEN || e == E_RETRY)
			return e;
		if (e != OK)
			c->actor = (struct actor){0};
		if (e != OK && bearer.p != NULL)
			return fail(c, E_DENIED, "not_logged_in");
		r->cookie_session = e == OK && bearer.p == NULL;
		c->fault = none;
	}
	if (c->actor.role == ROLE_NONE)
		r->csrf = cookie_find(r, "form");
	c->lang = lang_of(r, account);
	return OK;
}

/* A stranger who wanted a page is shown the door he came for. */
static void to_login(struct ctx *c, struct reply *a, const struct req *r)
{
	static const char hex[] = "0123456789ABCDEF";
	struct out o;

	out_init(&o, 3 * TARGET_MAX + 64);
	out_put(&o, S("/login?next="));
	for (size_t i = 0; i < r->target.n; i++) {
		unsigned char b = (unsigned char)r->target.p[i];

		if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
		    b == '/' || b == '-' || b == '_' || b == '.') {
			out_c(&o, (char)b);
		} else {
			out_c(&o, '%');
			out_c(&o, hex[b >> 4]);
			out_c(&o, hex[b & 15]);
		}
	}
	reply_see(c, a, str_dup(c->arena, out_str(&o)), TEXT_NONE);
	out_free(&o);
}

static enum err admit(struct ctx *c, struct req *r, struct reply *a)
{
	if ((r->route->allowed & ROLE_BIT(c->actor.role)) != 0)
		return OK;
	if (c->actor.role != ROLE_NONE)
		return fail(c, E_DENIED, "not_allowed");
	if (!r->api && r->method == M_GET)
		to_login(c, a, r);
	return fail(c, E_DENIED, "not_logged_in");
}

static enum err find(struct web *w, struct ctx *c, struct req *r, struct reply *a)
{
	unsigned methods = 0;
	struct str allow = S("");

	if (r->method_known)
		r->route = route_find(w, r->method, r->path, r->params, &r->n_params, &methods);
	else
		route_find(w, M_GET, r->path, r->params, &r->n_params, &methods);
	if (methods == 0 && asset_find(r->path) != NULL) {
		methods = 1u << M_GET;
		if (r->method_known && r->method == M_GET)
			r->route = web_asset_route;
	}
	if (r->route != NULL)
		return OK;
	if (methods == 0)
		return fail(c, E_ABSENT, "absent");
	for (size_t i = 0; i < 4; i++)
		if ((methods & 1u << i) != 0)
			allow = str_printf(c->arena, "%.*s%s%s", STR_FMT(allow),
			                   allow.n > 0 ? ", " : "", method_names[i]);
	reply_header(a, "Allow", allow);
	return fail(c, E_INPUT, "method_not_allowed");
}

static enum err head(struct web *w, struct ctx *c, struct req *r, struct reply *a)
{
	enum err e;

	c->lang = lang_of(r, LANG_ZH);
	e = find(w, c, r, a);
	if (e != OK && !r->api) { /* the refusal stands in the caller's own frame */
		struct fault why = c->fault;
		enum err who = identify(w, c, r);

		c->fault = why;
		return who == E_BROKEN || who == E_RETRY ? who : e;
	}
	TRY(e);
	if (web_plain(r->route))
		return OK; /* probes and assets: nobody need be known for them */
	if (r->route->raw_max == 0)
		TRY(identify(w, c, r));
	TRY(limited(w, c, r, a));
	return admit(c, r, a);
}

bool dispatch_head(struct web *w, struct work *k)
{
	struct ctx *c = &k->c;
	struct req *r = &k->r;
	enum err e;

	c->arena = k->arena;
	c->env = w->o.env;
	c->store = w->o.store;
	c->now = env_now(w->o.env);
	k->started_us = w->o.env->monotonic_us(w->o.env->self);
	request_id(w, c);
	r->web = w;
	r->api = str_starts(r->path, S("/api/"));
	reply_init(&k->w, c, r, &k->out);
	c->device = device_of(r);
	e = head(w, c, r, &k->w);
	if (e == OK)
		return true;
	if (!k->w.set)
		refuse(c, &k->w, e);
	return false;
}

/* --- the second half: with the body --------------------------------------------------------------
 */

static bool media_is(struct str type, const char *want)
{
	struct str name = str_trim(str_cut(&type, ';'));
	size_t n = strlen(want);

	if (name.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((name.p[i] | 0x20) != (want[i] | 0x20))
			return false;
	return true;
}

static enum err read_form(struct ctx *c, struct req *r)
{
	if (r->body.n == 0)
		return OK;
	if (media_is(r->content_type, "application/x-www-form-urlencoded"))
		return form_urlencoded(c, r->body, &r->form);
	if (media_is(r->content_type, "multipart/form-data"))
		return form_multipart(c, r->content_type, r->body, &r->form);
	return fail(c, E_INPUT, "unsupported_media");
}

static bool key_ok(struct str key)
{
	if (key.n == 0 || key.n > 64)
		return false;
	for (size_t i = 0; i < key.n; i++)
		if (!((key.p[i] >= 'a' && key.p[i] <= 'z') ||
		      (key.p[i] >= 'A' && key.p[i] <= 'Z') ||
		      (key.p[i] >= '0' && key.p[i] <= '9') || key.p[i] == '_' || key.p[i] == '-'))
			return false;
	return true;
}

static enum err read_key(struct ctx *c, struct req *r)
{
	const struct pair *p = pairs_find(&r->form, "_key");
	struct str key = r->idempotency_key.p != NULL ? r->idempotency_key
	                 : p != NULL                  ? p->value
	                                              : STR_NONE;

	if (key.p == NULL)
		return OK;
	if (!key_ok(key))
		return fault_input(c, key.n > 64 ? "key_too_long" : "bad_input",
		                   S("Idempotency-Key"), STR_NONE, S("1–64 A-Z a-z 0-9 _ -"));
	r->key = key;
	return OK;
}

/* What was asked of whom, for the key: a form counts without what belongs to the frame, because a
 * page shown twice has another mask and key, and yet asks for the same. */
static void mark_for_once(struct req *r)
{
	bool form = !r->api && r->form.n > 0;
	struct sha256 h;

	sha256_init(&h);
	sha256_put_field(&h, r->path);
	if (!form)
		sha256_put_field(&h, r->body);
	for (size_t i = 0; form && i < r->form.n; i++) {
		const struct pair *p = &r->form.v[i];

		if (str_is(p->name, "_csrf") || str_is(p->name, "_key"))
			continue;
		sha256_put_field(&h, p->name);
		sha256_put_field(&h, p->value);
	}
	sha256_end(&h, r->asked);
}

static enum err read_query(struct ctx *c, struct req *r)
{
	static const struct input nothing = {.name = "Nothing"};
	const struct input *in = r->route->query;
	struct pairs p;

	if (in == NULL && (!r->api || r->query.n == 0))
		return OK;
	TRY(form_urlencoded(c, r->query, &p));
	if (r->method == M_GET)
		r->form = p; /* a search form shows again what was asked */
	return input_of_pairs(c, in != NULL ? in : &nothing, &p, r->api, &r->errors,
	                      &r->query_input);
}

static enum err read_input(struct ctx *c, struct req *r)
{
	static const struct input nothing = {.name = "Nothing"};
	const struct input *in = r->route->input != NULL ? r->route->input : &nothing;

	if (r->route->raw_max > 0)
		return OK;
	if (r->method == M_GET)
		return r->body.n == 0 ? OK : fail(c, E_INPUT, "bad_request");
	if (!r->api)
		return input_of_pairs(c, in, &r->form, true, &r->errors, &r->input);
	if (r->route->input == NULL && r->body.n == 0)
		return OK;
	if (media_is(r->content_type, "multipart/form-data")) { /* uploads by program */
		TRY(form_multipart(c, r->content_type, r->body, &r->form));
		return input_of_pairs(c, in, &r->form, true, &r->errors, &r->input);
	}
	if (!media_is(r->content_type, "application/json"))
		return fail(c, E_INPUT, "unsupported_media");
	return input_of_json(c, in, r->body, &r->input);
}

/* Token and origin before anything that was typed is looked at. */
static enum err trusted(struct ctx *c, struct req *r)
{
	if (r->method == M_GET || r->route->raw_max > 0)
		return OK;
	if (!r->api)
		TRY(read_form(c, r));
	if (!csrf_ok(r, bearer_of(r).p != NULL))
		return fail(c, E_DENIED, "csrf_failed");
	TRY(read_key(c, r));
	mark_for_once(r);
	return OK;
}

/* A GET sees one state of the database; a handler that writes opens its own transactions. */
static enum err run(struct ctx *c, struct req *r, struct reply *a, handler_fn fn, bool reading)
{
	enum err e;

	if (!reading || c->store == NULL || web_plain(r->route))
		return fn(c, r, a);
	TRY(store_read_begin(c));
	e = fn(c, r, a);
	store_read_end(c);
	return e;
}

static enum err answer(struct ctx *c, struct req *r, struct reply *a)
{
	TRY(trusted(c, r));
	TRY(read_query(c, r));
	TRY(read_input(c, r));
	TRY(run(c, r, a, r->route->run, r->method == M_GET));
	if (!a->set)
		return fault_broken(c, "the handler gave no answer");
	if (a->o->broken)
		return fault_broken(c, "the answer outgrew its ceiling");
	return arena_exhausted(c->arena) ? fault_broken(c, "request memory exhausted") : OK;
}

/* The form again with what was typed; when that fails too, the plain refusal. */
static bool shown_again(struct ctx *c, struct req *r, struct reply *a, enum err e)
{
	struct fault why = c->fault;

	if (r->route->again == NULL || r->api || e == E_BROKEN || e == E_RETRY || e == E_DENIED ||
	    e == E_ABSENT)
		return false;
	a->set = false;
	a->status = fault_status(&why);
	if (run(c, r, a, r->route->again, true) == OK && a->set && !a->o->broken)
		return true;
	c->fault = why;
	return false;
}

void dispatch_body(struct web *w, struct work *k)
{
	enum err e;

	(void)w;
	if (k->body_over)
		e = body_too_large(&k->c, k->r.route, (int64_t)k->r.body.n);
	else
		e = answer(&k->c, &k->r, &k->w);
	if (e == OK)
		return;
	/* Whatever the handler had begun to write is forgotten: half an answer is none. */
	if (!shown_again(&k->c, &k->r, &k->w, e))
		refuse(&k->c, &k->w, e);
}

/* --- afterwards ------------------------------------------------------------------------------- */

static size_t bucket_of(int64_t us)
{
	static const int64_t edges[HIST_BUCKETS - 1] = {
		500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};
	size_t i = 0;

	while (i < HIST_BUCKETS - 1 && us > edges[i])
		i++;
	return i;
}

void dispatch_after(struct web *w, struct work *k)
{
	int64_t us = w->o.env->monotonic_us(w->o.env->self) - k->started_us;
	const struct route *route = k->r.route;
	struct route_stats *s = &w->stats[route != NULL ? route_index(w, route) : w->n_routes];
	int class = k->w.status / 100;

	atomic_fetch_add_explicit(&s->buckets[bucket_of(us)], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->sum_us, us, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->by_class[class >= 1 && class <= 5 ? class : 0], 1,
	                          memory_order_relaxed);
	/* Reading a child's record is evidence too, but not worth the reader's waiting. */
	if (w->o.store != NULL && audit_flush_reads(&k->c) != OK && w->o.log != NULL)
		LOG_LINE(w->o.log, LOG_ERROR, "read notes lost", k->c.request_id,
		         LOG_DETAIL("broken", k->c.broken));
	if (w->o.log == NULL)
		return;
	LOG_LINE(w->o.log, k->w.status >= 500 ? LOG_ERROR : LOG_INFO, "request", k->c.request_id,
	         LOG_TOKEN("method", method_names[k->r.method]),
	         LOG_TOKEN("route", route != NULL ? route->path : NULL),
	         LOG_NUMBER("status", k->w.status), LOG_NUMBER("us", us),
	         LOG_NUMBER("bytes", (int64_t)reply_bytes(&k->w).n),
	         LOG_TOKEN("role", role_name(k->c.actor.role)), LOG_TOKEN("code", k->c.fault.code),
	         LOG_DETAIL("broken", k->w.status >= 500 ? k->c.broken : NULL));
}

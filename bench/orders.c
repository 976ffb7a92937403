#include "orders.h"

#include "base/jsonread.h"

#define LONGEST_US INT64_C(60000000)

/* --- orders ----------------------------------------------------------------------------------- */

static void shelf_read(const struct out *json, struct shelf *s)
{
	struct arena *a = arena_new(64 << 20);
	struct ctx c = {.arena = a, .env = env_system()};
	const struct jval *root, *items;

	if (jread(&c, out_str(json), json->ceiling, &root) != OK ||
	    jval_array(&c, root, "items", 1000, &items) != OK)
		give_up("the list of offerings cannot be read");
	for (size_t i = 0; i < items->n && s->n < MOST_COURSES; i++) {
		const struct jval *o = &items->items[i];
		struct course *k = &s->v[s->n];
		struct str kind;
		bool open = false;

		if (jval_str(&c, o, "kind", 32, &kind) != OK || !str_is(kind, "course") ||
		    jval_bool(&c, o, "open", &open) != OK || !open ||
		    jval_id(&c, o, "agreement", &k->agreement) != OK ||
		    jval_i64(&c, o, "seats", 1, 1000000, &k->seats) != OK ||
		    jval_i64(&c, o, "taken", 0, 1000000, &k->taken) != OK ||
		    jval_id(&c, o, "id", &k->id) != OK)
			continue;
		s->n++;
	}
	arena_free(&a);
}

/* The courses open to this family's first child; the first of a school's list is in the lowest
 * grade, and what is open there is open to all. */
void shelf_ask(const struct server *s, const struct family *f, struct shelf *ret_shelf)
{
	char head[256];
	struct out o;

	out_init(&o, 8 << 20);
	snprintf(head, sizeof head, "Authorization: Bearer %.*s\r\n", STR_FMT(f->token));
	if (load_once(s->port, "GET", "/api/v1/offerings?limit=100", head, NULL, &o) != 200)
		give_up("no list of offerings: %.*s", STR_FMT(str_sub(out_str(&o), 0, 300)));
	*ret_shelf = (struct shelf){0};
	shelf_read(&o, ret_shelf);
	out_free(&o);
}

static uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += 0x9E3779B97F4A7C15ULL);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
	return z ^ (z >> 31);
}

static void shuffle(struct order *v, size_t n, uint64_t seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)(draw(&seed) % i);
		struct order t = v[k];

		v[k] = v[i - 1];
		v[i - 1] = t;
	}
}

struct order *data_orders(const struct data *d, const struct server *s, size_t n, uint64_t seed,
                          size_t *ret_n)
{
	struct order *v = malloc(d->families * 4 * sizeof *v);
	struct str school = STR_NONE;
	struct shelf shelf = {0};
	size_t k = 0, schools = 0;

	if (!v)
		give_up("out of memory");
	for (size_t i = 0; i < d->families; i++) {
		const struct family *f = &d->family[i];

		if (!school.p || !str_eq(school, f->school)) {
			shelf_ask(s, f, &shelf);
			schools += school.p != NULL;
			school = f->school;
		}
		if (shelf.n == 0)
			give_up("a school without a course");
		/* Two guardians of one family stand one after the other: the child once. */
		if (i > 0 && f->pupil[0] == f[-1].pupil[0])
			continue;
		for (size_t p = 0; p < f->pupils; p++) {
			const struct course *o = &shelf.v[shelf.next++ % shelf.n];

			v[k++] = (struct order){f->token,     f->pupil[p], o->id,
			                        o->agreement, o->seats,    schools};
		}
	}
	shuffle(v, k, seed);
	*ret_n = k < n || n == 0 ? k : n;
	return v;
}

void order_request(const struct order *w, uint16_t port, const char *key, struct out *o)
{
	char body[192], head[96] = "";
	int n = snprintf(body, sizeof body,
	                 "{\"pupil\":\"%lld\",\"offering\":\"%lld\",\"agreement\":\"%lld\"}",
	                 (long long)w->pupil, (long long)w->offering, (long long)w->agreement);

	if (key)
		snprintf(head, sizeof head, "Idempotency-Key: %s\r\n", key);
	out_printf(o,
	           "POST /api/v1/enrolments HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
	           "Authorization: Bearer %.*s\r\n%sContent-Type: application/json\r\n"
	           "Content-Length: %d\r\n\r\n%s",
	           port, STR_FMT(w->token), head, n, body);
}

/* --- the rush --------------------------------------------------------------------------------- */

struct rush {
	const struct order *order;
	size_t n, next;
	uint16_t port;
	size_t refused;
	char first_refusal[400];
};

static bool ask(void *self, size_t conn, struct out *o)
{
	struct rush *u = self;

	if (u->next == u->n)
		return false;
	char key[32];

	snprintf(key, sizeof key, "rush-%zu", u->next);
	order_request(&u->order[u->next++], u->port, key, o);
	return true;
}

static void told(void *self, size_t conn, int status, struct str body)
{
	struct rush *u = self;

	if (status == 201)
		return;
	if (u->refused++ == 0)
		snprintf(u->first_refusal, sizeof u->first_refusal, "%d %.*s", status,
		         STR_FMT(str_sub(body, 0, 300)));
}

struct load_result orders_run(const struct order *v, size_t n, size_t connections, uint16_t port)
{
	struct rush u = {.order = v, .n = n, .port = port};
	struct load l = {.port = port,
	                 .connections = connections,
	                 .most_us = LONGEST_US,
	                 .ask = ask,
	                 .told = told,
	                 .self = &u};
	struct load_result r;

	if (!load_run(&l, &r))
		exit(1);
	if (r.broken > 0 || u.refused > 0 || r.answered == 0)
		give_up("%zu answers, %zu refused, %zu connections lost: %s", r.answered, u.refused,
		        r.broken, u.first_refusal);
	return r;
}

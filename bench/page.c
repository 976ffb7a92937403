/* page: a guardian's page of all offerings with seats beside a handler that does nothing; what a
 * cold phone must fetch; what the server holds in memory after; how soon it is ready. */
#include "data.h"

#include <signal.h>

enum { CONNECTIONS = 64, LOADS = 2000, EMPTY = 20000, ROUNDS = 3, FEW = 100, MANY = 500 };
#define LONGEST_US INT64_C(30000000)
#define GZIP       "Accept-Encoding: gzip\r\n"

#define OFFERINGS "/enrol"

struct visit {
	const struct data *d;
	uint16_t port;
	const char *path;
	size_t next, wrong;
};

static bool ask(void *self, size_t conn, struct out *o)
{
	struct visit *v = self;

	if (!v->path) {
		out_printf(o, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", v->port);
		return true;
	}
	/* Neighbours in the list are of one school; a rush is not. */
	const struct family *f = &v->d->family[v->next++ * 7919 % v->d->families];

	out_printf(o,
	           "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" GZIP
	           "Authorization: Bearer %.*s\r\n\r\n",
	           v->path, v->port, STR_FMT(f->token));
	return true;
}

static void told(void *self, size_t conn, int status, struct str body)
{
	struct visit *v = self;

	v->wrong += status != 200 || body.n == 0;
}

/* `path` NULL: the handler that does nothing. */
static struct load_result visit(struct visit *v, const char *path, size_t most)
{
	struct load l = {.port = v->port,
	                 .connections = CONNECTIONS,
	                 .most = most,
	                 .most_us = LONGEST_US,
	                 .ask = ask,
	                 .told = told,
	                 .self = v};
	struct load_result r;

	v->path = path;
	if (!load_run(&l, &r) || r.broken > 0 || v->wrong > 0)
		give_up("%zu wrong answers, %zu connections lost", v->wrong, r.broken);
	return r;
}

/* The bytes of one answer as they travel, compressed when the server does that. */
static size_t fetched(const struct server *s, const char *path, const char *headers)
{
	struct out o;
	size_t n;

	out_init(&o, 8 << 20);
	if (load_once(s->port, "GET", path, headers, NULL, &o) != 200)
		give_up("%s cannot be fetched", path);
	n = o.n;
	out_free(&o);
	return n;
}

/* The page and every file of ours it names. */
static size_t cold(const struct server *s, const struct family *f)
{
	char head[256];
	struct out o;
	const char *at;
	size_t sum;

	out_init(&o, 8 << 20);
	snprintf(head, sizeof head, GZIP "Authorization: Bearer %.*s\r\n", STR_FMT(f->token));
	sum = fetched(s, "/enrol", head);
	if (load_once(s->port, "GET", "/enrol", strchr(head, '\n') + 1, NULL, &o) != 200)
		give_up("no page");
	out_c(&o, '\0');
	at = o.p;
	while ((at = strstr(at, "\"/a/")) != NULL) {
		char path[256];

		snprintf(path, sizeof path, "%.*s", (int)strcspn(at + 1, "\""), at + 1);
		sum += fetched(s, path, GZIP);
		at++;
	}
	out_free(&o);
	return sum;
}

struct count {
	const struct data *d;
	const char *path;
};

static void visits(void *self, const struct server *s, size_t n)
{
	const struct count *k = self;
	struct visit v = {.d = k->d, .port = s->port};

	visit(&v, k->path, n);
}

/* What one answer costs, whatever else the machine does. */
static void count(const struct data *d, const char *path, const char *metric)
{
	struct count k = {d, path};

	figure("page", metric, data_instructions(d, visits, &k, FEW, MANY), "instructions", -1, -1);
}

int main(void)
{
	struct data *d = data_open("city");
	double rate[ROUNDS], empty[ROUNDS], ratio[ROUNDS], p99[ROUNDS];
	double cpu[ROUNDS], empty_cpu[ROUNDS];
	struct server s;
	char url[URL_MAX];

	data_copy(d, "one", url);
	if (!server_start(url, NULL, NULL, &s))
		return 1;
	figure("page", "start_to_ready", (double)s.ready_us / 1000, "ms", 1000, -1);
	figure("page", "cold_guardian_page", (double)cold(&s, &d->family[0]) / 1024,
	       "KiB compressed", 60, -1);

	struct visit v = {.d = d, .port = s.port};

	server_settle(&s);
	for (size_t i = 0; i < ROUNDS; i++) {
		int64_t before = server_cpu_us(&s);
		struct load_result e = visit(&v, NULL, EMPTY);
		int64_t between = server_cpu_us(&s);
		struct load_result p = visit(&v, OFFERINGS, LOADS);

		cpu[i] = (double)(server_cpu_us(&s) - between) / (double)p.answered;
		empty_cpu[i] = (double)(between - before) / (double)e.answered;

		rate[i] = p.rate;
		empty[i] = e.rate;
		ratio[i] = p.rate / e.rate;
		p99[i] = (double)p.p99_us / 1000;
		if (i == 0) /* after so many page loads and no more */
			figure("memory", "resident_after_2000_pages",
			       (double)server_rss_kib(&s) / 1024, "MiB", 64, -1);
	}
	figure("page", "offerings_64", median(rate, ROUNDS), "1/s", median(empty, ROUNDS),
	       median(ratio, ROUNDS));
	double each = median(cpu, ROUNDS), nothing = median(empty_cpu, ROUNDS);

	figure("page", "offerings_cpu", each, "us", nothing, nothing / each);
	figure("page", "offerings_p99_64", median(p99, ROUNDS), "ms", 50, -1);
	server_stop(&s, SIGTERM);
	count(d, OFFERINGS, "page_instructions");
	count(d, "/api/v1/offerings", "api_offerings_instructions");
	data_free(&d);
	return 0;
}

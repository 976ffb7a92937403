/* The edge of `kehou serve` itself, over the demo of a school: a crowd that idles beside a crowd
 * that asks (F9), and requests broken in every way a grammar can be (F10). */
#include "../kit.h"

#include "../web/broken.h"
#include "../web/client.h"

#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "data.h"

enum {
	IDLE = 1000,
	BUSY = 512,
	CROWD = 10000,
	ADDRESSES = 10,
	HONEST = 500,
	ROUNDS = 8,
	BROKEN = 20000,
	HONEST_EVERY = 50,
	MB = 1024
};
#define LIMIT "2000"

struct edge {
	struct data *data;
	struct server server;
	char url[URL_MAX];
	struct str page, family; /* requests that keep the connection */
	char buf[1 << 18];
};
static struct edge edge;

static struct edge *served(void **state, const char *name)
{
	static const char *const more[] = {"--connections.address", LIMIT, NULL};
	struct ctx *c = kit_ctx(state);
	struct edge *e = &edge;

	e->data = data_open("school");
	data_copy(e->data, name, e->url);
	if (!server_start(e->url, more, NULL, &e->server))
		fail_msg("the server does not start");
	server_settle(&e->server);
	e->page = S("GET /login HTTP/1.1\r\nHost: a\r\n\r\n");
	e->family = str_printf(c->arena,
	                       "GET /api/v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
	                       "%.*s\r\n\r\n",
	                       STR_FMT(e->data->family[0].token));
	return e;
}

/* It ends as it should, and what it kept is whole. */
static void ended(struct edge *e)
{
	const char *const verify[] = {"verify", "--db", e->url, NULL};

	assert_int_equal(server_stop(&e->server, SIGTERM), 0);
	assert_int_equal(kehou_run(verify), 0);
	data_free(&e->data);
}

static void asked(struct edge *e, int fd, struct str request)
{
	assert_true(client_send(fd, request));
	assert_true(client_read(fd, e->buf, sizeof e->buf, 10000) > 0);
	assert_int_equal(client_status(e->buf), 200);
}

/* Everybody asks at once, then everybody is answered. */
static void round_of(struct edge *e, const int *fd, int n)
{
	for (int i = 0; i < n; i++)
		assert_true(client_send(fd[i], e->family));
	for (int i = 0; i < n; i++) {
		assert_true(client_read(fd[i], e->buf, sizeof e->buf, 10000) > 0);
		assert_int_equal(client_status(e->buf), 200);
	}
}

static int64_t microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The memory a sanitizer keeps beside that of the program is no figure of the program's. */
static void within_60_mb(int64_t kib)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	if (kib > INT64_C(60) * MB)
		fail_msg("%lld KiB more for idle connections", (long long)kib);
#else
	(void)kib;
#endif
}

/* As many files as we may have; the crowd's ends are ours. */
static void files_many(int n)
{
	struct rlimit files;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
	files.rlim_cur = files.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
	if (files.rlim_cur < (rlim_t)n + 64)
		fail_msg("a login with %d files is needed (ulimit -Hn)", n + 64);
}

static int longer(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Families who come and ask while the crowd idles, one after the other; the 99th percentile. */
static int64_t honest_p99(struct edge *e)
{
	static int64_t took[HONEST];

	for (int i = 0; i < HONEST; i++) {
		int64_t from = microseconds();
		int fd = client_open(e->server.port);

		asked(e, fd, e->family);
		took[i] = microseconds() - from;
		close(fd);
	}
	qsort(took, HONEST, sizeof *took, longer);
	return took[HONEST * 99 / 100];
}

static void a_thousand_idle_connections_keep_no_family_waiting_F9(void **state)
{
	struct edge *e = served(state, "idle");
	static int fd[IDLE + BUSY];
	int64_t before, after;

	files_many(IDLE + BUSY);
	for (int i = 0; i < BUSY; i++) {
		fd[i] = client_open(e->server.port);
		asked(e, fd[i], e->family);
	}
	round_of(e, fd, BUSY);
	before = server_rss_kib(&e->server);
	for (int i = BUSY; i < BUSY + IDLE; i++) {
		fd[i] = client_open(e->server.port);
		asked(e, fd[i], e->page);
	}
	for (int i = 0; i < ROUNDS; i++)
		round_of(e, fd, BUSY);
	after = server_rss_kib(&e->server);
	within_60_mb(after - before);
	printf("# %d idle connections: %lld KiB more\n", IDLE, (long long)(after - before));
	for (int i = BUSY; i < BUSY + IDLE; i++) { /* who idled was not thrown out */
		asked(e, fd[i], e->page);
		close(fd[i]);
	}
	for (int i = 0; i < BUSY; i++)
		close(fd[i]);
	ended(e);
}

/* More than may be connected: who has idled longest gives way, nobody who asks does. */
static void ten_thousand_idle_connections_take_no_more_than_60_MB_F9(void **state)
{
	struct edge *e = served(state, "crowd");
	static int fd[CROWD];
	int64_t before, more = 0, p99;

	files_many(CROWD);
	for (int i = 0; i < BUSY; i++) {
		fd[i] = client_open(e->server.port);
		asked(e, fd[i], e->family);
	}
	round_of(e, fd, BUSY);
	for (int i = 0; i < BUSY; i++)
		close(fd[i]);
	before = server_rss_kib(&e->server);
	for (int i = 0; i < CROWD; i++) {
		fd[i] = client_open_from(e->server.port, 1 + i % ADDRESSES);
		client_send(fd[i], e->page);
		if (client_read(fd[i], e->buf, sizeof e->buf, 10000) > 0)
			assert_int_equal(client_status(e->buf), 200);
		if (i % 500 == 0)
			more = larger(more, server_rss_kib(&e->server) - before);
	}
	more = larger(more, server_rss_kib(&e->server) - before);
	p99 = honest_p99(e);
	printf("# %d idle connections: %lld KiB more, families are answered in %lld us (99th "
	       "percentile)\n",
	       CROWD, (long long)more, (long long)p99);
	within_60_mb(more);
	for (int i = 0; i < CROWD; i++)
		close(fd[i]);
	ended(e);
}

/* A route that is there, with a body or a frame that is wrong: a refusal or, where nothing that
 * counts was wrong, an answer; never a fault of the server. */
static struct str aimed(struct arena *a, struct str broken, const struct edge *e, int i)
{
	static const char *const target[] = {"POST /login",
	                                     "POST /api/v1/applications",
	                                     "GET /api/v1/me?",
	                                     "POST /enrol",
	                                     "POST /api/v1/login",
	                                     "GET /receipts/check?code=",
	                                     "POST /roles",
	                                     "PUT /api/v1/me",
	                                     "POST /account/password",
	                                     "POST /pay/wechat"};
	size_t line;

	if (!str_find(broken, S("\n"), &line))
		return broken;
	return str_printf(a, "%s HTTP/1.1\r\nAuthorization: Bearer %.*s\r\n%.*s",
	                  target[i % (int)(sizeof target / sizeof *target)],
	                  STR_FMT(e->data->family[0].token),
	                  STR_FMT(str_sub(broken, line + 1, broken.n)));
}

static void broken_requests_are_refused_and_the_next_honest_one_is_served_F10(void **state)
{
	struct edge *e = served(state, "broken");
	struct ctx *c = kit_ctx(state);
	size_t refused = 0, closed = 0;

	for (int i = 0; i < BROKEN; i++) {
		struct arena_mark m = arena_mark(c->arena);
		struct str s = broken_request(c->arena);
		bool at_home = i % 2 == 1;
		int fd = client_open(e->server.port);

		if (at_home)
			s = aimed(c->arena, s, e, i / 2);
		client_send(fd, s);
		client_end(fd);
		client_read(fd, e->buf, sizeof e->buf, 2000);
		close(fd);
		*(client_status(e->buf) == 0 ? &closed : &refused) += 1;
		if (!at_home && client_count(e->buf, 0, 399) > 0 && !broken_honest(s))
			fail_msg("round %d: %.*s\nwas answered\n%s", i, STR_FMT(s), e->buf);
		if (client_count(e->buf, 500, 504) + client_count(e->buf, 506, 599) > 0)
			fail_msg("round %d: %.*s\nwas answered\n%s", i, STR_FMT(s), e->buf);
		arena_rewind(c->arena, m);
		if (i % HONEST_EVERY == 0) {
			fd = client_open(e->server.port);
			asked(e, fd, e->family);
			close(fd);
		}
	}
	printf("# %zu refused or answered, %zu closed\n", refused, closed);
	assert_true(refused > BROKEN / 4);
	assert_true(closed + refused == BROKEN);
	ended(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_thousand_idle_connections_keep_no_family_waiting_F9),
		KIT_TEST(ten_thousand_idle_connections_take_no_more_than_60_MB_F9),
		KIT_TEST(broken_requests_are_refused_and_the_next_honest_one_is_served_F10),
	};

	return KIT_RUN(tests);
}

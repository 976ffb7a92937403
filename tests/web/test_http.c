/* The edge, over real sockets: lengths that lie, clients that drip, crowds that idle. F8-F10. */
#include "client.h"
#include "world.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HONEST "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
#define LAST   "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

struct live {
	struct ctx *c;
	struct web *w;
	uint16_t port;
	char buf[65536];
};

static struct live *start(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct live *l = arena_take(c->arena, sizeof *l);

	l->c = c;
	l->w = world_start(c, "127.0.0.1:0");
	l->port = web_port(l->w);
	return l;
}

static int ask(struct live *l, const char *s)
{
	return client_ask(l->port, str_of(s), l->buf, sizeof l->buf, 5000);
}

static void an_honest_request_is_answered(void **state)
{
	struct live *l = start(state);

	assert_int_equal(ask(l, LAST), 200);
	assert_non_null(strstr(l->buf, "Content-Security-Policy: default-src 'none'"));
	assert_non_null(strstr(l->buf, "{\"role\":\"none\""));
	assert_int_equal(ask(l, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), 200);
	assert_null(strstr(l->buf, "{\"role\""));
	assert_int_equal(ask(l, "GET / HTTP/1.0\r\n\r\n"), 200);
	web_stop(&l->w);
}

static void one_connection_serves_many_requests(void **state)
{
	struct live *l = start(state);
	int fd = client_open(l->port);

	for (int i = 0; i < 50; i++) {
		const char *body = i % 2 ? "{\"title\":\"ok\"}" : "{\"title\":5}";
		struct str s = str_printf(
			l->c->arena,
			"POST /api/v1/things HTTP/1.1\r\nHost: a\r\nAuthorization: "
			"Bearer " GUARDIAN_TOKEN
			"\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
			strlen(body), body);

		assert_true(client_send(fd, s));
		assert_true(client_read(fd, l->buf, sizeof l->buf, 5000) > 0);
		assert_int_equal(client_status(l->buf), i % 2 ? 201 : 422);
	}
	close(fd);
	web_stop(&l->w);
}

static void a_body_that_comes_in_pieces_is_one_body(void **state)
{
	struct live *l = start(state);
	int fd = client_open(l->port);

	client_send(
		fd,
		S("POST /api/v1/things HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " GUARDIAN_TOKEN
	          "\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"));
	for (size_t i = 0; i < 14; i += 2) {
		poll(NULL, 0, 5);
		client_send(fd, str_sub(S("{\"title\":\"ok\"}"), i, 2));
	}
	client_read(fd, l->buf, sizeof l->buf, 5000);
	assert_int_equal(client_status(l->buf), 201);
	close(fd);
	web_stop(&l->w);
}

/* Each holds a second request in what a careless server takes for the next one. */
static void lengths_that_contradict_are_refused_and_nothing_behind_them_is_served(void **state)
{
	static const char *const lines[] = {
		"Content-Length: 5\r\nContent-Length: 0\r\n",
		"Content-Length: 0\r\nContent-Length: 5\r\n",
		"Content-Length: 0\r\nContent-Length: 0\r\n",
		"Content-Length: 0\r\ncontent-length: 5\r\n",
		"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
		"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
		"Transfer-Encoding: chunked\r\n",
		"Transfer-Encoding: xchunked\r\n",
		"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
		"Transfer-Encoding: identity, chunked\r\n",
		"Content-Length: +5\r\n",
		"Content-Length: -1\r\n",
		"Content-Length: 0x5\r\n",
		"Content-Length: 5, 5\r\n",
		"Content-Length: 99999999999999999999\r\n",
		"Content-Length: \r\n",
		"Content-Length: 5 5\r\n",
		"Content-Length : 5\r\n",
		"Transfer-Encoding : chunked\r\n",
		" Content-Length: 5\r\n",
		"Host: b\r\n",
		"X: a\x01 b\r\n",
		"X Y: a\r\n",
		"X(: a\r\n",
	};
	struct live *l = start(state);

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct str s = str_printf(
			l->c->arena,
			"POST /api/v1/open HTTP/1.1\r\nHost: a\r\n%s\r\n0\r\n\r\n" HONEST HONEST,
			lines[i]);
		int status = client_ask(l->port, s, l->buf, sizeof l->buf, 5000);

		if ((status != 0 && (status < 400 || status > 499)) ||
		    client_count(l->buf, 0, 399) + client_count(l->buf, 500, 999) > 0)
			fail_msg("%s: %d\n%s", lines[i], status, l->buf);
		assert_int_equal(ask(l, LAST), 200);
	}
	web_stop(&l->w);
}

static void a_get_with_a_body_is_refused_and_the_body_is_no_request(void **state)
{
	struct live *l = start(state);
	struct str s = str_printf(l->c->arena,
	                          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n" HONEST,
	                          strlen(HONEST));

	assert_int_equal(client_ask(l->port, s, l->buf, sizeof l->buf, 5000), 400);
	assert_int_equal(client_count(l->buf, 0, 999), 1);
	s = str_printf(l->c->arena,
	               "GET /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n" HONEST,
	               strlen(HONEST));
	assert_int_equal(client_ask(l->port, s, l->buf, sizeof l->buf, 5000), 404);
	assert_int_equal(client_count(l->buf, 0, 999), 1);
	web_stop(&l->w);
}

static void too_large_a_body_is_refused_before_it_is_sent(void **state)
{
	struct live *l = start(state);

	assert_int_equal(
		ask(l, "POST /api/v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n"),
		413);
	assert_int_equal(ask(l, "POST /api/v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: "
	                        "999999999999999\r\n\r\n"),
	                 413);
	web_stop(&l->w);
}

static void requests_sent_together_are_answered_in_order(void **state)
{
	struct live *l = start(state);

	assert_int_equal(ask(l, HONEST "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n" LAST), 200);
	assert_int_equal(client_count(l->buf, 0, 999), 3);
	assert_non_null(strstr(l->buf, "HTTP/1.1 404"));
	web_stop(&l->w);
}

/* Does the server end this connection within two seconds of real time? */
static bool ended(int fd)
{
	char buf[65536];
	int64_t waited = 0;

	while (waited < 2000) {
		struct pollfd p = {.fd = fd, .events = POLLIN};

		if (poll(&p, 1, 50) > 0 && recv(fd, buf, sizeof buf, 0) <= 0)
			return true;
		waited += 50;
	}
	return false;
}

static void drip(void **state, const char *first, const char *more)
{
	struct live *l = start(state);
	int fd = client_open(l->port), honest = client_open(l->port);

	client_send(fd, str_of(first));
	poll(NULL, 0, 600);           /* let the watcher see that a request has begun */
	for (int s = 0; s < 9; s++) { /* never silent for long */
		client_send(fd, str_of(more));
		kit_advance(state, 1000000);
	}
	poll(NULL, 0, 300);
	assert_true(client_send(fd, str_of(more)));
	kit_advance(state, 2500000);
	assert_true(ended(fd));
	client_send(honest, S(HONEST));
	assert_true(ended(honest) ||
	            client_status(l->buf) == 0); /* said nothing for its time either */
	assert_int_equal(ask(l, LAST), 200);
	close(fd);
	close(honest);
	web_stop(&l->w);
}

static void who_drips_headers_is_dropped_at_the_deadline(void **state) /* F8 */
{
	drip(state, "GET / HTTP/1.1\r\n", "X: y\r\n");
}

static void who_drips_a_body_is_dropped_at_the_deadline(void **state) /* F8 */
{
	drip(state, "POST /api/v1/open HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", "x");
}

static void who_drips_a_second_request_is_dropped_and_who_idles_is_not(void **state)
{
	struct live *l = start(state);
	int dripping = client_open(l->port), idle = client_open(l->port);

	client_send(dripping, S(HONEST));
	client_send(idle, S(HONEST));
	assert_true(client_read(dripping, l->buf, sizeof l->buf, 5000) > 0);
	assert_true(client_read(idle, l->buf, sizeof l->buf, 5000) > 0);
	poll(NULL, 0, 100);
	client_send(dripping, S("GET / HTTP/1.1\r\n"));
	poll(NULL, 0, 600);
	kit_advance(state, 11000000);
	assert_true(ended(dripping));
	client_send(idle, S(HONEST));
	assert_true(client_read(idle, l->buf, sizeof l->buf, 5000) > 0);
	assert_int_equal(client_status(l->buf), 200);
	close(dripping);
	close(idle);
	web_stop(&l->w);
}

/* Everybody asks at once, then everybody is answered: nobody waits for the turn of another. */
static void busy_round(struct live *l, const int *fd, int n)
{
	for (int i = 0; i < n; i++)
		assert_true(client_send(fd[i], S(HONEST)));
	for (int i = 0; i < n; i++) {
		assert_true(client_read(fd[i], l->buf, sizeof l->buf, 5000) > 0);
		assert_int_equal(client_status(l->buf), 200);
	}
}

static void a_crowd_that_idles_does_not_keep_others_waiting(void **state) /* F9 */
{
	enum { IDLE = 1000, BUSY = 512, ROUNDS = 8 };
	struct ctx *c = kit_ctx(state);
	const struct routes *tables[] = {&world_routes};
	struct web_options o = {.listen = "127.0.0.1:0",
	                        .env = c->env,
	                        .auth = &world_auth,
	                        .tables = tables,
	                        .n_tables = 1,
	                        .max_connections = 2 * (IDLE + BUSY), /* our ends are files too */
	                        .max_per_address = IDLE + BUSY + 8};
	struct live *l = arena_take(c->arena, sizeof *l);
	int *fd = arena_take(c->arena, (IDLE + BUSY) * sizeof *fd);

	l->c = c;
	assert_ok(web_start(c, &o, &l->w));
	l->port = web_port(l->w);
	for (int i = 0; i < IDLE + BUSY; i++) {
		fd[i] = client_open(l->port);
		client_send(fd[i], S(HONEST));
		assert_true(client_read(fd[i], l->buf, sizeof l->buf, 5000) > 0);
		assert_int_equal(client_status(l->buf), 200);
	}
	for (int i = 0; i < ROUNDS; i++)
		busy_round(l, fd + IDLE, BUSY);
	for (int i = 0; i < 200; i++) /* and who comes anew is let in */
		assert_int_equal(ask(l, LAST), 200);
	busy_round(l, fd, IDLE); /* who idled was not thrown out */
	for (int i = 0; i < IDLE + BUSY; i++)
		close(fd[i]);
	web_stop(&l->w);
}

static void who_has_idled_longest_gives_way_where_there_is_hardly_room(void **state) /* F9 */
{
	enum { MOST = 40, KEPT = 30, LONGEST = 12 };
	struct ctx *c = kit_ctx(state);
	const struct routes *tables[] = {&world_routes};
	struct web_options o = {.listen = "127.0.0.1:0",
	                        .env = c->env,
	                        .auth = &world_auth,
	                        .tables = tables,
	                        .n_tables = 1,
	                        .max_connections = MOST};
	struct live *l = arena_take(c->arena, sizeof *l);
	int fd[MOST], later, gone = 0;

	l->c = c;
	assert_ok(web_start(c, &o, &l->w));
	l->port = web_port(l->w);
	for (int i = 0; i < MOST; i++) {
		if (i == LONGEST || i == KEPT)
			kit_advance(state, 1500000);
		fd[i] = client_open(l->port);
		client_send(fd[i], S(HONEST));
		assert_true(client_read(fd[i], l->buf, sizeof l->buf, 5000) > 0);
		if (i + 1 == KEPT) /* as many as are kept: nobody has to go */
			poll(NULL, 0, 600);
	}
	for (int i = 0; i < MOST; i++) { /* those who go are of those who idled longest */
		struct pollfd p = {.fd = fd[i], .events = POLLIN};

		gone += poll(&p, 1, i < LONGEST ? 400 : 0) > 0;
		assert_true(i < LONGEST || gone == MOST - KEPT);
	}
	busy_round(l, fd + LONGEST, MOST - LONGEST);
	later = client_open(l->port);
	client_send(later, S(HONEST));
	assert_true(client_read(later, l->buf, sizeof l->buf, 5000) > 0);
	assert_int_equal(client_status(l->buf), 200);
	for (int i = 0; i < MOST; i++)
		close(fd[i]);
	close(later);
	web_stop(&l->w);
}

/* The server in a process of its own, so that our ends of the connections are not its files. Tells
 * its port and lives until we are through. */
static int serve_with_files(struct ctx *c, int told, int until, rlim_t soft, rlim_t hard)
{
	struct rlimit files = {soft, hard};
	struct web *w;
	uint16_t port;
	char end;

	alarm(60);
	if (setrlimit(RLIMIT_NOFILE, &files) != 0)
		return 1;
	w = world_start(c, "127.0.0.1:0");
	port = web_port(w);
	if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur != hard ||
	    write(told, &port, sizeof port) != sizeof port || read(until, &end, 1) != 1)
		return 2;
	return dup(0) >= 0 ? 0 : 3; /* there is room for other files */
}

static void where_few_files_may_be_open_fewer_are_let_in_and_the_rest_is_kept(void **state)
{
	enum { SOFT = 100, HARD = 200, TRIED = 120 };
	int told[2], until[2], fd[TRIED], let_in = 0, status = -1;
	uint16_t port = 0;
	char buf[4096];
	pid_t child;

	assert_true(pipe(told) == 0 && pipe(until) == 0);
	child = fork();
	if (child == 0)
		_exit(serve_with_files(kit_ctx(state), told[1], until[0], SOFT, HARD));
	assert_true(child > 0);
	close(told[1]);
	assert_int_equal(read(told[0], &port, sizeof port), sizeof port);
	for (int i = 0; i < TRIED; i++) { /* in the middle of a request nobody gives way */
		fd[i] = client_open(port);
		client_send(fd[i], S("GET / HTTP/1.1\r\n"));
	}
	poll(NULL, 0, 300);
	for (int i = 0; i < TRIED; i++) {
		client_send(fd[i], S("Host: a\r\n\r\n"));
		let_in += client_read(fd[i], buf, sizeof buf, 2000) > 0;
	}
	assert_int_equal(let_in, HARD / 2);
	assert_int_equal(write(until[1], "x", 1), 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	for (int i = 0; i < TRIED; i++)
		close(fd[i]);
	close(told[0]);
	close(until[0]);
	close(until[1]);
}

static void one_address_cannot_take_all_connections(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct routes *tables[] = {&world_routes};
	struct web_options o = {.listen = "127.0.0.1:0",
	                        .env = c->env,
	                        .auth = &world_auth,
	                        .tables = tables,
	                        .n_tables = 1,
	                        .max_per_address = 4};
	char buf[4096];
	struct web *w;
	int fd[5];

	assert_ok(web_start(c, &o, &w));
	for (int i = 0; i < 4; i++) {
		fd[i] = client_open(web_port(w));
		client_send(fd[i], S(HONEST));
		assert_true(client_read(fd[i], buf, sizeof buf, 5000) > 0);
	}
	fd[4] = client_open(web_port(w));
	client_send(fd[4], S(HONEST));
	assert_int_equal(client_read(fd[4], buf, sizeof buf, 2000), 0);
	for (int i = 0; i < 5; i++)
		close(fd[i]);
	web_stop(&w);
}

static void draining_answers_what_runs_and_takes_nothing_new(void **state)
{
	struct live *l = start(state);
	int fd = client_open(l->port);

	client_send(fd, S(HONEST));
	assert_true(client_read(fd, l->buf, sizeof l->buf, 5000) > 0);
	web_drain(l->w);
	client_send(fd, S(HONEST));
	assert_true(client_read(fd, l->buf, sizeof l->buf, 5000) > 0);
	assert_int_equal(client_status(l->buf), 200);
	assert_non_null(strcasestr(l->buf, "Connection: close"));
	assert_true(ended(fd));
	close(fd);
	web_stop(&l->w);
}

static void an_address_that_cannot_be_listened_on_is_named(void **state)
{
	static const char *const bad[] = {"nowhere", "256.1.1.1:80", "127.0.0.1:x", "[::1:80", ""};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct web_options o = {.listen = bad[i], .env = c->env};
		struct web *w = NULL;

		assert_string_equal(err_name(web_start(c, &o, &w)), err_name(E_BROKEN));
		assert_non_null(strstr(c->broken, "cannot listen"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(an_honest_request_is_answered),
		KIT_TEST(one_connection_serves_many_requests),
		KIT_TEST(a_body_that_comes_in_pieces_is_one_body),
		KIT_TEST(lengths_that_contradict_are_refused_and_nothing_behind_them_is_served),
		KIT_TEST(a_get_with_a_body_is_refused_and_the_body_is_no_request),
		KIT_TEST(too_large_a_body_is_refused_before_it_is_sent),
		KIT_TEST(requests_sent_together_are_answered_in_order),
		KIT_TEST(who_drips_headers_is_dropped_at_the_deadline),
		KIT_TEST(who_drips_a_body_is_dropped_at_the_deadline),
		KIT_TEST(who_drips_a_second_request_is_dropped_and_who_idles_is_not),
		KIT_TEST(a_crowd_that_idles_does_not_keep_others_waiting),
		KIT_TEST(who_has_idled_longest_gives_way_where_there_is_hardly_room),
		KIT_TEST(where_few_files_may_be_open_fewer_are_let_in_and_the_rest_is_kept),
		KIT_TEST(one_address_cannot_take_all_connections),
		KIT_TEST(draining_answers_what_runs_and_takes_nothing_new),
		KIT_TEST(an_address_that_cannot_be_listened_on_is_named),
	};

	return KIT_RUN(tests);
}

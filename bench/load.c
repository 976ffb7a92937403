#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	ROUND = 256,
	STUCK_MS = 30000,
	REQUEST_CEILING = 1 << 20,
	ANSWER_CEILING = 8 << 20,
	READ_BYTES = 64 << 10,
};

struct conn {
	int fd;
	struct out request, answer;
	size_t sent;
	int64_t asked_us;
	bool open, waiting;
};

struct run {
	const struct load *l;
	struct load_result r;
	struct conn *conn;
	size_t open, in_flight, asked;
	int64_t *us; /* of each answer */
	size_t us_room;
	int64_t begun, until;
	int poll;
};

int64_t load_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* --- one connection --------------------------------------------------------------------------- */

static int connect_to(uint16_t port)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	                        .sin_port = htons(port),
	                        .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&a, sizeof a) != 0) {
		close(fd);
		return -1;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

/* The whole answer when it is there: its status, and where its body stands. */
static bool whole(struct str s, int *ret_status, struct str *ret_body, bool *ret_closes)
{
	struct str head;
	size_t end, at;
	int64_t n = 0;

	if (s.n < 12 || !str_find(s, S("\r\n\r\n"), &end))
		return false;
	head = str_sub(s, 0, end + 2);
	if (str_find(head, S("Content-Length: "), &at)) {
		struct str rest = str_sub(head, at + 16, head.n);

		if (!str_i64(str_cut(&rest, '\r'), &n) || n < 0)
			return false;
	}
	if (s.n < end + 4 + (size_t)n)
		return false;
	*ret_status = (s.p[9] - '0') * 100 + (s.p[10] - '0') * 10 + (s.p[11] - '0');
	*ret_body = str_sub(s, end + 4, (size_t)n);
	*ret_closes = str_find(head, S("Connection: close"), &at);
	return true;
}

static void drop(struct run *u, struct conn *k)
{
	if (!k->open)
		return;
	close(k->fd);
	k->open = false;
	u->open--;
	if (k->waiting) {
		k->waiting = false;
		u->in_flight--;
		u->r.broken++;
	}
}

static void send_rest(struct run *u, struct conn *k)
{
	while (k->sent < k->request.n) {
		ssize_t n =
			send(k->fd, k->request.p + k->sent, k->request.n - k->sent, MSG_NOSIGNAL);

		if (n <= 0) { /* a request fits any socket buffer: no room is an end too */
			drop(u, k);
			return;
		}
		k->sent += (size_t)n;
	}
}

static bool may_ask(const struct run *u)
{
	return (u->l->most == 0 || u->asked < u->l->most) && load_now_us() < u->until;
}

/* Puts the next request together; it is sent at the end of the round. */
static bool ask(struct run *u, size_t i)
{
	struct conn *k = &u->conn[i];

	out_reset(&k->request);
	out_reset(&k->answer);
	k->sent = 0;
	if (!may_ask(u) || !u->l->ask(u->l->self, i, &k->request) || k->request.broken) {
		drop(u, k);
		return false;
	}
	u->asked++;
	k->waiting = true;
	u->in_flight++;
	return true;
}

static void note(struct run *u, struct conn *k, int status)
{
	if (u->r.answered == u->us_room) {
		u->us_room = u->us_room ? u->us_room * 2 : 4096;
		u->us = realloc(u->us, u->us_room * sizeof *u->us);
		if (!u->us)
			abort();
	}
	u->us[u->r.answered++] = load_now_us() - k->asked_us;
	if (status >= 100 && status < 600)
		u->r.by_class[status / 100]++;
}

/* true: the answer is there and another request stands ready. */
static bool receive(struct run *u, size_t i)
{
	static char buf[READ_BYTES];
	struct conn *k = &u->conn[i];
	struct str body;
	bool closes = false;
	int status = 0;
	ssize_t n;

	if (!k->open)
		return false;
	n = recv(k->fd, buf, sizeof buf, MSG_DONTWAIT);
	if (n < 0 && errno == EAGAIN)
		return false;
	if (n <= 0) {
		drop(u, k);
		return false;
	}
	out_put(&k->answer, (struct str){buf, (size_t)n});
	if (!whole(out_str(&k->answer), &status, &body, &closes))
		return false;
	note(u, k, status);
	k->waiting = false;
	u->in_flight--;
	if (u->l->told)
		u->l->told(u->l->self, i, status, body);
	if (closes) {
		drop(u, k);
		return false;
	}
	return ask(u, i);
}

/* --- all of them ------------------------------------------------------------------------------ */

static void send_round(struct run *u, const size_t *ready, size_t n)
{
	if (n > 0 && u->l->before_send)
		u->l->before_send(u->l->self);
	for (size_t i = 0; i < n; i++) {
		struct conn *k = &u->conn[ready[i]];

		k->asked_us = load_now_us();
		send_rest(u, k);
	}
}

static bool open_all(struct run *u)
{
	for (size_t i = 0; i < u->l->connections; i++) {
		struct conn *k = &u->conn[i];
		struct epoll_event e = {.events = EPOLLIN, .data = {.u64 = i}};

		out_init(&k->request, REQUEST_CEILING);
		out_init(&k->answer, ANSWER_CEILING);
		k->fd = connect_to(u->l->port);
		if (k->fd < 0)
			return false;
		k->open = true;
		u->open++;
		if (epoll_ctl(u->poll, EPOLL_CTL_ADD, k->fd, &e) != 0)
			return false;
	}
	return true;
}

static bool go(struct run *u)
{
	struct epoll_event event[ROUND];
	size_t *ready = calloc(u->l->connections, sizeof *ready), n = 0;
	bool moved = ready != NULL;

	u->begun = load_now_us();
	u->until = u->begun + u->l->most_us;
	for (size_t i = 0; moved && i < u->l->connections; i++)
		if (ask(u, i))
			ready[n++] = i;
	while (moved) {
		send_round(u, ready, n);
		n = 0;
		if (u->in_flight == 0)
			break;
		int got = epoll_wait(u->poll, event, ROUND, STUCK_MS);

		moved = got > 0 || (got < 0 && errno == EINTR);
		for (int i = 0; i < got; i++)
			if (receive(u, event[i].data.u64))
				ready[n++] = event[i].data.u64;
	}
	u->r.seconds = (double)(load_now_us() - u->begun) / 1e6;
	free(ready);
	return moved;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void sum_up(struct run *u)
{
	size_t n = u->r.answered;

	if (n == 0)
		return;
	qsort(u->us, n, sizeof *u->us, by_size);
	u->r.rate = (double)n / u->r.seconds;
	u->r.p50_us = u->us[n / 2];
	u->r.p99_us = u->us[n - 1 - n / 100];
	u->r.max_us = u->us[n - 1];
}

bool load_run(const struct load *l, struct load_result *ret_r)
{
	struct run u = {.l = l, .poll = epoll_create1(EPOLL_CLOEXEC)};
	bool good;

	u.conn = calloc(l->connections, sizeof *u.conn);
	good = u.conn && u.poll >= 0;
	if (good && !open_all(&u)) {
		fprintf(stderr, "load: cannot open %zu connections: %s\n", l->connections,
		        strerror(errno));
		good = false;
	}
	if (good && !go(&u)) {
		fprintf(stderr, "load: nothing moved for %d s, %zu in flight\n", STUCK_MS / 1000,
		        u.in_flight);
		good = false;
	}
	for (size_t i = 0; u.conn && i < l->connections; i++) {
		if (u.conn[i].open)
			close(u.conn[i].fd);
		out_free(&u.conn[i].request);
		out_free(&u.conn[i].answer);
	}
	sum_up(&u);
	*ret_r = u.r;
	close(u.poll);
	free(u.conn);
	free(u.us);
	return good;
}

/* --- a single request ------------------------------------------------------------------------- */

static bool write_all(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

int load_once(uint16_t port, const char *method, const char *path, const char *headers,
              const char *body, struct out *o)
{
	static char buf[READ_BYTES];
	struct out answer;
	struct str text;
	bool closes, there = false;
	int status = 0, fd = connect_to(port);
	ssize_t n = fd < 0 ? 0 : 1;

	out_init(&answer, ANSWER_CEILING);
	out_printf(&answer, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%s", method, path, port,
	           headers);
	if (body)
		out_printf(&answer, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
		           strlen(body));
	out_printf(&answer, "\r\n%s", body ? body : "");
	if (fd >= 0 && !write_all(fd, out_str(&answer)))
		n = 0;
	out_reset(&answer);
	while (n > 0 && !there) {
		n = recv(fd, buf, sizeof buf, 0);
		if (n > 0)
			out_put(&answer, (struct str){buf, (size_t)n});
		there = whole(out_str(&answer), &status, &text, &closes);
	}
	if (there && o)
		out_put(o, text);
	out_free(&answer);
	if (fd >= 0)
		close(fd);
	return there ? status : 0;
}

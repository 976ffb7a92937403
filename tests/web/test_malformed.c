/* F10: requests broken in every way a grammar can be, from a seed. None crashes the server, none is
 * answered but by a refusal or the end of the connection, and the next honest request is served. */
#include "broken.h"
#include "client.h"
#include "world.h"

#include <unistd.h>

enum { ROUNDS = 20000, HONEST_EVERY = 50 };

static void malformed_requests_are_refused_and_honest_ones_served(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, "127.0.0.1:0");
	uint16_t port = web_port(w);
	static char buf[65536];
	size_t refused = 0, closed = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct arena_mark m = arena_mark(c->arena);
		struct str s = broken_request(c->arena);
		int fd = client_open(port);

		client_send(fd, s);
		client_end(fd);
		client_read(fd, buf, sizeof buf, 2000);
		close(fd);
		if (client_status(buf) == 0)
			closed++;
		else
			refused++;
		/* 505 is the library's own word for a protocol it does not speak */
		if (client_count(buf, 0, 399) > 0 && !broken_honest(s))
			fail_msg("round %d: %.*s\nwas answered\n%s", i, STR_FMT(s), buf);
		if (client_count(buf, 500, 504) + client_count(buf, 506, 599) > 0)
			fail_msg("round %d: %.*s\nwas answered\n%s", i, STR_FMT(s), buf);
		arena_rewind(c->arena, m);
		if (i % HONEST_EVERY == 0)
			assert_int_equal(
				client_ask(
					port,
					S("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
					buf, sizeof buf, 5000),
				200);
	}
	assert_true(refused > ROUNDS / 4);
	assert_true(closed + refused == ROUNDS);
	web_stop(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(malformed_requests_are_refused_and_honest_ones_served),
	};

	return KIT_RUN(tests);
}

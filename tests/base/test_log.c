#include "../kit.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "base/jsonread.h"
#include "base/log.h"

struct pipe_log {
	struct log log;
	int ends[2];
};

static void open_log(struct pipe_log *p, void **state)
{
	assert_int_equal(pipe(p->ends), 0);
	p->log = (struct log){p->ends[1], LOG_INFO, ((struct kit *)*state)->env};
}

/* Closes the log and gives what was written. */
static struct str close_log(struct pipe_log *p, struct arena *a)
{
	enum { MOST = 1 << 16 };
	char *text = arena_take(a, MOST);
	size_t n = 0;
	ssize_t got;

	close(p->ends[1]);
	while ((got = read(p->ends[0], text + n, MOST - n)) > 0)
		n += (size_t)got;
	close(p->ends[0]);
	return (struct str){text, n};
}

static void a_line_is_one_json_object(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	struct pipe_log p;

	open_log(&p, state);
	LOG_LINE(&p.log, LOG_WARN, "slow request", S("r-1"),
	         LOG_TOKEN("route", "/api/v1/pupils/{id}"), LOG_NUMBER("us", -5),
	         LOG_TOKEN("fault", NULL));
	assert_str(close_log(&p, a),
	           "{\"at\":\"2026-09-01T08:00:00.000+08:00\",\"level\":\"warn\",\"message\":"
	           "\"slow request\",\"request\":\"r-1\",\"route\":\"/api/v1/pupils/{id}\","
	           "\"us\":-5,\"fault\":null}\n");
}

static void what_could_be_somebodys_is_not_written(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	struct pipe_log p;
	struct str s;

	open_log(&p, state);
	LOG_LINE(&p.log, LOG_ERROR, "failed", S("张三"), LOG_TOKEN("phone", "13800138000"),
	         LOG_TOKEN("name", "张三"), LOG_TOKEN("spaced", "a b"),
	         LOG_DETAIL("detail", "line 1234: key (13800138000) of 张三 is 'zhang san'\n"));
	s = close_log(&p, a);
	assert_str(s, "{\"at\":\"2026-09-01T08:00:00.000+08:00\",\"level\":\"error\",\"message\":"
	              "\"failed\",\"request\":\"refused\",\"phone\":\"refused\",\"name\":"
	              "\"refused\",\"spaced\":\"refused\",\"detail\":\"line 1234: key "
	              "(###########) of ###### is '#########'\\n\"}\n");
}

static void what_is_below_the_level_is_not_written(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	enum log_level level = LOG_ERROR;
	struct pipe_log p;

	open_log(&p, state);
	LOG_LINE(&p.log, LOG_DEBUG, "detail", STR_NONE, LOG_NUMBER("n", 1));
	assert_str(close_log(&p, a), "");
	assert_true(log_level_parse(S("debug"), &level));
	assert_int_equal(level, LOG_DEBUG);
	assert_false(log_level_parse(S("loud"), &level));
}

static void *write_many(void *arg)
{
	const struct log *l = arg;

	for (int i = 0; i < 100; i++)
		LOG_LINE(l, LOG_INFO, "one of many", S("r-1"), LOG_NUMBER("i", i));
	return NULL;
}

static void lines_of_many_threads_never_mix(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct jval *root;
	struct pipe_log p;
	pthread_t threads[4];
	struct str rest;
	int lines = 0;

	open_log(&p, state);
	assert_true(fcntl(p.ends[1], F_SETPIPE_SZ, 1 << 17) > 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_many, &p.log), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	rest = close_log(&p, c->arena);
	while (rest.n) {
		struct str line = str_cut(&rest, '\n');

		assert_ok(jread(c, line, 4096, &root));
		lines++;
	}
	assert_int_equal(lines, 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_line_is_one_json_object),
		KIT_TEST(what_could_be_somebodys_is_not_written),
		KIT_TEST(what_is_below_the_level_is_not_written),
		KIT_TEST(lines_of_many_threads_never_mix),
	};

	return KIT_RUN(tests);
}

#include "kit.h"

#include "kit_store.h"
#include "killed.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "oversight/verify.h"

static int said = -1; /* in the work: where its words go */

void killed_ack(int word)
{
	char one = (char)('0' + word);

	if (write(said, &one, 1) != 1)
		_exit(1);
}

void killed_begin(void)
{
	if (write(said, "!", 1) != 1)
		_exit(1);
}

static _Noreturn void do_work(struct ctx *c, struct kit_db *db, killed_work *work, void *arg)
{
	bool good = kit_db_start(c, db) == OK;

	if (good)
		good = work(arg);
	if (!good)
		fprintf(stderr, "the work to be killed failed: %s %s\n",
		        c->fault.code ? c->fault.code : "", c->broken ? c->broken : "");
	_exit(good ? 0 : 1);
}

static void listen_to(int from, struct killed *ret_k)
{
	char word;

	while (read(from, &word, 1) == 1) {
		int i = word - '0';

		if (i >= 0 && i < KILLED_WORDS)
			ret_k->acked[i]++;
	}
}

/* The random bytes the work has drawn from the test's world are not drawn again. */
static void draw_past(struct ctx *c)
{
	static char drawn[1 << 20];

	c->env->random(c->env->self, drawn, sizeof drawn);
}

struct killed killed_run(void **state, int64_t us, killed_work *work, void *arg)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = kit_world_db(state);
	struct killed k = {.ended = false};
	int ends[2], status = 0;
	char begun;
	pid_t pid;

	if (c->tx)
		store_read_end(c);
	kit_db_stop(c);
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		said = ends[1];
		do_work(c, db, work, arg);
	}
	close(ends[1]);
	if (read(ends[0], &begun, 1) == 1) {
		usleep((useconds_t)us);
		kill(pid, SIGKILL);
	}
	listen_to(ends[0], &k);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	k.ended = WIFEXITED(status);
	draw_past(c);
	assert_ok(kit_db_start(c, db));
	return k;
}

static uint64_t look(struct ctx *c, uint64_t known)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct verify_check *v;
	uint64_t broken = 0;
	size_t n;

	assert_ok(verify_run(c, &v, &n));
	assert_true(n < 64);
	for (size_t i = 0; i < n; i++) {
		if (v[i].broken)
			broken |= UINT64_C(1) << i;
		if (v[i].broken && !(known >> i & 1))
			fail_msg("%s: %.*s", v[i].name, STR_FMT(v[i].found));
	}
	arena_rewind(c->arena, mark);
	return broken;
}

uint64_t killed_broken(struct ctx *c)
{
	return look(c, UINT64_MAX);
}

void killed_verify(struct ctx *c, uint64_t known)
{
	(void)look(c, known);
}

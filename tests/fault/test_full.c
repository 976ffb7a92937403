/* F6: the disk is full, or refuses to keep what it was given. Writes are refused with a sentence,
 * reads go on, nothing that was answered is lost, and writes go on when there is space again. */
#include "../store/rows.h"

#include <pthread.h>
#include <sys/mount.h>
#include <unistd.h>

#include "vfs_trace.h"

enum { RUNS = 50 };

static void open_traced(struct ctx *c, struct kit_db *db)
{
	rows_make(c, STORE_SQLITE, db);
	db->options.vfs = TRACE_VFS;
	trace_start();
	assert_ok(kit_db_start(c, db));
}

static void close_traced(struct ctx *c, struct kit_db *db)
{
	struct trace t;

	kit_db_close(c, db);
	t = trace_stop();
	trace_free(&t);
}

/* Rows until the disk refuses; gives how many were taken. */
static int64_t fill(struct ctx *c, int64_t first)
{
	struct arena_mark mark = arena_mark(c->arena);

	for (int64_t n = 0;; n++) {
		enum err e = put_row(c, first + n, 1);

		arena_rewind(c->arena, mark);
		if (e == OK)
			continue;
		assert_int_equal(e, E_BROKEN);
		assert_string_equal(c->fault.code, "storage_full");
		return n;
	}
}

static void writes_stop_at_a_full_disk_and_go_on_when_there_is_space(void **state)
{
	struct ctx *c = kit_ctx(state);
	uint64_t seed = 4;
	int64_t rows = 0;
	struct kit_db db;

	open_traced(c, &db);
	for (int run = 0; run < RUNS; run++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		trace_space((int64_t)(seed >> 33) % 200000);
		rows += fill(c, (run + 1) * INT64_C(1000000));
		assert_int_equal(row_count(c), rows); /* reading goes on, nothing is lost */
		assert_null(store_stopped(c->store));
		trace_space(-1);
		assert_ok(put_row(c, (run + 1) * INT64_C(1000000) + 900000, 1));
		rows++;
	}
	kit_db_stop(c);
	assert_ok(kit_db_start(c, &db));
	assert_int_equal(row_count(c), rows);
	close_traced(c, &db);
}

struct hand {
	pthread_t thread;
	struct ctx c;
	int64_t first, taken;
};

static void *hand_main(void *arg)
{
	struct hand *h = arg;

	h->taken = fill(&h->c, h->first);
	return NULL;
}

static void every_caller_of_a_commit_that_found_no_space_is_told(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct hand hands[16];
	int64_t taken = 0;
	struct kit_db db;

	open_traced(c, &db);
	trace_space(300000);
	for (int i = 0; i < 16; i++) {
		hands[i] = (struct hand){.c = *c, .first = (i + 1) * INT64_C(100000)};
		hands[i].c.arena = arena_new(1 << 20);
		pthread_create(&hands[i].thread, NULL, hand_main, &hands[i]);
	}
	for (int i = 0; i < 16; i++) {
		pthread_join(hands[i].thread, NULL);
		arena_free(&hands[i].c.arena);
		taken += hands[i].taken;
	}
	assert_int_equal(row_count(c), taken);
	trace_space(-1);
	assert_ok(put_row(c, 1, 1));
	close_traced(c, &db);
}

/* --- a sync that fails ------------------------------------------------------------------------ */

struct writing {
	pthread_t thread;
	struct ctx c;
	int64_t first, taken;
	bool told; /* the first that was not taken said so, and everything after it was refused */
};

static void *writing_main(void *arg)
{
	struct writing *h = arg;
	enum err e = OK;

	for (int64_t i = 0; e == OK; i++) {
		e = put_row(&h->c, h->first + i, 1);
		h->taken += e == OK;
		arena_reset(h->c.arena);
	}
	h->told = e == E_BROKEN && put_row(&h->c, h->first + 99999, 1) == E_BROKEN;
	return NULL;
}

static int64_t all_write_until_refused(struct ctx *c, int64_t syncs)
{
	struct writing hands[16];
	int64_t taken = 0;

	trace_syncs(syncs);
	for (int i = 0; i < 16; i++) {
		hands[i] = (struct writing){.c = *c, .first = (i + 1) * INT64_C(100000)};
		hands[i].c.arena = arena_new(1 << 20);
		pthread_create(&hands[i].thread, NULL, writing_main, &hands[i]);
	}
	for (int i = 0; i < 16; i++) {
		pthread_join(hands[i].thread, NULL);
		arena_free(&hands[i].c.arena);
		assert_true(hands[i].told);
		taken += hands[i].taken;
	}
	return taken;
}

/* A commit may already have followed the one the disk refused. The disk says so once: asked again
 * it would call lost what it lost. */
static void nobody_is_told_yes_after_the_disk_refused_a_sync(void **state)
{
	struct ctx *c = kit_ctx(state);

	for (int64_t syncs = 0; syncs < 60; syncs += 7) {
		struct kit_db db;
		int64_t taken, there;

		open_traced(c, &db);
		taken = all_write_until_refused(c, syncs);
		assert_int_equal(trace_refused(), 1);
		assert_non_null(store_stopped(c->store));
		there = row_count(c); /* reading goes on */
		assert_true(there >= taken);
		trace_syncs(-1);
		kit_db_stop(c);
		assert_ok(kit_db_start(c, &db));
		assert_true(row_count(c) >= taken);
		assert_ok(put_row(c, 1, 1));
		close_traced(c, &db);
	}
}

/* The same on a file system that is really full, where this process may mount one. */
static void a_real_file_system_that_is_full_does_the_same(void **state)
{
	struct ctx *c = kit_ctx(state);
	char path[160];
	struct kit_db db;
	int64_t taken;
	FILE *f;

	kit_db_make(c, STORE_SQLITE, &db);
	if (mount("tmpfs", db.dir, "tmpfs", 0, "size=4m") != 0) {
		kit_db_close(c, &db);
		skip(); /* no right to mount: the shim's full disk stands alone */
	}
	snprintf(path, sizeof path, "%s/ballast", db.dir);
	f = fopen(path, "wb");
	assert_non_null(f);
	for (int i = 0; i < 512; i++)
		fwrite(path, 1, sizeof path, f);
	fclose(f);
	kit_db_run(&db,
	           "CREATE TABLE kit_row (id INTEGER NOT NULL PRIMARY KEY, n INTEGER, code TEXT,"
	           "secret BLOB, day INTEGER)");
	assert_ok(kit_db_start(c, &db));
	taken = fill(c, 1);
	assert_true(store_nearly_full(c->store));
	assert_int_equal(row_count(c), taken);
	unlink(path);
	assert_ok(put_row(c, 1000000, 1));
	kit_db_stop(c);
	assert_int_equal(umount2(db.dir, MNT_DETACH), 0);
	kit_db_close(c, &db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(writes_stop_at_a_full_disk_and_go_on_when_there_is_space),
		KIT_TEST(every_caller_of_a_commit_that_found_no_space_is_told),
		KIT_TEST(nobody_is_told_yes_after_the_disk_refused_a_sync),
		KIT_TEST(a_real_file_system_that_is_full_does_the_same),
	};

	return KIT_RUN(tests);
}

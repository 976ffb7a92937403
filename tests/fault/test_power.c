/* F2: power is cut at thousands of moments; whatever subset of the writes since the last sync
 * arrived, nothing that was answered may be missing. Without the sync the same test must see
 * losses: else it could not see any. */
#include "../store/rows.h"

#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "vfs_trace.h"

enum { ROUNDS = 3, ALONE = 60, TOGETHER = 8, EACH = 20 };

static size_t states = 2000;

/* --- the work that is interrupted ---------------------------------------------------------- */

struct hand {
	pthread_t thread;
	struct ctx c;
	int64_t first;
};

static void put_and_note(struct ctx *c, int64_t id)
{
	assert_ok(put_row(c, id, 1));
	trace_ack(id);
	arena_reset(c->arena);
}

static void *hand_main(void *arg)
{
	struct hand *h = arg;

	for (int64_t i = 0; i < EACH; i++)
		put_and_note(&h->c, h->first + i);
	return NULL;
}

/* One at a time, several at once, then a pause long enough for the log to move into the database.
 */
static void work(struct ctx *c, int round)
{
	struct hand hands[TOGETHER];
	int64_t base = round * 10000;
	struct arena *own = arena_new(1 << 20);
	struct ctx alone = *c;

	alone.arena = own;
	for (int64_t i = 1; i <= ALONE; i++)
		put_and_note(&alone, base + i);
	arena_free(&own);
	for (int i = 0; i < TOGETHER; i++) {
		hands[i] = (struct hand){.c = *c, .first = base + 1000 + i * 100};
		hands[i].c.arena = arena_new(1 << 20);
		pthread_create(&hands[i].thread, NULL, hand_main, &hands[i]);
	}
	for (int i = 0; i < TOGETHER; i++) {
		pthread_join(hands[i].thread, NULL);
		arena_free(&hands[i].c.arena);
	}
	usleep(700000);
}

/* Through the same VFS, so that the trace begins with the first byte of the database. */
static void make_table(const struct kit_db *db)
{
	char sql[256];
	sqlite3 *raw = NULL;

	snprintf(sql, sizeof sql, KIT_TABLE, "INTEGER", "INTEGER", "BLOB", "INTEGER");
	assert_int_equal(sqlite3_open_v2(db->path, &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	                                 TRACE_VFS),
	                 SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(raw);
}

enum { BEGIN = 0 }; /* the acknowledgement that stands for "the store is open" */

static struct trace record_work(struct ctx *c, bool unsafe)
{
	struct kit_db db;
	struct trace t;

	trace_start();
	kit_db_make(c, STORE_SQLITE, &db);
	make_table(&db);
	db.options.vfs = TRACE_VFS;
	db.options.unsafe_sync = unsafe;
	assert_ok(kit_db_start(c, &db));
	trace_ack(BEGIN);
	for (int round = 0; round < ROUNDS; round++)
		work(c, round);
	kit_db_stop(c);
	t = trace_stop();
	kit_db_close(c, &db);
	return t;
}

/* --- what a power cut leaves --------------------------------------------------------------- */

struct verdict {
	int64_t states, lost, corrupt, torn;
};

static bool first_number(sqlite3 *db, const char *sql, int64_t *ret_n)
{
	sqlite3_stmt *q = NULL;
	bool good = sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK &&
	            sqlite3_step(q) == SQLITE_ROW;

	if (good)
		*ret_n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return good;
}

static bool has_all(sqlite3 *db, const int64_t *acks, size_t n)
{
	sqlite3_stmt *q = NULL;
	bool all = sqlite3_prepare_v2(db, "SELECT 1 FROM kit_row WHERE id = ?", -1, &q, NULL) ==
	           SQLITE_OK;

	for (size_t i = 0; all && i < n; i++) {
		sqlite3_bind_int64(q, 1, acks[i]);
		all = sqlite3_step(q) == SQLITE_ROW;
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
	return all;
}

/* Every verb wrote one row and one audit record, and each commit the end of the chain. */
static bool is_whole(sqlite3 *db)
{
	int64_t rows = -1, records = -2, head = -3;

	return first_number(db, "SELECT count(*) FROM kit_row", &rows) &&
	       first_number(db, "SELECT count(*) FROM audit", &records) &&
	       first_number(db, "SELECT coalesce(max(seq), 0) FROM audit_head", &head) &&
	       rows == records && records == head;
}

static bool is_sound(sqlite3 *db)
{
	sqlite3_stmt *q = NULL;
	bool good =
		sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &q, NULL) == SQLITE_OK &&
		sqlite3_step(q) == SQLITE_ROW &&
		strcmp((const char *)sqlite3_column_text(q, 0), "ok") == 0;

	sqlite3_finalize(q);
	return good;
}

static void judge(const char *dir, const int64_t *acks, size_t n, struct verdict *v)
{
	char path[256];
	sqlite3 *db = NULL;

	snprintf(path, sizeof path, "%s/db", dir);
	v->states++;
	if (sqlite3_open(path, &db) != SQLITE_OK || !is_sound(db))
		v->corrupt++;
	else if (!has_all(db, acks, n))
		v->lost++;
	else if (!is_whole(db))
		v->torn++;
	sqlite3_close(db);
}

static void remove_state(const char *dir)
{
	static const char *const names[] = {"db", "db-wal", "db-shm", "db-journal"};
	char path[256];

	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
}

/* Cuts at evenly spread moments of the trace, the three kinds in turn. */
static struct verdict replay(const struct trace *t, size_t wanted, uint64_t seed)
{
	char dir[64];
	struct disk disk = {0};
	struct verdict v = {0};
	int64_t *acks = calloc(t->n, sizeof *acks);
	size_t n = 0, begin = 0, made = 0;

	snprintf(dir, sizeof dir, "%s/kehou-cut-XXXXXX",
	         access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(acks);
	assert_non_null(mkdtemp(dir));
	while (t->v[begin].kind != TRACE_ACK)
		begin++;
	for (size_t i = 0; i < t->n; i++) {
		size_t due = i < begin ? 0 : (i - begin + 1) * wanted / (t->n - begin);

		if (t->v[i].kind == TRACE_ACK && t->v[i].at != BEGIN)
			acks[n++] = t->v[i].at;
		disk_apply(&disk, t, i);
		for (; made < due; made++) {
			assert_true(disk_cut(&disk, t, (enum cut)(made % 3), &seed, dir));
			judge(dir, acks, n, &v);
			remove_state(dir);
		}
	}
	free(acks);
	disk_free(&disk);
	rmdir(dir);
	return v;
}

static void no_answered_row_is_lost_when_power_is_cut(void **state)
{
	struct trace t = record_work(kit_ctx(state), false);
	struct verdict v = replay(&t, states, 20260901);

	print_message("# %lld states: %lld lost, %lld corrupt, %lld torn\n", (long long)v.states,
	              (long long)v.lost, (long long)v.corrupt, (long long)v.torn);
	assert_int_equal(v.states, states);
	assert_int_equal(v.lost, 0);
	assert_int_equal(v.corrupt, 0);
	assert_int_equal(v.torn, 0);
	trace_free(&t);
}

static void the_same_test_sees_what_a_weaker_sync_loses(void **state)
{
	struct trace t = record_work(kit_ctx(state), true);
	struct verdict v = replay(&t, states / 4, 20260901);

	print_message("# %lld states: %lld lost, %lld corrupt, %lld torn\n", (long long)v.states,
	              (long long)v.lost, (long long)v.corrupt, (long long)v.torn);
	assert_true(v.lost > v.states / 4);
	trace_free(&t);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(no_answered_row_is_lost_when_power_is_cut),
		KIT_TEST(the_same_test_sees_what_a_weaker_sync_loses),
	};
	int64_t n;

	if (argc > 1 && str_i64(str_of(argv[1]), &n))
		states = (size_t)n;
	return KIT_RUN(tests);
}

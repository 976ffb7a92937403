/* F18 in small: an online copy is one state, and comes back whole or not at all. */
#include "rows.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *beside(struct ctx *c, const struct kit_db *db, const char *name)
{
	return str_c(c->arena, str_printf(c->arena, "%s/%s", db->dir, name));
}

static void forget(const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", ".lock", ".part"};
	char name[256];

	for (size_t i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "%s%s", path, tails[i]);
		unlink(name);
	}
}

static const char *sqlite_url(struct ctx *c, const char *path)
{
	return str_c(c->arena, str_printf(c->arena, "sqlite:%s", path));
}

struct rush {
	struct ctx c;
	_Atomic bool end;
	_Atomic int64_t answered;
};

static void *rush_main(void *arg)
{
	struct rush *r = arg;

	for (int64_t i = 100; !r->end; i++) {
		if (put_row(&r->c, i, 1) == OK)
			r->answered++;
		arena_reset(r->c.arena);
	}
	return NULL;
}

static void a_backup_under_load_holds_what_was_answered_before_and_restores(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	const char *file = beside(c, db, "copy"), *back = beside(c, db, "back");
	struct rush rush = {.c = *c};
	struct store *first = c->store;
	pthread_t thread;
	int64_t before, restored;

	rush.c.arena = arena_new(1 << 20);
	pthread_create(&thread, NULL, rush_main, &rush);
	while (rush.answered < 50)
		usleep(1000);
	before = rush.answered;
	assert_ok(store_backup(c, file, false));
	rush.end = true;
	pthread_join(thread, NULL);
	arena_free(&rush.c.arena);

	assert_ok(store_restore(c, file, sqlite_url(c, back), NULL));
	c->store = NULL;
	db->options.url = sqlite_url(c, back);
	assert_ok(store_open(c, &db->options, &c->store));
	restored = row_count(c);
	assert_true(restored >= before);
	assert_true(restored <= rush.answered);
	assert_ok(put_row(c, 7, 1)); /* and it goes on from there */
	store_close(&c->store);
	c->store = first;
	forget(file);
	forget(back);
}

static void a_backup_is_for_its_owner_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	const char *file = beside(c, rows_db(state), "copy");
	struct stat st;

	assert_ok(store_backup(c, file, false));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	forget(file);
}

static void restore_refuses_a_place_that_holds_data(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	const char *file = beside(c, db, "copy");

	assert_ok(put_row(c, 1, 1));
	assert_ok(store_backup(c, file, false));
	assert_fault(c, store_restore(c, file, db->url, NULL), E_REFUSED, "database_served");
	kit_db_stop(c);
	assert_fault(c, store_restore(c, file, db->url, NULL), E_REFUSED, "target_not_empty");
	assert_ok(kit_db_start(c, db));
	assert_int_equal(row_count(c), 1);
	forget(file);
}

static void overwrite(const char *path, long at, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "r+b");

	assert_non_null(f);
	fseek(f, at, SEEK_SET);
	fwrite(bytes, 1, n, f);
	fclose(f);
}

static void a_damaged_backup_is_refused_and_leaves_nothing(void **state)
{
	static const char junk[4096] = "junk";
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	const char *file = beside(c, db, "copy"), *back = beside(c, db, "back");

	for (int64_t i = 1; i <= 50; i++)
		assert_ok(put_row(c, i, 1));
	assert_ok(store_backup(c, file, false));
	overwrite(file, 4096L * 3, junk, sizeof junk);
	assert_fault(c, store_restore(c, file, sqlite_url(c, back), NULL), E_REFUSED,
	             "backup_damaged");
	assert_int_not_equal(access(back, F_OK), 0);
	forget(file);
	forget(back);
}

static void a_backup_whose_audit_was_changed_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state), copy = *db;
	const char *file = beside(c, db, "copy"), *back = beside(c, db, "back");

	assert_ok(put_row(c, 1, 1));
	assert_ok(put_row(c, 2, 1));
	assert_ok(store_backup(c, file, false));
	snprintf(copy.path, sizeof copy.path, "%s", file);
	kit_db_run(&copy, "DELETE FROM audit WHERE id = (SELECT min(id) FROM audit)");
	assert_fault(c, store_restore(c, file, sqlite_url(c, back), NULL), E_REFUSED,
	             "backup_damaged");
	assert_int_not_equal(access(back, F_OK), 0);
	forget(file);
	forget(back);
}

static void a_copy_never_takes_the_place_of_a_folder_or_a_device(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	const char *folder = beside(c, db, "folder"), *queue = beside(c, db, "queue");
	struct stat there;

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(mkfifo(queue, 0600), 0);
	assert_fault(c, store_backup(c, folder, false), E_INPUT, "not_a_file");
	assert_fault(c, store_backup(c, queue, true), E_INPUT, "not_a_file");
	assert_str(c->fault.field, "file");
	assert_int_equal(stat(queue, &there), 0);
	assert_true(S_ISFIFO(there.st_mode));
	rmdir(folder);
	unlink(queue);
}

int main(void)
{
	const struct fact facts[] = {
		FACT_SQLITE(a_copy_never_takes_the_place_of_a_folder_or_a_device),
		FACT_SQLITE(a_backup_under_load_holds_what_was_answered_before_and_restores),
		FACT_SQLITE(a_backup_is_for_its_owner_alone),
		FACT_SQLITE(restore_refuses_a_place_that_holds_data),
		FACT_SQLITE(a_damaged_backup_is_refused_and_leaves_nothing),
		FACT_SQLITE(a_backup_whose_audit_was_changed_is_refused),
	};

	return ROWS_RUN(facts);
}

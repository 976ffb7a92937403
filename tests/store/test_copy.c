/* A portable copy brings one state back on either engine, or nothing at all. */
#include "../kit.h"
#include "../kit_verify.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../kit_store.h"
#include "../kit_people.h"

#include "base/file.h"
#include "crypto/hash.h"
#include "store/frame.sql.h"
#include "store/migrate.h"

enum { FILE_CEILING = 8 << 20 };

/* --- two databases and a file between them -----------------------------------------------------
 */

struct pair {
	struct ctx *c;
	struct kit_db from, to;
	const char *file;
};

static struct pair pair_of(void **state, enum store_engine from, enum store_engine to)
{
	struct pair p = {.c = kit_ctx(state)};

	kit_db_make(p.c, to, &p.to);
	kit_db_open(p.c, from, &p.from);
	p.file = str_c(p.c->arena, str_printf(p.c->arena, "%s/copy", p.from.dir));
	return p;
}

/* Each engine into each; `c->store` is the one the copy is of. */
static void with_each_pair(void **state, void (*fact)(struct pair *p))
{
	int engines = kit_pg() ? 2 : 1;

	for (int i = 0; i < engines * engines; i++) {
		struct pair p = pair_of(state, (enum store_engine)(i / engines),
		                        (enum store_engine)(i % engines));

		fact(&p);
		kit_db_close(p.c, &p.to);
		unlink(p.file);
		kit_db_close(p.c, &p.from);
		arena_reset(p.c->arena);
	}
}

static enum err restore(struct pair *p)
{
	return store_restore(p->c, p->file, p->to.url, p->to.keys);
}

static struct str bytes_of(struct ctx *c, const char *path)
{
	struct str bytes;

	assert_true(file_read(c->arena, path, FILE_CEILING, &bytes));
	return bytes;
}

/* Opens the restored database in place of the other. */
static void move_over(struct pair *p)
{
	kit_db_stop(p->c);
	assert_ok(kit_db_start(p->c, &p->to));
}

/* --- the whole way -----------------------------------------------------------------------------
 */

static void comes_back_equal(struct pair *p)
{
	const char *again = str_c(p->c->arena, str_printf(p->c->arena, "%s/again", p->from.dir));
	struct school_new school = {.code = S("2134990099"), .name = S("示例新学校")};
	struct kit_people w;

	kit_people_make(p->c, &w);
	assert_ok(store_backup(p->c, p->file, true));
	assert_ok(restore(p));
	move_over(p);
	kit_holds(p->c);
	assert_ok(store_backup(p->c, again, true));
	assert_true(str_eq(bytes_of(p->c, p->file), bytes_of(p->c, again)));
	school.county = w.county; /* and it goes on from there */
	p->c->actor = w.county_officer;
	assert_ok(store_write(p->c, &school_add_verb, &school));
	kit_holds(p->c);
	unlink(again);
}

static void a_copy_comes_back_byte_for_byte_from_each_engine_on_each(void **state)
{
	with_each_pair(state, comes_back_equal);
}

static void is_sealed_and_private(struct pair *p)
{
	static const char *const seeded[] = {"138", "陈"};
	struct kit_people w;
	struct str bytes;
	struct stat st;
	size_t at;

	kit_people_make(p->c, &w);
	assert_ok(store_backup(p->c, p->file, true));
	assert_int_equal(stat(p->file, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	bytes = bytes_of(p->c, p->file);
	/* the data key and a name as it would stand there in the clear */
	assert_false(str_find(bytes, S("00112233445566778899aabbccddeeff"), &at));
	assert_false(str_find(bytes, S("\x00\x11\x22\x33\x44\x55\x66\x77"), &at));
	assert_false(str_find(bytes, str_of(seeded[1]), &at));
	assert_true(str_find(bytes, S("示例县"), &at)); /* what is no secret does */
}

static void a_copy_is_sealed_as_the_database_is_and_holds_no_key(void **state)
{
	with_each_pair(state, is_sealed_and_private);
}

/* --- while it is written -----------------------------------------------------------------------
 */

struct rush {
	struct ctx c;
	_Atomic bool end;
	_Atomic int64_t answered;
};

static struct str rush_key(struct ctx *c, int64_t i, char half)
{
	return str_printf(c->arena, "rush %lld %c", (long long)i, half);
}

static enum err rush_run(struct ctx *c, void *arg)
{
	int64_t i = *(int64_t *)arg;

	TRY(q_meta_insert(c, rush_key(c, i, 'a'), S("x"), NULL));
	TRY(audit_put(c, "rushed", "rush", i, ID_NONE(county_id), STR_NONE));
	return q_meta_insert(c, rush_key(c, i, 'b'), S("x"), NULL);
}

static void *rush_main(void *arg)
{
	static const struct verb verb = {"test.rush", rush_run};
	struct rush *r = arg;

	for (int64_t i = 1; !r->end; i++) {
		if (store_write(&r->c, &verb, &i) != OK)
			break;
		r->answered = i;
		arena_reset(r->c.arena);
	}
	return NULL;
}

static bool has(struct ctx *c, int64_t i, char half)
{
	struct str value;
	bool found;

	assert_ok(q_meta_get(c, rush_key(c, i, half), &value, &found));
	return found;
}

static void is_a_prefix(struct pair *p)
{
	struct rush rush = {.c = *p->c};
	int64_t before, n = 0;
	pthread_t thread;

	rush.c.arena = arena_new(1 << 20);
	pthread_create(&thread, NULL, rush_main, &rush);
	while (rush.answered < 50)
		usleep(1000);
	before = rush.answered;
	assert_ok(store_backup(p->c, p->file, true));
	rush.end = true;
	pthread_join(thread, NULL);
	arena_free(&rush.c.arena);
	assert_ok(restore(p));
	move_over(p);
	kit_holds(p->c);
	assert_ok(store_read_begin(p->c));
	while (has(p->c, n + 1, 'a') && has(p->c, n + 1, 'b'))
		n++;
	assert_in_range(n, before, rush.answered);
	for (int64_t i = n + 1; i <= rush.answered;
	     i++) /* nothing after a gap, no half of a verb */
		assert_false(has(p->c, i, 'a') || has(p->c, i, 'b'));
	store_read_end(p->c);
}

static void a_copy_during_writes_is_a_committed_prefix_of_them(void **state)
{
	with_each_pair(state, is_a_prefix);
}

/* --- refusals ----------------------------------------------------------------------------------
 */

/* Nothing of it is there: a good copy still comes back into the same place. */
static void assert_untouched(struct pair *p, struct str good)
{
	if (p->to.engine == STORE_SQLITE) {
		const char *part =
			str_c(p->c->arena, str_printf(p->c->arena, "%s.part", p->to.path));

		assert_int_not_equal(access(p->to.path, F_OK), 0);
		assert_int_not_equal(access(part, F_OK), 0);
	}
	assert_true(file_write(p->file, good));
	assert_ok(restore(p));
}

static struct str copy_made(struct pair *p)
{
	struct kit_people w;

	kit_people_make(p->c, &w);
	assert_ok(store_backup(p->c, p->file, true));
	return bytes_of(p->c, p->file);
}

static void torn_is_refused(struct pair *p)
{
	struct str good = copy_made(p);
	const size_t lengths[] = {0, 1, 13, 100, good.n / 2, good.n - 33, good.n - 32, good.n - 1};

	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		assert_true(file_write(p->file, str_sub(good, 0, lengths[i])));
		assert_fault(p->c, restore(p), E_REFUSED, "backup_damaged");
	}
	assert_true(file_write(p->file, str_printf(p->c->arena, "%.*sx", STR_FMT(good))));
	assert_fault(p->c, restore(p), E_REFUSED, "backup_damaged");
	assert_untouched(p, good);
}

static void a_torn_copy_is_refused_and_nothing_is_changed(void **state)
{
	with_each_pair(state, torn_is_refused);
}

static void flipped_is_refused(struct pair *p)
{
	struct str good = copy_made(p), bad = str_dup(p->c->arena, good);

	for (size_t i = 0; i <= 40; i++) {
		size_t at = 13 + (good.n - 14) / 40 * i;
		char *byte = (char *)&bad.p[at];

		*byte ^= 4;
		assert_true(file_write(p->file, bad));
		assert_fault(p->c, restore(p), E_REFUSED, "backup_damaged");
		*byte ^= 4;
	}
	assert_untouched(p, good);
}

static void a_flipped_bit_is_refused_and_nothing_is_changed(void **state)
{
	with_each_pair(state, flipped_is_refused);
}

/* As somebody would who knows the format: the text replaced and the hash made anew. */
static struct str forged(struct ctx *c, struct str good, struct str was, struct str becomes)
{
	struct str bad = str_dup(c->arena, good);
	uint8_t hash[SHA256_BYTES];
	size_t at;

	assert_int_equal(was.n, becomes.n);
	assert_true(str_find(bad, was, &at));
	memcpy((char *)bad.p + at, becomes.p, becomes.n);
	sha256(str_sub(bad, 0, bad.n - SHA256_BYTES), hash);
	memcpy((char *)bad.p + bad.n - SHA256_BYTES, hash, sizeof hash);
	return bad;
}

static void forged_is_refused(struct pair *p)
{
	static const struct {
		struct str was, becomes;
		const char *code;
	} forgery[] = {
		{{"kehou copy 1", 12}, {"kehou copy 2", 12}, "backup_version"},
		{{"audit_head", 10}, {"pg_authid_", 10}, "backup_damaged"},
		{{"object_id", 9}, {"object_jd", 9}, "backup_damaged"},
		{{"people.school_add", 17}, {"people.school_bad", 17}, "backup_damaged"},
		{{"\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\100", 16},
	         {"\0\0\0\0\0\0\0\7\0\0\0\0\0\0\0\100", 16},
	         "schema_newer"},
		{{"\0\0\0\0\0\0\0\100", 8}, {"\0\0\0\0\0\0\0\77", 8}, "backup_damaged"},
		{{"\0\0\0\0\0\0\0\100", 8}, {"\177\0\0\0\0\0\0\0", 8}, "backup_damaged"},
	};
	struct str good = copy_made(p);

	for (size_t i = 0; i < sizeof forgery / sizeof *forgery; i++) {
		assert_true(file_write(p->file,
		                       forged(p->c, good, forgery[i].was, forgery[i].becomes)));
		assert_fault(p->c, restore(p), E_REFUSED, forgery[i].code);
	}
	assert_untouched(p, good);
}

static void a_forged_copy_of_another_version_or_with_other_names_is_refused(void **state)
{
	with_each_pair(state, forged_is_refused);
}

static void other_keys_are_refused(struct pair *p)
{
	struct str good = copy_made(p);
	struct keyring *own = p->to.keys;

	assert_ok(keyring_parse(
		p->c,
		S("kehou keys 1\n"
	          "data 11111111 1111111111111111111111111111111111111111111111111111111111111111\n"
	          "index 2222222222222222222222222222222222222222222222222222222222222222\n"
	          "session 3333333333333333333333333333333333333333333333333333333333333333\n"),
		&p->to.keys));
	assert_fault(p->c, restore(p), E_REFUSED, "key_mismatch");
	if (p->to.engine == STORE_SQLITE && p->from.engine == STORE_SQLITE) { /* its pages too */
		assert_ok(store_backup(p->c, p->file, false));
		assert_fault(p->c, restore(p), E_REFUSED, "key_mismatch");
	}
	keyring_free(&p->to.keys);
	p->to.keys = own;
	assert_untouched(p, good);
}

static void a_copy_of_other_keys_is_refused_and_nothing_is_changed(void **state)
{
	with_each_pair(state, other_keys_are_refused);
}

static void a_place_with_data_is_refused(struct pair *p)
{
	struct str good = copy_made(p);

	assert_ok(restore(p));
	assert_fault(p->c, restore(p), E_REFUSED, "target_not_empty");
	move_over(p);
	assert_ok(store_backup(p->c, p->file, true));
	assert_true(str_eq(bytes_of(p->c, p->file), good));
}

static void restore_refuses_a_place_that_holds_data_and_leaves_it_alone(void **state)
{
	with_each_pair(state, a_place_with_data_is_refused);
}

static void pages_of_sqlite_do_not_go_into_postgresql(void **state)
{
	struct pair p;

	if (!kit_pg())
		skip();
	p = pair_of(state, STORE_SQLITE, STORE_POSTGRES);
	assert_ok(store_backup(p.c, p.file, false));
	assert_fault(p.c, restore(&p), E_REFUSED, "backup_other_engine");
	assert_ok(store_backup(p.c, p.file, true));
	assert_ok(restore(&p));
	kit_db_close(p.c, &p.to);
	unlink(p.file);
	kit_db_close(p.c, &p.from);
}

/* --- a copy from before ------------------------------------------------------------------------
 */

static void put_number(struct out *o, int64_t v)
{
	for (int i = 7; i >= 0; i--)
		out_c(o, (char)(v >> (8 * i)));
}

static void put_text(struct out *o, const char *text)
{
	put_number(o, (int64_t)strlen(text));
	out_put(o, str_of(text));
}

/* As the first schema of all would have been written: its five tables, with nothing in them but
 * that schema's own number. */
static struct str first_schema_copy(struct out *o)
{
	static const struct {
		const char *name;
		int64_t rows;
		const char *column[12];
	} table[] = {
		{"meta", 0, {"key", "value"}},
		{"migration", 1, {"number", "name", "hash", "at"}},
		{"audit",
	         0,
	         {"id", "at", "account", "role", "verb", "what", "object", "object_id", "county",
	          "detail", "hash"}},
		{"audit_head", 0, {"chain", "seq", "hash", "mark"}},
		{"idem", 0, {"account", "key", "body", "answer", "at"}},
	};
	uint8_t hash[SHA256_BYTES];

	out_put(o, S("kehou copy 1\n"));
	put_number(o, 1);
	put_number(o, migrations[0].number);
	put_text(o, migrations[0].hash);
	put_number(o, 5);
	for (size_t i = 0; i < 5; i++) {
		int64_t n = 0;

		while (table[i].column[n])
			n++;
		put_text(o, table[i].name);
		put_number(o, table[i].rows);
		put_number(o, n);
		for (int64_t k = 0; k < n; k++)
			put_text(o, table[i].column[k]);
	}
	out_c(o, 1);
	put_number(o, migrations[0].number);
	out_c(o, 2);
	put_text(o, migrations[0].name);
	out_c(o, 2);
	put_text(o, migrations[0].hash);
	out_c(o, 1);
	put_number(o, KIT_START.us);
	sha256(out_str(o), hash);
	out_put(o, BYTES(hash));
	return out_str(o);
}

static void is_brought_up_to_date(struct pair *p)
{
	struct out o;

	out_init(&o, 1 << 20);
	assert_true(file_write(p->file, first_schema_copy(&o)));
	out_free(&o);
	assert_ok(restore(p));
	p->to.options.migrate = false; /* nothing is left to do */
	move_over(p);
	kit_holds(p->c);
}

static void a_copy_of_the_first_schema_is_brought_up_to_date(void **state)
{
	with_each_pair(state, is_brought_up_to_date);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_copy_comes_back_byte_for_byte_from_each_engine_on_each),
		KIT_TEST(a_copy_is_sealed_as_the_database_is_and_holds_no_key),
		KIT_TEST(a_copy_during_writes_is_a_committed_prefix_of_them),
		KIT_TEST(a_torn_copy_is_refused_and_nothing_is_changed),
		KIT_TEST(a_flipped_bit_is_refused_and_nothing_is_changed),
		KIT_TEST(a_forged_copy_of_another_version_or_with_other_names_is_refused),
		KIT_TEST(a_copy_of_other_keys_is_refused_and_nothing_is_changed),
		KIT_TEST(restore_refuses_a_place_that_holds_data_and_leaves_it_alone),
		KIT_TEST(pages_of_sqlite_do_not_go_into_postgresql),
		KIT_TEST(a_copy_of_the_first_schema_is_brought_up_to_date),
	};

	return KIT_RUN(tests);
}

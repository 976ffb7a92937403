/* settle: a city's term closed, a million enrolments with their postings, beside plain INSERT …
 * SELECT of the same rows into the same tables; then the same closing killed ten times on the way,
 * which must end with the same rows to the byte. */
#include "data.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/term_close.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "settle.sql.h"

enum { KILLS = 10, TERMS_MAX = 64 };
#define ABOVE (INT64_C(1) << 60)

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void must(struct ctx *c, enum err e, const char *what)
{
	if (e != OK)
		give_up("%s: %s %s", what, c->fault.code ? c->fault.code : err_name(e),
		        c->broken ? c->broken : "");
}

/* --- the city --------------------------------------------------------------------------------- */

static enum err fill_run(struct ctx *c, void *arg)
{
	struct date today = ctx_today(c);

	(void)arg;
	TRY(q_settle_seats(c, 1, c->now, NULL));
	TRY(q_settle_seats(c, 2, c->now, NULL));
	TRY(q_settle_bills(c, NULL));
	TRY(q_settle_lines(c, ABOVE, c->now, NULL));
	TRY(q_settle_entries(c, c->now, today, NULL));
	TRY(q_settle_receivable(c, NULL));
	TRY(q_settle_income(c, NULL));
	return q_settle_terms_over(c, (struct date){today.day - 1}, NULL);
}

struct terms {
	char county[TERMS_MAX][16], term[TERMS_MAX][16];
	size_t n;
};

/* Every county's closing is begun here, so that day, instant and numbers are the same in every
 * copy. */
static void fill(struct ctx *c, const char *url, struct terms *ret_t)
{
	static const struct verb verb = {"bench.fill", fill_run};
	struct keyring *keys = NULL;
	struct q_settle_terms_row *row;
	size_t n;

	must(c, keyring_open(c, NULL, url, false, &keys), "keys");
	struct store_options o = {
		.url = url, .env = c->env, .keys = keys, .migrate = true, .cache_mib = 256};
	must(c, store_open(c, &o, &c->store), "opening the city");
	fprintf(stderr, "bench: filling the city's term\n");
	must(c, store_write(c, &verb, NULL), "filling");
	must(c, store_read_begin(c), "reading");
	must(c, q_settle_terms(c, &row, &n), "terms");
	store_read_end(c);
	ret_t->n = n < TERMS_MAX ? n : TERMS_MAX;
	for (size_t i = 0; i < ret_t->n; i++) {
		struct term_close_begin begin = {.term = row[i].id};

		must(c, store_write(c, &term_close_begin_verb, &begin), "beginning");
		snprintf(ret_t->county[i], 16, "%.*s", STR_FMT(row[i].county));
		snprintf(ret_t->term[i], 16, "%.*s", STR_FMT(row[i].term));
	}
	store_close(&c->store);
	keyring_free(&keys);
}

static void file_copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n = in < 0 || out < 0 ? -1 : 1;

	while (n > 0)
		n = copy_file_range(in, NULL, out, NULL, (size_t)64 << 20, 0);
	if (n < 0 || fsync(out) != 0)
		give_up("copying %s", from);
	close(in);
	close(out);
}

/* A copy of the filled city and its keys beside it; what an earlier run left is taken away. */
static void city_copy(const char *from, const char *name, char ret_path[URL_MAX])
{
	static const char *const tails[] = {"-wal", "-shm", ".lock"};
	char keys[2][URL_MAX + 8];
	const char *slash = strrchr(from, '/');

	snprintf(ret_path, URL_MAX, "%.*s/%s.db", (int)(slash - from), from, name);
	for (size_t i = 0; i < 3; i++) {
		snprintf(keys[0], sizeof keys[0], "%s%s", ret_path, tails[i]);
		unlink(keys[0]);
	}
	file_copy(from, ret_path);
	snprintf(keys[0], sizeof keys[0], "%s.keys", from);
	snprintf(keys[1], sizeof keys[1], "%s.keys", ret_path);
	file_copy(keys[0], keys[1]);
}

/* --- the command ------------------------------------------------------------------------------ */

static pid_t close_start(const char *path, const struct terms *t, size_t i)
{
	static const char program[] = KEHOU_BUILD "/kehou";
	char url[URL_MAX + 8];
	pid_t pid;

	snprintf(url, sizeof url, "sqlite:%s", path);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int none = open("/dev/null", O_WRONLY | O_CLOEXEC);

		dup2(none, STDOUT_FILENO);
		dup2(none, STDERR_FILENO);
		execl(program, program, "term-close", "--db", url, "--county", t->county[i],
		      "--term", t->term[i], (char *)NULL);
		_exit(127);
	}
	if (pid < 0)
		give_up("no second process");
	return pid;
}

static int close_wait(pid_t pid)
{
	int status = 0;

	if (waitpid(pid, &status, 0) != pid)
		give_up("the command is lost");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int64_t close_city(const char *path, const struct terms *t)
{
	int64_t begin = now_us();

	for (size_t i = 0; i < t->n; i++) {
		int rc = close_wait(close_start(path, t, i));

		if (rc != 0)
			give_up("kehou term-close: %d", rc);
	}
	return now_us() - begin;
}

/* Killed ten times, spread over what it takes, then left to finish. */
static void close_killed(const char *path, const struct terms *t, int64_t whole_us)
{
	useconds_t after = (useconds_t)(whole_us / (int64_t)(t->n * 4)); /* a county takes longer */
	size_t i = 0;
	int killed = 0;

	while (i < t->n) {
		pid_t pid = close_start(path, t, i);

		if (killed < KILLS) {
			usleep(after);
			kill(pid, SIGKILL);
		}
		switch (close_wait(pid)) {
		case 0:
			i++;
			break;
		case 128 + SIGKILL:
			killed++;
			break;
		default:
			give_up("kehou term-close after it was killed");
		}
	}
	figure("settle", "killed on the way", killed, "", KILLS, -1);
}

/* --- the same rows by hand, and what came of it --------------------------------------------------
 */

static sqlite3 *hand_open(const char *path)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		give_up("%s cannot be opened", path);
	return db;
}

static void hand_do(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		give_up("%s: %s", sql, why);
}

static int64_t hand_insert(const char *path, const char *closed)
{
	char attach[URL_MAX + 32];
	sqlite3 *db = hand_open(path);
	int64_t begin;

	snprintf(attach, sizeof attach, "ATTACH '%s' AS closed", closed);
	hand_do(db, attach);
	hand_do(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536");
	begin = now_us();
	hand_do(db, "BEGIN IMMEDIATE;"
	            "INSERT INTO enrolment_close SELECT * FROM closed.enrolment_close;"
	            "INSERT INTO ledger_entry SELECT * FROM closed.ledger_entry WHERE cause = "
	            "'term_close';"
	            "INSERT INTO posting SELECT p.* FROM closed.enrolment_close k JOIN "
	            "closed.posting p "
	            "ON p.entry = k.id;"
	            "INSERT INTO ledger_school SELECT s.* FROM closed.enrolment_close k "
	            "JOIN closed.ledger_school s ON s.entry = k.id;"
	            "COMMIT;"
	            "PRAGMA wal_checkpoint(TRUNCATE)");
	begin = now_us() - begin;
	sqlite3_close(db);
	return begin;
}

/* Of all rows a closing writes; of the audit's all but when it was done, and the hash over that. */
static int64_t rows_hash(const char *path, uint8_t ret_hash[SHA256_BYTES])
{
	static const char audit[] = "SELECT id, account, role, verb, what, object, object_id, "
				    "county, detail FROM audit ORDER BY id";
	static const char *const all[] = {
		"SELECT * FROM term_close ORDER BY id",
		"SELECT * FROM enrolment_close ORDER BY id",
		"SELECT * FROM ledger_entry ORDER BY id",
		"SELECT * FROM posting ORDER BY entry, leg",
		"SELECT * FROM ledger_school ORDER BY school, entry",
		audit,
		"SELECT chain, seq FROM audit_head ORDER BY chain",
	};
	sqlite3 *db = hand_open(path);
	struct sha256 h;
	int64_t rows = 0;

	sha256_init(&h);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		sqlite3_stmt *st = NULL;

		if (sqlite3_prepare_v2(db, all[i], -1, &st, NULL) != SQLITE_OK)
			give_up("%s: %s", all[i], sqlite3_errmsg(db));
		while (sqlite3_step(st) == SQLITE_ROW) {
			for (int k = 0; k < sqlite3_column_count(st); k++) {
				const void *v = sqlite3_column_blob(st, k);
				int n = sqlite3_column_bytes(st, k);

				sha256_put_field(&h, (struct str){v ? v : "", (size_t)n});
			}
			rows += i == 1;
		}
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
	sha256_end(&h, ret_hash);
	return rows;
}

int main(void)
{
	struct data *d = data_open("city");
	const struct env *env = env_system();
	struct ctx c = {.arena = arena_new((size_t)256 << 20), .env = env, .lang = LANG_EN};
	char url[URL_MAX], closed[URL_MAX], hand[URL_MAX], killed[URL_MAX];
	uint8_t one[SHA256_BYTES], two[SHA256_BYTES];
	struct terms terms = {.n = 0};
	int64_t mine, other, rows;

	c.now = env_now(env);
	c.actor.role = ROLE_SYSTEM;
	data_copy(d, "settle", url);
	fill(&c, url, &terms);
	city_copy(url + strlen("sqlite:"), "settle-closed", closed);
	city_copy(url + strlen("sqlite:"), "settle-hand", hand);
	city_copy(url + strlen("sqlite:"), "settle-killed", killed);
	mine = close_city(closed, &terms);
	other = hand_insert(hand, closed);
	rows = rows_hash(closed, one);
	figure("settle", "enrolments a second", (double)rows * 1e6 / (double)mine, "/s",
	       (double)rows * 1e6 / (double)other, (double)other / (double)mine);
	figure("settle", "enrolments", (double)rows, "", -1, -1);
	close_killed(killed, &terms, mine);
	rows_hash(killed, two);
	figure("settle", "same bytes after it was killed", memcmp(one, two, sizeof one) == 0, "", 1,
	       -1);
	arena_free(&c.arena);
	data_free(&d);
	return memcmp(one, two, sizeof one) == 0 ? 0 : 1;
}

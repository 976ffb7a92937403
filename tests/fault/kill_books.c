/* SIGKILL in the middle of two long acts of a county: publishing a rule set by the command line,
 * and closing the months of its books while families enrol. After each kill `kehou verify` holds
 * and tells how many there are: all that were acknowledged, and at most the one in the middle. The
 * next try finishes what was begun.
 *
 * usage: kill_books [KILLS] */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "orders.h"

enum {
	FAMILIES = 8, /* connections that enrol while the first one closes months */
	SHORTEST_US = 5000,
	LONGEST_US = 40000,
	FIRST_YEAR = 1971, /* the books begin with 1970; months enough, and nobody books there */
	LAST_YEAR = 2025,
	LOGIN_BYTES = 64,
	VERIFY_BYTES = 16384,
};
#define OFFICER "county01"
#define SECOND  "kill-second"
#define COUNTY  "349901"

struct books {
	char url[URL_MAX];
	char token[LOGIN_BYTES]; /* the officer's */
	struct server server;
	struct order *order;
	size_t orders, next;
	size_t months; /* closed and acknowledged */
	size_t unexpected;
};

static uint64_t draw(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* --- the oracle ------------------------------------------------------------------------------- */

/* How many rows a check of `kehou verify` looked at; gives up when anything does not hold. */
static size_t verified(const struct books *b, const char *check)
{
	char command[URL_MAX + 64], name[LOGIN_BYTES], said[VERIFY_BYTES];
	const char *at;
	FILE *f;
	size_t n;

	snprintf(command, sizeof command, KEHOU_BUILD "/kehou verify --json --db '%s'", b->url);
	f = popen(command, "re");
	n = f ? fread(said, 1, sizeof said - 1, f) : 0;
	if (!f || pclose(f) != 0)
		give_up("after a kill it does not hold: %.*s", (int)n, said);
	said[n] = '\0';
	snprintf(name, sizeof name, "\"%s\",\"rows\":", check);
	at = strstr(said, name);
	if (at)
		return strtoull(at + strlen(name), NULL, 10);
	give_up("verify has no check %s", check);
}

/* --- publishing ------------------------------------------------------------------------------- */

static void rules_write(const char *path, size_t i)
{
	FILE *f = fopen(path, "we");

	if (!f ||
	    fprintf(f,
	            "ruleset KILL-%zu\ntitle \"示例县补助办法\"\nnumber \"示教〔2029〕%zu号\"\n"
	            "issuer \"示例县教育局\"\nlevel county\nplace " COUNTY "\nunder RS0\n"
	            "issued 2026-08-01\neffective %zu-01-01 .. %zu-01-02\n\n"
	            "deduct county_share \"县级补助\"\n  of course\n"
	            "  amount 20.00 yuan per term\n  payer county\n"
	            "  clause \"县级财政每生每学期补助20元\"\n  requirement R5\n\n"
	            "case act \"强制参加\"\n  given act force_enrolment\n"
	            "  expect outcome forbidden_by_rule\n",
	            i, i, 2030 + i, 2030 + i) < 0 ||
	    fclose(f) != 0)
		give_up("%s cannot be written", path);
}

/* Loads, submits, approves and publishes one set; killed after so long, never when that is 0. True
 * when it came to its end. */
static bool publish(const struct books *b, const char *path, int64_t after_us)
{
	const char *const args[] = {KEHOU_BUILD "/kehou",
	                            "policy",
	                            "load",
	                            path,
	                            "--db",
	                            b->url,
	                            "--county",
	                            COUNTY,
	                            "--publish-as",
	                            "公示",
	                            "--by",
	                            OFFICER "," SECOND,
	                            NULL};
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execv(args[0], (char *const *)(uintptr_t)args);
		_exit(127);
	}
	if (after_us > 0) {
		usleep((useconds_t)after_us);
		kill(pid, SIGKILL);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		give_up("no process");
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		give_up("publishing answered %d", WEXITSTATUS(status));
	return WIFEXITED(status);
}

static void kill_publishing(const struct books *b, size_t kills, uint64_t *seed)
{
	char path[] = "/tmp/kehou-rules.XXXXXX";
	size_t before = verified(b, "rule_texts"), published = before, killed = 0;
	int64_t whole = load_now_us();
	int fd = mkstemp(path);

	if (fd < 0)
		give_up("no file for the rules");
	close(fd);
	for (size_t i = 0; i <= kills; i++) {
		bool ended;
		size_t now;

		rules_write(path, i);
		ended = publish(b, path, i == 0 ? 0 : 1 + (int64_t)(draw(seed) % (uint64_t)whole));
		if (i == 0)
			whole = load_now_us() - whole;
		now = verified(b, "rule_texts");
		if (ended ? now != published + 1 : now - published > 1)
			give_up("%zu rule sets are published after %zu", now, published);
		killed += !ended;
		published = now;
	}
	unlink(path);
	printf("publishing: %zu of %zu killed, %zu published\n", killed, kills, published - before);
}

/* --- closing months --------------------------------------------------------------------------- */

/* The last day of the month that comes next. */
static struct str month_next(struct arena *a, size_t months)
{
	struct date next;
	size_t after = months + 1;

	if (!date_of(FIRST_YEAR + (int)(after / 12), (int)(after % 12) + 1, 1, &next) ||
	    months >= (LAST_YEAR - FIRST_YEAR + 1) * 12)
		give_up("no month is left to close");
	return date_text(a, (struct date){next.day - 1});
}

static bool ask(void *self, size_t conn, struct out *o)
{
	struct books *b = self;
	struct arena *a;
	char body[64], key[32];

	if (conn > 0) {
		snprintf(key, sizeof key, "books-%zu", b->next);
		order_request(&b->order[b->next++ % b->orders], b->server.port, key, o);
		return true;
	}
	a = arena_new(4096);
	snprintf(body, sizeof body, "month=%.*s", STR_FMT(month_next(a, b->months)));
	arena_free(&a);
	out_printf(o,
	           "POST /county/ledger/periods HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
	           "Authorization: Bearer %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	           "Content-Length: %zu\r\n\r\n%s",
	           b->server.port, b->token, strlen(body), body);
	return true;
}

static void told(void *self, size_t conn, int status, struct str body)
{
	struct books *b = self;

	if (conn > 0)
		return; /* a family that has its course by now is refused */
	if (status == 303)
		b->months++;
	else if (b->unexpected++ == 0)
		fprintf(stderr, "kill_books: %d %.*s\n", status, STR_FMT(str_sub(body, 0, 2000)));
}

static void close_for(struct books *b, int64_t us)
{
	struct load l = {.port = b->server.port,
	                 .connections = 1 + FAMILIES,
	                 .most_us = us,
	                 .ask = ask,
	                 .told = told,
	                 .self = b};
	struct load_result r;

	if (!load_run(&l, &r))
		give_up("the closing stood still");
}

static void serve(struct books *b)
{
	if (!server_start(b->url, NULL, NULL, &b->server))
		exit(1);
}

static void kill_closing(struct books *b, size_t kills, uint64_t *seed)
{
	for (size_t i = 0; i < kills; i++) {
		int64_t after = SHORTEST_US + (int64_t)(draw(seed) % (LONGEST_US - SHORTEST_US));
		size_t closed;

		serve(b);
		server_kill_later(&b->server, after);
		close_for(b, 10 * LONGEST_US);
		server_killed(&b->server);
		closed = verified(b, "periods");
		if (closed != b->months && closed != b->months + 1)
			give_up("%zu months are closed, %zu were acknowledged", closed, b->months);
	}
	/* What a kill left in the middle is finished by asking again. */
	serve(b);
	close_for(b, LONGEST_US);
	if (server_stop(&b->server, SIGTERM) != 0 || verified(b, "periods") != b->months)
		give_up("a month that was begun is not closed by asking again");
	printf("closing: %zu kills, %zu months acknowledged, unexpected answers %zu\n", kills,
	       b->months, b->unexpected);
}

/* --- the run ---------------------------------------------------------------------------------- */

static void second_officer(const struct books *b)
{
	if (kehou_run((const char *const[]){"officer", SECOND, "示例", "--db", b->url, "--role",
	                                    "county", "--county", COUNTY, NULL}) != 0)
		give_up("no second officer");
}

int main(int argc, char **argv)
{
	size_t kills = argc > 1 ? strtoull(argv[1], NULL, 10) : 8;
	uint64_t seed = (uint64_t)load_now_us();
	static struct books books;
	struct books *b = &books;
	struct data *d = data_open("school");

	printf("seed of the moments: %llu\n", (unsigned long long)seed);
	data_copy(d, "books", b->url);
	data_token(d, OFFICER, b->token, sizeof b->token);
	second_officer(b);
	kill_publishing(b, kills, &seed);
	serve(b);
	b->order = data_orders(d, &b->server, 0, seed, &b->orders);
	server_stop(&b->server, SIGTERM);
	kill_closing(b, kills, &seed);
	bool good = b->unexpected == 0;

	free(b->order);
	data_free(&d);
	return good ? 0 : 1;
}

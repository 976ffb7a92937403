/* whatif: a draft held against the live term of a whole city, beside a program that reads the same
 * rows through the same statements and adds up what it reads: asked directly, and as the job that
 * keeps what it finds. Then job and command: how much memory they hold at most, and how soon they
 * end when they are told to. */
#include "data.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/keys.h"
#include "funds/count.h"
#include "policy/embedded.h"
#include "rulebook/rulebook.h"
#include "term/offering.h"
#include "whatif.sql.h"
#include "whatif/simulation.h"
#include "whatif/whatif.sql.h"

enum { ROUNDS = 3, CARE_FEN = 35000 };
static const int64_t CANCEL_AFTER_US = 1500000;

static int64_t clock_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
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
	(void)arg;
	TRY(q_seats_care(c, c->now, NULL));
	TRY(q_seats_course(c, 1, c->now, NULL));
	TRY(q_seats_course(c, 2, c->now, NULL));
	TRY(q_counties_stand(c, S("RS2"), NULL));
	return q_care_priced(c, FEN(CARE_FEN), NULL);
}

static void store_must(struct ctx *c, const char *url, struct keyring *keys, bool read_only)
{
	struct store_options o = {
		.url = url, .env = c->env, .keys = keys, .read_only = read_only, .cache_mib = 64};

	must(c, store_open(c, &o, &c->store), "opening the city");
}

/* The seats are taken once and kept with the copy. */
static void city_fill(struct ctx *c, const char *url, struct keyring *keys)
{
	static const struct verb fill = {"bench.fill", fill_run};
	int64_t n;

	store_must(c, url, keys, false);
	must(c, store_read_begin(c), "reading");
	must(c, q_seats_known(c, &n), "counting");
	store_read_end(c);
	if (n == 0) {
		fprintf(stderr, "bench: filling the city's term, once\n");
		must(c, store_write(c, &fill, NULL), "filling");
	}
	store_close(&c->store);
}

/* RS2 with a higher limit over care and courses. */
static struct str draft_text(struct arena *a)
{
	for (size_t i = 0; i < policy_files_n; i++) {
		struct str text = {(const char *)policy_files[i].bytes, policy_files[i].n};
		struct str rest;
		size_t at, k;

		if (!strstr(policy_files[i].name, "rs2-") ||
		    !str_find(text, S("limit together"), &at))
			continue;
		rest = str_sub(text, at, text.n);
		if (!str_find(rest, S("600.00"), &k))
			break;
		return str_printf(a, "%.*s700.00%.*s", STR_FMT(str_sub(text, 0, at + k)),
		                  STR_FMT(str_sub(rest, k + 6, rest.n)));
	}
	give_up("RS2 is not as it was");
}

/* --- the two ---------------------------------------------------------------------------------- */

struct tally {
	int64_t rows, pupils, moved, sum, decided;
	pupil_id last;
};

static enum err row_add(struct ctx *c, const struct q_whatif_seats_row *row, void *arg)
{
	struct tally *t = arg;

	(void)c;
	t->rows++;
	t->pupils += row->pupil.v != t->last.v;
	t->last = row->pupil;
	t->sum += row->offering.v ^ row->stage ^ row->grade ^ row->boarding ^ row->self_purchase;
	return OK;
}

/* Everything a what-if asks of a school. */
static void school_read(struct ctx *c, const struct school *s, const struct term *t,
                        struct tally *sum)
{
	struct q_whatif_sittings_row *sitting;
	struct school_count count;
	struct offering *o;
	struct slot *slot;
	size_t n;

	must(c, offering_list(c, s->id, t->id, &o, &n), "offerings");
	must(c, slot_list_school(c, s->id, t->id, &slot, &n), "slots");
	must(c, q_whatif_seats_each(c, s->id, t->id, row_add, sum), "seats");
	must(c, count_school(c, s, t, &count), "counts");
	must(c, q_whatif_sittings(c, s->id, t->id, &sitting, &n), "sittings");
}

struct asking {
	struct whatif *w;
	struct policy_book *draft;
};

static void whatif_begin(struct ctx *c, struct str text, const struct county *county,
                         const struct term *t, struct asking *a)
{
	struct whatif_ask ask = {.county = county, .term = t, .day = DATE_NONE};

	must(c, rulebook_book(c, county->id, INSTANT_LATEST, &ask.now), "rules");
	must(c, rulebook_book_with(c, county->id, STR_NONE, text, &a->draft, &ask.set), "draft");
	ask.draft = a->draft;
	must(c, whatif_new(c, &ask, &a->w), "what-if");
}

static void school_ask(struct ctx *c, struct whatif *w, const struct school *s, struct tally *sum)
{
	static const struct whatif_sink sink = {0};
	struct whatif_school r;

	must(c, whatif_school(c, w, s, &sink, &r), "what-if");
	sum->pupils += r.pupils;
	sum->moved += r.moved;
	sum->sum += r.sum[WHATIF_DRAFT].payable.fen;
}

static int64_t city_walk(struct ctx *c, struct str text, bool ask, struct tally *t)
{
	struct arena_mark all = arena_mark(c->arena);
	int64_t begin = clock_us(CLOCK_THREAD_CPUTIME_ID), total;
	struct county *county;
	struct school *school;
	size_t counties, n;

	*t = (struct tally){0};
	must(c, store_read_begin(c), "reading");
	must(c, county_list(c, &county, &counties), "counties");
	for (size_t i = 0; i < counties; i++) {
		struct asking a = {0};
		struct term term;
		bool found = false;

		must(c, term_current(c, county[i].id, &term, &found), "term");
		if (!found)
			continue;
		must(c, school_list(c, county[i].id, STR_NONE, 0, 0, &school, &n, &total),
		     "schools");
		if (ask)
			whatif_begin(c, text, &county[i], &term, &a);
		for (size_t k = 0; k < n; k++) {
			struct arena_mark mark = arena_mark(c->arena);

			if (ask)
				school_ask(c, a.w, &school[k], t);
			else
				school_read(c, &school[k], &term, t);
			arena_rewind(c->arena, mark);
		}
		t->decided += ask ? whatif_decided(a.w) : 0;
		whatif_free(&a.w);
		policy_book_free(&a.draft);
	}
	store_read_end(c);
	arena_rewind(c->arena, all);
	return clock_us(CLOCK_THREAD_CPUTIME_ID) - begin;
}

static void speed(struct ctx *c, struct str text, double by_job)
{
	double mine[ROUNDS], other[ROUNDS], ratio[ROUNDS];
	struct tally asked, read;

	for (int i = 0; i < ROUNDS; i++) {
		other[i] = (double)city_walk(c, text, false, &read);
		mine[i] = (double)city_walk(c, text, true, &asked);
		if (asked.pupils != read.pupils || asked.moved == 0)
			give_up("%lld pupils read, %lld asked, %lld move", (long long)read.pupils,
			        (long long)asked.pupils, (long long)asked.moved);
		ratio[i] = other[i] / mine[i];
		other[i] = (double)read.pupils * 1e6 / other[i];
		mine[i] = (double)asked.pupils * 1e6 / mine[i];
	}
	figure("whatif", "pupils a second", median(mine, ROUNDS), "/s", median(other, ROUNDS),
	       median(ratio, ROUNDS));
	figure("whatif", "pupils a second by the job", by_job, "/s", median(other, ROUNDS),
	       by_job / median(other, ROUNDS));
	figure("whatif", "pupils", (double)asked.pupils, "", -1, -1);
	figure("whatif", "seats", (double)read.rows, "", -1, -1);
	figure("whatif", "cases decided", (double)asked.decided, "", -1, -1);
}

/* --- the job ---------------------------------------------------------------------------------- */

static simulation_id job_ask(struct ctx *c, struct str text)
{
	struct simulation_start s = {.text = text};

	c->now = env_now(c->env);
	must(c, simulation_start(c, &s, NULL), "asking");
	return s.result;
}

static int64_t job_pupils(struct ctx *c, simulation_id id)
{
	struct whatif_tally *t = NEW(c->arena, struct whatif_tally);
	struct simulation_county *county;
	struct whatif_school sum;
	struct simulation s;
	size_t n;

	must(c, store_read_begin(c), "reading");
	must(c, simulation_get(c, id, &s), "simulation");
	must(c, simulation_counties(c, id, &county, &n, &sum, t), "sums");
	store_read_end(c);
	if (!str_is(s.state, "done"))
		give_up("the simulation is %.*s", STR_FMT(s.state));
	return sum.pupils;
}

/* All of it, turn by turn as the runner does it: what it costs, the writer included. */
static double job_speed(struct ctx *c, struct str text, const struct job_kinds *const *kinds)
{
	simulation_id id = job_ask(c, text);
	int64_t begin = clock_us(CLOCK_PROCESS_CPUTIME_ID), us;
	struct arena *was = c->arena;
	bool ran = true;

	c->arena = arena_new((size_t)64 << 20); /* as much as the runner has */
	while (ran) {
		c->now = env_now(c->env);
		must(c, jobs_step(c, kinds, 1, &ran), "a job");
		arena_reset(c->arena);
	}
	arena_free(&c->arena);
	c->arena = was;
	us = clock_us(CLOCK_PROCESS_CPUTIME_ID) - begin;
	return (double)job_pupils(c, id) * 1e6 / (double)us;
}

static void job_cancel(struct ctx *c, struct str text, const struct job_kinds *const *kinds)
{
	struct jobs_runner *r;
	simulation_id id;
	int64_t begin;

	must(c, jobs_start(c, kinds, 1, &r), "the runner");
	id = job_ask(c, text);
	usleep((useconds_t)CANCEL_AFTER_US);
	begin = clock_us(CLOCK_MONOTONIC);
	c->now = env_now(c->env);
	must(c, store_write(c, &simulation_cancel_verb, &id), "cancelling");
	figure("whatif", "cancel of the job, answered",
	       (double)(clock_us(CLOCK_MONOTONIC) - begin) / 1e3, "ms", 1000, -1);
	jobs_stop(&r);
	figure("whatif", "cancel of the job, nothing runs",
	       (double)(clock_us(CLOCK_MONOTONIC) - begin) / 1e3, "ms", 1000, -1);
}

/* What filling leaves in memory is no job's. */
static void filled(struct ctx *c, const char *url, struct keyring *keys)
{
	int status = 0;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		city_fill(c, url, keys);
		fflush(NULL);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		give_up("the city is not filled");
}

/* A process of its own, so that what it holds at most is the job's. */
static double job(struct ctx *c, const char *url, struct keyring *keys, struct str text)
{
	static const struct job_kinds *const kinds[] = {&whatif_jobs};
	struct rusage used;
	int status = 0, said[2];
	double speed = 0;
	pid_t pid;

	fflush(NULL);
	if (pipe(said) != 0 || (pid = fork()) < 0)
		give_up("no second process");
	if (pid == 0) {
		store_must(c, url, keys, false);
		speed = job_speed(c, text, kinds);
		job_cancel(c, text, kinds);
		store_close(&c->store);
		fflush(NULL);
		_exit(write(said[1], &speed, sizeof speed) == sizeof speed ? 0 : 1);
	}
	close(said[1]);
	if (read(said[0], &speed, sizeof speed) != sizeof speed ||
	    wait4(pid, &status, 0, &used) != pid || status != 0)
		give_up("the job is lost");
	close(said[0]);
	figure("whatif", "memory of the job at most", (double)used.ru_maxrss / 1024, "MiB", 256,
	       -1);
	return speed;
}

/* --- the command ------------------------------------------------------------------------------ */

static pid_t command_start(const char *url, const char *draft)
{
	static const char program[] = KEHOU_BUILD "/kehou";
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int none = open("/dev/null", O_WRONLY | O_CLOEXEC);

		dup2(none, STDOUT_FILENO);
		dup2(none, STDERR_FILENO);
		execl(program, program, "policy", "simulate", draft, "--db", url, "--json",
		      (char *)NULL);
		_exit(127);
	}
	if (pid < 0)
		give_up("no second process");
	return pid;
}

static int command_end(pid_t pid, struct rusage *ret_used)
{
	int status = 0;

	if (wait4(pid, &status, 0, ret_used) != pid)
		give_up("the command is lost");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void command(const char *url, const char *draft)
{
	struct rusage used;
	int64_t begin = clock_us(CLOCK_MONOTONIC);
	pid_t pid = command_start(url, draft);
	int rc = command_end(pid, &used);

	if (rc != 0)
		give_up("kehou policy simulate: %d", rc);
	figure("whatif", "whole city", (double)(clock_us(CLOCK_MONOTONIC) - begin) / 1e6, "s", -1,
	       -1);
	figure("whatif", "memory at most", (double)used.ru_maxrss / 1024, "MiB", 256, -1);

	pid = command_start(url, draft);
	usleep((useconds_t)CANCEL_AFTER_US);
	begin = clock_us(CLOCK_MONOTONIC);
	kill(pid, SIGINT);
	rc = command_end(pid, &used);
	if (rc != 75)
		give_up("the command ended with %d when it was told to stop", rc);
	figure("whatif", "cancel", (double)(clock_us(CLOCK_MONOTONIC) - begin) / 1e3, "ms", 1000,
	       -1);
}

int main(void)
{
	struct data *d = data_open("city");
	const struct env *env = env_system();
	struct ctx c = {.arena = arena_new((size_t)256 << 20), .env = env, .lang = LANG_EN};
	struct keyring *keys = NULL;
	char url[URL_MAX], draft[] = KEHOU_BUILD "/bench-data/whatif.rules";
	struct str text;
	double by_job;
	FILE *f;

	c.now = env_now(env);
	c.actor.role = ROLE_SYSTEM;
	text = draft_text(c.arena);
	data_copy(d, "whatif", url);
	must(&c, keyring_open(&c, NULL, url, false, &keys), "keys");
	filled(&c, url, keys);
	by_job = job(&c, url, keys, text);
	store_must(&c, url, keys, true);
	speed(&c, text, by_job);
	store_close(&c.store);
	f = fopen(draft, "we");
	if (!f || fwrite(text.p, 1, text.n, f) != text.n || fclose(f) != 0)
		give_up("%s cannot be written", draft);
	command(url, draft);
	keyring_free(&keys);
	arena_free(&c.arena);
	data_free(&d);
	return 0;
}

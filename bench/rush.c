/* rush: durable enrolments over HTTP, each by a pupil who holds nothing yet, spread over all
 * courses; beside them a reference that executes the same statements with the same parameters in
 * transactions of the size seen through the bare SQLite API on a copy of the same database. */
#include "orders.h"
#include "replay.h"

#include <signal.h>
#include <unistd.h>

enum {
	ROUNDS = 3,
	REQUESTS = 12000,
	SINGLE_REQUESTS = 600,
	SLOW_REQUESTS = 6000,
	FORWARD = 64,
	WIDE = 512,
};
#define SLOW_SYNC_US "5000" /* an ordinary disk without a battery or capacitors */
struct ran {
	double rate, p99_ms, batch;
};

/* Serves a fresh copy, runs the orders against it, stops it in order. */
static struct ran run(const struct data *d, const struct order *v, size_t n, size_t connections,
                      const char *batch, const char *record)
{
	const char *const args[] = {"--batch", batch, NULL};
	struct load_result r;
	struct server s;
	char url[URL_MAX];
	struct ran ran;
	double verbs, commits;

	data_copy(d, "one", url);
	if (!server_start(url, args, record, &s))
		exit(1);
	server_settle(&s);
	verbs = server_metric(&s, "kehou_store_verbs_total");
	commits = server_metric(&s, "kehou_store_commits_total");
	r = orders_run(v, n, connections, s.port);
	verbs = server_metric(&s, "kehou_store_verbs_total") - verbs;
	commits = server_metric(&s, "kehou_store_commits_total") - commits;
	if (server_stop(&s, SIGTERM) != 0)
		give_up("the server did not end in order");
	ran = (struct ran){r.rate, (double)r.p99_us / 1000, commits > 0 ? verbs / commits : 0};
	return ran;
}

static double reference(const struct data *d, const char *record, struct replay_how how,
                        double *ret_batch)
{
	char url[URL_MAX];
	struct replay p;

	data_copy(d, "two", url);
	p = replay_sqlite(record, url + strlen("sqlite:"), how);
	*ret_batch = (double)p.verbs / (double)p.commits;
	return (double)p.verbs / p.seconds;
}

/* The run that was recorded had batches of its own: writing the record takes time. */
static struct replay_how at_size(double batch)
{
	return (struct replay_how){.batch = (size_t)(batch + 0.5)};
}

/* What the writer executes for these orders. */
static void record_of(const struct data *d, const struct order *v, size_t n, size_t connections,
                      char ret_record[URL_MAX])
{
	snprintf(ret_record, URL_MAX, KEHOU_BUILD "/bench-data/%s/rush.record", d->scale);
	unlink(ret_record);
	run(d, v, n, connections, "512", ret_record);
}

static void rush(const struct data *d, const struct order *v, size_t n, size_t connections)
{
	double rate[ROUNDS], beside[ROUNDS], ratio[ROUNDS], p99[ROUNDS], slow[ROUNDS];
	double batch[ROUNDS], replayed = 0;
	char record[URL_MAX], name[64];

	record_of(d, v, n, connections, record);
	for (size_t i = 0; i < ROUNDS; i++) {
		struct ran r = run(d, v, n, connections, "512", NULL);

		rate[i] = r.rate;
		p99[i] = r.p99_ms;
		batch[i] = r.batch;
		beside[i] = reference(d, record, at_size(r.batch), &replayed);
		ratio[i] = rate[i] / beside[i];
		slow[i] = p99[i] / ((double)connections / beside[i] * 1000);
	}
	unlink(record);
	double all = median(rate, ROUNDS), other = median(beside, ROUNDS);

	snprintf(name, sizeof name, "enrolments_%zu", connections);
	figure("rush", name, all, "1/s", other, median(ratio, ROUNDS));
	snprintf(name, sizeof name, "p99_%zu", connections);
	figure("rush", name, median(p99, ROUNDS), "ms", (double)connections / other * 1000,
	       median(slow, ROUNDS));
	snprintf(name, sizeof name, "batch_%zu", connections);
	figure("rush", name, median(batch, ROUNDS), "enrolments a commit", replayed, -1);
}

/* What committing many at once is worth: the server with --batch 1 beside the server as it is, and
 * what the bare engine gains by the same. The gain is bounded by (sync + work) / work, whatever the
 * program does: `sync_us` says which disk that was. */
static void group_commit(const struct data *d, const struct order *v, size_t n, const char *sync_us)
{
	const char *disk = sync_us ? "_slow_disk" : "";
	char record[URL_MAX], name[64];
	double many[ROUNDS], one[ROUNDS], bare[ROUNDS], alone[ROUNDS], ratio[ROUNDS], gain[ROUNDS];
	double batch;

	if (sync_us)
		setenv("BENCH_SLOW_SYNC_US", sync_us, 1);
	record_of(d, v, n, FORWARD, record);
	for (size_t i = 0; i < ROUNDS; i++) {
		struct ran together = run(d, v, n, FORWARD, "512", NULL);

		many[i] = together.rate;
		one[i] = run(d, v, SINGLE_REQUESTS, FORWARD, "1", NULL).rate;
		bare[i] = reference(d, record, at_size(together.batch), &batch);
		alone[i] =
			reference(d, record,
		                  (struct replay_how){.batch = 1, .most = SINGLE_REQUESTS}, &batch);
		ratio[i] = many[i] / one[i];
		gain[i] = bare[i] / alone[i];
	}
	unlink(record);
	unsetenv("BENCH_SLOW_SYNC_US");
	snprintf(name, sizeof name, "group_commit_64%s", disk);
	figure("rush", name, median(many, ROUNDS), "1/s", median(one, ROUNDS),
	       median(ratio, ROUNDS));
	snprintf(name, sizeof name, "group_commit_bare%s", disk);
	figure("rush", name, median(bare, ROUNDS), "1/s", median(alone, ROUNDS),
	       median(gain, ROUNDS));
}

int main(void)
{
	struct data *d = data_open("city");
	struct server s;
	char url[URL_MAX];
	size_t n;

	data_copy(d, "one", url);
	if (!server_start(url, NULL, NULL, &s))
		return 1;
	struct order *v = data_orders(d, &s, REQUESTS, 1, &n);

	server_stop(&s, SIGTERM);
	rush(d, v, n, FORWARD);
	rush(d, v, n, WIDE);
	if (n < SINGLE_REQUESTS)
		give_up("too few pupils for a rush");
	group_commit(d, v, n, NULL);
	group_commit(d, v, n < SLOW_REQUESTS ? n : SLOW_REQUESTS, SLOW_SYNC_US);
	free(v);
	data_free(&d);
	return 0;
}

/* rush: durable enrolments over HTTP, each by a pupil who holds nothing yet, spread over all
 * courses; beside them a reference that executes the same statements with the same parameters in
 * transactions of the same size through the bare SQLite API on a copy of the same database. */
#include "orders.h"
#include "replay.h"

#include <signal.h>
#include <unistd.h>

enum { ROUNDS = 3, REQUESTS = 12000, SINGLE_REQUESTS = 1500, FORWARD = 64, WIDE = 512 };
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

static double reference(const struct data *d, const char *record, double *ret_batch)
{
	char url[URL_MAX];
	struct replay p;

	data_copy(d, "two", url);
	p = replay_sqlite(record, url + strlen("sqlite:"));
	*ret_batch = (double)p.verbs / (double)p.commits;
	return (double)p.verbs / p.seconds;
}

static double rush(const struct data *d, const struct order *v, size_t n, size_t connections)
{
	double rate[ROUNDS], beside[ROUNDS], ratio[ROUNDS], p99[ROUNDS], slow[ROUNDS];
	double batch[ROUNDS], replayed = 0;
	char record[URL_MAX], name[64];

	snprintf(record, sizeof record, KEHOU_BUILD "/bench-data/%s/rush.record", d->scale);
	unlink(record);
	run(d, v, n, connections, "512", record);
	for (size_t i = 0; i < ROUNDS; i++) {
		struct ran r = run(d, v, n, connections, "512", NULL);

		rate[i] = r.rate;
		p99[i] = r.p99_ms;
		batch[i] = r.batch;
		beside[i] = reference(d, record, &replayed);
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
	return all;
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
	double forward = rush(d, v, n, FORWARD);
	rush(d, v, n, WIDE);
	struct ran single =
		run(d, v, n < SINGLE_REQUESTS ? n : SINGLE_REQUESTS, FORWARD, "1", NULL);

	figure("rush", "group_commit_64", forward, "1/s", single.rate, forward / single.rate);
	free(v);
	data_free(&d);
	return 0;
}

/* pg: the rush on PostgreSQL (KEHOU_TEST_PG: a server that waits for its disk; `./dev bench` starts
 * one), beside a reference that sends the same statements with libpq in pipeline mode, a batch at
 * once. */
#include "orders.h"
#include "replay.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS = 3, REQUESTS = 4000, CONNECTIONS = 64 };

struct place {
	const char *server; /* url of the server, up to the database's name */
	char keys[URL_MAX], csv[URL_MAX], record[URL_MAX];
};

static void url_of(const struct place *p, const char *name, char ret_url[URL_MAX])
{
	const char *end = strrchr(p->server, '/');

	snprintf(ret_url, URL_MAX, "%.*s/%s", (int)(end - p->server), p->server, name);
}

static struct data *make(const struct place *p, const char *scale)
{
	char url[URL_MAX];

	postgres_run(p->server, "CREATE DATABASE kehou_base");
	url_of(p, "kehou_base", url);
	fprintf(stderr, "bench: making the demo %s on PostgreSQL\n", scale);
	if (kehou_run((const char *const[]){"demo", "--db", url, "--keys", p->keys, "--scale",
	                                    scale, "--accounts", p->csv, NULL}) != 0)
		give_up("no demo data");
	return data_of_accounts(scale, p->csv);
}

static void copy(const struct place *p, char ret_url[URL_MAX])
{
	postgres_run(p->server, "DROP DATABASE IF EXISTS kehou_copy");
	postgres_run(p->server, "CREATE DATABASE kehou_copy TEMPLATE kehou_base");
	postgres_run(p->server, "CHECKPOINT");
	url_of(p, "kehou_copy", ret_url);
}

static struct server serve(const struct place *p, const char *url, const char *record)
{
	const char *const args[] = {"--keys", p->keys, NULL};
	struct server s;

	if (!server_start(url, args, record, &s))
		exit(1);
	server_settle(&s);
	return s;
}

static double rush(const struct place *p, const struct order *v, size_t n, const char *record)
{
	char url[URL_MAX];

	copy(p, url);
	struct server s = serve(p, url, record);
	struct load_result r = orders_run(v, n, CONNECTIONS, s.port);

	if (server_stop(&s, SIGTERM) != 0)
		give_up("the server did not end in order");
	return r.rate;
}

static double reference(const struct place *p)
{
	char url[URL_MAX];

	copy(p, url);
	struct replay r = replay_postgres(p->record, url);

	return (double)r.verbs / r.seconds;
}

int main(void)
{
	const char *scale = getenv("KEHOU_BENCH_SCALE");
	struct place p = {.server = getenv("KEHOU_TEST_PG")};
	double rate[ROUNDS], beside[ROUNDS], ratio[ROUNDS];
	char url[URL_MAX], dir[] = "/tmp/kehou-pg-bench.XXXXXX";
	size_t n;

	if (!p.server || !strrchr(p.server, '/')) {
		fprintf(stderr, "bench: pg needs KEHOU_TEST_PG\n");
		return 1;
	}
	if (!mkdtemp(dir))
		give_up("no place for the keys");
	snprintf(p.keys, URL_MAX, "%s/keys", dir);
	snprintf(p.csv, URL_MAX, "%s/accounts.csv", dir);
	snprintf(p.record, URL_MAX, "%s/record", dir);

	struct data *d = make(&p, scale && *scale ? scale : "county");

	copy(&p, url);
	struct server s = serve(&p, url, NULL);
	struct order *v = data_orders(d, &s, REQUESTS, 1, &n);

	server_stop(&s, SIGTERM);
	rush(&p, v, n, p.record);
	for (size_t i = 0; i < ROUNDS; i++) {
		rate[i] = rush(&p, v, n, NULL);
		beside[i] = reference(&p);
		ratio[i] = rate[i] / beside[i];
	}
	figure("pg", "enrolments_64", median(rate, ROUNDS), "1/s", median(beside, ROUNDS),
	       median(ratio, ROUNDS));
	unlink(p.record);
	unlink(p.keys);
	unlink(p.csv);
	rmdir(dir);
	free(v);
	data_free(&d);
	return 0;
}

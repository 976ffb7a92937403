/* grow: instructions an enrolment costs the server at a million pupils beside ten thousand,
 * counted by callgrind. */
#include "orders.h"

#include <signal.h>

enum { FEW = 100, MANY = 500, CONNECTIONS = 16 };

static void enrol(void *orders, const struct server *s, size_t n)
{
	orders_run(orders, n, CONNECTIONS, s->port);
}

static double each(const char *scale)
{
	struct data *d = data_open(scale);
	struct server s;
	char url[URL_MAX];
	size_t n;

	data_copy(d, "one", url);
	if (!server_start(url, NULL, NULL, &s))
		exit(1);
	struct order *v = data_orders(d, &s, MANY, 1, &n);

	server_stop(&s, SIGTERM);
	double n_each = data_instructions(d, enrol, v, FEW, MANY);

	free(v);
	data_free(&d);
	return n_each;
}

int main(void)
{
	double small = each("county-10");
	double large = each("city");

	figure("grow", "instructions_an_enrolment", large, "instructions", small, large / small);
	return 0;
}

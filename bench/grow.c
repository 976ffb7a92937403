/* grow: instructions an enrolment costs the server at a million pupils beside ten thousand,
 * counted by callgrind. Each server is run twice, with few and with many enrolments; the difference
 * is what the enrolments cost, without start and end. */
#include "orders.h"

#include <signal.h>
#include <unistd.h>

enum { FEW = 100, MANY = 500, CONNECTIONS = 16 };

/* The sum callgrind writes at the end: "totals: N". */
static double totals(const char *file)
{
	char line[256];
	double n = 0;
	FILE *f = fopen(file, "re");

	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "totals: ", 8) == 0 || strncmp(line, "summary: ", 9) == 0)
			n = strtod(strchr(line, ' '), NULL);
	if (f)
		fclose(f);
	if (n <= 0)
		give_up("callgrind counted nothing");
	return n;
}

static double instructions(const struct data *d, const struct order *v, size_t n)
{
	char url[URL_MAX], file[URL_MAX];
	struct server s;

	snprintf(file, sizeof file, KEHOU_BUILD "/bench-data/%s/callgrind", d->scale);
	data_copy(d, "one", url);
	if (!server_start_counted(url, file, &s))
		exit(1);
	server_settle(&s);
	orders_run(v, n, CONNECTIONS, s.port);
	if (server_stop(&s, SIGTERM) != 0)
		give_up("the server did not end in order");
	double sum = totals(file);

	unlink(file);
	return sum;
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
	double few = instructions(d, v, FEW), many = instructions(d, v, MANY);

	free(v);
	data_free(&d);
	return (many - few) / (MANY - FEW);
}

int main(void)
{
	double small = each("county-10");
	double large = each("city");

	figure("grow", "instructions_an_enrolment", large, "instructions", small, large / small);
	return 0;
}

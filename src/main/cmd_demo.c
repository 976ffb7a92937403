/* kehou demo: an invented school, county or city. */
#include "main/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "demo/demo.h"

enum { CITY_CACHE_MIB = 512, CACHE_MIB = 64 };

static int arguments(struct cli *m, struct demo_options *o, const char **ret_file)
{
	const char *scale = cli_flag(m, "--scale"), *seed = cli_flag(m, "--seed");
	const char *schools = cli_flag(m, "--schools");
	int64_t n = 1;

	o->fresh = cli_switch(m, "--fresh");
	*ret_file = cli_flag(m, "--accounts");
	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	if (!scale || !demo_scale_parse(str_of(scale), &o->scale))
		return cli_usage(m, "--scale school, county or city is wanted");
	if (seed && (!str_i64(str_of(seed), &n) || n < 0))
		return cli_usage(m, "--seed wants a number");
	o->seed = (uint64_t)n;

	if (schools && (!str_i64(str_of(schools), &o->schools) || o->schools < 1))
		return cli_usage(m, "--schools wants a number");
	return 0;
}

/* Passwords and tokens stand in it: for its owner alone. */
static int accounts_open(const char *name, FILE **ret_file)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	*ret_file = fd < 0 ? NULL : fdopen(fd, "w");
	if (*ret_file)
		return 0;
	fprintf(stderr, "kehou: %s: %s\n", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return 1;
}

static int make(struct cli *m, const struct demo_options *o)
{
	struct demo_made made;
	enum err e = demo_make(&m->ctx, o, &made);

	if (e != OK)
		return cli_fault(m, e);
	printf("kehou: %lld counties, %lld schools, %lld pupils, %lld offerings\n",
	       (long long)made.counties, (long long)made.schools, (long long)made.pupils,
	       (long long)made.offerings);
	return 0;
}

int cmd_demo(struct cli *m)
{
	struct demo_options o = {.progress = stderr};
	const char *name;
	int rc = arguments(m, &o, &name);

	if (rc == 0)
		rc = cli_store(
			m, (struct cli_open){
				   .make = true,
				   .cache_mib = o.scale == DEMO_CITY ? CITY_CACHE_MIB : CACHE_MIB,
			   });
	if (rc == 0 && name)
		rc = accounts_open(name, &o.accounts);
	if (rc == 0)
		rc = make(m, &o);
	if (o.accounts && fclose(o.accounts) != 0 && rc == 0) {
		fprintf(stderr, "kehou: %s: %s\n", name, strerror(errno));
		rc = 1;
	}
	return rc;
}

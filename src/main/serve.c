/* kehou serve: database, web, jobs; ends in order on SIGTERM. */
#include "main/cli.h"

#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include "auth/auth.h"
#include "jobs/job.h"
#include "jobs/message.h"
#include "main/house.h"
#include "payments/account.h"
#include "web/web.h"

static int wait_for_end(void)
{
	sigset_t set;
	int which = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	while (sigwait(&set, &which) != 0)
		;
	return which;
}

/* Signals are taken by sigwait alone; every thread started later inherits the mask. */
static void block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* Memory that goes back to the kernel after each request comes again page by page with the next,
 * and each going interrupts every core. With as few arenas as cores can use at once little is held.
 */
static void keep_memory(void)
{
	enum { ARENAS = 4, KEPT = 512 << 10 };

	mallopt(M_ARENA_MAX, ARENAS);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	mallopt(M_MMAP_THRESHOLD, KEPT);
}

static enum err start(struct cli *m, struct web **ret_web, struct jobs_runner **ret_jobs)
{
	struct ctx *c = &m->ctx;
	struct str origin = config_text(m->config, "origin");
	struct web_options o = {
		.listen = str_c(c->arena, config_text(m->config, "listen")),
		.store = m->store,
		.env = c->env,
		.auth = &auth_web,
		.tables = house_routes,
		.n_tables = house_routes_n,
		.max_connections = (uint32_t)config_number(m->config, "connections"),
		.max_per_address = (uint32_t)config_number(m->config, "connections.address"),
		.public_origin = origin.p ? str_c(c->arena, origin) : NULL,
		.secure_cookies = config_switch(m->config, "secure"),
		.trust_forwarded = config_switch(m->config, "forwarded"),
		.log = &m->log,
	};

	TRY(jobs_start(c, house_jobs, house_jobs_n, ret_jobs));
	return web_start(c, &o, ret_web);
}

static void pay_set_up(struct cli *m)
{
	struct str dir = config_text(m->config, "pay.dir");

	payments_use(str_some(dir) ? str_c(m->ctx.arena, dir) : NULL, pay_http_real());
}

int cmd_serve(struct cli *m)
{
	struct jobs_runner *jobs = NULL;
	struct web *web = NULL;

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	block_signals();
	keep_memory();
	import_use(house_imports, house_imports_n);
	pay_set_up(m);
	messages_keep(config_number(m->config, "messages.days"));
	int rc = cli_store(m, (struct cli_open){0});
	if (rc != 0)
		return rc;
	enum err e = start(m, &web, &jobs);
	if (e != OK) {
		jobs_stop(&jobs);
		return cli_fault(m, e);
	}
	struct str listen = config_text(m->config, "listen");
	struct str rest = listen;
	struct str host = str_cut(&rest, ':');

	printf("kehou: ready on http://%.*s:%u\n", STR_FMT(host), web_port(web));
	fflush(stdout);
	wait_for_end();
	web_drain(web);
	jobs_stop(&jobs);
	web_stop(&web);
	return 0;
}

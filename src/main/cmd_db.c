/* The database as a whole: make, copy, bring back. */
#include "main/cli.h"

int cmd_init(struct cli *m)
{
	int rc;

	if (m->argc > 0)
		return cli_usage_of(m, m->argv[0]);
	rc = cli_store(m, (struct cli_open){.make = true});
	if (rc == 0)
		printf("kehou: the database is ready\n");
	return rc;
}

int cmd_backup(struct cli *m)
{
	bool portable = cli_switch(m, "--portable");

	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 1)
		return cli_usage(m, "backup wants one file name");
	int rc = cli_store(m, (struct cli_open){.read_only = true});
	if (rc != 0)
		return rc;
	enum err e = store_backup(&m->ctx, m->argv[0], portable);
	if (e != OK)
		return cli_fault(m, e);
	printf("kehou: copied to %s; keep the key file with it, but in another place\n",
	       m->argv[0]);
	return 0;
}

int cmd_restore(struct cli *m)
{
	struct str db = config_text(m->config, "db");

	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 1 || !db.p)
		return cli_usage(m, "restore wants a file and --db URL");
	const char *url = str_c(m->ctx.arena, db);
	enum err e = cli_keys(m, url, false);
	if (e == OK)
		e = store_restore(&m->ctx, m->argv[0], url, m->keys);
	keyring_free(&m->keys); /* verify opens the database as anybody does */
	if (e != OK)
		return cli_fault(m, e);
	m->argc = 0;
	return cmd_verify(m);
}

/* The command line: what every command shares. Exit codes: 0 ok, 1 failure, 2 usage, 3
 * configuration, 4 a data check failed, 75 try again. */
#ifndef MAIN_CLI_H
#define MAIN_CLI_H

#include "base/config.h"
#include "base/log.h"
#include "crypto/keys.h"
#include "store/store.h"

enum { EXIT_USAGE = 2, EXIT_CONFIG = 3, EXIT_DATA = 4, EXIT_AGAIN = 75 };

struct cli {
	struct ctx ctx; /* the system acts */
	struct config *config;
	struct log log;
	const struct command *command;
	int argc; /* what is left for the command: argv[0] is its first own argument */
	char **argv;
	struct keyring *keys;
	struct store *store;
	bool json; /* what is wrong is told on stdout as JSON too */
};

struct command {
	const char *name;
	const char *usage; /* after the name */
	const char *help;  /* one line */
	int (*run)(struct cli *m);
};

/* Open the database named by --db, with the keys of --keys; printed and turned into an exit code on
 * failure (0: open). `make`: create keys and schema (init, demo); `read_only`: beside a server. */
struct cli_open {
	bool make;
	bool read_only;
	uint32_t cache_mib; /* 0: the store's default */
};
int cli_store(struct cli *m, struct cli_open how);
/* The keys of --keys for the database `url` into m->keys; `make` as above. */
enum err cli_keys(struct cli *m, const char *url, bool make);

/* Print c->fault (code, what happened, found, allowed, what to do) on stderr; the exit code it
 * means. */
int cli_fault(struct cli *m, enum err e);
/* A wrong call: one line and the command's usage. */
int cli_usage(const struct cli *m, const char *what);
/* An argument that nobody took: names the nearest flag when it looks like one. */
int cli_usage_of(struct cli *m, const char *argument);

/* The own arguments: flags of a command that the configuration does not know. A flag's value is
 * taken out of argv; NULL when it was not given. */
const char *cli_flag(struct cli *m, const char *name);
bool cli_switch(struct cli *m, const char *name);
/* After those: the first argument left that looks like a flag, for cli_usage_of(); NULL. */
const char *cli_flag_left(const struct cli *m);

int cmd_serve(struct cli *m);
int cmd_init(struct cli *m);
int cmd_backup(struct cli *m);
int cmd_restore(struct cli *m);
int cmd_verify(struct cli *m);
int cmd_demo(struct cli *m);
int cmd_import(struct cli *m);
int cmd_officer(struct cli *m);
int cmd_policy(struct cli *m);
int cmd_audit_pack(struct cli *m);
int cmd_term_close(struct cli *m);
int cmd_config(struct cli *m);

#endif

/* Settings. Four sources; the later one wins: the table's default, the file, the environment
 * (KEHOU_ and the name in capitals, dots as underscores), the command line. Every source may be
 * read in any order. A setting nobody declared is an error that names the nearest one declared. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/out.h"

enum config_type { CONFIG_TEXT, CONFIG_NUMBER, CONFIG_SWITCH };

struct config_key {
	const char *name; /* "listen", "web.connections" */
	enum config_type type;
	bool secret;          /* never shown */
	const char *fallback; /* the default; NULL means none */
	const char *help;     /* one line for --help */
	int64_t min, max;     /* CONFIG_NUMBER; both 0: any */
};

struct config;

/* The table must outlive the configuration. A default that does not fit its own type is a mistake
 * of the program and ends it. NULL when memory is out. */
struct config *config_new(struct arena *a, const struct config_key *keys, size_t n);

/* Each reads one source and says in `errors`, a line each, all that is wrong with it; false when
 * anything was. Operators read these lines, so they are English. */

/* "key = value" lines, blank lines, and lines that begin with '#'. A key given twice is wrong. */
bool config_file(struct config *cf, const char *path, struct out *errors);
/* `environ`-style list. KEHOU_TEST_…, KEHOU_BENCH_…, KEHOU_FUZZ_… and KEHOU_DEV_… speak to the
 * programs around this one and are passed over. */
bool config_environ(struct config *cf, char *const *environ_list, struct out *errors);
/* Takes --name VALUE and --name=VALUE of the table's names out of argv (a switch may stand alone)
 * and leaves the rest, in order, for the command; "--" ends the flags. */
bool config_args(struct config *cf, int *argc, char **argv, struct out *errors);

/* The declared name most like this one, for a command that finds a flag nobody knows; NULL when the
 * table is empty or the name absurdly long. */
const char *config_nearest(const struct config *cf, struct str name);

/* By name; a name that is not in the table, or has another type, ends the program. */
struct str config_text(const struct config *cf, const char *name); /* STR_NONE: not given */
int64_t config_number(const struct config *cf, const char *name);  /* 0: not given */
bool config_switch(const struct config *cf, const char *name);

/* "name = value  # where it came from", secrets as ********. */
void config_dump(const struct config *cf, struct out *o);
void config_help(const struct config *cf, struct out *o);

#endif

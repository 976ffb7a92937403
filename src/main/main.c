/* kehou: one program. Commands, settings, exit codes. */
#include "main/cli.h"

#include <locale.h>
#include <unistd.h>

#include "base/text.h"
#include "policy/holidays.h"
#include "policy/rules.h"
#include "policy/vocabulary.h"

#define ARENA_CEILING ((size_t)256 << 20)

static const struct config_key KEYS[] = {
	{"db", CONFIG_TEXT, false, NULL, "database: sqlite:PATH or postgresql://…", 0, 0},
	{"keys", CONFIG_TEXT, false, NULL, "key file (default: beside the SQLite database)", 0, 0},
	{"keyring", CONFIG_TEXT, true, NULL, "the keys themselves, instead of a file", 0, 0},
	{"listen", CONFIG_TEXT, false, "127.0.0.1:8080", "address and port to serve", 0, 0},
	{"origin", CONFIG_TEXT, false, NULL,
         "public origin, https://…, when a proxy stands in front", 0, 0},
	{"secure", CONFIG_SWITCH, false, "no", "cookies for TLS only (a proxy terminates it)", 0,
         0},
	{"forwarded", CONFIG_SWITCH, false, "no", "believe X-Forwarded-For of the proxy", 0, 0},
	{"connections", CONFIG_NUMBER, false, "2048",
         "most connections at once; above three quarters who has idled longest gives way", 1,
         20000},
	{"connections.address", CONFIG_NUMBER, false, "1024", "most connections of one address", 1,
         20000},
	{"readers", CONFIG_NUMBER, false, "8", "database connections for reading", 1, 64},
	{"batch", CONFIG_NUMBER, false, "512", "most changes in one commit", 1, 512},
	{"node", CONFIG_NUMBER, false, "0", "number of this node among several over one PostgreSQL",
         0, 255},
	{"messages.days", CONFIG_NUMBER, false, "180", "days a message is kept after it was read",
         1, 3650},
	{"pay.dir", CONFIG_TEXT, false, NULL,
         "directory of the payment merchants' files and keys; without it nothing is paid online", 0,
         0},
	{"log", CONFIG_TEXT, false, "info", "least level to log: debug, info, warn, error", 0, 0},
	{"config", CONFIG_TEXT, false, NULL, "settings file", 0, 0},
};

static const struct command COMMANDS[] = {
	{"serve", "--db URL [--listen ADDR:PORT] [--config FILE]", "serve pages and API",
         cmd_serve},
	{"init", "--db URL", "create the database or bring it up to date", cmd_init},
	{"backup", "--db URL FILE [--portable]",
         "copy the database while it is in use; --portable: for either engine", cmd_backup},
	{"restore", "FILE --db URL", "bring a copy back and verify it", cmd_restore},
	{"demo",
         "--db URL --scale school|county|city [--schools N] [--fresh] [--seed N] [--accounts FILE]",
         "fill an empty database with an invented school, county or city", cmd_demo},
	{"policy",
         "list [--on DATE] [--known DATE] [--county CODE] [--json] | show RULESET|EDITION "
         "[--on DATE] [--known DATE] [--county CODE] [--json|--cases] | check [FILE…] [--known "
         "DATE] [--county CODE] [--strict] [--json] | diff A B [--json] | quote "
         "[RULESET|EDITION|FILE.rules] CASE.json [--on DATE] [--known DATE] [--county CODE] | "
         "quote --template DECISION | "
         "load FILE --county CODE [--replace] [--publish-as TEXT --by DRAFTER,APPROVER] [--json] | "
         "simulate FILE "
         "[--county CODE] [--term CODE] [--json] [--out FILE.xlsx] [--movers FILE.csv]",
         "rule sets: which there are, what they say, whether their worked cases come out, what "
         "changed, one decision; with --db URL and --county CODE those a county entered itself too "
         "(EDITION: T-1/2 or its number), entering one, and what a draft would move in a live "
         "term",
         cmd_policy},
	{"import", "KIND FILE --db URL --school CODE [--dry-run] [--json]",
         "take in a table of pupils, staff, offerings, waivers or fiscal receipts (.xlsx, .csv); "
         "bad rows are told "
         "and left "
         "out",
         cmd_import},
	{"officer", "LOGIN [NAME] --db URL [--role ROLE] [--county CODE] [--new-code] [--end]",
         "let somebody act for the city's office, or for a county; the first of a new city",
         cmd_officer},
	{"verify", "--db URL [--json]",
         "recompute seats, bills, ledger, counters and the audit chain", cmd_verify},
	{"audit-pack", "--db URL --out FILE.zip [--county CODE] [--school CODE] [--term CODE]",
         "everything an auditor needs in one file, of all, a county, a school or a term; prints "
         "its root "
         "hash. kehou-audit FILE.zip recomputes it",
         cmd_audit_pack},
	{"term-close", "--db URL --county CODE --term CODE",
         "carry the income of a term that is over to its schools' results, one entry an enrolment; "
         "goes on where it was interrupted",
         cmd_term_close},
	{"config", "", "show every setting and where it comes from", cmd_config},
};
#define COMMAND_N (sizeof(COMMANDS) / sizeof(COMMANDS[0]))

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMAND_N; i++) {
		if (strcmp(COMMANDS[i].name, name) == 0)
			return &COMMANDS[i];
	}
	return NULL;
}

static void print(FILE *to, struct str s)
{
	fwrite(s.p, 1, s.n, to);
}

static int help(const struct cli *m)
{
	struct out o;

	printf("kehou: after-school services of a city, one program\n\n");
	for (size_t i = 0; i < COMMAND_N; i++)
		printf("  kehou %s %s\n      %s\n", COMMANDS[i].name, COMMANDS[i].usage,
		       COMMANDS[i].help);
	printf("\nSettings (flag over environment KEHOU_NAME over file over default):\n");
	out_init(&o, (size_t)1 << 20);
	config_help(m->config, &o);
	print(stdout, out_str(&o));
	out_free(&o);
	printf("\nExit codes: 0 ok, 1 failure, 2 usage, 3 configuration, 4 data check failed, 75 "
	       "try "
	       "again\n");
	return 0;
}

int cli_usage(const struct cli *m, const char *what)
{
	(void)m;
	fprintf(stderr, "kehou: %s; see kehou --help\n", what);
	return EXIT_USAGE;
}

/* The flags of a command stand in its usage. */
static size_t flags_of(struct cli *m, const char **v, size_t most)
{
	struct str rest = str_of(m->command->usage);
	size_t n = 0;

	while (rest.p && n < most) {
		struct str word = str_cut(&rest, ' ');

		while (str_starts(word, S("[")))
			word = str_sub(word, 1, word.n);
		if (str_starts(word, S("--")))
			v[n++] = str_c(m->ctx.arena,
			               str_sub(word, 2, word.n - (str_ends(word, S("]")) ? 3 : 2)));
	}
	for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]) && n < most; i++)
		v[n++] = KEYS[i].name;
	return n;
}

int cli_usage_of(struct cli *m, const char *argument)
{
	struct str name = str_of(argument), word, near;
	const char *v[64];

	if (!str_starts(name, S("--"))) {
		fprintf(stderr, "kehou: %s is one argument too many; see kehou --help\n", argument);
		return EXIT_USAGE;
	}
	name = str_sub(name, 2, name.n);
	word = str_cut(&name, '=');
	near = words_nearest((struct words){v, flags_of(m, v, sizeof v / sizeof *v)}, word);
	if (str_eq(near, word)) {
		fprintf(stderr, "kehou: %s stands without its value, or twice; see kehou --help\n",
		        argument);
		return EXIT_USAGE;
	}
	fprintf(stderr, "kehou: unknown flag %s%s%.*s; see kehou --help\n", argument,
	        str_some(near) ? ", did you mean --" : "", STR_FMT(near));
	return EXIT_USAGE;
}

int cmd_config(struct cli *m)
{
	struct out o;

	out_init(&o, (size_t)1 << 20);
	config_dump(m->config, &o);
	print(stdout, out_str(&o));
	out_free(&o);
	return 0;
}

/* A rule or holiday file that cannot be read is ours to mend: nothing starts with it. */
static int facts_check(struct cli *m)
{
	const struct rule_error *e = NULL;

	if (policy_builtin(&e) && holiday_builtin(&e))
		return 0;
	fprintf(stderr, "kehou: ");
	print(stderr, rule_error_text(m->ctx.arena, m->ctx.lang, e));
	fputc('\n', stderr);
	return EXIT_CONFIG;
}

static int command_unknown(const char *name)
{
	const char *v[COMMAND_N];
	struct str near;

	for (size_t i = 0; i < COMMAND_N; i++)
		v[i] = COMMANDS[i].name;
	near = words_nearest((struct words){v, COMMAND_N}, str_of(name));
	fprintf(stderr, "kehou: no such command: %s%s%.*s; see kehou --help\n", name,
	        str_some(near) ? ", did you mean " : "", STR_FMT(near));
	return EXIT_USAGE;
}

static int settings_read(struct cli *m, int *argc, char **argv)
{
	struct out errors;
	bool ok;

	out_init(&errors, (size_t)1 << 16);
	ok = config_args(m->config, argc, argv, &errors);
	ok = config_environ(m->config, environ, &errors) && ok;
	struct str file = config_text(m->config, "config");
	if (file.p)
		ok = config_file(m->config, str_c(m->ctx.arena, file), &errors) && ok;
	if (ok && !log_level_parse(config_text(m->config, "log"), &m->log.least)) {
		out_put(&errors, S("log: debug, info, warn or error\n"));
		ok = false;
	}
	print(stderr, out_str(&errors));
	out_free(&errors);
	return ok ? 0 : EXIT_CONFIG;
}

static enum lang lang_of_terminal(void)
{
	const char *l = getenv("LC_ALL");

	if (!l || !*l)
		l = getenv("LC_MESSAGES");
	if (!l || !*l)
		l = getenv("LANG");
	return l && strncmp(l, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

static int run(struct cli *m, int argc, char **argv)
{
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return argc < 2 ? (help(m), EXIT_USAGE) : help(m);
	if (strcmp(argv[1], "--version") == 0) {
		printf("kehou %s\n", KEHOU_VERSION);
		return 0;
	}
	const struct command *cmd = command_find(argv[1]);
	if (!cmd)
		return command_unknown(argv[1]);
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			printf("kehou %s %s\n  %s\n", cmd->name, cmd->usage, cmd->help);
			return 0;
		}
	}
	int rc = settings_read(m, &argc, argv);
	if (rc == 0)
		rc = facts_check(m);
	if (rc != 0)
		return rc;
	env_id_node((uint32_t)config_number(m->config, "node"));
	m->command = cmd;
	m->argc = argc - 2;
	m->argv = argv + 2;
	return cmd->run(m);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(ARENA_CEILING);
	struct cli m = {0};

	if (!arena) {
		fprintf(stderr, "kehou: out of memory\n");
		return 1;
	}
	setlocale(LC_CTYPE, "C.UTF-8");
	m.config = config_new(arena, KEYS, sizeof(KEYS) / sizeof(KEYS[0]));
	m.ctx = (struct ctx){
		.arena = arena,
		.env = env_system(),
		.actor = {.role = ROLE_SYSTEM},
		.lang = lang_of_terminal(),
		.now = env_now(env_system()),
		.device = S("command line"),
	};
	m.log = (struct log){STDERR_FILENO, LOG_INFO, m.ctx.env};
	int rc = m.config ? run(&m, argc, argv) : 1;

	if (m.store)
		store_close(&m.store);
	keyring_free(&m.keys);
	arena_free(&arena);
	return rc;
}

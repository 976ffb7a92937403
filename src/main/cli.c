#include "main/cli.h"

#include "base/text.h"

static int exit_code(enum err e, const struct fault *f)
{
	static const char *const config[] = {"keys_missing", "keys_exposed",   "keys_malformed",
	                                     "key_mismatch", "keys_exist",     "schema_outdated",
	                                     "schema_newer", "database_served"};

	if (e == E_RETRY || (f->code && strcmp(f->code, "busy") == 0))
		return EXIT_AGAIN;
	for (size_t i = 0; f->code && i < sizeof(config) / sizeof(config[0]); i++) {
		if (strcmp(f->code, config[i]) == 0)
			return EXIT_CONFIG;
	}
	return 1;
}

static void line(const char *label, struct str s)
{
	if (str_some(s))
		fprintf(stderr, "  %s: %.*s\n", label, STR_FMT(s));
}

int cli_fault(struct cli *m, enum err e)
{
	const struct fault *f = &m->ctx.fault;
	const struct fault_text *t = fault_lookup(f->code);

	fprintf(stderr, "kehou: %s: %.*s\n", f->code ? f->code : err_name(e),
	        STR_FMT(t->title[m->ctx.lang]));
	line("field", f->field);
	line("found", f->found);
	line("allowed", f->allowed);
	line("clause", f->clause);
	line("document", f->document);
	if (m->ctx.broken)
		fprintf(stderr, "  detail: %s\n", m->ctx.broken);
	fprintf(stderr, "  %.*s\n", STR_FMT(t->advice[m->ctx.lang]));
	return exit_code(e, f);
}

const char *cli_flag(struct cli *m, const char *name)
{
	for (int i = 0; i < m->argc; i++) {
		size_t n = strlen(name);
		const char *value = NULL;
		int taken = 0;

		if (strcmp(m->argv[i], name) == 0 && i + 1 < m->argc) {
			value = m->argv[i + 1];
			taken = 2;
		} else if (strncmp(m->argv[i], name, n) == 0 && m->argv[i][n] == '=') {
			value = m->argv[i] + n + 1;
			taken = 1;
		}
		if (!taken)
			continue;
		for (int k = i; k + taken < m->argc; k++)
			m->argv[k] = m->argv[k + taken];
		m->argc -= taken;
		return value;
	}
	return NULL;
}

bool cli_switch(struct cli *m, const char *name)
{
	for (int i = 0; i < m->argc; i++) {
		if (strcmp(m->argv[i], name) != 0)
			continue;
		for (int k = i; k + 1 < m->argc; k++)
			m->argv[k] = m->argv[k + 1];
		m->argc--;
		return true;
	}
	return false;
}

const char *cli_flag_left(const struct cli *m)
{
	for (int i = 0; i < m->argc; i++)
		if (m->argv[i][0] == '-' && m->argv[i][1] != '\0')
			return m->argv[i];
	return NULL;
}

enum err cli_keys(struct cli *m, const char *url, bool make)
{
	struct str keys = config_text(m->config, "keys");

	return keyring_open(&m->ctx, keys.p ? str_c(m->ctx.arena, keys) : NULL, url, make,
	                    &m->keys);
}

int cli_store(struct cli *m, struct cli_open how)
{
	struct ctx *c = &m->ctx;
	struct str db = config_text(m->config, "db");
	enum err e;

	if (!db.p)
		return cli_usage(m, "--db URL is missing");
	if (!store_url_known(db))
		return cli_usage(m, "--db URL is sqlite:PATH or postgresql://…");
	const char *url = str_c(c->arena, db);
	e = cli_keys(m, url, how.make);
	if (e != OK)
		return cli_fault(m, e);
	struct store_options o = {
		.url = url,
		.env = c->env,
		.keys = m->keys,
		.read_only = how.read_only,
		.cache_mib = how.cache_mib,
		.migrate = how.make,
		.readers = (uint32_t)config_number(m->config, "readers"),
		.batch = (uint32_t)config_number(m->config, "batch"),
		.record = how.make || how.read_only ? NULL : getenv("KEHOU_BENCH_RECORD"),
	};
	e = store_open(c, &o, &m->store);
	if (e != OK)
		return cli_fault(m, e);
	c->store = m->store;
	return 0;
}

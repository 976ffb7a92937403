#include "base/config.h"

#include <errno.h>

#include "base/file.h"

enum { FILE_CEILING = 1 << 20, NAME_MOST = 64 };
enum origin { FROM_DEFAULT, FROM_FILE, FROM_ENVIRONMENT, FROM_COMMAND_LINE };

#define ENV_PREFIX "KEHOU_"

struct setting {
	enum origin origin;
	struct str where; /* "kehou.conf:3", "KEHOU_LISTEN" */
	struct str text;
	int64_t number; /* of a number or a switch */
};

struct config {
	struct arena *arena;
	const struct config_key *keys;
	struct setting *settings;
	size_t n;
};

static bool switch_parse(struct str s, int64_t *ret_on)
{
	if (str_is(s, "true") || str_is(s, "yes") || str_is(s, "on") || str_is(s, "1"))
		*ret_on = 1;
	else if (str_is(s, "false") || str_is(s, "no") || str_is(s, "off") || str_is(s, "0"))
		*ret_on = 0;
	else
		return false;
	return true;
}

/* Checks `text` against the key and keeps it unless a stronger source has spoken. */
static bool set(struct config *cf, size_t i, enum origin origin, struct str where, struct str text,
                struct out *errors)
{
	const struct config_key *k = &cf->keys[i];
	struct setting *s = &cf->settings[i];
	int64_t number = 0;
	bool any = k->min == 0 && k->max == 0;

	if (!utf8_valid(text)) {
		out_printf(errors, "%.*s: %s is not UTF-8\n", STR_FMT(where), k->name);
		return false;
	}
	if (k->type == CONFIG_SWITCH && !switch_parse(text, &number)) {
		out_printf(errors, "%.*s: %s is on or off\n", STR_FMT(where), k->name);
		return false;
	}
	if (k->type == CONFIG_NUMBER && !str_i64(text, &number)) {
		out_printf(errors, "%.*s: %s is a whole number\n", STR_FMT(where), k->name);
		return false;
	}
	if (k->type == CONFIG_NUMBER && !any && (number < k->min || number > k->max)) {
		out_printf(errors, "%.*s: %s is a number from %lld to %lld\n", STR_FMT(where),
		           k->name, (long long)k->min, (long long)k->max);
		return false;
	}
	if (origin < s->origin)
		return true;
	*s = (struct setting){origin, str_dup(cf->arena, where), str_dup(cf->arena, text), number};
	return true;
}

struct config *config_new(struct arena *a, const struct config_key *keys, size_t n)
{
	struct config *cf = NEW(a, struct config);
	struct out errors;

	if (!cf)
		return NULL;
	*cf = (struct config){a, keys, NEW_N(a, n, struct setting), n};
	if (!cf->settings)
		return NULL;
	out_init(&errors, 4096);
	for (size_t i = 0; i < n; i++) {
		if (keys[i].fallback &&
		    !set(cf, i, FROM_DEFAULT, S("default"), str_of(keys[i].fallback), &errors)) {
			fprintf(stderr, "%.*s", STR_FMT(out_str(&errors)));
			abort();
		}
	}
	out_free(&errors);
	return cf;
}

static bool find(const struct config *cf, struct str name, size_t *ret_i)
{
	for (size_t i = 0; i < cf->n; i++) {
		if (str_is(name, cf->keys[i].name)) {
			*ret_i = i;
			return true;
		}
	}
	return false;
}

/* Single-character edits from one name to the other (Levenshtein). */
static size_t distance(struct str a, struct str b)
{
	size_t row[NAME_MOST + 1];

	if (a.n > NAME_MOST || b.n > NAME_MOST)
		return SIZE_MAX;
	for (size_t k = 0; k <= b.n; k++)
		row[k] = k;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t k = 1; k <= b.n; k++) {
			size_t best = diagonal + (a.p[i - 1] != b.p[k - 1]);

			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			diagonal = row[k];
			row[k] = best;
		}
	}
	return row[b.n];
}

const char *config_nearest(const struct config *cf, struct str name)
{
	const char *nearest = NULL;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < cf->n; i++) {
		size_t d = distance(name, str_of(cf->keys[i].name));

		if (d < least) {
			least = d;
			nearest = cf->keys[i].name;
		}
	}
	return nearest;
}

static void unknown(const struct config *cf, struct str where, struct str name, struct out *errors)
{
	const char *nearest = config_nearest(cf, name);

	out_printf(errors, "%.*s: unknown setting '%.*s'", STR_FMT(where), STR_FMT(name));
	if (nearest)
		out_printf(errors, "; the nearest one is '%s'", nearest);
	out_c(errors, '\n');
}

static bool file_line(struct config *cf, struct str where, struct str s, bool *seen,
                      struct out *errors)
{
	struct str value = s;
	struct str name = str_trim(str_cut(&value, '='));
	size_t i;

	if (!value.p) {
		out_printf(errors, "%.*s: not 'key = value'\n", STR_FMT(where));
		return false;
	}
	if (!find(cf, name, &i)) {
		unknown(cf, where, name, errors);
		return false;
	}
	if (seen[i]) {
		out_printf(errors, "%.*s: %s is given twice\n", STR_FMT(where), cf->keys[i].name);
		return false;
	}
	seen[i] = true;
	return set(cf, i, FROM_FILE, where, str_trim(value), errors);
}

bool config_file(struct config *cf, const char *path, struct out *errors)
{
	bool *seen = NEW_N(cf->arena, cf->n, bool);
	struct str rest;
	bool good = true;

	if (!seen || !file_read(cf->arena, path, FILE_CEILING, &rest)) {
		out_printf(errors, "%s: %s\n", path, strerror(errno));
		return false;
	}
	for (int line = 1; rest.p; line++) {
		struct str s = str_trim(str_cut(&rest, '\n'));

		if (s.n == 0 || s.p[0] == '#')
			continue;
		good &= file_line(cf, str_printf(cf->arena, "%s:%d", path, line), s, seen, errors);
	}
	return good;
}

/* KEHOU_WEB_CONNECTIONS is web.connections. */
static bool env_matches(struct str variable, const char *name)
{
	size_t n = strlen(name);

	if (variable.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (c == '.' || c == '-')
			c = '_';
		if (c != variable.p[i])
			return false;
	}
	return true;
}

/* The name as the file would have it, to measure against the others. */
static struct str env_name(struct arena *a, struct str variable)
{
	char *p = arena_take(a, variable.n);

	if (!p)
		return S("");
	for (size_t i = 0; i < variable.n; i++) {
		char c = variable.p[i];

		p[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct str){p, variable.n};
}

static bool of_the_tools(struct str variable)
{
	return str_starts(variable, S("TEST_")) || str_starts(variable, S("BENCH_")) ||
	       str_starts(variable, S("FUZZ_")) || str_starts(variable, S("DEV_")) ||
	       str_is(variable, "JOBS");
}

bool config_environ(struct config *cf, char *const *environ_list, struct out *errors)
{
	const struct str prefix = S(ENV_PREFIX);
	bool good = true;

	for (; *environ_list; environ_list++) {
		struct str value = str_of(*environ_list);
		struct str where = str_cut(&value, '=');
		struct str variable = str_sub(where, prefix.n, where.n);
		size_t i = 0;

		if (!str_starts(where, prefix) || !value.p || of_the_tools(variable))
			continue;
		while (i < cf->n && !env_matches(variable, cf->keys[i].name))
			i++;
		if (i < cf->n) {
			good &= set(cf, i, FROM_ENVIRONMENT, where, value, errors);
		} else {
			unknown(cf, where, env_name(cf->arena, variable), errors);
			good = false;
		}
	}
	return good;
}

/* One flag of the table at *at, which moves past it. */
static bool flag(struct config *cf, size_t i, struct str name, struct str value, int *at, int argc,
                 char **argv, struct out *errors)
{
	struct str where = str_printf(cf->arena, "--%.*s", STR_FMT(name));

	if (!value.p && cf->keys[i].type == CONFIG_SWITCH) {
		value = S("true");
	} else if (!value.p) {
		if (*at + 1 >= argc) {
			out_printf(errors, "%.*s: needs a value\n", STR_FMT(where));
			return false;
		}
		value = str_of(argv[++*at]);
	}
	return set(cf, i, FROM_COMMAND_LINE, where, value, errors);
}

bool config_args(struct config *cf, int *argc, char **argv, struct out *errors)
{
	bool good = true, open = true;
	int kept = 0;

	for (int at = 0; at < *argc; at++) {
		struct str value = str_of(argv[at]), name;
		size_t i;

		open &= !str_is(value, "--");
		if (open && str_starts(value, S("--"))) {
			value = str_sub(value, 2, value.n);
			name = str_cut(&value, '=');
			if (find(cf, name, &i)) {
				good &= flag(cf, i, name, value, &at, *argc, argv, errors);
				continue;
			}
		}
		argv[kept++] = argv[at];
	}
	*argc = kept;
	argv[kept] = NULL;
	return good;
}

static const struct setting *get(const struct config *cf, const char *name, enum config_type type)
{
	size_t i;

	if (!find(cf, str_of(name), &i) || cf->keys[i].type != type) {
		fprintf(stderr, "no setting '%s' of that type\n", name);
		abort();
	}
	return &cf->settings[i];
}

struct str config_text(const struct config *cf, const char *name)
{
	return get(cf, name, CONFIG_TEXT)->text;
}

int64_t config_number(const struct config *cf, const char *name)
{
	return get(cf, name, CONFIG_NUMBER)->number;
}

bool config_switch(const struct config *cf, const char *name)
{
	return get(cf, name, CONFIG_SWITCH)->number != 0;
}

void config_dump(const struct config *cf, struct out *o)
{
	for (size_t i = 0; i < cf->n; i++) {
		const struct setting *s = &cf->settings[i];

		if (!s->text.p) {
			out_printf(o, "# %s is not given\n", cf->keys[i].name);
			continue;
		}
		out_printf(o, "%s = %.*s  # %.*s\n", cf->keys[i].name,
		           STR_FMT(cf->keys[i].secret && s->text.n ? S("********") : s->text),
		           STR_FMT(s->where));
	}
}

void config_help(const struct config *cf, struct out *o)
{
	for (size_t i = 0; i < cf->n; i++) {
		const struct config_key *k = &cf->keys[i];

		out_printf(o, "  --%-24s %s", k->name, k->help);
		if (k->fallback && !k->secret)
			out_printf(o, " (%s)", k->fallback);
		out_c(o, '\n');
	}
}

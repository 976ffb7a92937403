/* The schema: migrations/NNNN_name.sql, read in order, with type tokens for each engine. */
#include <dirent.h>
#include <sodium.h>
#include <sqlite3.h>

#include "base/file.h"
#include "sqlc.h"

enum { MOST_MIGRATIONS = 1000, LARGEST_FILE = 1 << 20 };

static const struct token {
	const char *name, *sqlite, *pg;
} tokens[] = {
	{"i64", "INTEGER", "BIGINT"},
	{"text", "TEXT", "TEXT"},
	{"blob", "BLOB", "BYTEA"},
	{"strict", "STRICT", ""},
	{"keyed", "STRICT, WITHOUT ROWID", ""},
};

/* One token at the front of `rest`, which begins with '{'. */
static bool take_token(const struct migration *m, int line, bool pg, struct str *rest,
                       struct out *o)
{
	struct str name;

	str_cut(rest, '{');
	name = str_cut(rest, '}');
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		if (str_is(name, tokens[i].name)) {
			out_put(o, str_of(pg ? tokens[i].pg : tokens[i].sqlite));
			return true;
		}
	}
	return complain(m->path, line, "unknown token {%.*s}", STR_FMT(str_sub(name, 0, 20)));
}

/* Braces inside comments and quotes are no tokens. */
bool migration_text(struct arena *a, const struct migration *m, bool pg, struct str *ret_sql)
{
	struct str rest = m->text;
	bool good = true, comment = false, quoted = false;
	struct out o;
	int line = 1;

	out_init(&o, 4 * LARGEST_FILE);
	while (good && rest.n) {
		char ch = rest.p[0];

		if (ch == '{' && !comment && !quoted) {
			good = take_token(m, line, pg, &rest, &o);
			continue;
		}
		if (ch == '\n') {
			line++;
			comment = false;
		} else if (ch == '\'' && !comment) {
			quoted = !quoted;
		} else if (!quoted && rest.n > 1 && ch == '-' && rest.p[1] == '-') {
			comment = true;
		}
		out_c(&o, ch);
		rest = str_sub(rest, 1, rest.n);
	}
	*ret_sql = str_dup(a, out_str(&o));
	out_free(&o);
	return good && (!o.broken || complain(m->path, 1, "too long"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_migration(const struct dirent *d)
{
	return str_ends(str_of(d->d_name), S(".sql"));
}

static bool read_one(struct arena *a, const char *dir, const char *file, struct migration *m)
{
	struct str name = str_of(file), number = str_sub(name, 0, 4);

	m->path = str_c(a, str_printf(a, "%s/%s", dir, file));
	m->name = str_dup(a, str_sub(name, 0, name.n - 4));
	if (name.n < 10 || name.p[4] != '_' || !str_i64(number, &m->number))
		return complain(m->path, 1, "a migration is named NNNN_name.sql");
	if (!file_read(a, m->path, LARGEST_FILE, &m->text))
		return complain(m->path, 1, "cannot be read");
	return true;
}

bool migrations_read(struct arena *a, const char *dir, struct migration **ret_v, size_t *ret_n)
{
	struct migration *v = NEW_N(a, MOST_MIGRATIONS, struct migration);
	struct dirent **names = NULL;
	int n = scandir(dir, &names, is_migration, by_name);
	bool good = v && n >= 0 && n <= MOST_MIGRATIONS;

	if (!good)
		complain(dir, 1, "cannot be read");
	for (int i = 0; i < n; i++) {
		good = good && read_one(a, dir, names[i]->d_name, &v[i]);
		if (good && i > 0 && v[i].number == v[i - 1].number)
			good = complain(v[i].path, 1, "its number is taken by %.*s",
			                STR_FMT(v[i - 1].name));
		free(names[i]);
	}
	free(names);
	*ret_v = v;
	*ret_n = n < 0 ? 0 : (size_t)n;
	return good;
}

/* Past blanks and comments, counting lines: where a statement really begins. */
static const char *skip_blank(const char *p, int *line)
{
	for (;; p++) {
		if (p[0] == '-' && p[1] == '-')
			p += strcspn(p, "\n");
		if (*p == '\n')
			(*line)++;
		else if (*p != ' ' && *p != '\t')
			return p;
	}
}

/* Statement by statement, so that the complaint names the line. */
static bool apply_one(sqlite3 *db, const struct migration *m, const char *sql)
{
	int line = 1;

	for (const char *at = skip_blank(sql, &line); *at; at = skip_blank(at, &line)) {
		sqlite3_stmt *q = NULL;
		const char *next = at;
		bool good = sqlite3_prepare_v2(db, at, -1, &q, &next) == SQLITE_OK &&
		            (!q || sqlite3_step(q) == SQLITE_DONE);

		if (!good)
			complain(m->path, line, "%s", sqlite3_errmsg(db));
		sqlite3_finalize(q);
		if (!good)
			return false;
		for (; at < next; at++)
			line += *at == '\n';
	}
	return true;
}

bool migrations_apply(struct arena *a, const struct migration *v, size_t n, struct sqlite3 **ret_db)
{
	sqlite3 *db = NULL;
	bool good = sqlite3_open(":memory:", &db) == SQLITE_OK &&
	            sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL) == SQLITE_OK;

	for (size_t i = 0; good && i < n; i++) {
		struct str sql;

		good = migration_text(a, &v[i], false, &sql) && apply_one(db, &v[i], str_c(a, sql));
	}
	if (!good) {
		sqlite3_close(db);
		return false;
	}
	*ret_db = db;
	return true;
}

bool emit_migrations(struct arena *a, const struct migration *v, size_t n, struct out *o)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[sizeof hash * 2 + 1];

	if (sodium_init() < 0)
		return false;
	out_put(o, S("/* Made by sqlc from migrations/; the SQL is the place to change. */\n"
	             "#include \"store/migrate.h\"\n\nconst struct migration migrations[] = {\n"));
	for (size_t i = 0; i < n; i++) {
		struct str sqlite, pg;

		if (!migration_text(a, &v[i], false, &sqlite) ||
		    !migration_text(a, &v[i], true, &pg))
			return false;
		crypto_hash_sha256(hash, (const unsigned char *)v[i].text.p, v[i].text.n);
		sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
		out_printf(o, "\t{%lld, \"%.*s\", \"%s\", {\n\t\t", (long long)v[i].number,
		           STR_FMT(v[i].name), hex);
		emit_literal(o, sqlite, "\t\t");
		out_put(o, S(",\n\t\t"));
		emit_literal(o, pg, "\t\t");
		out_put(o, S("}},\n"));
	}
	out_printf(o, "};\nconst size_t n_migrations = %zu;\n", n);
	return !o->broken;
}

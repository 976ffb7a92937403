/* Every statement is prepared against the migrated schema: what is wrong does not compile. */
#include <sqlite3.h>

#include "sqlc.h"

static bool check_params(const struct source *s, const struct statement *st, sqlite3_stmt *q)
{
	bool used[MOST_FIELDS] = {false};
	int n = sqlite3_bind_parameter_count(q);

	for (int i = 1; i <= n; i++) {
		const char *name = sqlite3_bind_parameter_name(q, i);
		int64_t at = 0;

		if (!name || name[0] != '$' || !str_i64(str_of(name + 1), &at) || at < 1)
			return complain(s->path, st->line, "%.*s: write parameters as $1, $2, …",
			                STR_FMT(st->name));
		if ((size_t)at > st->n_params)
			return complain(s->path, st->line, "%.*s: %s has no name in the head",
			                STR_FMT(st->name), name);
		used[at - 1] = true;
	}
	for (size_t i = 0; i < st->n_params; i++)
		if (!used[i])
			return complain(s->path, st->line,
			                "%.*s: parameter %.*s ($%zu) is not used",
			                STR_FMT(st->name), STR_FMT(st->params[i].name), i + 1);
	return true;
}

static bool check_columns(const struct source *s, const struct statement *st, sqlite3_stmt *q)
{
	int n = sqlite3_column_count(q);

	if ((size_t)n != st->n_columns)
		return complain(s->path, st->line,
		                "%.*s: the statement gives %d columns, the head names %zu",
		                STR_FMT(st->name), n, st->n_columns);
	for (int i = 0; i < n; i++) {
		const struct field *f = &st->columns[i];
		const char *declared = sqlite3_column_decltype(q, i);

		if (declared && strcmp(declared, f->kind->sql_type) != 0)
			return complain(s->path, st->line, "%.*s: column %.*s is %s, not %.*s",
			                STR_FMT(st->name), STR_FMT(f->name), declared,
			                STR_FMT(f->type));
	}
	return true;
}

static bool check(const struct source *s, struct statement *st, sqlite3 *db)
{
	sqlite3_stmt *q = NULL;
	const char *tail = NULL;
	bool good;

	if (sqlite3_prepare_v2(db, st->sql.p, (int)st->sql.n, &q, &tail) != SQLITE_OK)
		return complain(s->path, st->line, "%.*s: %s", STR_FMT(st->name),
		                sqlite3_errmsg(db));
	if (!q || str_some(str_trim((struct str){tail, (size_t)(st->sql.p + st->sql.n - tail)})))
		good = complain(s->path, st->line, "%.*s: one statement is wanted",
		                STR_FMT(st->name));
	else
		good = check_params(s, st, q) && check_columns(s, st, q);
	st->writes = q && !sqlite3_stmt_readonly(q);
	sqlite3_finalize(q);
	return good;
}

bool source_check(struct source *s, struct sqlite3 *db)
{
	bool good = true;

	/* All of them, so that one build shows all that is wrong. */
	for (size_t i = 0; i < s->n; i++)
		good &= check(s, s->v[i], db);
	return good;
}

#include "store/migrate.h"

#include "store/engine.h"
#include "store/frame.sql.h"

static const struct migration *known(int64_t number)
{
	for (size_t i = 0; i < n_migrations; i++)
		if (migrations[i].number == number)
			return &migrations[i];
	return NULL;
}

static bool is_applied(const struct migrated *v, size_t n, int64_t number)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].number == number)
			return true;
	return false;
}

static enum err refuse(struct ctx *c, const char *code, const char *name)
{
	return fault_set(c, E_REFUSED, code, &(struct fault){.found = str_of(name)});
}

enum err migrate_known(struct ctx *c, const struct migrated *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct migration *m = known(v[i].number);

		if (!m)
			return refuse(c, "schema_newer",
			              str_c(c->arena, str_printf(c->arena, "%04lld",
			                                         (long long)v[i].number)));
		if (!str_is(v[i].hash, m->hash))
			return refuse(c, "schema_changed", m->name);
	}
	return OK;
}

enum err migrate_list(struct ctx *c, struct migrated **ret_v, size_t *ret_n)
{
	struct q_migration_list_row *row;
	struct migrated *v;
	size_t n;

	TRY(q_migration_list(c, &row, &n));
	v = NEW_N(c->arena, n + 1, struct migrated);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct migrated){row[i].number, row[i].hash};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err migrate(struct ctx *c, bool apply)
{
	struct migrated *v = NULL;
	size_t n = 0;
	bool has = false;

	TRY(c->tx->engine->has_table(c, c->tx->conn, "migration", &has));
	if (has)
		TRY(migrate_list(c, &v, &n));
	TRY(migrate_known(c, v, n));
	for (size_t i = 0; i < n_migrations; i++) {
		const struct migration *m = &migrations[i];

		if (is_applied(v, n, m->number))
			continue;
		if (!apply)
			return refuse(c, "schema_outdated", m->name);
		TRY(c->tx->engine->script(c, c->tx->conn, m->sql[store_engine(c->store)]));
		TRY(q_migration_insert(c, m->number, str_of(m->name), str_of(m->hash), c->now,
		                       NULL));
	}
	return OK;
}

enum err migrate_replay(struct ctx *c, const struct migrated *v, size_t n)
{
	TRY(migrate_known(c, v, n));
	for (size_t i = 0; i < n_migrations; i++)
		if (is_applied(v, n, migrations[i].number))
			TRY(c->tx->engine->script(c, c->tx->conn,
			                          migrations[i].sql[store_engine(c->store)]));
	return OK;
}

/* --- tables ------------------------------------------------------------------------------------
 */

struct tables {
	struct str *v;
	size_t n, room;
};

/* The word after `head`, when the line begins so. */
static bool names_table(struct str line, struct str head, struct str *ret_name)
{
	size_t n = head.n;

	if (!str_starts(line, head))
		return false;
	while (n < line.n && line.p[n] != ' ' && line.p[n] != '(' && line.p[n] != ';')
		n++;
	*ret_name = (struct str){line.p + head.n, n - head.n};
	return true;
}

static void drop_table(struct tables *t, struct str name)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!str_eq(t->v[i], name))
			t->v[kept++] = t->v[i];
	t->n = kept;
}

static enum err read_line(struct ctx *c, struct tables *t, struct str line)
{
	struct str name;
	size_t at;

	if (names_table(line, S("DROP TABLE "), &name))
		drop_table(t, name);
	if (str_starts(line, S("ALTER TABLE ")) && str_find(line, S(" RENAME TO "), &at))
		return fault_broken(c, "a copy cannot follow a table that was renamed");
	if (!names_table(line, S("CREATE TABLE "), &name))
		return OK;
	if (t->n == t->room)
		return fault_broken(c, "more tables than a copy can hold");
	t->v[t->n++] = name;
	return OK;
}

enum err migrate_tables(struct ctx *c, const struct migrated *v, size_t n, struct str **ret_v,
                        size_t *ret_n)
{
	enum { MOST_TABLES = 1000 };
	struct tables t = {NEW_N(c->arena, MOST_TABLES, struct str), 0, MOST_TABLES};

	if (!t.v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n_migrations; i++) {
		const char *p = migrations[i].sql[STORE_SQLITE];

		while (is_applied(v, n, migrations[i].number) && *p) {
			size_t length = strcspn(p, "\n");

			TRY(read_line(c, &t, (struct str){p, length}));
			p += length + (p[length] == '\n');
		}
	}
	*ret_v = t.v;
	*ret_n = t.n;
	return OK;
}

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

static bool is_applied(const struct q_migration_list_row *v, size_t n, int64_t number)
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

static enum err check_applied(struct ctx *c, const struct q_migration_list_row *v, size_t n)
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

enum err migrate(struct ctx *c, bool apply)
{
	struct q_migration_list_row *v = NULL;
	size_t n = 0;
	bool has = false;

	TRY(c->tx->engine->has_table(c, c->tx->conn, "migration", &has));
	if (has)
		TRY(q_migration_list(c, &v, &n));
	TRY(check_applied(c, v, n));
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

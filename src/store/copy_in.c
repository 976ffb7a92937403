#include <stdio.h>
#include <sys/stat.h>

#include "crypto/hash.h"
#include "crypto/keys.h"
#include "store/copy.h"
#include "store/place.h"

enum { ROW_CEILING = 64 << 20, MOST_NAMES = 10000 };

/* The file from its start to its hash. What it says is believed only within what is left of it. */
struct source {
	FILE *f;
	int64_t left;
	struct sha256 hash;
	struct arena *row;
	/* the table at hand */
	size_t columns;
	int64_t rows;
};

static enum err damaged(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "backup_damaged", NULL);
}

static bool get(struct source *s, void *p, size_t n)
{
	if ((uint64_t)s->left < n || fread(p, 1, n, s->f) != n)
		return false;
	s->left -= (int64_t)n;
	sha256_put(&s->hash, (struct str){p, n});
	return true;
}

static bool get_number(struct source *s, int64_t *ret_v)
{
	uint8_t b[8];
	uint64_t v = 0;

	if (!get(s, b, sizeof b))
		return false;
	for (int i = 0; i < 8; i++)
		v = v << 8 | b[i];
	*ret_v = (int64_t)v;
	return true;
}

static bool get_count(struct source *s, int64_t most, size_t *ret_n)
{
	int64_t n;

	if (!get_number(s, &n) || n < 0 || n > most)
		return false;
	*ret_n = (size_t)n;
	return true;
}

static bool get_text(struct source *s, struct arena *a, struct str *ret_text)
{
	size_t n;
	char *p;

	if (!get_count(s, s->left, &n))
		return false;
	p = arena_take(a, n + 1);
	if (!p || !get(s, p, n))
		return false;
	*ret_text = (struct str){p, n};
	return true;
}

static bool get_value(struct source *s, struct sql_value *ret_v)
{
	uint8_t kind;

	if (!get(s, &kind, 1) || kind > SQL_BLOB)
		return false;
	*ret_v = (struct sql_value){.kind = (enum sql_kind)kind};
	if (kind == SQL_NULL)
		return true;
	return kind == SQL_I64 ? get_number(s, &ret_v->i) : get_text(s, s->row, &ret_v->s);
}

/* --- before anything is touched ----------------------------------------------------------------
 */

static enum err open_source(struct ctx *c, const char *file, struct source *ret_s)
{
	struct source s = {.f = fopen(file, "rbe")};
	struct stat st;

	if (!s.f || fstat(fileno(s.f), &st) != 0) {
		enum err e = place_fail(c, file);

		if (s.f)
			fclose(s.f);
		return e;
	}
	s.left = st.st_size - SHA256_BYTES;
	sha256_init(&s.hash);
	*ret_s = s;
	return OK;
}

/* How it begins: as one of ours, as a database of SQLite, or as nothing we ever wrote. */
static enum err get_version(struct ctx *c, struct source *s, bool *ret_portable)
{
	char head[16] = {0};
	struct str magic = S(COPY_MAGIC COPY_VERSION "\n"), got = {head, magic.n};

	if (s->left < (int64_t)sizeof head || !get(s, head, magic.n))
		return damaged(c);
	*ret_portable = str_eq(got, magic);
	if (*ret_portable || str_eq(got, str_sub(S("SQLite format 3"), 0, magic.n)))
		return OK;
	if (!str_starts(got, S(COPY_MAGIC)))
		return damaged(c);
	return fault_set(
		c, E_REFUSED, "backup_version",
		&(struct fault){.found = str_sub(str_dup(c->arena, got), strlen(COPY_MAGIC), 1),
	                        .allowed = S(COPY_VERSION)});
}

/* What was read so far is what was written, and nothing comes after. */
static enum err hash_holds(struct ctx *c, struct source *s)
{
	uint8_t hash[SHA256_BYTES], want[SHA256_BYTES];

	sha256_end(&s->hash, hash);
	if (s->left != 0 || fread(want, 1, sizeof want, s->f) != sizeof want ||
	    fgetc(s->f) != EOF || memcmp(hash, want, sizeof hash) != 0)
		return damaged(c);
	return OK;
}

static enum err read_through(struct ctx *c, struct source *s)
{
	static const size_t PIECE = 1 << 16;
	struct arena_mark mark = arena_mark(c->arena);
	char *piece = arena_take(c->arena, PIECE);
	bool good = piece != NULL;

	while (good && s->left > 0)
		good = get(s, piece, s->left < (int64_t)PIECE ? (size_t)s->left : PIECE);
	arena_rewind(c->arena, mark);
	return good ? hash_holds(c, s) : damaged(c);
}

enum err copy_look(struct ctx *c, const char *file, bool *ret_portable)
{
	struct source s = {0};
	enum err e;

	TRY(open_source(c, file, &s));
	e = get_version(c, &s, ret_portable);
	if (e == OK && *ret_portable)
		e = read_through(c, &s);
	fclose(s.f);
	return e;
}

/* --- the rows ----------------------------------------------------------------------------------
 */

struct table_head {
	struct str name, *column;
	size_t columns;
	int64_t rows;
};

struct head {
	struct migrated *schema;
	struct table_head *table;
	size_t n_schema, n;
};

static bool get_table_head(struct ctx *c, struct source *s, struct table_head *t)
{
	if (!get_text(s, c->arena, &t->name) || !get_number(s, &t->rows) || t->rows < 0 ||
	    !get_count(s, COPY_COLUMNS, &t->columns))
		return false;
	t->column = NEW_N(c->arena, t->columns + 1, struct str);
	for (size_t i = 0; i < t->columns; i++)
		if (!t->column || !get_text(s, c->arena, &t->column[i]))
			return false;
	return true;
}

static bool get_head(struct ctx *c, struct source *s, struct head *h)
{
	if (!get_count(s, MOST_NAMES, &h->n_schema))
		return false;
	h->schema = NEW_N(c->arena, h->n_schema + 1, struct migrated);
	for (size_t i = 0; i < h->n_schema; i++)
		if (!h->schema || !get_number(s, &h->schema[i].number) ||
		    !get_text(s, c->arena, &h->schema[i].hash))
			return false;
	if (!get_count(s, MOST_NAMES, &h->n))
		return false;
	h->table = NEW_N(c->arena, h->n + 1, struct table_head);
	for (size_t i = 0; i < h->n; i++)
		if (!h->table || !get_table_head(c, s, &h->table[i]))
			return false;
	return true;
}

static enum err next_row(struct ctx *c, void *arg, struct sql_value *row, bool *ret_some)
{
	struct source *s = arg;

	*ret_some = s->rows > 0;
	if (!*ret_some)
		return OK;
	s->rows--;
	arena_reset(s->row);
	for (size_t i = 0; i < s->columns; i++)
		if (!get_value(s, &row[i]))
			return damaged(c);
	return OK;
}

/* The names in a copy are words of this program, or it is none of its copies. */
static enum err require_columns(struct ctx *c, const struct table_head *t)
{
	struct copy_column have[COPY_COLUMNS];
	size_t n;

	TRY(copy_columns(c, t->name, have, &n));
	for (size_t i = 0; n == t->columns && i < n; i++)
		if (!str_eq(have[i].name, t->column[i]))
			return damaged(c);
	return n == t->columns ? OK : damaged(c);
}

static enum err get_table(struct ctx *c, struct source *s, const struct table_head *t)
{
	struct load l = {
		.table = str_c(c->arena, t->name),
		.column = t->column,
		.n = t->columns,
		.next = next_row,
		.arg = s,
	};

	TRY(require_columns(c, t));
	s->columns = t->columns;
	s->rows = t->rows;
	return c->tx->engine->load(c, c->tx->conn, &l);
}

static enum err require_empty(struct ctx *c, const struct str *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool has = false;

		TRY(c->tx->engine->has_table(c, c->tx->conn, str_c(c->arena, table[i]), &has));
		if (has)
			return fault_set(c, E_REFUSED, "target_not_empty",
			                 &(struct fault){.found = table[i]});
	}
	return OK;
}

static enum err get_all(struct ctx *c, struct source *s)
{
	struct head h = {0};
	struct str *table;
	bool portable;
	size_t n;

	TRY(get_version(c, s, &portable));
	if (!portable || !get_head(c, s, &h))
		return damaged(c);
	TRY(migrate_known(c, h.schema, h.n_schema));
	TRY(migrate_tables(c, h.schema, h.n_schema, &table, &n));
	TRY(require_empty(c, table, n));
	TRY(migrate_replay(c, h.schema, h.n_schema));
	if (n != h.n)
		return damaged(c);
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(table[i], h.table[i].name))
			return damaged(c);
		TRY(get_table(c, s, &h.table[i]));
	}
	TRY(hash_holds(c, s));
	return migrate(c, true);
}

enum err copy_in(struct ctx *c, const char *file)
{
	struct source s = {0};
	enum err e;

	TRY(open_source(c, file, &s));
	s.row = arena_new(ROW_CEILING);
	e = s.row ? get_all(c, &s) : fault_broken(c, "out of memory");
	arena_free(&s.row);
	fclose(s.f);
	return e;
}

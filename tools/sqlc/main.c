/* sqlc: see sqlc.h and docs/sql.md. */
#include <sqlite3.h>
#include <stdarg.h>

#include "base/file.h"
#include "sqlc.h"

enum { LARGEST_OUTPUT = 16 << 20 };

bool complain(const char *path, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: error: ", path, line);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap); /* NOLINT(clang-analyzer-valist.Uninitialized) */
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

/* Tells ninja what the output stands on: every migration, and the directory itself for new ones. */
static bool write_depfile(const char *file, const char *target, const char *dir,
                          const struct migration *v, size_t n)
{
	struct out o;
	bool good;

	out_init(&o, LARGEST_OUTPUT);
	out_printf(&o, "%s: %s", target, dir);
	for (size_t i = 0; i < n; i++)
		out_printf(&o, " %s", v[i].path);
	out_c(&o, '\n');
	good = file_write(file, out_str(&o));
	out_free(&o);
	return good || complain(file, 1, "cannot be written");
}

static bool save(struct out *o, const char *path)
{
	bool good = !o->broken && file_write(path, out_str(o));

	out_free(o);
	return good || complain(path, 1, "cannot be written");
}

static bool statements(struct arena *a, const char *room, sqlite3 *db, const char *in,
                       const char *header, const char *code)
{
	struct source s = {.arena = a, .path = in, .room = str_of(room)};
	const char *slash = strrchr(in, '/');
	struct str text;
	struct out o;

	s.base = str_of(slash ? slash + 1 : in);
	if (!str_ends(s.base, S(".sql")))
		return complain(in, 1, "not a .sql file");
	s.base.n -= 4;
	if (!file_read(a, in, 1 << 20, &text) || !utf8_valid(text))
		return complain(in, 1, "cannot be read as UTF-8");
	if (!source_parse(&s, text) || !source_check(&s, db))
		return false;
	out_init(&o, LARGEST_OUTPUT);
	emit_header(&s, &o);
	if (!save(&o, header))
		return false;
	out_init(&o, LARGEST_OUTPUT);
	emit_code(&s, &o);
	return save(&o, code);
}

static int usage(void)
{
	fputs("usage: sqlc ROOM MIGRATIONS-DIR IN.sql OUT.sql.c OUT.sql.h DEPFILE\n"
	      "       sqlc --migrations MIGRATIONS-DIR OUT.c DEPFILE\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	bool embed = argc == 5 && strcmp(argv[1], "--migrations") == 0;
	struct arena *a = arena_new(256 << 20);
	struct migration *v;
	sqlite3 *db = NULL;
	size_t n;
	bool good;

	if (!a || (argc != 7 && !embed))
		return usage();
	good = migrations_read(a, argv[2], &v, &n) && migrations_apply(a, v, n, &db);
	if (good && embed) {
		struct out o;

		out_init(&o, LARGEST_OUTPUT);
		good = emit_migrations(a, v, n, &o) && save(&o, argv[3]) &&
		       write_depfile(argv[4], argv[3], argv[2], v, n);
	} else if (good) {
		good = statements(a, argv[1], db, argv[3], argv[5], argv[4]) &&
		       write_depfile(argv[6], argv[4], argv[2], v, n);
	}
	sqlite3_close(db);
	arena_free(&a);
	return good ? 0 : 1;
}

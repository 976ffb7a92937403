#include "access.h"

#include "docs/table.h"

enum { COL_METHOD, COL_PATH, COL_SEND, COL_ROLES };

static struct str whole(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_take(a, 1 << 18);
	size_t n;

	assert_non_null(f);
	assert_non_null(p);
	n = fread(p, 1, 1 << 18, f);
	fclose(f);
	assert_true(n < 1 << 18);
	return (struct str){p, n};
}

size_t access_read(struct ctx *c, struct arena *keep, struct access_line ret_v[ACCESS_MAX])
{
	TABLE_AUTO t = NULL;
	const struct table_row *r;
	size_t n = 0;

	assert_ok(table_open(c, whole(keep, STORY_DIR "/access.csv"), S("file"), NULL, &t));
	for (;;) {
		struct access_line *l = &ret_v[n];

		assert_ok(table_next(c, t, &r));
		if (!r)
			return n;
		if (r->number == 1)
			continue;
		assert_true(++n < ACCESS_MAX);
		l->number = r->number;
		l->method = str_dup(keep, table_cell(r, COL_METHOD).text);
		l->path = str_dup(keep, table_cell(r, COL_PATH).text);
		l->send = str_dup(keep, table_cell(r, COL_SEND).text);
		for (uint32_t i = 0, col = COL_ROLES; i < ROLES; i++)
			if (i != ROLE_SYSTEM)
				l->cell[i] = str_dup(keep, table_cell(r, col++).text);
	}
}

const char *method_name(enum method m)
{
	return m == M_GET ? "GET" : m == M_POST ? "POST" : m == M_PUT ? "PUT" : "DELETE";
}

/* "export.csv" of "export.{format}". */
static bool formed(struct str said, struct str is)
{
	static const char any[] = "{format}";
	struct str stem = is;

	if (!str_ends(is, str_of(any)))
		return false;
	stem.n -= strlen(any);
	return str_starts(said, stem) && (str_ends(said, S(".xlsx")) || str_ends(said, S(".csv")));
}

/* {own.pupil} of the table stands for {pupil} of the route. */
static bool same_path(struct str said, const char *path)
{
	struct str is = str_of(path);

	while (said.n && is.n) {
		struct str a = str_cut(&said, '/'), b = str_cut(&is, '/');

		if (str_starts(a, S("{own.")))
			a = str_sub(a, 5, a.n), b = str_sub(b, 1, b.n);
		if (!str_eq(a, b) && !formed(a, b))
			return false;
	}
	return said.n == 0 && is.n == 0;
}

const struct route *access_route(const struct access_line *l)
{
	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];

			if (same_path(l->path, r->path) &&
			    str_is(l->method, method_name(r->method)))
				return r;
		}
	return NULL;
}

const struct route *access_route_at(const char *method, struct str target)
{
	struct str path = str_cut(&target, '?');

	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];
			struct str said = path, is = str_of(r->path);
			bool same = strcmp(method, method_name(r->method)) == 0;

			while (same && said.n && is.n) {
				struct str a = str_cut(&said, '/'), b = str_cut(&is, '/');

				same = str_eq(a, b) || formed(a, b) ||
				       (str_starts(b, S("{")) && a.n);
			}
			if (same && said.n == 0 && is.n == 0)
				return r;
		}
	return NULL;
}

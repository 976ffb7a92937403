/* Finding the titles in a table that people made for people: a heading merged over all of it,
 * titles in one row or two, groups above titles, line breaks and stars inside them. */
#include "import/batch.h"

enum { TITLE_BYTES_MAX = 400 };

struct known {
	struct str plain;
	size_t column;
};
struct names {
	struct known *v;
	size_t n;
};

static enum err names_of(struct ctx *c, const struct import_kind *k, struct names *ret_names)
{
	struct names l = {0};
	size_t room = 0;

	for (size_t i = 0; i < k->column_n; i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct str s = text((enum lang)lang, k->column[i].title);

			room++;
			for (size_t j = 0; j < s.n; j++)
				room += s.p[j] == '|';
		}
	l.v = NEW_N(c->arena, room, struct known);
	if (!l.v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < k->column_n; i++)
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct str rest = text((enum lang)lang, k->column[i].title);

			while (rest.p != NULL)
				l.v[l.n++] = (struct known){
					import_plain(c->arena, str_cut(&rest, '|')), i};
		}
	*ret_names = l;
	return OK;
}

/* The first column of that name which no file column has yet: a title that stands twice means the
 * first guardian, then the second. */
static bool name_find(const struct names *l, const int32_t *to, struct str plain, size_t *ret_col)
{
	for (size_t i = 0; str_some(plain) && i < l->n; i++)
		if (to[l->v[i].column] < 0 && str_eq(l->v[i].plain, plain)) {
			*ret_col = l->v[i].column;
			return true;
		}
	return false;
}

static struct str cell_at(const struct head_row *r, size_t col)
{
	return r && col < r->n && r->cell[col].p ? r->cell[col] : S("");
}

/* What stands above, where merged cells leave blanks to their right. */
static struct str group_at(const struct head_row *above, size_t col)
{
	for (size_t i = col + 1; i-- > 0;)
		if (str_some(cell_at(above, i)))
			return cell_at(above, i);
	return S("");
}

/* A title as one line. */
static struct str line_of(struct ctx *c, struct str title)
{
	char *p = NEW_N(c->arena, title.n + 1, char);
	size_t n = 0;

	for (size_t i = 0; p && i < title.n; i++)
		if ((unsigned char)title.p[i] >= ' ')
			p[n++] = title.p[i];
	return p ? (struct str){p, n} : S("");
}

static enum err map_try(struct ctx *c, const struct names *l, const struct head_row *above,
                        const struct head_row *r, struct import_map *ret_m, size_t *ret_hits)
{
	struct import_map m = {.row = r->number};
	size_t hits = 0;

	m.width = above && above->n > r->n ? above->n : r->n;
	m.title = NEW_N(c->arena, m.width, struct str);
	if (!m.title)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < IMPORT_COLUMNS_MAX; i++)
		m.to[i] = -1;
	for (size_t i = 0; i < m.width; i++) {
		struct str own = cell_at(r, i), group = group_at(above, i), title = own;
		struct str plain = import_plain(c->arena, own);
		size_t col;
		bool found = false;

		if (own.n > TITLE_BYTES_MAX || group.n > TITLE_BYTES_MAX) {
			m.title[i] = line_of(c, str_some(own) ? own : group);
			continue;
		}
		if (str_some(own) && str_some(group)) { /* 监护人2 over 姓名 */
			title = str_printf(c->arena, "%.*s%.*s", STR_FMT(group), STR_FMT(own));
			found = name_find(l, m.to, import_plain(c->arena, title), &col);
		}
		if (!found) {
			title = own;
			found = name_find(l, m.to, plain, &col);
		}
		if (!found && !str_some(own)) { /* merged downwards */
			title = cell_at(above, i);
			found = name_find(l, m.to, import_plain(c->arena, title), &col);
		}
		m.title[i] = line_of(c, title);
		if (found) {
			m.to[col] = (int32_t)i;
			hits++;
		}
	}
	*ret_m = m;
	*ret_hits = hits;
	return OK;
}

static struct str missing(struct ctx *c, const struct import_kind *k, const struct import_map *m)
{
	struct str v[IMPORT_COLUMNS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < k->column_n; i++)
		if (k->column[i].required && m->to[i] < 0)
			v[n++] = import_first(c->lang, k->column[i].title);
	return str_join(c->arena, v, n, text(c->lang, T_import_comma));
}

enum err header_find(struct ctx *c, const struct import_kind *k, const struct head_row *v, size_t n,
                     struct import_map *ret_map)
{
	struct import_map best = {0}, m;
	size_t most = 0, hits;
	struct names l;
	struct str lack;

	TRY(names_of(c, k, &l));
	for (size_t i = 0; i < n && i < HEAD_ROWS; i++) {
		TRY(map_try(c, &l, i > 0 ? &v[i - 1] : NULL, &v[i], &m, &hits));
		if (hits > most) {
			most = hits;
			best = m;
		}
	}
	if (most < 2)
		return fault_input(c, "import_no_header", S("file"), STR_NONE, STR_NONE);
	lack = missing(c, k, &best);
	if (str_some(lack))
		return fault_input(c, "import_columns_missing", S("file"), lack, STR_NONE);
	*ret_map = best;
	return OK;
}

static bool is_reason(struct str title)
{
	return str_eq(title, text(LANG_ZH, T_docs_error_reason)) ||
	       str_eq(title, text(LANG_EN, T_docs_error_reason));
}

struct str header_unknown(struct ctx *c, const struct import_map *m, const struct import_kind *k)
{
	struct str *v = NEW_N(c->arena, m->width, struct str);
	size_t n = 0;

	for (size_t i = 0; v && i < m->width; i++) {
		bool used = !str_some(str_trim(m->title[i])) || is_reason(m->title[i]);

		for (size_t j = 0; j < k->column_n; j++)
			used = used || m->to[j] == (int32_t)i;
		if (!used)
			v[n++] = m->title[i];
	}
	return n > 0 ? str_join(c->arena, v, n, text(c->lang, T_import_comma)) : S("");
}

#include "audit/pack.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/pack.sql.h"
#include "audit/pack_in.h"
#include "docs/csv_write.h"
#include "docs/zip_write.h"
#include "people/reach.h"
#include "store/place.h"

enum { LIST_BYTES = 8 << 20 };

/* --- what is asked for ------------------------------------------------------------------------ */

static enum err nobody(struct ctx *c, const char *field, struct str code)
{
	return fault_set(c, E_ABSENT, "absent",
	                 &(struct fault){.field = str_of(field), .found = code});
}

enum err pack_scope_of(struct ctx *c, struct str county, struct str school, struct str term,
                       struct pack_scope *ret_s)
{
	struct pack_scope s = {.county_code = S(""), .school_code = S(""), .term_code = S("")};
	struct school row;
	struct county home;
	struct term t;
	bool found = true;

	if (str_some(county))
		TRY(county_find(c, county, &s.county, &found));
	if (!found)
		return nobody(c, "county", county);
	if (str_some(school)) {
		TRY(school_find(c, school, &row, &found));
		if (!found || (s.county.v && row.county.v != s.county.v))
			return nobody(c, "school", school);
		s.county = row.county;
		s.school = row.id;
		s.school_code = row.code;
	}
	if (str_some(term) && s.county.v == 0)
		return fault_input(c, "missing_field", S("county"), STR_NONE, STR_NONE);
	if (str_some(term)) {
		TRY(term_find(c, s.county, term, &t, &found));
		if (!found)
			return nobody(c, "term", term);
		s.term = t.id;
		s.term_code = t.code;
	}
	if (s.county.v) {
		TRY(county_get(c, s.county, &home));
		s.county_code = home.code;
	}
	*ret_s = s;
	return OK;
}

/* --- the folder beside the file --------------------------------------------------------------- */

static void parts_remove(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	if (!d)
		return;
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(d), entry->d_name, 0);
	}
	closedir(d);
	rmdir(dir);
}

static enum err parts_make(struct ctx *c, const char *dir)
{
	parts_remove(dir);
	return mkdir(dir, 0700) == 0 ? OK : place_fail(c, dir);
}

/* --- lists over all files --------------------------------------------------------------------- */

static enum err lists_put(struct ctx *c, struct packing *p)
{
	TRY(pack_file_whole(c, p, S("tables.csv"), out_str(&p->tables)));
	return pack_file_whole(c, p, S("columns.csv"), out_str(&p->columns));
}

/* In the form `sha256sum -c` reads. The list's own hash stands for all of it. */
static enum err sums_put(struct ctx *c, struct packing *p, struct str *ret_root)
{
	struct pack_file *sums;
	struct out o;
	enum err e;

	out_init(&o, LIST_BYTES);
	for (const struct pack_file *f = p->first; f; f = f->next)
		out_printf(&o, "%s  %s\n", f->hash, f->name);
	e = o.broken ? fault_broken(c, "audit pack: too many files")
	             : pack_file_whole(c, p, S("SHA256SUMS"), out_str(&o));
	out_free(&o);
	TRY(e);
	for (sums = p->first; sums->next; sums = sums->next)
		;
	*ret_root = str_of(sums->hash);
	return pack_file_whole(c, p, S("ROOT"),
	                       str_printf(c->arena, "%s  SHA256SUMS\n", sums->hash));
}

struct zipping {
	struct packing *p;
};

static bool zip_told(void *arg, int done)
{
	struct packing *p = ((struct zipping *)arg)->p;

	return p->progress && p->progress(p->arg, 900 + done / 10, S("zip"));
}

static enum err zip_put(struct ctx *c, struct packing *p, const char *to)
{
	struct zip_file *v = NEW_N(c->arena, p->files, struct zip_file);
	const char *made = str_c(c->arena, str_printf(c->arena, "%s/zip", p->dir));
	struct zipping z = {p};
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (const struct pack_file *f = p->first; f; f = f->next)
		v[n++] = (struct zip_file){f->name, f->path};
	TRY(zip_make(c, made, v, n, zip_told, &z));
	return rename(made, to) == 0 ? OK : place_fail(c, to);
}

/* --- all of it -------------------------------------------------------------------------------- */

struct making {
	struct packing *p;
	struct pack_made made;
};

static enum err pack_fill(struct ctx *c, struct packing *p)
{
	struct csv_writer w;

	csv_begin(&w, &p->tables);
	for (size_t i = 0; i < 5; i++) {
		static const char *const heads[] = {"table", "rows", "workbooks", "zh", "en"};

		csv_text(&w, str_of(heads[i]));
	}
	csv_row_end(&w);
	csv_begin(&w, &p->columns);
	for (size_t i = 0; i < 5; i++) {
		static const char *const heads[] = {"table", "column", "type", "zh", "en"};

		csv_text(&w, str_of(heads[i]));
	}
	csv_row_end(&w);
	for (size_t i = 0; i < pack_table_count(); i++)
		TRY(pack_table(c, p, pack_table_at(i)));
	TRY(pack_papers(c, p));
	return lists_put(c, p);
}

static enum err make(struct ctx *c, const char *part, void *arg)
{
	struct making *m = arg;
	struct packing *p = m->p;

	TRY(pack_fill(c, p));
	TRY(sums_put(c, p, &m->made.root));
	TRY(zip_put(c, p, part));
	m->made.tables = p->n_tables;
	m->made.rows = p->rows;
	m->made.files = (int64_t)p->files;
	return OK;
}

enum err pack_make(struct ctx *c, const struct pack_scope *s, const char *file,
                   pack_progress *progress, void *arg, struct pack_made *ret_m)
{
	struct packing *p = NEW(c->arena, struct packing);
	struct making m = {.p = p};
	struct instant now = c->now, as_of = {0};
	enum err e;

	if (!p)
		return fault_broken(c, "arena");
	*p = (struct packing){.scope = s, .progress = progress, .arg = arg};
	p->last = &p->first;
	p->dir = str_c(c->arena, str_printf(c->arena, "%s.parts", file));
	TRY(q_pack_as_of(c, &as_of));
	TRY(parts_make(c, p->dir));
	out_init(&p->tables, LIST_BYTES);
	out_init(&p->columns, LIST_BYTES);
	/* Workbooks say when they were made: equal states make equal files. */
	c->now.us = as_of.us == INT64_MIN ? 0 : as_of.us;
	e = place_file(c, file, make, &m);
	c->now = now;
	out_free(&p->tables);
	out_free(&p->columns);
	parts_remove(p->dir);
	if (e == OK)
		*ret_m = m.made;
	return e;
}

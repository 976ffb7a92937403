/* The book: which sheet, in which part, by which calendar. */
#include "docs/xlsx_in.h"

#define RELS_MAX 4096u

struct rel {
	struct str id, target;
};

struct book {
	struct table *t;
	struct rel *rels; /* worksheets only */
	uint32_t n;
	bool found;
};

/* ---- xl/_rels/workbook.xml.rels ---- */

static void rels_start(void *self, struct xml *x, const char *name, const char **attrs)
{
	struct book *b = self;
	struct str type = str_of(xml_attr(attrs, "Type"));
	const char *id = xml_attr(attrs, "Id"), *target = xml_attr(attrs, "Target");

	if (!xml_is(name, "Relationship") || id == NULL || target == NULL ||
	    !str_ends(type, S("/worksheet")))
		return;
	if (b->n >= RELS_MAX) {
		xml_stop(x, "table_too_complex", 0, RELS_MAX);
		return;
	}
	b->rels[b->n++] = (struct rel){
		.id = str_dup(b->t->keep, str_of(id)),
		.target = str_dup(b->t->keep, str_of(target)),
	};
}

static void ignore_end(void *self, struct xml *x, const char *name)
{
	(void)self;
	(void)x;
	(void)name;
}

/* ---- xl/workbook.xml ---- */

/* Targets are relative to xl/ or begin with a slash. They only name entries of the container. */
static const char *part_name(struct arena *a, struct str target)
{
	if (str_starts(target, S("/")))
		return str_c(a, str_sub(target, 1, target.n));
	return str_c(a, str_printf(a, "xl/%.*s", STR_FMT(target)));
}

static bool is_wanted(const struct book *b, struct str name, struct str state)
{
	if (str_some(b->t->lim.sheet))
		return str_eq(b->t->lim.sheet, name);
	return !str_is(state, "hidden") && !str_is(state, "veryHidden");
}

static void take_sheet(struct book *b, const char **attrs)
{
	struct str id = str_of(xml_attr(attrs, "id")), name = str_of(xml_attr(attrs, "name"));

	if (b->found || !is_wanted(b, name, str_of(xml_attr(attrs, "state"))))
		return;
	for (uint32_t i = 0; i < b->n; i++) {
		if (!str_eq(b->rels[i].id, id))
			continue;
		b->found = true;
		b->t->xlsx->sheet_name = str_dup(b->t->keep, name);
		b->t->xlsx->sheet_part = part_name(b->t->keep, b->rels[i].target);
		return;
	}
}

static void book_start(void *self, struct xml *x, const char *name, const char **attrs)
{
	struct book *b = self;

	(void)x;
	if (xml_is(name, "sheet")) {
		take_sheet(b, attrs);
	} else if (xml_is(name, "workbookPr")) {
		struct str v = str_of(xml_attr(attrs, "date1904"));

		b->t->xlsx->from_1904 = str_is(v, "1") || str_is(v, "true");
	}
}

static bool read_part(struct book *b, const char *part,
                      void (*start)(void *, struct xml *, const char *, const char **))
{
	struct xml_handler h = {start, ignore_end, NULL};
	struct xml *x = xml_open(b->t->xlsx->pack, part, &h, b, &b->t->stop);
	bool ok = x != NULL && xml_run(x) == XML_OVER && b->t->stop.code == NULL;

	xml_close(&x);
	return ok;
}

static bool find_sheet(struct table *t)
{
	struct book b = {.t = t};

	b.rels = NEW_N(t->keep, RELS_MAX, struct rel);
	if (b.rels == NULL) {
		stop_set(&t->stop, STOP_MEMORY, 0, 0);
		return false;
	}
	if (!read_part(&b, "xl/_rels/workbook.xml.rels", rels_start) ||
	    !read_part(&b, "xl/workbook.xml", book_start))
		return false;
	if (arena_exhausted(t->keep))
		stop_set(&t->stop, "table_too_complex", 0, 0);
	else if (!b.found)
		stop_set(&t->stop, "table_no_sheet", 0, 0);
	else if (!pack_has(t->xlsx->pack, t->xlsx->sheet_part))
		stop_set(&t->stop, "table_damaged", 0, 0);
	return t->stop.code == NULL;
}

/* ---- the whole ---- */

bool xlsx_open(struct table *t)
{
	t->xlsx = NEW(t->keep, struct xlsx);
	if (t->xlsx == NULL) {
		stop_set(&t->stop, STOP_MEMORY, 0, 0);
		return false;
	}
	t->xlsx->pack = pack_open(t->bytes, &t->lim, &t->stop);
	if (t->xlsx->pack == NULL)
		return false;
	if (!pack_has(t->xlsx->pack, "xl/workbook.xml")) { /* a .docx, an .ods, a plain zip */
		stop_set(&t->stop, "table_not_a_table", 0, 0);
		return false;
	}
	return find_sheet(t) && styles_read(t) && strings_read(t) && sheet_check(t) &&
	       sheet_open(t);
}

bool xlsx_next(struct table *t, bool *ret_more)
{
	return sheet_next(t, ret_more);
}

void xlsx_close(struct table *t)
{
	if (t->xlsx == NULL)
		return;
	sheet_close(t);
	pack_close(&t->xlsx->pack);
	t->xlsx = NULL;
}

struct str xlsx_sheet_name(const struct table *t)
{
	return t->xlsx->sheet_name;
}

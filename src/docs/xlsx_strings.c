/* Shared strings and number formats of a workbook. */
#include "docs/xlsx_in.h"

/* ---- xl/sharedStrings.xml ---- */

struct strings {
	struct table *t;
	struct out text;
	bool in_item, in_text;
	uint32_t phonetic; /* depth of <rPh>: how to read a word aloud, not part of it */
};

static void strings_start(void *self, struct xml *x, const char *name, const char **attrs)
{
	struct strings *s = self;

	(void)x;
	(void)attrs;
	if (xml_is(name, "si")) {
		s->in_item = true;
		out_reset(&s->text);
	} else if (xml_is(name, "rPh")) {
		s->phonetic++;
	} else if (xml_is(name, "t")) {
		s->in_text = s->in_item && s->phonetic == 0;
	}
}

static void keep_string(struct strings *s, struct xml *x)
{
	struct xlsx *w = s->t->xlsx;
	uint32_t page = w->n_strings / STRING_PAGE;

	if (s->text.broken) {
		xml_stop(x, "table_cell_too_long", 0, s->t->lim.cell_bytes);
		return;
	}
	if (w->n_strings < s->t->lim.strings) {
		if (w->strings[page] == NULL)
			w->strings[page] = NEW_N(s->t->keep, STRING_PAGE, struct str);
		if (w->strings[page] != NULL) {
			struct str text = str_dup(s->t->keep, text_finish(&s->text));

			w->strings[page][w->n_strings++ % STRING_PAGE] = text;
		}
	} else {
		xml_stop(x, "table_too_many_strings", 0, s->t->lim.strings);
	}
	if (arena_exhausted(s->t->keep))
		xml_stop(x, "table_too_many_strings", 0, s->t->lim.strings);
}

static void strings_end(void *self, struct xml *x, const char *name)
{
	struct strings *s = self;

	if (xml_is(name, "t")) {
		s->in_text = false;
	} else if (xml_is(name, "rPh") && s->phonetic > 0) {
		s->phonetic--;
	} else if (xml_is(name, "si") && s->in_item) {
		s->in_item = false;
		keep_string(s, x);
	}
}

static void strings_text(void *self, struct xml *x, struct str text)
{
	struct strings *s = self;

	(void)x;
	if (s->in_text)
		text_add(&s->text, text);
}

static bool read_part(struct table *t, const char *part, const struct xml_handler *h, void *self)
{
	struct xml *x = xml_open(t->xlsx->pack, part, h, self, &t->stop);
	bool ok = x != NULL && xml_run(x) == XML_OVER && t->stop.code == NULL;

	xml_close(&x);
	return ok;
}

bool strings_read(struct table *t)
{
	static const struct xml_handler handler = {strings_start, strings_end, strings_text};
	struct strings s = {.t = t};
	bool ok;

	if (!pack_has(t->xlsx->pack, "xl/sharedStrings.xml"))
		return true;
	out_init(&s.text, t->lim.cell_bytes);
	ok = read_part(t, "xl/sharedStrings.xml", &handler, &s);
	out_free(&s.text);
	return ok;
}

bool strings_get(const struct xlsx *x, uint32_t i, struct str *ret_s)
{
	if (i >= x->n_strings)
		return false;
	*ret_s = x->strings[i / STRING_PAGE][i % STRING_PAGE];
	return true;
}

/* ---- xl/styles.xml ---- */

#define CUSTOM_MAX 2048u

struct styles {
	struct table *t;
	bool in_cells;           /* inside <cellXfs> */
	uint32_t id[CUSTOM_MAX]; /* custom formats that show a date or a time */
	uint8_t kind[CUSTOM_MAX];
	uint32_t n;
};

static void custom_format(struct styles *s, const char **attrs)
{
	const char *code = xml_attr(attrs, "formatCode");
	enum format_kind kind = code != NULL ? format_of(code) : FORMAT_PLAIN;
	uint32_t id;

	if (kind == FORMAT_PLAIN || s->n >= CUSTOM_MAX ||
	    !xml_u32(xml_attr(attrs, "numFmtId"), &id))
		return;
	s->id[s->n] = id;
	s->kind[s->n++] = (uint8_t)kind;
}

static enum format_kind format_by_id(const struct styles *s, uint32_t id)
{
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->id[i] == id)
			return (enum format_kind)s->kind[i];
	}
	return format_builtin(id);
}

static void styles_start(void *self, struct xml *x, const char *name, const char **attrs)
{
	struct styles *s = self;
	struct xlsx *w = s->t->xlsx;
	uint32_t id = 0;

	if (xml_is(name, "cellXfs")) {
		s->in_cells = true;
	} else if (xml_is(name, "numFmt")) {
		custom_format(s, attrs);
	} else if (xml_is(name, "xf") && s->in_cells) {
		if (w->n_styles >= STYLES_MAX) {
			xml_stop(x, "table_too_complex", 0, STYLES_MAX);
			return;
		}
		xml_u32(xml_attr(attrs, "numFmtId"), &id);
		w->styles[w->n_styles++] = (uint8_t)format_by_id(s, id);
	}
}

static void styles_end(void *self, struct xml *x, const char *name)
{
	struct styles *s = self;

	(void)x;
	if (xml_is(name, "cellXfs"))
		s->in_cells = false;
}

bool styles_read(struct table *t)
{
	static const struct xml_handler handler = {styles_start, styles_end, NULL};
	struct styles *s;

	if (!pack_has(t->xlsx->pack, "xl/styles.xml"))
		return true;
	t->xlsx->styles = NEW_N(t->keep, STYLES_MAX, uint8_t);
	s = NEW(t->keep, struct styles);
	if (s == NULL || t->xlsx->styles == NULL) {
		stop_set(&t->stop, STOP_MEMORY, 0, 0);
		return false;
	}
	s->t = t;
	return read_part(t, "xl/styles.xml", &handler, s);
}

#include "docs/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define A4_W   595.0
#define A4_H   842.0
#define EDGE   50.0
#define COLUMN (A4_W - 2 * EDGE)
#define BOTTOM (A4_H - 70.0)
#define FONT   "Noto Sans CJK SC"
#define CORNER 110.0

struct paper {
	const struct pdf_spec *s;
	cairo_t *cr;
	double y;
	int page, pages;
	bool counting; /* the first pass only counts pages */
};

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int n)
{
	struct out *o = closure;

	out_put(o, (struct str){(const char *)data, n});
	return o->broken ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* How high the text is in this width; drawn unless counting. */
static double put(struct paper *p, double x, double width, double size, PangoAlignment how,
                  struct str text)
{
	PangoLayout *l = pango_cairo_create_layout(p->cr);
	PangoFontDescription *font = pango_font_description_from_string(FONT);
	int height = 0;

	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_layout_set_font_description(l, font);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(l, how);
	pango_layout_set_text(l, text.p ? text.p : "", (int)text.n);
	pango_layout_get_size(l, NULL, &height);
	if (!p->counting) {
		cairo_move_to(p->cr, x, p->y);
		pango_cairo_show_layout(p->cr, l);
	}
	pango_font_description_free(font);
	g_object_unref(l);
	return (double)height / PANGO_SCALE;
}

static void rule(struct paper *p, double y)
{
	if (p->counting)
		return;
	cairo_set_line_width(p->cr, 0.6);
	cairo_move_to(p->cr, EDGE, y);
	cairo_line_to(p->cr, A4_W - EDGE, y);
	cairo_stroke(p->cr);
}

static void stamp(struct paper *p)
{
	double y = p->y;

	if (p->s->stamp.n == 0 || p->counting)
		return;
	cairo_save(p->cr);
	cairo_set_source_rgba(p->cr, 0.8, 0, 0, 0.35);
	cairo_translate(p->cr, A4_W / 2, A4_H / 2);
	cairo_rotate(p->cr, -0.6);
	p->y = -40;
	put(p, -250, 500, 64, PANGO_ALIGN_CENTER, p->s->stamp);
	cairo_restore(p->cr);
	p->y = y;
}

static void page_end(struct paper *p)
{
	char number[32];

	p->page++;
	if (p->counting)
		return;
	stamp(p);
	snprintf(number, sizeof number, "%d / %d", p->page, p->pages);
	p->y = A4_H - 45;
	put(p, EDGE, COLUMN, 9, PANGO_ALIGN_CENTER, str_of(number));
	cairo_show_page(p->cr);
}

static void room_for(struct paper *p, double height)
{
	if (p->y + height <= BOTTOM)
		return;
	page_end(p);
	p->y = EDGE;
}

static void pair(struct paper *p, double size, struct str left, struct str right)
{
	double a, b;

	room_for(p, size * 2);
	a = put(p, EDGE, COLUMN - CORNER, size, PANGO_ALIGN_LEFT, left);
	b = put(p, EDGE, COLUMN, size, PANGO_ALIGN_RIGHT, right);
	p->y += (a > b ? a : b) + 4;
}

static void facts(struct paper *p)
{
	for (size_t i = 0; i < p->s->facts; i++) {
		double a, b;

		room_for(p, 24);
		a = put(p, EDGE, CORNER, 11, PANGO_ALIGN_LEFT, p->s->fact[i].label);
		b = put(p, EDGE + CORNER, COLUMN - CORNER, 11, PANGO_ALIGN_LEFT,
		        p->s->fact[i].value);
		p->y += (a > b ? a : b) + 3;
	}
}

static void seal(struct paper *p)
{
	if (p->s->seal.n == 0)
		return;
	room_for(p, 120);
	p->y += 50;
	p->y += put(p, EDGE, COLUMN, 11, PANGO_ALIGN_RIGHT, p->s->seal) + 40;
}

static void body(struct paper *p)
{
	const struct pdf_spec *s = p->s;

	p->y = EDGE;
	p->page = 0;
	p->y += put(p, EDGE, COLUMN, 20, PANGO_ALIGN_CENTER, s->title) + 4;
	p->y += put(p, EDGE, COLUMN, 11, PANGO_ALIGN_CENTER, s->subtitle) + 14;
	facts(p);
	p->y += 10;
	rule(p, p->y - 4);
	pair(p, 11, s->head_what, s->head_amount);
	rule(p, p->y - 2);
	for (size_t i = 0; i < s->rows; i++)
		pair(p, 11, s->row[i].what, s->row[i].amount);
	rule(p, p->y - 2);
	pair(p, 13, s->total_label, s->total);
	p->y += put(p, EDGE, COLUMN, 12, PANGO_ALIGN_LEFT, s->capital) + 6;
	seal(p);
	for (size_t i = 0; i < s->notes; i++) {
		room_for(p, 30);
		p->y += put(p, EDGE, COLUMN, 9, PANGO_ALIGN_LEFT, s->note[i]) + 2;
	}
	page_end(p);
}

/* Without this cairo writes the time of day into the file. */
static void dated(const struct pdf_spec *s, struct arena *a, cairo_surface_t *surface)
{
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
	                               str_c(a, instant_text(a, s->made)));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(a, s->title));
}

enum err pdf_make(struct ctx *c, const struct pdf_spec *s, struct out *o)
{
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take, o, A4_W, A4_H);
	struct paper p = {.s = s, .cr = cairo_create(surface), .counting = true};
	cairo_status_t status;

	dated(s, c->arena, surface);
	body(&p);
	p.pages = p.page;
	p.counting = false;
	body(&p);
	cairo_destroy(p.cr);
	cairo_surface_finish(surface);
	status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	return status == CAIRO_STATUS_SUCCESS && !o->broken ? OK : fault_broken(c, "pdf");
}

/* One template from source to C. */
#include "tpl.h"

static bool embedded(struct tpl *t, const struct tpl_record *r, struct out *h)
{
	for (const struct tpl_field *f = r->first; f != NULL; f = f->next) {
		const struct tpl_view *v = t->views;

		if (f->type == TPL_ROWS && !embedded(t, f->rows, h))
			return false;
		if (f->type != TPL_VIEW)
			continue;
		while (v != NULL && !str_eq(v->name, f->view))
			v = v->next;
		if (v == NULL)
			return tpl_fail(t, 0, "no view '%.*s' in the directories of parts",
			                STR_FMT(f->view));
		out_printf(h, "#include \"%.*s\"\n", STR_FMT(v->header));
	}
	return true;
}

static bool pieces(struct tpl *t)
{
	while (t->at < t->src.n) {
		bool ok =
			str_is(str_sub(t->src, t->at, 2), "{{") ? tpl_braces(t) : tpl_html_step(t);

		if (!ok)
			return false;
	}
	if (t->block != NULL)
		return tpl_fail(t, t->block->at, "{{%s}} is not ended",
		                t->block->each ? "each" : "if");
	if (t->h.where == AT_VALUE || t->h.where == AT_TAG)
		return tpl_fail(t, t->h.top->at, "the tag <%.*s> is not complete",
		                STR_FMT(t->h.top->name));
	if (t->h.top != NULL)
		return tpl_fail(t, t->h.top->at, "<%.*s> is not closed", STR_FMT(t->h.top->name));
	tpl_flush(t);
	return true;
}

bool tpl_compile(struct tpl *t, struct str header, struct out *c, struct out *h)
{
	struct str name;
	bool ok;

	t->c = c;
	if (!utf8_valid(t->src))
		return tpl_fail(t, 0, "the file is not valid UTF-8");
	if (!tpl_view_parse(t))
		return false;
	name = t->self->name;
	out_printf(h, "/* Made from %s by tplc. */\n#pragma once\n#include \"web/page.h\"\n",
	           t->file);
	if (!embedded(t, t->self->top, h))
		return false;
	tpl_view_struct(t->self->top, h);
	out_printf(h, "void render_%.*s(struct page *p, const struct view_%.*s *v);\n",
	           STR_FMT(name), STR_FMT(name));
	out_printf(
		c,
		"#include \"%.*s\"\n\nvoid render_%.*s(struct page *p, const struct view_%.*s *v)\n"
		"{\n\t(void)p;\n\t(void)v;\n",
		STR_FMT(header), STR_FMT(name), STR_FMT(name));
	out_init(&t->lit, 4u << 20);
	ok = pieces(t);
	out_free(&t->lit);
	out_put(c, S("}\n"));
	return ok && !c->broken && !h->broken;
}

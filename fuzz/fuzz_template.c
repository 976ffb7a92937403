/* The template compiler: whatever it reads it refuses with a place, or compiles to code in which no
 * value is written unescaped. */
#include "../tools/tpl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(16 << 20);
	struct tpl_field label = {.type = TPL_STR, .name = S("label")};
	struct tpl_record top = {.c_name = S("part"), .first = &label};
	struct tpl_view part = {.name = S("part"), .header = S("part.html.h"), .top = &top};
	struct tpl t = {
		.a = a, .file = "x.html", .src = {(const char *)data, size}, .views = &part};
	struct out code, header;

	if (a == NULL)
		return 0;
	out_init(&code, 8 << 20);
	out_init(&header, 1 << 20);
	if (tpl_compile(&t, S("x.html.h"), &code, &header)) {
		size_t at;

		/* a tab of the template itself is written as \011 */
		require(!t.failed && t.h.top == NULL && t.block == NULL);
		require(!str_find(out_str(&code), S("\tout_put(p->o, v"), &at));
		require(!str_find(out_str(&code), S("\tout_put(p->o, e"), &at));
	} else if (t.failed) {
		size_t line, col;

		tpl_position(&t, &line, &col);
		require(t.why.n > 0 && line > 0 && col > 0 && t.failed_at <= size);
	}
	out_free(&code);
	out_free(&header);
	arena_free(&a);
	return 0;
}

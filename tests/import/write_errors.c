/* Writes the workbook of the fixture's bad rows to the path it is given, for another program to
 * judge. */
#include "world.h"

#include "base/file.h"

static const char *path;

static void write_errors(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_make(c, kit_world(state));
	struct import_checked x = home_send(c, &h, &import_pupils, fixture(c, "roster-2000.xlsx"));
	struct batch b = home_batch(c, x.id);
	struct out o;

	out_init(&o, 8 << 20);
	assert_ok(store_read_begin(c));
	assert_ok(book_errors(c, &b, &o));
	store_read_end(c);
	assert_true(file_write(path, out_str(&o)));
	out_free(&o);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {KIT_FACT(write_errors)};

	path = argc > 1 ? argv[1] : "/dev/null";
	unsetenv("KEHOU_TEST_PG");
	return KIT_FACTS_RUN("import", facts);
}

#include "kit.h"

#include "kit_store.h"
#include "second.h"

#include <stdlib.h>
#include <unistd.h>

#include "audit/pack.h"

int64_t second_program_agrees(struct ctx *c, const struct kit_people *k)
{
	struct pack_scope all = {.county_code = S(""), .school_code = S(""), .term_code = S("")};
	char dir[] = "/tmp/kehou-second-XXXXXX";
	struct pack_made made;
	const char *file, *call;

	assert_non_null(mkdtemp(dir));
	file = str_c(c->arena, str_printf(c->arena, "%s/pack.zip", dir));
	/* In a build that watches memory: what it holds until its end is no leak. */
	call = str_c(c->arena,
	             str_printf(c->arena,
	                        "ASAN_OPTIONS=detect_leaks=0 " KEHOU_AUDIT " %s > %s.told", file,
	                        file));
	c->actor = k->system;
	assert_ok(store_read_begin(c));
	assert_ok(pack_make(c, &all, file, NULL, NULL, &made));
	store_read_end(c);
	if (system(call) != 0)
		fail_msg("%s.told says what disagrees", file);
	unlink(file);
	unlink(str_c(c->arena, str_printf(c->arena, "%s.told", file)));
	rmdir(dir);
	return made.rows;
}

#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

static void the_world_stands(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db db;
	struct kit_people w;

	kit_db_open(c, STORE_SQLITE, &db);
	kit_people_make(c, &w);
	kit_db_close(c, &db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {KIT_TEST(the_world_stands)};

	return KIT_RUN(tests);
}

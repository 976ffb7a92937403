/* JSON of strangers into a table. What is refused names a reason, what is taken is within bounds.
 */
#include "web/serve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

struct row {
	int64_t pupil;
	struct str mark;
};
struct all {
	struct str title;
	int64_t n, id;
	struct money price;
	struct date day;
	struct clock_time at;
	bool open;
	struct in_ids pupils;
	struct in_rows rows;
};
static const struct in_field row_fields[] = {
	{.name = "p", .type = IN_ID, .required = true, .offset = offsetof(struct row, pupil)},
	{.name = "m", .type = IN_STR, .offset = offsetof(struct row, mark)},
};
static const struct input row = {"Row", sizeof(struct row), row_fields, 2, 0};
static const struct in_field fields[] = {
	{.name = "t", .type = IN_STR, .max = 9, .offset = offsetof(struct all, title)},
	{.name = "n", .type = IN_I64, .min = -9, .max = 9, .offset = offsetof(struct all, n)},
	{.name = "i", .type = IN_ID, .offset = offsetof(struct all, id)},
	{.name = "y", .type = IN_MONEY, .offset = offsetof(struct all, price)},
	{.name = "d", .type = IN_DATE, .offset = offsetof(struct all, day)},
	{.name = "a", .type = IN_TIME, .offset = offsetof(struct all, at)},
	{.name = "o", .type = IN_BOOL, .offset = offsetof(struct all, open)},
	{.name = "l", .type = IN_ID_LIST, .max = 8, .offset = offsetof(struct all, pupils)},
	{.name = "r",
         .type = IN_ROWS,
         .max = 8,
         .rows = &row,
         .offset = offsetof(struct all, rows)},
};
static const struct input all = {"All", sizeof(struct all), fields, 9, 0};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_new(32 << 20), .env = env_system()};
	const void *v = NULL;
	enum err e;

	if (c.arena == NULL)
		return 0;
	e = input_of_json(&c, &all, (struct str){(const char *)data, size}, &v);
	require((e == OK) == (v != NULL));
	require(e == OK || c.fault.code != NULL);
	if (e == OK) {
		const struct all *x = v;

		require(x->title.p == NULL || (utf8_valid(x->title) && utf8_len(x->title) <= 9));
		require(x->n >= -9 && x->n <= 9 && x->id >= 0);
		require(x->price.fen >= 0 && x->price.fen <= MONEY_MAX_FEN);
		require(x->pupils.n <= 8 && x->rows.n <= 8);
		for (size_t i = 0; i < x->pupils.n; i++)
			require(x->pupils.v[i] > 0);
	}
	arena_free(&c.arena);
	return 0;
}

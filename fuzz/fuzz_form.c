/* Forms, urlencoded and multipart, and a table filled from them. What was read must be text, and
 * what is written again in the same form must be read as the same. */
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
	struct in_file file;
};
static const struct in_field row_fields[] = {
	{.name = "p", .type = IN_ID, .required = true, .offset = offsetof(struct row, pupil)},
	{.name = "m", .type = IN_STR, .offset = offsetof(struct row, mark)},
};
static const struct input row = {"Row", sizeof(struct row), row_fields, 2, 0};
static const struct in_field fields[] = {
	{.name = "t", .type = IN_STR, .offset = offsetof(struct all, title)},
	{.name = "n", .type = IN_I64, .min = -9, .offset = offsetof(struct all, n)},
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
	{.name = "f", .type = IN_FILE, .offset = offsetof(struct all, file)},
};
static const struct input all = {"All", sizeof(struct all), fields, 10, 0};

static void fill(struct ctx *c, struct pairs *p)
{
	struct in_errors errors;
	const void *v = NULL;
	enum err e = input_of_pairs(c, &all, p, true, &errors, &v);

	require((e == OK) == (v != NULL));
	require(e == OK || e == E_BROKEN || errors.n > 0);
	if (e == OK) {
		const struct all *x = v;

		require(x->title.p == NULL || utf8_valid(x->title));
		require(x->n >= -9 && x->price.fen >= 0 && x->id >= 0);
		require(x->pupils.n <= 8 && x->rows.n <= 8);
	}
}

static void again(struct ctx *c, const struct pairs *p)
{
	struct pairs q = {0};
	struct out o;

	out_init(&o, 1 << 22);
	for (size_t i = 0; i < p->n; i++) {
		struct str parts[2] = {p->v[i].name, p->v[i].value};

		for (size_t k = 0; k < 2; k++) {
			for (size_t b = 0; b < parts[k].n; b++)
				out_printf(&o, "%%%02X", (unsigned)(unsigned char)parts[k].p[b]);
			out_c(&o, k == 0 ? '=' : '&');
		}
	}
	require(form_urlencoded(c, out_str(&o), &q) == OK && q.n == p->n);
	for (size_t i = 0; i < p->n; i++)
		require(str_eq(p->v[i].name, q.v[i].name) && str_eq(p->v[i].value, q.v[i].value));
	out_free(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx c = {.arena = arena_new(32 << 20), .env = env_system()};
	struct str s = {(const char *)data, size};
	struct pairs p = {0};

	if (c.arena == NULL)
		return 0;
	if (form_urlencoded(&c, s, &p) == OK) {
		for (size_t i = 0; i < p.n; i++)
			require(utf8_valid(p.v[i].name) && utf8_valid(p.v[i].value));
		again(&c, &p);
		fill(&c, &p);
	}
	c.fault = (struct fault){0};
	if (form_multipart(&c, S("multipart/form-data; boundary=b"), s, &p) == OK) {
		for (size_t i = 0; i < p.n; i++)
			require(utf8_valid(p.v[i].name) &&
			        (p.v[i].file || utf8_valid(p.v[i].value)));
		fill(&c, &p);
	}
	arena_free(&c.arena);
	return 0;
}

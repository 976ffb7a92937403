#include "table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- texts as numbers ------------------------------------------------------------------------- */

static struct {
	char **text;
	size_t n, room;
	uint32_t *slot; /* number + 1 */
	size_t slots;
} pool;

static uint64_t mix(uint64_t v)
{
	v ^= v >> 33;
	v *= UINT64_C(0xff51afd7ed558ccd);
	v ^= v >> 33;
	v *= UINT64_C(0xc4ceb9fe1a85ec53);
	return v ^ v >> 33;
}

static uint64_t text_hash(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return mix(h);
}

static void pool_widen(void)
{
	size_t slots = pool.slots ? pool.slots * 2 : 1024;

	free(pool.slot);
	pool.slot = take(slots, sizeof *pool.slot);
	pool.slots = slots;
	for (size_t i = 0; i < pool.n; i++) {
		size_t k = text_hash(pool.text[i]) & (slots - 1);

		while (pool.slot[k])
			k = (k + 1) & (slots - 1);
		pool.slot[k] = (uint32_t)i + 1;
	}
}

int64_t word(const char *text)
{
	size_t k;

	if (pool.n == 0 && *text)
		word("");
	if (2 * (pool.n + 1) > pool.slots)
		pool_widen();
	for (k = text_hash(text) & (pool.slots - 1); pool.slot[k]; k = (k + 1) & (pool.slots - 1)) {
		if (strcmp(pool.text[pool.slot[k] - 1], text) == 0)
			return pool.slot[k] - 1;
	}
	if (pool.n == pool.room) {
		pool.room = pool.room ? pool.room * 2 : 256;
		pool.text = grow(pool.text, pool.room, sizeof *pool.text);
	}
	pool.text[pool.n] = strdup(text);
	if (!pool.text[pool.n])
		fail("%s", SAY("内存不足", "out of memory"));
	pool.slot[k] = (uint32_t)++pool.n;
	return (int64_t)pool.n - 1;
}

const char *word_text(int64_t number)
{
	return number >= 0 && (size_t)number < pool.n ? pool.text[number] : "";
}

/* --- values ----------------------------------------------------------------------------------- */

bool read_int(const char *s, int64_t *ret_v)
{
	bool minus = *s == '-';
	int64_t v = 0;

	s += minus;
	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, (int64_t)(*s - '0'), &v))
			return false;
	}
	if (*s || (!minus && __builtin_sub_overflow((int64_t)0, v, &v)))
		return false;
	*ret_v = v;
	return true;
}

static bool digits(const char *s, int n, int *ret_v)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*ret_v = v;
	return true;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar. */
static int64_t days_of(int y, int m, int d)
{
	int64_t year = m > 2 ? y : y - 1, era = year / 400, of = year - era * 400;
	int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return era * 146097 + of * 365 + of / 4 - of / 100 + day - 719468;
}

static bool day_at(const char *s, int64_t *ret_day)
{
	int y, m, d;

	if (!digits(s, 4, &y) || s[4] != '-' || !digits(s + 5, 2, &m) || s[7] != '-' ||
	    !digits(s + 8, 2, &d) || y < 1 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	*ret_day = days_of(y, m, d);
	return true;
}

bool read_day(const char *s, int64_t *ret_day)
{
	return strlen(s) == 10 && day_at(s, ret_day);
}

bool read_instant(const char *s, int64_t *ret_us)
{
	int h, m, sec, us;
	int64_t day;

	if (strlen(s) != 32 || !day_at(s, &day) || s[10] != 'T' || !digits(s + 11, 2, &h) ||
	    !digits(s + 14, 2, &m) || !digits(s + 17, 2, &sec) || s[19] != '.' ||
	    !digits(s + 20, 6, &us) || strcmp(s + 26, "+08:00") != 0)
		return false;
	*ret_us = ((day * 86400 + h * 3600 + m * 60 + sec) - 8 * 3600) * 1000000 + us;
	return true;
}

const char *day_text(int64_t day)
{
	static char ring[4][16];
	static unsigned turn;
	int64_t z = day + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int64_t d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
	char *s = ring[turn++ % 4];

	snprintf(s, sizeof ring[0], "%04d-%02d-%02d", (int)(yoe + era * 400 + (m <= 2)) % 10000,
	         (int)m, (int)d);
	return s;
}

static bool value(char type, const char *s, int64_t *ret_v)
{
	int h, m;

	if (type == 's') {
		*ret_v = word(s);
		return true;
	}
	if (!*s) {
		*ret_v = NONE;
		return true;
	}
	switch (type) {
	case 'i':
		return read_int(s, ret_v);
	case 'd':
		return read_day(s, ret_v);
	case 't':
		return read_instant(s, ret_v);
	case 'c':
		if (strlen(s) != 5 || !digits(s, 2, &h) || s[2] != ':' || !digits(s + 3, 2, &m))
			return false;
		*ret_v = h * 60 + m;
		return true;
	default:
		return false;
	}
}

/* --- tables ----------------------------------------------------------------------------------- */

struct wanted {
	char name[CSV_COLUMNS][40];
	char type[CSV_COLUMNS];
	bool maybe[CSV_COLUMNS];
	size_t at[CSV_COLUMNS], n;
};

static void wanted_read(struct wanted *w, const char *columns)
{
	int used;

	for (w->n = 0; w->n < CSV_COLUMNS &&
	               sscanf(columns, " %39[^: ]:%c%n", w->name[w->n], &w->type[w->n], &used) == 2;
	     columns += used) {
		w->maybe[w->n] = columns[used] == '?';
		used += w->maybe[w->n++];
	}
}

static void wanted_find(struct wanted *w, const struct csv *c)
{
	for (size_t i = 0; i < w->n; i++) {
		for (w->at[i] = 0; w->at[i] < c->fields; w->at[i]++) {
			if (strcmp(c->field[w->at[i]], w->name[i]) == 0)
				break;
		}
		if (w->at[i] == c->fields && !w->maybe[i])
			fail(SAY("%s: 缺少列 %s", "%s: the column %s is missing"), c->name,
			     w->name[i]);
	}
}

static void row_take(struct table *t, const struct wanted *w, const struct csv *c, size_t *room)
{
	if (t->rows == *room) {
		*room = *room ? *room * 2 : 256;
		t->v = grow(t->v, *room, w->n * sizeof *t->v);
	}
	for (size_t i = 0; i < w->n; i++) {
		const char *said = w->at[i] < c->fields ? c->field[w->at[i]] : "";

		if (!value(w->type[i], said, &t->v[t->rows * w->n + i]))
			fail(SAY("%s 第 %zu 行:%s 的值“%s”不对",
			         "%s, row %zu: %s cannot be \"%s\""),
			     c->name, c->line, w->name[i], said);
	}
	t->rows++;
}

struct table table_load(struct pack *p, const char *name, const char *columns, bool maybe)
{
	struct table t = {.name = name};
	struct wanted w;
	size_t room = 0;
	char file[96];
	struct csv c;

	wanted_read(&w, columns);
	t.cols = w.n;
	snprintf(file, sizeof file, "csv/%s.csv", name);
	if (maybe && !pack_has(p, file))
		return t;
	csv_open(&c, p, file);
	wanted_find(&w, &c);
	while (csv_next(&c))
		row_take(&t, &w, &c, &room);
	csv_close(&c);
	return t;
}

void table_free(struct table *t)
{
	free(t->v);
	*t = (struct table){0};
}

/* --- by value --------------------------------------------------------------------------------- */

struct index index_make(const struct table *t, size_t col)
{
	struct index x = {.t = t, .col = col, .mask = 15};

	while (x.mask < 2 * t->rows)
		x.mask = x.mask * 2 + 1;
	x.head = take(x.mask + 1, sizeof *x.head);
	x.next = take(t->rows + 1, sizeof *x.next);
	for (size_t i = t->rows; i-- > 0;) {
		size_t k = mix((uint64_t)at(t, i, col)) & x.mask;

		x.next[i] = x.head[k];
		x.head[k] = i + 1;
	}
	return x;
}

void index_free(struct index *x)
{
	free(x->head);
	free(x->next);
	*x = (struct index){0};
}

static size_t same(const struct index *x, size_t k, int64_t value)
{
	while (k && at(x->t, k - 1, x->col) != value)
		k = x->next[k - 1];
	return k ? k - 1 : SIZE_MAX;
}

size_t index_first(const struct index *x, int64_t value)
{
	return same(x, x->head[mix((uint64_t)value) & x->mask], value);
}

size_t index_next(const struct index *x, size_t row)
{
	return same(x, x->next[row], at(x->t, row, x->col));
}

/* --- sums ------------------------------------------------------------------------------------- */

static size_t sum_slot(const struct sums *s, int64_t a, int64_t b)
{
	size_t k = mix((uint64_t)a ^ mix((uint64_t)b)) & (s->room - 1);

	while (s->v[k].used && (s->v[k].key[0] != a || s->v[k].key[1] != b))
		k = (k + 1) & (s->room - 1);
	return k;
}

static void sums_widen(struct sums *s)
{
	struct sum *narrow = s->v;
	size_t room = s->room;

	s->room = room ? room * 2 : 64;
	s->v = take(s->room, sizeof *s->v);
	for (size_t i = 0; i < room; i++) {
		if (narrow[i].used)
			s->v[sum_slot(s, narrow[i].key[0], narrow[i].key[1])] = narrow[i];
	}
	free(narrow);
}

struct sum *sums_at(struct sums *s, int64_t a, int64_t b)
{
	size_t k;

	if (2 * (s->n + 1) > s->room)
		sums_widen(s);
	k = sum_slot(s, a, b);
	if (!s->v[k].used) {
		s->v[k] = (struct sum){.key = {a, b}, .used = true};
		s->n++;
	}
	return &s->v[k];
}

void sums_add(struct sums *s, int64_t a, int64_t b, int64_t fen)
{
	struct sum *v = sums_at(s, a, b);

	v->count++;
	if (!add_fen(&v->fen, fen == NONE ? 0 : fen))
		fail("%s", SAY("金额之和超出范围", "a sum of amounts does not fit"));
}

int64_t sums_get(const struct sums *s, int64_t a, int64_t b)
{
	return s->room ? s->v[sum_slot(s, a, b)].fen : 0;
}

int64_t sums_count(const struct sums *s, int64_t a, int64_t b)
{
	return s->room ? s->v[sum_slot(s, a, b)].count : 0;
}

void sums_free(struct sums *s)
{
	free(s->v);
	*s = (struct sums){0};
}

/* Read out of a portable copy, which holds every row of every table (src/store/copy.h). */
#include "../kit.h"

#include "live.h"

#include <unistd.h>

#include "base/file.h"
#include "store/copy.h"

enum { NUMBER = 8, FILE_MOST = 32 << 20 };

/* The question, its results, and what the frame writes of its own: jobs, the audit, the inbox. */
static const char *const may_change[] = {
	"simulation", "simulation_county", "simulation_school", "job",  "audit",
	"audit_head", "audit_day",         "message",           "idem", "audit_chain",
};

static bool is_live(struct str table)
{
	for (size_t i = 0; i < sizeof may_change / sizeof *may_change; i++)
		if (str_is(table, may_change[i]))
			return false;
	return true;
}

static struct str take(struct str *rest, size_t n)
{
	struct str s = str_sub(*rest, 0, n);

	assert_int_equal(s.n, n);
	*rest = str_sub(*rest, n, rest->n);
	return s;
}

static int64_t number(struct str *rest)
{
	struct str s = take(rest, NUMBER);
	uint64_t v = 0;

	for (size_t i = 0; i < NUMBER; i++)
		v = v << 8 | (uint8_t)s.p[i];
	return (int64_t)v;
}

static struct str text(struct str *rest)
{
	int64_t n = number(rest);

	return take(rest, (size_t)n);
}

static void value(struct str *rest)
{
	switch (*take(rest, 1).p) {
	case SQL_NULL:
		break;
	case SQL_I64:
		number(rest);
		break;
	default:
		text(rest);
	}
}

struct head {
	struct str table[LIVE_TABLES];
	int64_t rows[LIVE_TABLES], columns[LIVE_TABLES];
	size_t n;
};

static void head_read(struct str *rest, struct head *h)
{
	take(rest, strlen(COPY_MAGIC COPY_VERSION "\n"));
	for (int64_t i = number(rest); i > 0; i--) {
		number(rest);
		text(rest);
	}
	h->n = (size_t)number(rest);
	assert_true(h->n > 0 && h->n <= LIVE_TABLES);
	for (size_t i = 0; i < h->n; i++) {
		h->table[i] = text(rest);
		h->rows[i] = number(rest);
		h->columns[i] = number(rest);
		for (int64_t k = 0; k < h->columns[i]; k++)
			text(rest);
	}
}

void live_read(struct ctx *c, struct live *ret_l)
{
	char path[] = "/tmp/kehou-live-XXXXXX";
	int fd = mkstemp(path);
	struct head h;
	struct str rest;

	assert_true(fd >= 0);
	close(fd);
	unlink(path);
	assert_ok(store_backup(c, path, true));
	assert_true(file_read(c->arena, path, FILE_MOST, &rest));
	unlink(path);
	head_read(&rest, &h);
	ret_l->n = 0;
	for (size_t i = 0; i < h.n; i++) {
		struct str from = rest;

		for (int64_t k = 0; k < h.rows[i] * h.columns[i]; k++)
			value(&rest);
		if (!is_live(h.table[i]))
			continue;
		ret_l->table[ret_l->n] = h.table[i];
		sha256(str_sub(from, 0, from.n - rest.n), ret_l->hash[ret_l->n++]);
	}
	assert_int_equal(rest.n, SHA256_BYTES);
}

void live_same(const struct live *a, const struct live *b)
{
	assert_int_equal(a->n, b->n);
	assert_true(a->n > 40);
	for (size_t i = 0; i < a->n; i++) {
		assert_true(str_eq(a->table[i], b->table[i]));
		if (memcmp(a->hash[i], b->hash[i], SHA256_BYTES) != 0)
			fail_msg("%.*s was written", STR_FMT(a->table[i]));
	}
}

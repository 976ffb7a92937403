#include "docs/decode.h"

#include <errno.h>
#include <iconv.h>

#define BLOCK ((size_t)64 << 10)

struct decoder {
	const char *encoding;
	struct str all, left; /* after the byte-order mark */
	iconv_t cd;
	bool converts;
	char block[BLOCK];
};

static const iconv_t no_iconv = (iconv_t)-1;

/* The line on which `at` stands, from 1. */
static uint32_t line_of(struct str all, size_t at)
{
	uint32_t line = 1;

	for (size_t i = 0; i < at && i < all.n; i++)
		line += all.p[i] == '\n' ? 1 : 0;
	return line;
}

static size_t utf8_bad_at(struct str s)
{
	struct str rest = s;
	uint32_t cp;

	while (rest.n > 0) {
		struct str before = rest;

		if (!utf8_next(&rest, &cp))
			return s.n - before.n;
	}
	return s.n;
}

/* One block out of d->left; false on bytes that mean nothing. */
static bool convert(struct decoder *d, struct str *ret_block)
{
	char *in = (char *)(uintptr_t)d->left.p; /* iconv's prototype lacks the const */
	char *to = d->block;
	size_t n = d->left.n, room = sizeof(d->block);
	size_t rc = iconv(d->cd, &in, &n, &to, &room);
	bool ok = rc != (size_t)-1 || errno == E2BIG;

	d->left = (struct str){in, n};
	*ret_block = (struct str){d->block, sizeof(d->block) - room};
	return ok;
}

static void rewind_to_start(struct decoder *d)
{
	d->left = d->all;
	if (d->converts)
		iconv(d->cd, NULL, NULL, NULL, NULL);
}

static bool start_iconv(struct decoder *d, const char *encoding)
{
	d->cd = iconv_open("UTF-8", encoding);
	d->converts = d->cd != no_iconv;
	d->encoding = encoding;
	return d->converts;
}

/* Run through everything once, so that the reader meets no surprise on the way. */
static bool check_converted(struct decoder *d, struct stop *stop)
{
	struct str block;

	do {
		bool ok = convert(d, &block);

		if (memchr(block.p, '\0', block.n) != NULL) {
			stop_set(stop, "table_nul", 0, 0);
			return false;
		}
		if (!ok) {
			stop_set(stop, "table_encoding", line_of(d->all, d->all.n - d->left.n), 0);
			return false;
		}
	} while (d->left.n > 0);
	rewind_to_start(d);
	return true;
}

static bool check_bytes(struct decoder *d, bool marked, struct stop *stop)
{
	const char *nul = memchr(d->all.p, '\0', d->all.n);

	if (nul != NULL) {
		stop_set(stop, "table_nul", line_of(d->all, (size_t)(nul - d->all.p)), 0);
		return false;
	}
	if (utf8_valid(d->all)) {
		d->encoding = "UTF-8";
		return true;
	}
	if (marked) {
		stop_set(stop, "table_encoding", line_of(d->all, utf8_bad_at(d->all)), 0);
		return false;
	}
	if (!start_iconv(d, "GB18030")) {
		stop_set(stop, STOP_MEMORY, 0, 0);
		return false;
	}
	return check_converted(d, stop);
}

static bool recognise(struct decoder *d, struct stop *stop)
{
	static const struct {
		const char *mark;
		size_t n;
		const char *encoding;
	} marks[] = {{"\xff\xfe", 2, "UTF-16LE"}, {"\xfe\xff", 2, "UTF-16BE"}};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (d->all.n < marks[i].n || memcmp(d->all.p, marks[i].mark, marks[i].n) != 0)
			continue;
		d->all = d->left = str_sub(d->all, marks[i].n, d->all.n);
		if (!start_iconv(d, marks[i].encoding)) {
			stop_set(stop, STOP_MEMORY, 0, 0);
			return false;
		}
		return check_converted(d, stop);
	}
	if (str_starts(d->all, S("\xef\xbb\xbf"))) {
		d->all = d->left = str_sub(d->all, 3, d->all.n);
		return check_bytes(d, true, stop);
	}
	return check_bytes(d, false, stop);
}

struct decoder *decoder_new(struct str bytes, struct stop *stop)
{
	struct decoder *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		stop_set(stop, STOP_MEMORY, 0, 0);
		return NULL;
	}
	d->all = d->left = bytes;
	d->cd = no_iconv;
	if (!recognise(d, stop))
		decoder_free(&d);
	return d;
}

void decoder_free(struct decoder **d)
{
	if (*d == NULL)
		return;
	if ((*d)->converts)
		iconv_close((*d)->cd);
	free(*d);
	*d = NULL;
}

struct str decoder_next(struct decoder *d)
{
	struct str block = d->left;

	if (block.n == 0)
		return S("");
	if (d->converts) {
		convert(d, &block); /* cannot fail: decoder_new() has read all of it */
		return block;
	}
	d->left = S("");
	return block;
}

const char *decoder_encoding(const struct decoder *d)
{
	return d->encoding;
}

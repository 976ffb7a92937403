#include "audit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

bool in_english;

_Noreturn void fail(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("kehou-audit: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(EXIT_FAILED);
}

void *take(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p)
		fail("%s", SAY("内存不足", "out of memory"));
	return p;
}

void *grow(void *p, size_t n, size_t size)
{
	void *q = n <= SIZE_MAX / size ? realloc(p, n * size) : NULL;

	if (!q)
		fail("%s", SAY("内存不足", "out of memory"));
	return q;
}

const char *yuan(int64_t fen)
{
	static char ring[8][32];
	static unsigned at;
	char *s = ring[at++ % 8];
	uint64_t v = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;

	snprintf(s, sizeof ring[0], "%s%" PRIu64 ".%02" PRIu64, fen < 0 ? "-" : "", v / 100,
	         v % 100);
	return s;
}

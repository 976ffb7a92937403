#include "base/file.h"

#include <errno.h>

bool file_read(struct arena *a, const char *path, size_t ceiling, struct str *ret_text)
{
	FILE *f = fopen(path, "rbe");
	size_t n = 0, room = 4096;
	char *p = NULL;
	int why = 0;

	if (!f)
		return false;
	for (size_t got = 1; got && !why;) {
		char *bigger = realloc(p, room);

		if (!bigger) {
			why = ENOMEM;
			break;
		}
		p = bigger;
		got = fread(p + n, 1, room - n, f);
		n += got;
		if (n > ceiling)
			why = EFBIG;
		if (n == room)
			room *= 2;
		if (ferror(f))
			why = errno ? errno : EIO;
	}
	fclose(f);
	if (!why) {
		char *copy = arena_take(a, n + 1);

		if (copy) {
			memcpy(copy, p, n);
			*ret_text = (struct str){copy, n};
		} else {
			why = ENOMEM;
		}
	}
	free(p);
	errno = why;
	return why == 0;
}

bool file_write(const char *path, struct str text)
{
	FILE *f = fopen(path, "wbe");
	bool ok;
	int why;

	if (!f)
		return false;
	ok = fwrite(text.p, 1, text.n, f) == text.n;
	why = errno;
	if (fclose(f) != 0)
		return false;
	errno = why;
	return ok;
}

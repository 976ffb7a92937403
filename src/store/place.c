#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <unistd.h>

enum err place_fail(struct ctx *c, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	return fault_broken(c,
	                    str_c(c->arena, str_printf(c->arena, "%s: %s", path, strerror(errno))));
}

/* What was renamed is only there after a power cut when its directory was synced too. */
static enum err sync_directory(struct ctx *c, const char *file)
{
	char *copy = strdup(file);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	enum err e = fd >= 0 && fsync(fd) == 0 ? OK : place_fail(c, file);

	if (fd >= 0)
		close(fd);
	free(copy);
	return e;
}

/* Of a database also what stands beside it. */
static void remove_part(const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
	char name[4096];

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		if (snprintf(name, sizeof name, "%s%s", path, tails[i]) < (int)sizeof name)
			unlink(name);
	}
}

static enum err sync_file(struct ctx *c, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = fd >= 0 && fsync(fd) == 0 ? OK : place_fail(c, path);

	if (fd >= 0)
		close(fd);
	return e;
}

/* Sealed fields or not, a copy is its owner's alone. */
static enum err make_private(struct ctx *c, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return place_fail(c, path);
	close(fd);
	return OK;
}

enum err place_file(struct ctx *c, const char *to,
                    enum err (*make)(struct ctx *c, const char *part, void *arg), void *arg)
{
	const char *part = str_c(c->arena, str_printf(c->arena, "%s.part", to));
	struct stat there;
	enum err e;

	/* A rename would put a file where a device was, and its owner has lost /dev/null. */
	if (stat(to, &there) == 0 && !S_ISREG(there.st_mode))
		return fault_input(c, "not_a_file", S("file"), str_of(to), STR_NONE);
	remove_part(part);
	e = make_private(c, part);
	if (e == OK)
		e = make(c, part, arg);
	if (e == OK)
		e = sync_file(c, part);
	if (e == OK && rename(part, to) != 0)
		e = place_fail(c, to);
	remove_part(part);
	return e == OK ? sync_directory(c, to) : e;
}

/* A disk whose sync takes as long as an ordinary one's: loaded before libc (LD_PRELOAD, or linked),
 * it holds every fdatasync and fsync until BENCH_SLOW_SYNC_US microseconds have passed. Without
 * that variable nothing changes. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static int slowly(int fd, const char *name)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	const char *us = getenv("BENCH_SLOW_SYNC_US");
	long long least = us ? strtoll(us, NULL, 10) : 0, begun = now_us(), used;
	int rc = real(fd);

	used = now_us() - begun;
	if (used < least)
		usleep((useconds_t)(least - used));
	return rc;
}

int fdatasync(int fildes)
{
	return slowly(fildes, "fdatasync");
}

int fsync(int fd)
{
	return slowly(fd, "fsync");
}

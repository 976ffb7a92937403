#include "vfs_trace.h"

#include <pthread.h>
#include <sqlite3.h>

enum { SECTOR = 512 };

static struct {
	pthread_mutex_t lock;
	struct trace trace;
	bool on;
	int64_t space, syncs, refused;
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
} g = {.lock = PTHREAD_MUTEX_INITIALIZER, .space = -1, .syncs = -1};

struct tracked {
	sqlite3_file base; /* first: SQLite's view */
	int which;         /* TRACE_FILES: not looked at */
	sqlite3_file *real;
};

static void record(enum trace_kind kind, int file, int64_t at, const void *bytes, size_t n)
{
	struct trace *t = &g.trace;

	pthread_mutex_lock(&g.lock);
	if (g.on && file < TRACE_FILES) {
		if (t->n == t->room) {
			t->room = t->room ? t->room * 2 : 1024;
			t->v = realloc(t->v, t->room * sizeof *t->v);
			if (!t->v)
				abort();
		}
		t->v[t->n] = (struct trace_op){kind, file, at, n, NULL};
		if (n) {
			t->v[t->n].bytes = malloc(n);
			if (!t->v[t->n].bytes)
				abort();
			memcpy(t->v[t->n].bytes, bytes, n);
		}
		t->n++;
	}
	pthread_mutex_unlock(&g.lock);
}

/* --- the file's methods -------------------------------------------------------------------- */

static struct tracked *of(sqlite3_file *f)
{
	return (struct tracked *)f;
}

static sqlite3_file *real(sqlite3_file *f)
{
	return of(f)->real;
}

static int t_close(sqlite3_file *f)
{
	return real(f)->pMethods->xClose(real(f));
}

static int t_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return real(f)->pMethods->xRead(real(f), p, n, at);
}

/* Growing beyond what is left is what a full disk refuses; overwriting is not. */
static bool has_space(sqlite3_file *f, int n, sqlite3_int64 at)
{
	sqlite3_int64 size = 0, grow;
	bool enough = true;

	if (real(f)->pMethods->xFileSize(real(f), &size) != SQLITE_OK)
		return false;
	grow = at + n > size ? at + n - size : 0;
	pthread_mutex_lock(&g.lock);
	if (g.space >= 0 && grow > 0) {
		enough = grow <= g.space;
		if (enough)
			g.space -= grow;
	}
	pthread_mutex_unlock(&g.lock);
	return enough;
}

static int t_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	if (!has_space(f, n, at))
		return SQLITE_FULL;
	record(TRACE_WRITE, of(f)->which, at, p, (size_t)n);
	return real(f)->pMethods->xWrite(real(f), p, n, at);
}

static int t_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	record(TRACE_TRUNCATE, of(f)->which, size, NULL, 0);
	return real(f)->pMethods->xTruncate(real(f), size);
}

/* The real sync is left out: power is cut in the replay alone, and thousands of commits get fast.
 */
static int t_sync(sqlite3_file *f, int flags)
{
	bool refuse;

	pthread_mutex_lock(&g.lock);
	refuse = g.syncs == 0;
	if (refuse)
		g.refused++;
	else if (g.syncs > 0)
		g.syncs--;
	pthread_mutex_unlock(&g.lock);
	if (refuse)
		return SQLITE_IOERR_FSYNC;
	record(TRACE_SYNC, of(f)->which, 0, NULL, 0);
	return SQLITE_OK;
}

static int t_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return real(f)->pMethods->xFileSize(real(f), size);
}

static int t_lock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xLock(real(f), level);
}

static int t_unlock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xUnlock(real(f), level);
}

static int t_check(sqlite3_file *f, int *reserved)
{
	return real(f)->pMethods->xCheckReservedLock(real(f), reserved);
}

static int t_control(sqlite3_file *f, int op, void *arg)
{
	return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int t_sector(sqlite3_file *f)
{
	return real(f)->pMethods->xSectorSize(real(f));
}

/* What ext4 on a common disk promises is not counted on: no atomic sectors, no order. */
static int t_traits(sqlite3_file *f)
{
	return 0;
}

static int t_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **p)
{
	return real(f)->pMethods->xShmMap(real(f), page, size, extend, p);
}

static int t_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return real(f)->pMethods->xShmLock(real(f), at, n, flags);
}

static void t_shm_barrier(sqlite3_file *f)
{
	real(f)->pMethods->xShmBarrier(real(f));
}

static int t_shm_unmap(sqlite3_file *f, int remove)
{
	return real(f)->pMethods->xShmUnmap(real(f), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = t_close,
	.xRead = t_read,
	.xWrite = t_write,
	.xTruncate = t_truncate,
	.xSync = t_sync,
	.xFileSize = t_size,
	.xLock = t_lock,
	.xUnlock = t_unlock,
	.xCheckReservedLock = t_check,
	.xFileControl = t_control,
	.xSectorSize = t_sector,
	.xDeviceCharacteristics = t_traits,
	.xShmMap = t_shm_map,
	.xShmLock = t_shm_lock,
	.xShmBarrier = t_shm_barrier,
	.xShmUnmap = t_shm_unmap,
};

static int t_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
	struct tracked *t = of(f);
	int rc;

	t->real = (sqlite3_file *)(t + 1);
	t->which = TRACE_FILES;
	if (flags & SQLITE_OPEN_MAIN_DB)
		t->which = TRACE_DB;
	else if (flags & SQLITE_OPEN_WAL)
		t->which = TRACE_WAL;
	rc = g.real->xOpen(g.real, name, t->real, flags, ret_flags);
	t->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
	return rc;
}

/* --- the recording ------------------------------------------------------------------------- */

void trace_start(void)
{
	if (!g.real) {
		g.real = sqlite3_vfs_find(NULL);
		g.vfs = *g.real;
		g.vfs.zName = TRACE_VFS;
		g.vfs.szOsFile = (int)sizeof(struct tracked) + g.real->szOsFile;
		g.vfs.xOpen = t_open;
		g.vfs.pNext = NULL;
		sqlite3_vfs_register(&g.vfs, 0);
	}
	pthread_mutex_lock(&g.lock);
	g.on = true;
	g.space = -1;
	pthread_mutex_unlock(&g.lock);
}

void trace_ack(int64_t number)
{
	record(TRACE_ACK, 0, number, NULL, 0);
}

struct trace trace_stop(void)
{
	struct trace t;

	pthread_mutex_lock(&g.lock);
	g.on = false;
	t = g.trace;
	g.trace = (struct trace){0};
	pthread_mutex_unlock(&g.lock);
	return t;
}

void trace_free(struct trace *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i].bytes);
	free(t->v);
	*t = (struct trace){0};
}

void trace_syncs(int64_t n)
{
	pthread_mutex_lock(&g.lock);
	g.syncs = n;
	g.refused = 0;
	pthread_mutex_unlock(&g.lock);
}

int64_t trace_refused(void)
{
	int64_t n;

	pthread_mutex_lock(&g.lock);
	n = g.refused;
	pthread_mutex_unlock(&g.lock);
	return n;
}

void trace_space(int64_t bytes)
{
	pthread_mutex_lock(&g.lock);
	g.space = bytes;
	pthread_mutex_unlock(&g.lock);
}

/* --- the disk ------------------------------------------------------------------------------ */

struct image {
	unsigned char *bytes;
	size_t n, room;
};

static void resize(struct image *m, size_t n)
{
	if (n > m->room) {
		m->room = n * 2;
		m->bytes = realloc(m->bytes, m->room);
		if (!m->bytes)
			abort();
	}
	if (n > m->n)
		memset(m->bytes + m->n, 0, n - m->n);
	m->n = n;
}

static void put(struct image *m, size_t at, const unsigned char *bytes, size_t n)
{
	if (at + n > m->n)
		resize(m, at + n);
	memcpy(m->bytes + at, bytes, n);
}

static void apply(struct image *m, const struct trace_op *op)
{
	if (op->kind == TRACE_WRITE)
		put(m, (size_t)op->at, op->bytes, op->n);
	else if (op->kind == TRACE_TRUNCATE)
		resize(m, (size_t)op->at);
}

void disk_apply(struct disk *d, const struct trace *t, size_t i)
{
	const struct trace_op *op = &t->v[i];
	struct image m;

	if (op->kind == TRACE_ACK)
		return;
	if (op->kind != TRACE_SYNC) {
		if (d->file[op->file].n_pending == d->file[op->file].pending_room) {
			d->file[op->file].pending_room = d->file[op->file].pending_room * 2 + 64;
			d->file[op->file].pending =
				realloc(d->file[op->file].pending,
			                d->file[op->file].pending_room * sizeof(size_t));
			if (!d->file[op->file].pending)
				abort();
		}
		d->file[op->file].pending[d->file[op->file].n_pending++] = i;
		return;
	}
	m = (struct image){d->file[op->file].bytes, d->file[op->file].n, d->file[op->file].room};
	for (size_t k = 0; k < d->file[op->file].n_pending; k++)
		apply(&m, &t->v[d->file[op->file].pending[k]]);
	d->file[op->file].bytes = m.bytes;
	d->file[op->file].n = m.n;
	d->file[op->file].room = m.room;
	d->file[op->file].n_pending = 0;
}

void disk_free(struct disk *d)
{
	for (int f = 0; f < TRACE_FILES; f++) {
		free(d->file[f].bytes);
		free(d->file[f].pending);
	}
	*d = (struct disk){0};
}

/* SplitMix64. */
static uint64_t draw(uint64_t *seed)
{
	uint64_t z = (*seed += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static void apply_torn(struct image *m, const struct trace_op *op, uint64_t *seed)
{
	for (size_t at = 0; at < op->n;) {
		size_t n = SECTOR - ((size_t)op->at + at) % SECTOR;

		if (n > op->n - at)
			n = op->n - at;
		if (draw(seed) & 1)
			put(m, (size_t)op->at + at, op->bytes + at, n);
		at += n;
	}
}

static bool save(const struct image *m, const char *dir, const char *name)
{
	char path[256];
	FILE *f;
	bool good;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "wb");
	if (!f)
		return false;
	good = m->n == 0 || fwrite(m->bytes, 1, m->n, f) == m->n;
	return fclose(f) == 0 && good;
}

bool disk_cut(const struct disk *d, const struct trace *t, enum cut cut, uint64_t *seed,
              const char *dir)
{
	static const char *const names[] = {"db", "db-wal"};
	bool good = true;

	for (int f = 0; f < TRACE_FILES; f++) {
		struct image m = {0};

		resize(&m, d->file[f].n);
		if (d->file[f].n)
			memcpy(m.bytes, d->file[f].bytes, d->file[f].n);
		for (size_t k = 0; cut != CUT_ALL && k < d->file[f].n_pending; k++) {
			const struct trace_op *op = &t->v[d->file[f].pending[k]];

			if (cut == CUT_TORN && op->kind == TRACE_WRITE)
				apply_torn(&m, op, seed);
			else if (draw(seed) & 1)
				apply(&m, op);
		}
		good = save(&m, dir, names[f]) && good;
		free(m.bytes);
	}
	return good;
}

/* A SQLite VFS that writes down what reaches the disk and in which order, so that the states a
 * power cut could leave behind can be rebuilt (F2); and that can run out of space (F6). Everything
 * really goes to the default VFS as well. */
#ifndef TESTS_FAULT_VFS_TRACE_H
#define TESTS_FAULT_VFS_TRACE_H

#include "base/ctx.h"

#define TRACE_VFS "kehou-trace"

enum trace_kind { TRACE_WRITE, TRACE_TRUNCATE, TRACE_SYNC, TRACE_ACK };
enum { TRACE_DB, TRACE_WAL, TRACE_FILES };

struct trace_op {
	enum trace_kind kind;
	int file;   /* TRACE_DB or TRACE_WAL */
	int64_t at; /* offset, new size, or the number that was acknowledged */
	size_t n;
	unsigned char *bytes;
};

struct trace {
	struct trace_op *v;
	size_t n, room;
};

/* Registers the VFS; recording begins. */
void trace_start(void);
/* A caller was told that `number` is safe. */
void trace_ack(int64_t number);
/* Recording ends; the trace is the caller's, trace_free() ends it. */
struct trace trace_stop(void);
void trace_free(struct trace *t);

/* From now on files may grow by so many bytes in all, then the disk is full; negative: no limit. */
void trace_space(int64_t bytes);
/* After so many more syncs the disk refuses them; negative: never. How often it has refused. */
void trace_syncs(int64_t n);
int64_t trace_refused(void);

/* What is surely on the disk, and what was written since and may or may not be. */
struct disk {
	struct {
		unsigned char *bytes;
		size_t n, room;
		size_t *pending; /* indexes into the trace */
		size_t n_pending, pending_room;
	} file[TRACE_FILES];
};
void disk_apply(struct disk *d, const struct trace *t, size_t i);
void disk_free(struct disk *d);

enum cut {
	CUT_ALL,    /* nothing since the last sync arrived */
	CUT_SUBSET, /* some of the writes did, in any selection */
	CUT_TORN,   /* some 512-byte sectors of them did */
};
/* Writes the state a power cut now could leave to DIR/db and DIR/db-wal. */
bool disk_cut(const struct disk *d, const struct trace *t, enum cut cut, uint64_t *seed,
              const char *dir);

#endif

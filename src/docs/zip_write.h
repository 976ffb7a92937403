/* A zip container made of files on disk, in little memory. The same files under the same names make
 * the same bytes: no clock, no zone and no owner goes in. */
#ifndef DOCS_ZIP_WRITE_H
#define DOCS_ZIP_WRITE_H

#include "base/ctx.h"

struct zip_file {
	const char *name; /* in the container, with '/' between folders */
	const char *path; /* where its bytes are */
};

/* Asked now and then while the container is written: `done` of 1000 parts; true ends it. */
typedef bool zip_progress(void *arg, int done);

/* Makes (or replaces) the file `to`; libzip writes beside it and renames, so `to` is there whole or
 * not at all. `progress` may be NULL. E_BROKEN when it cannot be made, `storage_full` when the disk
 * is full, E_REFUSED `work_stopped` when progress said so. */
enum err zip_make(struct ctx *c, const char *to, const struct zip_file *v, size_t n,
                  zip_progress *progress, void *arg);

#endif

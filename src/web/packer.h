/* gzip for what is made anew for everybody. A packer holds a table that is dear to make and of no
 * use to anybody while a page waits to be sent: a few are kept for all connections. */
#ifndef WEB_PACKER_H
#define WEB_PACKER_H

#include "base/out.h"

#include <pthread.h>

enum { PACKERS_KEPT = 4 };
struct packer {
	struct libdeflate_compressor *engine;
	struct out room;
};
struct packers {
	pthread_mutex_t lock;
	struct packer kept[PACKERS_KEPT];
	size_t n;
};

void packers_init(struct packers *p);
void packers_free(struct packers *p);
/* *o becomes the bytes of a gzip file (RFC 1952). False: they would not be fewer, or there is no
 * memory; the answer goes as it is. For any thread. */
bool packers_gzip(struct packers *p, struct str from, struct out *o);

#endif

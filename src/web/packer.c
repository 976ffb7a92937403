#include "web/packer.h"

#include <libdeflate.h>

/* The fastest: a page loses a fifteenth to the middle level, which takes twice as long. */
enum { LEVEL = 1, ROOM_MAX = 64 << 20, ROOM_KEPT = 256 << 10 };

void packers_init(struct packers *p)
{
	*p = (struct packers){.n = 0};
	pthread_mutex_init(&p->lock, NULL);
}

static void end(struct packer *one)
{
	libdeflate_free_compressor(one->engine);
	out_free(&one->room);
}

void packers_free(struct packers *p)
{
	while (p->n > 0)
		end(&p->kept[--p->n]);
	pthread_mutex_destroy(&p->lock);
}

static struct packer take(struct packers *p)
{
	struct packer one = {NULL};

	pthread_mutex_lock(&p->lock);
	if (p->n > 0)
		one = p->kept[--p->n];
	pthread_mutex_unlock(&p->lock);
	if (!one.engine) {
		one.engine = libdeflate_alloc_compressor(LEVEL);
		out_init(&one.room, ROOM_MAX);
	}
	return one;
}

static void give(struct packers *p, struct packer *one)
{
	pthread_mutex_lock(&p->lock);
	if (p->n < PACKERS_KEPT && one->room.room <= ROOM_KEPT) {
		p->kept[p->n++] = *one;
		*one = (struct packer){NULL};
	}
	pthread_mutex_unlock(&p->lock);
	end(one);
}

bool packers_gzip(struct packers *p, struct str from, struct out *o)
{
	struct packer one = take(p);
	bool smaller = false;

	out_reset(o);
	out_reset(&one.room);
	if (one.engine && from.n > 0 && out_need(&one.room, from.n)) {
		one.room.n =
			libdeflate_gzip_compress(one.engine, from.p, from.n, one.room.p, from.n);
		smaller = one.room.n > 0;
		out_put(o, out_str(&one.room));
	}
	give(p, &one);
	return smaller && !o->broken;
}

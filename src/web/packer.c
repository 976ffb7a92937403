#include "web/packer.h"

#include <libdeflate.h>

/* The fastest: a page loses a fifteenth to the middle level, which takes twice as long. */
enum { LEVEL = 1 };

void packers_init(struct packers *p)
{
	*p = (struct packers){.n = 0};
	pthread_mutex_init(&p->lock, NULL);
}

void packers_free(struct packers *p)
{
	while (p->n > 0)
		libdeflate_free_compressor(p->kept[--p->n]);
	pthread_mutex_destroy(&p->lock);
}

static struct libdeflate_compressor *take(struct packers *p)
{
	struct libdeflate_compressor *one = NULL;

	pthread_mutex_lock(&p->lock);
	if (p->n > 0)
		one = p->kept[--p->n];
	pthread_mutex_unlock(&p->lock);
	return one ? one : libdeflate_alloc_compressor(LEVEL);
}

static void give(struct packers *p, struct libdeflate_compressor *one)
{
	pthread_mutex_lock(&p->lock);
	if (p->n < PACKERS_KEPT) {
		p->kept[p->n++] = one;
		one = NULL;
	}
	pthread_mutex_unlock(&p->lock);
	libdeflate_free_compressor(one);
}

bool packers_gzip(struct packers *p, struct str from, struct out *o)
{
	struct libdeflate_compressor *one;

	out_reset(o);
	if (from.n == 0 || !out_need(o, from.n))
		return false;
	one = take(p);
	if (!one)
		return false;
	o->n = libdeflate_gzip_compress(one, from.p, from.n, o->p, from.n);
	give(p, one);
	return o->n > 0;
}

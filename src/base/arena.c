#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct block {
	struct block *before;
	size_t size, used;
	_Alignas(ALIGN) unsigned char data[];
};

struct ending {
	struct ending *before;
	void *held;
	void (*end)(void *held);
};

struct arena {
	struct block *last;
	struct ending *endings; /* the youngest first, as they lie in the blocks */
	size_t ceiling;
	size_t held;    /* bytes of data in all blocks */
	size_t earlier; /* bytes taken from the blocks before the last */
	bool exhausted;
};

static struct block *block_new(size_t size)
{
	struct block *b = malloc(sizeof *b + size);

	if (!b)
		return NULL;
	b->before = NULL;
	b->size = size;
	b->used = 0;
	POISON(b->data, size);
	return b;
}

static void block_free(struct block *b)
{
	UNPOISON(b->data, b->size); /* the allocator may write into what it gets back */
	free(b);
}

struct arena *arena_new(size_t ceiling)
{
	return arena_new_from(ceiling, FIRST_BLOCK);
}

struct arena *arena_new_from(size_t ceiling, size_t first)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	a->ceiling = ceiling;
	a->last = block_new(ceiling < first ? ceiling : first);
	if (!a->last) {
		free(a);
		return NULL;
	}
	a->held = a->last->size;
	return a;
}

/* Those made since; the record itself is forgotten with its block. */
static void end_since(struct arena *a, struct ending *mark)
{
	while (a->endings != mark) {
		struct ending *e = a->endings;

		a->endings = e->before;
		e->end(e->held);
	}
}

void arena_free(struct arena **a)
{
	if (!*a)
		return;
	end_since(*a, NULL);
	for (struct block *b = (*a)->last; b;) {
		struct block *before = b->before;

		block_free(b);
		b = before;
	}
	free(*a);
	*a = NULL;
}

static void drop_last(struct arena *a)
{
	struct block *b = a->last;

	a->last = b->before;
	a->held -= b->size;
	a->earlier -= a->last->used;
	block_free(b);
}

void arena_reset(struct arena *a)
{
	end_since(a, NULL);
	while (a->last->before)
		drop_last(a);
	a->last->used = 0;
	POISON(a->last->data, a->last->size);
	a->exhausted = false;
}

struct arena_mark arena_mark(struct arena *a)
{
	return (struct arena_mark){a->last, a->endings, a->last->used};
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
	end_since(a, m.ending);
	while (a->last != m.block)
		drop_last(a);
	a->last->used = m.used;
	POISON(a->last->data + m.used, a->last->size - m.used);
}

/* Blocks double up to a limit, and shrink to what the ceiling still allows. */
static bool grow(struct arena *a, size_t need)
{
	size_t size = a->last->size * 2;
	size_t left = a->ceiling - a->held;
	struct block *b;

	if (need > left)
		return false;
	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	if (size < need)
		size = need;
	if (size > left)
		size = left;
	b = block_new(size);
	if (!b)
		return false;
	a->earlier += a->last->used;
	b->before = a->last;
	a->last = b;
	a->held += size;
	return true;
}

void *arena_take_raw(struct arena *a, size_t size)
{
	size_t need = size ? (size + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
	unsigned char *p;

	if (need < size || (need > a->last->size - a->last->used && !grow(a, need))) {
		a->exhausted = true;
		return NULL;
	}
	p = a->last->data + a->last->used;
	a->last->used += need;
	UNPOISON(p, size);
	return p;
}

void *arena_take(struct arena *a, size_t size)
{
	void *p = arena_take_raw(a, size);

	return p ? memset(p, 0, size) : NULL;
}

void *arena_take_n(struct arena *a, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total)) {
		a->exhausted = true;
		return NULL;
	}
	return arena_take(a, total);
}

bool arena_keeps(const struct arena *a, const void *held)
{
	for (const struct ending *e = a->endings; e; e = e->before)
		if (e->held == held)
			return true;
	return false;
}

bool arena_keep(struct arena *a, void *held, void (*end)(void *held))
{
	struct ending *e;

	if (arena_keeps(a, held)) {
		end(held);
		return true;
	}
	e = NEW(a, struct ending);
	if (!e)
		return false;
	*e = (struct ending){a->endings, held, end};
	a->endings = e;
	return true;
}

bool arena_exhausted(const struct arena *a)
{
	return a->exhausted;
}

size_t arena_used(const struct arena *a)
{
	return a->earlier + a->last->used;
}

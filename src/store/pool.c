#include "store/pool.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* A piece of class k holds at least BASE + k * STEP bytes: so large are the library's own. */
enum { BASE = 8, STEP = 16, CLASSES = 68 };

struct kept {
	struct kept *next;
};

struct pool {
	bool keeping;
	size_t bytes;
	struct kept *of[CLASSES];
};

static struct pool *own(void)
{
	static _Thread_local struct pool mine;

	return &mine;
}

static size_t class_for(size_t n)
{
	return n <= BASE + STEP ? 1 : (n - BASE + STEP - 1) / STEP;
}

void pool_keep(void)
{
#ifndef __SANITIZE_ADDRESS__ /* which would no longer see what is used after it was given back */
	own()->keeping = true;
#endif
}

void pool_drop(void)
{
	struct pool *mine = own();

	for (size_t k = 0; mine->bytes > 0 && k < CLASSES; k++) {
		while (mine->of[k]) {
			struct kept *p = mine->of[k];

			mine->of[k] = p->next;
			mine->bytes -= malloc_usable_size(p);
			free(p);
		}
	}
	mine->keeping = false;
}

void *pool_take(int n)
{
	struct pool *mine = own();
	size_t k = class_for((size_t)n);
	struct kept *p = k < CLASSES ? mine->of[k] : NULL;

	if (!p)
		return malloc(BASE + k * STEP);
	mine->of[k] = p->next;
	mine->bytes -= malloc_usable_size(p);
	return p;
}

void pool_give(void *p)
{
	struct pool *mine = own();
	size_t bytes, k;

	if (!mine->keeping || !p) {
		free(p);
		return;
	}
	bytes = malloc_usable_size(p);
	k = (bytes - BASE) / STEP; /* rounded down: it holds what its class promises */
	if (k >= CLASSES || mine->bytes + bytes > POOL_KEPT) {
		free(p);
		return;
	}
	*(struct kept *)p = (struct kept){mine->of[k]};
	mine->of[k] = p;
	mine->bytes += bytes;
}

void *pool_resize(void *p, int n)
{
	return realloc(p, BASE + class_for((size_t)n) * STEP);
}

int pool_size(void *p)
{
	return p ? (int)malloc_usable_size(p) : 0;
}

int pool_round(int n)
{
	return BASE + (int)class_for((size_t)n) * STEP;
}

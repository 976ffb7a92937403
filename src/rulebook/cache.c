#include "rulebook/cache.h"

#include <pthread.h>

/* A book is small beside the sets built in, which all of them share; a province's counties fit. */
enum { PLACES = 512, WAYS = 4 };

struct held {
	struct policy_book *book;
	struct book_key key;
	size_t holders; /* arenas, and the table while it remembers the book */
	uint64_t used;  /* the turn of the last look: the oldest gives way */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct held *table[PLACES][WAYS];
static uint64_t turn;
static size_t in_memory;

static struct held **places_of(const struct book_key *key)
{
	uint64_t h = (uint64_t)key->county * UINT64_C(0x9e3779b97f4a7c15);

	return table[(h >> 32) % PLACES];
}

static bool same(const struct book_key *a, const struct book_key *b)
{
	return a->county == b->county && a->version == b->version && a->since == b->since;
}

/* With the lock held. */
static void let_go(struct held *h)
{
	if (--h->holders > 0)
		return;
	policy_book_free(&h->book);
	free(h);
	in_memory--;
}

static void arena_lets_go(void *held)
{
	pthread_mutex_lock(&lock);
	let_go(held);
	pthread_mutex_unlock(&lock);
}

static struct held *find(const struct book_key *key)
{
	struct held **place = places_of(key);

	for (int i = 0; i < WAYS; i++) {
		if (place[i] && same(&place[i]->key, key))
			return place[i];
	}
	return NULL;
}

/* Holds it for the arena; with one holder counted in for it already. */
static const struct policy_book *held_by(struct arena *a, struct held *h)
{
	if (arena_keep(a, h, arena_lets_go))
		return h->book;
	arena_lets_go(h);
	return NULL;
}

const struct policy_book *book_cache_get(struct arena *a, const struct book_key *key)
{
	struct held *h;

	pthread_mutex_lock(&lock);
	h = find(key);
	if (h) {
		h->holders++;
		h->used = ++turn;
	}
	pthread_mutex_unlock(&lock);
	return h ? held_by(a, h) : NULL;
}

static void remember(struct held *h)
{
	struct held **place = places_of(&h->key), **oldest = place;

	for (int i = 0; i < WAYS; i++) {
		if (!place[i]) {
			oldest = &place[i];
			break;
		}
		if (place[i]->used < (*oldest)->used)
			oldest = &place[i];
	}
	if (*oldest)
		let_go(*oldest);
	*oldest = h;
	h->holders++;
	h->used = ++turn;
}

const struct policy_book *book_cache_put(struct arena *a, const struct book_key *key,
                                         struct policy_book *book)
{
	struct held *fresh = calloc(1, sizeof *fresh), *h;

	if (!fresh) {
		policy_book_free(&book);
		return NULL;
	}
	*fresh = (struct held){.book = book, .key = *key};
	pthread_mutex_lock(&lock);
	h = find(key);
	if (!h) {
		h = fresh;
		in_memory++;
		remember(h);
	}
	h->holders++;
	pthread_mutex_unlock(&lock);
	if (h != fresh) {
		policy_book_free(&fresh->book);
		free(fresh);
	}
	return held_by(a, h);
}

size_t book_cache_held(void)
{
	size_t n;

	pthread_mutex_lock(&lock);
	n = in_memory;
	pthread_mutex_unlock(&lock);
	return n;
}

/* Two acts at once: on PostgreSQL from two nodes, on SQLite in the one queue. Include after
 * "kit_people.h". */
#ifndef TESTS_KIT_RIVALS_H
#define TESTS_KIT_RIVALS_H

#include "kit_people.h"
#include "kit_store.h"

#include <pthread.h>

struct rival {
	const struct verb *verb;
	void *arg;
	const struct actor *who; /* NULL: whoever the rivals are asked for */
	enum err got;
	struct ctx c; /* its fault tells why it lost */
	pthread_t thread;
};

static inline void *rival_main(void *arg)
{
	struct rival *r = arg;

	r->got = store_write(&r->c, r->verb, r->arg);
	return NULL;
}

/* Another node of the same database, where the engine has such. */
static inline struct ctx rivals_node(void **state, const struct ctx *c)
{
	const struct kit_db *db = kit_world_db(state);
	struct ctx other = *c;

	other.arena = arena_new(1 << 20);
	if (db->engine == STORE_POSTGRES)
		assert_ok(store_open(&other, &db->options, &other.store));
	return other;
}

static inline void rivals_node_end(struct ctx *other, const struct ctx *c)
{
	if (other->store != c->store)
		store_close(&other->store);
	arena_free(&other->arena);
}

/* Both begin at once, the second one on the other node; rivals_end() when their faults were read.
 */
static inline void rivals_run(struct rival v[2], const struct ctx *c, const struct ctx *node,
                              const struct actor *who)
{
	for (int i = 0; i < 2; i++) {
		v[i].c = *c;
		v[i].c.arena = arena_new(1 << 22);
		v[i].c.actor = v[i].who ? *v[i].who : *who;
	}
	v[1].c.store = node->store;
	for (int i = 0; i < 2; i++)
		pthread_create(&v[i].thread, NULL, rival_main, &v[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(v[i].thread, NULL);
}

static inline void rivals_end(struct rival v[2])
{
	arena_free(&v[0].c.arena);
	arena_free(&v[1].c.arena);
}

/* Exactly one won; the code of why the other one did not. */
static inline const char *rivals_lost(const struct rival v[2])
{
	assert_true((v[0].got == OK) != (v[1].got == OK));
	return v[v[0].got == OK].c.fault.code;
}

#endif

/* Answers kept for idempotency keys are let go when their term is over. */
#include "store/engine.h"
#include "store/frame.sql.h"

struct old {
	struct q_idem_old_row *v;
	size_t n;
};

static enum err forget_verb(struct ctx *c, void *arg)
{
	const struct old *o = arg;

	for (size_t i = 0; i < o->n; i++)
		TRY(q_idem_delete(c, o->v[i].account, o->v[i].key, NULL));
	return audit_put(c, "forgotten", "answer", (int64_t)o->n, ID_NONE(county_id), STR_NONE);
}

enum err store_forget_answers(struct ctx *c, struct instant before, int64_t *ret_forgotten)
{
	static const struct verb verb = {"store.forget_answers", forget_verb};
	struct arena_mark mark = arena_mark(c->arena);
	struct q_idem_old_row last = {INT64_MIN, S("")};
	char key[64];
	int64_t forgotten = 0;

	for (;;) {
		struct old o = {0};
		enum err e;

		TRY(store_read_begin(c));
		e = q_idem_old(c, before, last.account, last.key, &o.v, &o.n);
		store_read_end(c);
		TRY(e);
		if (o.n == 0)
			break;
		TRY(store_write(c, &verb, &o));
		forgotten += (int64_t)o.n;
		/* The place to go on from must outlive the arena's rewind; a key has at most 64
		 * bytes. */
		last = o.v[o.n - 1];
		memcpy(key, last.key.p, last.key.n);
		last.key.p = key;
		arena_rewind(c->arena, mark);
	}
	*ret_forgotten = forgotten;
	return OK;
}

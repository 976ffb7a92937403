/* The second half of a commit on SQLite: the disk keeps what the log says, then the callers hear of
 * it. Meanwhile the writer runs the next batch. */
#include "store/inner.h"

static void settle_and_answer(struct store *s, struct request *const *batch, uint32_t n)
{
	const struct env *env = s->o.env;
	int64_t before = env->monotonic_us(env->self);

	if (store_stopped(s) || !s->engine->settle(s->writer.conn)) {
		store_stop_writes(s, STORE_DISK_REFUSED);
		for (uint32_t i = 0; i < n; i++)
			if (batch[i]->result == OK)
				batch[i]->result = fault_broken(batch[i]->c, STORE_DISK_REFUSED);
	}
	atomic_fetch_add(&s->stats.commit_us, env->monotonic_us(env->self) - before);
	requests_answer(s, batch, n);
}

static void wait_for_rest(struct settler *t)
{
	while (t->n > 0)
		pthread_cond_wait(&t->rest, &t->lock);
}

void settler_rest(struct store *s)
{
	struct settler *t = &s->settler;

	pthread_mutex_lock(&t->lock);
	wait_for_rest(t);
	pthread_mutex_unlock(&t->lock);
}

bool settler_rests(struct store *s)
{
	struct settler *t = &s->settler;
	bool rests;

	pthread_mutex_lock(&t->lock);
	rests = t->n == 0;
	pthread_mutex_unlock(&t->lock);
	return rests;
}

void settler_answer(struct store *s, struct request *const *batch, uint32_t n)
{
	settler_rest(s);
	settle_and_answer(s, batch, n);
}

void settler_take(struct store *s, struct request ***batch, uint32_t n)
{
	struct settler *t = &s->settler;
	struct request **free_one;

	pthread_mutex_lock(&t->lock);
	wait_for_rest(t);
	free_one = t->batch;
	t->batch = *batch;
	t->n = n;
	pthread_mutex_unlock(&t->lock);
	pthread_cond_signal(&t->come);
	*batch = free_one;
}

static void *settler_main(void *arg)
{
	struct store *s = arg;
	struct settler *t = &s->settler;

	pthread_mutex_lock(&t->lock);
	for (;;) {
		while (t->n == 0 && !t->ending)
			pthread_cond_wait(&t->come, &t->lock);
		if (t->n == 0)
			break;
		pthread_mutex_unlock(&t->lock);
		settle_and_answer(s, t->batch, t->n);
		pthread_mutex_lock(&t->lock);
		t->n = 0;
		pthread_cond_signal(&t->rest);
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

enum err settler_start(struct ctx *c, struct store *s)
{
	struct settler *t = &s->settler;

	t->batch = calloc(s->writer.most, sizeof(struct request *));
	if (!t->batch)
		return fault_broken(c, "out of memory");
	if (pthread_create(&t->thread, NULL, settler_main, s) != 0)
		return fault_broken(c, "no thread for the writer");
	t->started = true;
	return OK;
}

void settler_end(struct store *s)
{
	struct settler *t = &s->settler;

	if (t->started) {
		pthread_mutex_lock(&t->lock);
		t->ending = true;
		pthread_mutex_unlock(&t->lock);
		pthread_cond_signal(&t->come);
		pthread_join(t->thread, NULL);
	}
	free(t->batch);
}

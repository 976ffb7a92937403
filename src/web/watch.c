#include "web/watch.h"

#include <netinet/in.h>
#include <poll.h>
#include <linux/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	HEADER_US = 10 * 1000000,
	TRANSFER_US = 10 * 1000000,
	SLOWEST = 32 * 1024, /* bytes a second that a transfer is granted beyond that */
	ROUND_MS = 250,
};

static uint64_t received_by(int fd)
{
	struct tcp_info info;
	socklen_t n = sizeof info;

	memset(&info, 0, sizeof info);
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0)
		return 0;
	return info.tcpi_bytes_received;
}

/* A connection between two requests owes nothing until the first byte of the next one; the library
 * does not tell when that comes, but the kernel counts. */
static void notice_headers(struct watched *k, int64_t now)
{
	int64_t none = 0;

	if (received_by(k->fd) <= atomic_load(&k->received))
		return;
	if (atomic_compare_exchange_strong(&k->deadline, &none, now + HEADER_US) &&
	    !atomic_load(&k->idle))
		atomic_store(&k->deadline, 0); /* the request was complete meanwhile */
}

static void round_of(struct watch *w)
{
	int64_t now = w->env->monotonic_us(w->env->self);

	pthread_mutex_lock(&w->lock);
	for (struct watched *k = w->first; k != NULL; k = k->after) {
		int64_t deadline = atomic_load(&k->deadline);

		if (deadline == 0 && atomic_load(&k->idle)) {
			notice_headers(k, now);
		} else if (deadline != 0 && now > deadline) {
			atomic_store(&k->deadline, 0);
			atomic_store(&k->idle, false);
			atomic_fetch_add(w->dropped, 1);
			shutdown(k->fd, SHUT_RDWR);
		}
	}
	pthread_mutex_unlock(&w->lock);
}

static void *watcher(void *arg)
{
	struct watch *w = arg;
	struct pollfd p = {.fd = w->wake, .events = POLLIN};

	while (poll(&p, 1, ROUND_MS) == 0)
		round_of(w);
	return NULL;
}

bool watch_start(struct watch *w, const struct env *env, atomic_llong *dropped)
{
	w->env = env;
	w->dropped = dropped;
	w->wake = eventfd(0, EFD_CLOEXEC);
	if (w->wake < 0)
		return false;
	pthread_mutex_init(&w->lock, NULL);
	if (pthread_create(&w->thread, NULL, watcher, w) == 0)
		return true;
	close(w->wake);
	return false;
}

void watch_stop(struct watch *w)
{
	eventfd_write(w->wake, 1);
	pthread_join(w->thread, NULL);
	close(w->wake);
	pthread_mutex_destroy(&w->lock);
}

void watch_add(struct watch *w, struct watched *k, int fd)
{
	k->fd = fd;
	atomic_store(&k->deadline, w->env->monotonic_us(w->env->self) + HEADER_US);
	pthread_mutex_lock(&w->lock);
	k->before = NULL;
	k->after = w->first;
	if (w->first != NULL)
		w->first->before = k;
	w->first = k;
	pthread_mutex_unlock(&w->lock);
}

void watch_remove(struct watch *w, struct watched *k)
{
	pthread_mutex_lock(&w->lock);
	if (k->before != NULL)
		k->before->after = k->after;
	else
		w->first = k->after;
	if (k->after != NULL)
		k->after->before = k->before;
	pthread_mutex_unlock(&w->lock);
}

void watch_transfer(struct watch *w, struct watched *k, uint64_t bytes)
{
	atomic_store(&k->idle, false);
	atomic_store(&k->deadline, w->env->monotonic_us(w->env->self) + TRANSFER_US +
	                                   (int64_t)(bytes / SLOWEST) * 1000000);
}

void watch_working(struct watched *k)
{
	atomic_store(&k->idle, false);
	atomic_store(&k->deadline, 0);
}

void watch_idle(struct watched *k)
{
	atomic_store(&k->received, received_by(k->fd));
	atomic_store(&k->deadline, 0);
	atomic_store(&k->idle, true);
}

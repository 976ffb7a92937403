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
	IDLE_MOST_US = 64 * 1000000, /* who idles longer gives way first, then half as long … */
	IDLE_LEAST_US = 500000, /* … and nobody who was answered just now, while there is room */
	ROOM_PART = 8,          /* of those kept: so many more, and there is none */
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

static unsigned over(const struct watch *w)
{
	unsigned stay = w->n - w->leaving;

	return stay > w->keep ? stay - w->keep : 0;
}

/* A request that comes in this very moment is lost, as with every close of an idle connection; the
 * client sends it again. */
static void idle_end(struct watch *w, int64_t now, int64_t age)
{
	for (struct watched *k = w->first; k != NULL && over(w) > 0; k = k->after) {
		if (k->leaving || !atomic_load(&k->idle) || atomic_load(&k->deadline) ||
		    now - atomic_load(&k->since) < age)
			continue;
		k->leaving = true;
		w->leaving++;
		atomic_fetch_add(w->gave_way, 1);
		shutdown(k->fd, SHUT_RDWR);
	}
}

static void room_make(struct watch *w, int64_t now)
{
	for (int64_t age = IDLE_MOST_US; age >= IDLE_LEAST_US && over(w) > 0; age /= 2)
		idle_end(w, now, age);
	if (over(w) > w->keep / ROOM_PART)
		idle_end(w, now, 0);
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
	room_make(w, now);
	pthread_mutex_unlock(&w->lock);
}

static void *watcher(void *arg)
{
	struct watch *w = arg;
	struct pollfd p = {.fd = w->wake, .events = POLLIN};
	eventfd_t told;

	while (!atomic_load(&w->ending)) {
		if (poll(&p, 1, ROUND_MS) == 0) {
			round_of(w);
		} else if (eventfd_read(w->wake, &told) == 0) { /* more came than are kept */
			pthread_mutex_lock(&w->lock);
			room_make(w, w->env->monotonic_us(w->env->self));
			pthread_mutex_unlock(&w->lock);
		}
	}
	return NULL;
}

bool watch_start(struct watch *w)
{
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
	atomic_store(&w->ending, true);
	eventfd_write(w->wake, 1);
	pthread_join(w->thread, NULL);
	close(w->wake);
	pthread_mutex_destroy(&w->lock);
}

void watch_add(struct watch *w, struct watched *k, int fd)
{
	bool full;

	k->fd = fd;
	atomic_store(&k->deadline, w->env->monotonic_us(w->env->self) + HEADER_US);
	pthread_mutex_lock(&w->lock);
	k->before = NULL;
	k->after = w->first;
	if (w->first != NULL)
		w->first->before = k;
	w->first = k;
	w->n++;
	full = over(w) > 0;
	pthread_mutex_unlock(&w->lock);
	if (full)
		eventfd_write(w->wake, 1);
}

void watch_remove(struct watch *w, struct watched *k)
{
	pthread_mutex_lock(&w->lock);
	w->n--;
	w->leaving -= k->leaving;
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

void watch_idle(struct watch *w, struct watched *k)
{
	atomic_store(&k->received, received_by(k->fd));
	atomic_store(&k->deadline, 0);
	atomic_store(&k->since, w->env->monotonic_us(w->env->self));
	atomic_store(&k->idle, true);
}

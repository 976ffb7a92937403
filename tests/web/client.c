#include "client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

int client_open_from(uint16_t port, int last)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct sockaddr_in own = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(fd >= 0);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	/* The port is chosen with the target: else the ports of all targets are used up together.
	 */
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)last - 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&own, sizeof own), 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

int client_open(uint16_t port)
{
	return client_open_from(port, 1);
}

bool client_send(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

void client_end(int fd)
{
	shutdown(fd, SHUT_WR);
}

/* Bytes of the first answer in the text, 0 while it is not whole. */
static size_t whole(const char *text, size_t n)
{
	const char *end = strstr(text, "\r\n\r\n"),
		   *length = strcasestr(text, "\r\nContent-Length: ");
	size_t head, body = 0;

	if (end == NULL)
		return 0;
	head = (size_t)(end - text) + 4;
	if (length != NULL && length < end)
		body = strtoul(length + 18, NULL, 10);
	return n >= head + body ? head + body : 0;
}

size_t client_read(int fd, char *buf, size_t room, int ms)
{
	size_t n = 0;

	buf[0] = '\0';
	while (n + 1 < room) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		ssize_t got;

		if (whole(buf, n) > 0 || poll(&p, 1, ms) <= 0)
			break;
		got = recv(fd, buf + n, room - 1 - n, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
		buf[n] = '\0';
	}
	return n;
}

int client_status(const char *answer)
{
	if (strncmp(answer, "HTTP/1.1 ", 9) != 0 && strncmp(answer, "HTTP/1.0 ", 9) != 0)
		return 0;
	return (int)strtol(answer + 9, NULL, 10);
}

size_t client_count(const char *answers, int from, int to)
{
	size_t n = 0;

	for (const char *p = strstr(answers, "HTTP/1."); p != NULL; p = strstr(p + 7, "HTTP/1.")) {
		int status = client_status(p);

		n += status >= from && status <= to;
	}
	return n;
}

int client_ask(uint16_t port, struct str s, char *buf, size_t room, int ms)
{
	int fd = client_open(port);
	size_t n = 0;

	client_send(fd, s);
	buf[0] = '\0';
	while (n + 1 < room) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		ssize_t got;

		if (poll(&p, 1, ms) <= 0)
			break;
		got = recv(fd, buf + n, room - 1 - n, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
		buf[n] = '\0';
	}
	close(fd);
	return client_status(buf);
}

#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM KEHOU_BUILD "/kehou"

enum { SETTLE_ROUNDS = 100, SETTLE_US = 300000 };

/* In the child: nothing of it outlives us. */
static void become(const char *const *args, int out, const char *record)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (out >= 0)
		dup2(out, STDOUT_FILENO);
	if (record)
		setenv("KEHOU_BENCH_RECORD", record, 1);
	if (getenv("BENCH_SLOW_SYNC_US"))
		setenv("LD_PRELOAD", KEHOU_BUILD "/bench/libslow_sync.so", 1);
	execvp(args[0], (char *const *)(uintptr_t)args);
	fprintf(stderr, "bench: %s: %s\n", args[0], strerror(errno));
	_exit(127);
}

int kehou_run(const char *const *args)
{
	const char *argv[16] = {PROGRAM};
	int status = 0;
	pid_t pid;

	for (size_t i = 0; i < 14 && args[i]; i++)
		argv[i + 1] = args[i];
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(argv, STDERR_FILENO, NULL); /* our stdout is for figures */
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool read_ready(int fd, uint16_t *ret_port)
{
	static const char sign[] = "ready on http://127.0.0.1:";
	char buf[512];
	size_t n = 0;

	while (n + 1 < sizeof buf) {
		ssize_t got = read(fd, buf + n, sizeof buf - 1 - n);
		const char *at;

		if (got <= 0)
			return false;
		n += (size_t)got;
		buf[n] = '\0';
		at = strstr(buf, sign);
		if (at && strchr(at, '\n')) {
			*ret_port = (uint16_t)strtol(at + sizeof sign - 1, NULL, 10);
			return true;
		}
	}
	return false;
}

static bool start(const char *const *argv, const char *record, struct server *ret_s)
{
	struct server s = {0};
	int64_t begun = load_now_us();
	int pipes[2];
	bool good;

	if (pipe2(pipes, O_CLOEXEC) != 0)
		return false;
	fflush(NULL);
	s.pid = fork();
	if (s.pid == 0)
		become(argv, pipes[1], record);
	close(pipes[1]);
	good = s.pid > 0 && read_ready(pipes[0], &s.port);
	s.ready_us = load_now_us() - begun;
	close(pipes[0]);
	if (!good && s.pid > 0) {
		server_stop(&s, SIGKILL);
		fprintf(stderr, "bench: the server did not start\n");
	}
	*ret_s = s;
	return good;
}

bool server_start(const char *url, const char *const *more, const char *record,
                  struct server *ret_s)
{
	const char *argv[8 + SERVER_ARGS] = {(PROGRAM),  "serve",       "--db",  url,
	                                     "--listen", "127.0.0.1:0", "--log", "error"};

	for (size_t i = 0; more && more[i] && i < SERVER_ARGS - 1; i++)
		argv[8 + i] = more[i];
	return start(argv, record, ret_s);
}

bool server_start_counted(const char *url, const char *file, struct server *ret_s)
{
	char out[512];
	const char *const argv[] = {
		"valgrind", "-q",       "--tool=callgrind", out,     (PROGRAM), "serve", "--db",
		url,        "--listen", "127.0.0.1:0",      "--log", "error",   NULL};

	snprintf(out, sizeof out, "--callgrind-out-file=%s", file);
	return start(argv, NULL, ret_s);
}

void server_settle(const struct server *s)
{
	int64_t before = -1, now = server_cpu_us(s);

	for (int i = 0; i < SETTLE_ROUNDS && now != before; i++) {
		usleep(SETTLE_US);
		before = now;
		now = server_cpu_us(s);
	}
}

int server_stop(struct server *s, int signal)
{
	int status = 0;

	if (s->pid <= 0)
		return -1;
	kill(s->pid, signal);
	while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
		;
	s->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void *kill_late(void *arg)
{
	const struct server *s = arg;

	usleep((useconds_t)s->kill_after_us);
	kill(s->pid, SIGKILL);
	return NULL;
}

void server_kill_later(struct server *s, int64_t after_us)
{
	s->kill_after_us = after_us;
	if (pthread_create(&s->killer, NULL, kill_late, s) != 0) {
		fprintf(stderr, "bench: no thread for the killer\n");
		exit(1);
	}
}

void server_killed(struct server *s)
{
	pthread_join(s->killer, NULL);
	server_stop(s, SIGKILL);
}

int64_t server_rss_kib(const struct server *s)
{
	char name[64], line[256];
	long long kib = 0;
	FILE *f;

	snprintf(name, sizeof name, "/proc/%d/status", (int)s->pid);
	f = fopen(name, "re");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtoll(line + 6, NULL, 10);
	if (f)
		fclose(f);
	return kib;
}

int64_t server_cpu_us(const struct server *s)
{
	unsigned long long user = 0, kernel = 0;
	char name[64], line[1024];
	FILE *f;

	snprintf(name, sizeof name, "/proc/%d/stat", (int)s->pid);
	f = fopen(name, "re");
	if (f && fgets(line, sizeof line, f)) {
		char *at = strrchr(line, ')'); /* the 2nd field; user and kernel are 14th, 15th */

		for (int field = 2; at && field < 14; field++)
			at = strchr(at + 1, ' ');
		if (at) {
			user = strtoull(at, &at, 10);
			kernel = strtoull(at, NULL, 10);
		}
	}
	if (f)
		fclose(f);
	return (int64_t)(user + kernel) * 1000000 / sysconf(_SC_CLK_TCK);
}

double server_metric(const struct server *s, const char *name)
{
	struct out o;
	double v = 0;
	char sign[128];
	const char *at;

	out_init(&o, 1 << 20);
	if (load_once(s->port, "GET", "/metrics", "", NULL, &o) == 200) {
		out_c(&o, '\0');
		snprintf(sign, sizeof sign, "\n%s ", name);
		at = strstr(o.p, sign);
		if (at)
			v = strtod(at + strlen(sign), NULL);
	}
	out_free(&o);
	return v;
}

#include "data.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATA_ARENA ((size_t)512 << 20)

enum { COPY_BLOCK = 64 << 10, KEPT_DAYS = 30, LINE_MAX_BYTES = 512 };

void give_up(const char *format, ...)
{
	va_list ap;

	fputs("bench: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* --- the database ----------------------------------------------------------------------------- */

static void file_name(const struct data *d, const char *name, const char *ending, char ret[URL_MAX])
{
	snprintf(ret, URL_MAX, "%s/bench-data/%s/%s%s", KEHOU_BUILD, d->scale, name, ending);
}

/* Its enrolment is open for 60 days and its tokens hold longer: half of that is safe. A schema that
 * has changed since is brought up to date, or, when that cannot be, all is made again. */
static bool still_good(const struct data *d, const char *mark)
{
	char db[URL_MAX], url[URL_MAX + 8];
	struct stat st;

	if (stat(mark, &st) != 0 || time(NULL) - st.st_mtime > KEPT_DAYS * 86400L)
		return false;
	file_name(d, "base", ".db", db);
	snprintf(url, sizeof url, "sqlite:%s", db);
	return kehou_run((const char *const[]){"init", "--db", url, NULL}) == 0;
}

static void drop_files(const struct data *d, const char *name, bool all)
{
	static const char *const endings[] = {".db-wal", ".db-shm",  ".db.lock",
	                                      ".db",     ".db.keys", ".csv"};
	char path[URL_MAX];

	for (size_t i = 0; i < (all ? 6 : 3); i++) {
		file_name(d, name, endings[i], path);
		unlink(path);
	}
}

/* "city" or "county", and "county-10" for ten schools of one. */
static bool run_demo(const struct data *d, const char *url, const char *csv)
{
	const char *schools = strchr(d->scale, '-');
	size_t n = schools ? (size_t)(schools - d->scale) : strlen(d->scale);
	char scale[16];

	snprintf(scale, sizeof scale, "%.*s", (int)n, d->scale);
	return kehou_run((const char *const[]){"demo", "--db", url, "--scale", scale, "--fresh",
	                                       "--accounts", csv, schools ? "--schools" : NULL,
	                                       schools ? schools + 1 : NULL, NULL}) == 0;
}

static void make(const struct data *d, const char *mark)
{
	char url[URL_MAX + 8], db[URL_MAX], csv[URL_MAX];
	int fd;

	drop_files(d, "base", true);
	file_name(d, "base", ".db", db);
	file_name(d, "base", ".csv", csv);
	snprintf(url, sizeof url, "sqlite:%s", db);
	fprintf(stderr, "bench: making the demo %s, once\n", d->scale);
	if (!run_demo(d, url, csv))
		give_up("no demo data");
	fd = open(mark, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		give_up("%s: %s", mark, strerror(errno));
	close(fd);
}

/* Writes what differs: most of a used copy is as it was, and a disk takes long for a whole one. */
static void copy_file(const char *from, const char *to)
{
	static char one[COPY_BLOCK], two[COPY_BLOCK];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	ssize_t n = in < 0 || out < 0 ? -1 : 1;
	off_t at = 0;

	while (n > 0 && (n = pread(in, one, COPY_BLOCK, at)) > 0) {
		if (pread(out, two, (size_t)n, at) != n || memcmp(one, two, (size_t)n) != 0)
			n = pwrite(out, one, (size_t)n, at);
		at += n > 0 ? n : 0;
	}
	/* What is measured next must not pay for this. */
	if (n < 0 || ftruncate(out, at) != 0 || fsync(out) != 0)
		give_up("copying %s: %s", from, strerror(errno));
	close(in);
	close(out);
}

void data_copy(const struct data *d, const char *name, char ret_url[URL_MAX])
{
	char from[URL_MAX], to[URL_MAX];

	drop_files(d, name, false);
	file_name(d, "base", ".db.keys", from);
	file_name(d, name, ".db.keys", to);
	copy_file(from, to);
	file_name(d, "base", ".db", from);
	file_name(d, name, ".db", to);
	copy_file(from, to);
	/* A schema brought up to date may still stand in the log. */
	char log[URL_MAX], its_log[URL_MAX];

	file_name(d, "base", ".db-wal", log);
	file_name(d, name, ".db-wal", its_log);
	if (access(log, F_OK) == 0)
		copy_file(log, its_log);
	if (snprintf(ret_url, URL_MAX, "sqlite:%s", to) >= URL_MAX)
		give_up("the path of the build is too long");
}

/* --- instructions ----------------------------------------------------------------------------- */

/* The sum callgrind writes at the end: "totals: N". */
static double totals(const char *file)
{
	char line[256];
	double n = 0;
	FILE *f = fopen(file, "re");

	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "totals: ", 8) == 0 || strncmp(line, "summary: ", 9) == 0)
			n = strtod(strchr(line, ' '), NULL);
	if (f)
		fclose(f);
	if (n <= 0)
		give_up("callgrind counted nothing");
	return n;
}

static double counted(const struct data *d, work_fn work, void *self, size_t n)
{
	char url[URL_MAX], file[URL_MAX];
	struct server s;

	snprintf(file, sizeof file, KEHOU_BUILD "/bench-data/%s/callgrind", d->scale);
	data_copy(d, "one", url);
	if (!server_start_counted(url, file, &s))
		exit(1);
	server_settle(&s);
	work(self, &s, n);
	if (server_stop(&s, SIGTERM) != 0)
		give_up("the server did not end in order");
	double sum = totals(file);

	unlink(file);
	return sum;
}

double data_instructions(const struct data *d, work_fn work, void *self, size_t few, size_t many)
{
	double less = counted(d, work, self, few);

	return (counted(d, work, self, many) - less) / (double)(many - few);
}

/* --- the accounts ----------------------------------------------------------------------------- */

static void family_line(struct data *d, const struct str v[6])
{
	struct family *f = &d->family[d->families++];
	struct str pupils = v[4];

	*f = (struct family){.login = str_dup(d->arena, v[0]),
	                     .token = str_dup(d->arena, v[5]),
	                     .school = str_dup(d->arena, v[3])};
	while (pupils.p && f->pupils < 4)
		if (str_i64(str_cut(&pupils, ';'), &f->pupil[f->pupils]))
			f->pupils++;
}

/* login,password,role,school,pupils,token: nothing in it is quoted. */
static void accounts_read(struct data *d, const char *path)
{
	char line[LINE_MAX_BYTES];
	size_t room = 1024;
	FILE *f = fopen(path, "re");

	d->family = malloc(room * sizeof *d->family);
	while (f && fgets(line, sizeof line, f)) {
		struct str rest = str_trim(str_of(line)), v[6];

		for (size_t i = 0; i < 6; i++)
			v[i] = str_cut(&rest, ',');
		if (!str_is(v[2], "guardian"))
			continue;
		if (d->families == room) {
			room *= 2;
			d->family = realloc(d->family, room * sizeof *d->family);
		}
		if (!d->family)
			give_up("out of memory");
		family_line(d, v);
	}
	if (!f || d->families == 0)
		give_up("%s lists no guardian", path);
	fclose(f);
}

void data_token(const struct data *d, const char *login, char *ret_token, size_t room)
{
	char path[URL_MAX], line[LINE_MAX_BYTES];
	bool found = false;
	FILE *f;

	file_name(d, "base", ".csv", path);
	f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof line, f)) {
		struct str rest = str_trim(str_of(line));

		found = str_is(str_cut(&rest, ','), login);
		for (size_t i = 0; i < 4; i++)
			(void)str_cut(&rest, ',');
		if (found)
			snprintf(ret_token, room, "%.*s", STR_FMT(rest));
	}
	if (f)
		fclose(f);
	if (!found)
		give_up("%s lists no %s", path, login);
}

static struct data *data_new(const char *scale)
{
	struct data *d = calloc(1, sizeof *d);

	if (!d || !(d->arena = arena_new(DATA_ARENA)))
		give_up("out of memory");
	d->scale = scale;
	return d;
}

struct data *data_of_accounts(const char *scale, const char *csv)
{
	struct data *d = data_new(scale);

	accounts_read(d, csv);
	return d;
}

struct data *data_open(const char *scale)
{
	const char *other = getenv("KEHOU_BENCH_SCALE");
	struct data *d = data_new(other && *other ? other : scale);
	char mark[URL_MAX];

	mkdir(KEHOU_BUILD "/bench-data", 0700);
	snprintf(mark, sizeof mark, "%s/bench-data/%s", KEHOU_BUILD, d->scale);
	mkdir(mark, 0700);
	file_name(d, "base", ".making", mark);
	int making = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	/* Another test may want the same just now. */
	if (making < 0 || flock(making, LOCK_EX) != 0)
		give_up("%s: %s", mark, strerror(errno));
	file_name(d, "base", ".done", mark);
	if (!still_good(d, mark))
		make(d, mark);
	close(making);
	file_name(d, "base", ".csv", mark);
	accounts_read(d, mark);
	return d;
}

void data_free(struct data **d)
{
	if (!*d)
		return;
	free((*d)->family);
	arena_free(&(*d)->arena);
	free(*d);
	*d = NULL;
}

/* --- figures ---------------------------------------------------------------------------------- */

static void number(const char *key, double v, bool some)
{
	if (some)
		printf(",\"%s\":%.*f", key, v < 10 ? 4 : v < 1000 ? 2 : 0, v);
	else
		printf(",\"%s\":null", key);
}

void figure(const char *bench, const char *metric, double value, const char *unit, double reference,
            double ratio)
{
	printf("{\"bench\":\"%s\",\"metric\":\"%s\"", bench, metric);
	number("value", value, true);
	printf(",\"unit\":\"%s\"", unit);
	number("reference", reference, reference >= 0);
	number("ratio", ratio, ratio >= 0);
	puts("}");
	fflush(stdout);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_size);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

#include "data.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/jsonread.h"

#define DATA_ARENA ((size_t)512 << 20)

enum { KEPT_DAYS = 30, MOST_COURSES = 64, LINE_MAX_BYTES = 512 };

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

/* Its enrolment is open for 60 days and its tokens hold longer: half of that is safe. */
static bool still_good(const char *mark)
{
	struct stat st;

	return stat(mark, &st) == 0 && time(NULL) - st.st_mtime < KEPT_DAYS * 86400L;
}

static void drop_files(const struct data *d, const char *name)
{
	static const char *const endings[] = {".db",      ".db-wal",  ".db-shm",
	                                      ".db.lock", ".db.keys", ".csv"};
	char path[URL_MAX];

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		file_name(d, name, endings[i], path);
		unlink(path);
	}
}

static void make(const struct data *d, const char *mark)
{
	char url[URL_MAX + 8], db[URL_MAX], csv[URL_MAX];
	int fd;

	drop_files(d, "base");
	file_name(d, "base", ".db", db);
	file_name(d, "base", ".csv", csv);
	snprintf(url, sizeof url, "sqlite:%s", db);
	fprintf(stderr, "bench: making the demo %s, once\n", d->scale);
	if (kehou_run((const char *const[]){"demo", "--db", url, "--scale", d->scale, "--accounts",
	                                    csv, NULL}) != 0)
		give_up("no demo data");
	fd = open(mark, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		give_up("%s: %s", mark, strerror(errno));
	close(fd);
}

static void copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n = in < 0 || out < 0 ? -1 : 1;

	while (n > 0)
		n = copy_file_range(in, NULL, out, NULL, (size_t)1 << 30, 0);
	/* What is measured next must not pay for this. */
	if (n < 0 || fsync(out) != 0)
		give_up("copying %s: %s", from, strerror(errno));
	close(in);
	close(out);
}

void data_drop(const struct data *d, const char *name)
{
	if (strcmp(name, "base") != 0)
		drop_files(d, name);
}

void data_copy(const struct data *d, const char *name, char ret_url[URL_MAX])
{
	char from[URL_MAX], to[URL_MAX];

	data_drop(d, name);
	file_name(d, "base", ".db.keys", from);
	file_name(d, name, ".db.keys", to);
	copy_file(from, to);
	file_name(d, "base", ".db", from);
	file_name(d, name, ".db", to);
	copy_file(from, to);
	if (snprintf(ret_url, URL_MAX, "sqlite:%s", to) >= URL_MAX)
		give_up("the path of the build is too long");
}

/* --- the accounts ----------------------------------------------------------------------------- */

static void family_line(struct data *d, struct str pupils, struct str school, struct str token)
{
	struct family *f = &d->family[d->families++];

	*f = (struct family){str_dup(d->arena, token), str_dup(d->arena, school), {0}, 0};
	while (pupils.p && f->pupils < 4)
		if (str_i64(str_cut(&pupils, ';'), &f->pupil[f->pupils]))
			f->pupils++;
}

/* login,password,role,school,pupils,token: nothing in it is quoted. */
static void accounts_read(struct data *d)
{
	char path[URL_MAX], line[LINE_MAX_BYTES];
	size_t room = 1024;
	FILE *f;

	file_name(d, "base", ".csv", path);
	f = fopen(path, "re");
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
		family_line(d, v[4], v[3], v[5]);
	}
	if (!f || d->families == 0)
		give_up("%s lists no guardian", path);
	fclose(f);
}

struct data *data_open(const char *scale)
{
	struct data *d = calloc(1, sizeof *d);
	const char *other = getenv("KEHOU_BENCH_SCALE");
	char mark[URL_MAX];

	if (!d || !(d->arena = arena_new(DATA_ARENA)))
		give_up("out of memory");
	d->scale = other && *other ? other : scale;
	mkdir(KEHOU_BUILD "/bench-data", 0700);
	snprintf(mark, sizeof mark, "%s/bench-data/%s", KEHOU_BUILD, d->scale);
	mkdir(mark, 0700);
	file_name(d, "base", ".done", mark);
	if (!still_good(mark))
		make(d, mark);
	accounts_read(d);
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

/* --- orders ----------------------------------------------------------------------------------- */

struct course {
	int64_t id, agreement, seats;
};
struct shelf {
	struct course v[MOST_COURSES];
	size_t n, next;
};

static void shelf_read(struct data *d, struct out *json, struct shelf *s)
{
	struct arena *a = arena_new(64 << 20);
	struct ctx c = {.arena = a, .env = env_system()};
	const struct jval *root, *items;

	if (jread(&c, out_str(json), json->ceiling, &root) != OK ||
	    jval_array(&c, root, "items", 1000, &items) != OK)
		give_up("the list of offerings cannot be read (%s)", d->scale);
	for (size_t i = 0; i < items->n && s->n < MOST_COURSES; i++) {
		const struct jval *o = &items->items[i];
		struct course *k = &s->v[s->n];
		struct str kind;
		bool open = false;

		if (jval_str(&c, o, "kind", 32, &kind) != OK || !str_is(kind, "course") ||
		    jval_bool(&c, o, "open", &open) != OK || !open ||
		    jval_id(&c, o, "agreement", &k->agreement) != OK ||
		    jval_i64(&c, o, "seats", 1, 1000000, &k->seats) != OK ||
		    jval_id(&c, o, "id", &k->id) != OK)
			continue;
		s->n++;
	}
	arena_free(&a);
}

/* The courses open to this family's first child; the first of a school's list is in the lowest
 * grade, and what is open there is open to all. */
static void shelf_ask(struct data *d, const struct server *s, const struct family *f,
                      struct shelf *ret_shelf)
{
	char head[256];
	struct out o;

	out_init(&o, 8 << 20);
	snprintf(head, sizeof head, "Authorization: Bearer %.*s\r\n", STR_FMT(f->token));
	if (load_once(s->port, "GET", "/api/v1/offerings?limit=100", head, NULL, &o) != 200)
		give_up("no list of offerings: %.*s", STR_FMT(str_sub(out_str(&o), 0, 300)));
	shelf_read(d, &o, ret_shelf);
	out_free(&o);
}

static uint64_t draw(uint64_t *state)
{
	uint64_t z = (*state += 0x9E3779B97F4A7C15ULL);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
	return z ^ (z >> 31);
}

static void shuffle(struct order *v, size_t n, uint64_t seed)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)(draw(&seed) % i);
		struct order t = v[k];

		v[k] = v[i - 1];
		v[i - 1] = t;
	}
}

struct order *data_orders(struct data *d, const struct server *s, size_t n, uint64_t seed,
                          size_t *ret_n)
{
	struct order *v = malloc(d->families * 4 * sizeof *v);
	struct str school = STR_NONE;
	struct shelf shelf = {0};
	size_t k = 0;

	if (!v)
		give_up("out of memory");
	for (size_t i = 0; i < d->families; i++) {
		const struct family *f = &d->family[i];

		if (!school.p || !str_eq(school, f->school)) {
			shelf = (struct shelf){0};
			shelf_ask(d, s, f, &shelf);
			school = f->school;
		}
		if (shelf.n == 0)
			give_up("a school without a course");
		/* Two guardians of one family stand one after the other: the child once. */
		if (i > 0 && f->pupil[0] == f[-1].pupil[0])
			continue;
		for (size_t p = 0; p < f->pupils; p++) {
			const struct course *o = &shelf.v[shelf.next++ % shelf.n];

			v[k++] = (struct order){f->token, f->pupil[p], o->id, o->agreement,
			                        o->seats};
		}
	}
	shuffle(v, k, seed);
	*ret_n = k < n || n == 0 ? k : n;
	return v;
}

void order_request(const struct order *w, uint16_t port, const char *key, struct out *o)
{
	char body[192], head[96] = "";
	int n = snprintf(body, sizeof body,
	                 "{\"pupil\":\"%lld\",\"offering\":\"%lld\",\"agreement\":\"%lld\"}",
	                 (long long)w->pupil, (long long)w->offering, (long long)w->agreement);

	if (key)
		snprintf(head, sizeof head, "Idempotency-Key: %s\r\n", key);
	out_printf(o,
	           "POST /api/v1/enrolments HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
	           "Authorization: Bearer %.*s\r\n%sContent-Type: application/json\r\n"
	           "Content-Length: %d\r\n\r\n%s",
	           port, STR_FMT(w->token), head, n, body);
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

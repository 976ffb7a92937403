/* F1: SIGKILL in the middle of a rush, again and again. The client outside keeps a journal that is
 * on disk before a request is sent and after an answer is read; the server is killed at random
 * moments and started again on what it left. At the end the journal is compared with what the
 * server tells and with what `kehou verify` recomputes.
 *
 * What may be open at a kill: each request in flight is either done or not, and nobody was told.
 * The client sends it again with the same Idempotency-Key, and from its answer on there is nothing
 * left to allow: every acknowledged enrolment stands there exactly once, every acknowledged
 * withdrawal is one, and there is no row the journal does not know.
 *
 * usage: kill_rush [KILLS]; a run ends early after 0.55 s for each kill that was wished for. */
#include <signal.h>
#include <unistd.h>

#include "base/jsonread.h"
#include "orders.h"

enum {
	CONNECTIONS = 64,
	CHILDREN = 8,      /* of each connection, one after the other */
	COURSES = 2,       /* few, so that seats run out and waitlists move */
	EACH_US = 1200000, /* of a shared machine: all kills come, or the test fails */
	SHORTEST_US = 20000,
	LONGEST_US = 150000,
	CALM_US = 300000,
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
	READY_LIMIT_US = 10000000, /* here correctness is asked for, not speed */
#else
	READY_LIMIT_US = 1000000,
#endif
};

struct client {
	struct order child[CHILDREN];
	size_t op;         /* counts up; names the key; even: enrol, odd: withdraw */
	bool open;         /* asked and not answered */
	int64_t enrolment; /* held by the child of this op */
};

struct rush {
	struct client client[CONNECTIONS];
	struct server server;
	FILE *journal;
	size_t unexpected, acknowledged;
};

static const struct order *child_of(const struct client *k)
{
	return &k->child[k->op / 2 % CHILDREN];
}

/* --- the client ------------------------------------------------------------------------------- */

static bool ask(void *self, size_t conn, struct out *o)
{
	struct rush *u = self;
	struct client *k = &u->client[conn];
	const struct order *w = child_of(k);
	bool enrol = k->op % 2 == 0;
	char key[48];

	snprintf(key, sizeof key, "kill-%zu-%zu", conn, k->op);
	if (enrol)
		order_request(w, u->server.port, key, o);
	else
		out_printf(o,
		           "DELETE /api/v1/enrolments/%lld HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
		           "Authorization: Bearer %.*s\r\nIdempotency-Key: %s\r\n\r\n",
		           (long long)k->enrolment, u->server.port, STR_FMT(w->token), key);
	if (!k->open) /* sent again after a kill it is the same operation */
		fprintf(u->journal, "> %zu %zu %c %lld %lld\n", conn, k->op, enrol ? 'E' : 'W',
		        (long long)w->pupil, (long long)(enrol ? 0 : k->enrolment));
	k->open = true;
	return true;
}

static void told(void *self, size_t conn, int status, struct str body)
{
	struct rush *u = self;
	struct client *k = &u->client[conn];
	bool enrol = k->op % 2 == 0;
	size_t at;

	if (status != (enrol ? 201 : 200) || !str_find(body, S("\"id\":\""), &at)) {
		if (u->unexpected++ == 0)
			fprintf(stderr, "kill_rush: %d %.*s\n", status, STR_FMT(body));
		return; /* stays open: it is sent again */
	}
	struct str id = str_sub(body, at + 6, body.n);

	if (!str_i64(str_cut(&id, '"'), &k->enrolment))
		u->unexpected++;
	fprintf(u->journal, "< %zu %zu %lld\n", conn, k->op, (long long)k->enrolment);
	u->acknowledged++;
	k->open = false;
	k->op++;
}

static void sync_journal(void *self)
{
	struct rush *u = self;

	if (fflush(u->journal) != 0 || fdatasync(fileno(u->journal)) != 0)
		give_up("the journal cannot be written");
}

static void rush_for(struct rush *u, int64_t us)
{
	struct load l = {.port = u->server.port,
	                 .connections = CONNECTIONS,
	                 .most_us = us,
	                 .ask = ask,
	                 .told = told,
	                 .before_send = sync_journal,
	                 .self = u};
	struct load_result r;

	if (!load_run(&l, &r))
		give_up("the rush stood still");
	sync_journal(u);
}

/* --- the kill --------------------------------------------------------------------------------- */

static void rush_and_kill(struct rush *u, int64_t after_us)
{
	server_kill_later(&u->server, after_us);
	rush_for(u, 10 * after_us); /* ends when all connections are gone */
	server_killed(&u->server);
}

static uint64_t draw(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* --- what must be true afterwards ------------------------------------------------------------- */

struct row {
	int64_t pupil, enrolment;
	bool withdrawn, seen;
};
struct rows {
	struct row *v;
	size_t n;
};

static void remember(struct rows *r, const struct row *row)
{
	static size_t room;

	if (r->n == room) {
		room = room ? room * 2 : 4096;
		r->v = realloc(r->v, room * sizeof *r->v);
		if (!r->v)
			give_up("out of memory");
	}
	r->v[r->n++] = *row;
}

struct open_op {
	char kind;
	int64_t pupil, row; /* row: of the one to withdraw */
};

/* Every acknowledged operation, from the journal alone. */
static size_t journal_read(const char *name, struct rows *ret_rows)
{
	struct open_op open[CONNECTIONS] = {0};
	size_t last[CONNECTIONS] = {0}, in_flight = 0;
	FILE *f = fopen(name, "re");
	char line[160];

	while (f && fgets(line, sizeof line, f)) {
		char *at = line + 2;
		size_t conn = strtoull(at, &at, 10);

		(void)strtoull(at, &at, 10);
		if (conn >= CONNECTIONS)
			give_up("the journal is damaged");
		struct open_op *o = &open[conn];

		if (line[0] == '>') {
			o->kind = at[1];
			o->pupil = strtoll(at + 2, NULL, 10);
			in_flight++;
			continue;
		}
		in_flight--;
		if (o->kind == 'E') {
			last[conn] = ret_rows->n;
			remember(ret_rows, &(struct row){.pupil = o->pupil,
			                                 .enrolment = strtoll(at, NULL, 10)});
		} else {
			ret_rows->v[last[conn]].withdrawn = true;
		}
	}
	if (!f)
		give_up("no journal");
	fclose(f);
	return in_flight;
}

static struct row *row_find(const struct rows *r, int64_t pupil, int64_t enrolment)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].enrolment == enrolment && r->v[i].pupil == pupil)
			return &r->v[i];
	return NULL;
}

struct wrong {
	size_t lost, unknown, twice, state, oversold;
};

/* What the server tells about one child. */
static void compare(const struct rush *u, const struct order *w, struct rows *rows,
                    struct wrong *wrong)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct ctx c = {.arena = a, .env = env_system()};
	char path[128], head[256];
	const struct jval *root, *items;
	struct out o;

	out_init(&o, 8 << 20);
	snprintf(path, sizeof path, "/api/v1/enrolments?pupil=%lld", (long long)w->pupil);
	snprintf(head, sizeof head, "Authorization: Bearer %.*s\r\n", STR_FMT(w->token));
	if (load_once(u->server.port, "GET", path, head, NULL, &o) != 200 ||
	    jread(&c, out_str(&o), o.ceiling, &root) != OK ||
	    jval_array(&c, root, "items", 100000, &items) != OK)
		give_up("the list of a child cannot be read");
	for (size_t i = 0; i < items->n; i++) {
		struct str state = STR_NONE;
		int64_t id = 0;

		if (jval_id(&c, &items->items[i], "id", &id) != OK ||
		    jval_str(&c, &items->items[i], "state", 32, &state) != OK)
			give_up("the list of a child cannot be read");
		struct row *r = row_find(rows, w->pupil, id);

		if (!r) {
			wrong->unknown++; /* an effect nobody was told of, or one too many */
			continue;
		}
		wrong->twice += r->seen;
		wrong->state += str_is(state, "withdrawn") != r->withdrawn;
		r->seen = true;
	}
	out_free(&o);
	arena_free(&a);
}

static struct wrong judge(struct rush *u, struct data *d, const char *journal)
{
	struct rows rows = {0};
	struct wrong wrong = {0};
	struct shelf shelf;

	if (journal_read(journal, &rows) != 0)
		give_up("requests are open after a calm end");
	for (size_t i = 0; i < CONNECTIONS; i++)
		for (size_t k = 0; k < CHILDREN; k++)
			compare(u, &u->client[i].child[k], &rows, &wrong);
	for (size_t i = 0; i < rows.n; i++)
		wrong.lost += !rows.v[i].seen;
	shelf_ask(&u->server, &d->family[0], &shelf);
	for (size_t i = 0; i < shelf.n; i++)
		wrong.oversold += shelf.v[i].taken > shelf.v[i].seats;
	free(rows.v);
	return wrong;
}

/* --- the run ---------------------------------------------------------------------------------- */

static void enlist(struct rush *u, const struct data *d)
{
	struct shelf shelf;
	size_t next = 0;

	shelf_ask(&u->server, &d->family[0], &shelf);
	for (size_t i = 0; i < CONNECTIONS * CHILDREN; i++) {
		const struct course *o = &shelf.v[i % COURSES % shelf.n];

		/* The second guardian of a family stands behind the first. */
		while (next > 0 && d->family[next].pupil[0] == d->family[next - 1].pupil[0])
			next++;
		if (next >= d->families || shelf.n == 0)
			give_up("the demo has too few families");
		u->client[i % CONNECTIONS].child[i / CONNECTIONS] =
			(struct order){.token = d->family[next].token,
		                       .pupil = d->family[next].pupil[0],
		                       .offering = o->id,
		                       .agreement = o->agreement};
		next++;
	}
}

static void start(struct rush *u, const char *url, int64_t *slowest)
{
	if (!server_start(url, NULL, NULL, &u->server))
		exit(1);
	if (u->server.ready_us > *slowest)
		*slowest = u->server.ready_us;
}

int main(int argc, char **argv)
{
	size_t wished = argc > 1 ? strtoull(argv[1], NULL, 10) : 100, kills = 0;
	int64_t slowest = 0, until = load_now_us() + (int64_t)wished * EACH_US;
	struct rush *u = calloc(1, sizeof *u);
	struct data *d = data_open("school");
	char url[URL_MAX], journal[] = "/tmp/kehou-journal.XXXXXX";
	uint64_t seed = (uint64_t)load_now_us();
	int fd = mkstemp(journal);

	printf("seed of the moments: %llu\n", (unsigned long long)seed);
	if (!u || fd < 0 || !(u->journal = fdopen(fd, "w")))
		give_up("no journal");
	data_copy(d, "killed", url);
	start(u, url, &slowest);
	enlist(u, d);
	while (kills < wished && load_now_us() < until) {
		rush_and_kill(u, SHORTEST_US + (int64_t)(draw(&seed) % (LONGEST_US - SHORTEST_US)));
		kills++;
		start(u, url, &slowest);
	}
	rush_for(u, CALM_US);
	struct wrong w = judge(u, d, journal);
	int ended = server_stop(&u->server, SIGTERM);
	int verified = kehou_run((const char *const[]){"verify", "--db", url, NULL});

	printf("kills %zu, acknowledged %zu, slowest start %lld ms\n"
	       "lost %zu, unknown %zu, twice %zu, in another state %zu, oversold %zu, "
	       "unexpected answers %zu, verify %d\n",
	       kills, u->acknowledged, (long long)slowest / 1000, w.lost, w.unknown, w.twice,
	       w.state, w.oversold, u->unexpected, verified);
	bool good = w.lost + w.unknown + w.twice + w.state + w.oversold + u->unexpected == 0 &&
	            verified == 0 && ended == 0 && slowest <= READY_LIMIT_US && kills == wished;

	fclose(u->journal);
	if (good)
		unlink(journal);
	else
		printf("the journal is kept: %s\n", journal);
	free(u);
	data_free(&d);
	return good ? 0 : 1;
}

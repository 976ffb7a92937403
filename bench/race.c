/* race: 64 clients on the last seats of one course at once, and four login sessions of one family
 * for one child, a thousand times each on one server. Nothing is timed: the figures are counts
 * that must be 0. After each race everybody withdraws at once, so that waitlists move under load
 * and the next race finds all seats free. */
#include "orders.h"

#include <signal.h>

enum { RACERS = 64, PARALLEL = 4, FAMILIES = 16, MOST_SCHOOLS = 64 };
#define LONGEST_US INT64_C(60000000)

/* One race: who wants what, and how it ended for each. */
struct race {
	struct order order[RACERS];
	size_t n;
	uint16_t port;
	bool asked[RACERS], withdrawing;
	int64_t enrolment[RACERS];
	size_t enrolled, waiting, refused;
	size_t failed; /* over all races */
};

static bool ask(void *self, size_t conn, struct out *o)
{
	struct race *r = self;

	if (r->asked[conn] || (r->withdrawing && !r->enrolment[conn]))
		return false;
	r->asked[conn] = true;
	if (!r->withdrawing) {
		order_request(&r->order[conn], r->port, NULL, o);
		return true;
	}
	out_printf(o,
	           "DELETE /api/v1/enrolments/%lld HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
	           "Authorization: Bearer %.*s\r\nContent-Length: 0\r\n\r\n",
	           (long long)r->enrolment[conn], r->port, STR_FMT(r->order[conn].token));
	return true;
}

static void told(void *self, size_t conn, int status, struct str body)
{
	struct race *r = self;
	size_t at;

	if (r->withdrawing) {
		r->failed += status >= 300;
		return;
	}
	if (status == 201 && str_find(body, S("\"id\":\""), &at)) {
		struct str rest = str_sub(body, at + 6, body.n);

		if (!str_i64(str_cut(&rest, '"'), &r->enrolment[conn]))
			r->failed++;
		if (str_find(body, S("\"enrolled\""), &at))
			r->enrolled++;
		else
			r->waiting++;
	} else if (status >= 400 && status < 500) {
		r->refused++;
	} else {
		r->failed++;
	}
}

static void go(struct race *r, bool withdrawing)
{
	struct load l = {.port = r->port,
	                 .connections = r->n,
	                 .most_us = LONGEST_US,
	                 .ask = ask,
	                 .told = told,
	                 .self = r};
	struct load_result answer;

	memset(r->asked, 0, sizeof r->asked);
	r->withdrawing = withdrawing;
	if (!load_run(&l, &answer) || answer.broken > 0)
		give_up("a race was not answered");
}

static void begin(struct race *r)
{
	memset(r->enrolment, 0, sizeof r->enrolment);
	r->enrolled = r->waiting = r->refused = 0;
}

/* The families of each school stand together in the list. */
struct school {
	const struct family *family;
	size_t families, next;
	struct shelf shelf;
};

static size_t schools_of(const struct data *d, const struct server *s, struct school *v)
{
	size_t n = 0;

	for (size_t i = 0; i < d->families; i++) {
		const struct family *f = &d->family[i];

		if (n > 0 && str_eq(v[n - 1].family->school, f->school)) {
			/* The second guardian of a family stands behind the first. */
			v[n - 1].families++;
			continue;
		}
		if (n == MOST_SCHOOLS)
			break;
		v[n].family = f;
		v[n].families = 1;
		shelf_ask(s, f, &v[n].shelf);
		n++;
	}
	return n;
}

static const struct course *field(struct race *r, struct school *s, size_t racers)
{
	const struct course *k = &s->shelf.v[s->shelf.next++ % s->shelf.n];
	int64_t last = 0;

	for (r->n = 0; r->n < racers;) {
		const struct family *f = &s->family[s->next++ % s->families];

		if (f->pupil[0] == last)
			continue;
		last = f->pupil[0];
		r->order[r->n++] = (struct order){.token = f->token,
		                                  .pupil = last,
		                                  .offering = k->id,
		                                  .agreement = k->agreement};
	}
	return k;
}

/* What the course's own counter says, asked over HTTP. */
static int64_t taken_now(const struct server *s, const struct school *k, int64_t offering)
{
	struct shelf now;

	shelf_ask(s, &k->family[1], &now);
	for (size_t i = 0; i < now.n; i++)
		if (now.v[i].id == offering)
			return now.v[i].taken;
	return -1; /* not open to this family any more: it takes part */
}

struct counts {
	size_t oversold, unfair, stuck, duplicates, failed;
};

static void seats(const struct server *s, struct school *school, size_t n, size_t races,
                  struct counts *c)
{
	struct race r = {.port = s->port};

	for (size_t i = 0; i < races; i++) {
		struct school *k = &school[i % n];
		const struct course *o = field(&r, k, RACERS);
		size_t most = (size_t)o->seats < RACERS ? (size_t)o->seats : RACERS;

		begin(&r);
		go(&r, false);
		c->oversold += r.enrolled > most || taken_now(s, k, o->id) > o->seats;
		/* Nobody holds anything: each either has a seat or waits, and no seat is left. */
		c->unfair += r.enrolled != most || r.waiting != RACERS - most;
		go(&r, true);
		c->stuck += taken_now(s, k, o->id) > 0;
	}
	c->failed += r.failed;
}

static struct str log_in(const struct server *s, struct arena *a, struct str login)
{
	char body[160];
	struct out o;
	size_t at;
	struct str token = STR_NONE;

	out_init(&o, 1 << 16);
	snprintf(body, sizeof body, "{\"login\":\"%.*s\",\"password\":\"kehou-demo\"}",
	         STR_FMT(login));
	if (load_once(s->port, "POST", "/api/v1/sessions", "", body, &o) == 201 &&
	    str_find(out_str(&o), S("\"token\":\""), &at)) {
		struct str rest = str_sub(out_str(&o), at + 9, o.n);

		token = str_dup(a, str_cut(&rest, '"'));
	}
	if (!token.p)
		give_up("no login: %.*s", STR_FMT(out_str(&o)));
	out_free(&o);
	return token;
}

static void sessions(const struct data *d, const struct server *s, struct school *k, size_t races,
                     struct counts *c)
{
	struct race r = {.port = s->port, .n = PARALLEL};
	struct str token[FAMILIES][PARALLEL];

	if (!k->family)
		give_up("the school has no families");
	for (size_t f = 0; f < FAMILIES; f++)
		for (size_t i = 0; i < PARALLEL; i++)
			token[f][i] = i == 0 ? k->family[f].token
			                     : log_in(s, d->arena, k->family[f].login);
	for (size_t i = 0; i < races; i++) {
		const struct course *o = &k->shelf.v[i % k->shelf.n];
		size_t f = i % FAMILIES;

		for (size_t p = 0; p < PARALLEL; p++)
			r.order[p] = (struct order){.token = token[f][p],
			                            .pupil = k->family[f].pupil[0],
			                            .offering = o->id,
			                            .agreement = o->agreement};
		begin(&r);
		go(&r, false);
		c->duplicates += r.enrolled + r.waiting > 1;
		c->unfair += r.enrolled + r.waiting != 1 || r.refused != PARALLEL - 1;
		go(&r, true);
	}
	c->failed += r.failed;
}

int main(int argc, char **argv)
{
	size_t races = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000;
	struct data *d = data_open("county");
	struct school *school = calloc(MOST_SCHOOLS, sizeof *school);
	struct counts c = {0};
	struct server s;
	char url[URL_MAX];

	data_copy(d, "one", url);
	if (!school || !server_start(url, NULL, NULL, &s))
		give_up("no server");
	size_t n = schools_of(d, &s, school);

	if (n == 0)
		give_up("no school has a course and enough families");

	seats(&s, school, n, races, &c);
	sessions(d, &s, &school[0], races, &c);
	if (server_stop(&s, SIGTERM) != 0)
		give_up("the server did not end in order");
	int verified = kehou_run((const char *const[]){"verify", "--db", url, NULL});

	figure("race", "races", (double)(2 * races), "races", -1, -1);
	figure("race", "oversold", (double)c.oversold, "races", 0, -1);
	figure("race", "duplicates", (double)c.duplicates, "races", 0, -1);
	figure("race", "other_than_expected", (double)c.unfair, "races", 0, -1);
	figure("race", "seats_not_freed", (double)c.stuck, "races", 0, -1);
	figure("race", "failed", (double)c.failed, "requests", 0, -1);
	figure("race", "verify", verified, "exit code", 0, -1);
	free(school);
	data_free(&d);
	return c.oversold || c.duplicates || c.failed || verified;
}

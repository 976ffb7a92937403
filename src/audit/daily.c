/* The day's reconciliation of a county: facts out of the tables, differences into them. */
#include "audit/difference.h"
#include "audit/arrival.h"
#include "audit/difference.sql.h"
#include "audit/facts.h"
#include "base/jsonread.h"
#include "payments/account.h"
#include "people/county.h"
#include "people/reach.h"

enum { MANY = 200, FETCH_DAYS = 10, SILENT_MOST = 2, PAYLOAD_MOST = 4096 };

/* --- a channel's file ------------------------------------------------------------------------- */

struct day_file {
	county_id county;
	int64_t id, collecting;
	struct date day;
	const struct channel_day_line *v;
	size_t n, from;
};

static enum err file_begin(struct ctx *c, void *arg)
{
	const struct day_file *f = arg;

	TRY(q_channel_file_insert(c, f->id, f->county, f->collecting, f->day, (int64_t)f->n, c->now,
	                          NULL));
	return audit_put(c, "file_begun", "collecting_account", f->collecting, f->county, S("{}"));
}

static enum err file_lines(struct ctx *c, void *arg)
{
	const struct day_file *f = arg;

	for (size_t i = f->from; i < f->n && i < f->from + MANY; i++)
		TRY(q_channel_line_insert(c, env_next_id(c->env), f->id, (int64_t)i + 1,
		                          f->v[i].number, f->v[i].refund.p ? f->v[i].refund : S(""),
		                          f->v[i].channel_number.p ? f->v[i].channel_number : S(""),
		                          f->v[i].amount, NULL));
	return OK;
}

static enum err file_end(struct ctx *c, void *arg)
{
	const struct day_file *f = arg;
	int64_t n;

	TRY(q_channel_file_taken(c, f->id, &n));
	return n == 0 ? OK
	              : audit_put(c, "file_taken", "collecting_account", f->collecting, f->county,
	                          str_printf(c->arena, "{\"lines\":%zu}", f->n));
}

static enum err file_known(struct ctx *c, struct day_file *f, struct str *ret_state)
{
	struct q_channel_file_of_row row;
	bool found = false;
	enum err e;

	TRY(store_read_begin(c));
	e = q_channel_file_of(c, f->collecting, f->day, &row, &found);
	store_read_end(c);
	TRY(e);
	*ret_state = found ? row.state : S("");
	f->id = found ? row.id : env_next_id(c->env);
	return OK;
}

enum err channel_day_take(struct ctx *c, county_id county, int64_t collecting, struct date day,
                          const struct channel_day_line *v, size_t n)
{
	static const struct verb begin = {"audit.channel_file", file_begin};
	static const struct verb lines = {"audit.channel_lines", file_lines};
	static const struct verb end = {"audit.channel_file_end", file_end};
	struct day_file f = {county, 0, collecting, day, v, n, 0};
	struct str state;

	TRY(file_known(c, &f, &state));
	if (str_is(state, "taken"))
		return OK;
	if (!str_some(state))
		TRY(store_write(c, &begin, &f));
	for (f.from = 0; f.from < n; f.from += MANY)
		TRY(store_write(c, &lines, &f));
	return store_write(c, &end, &f);
}

/* Merchants without a bank account said are held against their channel alone. */
struct found {
	struct difference_found *v;
	size_t n, room;
	struct rec_settled *came;
	size_t n_came, came_room;
	int64_t *undone;
	size_t n_undone;
	const struct facts *x;
};

static bool at_bank(enum difference_kind k)
{
	return k == DIFF_FEE || k == DIFF_BANK_MISSING || k == DIFF_BANK_UNKNOWN;
}

/* Memory of a list that is about to have one row more. */
static enum err one_more(struct ctx *c, void **v, size_t n, size_t *room, size_t size)
{
	size_t wanted = *room ? 2 * *room : 64;
	char *p;

	if (n < *room)
		return OK;
	p = arena_take(c->arena, wanted * size);
	if (!p)
		return fault_broken(c, "arena");
	if (n)
		memcpy(p, *v, n * size);
	*v = p;
	*room = wanted;
	return OK;
}

static enum err found_put(struct ctx *c, const struct difference_found *d, void *arg)
{
	struct found *f = arg;
	void *v = f->v;

	for (size_t i = 0; at_bank(d->kind) && i < f->x->f.merchants; i++) {
		if (f->x->merchant[i].id == d->merchant && !f->x->merchant[i].account)
			return OK;
	}
	TRY(one_more(c, &v, f->n, &f->room, sizeof *f->v));
	f->v = v;
	f->v[f->n++] = *d;
	return OK;
}

static enum err came_put(struct ctx *c, const struct rec_settled *s, void *arg)
{
	struct found *f = arg;
	void *v = f->came;

	TRY(one_more(c, &v, f->n_came, &f->came_room, sizeof *f->came));
	f->came = v;
	f->came[f->n_came++] = *s;
	return OK;
}

static enum err undone_put(struct ctx *c, int64_t booked, void *arg)
{
	struct found *f = arg;

	(void)c;
	f->undone[f->n_undone++] = booked;
	return OK;
}

/* --- keeping what was found ------------------------------------------------------------------- */

struct keeping {
	county_id county;
	const struct found *found;
	const struct facts *x;
	size_t from;
	struct date first, last;
	struct instant now;
};

static int64_t school_of(const struct facts *x, int64_t merchant)
{
	for (size_t i = 0; i < x->f.merchants; i++) {
		if (x->merchant[i].id == merchant)
			return x->merchant[i].school.v;
	}
	return 0;
}

static enum err found_run(struct ctx *c, void *arg)
{
	const struct keeping *k = arg;
	size_t i;

	for (i = k->from; i < k->found->n && i < k->from + MANY; i++) {
		const struct difference_found *d = &k->found->v[i];

		TRY(q_difference_seen(c, env_next_id(c->env), k->county,
		                      school_of(k->x, d->merchant),
		                      str_of(difference_name(d->kind)), d->merchant, d->day,
		                      d->number.p ? d->number : S(""), d->bank, d->found,
		                      d->expected, k->now, NULL));
	}
	return audit_put(c, "differences_seen", "county", k->county.v, k->county,
	                 str_printf(c->arena, "{\"rows\":%zu}", i - k->from));
}

static enum err gone_run(struct ctx *c, void *arg)
{
	const struct keeping *k = arg;
	int64_t n;

	TRY(q_difference_gone(c, k->county, k->first, k->last, k->now, &n));
	return audit_put(
		c, "reconciled", "county", k->county.v, k->county,
		str_printf(c->arena, "{\"open\":%zu,\"gone\":%lld}", k->found->n, (long long)n));
}

/* What does not hold goes before what takes its place. */
static enum err arrivals_keep(struct ctx *c, county_id county, const struct found *f)
{
	for (size_t i = 0; i < f->n_undone; i++)
		TRY(arrival_undo(c, county, f->undone[i]));
	for (size_t i = 0; i < f->n_came; i++)
		TRY(arrival_book(c, county, &f->came[i]));
	return OK;
}

static enum err differences_keep(struct ctx *c, struct keeping *k)
{
	static const struct verb seen = {"audit.differences", found_run};
	static const struct verb gone = {"audit.reconciled", gone_run};

	for (k->from = 0; k->from < k->found->n; k->from += MANY)
		TRY(store_write(c, &seen, k));
	return store_write(c, &gone, k);
}

enum err reconcile_county(struct ctx *c, county_id county, struct date last, int64_t *ret_open)
{
	struct facts x = {.f = {.first = {last.day - RECONCILE_DAYS + 1},
	                        .last = last,
	                        .today = ctx_today(c)}};
	struct found found = {.x = &x};
	const struct rec_sink sink = {found_put, came_put, undone_put, &found};
	struct keeping k = {county, &found, &x, 0, {0}, {0}, c->now};
	enum err e;

	TRY(store_read_begin(c));
	e = rec_facts_read(c, county, &x);
	store_read_end(c);
	TRY(e);
	*ret_open = 0;
	if (x.f.merchants == 0)
		return OK;
	found.undone = NEW_N(c->arena, x.f.n_booked + 1, int64_t);
	if (!found.undone)
		return fault_broken(c, "arena");
	TRY(reconcile(c, &x.f, &sink));
	TRY(arrivals_keep(c, county, &found));
	k.first = x.f.first;
	k.last = x.f.last;
	TRY(differences_keep(c, &k));
	*ret_open = (int64_t)found.n;
	return OK;
}

/* --- every day -------------------------------------------------------------------------------- */

static enum err file_fetch(struct ctx *c, const struct collecting *a, struct date day)
{
	struct channel_open open = {0};
	struct pay_statement s = {0};
	struct channel_day_line *v;
	enum err e;

	TRY(channel_open(c, a, &open));
	e = open.channel->statement(c, &open.pay, day, &s);
	channel_close(&open);
	TRY(e);
	v = NEW_N(c->arena, s.n + 1, struct channel_day_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s.n; i++)
		v[i] = (struct channel_day_line){s.v[i].number,
		                                 s.v[i].refund ? s.v[i].refund_number : S(""),
		                                 s.v[i].channel_number, s.v[i].amount};
	return channel_day_take(c, a->county, a->id.v, day, v, s.n);
}

/* A day whose file cannot be had keeps none of the others back and is asked for again tomorrow. A
 * channel that says nothing, time after time, is not waited for once a day in hand; so the newest
 * come first. */
static enum err account_fetch(struct ctx *c, const struct collecting *a, struct date last)
{
	int silent = 0;

	for (int32_t d = last.day; d > last.day - FETCH_DAYS && silent < SILENT_MOST; d--) {
		struct arena_mark mark = arena_mark(c->arena);
		struct day_file f = {.collecting = a->id.v, .day = {d}};
		struct str state;

		TRY(file_known(c, &f, &state));
		if (!str_is(state, "taken")) {
			enum err e = file_fetch(c, a, f.day);

			silent = e != OK && c->fault.code &&
			                         strcmp(c->fault.code, CHANNEL_SILENT) == 0
			                 ? silent + 1
			                 : 0;
			c->fault = (struct fault){0};
		}
		arena_rewind(c->arena, mark);
	}
	return OK;
}

static enum err files_fetch(struct ctx *c, county_id county, struct date last)
{
	struct q_rec_merchants_row *row;
	size_t n;
	enum err e;

	TRY(store_read_begin(c));
	e = q_rec_merchants(c, county, &row, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		struct collecting a;

		if (str_is(row[i].channel, "counter") || !row[i].active)
			continue;
		TRY(store_read_begin(c));
		e = collecting_load(c, (collecting_id){row[i].id}, &a);
		store_read_end(c);
		if (e == OK)
			TRY(account_fetch(c, &a, last));
	}
	return OK;
}

static enum err reconcile_job(struct ctx *c, const struct job *j)
{
	struct date last = {ctx_today(c).day - 1};
	struct county *v;
	int64_t open;
	size_t n;

	(void)j;
	TRY(county_list_now(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(c->arena);

		TRY(files_fetch(c, v[i].id, last));
		TRY(reconcile_county(c, v[i].id, last, &open));
		arena_rewind(c->arena, mark);
	}
	return OK;
}

/* What somebody did about a county's money is seen at once. */
static enum err county_job(struct ctx *c, const struct job *j)
{
	struct date last = {ctx_today(c).day - 1};
	const struct jval *root;
	int64_t id = 0, open;

	TRY(jread(c, j->payload, PAYLOAD_MOST, &root));
	TRY(jval_id(c, root, "county", &id));
	return reconcile_county(c, (county_id){id}, last, &open);
}

enum err reconcile_soon(struct ctx *c, county_id county)
{
	return job_put(c, "audit.reconcile_county",
	               str_printf(c->arena, "{\"county\":\"%lld\"}", (long long)county.v), c->now);
}

static const struct job_kind KINDS[] = {
	{.name = "audit.reconcile",
         .run = reconcile_job,
         .every_s = 86400,
         .lane = "audit.reconcile"}, /* fetches the channels' files */
	/* without the network */
	{.name = "audit.reconcile_county", .run = county_job},
};
const struct job_kinds reconcile_jobs = JOB_KINDS(KINDS);

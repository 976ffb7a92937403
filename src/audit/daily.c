/* The day's reconciliation of a county: facts out of the tables, differences into them. */
#include "audit/difference.h"
#include "audit/difference.sql.h"
#include "payments/account.h"
#include "people/county.h"
#include "people/reach.h"

enum { MANY = 200, EARLY_DAYS = 120, FETCH_DAYS = 10 };
#define DEFAULT_DAYS 3

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

/* --- facts ------------------------------------------------------------------------------------ */

struct facts {
	struct rec_facts f;
	struct rec_merchant *merchant;
	int64_t *bank_account; /* of each merchant; 0: not said */
	struct rec_ours *ours;
	struct rec_bank *bank;
};

static struct instant day_begins(struct date d)
{
	return date_instant(d, (struct clock_time){0});
}

static enum err merchants_read(struct ctx *c, county_id county, struct facts *x)
{
	struct q_rec_merchants_row *row;
	size_t n;

	TRY(q_rec_merchants(c, county, &row, &n));
	x->merchant = NEW_N(c->arena, n + 1, struct rec_merchant);
	x->bank_account = NEW_N(c->arena, n + 1, int64_t);
	if (!x->merchant || !x->bank_account)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		x->merchant[i] = (struct rec_merchant){
			row[i].id, row[i].school, row[i].channel,
			row[i].fee_per_million.some ? row[i].fee_per_million.v : 0,
			row[i].days.some ? row[i].days.v : DEFAULT_DAYS};
		x->bank_account[i] = row[i].bank_account.some ? row[i].bank_account.v : 0;
	}
	x->f.merchant = x->merchant;
	x->f.merchants = n;
	return OK;
}

/* A day more at either end: what one side puts on another day is late, not missing. */
static enum err ours_read(struct ctx *c, county_id county, struct facts *x)
{
	struct instant after = day_begins((struct date){x->f.first.day - EARLY_DAYS});
	struct instant before = day_begins((struct date){x->f.last.day + 2});
	struct q_rec_payments_row *pay;
	struct q_rec_refunds_row *back;
	struct q_rec_unpaid_row *open;
	size_t pays, backs, opens, n = 0;

	TRY(q_rec_payments(c, county, after, before, &pay, &pays));
	TRY(q_rec_refunds(c, county, after, before, &back, &backs));
	TRY(q_rec_unpaid(c, county, after, before, &open, &opens));
	x->ours = NEW_N(c->arena, pays + backs + opens + 1, struct rec_ours);
	if (!x->ours)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < pays; i++)
		x->ours[n++] = (struct rec_ours){pay[i].id,
		                                 OURS_PAYMENT,
		                                 pay[i].merchant,
		                                 pay[i].number,
		                                 STR_NONE,
		                                 pay[i].amount,
		                                 instant_date(pay[i].at),
		                                 DATE_NONE,
		                                 {pay[i].first_day.day - EARLY_DAYS},
		                                 pay[i].last_day};
	for (size_t i = 0; i < backs; i++)
		x->ours[n++] = (struct rec_ours){back[i].id,
		                                 OURS_REFUND,
		                                 back[i].merchant,
		                                 back[i].number,
		                                 back[i].refund,
		                                 back[i].amount,
		                                 instant_date(back[i].at),
		                                 DATE_NONE,
		                                 {0},
		                                 {0}};
	for (size_t i = 0; i < opens; i++) {
		bool ended = !str_is(open[i].state, "made") && !str_is(open[i].state, "asked") &&
		             open[i].settled.us != INT64_MIN;

		x->ours[n++] = (struct rec_ours){open[i].id,
		                                 OURS_UNPAID,
		                                 open[i].merchant,
		                                 open[i].number,
		                                 STR_NONE,
		                                 open[i].amount,
		                                 instant_date(open[i].at),
		                                 ended ? instant_date(open[i].settled) : DATE_NONE,
		                                 {0},
		                                 {0}};
	}
	x->f.ours = x->ours;
	x->f.n_ours = n;
	return OK;
}

static enum err lines_read(struct ctx *c, county_id county, struct facts *x)
{
	struct q_rec_lines_row *row;
	struct rec_line *v;
	size_t n;

	TRY(q_rec_lines(c, county, x->f.first, x->f.last, &row, &n));
	v = NEW_N(c->arena, n + 1, struct rec_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct rec_line){row[i].id,     row[i].merchant, row[i].number,
		                         row[i].refund, row[i].amount,   row[i].day};
	x->f.line = v;
	x->f.lines = n;
	return OK;
}

/* By the names banks print for a channel. */
static bool of_channel(struct str channel, struct str counterparty, struct str summary)
{
	static const char *const wechat[] = {"财付通", "微信"}, *const alipay[] = {"支付宝",
	                                                                           "蚂蚁"};
	const char *const *name = str_is(channel, "wechat") ? wechat : alipay;
	size_t at;

	for (size_t i = 0; i < 2; i++) {
		if (str_find(counterparty, str_of(name[i]), &at) ||
		    str_find(summary, str_of(name[i]), &at))
			return true;
	}
	return false;
}

static enum err bank_read(struct ctx *c, struct facts *x)
{
	size_t room = 0;

	for (size_t i = 0; i < x->f.merchants; i++) {
		struct q_rec_bank_row *row;
		struct rec_bank *v;
		size_t n;

		if (!x->bank_account[i])
			continue;
		TRY(q_rec_bank(c, x->bank_account[i], x->f.first,
		               (struct date){x->f.last.day + (int32_t)x->merchant[i].days}, &row,
		               &n));
		room = x->f.banks + n;
		v = NEW_N(c->arena, room + 1, struct rec_bank);
		if (!v)
			return fault_broken(c, "arena");
		if (x->f.banks)
			memcpy(v, x->bank, x->f.banks * sizeof *v);
		x->bank = v;
		for (size_t k = 0; k < n; k++) {
			if (of_channel(x->merchant[i].channel, row[k].counterparty, row[k].summary))
				v[x->f.banks++] =
					(struct rec_bank){row[k].id, x->merchant[i].id,
				                          row[k].amount, row[k].day, DATE_NONE};
		}
	}
	x->f.bank = x->bank;
	return OK;
}

/* Merchants without a bank account said are held against their channel alone. */
struct found {
	struct difference_found *v;
	size_t n, room;
	const struct facts *x;
};

static bool at_bank(enum difference_kind k)
{
	return k == DIFF_FEE || k == DIFF_BANK_MISSING || k == DIFF_BANK_UNKNOWN;
}

static enum err found_put(struct ctx *c, const struct difference_found *d, void *arg)
{
	struct found *f = arg;

	for (size_t i = 0; at_bank(d->kind) && i < f->x->f.merchants; i++) {
		if (f->x->merchant[i].id == d->merchant && !f->x->bank_account[i])
			return OK;
	}
	if (f->n == f->room) {
		size_t room = f->room ? 2 * f->room : 64;
		struct difference_found *v = NEW_N(c->arena, room, struct difference_found);

		if (!v)
			return fault_broken(c, "arena");
		if (f->n)
			memcpy(v, f->v, f->n * sizeof *v);
		f->v = v;
		f->room = room;
	}
	f->v[f->n++] = *d;
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

static enum err facts_read(struct ctx *c, county_id county, struct facts *x)
{
	TRY(merchants_read(c, county, x));
	TRY(ours_read(c, county, x));
	TRY(lines_read(c, county, x));
	return bank_read(c, x);
}

/* From the first day on whose files of every channel are here. */
static enum err first_whole_day(struct ctx *c, struct facts *x)
{
	for (size_t i = 0; i < x->f.merchants; i++) {
		int64_t n = 0;

		while (x->f.first.day <= x->f.last.day) {
			TRY(q_rec_files(c, x->merchant[i].id, x->f.first, x->f.last, &n));
			if (n == x->f.last.day - x->f.first.day + 1)
				break;
			x->f.first.day++;
		}
	}
	return OK;
}

enum err reconcile_county(struct ctx *c, county_id county, struct date last, int64_t *ret_open)
{
	static const struct verb seen = {"audit.differences", found_run};
	static const struct verb gone = {"audit.reconciled", gone_run};
	struct facts x = {.f = {.first = {last.day - RECONCILE_DAYS + 1},
	                        .last = last,
	                        .today = ctx_today(c)}};
	struct found found = {.x = &x};
	const struct rec_sink sink = {found_put, NULL, &found};
	struct keeping k = {county, &found, &x, 0, {0}, {0}, c->now};
	enum err e;

	TRY(store_read_begin(c));
	e = merchants_read(c, county, &x);
	if (e == OK)
		e = first_whole_day(c, &x);
	if (e == OK)
		e = facts_read(c, county, &x);
	store_read_end(c);
	TRY(e);
	*ret_open = 0;
	if (x.f.merchants == 0 || x.f.last.day < x.f.first.day)
		return OK;
	TRY(reconcile(c, &x.f, &sink));
	for (k.from = 0; k.from < found.n; k.from += MANY)
		TRY(store_write(c, &seen, &k));
	k.first = x.f.first;
	k.last = x.f.last;
	TRY(store_write(c, &gone, &k));
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

/* A channel that cannot be reached today is asked again tomorrow: its days stay open, others go on.
 */
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

		TRY(store_read_begin(c));
		e = collecting_load(c, (collecting_id){row[i].id}, &a);
		store_read_end(c);
		if (e != OK || !a.active)
			continue;
		for (int32_t d = last.day - FETCH_DAYS + 1; d <= last.day; d++) {
			struct arena_mark mark = arena_mark(c->arena);
			struct day_file f = {.collecting = row[i].id, .day = {d}};
			struct str state;

			TRY(file_known(c, &f, &state));
			if (!str_is(state, "taken") && file_fetch(c, &a, f.day) != OK)
				d = last.day;
			arena_rewind(c->arena, mark);
		}
	}
	return OK;
}

static enum err reconcile_job(struct ctx *c, const struct job *j)
{
	struct date last = {ctx_today(c).day - 1};
	struct county *v;
	int64_t open;
	size_t n;
	enum err e;

	(void)j;
	TRY(store_read_begin(c));
	e = county_list(c, &v, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(c->arena);

		TRY(files_fetch(c, v[i].id, last));
		TRY(reconcile_county(c, v[i].id, last, &open));
		arena_rewind(c->arena, mark);
	}
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = "audit.reconcile",
         .run = reconcile_job,
         .every_s = 86400,
         .lane = "audit.reconcile"}, /* fetches the channels' files */
};
const struct job_kinds reconcile_jobs = JOB_KINDS(KINDS);

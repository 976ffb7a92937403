#include "audit/facts.h"

#include "audit/arrival.h"
#include "audit/difference.sql.h"

/* An order may be paid before its term begins; a line may come so long after its day. */
enum { EARLY_DAYS = 120, DEFAULT_DAYS = 3, BOOKED_DAYS = 60 };

static struct instant day_begins(struct date d)
{
	return date_instant(d, (struct clock_time){0});
}

/* The counter has no files. An account is whole from the day after it was entered or changed, or
 * from its first file on. */
static enum err files_read(struct ctx *c, struct facts *x, size_t i, struct instant entered)
{
	struct rec_merchant *m = &x->merchant[i];
	struct q_rec_files_row *row;
	struct date first;
	bool *file;
	size_t n;

	if (str_is(m->channel, "counter"))
		return OK;
	file = NEW_N(c->arena, (size_t)(x->f.last.day - x->f.first.day) + 1, bool);
	if (!file)
		return fault_broken(c, "arena");
	TRY(q_rec_files(c, m->id, x->f.first, x->f.last, &row, &n));
	for (size_t k = 0; k < n; k++)
		file[row[k].day.day - x->f.first.day] = true;
	TRY(q_rec_first_file(c, m->id, &first));
	m->file = file;
	m->from.day = instant_date(entered).day + 1;
	if (date_some(first) && first.day < m->from.day)
		m->from = first;
	return OK;
}

static enum err merchants_read(struct ctx *c, county_id county, struct facts *x)
{
	struct q_rec_merchants_row *row;
	size_t n;

	TRY(q_rec_merchants(c, county, &row, &n));
	x->merchant = NEW_N(c->arena, n + 1, struct rec_merchant);
	if (!x->merchant)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		x->merchant[i] = (struct rec_merchant){
			row[i].id,
			row[i].school,
			row[i].channel,
			row[i].fee_per_million.some ? row[i].fee_per_million.v : 0,
			row[i].days.some ? row[i].days.v : DEFAULT_DAYS,
			row[i].bank_account.some ? row[i].bank_account.v : 0,
			NULL,
			row[i].active,
			DATE_NONE};
	x->f.merchant = x->merchant;
	x->f.merchants = n;
	for (size_t i = 0; i < n; i++)
		TRY(files_read(c, x, i, row[i].entered));
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
	size_t pays, backs, opens;
	struct rec_ours *v;

	TRY(q_rec_payments(c, county, after, before, &pay, &pays));
	TRY(q_rec_refunds(c, county, after, before, &back, &backs));
	TRY(q_rec_unpaid(c, county, after, before, &open, &opens));
	v = NEW_N(c->arena, pays + backs + opens + 1, struct rec_ours);
	if (!v)
		return fault_broken(c, "arena");
	x->f.ours = v;
	x->f.n_ours = pays + backs + opens;
	for (size_t i = 0; i < pays; i++)
		*v++ = (struct rec_ours){.id = pay[i].id,
		                         .what = OURS_PAYMENT,
		                         .merchant = pay[i].merchant,
		                         .school = pay[i].school,
		                         .number = pay[i].number,
		                         .amount = pay[i].amount,
		                         .day = instant_date(pay[i].at),
		                         .ended = DATE_NONE,
		                         .term_first = {pay[i].first_day.day - EARLY_DAYS},
		                         .term_last = pay[i].last_day};
	for (size_t i = 0; i < backs; i++)
		*v++ = (struct rec_ours){.id = back[i].id,
		                         .what = OURS_REFUND,
		                         .merchant = back[i].merchant,
		                         .school = back[i].school,
		                         .number = back[i].number,
		                         .refund = back[i].refund,
		                         .amount = back[i].amount,
		                         .day = instant_date(back[i].at),
		                         .ended = DATE_NONE};
	for (size_t i = 0; i < opens; i++) {
		bool ended = !str_is(open[i].state, "made") && !str_is(open[i].state, "asked") &&
		             open[i].settled.us != INT64_MIN;

		*v++ = (struct rec_ours){.id = open[i].id,
		                         .what = OURS_UNPAID,
		                         .merchant = open[i].merchant,
		                         .school = open[i].school,
		                         .number = open[i].number,
		                         .amount = open[i].amount,
		                         .day = instant_date(open[i].at),
		                         .ended =
		                                 ended ? instant_date(open[i].settled) : DATE_NONE};
	}
	return OK;
}

/* The counter's book is its own file: what it took in, and what it paid back. */
static enum err items_read(struct ctx *c, county_id county, struct facts *x)
{
	struct instant from = day_begins(x->f.first);
	struct instant before = day_begins((struct date){x->f.last.day + 1});
	struct q_rec_counter_in_row *in;
	struct q_rec_counter_in_row *back;
	size_t ins, backs;
	struct rec_item *v;

	TRY(q_rec_counter_in(c, county, from, before, &in, &ins));
	TRY(q_rec_counter_back(c, county, from, before, &back, &backs));
	v = NEW_N(c->arena, ins + backs + 1, struct rec_item);
	if (!v)
		return fault_broken(c, "arena");
	x->f.item = v;
	x->f.items = ins + backs;
	for (size_t i = 0; i < ins; i++)
		*v++ = (struct rec_item){in[i].id,     in[i].merchant, in[i].school,
		                         in[i].number, in[i].amount,   instant_date(in[i].at)};
	for (size_t i = 0; i < backs; i++)
		*v++ = (struct rec_item){back[i].id,     back[i].merchant,
		                         back[i].school, back[i].number,
		                         back[i].amount, instant_date(back[i].at)};
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

/* Whose money a line is, by the names banks print for a channel; else it may be the counter's. */
static struct str channel_of(struct str counterparty, struct str words)
{
	static const struct {
		const char *name, *channel;
	} known[] = {
		{"财付通", "wechat"}, {"微信", "wechat"}, {"支付宝", "alipay"}, {"蚂蚁", "alipay"}};
	size_t at;

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_find(counterparty, str_of(known[i].name), &at) ||
		    str_find(words, str_of(known[i].name), &at))
			return str_of(known[i].channel);
	}
	return S("counter");
}

static bool account_before(const struct facts *x, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (x->merchant[k].account == x->merchant[i].account)
			return true;
	}
	return false;
}

static enum err account_lines(struct ctx *c, int64_t account, struct facts *x)
{
	struct q_rec_bank_row *row;
	struct rec_bank *v;
	size_t n;

	TRY(q_rec_bank(c, account, x->f.first, x->f.today, &row, &n));
	v = NEW_N(c->arena, x->f.banks + n + 1, struct rec_bank);
	if (!v)
		return fault_broken(c, "arena");
	if (x->f.banks)
		memcpy(v, x->f.bank, x->f.banks * sizeof *v);
	for (size_t i = 0; i < n; i++)
		v[x->f.banks++] = (struct rec_bank){
			.id = row[i].id,
			.account = account,
			.channel = channel_of(row[i].counterparty, row[i].summary),
			.amount = row[i].amount,
			.day = row[i].day,
			.of = DATE_NONE,
			.serial = row[i].serial,
			.words = row[i].summary};
	x->f.bank = v;
	return OK;
}

static enum err bank_read(struct ctx *c, struct facts *x)
{
	for (size_t i = 0; i < x->f.merchants; i++) {
		if (x->merchant[i].account && !account_before(x, i))
			TRY(account_lines(c, x->merchant[i].account, x));
	}
	return OK;
}

static enum err booked_read(struct ctx *c, county_id county, struct facts *x)
{
	struct date first = {x->f.first.day - BOOKED_DAYS};
	struct rec_booked *v;

	TRY(arrival_booked(c, county, first, &v, &x->f.n_booked));
	x->f.booked = v;
	return OK;
}

enum err rec_facts_read(struct ctx *c, county_id county, struct facts *x)
{
	TRY(merchants_read(c, county, x));
	if (x->f.merchants == 0)
		return OK;
	TRY(ours_read(c, county, x));
	TRY(items_read(c, county, x));
	TRY(lines_read(c, county, x));
	TRY(booked_read(c, county, x));
	return bank_read(c, x);
}

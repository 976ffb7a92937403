#include "audit/arrival.h"

#include "audit/arrival.sql.h"
#include "audit/statement.h"
#include "base/phrase.h"
#include "money/ledger.h"
#include "payments/account.h"
#include "people/reach.h"

enum { MANY = 200, ALL_ROWS = 100000 };

/* --- booking ---------------------------------------------------------------------------------- */

struct booking_of {
	county_id county;
	const struct rec_settled *s;
	int64_t id;
	size_t from;
};

static enum err items_run(struct ctx *c, void *arg)
{
	const struct booking_of *b = arg;

	for (size_t i = b->from; i < b->s->items && i < b->from + MANY; i++)
		TRY(q_arrival_item_insert(c, b->id, b->s->item[i]->id, b->s->item[i]->amount,
		                          NULL));
	return OK;
}

static struct leg leg_of(enum ledger_account a, school_id school, int64_t fen)
{
	return (struct leg){a, LEG_OF(school), FEN(fen)};
}

/* D bank and fee / C clearing, and what nothing explains. */
static enum err part_post(struct ctx *c, const struct booking_of *b, const struct collecting *of,
                          const struct rec_part *p, struct str bearer)
{
	const struct booking on = {.day = b->s->came, .late = true};
	bool county = str_is(bearer, "county");
	enum ledger_account clearing, fee = county ? LEDGER_CHANNEL_FEE_DUE : LEDGER_CHANNEL_FEE;
	int64_t id = env_next_id(c->env), net = p->gross.fen + p->odd.fen - p->fee.fen;
	struct leg all[4], legs[4];
	size_t n = 0;

	if (!ledger_account_parse(str_printf(c->arena, "clearing_%.*s", STR_FMT(of->channel)),
	                          &clearing))
		return fault_broken(c, "channel without account");
	all[0] = leg_of(LEDGER_BANK, p->school, net);
	all[1] = leg_of(fee, p->school, p->fee.fen);
	all[2] = leg_of(clearing, p->school, -p->gross.fen);
	all[3] = leg_of(LEDGER_UNEXPLAINED, p->school, -p->odd.fen);
	for (size_t i = 0; i < 4; i++) {
		if (all[i].amount.fen != 0)
			legs[n++] = all[i];
	}
	if (n == 0)
		return OK; /* what was paid went back the same day */
	TRY(q_arrival_part_insert(c, id, b->county, p->school, b->id, p->gross, p->odd, p->fee,
	                          bearer, NULL));
	return ledger_post_on(c, &on, b->county, "arrival", id, legs, n);
}

static enum err fee_said(struct ctx *c, const struct booking_of *b, bool *ret_said)
{
	int64_t n = 0;

	for (size_t i = 0; i < b->s->banks && n == 0; i++)
		TRY(q_arrival_fee_said(c, b->county, b->s->merchant, b->s->first, b->s->bank[i],
		                       &n));
	*ret_said = n > 0;
	return OK;
}

static enum err book_run(struct ctx *c, void *arg)
{
	const struct booking_of *b = arg;
	const struct rec_settled *s = b->s;
	struct str bearer = S("school");
	struct collecting of;
	bool said = true, found;

	if (!s->agreed)
		TRY(fee_said(c, b, &said));
	if (!said)
		return OK;
	TRY(collecting_load(c, (collecting_id){s->merchant}, &of));
	TRY(q_channel_bearer(c, s->merchant, &bearer, &found));
	TRY(q_arrival_insert(c, b->id, b->county, s->merchant, s->first, s->last, s->came,
	                     s->agreed, c->now, NULL));
	for (size_t i = 0; i < s->banks; i++) {
		int64_t stored;

		TRY(q_arrival_line_insert(c, b->id, s->bank[i], &stored));
		if (!stored)
			return E_RETRY; /* another node was first: the next run sees it */
	}
	for (size_t i = 0; i < s->parts; i++)
		TRY(part_post(c, b, &of, &s->part[i], bearer));
	return audit_put(c, "booked", "arrival", b->id, b->county,
	                 str_printf(c->arena, "{\"day\":\"%.*s\",\"parts\":%zu,\"lines\":%zu}",
	                            STR_FMT(date_text(c->arena, s->first)), s->parts, s->banks));
}

enum err arrival_book(struct ctx *c, county_id county, const struct rec_settled *s)
{
	static const struct verb items = {"audit.arrival_items", items_run};
	static const struct verb book = {"audit.arrival", book_run};
	struct booking_of b = {.county = county, .s = s, .id = env_next_id(c->env)};

	if (s->parts > MANY || s->banks > MANY)
		return fault_broken(c, "arrival: more schools than a verb books");
	for (; b.from < s->items; b.from += MANY)
		TRY(store_write(c, &items, &b));
	return store_write(c, &book, &b);
}

/* --- taking back ------------------------------------------------------------------------------ */

static enum err undo_run(struct ctx *c, void *arg)
{
	const struct booking_of *b = arg;
	struct q_arrival_parts_row *row;
	int64_t n;
	size_t parts;

	TRY(q_arrival_undone(c, b->id, c->now, &n));
	if (n == 0)
		return OK; /* done before */
	TRY(q_arrival_lines_undone(c, b->id, c->now, NULL));
	TRY(q_arrival_parts(c, b->id, &row, &parts));
	for (size_t i = 0; i < parts; i++) {
		int64_t id = env_next_id(c->env);

		TRY(q_arrival_part_undone(c, row[i].id, id, NULL));
		TRY(ledger_reverse(c, b->county, row[i].id, "arrival_undone", id,
		                   phrase_make(c->arena, T_arrivals_undone_reason, NULL, 0)));
	}
	return audit_put(c, "undone", "arrival", b->id, b->county, S("{}"));
}

enum err arrival_undo(struct ctx *c, county_id county, int64_t arrival)
{
	static const struct verb undo = {"audit.arrival_undo", undo_run};
	struct booking_of b = {.county = county, .id = arrival};

	return store_write(c, &undo, &b);
}

/* --- what stands ------------------------------------------------------------------------------ */

static enum err booked_parts(struct ctx *c, int64_t arrival, struct rec_booked *ret_b)
{
	struct q_arrival_parts_row *row;
	struct rec_part *v;
	size_t n;

	TRY(q_arrival_parts(c, arrival, &row, &n));
	v = NEW_N(c->arena, n + 1, struct rec_part);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct rec_part){row[i].school, row[i].gross, row[i].odd, row[i].fee};
	ret_b->part = v;
	ret_b->parts = n;
	return OK;
}

static enum err booked_items(struct ctx *c, int64_t arrival, struct rec_booked *ret_b)
{
	struct q_arrival_items_row *row;
	struct rec_item *v;
	size_t n;

	TRY(q_arrival_items(c, arrival, &row, &n));
	v = NEW_N(c->arena, n + 1, struct rec_item);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct rec_item){.id = row[i].item, .amount = row[i].amount};
	ret_b->item = v;
	ret_b->items = n;
	return OK;
}

static enum err booked_lines(struct ctx *c, int64_t arrival, struct rec_booked *ret_b)
{
	struct q_arrival_lines_row *row;
	int64_t *v;
	size_t n;

	TRY(q_arrival_lines(c, arrival, &row, &n));
	v = NEW_N(c->arena, n + 1, int64_t);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = row[i].bank_line;
	ret_b->bank = v;
	ret_b->banks = n;
	return OK;
}

enum err arrival_booked(struct ctx *c, county_id county, struct date first,
                        struct rec_booked **ret_v, size_t *ret_n)
{
	struct q_arrivals_booked_row *row;
	struct rec_booked *v;
	size_t n;

	TRY(q_arrivals_booked(c, county, first, &row, &n));
	v = NEW_N(c->arena, n + 1, struct rec_booked);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct rec_booked){.id = row[i].id,
		                           .merchant = row[i].collecting,
		                           .first = row[i].first_day,
		                           .last = row[i].last_day};
		TRY(booked_parts(c, row[i].id, &v[i]));
		TRY(booked_items(c, row[i].id, &v[i]));
		TRY(booked_lines(c, row[i].id, &v[i]));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- seen ------------------------------------------------------------------------------------- */

enum err arrival_list(struct ctx *c, const struct arrival_filter *f, struct arrival_row **ret_v,
                      size_t *ret_n, struct arrival_sums *ret_sums)
{
	struct q_arrival_list_row *row;
	struct q_arrival_total_row total;
	struct arrival_row *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_arrival_total(c, c->actor.county, c->actor.school.v, f->taken_back, &total));
	TRY(q_arrival_list(c, c->actor.county, c->actor.school.v, f->taken_back,
	                   f->most ? f->most : ALL_ROWS, f->skip, &row, &n));
	v = NEW_N(c->arena, n + 1, struct arrival_row);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct arrival_row){
			.id = row[i].id,
			.arrival = row[i].arrival,
			.school = row[i].school,
			.school_name = row[i].school_name,
			.channel = row[i].channel,
			.bearer = row[i].bearer,
			.first = row[i].first_day,
			.last = row[i].last_day,
			.came = row[i].came,
			.gross = row[i].gross,
			.odd = row[i].odd,
			.fee = row[i].fee,
			.agreed = row[i].agreed,
			.undone = row[i].undone.some ? row[i].undone.v : 0,
		};
	*ret_v = v;
	*ret_n = n;
	*ret_sums = (struct arrival_sums){total.n, total.gross, total.odd, total.fee};
	return OK;
}

enum err bank_stands(struct ctx *c, struct bank_stand **ret_v, size_t *ret_n)
{
	struct q_bank_booked_row *row;
	struct bank_stand *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_bank_booked(c, c->actor.county, c->actor.school.v, &row, &n));
	v = NEW_N(c->arena, n + 1, struct bank_stand);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct bank_stand){row[i].school, row[i].school_name, row[i].wechat,
		                           row[i].alipay, row[i].counter,     row[i].bank,
		                           row[i].fee,    row[i].fee_due,     row[i].odd};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err bank_open_list(struct ctx *c, int64_t most, int64_t skip, struct bank_open **ret_v,
                        size_t *ret_n, struct bank_open_sums *ret_sums)
{
	struct q_bank_open_lines_row *row;
	struct q_bank_open_total_row total;
	struct bank_open *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_bank_open_total(c, c->actor.county, c->actor.school.v, &total));
	TRY(q_bank_open_lines(c, c->actor.county, c->actor.school.v, most ? most : ALL_ROWS, skip,
	                      &row, &n));
	v = NEW_N(c->arena, n + 1, struct bank_open);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct bank_open){row[i].id,     row[i].school_name,  row[i].tail,
		                          row[i].serial, row[i].counterparty, row[i].summary,
		                          row[i].day,    row[i].amount};
	*ret_v = v;
	*ret_n = n;
	*ret_sums = (struct bank_open_sums){total.n, total.amount_in, total.amount_out};
	return OK;
}

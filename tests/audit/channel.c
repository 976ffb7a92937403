#include "channel.h"

#include "channel.sql.h"

static enum err plant_run(struct ctx *c, void *arg)
{
	const struct kit_people *w = arg;
	struct date today = ctx_today(c);

	TRY(q_world_term(c, w->county, (struct date){today.day - 10},
	                 (struct date){today.day + 100}, NULL));
	TRY(q_world_collecting(c, w->county, w->a1, c->now, NULL));
	TRY(q_world_bills(c, w->county, w->a1, NULL));
	TRY(q_world_orders(c, w->county, w->a1, c->now, NULL));
	TRY(q_world_payments(c, w->county, w->a1, c->now, NULL));
	TRY(q_world_payment_entries(c, w->county, c->now, today, NULL));
	TRY(q_world_payment_clearing(c, w->county, w->a1, NULL));
	return q_world_payment_receivable(c, w->county, NULL);
}

/* Three orders of 100.00 paid today by one channel: K1, K2, K3. */
struct day planted(void **state)
{
	static const struct verb plant = {"test.plant", plant_run};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct bank_account_put account = {.school = w->a1,
	                                   .holder = S("示例县第一小学"),
	                                   .bank = S("示例银行"),
	                                   .number = S("62220000000012345")};
	struct day d = {.collecting = 901, .day = ctx_today(c)};
	struct channel_terms_put terms = {901, 0, 6000, 3, STR_NONE};

	assert_ok(kit_try_as(c, &w->county_officer, &bank_account_put_verb, &account));
	d.bank = account.result;
	terms.bank_account = d.bank.v;
	assert_ok(kit_try_as(c, &w->system, &plant, w));
	assert_ok(kit_try_as(c, &w->county_officer, &channel_terms_verb, &terms));
	kit_advance(state, 10 * DAY_US);
	return d;
}

void channel_says(void **state, const struct day *d, const struct channel_day_line *v, size_t n)
{
	struct ctx *c = kit_ctx(state);

	if (c->tx)
		store_read_end(c);
	c->actor = kit_world(state)->system;
	assert_ok(channel_day_take(c, kit_world(state)->county, d->collecting, d->day, v, n));
}

void bank_lines(void **state, const struct day *d, const char *lines)
{
	struct ctx *c = kit_ctx(state);
	struct str file = str_printf(c->arena, "日期,流水号,收入,支出,对方户名,摘要\n%s", lines);
	struct statement_row s;

	c->actor = kit_world(state)->county_officer;
	assert_ok(statement_take(c, d->bank, S("9月.csv"), file, &s));
}

const char *bank_line(struct ctx *c, const struct day *d, int after, const char *rest)
{
	return str_c(c->arena,
	             str_printf(c->arena, "%.*s,%s\n",
	                        STR_FMT(date_text(c->arena, (struct date){d->day.day + after})),
	                        rest));
}

/* 300.00 less three fees of 0.60. */
void bank_says(void **state, const struct day *d, const char *amount)
{
	struct ctx *c = kit_ctx(state);

	bank_lines(
		state, d,
		bank_line(c, d, 1,
	                  str_c(c->arena, str_printf(c->arena, "S1,%s,,财付通支付科技,", amount))));
}

int64_t run(void **state, const struct day *d)
{
	struct ctx *c = kit_ctx(state);
	int64_t open = -1;

	if (c->tx)
		store_read_end(c);
	kit_advance(state, 60000000);
	c->actor = kit_world(state)->system;
	assert_ok(reconcile_county(c, kit_world(state)->county, d->day, &open));
	return open;
}

struct difference only(void **state, const char *in)
{
	struct ctx *c = kit_ctx(state);
	struct difference *v;
	int64_t total;
	size_t n;

	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(difference_list(c, str_of(in), 0, 0, &v, &n, &total));
	store_read_end(c);
	assert_int_equal(n, 1);
	return v[0];
}

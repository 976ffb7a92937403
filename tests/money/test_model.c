/* A hundred thousand random operations on the ledger beside a model of a few arrays, over every
 * flow of money there is: charges, waivers, payments, what the bank saw, escrow, releases and
 * payouts, refunds, appropriations and spending, staff subsidies, the special fund; booked, booked
 * late, taken back. What the model refuses is refused with that code, no fund falls below zero, and
 * in the end every balance, every day and every closing is the model's; kehou verify and the second
 * program find the books in order. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "../second.h"
#include "money/period.h"
#include "money/statement.h"
#include "oversight/verify.h"
#include "world.sql.h"

enum { OPS = 100000, BILLS = 40, OFFERINGS = 12, SCHOOLS = 2, AGENCIES = 2 };
enum { AT_ONCE = 100, HOUR_EVERY = 40 };
enum { A_BILL = 1000, AN_OFFERING = 2000, AN_AGENCY = 3000 };
/* Funds, one after the other: guarantee of the schools, escrow of the offerings, owed to agencies,
 * the county's special fund. */
enum {
	FUND_ESCROW = SCHOOLS,
	FUND_AGENCY = FUND_ESCROW + OFFERINGS,
	FUND_SPECIAL = FUND_AGENCY + AGENCIES,
	FUNDS
};
#define HOUR_US INT64_C(3600000000)

struct kept {
	int64_t id;
	struct date day;
	struct leg leg[2];
	bool spent; /* reversed, or a reversal */
};

enum act { POST, POST_ON, REVERSE };
struct op {
	enum act act;
	int64_t id;
	struct leg leg[2];
	struct booking on;
	size_t of; /* REVERSE: which entry */
};

struct model {
	struct ctx *c;
	struct kit_people *k;
	void **state;
	uint64_t seed;
	struct kept *entry;
	size_t n;
	int64_t fund[FUNDS];
	int64_t refused[4];
	struct date closed;
	struct op waits[AT_ONCE];
	size_t waiting;
};
enum refusal { NONE, NO_FUNDS, CLOSED_DAY, REVERSED };
static const char *const CODE[] = {NULL, "insufficient_funds", "period_closed", "entry_reversed"};

static uint64_t dice(struct model *m, uint64_t sides)
{
	m->seed ^= m->seed << 13;
	m->seed ^= m->seed >> 7;
	m->seed ^= m->seed << 17;
	return m->seed % sides;
}

/* --- running ---------------------------------------------------------------------------------- */

struct batch {
	struct model *m;
	const struct op *op;
	size_t n;
};

static enum err batch_run(struct ctx *c, void *arg)
{
	const struct batch *b = arg;
	county_id county = b->m->k->county;

	for (size_t i = 0; i < b->n; i++) {
		const struct op *o = &b->op[i];

		if (o->act == REVERSE)
			TRY(ledger_reverse(c, county, b->m->entry[o->of].id, "payout_test", o->id,
			                   S("model")));
		else if (o->act == POST_ON)
			TRY(ledger_post_on(c, &o->on, county, "payout_test", o->id, o->leg, 2));
		else
			TRY(ledger_post(c, county, "payout_test", o->id, o->leg, 2));
	}
	return audit_put(c, "posted", "county", county.v, county, S("{}"));
}

static enum err run(struct model *m, const struct op *op, size_t n)
{
	static const struct verb verb = {"test.batch", batch_run};
	struct batch b = {m, op, n};

	return kit_try_as(m->c, &m->k->county_officer, &verb, &b);
}

static void flush(struct model *m)
{
	if (m->waiting)
		assert_ok(run(m, m->waits, m->waiting));
	m->waiting = 0;
}

/* --- the model -------------------------------------------------------------------------------- */

/* Which fund a leg moves, and by how much it grows; FUNDS: none. */
static size_t fund_of(const struct model *m, const struct leg *l, int64_t *ret_by)
{
	*ret_by = l->amount.fen;
	switch (l->account) {
	case LEDGER_GUARANTEE:
		return l->subject.id == m->k->a1.v ? 0 : 1;
	case LEDGER_SPECIAL_FUND:
		return FUND_SPECIAL;
	case LEDGER_ESCROW: /* held for others: grows by credit */
		*ret_by = -l->amount.fen;
		return FUND_ESCROW + (size_t)(l->subject.id - AN_OFFERING);
	case LEDGER_AGENCY_PAYABLE:
		*ret_by = -l->amount.fen;
		return FUND_AGENCY + (size_t)(l->subject.id - AN_AGENCY);
	default:
		return FUNDS;
	}
}

/* Leg by leg, as money leaves before it arrives. */
static bool funds_allow(const struct model *m, const struct leg leg[2], int64_t after[FUNDS])
{
	memcpy(after, m->fund, sizeof m->fund);
	for (size_t i = 0; i < 2; i++) {
		int64_t by;
		size_t f = fund_of(m, &leg[i], &by);

		if (f == FUNDS)
			continue;
		after[f] += by;
		if (after[f] < 0)
			return false;
	}
	return true;
}

/* Every way money goes: debit, credit, how often of a hundred, how many times the amount. */
static const struct flow {
	enum ledger_account debit, credit;
	uint64_t often;
	int64_t times;
} FLOWS[] = {
	{LEDGER_RECEIVABLE, LEDGER_COURSE, 14, 1},
	{LEDGER_RECEIVABLE, LEDGER_CONSUMABLES, 4, 1},
	{LEDGER_RECEIVABLE, LEDGER_CARE, 4, 1},
	{LEDGER_PAYER_RECEIVABLE, LEDGER_RECEIVABLE, 3, 1},
	{LEDGER_CLEARING_WECHAT, LEDGER_RECEIVABLE, 6, 1},
	{LEDGER_CLEARING_ALIPAY, LEDGER_RECEIVABLE, 4, 1},
	{LEDGER_CLEARING_COUNTER, LEDGER_RECEIVABLE, 3, 1},
	{LEDGER_BANK, LEDGER_CLEARING_WECHAT, 3, 1},
	{LEDGER_BANK, LEDGER_CLEARING_ALIPAY, 2, 1},
	{LEDGER_BANK, LEDGER_CLEARING_COUNTER, 2, 1},
	{LEDGER_COURSE, LEDGER_ESCROW, 10, 2},
	{LEDGER_ESCROW, LEDGER_AGENCY_PAYABLE, 6, 3},
	{LEDGER_AGENCY_PAYABLE, LEDGER_BANK, 5, 3},
	{LEDGER_COURSE, LEDGER_REFUND_PAYABLE, 3, 1},
	{LEDGER_RECEIVABLE, LEDGER_REFUND_PAYABLE, 2, 1},
	{LEDGER_REFUND_PAYABLE, LEDGER_CLEARING_WECHAT, 2, 1},
	{LEDGER_REFUND_PAYABLE, LEDGER_CLEARING_ALIPAY, 1, 1},
	{LEDGER_REFUND_PAYABLE, LEDGER_CLEARING_COUNTER, 1, 1},
	{LEDGER_GUARANTEE, LEDGER_APPROPRIATION, 8, 1},
	{LEDGER_APPROPRIATION, LEDGER_GUARANTEE, 1, 2},
	{LEDGER_GUARANTEE, LEDGER_GUARANTEE, 2, 1}, /* from one school to the other */
	{LEDGER_GUARANTEE_SPENT, LEDGER_GUARANTEE, 3, 1},
	{LEDGER_STAFF_EXPENSE, LEDGER_STAFF_PAYABLE, 3, 1},
	{LEDGER_STAFF_PAYABLE, LEDGER_GUARANTEE, 2, 1},
	{LEDGER_STAFF_PAYABLE, LEDGER_BANK, 1, 1},
	{LEDGER_SPECIAL_FUND, LEDGER_SPECIAL_GRANT, 3, 3},
	{LEDGER_SPECIAL_SPENT, LEDGER_SPECIAL_FUND, 2, 4},
};

static const struct flow *flow_of(struct model *m)
{
	uint64_t roll = dice(m, 100);
	const struct flow *f = FLOWS;

	while (roll >= f->often)
		roll -= f++->often;
	return f;
}

struct whose {
	bill_id bill;
	offering_id offering;
	agency_id agency;
	school_id school, other;
};

static struct subject subject_of(const struct model *m, enum ledger_account a,
                                 const struct whose *w)
{
	switch (a) {
	case LEDGER_RECEIVABLE:
	case LEDGER_REFUND_PAYABLE:
		return (struct subject)LEG_OF(w->bill);
	case LEDGER_COURSE:
	case LEDGER_CONSUMABLES:
	case LEDGER_CARE:
	case LEDGER_ESCROW:
		return (struct subject)LEG_OF(w->offering);
	case LEDGER_AGENCY_PAYABLE:
		return (struct subject)LEG_OF(w->agency);
	case LEDGER_SPECIAL_FUND:
	case LEDGER_SPECIAL_GRANT:
	case LEDGER_SPECIAL_SPENT:
		return (struct subject)LEG_OF(m->k->county);
	default:
		return (struct subject)LEG_OF(w->school);
	}
}

static void legs_of(struct model *m, struct leg leg[2])
{
	int64_t fen = (int64_t)dice(m, 50000) + 1;
	const struct flow *f = flow_of(m);
	bool first = dice(m, 2);
	struct whose w = {
		.bill = {A_BILL + (int64_t)dice(m, BILLS)},
		.offering = {AN_OFFERING + (int64_t)dice(m, OFFERINGS)},
		.agency = {AN_AGENCY + (int64_t)dice(m, AGENCIES)},
		.school = first ? m->k->a1 : m->k->a2,
		.other = first ? m->k->a2 : m->k->a1,
	};

	fen *= f->times;
	leg[0] = (struct leg){f->debit, subject_of(m, f->debit, &w), {fen}};
	leg[1] = (struct leg){f->credit, subject_of(m, f->credit, &w), {-fen}};
	if (f->debit == f->credit)
		leg[0].subject = (struct subject)LEG_OF(w.other);
}

static enum refusal foresee(const struct model *m, struct op *o, int64_t after[FUNDS])
{
	if (o->act == REVERSE && m->entry[o->of].spent)
		return REVERSED;
	if (o->act == POST_ON && o->on.day.day <= m->closed.day && !o->on.late)
		return CLOSED_DAY;
	return funds_allow(m, o->leg, after) ? NONE : NO_FUNDS;
}

static void remember(struct model *m, const struct op *o)
{
	struct kept *k = &m->entry[m->n++];
	bool early = o->act == POST_ON && o->on.day.day > m->closed.day;

	*k = (struct kept){.id = o->id, .day = early ? o->on.day : ctx_today(m->c)};
	memcpy(k->leg, o->leg, sizeof k->leg);
	if (o->act == REVERSE)
		k->spent = m->entry[o->of].spent = true;
}

static struct op think(struct model *m)
{
	struct op o = {.act = POST, .id = env_next_id(m->c->env)};
	uint64_t way = dice(m, 20);

	if (way < 3 && m->n > 0) {
		o.act = REVERSE;
		o.of = dice(m, m->n);
		for (size_t i = 0; i < 2; i++) {
			o.leg[i] = m->entry[o.of].leg[i];
			o.leg[i].amount.fen = -o.leg[i].amount.fen;
		}
		return o;
	}
	legs_of(m, o.leg);
	if (way < 6) {
		o.act = POST_ON;
		o.on.day.day = ctx_today(m->c).day - (int32_t)dice(m, 40);
		o.on.late = dice(m, 2) == 0;
	}
	return o;
}

static void step(struct model *m)
{
	int64_t after[FUNDS];
	struct op o = think(m);
	enum refusal no = foresee(m, &o, after);

	if (no == NONE) {
		remember(m, &o);
		memcpy(m->fund, after, sizeof after);
		m->waits[m->waiting++] = o;
		if (m->waiting == AT_ONCE)
			flush(m);
		return;
	}
	flush(m);
	m->refused[no]++;
	assert_fault(m->c, run(m, &o, 1), no == REVERSED ? E_CONFLICT : E_REFUSED, CODE[no]);
}

static void close_month(struct model *m)
{
	struct date can[3];
	size_t n = period_closable(m->c, m->closed, can, 3);

	if (n == 0)
		return;
	flush(m);
	m->c->actor = m->k->county_officer;
	assert_ok(period_close(m->c, m->k->county, can[n - 1]));
	m->closed = can[n - 1];
}

/* --- in the end ------------------------------------------------------------------------------- */

static void balances_are_the_models(struct model *m, struct date day)
{
	struct ledger_scope scope = {.county = m->k->county};
	struct balance v[LEDGER_ACCOUNT_COUNT], sum;
	int64_t debit[LEDGER_ACCOUNT_COUNT] = {0}, credit[LEDGER_ACCOUNT_COUNT] = {0};

	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < 2 && m->entry[i].day.day <= day.day; k++) {
			const struct leg *l = &m->entry[i].leg[k];

			debit[l->account] += l->amount.fen > 0 ? l->amount.fen : 0;
			credit[l->account] -= l->amount.fen < 0 ? l->amount.fen : 0;
		}
	assert_ok(ledger_balances(m->c, &scope, day, v, &sum));
	assert_int_equal(sum.balance.fen, 0);
	for (size_t a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		assert_int_equal(v[a].debit.fen, debit[a]);
		assert_int_equal(v[a].credit.fen, credit[a]);
	}
}

static int64_t model_sum(const struct model *m, enum ledger_account account, int64_t subject)
{
	int64_t sum = 0;

	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < 2; k++) {
			const struct leg *l = &m->entry[i].leg[k];

			if (l->account == account && l->subject.id == subject)
				sum += l->amount.fen;
		}
	return sum;
}

static void subject_is_the_models(struct model *m, enum ledger_account account, int64_t subject)
{
	struct money posted;

	assert_ok(q_posted(m->c, str_of(ledger_account_name(account)), subject, &posted));
	assert_int_equal(posted.fen, model_sum(m, account, subject));
}

static void fund_is_the_models(struct model *m, enum ledger_account account, int64_t subject)
{
	struct leg l = {.account = account, .subject = {.id = subject}};
	struct money kept;
	int64_t by;
	size_t f = fund_of(m, &l, &by);

	subject_is_the_models(m, account, subject);
	assert_ok(q_kept(m->c, str_of(ledger_account_name(account)), subject, &kept));
	assert_int_equal(kept.fen, m->fund[f]);
	assert_true(kept.fen >= 0);
}

static void subjects_are_the_models(struct model *m)
{
	const school_id school[SCHOOLS] = {m->k->a1, m->k->a2};

	for (int64_t i = 0; i < BILLS; i++) {
		subject_is_the_models(m, LEDGER_RECEIVABLE, A_BILL + i);
		subject_is_the_models(m, LEDGER_REFUND_PAYABLE, A_BILL + i);
	}
	for (int64_t i = 0; i < OFFERINGS; i++) {
		for (enum ledger_account a = LEDGER_COURSE; a <= LEDGER_CARE; a++)
			subject_is_the_models(m, a, AN_OFFERING + i);
		fund_is_the_models(m, LEDGER_ESCROW, AN_OFFERING + i);
	}
	for (int64_t i = 0; i < AGENCIES; i++)
		fund_is_the_models(m, LEDGER_AGENCY_PAYABLE, AN_AGENCY + i);
	for (size_t i = 0; i < SCHOOLS; i++) {
		fund_is_the_models(m, LEDGER_GUARANTEE, school[i].v);
		for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++)
			if (ledger_account_def(a)->subject == SUBJECT_SCHOOL)
				subject_is_the_models(m, a, school[i].v);
	}
	fund_is_the_models(m, LEDGER_SPECIAL_FUND, m->k->county.v);
	subject_is_the_models(m, LEDGER_SPECIAL_SPENT, m->k->county.v);
}

static void the_books_verify(struct model *m)
{
	static const char *const names[] = {"audit_chain",   "ledger_entries", "funds",
	                                    "trial_balance", "reversals",      "periods"};
	struct verify_check *v;
	size_t n, seen = 0;

	assert_ok(verify_run(m->c, &v, &n));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			if (strcmp(v[i].name, names[k]) != 0)
				continue;
			seen++;
			assert_true(v[i].rows > 0);
			if (v[i].broken)
				fail_msg("%s: %.*s", v[i].name, STR_FMT(v[i].found));
		}
	assert_int_equal(seen, sizeof names / sizeof *names);
}

static void a_hundred_thousand_operations_come_to_what_a_model_says(void **state)
{
	struct model m = {.c = kit_ctx(state),
	                  .k = kit_world(state),
	                  .state = state,
	                  .seed = 20260901,
	                  .closed = ctx_today(kit_ctx(state))};
	int64_t entries;

	m.closed.day -= 40;
	m.entry = calloc(OPS, sizeof *m.entry);
	assert_non_null(m.entry);
	for (size_t i = 0; i < OPS; i++) {
		struct arena_mark mark = arena_mark(m.c->arena);

		if (i % HOUR_EVERY == 0) {
			flush(&m);
			kit_advance(state, HOUR_US);
			if (dice(&m, 100) == 0)
				close_month(&m);
		}
		step(&m);
		arena_rewind(m.c->arena, mark);
	}
	flush(&m);
	print_message(
		"# %d operations, refused: %lld without funds, %lld on a closed day, %lld taken "
		"back before\n",
		OPS, (long long)m.refused[NO_FUNDS], (long long)m.refused[CLOSED_DAY],
		(long long)m.refused[REVERSED]);
	for (enum refusal r = NO_FUNDS; r <= REVERSED; r++)
		assert_true(m.refused[r] > 100);
	kit_read_as(m.c, &m.k->county_officer);
	assert_ok(q_entries(m.c, &entries));
	assert_int_equal(entries, m.n);
	subjects_are_the_models(&m);
	for (int32_t ago = 0; ago < 130; ago += 13)
		balances_are_the_models(&m, (struct date){ctx_today(m.c).day - ago});
	balances_are_the_models(&m, m.closed);
	store_read_end(m.c);
	the_books_verify(&m);
	assert_true(second_program_agrees(m.c, m.k) > OPS);
	free(m.entry);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_hundred_thousand_operations_come_to_what_a_model_says),
	};

	return KIT_FACTS_RUN("money model", facts);
}

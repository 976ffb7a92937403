/* A hundred thousand random operations on the ledger beside a model of a few arrays: what the model
 * refuses is refused with that code, and in the end every balance, every day and every closing is
 * the model's, and kehou verify finds the books in order. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include <unistd.h>

#include "audit/pack.h"
#include "money/period.h"
#include "money/statement.h"
#include "oversight/verify.h"
#include "world.sql.h"

enum { OPS = 100000, BILLS = 40, OFFERINGS = 12, SCHOOLS = 2, AT_ONCE = 100, HOUR_EVERY = 40 };
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
	int64_t fund[SCHOOLS];
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
			TRY(ledger_reverse(c, county, b->m->entry[o->of].id, "test", o->id,
			                   S("model")));
		else if (o->act == POST_ON)
			TRY(ledger_post_on(c, &o->on, county, "test", o->id, o->leg, 2));
		else
			TRY(ledger_post(c, county, "test", o->id, o->leg, 2));
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

static size_t school_index(const struct model *m, int64_t school)
{
	return school == m->k->a1.v ? 0 : 1;
}

/* Leg by leg, as money leaves before it arrives. */
static bool funds_allow(const struct model *m, const struct leg leg[2], int64_t after[SCHOOLS])
{
	memcpy(after, m->fund, sizeof m->fund);
	for (size_t i = 0; i < 2; i++) {
		if (leg[i].account != LEDGER_GUARANTEE)
			continue;
		size_t s = school_index(m, leg[i].subject.id);

		after[s] += leg[i].amount.fen;
		if (after[s] < 0)
			return false;
	}
	return true;
}

static void legs_of(struct model *m, struct leg leg[2])
{
	int64_t fen = (int64_t)dice(m, 50000) + 1;
	school_id school = dice(m, 2) ? m->k->a1 : m->k->a2;
	school_id other = school.v == m->k->a1.v ? m->k->a2 : m->k->a1;
	bill_id bill = {1000 + (int64_t)dice(m, BILLS)};
	offering_id offering = {2000 + (int64_t)dice(m, OFFERINGS)};
	struct subject of_bill = LEG_OF(bill), of_offering = LEG_OF(offering);
	struct subject of_school = LEG_OF(school), of_other = LEG_OF(other);
	enum ledger_account income = LEDGER_COURSE + (enum ledger_account)dice(m, 3);

	switch (dice(m, 10)) {
	case 0: /* finance pays */
		leg[0] = (struct leg){LEDGER_GUARANTEE, of_school, {fen * 2}};
		leg[1] = (struct leg){LEDGER_APPROPRIATION, of_school, {-fen * 2}};
		break;
	case 1: /* and takes back */
		leg[0] = (struct leg){LEDGER_APPROPRIATION, of_school, {fen * 2}};
		leg[1] = (struct leg){LEDGER_GUARANTEE, of_school, {-fen * 2}};
		break;
	case 2: /* from one school to the other */
		leg[0] = (struct leg){LEDGER_GUARANTEE, of_school, {-fen}};
		leg[1] = (struct leg){LEDGER_GUARANTEE, of_other, {fen}};
		break;
	default: /* a family is charged, or a charge is taken back */
		if (dice(m, 4) == 0)
			fen = -fen;
		leg[0] = (struct leg){LEDGER_RECEIVABLE, of_bill, {fen}};
		leg[1] = (struct leg){income, of_offering, {-fen}};
	}
}

static enum refusal foresee(const struct model *m, struct op *o, int64_t after[SCHOOLS])
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
	int64_t after[SCHOOLS];
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

static void subjects_are_the_models(struct model *m)
{
	const school_id school[SCHOOLS] = {m->k->a1, m->k->a2};

	for (int64_t i = 0; i < BILLS; i++)
		subject_is_the_models(m, LEDGER_RECEIVABLE, 1000 + i);
	for (int64_t i = 0; i < OFFERINGS; i++)
		for (enum ledger_account a = LEDGER_COURSE; a <= LEDGER_CARE; a++)
			subject_is_the_models(m, a, 2000 + i);
	for (size_t i = 0; i < SCHOOLS; i++) {
		struct money kept;

		subject_is_the_models(m, LEDGER_GUARANTEE, school[i].v);
		subject_is_the_models(m, LEDGER_APPROPRIATION, school[i].v);
		assert_ok(q_kept(m->c, S("guarantee"), school[i].v, &kept));
		assert_int_equal(kept.fen, m->fund[i]);
		assert_true(kept.fen >= 0);
	}
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

/* And so does the program that shares nothing with ours, from an audit pack of all of it. */
static void the_second_program_agrees(struct model *m)
{
	struct pack_scope all = {.county_code = S(""), .school_code = S(""), .term_code = S("")};
	char dir[] = "/tmp/kehou-model-XXXXXX";
	struct pack_made made;
	const char *file, *call;

	assert_non_null(mkdtemp(dir));
	file = str_c(m->c->arena, str_printf(m->c->arena, "%s/pack.zip", dir));
	call = str_c(m->c->arena, str_printf(m->c->arena, KEHOU_AUDIT " %s > %s.told", file, file));
	m->c->actor = m->k->system;
	assert_ok(store_read_begin(m->c));
	assert_ok(pack_make(m->c, &all, file, NULL, NULL, &made));
	store_read_end(m->c);
	assert_true(made.rows > OPS);
	if (system(call) != 0)
		fail_msg("%s.told says what disagrees", file);
	unlink(file);
	unlink(str_c(m->c->arena, str_printf(m->c->arena, "%s.told", file)));
	rmdir(dir);
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
	the_second_program_agrees(&m);
	free(m.entry);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_hundred_thousand_operations_come_to_what_a_model_says),
	};

	return KIT_FACTS_RUN("money model", facts);
}

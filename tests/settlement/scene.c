#include "scene.h"

#include "settlement/payer.h"
#include "world.sql.h"

struct sheet_put sheet_of_dance(const struct scene *s)
{
	return (struct sheet_put){.offering = s->course,
	                          .minutes = 900,
	                          .people = 1,
	                          .headcount = 20,
	                          .rate = {12000},
	                          .materials = {60000}};
}

struct plant {
	struct scene *s;
	int64_t id, pupil, amount, minutes, present;
	bool collected;
};

static enum err collecting_run(struct ctx *c, void *arg)
{
	struct scene *s = arg;

	return q_s_collecting(c, s->collecting, s->w->county, s->w->a1, NULL);
}

static enum err no_sheet_run(struct ctx *c, void *arg)
{
	struct scene *s = arg;

	return q_s_no_sheet(c, s->course, NULL);
}

struct scene scene_of(void **state, bool sheet)
{
	static const struct verb verb = {"test.collecting", collecting_run};
	static const struct verb none = {"test.no_sheet", no_sheet_run};
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state), .next = 900000000};

	kit_term_make(s.c, s.w, &s.t);
	s.course = s.t.offering[AGENCY];
	s.collecting = ++s.next;
	assert_ok(kit_try_as(s.c, &s.w->system, &verb, &s));
	assert_ok(kit_try_as(s.c, &s.w->system, &none, &s));
	s.day = ctx_today(s.c).day;
	kit_advance(state, 40 * DAY_US);
	if (sheet) {
		struct sheet_put put = sheet_of_dance(&s);
		struct sheet_publish pub;

		assert_ok(kit_try_as(s.c, &s.w->clerk, &sheet_put_verb, &put));
		pub.sheet = put.result;
		assert_ok(kit_try_as(s.c, &s.w->leader, &sheet_publish_verb, &pub));
	}
	return s;
}

static enum err bill_run(struct ctx *c, void *arg)
{
	struct plant *p = arg;
	struct scene *s = p->s;
	int64_t id = p->id;

	TRY(q_s_enrolment(c, id, s->w->county, s->w->a1, s->t.term, s->course, id, NULL));
	TRY(q_s_bill(c, id + 1, s->w->county, s->w->a1, s->t.term, id, p->amount,
	             p->collected ? S("collected") : S("open"), NULL));
	TRY(q_s_line(c, id + 2, s->w->county, id + 1, id, s->course, p->amount, NULL));
	return q_s_payment(c, id + 3, s->w->county, s->w->a1, s->t.term, id + 1, id, s->collecting,
	                   p->amount, NULL);
}

int64_t billed(struct scene *s, int64_t amount, bool collected)
{
	static const struct verb verb = {"test.bill", bill_run};
	struct plant p = {.s = s, .id = s->next += 10, .amount = amount, .collected = collected};

	assert_ok(kit_try_as(s->c, &s->w->system, &verb, &p));
	return p.id;
}

static enum err refund_run(struct ctx *c, void *arg)
{
	struct plant *p = arg;
	struct scene *s = p->s;

	TRY(q_s_refund(c, p->id, s->w->county, s->w->a1, s->t.term, p->pupil + 1, p->pupil,
	               p->pupil + 3, p->amount, NULL));
	return q_s_refund_line(c, p->id, s->course.v, p->amount, NULL);
}

void refunded(struct scene *s, int64_t pupil, int64_t amount)
{
	static const struct verb verb = {"test.refund", refund_run};
	struct plant p = {.s = s, .id = s->next += 10, .pupil = pupil, .amount = amount};

	assert_ok(kit_try_as(s->c, &s->w->system, &verb, &p));
}

static enum err sitting_run(struct ctx *c, void *arg)
{
	struct plant *p = arg;
	struct scene *s = p->s;
	struct date day = {(int32_t)p->pupil};

	TRY(q_s_sitting(c, p->id, s->w->county, s->w->a1, s->course, day, p->minutes, NULL));
	return p->present < 0 ? OK
	                      : q_s_register(c, p->id, s->w->county, s->w->a1, p->present, NULL);
}

sitting_id held(struct scene *s, int32_t day, int64_t minutes, int64_t present)
{
	static const struct verb verb = {"test.sitting", sitting_run};
	struct plant p = {
		.s = s, .id = s->next += 10, .pupil = day, .minutes = minutes, .present = present};

	assert_ok(kit_try_as(s->c, &s->w->system, &verb, &p));
	return (sitting_id){p.id};
}

enum err follow(struct scene *s)
{
	struct escrow_follow a = {.offering = s->course};

	return kit_try_as(s->c, &s->w->finance, &escrow_follow_verb, &a);
}

enum err draw(struct scene *s, settlement_id *ret_id)
{
	struct settlement_draw a = {
		.offering = s->course, .first = {s->day}, .last = ctx_today(s->c)};
	enum err e = kit_try_as(s->c, &s->w->finance, &settlement_draw_verb, &a);

	*ret_id = a.result;
	return e;
}

enum err release(struct scene *s, settlement_id id)
{
	struct settlement_release a = {.settlement = id};

	return kit_try_as(s->c, &s->w->finance, &settlement_release_verb, &a);
}

int64_t fund(struct scene *s, const char *account, int64_t subject)
{
	struct money m;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_s_fund(s->c, str_of(account), subject, &m));
	store_read_end(s->c);
	return m.fen;
}

int64_t escrow(struct scene *s)
{
	return fund(s, "escrow", s->course.v);
}

int64_t owed(struct scene *s)
{
	return fund(s, "agency_payable", s->w->agency_id.v);
}

int64_t claimed(struct scene *s)
{
	struct q_s_claims_row row;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_s_claims(s->c, s->course, &row));
	store_read_end(s->c);
	return row.claimed - row.back;
}

static enum err stands_run(struct ctx *c, void *arg)
{
	const struct plant *p = arg;

	return q_s_bill_state(c, p->id + 1, p->collected ? S("collected") : S("open"), p->amount,
	                      NULL);
}

void bill_stands(struct scene *s, int64_t pupil, const char *state, int64_t total)
{
	static const struct verb verb = {"test.stands", stands_run};
	struct plant p = {
		.s = s, .id = pupil, .amount = total, .collected = strcmp(state, "collected") == 0};

	assert_ok(kit_try_as(s->c, &s->w->system, &verb, &p));
}

static enum err waived_run(struct ctx *c, void *arg)
{
	const struct plant *p = arg;

	return q_s_waived(c, p->id, p->s->w->county, p->pupil + 1, p->pupil, p->s->course,
	                  p->amount, NULL);
}

void waived(struct scene *s, int64_t pupil, int64_t amount)
{
	static const struct verb verb = {"test.waived", waived_run};
	struct plant p = {.s = s, .id = s->next += 10, .pupil = pupil, .amount = amount};

	assert_ok(kit_try_as(s->c, &s->w->system, &verb, &p));
}

static enum err give_run(struct ctx *c, void *arg)
{
	struct scene *s = arg;

	return q_s_give(c, s->course, s->w->agency_id, NULL);
}
static const struct verb give_verb = {"test.give", give_run};

enum err payee(struct scene *s, const char *holder)
{
	struct payee_set a = {str_of(holder), S("6222 0000 1111 2222"), S("示例银行")};

	return kit_try_as(s->c, &s->w->agency, &payee_set_verb, &a);
}

enum err pay(struct scene *s, payout_id *ret_id)
{
	struct settlement_pay a = {.school = s->w->a1};
	enum err e = kit_try_as(s->c, &s->w->finance, &settlement_pay_verb, &a);

	*ret_id = a.result;
	return e;
}

struct scene sibling(struct scene *s)
{
	struct scene other = *s;
	struct sheet_put put = sheet_of_dance(s);
	struct sheets_put many = {&put, 1, true, 0};

	other.course = s->t.offering[CHESS];
	put.offering = other.course;
	assert_ok(kit_try_as(s->c, &s->w->system, &give_verb, &other));
	put.rate.fen = 10000; /* a price of 100.00 */
	put.materials.fen = 50000;
	assert_ok(kit_try_as(s->c, &s->w->leader, &sheets_put_verb, &many));
	other.next += 500000;
	return other;
}

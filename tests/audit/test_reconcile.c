/* Reconciliation over a hundred thousand lines: nothing is wrong with clean ones, and one fault of
 * every kind, planted anywhere among them, is found as what it is and nothing else with it (F23,
 * R60). */
#include "../kit.h"

#include "audit/reconcile.h"

enum { MERCHANTS = 10, DAYS = 31, LINES = 100000, UNPAID = 5000, EACH_REFUND = 20, FIRST = 20697 };

struct books {
	struct rec_merchant merchant[MERCHANTS];
	struct rec_ours *ours;
	struct rec_line *line;
	struct rec_bank *bank;
	struct rec_facts f;
	uint64_t seed;
};

static uint64_t dice(struct books *b, uint64_t sides)
{
	b->seed ^= b->seed << 13;
	b->seed ^= b->seed >> 7;
	b->seed ^= b->seed << 17;
	return b->seed % sides;
}

static int64_t fee_of(const struct rec_merchant *m, int64_t fen)
{
	struct money fee = FEN(0);

	assert_true(money_ratio(FEN(fen), m->fee_per_million, 1000000, &fee));
	return fee.fen;
}

/* A payment and its line; now and then money that went back the same day, and its line. */
static void payment_make(struct ctx *c, struct books *b, size_t i)
{
	struct rec_merchant *m = &b->merchant[dice(b, MERCHANTS)];
	struct date day = {FIRST + (int32_t)dice(b, DAYS)};
	struct str number = str_printf(c->arena, "K%08zu", i);
	struct rec_ours o = {.id = (int64_t)i + 1,
	                     .what = OURS_PAYMENT,
	                     .merchant = m->id,
	                     .number = number,
	                     .amount = FEN((int64_t)dice(b, 60000) + 1),
	                     .day = day,
	                     .ended = DATE_NONE,
	                     .term_first = {FIRST - 10},
	                     .term_last = {FIRST + 140}};

	if (i % EACH_REFUND == 1) {
		const struct rec_ours *paid = &b->ours[b->f.n_ours - 1];

		o = *paid;
		o.id = (int64_t)i + 1;
		o.what = OURS_REFUND;
		o.refund = str_printf(c->arena, "R%08zu", i);
		o.amount = FEN((int64_t)dice(b, (uint64_t)paid->amount.fen) + 1);
	}
	b->ours[b->f.n_ours++] = o;
	b->line[b->f.lines++] =
		(struct rec_line){(int64_t)i + 1, o.merchant, o.number, o.refund, o.amount, o.day};
}

static void bank_make(struct books *b)
{
	for (size_t k = 0; k < MERCHANTS; k++) {
		for (int32_t d = 0; d < DAYS; d++) {
			struct rec_bank line = {.id = (int64_t)(k * DAYS) + d + 1,
			                        .merchant = b->merchant[k].id,
			                        .day = {FIRST + d + 1},
			                        .of = DATE_NONE};

			for (size_t i = 0; i < b->f.lines; i++) {
				const struct rec_line *l = &b->line[i];
				int64_t fen = str_some(l->refund) ? -l->amount.fen : l->amount.fen;

				if (l->merchant == line.merchant && l->day.day == FIRST + d)
					line.amount.fen += fen - fee_of(&b->merchant[k], fen);
			}
			b->bank[b->f.banks++] = line;
		}
	}
}

static struct books *books_make(struct ctx *c)
{
	struct books *b = NEW(c->arena, struct books);

	b->seed = 7;
	b->ours = NEW_N(c->arena, LINES + UNPAID + 4, struct rec_ours);
	b->line = NEW_N(c->arena, LINES + 4, struct rec_line);
	b->bank = NEW_N(c->arena, MERCHANTS * DAYS + 4, struct rec_bank);
	for (size_t k = 0; k < MERCHANTS; k++)
		b->merchant[k] = (struct rec_merchant){.id = 900 + (int64_t)k,
		                                       .school = {1},
		                                       .channel = S("wechat"),
		                                       .fee_per_million = k % 2 ? 6000 : 0,
		                                       .days = 3};
	for (size_t i = 0; i < LINES; i++)
		payment_make(c, b, i);
	for (size_t i = 0; i < UNPAID; i++)
		b->ours[b->f.n_ours++] =
			(struct rec_ours){.id = 500000 + (int64_t)i,
		                          .what = OURS_UNPAID,
		                          .merchant = 900,
		                          .number = str_printf(c->arena, "U%08zu", i),
		                          .amount = FEN(10000),
		                          .day = {FIRST + 5},
		                          .ended = i % 2 ? DATE_NONE : (struct date){FIRST + 5},
		                          .term_first = {FIRST - 10},
		                          .term_last = {FIRST + 140}};
	bank_make(b);
	b->f.merchant = b->merchant;
	b->f.merchants = MERCHANTS;
	b->f.ours = b->ours;
	b->f.line = b->line;
	b->f.bank = b->bank;
	b->f.first = (struct date){FIRST};
	b->f.last = (struct date){FIRST + DAYS - 1};
	b->f.today = (struct date){FIRST + DAYS + 30};
	return b;
}

struct found {
	size_t n, settled, lines;
	struct difference_found last;
	size_t doubted;
	int64_t net, odd;
};

static enum err note(struct ctx *c, const struct difference_found *d, void *arg)
{
	struct found *f = arg;

	(void)c;
	f->n++;
	f->last = *d;
	return OK;
}

static enum err note_settled(struct ctx *c, const struct rec_settled *s, void *arg)
{
	struct found *f = arg;

	(void)c;
	f->settled++;
	f->doubted += !s->agreed;
	f->lines += s->banks;
	for (size_t i = 0; i < s->parts; i++) {
		f->odd += s->part[i].odd.fen;
		f->net += s->part[i].gross.fen - s->part[i].fee.fen;
	}
	return OK;
}

static struct found look(struct ctx *c, const struct books *b)
{
	struct found f = {0};
	const struct rec_sink sink = {note, note_settled, NULL, &f};
	struct arena_mark mark = arena_mark(c->arena);

	assert_ok(reconcile(c, &b->f, &sink));
	arena_rewind(c->arena, mark);
	return f;
}

/* Whatever is planted is taken out again. */
static void expect(struct ctx *c, const struct books *b, enum difference_kind kind,
                   const char *where)
{
	struct found f = look(c, b);

	if (f.n != 1 || f.last.kind != kind)
		fail_msg("%s: %zu differences, the last one %s", where, f.n,
		         f.n ? difference_name(f.last.kind) : "none");
}

static size_t payment_of(struct books *b)
{
	size_t i;

	/* One without money that went back, so that the fault stands alone. */
	do
		i = dice(b, LINES - 1);
	while (b->ours[i].what != OURS_PAYMENT || b->ours[i + 1].what == OURS_REFUND);
	return i;
}

static size_t refund_of(struct books *b)
{
	return 1 + EACH_REFUND * dice(b, LINES / EACH_REFUND - 1);
}

/* The bank's line of a day moves with what is planted, so that nothing else is wrong. */
static void bank_moves(struct books *b, const struct rec_line *l, int64_t fen)
{
	const struct rec_merchant *m = &b->merchant[l->merchant - 900];

	b->bank[(l->merchant - 900) * DAYS + (l->day.day - FIRST)].amount.fen +=
		fen - fee_of(m, fen);
}

/* --- facts ------------------------------------------------------------------------------------ */

static void a_hundred_thousand_clean_lines_raise_no_alarm_R60(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	struct found f = look(c, b);
	int64_t net = 0;

	for (size_t i = 0; i < b->f.banks; i++)
		net += b->bank[i].amount.fen;
	assert_int_equal(b->f.lines, LINES);
	assert_int_equal(f.n, 0);
	assert_int_equal(f.settled, MERCHANTS * DAYS);
	assert_int_equal(f.net, net);
	assert_int_equal(f.odd, 0);
	assert_int_equal(f.doubted, 0);
}

static void lines_of_the_channel_that_are_wrong_are_named(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	size_t i = payment_of(b), r = refund_of(b);
	struct rec_line was = b->line[i], back = b->line[r];
	struct rec_ours ours = b->ours[i];

	b->ours[i].what = OURS_UNPAID;
	expect(c, b, DIFF_PAYMENT_MISSING, "a payment we did not book");
	b->ours[i].ended = was.day;
	expect(c, b, DIFF_LATE, "paid when the order had ended");
	b->ours[i] = ours;

	b->line[i].number = S("X1");
	b->ours[i].day.day = FIRST - 1; /* ours is of a day that is not looked at */
	expect(c, b, DIFF_UNKNOWN_ORDER, "an order we never made");
	b->ours[i] = ours;
	b->line[i] = was;

	b->line[i].amount.fen += 1;
	bank_moves(b, &was, -was.amount.fen);
	bank_moves(b, &was, was.amount.fen + 1);
	expect(c, b, DIFF_AMOUNT, "a fen more at the channel");
	bank_moves(b, &was, -was.amount.fen - 1);
	bank_moves(b, &was, was.amount.fen);
	b->line[i] = was;

	b->line[b->f.lines++] = was;
	expect(c, b, DIFF_DOUBLE, "a line that comes twice");
	b->f.lines--;

	b->ours[i].term_last.day = was.day.day - 1;
	expect(c, b, DIFF_OTHER_TERM, "paid after its term");
	b->ours[i] = ours;

	b->ours[i].merchant = was.merchant == 900 ? 901 : 900;
	expect(c, b, DIFF_WRONG_MERCHANT, "collected by another account");
	b->ours[i] = ours;

	b->line[r].refund = S("X2");
	b->ours[r].day.day = FIRST - 1;
	expect(c, b, DIFF_REFUND_UNKNOWN, "paid back without a decision");
	b->line[r] = back;
	b->ours[r].day = back.day;

	b->ours[r].amount = b->line[r].amount = FEN(b->ours[r - 1].amount.fen + 1);
	bank_moves(b, &back, back.amount.fen);
	bank_moves(b, &back, -b->line[r].amount.fen);
	expect(c, b, DIFF_REFUND_OVER, "more paid back than was paid");
}

static void what_the_channel_does_not_know_is_named(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	size_t i = payment_of(b), r = refund_of(b);
	struct rec_line was = b->line[i], back = b->line[r];

	b->line[i] = b->line[b->f.lines - 1];
	b->f.lines--;
	bank_moves(b, &was, -was.amount.fen);
	expect(c, b, DIFF_CHANNEL_MISSING, "a payment the channel does not know");
	b->f.lines++;
	b->line[i] = was;
	bank_moves(b, &was, was.amount.fen);

	b->line[r] = b->line[b->f.lines - 1];
	b->f.lines--;
	bank_moves(b, &back, back.amount.fen);
	expect(c, b, DIFF_REFUND_MISSING, "paid back, and the channel does not say so");
	b->f.lines++;
	b->line[r] = back;
	bank_moves(b, &back, -back.amount.fen);

	b->ours[b->f.n_ours] = b->ours[i];
	b->ours[b->f.n_ours++].id = 999999;
	expect(c, b, DIFF_DOUBLE, "one order booked twice");
}

static void what_the_bank_has_not_or_has_too_much_is_named(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	struct rec_bank was = b->bank[40], last = b->bank[b->f.banks - 1];

	b->bank[40].amount.fen -= 1;
	expect(c, b, DIFF_FEE, "a fen of fee too much");
	b->bank[40] = last;
	b->f.banks--;
	expect(c, b, DIFF_BANK_MISSING, "a day that did not come to the bank");
	b->f.banks++;
	b->bank[40] = was;
	b->bank[b->f.banks] = (struct rec_bank){
		.id = 7777, .amount = FEN(12345), .day = {FIRST + 3}, .of = DATE_NONE};
	b->f.banks++;
	expect(c, b, DIFF_BANK_UNKNOWN, "money at the bank nobody sent");
}

static void what_is_not_due_yet_is_no_difference(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);

	b->f.today = b->f.last;
	b->f.banks -= 1; /* of the last day: the bank still has three days */
	assert_int_equal(look(c, b).n, 0);
	b->f.today.day = b->f.last.day + 4;
	expect(c, b, DIFF_BANK_MISSING, "after them");
}

/* The days' money in other pieces than its days: nothing is missing, and every fen is booked. */
static void money_that_comes_late_in_pieces_or_together_is_matched_R60(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	size_t all = b->f.banks;
	struct found f;
	int64_t net = look(c, b).net;

	b->bank[3].day.day += 9;    /* late */
	b->bank[all] = b->bank[40]; /* in two pieces */
	b->bank[all].id = 8001;
	b->bank[all].amount.fen = 1234;
	b->bank[40].amount.fen -= 1234;
	b->f.banks = all + 1;
	b->bank[70].amount.fen += b->bank[71].amount.fen; /* two days in one */
	b->bank[70].day = b->bank[71].day;
	b->bank[71] = b->bank[--b->f.banks];
	f = look(c, b);
	assert_int_equal(f.n, 0);
	assert_int_equal(f.settled, MERCHANTS * DAYS - 1);
	assert_int_equal(f.lines, b->f.banks);
	assert_int_equal(f.net, net);
	assert_int_equal(f.odd, 0);
	assert_int_equal(f.doubted, 0);
}

/* Leaves a merchant's day without its file: the lines are gone, what we booked and the bank are
 * not.
 */
static struct money file_lost(struct ctx *c, struct books *b, size_t merchant, int32_t day)
{
	struct rec_merchant *m = &b->merchant[merchant];
	bool *file = NEW_N(c->arena, DAYS, bool);
	struct money ours = FEN(0);
	size_t n = 0;

	for (int32_t d = 0; d < DAYS; d++)
		file[d] = d != day;
	m->file = file;
	m->asked = true;
	m->from = b->f.first;
	for (size_t i = 0; i < b->f.lines; i++) {
		const struct rec_line *l = &b->line[i];

		if (l->merchant == m->id && l->day.day == FIRST + day)
			ours.fen += str_some(l->refund) ? -l->amount.fen : l->amount.fen;
		else
			b->line[n++] = *l;
	}
	b->f.lines = n;
	return ours;
}

static void a_day_without_its_file_is_one_difference_and_hides_no_other_R60(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	struct money ours = file_lost(c, b, 3, 10);
	struct found f = look(c, b);
	struct rec_line was;

	assert_int_equal(f.n, 1);
	assert_int_equal(f.last.kind, DIFF_FILE_MISSING);
	assert_int_equal(f.last.merchant, 903);
	assert_int_equal(f.last.day.day, FIRST + 10);
	assert_int_equal(f.last.found.fen, 0);
	assert_int_equal(f.last.expected.fen, ours.fen);
	assert_int_equal(f.settled, MERCHANTS * DAYS - 1); /* all other days are booked */

	for (size_t i = 0; i < b->f.lines; i++) {
		if (b->line[i].merchant == 904 && b->line[i].day.day == FIRST + 10 &&
		    !str_some(b->line[i].refund)) {
			was = b->line[i];
			b->line[i].amount.fen += 1;
			f = look(c, b);
			b->line[i] = was;
			assert_int_equal(f.n, 3); /* the file, the amount, the fen at the bank */
			return;
		}
	}
	fail();
}

static void a_file_is_missing_once_it_is_due_and_of_an_account_that_should_have_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	struct rec_merchant *m = &b->merchant[3];
	struct money ours = file_lost(c, b, 3, DAYS - 1);

	b->f.today.day = b->f.last.day + 1;
	assert_int_equal(look(c, b).n, 0);
	b->f.today.day = b->f.last.day + 2;
	expect(c, b, DIFF_FILE_MISSING, "the day after it was due");
	m->asked = false;
	expect(c, b, DIFF_FILE_MISSING, "we booked something of that day");
	for (size_t i = 0; i < b->f.n_ours; i++) {
		if (b->ours[i].merchant == m->id && b->ours[i].day.day == b->f.last.day)
			b->ours[i].what = OURS_UNPAID;
	}
	assert_int_equal(look(c, b).n, 0);
	m->asked = true;
	expect(c, b, DIFF_FILE_MISSING, "nothing booked, and the account is in use");
	assert_true(ours.fen != 0);
	m->from.day = b->f.last.day + 1;
	assert_int_equal(look(c, b).n, 0); /* it is in use from tomorrow on */
}

/* Friday to Sunday in one sum, and Saturday's file is not here. */
static void nothing_is_said_of_money_that_may_be_of_a_missing_file(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	struct rec_bank *v = &b->bank[3 * DAYS];

	v[12].amount.fen += v[11].amount.fen + v[10].amount.fen;
	v[10] = b->bank[b->f.banks - 1];
	v[11] = b->bank[b->f.banks - 2];
	b->f.banks -= 2; /* of the last merchant the last days: not due yet */
	b->f.today.day = b->f.last.day + 2;
	assert_int_equal(look(c, b).n, 0);
	file_lost(c, b, 3, 11);
	expect(c, b, DIFF_FILE_MISSING, "the file alone, neither the days beside it nor the line");
	v[12].day.day += 14;
	/* Too late to be of it: the file, the two days beside it, and the line. */
	assert_int_equal(look(c, b).n, 4);
}

/* Saturday's money is almost as much as Sunday's, whose own has not come; Saturday's file is not
 * here.
 */
static void a_line_that_may_be_of_a_missing_file_is_not_taken_for_another_days_fee(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct books *b = books_make(c);
	struct rec_bank *v = &b->bank[3 * DAYS];

	v[11].amount.fen = v[12].amount.fen - 50;
	v[12] = b->bank[--b->f.banks]; /* of the last merchant the last day: not due yet */
	b->f.today.day = b->f.last.day + 2;
	assert_true(look(c, b).n > 1); /* with the file: neither is what it should be */
	file_lost(c, b, 3, 11);
	expect(c, b, DIFF_FILE_MISSING, "the file alone");
}

static void every_kind_has_a_name_of_its_own(void **state)
{
	enum difference_kind found;

	(void)state;
	for (enum difference_kind k = 0; k < DIFFERENCE_KINDS; k++) {
		assert_true(difference_parse(str_of(difference_name(k)), &found));
		assert_int_equal(found, k);
	}
	assert_false(difference_parse(S("other"), &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_hundred_thousand_clean_lines_raise_no_alarm_R60),
		KIT_TEST(lines_of_the_channel_that_are_wrong_are_named),
		KIT_TEST(what_the_channel_does_not_know_is_named),
		KIT_TEST(what_the_bank_has_not_or_has_too_much_is_named),
		KIT_TEST(what_is_not_due_yet_is_no_difference),
		KIT_TEST(money_that_comes_late_in_pieces_or_together_is_matched_R60),
		KIT_TEST(a_day_without_its_file_is_one_difference_and_hides_no_other_R60),
		KIT_TEST(a_file_is_missing_once_it_is_due_and_of_an_account_that_should_have_one),
		KIT_TEST(nothing_is_said_of_money_that_may_be_of_a_missing_file),
		KIT_TEST(a_line_that_may_be_of_a_missing_file_is_not_taken_for_another_days_fee),
		KIT_TEST(every_kind_has_a_name_of_its_own),
	};

	return KIT_RUN(tests);
}

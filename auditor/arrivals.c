/* Bank and clearing (R60): what was booked as come to the bank against the bank's lines, the
 * channels' files and the counter's book; and the guarantee fund against those who took part (R29).
 */
#include <stdlib.h>
#include <string.h>

#include "checks.h"

enum { A_ID, A_COLLECTING, A_FIRST, A_LAST, A_UNDONE };
enum { L_ARRIVAL, L_BANK, L_LINE_UNDONE };
enum { P_ID, P_SCHOOL, P_ARRIVAL, P_GROSS, P_ODD, P_FEE, P_BEARER, P_UNDONE };
enum { I_ARRIVAL, I_FEN };
enum { K_ID, K_FEN };
enum { M_ID, M_CHANNEL };
enum { F_ID, F_COLLECTING, F_DAY };
enum { X_FILE, X_NUMBER, X_REFUND, X_FEN };

struct coming {
	struct table arrival, line, part, item, bank, merchant, file, channel;
	struct index arrival_by_id, bank_by_id, merchant_by_id, line_by_arrival, part_by_arrival;
};

static void coming_load(struct books *b, struct coming *k)
{
	k->arrival = table_load(b->pack, "arrival",
	                        "id:i collecting:i first_day:d last_day:d undone:t", true);
	k->line = table_load(b->pack, "arrival_line", "arrival:i bank_line:i undone:t", true);
	k->part = table_load(b->pack, "arrival_part",
	                     "id:i school:i arrival:i gross_fen:i odd_fen:i fee_fen:i bearer:s "
	                     "undone:i",
	                     true);
	k->item = table_load(b->pack, "arrival_item", "arrival:i amount_fen:i", true);
	k->bank = table_load(b->pack, "bank_line", "id:i amount_fen:i", true);
	k->merchant = table_load(b->pack, "collecting_account", "id:i channel:s", true);
	k->file = table_load(b->pack, "channel_file", "id:i collecting:i day:d", true);
	k->channel = table_load(b->pack, "channel_line",
	                        "channel_file:i number:s back_number:s amount_fen:i", true);
	k->arrival_by_id = index_make(&k->arrival, A_ID);
	k->bank_by_id = index_make(&k->bank, K_ID);
	k->merchant_by_id = index_make(&k->merchant, M_ID);
	k->line_by_arrival = index_make(&k->line, L_ARRIVAL);
	k->part_by_arrival = index_make(&k->part, P_ARRIVAL);
}

static void coming_free(struct coming *k)
{
	index_free(&k->arrival_by_id);
	index_free(&k->bank_by_id);
	index_free(&k->merchant_by_id);
	index_free(&k->line_by_arrival);
	index_free(&k->part_by_arrival);
	table_free(&k->arrival);
	table_free(&k->line);
	table_free(&k->part);
	table_free(&k->item);
	table_free(&k->bank);
	table_free(&k->merchant);
	table_free(&k->file);
	table_free(&k->channel);
}

static int64_t channel_of(const struct coming *k, int64_t collecting)
{
	size_t row = index_first(&k->merchant_by_id, collecting);

	return row == SIZE_MAX ? word("") : at(&k->merchant, row, M_CHANNEL);
}

/* --- entries ---------------------------------------------------------------------------------- */

/* What an account of the entry has of its school; the leg is taken off, so that what is left over
 * shows. */
static void leg_of(struct check *c, struct sums *s, const char *account, int64_t id, int64_t fen)
{
	struct sum *leg = sums_at(s, id, word(account));

	disagree_fen(c, "arrival_part", id, account, leg->fen, fen);
	leg->fen = 0;
}

static void parts(struct books *b, const struct coming *k)
{
	struct check *c = check_begin("arrivals_posted", SAY("到账入账", "arrivals are booked"));
	const struct table *l = &b->ledger;
	struct sums s = {0}, back = {0};

	for (size_t i = 0; i < l->rows; i++) {
		bool bank = at(l, i, L_ACCOUNT) == word("bank");
		int64_t cause = at(l, i, L_CAUSE);

		if (cause == word("arrival"))
			sums_add(&s, at(l, i, L_ENTRY), at(l, i, L_ACCOUNT), at(l, i, L_FEN));
		if (cause == word("arrival_undone"))
			sums_add(&back, at(l, i, L_ENTRY), at(l, i, L_REVERSES), 0);
		else if (bank && cause != word("arrival") &&
		         strncmp(word_text(cause), "payout", 6) != 0)
			disagree(c, "ledger", at(l, i, L_ENTRY),
			         SAY("没有到账或付款的银行分录", "moves the bank's account without "
			                                         "an arrival or a payout"),
			         word_text(cause), NULL);
	}
	for (size_t i = 0; i < k->part.rows; i++) {
		const struct table *p = &k->part;
		int64_t id = at(p, i, P_ID), gross = at(p, i, P_GROSS), odd = at(p, i, P_ODD);
		int64_t fee = at(p, i, P_FEE), undone = at(p, i, P_UNDONE);
		size_t a = index_first(&k->arrival_by_id, at(p, i, P_ARRIVAL));
		bool county = at(p, i, P_BEARER) == word("county");
		char clearing[32];

		c->rows++;
		snprintf(clearing, sizeof clearing, "clearing_%s",
		         a == SIZE_MAX
		                 ? ""
		                 : word_text(channel_of(k, at(&k->arrival, a, A_COLLECTING))));
		leg_of(c, &s, "bank", id, gross + odd - fee);
		leg_of(c, &s, county ? "channel_fee_due" : "channel_fee", id, fee);
		leg_of(c, &s, clearing, id, -gross);
		leg_of(c, &s, "unexplained", id, -odd);
		if (undone != NONE && sums_count(&back, undone, id) == 0)
			disagree(c, "arrival_part", id,
			         SAY("撤回没有冲销", "taken back without a reversal"), NULL, NULL);
	}
	for (size_t i = 0; i < s.room; i++) {
		if (s.v[i].used && s.v[i].fen != 0)
			disagree(c, "ledger", s.v[i].key[0],
			         SAY("分录多出一行", "a leg no arrival explains"), yuan(s.v[i].fen),
			         NULL);
	}
	sums_free(&s);
	sums_free(&back);
}

/* --- against bank and channel ----------------------------------------------------------------- */

/* By collecting account and day: what its file says, a line that comes twice once. */
static struct sums said_by_day(const struct coming *k)
{
	struct sums said = {0}, seen = {0};
	struct index file = index_make(&k->file, F_ID);

	for (size_t i = 0; i < k->channel.rows; i++) {
		size_t f = index_first(&file, at(&k->channel, i, X_FILE));
		int64_t number = at(&k->channel, i, X_NUMBER), back = at(&k->channel, i, X_REFUND);
		int64_t fen = at(&k->channel, i, X_FEN);

		if (f == SIZE_MAX || sums_count(&seen, number, back) > 0)
			continue;
		sums_add(&seen, number, back, 0);
		sums_add(&said, at(&k->file, f, F_COLLECTING), at(&k->file, f, F_DAY),
		         back == word("") ? fen : -fen);
	}
	index_free(&file);
	sums_free(&seen);
	return said;
}

static int64_t said_of(const struct coming *k, const struct sums *days, const struct sums *items,
                       size_t a)
{
	int64_t merchant = at(&k->arrival, a, A_COLLECTING), sum = 0;

	if (channel_of(k, merchant) == word("counter"))
		return sums_get(items, at(&k->arrival, a, A_ID), 0);
	for (int64_t d = at(&k->arrival, a, A_FIRST); d <= at(&k->arrival, a, A_LAST); d++)
		sum += sums_get(days, merchant, d);
	return sum;
}

static int64_t bank_of(struct check *c, const struct coming *k, struct sums *used, int64_t id)
{
	size_t row = index_first(&k->line_by_arrival, id);
	int64_t sum = 0;

	for (; row != SIZE_MAX; row = index_next(&k->line_by_arrival, row)) {
		int64_t line = at(&k->line, row, L_BANK);
		size_t bank = index_first(&k->bank_by_id, line);

		if (at(&k->line, row, L_LINE_UNDONE) != NONE)
			continue;
		if (bank == SIZE_MAX || sums_count(used, line, 0) > 0)
			disagree(c, "arrival", id,
			         bank == SIZE_MAX ? SAY("银行流水里没有", "no line of the bank")
			                          : SAY("流水用了两次", "a line used twice"),
			         NULL, NULL);
		sums_add(used, line, 0, 0);
		sum += bank == SIZE_MAX ? 0 : at(&k->bank, bank, K_FEN);
	}
	return sum;
}

static void arrivals(const struct books *b, const struct coming *k)
{
	struct check *c = check_begin(
		"arrivals", SAY("到账与银行、渠道一致", "arrivals are what bank and channel say"));
	struct sums days = said_by_day(k), items = {0}, used = {0};

	for (size_t i = 0; i < k->item.rows; i++)
		sums_add(&items, at(&k->item, i, I_ARRIVAL), 0, at(&k->item, i, I_FEN));
	for (size_t i = 0; i < k->arrival.rows; i++) {
		int64_t id = at(&k->arrival, i, A_ID), all = 0, fee = 0, net;
		size_t row = index_first(&k->part_by_arrival, id);

		c->rows++;
		if (at(&k->arrival, i, A_UNDONE) != NONE)
			continue;
		for (; row != SIZE_MAX; row = index_next(&k->part_by_arrival, row)) {
			all += at(&k->part, row, P_GROSS) + at(&k->part, row, P_ODD);
			fee += at(&k->part, row, P_FEE);
		}
		net = bank_of(c, k, &used, id);
		if (b->school) /* of an account of many schools only one part is here */
			continue;
		disagree_fen(c, "arrival", id, SAY("银行到账", "at the bank"), all - fee, net);
		disagree_fen(c, "arrival", id, SAY("渠道或柜台", "by channel or counter"), all,
		             said_of(k, &days, &items, i));
	}
	sums_free(&days);
	sums_free(&items);
	sums_free(&used);
}

void check_arrivals(struct books *b)
{
	struct coming k;

	coming_load(b, &k);
	parts(b, &k);
	arrivals(b, &k);
	coming_free(&k);
}

/* --- guarantee fund (R29) --------------------------------------------------------------------- */

#define RULES_MOST ((size_t)4 << 20)

/* "param guarantee.rate 150.00 yuan per participant per term"; the highest stated binds. 0: none.
 */
static int64_t rate_stated(struct books *b)
{
	static const char name[] = "param guarantee.rate ";
	int64_t most = 0;

	for (size_t i = 0; i < pack_files(b->pack); i++) {
		size_t n;
		char *text;

		if (strncmp(pack_name(b->pack, i), "rules/", 6) != 0)
			continue;
		text = part_text(b->pack, pack_name(b->pack, i), RULES_MOST, &n);
		for (const char *s = strstr(text, name); s; s = strstr(s + 1, name)) {
			char *end;
			int64_t yuan_part = strtoll(s + sizeof name - 1, &end, 10), fen = 0;

			if (*end == '.' && end[1] && end[2])
				fen = (end[1] - '0') * 10 + (end[2] - '0');
			if (yuan_part * 100 + fen > most)
				most = yuan_part * 100 + fen;
		}
		free(text);
	}
	return most;
}

enum { G_SCHOOL, G_TERM, G_COUNTY, G_REQUIRED, G_RECEIVED, G_SHORT, G_WHY, G_AT, G_PUPILS, G_BY };
enum { V_SCHOOL, V_TERM, V_FEN, V_AT };
enum { N_TERM, N_KIND, N_SCHOOL, N_SITTINGS };
enum { C_ID, C_BY };

static bool by_attendance(const struct table *county, int64_t id)
{
	for (size_t i = 0; i < county->rows; i++) {
		if (at(county, i, C_ID) == id)
			return at(county, i, C_BY) == word("attended_once");
	}
	return false;
}

/* Marks of pupils in care by pupil, and school and term as one key: how many, and how many
 * attended.
 */
static struct sums marks_in_care(struct books *b)
{
	struct table m = table_load(b->pack, "mark", "sitting:i pupil:i mark:s", false);
	struct table t = table_load(b->pack, "sitting", "id:i offering:i", false);
	struct index sitting = index_make(&t, 0);
	struct sums s = {0};

	for (size_t i = 0; i < m.rows; i++) {
		size_t g = index_first(&sitting, at(&m, i, 0)), o;
		bool came = at(&m, i, 2) == word("present") || at(&m, i, 2) == word("late");

		o = g == SIZE_MAX ? SIZE_MAX : index_first(&b->offering_by_id, at(&t, g, 1));
		if (o != SIZE_MAX && at(&b->offering, o, O_KIND) == word("care"))
			sums_add(&s, at(&m, i, 1),
			         at(&b->offering, o, O_SCHOOL) ^ at(&b->offering, o, O_TERM), came);
	}
	index_free(&sitting);
	table_free(&t);
	table_free(&m);
	return s;
}

/* Who took part as a closing counted them: "sittings 2", "percent 50"; NONE: not from attendance.
 */
static int64_t took_part(struct books *b, const struct table *n, const char *definition,
                         int64_t school, int64_t term)
{
	static const char often[] = "sittings ", share[] = "percent ";
	struct sums marks;
	int64_t found = 0, least;

	if (strncmp(definition, often, sizeof often - 1) == 0) {
		least = strtoll(definition + sizeof often - 1, NULL, 10);
		for (size_t i = 0; i < n->rows; i++)
			found += at(n, i, N_SCHOOL) == school && at(n, i, N_TERM) == term &&
			         at(n, i, N_KIND) == word("care") && at(n, i, N_SITTINGS) >= least;
		return found;
	}
	if (strncmp(definition, share, sizeof share - 1) != 0)
		return NONE;
	least = strtoll(definition + sizeof share - 1, NULL, 10);
	marks = marks_in_care(b);
	for (size_t i = 0; i < marks.room; i++)
		found += marks.v[i].used && marks.v[i].key[1] == (school ^ term) &&
		         marks.v[i].fen * 100 >=
		                 sums_count(&marks, marks.v[i].key[0], school ^ term) * least;
	sums_free(&marks);
	return found;
}

/* How a closing says it was counted, and what that comes to at the rate. */
static void counted_so(struct check *c, struct books *b, const struct table *g, size_t i,
                       const struct table *n, int64_t rate)
{
	int64_t school = at(g, i, G_SCHOOL), pupils = at(g, i, G_PUPILS);
	int64_t took = took_part(b, n, word_text(at(g, i, G_BY)), school, at(g, i, G_TERM));

	if (took != NONE)
		disagree_count(c, "guarantee_closing", school,
		               SAY("实际参加人数", "those who took part"), pupils, took);
	if (rate > 0)
		disagree_fen(c, "guarantee_closing", school,
		             SAY("标准 × 参加人数", "rate × participants"), at(g, i, G_REQUIRED),
		             rate * pupils);
}

/* What was received, what is short of what is required, and why; and what is required where those
 * who took part are counted by their attendance. */
void check_guarantee(struct books *b)
{
	struct check *c = check_begin("guarantee", SAY("保障经费", "the guarantee fund"));
	struct table g =
		table_load(b->pack, "guarantee_closing",
	                   "school:i term:i county:i required_fen:i received_fen:i "
	                   "shortfall_fen:i explanation:s at:t participants:i? definition:s?",
	                   true);
	struct table v =
		table_load(b->pack, "appropriation", "school:i term:i amount_fen:i at:t", false);
	struct table n =
		table_load(b->pack, "participation", "term:i kind:s school:i sittings:i", false);
	struct table county = table_load(b->pack, "county", "id:i participant:s", false);
	struct sums there = {0};
	int64_t rate = rate_stated(b);

	for (size_t i = 0; i < n.rows; i++) {
		if (at(&n, i, N_KIND) == word("care"))
			sums_add(&there, at(&n, i, N_SCHOOL), at(&n, i, N_TERM), 0);
	}
	for (size_t i = 0; i < g.rows; i++) {
		int64_t school = at(&g, i, G_SCHOOL), term = at(&g, i, G_TERM), received = 0;
		int64_t required = at(&g, i, G_REQUIRED), missing;

		c->rows++;
		for (size_t k = 0; k < v.rows; k++) {
			if (at(&v, k, V_SCHOOL) == school && at(&v, k, V_TERM) == term &&
			    at(&v, k, V_AT) <= at(&g, i, G_AT))
				received += at(&v, k, V_FEN);
		}
		missing = required > received ? required - received : 0;
		disagree_fen(c, "guarantee_closing", school, SAY("到位", "received"),
		             at(&g, i, G_RECEIVED), received);
		disagree_fen(c, "guarantee_closing", school, SAY("缺口", "short"),
		             at(&g, i, G_SHORT), missing);
		if (at(&g, i, G_PUPILS) != NONE && at(&g, i, G_BY) != word(""))
			counted_so(c, b, &g, i, &n, rate);
		else if (rate > 0 && by_attendance(&county, at(&g, i, G_COUNTY)))
			disagree_fen(c, "guarantee_closing", school,
			             SAY("标准 × 实际参加人数", "rate × those who took part"),
			             required, rate * sums_count(&there, school, term));
		if (missing > 0 && at(&g, i, G_WHY) == word(""))
			disagree(c, "guarantee_closing", school,
			         SAY("缺口没有说明", "short without an explanation"), yuan(missing),
			         NULL);
	}
	sums_free(&there);
	table_free(&g);
	table_free(&v);
	table_free(&n);
	table_free(&county);
}

/* What auditors ask first: who was charged too much, who never came, how much went to those who
 * taught, who was paid outside the schools. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define RULES_MOST ((size_t)4 << 20)

/* --- over-charge (R41) ------------------------------------------------------------------------ */

enum { I_OFFERING, I_PUPIL_BILL, I_ITEM, I_FEN };
enum { B_ID, B_PUPIL };

static void over_charge(struct books *b)
{
	struct check *c = question_begin(
		"over_charge", SAY("收费高于公示价格的学生", "pupils charged more than published"));
	struct table l =
		table_load(b->pack, "bill_line", "offering:i bill:i item:s amount_fen:i", false);
	struct table bill = table_load(b->pack, "bill", "id:i pupil:i", false);
	struct index by_id = index_make(&bill, B_ID);
	struct sums s = {0};

	for (size_t i = 0; i < l.rows; i++) {
		if (at(&l, i, I_ITEM) == word("price"))
			sums_add(&s, at(&l, i, I_PUPIL_BILL), at(&l, i, I_OFFERING),
			         at(&l, i, I_FEN));
	}
	for (size_t i = 0; i < s.room; i++) {
		size_t o = s.v[i].used ? index_first(&b->offering_by_id, s.v[i].key[1]) : SIZE_MAX;
		size_t row = s.v[i].used ? index_first(&by_id, s.v[i].key[0]) : SIZE_MAX;

		if (o == SIZE_MAX || row == SIZE_MAX)
			continue;
		c->rows++;
		if (s.v[i].fen > at(&b->offering, o, O_PRICE))
			disagree(c, "pupil", at(&bill, row, B_PUPIL),
			         SAY("多收", "charged too much"), yuan(s.v[i].fen),
			         yuan(at(&b->offering, o, O_PRICE)));
	}
	sums_free(&s);
	index_free(&by_id);
	table_free(&l);
	table_free(&bill);
}

/* --- participants who never attended ---------------------------------------------------------- */

enum { E_ID, E_PUPIL, E_OFFERING, E_STATE };
enum { M_SITTING, M_PUPIL, M_MARK };
enum { T_ID, T_OFFERING };

static void never_attended(struct books *b)
{
	struct check *c = question_begin(
		"never_attended", SAY("报了名、点过名却一次没到的学生",
	                              "enrolled where registers were kept, and never there"));
	struct table e = table_load(b->pack, "enrolment", "id:i pupil:i offering:i state:s", false);
	struct table m = table_load(b->pack, "mark", "sitting:i pupil:i mark:s", false);
	struct table t = table_load(b->pack, "sitting", "id:i offering:i", false);
	struct index sitting = index_make(&t, T_ID);
	struct sums came = {0}, marked = {0};

	for (size_t i = 0; i < m.rows; i++) {
		size_t row = index_first(&sitting, at(&m, i, M_SITTING));
		int64_t mark = at(&m, i, M_MARK);

		if (row == SIZE_MAX)
			continue;
		sums_add(&marked, at(&t, row, T_OFFERING), at(&m, i, M_PUPIL), 0);
		if (mark == word("present") || mark == word("late"))
			sums_add(&came, at(&t, row, T_OFFERING), at(&m, i, M_PUPIL), 0);
	}
	for (size_t i = 0; i < e.rows; i++) {
		int64_t offering = at(&e, i, E_OFFERING), pupil = at(&e, i, E_PUPIL);
		int64_t times = sums_count(&marked, offering, pupil);

		if (at(&e, i, E_STATE) != word("enrolled") || times == 0)
			continue;
		c->rows++;
		if (sums_count(&came, offering, pupil) == 0) {
			char found[64];

			snprintf(found, sizeof found, "%" PRId64 " × 0", times);
			disagree(c, "enrolment", at(&e, i, E_ID), SAY("一次没到", "never there"),
			         found, NULL);
		}
	}
	sums_free(&came);
	sums_free(&marked);
	index_free(&sitting);
	table_free(&e);
	table_free(&m);
	table_free(&t);
}

/* --- staff share of income -------------------------------------------------------------------- */

/* " 50 percent" */
static bool percent_read(const char *s, long *ret_v)
{
	char *end;

	*ret_v = strtol(s, &end, 10);
	return end != s && *ret_v >= 0 && *ret_v <= 100 && strncmp(end, " percent", 8) == 0;
}

/* The figure of one statement: "at_least 50 percent" before the next line that is not indented.
 * -1: none. */
static int64_t share_read(const char *statement)
{
	for (const char *line = strchr(statement, '\n'); line; line = strchr(line + 1, '\n')) {
		const char *word = line + 1 + strspn(line + 1, " \t");
		long percent = -1;

		if (word == line + 1 && *word != '\n' && *word != '\r')
			break;
		if (strncmp(word, "at_least ", 9) == 0)
			return percent_read(word + 9, &percent) ? percent : -1;
	}
	return -1;
}

/* "require staff_share … at_least 50 percent" in any of the rule files of the pack; the highest
 * figure binds. -1: no document states one. */
static int64_t share_stated(struct books *b)
{
	static const char required[] = "require staff_share ";
	int64_t highest = -1;

	for (size_t i = 0; i < pack_files(b->pack); i++) {
		const char *at;
		size_t n;
		char *text;

		if (strncmp(pack_name(b->pack, i), "rules/", 6) != 0)
			continue;
		text = part_text(b->pack, pack_name(b->pack, i), RULES_MOST, &n);
		for (at = text; (at = strstr(at, required)); at += sizeof(required) - 1) {
			int64_t percent = share_read(at);

			highest = percent > highest ? percent : highest;
		}
		free(text);
	}
	return highest;
}

/* By school: what was earned and what staff were given of it. */
static void staff_share(struct books *b)
{
	struct check *c = question_begin(
		"staff_share",
		SAY("教职工所得占收入比例低于文件规定的学校",
	            "schools whose staff got less of the income than documents ask"));
	const struct table *l = &b->ledger;
	struct sums earned = {0}, staff = {0};
	int64_t percent = share_stated(b);

	if (percent < 0)
		return;
	for (size_t i = 0; i < l->rows; i++) {
		int64_t account = at(l, i, L_ACCOUNT), subject = at(l, i, L_SUBJECT);
		size_t o = index_first(&b->offering_by_id, subject);

		if (o != SIZE_MAX && (account == word("course") || account == word("care")))
			sums_add(&earned, at(&b->offering, o, O_SCHOOL), 0, -at(l, i, L_FEN));
		else if (account == word("staff_expense"))
			sums_add(&staff, subject, 0, at(l, i, L_FEN));
	}
	for (size_t i = 0; i < earned.room; i++) {
		int64_t school = earned.v[i].key[0], got;

		if (!earned.v[i].used || earned.v[i].fen <= 0)
			continue;
		c->rows++;
		got = sums_get(&staff, school, 0);
		if ((__int128)got * 100 < (__int128)earned.v[i].fen * percent)
			disagree(c, "school", school, SAY("教职工所得", "given to staff"),
			         yuan(got),
			         yuan((int64_t)((__int128)earned.v[i].fen * percent / 100)));
	}
	sums_free(&earned);
	sums_free(&staff);
}

void ask_questions(struct books *b)
{
	over_charge(b);
	never_attended(b);
	staff_share(b);
}

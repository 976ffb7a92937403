/* What auditors ask first: who was charged too much, who never came, how much went to those who
 * taught, who was paid outside the schools. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

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

void ask_questions(struct books *b)
{
	over_charge(b);
	never_attended(b);
	ask_staff_share(b);
}

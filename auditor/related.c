/* What agencies and staff declared of ties between them, and why related agencies were paid (R67).
 */
#include <string.h>

#include "checks.h"

#define DAY_US  INT64_C(86400000000)
#define EAST_US (8 * INT64_C(3600000000)) /* the country's clock */
#define MARK    "【关联方】"

enum { D_ID, D_AT, D_LAST, D_REASON, D_BY, D_ENDED };
enum { C_ID, C_SCHOOL, C_AGENCY, C_BY, C_AT };
enum { L_ID, L_PAYOUT, L_PURPOSE, L_OF, L_OF_ID };
enum { P_ID, P_SCHOOL, P_MADE, P_MAKER };
enum { R_ID, R_AGENCY };

static int64_t day_of(int64_t us)
{
	int64_t east = us + EAST_US;

	return east / DAY_US - (east % DAY_US < 0);
}

/* What ended says when, why and by whom; not before it was declared, and not ahead of the act. */
static void ends(struct books *b, struct check *c, const char *name)
{
	struct table t = table_load(
		b->pack, name, "id:i at:t last_day:d? end_reason:s? ended_by:i? ended:t?", true);

	for (size_t i = 0; i < t.rows; i++) {
		int64_t id = at(&t, i, D_ID), last = at(&t, i, D_LAST), ended = at(&t, i, D_ENDED);
		bool said = at(&t, i, D_REASON) != NONE && at(&t, i, D_REASON) != word("");

		c->rows++;
		if (last == NONE && ended == NONE && !said)
			continue;
		if (last == NONE || ended == NONE || !said || at(&t, i, D_BY) == NONE)
			disagree(c, name, id,
			         SAY("终止没有写明日期、理由或经办人",
			             "ended without its day, reason or person"),
			         NULL, NULL);
		else if (last < day_of(at(&t, i, D_AT)))
			disagree(c, name, id, SAY("终止早于申报", "ended before it was declared"),
			         day_text(last), day_text(day_of(at(&t, i, D_AT))));
		else if (last > day_of(ended))
			disagree(c, name, id, SAY("终止日在登记之后", "ends after it was ended"),
			         day_text(last), day_text(day_of(ended)));
	}
	table_free(&t);
}

/* Somebody other than who paid named a reason before the payout was made. */
static bool cleared(const struct table *why, int64_t school, int64_t agency, int64_t made,
                    int64_t maker)
{
	for (size_t i = 0; i < why->rows; i++) {
		if (at(why, i, C_SCHOOL) == school && at(why, i, C_AGENCY) == agency &&
		    at(why, i, C_AT) <= made && at(why, i, C_BY) != maker)
			return true;
	}
	return false;
}

/* A payment that says the agency is related. */
static void paid(struct books *b, struct check *c)
{
	struct table why = table_load(b->pack, "related_clearance",
	                              "id:i school:i agency:i account:i at:t", true);
	struct table line = table_load(b->pack, "payout_line",
	                               "id:i payout:i purpose:s cause:s cause_id:i", true);
	struct table payout = table_load(b->pack, "payout", "id:i school:i made:t maker:i", true);
	struct table release = table_load(b->pack, "escrow_release", "id:i agency:i", true);
	struct index payout_by_id = index_make(&payout, P_ID);
	struct index release_by_id = index_make(&release, R_ID);

	for (size_t i = 0; i < line.rows; i++) {
		size_t p = index_first(&payout_by_id, at(&line, i, L_PAYOUT));
		size_t r = index_first(&release_by_id, at(&line, i, L_OF_ID));

		if (at(&line, i, L_OF) != word("escrow_release") || p == SIZE_MAX ||
		    r == SIZE_MAX ||
		    strncmp(word_text(at(&line, i, L_PURPOSE)), MARK, strlen(MARK)) != 0)
			continue;
		c->rows++;
		if (!cleared(&why, at(&payout, p, P_SCHOOL), at(&release, r, R_AGENCY),
		             at(&payout, p, P_MADE), at(&payout, p, P_MAKER)))
			disagree(
				c, "payout_line", at(&line, i, L_ID),
				SAY("付给关联机构而没有第二人写明的理由",
			            "paid to a related agency for no reason a second person named"),
				NULL, NULL);
	}
	index_free(&payout_by_id);
	index_free(&release_by_id);
	table_free(&why);
	table_free(&line);
	table_free(&payout);
	table_free(&release);
}

void check_related(struct books *b)
{
	struct check *c = check_begin("related", SAY("利益关联", "related parties"));

	ends(b, c, "agency_party");
	ends(b, c, "staff_interest");
	paid(b, c);
}

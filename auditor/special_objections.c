/* Objections of counties to their shares of the special fund: made to what was shown, answered by
 * somebody else, and every one before the shares were approved (R47). */
#include "special_objections.h"

enum { B_ID, B_OF, B_ACCOUNT, B_AT, B_ANSWER, B_ANSWERED_BY, B_ANSWERED };
enum { T_OF, T_STEP, T_AT };

struct objections {
	struct check *c;
	struct table v, step;
	struct index by_fund;
};

static void answer_see(struct objections *x, size_t i)
{
	const struct table *v = &x->v;
	int64_t id = at(v, i, B_ID), by = at(v, i, B_ANSWERED_BY), when = at(v, i, B_ANSWERED);
	bool has = at(v, i, B_ANSWER) != word("");

	if (has != (by != NONE) || has != (when != NONE))
		disagree(x->c, "special_objection", id,
		         SAY("答复不完整", "an answer without who or when gave it"), NULL, NULL);
	if (by != NONE && by == at(v, i, B_ACCOUNT))
		disagree(x->c, "special_objection", id,
		         SAY("由提出人自己答复", "answered by whoever objected"), NULL, NULL);
	if (when != NONE && when < at(v, i, B_AT))
		disagree(x->c, "special_objection", id,
		         SAY("答复早于异议", "answered before it was made"), NULL, NULL);
}

/* The fund was shown then: what had happened last was a proposal, or that it was approved. An
 * approval that came later found it answered. */
static void steps_see(struct objections *x, size_t i)
{
	const struct table *v = &x->v, *s = &x->step;
	int64_t id = at(v, i, B_ID), when = at(v, i, B_AT), said = at(v, i, B_ANSWERED);
	int64_t last = NONE;

	for (size_t k = index_first(&x->by_fund, at(v, i, B_OF)); k != SIZE_MAX;
	     k = index_next(&x->by_fund, k)) {
		if (at(s, k, T_AT) <= when)
			last = at(s, k, T_STEP);
		else if (at(s, k, T_STEP) == word("approved") &&
		         (said == NONE || said > at(s, k, T_AT)))
			disagree(x->c, "special_objection", id,
			         SAY("批准时尚未答复", "approved before it was answered"), NULL,
			         NULL);
	}
	if (last != word("proposed") && last != word("approved"))
		disagree(x->c, "special_objection", id,
		         SAY("当时没有公示的方案", "nothing was shown to object to"), NULL, NULL);
}

void special_objections_see(struct pack *p, struct check *c)
{
	struct objections x = {
		.c = c,
		.v = table_load(p, "special_objection",
	                        "id:i special:i account:i at:t answer:s answered_by:i answered:t",
	                        true),
		.step = table_load(p, "special_step", "special:i step:s at:t", true),
	};

	x.by_fund = index_make(&x.step, T_OF);
	for (size_t i = 0; i < x.v.rows; i++) {
		c->rows++;
		answer_see(&x, i);
		steps_see(&x, i);
	}
	index_free(&x.by_fund);
	table_free(&x.v);
	table_free(&x.step);
}

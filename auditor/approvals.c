/* What a second person has to agree to: by somebody else than who submitted it, and not before
 * (R71). */
#include "checks.h"

enum { V_ID, V_STATE, V_SUBMITTER, V_SUBMITTED, V_DECIDER, V_DECIDED };

void check_approvals(struct books *b)
{
	struct check *c = check_begin(
		"approvals", SAY("两人审批", "what a second person decides, another decided"));
	struct table t =
		table_load(b->pack, "approval",
	                   "id:i state:s submitter:i submitted:t decider:i decided:t", true);

	for (size_t i = 0; i < t.rows; i++) {
		int64_t id = at(&t, i, V_ID), decider = at(&t, i, V_DECIDER);
		bool waits = at(&t, i, V_STATE) == word("waiting");

		c->rows++;
		if (waits != (decider == NONE) || waits != (at(&t, i, V_DECIDED) == NONE))
			disagree(c, "approval", id,
			         SAY("状态与审批人不符", "its state is not what somebody said"),
			         word_text(at(&t, i, V_STATE)), NULL);
		if (decider != NONE && decider == at(&t, i, V_SUBMITTER))
			disagree(c, "approval", id,
			         SAY("由提交人自己审批", "decided by whoever submitted it"), NULL,
			         NULL);
		if (at(&t, i, V_DECIDED) != NONE && at(&t, i, V_DECIDED) < at(&t, i, V_SUBMITTED))
			disagree(c, "approval", id,
			         SAY("审批早于提交", "decided before it was submitted"), NULL,
			         NULL);
	}
	table_free(&t);
}

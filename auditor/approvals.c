/* What a second person has to agree to: by somebody else than who submitted it, not before, to just
 * that amount; and where a county lets nobody decide alone, always (R71). */
#include "checks.h"

enum { V_ID, V_STATE, V_SUBMITTER, V_SUBMITTED, V_DECIDER, V_DECIDED, V_KIND, V_OBJECT, V_FEN };
enum { L_OF_COUNTY, L_OF_KIND };
enum { M_ID, M_COUNTY, M_FEN, M_STATE };

struct agreed {
	struct check *c;
	struct table said, limit;
	struct index by_object;
	struct sums limits; /* by county and kind */
	bool limits_known;  /* a pack of before has none */
};

static void words(struct agreed *x)
{
	const struct table *t = &x->said;

	for (size_t i = 0; i < t->rows; i++) {
		int64_t id = at(t, i, V_ID), decider = at(t, i, V_DECIDER);
		bool waits = at(t, i, V_STATE) == word("waiting");

		x->c->rows++;
		if (waits != (decider == NONE) || waits != (at(t, i, V_DECIDED) == NONE))
			disagree(x->c, "approval", id,
			         SAY("状态与审批人不符", "its state is not what somebody said"),
			         word_text(at(t, i, V_STATE)), NULL);
		if (decider != NONE && decider == at(t, i, V_SUBMITTER))
			disagree(x->c, "approval", id,
			         SAY("由提交人自己审批", "decided by whoever submitted it"), NULL,
			         NULL);
		if (at(t, i, V_DECIDED) != NONE && at(t, i, V_DECIDED) < at(t, i, V_SUBMITTED))
			disagree(x->c, "approval", id,
			         SAY("审批早于提交", "decided before it was submitted"), NULL,
			         NULL);
	}
}

/* The last word on it; SIZE_MAX: it was never submitted. */
static size_t last_of(const struct agreed *x, int64_t kind, int64_t object)
{
	size_t last = SIZE_MAX;

	for (size_t i = index_first(&x->by_object, object); i != SIZE_MAX;
	     i = index_next(&x->by_object, i))
		if (at(&x->said, i, V_KIND) == kind)
			last = i;
	return last;
}

/* Money that moved: `fen` of an object of this kind. */
static void moved(struct agreed *x, const char *table, const char *kind, const struct table *t,
                  size_t i, int64_t fen)
{
	size_t last = last_of(x, word(kind), at(t, i, M_ID));
	bool agreed = last != SIZE_MAX && at(&x->said, last, V_STATE) == word("approved");

	x->c->rows++;
	if (agreed)
		disagree_fen(x->c, table, at(t, i, M_ID),
		             SAY("与审批金额不同", "another amount than was agreed to"), fen,
		             at(&x->said, last, V_FEN));
	else if (x->limits_known && sums_count(&x->limits, at(t, i, M_COUNTY), word(kind)) == 0)
		disagree(x->c, table, at(t, i, M_ID),
		         SAY("没有第二人同意", "no second person agreed"), NULL, NULL);
}

static bool gave_back(int64_t state)
{
	return state == word("approved") || state == word("sent") || state == word("done") ||
	       state == word("failed");
}

static void rows_moved(struct books *b, struct agreed *x)
{
	struct table back =
		table_load(b->pack, "refund", "id:i county:i amount_fen:i state:s", true);
	struct table spent =
		table_load(b->pack, "spending", "id:i county:i amount_fen:i state:s", true);

	for (size_t i = 0; i < back.rows; i++)
		if (gave_back(at(&back, i, M_STATE)))
			moved(x, "refund", "refund", &back, i, at(&back, i, M_FEN));
	for (size_t i = 0; i < spent.rows; i++)
		if (at(&spent, i, M_STATE) == word("booked"))
			moved(x, "spending", "spending", &spent, i, at(&spent, i, M_FEN));
	table_free(&back);
	table_free(&spent);
}

static void payouts_moved(struct books *b, struct agreed *x)
{
	struct table t = table_load(b->pack, "payout", "id:i county:i exported:t", true);
	struct table line = table_load(b->pack, "payout_line", "payout:i amount_fen:i", true);
	struct sums s = {0};

	for (size_t i = 0; i < line.rows; i++)
		sums_add(&s, at(&line, i, 0), 0, at(&line, i, 1));
	for (size_t i = 0; i < t.rows; i++)
		if (at(&t, i, 2) != NONE)
			moved(x, "payout", "payout", &t, i, sums_get(&s, at(&t, i, M_ID), 0));
	sums_free(&s);
	table_free(&t);
	table_free(&line);
}

void check_approvals(struct books *b)
{
	struct agreed x = {
		.c = check_begin("approvals",
	                         SAY("两人审批", "what a second person decides, another decided")),
		.said = table_load(b->pack, "approval",
	                           "id:i state:s submitter:i submitted:t decider:i decided:t "
	                           "kind:s object:i amount_fen:i",
	                           true),
		.limit = table_load(b->pack, "approval_limit", "county:i kind:s", true),
		.limits_known = pack_has(b->pack, "csv/approval_limit.csv"),
	};

	x.by_object = index_make(&x.said, V_OBJECT);
	for (size_t i = 0; i < x.limit.rows; i++)
		sums_add(&x.limits, at(&x.limit, i, L_OF_COUNTY), at(&x.limit, i, L_OF_KIND), 0);
	words(&x);
	rows_moved(b, &x);
	payouts_moved(b, &x);
	index_free(&x.by_object);
	sums_free(&x.limits);
	table_free(&x.said);
	table_free(&x.limit);
}

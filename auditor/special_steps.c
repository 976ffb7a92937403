/* How each special fund came to stand: no shares before the evaluation was closed, none booked that
 * nobody approved (R47, R71). */
#include "special_steps.h"

enum { T_ID, T_OF, T_ROUND, T_STEP, T_AT };
enum { V_KIND, V_OBJECT, V_FEN, V_STATE };

void special_steps_load(struct special_steps *s, struct pack *p)
{
	s->known = pack_has(p, "csv/special_step.csv");
	s->step = table_load(p, "special_step", "id:i special:i round:i step:s at:t", true);
	s->said = table_load(p, "approval", "kind:s object:i amount_fen:i state:s", true);
	s->by_fund = index_make(&s->step, T_OF);
	s->by_object = index_make(&s->said, V_OBJECT);
}

void special_steps_free(struct special_steps *s)
{
	index_free(&s->by_fund);
	index_free(&s->by_object);
	table_free(&s->step);
	table_free(&s->said);
}

static bool has_step(const struct special_steps *s, int64_t fund, int64_t round, const char *step)
{
	for (size_t i = index_first(&s->by_fund, fund); i != SIZE_MAX;
	     i = index_next(&s->by_fund, i)) {
		if (at(&s->step, i, T_ROUND) == round && at(&s->step, i, T_STEP) == word(step))
			return true;
	}
	return false;
}

int64_t special_closed(const struct special_steps *s, int64_t fund)
{
	int64_t last = NONE;

	for (size_t i = index_first(&s->by_fund, fund); i != SIZE_MAX;
	     i = index_next(&s->by_fund, i)) {
		if (at(&s->step, i, T_STEP) == word("closed"))
			last = at(&s->step, i, T_AT);
	}
	return last;
}

bool special_round_proposed(const struct special_steps *s, int64_t fund, int64_t round)
{
	return !s->known || has_step(s, fund, round, "proposed");
}

bool special_round_approved(const struct special_steps *s, int64_t fund, int64_t round, bool stands)
{
	return s->known ? has_step(s, fund, round, "approved") : stands;
}

/* What each step needs and leads to, and by how much the round grows. */
static const struct {
	const char *step, *from, *or_from, *to;
	int64_t round;
} WAYS[] = {
	{"opened", "", "closed", "scoring", 0},
	{"closed", "scoring", "scoring", "closed", 0},
	{"proposed", "closed", "closed", "proposed", 1},
	{"returned", "proposed", "proposed", "closed", 0},
	{"approved", "proposed", "proposed", "approved", 0},
};
enum { WAYS_N = sizeof WAYS / sizeof *WAYS };

static size_t way_of(int64_t step)
{
	size_t k = 0;

	while (k < WAYS_N && step != word(WAYS[k].step))
		k++;
	return k;
}

/* A second person agreed to all of the fund, and to this proposal. */
static bool agreed(const struct special_steps *s, int64_t proposal, int64_t total)
{
	for (size_t i = index_first(&s->by_object, proposal); i != SIZE_MAX;
	     i = index_next(&s->by_object, i)) {
		if (at(&s->said, i, V_KIND) == word("special_fund") &&
		    at(&s->said, i, V_STATE) == word("approved") && at(&s->said, i, V_FEN) == total)
			return true;
	}
	return false;
}

void special_steps_see(const struct special_steps *s, struct check *c,
                       const struct special_stands *f)
{
	int64_t state = word(""), round = 0, last = INT64_MIN, proposal = NONE;

	if (!s->known)
		return;
	for (size_t i = index_first(&s->by_fund, f->fund); i != SIZE_MAX;
	     i = index_next(&s->by_fund, i)) {
		int64_t id = at(&s->step, i, T_ID), step = at(&s->step, i, T_STEP);
		size_t k = way_of(step);

		c->rows++;
		if (k == WAYS_N ||
		    (state != word(WAYS[k].from) && state != word(WAYS[k].or_from)) ||
		    at(&s->step, i, T_ROUND) != round + WAYS[k].round ||
		    at(&s->step, i, T_AT) < last) {
			disagree(c, "special_step", id,
			         SAY("步骤的先后不对", "a step that cannot follow"),
			         word_text(step), word_text(state));
			return;
		}
		state = word(WAYS[k].to);
		round += WAYS[k].round;
		last = at(&s->step, i, T_AT);
		if (step == word("proposed"))
			proposal = id;
		if (step == word("approved") && f->approvals && !agreed(s, proposal, f->total))
			disagree(c, "special_step", id,
			         SAY("没有第二人批准", "no second person agreed"), NULL, NULL);
	}
	if (state != f->state || round != f->round)
		disagree(c, "special", f->fund,
		         SAY("状态与步骤不符", "its state is not what its steps come to"),
		         word_text(f->state), word_text(state));
}

#include "rulebook/gaps.h"

#include "rulebook/show.h"

static const enum param NEEDED[] = {
	PARAM_KINDS,
	PARAM_WINDOWS,
	PARAM_DAYS,
	PARAM_CARE_PROVIDERS,
	PARAM_COURSE_PROVIDERS,
	PARAM_AGENCY_CATEGORIES,
	PARAM_AGREEMENT_CARE,
	PARAM_AGREEMENT_COURSE,
	PARAM_BILLING_PERIOD,
	PARAM_GUARANTEE_RATE,
	PARAM_GUARANTEE_PARTICIPANT,
	PARAM_PERFORMANCE_PAY,
};

static bool answered(const struct rules *r, enum param p)
{
	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *o = r->set[i]->params[p]; o; o = o->same) {
			if (rules_says(r, i, o))
				return true;
		}
	}
	return false;
}

size_t rules_gaps(const struct rules *r, enum param v[RULES_GAPS])
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++) {
		if (!answered(r, NEEDED[i]))
			v[n++] = NEEDED[i];
	}
	return n;
}

static bool decided(const struct rules *r, const struct rule *question)
{
	for (size_t i = 0; i < r->n_settled; i++) {
		if (str_eq(r->settled[i].rule->id, question->id))
			return true;
	}
	return false;
}

size_t rules_questions(const struct rules *r, const struct rule *v[RULES_GAPS])
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *q = r->set[i]->rules[RULE_OPEN]; q; q = q->next) {
			if (n < RULES_GAPS && rules_says(r, i, q) && !decided(r, q))
				v[n++] = q;
		}
	}
	return n;
}

struct str gaps_text(struct ctx *c, const struct rules *r)
{
	const struct rule *question[RULES_GAPS];
	enum param v[RULES_GAPS];
	struct str label[2 * RULES_GAPS];
	size_t n = rules_gaps(r, v), asked = rules_questions(r, question);

	for (size_t i = 0; i < n; i++)
		label[i] = show_word(c->lang, str_of(PARAMS[v[i]].name));
	for (size_t i = 0; i < asked; i++)
		label[n + i] = text_fill(c->arena, c->lang, T_rulebook_gap_question,
		                         &question[i]->label, 1);
	return n + asked > 0
	               ? str_join(c->arena, label, n + asked, text(c->lang, T_rulebook_gap_and))
	               : S("");
}

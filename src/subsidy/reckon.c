#include "subsidy/reckon.h"

#include "policy/staff.h"
#include "term/facts.h"

const char *const DUTY_ROLES[] = {"teacher", "class_teacher", "leader",    "duty",
                                  "support", "instructor",    "volunteer", NULL};

/* The stage all grades of an offering are of; none where they are of several. */
static enum stage stage_of(int64_t grades)
{
	int64_t stage = 0;

	for (int64_t g = 1; g <= 12; g++) {
		if (!(grades >> g & 1))
			continue;
		if (stage != 0 && grade_stage(g) != stage)
			return STAGE_NONE;
		stage = grade_stage(g);
	}
	return (enum stage)stage;
}

static struct rule_facts facts_of(struct ctx *c, const struct rules *r, const struct school *s,
                                  const struct led *what)
{
	struct rule_facts f =
		facts_at(stage_of(what->offering.grades), s->rural ? AREA_RURAL : AREA_URBAN);
	size_t role;

	f.school = s->code;
	fact_set(&f, DIM_OWNERSHIP, s->private);
	fact_set(&f, DIM_BOARDING_SCHOOL, s->boarding);
	fact_set(&f, DIM_PAYEE, what->outsider);
	if (words_index(LEXICONS[LEX_ROLE].words, what->role, &role))
		fact_set(&f, DIM_ROLE, (int)role);
	facts_of_sitting(c, r, &f, &what->offering, what->day, what->weekend);
	return f;
}

static bool declined(enum err e)
{
	return e == E_REFUSED || e == E_INPUT;
}

static bool of_the_rate(const char *code)
{
	return strcmp(code, "rate_too_low") == 0 || strcmp(code, "rate_too_high") == 0 ||
	       strcmp(code, "not_as_required") == 0;
}

static enum err ask(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                    const struct led *what, struct pay_answer *ret_a)
{
	struct pay_facts p = {.facts = facts,
	                      .unit = UNIT_SITTING,
	                      .quantity = RATIO(1),
	                      .rated = what->rated,
	                      .rate = what->rate,
	                      .form = what->outsider ? FORM_LABOUR_FEE : FORM_SUBSIDY};
	enum err e = pay_decide(c, r, &p, ret_a);

	if (!declined(e) || what->rated || of_the_rate(c->fault.code))
		return e;
	p.unit = UNIT_MINUTE;
	p.quantity = RATIO(what->ends.minute - what->starts.minute);
	return pay_decide(c, r, &p, ret_a);
}

/* Sittings are reckoned one by one: a rate for a day or longer that the document's own measures
 * turn into sittings would be paid again with every other sitting of that day, and a month's cap
 * would not be kept. */
static bool shared_by_sittings(const struct led *what, const struct pay_answer *a)
{
	return a->rule->field[FIELD_CAP] != NULL ||
	       (!what->rated && (a->unit <= UNIT_DAY || a->unit == UNIT_YEAR));
}

static void cannot(struct ctx *c, struct worth *w)
{
	const struct fault *f = &c->fault;
	const struct fault_text *t = fault_lookup(f->code);
	struct str said[2] = {t->title[LANG_ZH], f->found};

	w->allowed = f->allowed;
	if (of_the_rate(f->code)) {
		w->no = "rate_mismatch";
		w->found = f->found;
		return;
	}
	w->no = "rate_missing";
	w->found = str_join(c->arena, said, str_some(f->found) ? 2 : 1, S(": "));
}

enum err led_worth(struct ctx *c, const struct rules *r, const struct school *s,
                   const struct led *what, struct worth *ret_w)
{
	struct rule_facts facts = facts_of(c, r, s, what);
	struct worth w = {.requirement = S("R48"), .document = S(""), .formula = S("")};
	struct fault before = c->fault;
	struct pay_answer a = {0};
	enum err e = ask(c, r, &facts, what, &a);

	if (declined(e)) {
		cannot(c, &w);
		c->fault = before; /* a finding is no failure */
		*ret_w = w;
		return OK;
	}
	TRY(e);
	struct formula formula = pay_formula(r, &a);

	w.formula = formula_both(c->arena, &formula);
	w.requirement = a.rule->requirement;
	w.document = a.rule->set->document;
	if (a.fixed && !shared_by_sittings(what, &a)) {
		w.due = a.amount;
	} else {
		w.no = "rate_missing";
		w.found = S("–");
		w.allowed = formula_text(c->arena, LANG_ZH, &formula);
	}
	*ret_w = w;
	return OK;
}

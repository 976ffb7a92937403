#include "subsidy/reckon.h"

#include "rulebook/show.h"
#include "term/facts.h"

const char *const DUTY_ROLES[] = {"teacher", "class_teacher", "leader",    "duty",
                                  "support", "instructor",    "volunteer", NULL};

const char *const PAID_WORDS[] = {"sitting", "day", "month", NULL};

enum paid_by paid_by_of(struct str word)
{
	for (int i = PAID_DAY; i <= PAID_MONTH; i++)
		if (str_is(word, PAID_WORDS[i]))
			return (enum paid_by)i;
	return PAID_SITTING;
}

enum kind led_kind(struct str name)
{
	enum kind k = KIND_NONE;

	(void)kind_parse(name, &k);
	return k;
}

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

struct rule_facts led_facts(struct ctx *c, const struct rules *r, const struct school *s,
                            const struct led *what)
{
	struct rule_facts f = school_facts(s);
	size_t role;

	fact_set(&f, DIM_STAGE, (int)stage_of(what->offering.grades) - 1);
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

static struct pay_facts asked(const struct rule_facts *facts, const struct led *what)
{
	return (struct pay_facts){.facts = facts,
	                          .unit = UNIT_SITTING,
	                          .quantity = RATIO(1),
	                          .rated = what->rated,
	                          .rate = what->rate,
	                          .form = what->outsider ? FORM_LABOUR_FEE : FORM_SUBSIDY};
}

enum err led_ask(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                 const struct led *what, struct pay_answer *ret_a)
{
	struct pay_facts p = asked(facts, what);
	enum err e = pay_decide(c, r, &p, ret_a);

	if (!declined(e) || what->rated || of_the_rate(c->fault.code))
		return e;
	p.unit = UNIT_MINUTE;
	p.quantity = RATIO(what->ends.minute - what->starts.minute);
	return pay_decide(c, r, &p, ret_a);
}

enum paid_by led_paid_by(const struct led *what, const struct pay_terms *t)
{
	if (t->rule == NULL)
		return PAID_SITTING;
	if (what->rated)
		return what->per;
	return t->unit == UNIT_DAY ? PAID_DAY : t->unit == UNIT_MONTH ? PAID_MONTH : PAID_SITTING;
}

bool led_due(const struct led *what, const struct pay_answer *a)
{
	return a->fixed && (what->rated || (a->unit > UNIT_DAY && a->unit != UNIT_YEAR));
}

enum err whole_ask(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                   const struct led *what, const struct pay_terms *t, int64_t sittings,
                   int64_t days, struct pay_answer *ret_a)
{
	struct pay_facts p = asked(facts, what);

	p.unit = UNIT_DAY;
	if (led_paid_by(what, t) == PAID_MONTH) {
		p.unit = UNIT_MONTH;
		p.served = RATIO(t->served && t->served->unit == UNIT_SITTING ? sittings : days);
	}
	return pay_decide(c, r, &p, ret_a);
}

/* Kept as formulas are: whoever reads the finding later reads it in the own language. */
static struct str in_both(struct ctx *c, const struct str v[2])
{
	return str_eq(v[LANG_ZH], v[LANG_EN]) ? v[LANG_ZH] : str_join(c->arena, v, 2, S("\n"));
}

static struct str words_both(struct ctx *c, const struct rules *r, struct str said)
{
	struct str v[2];

	for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
		v[lang] = show_said(c->arena, (enum lang)lang, r, said);
	return in_both(c, v);
}

/* What a decision said no to, and about what: without a machine's names. */
static struct str refused_in(struct ctx *c, const struct rules *r, enum lang lang)
{
	const struct fault *f = &c->fault;
	struct str said[2] = {fault_lookup(f->code)->title[lang], STR_NONE};

	if (strcmp(f->code, "no_rule") == 0)
		said[1] = show_silent(c->arena, lang, r, f->found, true);
	else if (strcmp(f->code, "fact_missing") == 0)
		said[1] = show_asked(lang, r, f->field);
	else
		said[1] = show_said(c->arena, lang, r, f->found);
	return str_some(said[1]) ? text_fill(c->arena, lang, T_subsidy_no_about, said, 2) : said[0];
}

static void cannot(struct ctx *c, const struct rules *r, struct worth *w)
{
	const char *code = c->fault.code;
	struct str said[2];

	w->allowed = words_both(c, r, c->fault.allowed);
	if (of_the_rate(code)) {
		w->no = "rate_mismatch";
		w->found = words_both(c, r, c->fault.found);
		return;
	}
	w->no = strcmp(code, "month_unsaid") == 0 ? "month_unsaid" : "rate_missing";
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
		said[lang] = refused_in(c, r, (enum lang)lang);
	w->found = in_both(c, said);
}

static enum err terms_of(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                         struct pay_terms *ret_t)
{
	enum err e = pay_terms(c, r, facts, ret_t);

	if (declined(e))
		*ret_t = (struct pay_terms){0};
	return declined(e) ? OK : e;
}

enum err led_terms(struct ctx *c, const struct rules *r, const struct school *s,
                   const struct led *what, struct pay_terms *ret_t)
{
	struct rule_facts facts = led_facts(c, r, s, what);
	struct fault before = c->fault;

	TRY(terms_of(c, r, &facts, ret_t));
	c->fault = before;
	return OK;
}

static void said_by(struct ctx *c, const struct rule *rule, const struct formula *f,
                    struct worth *w)
{
	w->formula = formula_both(c->arena, f);
	w->requirement = rule->requirement;
	w->document = rule->set->document;
}

/* Amount, or why there is none; `e` is what the decision said. */
static enum err answered(struct ctx *c, const struct rules *r, const struct pay_answer *a,
                         enum err e, bool fixed, struct worth *w)
{
	struct formula formula;

	if (declined(e)) {
		cannot(c, r, w);
		return OK;
	}
	TRY(e);
	formula = pay_formula(r, a);
	said_by(c, a->rule, &formula, w);
	if (fixed) {
		w->due = a->amount;
		return OK;
	}
	w->no = "rate_missing";
	w->found = S("–");
	w->allowed = formula_both(c->arena, &formula);
	return OK;
}

static const struct worth NOTHING = {
	.requirement = {"R48", 3}, .document = {"", 0}, .formula = {"", 0}};

enum err led_worth(struct ctx *c, const struct rules *r, const struct school *s,
                   const struct led *what, struct worth *ret_w)
{
	struct rule_facts facts = led_facts(c, r, s, what);
	struct fault before = c->fault; /* a finding is no failure */
	struct worth w = NOTHING;
	struct pay_answer a = {0};

	TRY(terms_of(c, r, &facts, &w.terms));
	w.by = led_paid_by(what, &w.terms);
	if (w.by != PAID_SITTING) {
		struct formula f = {.text = w.by == PAID_DAY ? T_subsidy_in_day
		                                             : T_subsidy_in_month};

		said_by(c, w.terms.rule, &f, &w);
	} else {
		enum err e = led_ask(c, r, &facts, what, &a);

		TRY(answered(c, r, &a, e, e == OK && led_due(what, &a), &w));
	}
	c->fault = before;
	*ret_w = w;
	return OK;
}

enum err whole_worth(struct ctx *c, const struct rules *r, const struct school *s,
                     const struct led *what, int64_t sittings, int64_t days, struct worth *ret_w)
{
	struct rule_facts facts = led_facts(c, r, s, what);
	struct fault before = c->fault;
	struct worth w = NOTHING;
	struct pay_answer a = {0};
	enum err e;

	TRY(terms_of(c, r, &facts, &w.terms));
	w.by = led_paid_by(what, &w.terms);
	e = whole_ask(c, r, &facts, what, &w.terms, sittings, days, &a);
	TRY(answered(c, r, &a, e, e == OK && a.fixed, &w));
	c->fault = before;
	*ret_w = w;
	return OK;
}

enum err cap_worth(struct ctx *c, const struct pay_terms *terms, struct money sum,
                   struct worth *ret_w)
{
	struct worth w = NOTHING;
	struct money over;

	w.terms = *terms;
	if (!money_sub(sum, terms->cap->money, &over))
		return fault_broken(c, "subsidy overflow");
	if (over.fen > 0) {
		struct formula f = {
			.text = T_subsidy_over_cap,
			.arg = {arg_money(sum), arg_money(terms->cap->money), arg_money(over)},
			.n = 3};

		said_by(c, terms->rule, &f, &w);
		w.due = FEN(-over.fen);
	}
	*ret_w = w;
	return OK;
}

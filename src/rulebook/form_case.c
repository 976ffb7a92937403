/* A worked case as a form: of whom it is, what the service and the counts are, what has to come
 * out. Its inputs are made from the tables of the decisions and the dimensions of conditions. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"
#include "rulebook/show.h"

enum { PARTS_MOST = 64 };

/* A group of inputs while it is made. */
struct group {
	const struct form_case *k;
	struct view_part_field *p;
	size_t n;
};

/* --- how things are called ----------------------------------------------------------------------
 */

static enum text_id label_of(const char *prefix, struct str name)
{
	char key[60];

	if (name.n >= sizeof key)
		return TEXT_NONE;
	memcpy(key, name.p, name.n);
	key[name.n] = 0;
	return form_label(prefix, key);
}

enum text_id form_decision_label(struct str decision)
{
	return label_of("decision", decision);
}

enum text_id form_fact_label(struct str decision, struct str fact)
{
	char both[60];
	enum text_id id = TEXT_NONE;

	if (decision.n + fact.n + 2 < sizeof both) {
		snprintf(both, sizeof both, "%.*s.%.*s", STR_FMT(decision), STR_FMT(fact));
		id = form_label("fact", both);
	}
	if (id == TEXT_NONE)
		id = label_of("fact", fact);
	return id != TEXT_NONE ? id : label_of("dim", fact);
}

struct str form_answer_words(struct ctx *c, struct str answer)
{
	struct str rest = answer, first = str_cut(&rest, '.'), v[2];
	enum text_id id = label_of("answer", answer);
	int64_t nth;

	if (id != TEXT_NONE)
		return text(c->lang, id);
	if (!rest.p)
		return answer;
	if (str_is(first, "payer"))
		return text_fill(c->arena, c->lang, T_rulebook_answer_payer,
		                 (struct str[]){show_word(c->lang, rest)}, 1);
	if (!str_i64(first, &nth))
		return answer;
	v[0] = first;
	v[1] = form_answer_words(c, rest);
	return text_fill(c->arena, c->lang, T_rulebook_answer_item, v, 2);
}

static enum err words_of(const struct form_of *f, struct words w, struct form_words *ret_w)
{
	struct form_word *v = NEW_N(f->c->arena, w.n + 1, struct form_word);
	size_t n = 0;

	if (!v)
		return fault_broken(f->c, "arena");
	for (size_t i = 0; i < w.n; i++)
		if (w.v[i][0])
			v[n++] = (struct form_word){str_of(w.v[i]),
			                            show_word(f->c->lang, str_of(w.v[i]))};
	*ret_w = (struct form_words){v, n, n};
	return OK;
}

/* The words a fact is answered with, as people call them; none: it is a number, a day, a text. */
static enum err answers_to(const struct form_of *f, struct str decision, struct str name,
                           struct form_words *ret_w)
{
	struct quote_fact fact;
	struct form_words w = {0};

	if (str_is(name, "item"))
		name = S("kind");
	if (!form_case_fact(decision, name, &fact))
		return form_dimension_words(f, name, ret_w);
	if (fact.type == FACT_KIND || fact.lexicon != LEX_NONE)
		return form_lexicon(f, fact.type == FACT_KIND ? LEX_KIND : fact.lexicon, ret_w);
	if (fact.type == FACT_BOOL || fact.type == FACT_ANSWER)
		return words_of(f, LEXICONS[LEX_SWITCH].words, ret_w);
	if (fact.type == FACT_CHOICE)
		return words_of(f, fact.words, ret_w);
	*ret_w = w;
	return OK;
}

enum err form_given_words(const struct form_of *f, struct str decision, struct str name,
                          struct str value, struct str *ret_words)
{
	enum text_id id =
		str_is(name, "item") ? T_rulebook_case_item : form_fact_label(decision, name);
	struct str called = id == TEXT_NONE ? name : text(f->c->lang, id), word = value;
	struct form_case_dim d;
	struct form_words w;

	for (size_t i = 0; id == TEXT_NONE && form_case_dimension(f, i, &d); i++)
		if (str_eq(d.name, name))
			called = d.label;
	TRY(answers_to(f, decision, name, &w));
	for (size_t i = 0; i < w.n; i++)
		if (str_eq(w.v[i].value, value))
			word = w.v[i].label;
	*ret_words = str_printf(f->c->arena, "%.*s %.*s", STR_FMT(called), STR_FMT(word));
	return OK;
}

/* --- one input ----------------------------------------------------------------------------------
 */

static struct view_part_field *next(struct group *g, struct str input, const char *type,
                                    enum text_id label, struct str value)
{
	struct view_part_field *p = &g->p[g->n];

	g->n += g->n + 1 < PARTS_MOST;
	*p = form_input(g->k->f, input, type, label, value.p ? value : S(""));
	p->narrow = true;
	return p;
}

/* One of these words, or several where several are said. */
static enum err choose(const struct form_of *f, struct view_part_field *p,
                       const struct form_words *w, bool several)
{
	struct str rest = str_trim(p->value);

	(void)str_cut(&rest, ' ');
	several = several || str_some(rest);
	p->type = several ? S("checkbox") : S("select");
	return form_choices(f, w, !several, p);
}

static enum err fact_show(struct group *g, int item, const struct quote_fact *fact)
{
	static const char *const types[] = {
		[FACT_MONEY] = "number", [FACT_I64] = "number", [FACT_NUMBER] = "number",
		[FACT_NUMBERS] = "text", [FACT_TIME] = "time",  [FACT_DATE] = "date",
		[FACT_STR] = "text",
	};
	const struct form_of *f = g->k->f;
	enum text_id label = form_fact_label(g->k->decision, fact->name);
	struct view_part_field *p = next(g, form_case_input(g->k, item, fact->name), "text",
	                                 label == TEXT_NONE ? T_rulebook_value : label,
	                                 form_case_value(g->k, item, fact->name));
	struct form_words w;

	TRY(answers_to(f, g->k->decision, fact->name, &w));
	if (!w.n) {
		p->type = str_of(types[fact->type]);
		p->hint = fact->type == FACT_NUMBERS ? text(f->c->lang, T_rulebook_numbers_hint)
		                                     : STR_NONE;
		return OK;
	}
	return choose(f, p, &w, false);
}

static enum err grades_of(const struct form_of *f, struct form_words *ret_w)
{
	enum { GRADES = 12 };
	struct form_word *v = NEW_N(f->c->arena, GRADES, struct form_word);

	if (!v)
		return fault_broken(f->c, "arena");
	for (int i = 0; i < GRADES; i++) {
		v[i].value = str_printf(f->c->arena, "%d", i + 1);
		v[i].label = v[i].value;
	}
	*ret_w = (struct form_words){v, GRADES, GRADES};
	return OK;
}

static enum err dimension_show(struct group *g, int item, const struct form_case_dim *d)
{
	const struct form_of *f = g->k->f;
	bool declared = d->at == DIM_BUILTIN;
	struct view_part_field *p =
		next(g, form_case_input(g->k, item, d->name), "select",
	             declared ? T_rulebook_case_declared : form_fact_label(S(""), d->name),
	             form_case_value(g->k, item, d->name));
	struct form_words w;

	if (declared)
		p->hint = d->label;
	if (d->at == DIM_CLASS_SIZE) {
		p->type = S("number");
		return OK;
	}
	if (d->at == DIM_GRADE)
		TRY(grades_of(f, &w));
	else if (d->at == DIM_SCHOOL)
		TRY(form_schools(f, &w));
	else
		TRY(form_dimension_words(f, d->name, &w));
	return choose(f, p, &w, d->at == DIM_CATEGORY);
}

/* Staff and what they do are asked where pay is decided, or where they are said. */
static bool asked(const struct form_case *k, int item, const struct form_case_dim *d)
{
	bool staff = d->at == DIM_PAYEE || d->at == DIM_ROLE || d->at == DIM_CONTENT;
	bool pupil = d->at == DIM_CATEGORY || d->at == DIM_BOARDING;
	struct quote_fact fact;

	if (form_case_fact(k->decision, d->name, &fact))
		return false; /* a fact of that name is asked for */
	if (str_some(form_case_value(k, item, d->name)))
		return true;
	return str_is(k->decision, "pay") ? !pupil : !staff;
}

static enum err dimensions_show(struct group *g, int item, bool service)
{
	struct form_case_dim d;

	for (size_t i = 0; form_case_dimension(g->k->f, i, &d); i++) {
		bool here = (d.of == OF_SERVICE) == service && asked(g->k, item, &d);

		if (here && g->n + 1 < PARTS_MOST)
			TRY(dimension_show(g, item, &d));
	}
	return OK;
}

/* What an item says of its own about the pupil or the school. */
static enum err dimensions_of_item(struct group *g, int item)
{
	const struct form_case *k = g->k;
	struct form_case_dim d;

	for (size_t i = 0; form_case_dimension(k->f, i, &d); i++) {
		bool here = false;

		for (size_t n = 0; n < k->n_given; n++)
			here = here || (k->given[n].item == item && d.of != OF_SERVICE &&
			                str_eq(k->given[n].name, d.name));
		if (here)
			TRY(dimension_show(g, item, &d));
	}
	return OK;
}

static enum err facts_show(struct group *g, int item, bool of_item)
{
	struct quote_fact fact;

	for (size_t i = 0; quote_fact(g->k->decision, i, &fact); i++)
		if (fact.item == of_item)
			TRY(fact_show(g, item, &fact));
	return OK;
}

/* --- the groups ---------------------------------------------------------------------------------
 */

static enum err group_begin(const struct form_case *k, struct view_rule_statement *v,
                            enum text_id label, struct group *ret_g)
{
	struct group g = {k, NEW_N(k->f->c->arena, PARTS_MOST, struct view_part_field), 0};

	if (!g.p)
		return fault_broken(k->f->c, "arena");
	v->attribute[v->attribute_n].label = label;
	v->attribute[v->attribute_n].required = true;
	*ret_g = g;
	return OK;
}

static void group_end(struct view_rule_statement *v, const struct group *g)
{
	struct view_rule_statement_attribute *to = &v->attribute[v->attribute_n];

	to->part = g->p;
	to->part_n = g->n;
	v->attribute_n += g->n > 0;
}

static enum err who(const struct form_case *k, struct view_rule_statement *v)
{
	struct group g;

	TRY(group_begin(k, v, T_rulebook_case_who, &g));
	TRY(dimensions_show(&g, CASE_TOP, false));
	if (k->itemised)
		TRY(facts_show(&g, CASE_TOP, false));
	group_end(v, &g);
	return OK;
}

static enum err what(const struct form_case *k, struct view_rule_statement *v)
{
	struct group g;

	if (k->itemised)
		return OK;
	TRY(group_begin(k, v, T_rulebook_case_what, &g));
	TRY(facts_show(&g, CASE_TOP, false));
	TRY(dimensions_show(&g, CASE_TOP, true));
	group_end(v, &g);
	return OK;
}

static enum err item_show(const struct form_case *k, size_t i, size_t all,
                          struct view_rule_statement *v)
{
	struct arena *a = k->f->c->arena;
	struct str gone = str_printf(a, "i%zu.gone", i);
	struct group g;

	TRY(group_begin(k, v, T_rulebook_case_item, &g));
	if (all > 1)
		v->attribute[v->attribute_n].nth = str_printf(a, "%zu", i + 1);
	TRY(facts_show(&g, (int)i, true));
	TRY(dimensions_show(&g, (int)i, true));
	TRY(dimensions_of_item(&g, (int)i));
	if (all > 1)
		(void)next(&g, gone, "tick", T_rulebook_case_item_gone, STR_NONE);
	group_end(v, &g);
	return OK;
}

static enum err items(const struct form_case *k, struct view_rule_statement *v)
{
	bool more = str_is(req_typed(k->f->r, "act"), "item") && k->f->posted;
	size_t n = k->items + more;

	n = n < 1 ? 1 : n > CASE_ITEMS ? CASE_ITEMS : n;
	for (size_t i = 0; k->itemised && i < n; i++)
		TRY(item_show(k, i, n, v));
	return OK;
}

static enum err others(const struct form_case *k, struct view_rule_statement *v)
{
	struct arena *a = k->f->c->arena;
	struct group g;
	size_t n = 0;

	TRY(group_begin(k, v, T_rulebook_case_others, &g));
	for (size_t i = 0; i < k->n_given && n < CASE_OTHERS; i++) {
		if (!form_case_is_other(k, &k->given[i]))
			continue;
		(void)next(&g, str_printf(a, "o%zu.name", n), "text", T_rulebook_name,
		           k->given[i].name);
		(void)next(&g, str_printf(a, "o%zu.value", n), "text", T_rulebook_value,
		           k->given[i].value);
		n++;
	}
	group_end(v, &g);
	return OK;
}

/* --- what has to come out -----------------------------------------------------------------------
 */

static bool offer(const struct form_of *f, struct form_words *w, struct str value, struct str label)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->v[i].value, value))
			return true;
	return form_word_add(f, w, value, label);
}

/* The refusals a document's cases are about; one of another kind that stands there stays. */
static enum err outcome_show(struct group *g)
{
	static const char *const codes[] = {
		"fee_cap_exceeded",
		"forbidden_by_rule",
		"not_as_required",
		"item_not_in_catalogue",
		"agency_not_admitted",
		"out_of_scope",
		"end_too_late",
		"end_too_early",
		"starts_in_class_time",
		"not_a_school_day",
		"subject_teaching",
		"category_not_open",
		"care_needs_school_staff",
		"care_refusal_forbidden",
		"purpose_not_permitted",
		"purpose_share_exceeded",
		"insufficient_funds",
		"quota_exceeded",
		"rate_too_low",
		"rate_too_high",
		"already_collected_this_term",
		"application_missing",
		"hours_not_verified",
		"plan_missing",
		"decision_needed",
		"fact_missing",
		"no_rule",
	};
	const struct form_of *f = g->k->f;
	struct str value = form_case_outcome(g->k);
	struct view_part_field *p = next(g, S("outcome"), "select", T_rulebook_case_outcome, value);
	enum lang lang = f->c->lang;
	struct form_words w = {0};
	bool good = offer(f, &w, S("pass"), text(lang, T_rulebook_case_pass));

	p->narrow = false;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		good = good && offer(f, &w, str_of(codes[i]), fault_lookup(codes[i])->title[lang]);
	if (good && str_some(value))
		good = offer(f, &w, value, fault_lookup(str_c(f->c->arena, value))->title[lang]);
	return good ? form_choices(f, &w, true, p) : fault_broken(f->c, "arena");
}

/* What the decision answers, of each item too, and what every refusal says. */
static enum err answers_of(const struct form_case *k, struct form_words *ret_w)
{
	static const char *const each[] = {"gross",   "charged", "deducted", "waived",
	                                   "payable", "formula", "clause"};
	struct ctx *c = k->f->c;
	struct str rest = quote_answers(k->decision);
	struct str refused = S("requirement allowed found clause document");
	struct form_words w = {0}, payers;
	bool good = true;

	while (good && str_some(rest)) {
		struct str name = str_cut(&rest, ' ');

		good = offer(k->f, &w, name, form_answer_words(c, name));
	}
	TRY(form_lexicon(k->f, LEX_PAYER, &payers));
	for (size_t i = 0; good && str_is(k->decision, "charge") && i < payers.n; i++)
		good = offer(k->f, &w,
		             str_printf(c->arena, "payer.%.*s", STR_FMT(payers.v[i].value)),
		             text_fill(c->arena, c->lang, T_rulebook_answer_payer,
		                       &payers.v[i].label, 1));
	for (size_t i = 0; good && k->items > 1 && i < k->items; i++) {
		for (size_t n = 0; good && n < sizeof each / sizeof *each; n++) {
			struct str name = str_printf(c->arena, "%zu.%s", i + 1, each[n]);

			good = offer(k->f, &w, name, form_answer_words(c, name));
		}
	}
	while (good && str_some(refused)) {
		struct str name = str_cut(&refused, ' ');

		good = offer(k->f, &w, name, form_answer_words(c, name));
	}
	*ret_w = w;
	return good ? OK : fault_broken(c, "arena");
}

static enum err expectation_show(struct group *g, size_t nth, const struct form_case_line *x,
                                 const struct form_words *answers)
{
	const struct form_of *f = g->k->f;
	struct arena *a = f->c->arena;
	struct form_words w = *answers;
	struct view_part_field *p =
		next(g, str_printf(a, "x%zu.name", nth), "select", T_rulebook_case_answer, x->name);

	w.room = w.n; /* a word more is of this row alone */
	if (str_some(x->name) && !offer(f, &w, x->name, form_answer_words(f->c, x->name)))
		return fault_broken(f->c, "arena");
	TRY(form_choices(f, &w, true, p));
	(void)next(g, str_printf(a, "x%zu.value", nth), "text", T_rulebook_value, x->value);
	return OK;
}

/* A row of its own for each: the outcome, those that are said, and one that is free. */
static struct group row_begin(const struct form_case *k, struct view_rule_statement *v)
{
	return (struct group){k, v->condition[v->condition_n].part, 0};
}

static enum err expected(const struct form_case *k, struct view_rule_statement *v)
{
	static const struct form_case_line none = {CASE_TOP, {NULL, 0}, {NULL, 0}};
	struct form_words answers;
	struct group g;
	size_t n = 0;

	v->condition = NEW_N(k->f->c->arena, k->n_expect + 2, struct view_rule_statement_condition);
	for (size_t i = 0; v->condition && i < k->n_expect + 2; i++) {
		v->condition[i].part = NEW_N(k->f->c->arena, 3, struct view_part_field);
		if (!v->condition[i].part)
			return fault_broken(k->f->c, "arena");
	}
	if (!v->condition)
		return fault_broken(k->f->c, "arena");
	TRY(answers_of(k, &answers));
	g = row_begin(k, v);
	TRY(outcome_show(&g));
	v->condition[v->condition_n++].part_n = g.n;
	for (size_t i = 0; i <= k->n_expect && n < CASE_EXPECTS; i++) {
		const struct form_case_line *x = i < k->n_expect ? &k->expect[i] : &none;

		if (str_is(x->name, "outcome"))
			continue;
		g = row_begin(k, v);
		TRY(expectation_show(&g, n++, x, &answers));
		v->condition[v->condition_n++].part_n = g.n;
	}
	return OK;
}

static enum err head(const struct form_case *k, struct view_rule_statement *v)
{
	const struct form_of *f = k->f;
	struct group g = {k, NEW_N(f->c->arena, PARTS_MOST, struct view_part_field), 0};
	struct form_words w = {0};
	struct view_part_field *p;
	struct str decision;
	bool good = true;

	if (!g.p)
		return fault_broken(f->c, "arena");
	for (size_t i = 0; (decision = quote_decision(i)).p; i++) {
		enum text_id id = form_decision_label(decision);

		good = good &&
		       offer(f, &w, decision, id == TEXT_NONE ? decision : text(f->c->lang, id));
	}
	if (good && !str_some(k->decision))
		good = offer(f, &w, k->decision, k->decision);
	if (!good)
		return fault_broken(f->c, "arena");
	p = next(&g, S("decision"), "select", T_rulebook_case_decision, k->decision);
	p->narrow = false;
	p->hint = text(f->c->lang, T_rulebook_case_decision_hint);
	TRY(form_choices(f, &w, false, p));
	next(&g, S("label"), "text", T_rulebook_case_name, k->name)->narrow = false;
	p = next(&g, S("on"), "date", T_rulebook_case_on, k->on);
	p->hint = text(f->c->lang, T_rulebook_case_on_hint);
	p->optional = true;
	v->head = g.p;
	v->head_n = g.n;
	return OK;
}

enum err form_case_show(const struct form_of *f, struct view_rule_statement *v)
{
	struct form_case *k;

	TRY(form_case_of(f, &k));
	v->attribute = NEW_N(f->c->arena, CASE_ITEMS + 4, struct view_rule_statement_attribute);
	if (!v->attribute)
		return fault_broken(f->c, "arena");
	for (size_t i = 0; i < CASE_ITEMS + 4; i++)
		v->attribute[i] = (struct view_rule_statement_attribute){.nth = S("")};
	v->itemised = k->itemised;
	TRY(head(k, v));
	TRY(who(k, v));
	TRY(what(k, v));
	TRY(items(k, v));
	TRY(others(k, v));
	if (f->declare == DECLARE_SAMPLE)
		return OK;
	v->common = NEW(f->c->arena, struct view_part_field);
	if (!v->common)
		return fault_broken(f->c, "arena");
	*v->common = form_comment(f);
	v->common_n = 1;
	return expected(k, v);
}

/* A worked case as its block says it, or as it was typed: the same facts either way. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"

/* --- names --------------------------------------------------------------------------------------
 */

bool form_case_fact(struct str decision, struct str name, struct quote_fact *ret_f)
{
	struct quote_fact fact;

	for (size_t i = 0; quote_fact(decision, i, &fact); i++) {
		if (!str_eq(fact.name, name))
			continue;
		*ret_f = fact;
		return true;
	}
	return false;
}

/* The built-in ones, then the declared ones; an open question is a decision, no fact. */
bool form_case_dimension(const struct form_of *f, size_t i, struct form_case_dim *ret_d)
{
	static const enum dimension_of of[DIM_BUILTIN] = {
		[DIM_STAGE] = OF_PUPIL,        [DIM_GRADE] = OF_PUPIL,
		[DIM_CATEGORY] = OF_PUPIL,     [DIM_BOARDING] = OF_PUPIL,
		[DIM_AREA] = OF_SCHOOL,        [DIM_OWNERSHIP] = OF_SCHOOL,
		[DIM_SCHOOL] = OF_SCHOOL,      [DIM_BOARDING_SCHOOL] = OF_SCHOOL,
		[DIM_PAYEE] = OF_PUPIL,        [DIM_ROLE] = OF_PUPIL,
		[DIM_KIND] = OF_SERVICE,       [DIM_WINDOW] = OF_SERVICE,
		[DIM_PROVIDER] = OF_SERVICE,   [DIM_INTEREST] = OF_SERVICE,
		[DIM_SEASON] = OF_SERVICE,     [DIM_CONTENT] = OF_SERVICE,
		[DIM_CLASS_SIZE] = OF_SERVICE,
	};

	if (i < DIM_BUILTIN) {
		*ret_d =
			(struct form_case_dim){str_of(DIMENSIONS[i].name), STR_NONE, of[i], (int)i};
		return true;
	}
	i -= DIM_BUILTIN;
	for (size_t k = 0; f->names && k < f->names->n; k++) {
		const struct declaration *d = f->names->v[k];

		if (!d->dimension || d->question || i-- > 0)
			continue;
		*ret_d = (struct form_case_dim){d->name, d->label, d->of, DIM_BUILTIN};
		return true;
	}
	return false;
}

static bool dimension_named(const struct form_of *f, struct str name)
{
	struct form_case_dim d;

	for (size_t i = 0; form_case_dimension(f, i, &d); i++)
		if (str_eq(d.name, name))
			return true;
	return false;
}

bool form_case_is_other(const struct form_case *k, const struct form_case_line *line)
{
	struct quote_fact fact;

	return !form_case_fact(k->decision, line->name, &fact) &&
	       !dimension_named(k->f, line->name);
}

struct str form_case_input(const struct form_case *k, int item, struct str name)
{
	struct arena *a = k->f->c->arena;

	return item == CASE_TOP ? str_printf(a, "f.%.*s", STR_FMT(name))
	                        : str_printf(a, "i%d.%.*s", item, STR_FMT(name));
}

/* --- values -------------------------------------------------------------------------------------
 */

static struct str said(const struct form_case *k, int item, struct str name)
{
	struct str v = STR_NONE;

	for (size_t i = 0; i < k->n_given; i++)
		if (k->given[i].item == item && str_eq(k->given[i].name, name))
			v = k->given[i].value; /* said again, it is said anew */
	return v;
}

struct str form_case_value(const struct form_case *k, int item, struct str name)
{
	struct quote_fact fact;
	struct str v = said(k, item, name);

	if (v.p)
		return v;
	if (item != CASE_TOP)
		return said(k, CASE_TOP, name);
	if (k->itemised && !(form_case_fact(k->decision, name, &fact) && !fact.item))
		return v;
	/* a fact of the case, wherever it stands */
	for (size_t i = 0; i < k->n_given; i++)
		if (str_eq(k->given[i].name, name))
			v = k->given[i].value;
	return v;
}

struct str form_case_outcome(const struct form_case *k)
{
	for (size_t i = 0; i < k->n_expect; i++)
		if (str_is(k->expect[i].name, "outcome"))
			return k->expect[i].value;
	return STR_NONE;
}

static void give(struct form_case *k, int item, struct str name, struct str value)
{
	if (k->n_given < CASE_LINES && str_some(value))
		k->given[k->n_given++] = (struct form_case_line){item, name, value};
}

static void expect(struct form_case *k, struct str name, struct str value)
{
	if (k->n_expect < CASE_EXPECTS && (str_some(value) || str_some(name)))
		k->expect[k->n_expect++] = (struct form_case_line){CASE_TOP, name, value};
}

/* --- the block ----------------------------------------------------------------------------------
 */

static void from_block(const struct form_of *f, struct form_case *k)
{
	struct str block = f->block, word, rest, name, value;
	int item = CASE_TOP;

	if (!block_line(&block, &word, &rest) || !form_word_next(f, &rest, &k->decision))
		return;
	(void)form_word_next(f, &rest, &k->name);
	while (block_line(&block, &word, &rest)) {
		if (!form_word_next(f, &rest, &name))
			continue;
		value = S("");
		(void)form_word_next(f, &rest, &value);
		if (str_is(word, "expect")) {
			expect(k, name, value);
		} else if (str_is(name, "on")) {
			k->on = value;
		} else if (str_is(name, "item") && k->items < CASE_ITEMS) {
			item = (int)k->items++;
			give(k, item, S("kind"), value);
		} else {
			give(k, item, name, value);
		}
	}
}

/* --- what was typed -----------------------------------------------------------------------------
 */

/* Every fact of every decision and every dimension: another decision may just have been chosen. */
static void typed_facts(struct form_case *k, int from, int item)
{
	const struct form_of *f = k->f;
	struct quote_fact fact;
	struct form_case_dim dim;
	struct str decision;

	for (size_t d = 0; (decision = quote_decision(d)).p; d++) {
		for (size_t i = 0; quote_fact(decision, i, &fact); i++) {
			struct str input = form_case_input(k, from, fact.name);

			if (!said(k, item, fact.name).p)
				give(k, item, fact.name, str_trim(form_typed_all(f, input, S(""))));
		}
	}
	for (size_t i = 0; form_case_dimension(f, i, &dim); i++)
		if (!said(k, item, dim.name).p)
			give(k, item, dim.name,
			     form_typed_all(f, form_case_input(k, from, dim.name), S("")));
}

static void typed_items(struct form_case *k)
{
	struct arena *a = k->f->c->arena;

	for (int i = 0; i < CASE_ITEMS; i++) {
		size_t before = k->n_given;
		struct str gone = str_printf(a, "i%d.gone", i);

		if (str_some(form_typed(k->f, gone, S(""))))
			continue;
		typed_facts(k, i, (int)k->items);
		k->items += k->n_given > before;
	}
}

static void from_inputs(const struct form_of *f, struct form_case *k)
{
	struct arena *a = f->c->arena;

	k->decision = form_one_line(f, S("decision"));
	k->name = form_one_line(f, S("label"));
	k->on = form_one_line(f, S("on"));
	typed_facts(k, CASE_TOP, CASE_TOP);
	typed_items(k);
	for (int i = 0; i < CASE_OTHERS; i++)
		give(k, CASE_TOP, form_one_line(f, str_printf(a, "o%d.name", i)),
		     form_one_line(f, str_printf(a, "o%d.value", i)));
	expect(k, S("outcome"), form_one_line(f, S("outcome")));
	if (k->n_expect && !str_some(k->expect[0].value))
		k->n_expect = 0;
	for (int i = 0; i < CASE_EXPECTS; i++)
		expect(k, form_one_line(f, str_printf(a, "x%d.name", i)),
		       form_one_line(f, str_printf(a, "x%d.value", i)));
}

enum err form_case_of(const struct form_of *f, struct form_case **ret_k)
{
	struct form_case *k = NEW(f->c->arena, struct form_case);
	struct quote_fact fact;

	if (!k)
		return fault_broken(f->c, "arena");
	*k = (struct form_case){.f = f, .decision = S(""), .name = S(""), .on = S("")};
	if (f->posted)
		from_inputs(f, k);
	else
		from_block(f, k);
	if (!str_some(k->decision))
		k->decision = quote_decision(0);
	for (size_t i = 0; quote_fact(k->decision, i, &fact); i++)
		k->itemised = k->itemised || fact.item;
	*ret_k = k;
	return OK;
}

#include "policy/formula.h"

#include "policy/book.h"
#include "policy/charge.h"

/* A unit by its number: one of it, and any other count. */
static const struct {
	enum text_id one, many;
} UNIT_TEXT[UNIT_COUNT] = {
	[UNIT_TERM] = {T_policy_unit_one_term, T_policy_unit_term},
	[UNIT_MONTH] = {T_policy_unit_one_month, T_policy_unit_month},
	[UNIT_HALF_MONTH] = {T_policy_unit_one_half_month, T_policy_unit_half_month},
	[UNIT_WEEK] = {T_policy_unit_one_week, T_policy_unit_week},
	[UNIT_DAY] = {T_policy_unit_one_day, T_policy_unit_day},
	[UNIT_PERIOD] = {T_policy_unit_one_period, T_policy_unit_period},
	[UNIT_SITTING] = {T_policy_unit_one_sitting, T_policy_unit_sitting},
	[UNIT_MEAL] = {T_policy_unit_one_meal, T_policy_unit_meal},
	[UNIT_HOUR] = {T_policy_unit_one_hour, T_policy_unit_hour},
	[UNIT_MINUTE] = {T_policy_unit_one_minute, T_policy_unit_minute},
	[UNIT_YEAR] = {T_policy_unit_one_year, T_policy_unit_year},
	[UNIT_PUPIL] = {T_policy_unit_one_pupil, T_policy_unit_pupil},
	[UNIT_PARTICIPANT] = {T_policy_unit_one_participant, T_policy_unit_participant},
	[UNIT_PERSON] = {T_policy_unit_one_person, T_policy_unit_person},
	[UNIT_PERCENT] = {T_policy_unit_percent, T_policy_unit_percent},
	[UNIT_WORKING_DAY] = {T_policy_unit_one_working_day, T_policy_unit_working_day},
};

struct formula_arg arg_unit(const struct rules *r, int unit)
{
	if (unit >= 0 && unit < UNIT_COUNT)
		return arg_word(UNIT_TEXT[unit].many);
	for (const struct symbol *s = r->book->symbols; s != NULL; s = s->next) {
		if (s->lexicon == LEX_UNIT && s->index == unit)
			return arg_text(s->label);
	}
	return arg_word(TEXT_NONE);
}

/* Of a built-in unit behind a count. */
static enum text_id counted(struct ratio count, size_t unit)
{
	return ratio_cmp(count, RATIO(1)) == 0 ? UNIT_TEXT[unit].one : UNIT_TEXT[unit].many;
}

struct formula_arg arg_units(const struct rules *r, struct ratio count, int unit)
{
	if (unit >= 0 && unit < UNIT_COUNT)
		return arg_word(counted(count, (size_t)unit));
	return arg_unit(r, unit);
}

struct str unit_behind(enum lang lang, struct ratio count, struct str unit)
{
	size_t i;

	if (!words_index(LEXICONS[LEX_UNIT].words, unit, &i))
		return STR_NONE;
	return text(lang, counted(count, i));
}

struct formula_arg arg_word_of(const struct rules *r, enum lexicon l, struct str word)
{
	char key[80];
	enum text_id id;

	for (const struct symbol *s = r->book->symbols; s != NULL; s = s->next) {
		if (s->lexicon == l && str_eq(s->name, word))
			return arg_text(s->label);
	}
	snprintf(key, sizeof key, "rulebook.word_%.*s", STR_FMT(word));
	id = text_lookup_name(key);
	return id == TEXT_NONE ? arg_text(word) : arg_word(id);
}

struct formula_arg arg_rate(struct ratio fen, struct str written)
{
	struct ratio yuan;

	if (ratio_whole(fen))
		return arg_money(FEN(fen.num));
	if (str_some(written))
		return arg_text(written);
	return arg_number(ratio_div(fen, RATIO(100), &yuan) ? yuan : fen);
}

static struct str arg_words(struct arena *a, enum lang lang, const struct formula_arg *arg);

static struct str list_words(struct arena *a, enum lang lang, const struct formula_arg *arg)
{
	struct str *said = NEW_N(a, arg->list.n + 1, struct str);

	if (said == NULL)
		return S("");
	for (size_t i = 0; i < arg->list.n; i++)
		said[i] = arg_words(a, lang, &arg->list.v[i]);
	return str_join(a, said, arg->list.n, text(lang, T_rulebook_comma));
}

static struct str arg_words(struct arena *a, enum lang lang, const struct formula_arg *arg)
{
	switch (arg->type) {
	case ARG_TEXT:
		return arg->s;
	case ARG_WORD:
		return text(lang, arg->word);
	case ARG_MONEY:
		return money_text(a, arg->money);
	case ARG_NUMBER:
		return ratio_text(a, arg->number);
	case ARG_SUMS:
		return charge_sums_text(a, arg->sums);
	case ARG_TIERS:
		return charge_tiers_text(a, arg->tiers);
	case ARG_LIST:
		return list_words(a, lang, arg);
	}
	return S("");
}

enum err bad_beside(struct ctx *c, const char *field, enum text_id text, struct str said)
{
	return fault_input(c, NULL, str_of(field), STR_NONE,
	                   text_fill(c->arena, c->lang, text, &said, 1));
}

struct formula formula_less_before(struct money due, struct money before)
{
	struct formula f = {
		.text = T_policy_formula_refunded_more,
		.arg = {arg_money(due), arg_money(before)},
		.n = 2,
	};

	if (due.fen < before.fen)
		return f;
	f.text = T_policy_formula_refunded_before;
	f.arg[f.n++] = arg_money(FEN(due.fen - before.fen));
	return f;
}

static struct str with(struct arena *a, enum lang lang, enum text_id id, struct str said,
                       struct str more)
{
	struct str both[2] = {said, more};

	return text_fill(a, lang, id, both, 2);
}

struct str formula_text(struct arena *a, enum lang lang, const struct formula *f)
{
	struct str args[FORMULA_ARGS], said;
	struct formula less;

	for (size_t i = 0; i < f->n; i++)
		args[i] = arg_words(a, lang, &f->arg[i]);
	said = text_fill(a, lang, f->text, args, f->n);
	if (f->first)
		said = with(a, lang, T_policy_formula_then, formula_text(a, lang, f->first), said);
	if (f->rounding != TEXT_NONE)
		said = with(a, lang, T_policy_rounding_said, said, text(lang, f->rounding));
	if (f->held.fen > 0)
		said = with(a, lang, T_policy_formula_held, said, money_text(a, f->held));
	if (f->less)
		said = with(a, lang, T_policy_formula_then, said, formula_text(a, lang, f->less));
	if (f->before.fen == 0)
		return said;
	less = formula_less_before(f->due, f->before);
	return with(a, lang, T_policy_formula_then, said, formula_text(a, lang, &less));
}

struct worked *worked_add(struct working *s, const struct rule *rule)
{
	struct worked *last = &s->v[s->n < WORKING_MAX ? s->n++ : WORKING_MAX - 1];

	*last = (struct worked){.rule = rule};
	return last;
}

struct worked *worked_amount(struct working *s, const struct rule *rule, struct money amount)
{
	struct worked *step = worked_add(s, rule);

	step->amount = amount;
	step->counts = true;
	return step;
}

struct str formula_both(struct arena *a, const struct formula *f)
{
	struct str both[2] = {
		formula_text(a, LANG_ZH, f),
		formula_text(a, LANG_EN, f),
	};

	return str_join(a, both, 2, S("\n"));
}

struct str formula_in(enum lang lang, struct str both)
{
	struct str zh = str_cut(&both, '\n');

	return lang == LANG_ZH ? zh : both;
}

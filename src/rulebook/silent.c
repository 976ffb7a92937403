/* What no document says, in words: the machine's "RS4 convert day period 2026-09-01". */
#include "rulebook/show.h"

/* What stands before the names, and how it is said of them. */
static const struct {
	const char *word;
	enum lexicon lexicon;
	enum text_id text;
} SILENT[] = {
	{"convert", LEX_UNIT, T_rulebook_silent_convert},
	{"refund", LEX_KIND, T_rulebook_silent_refund},
	{"rate", LEX_NONE, T_rulebook_silent_rate},
	{"pay", LEX_NONE, T_rulebook_silent_pay},
	{"fee", LEX_ITEM, T_rulebook_silent_fee},
	{"permit", LEX_FUND, T_rulebook_silent_permit},
	{"require", LEX_FACT, T_rulebook_silent_require},
	{"deadline", LEX_TASK, T_rulebook_silent_deadline},
	{"unit", LEX_UNIT, T_rulebook_silent_unit},
};
enum { SILENT_N = sizeof SILENT / sizeof *SILENT, NAMES = 2 };

/* A statement's own label; what is asked else, a parameter or a dimension. */
static struct str named(enum lang lang, const struct rules *r, struct str name)
{
	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *fee = r->set[i]->rules[RULE_FEE]; fee; fee = fee->next) {
			if (str_eq(fee->id, name) && str_some(fee->label))
				return fee->label;
		}
	}
	return show_asked(lang, r, name);
}

static struct str what_said(struct arena *a, enum lang lang, const struct rules *r, struct str what)
{
	struct str rest = what, first = str_cut(&rest, ' '), said[NAMES] = {S(""), S("")};

	for (size_t i = 0; i < SILENT_N; i++) {
		if (!str_is(first, SILENT[i].word) ||
		    str_some(rest) == (SILENT[i].lexicon == LEX_NONE))
			continue;
		for (size_t k = 0; k < NAMES && str_some(rest); k++)
			said[k] = show_declared(lang, r, SILENT[i].lexicon, str_cut(&rest, ' '));
		return text_fill(a, lang, SILENT[i].text, said, NAMES);
	}
	return named(lang, r, what);
}

/* The last word, when it is the day; the rest stays in *io_s. */
static bool day_off(struct str *io_s, struct date *ret_day)
{
	size_t n = io_s->n;

	while (n > 0 && io_s->p[n - 1] != ' ')
		n--;
	if (n == 0 || !date_parse(str_sub(*io_s, n, io_s->n), ret_day))
		return false;
	*io_s = str_sub(*io_s, 0, n - 1);
	return true;
}

struct str show_silent(struct arena *a, enum lang lang, const struct rules *r, struct str found,
                       bool dated)
{
	struct str what = found, said[2];
	struct date day;

	if (!day_off(&what, &day))
		return found;
	(void)str_cut(&what, ' '); /* the set that was looked through first */
	if (!str_some(what))
		return found;
	said[0] = what_said(a, lang, r, what);
	said[1] = date_words(a, lang, day);
	return dated ? text_fill(a, lang, T_rulebook_silent_on, said, 2) : said[0];
}

enum err show_in_force(struct ctx *c, enum err e)
{
	struct str id = c->fault.found, said[2];
	struct date day;

	if (e != E_REFUSED || !day_off(&id, &day))
		return e;
	said[0] = id;
	said[1] = date_words(c->arena, c->lang, day);
	c->fault.found = text_fill(c->arena, c->lang, T_rulebook_silent_set, said, 2);
	return e;
}

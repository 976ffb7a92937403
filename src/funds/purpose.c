#include "funds/purpose.h"

#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"

/* By the documents of its day as they were known at a moment; the word itself where they do not
 * declare it. That none are in force is no reason to refuse a list. */
static enum err said_at(struct ctx *c, enum lang lang, const struct purpose_of *p,
                        struct instant known, struct str *ret_s)
{
	const struct fault before = c->fault;
	struct date day = known.us == INSTANT_LATEST.us ? ctx_today(c) : instant_date(known);
	struct rules rules;
	enum err e = rulebook_rules_known(c, p->county, p->school, day, known, &rules);

	if (e == E_BROKEN || e == E_RETRY)
		return e;
	*ret_s = e == OK ? show_declared(lang, &rules, LEX_PURPOSE, p->word) : p->word;
	c->fault = before;
	return OK;
}

enum err purpose_said(struct ctx *c, enum lang lang, const struct purpose_of *p, struct str *ret_s)
{
	if (show_word_part(p->word).text != TEXT_NONE) {
		*ret_s = show_word(lang, p->word);
		return OK;
	}
	TRY(said_at(c, lang, p, INSTANT_LATEST, ret_s));
	return str_eq(*ret_s, p->word) ? said_at(c, lang, p, p->at, ret_s) : OK;
}

enum err purpose_part(struct ctx *c, const struct purpose_of *p, struct phrase_part *ret_p)
{
	struct str said;

	*ret_p = show_word_part(p->word);
	if (ret_p->text != TEXT_NONE)
		return OK;
	TRY(purpose_said(c, c->lang, p, &said));
	*ret_p = PHRASE_SAID(said);
	return OK;
}

enum err purpose_choices(struct ctx *c, struct str fund, bool (*elsewhere)(struct str purpose),
                         struct desk *d, struct view_part_field *f, bool *ret_any)
{
	const struct fault before = c->fault;
	struct desk_choice *v = NULL;
	struct rules rules;
	struct str *word;
	size_t all = 0, n = 0;
	enum err e = rulebook_rules(c, c->actor.county, c->actor.school, ctx_today(c), &rules);

	if (e == E_BROKEN || e == E_RETRY)
		return e;
	c->fault = before;
	if (e == OK)
		TRY(spend_purposes(c, &rules, fund, &word, &all));
	v = NEW_N(c->arena, all + 1, struct desk_choice);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < all; i++)
		if (!elsewhere || !elsewhere(word[i]))
			v[n++] = (struct desk_choice){
				word[i], show_declared(c->lang, &rules, LEX_PURPOSE, word[i])};
	*ret_any = n > 0;
	if (n > 0)
		desk_choices(c, f, v, n);
	else
		d->v.form_none = text(c->lang, T_funds_purpose_none);
	return OK;
}

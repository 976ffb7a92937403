#include "policy/held.h"

void held_say(struct working *told, const struct rule *rule, struct formula f)
{
	if (told != NULL)
		worked_add(told, rule)->formula = f;
}

struct formula_arg held_param(const struct rules *r, enum param p)
{
	return arg_word_of(r, LEX_NONE, str_of(PARAMS[p].name));
}

struct formula_arg held_list(struct ctx *c, const struct rules *r, enum lexicon l,
                             const struct str *words, size_t n)
{
	struct formula_arg *v = NEW_N(c->arena, n + 1, struct formula_arg);

	for (size_t i = 0; v != NULL && i < n; i++)
		v[i] = arg_word_of(r, l, words[i]);
	return arg_list(v, v != NULL ? n : 0);
}

void held_word(struct ctx *c, const struct rules *r, struct working *told, const struct rule *rule,
               struct str found, bool among)
{
	enum lexicon l = PARAMS[rule->param].lexicon;

	if (told == NULL)
		return;
	held_say(told, rule,
	         (struct formula){
			 .text = among ? T_policy_held_among : T_policy_held_apart,
			 .arg = {held_param(r, rule->param), arg_word_of(r, l, found),
	                         held_list(c, r, l, rule->value.texts, rule->value.n_texts)},
			 .n = 3,
		 });
}

void held_choice(const struct rules *r, struct working *told, const struct rule *rule)
{
	if (told == NULL)
		return;
	held_say(told, rule,
	         (struct formula){
			 .text = T_policy_held_says,
			 .arg = {held_param(r, rule->param),
	                         arg_word_of(r, PARAMS[rule->param].lexicon, rule->value.texts[0])},
			 .n = 2});
}

void held_time(struct ctx *c, const struct rules *r, struct working *told, const struct rule *rule,
               struct clock_time found, struct clock_time allowed, bool latest)
{
	if (told == NULL)
		return;
	held_say(told, rule,
	         (struct formula){
			 .text = latest ? T_policy_held_latest : T_policy_held_earliest,
			 .arg = {held_param(r, rule->param), arg_text(time_text(c->arena, found)),
	                         arg_text(time_text(c->arena, allowed))},
			 .n = 3,
		 });
}

void held_act(const struct rules *r, struct working *told, struct str act)
{
	if (told == NULL)
		return;
	held_say(told, NULL,
	         (struct formula){
			 .text = T_policy_held_act, .arg = {arg_word_of(r, LEX_ACT, act)}, .n = 1});
}

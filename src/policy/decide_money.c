/* The guarantee funds, and how often a family is billed. */
#include "policy/decide.h"

#include "policy/held.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

/* --- the guarantee funds ------------------------------------------------------------------------
 */

static const struct {
	const char *name;
	enum participant_by by;
} CHOICES[] = {{"rule", BY_RULE}, {"attended_once", BY_SITTINGS}, {"enrolled_census", BY_ENROLLED}};
enum { CHOICES_N = sizeof CHOICES / sizeof *CHOICES };

struct str participant_name(enum participant_by by)
{
	for (size_t i = 0; i < CHOICES_N; i++) {
		if (CHOICES[i].by == by)
			return str_of(CHOICES[i].name);
	}
	return STR_NONE;
}

bool participant_parse(struct str name, enum participant_by *ret_by)
{
	for (size_t i = 0; i < CHOICES_N; i++) {
		if (str_is(name, CHOICES[i].name)) {
			*ret_by = CHOICES[i].by;
			return true;
		}
	}
	return false;
}

/* The definition that holds: the county's choice, else the rules'. A county that chose "attended
 * once" means one sitting, whatever number the rules would ask for. */
static enum err definition(struct ctx *c, const struct rules *r, enum participant_by by,
                           struct rule_value *ret_v, const struct rule **ret_rule)
{
	const struct rule *rule;

	if (by == BY_ENROLLED || by == BY_SITTINGS) {
		*ret_v = (struct rule_value){.by = by, .at_least = 1};
		*ret_rule = NULL;
		return OK;
	}
	TRY(rules_need(c, r, PARAM_GUARANTEE_PARTICIPANT, NULL, &rule));
	if (by == BY_SHARE && rule->value.by != BY_SHARE)
		return fault_input(c, NULL, S("by"), S("share"), S("rule enrolled sittings"));
	*ret_v = rule->value;
	*ret_rule = rule;
	return OK;
}

/* What is asked of a participant, and what this pupil has; without a rule the county chose it. */
static void participant_held(const struct rules *r, const struct participant_facts *f,
                             const struct rule_value *v, const struct rule *rule)
{
	static const enum text_id texts[][2] = {
		[BY_ENROLLED] = {T_policy_held_enrolled_chosen, T_policy_held_enrolled},
		[BY_SITTINGS] = {T_policy_held_attended_chosen, T_policy_held_attended},
		[BY_SHARE] = {T_policy_held_share, T_policy_held_share},
	};
	struct formula how = {.text = texts[v->by][rule != NULL],
	                      .arg = {held_param(r, PARAM_GUARANTEE_PARTICIPANT)}};

	how.arg[1] = v->by == BY_ENROLLED ? arg_word_of(r, LEX_SWITCH,
	                                                f->enrolled_on_census ? S("yes") : S("no"))
	                                  : arg_number(RATIO(f->attended));
	how.arg[2] = arg_number(RATIO(f->sittings));
	how.arg[3] = arg_number(RATIO(v->at_least));
	how.n = 4;
	held_say(f->told, rule, how);
}

enum err participant_decide(struct ctx *c, const struct rules *r, const struct participant_facts *f,
                            bool *ret_counts)
{
	const struct rule *rule;
	struct rule_value v;

	if (f->sittings < 0 || f->attended < 0)
		return bad(c, f->sittings < 0 ? "sittings" : "attended");
	if (f->attended > f->sittings)
		return fault_input(c, NULL, S("attended"), str_of_i64(c->arena, f->attended),
		                   str_printf(c->arena, "0 … %lld", (long long)f->sittings));
	TRY(definition(c, r, f->by, &v, &rule));
	if (v.by == BY_ENROLLED)
		*ret_counts = f->enrolled_on_census;
	else if (v.by == BY_SITTINGS)
		*ret_counts = f->attended >= v.at_least;
	else
		*ret_counts = f->sittings > 0 &&
		              (__int128)f->attended * 100 >= (__int128)f->sittings * v.at_least;
	if (f->told != NULL)
		participant_held(r, f, &v, rule);
	return OK;
}

enum err guarantee_decide(struct ctx *c, const struct rules *r, const struct guarantee_facts *f,
                          struct guarantee_answer *ret_a)
{
	struct guarantee_answer a = {0};
	const struct rule *defined;
	struct rule_value v = {0};
	struct money rate;

	if (f->enrolled < 0 || f->attended < 0 || f->share < 0)
		return bad(c, f->enrolled < 0   ? "enrolled"
		              : f->attended < 0 ? "attended"
		                                : "share");
	if (f->received.fen < 0)
		return bad(c, "received");
	TRY(rules_need(c, r, PARAM_GUARANTEE_RATE, NULL, &a.rule));
	if (!f->closed)
		TRY(definition(c, r, f->by, &v, &defined));
	a.participants = f->closed                                ? *f->closed
	                 : v.by == BY_ENROLLED                    ? f->enrolled
	                 : v.by == BY_SITTINGS && v.at_least == 1 ? f->attended
	                                                          : f->share;
	rate = a.rule->value.money;
	if (!money_mul(rate, a.participants, &a.required) ||
	    !money_mul(rate, f->enrolled, &a.required_enrolled) ||
	    !money_mul(rate, f->attended, &a.required_attended))
		return bad(c, f->attended > f->enrolled ? "attended" : "enrolled");
	if (a.required.fen > f->received.fen)
		a.shortfall = FEN(a.required.fen - f->received.fen);
	a.formula = (struct formula){
		.text = T_policy_formula_times,
		.arg = {arg_number(RATIO(a.participants)),
	                arg_units(r, RATIO(a.participants), UNIT_PUPIL), arg_money(rate),
	                arg_money(a.required)},
		.n = 4,
	};
	*ret_a = a;
	return OK;
}

/* --- billing -----------------------------------------------------------------------------------
 */

static void billing_held(const struct rules *r, const struct billing_facts *f,
                         const struct rule *period, const struct rule *prepay)
{
	if (f->told == NULL)
		return;
	held_say(f->told, period,
	         (struct formula){.text = T_policy_held_billed,
	                          .arg = {held_param(r, period->param),
	                                  arg_word_of(r, LEX_BILLING, period->value.texts[0]),
	                                  arg_number(RATIO(f->collected_this_term))},
	                          .n = 3});
	if (prepay != NULL)
		held_choice(r, f->told, prepay);
}

enum err billing_decide(struct ctx *c, const struct rules *r, const struct billing_facts *f,
                        const struct rule **ret_rule)
{
	const struct rule *period, *prepay;

	if (f->collected_this_term < 0)
		return bad(c, "collected_this_term");
	TRY(rules_find(c, r, PARAM_BILLING_PREPAY, NULL, &prepay));
	TRY(rules_need(c, r, PARAM_BILLING_PERIOD, NULL, &period));
	if (f->for_next_term && prepay != NULL && prepay->value.choice == SWITCH_NO)
		return rule_refuse(c, "already_collected_this_term", prepay, STR_NONE, STR_NONE);
	if (period->value.choice == BILLING_TERM && f->collected_this_term > 0)
		return rule_refuse(
			c, "already_collected_this_term", period,
			str_printf(c->arena, "%lld", (long long)f->collected_this_term + 1),
			S("1"));
	billing_held(r, f, period, f->for_next_term ? prepay : NULL);
	*ret_rule = period;
	return OK;
}

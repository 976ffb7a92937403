#include "policy/conduct.h"

#include "policy/charge_parts.h"
#include "policy/held.h"
#include "policy/span.h"

static enum err bad(struct ctx *c, const char *field, struct str found)
{
	return fault_input(c, NULL, str_of(field), found, STR_NONE);
}

/* --- acts --------------------------------------------------------------------------------------
 */

static enum err act_hold(struct ctx *c, const struct rules *r, struct str act,
                         const struct rule_facts *facts)
{
	const struct rule *rule;

	TRY(rules_named(c, r, RULE_FORBID, act, facts, &rule));
	return rule == NULL ? OK : act_refuse(c, rule);
}

enum err act_decide(struct ctx *c, const struct rules *r, struct str act,
                    const struct rule_facts *facts)
{
	if (rules_word(r, LEX_ACT, act) < 0)
		return fault_input(c, NULL, S("act"), act,
		                   words_nearest(LEXICONS[LEX_ACT].words, act));
	return act_hold(c, r, act, facts);
}

static enum err collect_act(struct ctx *c, const struct rules *r, const struct collect_facts *f,
                            struct str act)
{
	TRY(act_hold(c, r, act, f->facts));
	held_act(r, f->billing.told, act);
	return OK;
}

enum err collect_decide(struct ctx *c, const struct rules *r, const struct collect_facts *f,
                        const struct rule **ret_rule)
{
	static const char *const acts[COLLECTOR_COUNT] = {
		[COLLECT_AGENCY] = "collect_by_third_party",
		[COLLECT_FAMILY_COMMITTEE] = "collect_by_family_committee",
		[COLLECT_OTHER] = "collect_by_third_party",
	};

	if (acts[f->collector] != NULL)
		TRY(collect_act(c, r, f, str_of(acts[f->collector])));
	/* A family committee is a third party too, where only those are named. */
	if (f->collector == COLLECT_FAMILY_COMMITTEE)
		TRY(collect_act(c, r, f, S("collect_by_third_party")));
	if (f->billing.for_next_term)
		TRY(collect_act(c, r, f, S("collect_across_terms")));
	return billing_decide(c, r, &f->billing, ret_rule);
}

/* --- spending ----------------------------------------------------------------------------------
 */

static struct str permitted_words(struct ctx *c, const struct rule *rule)
{
	const struct rule_value *v = rule->field[FIELD_ONLY];

	return str_join(c->arena, v->texts, v->n_texts, S(" "));
}

const struct rule_value *spend_portion(const struct rule *rule, enum field f, struct str purpose,
                                       struct money received, struct money *ret_bound)
{
	const struct rule_value *v = rule->field[f];
	struct ratio part;

	while (v != NULL && !str_eq(v->texts[0], purpose))
		v = v->next;
	*ret_bound = f == FIELD_PORTION_MOST ? FEN(0) : received; /* beyond what can be reckoned */
	if (v != NULL && ratio_mul(RATIO(received.fen), v->number, &part) &&
	    ratio_div(part, RATIO(100), &part))
		ret_bound->fen = f == FIELD_PORTION_MOST ? part.num / part.den
		                                         : (part.num + part.den - 1) / part.den;
	return v;
}

/* R66: of all the fund received no more for this purpose than its share. */
static enum err portion_holds(struct ctx *c, const struct rules *r, const struct rule *rule,
                              const struct spend_facts *f)
{
	struct money bound, after = FEN(0);
	const struct rule_value *share =
		spend_portion(rule, FIELD_PORTION_MOST, f->purpose, f->received, &bound);

	if (share == NULL)
		return OK;
	if (!f->received_known)
		return fact_missing(c, "received");
	if (f->received.fen < 0 || f->spent.fen < 0 || !money_add(f->spent, f->amount, &after))
		return bad(c, "spent", STR_NONE);
	if (after.fen > bound.fen)
		return rule_refuse(c, "purpose_share_exceeded", rule, money_text(c->arena, after),
		                   money_text(c->arena, bound));
	if (f->told != NULL)
		held_say(f->told, rule,
		         (struct formula){.text = T_policy_held_portion,
		                          .arg = {arg_word_of(r, LEX_PURPOSE, f->purpose),
		                                  arg_money(f->spent), arg_money(f->amount),
		                                  arg_money(after), arg_money(f->received),
		                                  arg_number(share->number), arg_money(bound)},
		                          .n = 7});
	return OK;
}

/* The purpose among those of its fund, and what is left of the money. */
static void spend_held(struct ctx *c, const struct rules *r, const struct spend_facts *f,
                       const struct rule *rule)
{
	const struct rule_value *only = rule->field[FIELD_ONLY];

	if (f->told == NULL)
		return;
	held_say(f->told, rule,
	         (struct formula){.text = T_policy_held_among,
	                          .arg = {arg_word_of(r, LEX_FUND, f->fund),
	                                  arg_word_of(r, LEX_PURPOSE, f->purpose),
	                                  held_list(c, r, LEX_PURPOSE, only->texts, only->n_texts)},
	                          .n = 3});
	if (f->known)
		held_say(f->told, rule,
		         (struct formula){.text = T_policy_held_left,
		                          .arg = {arg_word_of(r, LEX_FUND, f->fund),
		                                  arg_money(f->available), arg_money(f->amount),
		                                  arg_money(FEN(f->available.fen - f->amount.fen))},
		                          .n = 4});
}

enum err spend_decide(struct ctx *c, const struct rules *r, const struct spend_facts *f,
                      struct money *ret_left, const struct rule **ret_rule)
{
	int purpose = rules_word(r, LEX_PURPOSE, f->purpose);
	const struct rule *rule;

	if (rules_word(r, LEX_FUND, f->fund) < 0)
		return bad(c, "fund", f->fund);
	if (purpose < 0)
		return bad(c, "purpose", f->purpose);
	if (f->amount.fen < 0)
		return bad(c, "amount", STR_NONE);
	TRY(act_hold(c, r, str_printf(c->arena, "spend_on_%.*s", STR_FMT(f->purpose)), f->facts));
	TRY(rules_named(c, r, RULE_PERMIT, f->fund, f->facts, &rule));
	if (rule == NULL)
		return rules_silent(c, r, str_printf(c->arena, "permit %.*s", STR_FMT(f->fund)));
	if (!(rule_words(rule, FIELD_ONLY) >> purpose & 1))
		return rule_refuse(c, "purpose_not_permitted", rule, f->purpose,
		                   permitted_words(c, rule));
	if (f->known && f->amount.fen > f->available.fen)
		return rule_refuse(c, "insufficient_funds", rule, money_text(c->arena, f->amount),
		                   money_text(c->arena, f->available));
	spend_held(c, r, f, rule);
	TRY(portion_holds(c, r, rule, f));
	*ret_left = FEN(f->known ? f->available.fen - f->amount.fen : 0);
	*ret_rule = rule;
	return OK;
}

enum err spend_purposes(struct ctx *c, const struct rules *r, struct str fund, struct str **ret_v,
                        size_t *ret_n)
{
	const struct fault before = c->fault;
	const struct rule *permit = NULL, *forbid;
	const struct rule_value *only;
	struct str *v;
	size_t n = 0;

	if (rules_named(c, r, RULE_PERMIT, fund, NULL, &permit) != OK)
		permit = NULL;
	only = permit ? permit->field[FIELD_ONLY] : NULL;
	v = NEW_N(c->arena, (only ? only->n_texts : 0) + 1, struct str);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; only && i < only->n_texts; i++) {
		struct str act = str_printf(c->arena, "spend_on_%.*s", STR_FMT(only->texts[i]));

		if (rules_named(c, r, RULE_FORBID, act, NULL, &forbid) == OK && forbid == NULL)
			v[n++] = only->texts[i];
	}
	c->fault = before;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- requirements ------------------------------------------------------------------------------
 */

static struct str measure_text(struct ctx *c, const struct rules *r, const struct rule_value *v)
{
	struct str unit = v->unit == UNIT_NONE ? S("") : unit_name(r, v->unit);
	struct str n;

	switch (v->type) {
	case VALUE_TIME:
		return time_text(c->arena, v->time);
	case VALUE_CHOICE:
		return str_of(LEXICONS[LEX_SWITCH].words.v[v->choice]);
	case VALUE_MONEY:
		return money_text(c->arena, v->money);
	default:
		n = ratio_text(c->arena, v->number);
		return unit.n ? str_printf(c->arena, "%.*s %.*s", STR_FMT(n), STR_FMT(unit)) : n;
	}
}

static enum err bad_value(struct ctx *c, const struct require_facts *f, enum text_id allowed)
{
	return fault_input(c, NULL, S("value"), f->value, text(c->lang, allowed));
}

/* Below, at or above what is asked. */
static enum err measure_cmp(struct ctx *c, const struct rules *r, const struct require_facts *f,
                            const struct rule_value *v, int *ret_cmp)
{
	int unit = f->unit == UNIT_NONE ? v->unit : f->unit;
	struct clock_time time;
	struct ratio n;
	struct money m;
	size_t word;

	switch (v->type) {
	case VALUE_TIME:
		if (!time_parse(f->value, &time))
			return bad_value(c, f, T_policy_fact_time);
		*ret_cmp = time.minute - v->time.minute;
		return OK;
	case VALUE_CHOICE:
		if (!words_index(LEXICONS[LEX_SWITCH].words, f->value, &word))
			return bad_value(c, f, T_policy_fact_yes_or_no);
		*ret_cmp = (int)word - v->choice;
		return OK;
	case VALUE_MONEY:
		if (!money_parse(f->value, &m))
			return bad_value(c, f, T_policy_fact_money);
		*ret_cmp = ratio_cmp(ratio_of_money(m), v->number);
		return OK;
	default:
		if (!ratio_parse(f->value, &n))
			return bad_value(c, f, T_policy_fact_decimal);
		if (unit != v->unit && v->unit == UNIT_NONE) /* 48 of what, only its name tells */
			return fault_input(c, NULL, S("unit"), unit_name(r, unit),
			                   text(c->lang, T_policy_fact_no_unit));
		if (unit != v->unit)
			TRY(span_need(c, r, f->facts, n, unit, v->unit, &n));
		*ret_cmp = ratio_cmp(n, v->number);
		return OK;
	}
}

/* "Satisfaction: found 80 %, asked: at least 60 %". */
static void measure_held(struct ctx *c, const struct rules *r, const struct require_facts *f,
                         const struct rule *rule, const struct rule_value *v)
{
	struct str bound = str_of(LEXICONS[LEX_BOUND].words.v[v->bound]);
	struct formula how = {.text = T_policy_held_measure,
	                      .arg = {arg_word_of(r, LEX_FACT, f->name), arg_text(f->value),
	                              arg_word_of(r, LEX_BOUND, bound)}};

	how.n = 4;
	if (v->type == VALUE_CHOICE) {
		how.arg[1] = arg_word_of(r, LEX_SWITCH, f->value);
		how.arg[3] =
			arg_word_of(r, LEX_SWITCH, str_of(LEXICONS[LEX_SWITCH].words.v[v->choice]));
	} else if (v->type == VALUE_TIME) {
		how.arg[3] = arg_text(time_text(c->arena, v->time));
	} else if (v->type == VALUE_MONEY) {
		how.arg[3] = arg_rate(v->number, v->written);
	} else {
		how.arg[3] = arg_number(v->number);
		if (v->unit == UNIT_PERCENT && (f->unit == UNIT_NONE || f->unit == UNIT_PERCENT)) {
			how.text = T_policy_held_measure_percent;
		} else if (v->unit != UNIT_NONE) {
			how.text = T_policy_held_measure_in;
			how.arg[4] = arg_unit(r, f->unit == UNIT_NONE ? v->unit : f->unit);
			how.arg[5] = arg_units(r, v->number, v->unit);
			how.n = 6;
		}
	}
	held_say(f->told, rule, how);
}

static enum err measure_refuse(struct ctx *c, const struct rule *rule, struct str found,
                               struct str asked)
{
	const struct rule_value *code = rule->field[FIELD_CODE];

	return rule_refuse(c, code ? str_c(c->arena, code->texts[0]) : "not_as_required", rule,
	                   found, asked);
}

const struct rule *require_told(struct ctx *c, const struct rules *r, struct str name,
                                const struct rule_facts *facts, bool *ret_always)
{
	struct fault before = c->fault;
	const struct rule *told = NULL;

	*ret_always = true;
	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *o = r->set[i]->rules[RULE_REQUIRE]; o; o = o->next) {
			if (o->when && str_eq(o->id, name))
				*ret_always = false;
		}
	}
	if (rules_named(c, r, RULE_REQUIRE, name, facts, &told) == OK)
		return told;
	c->fault = before;
	return NULL;
}

enum err require_decide(struct ctx *c, const struct rules *r, const struct require_facts *f,
                        struct str *ret_allowed, const struct rule **ret_rule)
{
	const struct words bounds = LEXICONS[LEX_BOUND].words;
	struct str asked = S("");
	const struct rule *rule;

	TRY(rules_named(c, r, RULE_REQUIRE, f->name, f->facts, &rule));
	if (rule == NULL)
		return rules_silent(c, r, str_printf(c->arena, "require %.*s", STR_FMT(f->name)));
	for (const struct rule_value *v = rule->field[FIELD_MEASURE]; v != NULL; v = v->next) {
		struct str text = measure_text(c, r, v);
		int cmp;

		TRY(measure_cmp(c, r, f, v, &cmp));
		text = str_printf(c->arena, "%s %.*s", bounds.v[v->bound], STR_FMT(text));
		if ((cmp < 0 && v->bound != BOUND_AT_MOST) ||
		    (cmp > 0 && v->bound != BOUND_AT_LEAST))
			return measure_refuse(c, rule, f->value, text);
		if (f->told != NULL)
			measure_held(c, r, f, rule, v);
		asked = asked.n ? str_printf(c->arena, "%.*s %.*s", STR_FMT(asked), STR_FMT(text))
		                : text;
	}
	*ret_allowed = asked;
	*ret_rule = rule;
	return OK;
}

/* --- deadlines ---------------------------------------------------------------------------------
 */

enum { EVENT_ISSUED, EVENT_EFFECTIVE }; /* the first words of LEX_EVENT */
enum { RECUR_MAX = 10000 };

static enum err event_of(struct ctx *c, const struct deadline_facts *f, const struct rule *rule,
                         const struct rule_value *v, struct date *ret_d)
{
	if (date_some(f->event)) {
		*ret_d = f->event;
		return OK;
	}
	if (v->choice == EVENT_EFFECTIVE) {
		*ret_d = rule->set->from;
		return OK;
	}
	if (v->choice == EVENT_ISSUED && date_parse(rule->set->issued, ret_d))
		return OK;
	return fault_input(c, "fact_missing", S("event"), STR_NONE, v->texts[0]);
}

/* The first turn of what recurs that is not before `from`. Turns of months are counted from the
 * event, so that the 31st comes back after a shorter month; those of working days one by one. */
static enum span_end next_turn(struct date event, const struct rule_value *v, struct date from,
                               struct date *ret_due)
{
	bool by_one = v->unit == UNIT_WORKING_DAY;

	for (int64_t turn = 1; turn <= RECUR_MAX; turn++) {
		enum span_end end = span_after(event, RATIO(v->number.num * (by_one ? 1 : turn)),
		                               v->unit, ret_due);

		if (end != SPAN_DAY || ret_due->day >= from.day)
			return end;
		if (by_one)
			event = *ret_due;
	}
	return SPAN_NEVER;
}

static bool next_yearly(const struct rule_value *v, struct date from, struct date *ret_due)
{
	int32_t year = date_civil(from).year;

	/* A 29th of February falls on the 28th where there is none. */
	for (int32_t y = year; y <= year + 1; y++) {
		if (!date_of(y, v->month, v->day, ret_due) && !date_of(y, v->month, 28, ret_due))
			return false;
		if (ret_due->day >= from.day)
			return true;
	}
	return false;
}

/* The day, or on SPAN_UNKNOWN the one nobody knows. */
static enum err day_of(struct ctx *c, const struct rules *r, const struct deadline_facts *f,
                       const struct rule *rule, struct date *ret_event, struct date *ret_due,
                       enum span_end *ret_end)
{
	struct date from = date_some(f->from) ? f->from : r->as_of;
	const struct rule_value *v = rule->field[FIELD_DUE];
	struct ratio n = v->due == DUE_BEFORE ? RATIO(-v->number.num) : v->number;

	if (v->due == DUE_YEARLY) {
		*ret_event = DATE_NONE;
		*ret_end = next_yearly(v, from, ret_due) ? SPAN_DAY : SPAN_NEVER;
		return OK;
	}
	TRY(event_of(c, f, rule, v, ret_event));
	*ret_end = v->due == DUE_EVERY ? next_turn(*ret_event, v, from, ret_due)
	                               : span_after(*ret_event, n, v->unit, ret_due);
	return OK;
}

/* "Settlement: 15 days before the end of term (2022-01-14): 2021-12-30". */
static void due_held(struct ctx *c, const struct rules *r, const struct deadline_facts *f,
                     const struct rule *rule, struct date event, struct date due)
{
	const struct rule_value *v = rule->field[FIELD_DUE];
	struct formula how = {
		.text = v->due == DUE_YEARLY   ? T_policy_held_due_yearly
	                : v->due == DUE_EVERY  ? T_policy_held_due_every
	                : v->number.num == 0   ? T_policy_held_due_on
	                : v->due == DUE_BEFORE ? T_policy_held_due_before
	                                       : T_policy_held_due_after,
		.arg = {arg_word_of(r, LEX_TASK, f->name), arg_text(date_text(c->arena, due))},
		.n = 6};

	if (v->due == DUE_YEARLY) {
		how.arg[2] = arg_number(RATIO(v->month));
		how.arg[3] = arg_number(RATIO(v->day));
		how.n = 4;
	} else {
		how.arg[2] = arg_number(v->number);
		how.arg[3] = arg_units(r, v->number, v->unit);
		how.arg[4] = arg_word_of(r, LEX_EVENT, v->texts[0]);
		how.arg[5] = arg_text(date_text(c->arena, event));
	}
	held_say(f->told, rule, how);
}

enum err deadline_decide(struct ctx *c, const struct rules *r, const struct deadline_facts *f,
                         struct date *ret_due, const struct rule **ret_rule)
{
	const struct rule *rule;
	struct date event, due;
	enum span_end end;

	TRY(rules_named(c, r, RULE_DEADLINE, f->name, f->facts, &rule));
	if (rule == NULL)
		return rules_silent(c, r, str_printf(c->arena, "deadline %.*s", STR_FMT(f->name)));
	TRY(day_of(c, r, f, rule, &event, &due, &end));
	if (end == SPAN_UNKNOWN)
		return rule_refuse(c, "holidays_unknown", rule,
		                   str_of_i64(c->arena, span_notice_year(due)), STR_NONE);
	if (end != SPAN_DAY)
		return bad(c, "event", STR_NONE);
	if (f->told != NULL)
		due_held(c, r, f, rule, event, due);
	*ret_due = due;
	*ret_rule = rule;
	return OK;
}

/* --- scope -------------------------------------------------------------------------------------
 */

enum err scope_decide(struct ctx *c, const struct rules *r, enum kind kind,
                      const struct rule_facts *facts, bool *ret_in, const struct rule **ret_rule)
{
	uint64_t window = facts->is[DIM_WINDOW];
	const struct rule *kinds, *windows;

	if (kind <= KIND_NONE || kind >= KIND_COUNT)
		return bad(c, "kind", STR_NONE);
	TRY(rules_need(c, r, PARAM_KINDS, facts, &kinds));
	*ret_rule = kinds;
	*ret_in = (kinds->value.words >> (kind - 1) & 1) != 0;
	if (!*ret_in || window == 0)
		return OK;
	TRY(rules_find(c, r, PARAM_WINDOWS, facts, &windows));
	if (windows != NULL) {
		*ret_rule = windows;
		*ret_in = (window & ~windows->value.words) == 0;
	}
	return OK;
}

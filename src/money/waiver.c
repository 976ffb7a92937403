#include "money/waiver.h"

#include "base/phrase.h"
#include "jobs/job.h"
#include "money/bill.h"
#include "money/waiver.sql.h"
#include "people/family.h"
#include "people/reach.h"
#include "people/roll.h"
#include "policy/payers.h"
#include "policy/span.h"
#include "rulebook/show.h"

enum { TEXT_MOST = 80, REASON_MOST = 200, TELL_BATCH = 200 };
#define TELL_DAYS 30

#define FAMILY_LINK S("/waivers")

/* --- what the rules offer -----------------------------------------------------------------------
 */

static void offer_add(struct ctx *c, const struct rules *rules, const struct rule *rule,
                      struct str word, struct waiver_offer *v, size_t *n)
{
	bool proof = rule_choice(rule, FIELD_PROOF, PROOF_NONE) == PROOF_REQUIRED;

	for (size_t i = 0; i < *n; i++) {
		if (str_eq(v[i].category, word)) {
			v[i].proof = v[i].proof || proof;
			return;
		}
	}
	if (*n == WAIVER_OFFERS)
		return;
	v[(*n)++] = (struct waiver_offer){
		.category = word,
		.label = show_declared(c->lang, rules, LEX_CATEGORY, word),
		.proof = proof,
		.payer = payers_said(c->arena, rule),
		.clause = rule->clause,
		.document = rule->set->document,
		.rule = rule,
	};
}

/* Whatever a document asks of a pupil is believed on a proof alone. */
static void answers_add(struct ctx *c, const struct rules *rules, struct waiver_offer *v, size_t *n)
{
	const struct declaration *d[RULES_DECLARED];
	size_t m = rules_declared(rules, OF_PUPIL, d, RULES_DECLARED);

	for (size_t i = 0; i < m; i++) {
		for (size_t k = 0; k < d[i]->n && *n < WAIVER_OFFERS; k++) {
			struct str category = str_printf(c->arena, "%.*s=%.*s", STR_FMT(d[i]->name),
			                                 STR_FMT(d[i]->words[k]));

			v[(*n)++] = (struct waiver_offer){
				.category = category,
				.label = show_answer(c->arena, c->lang, rules, category),
				.proof = true,
				.payer = S(""),
				.clause = text(c->lang, T_waiver_answer_note),
				.document = d[i]->set->document,
			};
		}
	}
}

enum err waiver_offers(struct ctx *c, const struct rules *rules, struct waiver_offer **ret_v,
                       size_t *ret_n)
{
	struct waiver_offer *v = NEW_N(c->arena, WAIVER_OFFERS, struct waiver_offer);
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < rules->n; i++) {
		for (const struct rule *r = rules->set[i]->rules[RULE_WAIVER]; r; r = r->next) {
			const struct rule_value *words = r->field[FIELD_CATEGORY];

			for (size_t k = 0; rules_says(rules, i, r) && k < words->n_texts; k++)
				offer_add(c, rules, r, words->texts[k], v, &n);
		}
	}
	answers_add(c, rules, v, &n);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err waiver_offers_for(struct ctx *c, pupil_id pupil, struct waiver_offer **ret_v,
                           size_t *ret_n)
{
	struct rules rules;
	struct pupil p;

	TRY(pupil_get(c, pupil, &p));
	TRY(rulebook_rules(c, p.county, p.school, ctx_today(c), &rules));
	return waiver_offers(c, &rules, ret_v, ret_n);
}

static enum err offer_of(struct ctx *c, const struct rules *rules, struct str category,
                         struct waiver_offer *ret_o)
{
	struct waiver_offer *v;
	struct str words = S("");
	size_t n;

	TRY(waiver_offers(c, rules, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (str_eq(v[i].category, category)) {
			*ret_o = v[i];
			return OK;
		}
		words = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(words), i ? " " : "",
		                   STR_FMT(v[i].category));
	}
	return fault_input(c, NULL, S("category"), category, words);
}

/* --- reading ------------------------------------------------------------------------------------
 */

/* Class staff have no business with it; other schools and families see that there is nothing. */
static enum err reach_waivers(struct ctx *c)
{
	return reach_role(c, WAIVER_KEEPERS | ROLE_BIT(ROLE_GUARDIAN));
}

/* A document may count terms instead of naming a day: no last day is known then. */
static bool ends_by_terms(const struct rules *rules, struct str category)
{
	for (size_t i = 0; i < rules->n; i++) {
		for (const struct rule *r = rules->set[i]->rules[RULE_WAIVER]; r; r = r->next) {
			const struct rule_value *v = r->field[FIELD_EXPIRES];
			const struct rule_value *words = r->field[FIELD_CATEGORY];

			if (!v || v->type != VALUE_NUMBER || v->unit != UNIT_TERM)
				continue;
			for (size_t k = 0; k < words->n_texts; k++) {
				if (str_eq(words->texts[k], category))
					return true;
			}
		}
	}
	return false;
}

static struct waiver waiver_from(struct ctx *c, const struct rules *rules,
                                 const struct q_waiver_row_row *row)
{
	struct date today = ctx_today(c);

	return (struct waiver){
		.id = row->id,
		.county = row->county,
		.school = row->school,
		.pupil = row->pupil,
		.state = row->state,
		.over = str_is(row->state, "granted") && date_some(row->ends) &&
	                row->ends.day < today.day,
		.open = str_is(row->state, "granted") && !date_some(row->ends) &&
	                !ends_by_terms(rules, row->category),
		.category = row->category,
		.label = waiver_answer(row->category)
	                         ? show_answer(c->arena, c->lang, rules, row->category)
	                         : show_declared(c->lang, rules, LEX_CATEGORY, row->category),
		.proof = row->proof,
		.number = row->number,
		.seen = row->seen,
		.starts = row->starts,
		.ends = row->ends,
		.payer = row->payer,
		.payers = show_payers(c->arena, c->lang, rules, row->payer),
		.reason = phrase_show(c->arena, c->lang, row->reason),
		.entered = row->entered,
		.decided_by = row->decided_by,
		.at = row->at,
		.decided = row->decided,
		.name = row->name,
		.class_name = row->class,
		.school_name = row->school_name,
	};
}

/* Rules only for what categories are called: none in force is no reason not to read. */
static enum err labels_of(struct ctx *c, county_id county, school_id school,
                          struct rules *ret_rules)
{
	enum err e = rulebook_rules(c, county, school, ctx_today(c), ret_rules);

	if (e == E_REFUSED) {
		c->fault = (struct fault){0};
		*ret_rules = (struct rules){.n = 0};
		return OK;
	}
	return e;
}

enum err waiver_get(struct ctx *c, waiver_id id, struct waiver *ret_w)
{
	struct q_waiver_row_row row;
	struct rules rules;
	struct pupil p;
	bool found = false;

	TRY(reach_waivers(c));
	TRY(q_waiver_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	TRY(pupil_get(c, row.pupil, &p));
	TRY(labels_of(c, row.county, row.school, &rules));
	if (c->actor.role != ROLE_GUARDIAN)
		TRY(audit_read_note(c, row.pupil, "waiver read"));
	*ret_w = waiver_from(c, &rules, &row);
	return OK;
}

enum err waiver_of_pupil(struct ctx *c, pupil_id pupil, struct waiver **ret_v, size_t *ret_n)
{
	struct q_waiver_row_row *row;
	struct waiver *v;
	struct rules rules;
	struct pupil p;
	size_t n;

	TRY(reach_waivers(c));
	TRY(pupil_get(c, pupil, &p));
	TRY(labels_of(c, p.county, p.school, &rules));
	TRY(q_waiver_of_pupil(c, pupil, &row, &n));
	v = NEW_N(c->arena, n + 1, struct waiver);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = waiver_from(c, &rules, &row[i]);
	if (n && c->actor.role != ROLE_GUARDIAN)
		TRY(audit_read_note(c, pupil, "waiver read"));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err waiver_list(struct ctx *c, const struct waiver_filter *f, struct waiver **ret_v,
                     size_t *ret_n, int64_t *ret_total)
{
	int64_t school = actor_in(&c->actor, ROLES_SCHOOL) ? c->actor.school.v : 0;
	struct str state = f->state.p ? f->state : S("");
	struct q_waiver_row_row *row;
	struct waiver *v;
	struct rules rules;
	size_t n;

	TRY(reach_role(c, WAIVER_KEEPERS));
	TRY(q_waiver_count(c, c->actor.county.v, school, state, ret_total));
	TRY(q_waiver_rows(c, c->actor.county.v, school, state, f->most ? f->most : INT32_MAX,
	                  f->skip, &row, &n));
	TRY(labels_of(c, c->actor.county, c->actor.school, &rules));
	v = NEW_N(c->arena, n + 1, struct waiver);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = waiver_from(c, &rules, &row[i]);
		TRY(audit_read_note(c, row[i].pupil, "waiver read"));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- asking -------------------------------------------------------------------------------------
 */

static enum err one_text(struct ctx *c, const char *field, struct str said, struct str *ret_s)
{
	*ret_s = S("");
	return str_some(str_trim(said)) ? said_text(c, str_of(field), said, TEXT_MOST, ret_s) : OK;
}

static enum err days_check(struct ctx *c, const struct waiver_ask *in, struct date starts)
{
	if (date_some(in->ends) && in->ends.day < starts.day)
		return fault_input(
			c, NULL, S("ends"), date_text(c->arena, in->ends),
			str_printf(c->arena, "%.*s ..", STR_FMT(date_text(c->arena, starts))));
	if (date_some(in->seen) && in->seen.day > ctx_today(c).day)
		return fault_input(c, NULL, S("seen"), date_text(c->arena, in->seen),
		                   date_text(c->arena, ctx_today(c)));
	return OK;
}

/* One pupil has one answer to a question. */
static struct str question_of(struct str category)
{
	return str_cut(&category, '=');
}

enum err waiver_standing(struct ctx *c, pupil_id pupil, struct str category, waiver_id *ret_id)
{
	struct q_waiver_row_row *row;
	size_t n;

	TRY(q_waiver_of_pupil(c, pupil, &row, &n));
	*ret_id = ID_NONE(waiver_id);
	for (size_t i = 0; i < n; i++) {
		bool holds = str_is(row[i].state, "granted") &&
		             (!date_some(row[i].ends) || row[i].ends.day >= ctx_today(c).day);

		if ((holds || str_is(row[i].state, "asked")) &&
		    str_eq(question_of(row[i].category), question_of(category)))
			*ret_id = row[i].id;
	}
	return OK;
}

/* What is asked for, looked at. */
struct asked {
	struct pupil pupil;
	struct date starts;
	struct str proof, number;
};

/* R2: by the number people know, on the own school's roll alone. */
static enum err pupil_asked(struct ctx *c, const struct waiver_ask *in, struct pupil *ret_p)
{
	struct str roll = str_trim(in->roll);
	bool found = false;
	pupil_id id;

	if (in->pupil.v)
		return pupil_get(c, in->pupil, ret_p);
	if (!str_some(roll) || c->actor.role == ROLE_GUARDIAN)
		return fault_input(c, "missing_field",
		                   c->actor.role == ROLE_GUARDIAN ? S("pupil") : S("roll"),
		                   STR_NONE, STR_NONE);
	TRY(pupil_find_by_number(c, c->actor.county, roll, &id, &found));
	if (found)
		TRY(pupil_load(c, id, ret_p));
	return found && ret_p->active && ret_p->school.v == c->actor.school.v
	               ? OK
	               : fault_input(c, "import_pupil_unknown", S("roll"), roll, STR_NONE);
}

static enum err not_open(struct ctx *c, pupil_id pupil, struct str category)
{
	waiver_id standing;

	TRY(waiver_standing(c, pupil, category, &standing));
	return standing.v ? fault_set(c, E_CONFLICT, "waiver_open", NULL) : OK;
}

static enum err ask_look(struct ctx *c, const struct waiver_ask *in, struct asked *ret_a)
{
	struct waiver_offer offer;
	struct rules rules;
	struct asked a = {.starts = date_some(in->starts) ? in->starts : ctx_today(c)};

	TRY(reach_role(c, ROLES_SCHOOL | ROLE_BIT(ROLE_GUARDIAN)));
	TRY(pupil_asked(c, in, &a.pupil));
	TRY(rulebook_rules(c, a.pupil.county, a.pupil.school, ctx_today(c), &rules));
	TRY(offer_of(c, &rules, in->category, &offer));
	TRY(one_text(c, "proof", in->proof, &a.proof));
	TRY(one_text(c, "number", in->number, &a.number));
	TRY(days_check(c, in, a.starts));
	TRY(not_open(c, a.pupil.id, in->category));
	*ret_a = a;
	return OK;
}

enum err waiver_look(struct ctx *c, const struct waiver_ask *in)
{
	struct asked a;

	return ask_look(c, in, &a);
}

static enum err ask_run(struct ctx *c, void *arg)
{
	struct waiver_ask *in = arg;
	waiver_id id = {env_next_id(c->env)};
	bool family = c->actor.role == ROLE_GUARDIAN;
	struct asked a;

	TRY(ask_look(c, in, &a));
	TRY(pupil_hold(c, a.pupil.id)); /* who asks at the same moment sees this one, or is seen */
	TRY(not_open(c, a.pupil.id, in->category));
	TRY(q_waiver_insert(c, id, a.pupil.county, a.pupil.school, a.pupil.id, in->category,
	                    a.proof, a.number, family ? DATE_NONE : in->seen, a.starts, in->ends,
	                    c->actor.account.v, c->now, S(""), NULL));
	in->result = id;
	return audit_put(c, "waiver_asked", "waiver", id.v, a.pupil.county, S("{}"));
}
const struct verb waiver_ask_verb = {"waiver.ask", ask_run};

/* --- deciding -----------------------------------------------------------------------------------
 */

static enum err state_wrong(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "waiver_state", NULL);
}

/* The record, for staff of its school who may decide it: not who entered it. */
static enum err deciding(struct ctx *c, waiver_id id, struct q_waiver_row_row *ret_row,
                         struct pupil *ret_p)
{
	bool found = false;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(q_waiver_row(c, id, ret_row, &found));
	if (!found)
		return absent(c);
	TRY(pupil_get(c, ret_row->pupil, ret_p));
	if (!str_is(ret_row->state, "asked"))
		return state_wrong(c);
	if (c->actor.account.v && c->actor.account.v == ret_row->entered.v)
		return fault_set(c, E_REFUSED, "waiver_own", NULL);
	return OK;
}

/* The last day the rule gives; terms are counted when a charge is made. */
static struct date ends_by(const struct rule *rule, struct date starts, struct date asked)
{
	const struct rule_value *v = rule ? rule->field[FIELD_EXPIRES] : NULL;
	struct date last;

	if (!v || v->type == VALUE_INSTEAD || v->unit == UNIT_TERM ||
	    !expiry_last(v, starts, &last))
		return asked;
	return date_some(asked) && asked.day < last.day ? asked : last;
}

/* What the document leaves open has been decided. Facts of a service are not known here: they only
 * matter when something is charged. */
static enum err decided_open(struct ctx *c, const struct rules *rules, const struct pupil *p,
                             const struct waiver_offer *o)
{
	struct rule_facts facts = pupil_facts(p);
	struct fault before = c->fault;
	const struct rule *rule;
	enum err e;

	if (!o->rule)
		return OK;
	fact_set(&facts, DIM_CATEGORY, rules_word(rules, LEX_CATEGORY, o->category));
	e = rules_named(c, rules, RULE_WAIVER, o->rule->id, &facts, &rule);
	if (e != E_INPUT)
		return e;
	c->fault = before;
	return OK;
}

static struct str offer_requirement(const struct waiver_offer *o)
{
	return o->rule ? o->rule->requirement : S("R24");
}

static enum err proof_seen(struct ctx *c, const struct waiver_offer *o, struct str proof)
{
	if (!o->proof || str_some(proof))
		return OK;
	return fault_set(c, E_REFUSED, "waiver_proof",
	                 &(struct fault){.field = S("proof"),
	                                 .clause = o->clause,
	                                 .document = o->document,
	                                 .requirement = offer_requirement(o)});
}

/* The document gave a last day, and what is asked for begins after it. */
static enum err past(struct ctx *c, const struct waiver_offer *o, struct date starts,
                     struct date last)
{
	return fault_set(c, E_REFUSED, "waiver_past",
	                 &(struct fault){.field = S("starts"),
	                                 .found = date_text(c->arena, starts),
	                                 .allowed = date_text(c->arena, last),
	                                 .clause = o->clause,
	                                 .document = o->document,
	                                 .requirement = offer_requirement(o)});
}

/* What a charge that stands cannot be decided without is told as people call it. */
static enum err bill_amended(struct ctx *c, const struct rules *rules, const struct pupil *p)
{
	enum err e = bill_waive(c, rules, p);

	if (e != E_INPUT || strcmp(c->fault.code, "fact_missing") != 0)
		return e;
	return fault_set(c, E_REFUSED, "waiver_needs_fact",
	                 &(struct fault){.found = show_asked(c->lang, rules, c->fault.field)});
}

static enum err grant_run(struct ctx *c, void *arg)
{
	const struct waiver_grant *in = arg;
	struct date seen = date_some(in->seen) ? in->seen : ctx_today(c), ends;
	struct q_waiver_row_row row;
	struct waiver_offer offer;
	struct str proof, number;
	struct rules rules;
	struct pupil p = {.id = ID_NONE(pupil_id)};
	int64_t changed;

	TRY(deciding(c, in->waiver, &row, &p));
	TRY(one_text(c, "proof", str_some(in->proof) ? in->proof : row.proof, &proof));
	TRY(one_text(c, "number", str_some(in->number) ? in->number : row.number, &number));
	TRY(rulebook_rules(c, p.county, p.school, ctx_today(c), &rules));
	TRY(offer_of(c, &rules, row.category, &offer));
	TRY(proof_seen(c, &offer, proof));
	TRY(decided_open(c, &rules, &p, &offer));
	ends = ends_by(offer.rule, row.starts, row.ends);
	if (date_some(ends) && ends.day < row.starts.day)
		return past(c, &offer, row.starts, ends);
	TRY(q_waiver_grant(c, row.id, c->actor.account, c->now, ends, offer.payer, proof, number,
	                   str_some(proof)
	                           ? (date_some(row.seen) && !date_some(in->seen) ? row.seen : seen)
	                           : DATE_NONE,
	                   &changed));
	if (!changed)
		return state_wrong(c);
	TRY(bill_amended(c, &rules, &p));
	TRY(family_tell(c, p.id, T_waiver_told_granted, NULL, 0, FAMILY_LINK));
	return audit_put(c, "waiver_granted", "waiver", row.id.v, row.county, S("{}"));
}
const struct verb waiver_grant_verb = {"waiver.grant", grant_run};

static enum err refuse_run(struct ctx *c, void *arg)
{
	const struct waiver_end *in = arg;
	struct q_waiver_row_row row;
	struct str reason;
	struct pupil p = {.id = ID_NONE(pupil_id)};
	int64_t changed;

	TRY(deciding(c, in->waiver, &row, &p));
	TRY(said_text(c, S("reason"), in->reason, REASON_MOST, &reason));
	TRY(q_waiver_refuse(c, row.id, c->actor.account, c->now, reason, &changed));
	if (!changed)
		return state_wrong(c);
	TRY(family_tell(c, p.id, T_waiver_told_refused, NULL, 0, FAMILY_LINK));
	return audit_put(c, "waiver_refused", "waiver", row.id.v, row.county, S("{}"));
}
const struct verb waiver_refuse_verb = {"waiver.refuse", refuse_run};

static enum err withdraw_run(struct ctx *c, void *arg)
{
	const struct waiver_end *in = arg;
	struct q_waiver_row_row row;
	struct str reason;
	struct pupil p = {.id = ID_NONE(pupil_id)};
	int64_t changed;
	bool found = false;

	TRY(reach_role(c, ROLES_SCHOOL | ROLE_BIT(ROLE_GUARDIAN)));
	TRY(q_waiver_row(c, in->waiver, &row, &found));
	if (!found)
		return absent(c);
	TRY(pupil_get(c, row.pupil, &p));
	TRY(said_text(c, S("reason"), in->reason, REASON_MOST, &reason));
	TRY(q_waiver_withdraw(c, row.id, c->now, reason, &changed));
	if (!changed)
		return state_wrong(c);
	TRY(family_tell(c, p.id, T_waiver_told_withdrawn, NULL, 0, FAMILY_LINK));
	return audit_put(c, "waiver_withdrawn", "waiver", row.id.v, row.county, S("{}"));
}
const struct verb waiver_withdraw_verb = {"waiver.withdraw", withdraw_run};

/* --- telling in time ----------------------------------------------------------------------------
 */

static enum err tell_run(struct ctx *c, void *arg)
{
	struct date today = ctx_today(c), by = {today.day + TELL_DAYS};
	struct q_waiver_ending_row *row;
	bool *more = arg;
	size_t n;

	TRY(q_waiver_ending(c, today, by, TELL_BATCH, &row, &n));
	*more = n == TELL_BATCH;
	for (size_t i = 0; i < n; i++) {
		struct str day = date_text(c->arena, row[i].ends);

		TRY(family_tell(c, row[i].pupil, T_waiver_told_ending, &day, 1, FAMILY_LINK));
		TRY(q_waiver_told(c, row[i].id, today, NULL));
	}
	if (!n)
		return OK;
	return audit_put(c, "waivers_ending", "waiver", 0, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"told\":%zu}", n));
}

static enum err ending_tell(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"job.waiver_ending", tell_run};
	bool more = true;

	(void)j;
	while (more)
		TRY(store_write(c, &verb, &more));
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = "job.waiver_ending", .run = ending_tell, .every_s = 86400}};
const struct job_kinds waiver_jobs = JOB_KINDS(KINDS);

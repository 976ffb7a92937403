#include "rulebook/decision.h"

#include "people/county.h"
#include "people/reach.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"

enum { WHO_MAX = 100, WHY_MAX = 500 };

/* --- questions ----------------------------------------------------------------------------------
 */

static size_t open_count(const struct rules *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		for (const struct rule *o = r->set[i]->rules[RULE_OPEN]; o; o = o->next)
			n += rules_says(r, i, o);
	return n;
}

/* What waits for the answer: a statement by its label, a parameter by its name. */
static struct str about_of(const struct rule_set *s, struct str name)
{
	for (int t = 0; t < RULE_OPEN; t++)
		for (const struct rule *r = s->rules[t]; r; r = r->next)
			if (str_eq(r->id, name) && str_some(r->label))
				return r->label;
	return name;
}

static struct question question_of(const struct rule_set *s, const struct rule *o)
{
	const struct rule_value *choices = o->field[FIELD_CHOICES];
	struct question q = {.ruleset = s->id,
	                     .name = o->id,
	                     .label = o->label,
	                     .document = s->document,
	                     .starts = DATE_NONE,
	                     .decided = DATE_NONE};

	if (o->field[FIELD_ABOUT] && o->field[FIELD_ABOUT]->n_texts)
		q.about = about_of(s, o->field[FIELD_ABOUT]->texts[0]);
	if (choices) {
		q.word = choices->texts;
		q.choice = choices->labels ? choices->labels : choices->texts;
		q.n = choices->n_texts;
	}
	return q;
}

static void answer_take(struct question *q, const struct q_decision_rows_row *row, size_t n,
                        struct date today)
{
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(row[i].ruleset, q->ruleset) || !str_eq(row[i].question, q->name) ||
		    row[i].starts.day > today.day)
			continue;
		q->answer = row[i].answer;
		q->starts = row[i].starts;
		q->decided = row[i].decided;
		q->decided_by = row[i].decided_by;
		q->why = row[i].why;
	}
}

enum err question_list(struct ctx *c, county_id county, struct question **ret_v, size_t *ret_n)
{
	struct q_decision_rows_row *row;
	struct question *v;
	struct rules rules;
	size_t n = 0, rows;

	if (!reach_county(c, county))
		return absent(c);
	TRY(rulebook_rules(c, county, ID_NONE(school_id), ctx_today(c), &rules));
	TRY(q_decision_rows(c, county, INSTANT_LATEST, &row, &rows));
	v = NEW_N(c->arena, open_count(&rules) + 1, struct question);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < rules.n; i++) {
		for (const struct rule *o = rules.set[i]->rules[RULE_OPEN]; o; o = o->next) {
			if (!rules_says(&rules, i, o))
				continue;
			v[n] = question_of(rules.set[i], o);
			answer_take(&v[n++], row, rows, ctx_today(c));
		}
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- recording ----------------------------------------------------------------------------------
 */

static struct str choices_text(struct ctx *c, const struct question *q)
{
	return str_join(c->arena, q->word, q->n, S(" | "));
}

/* The question must be asked by a set that the county's rules of that day stand on. */
static enum err question_require(struct ctx *c, county_id county, const struct decision_new *in)
{
	struct rules rules;

	TRY(rulebook_rules(c, county, ID_NONE(school_id), in->starts, &rules));
	for (size_t i = 0; i < rules.n; i++) {
		for (const struct rule *o = rules.set[i]->rules[RULE_OPEN]; o; o = o->next) {
			struct question q = question_of(rules.set[i], o);

			if (!rules_says(&rules, i, o) || !str_eq(q.ruleset, in->ruleset) ||
			    !str_eq(q.name, in->question))
				continue;
			for (size_t k = 0; k < q.n; k++)
				if (str_eq(q.word[k], in->answer))
					return OK;
			return fault_input(c, NULL, S("answer"), in->answer, choices_text(c, &q));
		}
	}
	return absent(c);
}

static enum err record_run(struct ctx *c, void *arg)
{
	struct decision_new *in = arg;
	struct date today = ctx_today(c);
	decision_id id = {env_next_id(c->env)};
	struct str who, why;
	county_id county;

	TRY(officer_county(c, in->county, &county));
	if (!date_some(in->decided))
		in->decided = today;
	if (in->decided.day > today.day)
		return fault_input(c, NULL, S("decided"), date_text(c->arena, in->decided),
		                   date_text(c->arena, today));
	TRY(said_text(c, S("decided_by"), in->decided_by, WHO_MAX, &who));
	TRY(said_text(c, S("why"), in->why, WHY_MAX, &why));
	TRY(question_require(c, county, in));
	TRY(q_decision_insert(c, id, county, in->ruleset, in->question, in->answer, in->starts,
	                      in->decided, today, who, why, c->actor.account, c->now, NULL));
	TRY(book_changed(c, county));
	in->result = id;
	return audit_put(
		c, "recorded", "decision", id.v, county,
		str_printf(c->arena,
	                   "{\"ruleset\":\"%.*s\",\"question\":\"%.*s\",\"answer\":\"%.*s\"}",
	                   STR_FMT(in->ruleset), STR_FMT(in->question), STR_FMT(in->answer)));
}
const struct verb decision_record_verb = {"rulebook.decide", record_run};

enum err decision_list(struct ctx *c, county_id county, struct decision **ret_v, size_t *ret_n)
{
	struct q_decision_rows_row *row;
	struct decision *v;
	size_t n;

	if (!reach_county(c, county))
		return absent(c);
	TRY(q_decision_rows(c, county, INSTANT_LATEST, &row, &n));
	v = NEW_N(c->arena, n + 1, struct decision);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct decision){.id = row[i].id,
		                         .ruleset = row[i].ruleset,
		                         .question = row[i].question,
		                         .answer = row[i].answer,
		                         .starts = row[i].starts,
		                         .decided = row[i].decided,
		                         .decided_by = row[i].decided_by,
		                         .why = row[i].why,
		                         .at = row[i].at};
		TRY(person_name(c, row[i].account, &v[i].recorded_by));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

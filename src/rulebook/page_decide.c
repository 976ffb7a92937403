/* What documents leave open, and what the county decided. */
#include "people/pages.h"
#include "rulebook/decision.h"
#include "rulebook/pages.h"
#include "rulebook/rule_decide.html.h"
#include "rulebook/show.h"

static const struct in_field QUESTION_FIELDS[] = {
	{.name = "set",
         .type = IN_STR,
         .max = 60,
         .label = T_rulebook_set,
         .offset = offsetof(struct question_in, set)},
	{.name = "question",
         .type = IN_STR,
         .max = 60,
         .label = T_rulebook_question,
         .offset = offsetof(struct question_in, question)},
};
const struct input question_query = {"QuestionQuery", sizeof(struct question_in), QUESTION_FIELDS,
                                     2, 0};

static const struct in_field DECIDE_FIELDS[] = {
	{.name = "rule_set",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_rulebook_set,
         .offset = offsetof(struct decide_in, ruleset)},
	{.name = "question",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_rulebook_question,
         .offset = offsetof(struct decide_in, question)},
	{.name = "answer",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_rulebook_answer,
         .offset = offsetof(struct decide_in, answer)},
	{.name = "starts",
         .type = IN_DATE,
         .required = true,
         .label = T_rulebook_starts,
         .offset = offsetof(struct decide_in, starts)},
	{.name = "decided",
         .type = IN_DATE,
         .required = true,
         .label = T_rulebook_decided_on,
         .offset = offsetof(struct decide_in, decided)},
	{.name = "decided_by",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 100,
         .label = T_rulebook_decided_by,
         .offset = offsetof(struct decide_in, decided_by)},
	{.name = "why",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 500,
         .label = T_rulebook_why,
         .offset = offsetof(struct decide_in, why)},
};
const struct input decide_input = {"DecisionCreate", sizeof(struct decide_in), DECIDE_FIELDS, 7, 0};

static struct str choice_words(const struct question *q, struct str word)
{
	for (size_t i = 0; i < q->n; i++)
		if (str_eq(q->word[i], word))
			return q->choice[i];
	return word;
}

static enum err questions_show(struct ctx *c, const struct question *q, size_t n,
                               struct view_rule_decide *v)
{
	v->open = NEW_N(c->arena, n + 1, struct view_rule_decide_open);
	if (!v->open)
		return fault_broken(c, "arena");
	v->open_n = n;
	for (size_t i = 0; i < n; i++)
		v->open[i] = (struct view_rule_decide_open){
			.label = q[i].label,
			.document = q[i].document,
			.about = str_some(q[i].about) ? show_word(c->lang, q[i].about) : S(""),
			.state = {str_some(q[i].answer) ? S("ok") : S("warn"),
		                  text(c->lang, str_some(q[i].answer) ? T_rulebook_is_decided
		                                                      : T_rulebook_is_open)},
			.answer = str_some(q[i].answer) ? choice_words(&q[i], q[i].answer) : S(""),
			.by = q[i].decided_by,
			.decided = q[i].decided,
			.why = q[i].why,
			.path = str_printf(c->arena, "/county/decisions?set=%.*s&question=%.*s",
		                           STR_FMT(q[i].ruleset), STR_FMT(q[i].name)),
		};
	return OK;
}

/* The question a decision answers; one no set asks any more is known by its name alone. */
static const struct question *question_of(const struct question *q, size_t n,
                                          const struct decision *d)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(q[i].ruleset, d->ruleset) && str_eq(q[i].name, d->question))
			return &q[i];
	return NULL;
}

static enum err records_show(struct ctx *c, const struct question *q, size_t questions,
                             struct view_rule_decide *v)
{
	struct decision *d;
	size_t n;

	TRY(decision_list(c, c->actor.county, &d, &n));
	v->record = NEW_N(c->arena, n + 1, struct view_rule_decide_record);
	if (!v->record)
		return fault_broken(c, "arena");
	v->record_n = n;
	for (size_t i = 0; i < n; i++) {
		const struct question *of = question_of(q, questions, &d[i]);

		v->record[i] = (struct view_rule_decide_record){
			.set = of ? of->document : d[i].ruleset,
			.question = of ? of->label : d[i].question,
			.answer = of ? choice_words(of, d[i].answer) : d[i].answer,
			.by = d[i].decided_by,
			.decided = d[i].decided,
			.starts = d[i].starts,
			.why = d[i].why,
			.recorded = d[i].recorded_by,
		};
	}
	return OK;
}

static enum err form(struct ctx *c, struct req *r, const struct question *q,
                     struct view_rule_decide *v)
{
	struct view_part_field *f = NEW_N(c->arena, 7, struct view_part_field);
	struct desk_choice *choice = NEW_N(c->arena, q->n + 1, struct desk_choice);
	struct str today = date_text(c->arena, ctx_today(c));

	if (!f || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < q->n; i++)
		choice[i] = (struct desk_choice){q->word[i], q->choice[i]};
	f[0] = page_field(c, r, &decide_input, "answer", "radio", q->answer);
	desk_choices(c, &f[0], choice, q->n);
	f[1] = page_field(c, r, &decide_input, "starts", "date", today);
	f[1].hint = text(c->lang, T_rulebook_decided_starts_hint);
	f[2] = page_field(c, r, &decide_input, "decided", "date", today);
	f[3] = page_field(c, r, &decide_input, "decided_by", "text", STR_NONE);
	f[3].hint = text(c->lang, T_rulebook_decided_by_hint);
	f[4] = page_field(c, r, &decide_input, "why", "textarea", STR_NONE);
	v->chosen = true;
	v->set = q->ruleset;
	v->name = q->name;
	v->question = q->label;
	v->field = f;
	v->field_n = 5;
	v->action = str_printf(c->arena, "/county/decisions?set=%.*s&question=%.*s",
	                       STR_FMT(q->ruleset), STR_FMT(q->name));
	return OK;
}

enum err page_decisions(struct ctx *c, struct req *r, struct reply *w)
{
	const struct question_in *asked = req_query(r);
	struct view_rule_decide v = {.errors = rule_errors(c, r)};
	struct question *q;
	size_t n;

	TRY(question_list(c, c->actor.county, &q, &n));
	TRY(questions_show(c, q, n, &v));
	TRY(records_show(c, q, n, &v));
	for (size_t i = 0; i < n && asked; i++)
		if (str_eq(q[i].ruleset, asked->set) && str_eq(q[i].name, asked->question))
			TRY(form(c, r, &q[i], &v));
	v.empty.what = T_rulebook_no_questions;
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_decisions, RENDER(render_rule_decide), &v);
}

static struct decision_new decision_of(const struct decide_in *in)
{
	return (struct decision_new){.ruleset = in->ruleset,
	                             .question = in->question,
	                             .answer = in->answer,
	                             .starts = in->starts,
	                             .decided = in->decided,
	                             .decided_by = in->decided_by,
	                             .why = in->why};
}

enum err page_decide(struct ctx *c, struct req *r, struct reply *w)
{
	struct decision_new a = decision_of(req_input(r));

	return form_verb(c, r, w, &decision_record_verb, &a, S("/county/decisions"),
	                 T_people_saved);
}

/* --- the API ------------------------------------------------------------------------------------
 */

static void decision_json(struct ctx *c, struct json *j, const struct decision *d)
{
	json_open(j, '{');
	json_kv_id(j, "id", d->id.v);
	json_kv_str(j, "rule_set", d->ruleset);
	json_kv_str(j, "question", d->question);
	json_kv_str(j, "answer", d->answer);
	json_kv_str(j, "starts", date_text(c->arena, d->starts));
	json_kv_str(j, "decided", date_text(c->arena, d->decided));
	json_kv_str(j, "decided_by", d->decided_by);
	json_kv_str(j, "why", d->why);
	json_kv_str(j, "recorded_by", d->recorded_by);
	json_kv_str(j, "at", instant_text(c->arena, d->at));
	json_close(j, '}');
}

enum err api_decisions(struct ctx *c, struct req *r, struct reply *w)
{
	struct decision *d;
	size_t n;

	(void)r;
	TRY(decision_list(c, c->actor.county, &d, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		decision_json(c, j, &d[i]);
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

static enum err decide_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct decision_new *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", a->result.v);
	json_close(&j, '}');
	return OK;
}

enum err api_decide(struct ctx *c, struct req *r, struct reply *w)
{
	struct decision_new a = decision_of(req_input(r));
	struct store_once once = req_once(r, decide_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &decision_record_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

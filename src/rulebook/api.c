/* The API of rule sets: the same verbs as the pages. */
#include "crypto/hash.h"
#include "people/reach.h"
#include "rulebook/findings.h"
#include "rulebook/internal.h"
#include "rulebook/pages.h"
#include "rulebook/rulebook.sql.h"
#include "rulebook/show.h"

static const struct in_field SETS_FIELDS[] = {
	{.name = "county",
         .type = IN_STR,
         .required = true,
         .max = 10,
         .label = T_people_county_code,
         .offset = offsetof(struct api_sets_in, county)},
	{.name = "on",
         .type = IN_DATE,
         .label = T_rulebook_on,
         .offset = offsetof(struct api_sets_in, on)},
	{.name = "known_on",
         .type = IN_DATE,
         .label = T_rulebook_known_on,
         .offset = offsetof(struct api_sets_in, known_on)},
};
const struct input api_sets_query = {"RuleSetsQuery", sizeof(struct api_sets_in), SETS_FIELDS, 3,
                                     0};

static const struct in_field TEXT_FIELDS[] = {
	{.name = "text",
         .type = IN_STR,
         .required = true,
         .max = RULE_FILE_MAX,
         .label = T_rulebook_text,
         .offset = offsetof(struct api_text_in, text)},
	{.name = "replace",
         .type = IN_BOOL,
         .label = T_rulebook_replace,
         .offset = offsetof(struct api_text_in, replace)},
};
const struct input api_text_input = {"RuleSetDraft", sizeof(struct api_text_in), TEXT_FIELDS, 2,
                                     RULE_BYTES};

static void kv_date(struct ctx *c, struct json *j, const char *key, struct date d)
{
	json_kv_str(j, key, date_some(d) ? date_text(c->arena, d) : STR_NONE);
}

static enum err set_json(struct ctx *c, county_id county, struct json *j, const struct rule_set *s)
{
	edition_id edition;

	TRY(edition_of(c, county, s, &edition));
	json_open(j, '{');
	json_kv_id(j, "id", edition.v);
	json_kv_str(j, "rule_set", s->id);
	json_kv_str(j, "title", s->title);
	json_kv_str(j, "number", s->number);
	json_kv_str(j, "issuer", s->issuer);
	json_kv_str(j, "level", level_name(s));
	json_kv_str(j, "issued", s->issued);
	kv_date(c, j, "effective_from", s->from);
	kv_date(c, j, "effective_to", s->to);
	json_kv_i64(j, "rules", (int64_t)s->n_rules);
	json_close(j, '}');
	return OK;
}

enum err api_sets(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_sets_in *in = req_query(r);
	struct date on = date_some(in->on) ? in->on : ctx_today(c);
	struct q_public_county_row k;
	struct rules rules;
	bool found = false;

	TRY(q_public_county_by_code(c, in->county, &k, &found));
	if (!found)
		return absent(c);
	TRY(rulebook_rules_known(c, k.id, ID_NONE(school_id), on,
	                         date_some(in->known_on) ? date_last(in->known_on) : INSTANT_LATEST,
	                         &rules));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_str(j, "county", k.code);
	kv_date(c, j, "on", on);
	kv_date(c, j, "known_on", in->known_on);
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < rules.n; i++)
		TRY(set_json(c, k.id, j, rules.set[i]));
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

static enum err steps_json(struct ctx *c, edition_id id, struct json *j)
{
	struct edition_step *v;
	size_t n;

	TRY(edition_steps(c, id, &v, &n));
	json_key(j, "steps");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "what", v[i].what);
		json_kv_str(j, "by", v[i].by);
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		json_kv_str(j, "reason", v[i].reason);
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

static enum err cases_json(struct ctx *c, const struct edition *e, struct json *j)
{
	struct case_result *v = NULL;
	struct finding *wrong;
	size_t n = 0, findings;

	TRY(edition_findings(c, e, &wrong, &findings));
	json_key(j, "findings");
	json_open(j, '[');
	for (size_t i = 0; i < findings; i++) {
		json_open(j, '{');
		json_kv_i64(j, "line", wrong[i].line);
		json_kv_str(j, "statement", wrong[i].statement);
		json_kv_str(j, "field", wrong[i].word);
		json_kv_str(j, "message", wrong[i].message);
		json_close(j, '}');
	}
	json_close(j, ']');
	if (!findings) /* else no book in which a case could run */
		TRY(edition_cases(c, e, &v, &n));
	json_key(j, "cases");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "decision", v[i].decision);
		json_kv_str(j, "name", v[i].name);
		json_kv_bool(j, "holds", v[i].holds);
		if (!v[i].holds) {
			json_kv_str(j, "where", v[i].where);
			json_kv_str(j, "found", v[i].found);
			json_kv_str(j, "expected", v[i].expected);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

enum err api_set(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct edition e;
	struct str body;

	TRY(edition_get(c, id, &e));
	TRY(edition_body(c, id, &body));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_id(j, "id", id.v);
	json_kv_str(j, "rule_set", e.ruleset);
	json_kv_i64(j, "edition", e.number);
	json_kv_str(j, "state", e.state);
	json_kv_str(j, "title", e.title);
	json_kv_str(j, "number", e.document);
	json_kv_str(j, "level", e.level);
	json_kv_str(j, "place", e.place);
	kv_date(c, j, "effective_from", e.starts);
	kv_date(c, j, "effective_to", e.last);
	kv_date(c, j, "known", e.known);
	json_kv_str(j, "sha256", hex_text(c->arena, e.hash));
	json_kv_str(j, "disclosure", e.disclosure);
	TRY(steps_json(c, id, j));
	TRY(cases_json(c, &e, j));
	json_kv_str(j, "text", body);
	json_close(j, '}');
	return OK;
}

/* --- the life ----------------------------------------------------------------------------------
 */

enum err api_set_draft(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_text_in *in = req_input(r);
	struct store_once once = req_once(r, NULL);
	struct edition_draft d = {.body = in->text, .replaces = in->replace};

	TRY(edition_draft_put(c, &d, &once));
	return reply_json_raw(c, w, 201, d.answer);
}

static enum err step(struct ctx *c, struct req *r, struct reply *w, step_fn run)
{
	struct edition_turn t;

	TRY(rule_step(c, r, run, &t));
	return reply_json_raw(c, w, 200, t.answer);
}

enum err api_set_submit(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_submit);
}

enum err api_set_return(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_return);
}

enum err api_set_approve(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_approve);
}

enum err api_set_publish(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_publish);
}

enum err api_set_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_withdraw);
}

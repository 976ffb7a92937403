/* One rule set and the steps of its life. */
#include "crypto/hash.h"
#include "people/pages.h"
#include "rulebook/findings.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/rule_one.html.h"
#include "rulebook/show.h"

#define REASON_FIELD                                                                               \
	{                                                                                          \
		.name = "reason", .type = IN_STR, .required = true, .min = 2, .max = 500,          \
		.label = T_people_reason, .offset = offsetof(struct turn_in, reason)               \
	}
static const struct in_field RETURN_FIELDS[] = {REASON_FIELD};
const struct input turn_reason_input = {"RuleReturn", sizeof(struct turn_in), RETURN_FIELDS, 1, 0};

static const struct in_field PUBLISH_FIELDS[] = {
	{.name = "disclosure",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 4000,
         .label = T_rulebook_disclosure,
         .offset = offsetof(struct turn_in, disclosure)},
};
const struct input turn_publish_input = {"RulePublish", sizeof(struct turn_in), PUBLISH_FIELDS, 1,
                                         0};

static const struct in_field WITHDRAW_FIELDS[] = {
	REASON_FIELD,
	{.name = "until",
         .type = IN_DATE,
         .label = T_rulebook_until,
         .offset = offsetof(struct turn_in, until)},
};
const struct input turn_withdraw_input = {"RuleWithdraw", sizeof(struct turn_in), WITHDRAW_FIELDS,
                                          2, 0};

/* --- what the page shows ------------------------------------------------------------------------
 */

static enum err show_cases(struct ctx *c, const struct edition *e, struct view_rule_one *v)
{
	struct case_result *r;
	size_t n;

	TRY(show_findings(c, e, &v->findings));
	v->findings_say = v->findings.item_n > 0;
	if (v->findings_say)
		return OK; /* no book in which a case could run */
	TRY(edition_cases(c, e, &r, &n));
	v->rcase = NEW_N(c->arena, n + 1, struct view_rule_one_rcase);
	if (!v->rcase)
		return fault_broken(c, "arena");
	v->rcase_n = n;
	for (size_t i = 0; i < n; i++) {
		enum text_id decision = form_decision_label(r[i].decision);

		v->rcase[i] = (struct view_rule_one_rcase){
			.decision = decision == TEXT_NONE ? r[i].decision : text(c->lang, decision),
			.name = r[i].name,
			.holds = r[i].holds,
			.where = r[i].where,
			.found = r[i].found,
			.expected = r[i].expected};
		v->failed += !r[i].holds;
	}
	return OK;
}

static struct str step_words(enum lang lang, struct str what)
{
	char key[40];
	enum text_id id;

	snprintf(key, sizeof key, "rulebook.step_%.*s", STR_FMT(what));
	id = text_lookup_name(key);
	return id == TEXT_NONE ? what : text(lang, id);
}

static enum err show_steps(struct ctx *c, const struct edition *e, struct view_rule_one *v)
{
	struct edition_step *s;
	size_t n;

	TRY(edition_steps(c, e->id, &s, &n));
	v->step = NEW_N(c->arena, n + 1, struct view_rule_one_step);
	if (!v->step)
		return fault_broken(c, "arena");
	v->step_n = n;
	for (size_t i = 0; i < n; i++)
		v->step[i] = (struct view_rule_one_step){step_words(c->lang, s[i].what), s[i].by,
		                                         s[i].at, s[i].reason};
	return OK;
}

/* What can be done next: offered, the verb decides. */
static enum err show_acts(struct ctx *c, struct req *r, const struct edition *e,
                          struct view_rule_one *v)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	v->own = true;
	v->base = edition_path(c, e->id, "");
	v->may_edit = v->may_submit = str_is(e->state, "draft");
	v->may_review = str_is(e->state, "review");
	v->may_publish = str_is(e->state, "approved");
	v->may_withdraw = str_is(e->state, "published");
	f[0] = page_field(c, r, &turn_reason_input, "reason", "textarea", STR_NONE);
	f[1] = page_field(c, r, &turn_publish_input, "disclosure", "textarea", e->disclosure);
	f[1].hint = text(c->lang, T_rulebook_disclosure_hint);
	f[2] = page_field(c, r, &turn_withdraw_input, "reason", "textarea", STR_NONE);
	f[3] = page_field(c, r, &turn_withdraw_input, "until", "date", STR_NONE);
	f[3].hint = text(c->lang, T_rulebook_until_hint);
	v->returning = &f[0];
	v->returning_n = v->may_review || v->may_publish;
	v->publishing = &f[1];
	v->publishing_n = 1;
	v->withdrawing = &f[2];
	v->withdrawing_n = 2;
	return OK;
}

/* What a draft would be refused for, on top; each leads to its statement on the page. */
enum err show_findings(struct ctx *c, const struct edition *e, struct view_part_errors *ret_v)
{
	struct view_part_errors v = {0};
	struct finding *f;
	size_t n;

	TRY(edition_findings(c, e, &f, &n));
	v.item = NEW_N(c->arena, n + 1, struct view_part_errors_item);
	if (!v.item)
		return fault_broken(c, "arena");
	v.count = (int64_t)n;
	v.item_n = n;
	for (size_t i = 0; i < n; i++) {
		struct str part[] = {str_printf(c->arena, "%d", f[i].line), f[i].called, f[i].field,
		                     f[i].message};

		v.item[i].message =
			f[i].line ? text_fill(c->arena, c->lang, T_rulebook_finding, part, 4)
				  : f[i].message;
		if (f[i].line)
			v.item[i].field = str_printf(c->arena, "line%d", f[i].block);
	}
	*ret_v = v;
	return OK;
}

/* The refusal of a publication says more than a form's summary can: which case, what came out. */
struct view_part_errors rule_errors(struct ctx *c, const struct req *r)
{
	struct view_part_errors v = page_errors(c, r);

	if (v.item_n == 1 && str_some(c->fault.found) && c->fault.code) {
		struct str part[] = {v.item[0].message, c->fault.found};

		v.item[0].message = text_fill(c->arena, c->lang, T_rulebook_error_found, part, 2);
	}
	return v;
}

enum err page_rule(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")}, before;
	struct view_rule_one v = {.errors = rule_errors(c, r)};
	struct edition_text t;
	struct edition e;
	struct str body;

	TRY(edition_get(c, id, &e));
	TRY(edition_body(c, id, &body));
	TRY(edition_read(c, body, &t));
	TRY(show_set(c, t.set, &v));
	TRY(show_cases(c, &e, &v));
	TRY(show_steps(c, &e, &v));
	TRY(show_acts(c, r, &e, &v));
	TRY(edition_before(c, &e, &before, &v.has_before));
	v.set = edition_label(c->arena, e.ruleset, e.number);
	v.span = span_words(c, e.starts, e.last);
	v.state = edition_tag(c, &e);
	v.disclosure = e.disclosure;
	v.hash = hex_text(c->arena, e.hash);
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_one), &v);
}

/* --- one that is built in -----------------------------------------------------------------------
 */

static const struct in_field FILE_FIELDS[] = {
	{.name = "file",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_rulebook_set,
         .offset = offsetof(struct builtin_in, file)},
};
const struct input builtin_query = {"RuleSetFile", sizeof(struct builtin_in), FILE_FIELDS, 1, 0};

enum err page_builtin(struct ctx *c, struct req *r, struct reply *w)
{
	const struct builtin_in *in = req_query(r);
	const struct rule_set *s = policy_book_sets(policy_builtin(NULL));
	struct view_rule_one v = {0};

	while (s && !str_eq(s->file, in->file))
		s = s->next;
	if (!s)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(show_set(c, s, &v));
	TRY(show_builtin_cases(c, s, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_one), &v);
}

/* --- the steps ----------------------------------------------------------------------------------
 */

enum err rule_step(struct ctx *c, struct req *r, step_fn run, struct edition_turn *ret_t)
{
	const struct turn_in *in = req_input(r);
	struct store_once once = req_once(r, NULL);
	struct edition_turn t = {.edition = {req_id(r, "edition")}, .until = DATE_NONE};

	if (in) {
		t.reason = in->reason;
		t.disclosure = in->disclosure;
		t.until = in->until;
	}
	TRY(run(c, &t, &once));
	*ret_t = t;
	return OK;
}

static enum err step(struct ctx *c, struct req *r, struct reply *w, step_fn run)
{
	struct edition_turn t;

	TRY(rule_step(c, r, run, &t));
	return reply_see(c, w, edition_path(c, t.edition, ""), T_people_saved);
}

enum err page_rule_submit(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_submit);
}

enum err page_rule_return(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_return);
}

enum err page_rule_approve(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_approve);
}

enum err page_rule_publish(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_publish);
}

enum err page_rule_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	return step(c, r, w, edition_withdraw);
}

enum err page_rule_file(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct edition e;
	struct str body;

	TRY(edition_get(c, id, &e));
	TRY(edition_body(c, id, &body));
	return reply_file(
		c, w,
		str_printf(c->arena, "%.*s-%lld.rules", STR_FMT(e.ruleset), (long long)e.number),
		"text/plain; charset=utf-8", body);
}

/* From a draft to a rule that holds, and out of force again. */
#include "base/jsonread.h"
#include "people/county.h"
#include "people/reach.h"
#include "rulebook/findings.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/rulebook.sql.h"

enum { REASON_MAX = 500, DISCLOSURE_MAX = 4000 };

/* Where the edition is after the step: what is told, and told again for the same key. */
static enum err life_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct life *l = arg;
	struct edition e;
	struct json j;

	TRY(edition_get(c, l->edition, &e));
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", e.id.v);
	json_kv_str(&j, "rule_set", e.ruleset);
	json_kv_i64(&j, "edition", e.number);
	json_kv_str(&j, "state", e.state);
	json_close(&j, '}');
	return OK;
}

static enum err answer_id(struct ctx *c, struct str answer, edition_id *ret_id)
{
	const struct jval *root;

	TRY(jread(c, answer, answer.n, &root));
	return jval_id(c, root, "id", &ret_id->v);
}

/* Runs once for its key. */
static enum err once_for(struct ctx *c, const struct verb *verb, struct life *l,
                         const struct store_once *once)
{
	struct store_once first = {.answer = life_answer};
	bool replayed;

	if (once) {
		first.key = once->key;
		first.body = once->body;
	}
	TRY(store_write_once(c, verb, l, &first, &l->answer, &replayed));
	return replayed ? answer_id(c, l->answer, &l->edition) : OK;
}

/* A step of an edition that is there. */
static enum err stepped(struct ctx *c, const struct verb *verb, struct life *l,
                        struct edition_turn *t, const struct store_once *once)
{
	l->edition = t->edition;
	l->turn = t;
	TRY(once_for(c, verb, l, once));
	t->answer = l->answer;
	return OK;
}

enum err step_put(struct ctx *c, const struct edition *e, const char *what, struct str reason)
{
	TRY(q_step_insert(c, e->id, env_next_id(c->env), str_of(what), c->actor.account, c->now,
	                  reason, NULL));
	return audit_put(c, what, "edition", e->id.v, e->county,
	                 str_printf(c->arena, "{\"ruleset\":\"%.*s\",\"number\":%lld}",
	                            STR_FMT(e->ruleset), (long long)e->number));
}

/* The edition, for an officer of its county. */
enum err edition_for_officer(struct ctx *c, edition_id id, struct edition *ret_e)
{
	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	return edition_get(c, id, ret_e);
}

/* A step only a person can take. */
static enum err person_required(struct ctx *c)
{
	return c->actor.account.v ? OK : fault_set(c, E_DENIED, "not_allowed", NULL);
}

enum err wrong_state(struct ctx *c, const struct edition *e)
{
	return fault_set(c, E_REFUSED, "rule_state",
	                 &(struct fault){.found = state_words(c->lang, e->state)});
}

struct str state_words(enum lang lang, struct str state)
{
	static const struct {
		const char *state;
		enum text_id text;
	} words[] = {
		{"draft", T_rulebook_draft},           {"review", T_rulebook_review},
		{"approved", T_rulebook_approved},     {"published", T_rulebook_published},
		{"superseded", T_rulebook_superseded}, {"withdrawn", T_rulebook_withdrawn},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(state, words[i].state))
			return text(lang, words[i].text);
	return state;
}

/* --- drafts ------------------------------------------------------------------------------------
 */

enum err rule_place_require(struct ctx *c, county_id county, const struct rule_set *s,
                            struct str place)
{
	struct county k;
	int64_t schools = 0;

	TRY(county_get(c, county, &k));
	if (!str_eq(place, k.code))
		TRY(q_place_school(c, county, place, &schools));
	if (str_eq(place, k.code) || schools)
		return OK;
	return fault_set(c, E_REFUSED, "rule_place_foreign",
	                 &(struct fault){.field = S("body"),
	                                 .found = str_printf(c->arena, "%.*s:%d:%d place %.*s",
	                                                     STR_FMT(s->file), s->place_at.line,
	                                                     s->place_at.column, STR_FMT(place)),
	                                 .allowed = k.code});
}

/* Live decisions follow the set the county chose and what that stands under, never the `under` of
 * its own documents: one that names another would be read one way here and hold another way there.
 */
static enum err under_require(struct ctx *c, county_id county, const struct rule_set *s)
{
	struct date today = ctx_today(c), day = s->from.day > today.day ? s->from : today;
	struct fault before = c->fault;
	struct rules rules;
	struct str *ids;
	enum err e;

	if (!str_some(s->under))
		return OK;
	e = rulebook_rules(c, county, ID_NONE(school_id), day, &rules);
	if (e ==
	    E_REFUSED) { /* nothing is in force there: whatever it is, nothing contradicts it */
		c->fault = before;
		return OK;
	}
	TRY(e);
	ids = NEW_N(c->arena, rules.n, struct str);
	if (!ids)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < rules.n; i++) {
		if (str_eq(rules.set[i]->id, s->under))
			return OK;
		ids[i] = rules.set[i]->id;
	}
	return fault_set(c, E_REFUSED, "rule_under_foreign",
	                 &(struct fault){.field = S("body"),
	                                 .found = str_printf(c->arena, "%.*s:%d:%d under %.*s",
	                                                     STR_FMT(s->file), s->under_at.line,
	                                                     s->under_at.column, STR_FMT(s->under)),
	                                 .allowed = str_join(c->arena, ids, rules.n, S(" | "))});
}

static enum err draft_fresh(struct ctx *c, struct life *l, int64_t number)
{
	const struct rule_set *s = l->read.set;
	struct str level = str_of(LEVEL_WORDS.v[s->level]);

	l->edition = (edition_id){env_next_id(c->env)};
	return q_edition_insert(c, l->edition, l->county, s->id, number, s->title, s->number, level,
	                        l->read.place, s->from, s->to, l->read.known, l->read.body,
	                        BYTES(l->read.hash), c->actor.account, NULL);
}

static enum err draft_again(struct ctx *c, struct life *l)
{
	const struct rule_set *s = l->read.set;
	struct str level = str_of(LEVEL_WORDS.v[s->level]);
	int64_t changed;

	TRY(q_edition_rewrite(c, l->edition, s->title, s->number, level, l->read.place, s->from,
	                      s->to, l->read.known, l->read.body, BYTES(l->read.hash),
	                      c->actor.account, &changed));
	return changed ? OK : fault_broken(c, "a draft that is none");
}

/* Somebody's work does not go because another file has the same id. */
static enum err draft_exists(struct ctx *c, edition_id id)
{
	struct str part[3];
	struct edition e;

	TRY(edition_get(c, id, &e));
	part[0] = edition_label(c->arena, e.ruleset, e.number);
	part[1] = e.title;
	TRY(person_name(c, e.drafter, &part[2]));
	return fault_set(
		c, E_CONFLICT, "rule_draft_exists",
		&(struct fault){.field = S("replace"),
	                        .found = text_fill(c->arena, c->lang,
	                                           str_some(part[2]) ? T_rulebook_draft_of
	                                                             : T_rulebook_draft_named,
	                                           part, 3)});
}

/* Which edition the text belongs to: the open draft of its set, else the next number. */
static enum err draft_find(struct ctx *c, struct life *l, bool *ret_same)
{
	const struct rule_set *s = l->read.set;
	struct q_edition_newest_row newest = {0};
	bool found = false;

	*ret_same = false;
	TRY(q_edition_newest(c, l->county, s->id, &newest, &found));
	if (l->edition.v && (!found || newest.id.v != l->edition.v)) {
		struct edition e;

		TRY(edition_get(c, l->edition, &e));
		return fault_input(c, "rule_set_renamed", S("body"), s->id, e.ruleset);
	}
	if (found && (str_is(newest.state, "review") || str_is(newest.state, "approved")))
		return wrong_state(c, &(struct edition){.state = newest.state});
	if (!found || !str_is(newest.state, "draft"))
		return l->edition.v ? wrong_state(c, &(struct edition){.state = newest.state})
		                    : draft_fresh(c, l, found ? newest.number + 1 : 1);
	if (str_some(l->seen) && !str_eq(l->seen, hex_text(c->arena, newest.hash)))
		return fault_set(c, E_CONFLICT, "rule_draft_moved", NULL);
	*ret_same = str_eq(newest.hash, BYTES(l->read.hash));
	if (!l->edition.v && !*ret_same && !l->replaces)
		return draft_exists(c, newest.id);
	l->edition = newest.id;
	return *ret_same ? OK : draft_again(c, l);
}

static enum err draft_run(struct ctx *c, void *arg)
{
	struct life *l = arg;
	struct edition e;
	bool same;

	TRY(officer_county(c, l->asked, &l->county));
	TRY(rule_place_require(c, l->county, l->read.set, l->read.place));
	TRY(under_require(c, l->county, l->read.set));
	l->edition = l->named;
	TRY(draft_find(c, l, &same));
	if (same) /* nothing to write down */
		return OK;
	TRY(edition_get(c, l->edition, &e));
	return step_put(c, &e, "drafted", STR_NONE);
}

static enum err reach_draft(struct ctx *c, edition_id id)
{
	struct edition e;
	enum err err;

	TRY(store_read_begin(c));
	err = edition_for_officer(c, id, &e);
	store_read_end(c);
	return err;
}

enum err edition_draft_put(struct ctx *c, struct edition_draft *d, const struct store_once *once)
{
	static const struct verb verb = {"rulebook.draft", draft_run};
	struct life l = {
		.asked = d->county, .named = d->edition, .seen = d->seen, .replaces = d->replaces};

	if (d->edition.v) /* out of reach is absent, whatever the text says */
		TRY(reach_draft(c, d->edition));
	TRY(edition_read_canonical(c, d->file, d->body, &l.read));
	TRY(once_for(c, &verb, &l, once));
	d->result = l.edition;
	d->answer = l.answer;
	return OK;
}

/* --- review ------------------------------------------------------------------------------------
 */

static enum err turn(struct ctx *c, struct life *l, const char *from, const char *to,
                     const char *what, struct str reason)
{
	int64_t changed;
	struct edition e;

	TRY(edition_for_officer(c, l->edition, &e));
	TRY(person_required(c));
	TRY(q_edition_state_set(c, e.id, str_of(from), str_of(to), &changed));
	if (!changed)
		return wrong_state(c, &e);
	return step_put(c, &e, what, reason);
}

static enum err submit_run(struct ctx *c, void *arg)
{
	struct life *l = arg;
	struct edition e;

	TRY(edition_for_officer(c, l->edition, &e));
	if (l->tried && !str_eq(e.hash, l->tried_hash))
		return fault_set(c, E_CONFLICT, "rule_draft_moved", NULL);
	return turn(c, l, "draft", "review", "submitted", STR_NONE);
}

/* R1: a document nobody has worked an example of has been read by nobody. */
static enum err cases_required(struct ctx *c, const struct edition *e)
{
	struct edition_text t;
	struct str body;

	TRY(edition_body(c, e->id, &body));
	TRY(edition_read(c, body, &t));
	return t.set->n_cases ? OK
	                      : fault_set(c, E_REFUSED, "case_missing",
	                                  &(struct fault){.field = S("body"), .found = e->ruleset});
}

/* On the caller's thread: whether the draft could stand beside the county's other sets. Its cases
 * run at publication, when the set has been read by two. */
static enum err findings_none(struct ctx *c, struct life *l)
{
	struct finding *v;
	struct edition e;
	size_t n;

	TRY(edition_for_officer(c, l->edition, &e));
	if (!str_is(e.state, "draft"))
		return OK; /* the verb says why not, or that it is done already */
	TRY(edition_findings(c, &e, &v, &n));
	if (n)
		return findings_refuse(c, v, n);
	TRY(cases_required(c, &e));
	l->tried = true;
	l->tried_hash = e.hash;
	return OK;
}

enum err edition_submit(struct ctx *c, struct edition_turn *t, const struct store_once *once)
{
	static const struct verb verb = {"rulebook.submit", submit_run};
	struct life l = {.edition = t->edition};
	enum err e;

	TRY(store_read_begin(c));
	e = findings_none(c, &l);
	store_read_end(c);
	TRY(e);
	return stepped(c, &verb, &l, t, once);
}

static enum err return_run(struct ctx *c, void *arg)
{
	struct life *l = arg;
	struct edition e;
	struct str reason;

	TRY(said_text(c, S("reason"), l->turn->reason, REASON_MAX, &reason));
	TRY(edition_for_officer(c, l->edition, &e));
	return turn(c, l, str_is(e.state, "approved") ? "approved" : "review", "draft", "returned",
	            reason);
}

enum err edition_return(struct ctx *c, struct edition_turn *t, const struct store_once *once)
{
	static const struct verb verb = {"rulebook.return", return_run};
	struct life l = {0};

	return stepped(c, &verb, &l, t, once);
}

/* Neither who wrote it last nor who handed it in. */
static enum err second_person(struct ctx *c, const struct edition *e)
{
	account_id submitter = {0};
	struct str name;
	bool found = false;

	TRY(q_step_submitter(c, e->id, &submitter, &found));
	if (c->actor.account.v != e->drafter.v && c->actor.account.v != submitter.v)
		return OK;
	TRY(person_name(c, c->actor.account, &name));
	return fault_set(c, E_REFUSED, "own_submission", &(struct fault){.found = name});
}

static enum err approve_run(struct ctx *c, void *arg)
{
	struct life *l = arg;
	struct edition e;
	int64_t changed;

	TRY(edition_for_officer(c, l->edition, &e));
	TRY(person_required(c));
	if (!str_is(e.state, "review"))
		return wrong_state(c, &e);
	TRY(second_person(c, &e));
	TRY(q_edition_approve(c, e.id, c->actor.account, &changed));
	if (!changed)
		return wrong_state(c, &e);
	return step_put(c, &e, "approved", STR_NONE);
}

enum err edition_approve(struct ctx *c, struct edition_turn *t, const struct store_once *once)
{
	static const struct verb verb = {"rulebook.approve", approve_run};
	struct life l = {0};

	return stepped(c, &verb, &l, t, once);
}

/* --- publication -------------------------------------------------------------------------------
 */

static enum err supersede(struct ctx *c, const struct edition *e)
{
	struct q_edition_superseded_row *old;
	size_t n;

	TRY(q_edition_superseded(c, e->county, e->ruleset, e->number, e->starts, &old, &n));
	for (size_t i = 0; i < n; i++) {
		struct edition before;

		TRY(edition_get(c, old[i].id, &before));
		TRY(q_edition_supersede(c, old[i].id, e->id, NULL));
		TRY(step_put(c, &before, "superseded",
		             edition_label(c->arena, e->ruleset, e->number)));
	}
	return OK;
}

static enum err publish_run(struct ctx *c, void *arg)
{
	struct life *l = arg;
	struct str disclosure;
	struct edition e;
	int64_t version, changed;

	TRY(edition_for_officer(c, l->edition, &e));
	TRY(person_required(c));
	if (str_is(e.state, "draft") || str_is(e.state, "review"))
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.found = state_words(c->lang, e.state)});
	if (!str_is(e.state, "approved"))
		return wrong_state(c, &e);
	TRY(said_text(c, S("disclosure"), l->turn->disclosure, DISCLOSURE_MAX, &disclosure));
	TRY(rulebook_version(c, e.county, &version));
	if (!l->tried || version != l->version)
		return fault_set(c, E_CONFLICT, "rule_book_moved", NULL);
	TRY(q_edition_publish(c, e.id, c->now, disclosure, l->tried_hash, &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "rule_book_moved", NULL);
	TRY(supersede(c, &e));
	TRY(book_changed(c, e.county));
	return step_put(c, &e, "published", STR_NONE);
}

/* What the verb must not do on the writer's thread: the whole book is composed with the new edition
 * in it, checked, and every case of the county's own sets runs. */
static enum err trial(struct ctx *c, struct life *l)
{
	struct edition e;

	TRY(edition_get(c, l->edition, &e));
	if (!str_is(e.state, "approved"))
		return OK; /* the verb says why not, or that it is done already */
	TRY(rulebook_version(c, e.county, &l->version));
	TRY(edition_trial(c, &e));
	l->tried = true;
	l->tried_hash = e.hash;
	return OK;
}

enum err edition_publish(struct ctx *c, struct edition_turn *t, const struct store_once *once)
{
	static const struct verb verb = {"rulebook.publish", publish_run};
	struct life l = {.edition = t->edition};
	enum err e;

	TRY(store_read_begin(c));
	e = trial(c, &l);
	store_read_end(c);
	TRY(e);
	return stepped(c, &verb, &l, t, once);
}

/* --- withdrawal --------------------------------------------------------------------------------
 */

static enum err withdraw_run(struct ctx *c, void *arg)
{
	struct life *l = arg;
	struct date until = l->turn->until;
	struct str reason;
	struct edition e;
	int64_t version, changed;

	TRY(said_text(c, S("reason"), l->turn->reason, REASON_MAX, &reason));
	TRY(edition_for_officer(c, l->edition, &e));
	TRY(person_required(c));
	if (!str_is(e.state, "published"))
		return wrong_state(c, &e);
	if (date_some(until) && until.day < e.starts.day)
		return fault_input(
			c, NULL, S("until"), date_text(c->arena, until),
			str_printf(c->arena, "%.*s ..", STR_FMT(date_text(c->arena, e.starts))));
	TRY(rulebook_version(c, e.county, &version));
	if (!l->tried || version != l->version)
		return fault_set(c, E_CONFLICT, "rule_book_moved", NULL);
	TRY(q_edition_withdraw(c, e.id, ctx_today(c), c->now, until, &changed));
	if (!changed)
		return wrong_state(c, &e);
	if (!date_some(until))
		TRY(q_edition_restore(c, e.id, NULL));
	TRY(book_changed(c, e.county));
	return step_put(c, &e, "withdrawn", reason);
}

/* On the caller's thread: what is left has to stand together, on every day. What stood under it, or
 * begins again where it took over, may not. */
static enum err without(struct ctx *c, struct life *l, struct date until)
{
	struct edition e;
	enum err err;

	TRY(edition_for_officer(c, l->edition, &e));
	if (!str_is(e.state, "published"))
		return OK; /* the verb says why not, or that it is done already */
	TRY(rulebook_version(c, e.county, &l->version));
	err = edition_trial_without(c, &e, until);
	if (err == E_REFUSED)
		return fault_set(c, E_REFUSED, "rule_needed",
		                 &(struct fault){.found = c->fault.found});
	l->tried = err == OK;
	return err;
}

enum err edition_withdraw(struct ctx *c, struct edition_turn *t, const struct store_once *once)
{
	static const struct verb verb = {"rulebook.withdraw", withdraw_run};
	struct life l = {.edition = t->edition};
	enum err e;

	TRY(store_read_begin(c));
	e = without(c, &l, t->until);
	store_read_end(c);
	TRY(e);
	return stepped(c, &verb, &l, t, once);
}

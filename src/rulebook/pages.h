/* The handlers of this room and the inputs they read; routes.c lists them. */
#ifndef RULEBOOK_PAGES_H
#define RULEBOOK_PAGES_H

#include "people/desk.h"
#include "rulebook/edition.h"
#include "rulebook/rulebook.h"

#define RULE_BYTES ((int64_t)4 << 20) /* a form of a text of 1 MiB, every byte of it escaped */

struct rules_in {
	struct list_query list;
	struct str phase;
};
struct base_in {
	struct str ruleset, reason;
	struct date starts;
	bool gaps_known;
};
extern const struct input rules_query, base_input;
enum err page_rules(struct ctx *c, struct req *r, struct reply *w);
enum err page_rules_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_base(struct ctx *c, struct req *r, struct reply *w);

struct region_in {
	struct str region, reason;
};
extern const struct input region_input;
enum err page_region_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_region(struct ctx *c, struct req *r, struct reply *w);
enum err page_region_change(struct ctx *c, struct req *r, struct reply *w);
enum err api_region_change(struct ctx *c, struct req *r, struct reply *w);

struct turn_in {
	struct str reason, disclosure;
	struct date until;
};
extern const struct input turn_reason_input, turn_publish_input, turn_withdraw_input;
/* One step of an edition's life with what the form or the JSON says; for pages and API alike. */
typedef enum err (*step_fn)(struct ctx *c, struct edition_turn *t, const struct store_once *once);
enum err rule_step(struct ctx *c, struct req *r, step_fn run, struct edition_turn *ret_t);
enum err page_rule(struct ctx *c, struct req *r, struct reply *w);
enum err page_rule_submit(struct ctx *c, struct req *r, struct reply *w);
enum err page_rule_return(struct ctx *c, struct req *r, struct reply *w);
enum err page_rule_approve(struct ctx *c, struct req *r, struct reply *w);
enum err page_rule_publish(struct ctx *c, struct req *r, struct reply *w);
enum err page_rule_withdraw(struct ctx *c, struct req *r, struct reply *w);
enum err page_rule_file(struct ctx *c, struct req *r, struct reply *w);

struct builtin_in {
	struct str file;
};
extern const struct input builtin_query;
enum err page_builtin(struct ctx *c, struct req *r, struct reply *w);

/* --- the editor --------------------------------------------------------------------------------
 */

struct draft_in {
	struct str body, seen;
	bool replace;
	struct in_file file;
};
struct head_in {
	struct str id, title, number, issuer, level, place, under, issued, seen, comment, end;
	struct date known, from, to;
};
extern const struct input head_input;
/* The inputs of a document's head: with what the set says; NULL: a new one of the county. */
enum err head_fields(struct ctx *c, struct req *r, const struct rule_set *s,
                     struct view_part_field **ret_v, size_t *ret_n);
enum err page_head(struct ctx *c, struct req *r, struct reply *w);
enum err page_head_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_head_new(struct ctx *c, struct req *r, struct reply *w);
struct sample_asked {
	int64_t sample; /* the county's own, or */
	int64_t made;   /* the one so far down those the document makes, from 1 */
};
struct statement_asked {
	struct sample_asked from; /* a new case: what a sample pupil came out as */
	int64_t line;             /* where it begins; 0: a new one */
	struct str type;          /* of a new one */
};
struct statement_in {
	struct str act, seen, text, as;
};
extern const struct input draft_input, statement_query, statement_input;
enum err page_draft_new(struct ctx *c, struct req *r, struct reply *w);
enum err page_draft_post(struct ctx *c, struct req *r, struct reply *w);
enum err page_draft(struct ctx *c, struct req *r, struct reply *w);
enum err page_draft_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_statement(struct ctx *c, struct req *r, struct reply *w);
enum err page_statement_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_preview(struct ctx *c, struct req *r, struct reply *w);
enum err page_preview_sheet(struct ctx *c, struct req *r, struct reply *w);
extern const struct input sample_query;
enum err page_sample(struct ctx *c, struct req *r, struct reply *w);
enum err page_sample_save(struct ctx *c, struct req *r, struct reply *w);
/* The lines of the sample a link names; none: it names none. E_ABSENT. */
enum err sample_asked_for(struct ctx *c, const struct edition *e, const struct sample_asked *asked,
                          struct str *ret_body);
enum err page_diff(struct ctx *c, struct req *r, struct reply *w);

/* --- decisions, and what everybody may read ----------------------------------------------------
 */

struct question_in {
	struct str set, question;
};
struct decide_in {
	struct str ruleset, question, answer, decided_by, why;
	struct date starts, decided;
};
extern const struct input question_query, decide_input;
enum err page_decisions(struct ctx *c, struct req *r, struct reply *w);
enum err page_decide(struct ctx *c, struct req *r, struct reply *w);
enum err api_decisions(struct ctx *c, struct req *r, struct reply *w);
enum err api_decide(struct ctx *c, struct req *r, struct reply *w);
struct public_in {
	struct date on; /* none: today */
};
extern const struct input public_query;
enum err page_public_counties(struct ctx *c, struct req *r, struct reply *w);
enum err page_public(struct ctx *c, struct req *r, struct reply *w);

/* On top of a refused form: what was found is said too, for a text the place and the word. */
struct view_part_errors rule_errors(struct ctx *c, const struct req *r);

/* What the forms of a draft offer beside the vocabulary: its own names, those above it, the
 * county's schools. */
struct form_names;
enum err draft_names(struct ctx *c, const struct rule_set *s, struct form_names *ret_n);

/* What a draft would be refused for when it is submitted; empty when nothing is. */
enum err show_findings(struct ctx *c, const struct edition *e, struct view_part_errors *ret_v);

/* Tag of a state, and of a phase on the list. */
struct view_part_tag edition_tag(struct ctx *c, const struct edition *e);
/* "2026-09-01 .. 2027-08-31", open without an end. */
struct str span_words(struct ctx *c, struct date from, struct date to);
struct str edition_path(struct ctx *c, edition_id id, const char *more);

/* --- the API ------------------------------------------------------------------------------------
 */

struct api_sets_in {
	struct str county;
	struct date on, known_on;
};
struct api_text_in {
	struct str text;
	bool replace;
};
extern const struct answer sets_answer, edition_answer, state_answer, decisions_answer,
	decided_answer, region_told;
struct api_sample_in {
	int64_t id;
	struct str text;
};
extern const struct answer samples_answer, sample_answer;
extern const struct input api_sample_input;
enum err api_samples(struct ctx *c, struct req *r, struct reply *w);
enum err api_sample_put(struct ctx *c, struct req *r, struct reply *w);
enum err api_sample_drop(struct ctx *c, struct req *r, struct reply *w);
extern const struct input api_sets_query, api_text_input;
enum err api_sets(struct ctx *c, struct req *r, struct reply *w);
enum err api_set(struct ctx *c, struct req *r, struct reply *w);
enum err api_set_draft(struct ctx *c, struct req *r, struct reply *w);
enum err api_set_submit(struct ctx *c, struct req *r, struct reply *w);
enum err api_set_return(struct ctx *c, struct req *r, struct reply *w);
enum err api_set_approve(struct ctx *c, struct req *r, struct reply *w);
enum err api_set_publish(struct ctx *c, struct req *r, struct reply *w);
enum err api_set_withdraw(struct ctx *c, struct req *r, struct reply *w);

#endif

/* Two officers of the county, and a rule set brought to any state. Include after "kit_people.h". */
#ifndef TESTS_RULEBOOK_WORLD_H
#define TESTS_RULEBOOK_WORLD_H

#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "texts.h"

static inline struct actor second_officer(struct ctx *c, const struct kit_people *w)
{
	struct officer_new in = {.county = w->county,
	                         .name = S("县教体局审核人"),
	                         .login = S("county2"),
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};

	c->actor = w->city;
	kit_do(c, &officer_add_verb, &in);
	return kit_actor(c, "county2", ROLE_COUNTY, w->county);
}

static inline void as(struct ctx *c, const struct actor *who)
{
	if (c->tx)
		store_read_end(c);
	c->actor = *who;
	c->fault = (struct fault){0};
}

static inline enum err draft(struct ctx *c, const struct actor *who, struct str body,
                             edition_id *ret_id)
{
	struct edition_draft d = {.body = body, .replaces = true};
	enum err e;

	as(c, who);
	e = edition_draft_put(c, &d, NULL);
	*ret_id = d.result;
	return e;
}

typedef enum err (*life_step)(struct ctx *c, struct edition_turn *t, const struct store_once *once);

static inline enum err step_as(struct ctx *c, const struct actor *who, life_step run,
                               struct edition_turn t)
{
	as(c, who);
	return run(c, &t, NULL);
}

static inline struct edition_turn turn_of(edition_id id)
{
	return (struct edition_turn){.edition = id,
	                             .disclosure = S("公示:从本学期起"),
	                             .reason = S("条款有误"),
	                             .until = DATE_NONE};
}

/* Succeeds, or the test says what was refused. */
static inline void done(struct ctx *c, enum err e)
{
	if (e != OK)
		fail_msg("%s %s %s %.*s %.*s", err_name(e), c->fault.code ? c->fault.code : "",
		         c->broken ? c->broken : "", STR_FMT(c->fault.field),
		         STR_FMT(c->fault.found));
}

/* A text that is about something else gets the one case every set has to have: what RS0 forbids,
 * a set under it forbids too. */
static inline struct str with_case(struct ctx *c, struct str body)
{
	size_t at;

	return str_find(body, S("\ncase "), &at)
	               ? body
	               : str_printf(c->arena,
	                            "%.*s\ncase act \"强制参加\"\n  given act force_enrolment\n"
	                            "  expect outcome forbidden_by_rule\n",
	                            STR_FMT(body));
}

/* Drafted and submitted by one, approved by the other, published by the first. */
static inline edition_id published(struct ctx *c, const struct actor *one,
                                   const struct actor *other, struct str body)
{
	edition_id id;

	done(c, draft(c, one, with_case(c, body), &id));
	done(c, step_as(c, one, edition_submit, turn_of(id)));
	done(c, step_as(c, other, edition_approve, turn_of(id)));
	done(c, step_as(c, one, edition_publish, turn_of(id)));
	return id;
}

static inline struct date on_day(int32_t y, int32_t m, int32_t d)
{
	struct date out;

	assert_true(date_of(y, m, d, &out));
	return out;
}

/* What the county pays a participant on a day, in fen; -1: no rule. */
static inline int64_t rate_known(struct ctx *c, const struct kit_people *w, struct date as_of,
                                 struct instant known)
{
	const struct rule *rule = NULL;
	struct rules rules;

	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules_known(c, w->county, w->a1, as_of, known, &rules));
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	return rule ? rule->value.money.fen : -1;
}

static inline int64_t rate_on(struct ctx *c, const struct kit_people *w, struct date as_of)
{
	return rate_known(c, w, as_of, INSTANT_LATEST);
}

#endif

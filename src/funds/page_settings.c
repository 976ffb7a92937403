/* A county's settings: who counts as a participant, and what either answer comes to (R29, D2). */
#include "funds/guarantee.h"
#include "funds/pages.h"
#include "funds/settings.html.h"
#include "people/county.h"
#include "people/pages.h"

#define HERE "/county/settings"

static const struct in_field FIELDS[] = {
	{.name = "participant",
         .type = IN_CHOICE,
         .required = true,
         .choices = COUNTY_PARTICIPANTS,
         .label = T_people_participant,
         .offset = offsetof(struct settings_in, participant)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct settings_in, reason)},
};
const struct input settings_input = {"CountySettings", sizeof(struct settings_in), FIELDS, 2, 0};

/* The two counts of the term beside each other, to the fen. */
static enum err both_ways(struct ctx *c, const struct county *k, struct view_settings *v)
{
	struct guarantee *each, sum;
	struct term t;
	size_t n;

	TRY(term_current(c, k->id, &t, &v->has_term));
	if (!v->has_term)
		return OK;
	TRY(guarantee_of_county(c, k->id, &t, STR_NONE, &each, &n, &sum));
	v->term = t.name;
	v->received = sum.received;
	v->row = NEW_N(c->arena, 2, struct view_settings_row);
	if (!v->row)
		return fault_broken(c, "arena");
	v->row_n = 2;
	v->row[0] = (struct view_settings_row){.who = T_people_attended_once,
	                                       .pupils = sum.count.attended,
	                                       .required = sum.answer.required_attended};
	v->row[1] = (struct view_settings_row){.who = T_people_enrolled_census,
	                                       .pupils = sum.count.census,
	                                       .required = sum.answer.required_enrolled};
	for (size_t i = 0; i < 2; i++)
		v->row[i].now = str_is(k->participant, COUNTY_PARTICIPANTS[i]);
	return OK;
}

enum err page_settings(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_settings v = {.action = S(HERE), .errors = page_errors(c, r)};
	struct county k;

	TRY(county_get(c, c->actor.county, &k));
	TRY(both_ways(c, &k, &v));
	v.county = k.name;
	v.ruleset = k.ruleset;
	v.field = NEW_N(c->arena, 2, struct view_part_field);
	if (!v.field)
		return fault_broken(c, "arena");
	v.field_n = 2;
	v.field[0] = page_field(c, r, &settings_input, "participant", "radio", k.participant);
	participant_choices(c, &v.field[0]);
	v.field[1] = page_field(c, r, &settings_input, "reason", "text", STR_NONE);
	v.field[1].hint = text(c->lang, T_funds_settings_reason);
	return reply_page(c, w, LAYOUT_STAFF, T_funds_settings, RENDER(render_settings), &v);
}

enum err page_settings_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct settings_in *in = req_input(r);
	struct county_participant a = {.participant = in->participant, .reason = in->reason};

	return form_verb(c, r, w, &county_participant_verb, &a, S(HERE), T_people_saved);
}

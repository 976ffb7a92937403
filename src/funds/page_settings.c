/* A county's settings: who counts as a participant, and what either answer comes to (R29, D2). */
#include "funds/guarantee.h"
#include "funds/pages.h"
#include "funds/settings.html.h"
#include "money/approval.h"
#include "people/county.h"
#include "people/pages.h"
#include "rulebook/rulebook.h"
#include "web/listing.h"

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

/* The kinds a county may let go without a second person while they are small. */
static const char *const LIMITED[] = {
	"refund", "payout", "spending", "bill_adjustment", "statement_withdrawal", NULL};

static const struct in_field LIMIT_FIELDS[] = {
	{.name = "kind",
         .type = IN_CHOICE,
         .required = true,
         .choices = LIMITED,
         .words = "approval.",
         .label = T_approval_kind,
         .offset = offsetof(struct limit_in, kind)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_approval_limit,
         .offset = offsetof(struct limit_in, amount)},
	{.name = "limit_reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct limit_in, limit_reason)},
};
const struct input limit_input = {"ApprovalLimit", sizeof(struct limit_in), LIMIT_FIELDS, 3, 0};

enum { LIMITED_N = sizeof LIMITED / sizeof *LIMITED - 1 };

/* From which amount on a second person decides, by kind: what the page and its export both say. */
static enum err limits_load(struct ctx *c, struct view_settings_limit **ret_v)
{
	struct view_settings_limit *v = NEW_N(c->arena, LIMITED_N, struct view_settings_limit);
	struct money limit[APPROVAL_KINDS];

	TRY(approval_limits(c, c->actor.county, limit));
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < LIMITED_N; i++) {
		enum approval_kind k = 0;

		approval_kind_parse(str_of(LIMITED[i]), &k);
		v[i] = (struct view_settings_limit){approval_kind_def(k)->label, limit[k],
		                                    limit[k].fen == 0};
	}
	*ret_v = v;
	return OK;
}

/* Those limits, and the form that changes them (R71). */
static enum err limits_part(struct ctx *c, struct req *r, struct view_settings *v)
{
	struct desk_choice choice[LIMITED_N];

	TRY(limits_load(c, &v->limit));
	v->limit_field = NEW_N(c->arena, 3, struct view_part_field);
	if (!v->limit_field)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < LIMITED_N; i++)
		choice[i] =
			(struct desk_choice){str_of(LIMITED[i]), text(c->lang, v->limit[i].kind)};
	v->limit_n = LIMITED_N;
	v->limit_field_n = 3;
	v->limit_field[0] = page_field(c, r, &limit_input, "kind", "select", STR_NONE);
	desk_choices(c, &v->limit_field[0], choice, LIMITED_N);
	v->limit_field[1] = page_field(c, r, &limit_input, "amount", "number", STR_NONE);
	v->limit_field[1].hint = text(c->lang, T_approval_limit_hint);
	v->limit_field[2] = page_field(c, r, &limit_input, "limit_reason", "text", STR_NONE);
	v->limit_action = S(HERE "/limits");
	v->limit_export = S(HERE "/limits/export.xlsx");
	v->limit_export_csv = listing_csv(c->arena, v->limit_export);
	return OK;
}

static enum err limits_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_approval_kind, false}, {T_approval_limit, true}};
	struct view_settings_limit *v;
	struct desk d;

	TRY(limits_load(c, &v));
	TRY(desk_new(c, T_approval_limits, cols, 2, LIMITED_N, &d));
	for (size_t i = 0; i < LIMITED_N; i++) {
		desk_put(&d, i, 0, text(c->lang, v[i].kind));
		if (v[i].always)
			desk_put(&d, i, 1, text(c->lang, T_approval_always));
		else
			desk_money(&d, i, 1, v[i].amount);
	}
	*ret_d = d;
	return OK;
}

enum err page_limits_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(limits_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_limit_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct limit_in *in = req_input(r);
	struct approval_limit_set a = {.amount = in->amount, .reason = in->limit_reason};

	if (!approval_kind_parse(in->kind, &a.kind))
		return fault_input(c, NULL, S("kind"), in->kind, STR_NONE);
	return form_verb(c, r, w, &approval_limit_verb, &a, S(HERE), T_people_saved);
}

/* What the documents of the term say, in words and to the fen. */
static enum err by_rule(struct ctx *c, const struct county *k, const struct term *t,
                        const struct guarantee *sum, struct view_settings_row *ret_row)
{
	const struct rule *rate = sum->answer.rule;
	struct guarantee g = {.by = BY_RULE};
	struct money required = FEN(0);
	struct rules rules;
	bool stated;

	TRY(rulebook_rules(c, k->id, ID_NONE(school_id), term_rules_day(c, t), &rules));
	TRY(participants_stated(c, &rules, &g.who, &stated));
	if (rate && !money_mul(rate->value.money, sum->count.by_rule, &required))
		return fault_broken(c, "guarantee sum");
	*ret_row = (struct view_settings_row){.who = stated ? guarantee_who(c, &g)
	                                                    : text(c->lang, T_funds_by_none),
	                                      .pupils = sum->count.by_rule,
	                                      .required = required};
	return OK;
}

/* The counts of the term beside each other, to the fen. */
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
	v->row = NEW_N(c->arena, 3, struct view_settings_row);
	if (!v->row)
		return fault_broken(c, "arena");
	TRY(by_rule(c, k, &t, &sum, &v->row[0]));
	v->row_n = 3;
	v->row[1] = (struct view_settings_row){.who = text(c->lang, T_people_attended_once),
	                                       .pupils = sum.count.attended,
	                                       .required = sum.answer.required_attended};
	v->row[2] = (struct view_settings_row){.who = text(c->lang, T_people_enrolled_census),
	                                       .pupils = sum.count.census,
	                                       .required = sum.answer.required_enrolled};
	for (size_t i = 0; i < 3; i++)
		v->row[i].now = str_is(k->participant, COUNTY_PARTICIPANTS[i]);
	return OK;
}

enum err page_settings(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_settings v = {.action = S(HERE), .errors = page_errors(c, r)};
	struct county k;

	TRY(county_get(c, c->actor.county, &k));
	TRY(both_ways(c, &k, &v));
	TRY(limits_part(c, r, &v));
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

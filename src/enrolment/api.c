/* The API of enrolment: the routes of the same verbs. */
#include "enrolment/pages.h"

#include "people/school.h"

struct offerings_in {
	struct list_query list;
	school_id school;
	term_id term;
	pupil_id pupil;
};
static const struct in_field OFFERINGS_FIELDS[] = {
	LIST_FIELDS(struct offerings_in),
	{.name = "school",
         .type = IN_ID,
         .label = T_enrol_school,
         .offset = offsetof(struct offerings_in, school)},
	{.name = "term",
         .type = IN_ID,
         .label = T_enrol_term,
         .offset = offsetof(struct offerings_in, term)},
	{.name = "pupil",
         .type = IN_ID,
         .label = T_enrol_pupil,
         .offset = offsetof(struct offerings_in, pupil)},
};
const struct input offerings_query = {"OfferingsQuery", sizeof(struct offerings_in),
                                      OFFERINGS_FIELDS,
                                      sizeof(OFFERINGS_FIELDS) / sizeof(OFFERINGS_FIELDS[0]), 0};

struct enrolments_in {
	pupil_id pupil;
	term_id term;
};
static const struct in_field ENROLMENTS_FIELDS[] = {
	{.name = "pupil",
         .type = IN_ID,
         .required = true,
         .label = T_enrol_pupil,
         .offset = offsetof(struct enrolments_in, pupil)},
	{.name = "term",
         .type = IN_ID,
         .label = T_enrol_term,
         .offset = offsetof(struct enrolments_in, term)},
};
const struct input enrolments_query = {"EnrolmentsQuery", sizeof(struct enrolments_in),
                                       ENROLMENTS_FIELDS, 2, 0};

struct create_in {
	pupil_id pupil;
	offering_id offering;
	agreement_id agreement;
	bool self_purchase;
};
static const struct in_field CREATE_FIELDS[] = {
	{.name = "pupil",
         .type = IN_ID,
         .required = true,
         .label = T_enrol_pupil,
         .offset = offsetof(struct create_in, pupil)},
	{.name = "offering",
         .type = IN_ID,
         .required = true,
         .label = T_enrol_offering,
         .offset = offsetof(struct create_in, offering)},
	{.name = "agreement",
         .type = IN_ID,
         .label = T_enrol_agreement,
         .offset = offsetof(struct create_in, agreement)},
	{.name = "self_purchase",
         .type = IN_BOOL,
         .label = T_enrol_self_purchase,
         .offset = offsetof(struct create_in, self_purchase)},
};
const struct input enrolment_create_input = {"EnrolmentCreate", sizeof(struct create_in),
                                             CREATE_FIELDS, 4, 0};

struct api_answer_in {
	struct str answer;
	agreement_id agreement;
	bool self_purchase;
};
static const char *const ANSWERS[] = {"yes", "no", NULL};
static const struct in_field ANSWER_FIELDS[] = {
	{.name = "answer",
         .type = IN_CHOICE,
         .required = true,
         .label = T_enrol_answer,
         .choices = ANSWERS,
         .offset = offsetof(struct api_answer_in, answer)},
	{.name = "agreement",
         .type = IN_ID,
         .label = T_enrol_agreement,
         .offset = offsetof(struct api_answer_in, agreement)},
	{.name = "self_purchase",
         .type = IN_BOOL,
         .label = T_enrol_self_purchase,
         .offset = offsetof(struct api_answer_in, self_purchase)},
};
const struct input application_answer_input = {"ApplicationAnswer", sizeof(struct api_answer_in),
                                               ANSWER_FIELDS, 3, 0};

/* --- offerings -------------------------------------------------------------------------------- */

static void slots_json(struct ctx *c, struct json *j, const struct offering_view *v)
{
	json_key(j, "slots");
	json_open(j, '[');
	for (size_t i = 0; i < v->slot_n; i++) {
		json_open(j, '{');
		json_kv_i64(j, "weekday", v->slot[i].weekday);
		json_kv_str(j, "starts", time_text(c->arena, v->slot[i].starts));
		json_kv_str(j, "ends", time_text(c->arena, v->slot[i].ends));
		json_close(j, '}');
	}
	json_close(j, ']');
}

void refusals_json(struct ctx *c, struct json *j, const struct refusal_note *v, size_t n)
{
	json_key(j, "refusals");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		const struct refusal_note *no = &v[i];
		const struct fault_text *f = fault_lookup(no->code);

		json_open(j, '{');
		json_kv_str(j, "code", str_of(no->code));
		json_kv_str(j, "title", f->title[c->lang]);
		json_kv_str(j, "requirement", refusal_requirement(no));
		json_kv_str(j, "clause", no->clause);
		json_kv_str(j, "document", no->document);
		json_kv_str(j, "found", no->found);
		json_kv_str(j, "allowed", no->allowed);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void offering_json(struct ctx *c, struct json *j, const struct offering_view *v, bool judged)
{
	const struct offering *o = &v->offering;

	json_open(j, '{');
	json_kv_id(j, "id", o->id.v);
	json_kv_str(j, "kind", str_of(kind_name(o->kind)));
	json_kv_str(j, "title", o->title);
	json_key(j, "seats");
	if (o->limited)
		json_i64(j, o->seats);
	else
		json_none(j);
	json_kv_i64(j, "taken", o->taken);
	json_kv_i64(j, "waiting", o->waiting);
	json_kv_i64(j, "price_fen", o->price.fen);
	json_kv_str(j, "unit", o->by_unit ? o->by_unit->unit : S("term"));
	json_kv_i64(j, "unit_price_fen", o->by_unit ? o->by_unit->price.fen : o->price.fen);
	json_kv_str(j, "quantity",
	            ratio_text(c->arena, o->by_unit ? o->by_unit->quantity : RATIO(1)));
	json_kv_str(j, "formula", o->by_unit ? unit_formula(c->lang, o->by_unit) : STR_NONE);
	json_kv_i64(j, "consumables_fen", o->consumables.fen);
	slots_json(c, j, v);
	json_kv_id(j, "agreement", v->agreement.v);
	json_kv_bool(j, "open", judged ? v->open : o->state == OFFERING_OPEN);
	refusals_json(c, j, v->refusal, v->refusal_n);
	json_close(j, '}');
}

/* Which school, term and pupil: as asked, else what a guardian's first child (or the caller's
 * school) says. */
static enum err offerings_scope(struct ctx *c, const struct offerings_in *in, school_id *school,
                                term_id *term, pupil_id *pupil)
{
	county_id county = c->actor.county;
	struct term current;
	bool found = false;

	*school = in->school.v ? in->school : c->actor.school;
	*pupil = in->pupil;
	if (c->actor.role == ROLE_GUARDIAN) {
		struct child *v;
		size_t n;

		TRY(children_list(c, &v, &n));
		for (size_t i = n; i-- > 0;) {
			if (in->pupil.v && in->pupil.v != v[i].pupil.id.v)
				continue;
			if (in->school.v && in->school.v != v[i].pupil.school.v)
				continue;
			*pupil = v[i].pupil.id;
			*school = v[i].pupil.school;
			county = v[i].pupil.county;
			found = true;
		}
		if (!found)
			return fault_set(c, E_ABSENT, "absent", NULL);
	} else {
		struct school of;

		if (!school->v)
			return fault_input(c, "missing_field", S("school"), STR_NONE, STR_NONE);
		TRY(school_get(c, *school, &of));
		county = of.county;
		if (pupil->v)
			TRY(audit_read_note(c, *pupil, "offerings judged"));
	}
	*term = in->term;
	if (term->v)
		return OK;
	TRY(term_current(c, county, &current, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent", NULL);
	*term = current.id;
	return OK;
}

enum err api_offerings(struct ctx *c, struct req *r, struct reply *w)
{
	const struct offerings_in *in = req_query(r);
	struct offering_view *v;
	int64_t last = 0;
	size_t shown = 0;
	school_id school;
	term_id term;
	pupil_id pupil;
	size_t n;

	TRY(offerings_scope(c, in, &school, &term, &pupil));
	TRY(offering_views(c, school, term, pupil, &v, &n));
	struct json *j = reply_json(c, w, 200);
	size_t most = (size_t)list_limit(&in->list);
	bool skip = in->list.after != 0;

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n && shown < most; i++) {
		if (skip) { /* the list's order is the school's, not the ids' */
			skip = v[i].offering.id.v != in->list.after;
			continue;
		}
		offering_json(c, j, &v[i], pupil.v != 0);
		last = v[i].offering.id.v;
		shown++;
	}
	json_close(j, ']');
	list_next(j, &in->list, shown, last);
	json_close(j, '}');
	return OK;
}

/* --- enrolments ------------------------------------------------------------------------------- */

void enrolment_json(struct json *j, const struct enrolment *e)
{
	json_kv_id(j, "id", e->id.v);
	json_kv_str(j, "state", str_of(enrolment_state_name(e->state)));
	json_key(j, "position");
	if (e->state == WAITLISTED)
		json_i64(j, e->position);
	else
		json_none(j);
}

static void enrolment_answer_json(struct out *o, const struct enrolment *e)
{
	struct json j;

	json_init(&j, o);
	json_open(&j, '{');
	enrolment_json(&j, e);
	json_kv_i64(&j, "charged_fen", e->charged.fen);
	json_kv_id(&j, "bill", e->bill.v);
	json_close(&j, '}');
}

static enum err enrol_answer(struct ctx *c, void *arg, struct out *o)
{
	struct enrol *a = arg;

	(void)c;
	enrolment_answer_json(o, &a->result);
	return OK;
}

enum err api_enrol(struct ctx *c, struct req *r, struct reply *w)
{
	const struct create_in *in = req_input(r);
	struct enrol a = {
		.wish = {in->pupil, in->offering, in->agreement, in->self_purchase},
		.channel = S("api"),
	};
	struct store_once once = req_once(r, enrol_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &enrol_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_enrolments(struct ctx *c, struct req *r, struct reply *w)
{
	const struct enrolments_in *in = req_query(r);
	struct enrolment *v;
	term_id term = in->term;
	struct pupil p;
	size_t n;

	TRY(pupil_get(c, in->pupil, &p));
	if (c->actor.role != ROLE_GUARDIAN)
		TRY(audit_read_note(c, in->pupil, "enrolments read"));
	if (!term.v) {
		struct term current;
		bool found;

		TRY(term_current(c, p.county, &current, &found));
		if (!found)
			return fault_set(c, E_ABSENT, "absent", NULL);
		term = current.id;
	}
	TRY(enrolment_list(c, in->pupil, term, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		enrolment_json(j, &v[i]);
		json_kv_id(j, "offering", v[i].offering.v);
		json_kv_id(j, "pupil", v[i].pupil.v);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "next");
	json_none(j);
	json_close(j, '}');
	return OK;
}

static enum err withdraw_answer(struct ctx *c, void *arg, struct out *o)
{
	struct withdraw *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	enrolment_json(&j, &a->result);
	json_kv_i64(&j, "taken_back_fen", a->result.charged.fen);
	json_close(&j, '}');
	return OK;
}

enum err api_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	struct withdraw a = {.enrolment = {req_id(r, "enrolment")}};
	struct store_once once = req_once(r, withdraw_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &withdraw_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

static enum err answer_answer(struct ctx *c, void *arg, struct out *o)
{
	struct application_answer *a = arg;

	(void)c;
	if (a->accept)
		enrolment_answer_json(o, &a->result);
	else
		out_put(o, S("{\"state\":\"declined\"}"));
	return OK;
}

enum err api_answer(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_answer_in *in = req_input(r);
	struct application_answer a = {
		.application = {req_id(r, "application")},
		.accept = str_is(in->answer, "yes"),
		.agreement = in->agreement,
		.self_purchase = in->self_purchase,
	};
	struct store_once once = req_once(r, answer_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &application_answer_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

/* Related parties over the API (R67): the same verbs as at the desks, each once for its key. */
#include "settlement/page_related.h"
#include "settlement/pages.h"
#include "settlement/related.h"

static const struct in_field CLEARANCE_FIELDS[] = {
	{.name = "school",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_school,
         .offset = offsetof(struct clearance_in, school)},
	{.name = "agency",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_agency,
         .offset = offsetof(struct clearance_in, agency)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_settlement_reason,
         .offset = offsetof(struct clearance_in, reason)},
};
const struct input related_clearance_input = {"RelatedClearanceOf", sizeof(struct clearance_in),
                                              CLEARANCE_FIELDS, 3, 0};

static const struct ans_field PARTY_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "part", .type = ANS_STR},
	{.name = "name", .type = ANS_STR},
	{.name = "phone", .type = ANS_STR, .null = true},
	{.name = "address", .type = ANS_STR, .null = true},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "last_day", .type = ANS_DATE, .null = true},
	{.name = "end_reason", .type = ANS_STR, .null = true},
};
static const struct answer party_told = ANSWER("AgencyPartyDeclared", PARTY_TELLS);
static const struct ans_field PARTIES_TELLS[] = {ANS_ITEMS(party_told)};
const struct answer parties_told = ANSWER("AgencyParties", PARTIES_TELLS);

static const struct ans_field INTEREST_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "agency", .type = ANS_ID},
	{.name = "agency_name", .type = ANS_STR},
	{.name = "relation", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "last_day", .type = ANS_DATE, .null = true},
	{.name = "end_reason", .type = ANS_STR, .null = true},
};
static const struct answer interest_told = ANSWER("StaffInterestDeclared", INTEREST_TELLS);
static const struct ans_field INTERESTS_TELLS[] = {ANS_ITEMS(interest_told)};
const struct answer interests_told = ANSWER("StaffInterests", INTERESTS_TELLS);

static const struct ans_field MATCH_TELLS[] = {
	{.name = "key", .type = ANS_STR},
	{.name = "agency", .type = ANS_ID},
	{.name = "agency_name", .type = ANS_STR},
	{.name = "school", .type = ANS_ID},
	{.name = "school_name", .type = ANS_STR},
	{.name = "staff_number", .type = ANS_STR},
	{.name = "staff_name", .type = ANS_STR},
	{.name = "part", .type = ANS_STR},
	{.name = "how", .type = ANS_STR},
	{.name = "cleared", .type = ANS_STR, .null = true},
};
static const struct answer match_told = ANSWER("RelatedParty", MATCH_TELLS);
static const struct ans_field RELATED_TELLS[] = {ANS_ITEMS(match_told)};
const struct answer related_told = ANSWER("RelatedParties", RELATED_TELLS);

static const struct ans_field MADE_TELLS[] = {{.name = "id", .type = ANS_ID}};
const struct answer related_made_told = ANSWER("RelatedMade", MADE_TELLS);

/* --- reading ---------------------------------------------------------------------------------- */

static struct json *items_open(struct ctx *c, struct reply *w)
{
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	return j;
}

/* These lists are whole: nothing comes after them. */
static enum err items_close(struct json *j)
{
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

static void end_told(struct ctx *c, struct json *j, struct date last_day, struct str reason)
{
	json_kv_str(j, "last_day", date_some(last_day) ? date_text(c->arena, last_day) : STR_NONE);
	json_kv_str(j, "end_reason", reason);
}

enum err api_parties(struct ctx *c, struct req *r, struct reply *w)
{
	struct agency_party *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(party_list(c, &v, &n));
	j = items_open(c, w);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_str(j, "part", v[i].part);
		json_kv_str(j, "name", v[i].name);
		json_kv_str(j, "phone", v[i].phone);
		json_kv_str(j, "address", v[i].address);
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		end_told(c, j, v[i].last_day, v[i].end_reason);
		json_close(j, '}');
	}
	return items_close(j);
}

enum err api_interests(struct ctx *c, struct req *r, struct reply *w)
{
	struct interest *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(interest_list(c, &v, &n));
	j = items_open(c, w);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_id(j, "agency", v[i].agency.v);
		json_kv_str(j, "agency_name", v[i].agency_name);
		json_kv_str(j, "relation", v[i].relation);
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		end_told(c, j, v[i].last_day, v[i].end_reason);
		json_close(j, '}');
	}
	return items_close(j);
}

enum err api_related(struct ctx *c, struct req *r, struct reply *w)
{
	struct related *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(related_list(c, &v, &n));
	j = items_open(c, w);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "key", v[i].key);
		json_kv_id(j, "agency", v[i].agency.v);
		json_kv_str(j, "agency_name", v[i].agency_name);
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "school_name", v[i].school_name);
		json_kv_str(j, "staff_number", v[i].number);
		json_kv_str(j, "staff_name", v[i].name);
		json_kv_str(j, "part", v[i].part);
		json_kv_str(j, "how", v[i].how);
		json_kv_str(j, "cleared", v[i].cleared);
		json_close(j, '}');
	}
	return items_close(j);
}

/* --- doing ------------------------------------------------------------------------------------ */

/* An act upon one row, answered with its id. */
struct made {
	const struct verb *verb;
	void *arg;
	const int64_t *id;
};

static enum err made_run(struct ctx *c, void *arg)
{
	const struct made *m = arg;

	return m->verb->run(c, m->arg);
}

static enum err made_answer(struct ctx *c, void *arg, struct out *out)
{
	const struct made *m = arg;
	struct json j;

	(void)c;
	json_init(&j, out);
	json_open(&j, '{');
	json_kv_id(&j, "id", *m->id);
	json_close(&j, '}');
	return OK;
}

static enum err make(struct ctx *c, struct req *r, struct reply *w, struct made *m)
{
	const struct verb verb = {m->verb->name, made_run};
	struct store_once once = req_once(r, made_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &verb, m, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_party_declare(struct ctx *c, struct req *r, struct reply *w)
{
	const struct party_in *in = req_input(r);
	struct party_declare a = {in->part, in->name, in->phone, in->address, 0};

	return make(c, r, w, &(struct made){&party_declare_verb, &a, &a.result});
}

enum err api_interest_declare(struct ctx *c, struct req *r, struct reply *w)
{
	const struct interest_in *in = req_input(r);
	struct interest_declare a = {in->agency, in->relation, in->address, 0};

	return make(c, r, w, &(struct made){&interest_declare_verb, &a, &a.result});
}

enum err api_related_clear(struct ctx *c, struct req *r, struct reply *w)
{
	const struct clearance_in *in = req_input(r);
	struct related_clear a = {in->school, in->agency, in->reason, 0};

	return make(c, r, w, &(struct made){&related_clear_verb, &a, &a.result});
}

enum err api_party_end(struct ctx *c, struct req *r, struct reply *w)
{
	const struct end_in *in = req_input(r);
	struct related_end a = {req_id(r, "party"), in->reason, in->last_day};

	return make(c, r, w, &(struct made){&party_end_verb, &a, &a.id});
}

enum err api_interest_end(struct ctx *c, struct req *r, struct reply *w)
{
	const struct end_in *in = req_input(r);
	struct related_end a = {req_id(r, "interest"), in->reason, in->last_day};

	return make(c, r, w, &(struct made){&interest_end_verb, &a, &a.id});
}

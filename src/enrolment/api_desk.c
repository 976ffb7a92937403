/* The API of the school's side: the same verbs and the same reach as its pages. */
#include "enrolment/desk.h"
#include "enrolment/pages.h"

static const struct in_field FORWARD_FIELDS[] = {
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct api_forward_in, class)},
	{.name = "pupils",
         .type = IN_ID_LIST,
         .max = 200,
         .label = T_people_pupils,
         .offset = offsetof(struct api_forward_in, pupils)},
};
const struct input api_forward_input = {"ForwardCreate", sizeof(struct api_forward_in),
                                        FORWARD_FIELDS, 2, 0};

static const struct in_field MOVE_FIELDS[] = {
	{.name = "remove",
         .type = IN_BOOL,
         .label = T_move_remove,
         .offset = offsetof(struct api_move_in, remove)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct api_move_in, reason)},
};
const struct input api_move_input = {"EnrolmentMove", sizeof(struct api_move_in), MOVE_FIELDS, 2,
                                     0};

static const struct in_field ROSTER_FIELDS[] = {LIST_FIELDS(struct api_roster_in)};
const struct input api_roster_query = {"RosterListQuery", sizeof(struct api_roster_in),
                                       ROSTER_FIELDS, 2, 0};

static enum err forward_answer(struct ctx *c, void *arg, struct out *o)
{
	struct put_forward *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "offering", a->offering.v);
	json_kv_i64(&j, "put_forward", (int64_t)a->put);
	json_kv_i64(&j, "passed_over", (int64_t)(a->n - a->put));
	json_close(&j, '}');
	return OK;
}

static enum err pupils_said(struct ctx *c, const struct api_forward_in *in, struct put_forward *a)
{
	size_t n = in->pupils.n;
	pupil_id *pupil;

	if (in->class.v)
		return class_pupils(c, in->class, &a->pupil, &a->n);
	pupil = NEW_N(c->arena, n, pupil_id);
	if (!pupil)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		pupil[i] = (pupil_id){in->pupils.v[i]};
	a->pupil = pupil;
	a->n = n;
	return OK;
}

enum err api_forward(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_forward_in *in = req_input(r);
	struct put_forward a = {.offering = {req_id(r, "offering")}};
	struct store_once once = req_once(r, forward_answer);
	struct str answer;
	bool replayed;
	enum err e;

	if ((in->class.v != 0) == (in->pupils.n > 0)) /* one of the two */
		return fault_input(c, in->class.v ? "bad_input" : "missing_field", S("class"),
		                   STR_NONE, S("class | pupils"));
	TRY(store_read_begin(c));
	e = pupils_said(c, in, &a);
	store_read_end(c);
	TRY(e);
	TRY(store_write_once(c, &put_forward_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

static enum err move_answer(struct ctx *c, void *arg, struct out *o)
{
	struct staff_move *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	enrolment_json(&j, &a->result);
	json_close(&j, '}');
	return OK;
}

enum err api_move(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_move_in *in = req_input(r);
	struct staff_move a = {
		.enrolment = {req_id(r, "enrolment")}, .remove = in->remove, .reason = in->reason};
	struct store_once once = req_once(r, move_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &staff_move_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

static void roster_json(struct ctx *c, struct json *j, const struct roster_row *row)
{
	json_open(j, '{');
	json_kv_id(j, "enrolment", row->enrolment.v);
	json_kv_id(j, "pupil", row->pupil.v);
	json_kv_str(j, "name", row->name);
	json_kv_str(j, "class", row->class_name);
	json_kv_str(j, "state", str_of(enrolment_state_name(row->state)));
	json_key(j, "position");
	if (row->state == WAITLISTED)
		json_i64(j, row->position);
	else
		json_none(j);
	json_kv_str(j, "at", instant_text(c->arena, row->at));
	json_close(j, '}');
}

enum err api_roster(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_roster_in *in = req_query(r);
	size_t most = (size_t)list_limit(&in->list);
	bool skip = in->list.after != 0;
	struct roster_row *v;
	int64_t last = 0;
	size_t shown = 0;
	size_t n;

	TRY(roster(c, (offering_id){req_id(r, "offering")}, true, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n && shown < most; i++) {
		if (skip) { /* the order is the roster's, not the ids' */
			skip = v[i].enrolment.v != in->list.after;
			continue;
		}
		roster_json(c, j, &v[i]);
		last = v[i].enrolment.v;
		shown++;
	}
	json_close(j, ']');
	list_next(j, &in->list, shown, last);
	json_close(j, '}');
	return OK;
}

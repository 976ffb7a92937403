/* Sittings and their marks for programs. */
#include "day/pages.h"

static const struct in_field SITTINGS_FIELDS[] = {
	LIST_FIELDS(struct sittings_in),
	{.name = "offering",
         .type = IN_ID,
         .label = T_day_offering,
         .offset = offsetof(struct sittings_in, offering)},
	{.name = "date",
         .type = IN_DATE,
         .label = T_day_date,
         .offset = offsetof(struct sittings_in, date)},
};
const struct input sittings_query = {"SittingsQuery", sizeof(struct sittings_in), SITTINGS_FIELDS,
                                     4, 0};

static struct str state_word(const struct day_sitting *s)
{
	static const char *const words[] = {"planned", "held", "cancelled"};

	return str_of(words[s->state]);
}

/* The roster beside the sitting: null marks are those nobody has said yet. */
static enum err marks_json(struct ctx *c, struct json *j, const struct day_sitting *s)
{
	struct register_row *v;
	size_t n;

	TRY(marks_of_sitting(c, s, &v, &n));
	json_key(j, "marks");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		bool some = v[i].mark != MARK_NONE;

		json_open(j, '{');
		json_kv_id(j, "pupil", v[i].pupil.v);
		json_kv_str(j, "mark", some ? str_of(mark_name(v[i].mark)) : STR_NONE);
		json_kv_str(j, "at", some ? instant_text(c->arena, v[i].at) : STR_NONE);
		json_close(j, '}');
	}
	json_close(j, ']');
	return OK;
}

static enum err sitting_json(struct ctx *c, struct json *j, const struct day_sitting *s, bool marks)
{
	json_open(j, '{');
	json_kv_id(j, "id", s->id.v);
	json_kv_id(j, "offering", s->offering.v);
	json_kv_str(j, "title", s->title);
	json_kv_str(j, "date", date_text(c->arena, s->day));
	json_kv_str(j, "starts", time_text(c->arena, s->starts));
	json_kv_str(j, "ends", time_text(c->arena, s->ends));
	json_kv_str(j, "state", state_word(s));
	json_kv_bool(j, "marked", s->marked);
	json_kv_i64(j, "expected", s->expected);
	json_kv_i64(j, "present", s->present);
	if (marks)
		TRY(marks_json(c, j, s));
	json_close(j, '}');
	return OK;
}

/* A day, or the whole of an offering, which then comes with the marks. `after` counts sittings. */
enum err api_sittings(struct ctx *c, struct req *r, struct reply *w)
{
	const struct sittings_in *in = req_query(r);
	struct date day = date_some(in->date) ? in->date : ctx_today(c);
	struct sitting_filter f = {.first = day,
	                           .last = day,
	                           .offering = in->offering,
	                           .most = list_limit(&in->list),
	                           .skip = in->list.after};
	struct day_sitting *v;
	size_t n;

	if (in->offering.v && !date_some(in->date)) {
		f.first.day = 0;
		f.last.day = INT32_MAX;
	}
	TRY(day_sittings(c, &f, &v, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		TRY(sitting_json(c, j, &v[i], in->offering.v != 0));
	json_close(j, ']');
	list_next(j, &in->list, n, f.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

static enum err marks_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct register_save *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "sitting", a->sitting.v);
	json_kv_i64(&j, "expected", a->result.expected);
	json_kv_i64(&j, "present", a->result.present);
	json_kv_i64(&j, "absent", a->result.absent);
	json_kv_i64(&j, "leave", a->result.leave);
	json_kv_i64(&j, "late", a->result.late);
	json_kv_i64(&j, "changed", a->result.changed);
	json_close(&j, '}');
	return OK;
}

enum err api_marks(struct ctx *c, struct req *r, struct reply *w)
{
	const struct marks_in *in = req_input(r);
	struct register_save a = {.sitting = {req_id(r, "sitting")},
	                          .n = in->marks.n,
	                          .reason = str_trim(in->reason)};
	struct store_once once = req_once(r, marks_answer);
	struct mark_put *v;
	struct str answer;
	bool replayed;

	TRY(marks_read(c, in, &v));
	a.mark = v;
	TRY(register_save(c, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

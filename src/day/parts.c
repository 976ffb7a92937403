/* Words and inputs that the pages and the API have in common. */
#include "day/pages.h"

#define MINUTE_US INT64_C(60000000)

enum layout day_layout(const struct ctx *c)
{
	return c->actor.role == ROLE_TEACHER || c->actor.role == ROLE_CLASS_HEAD ? LAYOUT_GUARDIAN
	                                                                         : LAYOUT_STAFF;
}

enum text_id mark_label(enum mark m)
{
	static const enum text_id v[MARK_COUNT] = {T_day_mark_none, T_day_mark_present,
	                                           T_day_mark_absent, T_day_mark_leave,
	                                           T_day_mark_late};

	return v[m];
}

struct view_part_tag mark_tag(struct ctx *c, enum mark m)
{
	static const char *const kinds[MARK_COUNT] = {"off", "ok", "bad", "info", "warn"};

	return (struct view_part_tag){str_of(kinds[m]), text(c->lang, mark_label(m))};
}

bool sitting_begun(const struct ctx *c, const struct day_sitting *s)
{
	return c->now.us >= date_instant(s->day, s->starts).us - REGISTER_EARLY_MINUTES * MINUTE_US;
}

struct view_part_tag sitting_tag(struct ctx *c, const struct day_sitting *s)
{
	struct str v[2] = {str_printf(c->arena, "%lld", (long long)s->present),
	                   str_printf(c->arena, "%lld", (long long)s->expected)};

	if (s->state == SITTING_CANCELLED)
		return (struct view_part_tag){S("off"), text(c->lang, T_day_cancelled)};
	if (s->marked)
		return (struct view_part_tag){S("ok"),
		                              text_fill(c->arena, c->lang, T_day_marked, v, 2)};
	if (!sitting_begun(c, s))
		return (struct view_part_tag){S("off"), text(c->lang, T_day_ahead)};
	return (struct view_part_tag){S("warn"), text(c->lang, T_day_unmarked)};
}

struct str hours_text(struct ctx *c, struct clock_time starts, struct clock_time ends)
{
	return str_printf(c->arena, "%.*s–%.*s", STR_FMT(time_text(c->arena, starts)),
	                  STR_FMT(time_text(c->arena, ends)));
}

static const char *const MARKS[] = {"present", "absent", "leave", "late", NULL};
static const struct in_field MARK_FIELDS[] = {
	{.name = "pupil",
         .type = IN_ID,
         .required = true,
         .label = T_day_pupil,
         .offset = offsetof(struct mark_in, pupil)},
	{.name = "mark",
         .type = IN_CHOICE,
         .required = true,
         .choices = MARKS,
         .label = T_day_mark,
         .offset = offsetof(struct mark_in, mark)},
	{.name = "at",
         .type = IN_STR,
         .max = 40,
         .label = T_day_at,
         .offset = offsetof(struct mark_in, at)},
};
static const struct input MARK = {"Mark", sizeof(struct mark_in), MARK_FIELDS, 3, 0};

static const struct in_field MARKS_FIELDS[] = {
	{.name = "marks",
         .type = IN_ROWS,
         .max = REGISTER_MARKS_MAX,
         .rows = &MARK,
         .label = T_day_marks,
         .offset = offsetof(struct marks_in, marks)},
	{.name = "reason",
         .type = IN_STR,
         .max = 100,
         .label = T_day_reason,
         .offset = offsetof(struct marks_in, reason)},
};
const struct input marks_input = {"Marks", sizeof(struct marks_in), MARKS_FIELDS, 2, 256 << 10};

enum err marks_read(struct ctx *c, const struct marks_in *in, struct mark_put **ret_v)
{
	const struct mark_in *row = in->marks.v;
	struct mark_put *v = NEW_N(c->arena, in->marks.n + 1, struct mark_put);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < in->marks.n; i++) {
		v[i] = (struct mark_put){.pupil = row[i].pupil, .at = {INT64_MIN}};
		if (!mark_parse(row[i].mark, &v[i].mark))
			return fault_broken(c, "marks: choice");
		if (str_some(row[i].at) && !instant_parse(row[i].at, &v[i].at))
			return fault_input(c, NULL, str_printf(c->arena, "marks[%zu].at", i),
			                   row[i].at, S("2026-09-01T16:10:00+08:00"));
	}
	*ret_v = v;
	return OK;
}

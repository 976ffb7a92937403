/* A teacher's day, and what a family sees of its child's days. */
#include "day/attendance.html.h"
#include "day/pages.h"
#include "day/today.html.h"
#include "people/desk.h"
#include "people/pupil.h"
#include "web/listing.h"

enum { FAMILY_DAYS = 200 };

static const struct in_field TODAY_FIELDS[] = {
	{.name = "day",
         .type = IN_DATE,
         .label = T_day_date,
         .offset = offsetof(struct today_in, day)},
};
const struct input today_query = {"TodayQuery", sizeof(struct today_in), TODAY_FIELDS, 1, 0};

static struct str day_path(struct ctx *c, struct date d)
{
	return str_printf(c->arena, "/today?day=%.*s", STR_FMT(date_text(c->arena, d)));
}

enum err page_today(struct ctx *c, struct req *r, struct reply *w)
{
	const struct today_in *in = req_query(r);
	struct date day = date_some(in->day) ? in->day : ctx_today(c);
	struct view_today view = {.day = day, .none = {.what = T_day_none}};
	struct day_sitting *v;
	size_t n;

	TRY(sittings_of_day(c, day, &v, &n));
	view.prev = day_path(c, (struct date){day.day - 1});
	view.next = day_path(c, (struct date){day.day + 1});
	view.now = day.day == ctx_today(c).day ? STR_NONE : S("/today");
	view.row = NEW_N(c->arena, n + 1, struct view_today_row);
	if (!view.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct str hours = hours_text(c, v[i].starts, v[i].ends);

		view.row[view.row_n++].cell = (struct view_part_cell){
			.path = str_printf(c->arena, "/sittings/%lld", (long long)v[i].id.v),
			.title = v[i].title,
			.note = str_some(v[i].place)
		                        ? str_printf(c->arena, "%.*s · %.*s", STR_FMT(hours),
		                                     STR_FMT(v[i].place))
		                        : hours,
			.tag = sitting_tag(c, &v[i]),
		};
	}
	return reply_page(c, w, day_layout(c), T_day_today, RENDER(render_today), &view);
}

enum err page_attendance(struct ctx *c, struct req *r, struct reply *w)
{
	pupil_id pupil = {req_id(r, "pupil")};
	struct date since = {ctx_today(c).day - FAMILY_DAYS};
	struct view_attendance view = {.none = {.what = T_day_attendance_none}};
	struct view_attendance_day *day = NULL;
	struct pupil_mark *v;
	size_t n;

	TRY(marks_of_pupil(c, pupil, since, &v, &n));
	TRY(pupil_name(c, pupil, &view.name));
	view.export =
		str_printf(c->arena, "/pupils/%lld/attendance/export.xlsx", (long long)pupil.v);
	view.export_csv = listing_csv(c->arena, view.export);
	view.day = NEW_N(c->arena, n + 1, struct view_attendance_day);
	if (!view.day)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (!day || day->day.day != v[i].day.day) {
			day = &view.day[view.day_n++];
			day->day = v[i].day;
			day->row = NEW_N(c->arena, n - i, struct view_attendance_day_row);
			if (!day->row)
				return fault_broken(c, "arena");
		}
		day->row[day->row_n++].cell = (struct view_part_cell){
			.title = v[i].title,
			.note = hours_text(c, v[i].starts, v[i].ends),
			.tag = mark_tag(c, v[i].mark),
		};
	}
	return reply_page(c, w, LAYOUT_GUARDIAN, T_day_attendance, RENDER(render_attendance),
	                  &view);
}

/* The same days as a family takes them along. */
static enum err attendance_desk(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_day_date, false},
	                                       {T_day_offering, false},
	                                       {T_day_time, false},
	                                       {T_day_mark, false}};
	struct date since = {ctx_today(c).day - FAMILY_DAYS};
	struct pupil_mark *v;
	struct desk d;
	size_t n;

	TRY(marks_of_pupil(c, (pupil_id){req_id(r, "pupil")}, since, &v, &n));
	TRY(desk_new(c, T_day_attendance, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_day(&d, i, 0, v[i].day);
		desk_put(&d, i, 1, v[i].title);
		desk_put(&d, i, 2, hours_text(c, v[i].starts, v[i].ends));
		d.v.row[i].cell[3].tag = mark_tag(c, v[i].mark);
	}
	*ret_d = d;
	return OK;
}

enum err page_attendance_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(attendance_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

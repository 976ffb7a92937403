/* Shared by the room's pages and API. */
#ifndef DAY_PAGES_H
#define DAY_PAGES_H

#include "day/day.h"
#include "web/formview.h"
#include "web/part/part_tag.html.h"

/* Teachers hold a phone, the school office and agencies sit at a desk. */
enum layout day_layout(const struct ctx *c);
enum text_id mark_label(enum mark m);
struct view_part_tag mark_tag(struct ctx *c, enum mark m);
/* 已点名 38/40, 未点名, 未开始, 已取消 */
struct view_part_tag sitting_tag(struct ctx *c, const struct day_sitting *s);
struct str hours_text(struct ctx *c, struct clock_time starts, struct clock_time ends);
/* Has the time come to call the roster? */
bool sitting_begun(const struct ctx *c, const struct day_sitting *s);

/* The marks of a form or a JSON text. */
struct marks_in {
	struct in_rows marks;
	struct str reason;
};
extern const struct input marks_input;
struct mark_in {
	pupil_id pupil;
	struct str mark;
	struct str at;
};
/* E_INPUT for an `at` that is no instant. */
enum err marks_read(struct ctx *c, const struct marks_in *in, struct mark_put **ret_v);

struct today_in {
	struct date day;
};
extern const struct input today_query;
enum err page_today(struct ctx *c, struct req *r, struct reply *w);
enum err page_attendance_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_attendance(struct ctx *c, struct req *r, struct reply *w);

enum err page_sitting(struct ctx *c, struct req *r, struct reply *w);
enum err page_sitting_post(struct ctx *c, struct req *r, struct reply *w);
enum err page_sitting_print(struct ctx *c, struct req *r, struct reply *w);

struct registers_in {
	struct list_query list;
	struct date first, last;
	struct str status;
};
extern const struct input registers_query;
enum err page_registers(struct ctx *c, struct req *r, struct reply *w);
enum err page_registers_export(struct ctx *c, struct req *r, struct reply *w);

struct sittings_in {
	struct list_query list;
	offering_id offering;
	struct date date;
};
extern const struct input sittings_query;
enum err api_sittings(struct ctx *c, struct req *r, struct reply *w);
enum err api_marks(struct ctx *c, struct req *r, struct reply *w);

#endif

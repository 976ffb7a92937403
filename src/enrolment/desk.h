/* The school's side of enrolment: rosters, what was put forward, the lists of a term. */
#ifndef ENROLMENT_DESK_H
#define ENROLMENT_DESK_H

#include "enrolment/pages.h"
#include "people/pages.h"
#include "people/roll.h"
#include "term/pages.h"

/* Names of the states for a filter, and their choices. */
extern const char *const ENROLMENT_STATES[];
void state_choices(struct ctx *c, struct view_part_field *f);
void desk_put_tag(struct desk *d, size_t row, size_t col, struct view_part_tag tag);

/* The pupils of a class as put_forward_verb takes them. */
enum err class_pupils(struct ctx *c, class_id class, const pupil_id **ret_v, size_t *ret_n);

/* page_roster.c */
struct roster_in {
	struct list_query list;
	class_id class;
	struct str state;
};
struct roster_out {
	class_id class;
	struct str state, reason;
};
struct seats_in {
	int64_t seats;
};
extern const struct input roster_query, roster_export_input, seats_input;
enum err page_roster(struct ctx *c, struct req *r, struct reply *w);
enum err page_roster_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_seats(struct ctx *c, struct req *r, struct reply *w);

/* page_forward.c */
struct forwarded_in {
	struct list_query list;
	class_id in_class;
	struct str state;
};
struct forwarded_out {
	class_id in_class;
	struct str state, reason;
};
struct forward_in {
	class_id class;
};
extern const struct input forwarded_query, forwarded_export_input, forward_input;
enum err page_forward(struct ctx *c, struct req *r, struct reply *w);
enum err page_forward_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_forward_put(struct ctx *c, struct req *r, struct reply *w);

/* page_desk.c */
struct enrolled_in {
	struct list_query list;
	offering_id offering;
	class_id class;
	struct str state;
};
struct enrolled_out {
	offering_id offering;
	class_id class;
	struct str state, reason;
};
struct waitlists_in {
	struct list_query list;
	bool waiting;
};
extern const struct input enrolled_query, enrolled_export_input, waitlists_query;
enum err page_enrolled(struct ctx *c, struct req *r, struct reply *w);
enum err page_enrolled_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_waitlists(struct ctx *c, struct req *r, struct reply *w);
enum err page_waitlists_sheet(struct ctx *c, struct req *r, struct reply *w);

/* page_move.c */
struct remove_in {
	struct str remove_reason;
};
struct up_in {
	struct str up_reason;
};
extern const struct input remove_input, up_input;
enum err page_enrolment(struct ctx *c, struct req *r, struct reply *w);
enum err page_remove(struct ctx *c, struct req *r, struct reply *w);
enum err page_up(struct ctx *c, struct req *r, struct reply *w);

/* api_desk.c */
struct api_forward_in {
	class_id class;
	struct in_ids pupils;
};
struct api_move_in {
	bool remove;
	struct str reason;
};
struct api_roster_in {
	struct list_query list;
};
extern const struct input api_forward_input, api_move_input, api_roster_query;
enum err api_forward(struct ctx *c, struct req *r, struct reply *w);
enum err api_move(struct ctx *c, struct req *r, struct reply *w);
enum err api_roster(struct ctx *c, struct req *r, struct reply *w);

#endif

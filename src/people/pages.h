/* The handlers of this room and the inputs they read; routes.c lists them. */
#ifndef PEOPLE_PAGES_H
#define PEOPLE_PAGES_H

#include "people/desk.h"
#include "people/school.h"
#include "policy/rules.h"

/* `?limit=&after=` alone. */
struct list_in {
	struct list_query list;
};
extern const struct input list_only_query;

/* What a list without parameters, or whose parameters could not be read, begins with. */
const void *query_or(const struct req *r, const void *none);

struct class_in {
	int64_t grade, class_number;
	struct str name;
};
extern const struct input class_input;
enum err page_classes(struct ctx *c, struct req *r, struct reply *w);
enum err page_classes_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_class_add(struct ctx *c, struct req *r, struct reply *w);

struct pupils_in {
	struct list_query list;
	class_id class;
	int64_t grade;
	struct str number;
	bool left;
};
struct pupils_out {
	class_id class;
	int64_t grade;
	struct str number;
	bool left;
	struct str reason;
};
extern const struct input pupils_query, pupils_export_input;
enum err page_pupils(struct ctx *c, struct req *r, struct reply *w);
enum err page_pupils_export(struct ctx *c, struct req *r, struct reply *w);

struct pupil_new_in {
	struct str number, name;
	class_id class;
	struct str sex, id_number;
	struct date born;
	bool boarding;
	struct str guardian_name, guardian_phone, relation;
};
extern const struct input pupil_new_input;
enum err page_pupil_new(struct ctx *c, struct req *r, struct reply *w);
enum err page_pupil_create(struct ctx *c, struct req *r, struct reply *w);
enum err api_pupil_create(struct ctx *c, struct req *r, struct reply *w);

struct move_in {
	class_id class;
	struct str name;
};
struct kin_in {
	struct str guardian_name, guardian_phone, relation;
};
struct kin_over_in {
	guardian_id guardian;
	struct str end_reason;
};
struct leave_in {
	bool back;
	struct str leave_reason;
};
extern const struct input move_input, kin_input, kin_over_input, leave_input;
enum err page_pupil(struct ctx *c, struct req *r, struct reply *w);
enum err page_pupil_move(struct ctx *c, struct req *r, struct reply *w);
enum err page_kin_add(struct ctx *c, struct req *r, struct reply *w);
enum err page_kin_end(struct ctx *c, struct req *r, struct reply *w);
enum err page_pupil_leave(struct ctx *c, struct req *r, struct reply *w);

struct codes_in {
	class_id class;
	guardian_id guardian;
	bool again;
};
extern const struct input codes_input, codes_query;
enum err page_codes(struct ctx *c, struct req *r, struct reply *w);
enum err page_codes_issue(struct ctx *c, struct req *r, struct reply *w);
/* For req_once(): the answer that is kept says only that codes were issued; the codes themselves
 * are kept nowhere. */
enum err codes_issued(struct ctx *c, void *arg, struct out *o);

struct staff_in {
	struct list_query list;
	bool left;
};
struct hire_in {
	struct str staff_number, name, phone, title, role;
	class_id class;
};
struct appoint_in {
	struct str role;
	class_id class;
	struct date starts, ends;
};
struct dismiss_in {
	appointment_id appointment;
	struct date last;
};
extern const struct input staff_query, hire_input, appoint_input, dismiss_input;
enum err page_staff(struct ctx *c, struct req *r, struct reply *w);
enum err page_staff_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_staff_add(struct ctx *c, struct req *r, struct reply *w);
enum err page_staff_one(struct ctx *c, struct req *r, struct reply *w);
enum err page_staff_appoint(struct ctx *c, struct req *r, struct reply *w);
enum err page_staff_dismiss(struct ctx *c, struct req *r, struct reply *w);
enum err page_staff_leave(struct ctx *c, struct req *r, struct reply *w);

struct schools_in {
	struct list_query list;
	struct str q;
};
struct school_in {
	struct str code, name, lunch_mode;
	bool private, boarding, rural;
};
extern const struct input schools_query, school_input;
enum err page_schools(struct ctx *c, struct req *r, struct reply *w);
enum err page_schools_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_school_add(struct ctx *c, struct req *r, struct reply *w);

struct county_in {
	struct str code, name, region, ruleset, participant;
	bool zone;
};
extern const struct input county_input;
enum err page_counties(struct ctx *c, struct req *r, struct reply *w);
enum err page_counties_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_county_add(struct ctx *c, struct req *r, struct reply *w);

struct officers_in {
	struct list_query list;
	county_id of;
	bool ended;
};
struct officer_in {
	struct str role; /* none: county */
	county_id county;
	struct str name, login;
	struct date starts, ends;
};
struct officer_end_in {
	struct date last;
};
extern const struct input officers_query, officer_input, officer_end_input;
enum err page_officers(struct ctx *c, struct req *r, struct reply *w);
enum err page_officers_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_officer_add(struct ctx *c, struct req *r, struct reply *w);
enum err page_officer(struct ctx *c, struct req *r, struct reply *w);
enum err page_officer_end(struct ctx *c, struct req *r, struct reply *w);
enum err page_officer_code(struct ctx *c, struct req *r, struct reply *w);

enum err api_me(struct ctx *c, struct req *r, struct reply *w);

/* What a guardian is to a pupil, as choices; NULL-terminated. */
extern const char *const RELATIONS[];
void relation_choices(struct ctx *c, struct view_part_field *f);
/* Who counts as a participant, as choices. */
void participant_choices(struct ctx *c, struct view_part_field *f);
/* Run a verb for a form: once for its key, then see `path` with a notice. */
enum err form_verb(struct ctx *c, struct req *r, struct reply *w, const struct verb *v, void *arg,
                   struct str path, enum text_id flash);
/* The rule sets of a book that are in force today, as choices. */
enum err ruleset_choices(struct ctx *c, const struct policy_book *book, struct view_part_field *f);
/* The classes of the caller's school as choices, `none` first when it has words. */
enum err class_choices(struct ctx *c, enum text_id none, struct view_part_field *f);
/* The schools of the caller's county as choices, `none` first. */
enum err school_choices(struct ctx *c, enum text_id none, struct view_part_field *f);

#endif

/* Shared by the room's page files. */
#ifndef ENROLMENT_PAGES_H
#define ENROLMENT_PAGES_H

#include "enrolment/enrolment.h"
#include "term/term.h"
#include "web/formview.h"
#include "web/part/part_why.html.h"
#include "web/part/part_tag.html.h"
#include "web/web.h"

/* One box of the offerings page: PUPIL:OFFERING. */
bool wish_parse(struct str s, pupil_id *ret_pupil, offering_id *ret_offering);
struct str wish_text(struct arena *a, pupil_id pupil, offering_id offering);

struct view_part_tag seat_tag(struct ctx *c, const struct offering *o);
/* 已报名, 候补第 3 位, … */
struct view_part_tag enrolment_tag(struct ctx *c, enum enrolment_state state, int64_t position);
/* The R-number: of the clause it was refused under, else of its code. */
struct str refusal_requirement(const struct refusal_note *no);
/* `more`: the page that reckons it, or none. */
struct view_part_why why_part(struct ctx *c, const struct refusal_note *no, struct str more);
/* That page: why a service costs this pupil what it does, or is refused. */
struct str why_path(struct arena *a, pupil_id pupil, offering_id offering);

/* The acting guardian's child, or E_ABSENT. */
enum err child_get(struct ctx *c, pupil_id pupil, struct child *ret_child);
/* 滨江实验小学 三年级(2)班 */
struct str child_where(struct ctx *c, const struct child *child);

/* One offering with everything judged for one child. */
enum err offering_view_of(struct ctx *c, const struct child *child, offering_id offering,
                          struct offering_view *ret_v);

enum err page_home(struct ctx *c, struct req *r, struct reply *w);
enum err page_enrol(struct ctx *c, struct req *r, struct reply *w);
enum err page_check(struct ctx *c, struct req *r, struct reply *w);
enum err page_submit(struct ctx *c, struct req *r, struct reply *w);
enum err page_submit_again(struct ctx *c, struct req *r, struct reply *w);
enum err page_done(struct ctx *c, struct req *r, struct reply *w);
enum err page_enrolments_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_enrolments(struct ctx *c, struct req *r, struct reply *w);
enum err page_withdraw(struct ctx *c, struct req *r, struct reply *w);
enum err page_withdraw_post(struct ctx *c, struct req *r, struct reply *w);
enum err page_answer(struct ctx *c, struct req *r, struct reply *w);
enum err page_answer_post(struct ctx *c, struct req *r, struct reply *w);

/* Inputs of the basket: GET /enrol, GET /enrol/check, POST /enrol. */
struct basket_in {
	struct in_strs wish;
	struct in_strs self; /* wishes whose consumables the family buys itself */
	struct in_ids agreement;
	bool sign;
};
extern const struct input basket_query;
extern const struct input basket_input;
struct done_in {
	struct in_ids enrolment;
};
extern const struct input done_query;
struct answer_in {
	agreement_id agreement;
	bool sign;
	bool self; /* the family buys the consumables itself */
	struct str answer;
};
extern const struct input answer_input;

/* page_late.c */
struct late_in {
	struct list_query list;
	term_id term;
};
extern const struct input late_query;
enum err page_late(struct ctx *c, struct req *r, struct reply *w);
enum err page_late_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err api_late(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer late_answer;
/* page_why.c */
struct why_in {
	offering_id offering;
	enrolment_id enrolment;
	bool self_purchase;
};
extern const struct input why_query;
/* What was asked for; staff's reading is noted. */
struct why;
enum err why_asked(struct ctx *c, const struct req *r, struct why *ret_w);
enum err page_why(struct ctx *c, struct req *r, struct reply *w);
enum err page_why_sheet(struct ctx *c, struct req *r, struct reply *w);
/* api_why.c */
enum err api_quote(struct ctx *c, struct req *r, struct reply *reply);
extern const struct answer quote_answer;

/* api.c */
/* "id", "state" and "position" into the open object. */
void enrolment_json(struct json *j, const struct enrolment *e);
/* "refusals" into the open object. */
void refusals_json(struct ctx *c, struct json *j, const struct refusal_note *v, size_t n);
enum err api_offerings(struct ctx *c, struct req *r, struct reply *w);
enum err api_enrolments(struct ctx *c, struct req *r, struct reply *w);
enum err api_enrol(struct ctx *c, struct req *r, struct reply *w);
enum err api_withdraw(struct ctx *c, struct req *r, struct reply *w);
enum err api_answer(struct ctx *c, struct req *r, struct reply *w);
extern const struct input offerings_query;
extern const struct input enrolments_query;
extern const struct input enrolment_create_input;
extern const struct input application_answer_input;

/* What the API answers (answers.c). */
extern const struct answer offering_refusal, offering_list_answer, enrolment_made_answer,
	enrolment_state_answer, withdrawal_answer, application_answered, enrolment_list_answer,
	forward_told, roster_answer;

/* --- consumables -------------------------------------------------------------------------------
 */

struct choice_in {
	struct str choice; /* self | entrusted */
};
extern const struct input choice_input;
extern const struct answer choice_told;
enum err page_choice(struct ctx *c, struct req *r, struct reply *w);
enum err page_choice_post(struct ctx *c, struct req *r, struct reply *w);
enum err api_choice(struct ctx *c, struct req *r, struct reply *w);
enum err api_choose(struct ctx *c, struct req *r, struct reply *w);

#endif

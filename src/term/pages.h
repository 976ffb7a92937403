/* The handlers of this room and the inputs they read; routes.c lists them. */
#ifndef TERM_PAGES_H
#define TERM_PAGES_H

#include "people/desk.h"
#include "people/pages.h"
#include "term/offering.h"
#include "term/term.h"

/* The term a desk works on: the caller's county's current one. E_REFUSED `no_term`. */
enum err desk_term(struct ctx *c, struct term *ret_t);
/* Options of a select, the kinds of service; `any` first unless TEXT_NONE. */
void kind_choices(struct ctx *c, enum text_id any, struct view_part_field *f);
extern const char *const KIND_WORDS[];

/* --- notices --- */
struct notice_in {
	struct str title, times, manner, content, fees, safety;
	struct in_strs channels;
};
struct notice_confirm_in {
	pupil_id pupil;
};
struct missing_in {
	struct list_query list;
	class_id class;
};
extern const struct input notice_input, notice_confirm_input, missing_query;
enum err page_notice(struct ctx *c, struct req *r, struct reply *w);
enum err page_notice_confirm(struct ctx *c, struct req *r, struct reply *w);
enum err api_notice(struct ctx *c, struct req *r, struct reply *w);
enum err api_notice_confirm(struct ctx *c, struct req *r, struct reply *w);
enum err page_notices(struct ctx *c, struct req *r, struct reply *w);
enum err page_notice_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_notice_publish(struct ctx *c, struct req *r, struct reply *w);
enum err page_missing(struct ctx *c, struct req *r, struct reply *w);
enum err page_missing_sheet(struct ctx *c, struct req *r, struct reply *w);

/* --- agreements --- */
struct agreements_in {
	struct str kind;
};
struct agreement_in {
	struct str kind, title, body;
};
struct sign_in {
	struct in_ids offering;
};
extern const struct input agreements_query, agreement_input, sign_input;
enum err page_agreements(struct ctx *c, struct req *r, struct reply *w);
enum err page_agreement_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_agreement_publish(struct ctx *c, struct req *r, struct reply *w);
enum err page_agreement_sign(struct ctx *c, struct req *r, struct reply *w);
enum err page_agency(struct ctx *c, struct req *r, struct reply *w);
enum err page_agency_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_agency_sign(struct ctx *c, struct req *r, struct reply *w);
enum err page_agreement_text(struct ctx *c, struct req *r, struct reply *w);

/* --- offerings --- */
struct offerings_in {
	struct list_query list;
	struct str in_kind, in_state, q;
};
struct offering_in {
	struct str code, kind, title, about, category, place;
	agency_id agency;
	struct in_ids grades;
	struct str unit;
	struct money price, consumables;
	struct str quantity, quantity_why;
	struct str consumables_standard;
	struct date opens_day, closes_day, starts, ends;
	struct clock_time opens_at, closes_at;
	int64_t seats;
	struct str slots;
	struct money subsidy;
	bool for_review;
};
struct staffing_in {
	staff_id staff;
	bool drop;
};
extern const struct input offerings_desk_query, offering_input, staffing_input;
enum err page_offerings(struct ctx *c, struct req *r, struct reply *w);
enum err page_offerings_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_new(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_create(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_publish(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_close(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_cancel(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_staff(struct ctx *c, struct req *r, struct reply *w);

enum err api_facts(struct ctx *c, struct req *r, struct reply *w);
enum err api_facts_put(struct ctx *c, struct req *r, struct reply *w);
extern const struct input offering_facts_input;
extern const struct answer offering_facts_told;

/* --- prices by the unit --- */
struct view_offering_one;
struct offering_row;
/* Unit, unit price, quantity and all of it in one sentence: four columns from `col` on. */
void pricing_cells(struct desk *d, size_t row, size_t col, const struct offering *o);
/* What the form says of the price. E_INPUT for a quantity that is no number. */
enum err pricing_said(struct ctx *c, struct req *r, const struct offering_in *in,
                      struct offering_row *row);
/* What the fields unit, price, quantity and quantity_why hold before anything was typed. */
struct str pricing_value(struct arena *a, const struct offering *o, struct str field);
/* The units to choose from, by the rules of the caller's school. */
void unit_options(struct ctx *c, struct view_part_field *f);
/* How the price came about, and what it would be by now. */
enum err pricing_part(struct ctx *c, const struct offering *o, struct view_offering_one *view);
/* What documents ask of the school's day and it falls short of (school_day.h). */
enum err day_part(struct ctx *c, const struct offering *o, struct view_offering_one *view);

/* --- reviews of titles --- */
struct reviews_in {
	struct list_query list;
	bool waiting;
};
struct review_in {
	struct str reason;
};
extern const struct input reviews_query, review_input;
/* What stands of a review on the offering's page. */
enum err review_part(struct ctx *c, struct req *r, const struct offering *o,
                     struct view_offering_one *view);
enum err page_reviews(struct ctx *c, struct req *r, struct reply *w);
enum err page_reviews_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_offering_review(struct ctx *c, struct req *r, struct reply *w);

/* --- calendar and terms --- */
struct day_in {
	struct date first, last;
	struct str what; /* off | teaching | week */
	int64_t follows;
	struct str note;
};
struct term_in {
	struct str code, name;
	struct date first_day, last_day;
};
extern const struct input day_input, term_input;
enum err page_calendar(struct ctx *c, struct req *r, struct reply *w);
enum err page_calendar_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_day_set(struct ctx *c, struct req *r, struct reply *w);
enum err page_terms(struct ctx *c, struct req *r, struct reply *w);
enum err page_terms_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_term_add(struct ctx *c, struct req *r, struct reply *w);

#endif

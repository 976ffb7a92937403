/* Inside this room. */
#ifndef OVERSIGHT_PAGES_H
#define OVERSIGHT_PAGES_H

#include "people/desk.h"

struct compare_in {
	struct list_query list;
	term_id term;
	struct str q;
};
struct report_in {
	term_id term;
};
extern const struct input compare_query, report_query;

enum err page_county(struct ctx *c, struct req *r, struct reply *w);
enum err page_county_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err api_county_schools(struct ctx *c, struct req *r, struct reply *w);
enum err page_city(struct ctx *c, struct req *r, struct reply *w);
enum err page_city_sheet(struct ctx *c, struct req *r, struct reply *w);

/* page_overcharge.c */
struct overcharge_in {
	struct list_query list;
	county_id county; /* the city's: which one's */
	term_id term;
	school_id school;
};
struct case_open_in {
	struct str row; /* "bill.offering.item" of the query; none: a complaint */
	term_id term;
	school_id school;
	struct str words;
};
extern const struct input overcharge_query, fee_case_input;
extern const struct answer overcharges_told;
enum err page_overcharges(struct ctx *c, struct req *r, struct reply *w);
enum err page_overcharges_xlsx(struct ctx *c, struct req *r, struct reply *w);
enum err api_overcharges(struct ctx *c, struct req *r, struct reply *w);
/* Outside a transaction: opens what was said; the answer or the page after it is the caller's. */
struct fee_case_open;
enum err case_opening(struct ctx *c, const struct case_open_in *in, struct fee_case_open *ret_a);

/* page_fee_case.c */
struct cases_in {
	struct list_query list;
	struct str state;
};
struct case_note_in {
	struct str word, words; /* note | corrected | justified | referred */
};
extern const struct input fee_cases_query, fee_case_note_input;
extern const struct answer fee_case_told, fee_cases_told;
enum err page_fee_cases(struct ctx *c, struct req *r, struct reply *w);
enum err page_fee_cases_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_fee_case_open(struct ctx *c, struct req *r, struct reply *w);
enum err page_fee_case(struct ctx *c, struct req *r, struct reply *w);
enum err page_fee_case_note(struct ctx *c, struct req *r, struct reply *w);
enum err api_fee_cases(struct ctx *c, struct req *r, struct reply *w);
enum err api_fee_case(struct ctx *c, struct req *r, struct reply *w);
enum err api_fee_case_open(struct ctx *c, struct req *r, struct reply *w);
enum err api_fee_case_note(struct ctx *c, struct req *r, struct reply *w);

enum err page_school(struct ctx *c, struct req *r, struct reply *w);
enum err page_reports(struct ctx *c, struct req *r, struct reply *w);
enum err page_reports_sheet(struct ctx *c, struct req *r, struct reply *w);

/* page_due.c */
struct due_in {
	struct list_query list;
	struct str state;
};
struct due_record_in {
	struct str due, words;
};
struct due_back_in {
	struct str reason;
};
extern const struct input due_query, due_record_input, due_back_input;
extern const struct answer tasks_due_told, due_done_told;
enum err page_tasks_due(struct ctx *c, struct req *r, struct reply *w);
enum err page_tasks_due_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_due_record(struct ctx *c, struct req *r, struct reply *w);
enum err page_due_done(struct ctx *c, struct req *r, struct reply *w);
enum err page_due_back(struct ctx *c, struct req *r, struct reply *w);
enum err api_tasks_due(struct ctx *c, struct req *r, struct reply *w);
enum err api_due_done(struct ctx *c, struct req *r, struct reply *w);
enum err api_due_record(struct ctx *c, struct req *r, struct reply *w);
enum err api_due_back(struct ctx *c, struct req *r, struct reply *w);

#endif

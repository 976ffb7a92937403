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

enum err page_school(struct ctx *c, struct req *r, struct reply *w);
enum err page_reports(struct ctx *c, struct req *r, struct reply *w);
enum err page_reports_sheet(struct ctx *c, struct req *r, struct reply *w);

#endif

/* A term (学期) of a county. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include "base/ctx.h"

struct term {
	term_id id;
	county_id county;
	struct str code; /* 2026-1: school year 2026, first term */
	struct str name; /* 2026-2027学年第一学期 */
	struct date first_day, last_day;
};

enum err term_get(struct ctx *c, term_id id, struct term *ret_t);
/* The term people mean today: the one that runs, else the next to come, else the last that was. */
enum err term_current(struct ctx *c, county_id county, struct term *ret_t, bool *ret_found);
enum err term_list(struct ctx *c, county_id county, struct term **ret_v, size_t *ret_n);

#endif

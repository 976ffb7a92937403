/* Schools of a county side by side, counties of the city side by side (R40): every sum is the sum
 * of the rows that are shown. */
#ifndef OVERSIGHT_COMPARE_H
#define OVERSIGHT_COMPARE_H

#include "funds/count.h"

/* One school and its registers of today. */
struct compared {
	struct school_count count;
	int64_t due, done; /* sittings of today that are not cancelled; registers saved */
};

/* A county's schools in order of code and their sum; `name` none or a part of the name. E_ABSENT
 * for another county (R2). */
enum err compare_schools(struct ctx *c, county_id county, const struct term *t, struct str name,
                         struct compared **ret_v, size_t *ret_n, struct compared *ret_sum);

/* Counties, development zones last (R3), each in its own current term, and their sum. For the
 * city's office; a county sees itself. */
struct compared_county {
	county_id county;
	struct str code, name;
	bool zone;
	bool has_term;
	struct term term;
	int64_t schools;
	struct school_count count;
};
enum err compare_counties(struct ctx *c, struct compared_county **ret_v, size_t *ret_n,
                          struct compared_county *ret_sum);

#endif

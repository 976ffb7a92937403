/* Shares of a fund as pages and the API say them. */
#ifndef FUNDS_PORTION_SAID_H
#define FUNDS_PORTION_SAID_H

#include "funds/portion.h"
#include "web/web.h"

/* What the documents of today keep of the caller's fund for a purpose, or bound: a sentence each;
 * empty where they do not. */
enum err portions_about(struct ctx *c, enum fund_kind of, struct str *ret_about);
/* What a school's funds had in a term, what of it went to each purpose, and the least: of those of
 * which documents keep a share (R66). Empty where they keep none. */
enum err funds_about(struct ctx *c, county_id county, school_id school, const struct term *t,
                     struct str *ret_about);

extern const struct answer portion_told;
#define ANS_PORTIONS                                                                               \
	{                                                                                          \
		.name = "portions", .type = ANS_LIST, .of = &portion_told                          \
	}
/* The member `portions` of the object that is open. */
void portions_json(struct json *j, const struct portion *v, size_t n);

#endif

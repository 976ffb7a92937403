/* application/x-www-form-urlencoded as names and values in their order: forms, query strings, and
 * the notices of payment channels. */
#ifndef WEB_PAIRS_H
#define WEB_PAIRS_H

#include "base/ctx.h"

struct pair {
	struct str name, value;
	struct str file_name; /* of an upload */
	bool file, used;
};
struct pairs {
	struct pair *v;
	size_t n;
};

/* E_INPUT: bad_request (broken escape), not_utf8 (or NUL), too_large (over 4096 fields). */
enum err form_urlencoded(struct ctx *c, struct str text, struct pairs *ret_p);
const struct pair *pairs_find(const struct pairs *p, const char *name);

#endif

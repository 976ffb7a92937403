/* What a fund may be spent on, and what a purpose is called: a word the program is born with, or
 * one a document declares (`define purpose`, R66). */
#ifndef FUNDS_PURPOSE_H
#define FUNDS_PURPOSE_H

#include "base/phrase.h"
#include "people/desk.h"
#include "store/store.h"

struct purpose_of {
	county_id county;
	school_id school; /* none: the county's own money */
	struct instant at;
	struct str word;
};
/* As the documents of today call it; as those did that were known when it was spent, where none of
 * today does; else the word itself. Inside a transaction. */
enum err purpose_said(struct ctx *c, enum lang lang, const struct purpose_of *p, struct str *ret_s);
/* The same as a part of a phrase, for who reads it later. */
enum err purpose_part(struct ctx *c, const struct purpose_of *p, struct phrase_part *ret_p);

/* The choices of a form that spends a fund of the caller's school or county: what the documents in
 * force today permit it for, but for what `elsewhere` (NULL: nothing) says is paid another way.
 * None: the form gives way to a sentence that says so, and false is answered. */
enum err purpose_choices(struct ctx *c, struct str fund, bool (*elsewhere)(struct str purpose),
                         struct desk *d, struct view_part_field *f, bool *ret_any);

#endif

/* The term as a filter of a county's or a school's list. */
#ifndef TERM_TERM_FILTER_H
#define TERM_TERM_FILTER_H

#include "people/desk.h"
#include "term/term.h"

/* The terms of the caller's county as choices of a select field; `here` is on unless another was
 * asked for. */
enum err desk_terms(struct ctx *c, struct view_part_field *f, term_id here);

#endif

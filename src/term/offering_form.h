/* The form of an offering, shared by its pages. Inside this room. */
#ifndef TERM_OFFERING_FORM_H
#define TERM_OFFERING_FORM_H

#include "term/facts.h"
#include "term/offering_edit.h"
#include "term/offering_one.html.h"
#include "term/pages.h"

/* The tag a state is shown with, by enum offering_state. */
extern const char *const OFFERING_STATE_TAGS[];

/* What the documents ask of an offering, or of a new one of the caller's school (`o` NULL). Inside
 * a transaction. */
enum err offering_form_asked(struct ctx *c, const struct offering *o, struct offering_asked *ret_a);
/* The fields, with what was typed or what there is; `o` NULL: a new one. Inside a transaction. */
enum err offering_form(struct ctx *c, struct req *r, const struct offering *o,
                       const struct slot *slot, size_t slot_n, struct view_offering_one *view);
/* What the form said, all but the answers to what documents ask. E_INPUT with the field. */
enum err offering_row_said(struct ctx *c, struct req *r, const struct offering_in *in,
                           struct offering_row *ret_row);
/* What was chosen of what the documents ask, as it is kept. */
void offering_facts_chosen(struct ctx *c, const struct req *r, const struct offering_asked *asked,
                           struct offering_row *row);
/* What is missing or wrong of it is shown at its choice; passes `e` on. */
enum err offering_fact_blame(struct ctx *c, const struct offering_asked *asked, enum err e);

#endif

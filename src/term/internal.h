/* Shared inside the room. */
#ifndef TERM_INTERNAL_H
#define TERM_INTERNAL_H

#include "people/school.h"
#include "policy/conduct.h"
#include "policy/decide.h"
#include "term/facts.h"
#include "term/offering.sql.h"
#include "term/term.h"

/* What is known of an offering for a grade (0: nor that) before anybody has enrolled: whether the
 * pupil boards is not. */
struct rule_facts facts_before(struct ctx *c, const struct rules *r, const struct school *s,
                               const struct offering *o, int64_t grade);
/* The same for its first grade: what its sittings are judged by. */
struct rule_facts facts_of_plan(struct ctx *c, const struct rules *r, const struct school *s,
                                const struct offering *o);

/* R24: what documents require of a service before anybody has enrolled. What they do not ask, and
 * what depends on the pupil, is met. E_REFUSED as require_decide(). */
enum err require_met(struct ctx *c, const struct rules *r, const struct require_facts *f);

/* A school's stages that an offering is for: bits 1 << enum stage. */
uint32_t grades_stages(int64_t grades);

/* As offering_rules(), but a title that sounds like a subject passes once a second person has
 * looked at it (review.h); with *io_asks also one that is sent there now, and *io_asks stays true
 * for it. */
enum err reviewed_rules(struct ctx *c, const struct rules *r, const struct school *s,
                        const struct offering *o, const struct slot *slot, size_t slot_n,
                        bool *io_asks);
/* In a verb: this offering's title waits for a second person. */
enum err review_ask(struct ctx *c, const struct offering *o);

/* Text for people, as it was written but for blanks around it. */
enum err prose_read(struct ctx *c, struct str field, struct str said, size_t max, bool required,
                    struct str *ret_s);

/* What the rows of one school's term share while they are judged or written; in a transaction. */
struct plan_desk;
struct offering_row;
enum err plan_desk_open(struct ctx *c, school_id school, term_id term, struct plan_desk **ret_d);
/* What offerings_put_verb would do with this row (row->did), or why it would not. Changes nothing.
 */
enum err offering_look(struct ctx *c, const struct plan_desk *d, struct offering_row *row);

/* The caller's school, or the one named (system); roles clerk and leader. */
enum err own_school(struct ctx *c, school_id named, struct school *ret_s);
/* A staff member's own offering, to change it. */
enum err own_offering(struct ctx *c, offering_id id, struct offering *ret_o);

#endif

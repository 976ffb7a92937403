/* Shared inside the room: what enrol.c, leave.c and waitlist.c have in common. */
#ifndef ENROLMENT_INTERNAL_H
#define ENROLMENT_INTERNAL_H

#include "enrolment/enrolment.h"
#include "enrolment/enrolment.sql.h"
#include "enrolment/judge.h"

#define BASKET_MAX      40
#define PUT_FORWARD_MAX 200

enum err enrolment_state_parse(struct ctx *c, struct str name, enum enrolment_state *ret_s);

/* Turn the first reason into the fault of the context. */
enum err refuse_first(struct ctx *c, const struct refusal_note *v);

/* The enrolment, through the scope of whoever asks: a pupil out of reach takes it out of reach too.
 */
enum err enrolment_load(struct ctx *c, enrolment_id id, struct q_enrolment_get_row *ret_row,
                        struct enrolment *ret_e);

/* The pupil of an enrolment, through the scope of whoever asks. A school's desk reaches whoever
 * went to another school and is on a service of its own (*ret_gone), and not what the own pupils
 * still hold at a former school. */
enum err enrolment_pupil(struct ctx *c, const struct q_enrolment_get_row *row, struct pupil *ret_p,
                         bool *ret_gone);

/* Charge an enrolment to a pupil of this standing, and note amount and bill in *e. */
enum err enrolment_bill(struct ctx *c, const struct standing *s, const struct offering *o,
                        bool self_purchase, struct enrolment *e);

#endif

/* Consumables a family entrusts to the provider (R37). The family chooses when it enrols, and may
 * choose again while its bill is open (enrolment/choice.h): it buys them itself, which lowers the
 * bill by their price, or signs that the provider buys them. What is
 * entrusted is collected and handed out only after the school has signed off what is bought; the
 * delivery is confirmed with its receipt. */
#ifndef PAYMENTS_CONSUMABLES_H
#define PAYMENTS_CONSUMABLES_H

#include "payments/order.h"

/* What a service's consumables are, who wants them, how far they are. */
struct lot {
	offering_id offering;
	school_id school;
	term_id term;
	struct str title;                       /* of the service */
	struct str provider;                    /* the agency; none: the school itself */
	struct str standard;                    /* item, quantity, unit price, as published (R36) */
	struct money price;                     /* for one pupil */
	int64_t entrusted, self_bought;         /* pupils enrolled now */
	struct instant signed_at, delivered_at; /* none: INT64_MIN */
	struct str signed_by, delivered_by;     /* names */
	struct str sign_note, delivery_note;
};
/* A school's services with consumables of a term, by code (desk of the school, its county). */
enum err lot_list(struct ctx *c, school_id school, term_id term, struct lot **ret_v, size_t *ret_n);
/* One of them, within the desk's scope; E_ABSENT for a service without consumables. */
enum err lot_get(struct ctx *c, offering_id offering, struct lot *ret_l);

/* Who entrusted them, and when the guardian signed it. Notes the reading. */
struct entrusted {
	pupil_id pupil;
	struct str name, class_name;
	struct str guardian; /* who signed; none: entered by the school from paper */
	struct instant at;
	struct money amount; /* on the bill */
	bool collected;
};
enum err lot_pupils(struct ctx *c, offering_id offering, struct entrusted **ret_v, size_t *ret_n);

/* Verb (a school's desk): what is to be bought was looked at, with a note: standard, price,
 * supplier. The same again changes nothing. E_INPUT without a note, E_ABSENT without consumables.
 */
struct lot_sign {
	offering_id offering;
	struct str note;
};
extern const struct verb lot_sign_verb;

/* Verb (a school's desk): they were handed out, by this delivery receipt. E_REFUSED
 * `consumables_unsigned` before the sign-off; E_CONFLICT `consumables_delivered` the second time.
 */
struct lot_deliver {
	offering_id offering;
	struct str note;
};
extern const struct verb lot_deliver_verb;

/* What stands in the way of collecting a bill: the service whose entrusted consumables are not
 * signed off; none: nothing does. Asks nobody's role. */
enum err consumables_unsigned_on(struct ctx *c, bill_id bill, struct str *ret_title);

/* How far a service's consumables are: signed off, handed out. Asks nobody's role. */
struct lot_stage {
	bool signed_off, delivered;
};
enum err lot_stage_of(struct ctx *c, offering_id offering, struct lot_stage *ret_s);

/* Inside a verb: whether consumables may be charged to a pupil of this service. E_REFUSED
 * `consumables_self_bought` for one whose family buys them itself, `consumables_unsigned`. */
enum err consumables_may_sell(struct ctx *c, pupil_id pupil, offering_id offering);

/* How a family's consumables stand in a term, by service; for a desk those of the school that
 * billed. Within the caller's scope of the bill. */
struct consumables_mine {
	enrolment_id enrolment;
	struct str title, standard;
	struct money price;
	bool self_bought;
	struct instant signed_at, delivered_at; /* none: INT64_MIN */
	struct str delivery_note;
};
enum err consumables_of(struct ctx *c, pupil_id pupil, term_id term,
                        struct consumables_mine **ret_v, size_t *ret_n);

#endif

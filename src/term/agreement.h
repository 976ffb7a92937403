/* Agreement texts (R50): versions per school, term and kind; school and agency sign for an
 * offering, the guardian signs by naming the version in the application. */
#ifndef TERM_AGREEMENT_H
#define TERM_AGREEMENT_H

#include "policy/rules.h"
#include "term/offering.h"

struct agreement {
	agreement_id id;
	county_id county;
	school_id school;
	term_id term;
	enum kind kind;
	int64_t version;
	struct str title, body;
	struct instant published;
	bool is_published;
};

/* The newest published version for the offering's kind; *ret_found false when there is none. */
enum err agreement_current(struct ctx *c, const struct offering *o, struct agreement *ret_a,
                           bool *ret_found);

/* R50: who has still to sign for this offering before a guardian may: names in the reader's
 * language, none when nobody; *ret_a is the version to sign. One read. For a course by an agency
 * the agency and the school, else the school; a kind no document asks an agreement for (lunch)
 * needs none unless the school has published one. No published agreement counts as missing.
 * `rules`: the school's of today, when they are at hand; NULL: they are asked. */
struct agreement_standing {
	agreement_id version;
	struct str missing;
	struct fault no; /* with a code: no document says who signs, or it is not decided */
};
enum err agreement_standing(struct ctx *c, const struct offering *o, const struct rules *rules,
                            struct agreement_standing *ret_a);
/* The same for all offerings of a school's term, in the order of `o`. */
enum err agreement_standings(struct ctx *c, school_id school, term_id term,
                             const struct offering *o, size_t n, const struct rules *rules,
                             struct agreement_standing *ret_v);

/* --- the school's and the agency's side
 * ----------------------------------------------------------- */

/* Within the caller's school or county; an agency the published ones of offerings it serves.
 * E_ABSENT. */
enum err agreement_get(struct ctx *c, agreement_id id, struct agreement *ret_a);
/* All versions by kind, the newest first. */
enum err agreement_list(struct ctx *c, school_id school, term_id term, struct agreement **ret_v,
                        size_t *ret_n);

/* Verb (clerk, leader, system): write the draft of a kind; there is one a term, made when there is
 * none. */
struct agreement_put {
	school_id school; /* none: the caller's */
	term_id term;
	enum kind kind;
	struct str title, body;
	agreement_id result;
};
extern const struct verb agreement_put_verb;

/* Verb (clerk, leader, system): from then on it is fixed; who signed an older version signs anew.
 * Again is no error. */
struct agreement_publish {
	agreement_id agreement;
};
extern const struct verb agreement_publish_verb;

/* Verb: sign the newest version for these offerings: clerk and leader for the school, an agency's
 * contact for the agency. At most AGREEMENTS_MANY. E_REFUSED `agreement_missing` when nothing is
 * published for the kind. Again is no error; `put`: how many are new. */
#define AGREEMENTS_MANY 200
struct agreement_sign {
	const offering_id *offering;
	size_t n;
	size_t failed;
	size_t put;
};
extern const struct verb agreement_sign_verb;

/* An agency's offerings with what stands under their agreement. */
struct agency_offering {
	offering_id id;
	struct str school_name, term_name, code, title;
	enum offering_state state;
	int64_t taken;
	agreement_id version; /* none: the school has published none yet */
	bool signed_by_agency;
	struct str missing;
};
enum err agency_offerings(struct ctx *c, struct agency_offering **ret_v, size_t *ret_n);

#endif

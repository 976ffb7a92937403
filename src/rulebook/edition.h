/* An edition of a rule set that a county enters itself, and its life: draft, review by a second
 * person, approved, published, superseded or withdrawn. The text is kept in its canonical form; the
 * file and the form are the same thing. */
#ifndef RULEBOOK_EDITION_H
#define RULEBOOK_EDITION_H

#include "policy/rule_set.h"
#include "store/store.h"

struct edition {
	edition_id id;
	county_id county;
	struct str ruleset;
	int64_t number;
	struct str state; /* draft | review | approved | published | superseded | withdrawn */
	struct str title, document, level, place;
	struct date starts, ends, known;
	struct str hash; /* 32 bytes */
	struct str disclosure;
	account_id drafter, approver;
	struct instant published; /* INT64_MIN: not */
	struct date withdrawn, until;
	struct date last; /* the last day it holds: its own end, or the day before a later edition's
	                     first; DATE_NONE: open */
};
/* Of what is published; PHASE_WORK: not yet. */
enum phase { PHASE_ANY, PHASE_WORK, PHASE_NOW, PHASE_SOON, PHASE_PAST, PHASE_COUNT };
enum phase edition_phase(const struct edition *e, struct date on);

/* A county's officers, the city, the system. E_ABSENT. */
enum err edition_get(struct ctx *c, edition_id id, struct edition *ret_e);
enum err edition_body(struct ctx *c, edition_id id, struct str *ret_body);
/* The newest first day first; only those that are in this phase today. */
enum err edition_list(struct ctx *c, county_id county, enum phase phase, struct edition **ret_v,
                      size_t *ret_n);
/* An id no set of the county has: LOCAL-349901, LOCAL-349901-2, … */
enum err edition_free_id(struct ctx *c, county_id county, struct str code, struct str *ret_id);
/* The edition a set of a composed book was read from; none for one that is built in. */
enum err edition_of(struct ctx *c, county_id county, const struct rule_set *s, edition_id *ret_id);
/* The day the edition a set was read from was withdrawn, so that it no longer holds on `as_of`;
 * DATE_NONE: it does. Asks nobody's reach: what a family is charged by is theirs to know. */
enum err edition_gone(struct ctx *c, county_id county, const struct rule_set *s, struct date as_of,
                      struct date *ret_on);

struct edition_step {
	struct str what, by, reason;
	struct instant at;
};
enum err edition_steps(struct ctx *c, edition_id id, struct edition_step **ret_v, size_t *ret_n);
/* The edition that was published before this one. */
enum err edition_before(struct ctx *c, const struct edition *e, edition_id *ret_id,
                        bool *ret_found);

/* --- the life -----------------------------------------------------------------------------------
 * Called outside a transaction by a county's officer or the system; each is one verb, run once for
 * its key, audited. `once` may be NULL. */

/* Takes a whole text. A set that is new gets its first edition; one with an open draft gets its
 * text; one that is published gets the next edition. E_INPUT rule_set_wrong (field "body", found:
 * line, column and what should stand there), too_large; E_REFUSED rule_under_foreign for a set
 * `under` another one than holds in the county, rule_place_foreign for a set that
 * is neither for this county nor for a school of it; E_REFUSED rule_state while an edition is in
 * review or approved; E_CONFLICT rule_draft_moved when somebody changed the draft since it was
 * seen; rule_draft_exists (found: which, and whose) when a text without `edition` and `replaces`
 * would take the place of another draft. */
struct edition_draft {
	county_id county;   /* an officer's own when none */
	edition_id edition; /* the draft that is rewritten, none: by the text's rule set */
	struct str body;
	struct str file; /* what the text is called where it comes from; or none */
	struct str seen; /* hash, in hex, of the text that was changed; none: whatever it is now */
	bool replaces;   /* an open draft of the same id goes for it, unnamed though it is */
	edition_id result;
	struct str answer; /* JSON: id, rule_set, edition, state */
};
enum err edition_draft_put(struct ctx *c, struct edition_draft *d, const struct store_once *once);

/* E_REFUSED rule_state when the edition is in another state than the step begins with. */
struct edition_turn {
	edition_id edition;
	struct str reason;     /* required to return and to withdraw */
	struct str disclosure; /* publish: what the public reads */
	struct date until; /* withdraw: the last day it holds; DATE_NONE: as if never published */
	struct str answer; /* as above */
};
/* E_REFUSED rule_set_wrong when it does not stand beside the county's other sets, each finding
 * named (findings.h); case_missing when it has no worked case; E_CONFLICT rule_draft_moved when it
 * was changed while it was looked at. */
enum err edition_submit(struct ctx *c, struct edition_turn *t, const struct store_once *once);
enum err edition_return(struct ctx *c, struct edition_turn *t, const struct store_once *once);
/* By another person than who submitted or wrote it: E_REFUSED own_submission, found: their name. */
enum err edition_approve(struct ctx *c, struct edition_turn *t, const struct store_once *once);
/* E_REFUSED not_approved; case_failed (the case is named in found, what came out and what it
 * expects in clause and allowed); rule_set_wrong when it does not stand beside the other sets (a
 * lock of an upper one, an overlap); E_INPUT missing_field without a disclosure text; E_CONFLICT
 * rule_book_moved when the county's rules changed while the cases ran. */
enum err edition_publish(struct ctx *c, struct edition_turn *t, const struct store_once *once);
/* From now on it holds to its last day, or on no day at all; what was decided while it was
 * published was decided by it and says so. E_REFUSED rule_needed when the county's other sets do
 * not stand together without it (found: which and why); E_CONFLICT rule_book_moved. */
enum err edition_withdraw(struct ctx *c, struct edition_turn *t, const struct store_once *once);

/* A worked case and what it came to, on the book the edition would stand in. */
struct case_result {
	struct str decision, name;
	bool holds;
	struct str where, found, expected;
};
/* Runs all cases of an edition; inside a reading transaction. */
enum err edition_cases(struct ctx *c, const struct edition *e, struct case_result **ret_v,
                       size_t *ret_n);

/* R1: for the county itself or for one of its schools; nobody writes another's rules. E_REFUSED
 * rule_place_foreign with file, line and column. */
enum err rule_place_require(struct ctx *c, county_id county, const struct rule_set *s,
                            struct str place);

#endif

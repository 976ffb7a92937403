/* Inside the room: what the steps of an edition's life share. */
#ifndef RULEBOOK_LIFE_H
#define RULEBOOK_LIFE_H

#include "crypto/hash.h"
#include "policy/rules.h"
#include "rulebook/edition.h"

/* A text that was read: its set, its canonical form, and what the columns say of it. */
struct edition_text {
	const struct rule_set *set;
	struct str body, place;
	struct date known;
	uint8_t hash[SHA256_BYTES];
};
/* E_INPUT rule_set_wrong, too_large. Anywhere. */
enum err edition_read(struct ctx *c, struct str typed, struct edition_text *ret_t);
/* The same, brought into the one form in which it is kept: names, order and the place of comments
 * are the vocabulary's. What is wrong is told by `file`, where the text has one. */
enum err edition_read_canonical(struct ctx *c, struct str file, struct str typed,
                                struct edition_text *ret_t);

/* The argument of every verb of the life. */
struct life {
	county_id asked, county;
	edition_id named, edition;
	const struct edition_turn *turn;
	struct edition_text read;
	struct str answer, seen;
	bool replaces; /* a draft: another one with its id */
	/* submission and publication: what the trial ran on */
	bool tried;
	int64_t version;
	struct str tried_hash;
};

enum err edition_for_officer(struct ctx *c, edition_id id, struct edition *ret_e);
enum err wrong_state(struct ctx *c, const struct edition *e);
struct str state_words(enum lang lang, struct str state);
/* In a verb: the step and its audit record. */
enum err step_put(struct ctx *c, const struct edition *e, const char *what, struct str reason);

/* The county's book with this edition in its place, as it is now. The caller frees it. */
enum err edition_book(struct ctx *c, const struct edition *e, struct policy_book **ret_book);

/* Could it stand in the book as it is now? In a reading transaction. E_REFUSED rule_set_wrong,
 * case_failed. */
enum err edition_trial(struct ctx *c, const struct edition *e);
/* Could the others stand without it, from the day after `until` or altogether (DATE_NONE)? In a
 * reading transaction. E_REFUSED rule_set_wrong. */
enum err edition_trial_without(struct ctx *c, const struct edition *e, struct date until);

#endif

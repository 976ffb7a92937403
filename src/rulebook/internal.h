/* Shared inside the room. */
#ifndef RULEBOOK_INTERNAL_H
#define RULEBOOK_INTERNAL_H

#include "rulebook/edition.h"
#include "rulebook/rulebook.h"

/* Builds the book of a county anew, as it stood at a moment. `more` is a text that is not published
 * yet and takes its place as if it were, or an edition that leaves; then the whole is checked.
 * NULL: what was published is bound and not asked again. E_REFUSED rule_set_wrong when it cannot be
 * read, or its sets do not stand beside each other. The caller frees the book. */
struct candidate {
	edition_id edition;
	struct str ruleset;
	int64_t number;
	struct date starts, ends;
	struct str body;
	struct str file;          /* as whoever asks calls the text; none: by its label */
	bool held;                /* to the locks of what reaches the county: not published yet */
	bool replaces;            /* the built-in set of its id, if there is one, is left out */
	bool leaves;              /* published, and held to be withdrawn with `ends` its last day;
	                             DATE_NONE: as if never published */
	struct rule_error *wrong; /* or NULL: the first thing wrong is told here too */
};
struct candidate candidate_of(const struct edition *e); /* without its text */
enum err book_compose(struct ctx *c, county_id county, struct instant at,
                      const struct candidate *more, struct policy_book **ret_book);
struct str edition_label(struct arena *a, struct str ruleset, int64_t number);
/* The set of that label in a book; NULL: another took its place. */
const struct rule_set *book_set(const struct policy_book *b, struct str label);
/* Whether a county's own sets go on here: they come before those built in. */
bool set_own(const struct rule_set *s);

enum err rule_error_fault(struct ctx *c, enum err e, const struct rule_error *wrong);

/* The rules of a county out of a book of its own. */
enum err book_rules(struct ctx *c, const struct policy_book *book, county_id county,
                    struct date as_of, struct rules *ret_rules);
/* Adds what the county decided, as far as the book's sets ask for it. */
enum err decisions_add(struct ctx *c, county_id county, struct instant at,
                       struct policy_book *book);

/* In a verb that changed what holds in a county: raises its version. */
enum err book_changed(struct ctx *c, county_id county);

/* The account's name for people; empty for the command line. */
enum err person_name(struct ctx *c, account_id account, struct str *ret_name);
/* The county a verb is for: an officer's own, or the one named by the system. E_DENIED. */
enum err officer_county(struct ctx *c, county_id asked, county_id *ret_county);

/* What people call a set: its title; the id of one the book does not have. */
struct str book_title(const struct policy_book *b, struct str id);

#endif

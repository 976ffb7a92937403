/* The parts of `kehou policy` that work on a database. */
#ifndef MAIN_POLICY_DB_H
#define MAIN_POLICY_DB_H

#include "main/cli.h"
#include "rulebook/edition.h"
#include "rulebook/rulebook.h"

/* kehou policy load FILE --county CODE [--replace] [--publish-as TEXT --by DRAFTER,APPROVER]
 * [--json]: a draft; with two officers of the county it is submitted, approved and published as
 * them, and audited so.
 * --replace: in the place of another open draft with its id. One person in both places is refused
 * before anything is written. */
int policy_load(struct cli *m);
/* A set asked for in a county's own book, and what was found for it. */
struct policy_county {
	const char *code;  /* NULL: that of the edition, else the only one of the database */
	const char *named; /* a set's id, T-1/2, an edition's number; NULL: the one it stands on */
	struct str text;   /* of a file in their place; or none */
	struct date on;    /* the day that is asked for; DATE_NONE: today */
	struct date known; /* with what was known by then; DATE_NONE: all */
	struct str school; /* by its code, whose plan holds too; or none */

	county_id county;
	struct str ruleset;     /* none: the one it stands on */
	struct edition edition; /* the one that was named; its id none: no single one */
	const struct policy_book *book;
	const struct rule_set *set; /* of the edition or the file, in the book; or NULL */
	struct policy_book *own;    /* where the book is the caller's to free */
};
/* Whether a database is asked: a county or an edition is named, or no built-in set has the id and
 * there is a database. */
bool policy_of_county(struct cli *m, const char *code, const char *named);
/* Inside a reading transaction. E_ABSENT for a county, a set or an edition nobody knows;
 * E_INPUT missing_field where the county has to be said; E_REFUSED as rulebook_book_with(). */
enum err policy_county_find(struct ctx *c, struct policy_county *k);
/* The rules of what was found, on its day. E_REFUSED no_rule also where the edition does not hold
 * then. */
enum err policy_county_rules(struct ctx *c, const struct policy_county *k, struct rules *ret_rules);
/* The edition that is read for it: the one that was named, else the one of the id in force on the
 * day, else the last; none for a built-in set. */
enum err policy_county_edition(struct ctx *c, const struct policy_county *k, edition_id *ret_id,
                               const struct rule_set **ret_set);
/* Opens the database; a fault is told as policy_fault() does. The exit code. */
int policy_store(struct cli *m, bool read_only);
/* Opens the database to read, and runs `run` in a transaction; the exit code. */
int policy_reading(struct cli *m, enum err (*run)(struct cli *m, void *arg), void *arg);

/* kehou policy list --county, show of what a county entered itself. */
struct policy_listing {
	const char *county;
	struct date on, known; /* either: what holds then, else all editions */
	bool json;
};
int policy_db_list(struct cli *m, const struct policy_listing *asked);
int policy_db_show(struct cli *m, struct policy_county *k, bool as_json, bool cases);

#endif

/* Which rules hold for a county and a school on a day: the sets built into the program, those the
 * county published, and the decisions it recorded. Every room asks here and nowhere else. */
#ifndef RULEBOOK_RULEBOOK_H
#define RULEBOOK_RULEBOOK_H

#include "policy/rules.h"
#include "store/store.h"

/* R1, R10. As of a day, with all that is known by now; `school` may be none. Inside a transaction;
 * one statement. The rules may be read until c->arena is reset or rewound past this call, whatever
 * is published meanwhile. E_REFUSED no_rule when nothing is in force; E_ABSENT for an unknown
 * county. */
enum err rulebook_rules(struct ctx *c, county_id county, school_id school, struct date as_of,
                        struct rules *ret_rules);
/* As they were known here at a moment: what the county published, withdrew, decided or chose later
 * is as if it had not been, and of the program's sets those count that were known on its day. What
 * was decided then is explained by these, a document withdrawn since included; what is decided now
 * asks rulebook_rules(). INSTANT_LATEST: now. Such a book stood as a whole, so it is never refused
 * for its documents contradicting each other. */
enum err rulebook_rules_known(struct ctx *c, county_id county, school_id school, struct date as_of,
                              struct instant known, struct rules *ret_rules);

/* All sets of a county, with those of the program, as they were known at a moment; what lists and
 * previews look through. */
enum err rulebook_book(struct ctx *c, county_id county, struct instant at,
                       const struct policy_book **ret_book);

/* The rules out of a book of the county in hand, with `ruleset` in the place of the set it stands
 * on; none: that one. `school`: by its code, whose plan holds too where it is one of the county;
 * or none. no_rule keeps the words of the format. */
enum err rulebook_rules_in(struct ctx *c, const struct policy_book *book, county_id county,
                           struct str school, struct str ruleset, struct date as_of,
                           struct instant known, struct rules *ret_rules);

/* The same book with a text more (what is wrong is told by `file`, where it has one), as if it were
 * published today whatever its status: for asking what it would do. A set of its id that is built
 * in gives way to it. *ret_set is the text's set in it. The caller frees the book. E_REFUSED
 * rule_set_wrong when it cannot be read, does not stand beside the other sets, or is looser than a
 * lock of what reaches the county (R10): as when it is handed in. */
enum err rulebook_book_with(struct ctx *c, county_id county, struct str file, struct str text,
                            struct policy_book **ret_book, const struct rule_set **ret_set);

/* Whether a text could be published there now, before anything is written: rulebook_book_with(),
 * its worked cases and those of what the county has published. In a reading transaction. E_REFUSED
 * rule_set_wrong, case_missing, case_failed. */
enum err rulebook_trial(struct ctx *c, county_id county, struct str file, struct str text);

/* A text as a set of its own, for what it says of itself. E_INPUT rule_set_wrong. */
enum err rulebook_read(struct ctx *c, struct str text, const struct rule_set **ret_set);

/* Another one whenever what holds in the county became another; 0: nothing of its own. */
enum err rulebook_version(struct ctx *c, county_id county, int64_t *ret_version);

/* For reading a million rows: the answers given before are kept. Made inside the transaction,
 * before any mark of the arena; lives as long as the arena. */
struct rules_memo;
enum err rules_memo_new(struct ctx *c, struct rules_memo **ret_m);
enum err rules_memo_rules(struct ctx *c, struct rules_memo *m, county_id county, school_id school,
                          struct date as_of, struct rules *ret_rules);
/* The rules of the day of a moment as they were known at it: what was done then is judged by these,
 * whatever was published since. One statement where the county has said anything of its own. */
enum err rules_memo_known(struct ctx *c, struct rules_memo *m, county_id county, school_id school,
                          struct instant at, struct rules *ret_rules);

/* --- the set a county stands on ----------------------------------------------------------------
 */

/* Verb (the county's officer, system): from a day on, for a reason. Audited. E_INPUT; E_REFUSED
 * no_rule when the set is not in force on that day. */
struct base_choice {
	county_id county; /* an officer's own when none */
	struct str ruleset;
	struct date starts; /* DATE_NONE: today */
	struct str reason;
};
extern const struct verb base_choose_verb;

struct base {
	struct str ruleset;
	struct date starts; /* DATE_NONE: from the beginning */
	struct str reason, by;
	struct instant at;
};
/* The newest first; the one it began with is last. Within the caller's scope. */
enum err base_list(struct ctx *c, county_id county, struct base **ret_v, size_t *ret_n);

#endif

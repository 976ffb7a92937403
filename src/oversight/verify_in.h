/* Shared by the parts of verify. */
#ifndef OVERSIGHT_VERIFY_IN_H
#define OVERSIGHT_VERIFY_IN_H

#include "oversight/verify.h"
#include "people/county.h"
#include "policy/decide.h"

enum { VERIFY_CHECKS = 14 };

/* Where the checks are written down; filled in order. */
struct verify_report {
	struct verify_check v[VERIFY_CHECKS];
	size_t n;
};

/* The next check; rows are counted into it. */
struct verify_check *verify_begin(struct verify_report *r, const char *name);
/* Count a row that does not hold; of the first one the id is kept, and true tells the caller to say
 * in `found` what is wrong with it. */
bool verify_broken(struct verify_check *v, int64_t id);

/* The rule sets of all counties, read once: rows are looked at by the million. */
struct verify_sets {
	const struct policy_book *book;
	struct county *county;
	size_t n;
};
enum err verify_sets_load(struct ctx *c, struct verify_sets *ret_s);
/* The rules of a county on a day; E_BROKEN when there is no such county. */
enum err verify_sets_rules(struct ctx *c, const struct verify_sets *s, county_id county,
                           struct date day, struct rules *ret_rules);

enum err verify_enrolments(struct ctx *c, struct verify_report *r);
enum err verify_bills(struct ctx *c, struct verify_report *r);
enum err verify_lines(struct ctx *c, struct verify_report *r);
enum err verify_ledger(struct ctx *c, struct verify_report *r);
enum err verify_registers(struct ctx *c, struct verify_report *r);
enum err verify_participation(struct ctx *c, struct verify_report *r);
enum err verify_guarantee(struct ctx *c, struct verify_report *r);
enum err verify_counts(struct ctx *c, struct verify_report *r);

#endif

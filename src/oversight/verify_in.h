/* Shared by the parts of verify. */
#ifndef OVERSIGHT_VERIFY_IN_H
#define OVERSIGHT_VERIFY_IN_H

#include "oversight/verify.h"
#include "policy/decide.h"
#include "rulebook/rulebook.h"

enum { VERIFY_CHECKS = 64 };

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

enum err verify_enrolments(struct ctx *c, struct verify_report *r);
enum err verify_bills(struct ctx *c, struct verify_report *r);
enum err verify_waivers(struct ctx *c, struct verify_report *r);
enum err verify_lines(struct ctx *c, struct verify_report *r);
enum err verify_ledger(struct ctx *c, struct verify_report *r);
enum err verify_books(struct ctx *c, struct verify_report *r);
enum err verify_payments(struct ctx *c, struct verify_report *r);
enum err verify_registers(struct ctx *c, struct verify_report *r);
enum err verify_participation(struct ctx *c, struct verify_report *r);
enum err verify_guarantee(struct ctx *c, struct verify_report *r);
enum err verify_counts(struct ctx *c, struct verify_report *r);
enum err verify_prices(struct ctx *c, struct verify_report *r);
enum err verify_arrivals(struct ctx *c, struct verify_report *r);
enum err verify_payouts(struct ctx *c, struct verify_report *r);
enum err verify_escrow(struct ctx *c, struct verify_report *r);
enum err verify_subsidy(struct ctx *c, struct verify_report *r);
enum err verify_rules(struct ctx *c, struct verify_report *r);
enum err verify_whatif(struct ctx *c, struct verify_report *r);
enum err verify_terms(struct ctx *c, struct verify_report *r);

#endif

/* R66: what documents keep of a fund for a purpose (at_least), or let go to it (at_most), as a
 * share of what the fund received in a term. */
#ifndef FUNDS_PORTION_H
#define FUNDS_PORTION_H

#include "money/ledger.h"
#include "policy/rules.h"
#include "store/store.h"
#include "term/term.h"

/* Of a school's guarantee fund (subsidies and fees that are paid or on their way too), without a
 * school of its county's special fund. */
struct str granted_fund(school_id school); /* as documents name it */
struct fund_use {
	bool known;            /* no term runs today: nothing is */
	struct money received; /* in the term; where the county allocates no more than it did */
	struct money spent;    /* of that on the purpose, what waits for approval too */
};
/* `term` none: that of today. */
enum err fund_use(struct ctx *c, county_id county, school_id school, term_id term,
                  struct str purpose, struct fund_use *ret_u);

/* Of what families paid a school in a term for what it gives itself, less what went back; spent of
 * it by staff's pay and by the school, paid or on its way. `term` none: that of today
 * (term_asked). */
enum err fee_use(struct ctx *c, county_id county, school_id school, term_id term,
                 struct str purpose, struct fund_use *ret_u);

/* Subsidies and fees, which are paid without a spending of their own: of a purpose, out of one
 * account of a school, by payouts made in the term. */
enum err drawn_on(struct ctx *c, school_id school, term_id term, struct str purpose,
                  enum ledger_account from, struct money *ret_m);

/* R42, R66: whether the documents of today let a fund be spent so (spend_decide), with what it
 * received and what went to the purpose; a refusal in the reader's words. Whose fund, purpose,
 * amount and what is left stand in *io_f. */
struct spend_facts;
enum err spend_permitted(struct ctx *c, county_id county, school_id school,
                         const struct fund_use *use, struct spend_facts *io_f,
                         const struct rule **ret_rule);

/* The funds documents permit spendings of (`permit FUND`). */
enum fund_kind { FUND_GRANTED, FUND_FEES }; /* guarantee or special fund; what families paid */

struct portion {
	enum fund_kind of;
	struct str purpose, percent;
	bool least; /* else: at most */
	struct money received, bound, spent;
	const struct rule *rule;
};
static inline bool portion_unmet(const struct portion *p)
{
	return p->least && p->spent.fen < p->bound.fen;
}
/* The shares of a fund in a term by its rules (term_rules_day); none where its documents state
 * none. Asks nobody's role. */
enum err portion_list(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                      const struct term *t, struct portion **ret_v, size_t *ret_n);
/* Those of the caller's own fund in the term of today; none where no term runs. */
enum err portions_now(struct ctx *c, enum fund_kind of, struct portion **ret_v, size_t *ret_n);

/* Where documents keep a share of a fund for a purpose: what it received in a term, and what of it
 * went to each purpose they permit; else none. */
struct fund_spent {
	struct str purpose;
	struct money received, spent;
};
enum err fund_account(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                      const struct term *t, struct fund_spent **ret_v, size_t *ret_n);

/* Whoever closes a school's term says why less went to a purpose than its documents keep for it, of
 * the guarantee fund and of what families paid: E_REFUSED `portion_unmet`, unless it is explained.
 */
enum err portions_met(struct ctx *c, county_id county, school_id school, const struct term *t,
                      bool explained, bool *ret_met);

#endif

/* The ledger: money moves only by entries whose legs sum to zero, in the transaction of their cause
 * (wall 4). Entries are never changed; a correction is the reversed entry. */
#ifndef MONEY_LEDGER_H
#define MONEY_LEDGER_H

#include "base/ctx.h"

/* Accounts of the first term; the subject says whose it is. */
enum ledger_account {
	LEDGER_RECEIVABLE,    /* what a bill's family owes; subject: the bill */
	LEDGER_COURSE,        /* earned by an offering; subject: the offering */
	LEDGER_CONSUMABLES,   /* consumables bought through the provider; subject: the offering */
	LEDGER_CARE,          /* care fees where a rule set allows them; subject: the offering */
	LEDGER_GUARANTEE,     /* guarantee fund at a school; subject: the school */
	LEDGER_APPROPRIATION, /* paid out by finance; subject: the school */
	LEDGER_ACCOUNT_COUNT
};
const char *ledger_account_name(enum ledger_account a);

struct leg {
	enum ledger_account account;
	int64_t subject;
	struct money amount; /* debit positive, credit negative */
};

/* Inside a verb. `cause`/`cause_id`: the row this entry belongs to. E_BROKEN when the legs do not
 * sum to zero: that is a mistake of ours, never the user's. */
enum err ledger_post(struct ctx *c, county_id county, const char *cause, int64_t cause_id,
                     const struct leg *legs, size_t n);

#endif

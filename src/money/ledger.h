/* The ledger: money moves only by entries whose legs sum to zero, in the transaction of their cause
 * (wall 4). Entries are never changed; a correction is the reversed entry. */
#ifndef MONEY_LEDGER_H
#define MONEY_LEDGER_H

#include "base/ctx.h"
#include "base/text.h"

/* Only accounts that something posts to; a flow brings its own. */
enum ledger_account {
	LEDGER_RECEIVABLE,    /* what a bill's family owes; subject: the bill */
	LEDGER_COURSE,        /* earned by an offering; subject: the offering */
	LEDGER_CONSUMABLES,   /* consumables bought through the provider; subject: the offering */
	LEDGER_CARE,          /* care fees where a rule set allows them; subject: the offering */
	LEDGER_GUARANTEE,     /* guarantee fund at a school; subject: the school */
	LEDGER_APPROPRIATION, /* paid out by finance; subject: the school */
	/* Paid by a family and not yet seen on the bank's statement; subject: the school. */
	LEDGER_CLEARING_WECHAT,
	LEDGER_CLEARING_ALIPAY,
	LEDGER_CLEARING_COUNTER,
	LEDGER_PAYER_RECEIVABLE, /* waived for a family, owed by who bears it; subject: the school
	                          */
	LEDGER_REFUND_PAYABLE,   /* owed back to a bill's family; subject: the bill */
	/* Of the staff subsidy; subject: the school. */
	LEDGER_GUARANTEE_SPENT, /* what the guarantee fund was spent on */
	LEDGER_FEE_SPENT,       /* what families paid, spent on a purpose */
	LEDGER_STAFF_EXPENSE,   /* subsidies and labour fees approved */
	LEDGER_STAFF_PAYABLE,   /* of them: not paid out yet */
	/* The city's special fund; subject: the county. */
	LEDGER_SPECIAL_FUND,
	LEDGER_SPECIAL_GRANT, /* allocated by the city */
	LEDGER_SPECIAL_SPENT,
	/* Of the supervised account; subject: the school. */
	LEDGER_BANK,            /* as its statement shows it */
	LEDGER_CHANNEL_FEE,     /* kept by a channel, borne by the school */
	LEDGER_CHANNEL_FEE_DUE, /* the same, owed to the school by its county, which bears it */
	LEDGER_UNEXPLAINED,     /* at the bank, and no booking of ours says why */
	/* An agency's money: held until its hours are verified, then owed, then paid (R60). Funds:
	 * no more is released than is held, no more paid than is owed. */
	LEDGER_ESCROW,         /* subject: the offering */
	LEDGER_AGENCY_PAYABLE, /* subject: the agency */
	LEDGER_TERM_RESULT,    /* income of terms that were closed; subject: the school */
	LEDGER_ACCOUNT_COUNT
};

/* The side on which an account grows. */
enum ledger_side { SIDE_DEBIT, SIDE_CREDIT };
enum subject_kind {
	SUBJECT_BILL,
	SUBJECT_OFFERING,
	SUBJECT_SCHOOL,
	SUBJECT_COUNTY,
	SUBJECT_AGENCY
};

struct ledger_account_def {
	const char *name; /* "guarantee": stable, stands in the rows and the API */
	enum text_id label;
	enum ledger_side side;
	enum subject_kind subject; /* of what kind whose money it is must be */
	/* Money that may only be spent on this; NULL: not tied to a purpose. An account with a
	 * purpose is a fund: its balance is kept and never goes below zero. */
	const char *purpose;
};
const struct ledger_account_def *ledger_account_def(enum ledger_account a);
const char *ledger_account_name(enum ledger_account a);
bool ledger_account_parse(struct str name, enum ledger_account *ret_a);

struct subject {
	enum subject_kind kind;
	int64_t id;
};
/* The subject of a leg, of the kind its id is of: LEG_OF(bill), LEG_OF(school). */
#define LEG_OF(x)                                                                                  \
	{                                                                                          \
		_Generic((x), bill_id                                                              \
		         : SUBJECT_BILL, offering_id                                               \
		         : SUBJECT_OFFERING, school_id                                             \
		         : SUBJECT_SCHOOL, county_id                                               \
		         : SUBJECT_COUNTY, agency_id                                               \
		         : SUBJECT_AGENCY),                                                        \
			(x).v                                                                      \
	}

struct leg {
	enum ledger_account account;
	struct subject subject;
	struct money amount; /* debit positive, credit negative */
};

/* Inside a verb, booked today. `cause`/`cause_id`: the row of the act, made in this transaction and
 * for this entry alone; the entry has its id, so that an act cannot move money twice (E_CONFLICT).
 * E_REFUSED `insufficient_funds` when a fund would go below zero (R42). E_BROKEN when the legs do
 * not sum to zero or are of the wrong kind: that is a mistake of ours, never the user's. */
enum err ledger_post(struct ctx *c, county_id county, const char *cause, int64_t cause_id,
                     const struct leg *legs, size_t n);

/* The same for what belongs to an earlier day: booked on that day while its period is open. When it
 * is closed: E_REFUSED `period_closed`; or, if `late`, booked today with a reference to the day.
 * E_INPUT for a day to come. */
struct booking {
	struct date day;
	bool late;
};
enum err ledger_post_on(struct ctx *c, const struct booking *on, county_id county,
                        const char *cause, int64_t cause_id, const struct leg *legs, size_t n);

/* Inside a verb, once an entry is posted: it belongs to this school, whose statements then show all
 * its legs. Not needed where a leg's subject is the school, nor for lines of a bill. */
enum err ledger_of_school(struct ctx *c, school_id school, int64_t entry);

/* Inside a verb: the legs of `entry` the other way round, booked today as the entry of the act
 * `cause`/`cause_id`. `reason` says why and is not empty. E_ABSENT for an entry of another county;
 * E_CONFLICT `entry_reversed` when it was taken back before or takes back another itself; and as
 * ledger_post(). */
enum err ledger_reverse(struct ctx *c, county_id county, int64_t entry, const char *cause,
                        int64_t cause_id, struct str reason);

#endif

/* The supervised accounts fees are collected into, and how each is reached at its channel (R60,
 * R65). The rows say what the account is called; its keys are files outside the database (pay.dir).
 */
#ifndef PAYMENTS_ACCOUNT_H
#define PAYMENTS_ACCOUNT_H

#include "pay/channel.h"
#include "store/store.h"

/* Who enters accounts, takes money in and decides refunds of a school; and of a county. */
#define ROLES_SCHOOL_DESK ROLES_SCHOOL_MONEY
#define ROLES_COUNTY_DESK ROLES_COUNTY_MONEY

struct collecting {
	collecting_id id;
	county_id county;
	school_id school; /* none: of every school of the county without one of its own */
	struct str school_name;
	struct str channel; /* wechat | alipay | counter */
	struct str party;   /* school: the only one that may collect */
	struct str holder, bank, number;
	struct str merchant; /* its number at the channel */
	bool active;
	struct instant tested;  /* none: INT64_MIN */
	struct str tested_code; /* ok, a fault code, or empty */
};

/* The account a school's fees are paid to by this channel: its own, else its county's, if it is
 * active. E_ABSENT `pay_not_set_up`. Asks nobody's role. */
enum err collecting_for(struct ctx *c, county_id county, school_id school, struct str channel,
                        struct collecting *ret_a);
/* Without scope, active or not: for jobs and notices. E_ABSENT. */
enum err collecting_load(struct ctx *c, collecting_id id, struct collecting *ret_a);
/* Those of the caller's school and of its county; of an officer's county. */
enum err collecting_list(struct ctx *c, struct collecting **ret_v, size_t *ret_n);

/* Verb (the desk of a school for its own; of a county for its schools and itself): one account a
 * channel, entered anew or changed. Refuses whoever may not collect by the rules of the day
 * (`forbidden_by_rule`: family committee, agency; R60, R65, R76). E_INPUT; E_ABSENT for another
 * school. Audited, without the number. */
struct collecting_put {
	school_id school; /* none: a desk's own school; of a county: all its schools */
	struct str channel, party, holder, bank, number, merchant;
	bool active;
	collecting_id result;
};
extern const struct verb collecting_put_verb;

/* Verb (the same): ask the channel, by a job and without money, whether keys and numbers fit. */
struct collecting_try {
	collecting_id id;
};
extern const struct verb collecting_try_verb;

/* --- reaching the channel; outside a transaction, never in a verb ----------------------------- */

/* Where merchants' files are, and how requests go out; said once before anything is served. NULL
 * dir: nothing can be paid online. */
void payments_use(const char *dir, const struct pay_http *http);

/* The lane of the jobs that talk to an account's channel (jobs/job.h): one that does not answer
 * holds up nobody else's. */
struct str channel_lane(struct ctx *c, collecting_id id);
/* The failure that says it did not. */
#define CHANNEL_SILENT "pay_unreachable"

struct channel_open {
	struct pay pay;
	const struct pay_channel *channel;
	struct merchant *merchant;
};
/* Reads the merchant's file and its keys. E_ABSENT `pay_not_set_up`, E_REFUSED `pay_merchant_bad`
 * also when the file is of another merchant than the account. To be closed. */
enum err channel_open(struct ctx *c, const struct collecting *a, struct channel_open *ret_o);
void channel_close(struct channel_open *o);

#endif

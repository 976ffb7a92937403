/* Arrivals: money of a channel's day, or of the counter, that the bank's statement shows (R60). In
 * the ledger: D bank / C clearing, the channel's fee, and what no booking of ours explains; so
 * clearing empties, and the bank's account is what its statement says. */
#ifndef AUDIT_ARRIVAL_H
#define AUDIT_ARRIVAL_H

#include "audit/reconcile.h"
#include "store/store.h"

/* Outside a transaction (system): books an arrival on the day it was at the bank, an entry a
 * school. One whose fee is not the agreed one waits until its difference was settled by two people.
 * A line of the bank that is booked already changes nothing. */
enum err arrival_book(struct ctx *c, county_id county, const struct rec_settled *s);

/* Outside a transaction (system): an arrival that does not hold any more is taken back, all of its
 * entries. */
enum err arrival_undo(struct ctx *c, county_id county, int64_t arrival);

/* In a transaction that reads: arrivals that stand and may be of days from `first` on. */
enum err arrival_booked(struct ctx *c, county_id county, struct date first,
                        struct rec_booked **ret_v, size_t *ret_n);

/* --- seen ------------------------------------------------------------------------------------ */

/* One school's part of an arrival. */
struct arrival_row {
	int64_t id, arrival; /* id: the ledger entry's */
	school_id school;
	struct str school_name, channel, bearer; /* bearer: school | county, of the fee */
	struct date first, last, came;
	struct money gross, odd, fee;
	bool agreed;
	int64_t undone; /* entry that took it back; 0: it stands */
};
struct arrival_sums {
	int64_t rows;
	struct money gross, odd, fee;
};
/* Of the caller's school; of an officer's county. `taken_back`: those alone, else those that stand.
 * The newest first; most 0: all. E_DENIED. */
struct arrival_filter {
	bool taken_back;
	int64_t most, skip;
};
enum err arrival_list(struct ctx *c, const struct arrival_filter *f, struct arrival_row **ret_v,
                      size_t *ret_n, struct arrival_sums *ret_sums);

/* What a school has where, by the ledger. */
struct bank_stand {
	school_id school;
	struct str school_name;
	struct money wechat, alipay, counter; /* paid, and not seen at the bank */
	struct money bank;
	struct money fee, fee_due; /* borne by the school; owed to it by the county */
	struct money odd;          /* at the bank, and no booking explains it */
};
enum err bank_stands(struct ctx *c, struct bank_stand **ret_v, size_t *ret_n);

/* Lines of statements that are booked nowhere: no arrival, no payout. As arrival_list(). */
struct bank_open {
	int64_t id;
	struct str school_name, tail, serial, counterparty, summary;
	struct date day;
	struct money amount;
};
struct bank_open_sums {
	int64_t rows;
	struct money in, out; /* neither below zero */
};
enum err bank_open_list(struct ctx *c, int64_t most, int64_t skip, struct bank_open **ret_v,
                        size_t *ret_n, struct bank_open_sums *ret_sums);

#endif

/* Payout batches: the one way money leaves for a payee's account. A room that owes money makes a
 * batch of lines; a second person approves it (approval.h, kind payout), the bank file is taken,
 * and what the bank says of each line is entered: paid posts, returned leaves or brings the debt
 * back. */
#ifndef MONEY_PAYOUT_H
#define MONEY_PAYOUT_H

#include "base/phrase.h"
#include "money/ledger.h"
#include "store/store.h"

#define PAYOUT_MANY 200 /* lines a verb adds or settles */

enum payout_state { PAYOUT_DRAFT, PAYOUT_SUBMITTED, PAYOUT_EXPORTED, PAYOUT_CANCELLED };
enum payout_line_state { LINE_OPEN, LINE_PAID, LINE_RETURNED, LINE_DROPPED };
const char *payout_state_name(enum payout_state s);           /* draft | submitted | … */
const char *payout_line_state_name(enum payout_line_state s); /* open | paid | … */

/* --- making, inside a verb of the room that owes ---------------------------------------------- */

/* Of a school (its finance, its leader) or, without one, of the county (finance, officer).
 * E_DENIED, E_ABSENT out of reach, E_INPUT for the title, which names no person. */
struct payout_new {
	county_id county;
	school_id school; /* none: the county's */
	struct str title; /* typed, or a phrase */
};
enum err payout_begin(struct ctx *c, const struct payout_new *in, payout_id *ret_id);

struct payout_line_new {
	struct str payee, number, bank; /* who, account number, where it is kept */
	struct money amount;            /* above zero */
	struct str purpose;
	const char *cause; /* "settlement": with cause_id the row it pays, once */
	int64_t cause_id;
	struct leg debit, credit; /* posted when paid; only account and subject are read */
};
/* The purpose of a line the program makes, as long as a bank takes it: what it is said to be for,
 * cut with an ellipsis where it and the number (of a document; or none) are too long together. */
struct str payout_purpose(struct arena *a, struct str said, struct str number);
/* E_INPUT names payee, number (8 to 32 digits; never told back), bank, amount, purpose. E_CONFLICT
 * `payout_twice` when a line of another batch pays the same row or has paid it; `payout_closed`
 * when the batch is no draft. */
enum err payout_line_add(struct ctx *c, payout_id id, const struct payout_line_new *in,
                         payout_line_id *ret_id);

/* The line that pays a row, if one does: the last one made. */
struct payout_of {
	payout_id payout;
	payout_line_id line;
	enum payout_line_state state;
	struct date day; /* of the bank; none while it is open */
};
enum err payout_of_cause(struct ctx *c, const char *cause, int64_t cause_id,
                         struct payout_of *ret_p, bool *ret_found);

/* --- its way ------------------------------------------------------------------------------------
 * All by the money roles of the school or of the county it is of; E_ABSENT for others. */

/* Verb: hand it in. Under the county's limit it may go on at once. E_REFUSED `payout_empty`,
 * E_CONFLICT `payout_closed`, `approval_waiting`. */
struct payout_submit {
	payout_id payout;
};
extern const struct verb payout_submit_verb;

/* Verb: the bank file is taken. The first time decides the instant that stands in it. E_REFUSED
 * `not_approved`. The bytes are payout_file()'s. Written down each time. */
struct payout_export {
	payout_id payout;
};
extern const struct verb payout_export_verb;

/* Verb: given up before a file was taken, with a reason; what it would have paid is free again.
 * E_CONFLICT `approval_waiting` while it waits, `payout_closed` afterwards. */
struct payout_cancel {
	payout_id payout;
	struct str reason;
};
extern const struct verb payout_cancel_verb;

/* Verb: what the bank said of one line. Paid posts on the bank's day (late, when its period is
 * closed); returned needs a reason, and of a line that was paid takes the entry back. The same word
 * again changes nothing. E_REFUSED `payout_not_exported`; E_INPUT for a day to come or before the
 * file; E_CONFLICT `payout_line_over` for what was returned already. */
struct payout_said {
	payout_line_id line;
	bool paid;
	struct date day;
	struct str reason;
};
extern const struct verb payout_said_verb;

/* Verb: all open lines were paid on a day, PAYOUT_MANY at a time; `left` says how many remain. */
struct payout_all_paid {
	payout_id payout;
	struct date day;
	int64_t left; /* out */
};
extern const struct verb payout_all_paid_verb;

/* --- reading ------------------------------------------------------------------------------------
 */

struct payout {
	payout_id id;
	county_id county;
	school_id school;
	struct str school_name, county_name;
	struct str title; /* in the reader's language */
	struct str said;  /* the same as it is kept: a phrase, or the title */
	struct str cancelled;
	enum payout_state state;
	struct instant made, exported;
	struct str maker;
	int64_t lines, open, paid, returned;
	struct money total, paid_total; /* of all lines that were not dropped; of those paid */
};
/* A school's own; a county all of its schools' and its own. E_ABSENT. */
enum err payout_get(struct ctx *c, payout_id id, struct payout *ret_p);
enum err payout_list(struct ctx *c, int64_t most, int64_t skip, struct payout **ret_v,
                     size_t *ret_n, int64_t *ret_total);
/* May the caller move it (a county only reads a school's)? */
bool payout_may(const struct ctx *c, const struct payout *p);

struct payout_line {
	payout_line_id id;
	struct str payee, number, bank;
	struct money amount;
	struct str purpose, cause;
	int64_t cause_id;
	enum payout_line_state state;
	struct date day;   /* of the last word of the bank */
	struct str reason; /* of a return */
};
enum err payout_lines(struct ctx *c, const struct payout *p, struct payout_line **ret_v,
                      size_t *ret_n);
/* All but the last four digits hidden: for pages. */
struct str payout_number_shown(struct arena *a, struct str number);

/* The bank file of a batch that was exported: comma-separated, CRLF, a head, a line each, a foot
 * with count and sum; always the same bytes. Outside a transaction's verb. GBK: E_INPUT
 * `not_in_gbk` names the payee whose characters it lacks. */
enum err payout_file(struct ctx *c, const struct payout *p, const struct payout_line *v, size_t n,
                     bool gbk, struct str *ret_bytes);

#endif

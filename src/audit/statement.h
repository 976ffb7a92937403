/* Bank statements of supervised accounts (R60): read with distrust, taken in whole or not at all.
 */
#ifndef AUDIT_STATEMENT_H
#define AUDIT_STATEMENT_H

#include "store/store.h"

#define STATEMENT_MANY  200 /* lines a verb */
#define STATEMENT_BYTES (20 << 20)

struct bank_account {
	bank_account_id id;
	county_id county;
	school_id school; /* none: of the county */
	struct str school_name, holder, bank, number, tail, layout;
	bool footer;
};
/* Of the caller's school; of an officer's county and its schools. E_ABSENT. */
enum err bank_account_get(struct ctx *c, bank_account_id id, struct bank_account *ret_a);
enum err bank_account_list(struct ctx *c, struct bank_account **ret_v, size_t *ret_n);

/* Verb (a school's money roles for the own school; a county's for itself and its schools): entered
 * anew, or changed when `id` is given. `layout` names columns that are called otherwise,
 * "day=记账日" a line each; E_INPUT `statement_layout` for a field nobody knows. Audited without
 * the number. */
struct bank_account_put {
	bank_account_id id;
	school_id school; /* county: none for its own */
	struct str holder, bank, number, layout;
	bool footer;
	bank_account_id result;
};
extern const struct verb bank_account_put_verb;

/* --- reading ---------------------------------------------------------------------------------- */

struct bank_line {
	int64_t id;
	uint32_t row;
	struct date day;
	struct money amount; /* in positive, out negative */
	struct str serial, counterparty, summary;
};
struct statement {
	struct bank_line *v;
	size_t n;
	struct date first, last;
	struct money in, out; /* neither below zero */
};
/* Outside a transaction: .csv (UTF-8, GBK) or .xlsx. Columns are found by their titles. E_INPUT,
 * with the row where there is one and nothing stored: what docs/table.h refuses (`table_encoding`,
 * …); `statement_titles` (found: the column that is missing), `statement_line_bad`,
 * `statement_line_repeated`, `statement_footer_missing`, `statement_sums` (found, allowed),
 * `statement_balance`, `statement_empty`. */
enum err statement_read(struct ctx *c, struct str bytes, struct str layout, bool footer,
                        struct statement *ret_s);
/* Is every line of a layout "field=title" of a known field? */
bool statement_layout_good(struct str layout);

/* --- taking in -------------------------------------------------------------------------------- */

struct statement_row {
	bank_statement_id id;
	bank_account_id account;
	struct str holder, tail, school_name, file;
	struct date first, last;
	int64_t lines, known;
	struct money in, out;
	struct instant at;
	bool taken;
};
/* Outside a transaction (as bank_account_put_verb). Reads it whole before anything is written. The
 * same file again changes nothing; one that was interrupted is finished. Lines that stand in an
 * earlier statement are the same lines; E_CONFLICT `statement_line_changed` when one of them says
 * something else now. */
enum err statement_take(struct ctx *c, bank_account_id account, struct str file, struct str bytes,
                        struct statement_row *ret_s);
/* The newest first; most 0: all. */
enum err statement_list(struct ctx *c, int64_t most, int64_t skip, struct statement_row **ret_v,
                        size_t *ret_n, int64_t *ret_total);

#endif

/* Fiscal e-receipts (财政电子票据): the school's receipts go to the issuing platform as a file,
 * what it returned comes back as a table. A receipt is none, exported, issued; one that is reversed
 * after it was handed over is to_reverse, then reversed. */
#ifndef PAYMENTS_FISCAL_H
#define PAYMENTS_FISCAL_H

#include "import/import.h"
#include "payments/receipt.h"

/* A line of the file for the platform: one to issue, or one to take back. */
struct fiscal_line {
	struct str number; /* of our receipt: the platform's serial number of the business, once */
	bool back;
	struct date day;
	struct money amount;           /* > 0 */
	struct str payer;              /* the child's name */
	struct str of_code, of_number; /* back: the one that is taken back */
};
/* What a school's term has to hand over: new ones, handed over without an answer, and those to be
 * taken back. By number; for the desk. Notes the reading. */
enum err fiscal_lines(struct ctx *c, school_id school, term_id term, struct fiscal_line **ret_v,
                      size_t *ret_n);

/* Verb (a school's desk): at most FISCAL_MANY of the new ones count as handed over. *left: more of
 * them stand. */
#define FISCAL_MANY 200
struct fiscal_export {
	term_id term;
	bool left;
};
extern const struct verb fiscal_export_verb;

/* What the platform returned, as a table: number of the receipt, code, number and check code of the
 * fiscal one; 冲红 in its column says that it was taken back. The same again changes nothing. A row
 * is bad for a receipt nobody knows or that was not handed over, for a number another receipt has,
 * and where the answer is another than before. Undone while nothing came after. */
extern const struct import_kind import_receipts;

/* The county and school of the caller's desk. */
enum err fiscal_take(struct ctx *c, struct str name, struct str bytes,
                     struct import_summary *ret_s);

#endif

/* What a batch is in the county's own books: lines of a voucher by a map of accounts that the
 * county keeps (economic class 30107 for subsidies, 30226 for labour fees where it says nothing).
 */
#ifndef SUBSIDY_VOUCHER_H
#define SUBSIDY_VOUCHER_H

#include "base/text.h"
#include "subsidy/batch.h"

enum voucher_use {
	USE_STAFF_EXPENSE,
	USE_LABOUR_EXPENSE,
	USE_STAFF_PAYABLE,
	USE_LABOUR_PAYABLE,
	USES
};
struct voucher_account {
	const char *use; /* "staff_expense" */
	enum text_id label;
	struct str code, name, economic;
};
/* As the county has it; the rest as the program does. Within reach of the county. */
enum err voucher_accounts(struct ctx *c, county_id county, struct voucher_account ret_v[USES]);

/* Verb (county's officers): E_INPUT for a use nobody knows, a code of other than 1 to 20 digits, an
 * economic class of other than 3 to 10 digits, or without a name. */
struct voucher_account_put {
	struct str use, code, name, economic; /* economic may be none */
};
extern const struct verb voucher_account_verb;

struct voucher_line {
	struct str digest; /* what for */
	const struct voucher_account *account;
	struct money debit, credit;
};
/* Debits equal credits; nothing for a batch of nothing. */
enum err voucher_of(struct ctx *c, const struct subsidy_batch *b, struct voucher_account map[USES],
                    struct voucher_line **ret_v, size_t *ret_n);

#endif

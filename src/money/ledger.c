#include "money/ledger.h"

#include "money/bill.sql.h"
#include "store/store.h"

static const char *const NAMES[LEDGER_ACCOUNT_COUNT] = {
	[LEDGER_RECEIVABLE] = "receivable",   [LEDGER_COURSE] = "course",
	[LEDGER_CONSUMABLES] = "consumables", [LEDGER_CARE] = "care",
	[LEDGER_GUARANTEE] = "guarantee",     [LEDGER_APPROPRIATION] = "appropriation",
};

const char *ledger_account_name(enum ledger_account a)
{
	return NAMES[a];
}

enum err ledger_post(struct ctx *c, county_id county, const char *cause, int64_t cause_id,
                     const struct leg *legs, size_t n)
{
	struct money sum = FEN(0);
	int64_t entry = env_next_id(c->env);

	for (size_t i = 0; i < n; i++) {
		if (!money_add(sum, legs[i].amount, &sum))
			return fault_broken(c, "ledger overflow");
	}
	if (sum.fen != 0)
		return fault_broken(c, "ledger entry does not sum to zero");
	TRY(q_ledger_entry_insert(c, entry, county, str_of(cause), cause_id, c->now, NULL));
	for (size_t i = 0; i < n; i++)
		TRY(q_posting_insert(c, entry, (int64_t)i + 1, county,
		                     str_of(NAMES[legs[i].account]), legs[i].subject,
		                     legs[i].amount, NULL));
	return OK;
}

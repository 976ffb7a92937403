/* The handlers of the ledger's pages and what they read. Inside this room. */
#ifndef MONEY_PAGE_LEDGER_H
#define MONEY_PAGE_LEDGER_H

#include "money/statement.h"
#include "people/pages.h"

struct balances_in {
	school_id school; /* of the county's officer; a school has the own one */
	struct date day;  /* none: today */
};
struct subjects_in {
	struct list_query list;
	struct balances_in of;
	struct str account;
};
struct statement_in {
	struct list_query list;
	school_id school;
	struct str account; /* none: the first */
	int64_t subject;
	struct date from, to; /* none: this month so far */
};
struct period_in {
	struct date month; /* its last day */
};
extern const struct input balances_query, subjects_query, ledger_statement_query, period_input;

/* What a query comes to, for pages and API alike. E_INPUT for an account there is not. */
struct date day_or_today(const struct ctx *c, struct date day);
void desk_whole(struct desk *d, size_t n); /* a list that stands on one page */
enum err account_asked(struct ctx *c, struct str name, enum ledger_account *ret_a);
enum err statement_of(struct ctx *c, const struct statement_in *in, bool all,
                      struct statement_asked *ret_q);

/* Is the caller of the county's side? */
bool at_county(const struct ctx *c);

/* Kind of act, in words. */
enum text_id ledger_cause_label(struct str cause);

enum err page_ledger(struct ctx *c, struct req *r, struct reply *w);
enum err page_ledger_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_ledger_subjects(struct ctx *c, struct req *r, struct reply *w);
enum err page_ledger_subjects_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_ledger_statement(struct ctx *c, struct req *r, struct reply *w);
enum err page_ledger_statement_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_ledger_entry(struct ctx *c, struct req *r, struct reply *w);
enum err page_periods(struct ctx *c, struct req *r, struct reply *w);
enum err page_periods_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_period_close(struct ctx *c, struct req *r, struct reply *w);

enum err api_balances(struct ctx *c, struct req *r, struct reply *w);
enum err api_statement(struct ctx *c, struct req *r, struct reply *w);
enum err api_entry(struct ctx *c, struct req *r, struct reply *w);

extern const struct answer balances_told, statement_told, entry_told;

#endif

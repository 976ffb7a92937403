/* The handlers of this room and the inputs they read. */
#ifndef AUDIT_PAGES_H
#define AUDIT_PAGES_H

#include "audit/pack_work.h"
#include "audit/statement.h"
#include "audit/term_close.h"
#include "people/pages.h"

struct bank_account_in {
	school_id school; /* county: which one's; none: its own */
	struct str holder, bank, number, layout;
	bool footer;
};
extern const struct input bank_account_input;
struct statement_in_file {
	bank_account_id account;
	struct in_file file;
};
extern const struct input bank_statement_input;
extern const struct answer bank_account_told, bank_accounts_told, bank_statement_told,
	bank_statements_told;
enum err page_bank(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_take(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_accounts(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_accounts_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_account_add(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_account(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_account_put(struct ctx *c, struct req *r, struct reply *w);
enum err api_bank_accounts(struct ctx *c, struct req *r, struct reply *w);
enum err api_bank_account_add(struct ctx *c, struct req *r, struct reply *w);
enum err api_bank_statements(struct ctx *c, struct req *r, struct reply *w);
enum err api_bank_statement_take(struct ctx *c, struct req *r, struct reply *w);

struct differences_in {
	struct list_query list;
	struct str state; /* none: any */
};
struct difference_in {
	struct str word, reason; /* take | close */
};
struct channel_terms_in {
	int64_t collecting, account, fee, days;
	struct str bearer; /* school | county */
};
extern const struct input differences_query, difference_input, channel_terms_input;
extern const struct answer difference_told, differences_told;
enum err page_differences(struct ctx *c, struct req *r, struct reply *w);
enum err page_differences_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_difference(struct ctx *c, struct req *r, struct reply *w);
enum err page_difference_settle(struct ctx *c, struct req *r, struct reply *w);
enum err page_channels(struct ctx *c, struct req *r, struct reply *w);
enum err page_channels_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_channel_terms(struct ctx *c, struct req *r, struct reply *w);
enum err api_differences(struct ctx *c, struct req *r, struct reply *w);
enum err api_difference(struct ctx *c, struct req *r, struct reply *w);
enum err api_difference_settle(struct ctx *c, struct req *r, struct reply *w);

/* In words: of a channel, of who bears its fee. */
struct str arrival_channel(struct ctx *c, struct str channel);
struct str arrival_bearer(struct ctx *c, struct str bearer);
struct arrivals_in {
	struct list_query list;
	struct str state; /* stands | undone; none: stands */
};
extern const struct input arrivals_query;
extern const struct answer arrivals_told, bank_stands_told, bank_open_told;
enum err page_arrivals(struct ctx *c, struct req *r, struct reply *w);
enum err page_arrivals_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_stands(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_stands_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_open(struct ctx *c, struct req *r, struct reply *w);
enum err page_bank_open_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err api_arrivals(struct ctx *c, struct req *r, struct reply *w);
enum err api_bank_stands(struct ctx *c, struct req *r, struct reply *w);
enum err api_bank_open(struct ctx *c, struct req *r, struct reply *w);

struct pack_in {
	struct str county, school, term;
};
struct packs_in {
	struct list_query list;
	struct str of; /* the county's code; empty: none chosen yet */
};
extern const struct input audit_pack_input, audit_packs_query;
extern const struct answer audit_pack_told, audit_packs_told;
enum err page_packs(struct ctx *c, struct req *r, struct reply *w);
enum err page_packs_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_pack_ask(struct ctx *c, struct req *r, struct reply *w);
enum err page_pack_file(struct ctx *c, struct req *r, struct reply *w);
enum err api_packs(struct ctx *c, struct req *r, struct reply *w);
enum err api_pack(struct ctx *c, struct req *r, struct reply *w);
enum err api_pack_ask(struct ctx *c, struct req *r, struct reply *w);

struct term_close_in {
	term_id term;
};
extern const struct input term_close_input;
extern const struct answer term_close_told;
enum err page_term_close(struct ctx *c, struct req *r, struct reply *w);
enum err page_term_closings_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_term_close_begin(struct ctx *c, struct req *r, struct reply *w);
enum err api_term_close(struct ctx *c, struct req *r, struct reply *w);
enum err api_term_close_begin(struct ctx *c, struct req *r, struct reply *w);

#endif

/* Inside this room. */
#ifndef FUNDS_PAGES_H
#define FUNDS_PAGES_H

#include "people/desk.h"

enum err api_guarantee(struct ctx *c, struct req *r, struct reply *w);

struct guarantee_asked {
	term_id term;
	school_id school;
};
extern const struct input guarantee_query;

struct settings_in {
	struct str participant, reason;
};
struct limit_in {
	struct str kind, limit_reason;
	struct money amount;
};
extern const struct input settings_input, limit_input;
enum err page_settings(struct ctx *c, struct req *r, struct reply *w);
enum err page_settings_save(struct ctx *c, struct req *r, struct reply *w);
enum err page_limits_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_limit_save(struct ctx *c, struct req *r, struct reply *w);

extern const struct answer guarantee_told;

struct spending_in {
	struct str purpose;
	struct money amount;
	struct str document;
};
struct book_in {
	int64_t spending;
};
struct back_in {
	struct str reason;
};
extern const struct input spending_in, book_in, back_in;
extern const struct answer spending_told, spendings_told, budget_told;
/* Outside a transaction: the term a spending of today is of. E_REFUSED `no_term`. */
enum err spending_term(struct ctx *c, term_id *ret_term);
enum err api_spendings(struct ctx *c, struct req *r, struct reply *w);
enum err api_spending(struct ctx *c, struct req *r, struct reply *w);
enum err api_spending_back(struct ctx *c, struct req *r, struct reply *w);
enum err api_spending_add(struct ctx *c, struct req *r, struct reply *w);
enum err api_spending_book(struct ctx *c, struct req *r, struct reply *w);
struct budget_api_in {
	term_id term;
	school_id school; /* of an allocation */
	struct money amount;
	struct str document;
};
extern const struct input budget_api_input, allocation_api_input, budget_api_query;
enum err api_budget(struct ctx *c, struct req *r, struct reply *w);
enum err api_budget_add(struct ctx *c, struct req *r, struct reply *w);
enum err api_allocation_add(struct ctx *c, struct req *r, struct reply *w);
extern const struct input close_api_query, close_api_input;
extern const struct answer closings_told;
enum err api_closings(struct ctx *c, struct req *r, struct reply *w);
enum err api_close(struct ctx *c, struct req *r, struct reply *w);
/* The schools of the caller's county with what a closing looks at. */
struct guarantee;
struct term;
enum err guarantees_to_close(struct ctx *c, const struct term *t, struct guarantee **ret_v,
                             size_t *ret_n);

/* The form under a list: its title, where it goes, its fields. */
void fund_form(struct desk *d, enum text_id title, struct str action, struct view_part_field *f,
               size_t n);

#endif

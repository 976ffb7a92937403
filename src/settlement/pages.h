/* The handlers of this room and what they read. Inside this room. */
#ifndef SETTLEMENT_PAGES_H
#define SETTLEMENT_PAGES_H

#include "people/pages.h"
#include "settlement/settlement.h"
#include "term/term.h"

struct draw_in {
	offering_id offering;
	struct date first, last;
};
struct dispute_in {
	sitting_id sitting;
	struct str reason;
};
struct answer_in {
	sitting_id disputed;
	struct str answer;
};
struct decide_in {
	sitting_id disputed;
	int64_t minutes;
	struct str decision;
};
struct back_in {
	struct str back_reason;
};
struct payee_in {
	struct str holder, number, bank;
};
struct sheet_in {
	offering_id offering;
	int64_t minutes, people, headcount;
	struct money rate, materials, government, own;
};
struct sheets_in {
	struct list_query list;
	school_id school;
	term_id term;
};
struct rest_in {
	offering_id offering;
	struct str way, reason;
};
struct rest_say_in {
	int64_t rest;
	struct str word, reason;
};
struct payer_in {
	struct str bears, payer, document;
	struct money amount;
	struct date day;
};
struct party_in {
	struct str part, name, phone, address;
};
struct interest_in {
	agency_id agency;
	struct str relation, address;
};
struct clear_in {
	struct str pair, reason; /* pair: school-agency */
};
struct clearance_in {
	school_id school;
	agency_id agency;
	struct str reason;
};
extern const struct input related_party_input, related_interest_input, related_clear_input,
	related_clearance_input;
extern const struct input escrow_rest_input, escrow_say_input, payer_receipt_input;
extern const struct input settlement_draw_input, settlement_dispute_input, settlement_answer_input,
	settlement_decide_input, settlement_payee_input, settlement_back_input, price_sheet_input,
	price_sheets_query;

/* The newest sheets that were asked for: of a school all, of a county a page. */
struct sheets_asked {
	struct term term;
	school_id school; /* none: of the county */
	struct openness *v;
	size_t n;
	int64_t total, last; /* last: rows told so far */
};
enum err sheets_ask(struct ctx *c, const struct req *r, bool all, struct sheets_asked *ret_a);
/* What stands in a price_sheet_input. */
struct sheet_put sheet_read(const void *input);

enum err api_sheets(struct ctx *c, struct req *r, struct reply *w);
enum err api_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err api_sheet_put(struct ctx *c, struct req *r, struct reply *w);
enum err api_sheet_publish(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer price_sheet_told, price_sheets_told;

enum err page_settlements(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlements_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_draw(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_pay(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_release(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_dispute(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_answer(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_decide(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_withdraw(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_payee(struct ctx *c, struct req *r, struct reply *w);
enum err page_settlement_pdf(struct ctx *c, struct req *r, struct reply *w);
enum err page_escrow(struct ctx *c, struct req *r, struct reply *w);
enum err page_escrow_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_escrow_rest(struct ctx *c, struct req *r, struct reply *w);
enum err page_escrow_say(struct ctx *c, struct req *r, struct reply *w);
enum err page_payers(struct ctx *c, struct req *r, struct reply *w);
enum err page_payers_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_payer_put(struct ctx *c, struct req *r, struct reply *w);

enum err page_related(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_party(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_interest(struct ctx *c, struct req *r, struct reply *w);
enum err page_related_clear(struct ctx *c, struct req *r, struct reply *w);

enum err api_parties(struct ctx *c, struct req *r, struct reply *w);
enum err api_party_declare(struct ctx *c, struct req *r, struct reply *w);
enum err api_interests(struct ctx *c, struct req *r, struct reply *w);
enum err api_interest_declare(struct ctx *c, struct req *r, struct reply *w);
enum err api_related(struct ctx *c, struct req *r, struct reply *w);
enum err api_related_clear(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer parties_told, interests_told, related_told, related_made_told;

enum err api_settlement(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_draw(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_release(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_withdraw(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_dispute(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_answer(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_decide(struct ctx *c, struct req *r, struct reply *w);
enum err api_settlement_pay(struct ctx *c, struct req *r, struct reply *w);
enum err api_escrow(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer settlement_told, settlement_paid_told, escrow_told;
enum err api_settlements(struct ctx *c, struct req *r, struct reply *w);
extern const struct answer settlements_told;

enum err page_sheets(struct ctx *c, struct req *r, struct reply *w);
enum err page_sheets_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_sheet_put(struct ctx *c, struct req *r, struct reply *w);
enum err page_sheet_publish(struct ctx *c, struct req *r, struct reply *w);
enum err page_costs(struct ctx *c, struct req *r, struct reply *w);
enum err page_costs_sheet(struct ctx *c, struct req *r, struct reply *w);

/* The courses of the caller's school this term as choices; of agencies alone. */
enum err course_choices(struct ctx *c, bool agencies, struct view_part_field *f);

#endif

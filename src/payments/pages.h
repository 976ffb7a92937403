/* The handlers of this room and the inputs they read. */
#ifndef PAYMENTS_PAGES_H
#define PAYMENTS_PAGES_H

#include "payments/refund.h"
#include "people/pages.h"
#include "term/pages.h"

enum err notice_wechat(struct ctx *c, struct req *r, struct reply *w);
enum err notice_alipay(struct ctx *c, struct req *r, struct reply *w);

/* The same page at a school's desk and at its county's. */
#define AT_BOTH_DESKS(method, tail, page, ...)                                                     \
	{method, "/school" tail, ROLES_SCHOOL_DESK, SCOPE_SCHOOL, page, __VA_ARGS__},              \
	{                                                                                          \
		method, "/county" tail, ROLES_COUNTY_DESK, SCOPE_COUNTY, page, __VA_ARGS__         \
	}

/* --- shared by the pages -----------------------------------------------------------------------
 */

struct case_page;
struct str yuan(struct ctx *c, struct money m);
/* A path with the id in place of the star. */
struct str path_of(struct ctx *c, const char *fmt, int64_t id);
/* The label "prefix.word"; pay.other for a word nobody has a text for. */
enum text_id word_label(const char *prefix, struct str word);
const char *state_kind(struct str state); /* of part_tag */
/* A pupil's bill of a term at the money desk. */
struct str pupil_desk_path(struct ctx *c, pupil_id pupil, term_id term);
/* The term people mean today. E_ABSENT when the county has none. */
enum err pay_term(struct ctx *c, county_id county, struct term *ret_t);
/* A pupil's payments, receipts and refunds as tables; what is due as facts. */
enum err bill_lists(struct case_page *p, pupil_id pupil, term_id term);
void payable_facts(struct case_page *p, const struct payable *pay);
enum err receipts_table(struct case_page *p, pupil_id pupil, term_id term);
enum err adjustments_table(struct case_page *p, pupil_id pupil, term_id term);
enum err refund_case(struct case_page *p, const struct refund *f);

/* --- a family's --------------------------------------------------------------------------------
 */

struct pay_in {
	struct str channel, way;
};
struct order_in {
	bool sent; /* WeChat's sheet was closed: look, do not offer it again */
};
struct wechat_in {
	struct str code, state;
};
struct pay_of_in {
	term_id term; /* none: the present one */
};
struct check_in {
	struct str code;
};
extern const struct input pay_input, pay_query, check_query, order_query, wechat_input;
enum err page_pay(struct ctx *c, struct req *r, struct reply *w);
enum err page_pay_post(struct ctx *c, struct req *r, struct reply *w);
enum err page_order(struct ctx *c, struct req *r, struct reply *w);
enum err page_order_code(struct ctx *c, struct req *r, struct reply *w);
enum err page_order_close(struct ctx *c, struct req *r, struct reply *w);
enum err page_wechat(struct ctx *c, struct req *r, struct reply *w);
enum err page_wechat_back(struct ctx *c, struct req *r, struct reply *w);
enum err page_wechat_bring(struct ctx *c, struct req *r, struct reply *w);
enum err page_wechat_forget(struct ctx *c, struct req *r, struct reply *w);
enum err page_receipt_pdf(struct ctx *c, struct req *r, struct reply *w);
enum err page_family_payments_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_pupil_payments_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_family_receipts_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_refund(struct ctx *c, struct req *r, struct reply *w);
enum err page_receipt_check(struct ctx *c, struct req *r, struct reply *w);

/* --- a desk's ----------------------------------------------------------------------------------
 */

/* Lists of a term. None: the one that runs, else the newest with rows. */
struct dues_in {
	struct list_query list;
	term_id term;
	bool open;
};
struct payments_in {
	struct list_query list;
	term_id term;
	struct str channel;
};
struct papers_in {
	struct list_query list;
	term_id term;
};
/* What they share: the choice of the term, which is the first of 1 + `more` filters; and the
 * exports of just what is shown, at PATH/export.{format}: the filters stand in their addresses. */
enum err papers_part(struct desk *d, const struct req *r, const struct input *query, term_id term,
                     const char *path, size_t more);
struct out_in {
	struct str reason;
};
struct enter_in {
	struct str amount, document;
	struct date day;
};
struct reason_in {
	struct str reversal_reason;
};
struct judge_in {
	struct str word, judge_reason;
};
struct paid_in {
	struct str refund_document;
};
/* A pupil's bill at the money desk, perhaps with an adjustment filled in. */
struct desk_of_in {
	struct pay_of_in of;
	offering_id offering;
	struct str amount;
	bool less;
};
extern const struct input desk_query;
struct adjust_in {
	offering_id offering;
	struct str item, adjust_amount, adjust_reason;
	bool less;
};
struct incident_in {
	int64_t incident;
	struct str note;
};
struct ask_in {
	enrolment_id enrolment;
	struct str reason;
};
extern const struct input adjust_input, incident_input, ask_input;
enum err page_adjust(struct ctx *c, struct req *r, struct reply *w);
enum err page_adjustment(struct ctx *c, struct req *r, struct reply *w);
enum err page_incidents(struct ctx *c, struct req *r, struct reply *w);
enum err page_incident_close(struct ctx *c, struct req *r, struct reply *w);
enum err page_receipts(struct ctx *c, struct req *r, struct reply *w);
enum err page_receipts_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_incidents_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_collecting_sheet(struct ctx *c, struct req *r, struct reply *w);
/* ****1234: the rest of an account's number is nobody's business on a list. */
struct str account_masked(struct ctx *c, struct str number);
enum err page_refund_ask(struct ctx *c, struct req *r, struct reply *w);

/* --- consumables -------------------------------------------------------------------------------
 */

struct lot_note_in {
	struct str note;
};
extern const struct input lot_sign_input, lot_delivery_input;
extern const struct answer lot_told, lots_told;
enum err page_consumables(struct ctx *c, struct req *r, struct reply *w);
enum err page_consumables_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_consumables_lot(struct ctx *c, struct req *r, struct reply *w);
enum err page_consumables_lot_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_consumables_sign(struct ctx *c, struct req *r, struct reply *w);
enum err page_consumables_deliver(struct ctx *c, struct req *r, struct reply *w);
enum err api_consumables(struct ctx *c, struct req *r, struct reply *w);
enum err api_consumables_sign(struct ctx *c, struct req *r, struct reply *w);
enum err api_consumables_deliver(struct ctx *c, struct req *r, struct reply *w);

/* --- fiscal e-receipts -------------------------------------------------------------------------
 */

struct fiscal_in {
	struct in_file file;
};
extern const struct input fiscal_input;
extern const struct answer fiscal_told, fiscal_taken_told;
enum err page_fiscal(struct ctx *c, struct req *r, struct reply *w);
enum err page_fiscal_xlsx(struct ctx *c, struct req *r, struct reply *w);
enum err page_fiscal_take(struct ctx *c, struct req *r, struct reply *w);
enum err api_fiscal(struct ctx *c, struct req *r, struct reply *w);
enum err api_fiscal_take(struct ctx *c, struct req *r, struct reply *w);

struct account_in {
	struct str channel, party, holder, bank, number, merchant;
	bool active;
};
extern const struct input dues_query, payments_query, papers_query, payments_out_input, enter_input,
	reversal_input, judge_input, paid_input, account_input;
enum err page_dues(struct ctx *c, struct req *r, struct reply *w);
enum err page_dues_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_pupil_desk(struct ctx *c, struct req *r, struct reply *w);
enum err page_enter(struct ctx *c, struct req *r, struct reply *w);
enum err page_credit(struct ctx *c, struct req *r, struct reply *w);
enum err page_payments(struct ctx *c, struct req *r, struct reply *w);
enum err page_payments_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_payment(struct ctx *c, struct req *r, struct reply *w);
enum err page_reversal(struct ctx *c, struct req *r, struct reply *w);
enum err page_reversal_yes(struct ctx *c, struct req *r, struct reply *w);
enum err page_reversal_no(struct ctx *c, struct req *r, struct reply *w);
enum err page_keep(struct ctx *c, struct req *r, struct reply *w);
enum err page_send_back(struct ctx *c, struct req *r, struct reply *w);
enum err page_refunds(struct ctx *c, struct req *r, struct reply *w);
enum err page_refunds_export(struct ctx *c, struct req *r, struct reply *w);
enum err page_refund_desk(struct ctx *c, struct req *r, struct reply *w);
enum err page_refund_judge(struct ctx *c, struct req *r, struct reply *w);
enum err page_refund_reckon(struct ctx *c, struct req *r, struct reply *w);
enum err page_refund_paid(struct ctx *c, struct req *r, struct reply *w);
enum err page_refund_again(struct ctx *c, struct req *r, struct reply *w);
enum err page_collecting(struct ctx *c, struct req *r, struct reply *w);
enum err page_collecting_put(struct ctx *c, struct req *r, struct reply *w);

/* --- API ----------------------------------------------------------------------------------------
 */

struct api_term_in {
	term_id term;
};
struct api_order_in {
	struct str channel, way, payer;
	term_id term;
};
extern const struct input api_term_query, api_order_input;
extern const struct answer order_told, payments_told, receipts_told, refunds_told;
enum err api_order_make(struct ctx *c, struct req *r, struct reply *w);
enum err api_order(struct ctx *c, struct req *r, struct reply *w);
enum err api_order_close(struct ctx *c, struct req *r, struct reply *w);
enum err api_payments(struct ctx *c, struct req *r, struct reply *w);
enum err api_receipts(struct ctx *c, struct req *r, struct reply *w);
enum err api_refunds(struct ctx *c, struct req *r, struct reply *w);

#endif

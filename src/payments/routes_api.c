/* The desk's routes of the API, and its lists as comma-separated text. */
#include "payments/pages_api.h"
#include "payments/routes.h"

#define GUARDIAN ROLE_BIT(ROLE_GUARDIAN)
#define DESK     ROLES_SCHOOL_DESK
#define DESKS    (ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK)
#define OF_DESKS (SCOPE_SCHOOL | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_POST, "/api/v1/pupils/{pupil}/payments", DESK, SCOPE_SCHOOL, api_payment_enter,
         .input = &api_enter_input, .answer = &desk_payment_told,
         .summary = "Enter what the counter took in"},
	{M_GET, "/api/v1/payments", DESK, SCOPE_SCHOOL, api_desk_payments,
         .query = &api_payments_query, .answer = &desk_payments_told,
         .summary = "Payments of a term"},
	{M_GET, "/api/v1/payments/{payment}", DESK, SCOPE_SCHOOL, api_payment,
         .answer = &desk_payment_told, .summary = "One payment"},
	{M_GET, "/api/v1/enrolments/{enrolment}/refund_reasons", GUARDIAN | DESK,
         SCOPE_FAMILY | SCOPE_SCHOOL, api_refund_reasons, .answer = &refund_wishes_told,
         .summary = "What the rules in force give money back for"},
	{M_POST, "/api/v1/enrolments/{enrolment}/refunds", GUARDIAN | DESK,
         SCOPE_FAMILY | SCOPE_SCHOOL, api_refund_ask, .input = &api_ask_input,
         .answer = &desk_refund_told, .summary = "Ask for what was not served"},
	{M_POST, "/api/v1/pupils/{pupil}/refunds", DESK, SCOPE_SCHOOL, api_refund_credit,
         .input = &api_credit_input, .answer = &desk_refund_told,
         .summary = "Send back what was paid too much, or came late"},
	{M_GET, "/api/v1/refunds", DESK, SCOPE_SCHOOL, api_desk_refunds, .query = &api_papers_query,
         .answer = &desk_refunds_told, .summary = "Refunds of a term"},
	{M_GET, "/api/v1/refunds/{refund}", GUARDIAN | DESK, SCOPE_FAMILY | SCOPE_SCHOOL,
         api_refund, .answer = &desk_refund_told, .summary = "How a refund stands"},
	{M_POST, "/api/v1/refunds/{refund}/decision", DESK, SCOPE_SCHOOL, api_refund_judge,
         .input = &api_judge_input, .answer = &desk_refund_told,
         .summary = "Agree, or return it with a reason"},
	{M_POST, "/api/v1/refunds/{refund}/sending", DESK, SCOPE_SCHOOL, api_refund_again,
         .answer = &desk_refund_told, .summary = "Send one the channel refused once more"},
	{M_POST, "/api/v1/refunds/{refund}/payment", DESK, SCOPE_SCHOOL, api_refund_paid,
         .input = &api_paid_input, .answer = &desk_refund_told,
         .summary = "The counter has paid it out"},
	{M_POST, "/api/v1/pupils/{pupil}/adjustments", DESK, SCOPE_SCHOOL, api_adjust,
         .input = &api_adjust_input, .answer = &adjusted_told,
         .summary = "Adjust a collected bill, or ask for it where a second person decides"},
	{M_GET, "/api/v1/pupils/{pupil}/adjustments", GUARDIAN | DESK, SCOPE_FAMILY | SCOPE_SCHOOL,
         api_adjustments, .query = &api_term_query, .answer = &adjustments_told,
         .summary = "What was adjusted on a pupil's bill of a term, and what waits"},
	{M_GET, "/api/v1/adjustments/{adjustment}", DESK, SCOPE_SCHOOL, api_adjustment,
         .answer = &adjusted_told,
         .summary = "How an adjustment stands that a second person decides"},
	{M_GET, "/api/v1/receipts", DESK, SCOPE_SCHOOL, api_desk_receipts,
         .query = &api_papers_query, .answer = &desk_receipts_told,
         .summary = "Receipts of a term"},
	{M_GET, "/api/v1/supervised-accounts", DESKS, OF_DESKS, api_accounts,
         .answer = &accounts_told,
         .summary = "Supervised accounts, and whether their channels answer"},
	{M_GET, "/api/v1/pay-incidents", DESKS, OF_DESKS, api_incidents, .answer = &incidents_told,
         .summary = "What a channel said that does not fit"},
	{M_POST, "/api/v1/pay-incidents", DESKS, OF_DESKS, api_incident_close,
         .input = &incident_input, .answer = &incidents_told, .summary = "Settled, in words"},

	{M_GET, "/pupils/{pupil}/payments/export.{format}", ROLE_BIT(ROLE_GUARDIAN), SCOPE_FAMILY,
         page_family_payments_sheet, .query = &pay_query,
         .summary = "A child's payments of a term as a workbook or text"},
	{M_POST, "/school/pupils/{pupil}/payments/export.{format}", DESK, SCOPE_SCHOOL,
         page_pupil_payments_sheet, .input = &payments_out_input, .query = &desk_query,
         .again = page_pupil_desk, .summary = "A pupil's payments of a term, for a reason"},

	AT_BOTH_DESKS(M_GET, "/accounts/export.{format}", page_collecting_sheet,
                      .summary = "Supervised accounts as a workbook or text"),
	AT_BOTH_DESKS(M_GET, "/pay-incidents/export.{format}", page_incidents_sheet,
                      .summary = "What did not fit, as a workbook or text"),
};
const struct routes payments_desk_routes = ROUTES(ROUTES_V);

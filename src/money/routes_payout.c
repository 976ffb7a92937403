/* The routes of payout batches: of a school and of a county. */
#include "money/page_payout.h"
#include "money/routes.h"

#define MONEY  (ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY)
#define SCOPES (SCOPE_SCHOOL | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, "/payouts", MONEY, SCOPES, page_payouts, .query = &list_only_query,
         .summary = "Batches for the bank", .nav = T_payout_list, .menu = MENU(BOOKS, 16)},
	{M_GET, "/payouts/export.{format}", MONEY, SCOPES, page_payouts_sheet,
         .query = &list_only_query, .summary = "Those as a workbook or text"},
	{M_GET, "/payouts/{payout}", MONEY, SCOPES, page_payout,
         .summary = "One batch: lines, approval, bank file, what the bank said"},
	{M_GET, "/payouts/{payout}/lines.{format}", MONEY, SCOPES, page_payout_sheet,
         .summary = "Its lines as a workbook or text"},
	{M_POST, "/payouts/{payout}/submission", MONEY, SCOPES, page_payout_submit,
         .again = page_payout, .summary = "Hand it in for approval"},
	{M_POST, "/payouts/{payout}/file", MONEY, SCOPES, page_payout_file,
         .input = &payout_file_input, .again = page_payout, .summary = "Take the bank file"},
	{M_POST, "/payouts/{payout}/paid", MONEY, SCOPES, page_payout_paid,
         .input = &payout_day_input, .again = page_payout,
         .summary = "All lines still open were paid on a day"},
	{M_POST, "/payouts/{payout}/outcomes", MONEY, SCOPES, page_payout_said,
         .input = &payout_said_input, .again = page_payout,
         .summary = "One line was paid or returned"},
	{M_POST, "/payouts/{payout}/cancel", MONEY, SCOPES, page_payout_cancel,
         .input = &payout_cancel_input, .again = page_payout,
         .summary = "Give it up before a file was taken, with a reason"},

	{M_GET, "/api/v1/payouts", MONEY, SCOPES, api_payouts, .query = &list_only_query,
         .summary = "Batches for the bank", .answer = &payouts_told},
	{M_GET, "/api/v1/payouts/{payout}", MONEY, SCOPES, api_payout,
         .summary = "One batch with its lines", .answer = &payout_told},
	{M_POST, "/api/v1/payouts/{payout}/submission", MONEY, SCOPES, api_payout_submit,
         .summary = "Hand it in for approval", .answer = &payout_told},
	{M_POST, "/api/v1/payouts/{payout}/outcomes", MONEY, SCOPES, api_payout_said,
         .input = &payout_said_input, .summary = "One line was paid or returned",
         .answer = &payout_told},
};
const struct routes payout_routes = ROUTES(ROUTES_V);

/* The routes of approvals: of a school, a county and the city. */
#include "money/page_approval.h"
#include "money/routes.h"

#define MONEY  (ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY | ROLES_CITY_MONEY)
#define SCOPES (SCOPE_SCHOOL | SCOPE_COUNTY | SCOPE_CITY)

static const struct route ROUTES_V[] = {
	{M_GET, "/approvals", MONEY, SCOPES, page_approvals, .query = &approvals_query,
         .summary = "What waits for a second person, and what was decided", .nav = T_approval_list,
         .menu = MENU(BOOKS, 14)},
	{M_GET, "/approvals/export.{format}", MONEY, SCOPES, page_approvals_sheet,
         .query = &approvals_query, .summary = "Those as a workbook or text"},
	{M_GET, "/approvals/{approval}", MONEY, SCOPES, page_approval,
         .summary = "One submission with its history"},
	{M_POST, "/approvals/{approval}/decision", MONEY, SCOPES, page_approval_say,
         .input = &approval_say_input, .again = page_approval,
         .summary = "Approve or return it, as a second person"},
	{M_GET, "/api/v1/approvals", MONEY, SCOPES, api_approvals, .query = &approvals_query,
         .summary = "What waits for a second person, or was decided", .answer = &approvals_told},
	{M_GET, "/api/v1/approvals/{approval}", MONEY, SCOPES, api_approval,
         .summary = "One submission", .answer = &approval_told},
	{M_POST, "/api/v1/approvals/{approval}/decision", MONEY, SCOPES, api_approval_say,
         .input = &approval_say_input, .summary = "Approve or return it, as a second person",
         .answer = &approval_told},
};
const struct routes approval_routes = ROUTES(ROUTES_V);

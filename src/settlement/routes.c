#include "settlement/routes.h"

#include "settlement/pages.h"

#define DESK    (ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE))
#define AGENCY  ROLE_BIT(ROLE_AGENCY)
#define READERS (DESK | AGENCY | ROLES_COUNTY_MONEY)
#define SCOPES  (SCOPE_SCHOOL | SCOPE_AGENCY | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, "/settlements", READERS, SCOPES, page_settlements, .query = &list_only_query,
         .summary = "Statements of agencies' hours", .nav = T_settlement_list,
         .menu = MENU(BOOKS, 18)},
	{M_GET, "/settlements/export.xlsx", READERS, SCOPES, page_settlements_sheet,
         .query = &list_only_query, .summary = "Those as a workbook"},
	{M_POST, "/settlements", ROLES_SCHOOL_MONEY, SCOPE_SCHOOL, page_settlement_draw,
         .input = &settlement_draw_input, .query = &list_only_query, .again = page_settlements,
         .summary = "Draw up a statement of verified hours"},
	{M_POST, "/settlements/payout", ROLES_SCHOOL_MONEY, SCOPE_SCHOOL, page_settlement_pay,
         .query = &list_only_query, .again = page_settlements,
         .summary = "Everything owed to agencies as one payout batch"},
	{M_POST, "/settlements/payee", AGENCY, SCOPE_AGENCY, page_settlement_payee,
         .input = &settlement_payee_input, .query = &list_only_query, .again = page_settlements,
         .summary = "Where the agency's money goes"},
	{M_GET, "/settlements/{settlement}", READERS, SCOPES, page_settlement,
         .summary = "One statement, sitting by sitting"},
	{M_GET, "/settlements/{settlement}/lines.xlsx", READERS, SCOPES, page_settlement_sheet,
         .summary = "Its sittings as a workbook"},
	{M_POST, "/settlements/{settlement}/release", ROLES_SCHOOL_MONEY, SCOPE_SCHOOL,
         page_settlement_release, .again = page_settlement,
         .summary = "Release what is not disputed"},
	{M_POST, "/settlements/{settlement}/disputes", AGENCY, SCOPE_AGENCY,
         page_settlement_dispute, .input = &settlement_dispute_input, .again = page_settlement,
         .summary = "The agency does not agree with a sitting"},
	{M_POST, "/settlements/{settlement}/answers", DESK, SCOPE_SCHOOL, page_settlement_answer,
         .input = &settlement_answer_input, .again = page_settlement,
         .summary = "The school answers"},
	{M_POST, "/settlements/{settlement}/decisions", ROLES_COUNTY_MONEY, SCOPE_COUNTY,
         page_settlement_decide, .input = &settlement_decide_input, .again = page_settlement,
         .summary = "The county decides the minutes"},
	{M_GET, "/api/v1/settlements", READERS, SCOPES, api_settlements, .query = &list_only_query,
         .summary = "Statements of agencies' hours", .answer = &settlements_told},

	{M_GET, "/price-sheets", DESK | ROLES_COUNTY_MONEY, SCOPE_SCHOOL | SCOPE_COUNTY,
         page_sheets, .query = &price_sheets_query, .summary = "What courses cost and who bears it",
         .nav = T_settlement_sheets, .menu = MENU(FEES, 14)},
	{M_GET, "/price-sheets/export.xlsx", DESK | ROLES_COUNTY_MONEY, SCOPE_SCHOOL | SCOPE_COUNTY,
         page_sheets_sheet, .query = &price_sheets_query, .summary = "Those as a workbook"},
	{M_POST, "/price-sheets", DESK, SCOPE_SCHOOL, page_sheet_put, .input = &price_sheet_input,
         .query = &price_sheets_query, .again = page_sheets,
         .summary = "A price sheet, or its next version"},
	{M_POST, "/price-sheets/published", ROLES_SCHOOL_MONEY, SCOPE_SCHOOL, page_sheet_publish,
         .input = &price_publish_input, .query = &price_sheets_query, .again = page_sheets,
         .summary = "Publish one for everybody"},
	{M_GET, "/costs/{school}", ROLES_PUBLIC, SCOPE_PUBLIC, page_costs,
         .summary = "A school's published costs, for everybody"},
	{M_GET, "/costs/{school}/export.csv", ROLES_PUBLIC, SCOPE_PUBLIC, page_costs_csv,
         .summary = "Those as comma-separated text"},
};
const struct routes settlement_routes = ROUTES(ROUTES_V);

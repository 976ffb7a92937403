/* The routes of the ledger. */
#include "money/page_ledger.h"
#include "money/routes.h"

#define SCHOOL  (ROLES_SCHOOL | ROLES_SCHOOL_MONEY)
#define OFFICER ROLES_COUNTY_MONEY
#define CITY    ROLES_CITY_MONEY
#define READERS (SCHOOL | OFFICER)
#define SCOPES  (SCOPE_SCHOOL | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, "/school/ledger", SCHOOL, SCOPE_SCHOOL, page_ledger, .query = &balances_query,
         .summary = "A school's accounts at the end of a day", .nav = T_ledger_nav,
         .menu = MENU(BOOKS, 8)},
	{M_GET, "/school/ledger/export.{format}", SCHOOL, SCOPE_SCHOOL, page_ledger_sheet,
         .query = &balances_query, .summary = "A school's accounts as a workbook or text"},
	{M_GET, "/school/ledger/subjects", SCHOOL, SCOPE_SCHOOL, page_ledger_subjects,
         .query = &subjects_query, .summary = "One account by bill, offering or school"},
	{M_GET, "/school/ledger/subjects/export.{format}", SCHOOL, SCOPE_SCHOOL,
         page_ledger_subjects_sheet, .query = &subjects_query,
         .summary = "That as a workbook or text"},
	{M_GET, "/school/ledger/statement", SCHOOL, SCOPE_SCHOOL, page_ledger_statement,
         .query = &ledger_statement_query, .summary = "Statement of an account of the school"},
	{M_GET, "/school/ledger/statement/export.{format}", SCHOOL, SCOPE_SCHOOL,
         page_ledger_statement_sheet, .query = &ledger_statement_query,
         .summary = "The statement as a workbook or text"},
	{M_GET, "/school/ledger/entries/{entry}", SCHOOL, SCOPE_SCHOOL, page_ledger_entry,
         .summary = "An entry, its act and its actor"},

	{M_GET, "/county/ledger", OFFICER, SCOPE_COUNTY, page_ledger, .query = &balances_query,
         .summary = "Trial balance of the county, or of one school of it", .nav = T_ledger_nav,
         .menu = MENU(BOOKS, 6)},
	{M_GET, "/county/ledger/export.{format}", OFFICER, SCOPE_COUNTY, page_ledger_sheet,
         .query = &balances_query, .summary = "The trial balance as a workbook or text"},
	{M_GET, "/county/ledger/subjects", OFFICER, SCOPE_COUNTY, page_ledger_subjects,
         .query = &subjects_query, .summary = "One account of a school by subject"},
	{M_GET, "/county/ledger/subjects/export.{format}", OFFICER, SCOPE_COUNTY,
         page_ledger_subjects_sheet, .query = &subjects_query,
         .summary = "That as a workbook or text"},
	{M_GET, "/county/ledger/statement", OFFICER, SCOPE_COUNTY, page_ledger_statement,
         .query = &ledger_statement_query, .summary = "Statement of an account of the county"},
	{M_GET, "/county/ledger/statement/export.{format}", OFFICER, SCOPE_COUNTY,
         page_ledger_statement_sheet, .query = &ledger_statement_query,
         .summary = "The statement as a workbook or text"},
	{M_GET, "/county/ledger/entries/{entry}", OFFICER, SCOPE_COUNTY, page_ledger_entry,
         .summary = "An entry, its act and its actor"},
	{M_GET, "/county/ledger/periods", OFFICER, SCOPE_COUNTY, page_periods,
         .summary = "The closings of the county's books", .nav = T_ledger_periods,
         .menu = MENU(BOOKS, 10)},
	{M_GET, "/county/ledger/periods/export.{format}", OFFICER, SCOPE_COUNTY, page_periods_sheet,
         .summary = "The closings of the county's books as a workbook or text"},
	{M_POST, "/county/ledger/periods", OFFICER, SCOPE_COUNTY, page_period_close,
         .input = &period_input, .again = page_periods,
         .summary = "Close the books through the end of a month"},

	{M_GET, "/city/ledger", CITY, SCOPE_CITY, page_ledger, .query = &balances_query,
         .summary = "Sums of all counties by account", .nav = T_ledger_nav, .menu = MENU(BOOKS, 4)},
	{M_GET, "/city/ledger/export.{format}", CITY, SCOPE_CITY, page_ledger_sheet,
         .query = &balances_query, .summary = "The sums as a workbook or text"},

	{M_GET, "/api/v1/ledger/balances", READERS, SCOPES, api_balances, .query = &balances_query,
         .summary = "Every account at the end of a day, of a county or a school",
         .answer = &balances_told},
	{M_GET, "/api/v1/ledger/statement", READERS, SCOPES, api_statement,
         .query = &ledger_statement_query,
         .summary = "Opening, movements and closing of an account", .answer = &statement_told},
	{M_GET, "/api/v1/ledger/entries/{entry}", READERS, SCOPES, api_entry,
         .summary = "An entry with its legs, act and actor", .answer = &entry_told},
};
const struct routes ledger_routes = ROUTES(ROUTES_V);

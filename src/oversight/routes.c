#include "oversight/routes.h"

#include "oversight/due_in.h"
#include "oversight/pages.h"

#define OFFICER ROLE_BIT(ROLE_COUNTY)
#define CITY    ROLE_BIT(ROLE_CITY)
#define FEES    ROLES_COUNTY_MONEY | ROLES_CITY_MONEY, SCOPE_COUNTY | SCOPE_CITY
#define DUES    DUE_ROLES, SCOPE_SCHOOL | SCOPE_COUNTY
#define CASES   ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY, SCOPE_SCHOOL | SCOPE_COUNTY

static const struct ans_field SCHOOL_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "code", .type = ANS_STR},
	{.name = "name", .type = ANS_STR},
	{.name = "counted", .type = ANS_INSTANT},
	{.name = "classes", .type = ANS_I64},
	{.name = "pupils", .type = ANS_I64},
	{.name = "confirmed", .type = ANS_I64},
	{.name = "enrolled", .type = ANS_I64},
	{.name = "participants_enrolled", .type = ANS_I64},
	{.name = "participants_attended", .type = ANS_I64},
	{.name = "offerings", .type = ANS_I64},
	{.name = "seats", .type = ANS_I64},
	{.name = "taken", .type = ANS_I64},
	{.name = "waiting", .type = ANS_I64},
	{.name = "billed_fen", .type = ANS_I64},
	{.name = "registers_due", .type = ANS_I64},
	{.name = "registers_done", .type = ANS_I64},
};
static const struct answer school_item = ANSWER("CountySchool", SCHOOL_ITEM_TELLS);

static const struct ans_field SCHOOLS_TOTAL_TELLS[] = {
	{.name = "schools", .type = ANS_I64},
	{.name = "classes", .type = ANS_I64},
	{.name = "pupils", .type = ANS_I64},
	{.name = "confirmed", .type = ANS_I64},
	{.name = "enrolled", .type = ANS_I64},
	{.name = "participants_enrolled", .type = ANS_I64},
	{.name = "participants_attended", .type = ANS_I64},
	{.name = "offerings", .type = ANS_I64},
	{.name = "seats", .type = ANS_I64},
	{.name = "taken", .type = ANS_I64},
	{.name = "waiting", .type = ANS_I64},
	{.name = "billed_fen", .type = ANS_I64},
	{.name = "registers_due", .type = ANS_I64},
	{.name = "registers_done", .type = ANS_I64},
};
static const struct answer schools_total = ANSWER("CountyTotal", SCHOOLS_TOTAL_TELLS);

static const struct ans_field SCHOOLS_ANSWER_TELLS[] = {
	{.name = "term", .type = ANS_ID},
	ANS_ITEMS(school_item),
	{.name = "total", .type = ANS_OBJECT, .of = &schools_total},
};
static const struct answer schools_answer = ANSWER("CountySchools", SCHOOLS_ANSWER_TELLS);

static const struct route ROUTES_V[] = {
	{M_GET, "/school", ROLES_SCHOOL, SCOPE_SCHOOL, page_school,
         .summary = "What the school has to do next", .nav = T_oversight_school,
         .menu = MENU(FIRST, 6)},
	{M_GET, "/school/reports", ROLES_SCHOOL, SCOPE_SCHOOL, page_reports, .query = &report_query,
         .summary = "Services, attendance and the guarantee fund", .nav = T_oversight_reports,
         .menu = MENU(WORK, 4)},
	{M_GET, "/school/reports/export.{format}", ROLES_SCHOOL, SCOPE_SCHOOL, page_reports_sheet,
         .query = &report_query, .summary = "Services and attendance as a workbook or text"},

	{M_GET, "/county", OFFICER, SCOPE_COUNTY, page_county, .query = &compare_query,
         .summary = "The county's schools side by side", .nav = T_oversight_county,
         .menu = MENU(FIRST, 8)},
	{M_GET, "/county/export.{format}", OFFICER, SCOPE_COUNTY, page_county_sheet,
         .query = &compare_query, .summary = "The schools side by side as a workbook or text"},
	{M_GET, "/api/v1/county/schools", OFFICER, SCOPE_COUNTY, api_county_schools,
         .query = &compare_query, .summary = "The county's schools side by side",
         .answer = &schools_answer},

	{M_GET, "/city", CITY, SCOPE_CITY, page_city, .summary = "The city's counties side by side",
         .nav = T_oversight_city, .menu = MENU(FIRST, 10)},
	{M_GET, "/city/export.{format}", CITY, SCOPE_CITY, page_city_sheet,
         .summary = "The counties side by side as a workbook or text"},

	{M_GET, "/over-charges", FEES, page_overcharges, .query = &overcharge_query,
         .summary = "Who was charged above the published price or the rules",
         .nav = T_overcharge_title, .menu = MENU(FEES, 30)},
	{M_GET, "/over-charges/export.{format}", FEES, page_overcharges_xlsx,
         .query = &overcharge_query, .summary = "Those as a workbook or text"},
	{M_GET, "/api/v1/over-charges", FEES, api_overcharges, .query = &overcharge_query,
         .summary = "Who was charged above the published price or the rules",
         .answer = &overcharges_told},
	{M_GET, "/fee-cases", CASES, page_fee_cases, .query = &fee_cases_query,
         .summary = "The case register of fee supervision", .nav = T_fee_case_nav,
         .menu = MENU(FEES, 32)},
	{M_GET, "/fee-cases/export.{format}", CASES, page_fee_cases_sheet,
         .query = &fee_cases_query, .summary = "The cases as a workbook or text"},
	{M_POST, "/fee-cases", ROLES_COUNTY_MONEY, SCOPE_COUNTY, page_fee_case_open,
         .input = &fee_case_input, .again = page_fee_cases,
         .summary = "Open a case: about a row of the query, or a complaint"},
	{M_GET, "/fee-cases/{fee_case}", CASES, page_fee_case, .summary = "One case"},
	{M_POST, "/fee-cases/{fee_case}", CASES, page_fee_case_note, .input = &fee_case_note_input,
         .again = page_fee_case, .summary = "Write something to a case, or close it"},
	{M_GET, "/api/v1/fee-cases", CASES, api_fee_cases, .query = &fee_cases_query,
         .summary = "The case register of fee supervision", .answer = &fee_cases_told},
	{M_POST, "/api/v1/fee-cases", ROLES_COUNTY_MONEY, SCOPE_COUNTY, api_fee_case_open,
         .input = &fee_case_input,
         .summary = "Open a case: about a row of the query, or a complaint",
         .answer = &fee_case_told},
	{M_GET, "/api/v1/fee-cases/{fee_case}", CASES, api_fee_case, .summary = "One case",
         .answer = &fee_case_told},
	{M_POST, "/api/v1/fee-cases/{fee_case}/notes", CASES, api_fee_case_note,
         .input = &fee_case_note_input, .summary = "Write something to a case, or close it",
         .answer = &fee_case_told},

	{M_GET, "/deadlines", DUES, page_tasks_due, .query = &due_query,
         .summary = "What documents want done by a day", .nav = T_due_title, .menu = MENU(WORK, 5)},
	{M_GET, "/deadlines/export.{format}", DUES, page_tasks_due_sheet, .query = &due_query,
         .summary = "What is due as a workbook or text"},
	{M_POST, "/deadlines", DUES, page_due_record, .input = &due_record_input,
         .again = page_tasks_due, .summary = "Record that something due was done"},
	{M_GET, "/deadlines/{due}", DUES, page_due_done, .summary = "One record"},
	{M_POST, "/deadlines/{due}", DUES, page_due_back, .input = &due_back_input,
         .again = page_due_done, .summary = "Take a record back"},
	{M_GET, "/api/v1/deadlines", DUES, api_tasks_due, .query = &due_query,
         .summary = "What documents want done by a day", .answer = &tasks_due_told},
	{M_POST, "/api/v1/deadlines", DUES, api_due_record, .input = &due_record_input,
         .summary = "Record that something due was done", .answer = &due_done_told},
	{M_GET, "/api/v1/deadlines/{due}", DUES, api_due_done, .summary = "One record",
         .answer = &due_done_told},
	{M_POST, "/api/v1/deadlines/{due}/taking-back", DUES, api_due_back,
         .input = &due_back_input, .summary = "Take a record back", .answer = &due_done_told},
};
const struct routes oversight_routes = ROUTES(ROUTES_V);

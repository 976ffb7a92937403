#include "oversight/routes.h"

#include "oversight/pages.h"

#define OFFICER ROLE_BIT(ROLE_COUNTY)
#define CITY    ROLE_BIT(ROLE_CITY)

static const struct route ROUTES_V[] = {
	{M_GET, "/school", ROLES_SCHOOL, SCOPE_SCHOOL, page_school,
         .summary = "What the school has to do next", .nav = T_oversight_school, .menu = 10},
	{M_GET, "/school/reports", ROLES_SCHOOL, SCOPE_SCHOOL, page_reports, .query = &report_query,
         .summary = "Services, attendance and the guarantee fund", .nav = T_oversight_reports,
         .menu = 90},
	{M_GET, "/school/reports/export.xlsx", ROLES_SCHOOL, SCOPE_SCHOOL, page_reports_sheet,
         .query = &report_query, .summary = "Services and attendance as a workbook"},

	{M_GET, "/county", OFFICER, SCOPE_COUNTY, page_county, .query = &compare_query,
         .summary = "The county's schools side by side", .nav = T_oversight_county, .menu = 10},
	{M_GET, "/county/export.xlsx", OFFICER, SCOPE_COUNTY, page_county_sheet,
         .query = &compare_query, .summary = "The schools side by side as a workbook"},
	{M_GET, "/api/v1/county/schools", OFFICER, SCOPE_COUNTY, api_county_schools,
         .query = &compare_query, .summary = "The county's schools side by side",
         .answer = "CountySchools"},

	{M_GET, "/city", CITY, SCOPE_CITY, page_city, .summary = "The city's counties side by side",
         .nav = T_oversight_city, .menu = 10},
	{M_GET, "/city/export.xlsx", CITY, SCOPE_CITY, page_city_sheet,
         .summary = "The counties side by side as a workbook"},
};
const struct routes oversight_routes = ROUTES(ROUTES_V);

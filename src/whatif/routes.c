#include "whatif/routes.h"

#include "whatif/pages.h"

#define OFFICER ROLE_BIT(ROLE_COUNTY)
#define CITY    ROLE_BIT(ROLE_CITY)
#define BUREAU  OFFICER | CITY, SCOPE_COUNTY | SCOPE_CITY

static const struct route ROUTES_V[] = {
	{M_GET, "/county/rules/{edition}/whatif", OFFICER, SCOPE_COUNTY, page_edition_whatif,
         .query = &simulations_query, .summary = "What a draft would move: ask, and asked before"},
	{M_POST, "/county/rules/{edition}/whatif", OFFICER, SCOPE_COUNTY, page_edition_start,
         .input = &edition_start_input, .again = page_edition_whatif,
         .summary = "Ask what a draft would move in a live term"},
	{M_GET, "/county/rules/{edition}/whatif/export.{format}", OFFICER, SCOPE_COUNTY,
         page_edition_whatif_sheet, .summary = "What was asked of a draft, as a workbook or text"},
	{M_GET, "/county/simulations/export.{format}", OFFICER, SCOPE_COUNTY,
         page_simulations_sheet, .summary = "What was asked of drafts, as a workbook or text"},
	{M_GET, "/county/simulations", OFFICER, SCOPE_COUNTY, page_county_simulations,
         .query = &simulations_query, .summary = "What was asked of drafts", .nav = T_whatif_title,
         .menu = MENU(RULES, 6)},
	{M_GET, "/county/simulations/{simulation}", OFFICER, SCOPE_COUNTY, page_simulation,
         .query = &simulations_query, .summary = "How far it is, and what would move"},
	{M_GET, "/county/simulations/{simulation}/export.{format}", OFFICER, SCOPE_COUNTY,
         page_simulation_sheet, .summary = "What would move, by school, as a workbook or text"},
	{M_POST, "/county/simulations/{simulation}/cancel", OFFICER, SCOPE_COUNTY,
         page_simulation_cancel, .summary = "End it before it is done"},
	{M_POST, "/county/simulations/{simulation}/movers", OFFICER, SCOPE_COUNTY,
         page_simulation_movers, .input = &movers_input, .again = page_simulation,
         .summary = "Single pupils who would move, for a reason, as a workbook"},
	{M_POST, "/county/simulations/{simulation}/movers.{format}", OFFICER, SCOPE_COUNTY,
         page_simulation_movers, .input = &movers_input, .again = page_simulation,
         .summary = "Single pupils who would move, for a reason, as a workbook"},

	{M_GET, "/city/simulations/export.{format}", CITY, SCOPE_CITY, page_simulations_sheet,
         .summary = "What the city asked of drafts, as a workbook or text"},
	{M_GET, "/city/simulations", CITY, SCOPE_CITY, page_city_simulations,
         .query = &simulations_query, .summary = "What was asked of drafts, and asking",
         .nav = T_whatif_title, .menu = MENU(RULES, 8)},
	{M_POST, "/city/simulations", CITY, SCOPE_CITY, page_city_start, .input = &city_start_input,
         .again = page_city_simulations, .summary = "Ask what a draft would move in the counties"},
	{M_GET, "/city/simulations/{simulation}", CITY, SCOPE_CITY, page_simulation,
         .query = &simulations_query, .summary = "How far it is, and the counties side by side"},
	{M_GET, "/city/simulations/{simulation}/export.{format}", CITY, SCOPE_CITY,
         page_simulation_sheet, .summary = "What would move, by county, as a workbook or text"},
	{M_GET, "/city/simulations/{simulation}/counties/{county}", CITY, SCOPE_CITY,
         page_simulation, .query = &simulations_query,
         .summary = "The schools of one county side by side"},
	{M_GET, "/city/simulations/{simulation}/counties/{county}/export.{format}", CITY,
         SCOPE_CITY, page_simulation_sheet,
         .summary = "What would move in a county, by school, as a workbook or text"},
	{M_POST, "/city/simulations/{simulation}/cancel", CITY, SCOPE_CITY, page_simulation_cancel,
         .summary = "End it before it is done"},

	{M_POST, "/api/v1/simulations", BUREAU, api_simulation_start, .input = &api_start_input,
         .summary = "Ask what a draft would move in a live term", .answer = &simulation_state},
	{M_GET, "/api/v1/simulations", BUREAU, api_simulations, .query = &simulations_query,
         .summary = "What was asked of drafts", .answer = &simulation_list_answer},
	{M_GET, "/api/v1/simulations/{simulation}", BUREAU, api_simulation,
         .summary = "How far it is, and what would move by county and sentence",
         .answer = &simulation_answer},
	{M_GET, "/api/v1/simulations/{simulation}/schools", BUREAU, api_simulation_schools,
         .query = &simulations_query, .summary = "What would move by school",
         .answer = &simulation_schools_answer},
	{M_DELETE, "/api/v1/simulations/{simulation}", BUREAU, api_simulation_cancel,
         .summary = "End it before it is done", .answer = &simulation_state},
};
const struct routes whatif_routes = ROUTES(ROUTES_V);

#include "day/routes.h"

#include "day/pages.h"

#define READERS (ROLES_TEACHING | ROLE_BIT(ROLE_AGENCY))
/* A teacher the own sittings, a head the own class, the desk the school, an agency its own. */
#define OWN_SITTINGS (SCOPE_TEACHING | SCOPE_CLASS | SCOPE_SCHOOL)

static const struct ans_field MARK_ITEM_TELLS[] = {
	{.name = "pupil", .type = ANS_ID},
	{.name = "mark", .type = ANS_STR, .null = true},
	{.name = "at", .type = ANS_INSTANT, .null = true},
};
static const struct answer mark_item = ANSWER("MarkOfPupil", MARK_ITEM_TELLS);

static const struct ans_field SITTING_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "offering", .type = ANS_ID},
	{.name = "title", .type = ANS_STR},
	{.name = "date", .type = ANS_DATE},
	{.name = "starts", .type = ANS_TIME},
	{.name = "ends", .type = ANS_TIME},
	{.name = "state", .type = ANS_STR},
	{.name = "marked", .type = ANS_BOOL},
	{.name = "expected", .type = ANS_I64},
	{.name = "present", .type = ANS_I64},
	{.name = "marks", .type = ANS_LIST, .maybe = true, .of = &mark_item},
};
static const struct answer sitting_item = ANSWER("Sitting", SITTING_ITEM_TELLS);

static const struct ans_field SITTING_LIST_TELLS[] = {
	ANS_ITEMS(sitting_item),
};
static const struct answer sitting_list = ANSWER("SittingList", SITTING_LIST_TELLS);

static const struct ans_field REGISTER_ANSWER_TELLS[] = {
	{.name = "sitting", .type = ANS_ID},  {.name = "expected", .type = ANS_I64},
	{.name = "present", .type = ANS_I64}, {.name = "absent", .type = ANS_I64},
	{.name = "leave", .type = ANS_I64},   {.name = "late", .type = ANS_I64},
	{.name = "changed", .type = ANS_I64},
};
static const struct answer register_answer = ANSWER("Register", REGISTER_ANSWER_TELLS);

static const struct route ROUTES_V[] = {
	{M_GET, "/today", READERS, OWN_SITTINGS | SCOPE_AGENCY, page_today, .query = &today_query,
         .summary = "The sittings of a day", .nav = T_day_today, .menu = MENU(FIRST, 4)},
	{M_GET, "/sittings/{sitting}", READERS, OWN_SITTINGS | SCOPE_AGENCY, page_sitting,
         .summary = "The roster of a sitting"},
	{M_POST, "/sittings/{sitting}", ROLES_TEACHING, OWN_SITTINGS, page_sitting_post,
         .input = &marks_input, .again = page_sitting, .summary = "Save its register"},
	{M_GET, "/sittings/{sitting}/print", READERS, OWN_SITTINGS | SCOPE_AGENCY,
         page_sitting_print, .summary = "The register on paper"},
	{M_GET, "/school/registers", ROLES_SCHOOL, SCOPE_SCHOOL, page_registers,
         .query = &registers_query, .summary = "All registers of the school",
         .nav = T_day_registers, .menu = MENU(SERVICES, 16)},
	{M_GET, "/school/registers/export.{format}", ROLES_SCHOOL, SCOPE_SCHOOL,
         page_registers_export, .query = &registers_query,
         .summary = "Those as a workbook or text"},
	{M_GET, "/pupils/{pupil}/attendance/export.{format}", ROLE_BIT(ROLE_GUARDIAN), SCOPE_FAMILY,
         page_attendance_sheet, .summary = "What was marked for a child, as a workbook or text"},
	{M_GET, "/pupils/{pupil}/attendance", ROLE_BIT(ROLE_GUARDIAN), SCOPE_FAMILY,
         page_attendance, .summary = "What was marked for a child"},

	{M_GET, "/api/v1/sittings", READERS, OWN_SITTINGS | SCOPE_AGENCY, api_sittings,
         .query = &sittings_query,
         .summary = "Sittings of a day or an offering, with marks when an offering is named",
         .answer = &sitting_list},
	{M_POST, "/api/v1/sittings/{sitting}/marks", ROLES_TEACHING, OWN_SITTINGS, api_marks,
         .input = &marks_input,
         .summary = "Save a register: whoever is not named and has no mark is present",
         .answer = &register_answer},
};
const struct routes day_routes = ROUTES(ROUTES_V);

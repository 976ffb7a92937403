#include "people/routes.h"

#include "people/pages.h"

#define DESK    (ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD))
#define CLERK   ROLES_SCHOOL
#define CITY    ROLE_BIT(ROLE_CITY)
#define OFFICER ROLE_BIT(ROLE_COUNTY)

static const struct ans_field APPOINTMENT_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "role", .type = ANS_STR},
	{.name = "place", .type = ANS_STR, .null = true},
	{.name = "county", .type = ANS_ID, .null = true},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "class", .type = ANS_ID, .null = true},
	{.name = "agency", .type = ANS_ID, .null = true},
	{.name = "from", .type = ANS_DATE},
	{.name = "to", .type = ANS_DATE, .null = true},
	{.name = "in_use", .type = ANS_BOOL},
};
static const struct answer appointment_item = ANSWER("AppointmentOfMe", APPOINTMENT_ITEM_TELLS);

static const struct ans_field ACCOUNT_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "name", .type = ANS_STR},
};
static const struct answer account_item = ANSWER("AccountOfMe", ACCOUNT_ITEM_TELLS);

static const struct ans_field PUPIL_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "name", .type = ANS_STR},
	{.name = "class", .type = ANS_STR, .null = true},
	{.name = "grade", .type = ANS_I64},
	{.name = "school", .type = ANS_ID},
	{.name = "school_name", .type = ANS_STR},
	{.name = "active", .type = ANS_BOOL},
};
static const struct answer pupil_item = ANSWER("PupilOfMe", PUPIL_ITEM_TELLS);

static const struct ans_field PUPIL_MADE_TELLS[] = {
	{.name = "id", .type = ANS_ID},
};
static const struct answer pupil_made = ANSWER("Pupil", PUPIL_MADE_TELLS);

static const struct ans_field ME_ANSWER_TELLS[] = {
	{.name = "account", .type = ANS_OBJECT, .of = &account_item},
	{.name = "role", .type = ANS_STR},
	{.name = "roles", .type = ANS_LIST, .of = &appointment_item},
	{.name = "county", .type = ANS_ID, .null = true},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "pupils", .type = ANS_LIST, .of = &pupil_item},
};
static const struct answer me_answer = ANSWER("Me", ME_ANSWER_TELLS);

static const struct route ROUTES_V[] = {
	{M_GET, "/school/classes", CLERK, SCOPE_SCHOOL, page_classes,
         .summary = "Classes of the school", .nav = T_people_classes, .menu = MENU(PLACES, 12)},
	{M_GET, "/school/classes/export.{format}", CLERK, SCOPE_SCHOOL, page_classes_sheet,
         .summary = "The classes as a workbook or text"},
	{M_POST, "/school/classes", CLERK, SCOPE_SCHOOL, page_class_add, .input = &class_input,
         .again = page_classes, .summary = "A class more"},

	{M_GET, "/school/pupils", DESK, SCOPE_CLASS | SCOPE_SCHOOL, page_pupils,
         .query = &pupils_query, .summary = "Pupils of the school", .nav = T_people_pupils_title,
         .menu = MENU(PLACES, 14)},
	{M_GET, "/school/pupils/new", CLERK, SCOPE_SCHOOL, page_pupil_new,
         .summary = "A new pupil with a guardian"},
	{M_POST, "/school/pupils", CLERK, SCOPE_SCHOOL, page_pupil_create,
         .input = &pupil_new_input, .again = page_pupil_new, .summary = "Take the pupil in"},
	{M_POST, "/api/v1/pupils", CLERK, SCOPE_SCHOOL, api_pupil_create, .input = &pupil_new_input,
         .summary = "Take in one new pupil with a guardian", .answer = &pupil_made},
	{M_POST, "/school/pupils/export.{format}", CLERK, SCOPE_SCHOOL, page_pupils_export,
         .input = &pupils_export_input, .query = &pupils_query, .again = page_pupils,
         .summary = "The roll as a workbook or text, with reason and watermark"},
	{M_GET, "/school/pupils/{pupil}", DESK, SCOPE_CLASS | SCOPE_SCHOOL, page_pupil,
         .summary = "One pupil's record"},
	{M_POST, "/school/pupils/{pupil}/class", CLERK, SCOPE_SCHOOL, page_pupil_move,
         .input = &move_input, .again = page_pupil, .summary = "Correct a record"},
	{M_POST, "/school/pupils/{pupil}/guardians", DESK, SCOPE_CLASS | SCOPE_SCHOOL, page_kin_add,
         .input = &kin_input, .again = page_pupil, .summary = "A guardian more"},
	{M_POST, "/school/pupils/{pupil}/guardians/end", CLERK, SCOPE_SCHOOL, page_kin_end,
         .input = &kin_over_input, .again = page_pupil, .summary = "A guardian no more"},
	{M_POST, "/school/pupils/{pupil}/leave", CLERK, SCOPE_SCHOOL, page_pupil_leave,
         .input = &leave_input, .again = page_pupil, .summary = "Leave the school, or come back"},

	{M_GET, "/school/guardians/codes", DESK, SCOPE_CLASS | SCOPE_SCHOOL, page_codes,
         .query = &codes_query, .summary = "First-login codes of a class", .nav = T_people_codes,
         .menu = MENU(PLACES, 16)},
	{M_POST, "/school/guardians/codes", DESK, SCOPE_CLASS | SCOPE_SCHOOL, page_codes_issue,
         .input = &codes_input, .query = &codes_query, .again = page_codes,
         .summary = "Issue them: slips to print"},

	{M_GET, "/school/staff", CLERK, SCOPE_SCHOOL, page_staff, .query = &staff_query,
         .summary = "Staff of the school", .nav = T_people_staff_title, .menu = MENU(PLACES, 18)},
	{M_GET, "/school/staff/export.{format}", CLERK, SCOPE_SCHOOL, page_staff_sheet,
         .query = &staff_query, .summary = "The staff as a workbook or text"},
	{M_POST, "/school/staff", CLERK, SCOPE_SCHOOL, page_staff_add, .input = &hire_input,
         .query = &staff_query, .again = page_staff, .summary = "A member of staff more"},
	{M_GET, "/school/staff/{staff}", CLERK, SCOPE_SCHOOL, page_staff_one,
         .summary = "One member of staff"},
	{M_POST, "/school/staff/{staff}/appoint", CLERK, SCOPE_SCHOOL, page_staff_appoint,
         .input = &appoint_input, .again = page_staff_one, .summary = "Give a right"},
	{M_POST, "/school/staff/{staff}/dismiss", CLERK, SCOPE_SCHOOL, page_staff_dismiss,
         .input = &dismiss_input, .again = page_staff_one, .summary = "End a right"},
	{M_POST, "/school/staff/{staff}/leave", CLERK, SCOPE_SCHOOL, page_staff_leave,
         .again = page_staff_one, .summary = "Leave the school"},

	{M_GET, "/county/schools", OFFICER, SCOPE_COUNTY, page_schools, .query = &schools_query,
         .summary = "Schools of the county", .nav = T_people_schools, .menu = MENU(PLACES, 6)},
	{M_GET, "/county/schools/export.{format}", OFFICER, SCOPE_COUNTY, page_schools_sheet,
         .query = &schools_query, .summary = "The schools as a workbook or text"},
	{M_POST, "/county/schools", OFFICER, SCOPE_COUNTY, page_school_add, .input = &school_input,
         .query = &schools_query, .again = page_schools, .summary = "A school more"},
	{M_GET, "/county/officers", OFFICER, SCOPE_COUNTY, page_officers, .query = &officers_query,
         .summary = "Officers of the county", .nav = T_people_officers, .menu = MENU(PLACES, 10)},
	{M_GET, "/county/officers/export.{format}", OFFICER, SCOPE_COUNTY, page_officers_sheet,
         .query = &officers_query, .summary = "Those as a workbook or text"},

	{M_GET, "/city/counties", CITY, SCOPE_CITY, page_counties,
         .summary = "Counties of the city", .nav = T_people_counties, .menu = MENU(PLACES, 2)},
	{M_GET, "/city/counties/export.{format}", CITY, SCOPE_CITY, page_counties_sheet,
         .summary = "The counties as a workbook or text"},
	{M_POST, "/city/counties", CITY, SCOPE_CITY, page_county_add, .input = &county_input,
         .again = page_counties, .summary = "A county more"},
	{M_GET, "/city/officers", CITY, SCOPE_CITY, page_officers, .query = &officers_query,
         .summary = "Officers of the counties and of the city's office", .nav = T_people_officers,
         .menu = MENU(PLACES, 4)},
	{M_GET, "/city/officers/export.{format}", CITY, SCOPE_CITY, page_officers_sheet,
         .query = &officers_query, .summary = "Those as a workbook or text"},
	{M_POST, "/city/officers", CITY, SCOPE_CITY, page_officer_add, .input = &officer_input,
         .query = &officers_query, .again = page_officers,
         .summary = "A county's officer more: the first-login code to print"},
	{M_GET, "/city/officers/{officer}", CITY, SCOPE_CITY, page_officer,
         .summary = "One officer's right"},
	{M_POST, "/city/officers/{officer}/end", CITY, SCOPE_CITY, page_officer_end,
         .input = &officer_end_input, .again = page_officer, .summary = "End it"},
	{M_POST, "/city/officers/{officer}/code", CITY, SCOPE_CITY, page_officer_code,
         .again = page_officer, .summary = "A new first-login code"},

	{M_GET, "/api/v1/me", ROLES_ACCOUNT, SCOPE_ACCOUNT, api_me,
         .summary = "Account, roles and pupils of the caller", .answer = &me_answer},
};
const struct routes people_routes = ROUTES(ROUTES_V);

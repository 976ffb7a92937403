#include "term/routes.h"

#include "term/pages.h"

#define CLERK    ROLES_SCHOOL
#define GUARDIAN ROLE_BIT(ROLE_GUARDIAN)
#define OFFICER  ROLE_BIT(ROLE_COUNTY)
#define AGENCY   ROLE_BIT(ROLE_AGENCY)

static const struct ans_field NOTICE_ANSWER_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "version", .type = ANS_I64},
	{.name = "title", .type = ANS_STR},
	{.name = "confirmed", .type = ANS_BOOL},
};
static const struct answer notice_answer = ANSWER("Notice", NOTICE_ANSWER_TELLS);

static const struct ans_field NOTICE_CONFIRMED_TELLS[] = {
	{.name = "notice", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
};
static const struct answer notice_confirmed = ANSWER("NoticeConfirmed", NOTICE_CONFIRMED_TELLS);

static const struct route ROUTES_V[] = {
	{M_GET, "/pupils/{pupil}/notice", GUARDIAN, SCOPE_FAMILY, page_notice,
         .summary = "The school's notice, for one child"},
	{M_POST, "/pupils/{pupil}/notice", GUARDIAN, SCOPE_FAMILY, page_notice_confirm,
         .again = page_notice, .summary = "Confirm it"},
	{M_GET, "/api/v1/pupils/{pupil}/notice", GUARDIAN, SCOPE_FAMILY, api_notice,
         .summary = "The newest notice for a pupil, and whether it is confirmed",
         .answer = &notice_answer},
	{M_POST, "/api/v1/notices/{notice}/confirmations", GUARDIAN, SCOPE_FAMILY,
         api_notice_confirm, .input = &notice_confirm_input,
         .summary = "Confirm a notice for a pupil", .answer = &notice_confirmed},

	{M_GET, "/school/offerings", CLERK, SCOPE_SCHOOL, page_offerings,
         .query = &offerings_desk_query, .summary = "Offerings of the term",
         .nav = T_term_offerings, .menu = MENU(SERVICES, 2)},
	{M_GET, "/school/offerings/export.{format}", CLERK, SCOPE_SCHOOL, page_offerings_sheet,
         .query = &offerings_desk_query, .summary = "The offerings as a workbook or text"},
	{M_GET, "/school/offerings/new", CLERK, SCOPE_SCHOOL, page_offering_new,
         .summary = "A new offering"},
	{M_POST, "/school/offerings", CLERK, SCOPE_SCHOOL, page_offering_create,
         .input = &offering_input, .again = page_offering_new, .summary = "An offering more"},
	{M_GET, "/school/offerings/{offering}", CLERK, SCOPE_SCHOOL, page_offering,
         .summary = "One offering"},
	{M_POST, "/school/offerings/{offering}", CLERK, SCOPE_SCHOOL, page_offering_save,
         .input = &offering_input, .again = page_offering, .summary = "Change it"},
	{M_POST, "/school/offerings/{offering}/publish", CLERK, SCOPE_SCHOOL, page_offering_publish,
         .again = page_offering, .summary = "Open it for enrolment"},
	{M_POST, "/school/offerings/{offering}/close", CLERK, SCOPE_SCHOOL, page_offering_close,
         .again = page_offering, .summary = "Close enrolment"},
	{M_POST, "/school/offerings/{offering}/cancel", CLERK, SCOPE_SCHOOL, page_offering_cancel,
         .again = page_offering, .summary = "Cancel it"},
	{M_POST, "/school/offerings/{offering}/staff", CLERK, SCOPE_SCHOOL, page_offering_staff,
         .input = &staffing_input, .again = page_offering, .summary = "Who runs it"},
	{M_GET, "/api/v1/offerings/{offering}/facts", CLERK, SCOPE_SCHOOL, api_facts,
         .summary = "What documents ask of an offering besides, and what was stated (R1, R5)",
         .answer = &offering_facts_told},
	{M_POST, "/api/v1/offerings/{offering}/facts", CLERK, SCOPE_SCHOOL, api_facts_put,
         .input = &offering_facts_input, .summary = "State what they ask of it",
         .answer = &offering_facts_told},

	{M_POST, "/school/offerings/{offering}/review", ROLE_BIT(ROLE_SCHOOL_LEADER), SCOPE_SCHOOL,
         page_offering_review, .input = &review_input, .again = page_offering,
         .summary = "A second person found no subject teaching"},
	{M_GET, "/school/reviews", CLERK, SCOPE_SCHOOL, page_reviews, .query = &reviews_query,
         .summary = "Titles a second person has looked at", .nav = T_term_reviews,
         .menu = MENU(SERVICES, 12)},
	{M_GET, "/school/reviews/export.{format}", CLERK, SCOPE_SCHOOL, page_reviews_sheet,
         .query = &reviews_query, .summary = "Those as a workbook or text"},
	{M_GET, "/county/reviews", OFFICER, SCOPE_COUNTY, page_reviews, .query = &reviews_query,
         .summary = "Titles a second person has looked at", .nav = T_term_reviews,
         .menu = MENU(SERVICES, 14)},
	{M_GET, "/county/reviews/export.{format}", OFFICER, SCOPE_COUNTY, page_reviews_sheet,
         .query = &reviews_query, .summary = "Those as a workbook or text"},

	{M_GET, "/school/notices", CLERK, SCOPE_SCHOOL, page_notices,
         .summary = "The notice and its versions", .nav = T_term_notices,
         .menu = MENU(SERVICES, 8)},
	{M_POST, "/school/notices", CLERK, SCOPE_SCHOOL, page_notice_save, .input = &notice_input,
         .again = page_notices, .summary = "Write the draft"},
	{M_POST, "/school/notices/{notice}/publish", CLERK, SCOPE_SCHOOL, page_notice_publish,
         .again = page_notices, .summary = "Publish it"},
	{M_GET, "/school/notices/unconfirmed", CLERK, SCOPE_SCHOOL, page_missing,
         .query = &missing_query, .summary = "Who has not confirmed"},
	{M_GET, "/school/notices/unconfirmed/export.{format}", CLERK, SCOPE_SCHOOL,
         page_missing_sheet, .query = &missing_query, .summary = "Those as a workbook or text"},

	{M_GET, "/school/agreements", CLERK, SCOPE_SCHOOL, page_agreements,
         .query = &agreements_query, .summary = "Agreements and their versions",
         .nav = T_term_agreements, .menu = MENU(SERVICES, 10)},
	{M_POST, "/school/agreements", CLERK, SCOPE_SCHOOL, page_agreement_save,
         .input = &agreement_input, .query = &agreements_query, .again = page_agreements,
         .summary = "Write the draft"},
	{M_POST, "/school/agreements/{agreement}/publish", CLERK, SCOPE_SCHOOL,
         page_agreement_publish, .again = page_agreements, .summary = "Publish it"},
	{M_POST, "/school/agreements/sign", CLERK, SCOPE_SCHOOL, page_agreement_sign,
         .input = &sign_input, .again = page_agreements, .summary = "Sign for the school"},

	{M_GET, "/agency", AGENCY, SCOPE_AGENCY, page_agency, .summary = "What the agency serves",
         .nav = T_term_agency_title, .menu = MENU(FIRST, 12)},
	{M_GET, "/agency/export.{format}", AGENCY, SCOPE_AGENCY, page_agency_sheet,
         .summary = "Those as a workbook or text"},
	{M_POST, "/agency/sign", AGENCY, SCOPE_AGENCY, page_agency_sign, .input = &sign_input,
         .again = page_agency, .summary = "Sign for the agency"},
	{M_GET, "/agency/agreements/{agreement}", AGENCY, SCOPE_AGENCY, page_agreement_text,
         .summary = "An agreement to read"},

	{M_GET, "/school/calendar", CLERK, SCOPE_SCHOOL, page_calendar,
         .summary = "Days that differ from the week", .nav = T_term_calendar,
         .menu = MENU(RULES, 14)},
	{M_GET, "/school/calendar/export.{format}", CLERK, SCOPE_SCHOOL, page_calendar_sheet,
         .summary = "Those as a workbook or text"},
	{M_POST, "/school/calendar", CLERK, SCOPE_SCHOOL, page_day_set, .input = &day_input,
         .again = page_calendar, .summary = "Say what holds on a day"},
	{M_GET, "/county/calendar", OFFICER, SCOPE_COUNTY, page_calendar,
         .summary = "Days that differ from the week", .nav = T_term_calendar,
         .menu = MENU(RULES, 12)},
	{M_GET, "/county/calendar/export.{format}", OFFICER, SCOPE_COUNTY, page_calendar_sheet,
         .summary = "Those as a workbook or text"},
	{M_POST, "/county/calendar", OFFICER, SCOPE_COUNTY, page_day_set, .input = &day_input,
         .again = page_calendar, .summary = "Say what holds on a day"},
	{M_GET, "/county/terms", OFFICER, SCOPE_COUNTY, page_terms,
         .summary = "Terms of the county", .nav = T_term_terms, .menu = MENU(RULES, 10)},
	{M_GET, "/county/terms/export.{format}", OFFICER, SCOPE_COUNTY, page_terms_sheet,
         .summary = "The terms as a workbook or text"},
	{M_POST, "/county/terms", OFFICER, SCOPE_COUNTY, page_term_add, .input = &term_input,
         .again = page_terms, .summary = "A term more"},
};
const struct routes term_routes = ROUTES(ROUTES_V);

#include "enrolment/routes.h"

#include "enrolment/desk.h"

static const struct in_field BASKET_FIELDS[] = {
	{.name = "wish",
         .type = IN_STR_LIST,
         .label = T_enrol_wish,
         .offset = offsetof(struct basket_in, wish)},
	{.name = "self",
         .type = IN_STR_LIST,
         .label = T_enrol_self_purchase,
         .offset = offsetof(struct basket_in, self)},
	{.name = "agreement",
         .type = IN_ID_LIST,
         .label = T_enrol_agreement,
         .offset = offsetof(struct basket_in, agreement)},
	{.name = "sign",
         .type = IN_BOOL,
         .label = T_enrol_sign,
         .offset = offsetof(struct basket_in, sign)},
};
const struct input basket_query = {"BasketQuery", sizeof(struct basket_in), BASKET_FIELDS, 4, 0};
const struct input basket_input = {"Basket", sizeof(struct basket_in), BASKET_FIELDS, 4, 0};

static const struct in_field DONE_FIELDS[] = {
	{.name = "enrolment",
         .type = IN_ID_LIST,
         .label = T_enrolments_title,
         .offset = offsetof(struct done_in, enrolment)},
};
const struct input done_query = {"DoneQuery", sizeof(struct done_in), DONE_FIELDS, 1, 0};

static const char *const ANSWERS[] = {"yes", "no", NULL};
static const struct in_field ANSWER_FIELDS[] = {
	{.name = "agreement",
         .type = IN_ID,
         .label = T_enrol_agreement,
         .offset = offsetof(struct answer_in, agreement)},
	{.name = "sign",
         .type = IN_BOOL,
         .label = T_enrol_sign,
         .offset = offsetof(struct answer_in, sign)},
	{.name = "self",
         .type = IN_BOOL,
         .label = T_enrol_self_purchase,
         .offset = offsetof(struct answer_in, self)},
	{.name = "answer",
         .type = IN_CHOICE,
         .required = true,
         .choices = ANSWERS,
         .label = T_enrol_answer,
         .offset = offsetof(struct answer_in, answer)},
};
const struct input answer_input = {"AnswerForm", sizeof(struct answer_in), ANSWER_FIELDS, 4, 0};

#define GUARDIAN ROLE_BIT(ROLE_GUARDIAN)
#define CLERK    ROLES_SCHOOL
#define HEADS    (ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD))
#define READERS  (GUARDIAN | ROLES_TEACHING | ROLE_BIT(ROLE_COUNTY))
/* As the bills of the money room. */
#define BILL_READERS (GUARDIAN | ROLES_SCHOOL | ROLE_BIT(ROLE_COUNTY))
#define OF_BILL      (SCOPE_FAMILY | SCOPE_SCHOOL | SCOPE_COUNTY)
#define OF_READERS   (SCOPE_FAMILY | SCOPE_CLASS | SCOPE_SCHOOL | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, "/home", GUARDIAN, SCOPE_FAMILY, page_home, .summary = "The guardian's children",
         .nav = T_home_nav, .menu = MENU(FIRST, 2)},
	{M_GET, "/enrol", GUARDIAN, SCOPE_FAMILY, page_enrol, .query = &basket_query,
         .summary = "Every offering for every child", .nav = T_enrol_nav, .menu = MENU(FIRST, 14)},
	{M_GET, "/enrol/check", GUARDIAN, SCOPE_FAMILY, page_check, .query = &basket_query,
         .summary = "Check a basket"},
	{M_POST, "/enrol", GUARDIAN, SCOPE_FAMILY, page_submit, .input = &basket_input,
         .again = page_submit_again, .summary = "Sign and submit a basket"},
	{M_GET, "/enrol/done", GUARDIAN, SCOPE_FAMILY, page_done, .query = &done_query,
         .summary = "What a basket came to"},
	{M_GET, "/pupils/{pupil}/enrolments", GUARDIAN, SCOPE_FAMILY, page_enrolments,
         .summary = "A child's enrolments"},
	{M_GET, "/pupils/{pupil}/why", BILL_READERS, OF_BILL, page_why, .query = &why_query,
         .summary = "Why a service costs a pupil what it does, or is refused"},
	{M_GET, "/pupils/{pupil}/why.csv", BILL_READERS, OF_BILL, page_why_csv, .query = &why_query,
         .summary = "Its steps as comma-separated text"},
	{M_GET, "/pupils/{pupil}/why.xlsx", BILL_READERS, OF_BILL, page_why_sheet,
         .query = &why_query, .summary = "Its steps as a workbook"},
	{M_GET, "/enrolments/{enrolment}/withdraw", GUARDIAN, SCOPE_FAMILY, page_withdraw,
         .summary = "Before withdrawing"},
	{M_POST, "/enrolments/{enrolment}/withdraw", GUARDIAN, SCOPE_FAMILY, page_withdraw_post,
         .again = page_withdraw, .summary = "Withdraw"},
	{M_GET, "/applications/{application}", GUARDIAN, SCOPE_FAMILY, page_answer,
         .summary = "A service the school put forward"},
	{M_POST, "/applications/{application}", GUARDIAN, SCOPE_FAMILY, page_answer_post,
         .input = &answer_input, .again = page_answer, .summary = "Answer it"},

	{M_GET, "/school/offerings/{offering}/roster", ROLES_TEACHING,
         SCOPE_TEACHING | SCOPE_SCHOOL, page_roster, .query = &roster_query,
         .summary = "Who is on an offering, and who waits"},
	{M_POST, "/school/offerings/{offering}/roster.xlsx", CLERK, SCOPE_SCHOOL,
         page_roster_export, .input = &roster_export_input, .again = page_roster,
         .summary = "The roster as a workbook, with reason and watermark"},
	{M_POST, "/school/offerings/{offering}/seats", CLERK, SCOPE_SCHOOL, page_seats,
         .input = &seats_input, .again = page_roster, .summary = "Another number of seats"},
	{M_GET, "/school/offerings/{offering}/forward", ROLES_TEACHING,
         SCOPE_TEACHING | SCOPE_SCHOOL, page_forward, .query = &forwarded_query,
         .summary = "Put forward for an offering, and the answers"},
	{M_POST, "/school/offerings/{offering}/forward", ROLES_TEACHING,
         SCOPE_TEACHING | SCOPE_SCHOOL, page_forward_put, .input = &forward_input,
         .again = page_forward, .summary = "Put a class forward"},
	{M_POST, "/school/offerings/{offering}/forward.xlsx", CLERK, SCOPE_SCHOOL,
         page_forward_export, .input = &forwarded_export_input, .again = page_forward,
         .summary = "The answers as a workbook, with reason and watermark"},
	{M_GET, "/school/enrolments", HEADS, SCOPE_CLASS | SCOPE_SCHOOL, page_enrolled,
         .query = &enrolled_query, .summary = "Enrolments of the term", .nav = T_enrolled_nav,
         .menu = MENU(SERVICES, 4)},
	{M_POST, "/school/enrolments/export.xlsx", CLERK, SCOPE_SCHOOL, page_enrolled_export,
         .input = &enrolled_export_input, .again = page_enrolled,
         .summary = "The enrolments as a workbook, with reason and watermark"},
	{M_GET, "/school/enrolments/{enrolment}", CLERK, SCOPE_SCHOOL, page_enrolment,
         .summary = "One enrolment: move up or remove"},
	{M_POST, "/school/enrolments/{enrolment}/up", CLERK, SCOPE_SCHOOL, page_up,
         .input = &up_input, .again = page_enrolment, .summary = "Move up the waitlist"},
	{M_POST, "/school/enrolments/{enrolment}/remove", CLERK, SCOPE_SCHOOL, page_remove,
         .input = &remove_input, .again = page_enrolment, .summary = "Take off the list"},
	{M_GET, "/school/waitlists", CLERK, SCOPE_SCHOOL, page_waitlists, .query = &waitlists_query,
         .summary = "Seats and waitlists by offering", .nav = T_waitlists_nav,
         .menu = MENU(SERVICES, 6)},
	{M_GET, "/school/waitlists/export.xlsx", CLERK, SCOPE_SCHOOL, page_waitlists_sheet,
         .query = &waitlists_query, .summary = "Those as a workbook"},

	{M_GET, "/county/late", ROLE_BIT(ROLE_COUNTY), SCOPE_COUNTY, page_late,
         .query = &late_query, .summary = "What late documents would change on the bills",
         .nav = T_late_nav, .menu = MENU(FEES, 20)},
	{M_GET, "/county/late/export.xlsx", ROLE_BIT(ROLE_COUNTY), SCOPE_COUNTY, page_late_sheet,
         .query = &late_query, .summary = "Those as a workbook"},
	{M_GET, "/api/v1/late-changes", ROLE_BIT(ROLE_COUNTY), SCOPE_COUNTY, api_late,
         .query = &late_query, .summary = "What late documents would change on the bills",
         .answer = &late_answer},

	{M_GET, "/api/v1/offerings/{offering}/roster", ROLES_TEACHING | ROLE_BIT(ROLE_COUNTY),
         SCOPE_TEACHING | SCOPE_SCHOOL | SCOPE_COUNTY, api_roster, .query = &api_roster_query,
         .summary = "Who is on an offering", .answer = &roster_answer},
	{M_POST, "/api/v1/offerings/{offering}/forwards", ROLES_TEACHING,
         SCOPE_TEACHING | SCOPE_SCHOOL, api_forward, .input = &api_forward_input,
         .summary = "Put pupils forward", .answer = &forward_told},
	{M_POST, "/api/v1/enrolments/{enrolment}/moves", CLERK, SCOPE_SCHOOL, api_move,
         .input = &api_move_input, .summary = "Move up the waitlist, or remove",
         .answer = &enrolment_state_answer},
	{M_GET, "/api/v1/offerings", READERS | ROLE_BIT(ROLE_CITY), OF_READERS | SCOPE_CITY,
         api_offerings, .query = &offerings_query,
         .summary = "Offerings with live seats and reasons", .answer = &offering_list_answer},
	{M_GET, "/api/v1/enrolments", READERS, OF_READERS, api_enrolments,
         .query = &enrolments_query, .summary = "A pupil's enrolments",
         .answer = &enrolment_list_answer},
	{M_GET, "/api/v1/pupils/{pupil}/quote", BILL_READERS, OF_BILL, api_quote,
         .query = &why_query, .summary = "What a service costs a pupil, step by step",
         .answer = &quote_answer},
	{M_POST, "/api/v1/enrolments", GUARDIAN, SCOPE_FAMILY, api_enrol,
         .input = &enrolment_create_input, .summary = "Enrol, or join the waitlist",
         .answer = &enrolment_made_answer},
	{M_DELETE, "/api/v1/enrolments/{enrolment}", GUARDIAN, SCOPE_FAMILY, api_withdraw,
         .summary = "Withdraw", .answer = &withdrawal_answer},
	{M_POST, "/api/v1/applications/{application}/answers", GUARDIAN, SCOPE_FAMILY, api_answer,
         .input = &application_answer_input, .summary = "Answer what staff put forward",
         .answer = &application_answered},
};
const struct routes enrolment_routes = ROUTES(ROUTES_V);

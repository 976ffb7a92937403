#include "enrolment/routes.h"

#include "enrolment/pages.h"

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
	{.name = "answer",
         .type = IN_CHOICE,
         .required = true,
         .choices = ANSWERS,
         .label = T_enrol_answer,
         .offset = offsetof(struct answer_in, answer)},
};
const struct input answer_input = {"AnswerForm", sizeof(struct answer_in), ANSWER_FIELDS, 3, 0};

#define GUARDIAN ROLE_BIT(ROLE_GUARDIAN)
#define READERS  (GUARDIAN | ROLES_TEACHING | ROLES_BUREAU)

static const struct route ROUTES_V[] = {
	{M_GET, "/home", GUARDIAN, SCOPE_FAMILY, page_home, .summary = "The guardian's children",
         .nav = T_home_nav, .menu = 10},
	{M_GET, "/enrol", GUARDIAN, SCOPE_FAMILY, page_enrol, .query = &basket_query,
         .summary = "Every offering for every child", .nav = T_enrol_nav, .menu = 20},
	{M_GET, "/enrol/check", GUARDIAN, SCOPE_FAMILY, page_check, .query = &basket_query,
         .summary = "Check a basket"},
	{M_POST, "/enrol", GUARDIAN, SCOPE_FAMILY, page_submit, .input = &basket_input,
         .again = page_submit_again, .summary = "Sign and submit a basket"},
	{M_GET, "/enrol/done", GUARDIAN, SCOPE_FAMILY, page_done, .query = &done_query,
         .summary = "What a basket came to"},
	{M_GET, "/pupils/{pupil}/enrolments", GUARDIAN, SCOPE_FAMILY, page_enrolments,
         .summary = "A child's enrolments"},
	{M_GET, "/enrolments/{enrolment}/withdraw", GUARDIAN, SCOPE_FAMILY, page_withdraw,
         .summary = "Before withdrawing"},
	{M_POST, "/enrolments/{enrolment}/withdraw", GUARDIAN, SCOPE_FAMILY, page_withdraw_post,
         .summary = "Withdraw"},
	{M_GET, "/applications/{application}", GUARDIAN, SCOPE_FAMILY, page_answer,
         .summary = "A service the school put forward"},
	{M_POST, "/applications/{application}", GUARDIAN, SCOPE_FAMILY, page_answer_post,
         .input = &answer_input, .again = page_answer, .summary = "Answer it"},

	{M_GET, "/api/v1/offerings", READERS, SCOPE_FAMILY, api_offerings,
         .query = &offerings_query, .summary = "Offerings with live seats and reasons",
         .answer = "OfferingList"},
	{M_GET, "/api/v1/enrolments", READERS, SCOPE_FAMILY, api_enrolments,
         .query = &enrolments_query, .summary = "A pupil's enrolments", .answer = "EnrolmentList"},
	{M_POST, "/api/v1/enrolments", GUARDIAN, SCOPE_FAMILY, api_enrol,
         .input = &enrolment_create_input, .summary = "Enrol, or join the waitlist",
         .answer = "Enrolment"},
	{M_DELETE, "/api/v1/enrolments/{enrolment}", GUARDIAN, SCOPE_FAMILY, api_withdraw,
         .summary = "Withdraw", .answer = "Enrolment"},
	{M_POST, "/api/v1/applications/{application}/answers", GUARDIAN, SCOPE_FAMILY, api_answer,
         .input = &application_answer_input, .summary = "Answer what staff put forward",
         .answer = "Enrolment"},
};
const struct routes enrolment_routes = ROUTES(ROUTES_V);

/* What the API of enrolment answers. */
#include "enrolment/pages.h"

static const struct ans_field SLOT_TELLS[] = {
	{.name = "weekday", .type = ANS_I64},
	{.name = "starts", .type = ANS_TIME},
	{.name = "ends", .type = ANS_TIME},
};
static const struct answer slot = ANSWER("OfferingSlot", SLOT_TELLS);

static const struct ans_field OFFERING_REFUSAL_TELLS[] = {
	{.name = "code", .type = ANS_STR},
	{.name = "title", .type = ANS_STR},
	{.name = "requirement", .type = ANS_STR, .null = true},
	{.name = "clause", .type = ANS_STR, .null = true},
	{.name = "document", .type = ANS_STR, .null = true},
	{.name = "found", .type = ANS_STR, .null = true},
	{.name = "allowed", .type = ANS_STR, .null = true},
};
const struct answer offering_refusal = ANSWER("OfferingRefusal", OFFERING_REFUSAL_TELLS);

static const struct ans_field OFFERING_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "kind", .type = ANS_STR},
	{.name = "title", .type = ANS_STR},
	{.name = "seats", .type = ANS_I64, .null = true},
	{.name = "taken", .type = ANS_I64},
	{.name = "waiting", .type = ANS_I64},
	{.name = "price_fen", .type = ANS_I64},
	{.name = "unit", .type = ANS_STR},
	{.name = "unit_price_fen", .type = ANS_I64},
	{.name = "quantity", .type = ANS_STR},
	{.name = "formula", .type = ANS_STR, .null = true},
	{.name = "consumables_fen", .type = ANS_I64},
	{.name = "slots", .type = ANS_LIST, .of = &slot},
	{.name = "agreement", .type = ANS_ID, .null = true},
	{.name = "open", .type = ANS_BOOL},
	{.name = "refusals", .type = ANS_LIST, .of = &offering_refusal},
};
static const struct answer offering_item = ANSWER("Offering", OFFERING_ITEM_TELLS);

static const struct ans_field OFFERING_LIST_ANSWER_TELLS[] = {
	ANS_ITEMS(offering_item),
};
const struct answer offering_list_answer = ANSWER("OfferingList", OFFERING_LIST_ANSWER_TELLS);

static const struct ans_field ENROLMENT_MADE_ANSWER_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},
	{.name = "position", .type = ANS_I64, .null = true},
	{.name = "charged_fen", .type = ANS_I64},
	{.name = "bill", .type = ANS_ID, .null = true},
};
const struct answer enrolment_made_answer = ANSWER("Enrolment", ENROLMENT_MADE_ANSWER_TELLS);

static const struct ans_field ENROLMENT_STATE_ANSWER_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},
	{.name = "position", .type = ANS_I64, .null = true},
};
const struct answer enrolment_state_answer = ANSWER("EnrolmentState", ENROLMENT_STATE_ANSWER_TELLS);

static const struct ans_field WITHDRAWAL_ANSWER_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},
	{.name = "position", .type = ANS_I64, .null = true},
	{.name = "taken_back_fen", .type = ANS_I64},
};
const struct answer withdrawal_answer = ANSWER("Withdrawal", WITHDRAWAL_ANSWER_TELLS);

/* Declined: the state alone. */
static const struct ans_field APPLICATION_ANSWERED_TELLS[] = {
	{.name = "state", .type = ANS_STR},
	{.name = "id", .type = ANS_ID, .maybe = true},
	{.name = "position", .type = ANS_I64, .null = true, .maybe = true},
	{.name = "charged_fen", .type = ANS_I64, .maybe = true},
	{.name = "bill", .type = ANS_ID, .null = true, .maybe = true},
};
const struct answer application_answered =
	ANSWER("ApplicationAnswered", APPLICATION_ANSWERED_TELLS);

static const struct ans_field ENROLMENT_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},
	{.name = "position", .type = ANS_I64, .null = true},
	{.name = "offering", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
};
static const struct answer enrolment_item = ANSWER("EnrolmentItem", ENROLMENT_ITEM_TELLS);

static const struct ans_field ENROLMENT_LIST_ANSWER_TELLS[] = {
	ANS_ITEMS(enrolment_item),
};
const struct answer enrolment_list_answer = ANSWER("EnrolmentList", ENROLMENT_LIST_ANSWER_TELLS);

static const struct ans_field FORWARD_TOLD_TELLS[] = {
	{.name = "offering", .type = ANS_ID},
	{.name = "put_forward", .type = ANS_I64},
	{.name = "passed_over", .type = ANS_I64},
};
const struct answer forward_told = ANSWER("Forward", FORWARD_TOLD_TELLS);

static const struct ans_field ROSTER_ITEM_TELLS[] = {
	{.name = "enrolment", .type = ANS_ID}, {.name = "pupil", .type = ANS_ID},
	{.name = "name", .type = ANS_STR},     {.name = "class", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},    {.name = "position", .type = ANS_I64, .null = true},
	{.name = "at", .type = ANS_INSTANT},
};
static const struct answer roster_item = ANSWER("RosterItem", ROSTER_ITEM_TELLS);

static const struct ans_field ROSTER_ANSWER_TELLS[] = {
	ANS_ITEMS(roster_item),
};
const struct answer roster_answer = ANSWER("Roster", ROSTER_ANSWER_TELLS);

/* For programs: spendings of funds, and the guarantee fund as a budget. */
#include "funds/budget.h"
#include "funds/count.h"
#include "funds/pages.h"
#include "funds/portion_said.h"
#include "people/pages.h"
#include "term/term_filter.h"

/* --- spendings -------------------------------------------------------------------------------- */

static const struct ans_field SPENDING_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "purpose", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "document", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "clause", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "taking_back_reason", .type = ANS_STR, .maybe = true},
	{.name = "taking_back_at", .type = ANS_INSTANT, .maybe = true},
};
const struct answer spending_told = ANSWER("Spending", SPENDING_TELLS);
static const struct ans_field SPENDINGS_TELLS[] = {
	ANS_ITEMS(spending_told),
	ANS_PORTIONS,
};
const struct answer spendings_told = ANSWER("SpendingList", SPENDINGS_TELLS);

static void spending_json(struct ctx *c, struct json *j, const struct spending *s)
{
	json_open(j, '{');
	json_kv_id(j, "id", s->id);
	json_kv_str(j, "purpose", s->purpose);
	json_kv_i64(j, "amount_fen", s->amount.fen);
	json_kv_str(j, "document", s->document);
	json_kv_str(j, "state", str_of(spending_state_name(s)));
	json_kv_str(j, "clause", s->clause);
	json_kv_str(j, "at", instant_text(c->arena, s->at));
	if (str_some(s->undo_reason)) {
		json_kv_str(j, "taking_back_reason", s->undo_reason);
		json_kv_str(j, "taking_back_at", instant_text(c->arena, s->undo_at));
	}
	json_close(j, '}');
}

enum err api_spending(struct ctx *c, struct req *r, struct reply *w)
{
	struct spending s;

	TRY(spending_get(c, req_id(r, "spending"), &s));
	spending_json(c, reply_json(c, w, 200), &s);
	return OK;
}

enum err api_spendings(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_query *q = req_query(r);
	struct desk_slice slice = desk_slice(q, false);
	struct portion *portion;
	struct spending *v;
	struct json *j;
	int64_t total;
	size_t n, portions;

	TRY(portions_now(c, FUND_GRANTED, &portion, &portions));
	TRY(spending_list(c, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		spending_json(c, j, &v[i]);
	json_close(j, ']');
	portions_json(j, portion, portions);
	list_next(j, q, n, slice.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

enum err spending_term(struct ctx *c, term_id *ret_term)
{
	struct term t = {0};
	bool found = false;
	enum err e;

	TRY(store_read_begin(c));
	e = term_asked(c, c->actor.county, ID_NONE(term_id), &t, &found);
	store_read_end(c);
	TRY(e);
	if (!found)
		return fault_set(c, E_REFUSED, "no_term", NULL);
	*ret_term = t.id;
	return OK;
}

static enum err told(struct ctx *c, int64_t id, struct out *o)
{
	struct spending s = {0};
	struct json j;

	TRY(spending_get(c, id, &s));
	json_init(&j, o);
	spending_json(c, &j, &s);
	return OK;
}

static enum err added(struct ctx *c, void *arg, struct out *o)
{
	return told(c, ((const struct spending_add *)arg)->result, o);
}

static enum err booked(struct ctx *c, void *arg, struct out *o)
{
	return told(c, ((const struct spending_book *)arg)->spending, o);
}

enum err api_spending_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct spending_in *in = req_input(r);
	struct spending_add a = {
		.purpose = in->purpose, .amount = in->amount, .document = in->document};
	struct store_once once = req_once(r, added);
	struct str answer;
	bool replayed;

	TRY(spending_term(c, &a.term));
	TRY(store_write_once(c, &spending_add_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_spending_book(struct ctx *c, struct req *r, struct reply *w)
{
	const struct book_in *in = req_input(r);
	struct spending_book a = {in->spending};
	struct store_once once = req_once(r, booked);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &spending_book_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

static enum err taken_back(struct ctx *c, void *arg, struct out *o)
{
	return told(c, ((const struct spending_back *)arg)->spending, o);
}

enum err api_spending_back(struct ctx *c, struct req *r, struct reply *w)
{
	const struct back_in *in = req_input(r);
	struct spending_back a = {req_id(r, "spending"), in->reason, false};
	struct store_once once = req_once(r, taken_back);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &spending_back_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

/* --- budget ----------------------------------------------------------------------------------- */

#define TERM                                                                                       \
	{                                                                                          \
		.name = "term", .type = IN_ID, .required = true, .label = T_funds_term,            \
		.offset = offsetof(struct budget_api_in, term)                                     \
	}
#define AMOUNT                                                                                     \
	{                                                                                          \
		.name = "amount", .type = IN_MONEY, .required = true, .min = -MONEY_TYPED_MAX_FEN, \
		.max = MONEY_TYPED_MAX_FEN, .label = T_funds_amount,                               \
		.offset = offsetof(struct budget_api_in, amount)                                   \
	}
#define DOCUMENT                                                                                   \
	{                                                                                          \
		.name = "document", .type = IN_STR, .required = true, .max = 60,                   \
		.label = T_funds_budget_document,                                                  \
		.offset = offsetof(struct budget_api_in, document)                                 \
	}

static const struct in_field QUERY_V[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct budget_api_in, term)},
};
const struct input budget_api_query = {"BudgetQuery", sizeof(struct budget_api_in), QUERY_V, 1, 0};
static const struct in_field BUDGET_V[] = {TERM, AMOUNT, DOCUMENT};
const struct input budget_api_input = {"BudgetAdd", sizeof(struct budget_api_in), BUDGET_V, 3, 0};
static const struct in_field ALLOCATION_V[] = {TERM,
                                               {.name = "school",
                                                .type = IN_ID,
                                                .required = true,
                                                .label = T_funds_school,
                                                .offset = offsetof(struct budget_api_in, school)},
                                               AMOUNT,
                                               DOCUMENT};
const struct input allocation_api_input = {"AllocationAdd", sizeof(struct budget_api_in),
                                           ALLOCATION_V, 4, 0};

static const struct ans_field LINE_TELLS[] = {
	{.name = "school", .type = ANS_ID},        {.name = "code", .type = ANS_STR},
	{.name = "name", .type = ANS_STR},         {.name = "allocated_fen", .type = ANS_I64},
	{.name = "received_fen", .type = ANS_I64}, {.name = "spent_fen", .type = ANS_I64},
	{.name = "closed", .type = ANS_BOOL},
};
static const struct answer line_told = ANSWER("BudgetLine", LINE_TELLS);
static const struct ans_field BUDGET_TELLS[] = {
	{.name = "term", .type = ANS_ID},
	{.name = "budget_fen", .type = ANS_I64},
	ANS_ITEMS(line_told),
};
const struct answer budget_told = ANSWER("Budget", BUDGET_TELLS);

static enum err budget_json(struct ctx *c, struct json *j, const struct term *t)
{
	struct budget_line *v;
	struct money budget;
	size_t n;

	TRY(budget_lines(c, c->actor.county, t, &budget, &v, &n));
	json_open(j, '{');
	json_kv_id(j, "term", t->id.v);
	json_kv_i64(j, "budget_fen", budget.fen);
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "code", v[i].code);
		json_kv_str(j, "name", v[i].name);
		json_kv_i64(j, "allocated_fen", v[i].allocated.fen);
		json_kv_i64(j, "received_fen", v[i].received.fen);
		json_kv_i64(j, "spent_fen", v[i].spent.fen);
		json_kv_bool(j, "closed", v[i].closed);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

enum err api_budget(struct ctx *c, struct req *r, struct reply *w)
{
	const struct budget_api_in *in = req_query(r);
	struct term t = {0};
	bool found = false;

	TRY(term_asked(c, c->actor.county, in->term, &t, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "no_term", NULL);
	return budget_json(c, reply_json(c, w, 200), &t);
}

static enum err term_told(struct ctx *c, term_id term, struct out *o)
{
	struct term t;
	struct json j;

	TRY(term_get(c, term, &t));
	json_init(&j, o);
	return budget_json(c, &j, &t);
}

static enum err budgeted(struct ctx *c, void *arg, struct out *o)
{
	return term_told(c, ((const struct budget_add *)arg)->term, o);
}

static enum err allocated(struct ctx *c, void *arg, struct out *o)
{
	return term_told(c, ((const struct allocation_add *)arg)->term, o);
}

enum err api_budget_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct budget_api_in *in = req_input(r);
	struct budget_add a = {in->term, in->amount, in->document};
	struct store_once once = req_once(r, budgeted);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &budget_add_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_allocation_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct budget_api_in *in = req_input(r);
	struct allocation_add a = {in->school, in->term, in->amount, in->document};
	struct store_once once = req_once(r, allocated);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &allocation_add_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

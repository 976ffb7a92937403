/* Waivers in the API, and the requests behind its routes and those of the pages. */
#include "base/jsonread.h"
#include "money/page_waiver.h"
#include "money/routes.h"
#include "people/pages.h"

/* A repeated request is told the record of the first. */
static enum err ask_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct waiver_ask *in = arg;

	(void)c;
	out_printf(o, "{\"id\":\"%lld\"}", (long long)in->result.v);
	return OK;
}

enum err waiver_asked(struct ctx *c, struct req *r, waiver_id *ret_id)
{
	struct waiver_ask in = *(const struct waiver_ask *)req_input(r);
	struct store_once once = req_once(r, ask_answer);
	const struct jval *root;
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &waiver_ask_verb, &in, &once, &answer, &replayed));
	TRY(jread(c, answer, answer.n, &root));
	return jval_id(c, root, "id", &ret_id->v);
}

static enum err nothing_told(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("{}"));
	return OK;
}

enum err waiver_ended(struct ctx *c, struct req *r, const struct verb *verb, waiver_id *ret_id)
{
	struct waiver_end in = *(const struct waiver_end *)req_input(r);
	struct store_once once = req_once(r, nothing_told);
	struct str answer;
	bool replayed;

	in.waiver = *ret_id = (waiver_id){req_id(r, "waiver")};
	return store_write_once(c, verb, &in, &once, &answer, &replayed);
}

enum err waiver_granted(struct ctx *c, struct req *r, waiver_id *ret_id)
{
	struct waiver_grant in = *(const struct waiver_grant *)req_input(r);
	struct store_once once = req_once(r, nothing_told);
	struct str answer;
	bool replayed;

	in.waiver = *ret_id = (waiver_id){req_id(r, "waiver")};
	return store_write_once(c, &waiver_grant_verb, &in, &once, &answer, &replayed);
}

/* --- the API ------------------------------------------------------------------------------------
 */

static void waiver_json(struct ctx *c, struct json *j, const struct waiver *w)
{
	json_open(j, '{');
	json_kv_id(j, "id", w->id.v);
	json_kv_id(j, "pupil", w->pupil.v);
	json_kv_str(j, "state", w->over ? S("over") : w->state);
	json_kv_str(j, "category", w->category);
	json_kv_str(j, "proof", w->proof);
	json_kv_str(j, "starts", date_text(c->arena, w->starts));
	json_kv_str(j, "ends", date_some(w->ends) ? date_text(c->arena, w->ends) : STR_NONE);
	json_kv_str(j, "payer", w->payer);
	json_kv_str(j, "reason", w->reason);
	json_close(j, '}');
}

enum err waiver_api_list(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct waivers_in none = {0};
	const struct waivers_in *in = req_query(r) ? req_query(r) : &none;
	struct waiver_filter f = {
		.state = in->state, .most = list_limit(&in->list), .skip = in->list.after};
	struct waiver *v;
	int64_t total;
	size_t n;

	if (!in->pupil.v && c->actor.role == ROLE_GUARDIAN)
		return fault_input(c, "missing_field", S("pupil"), STR_NONE, STR_NONE);
	if (in->pupil.v)
		TRY(waiver_of_pupil(c, in->pupil, &v, &n));
	else
		TRY(waiver_list(c, &f, &v, &n, &total));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		waiver_json(c, j, &v[i]);
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

static enum err api_told(struct ctx *c, waiver_id id, int status, struct reply *w)
{
	struct waiver one;
	enum err e;

	TRY(store_read_begin(c));
	e = waiver_get(c, id, &one);
	store_read_end(c);
	TRY(e);
	waiver_json(c, reply_json(c, w, status), &one);
	return OK;
}

enum err waiver_api_ask(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_asked(c, r, &id));
	return api_told(c, id, 201, w);
}

enum err waiver_api_grant(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_granted(c, r, &id));
	return api_told(c, id, 200, w);
}

enum err waiver_api_refuse(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_ended(c, r, &waiver_refuse_verb, &id));
	return api_told(c, id, 200, w);
}

enum err waiver_api_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_ended(c, r, &waiver_withdraw_verb, &id));
	return api_told(c, id, 200, w);
}

static const struct ans_field TOLD[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "pupil", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},
	{.name = "category", .type = ANS_STR},
	{.name = "proof", .type = ANS_STR, .null = true},
	{.name = "starts", .type = ANS_DATE},
	{.name = "ends", .type = ANS_DATE, .null = true},
	{.name = "payer", .type = ANS_STR, .null = true},
	{.name = "reason", .type = ANS_STR, .null = true},
};
const struct answer waiver_told = ANSWER("Waiver", TOLD);
static const struct ans_field LIST_TOLD[] = {
	{.name = "items", .type = ANS_LIST, .of = &waiver_told}};
const struct answer waivers_told = ANSWER("Waivers", LIST_TOLD);

/* --- routes -------------------------------------------------------------------------------------
 */

#define FAMILY      ROLE_BIT(ROLE_GUARDIAN)
#define COUNTY      ROLE_BIT(ROLE_COUNTY)
#define EVERY       (FAMILY | WAIVER_KEEPERS)
#define EVERY_SCOPE (SCOPE_FAMILY | SCOPE_SCHOOL | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, "/waivers", FAMILY, SCOPE_FAMILY, waiver_page_family,
         .summary = "A family's waivers, and the form to ask"},
	{M_GET, "/waivers/export.{format}", FAMILY, SCOPE_FAMILY, waiver_page_family_sheet,
         .summary = "A family's waivers as a workbook or text"},
	{M_POST, "/waivers", FAMILY, SCOPE_FAMILY, waiver_page_ask, .input = &waiver_ask_input,
         .again = waiver_page_family, .summary = "Ask for a waiver"},
	{M_GET, "/waivers/{waiver}", EVERY, EVERY_SCOPE, waiver_page_one, .summary = "One waiver"},
	{M_POST, "/waivers/{waiver}/grant", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_page_grant,
         .input = &waiver_grant_input, .again = waiver_page_one,
         .summary = "Grant it, as a second person"},
	{M_POST, "/waivers/{waiver}/refuse", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_page_refuse,
         .input = &waiver_end_input, .again = waiver_page_one,
         .summary = "Refuse it with a reason"},
	{M_POST, "/waivers/{waiver}/withdraw", FAMILY | ROLES_SCHOOL, SCOPE_FAMILY | SCOPE_SCHOOL,
         waiver_page_withdraw, .input = &waiver_end_input, .again = waiver_page_one,
         .summary = "End it from now on"},
	{M_GET, "/school/waivers", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_page_list,
         .query = &waivers_query, .summary = "Waivers of the school", .nav = T_waiver_title,
         .menu = MENU(FEES, 16)},
	{M_POST, "/school/waivers", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_page_enter,
         .input = &waiver_ask_input, .query = &waivers_query, .again = waiver_page_list,
         .summary = "Enter a waiver"},
	{M_POST, "/school/waivers/export.{format}", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_page_sheet,
         .input = &waivers_out_input, .query = &waivers_query, .again = waiver_page_list,
         .summary = "The school's waivers as a workbook or text, for a reason"},
	{M_GET, "/county/waivers", COUNTY, SCOPE_COUNTY, waiver_page_list, .query = &waivers_query,
         .summary = "Waivers of the county", .nav = T_waiver_title, .menu = MENU(FEES, 18)},
	{M_POST, "/county/waivers/export.{format}", COUNTY, SCOPE_COUNTY, waiver_page_sheet,
         .input = &waivers_out_input, .query = &waivers_query, .again = waiver_page_list,
         .summary = "The county's waivers as a workbook or text, for a reason"},
	{M_GET, "/api/v1/waivers", EVERY, EVERY_SCOPE, waiver_api_list, .query = &waivers_query,
         .summary = "Waivers: of a child (`pupil`), of the school or county",
         .answer = &waivers_told},
	{M_POST, "/api/v1/waivers", FAMILY | ROLES_SCHOOL, SCOPE_FAMILY | SCOPE_SCHOOL,
         waiver_api_ask, .input = &waiver_ask_input, .summary = "Ask for a waiver, or enter one",
         .answer = &waiver_told},
	{M_POST, "/api/v1/waivers/{waiver}/grant", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_api_grant,
         .input = &waiver_grant_input, .summary = "Grant it, as a second person",
         .answer = &waiver_told},
	{M_POST, "/api/v1/waivers/{waiver}/refuse", ROLES_SCHOOL, SCOPE_SCHOOL, waiver_api_refuse,
         .input = &waiver_end_input, .summary = "Refuse it with a reason", .answer = &waiver_told},
	{M_POST, "/api/v1/waivers/{waiver}/withdraw", FAMILY | ROLES_SCHOOL,
         SCOPE_FAMILY | SCOPE_SCHOOL, waiver_api_withdraw, .input = &waiver_end_input,
         .summary = "End it from now on", .answer = &waiver_told},
};
const struct routes waiver_routes = ROUTES(ROUTES_V);

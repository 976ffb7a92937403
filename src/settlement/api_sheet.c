/* Price sheets for programs: what courses cost and who bears it (R4, R5, R33). */
#include "settlement/pages.h"

static const struct ans_field SHEET_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID},
	{.name = "offering", .type = ANS_ID},
	{.name = "agency", .type = ANS_ID, .null = true},
	{.name = "minutes", .type = ANS_I64},
	{.name = "people", .type = ANS_I64},
	{.name = "headcount", .type = ANS_I64},
	{.name = "rate_fen", .type = ANS_I64},
	{.name = "materials_fen", .type = ANS_I64},
	{.name = "cost_fen", .type = ANS_I64},
	{.name = "government_fen", .type = ANS_I64},
	{.name = "own_fen", .type = ANS_I64},
	{.name = "parents_fen", .type = ANS_I64},
	{.name = "part_fen", .type = ANS_I64},
	{.name = "price_fen", .type = ANS_I64},
	{.name = "published", .type = ANS_BOOL},
};
const struct answer price_sheet_told = ANSWER("PriceSheetVersion", SHEET_TELLS);
static const struct ans_field SHEETS_TELLS[] = {ANS_ITEMS(price_sheet_told)};
const struct answer price_sheets_told = ANSWER("PriceSheets", SHEETS_TELLS);

static void sheet_json(struct json *j, const struct price_sheet *s)
{
	json_open(j, '{');
	json_kv_id(j, "id", s->id.v);
	json_kv_id(j, "school", s->school.v);
	json_kv_id(j, "offering", s->offering.v);
	json_kv_id(j, "agency", s->agency.v);
	json_kv_i64(j, "minutes", s->minutes);
	json_kv_i64(j, "people", s->people);
	json_kv_i64(j, "headcount", s->headcount);
	json_kv_i64(j, "rate_fen", s->rate.fen);
	json_kv_i64(j, "materials_fen", s->materials.fen);
	json_kv_i64(j, "cost_fen", s->cost.fen);
	json_kv_i64(j, "government_fen", s->government.fen);
	json_kv_i64(j, "own_fen", s->own.fen);
	json_kv_i64(j, "parents_fen", s->parents.fen);
	json_kv_i64(j, "part_fen", s->part.fen);
	json_kv_i64(j, "price_fen", s->price.fen);
	json_kv_bool(j, "published", s->published);
	json_close(j, '}');
}

enum err api_sheets(struct ctx *c, struct req *r, struct reply *w)
{
	struct sheets_asked a;
	struct json *j;

	TRY(sheets_ask(c, r, false, &a));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < a.n; i++)
		sheet_json(j, &a.v[i].sheet);
	json_close(j, ']');
	json_kv_id(j, "next", a.last < a.total ? a.last : 0);
	json_close(j, '}');
	return OK;
}

enum err api_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct price_sheet s;

	TRY(sheet_get(c, (price_sheet_id){req_id(r, "sheet")}, &s));
	sheet_json(reply_json(c, w, 200), &s);
	return OK;
}

static enum err told_sheet(struct ctx *c, price_sheet_id id, struct out *o)
{
	struct price_sheet s;
	struct json j;

	TRY(sheet_get(c, id, &s));
	json_init(&j, o);
	sheet_json(&j, &s);
	return OK;
}

static enum err made(struct ctx *c, void *arg, struct out *o)
{
	return told_sheet(c, ((const struct sheet_put *)arg)->result, o);
}

static enum err published(struct ctx *c, void *arg, struct out *o)
{
	return told_sheet(c, ((const struct sheet_publish *)arg)->sheet, o);
}

/* A draft; publishing it is an act of its own. */
enum err api_sheet_put(struct ctx *c, struct req *r, struct reply *w)
{
	struct sheet_put a = sheet_read(req_input(r));
	struct store_once once = req_once(r, made);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &sheet_put_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

enum err api_sheet_publish(struct ctx *c, struct req *r, struct reply *w)
{
	struct sheet_publish a = {{req_id(r, "sheet")}};
	struct store_once once = req_once(r, published);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &sheet_publish_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

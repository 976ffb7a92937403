#include "whatif/table.h"

#include "docs/xlsx_write.h"

#define FIGURE(name, expr)                                                                         \
	static int64_t name(const struct whatif_school *s)                                         \
	{                                                                                          \
		return (expr);                                                                     \
	}

FIGURE(pupils, s->pupils)
FIGURE(moved, s->moved)
FIGURE(more, s->more)
FIGURE(less, s->less)
FIGURE(refused, s->refused)
FIGURE(allowed, s->allowed)
FIGURE(now, s->sum[WHATIF_NOW].payable.fen)
FIGURE(draft, s->sum[WHATIF_DRAFT].payable.fen)
FIGURE(difference, draft(s) - now(s))
FIGURE(borne_now, s->sum[WHATIF_NOW].waived.fen + s->sum[WHATIF_NOW].deducted.fen)
FIGURE(borne_draft, s->sum[WHATIF_DRAFT].waived.fen + s->sum[WHATIF_DRAFT].deducted.fen)
FIGURE(guarantee_now, s->guarantee[WHATIF_NOW].fen)
FIGURE(guarantee_draft, s->guarantee[WHATIF_DRAFT].fen)
FIGURE(enrolled_now, s->guarantee_enrolled[WHATIF_NOW].fen)
FIGURE(enrolled_draft, s->guarantee_enrolled[WHATIF_DRAFT].fen)
FIGURE(pay_now, s->pay[WHATIF_NOW].highest.fen)
FIGURE(pay_draft, s->pay[WHATIF_DRAFT].highest.fen)
FIGURE(pay_unknown_now, s->pay[WHATIF_NOW].unknown)
FIGURE(pay_unknown, s->pay[WHATIF_DRAFT].unknown)
FIGURE(offerings, s->offerings)
FIGURE(offerings_refused, s->offerings_refused)

const struct whatif_col WHATIF_COLS[] = {
	{T_whatif_pupils, "pupils", false, pupils},
	{T_whatif_moved, "moved", false, moved},
	{T_whatif_more, "more", false, more},
	{T_whatif_less, "less", false, less},
	{T_whatif_refused, "refused", false, refused},
	{T_whatif_allowed, "allowed", false, allowed},
	{T_whatif_now, "now_fen", true, now},
	{T_whatif_draft, "draft_fen", true, draft},
	{T_whatif_difference, "difference_fen", true, difference},
	{T_whatif_borne_now, "borne_now_fen", true, borne_now},
	{T_whatif_borne_draft, "borne_draft_fen", true, borne_draft},
	{T_whatif_guarantee_now, "guarantee_now_fen", true, guarantee_now},
	{T_whatif_guarantee_draft, "guarantee_draft_fen", true, guarantee_draft},
	{T_whatif_guarantee_enrolled_now, "guarantee_enrolled_now_fen", true, enrolled_now},
	{T_whatif_guarantee_enrolled_draft, "guarantee_enrolled_draft_fen", true, enrolled_draft},
	{T_whatif_pay_now, "pay_now_fen", true, pay_now},
	{T_whatif_pay_draft, "pay_draft_fen", true, pay_draft},
	{T_whatif_pay_unknown_now, "pay_unknown_now", false, pay_unknown_now},
	{T_whatif_pay_unknown, "pay_unknown", false, pay_unknown},
	{T_whatif_offerings, "offerings", false, offerings},
	{T_whatif_offerings_refused, "offerings_refused", false, offerings_refused},
};
enum { COLS = sizeof WHATIF_COLS / sizeof *WHATIF_COLS, NAMES = 2 };
const size_t WHATIF_COLS_N = COLS;

void whatif_json(struct json *j, const struct whatif_school *s)
{
	static const char *const fen[KIND_COUNT] = {"", "care_fen", "course_fen", "lunch_fen",
	                                            "evening_study_fen"};
	static const char *const kinds[WHATIF_SIDES] = {"charged_now", "charged_draft"};

	for (size_t i = 0; i < COLS; i++)
		json_kv_i64(j, WHATIF_COLS[i].name, WHATIF_COLS[i].of(s));
	for (int side = 0; side < WHATIF_SIDES; side++) {
		json_key(j, kinds[side]);
		json_open(j, '{');
		for (int k = KIND_NONE + 1; k < KIND_COUNT; k++)
			json_kv_i64(j, fen[k], s->sum[side].kind[k].fen);
		json_close(j, '}');
	}
}

static void row_put(struct sheet_writer *w, struct str code, struct str name,
                    const struct whatif_school *s)
{
	sheet_text(w, code);
	sheet_text(w, name);
	for (size_t i = 0; i < COLS; i++) {
		int64_t v = WHATIF_COLS[i].of(s);

		if (WHATIF_COLS[i].money)
			sheet_money(w, FEN(v));
		else
			sheet_i64(w, v);
	}
	sheet_row_end(w);
}

enum err whatif_sheet(struct ctx *c, struct str title, const struct whatif_school *v, size_t n,
                      const struct whatif_school *sum, struct out *out)
{
	struct column cols[NAMES + COLS] = {
		{.title = text(c->lang, T_whatif_school_code), .type = COLUMN_TEXT},
		{.title = text(c->lang, T_whatif_school), .type = COLUMN_TEXT},
	};
	struct sheet_spec spec = {.name = text(c->lang, T_whatif_title),
	                          .title = title,
	                          .columns = cols,
	                          .n_columns = NAMES + COLS};
	struct str schools = str_printf(c->arena, "%zu", n);
	struct sheet_writer *w;

	for (size_t i = 0; i < COLS; i++)
		cols[NAMES + i] = (struct column){
			.title = text(c->lang, WHATIF_COLS[i].title),
			.type = WHATIF_COLS[i].money ? COLUMN_MONEY : COLUMN_INTEGER,
		};
	TRY(sheet_new(c, &spec, &w));
	for (size_t i = 0; i < n; i++)
		row_put(w, v[i].code, v[i].name, &v[i]);
	row_put(w, S(""), text_fill(c->arena, c->lang, T_whatif_sum, &schools, 1), sum);
	return sheet_end(c, &w, out);
}

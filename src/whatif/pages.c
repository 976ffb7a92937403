/* A draft against the county's term: a page, a workbook, the API. */
#include "term/term_filter.h"
#include "people/desk.h"
#include "whatif/county.h"
#include "whatif/routes.h"
#include "whatif/table.h"
#include "whatif/whatif.html.h"

#define OFFICER   ROLE_BIT(ROLE_COUNTY)
#define XLSX_MIME "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum { COLS_MOST = 32, SHEET_BYTES = 16 << 20 };

struct whatif_in {
	struct list_query list;
	term_id term;
};
static const struct in_field QUERY_V[] = {
	LIST_FIELDS(struct whatif_in),
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct whatif_in, term)},
};
static const struct input whatif_query = {"WhatIfQuery", sizeof(struct whatif_in), QUERY_V, 3, 0};

static enum err asked(struct ctx *c, struct req *r, struct whatif_county *ret_k)
{
	const struct whatif_in *in = req_query(r);

	return whatif_county_ask(c, (edition_id){req_id(r, "edition")}, in->term, ret_k);
}

/* --- the page --------------------------------------------------------------------------------- */

static void school_row(struct desk *d, size_t i, const struct whatif_school *s)
{
	for (size_t k = 0; k < WHATIF_COLS_N; k++) {
		int64_t v = WHATIF_COLS[k].of(s);

		if (WHATIF_COLS[k].money)
			desk_money(d, i, k + 1, FEN(v));
		else
			desk_num(d, i, k + 1, v);
	}
}

static enum err schools_desk(struct ctx *c, const struct whatif_county *k,
                             const struct list_query *q, struct desk *d, size_t *ret_shown)
{
	struct desk_slice slice = desk_slice(q, false);
	size_t from = (size_t)slice.skip < k->n ? (size_t)slice.skip : k->n;
	size_t left = k->n - from;
	size_t shown = slice.most && (size_t)slice.most < left ? (size_t)slice.most : left;
	struct str schools = str_printf(c->arena, "%zu", k->n);
	struct desk_col cols[COLS_MOST] = {{T_whatif_school, false}};

	for (size_t i = 0; i < WHATIF_COLS_N; i++)
		cols[i + 1] = (struct desk_col){WHATIF_COLS[i].title, true};
	TRY(desk_new(c, T_whatif_title, cols, WHATIF_COLS_N + 1, k->n > 0 ? shown + 1 : 0, d));
	for (size_t i = 0; i < shown; i++) {
		desk_put(d, i, 0, k->school[from + i].name);
		school_row(d, i, &k->school[from + i]);
	}
	if (k->n > 0) {
		desk_put(d, shown, 0, text_fill(c->arena, c->lang, T_whatif_sum, &schools, 1));
		desk_sum(d, shown);
		school_row(d, shown, &k->sum);
	}
	d->v.empty = (struct view_part_empty){T_whatif_no_school, S("/county/schools"),
	                                      T_whatif_schools};
	*ret_shown = shown;
	return OK;
}

static struct str about(struct ctx *c, const struct whatif_county *k)
{
	struct str arg[4];

	arg[0] = k->term.name;
	arg[1] = date_text(c->arena, k->day);
	arg[2] = str_printf(c->arena, "%lld", (long long)k->sum.pupils);
	arg[3] = str_printf(c->arena, "%lld", (long long)k->sum.moved);
	return text_fill(c->arena, c->lang, T_whatif_about, arg, 4);
}

static enum err causes_show(struct ctx *c, const struct whatif_tally *t, struct view_whatif *v)
{
	v->cause = NEW_N(c->arena, t->n + 1, struct view_whatif_cause);
	if (!v->cause)
		return fault_broken(c, "arena");
	v->cause_n = t->n;
	for (size_t i = 0; i < t->n; i++) {
		const struct whatif_cause_sum *u = &t->v[i];

		v->cause[i] = (struct view_whatif_cause){
			.refusal = text(c->lang, T_whatif_amount_moves),
			.what = u->cause->clause,
			.requirement = u->cause->requirement,
			.document = u->cause->document,
			.pupils = u->pupils,
			.services = u->services,
			.now = u->payable[WHATIF_NOW],
			.draft = u->payable[WHATIF_DRAFT],
		};
		if (str_some(u->cause->code))
			v->cause[i].refusal =
				fault_lookup(str_c(c->arena, u->cause->code))->title[c->lang];
	}
	return OK;
}

static struct str edition_page(struct ctx *c, const struct whatif_county *k, const char *more)
{
	return str_printf(c->arena, "/county/rules/%lld%s", (long long)k->edition.id.v, more);
}

static enum err page_whatif(struct ctx *c, struct req *r, struct reply *w)
{
	const struct whatif_in *in = req_query(r);
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct whatif_county k;
	struct view_whatif v = {0};
	struct desk d;
	size_t shown;

	if (!f)
		return fault_broken(c, "arena");
	TRY(asked(c, r, &k));
	TRY(schools_desk(c, &k, &in->list, &d, &shown));
	desk_pager(&d, r, &in->list, (int64_t)k.n, shown);
	*f = page_field(c, r, &whatif_query, "term", "select", STR_NONE);
	f->optional = false;
	TRY(desk_terms(c, f, k.term.id));
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = edition_page(c, &k, "/whatif");
	d.v.export = page_link(c, r, edition_page(c, &k, "/whatif/export.xlsx"));
	d.v.name = k.edition.title;
	d.v.about = about(c, &k);
	v.desk = d.v;
	v.back = edition_page(c, &k, "");
	TRY(causes_show(c, k.tally, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_whatif_title, RENDER(render_whatif), &v);
}

static enum err page_whatif_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct whatif_county k;
	struct str arg[2];
	struct out o;
	enum err e;

	TRY(asked(c, r, &k));
	arg[0] = k.edition.title;
	arg[1] = date_text(c->arena, k.day);
	out_init(&o, SHEET_BYTES);
	e = whatif_sheet(c, text_fill(c->arena, c->lang, T_whatif_title_of, arg, 2), k.school, k.n,
	                 &k.sum, &o);
	if (e == OK)
		e = reply_file(
			c, w,
			str_printf(c->arena, "%.*s.xlsx", STR_FMT(text(c->lang, T_whatif_title))),
			XLSX_MIME, out_str(&o));
	out_free(&o);
	return e;
}

/* --- the API ---------------------------------------------------------------------------------- */

static const struct ans_field KINDS_TELLS[] = {
	{.name = "care_fen", .type = ANS_I64},
	{.name = "course_fen", .type = ANS_I64},
	{.name = "lunch_fen", .type = ANS_I64},
	{.name = "evening_study_fen", .type = ANS_I64},
};
static const struct answer kinds_charged = ANSWER("WhatIfKinds", KINDS_TELLS);

/* As in WHATIF_COLS: a test holds every answer to what is told here. */
#define FIGURES                                                                                    \
	{.name = "pupils", .type = ANS_I64}, {.name = "moved", .type = ANS_I64},                   \
		{.name = "more", .type = ANS_I64}, {.name = "less", .type = ANS_I64},              \
		{.name = "refused", .type = ANS_I64}, {.name = "allowed", .type = ANS_I64},        \
		{.name = "now_fen", .type = ANS_I64}, {.name = "draft_fen", .type = ANS_I64},      \
		{.name = "difference_fen", .type = ANS_I64},                                       \
		{.name = "borne_now_fen", .type = ANS_I64},                                        \
		{.name = "borne_draft_fen", .type = ANS_I64},                                      \
		{.name = "guarantee_now_fen", .type = ANS_I64},                                    \
		{.name = "guarantee_draft_fen", .type = ANS_I64},                                  \
		{.name = "pay_now_fen", .type = ANS_I64},                                          \
		{.name = "pay_draft_fen", .type = ANS_I64},                                        \
		{.name = "pay_unknown", .type = ANS_I64}, {.name = "offerings", .type = ANS_I64},  \
		{.name = "offerings_refused", .type = ANS_I64},                                    \
		{.name = "charged_now", .type = ANS_OBJECT, .of = &kinds_charged},                 \
	{                                                                                          \
		.name = "charged_draft", .type = ANS_OBJECT, .of = &kinds_charged                  \
	}

static const struct ans_field TOTAL_TELLS[] = {FIGURES};
static const struct answer whatif_total = ANSWER("WhatIfTotal", TOTAL_TELLS);

static const struct ans_field SCHOOL_TELLS[] = {
	{.name = "school", .type = ANS_STR}, {.name = "name", .type = ANS_STR}, FIGURES};
static const struct answer whatif_school_tells = ANSWER("WhatIfSchool", SCHOOL_TELLS);

static const struct ans_field ANSWER_TELLS[] = {
	{.name = "rule_set", .type = ANS_STR},
	{.name = "term", .type = ANS_ID},
	{.name = "rules_of", .type = ANS_DATE},
	ANS_ITEMS(whatif_school_tells),
	{.name = "total", .type = ANS_OBJECT, .of = &whatif_total},
};
static const struct answer whatif_answer = ANSWER("WhatIf", ANSWER_TELLS);

static enum err api_whatif(struct ctx *c, struct req *r, struct reply *w)
{
	const struct whatif_in *in = req_query(r);
	size_t most = (size_t)list_limit(&in->list), from = 0, shown;
	struct whatif_county k;
	struct json *j;

	TRY(asked(c, r, &k));
	for (; in->list.after && from < k.n; from++) {
		if (k.school[from].school.v == in->list.after)
			break;
	}
	from += in->list.after != 0 && from < k.n;
	shown = k.n - from < most ? k.n - from : most;
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_str(j, "rule_set", k.edition.ruleset);
	json_kv_id(j, "term", k.term.id.v);
	json_kv_str(j, "rules_of", date_text(c->arena, k.day));
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < shown; i++) {
		json_open(j, '{');
		json_kv_str(j, "school", k.school[from + i].code);
		json_kv_str(j, "name", k.school[from + i].name);
		whatif_json(j, &k.school[from + i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next",
	           from + shown < k.n && shown > 0 ? k.school[from + shown - 1].school.v : 0);
	json_key(j, "total");
	json_open(j, '{');
	whatif_json(j, &k.sum);
	json_close(j, '}');
	json_close(j, '}');
	return OK;
}

static const struct route ROUTES_V[] = {
	{M_GET, "/county/rules/{edition}/whatif", OFFICER, SCOPE_COUNTY, page_whatif,
         .query = &whatif_query, .summary = "What a draft would move in a live term"},
	{M_GET, "/county/rules/{edition}/whatif/export.xlsx", OFFICER, SCOPE_COUNTY,
         page_whatif_sheet, .query = &whatif_query,
         .summary = "What a draft would move, by school, as a workbook"},
	{M_GET, "/api/v1/rule-sets/{edition}/whatif", OFFICER, SCOPE_COUNTY, api_whatif,
         .query = &whatif_query, .summary = "What a draft would move in a live term",
         .answer = &whatif_answer},
};
const struct routes whatif_routes = ROUTES(ROUTES_V);

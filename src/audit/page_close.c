/* Closing a county's terms: which were, which can be, how far one is. */
#include "audit/pages.h"
#include "people/desk.h"
#include "term/term_filter.h"

#define HERE "/county/terms/closing"

static const struct in_field CLOSE_V[] = {
	{.name = "term",
         .type = IN_ID,
         .required = true,
         .label = T_close_term,
         .offset = offsetof(struct term_close_in, term)},
};
const struct input term_close_input = {"TermClosing", sizeof(struct term_close_in), CLOSE_V, 1, 0};

static enum err term_row(struct ctx *c, struct desk *d, size_t i, const struct term *t)
{
	struct date today = ctx_today(c);
	struct term_close k = {0};

	TRY(term_close_get(c, t->id, &k));
	desk_put(d, i, 0, t->name);
	desk_day(d, i, 1, t->last_day);
	if (!k.found) {
		bool over = today.day > t->last_day.day;

		desk_tag(d, i, 5, over ? "warn" : "off", over ? T_close_can : T_close_runs);
		return OK;
	}
	desk_day(d, i, 2, k.day);
	desk_put(d, i, 3,
	         str_printf(c->arena, k.finished ? "%lld" : "%lld / %lld", (long long)k.done,
	                    (long long)k.total));
	desk_money(d, i, 4, k.amount);
	desk_tag(d, i, 5, k.finished ? "ok" : "info", k.finished ? T_close_done : T_close_running);
	return OK;
}

/* Terms that are over and wait for it. */
static enum err over_choices(struct ctx *c, const struct term *t, size_t n,
                             struct view_part_field *f)
{
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	struct term_close k;
	size_t m = 0;

	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (t[i].last_day.day >= ctx_today(c).day)
			continue;
		TRY(term_close_get(c, t[i].id, &k));
		if (!k.finished)
			choice[m++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)t[i].id.v), t[i].name};
	}
	desk_choices(c, f, choice, m);
	return OK;
}

static enum err closings_desk(struct ctx *c, struct desk *ret_d, struct term **ret_t, size_t *ret_n)
{
	static const struct desk_col cols[] = {{T_close_term, false},  {T_close_last_day, false},
	                                       {T_close_day, false},   {T_close_enrolments, true},
	                                       {T_close_amount, true}, {T_close_state, false}};
	struct term *t;
	struct desk d;
	size_t n;

	TRY(term_list(c, c->actor.county, &t, &n));
	TRY(desk_new(c, T_close_title, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++)
		TRY(term_row(c, &d, i, &t[i]));
	d.v.empty = (struct view_part_empty){T_close_none, STR_NONE, TEXT_NONE};
	*ret_d = d;
	*ret_t = t;
	*ret_n = n;
	return OK;
}

enum err page_term_close(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct term *t;
	struct desk d;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(closings_desk(c, &d, &t, &n));
	desk_export(&d, S(HERE "/export.xlsx"));
	*f = page_field(c, r, &term_close_input, "term", "select", STR_NONE);
	TRY(over_choices(c, t, n, f));
	d.v.about = text(c->lang, T_close_about);
	d.v.has_form = f->option_n > 0;
	d.v.form_title = T_close_begin;
	d.v.action = d.v.path = S(HERE);
	d.v.field = f;
	d.v.field_n = 1;
	d.v.submit = T_close_begin;
	d.v.sure = text(c->lang, T_close_sure);
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &all, (int64_t)n, n);
	return desk_page(&d, w);
}

enum err page_term_closings_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct term *t;
	struct desk d;
	size_t n;

	(void)r;
	TRY(closings_desk(c, &d, &t, &n));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_term_close_begin(struct ctx *c, struct req *r, struct reply *w)
{
	const struct term_close_in *in = req_input(r);
	struct term_close_begin a = {.term = in->term};

	return form_verb(c, r, w, &term_close_begin_verb, &a, S(HERE), T_close_begun);
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field CLOSE_TELLS[] = {
	{.name = "id", .type = ANS_ID, .null = true}, {.name = "term", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},           {.name = "enrolments", .type = ANS_I64},
	{.name = "at_most", .type = ANS_I64},         {.name = "amount_fen", .type = ANS_I64},
};
const struct answer term_close_told = ANSWER("TermClosingState", CLOSE_TELLS);

static void close_json(struct json *j, const struct term_close *k)
{
	json_open(j, '{');
	json_kv_id(j, "id", k->id.v);
	json_kv_id(j, "term", k->term.v);
	json_kv_str(j, "state", k->finished ? S("done") : k->found ? S("running") : S("open"));
	json_kv_i64(j, "enrolments", k->done);
	json_kv_i64(j, "at_most", k->total);
	json_kv_i64(j, "amount_fen", k->amount.fen);
	json_close(j, '}');
}

enum err api_term_close(struct ctx *c, struct req *r, struct reply *w)
{
	struct term_close k;

	TRY(term_close_get(c, (term_id){req_id(r, "term")}, &k));
	close_json(reply_json(c, w, 200), &k);
	return OK;
}

static enum err close_begun(struct ctx *c, void *arg, struct out *o)
{
	const struct term_close_begin *a = arg;
	struct term_close k;
	struct json j;

	TRY(term_close_get(c, a->term, &k));
	json_init(&j, o);
	close_json(&j, &k);
	return OK;
}

enum err api_term_close_begin(struct ctx *c, struct req *r, struct reply *w)
{
	const struct term_close_in *in = req_input(r);
	struct term_close_begin a = {.term = in->term};
	struct store_once once = req_once(r, close_begun);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &term_close_begin_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, replayed ? 200 : 202, answer);
}

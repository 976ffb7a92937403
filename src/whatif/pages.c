/* One simulation: how far it is, then what would move. An officer sees schools, the city's office
 * counties and no child. */
#include "whatif/pages.h"

#include "crypto/hash.h"
#include "people/reach.h"
#include "rulebook/edition.h"
#include "web/listing.h"
#include "whatif/simulation.html.h"
#include "whatif/table.h"

enum { COLS_MOST = 32 };

static const struct in_field MOVERS_V[] = {
	{.name = "part",
         .type = IN_I64,
         .required = true,
         .min = 1,
         .max = 100000,
         .label = T_whatif_part,
         .offset = offsetof(struct movers_in, part)},
	DESK_REASON(struct movers_in),
};
const struct input movers_input = {"WhatIfMovers", sizeof(struct movers_in), MOVERS_V, 2, 0};

/* --- the table: schools of a county, or counties ---------------------------------------------- */

static void figures_row(struct desk *d, size_t i, size_t from, const struct whatif_school *s)
{
	for (size_t k = 0; k < WHATIF_COLS_N; k++) {
		int64_t v = WHATIF_COLS[k].of(s);

		if (WHATIF_COLS[k].money)
			desk_money(d, i, from + k, FEN(v));
		else
			desk_num(d, i, from + k, v);
	}
}

static size_t figures_cols(struct desk_col *cols, size_t from)
{
	for (size_t i = 0; i < WHATIF_COLS_N; i++)
		cols[from + i] = (struct desk_col){WHATIF_COLS[i].title, true};
	return from + WHATIF_COLS_N;
}

/* What a page and its exports are made of. */
struct shown {
	struct simulation s;
	struct simulation_county *county;
	size_t counties;
	struct whatif_school sum;
	struct whatif_tally tally;
	struct desk d;
	size_t rows;    /* without the sum */
	bool of_county; /* the schools of one county of the city's */
};

static enum err schools_desk(struct ctx *c, const struct list_query *q, bool all, struct shown *x)
{
	struct desk_col cols[COLS_MOST] = {{T_whatif_school, false}, {T_whatif_school_code, false}};
	struct desk_slice slice = desk_slice(q, all);
	int64_t done = x->of_county ? x->county->done : x->s.done;
	struct str schools = str_printf(c->arena, "%lld", (long long)done);
	struct whatif_school *v;
	size_t n, n_cols = figures_cols(cols, 2);

	if (x->of_county)
		TRY(simulation_county_schools(c, x->s.id, x->county->id, slice.skip, slice.most, &v,
		                              &n));
	else
		TRY(simulation_schools(c, x->s.id, slice.skip, slice.most, &v, &n));
	TRY(desk_new(c, T_whatif_title, cols, n_cols, n ? n + 1 : 0, &x->d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&x->d, i, 0, v[i].name);
		desk_put(&x->d, i, 1, v[i].code);
		figures_row(&x->d, i, 2, &v[i]);
	}
	x->rows = n;
	if (n == 0)
		return OK;
	desk_put(&x->d, n, 0, text_fill(c->arena, c->lang, T_whatif_sum, &schools, 1));
	figures_row(&x->d, n, 2, &x->sum);
	desk_sum(&x->d, n);
	return OK;
}

static struct str fault_words(struct ctx *c, struct str code, struct str found)
{
	struct str part[2] = {fault_lookup(str_c(c->arena, code))->title[c->lang], found};

	return str_some(found) ? text_fill(c->arena, c->lang, T_whatif_failed_found, part, 2)
	                       : part[0];
}

enum { C_NAME, C_CODE, C_STATE, C_TERM, C_DAY, C_FIGURES };

static struct str county_path(struct ctx *c, const struct shown *x, county_id county)
{
	return simulation_path(
		c, x->s.id,
		str_c(c->arena, str_printf(c->arena, "/counties/%lld", (long long)county.v)));
}

static void county_row(struct shown *x, size_t i)
{
	const struct simulation_county *k = &x->county[i];
	struct desk *d = &x->d;
	struct ctx *c = d->c;

	desk_link(d, i, C_NAME, k->name, county_path(c, x, k->id));
	desk_put(d, i, C_CODE, k->code);
	d->v.row[i].cell[C_STATE].tag = simulation_tag(c, k->state);
	if (str_some(k->failure))
		desk_put(d, i, C_STATE, fault_words(c, k->failure, k->found));
	desk_put(d, i, C_TERM, k->term.p ? k->term : S("–"));
	desk_day(d, i, C_DAY, k->day);
	figures_row(d, i, C_FIGURES, &k->sum);
}

static enum err counties_desk(struct ctx *c, struct shown *x)
{
	struct desk_col cols[COLS_MOST] = {{T_people_county_name, false},
	                                   {T_people_county_code, false},
	                                   {T_whatif_state, false},
	                                   {T_funds_term, false},
	                                   {T_whatif_rules_of, false}};
	size_t n = x->counties, n_cols = figures_cols(cols, C_FIGURES);
	struct str schools = str_printf(c->arena, "%lld", (long long)x->s.done);

	TRY(desk_new(c, T_whatif_title, cols, n_cols, n ? n + 1 : 0, &x->d));
	for (size_t i = 0; i < n; i++)
		county_row(x, i);
	x->rows = n;
	if (n == 0)
		return OK;
	desk_put(&x->d, n, 0, text_fill(c->arena, c->lang, T_whatif_sum, &schools, 1));
	figures_row(&x->d, n, C_FIGURES, &x->sum);
	desk_sum(&x->d, n);
	return OK;
}

static enum err one_county(struct ctx *c, const struct list_query *q, bool all, county_id county,
                           struct shown *x)
{
	x->county = NEW(c->arena, struct simulation_county);
	if (!x->county)
		return fault_broken(c, "arena");
	TRY(simulation_one_county(c, x->s.id, county, x->county, &x->tally));
	x->counties = 1;
	x->sum = x->county->sum;
	x->of_county = true;
	return schools_desk(c, q, all, x);
}

static enum err shown_load(struct ctx *c, struct req *r, const struct list_query *q, bool all,
                           struct shown *x)
{
	simulation_id id = {req_id(r, "simulation")};
	county_id county = {req_id(r, "county")};

	TRY(simulation_get(c, id, &x->s));
	if (county.v)
		return one_county(c, q, all, county, x);
	TRY(simulation_counties(c, id, &x->county, &x->counties, &x->sum, &x->tally));
	return x->s.asker.v ? schools_desk(c, q, all, x) : counties_desk(c, x);
}

/* --- words ------------------------------------------------------------------------------------ */

/* Whose term on which day's rules, and how many move. */
static struct str about(struct ctx *c, const struct shown *x)
{
	const struct simulation_county *k = x->counties == 1 ? &x->county[0] : NULL;
	struct str arg[4];

	arg[0] = k && k->term.p ? k->term : text(c->lang, T_whatif_terms);
	arg[1] =
		k && date_some(k->day) ? date_text(c->arena, k->day) : text(c->lang, T_whatif_days);
	arg[2] = str_printf(c->arena, "%lld", (long long)x->sum.pupils);
	arg[3] = str_printf(c->arena, "%lld", (long long)x->sum.moved);
	return text_fill(c->arena, c->lang, T_whatif_about, arg, 4);
}

/* The text it holds, and whether the draft is another by now. */
static enum err held(struct ctx *c, const struct simulation *s, struct str *ret_s)
{
	struct str hash = str_sub(hex_text(c->arena, s->hash), 0, 12);
	enum text_id words = T_whatif_held_sent;
	struct edition e;

	if (s->edition.v) {
		TRY(edition_get(c, s->edition, &e));
		words = str_eq(e.hash, s->hash) ? T_whatif_held : T_whatif_held_changed;
	}
	*ret_s = text_fill(c->arena, c->lang, words, &hash, 1);
	return OK;
}

/* What an end that is none, or the draft, has to say; empty when nothing. */
static enum err note_of(struct ctx *c, const struct shown *x, struct str *ret_s)
{
	struct str said = S(""), text_held;

	TRY(held(c, &x->s, &text_held));
	if (str_is(x->s.state, "cancelled"))
		said = text(c->lang, T_whatif_was_cancelled);
	else if (str_is(x->s.state, "purged"))
		said = text(c->lang, T_whatif_was_purged);
	else if (str_is(x->s.state, "failed") && x->counties == 1 && str_some(x->county[0].failure))
		said = fault_words(c, x->county[0].failure, x->county[0].found);
	else if (str_is(x->s.state, "failed"))
		said = text(c->lang, T_whatif_was_failed);
	*ret_s = str_some(said)
	                 ? str_printf(c->arena, "%.*s %.*s", STR_FMT(said), STR_FMT(text_held))
	                 : text_held;
	return OK;
}

/* --- the page --------------------------------------------------------------------------------- */

static enum err causes_show(struct ctx *c, const struct whatif_tally *t, struct view_simulation *v)
{
	v->cause = NEW_N(c->arena, t->n + 1, struct view_simulation_cause);
	if (!v->cause)
		return fault_broken(c, "arena");
	v->cause_n = t->n;
	for (size_t i = 0; i < t->n; i++) {
		const struct whatif_cause_sum *u = &t->v[i];

		v->cause[i] = (struct view_simulation_cause){
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

static struct str part_words(struct ctx *c, size_t i, const struct simulation_part *p)
{
	struct str arg[4];

	arg[0] = str_printf(c->arena, "%zu", i + 1);
	arg[1] = p->from;
	arg[2] = p->to;
	arg[3] = str_printf(c->arena, "%lld", (long long)p->pupils);
	return text_fill(c->arena, c->lang,
	                 p->first == p->last ? T_whatif_part_one : T_whatif_part_many, arg, 4);
}

static enum err movers_show(struct ctx *c, struct req *r, const struct simulation *s,
                            struct view_simulation *v)
{
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct desk_choice *choice;
	struct simulation_part *p;
	size_t n;

	if (!s->asker.v || simulation_under_way(s))
		return OK;
	TRY(simulation_parts(c, s->id, &p, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!f || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){str_printf(c->arena, "%zu", i + 1),
		                                 part_words(c, i, &p[i])};
	f[0] = page_field(c, r, &movers_input, "part", "select", S("1"));
	desk_choices(c, &f[0], choice, n);
	f[1] = page_field(c, r, &movers_input, "reason", "text", STR_NONE);
	f[1].hint = text(c->lang, T_people_export_hint);
	v->movers = n > 0;
	v->mover = f;
	v->mover_n = 2;
	return OK;
}

static struct str title_of(struct ctx *c, const struct shown *x)
{
	return x->of_county ? str_printf(c->arena, "%.*s · %.*s", STR_FMT(x->s.title),
	                                 STR_FMT(x->county->name))
	                    : x->s.title;
}

/* Where its exports, its list and the rest of the table are. */
static void paths_show(struct ctx *c, struct req *r, const struct list_query *q, struct shown *x,
                       struct view_simulation *v)
{
	struct str whole = simulation_path(c, x->s.id, "");
	int64_t total = x->of_county ? x->county->done : x->s.done;

	v->path = x->of_county ? county_path(c, x, x->county->id) : whole;
	desk_export(&x->d, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(v->path)));
	v->back = x->of_county                 ? whole
	          : c->actor.role == ROLE_CITY ? S("/city/simulations")
	                                       : S("/county/simulations");
	v->back_words = text(c->lang, x->of_county ? T_whatif_to_counties : T_whatif_to_list);
	if (!x->s.asker.v && !x->of_county) {
		desk_pager(&x->d, r, q, (int64_t)x->rows, x->rows);
		x->d.v.pager.size_n = 0; /* a city's counties stand on one page */
	} else {
		desk_pager(&x->d, r, q, total, x->rows);
	}
}

enum err page_simulation(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct simulations_in none = {0};
	const struct simulations_in *in = req_query(r) ? req_query(r) : &none;
	struct view_part_errors errors = page_errors(c, r);
	struct shown *x = NEW(c->arena, struct shown);
	struct view_simulation v = {0};

	if (!x)
		return fault_broken(c, "arena");
	TRY(shown_load(c, r, &in->list, false, x));
	paths_show(c, r, &in->list, x, &v);
	x->d.v.name = v.title = title_of(c, x);
	x->d.v.about = about(c, x);
	x->d.v.errors = errors;
	x->d.v.empty = (struct view_part_empty){T_whatif_no_result, STR_NONE, TEXT_NONE};
	v.desk = x->d.v;
	v.state = simulation_tag(c, x->of_county ? x->county->state : x->s.state);
	/* a county's page shows what is there; the whole one's shows how far it is */
	v.working = !x->of_county && simulation_under_way(&x->s);
	v.done = x->s.done;
	v.schools = x->s.schools;
	v.moved = x->sum.moved;
	TRY(note_of(c, x, &v.note));
	TRY(causes_show(c, &x->tally, &v));
	TRY(movers_show(c, r, &x->s, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_whatif_title, RENDER(render_simulation), &v);
}

/* --- exports ---------------------------------------------------------------------------------- */

static enum err table_of(struct ctx *c, struct req *r, struct shown **ret_x)
{
	static const struct list_query every = {0};
	struct shown *x = NEW(c->arena, struct shown);

	if (!x)
		return fault_broken(c, "arena");
	TRY(shown_load(c, r, &every, true, x));
	*ret_x = x;
	return OK;
}

enum err page_simulation_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct shown *x;
	struct str mark[2];

	TRY(table_of(c, r, &x));
	mark[0] = title_of(c, x);
	mark[1] = about(c, x);
	return desk_sheet(&x->d, w,
	                  str_printf(c->arena, "%.*s · %.*s", STR_FMT(mark[0]), STR_FMT(mark[1])));
}

enum err page_simulation_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	simulation_id id = {req_id(r, "simulation")};

	TRY(store_write(c, &simulation_cancel_verb, &id));
	return reply_see(c, w, simulation_path(c, id, ""), T_whatif_cancelled);
}

/* --- who moves -------------------------------------------------------------------------------- */

static void mover_row(struct listing *l, const struct simulation_mover *m)
{
	listing_text(l, m->school);
	listing_i64(l, m->pupil.v);
	listing_money(l, m->payable[WHATIF_NOW]);
	listing_money(l, m->payable[WHATIF_DRAFT]);
	listing_i64(l, m->refused[WHATIF_NOW]);
	listing_i64(l, m->refused[WHATIF_DRAFT]);
	listing_text(l, m->cause->code);
	listing_text(l, m->cause->requirement);
	listing_text(l, m->cause->clause);
	listing_text(l, m->cause->document);
	listing_row_end(l);
}

static enum err movers_sheet(struct ctx *c, struct reply *w, struct str mark, struct str name,
                             const struct simulation_mover *v, size_t n)
{
	const struct column cols[] = {
		{.title = text(c->lang, T_whatif_school_code), .type = COLUMN_TEXT},
		{.title = text(c->lang, T_whatif_pupil), .type = COLUMN_INTEGER},
		{.title = text(c->lang, T_whatif_now), .type = COLUMN_MONEY},
		{.title = text(c->lang, T_whatif_draft), .type = COLUMN_MONEY},
		{.title = text(c->lang, T_whatif_refused_now), .type = COLUMN_INTEGER},
		{.title = text(c->lang, T_whatif_refused_draft), .type = COLUMN_INTEGER},
		{.title = text(c->lang, T_whatif_code), .type = COLUMN_TEXT},
		{.title = text(c->lang, T_whatif_requirement), .type = COLUMN_TEXT},
		{.title = text(c->lang, T_whatif_cause), .type = COLUMN_TEXT},
		{.title = text(c->lang, T_whatif_document), .type = COLUMN_TEXT},
	};
	const struct sheet_spec spec = {.name = text(c->lang, T_whatif_movers),
	                                .title = mark,
	                                .columns = cols,
	                                .n_columns = sizeof cols / sizeof *cols};
	struct listing *l;

	TRY(listing_new(c, w, &spec, &l));
	for (size_t i = 0; i < n; i++)
		mover_row(l, &v[i]);
	listing_text_last(l, mark);
	return listing_reply(c, w, name, &l);
}

/* Read before it is written down who takes it: what is not theirs leaves no trace of an export. */
static enum err movers_read(struct ctx *c, simulation_id id, int64_t part,
                            struct simulation_mover **ret_v, size_t *ret_n)
{
	enum err e;

	TRY(store_read_begin(c));
	e = simulation_movers(c, id, part, ret_v, ret_n);
	store_read_end(c);
	return e;
}

enum err page_simulation_movers(struct ctx *c, struct req *r, struct reply *w)
{
	const struct movers_in *in = req_input(r);
	simulation_id id = {req_id(r, "simulation")};
	const struct desk_taken taken = {"movers_exported", "simulation", id.v, in->reason};
	struct simulation_mover *v;
	struct str mark, name;
	size_t n;

	TRY(movers_read(c, id, in->part, &v, &n));
	TRY(desk_take(c, &taken, &mark));
	name = str_printf(c->arena, "%.*s-%lld", STR_FMT(text(c->lang, T_whatif_movers)),
	                  (long long)in->part);
	return movers_sheet(c, w, mark, name, v, n);
}

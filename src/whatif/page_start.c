/* Asking what a draft would move, and what was asked before. */
#include "people/county.h"
#include "people/reach.h"
#include "rulebook/edition.h"
#include "whatif/pages.h"

#define TEXT_BYTES ((int64_t)4 << 20) /* a form of a text of 1 MiB, every byte of it escaped */

static const struct in_field QUERY_V[] = {LIST_FIELDS(struct simulations_in)};
const struct input simulations_query = {"SimulationsQuery", sizeof(struct simulations_in), QUERY_V,
                                        2, 0};

#define TERM_FIELD                                                                                 \
	{                                                                                          \
		.name = "term", .type = IN_STR, .max = 20, .label = T_funds_term,                  \
		.offset = offsetof(struct start_in, term)                                          \
	}
#define EDITION_FIELD                                                                              \
	{                                                                                          \
		.name = "edition", .type = IN_ID, .label = T_whatif_edition,                       \
		.offset = offsetof(struct start_in, edition)                                       \
	}
#define TEXT_FIELD                                                                                 \
	{                                                                                          \
		.name = "text", .type = IN_STR, .max = RULE_FILE_MAX, .label = T_whatif_text,      \
		.offset = offsetof(struct start_in, text)                                          \
	}
#define COUNTY_FIELD                                                                               \
	{                                                                                          \
		.name = "county", .type = IN_STR, .max = 10, .label = T_whatif_place,              \
		.offset = offsetof(struct start_in, county)                                        \
	}

static const struct in_field EDITION_V[] = {TERM_FIELD};
const struct input edition_start_input = {"EditionWhatIf", sizeof(struct start_in), EDITION_V, 1,
                                          0};

static const struct in_field CITY_V[] = {
	EDITION_FIELD,
	{.name = "file",
         .type = IN_FILE,
         .label = T_whatif_file,
         .offset = offsetof(struct start_in, file)},
	TEXT_FIELD,
	COUNTY_FIELD,
	TERM_FIELD,
};
const struct input city_start_input = {"CityWhatIf", sizeof(struct start_in), CITY_V, 5,
                                       TEXT_BYTES};

static const struct in_field API_V[] = {EDITION_FIELD, TEXT_FIELD, COUNTY_FIELD, TERM_FIELD};
const struct input api_start_input = {"SimulationStart", sizeof(struct start_in), API_V, 4,
                                      TEXT_BYTES};

/* --- words ------------------------------------------------------------------------------------ */

struct view_part_tag simulation_tag(struct ctx *c, struct str state)
{
	static const struct {
		const char *state, *kind;
		enum text_id text;
	} words[] = {
		{"waiting", "warn", T_whatif_state_waiting},
		{"running", "info", T_whatif_state_running},
		{"done", "ok", T_whatif_state_done},
		{"cancelled", "off", T_whatif_state_cancelled},
		{"failed", "bad", T_whatif_state_failed},
		{"purged", "off", T_whatif_state_purged},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(state, words[i].state))
			return (struct view_part_tag){str_of(words[i].kind),
			                              text(c->lang, words[i].text)};
	return (struct view_part_tag){S("off"), state};
}

struct str simulation_path(struct ctx *c, simulation_id id, const char *more)
{
	return str_printf(c->arena, "/%s/simulations/%lld%s",
	                  c->actor.role == ROLE_CITY ? "city" : "county", (long long)id.v, more);
}

/* --- the list --------------------------------------------------------------------------------- */

enum { ALL_ROWS = 1000000 };
enum { COL_TITLE, COL_PLACE, COL_TERM, COL_AT, COL_PROGRESS, COL_STATE, COLS };

static void row_put(struct desk *d, size_t i, const struct simulation *s)
{
	struct ctx *c = d->c;

	desk_link(d, i, COL_TITLE, s->title, simulation_path(c, s->id, ""));
	desk_put(d, i, COL_PLACE,
	         str_some(s->county_name) ? s->county_name : text(c->lang, T_whatif_every_county));
	desk_put(d, i, COL_TERM,
	         str_some(s->term) ? s->term : text(c->lang, T_whatif_current_term));
	desk_put(d, i, COL_AT, instant_words(c->arena, c->lang, s->created));
	desk_put(d, i, COL_PROGRESS,
	         str_printf(c->arena, "%lld / %lld", (long long)s->done, (long long)s->schools));
	d->v.row[i].cell[COL_STATE].tag = simulation_tag(c, s->state);
}

/* Those rows alone: a page of them, or all that leave. */
static enum err rows_desk(struct ctx *c, const struct simulation *v, size_t n, struct desk *ret_d)
{
	static const struct desk_col cols[COLS] = {
		{T_whatif_document, false}, {T_whatif_place, false},    {T_funds_term, false},
		{T_whatif_asked, false},    {T_whatif_progress, false}, {T_whatif_state, false}};
	struct desk d;

	TRY(desk_new(c, T_whatif_title, cols, COLS, n, &d));
	for (size_t i = 0; i < n; i++)
		row_put(&d, i, &v[i]);
	*ret_d = d;
	return OK;
}

/* Where the list leaves: of one draft, or of all that were asked. */
static struct str out_path(struct ctx *c, edition_id edition, const char *tail)
{
	if (edition.v)
		return str_printf(c->arena, "/county/rules/%lld/whatif/%s", (long long)edition.v,
		                  tail);
	return str_printf(c->arena, "/%s/simulations/%s",
	                  c->actor.role == ROLE_CITY ? "city" : "county", tail);
}

static enum err list_desk(struct ctx *c, struct req *r, edition_id edition, struct desk *ret_d)
{
	static const struct simulations_in none = {0};
	const struct simulations_in *in = req_query(r) ? req_query(r) : &none;
	struct simulation *v;
	int64_t total = -1;
	struct desk d;
	size_t n;

	TRY(simulation_list(c, edition, in->list.after, list_limit(&in->list), &v, &n));
	if (!edition.v)
		TRY(simulation_total(c, &total));
	TRY(rows_desk(c, v, n, &d));
	desk_export(&d, out_path(c, edition, "export.xlsx"));
	d.v.pager = page_pager(c, r, &in->list, total, n, n ? v[n - 1].id.v : 0);
	d.v.empty = (struct view_part_empty){T_whatif_none, STR_NONE, TEXT_NONE};
	d.v.errors = page_errors(c, r);
	*ret_d = d;
	return OK;
}

static enum err all_desk(struct ctx *c, edition_id edition, struct desk *ret_d)
{
	struct simulation *v;
	struct edition e;
	size_t n;

	if (edition.v)
		TRY(edition_get(c, edition, &e));
	TRY(simulation_list(c, edition, 0, ALL_ROWS, &v, &n));
	return rows_desk(c, v, n, ret_d);
}

enum err page_simulations_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(all_desk(c, ID_NONE(edition_id), &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_edition_whatif_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(all_desk(c, (edition_id){req_id(r, "edition")}, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_county_simulations(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(list_desk(c, r, ID_NONE(edition_id), &d));
	d.v.about = text(c->lang, T_whatif_list_about);
	d.v.empty = (struct view_part_empty){T_whatif_none, S("/county/rules"), T_whatif_to_rules};
	return desk_page(&d, w);
}

/* --- asking ----------------------------------------------------------------------------------- */

static enum err county_named(struct ctx *c, struct str code, county_id *ret_id)
{
	bool found = false;
	enum err e;

	if (!str_some(code))
		return OK;
	TRY(store_read_begin(c));
	e = county_find(c, code, ret_id, &found);
	store_read_end(c);
	TRY(e);
	return found && reach_county(c, *ret_id) ? OK : absent(c);
}

enum err start_asked(struct ctx *c, const struct req *r, struct simulation_start *s)
{
	const struct start_in *in = req_input(r);

	*s = (struct simulation_start){.edition = in->edition,
	                               .text = str_some(in->file.bytes) ? in->file.bytes : in->text,
	                               .term = in->term};
	return county_named(c, in->county, &s->county);
}

static enum err started(struct ctx *c, struct req *r, struct reply *w, struct simulation_start *s)
{
	struct store_once once = req_once(r, NULL);

	TRY(simulation_start(c, s, &once));
	return reply_see(c, w, simulation_path(c, s->result, ""), T_whatif_started);
}

static enum err terms_field(struct ctx *c, struct req *r, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct term *v, now;
	bool found = false;
	size_t n;

	TRY(term_list(c, c->actor.county, &v, &n));
	TRY(term_current(c, c->actor.county, &now, &found));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){v[i].code, v[i].name};
	*f = page_field(c, r, &edition_start_input, "term", "select", found ? now.code : S(""));
	f->optional = false;
	desk_choices(c, f, choice, n);
	return OK;
}

static void form_put(struct desk *d, struct view_part_field *f, size_t n, struct str action)
{
	d->v.has_form = true;
	d->v.form_title = T_whatif_start;
	d->v.action = action;
	d->v.field = f;
	d->v.field_n = n;
	d->v.submit = T_whatif_start;
}

enum err page_edition_whatif(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct edition e;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(edition_get(c, id, &e));
	TRY(list_desk(c, r, id, &d));
	TRY(terms_field(c, r, f));
	d.v.name = e.title;
	d.v.about = text(c->lang, T_whatif_start_about);
	form_put(&d, f, 1, str_printf(c->arena, "/county/rules/%lld/whatif", (long long)id.v));
	return desk_page(&d, w);
}

enum err page_edition_start(struct ctx *c, struct req *r, struct reply *w)
{
	struct simulation_start s;

	TRY(start_asked(c, r, &s));
	s.edition = (edition_id){req_id(r, "edition")};
	return started(c, r, w, &s);
}

enum err page_city_start(struct ctx *c, struct req *r, struct reply *w)
{
	struct simulation_start s;

	TRY(start_asked(c, r, &s));
	return started(c, r, w, &s);
}

/* Editions of the counties that are not in force yet. */
static enum err editions_of(struct ctx *c, const struct county *k, struct desk_choice *choice,
                            size_t most, size_t *io_n)
{
	struct edition *v;
	size_t n;

	TRY(edition_list(c, k->id, PHASE_WORK, &v, &n));
	for (size_t i = 0; i < n && *io_n < most; i++)
		choice[(*io_n)++] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].id.v),
			str_printf(c->arena, "%.*s · %.*s", STR_FMT(k->name), STR_FMT(v[i].title))};
	return OK;
}

static enum err city_fields(struct ctx *c, struct req *r, struct view_part_field *f)
{
	enum { EDITIONS = 200 };
	struct desk_choice *edition = NEW_N(c->arena, EDITIONS + 1, struct desk_choice), *place;
	struct county *v;
	size_t n, editions = 1;

	TRY(county_list(c, &v, &n));
	place = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!edition || !place)
		return fault_broken(c, "arena");
	edition[0] = (struct desk_choice){S(""), text(c->lang, T_whatif_from_text)};
	place[0] = (struct desk_choice){S(""), text(c->lang, T_whatif_every_county)};
	for (size_t i = 0; i < n; i++) {
		place[i + 1] = (struct desk_choice){v[i].code, v[i].name};
		TRY(editions_of(c, &v[i], edition, EDITIONS, &editions));
	}
	f[0] = page_field(c, r, &city_start_input, "edition", "select", S(""));
	desk_choices(c, &f[0], edition, editions);
	f[1] = page_field(c, r, &city_start_input, "file", "file", STR_NONE);
	f[1].accept = S(".rules,.txt,text/plain");
	f[2] = page_field(c, r, &city_start_input, "text", "textarea", STR_NONE);
	f[2].hint = text(c->lang, T_whatif_text_hint);
	f[3] = page_field(c, r, &city_start_input, "county", "select", S(""));
	desk_choices(c, &f[3], place, n + 1);
	f[4] = page_field(c, r, &city_start_input, "term", "text", STR_NONE);
	f[4].hint = text(c->lang, T_whatif_term_hint);
	return OK;
}

enum err page_city_simulations(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(list_desk(c, r, ID_NONE(edition_id), &d));
	TRY(city_fields(c, r, f));
	d.v.about = text(c->lang, T_whatif_city_about);
	d.v.upload = true;
	form_put(&d, f, 5, S("/city/simulations"));
	return desk_page(&d, w);
}

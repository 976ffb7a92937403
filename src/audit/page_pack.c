/* Audit packs: asked for, watched, fetched. */
#include "audit/pages.h"
#include "people/county.h"
#include "people/desk.h"
#include "people/school.h"
#include "term/term.h"

#define HERE "/audit/packs"

static const struct in_field PACK_V[] = {
	{.name = "county",
         .type = IN_STR,
         .max = 12,
         .label = T_packs_county,
         .offset = offsetof(struct pack_in, county)},
	{.name = "school",
         .type = IN_STR,
         .max = 20,
         .label = T_packs_school,
         .offset = offsetof(struct pack_in, school)},
	{.name = "term",
         .type = IN_STR,
         .max = 20,
         .label = T_packs_term,
         .offset = offsetof(struct pack_in, term)},
};
/* The county whose schools and terms the city chooses among. */
static const struct in_field PACKS_V[] = {
	LIST_FIELDS(struct packs_in),
	{.name = "of",
         .type = IN_STR,
         .max = 12,
         .label = T_packs_county,
         .offset = offsetof(struct packs_in, of)},
};
const struct input audit_packs_query = {"AuditPacksQuery", sizeof(struct packs_in), PACKS_V, 3, 0};
const struct input audit_pack_input = {"AuditPackAsk", sizeof(struct pack_in), PACK_V, 3, 0};

/* What a pack holds, by the names people know: its rows keep codes. */
static enum err scope_names(struct ctx *c, const struct pack_work *p, struct desk *d, size_t row)
{
	struct str name[] = {p->county, p->school, p->term};
	county_id county = {0};
	struct school school;
	struct county home;
	struct term term;
	bool found = false;

	if (str_some(p->county))
		TRY(county_find(c, p->county, &county, &found));
	if (found) {
		TRY(county_get(c, county, &home));
		name[0] = home.name;
	}
	if (found && str_some(p->term)) {
		TRY(term_find(c, county, p->term, &term, &found));
		if (found)
			name[2] = term.name;
	}
	if (str_some(p->school)) {
		TRY(school_find(c, p->school, &school, &found));
		if (found)
			name[1] = school.name;
	}
	for (size_t i = 0; i < 3; i++)
		desk_put(d, row, 2 + i, str_some(name[i]) ? name[i] : text(c->lang, T_packs_all));
	return OK;
}

static struct view_part_tag state_tag(struct ctx *c, const struct pack_work *p)
{
	struct str done = str_printf(c->arena, "%lld", (long long)p->progress / 10);

	if (str_is(p->state, "done"))
		return (struct view_part_tag){S("ok"), text(c->lang, T_packs_done)};
	if (str_is(p->state, "failed"))
		return (struct view_part_tag){
			S("bad"), fault_lookup(str_c(c->arena, p->failure))->title[c->lang]};
	return (struct view_part_tag){S("info"),
	                              text_fill(c->arena, c->lang, T_packs_making, &done, 1)};
}

/* Without a query: all of them. */
static enum err packs_desk(struct ctx *c, const struct list_query *q, struct desk *ret_d,
                           int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_packs_at, false},     {T_packs_state, false},
	                                       {T_packs_county, false}, {T_packs_school, false},
	                                       {T_packs_term, false},   {T_packs_rows, true},
	                                       {T_packs_bytes, true},   {T_packs_root, false}};
	struct desk_slice slice = desk_slice(q, !q);
	struct pack_work *v;
	struct desk d;
	size_t n;

	TRY(pack_work_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_packs_title, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct str at = instant_words(c->arena, c->lang, v[i].at);

		if (str_is(v[i].state, "done"))
			desk_link(&d, i, 0, at,
			          str_printf(c->arena, HERE "/%lld/file", (long long)v[i].id.v));
		else
			desk_put(&d, i, 0, at);
		d.v.row[i].cell[1].tag = state_tag(c, &v[i]);
		TRY(scope_names(c, &v[i], &d, i));
		desk_num(&d, i, 5, v[i].rows);
		desk_num(&d, i, 6, v[i].bytes);
		desk_put(&d, i, 7, v[i].root);
	}
	d.v.about = text(c->lang, T_packs_about);
	d.v.empty = (struct view_part_empty){T_packs_none, STR_NONE, TEXT_NONE};
	*ret_d = d;
	return OK;
}

static const struct packs_in FIRST = {0};

static enum err choices(struct ctx *c, size_t n, struct desk_choice **ret_v)
{
	*ret_v = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!*ret_v)
		return fault_broken(c, "arena");
	(*ret_v)[0] = (struct desk_choice){S(""), text(c->lang, T_packs_all)};
	return OK;
}

/* Among the schools and terms of one county. */
static enum err of_county(struct ctx *c, county_id county, struct view_part_field *school,
                          struct view_part_field *term)
{
	struct desk_choice *choice;
	struct school *s;
	struct term *t;
	int64_t total;
	size_t n;

	TRY(school_list(c, county, STR_NONE, 0, 0, &s, &n, &total));
	TRY(choices(c, n, &choice));
	for (size_t i = 0; i < n; i++)
		choice[i + 1] = (struct desk_choice){s[i].code, s[i].name};
	desk_choices(c, school, choice, n + 1);
	TRY(term_list(c, county, &t, &n));
	TRY(choices(c, n, &choice));
	for (size_t i = 0; i < n; i++)
		choice[i + 1] = (struct desk_choice){t[i].code, t[i].name};
	desk_choices(c, term, choice, n + 1);
	return OK;
}

/* The city says first of which county: it has too many schools for one list. Once it has, the form
 * is about that one; a form that was refused still knows which. */
static enum err of_city(struct ctx *c, struct req *r, struct str of, struct view_part_field *filter,
                        struct view_part_field *county, county_id *ret_chosen)
{
	struct desk_choice *choice;
	struct county *v;
	size_t n, at = 0;

	if (!str_some(of))
		of = county->value;
	TRY(county_list(c, &v, &n));
	TRY(choices(c, n, &choice));
	for (size_t i = 0; i < n; i++) {
		choice[i + 1] = (struct desk_choice){v[i].code, v[i].name};
		if (str_some(of) && str_eq(v[i].code, of))
			at = i + 1;
	}
	*filter = page_field(c, r, &audit_packs_query, "of", "select", STR_NONE);
	filter->optional = false;
	filter->value = at ? of : S("");
	desk_choices(c, filter, choice, n + 1);
	*ret_chosen = at ? v[at - 1].id : ID_NONE(county_id);
	county->optional = false;
	if (!at)
		county->hint = text(c->lang, T_packs_county_hint);
	desk_choices(c, county, at ? &choice[at] : choice, at ? 1 : n + 1);
	return OK;
}

/* What is asked for: f[0] of which county, f[1] and f[2] of one of its schools and terms. */
static enum err ask_form(struct ctx *c, struct req *r, struct str of, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	county_id county = c->actor.county;
	bool city = county.v == 0;

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &audit_pack_input, "county", "select", STR_NONE);
	f[1] = page_field(c, r, &audit_pack_input, "school", "select", STR_NONE);
	f[2] = page_field(c, r, &audit_pack_input, "term", "select", STR_NONE);
	if (city) {
		TRY(of_city(c, r, of, &f[3], &f[0], &county));
		d->v.filter = &f[3];
		d->v.filter_n = 1;
	}
	if (county.v)
		TRY(of_county(c, county, &f[1], &f[2]));
	d->v.has_form = true;
	d->v.form_title = d->v.submit = T_packs_ask;
	d->v.action = d->v.path = S(HERE);
	d->v.field = city ? f : f + 1;
	d->v.field_n = !county.v ? 1 : city ? 3 : 2;
	return OK;
}

enum err page_packs(struct ctx *c, struct req *r, struct reply *w)
{
	const struct packs_in *in = query_or(r, &FIRST);
	struct desk d;
	int64_t total;

	TRY(packs_desk(c, &in->list, &d, &total));
	TRY(ask_form(c, r, in->of, &d));
	d.v.errors = page_errors(c, r);
	desk_export(&d, S(HERE "/export.xlsx"));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_packs_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	(void)r;
	TRY(packs_desk(c, NULL, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_pack_ask(struct ctx *c, struct req *r, struct reply *w)
{
	const struct pack_in *in = req_input(r);
	struct pack_ask a = {in->county, in->school, in->term, {0}};
	enum err e = form_verb(c, r, w, &pack_ask_verb, &a, S(HERE), T_packs_asked);

	/* A code that is nobody's is a field to correct, no page that is not there. */
	if (e == E_ABSENT && str_some(c->fault.field))
		return fault_input(c, NULL, c->fault.field, c->fault.found, STR_NONE);
	return e;
}

enum err page_pack_file(struct ctx *c, struct req *r, struct reply *w)
{
	audit_pack_id id = {req_id(r, "audit_pack")};
	struct str bytes;

	TRY(pack_work_file(c, id, &bytes));
	return reply_file(c, w, str_printf(c->arena, "audit-%lld.zip", (long long)id.v),
	                  "application/zip", bytes);
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field PACK_TELLS[] = {
	{.name = "id", .type = ANS_ID},       {.name = "county", .type = ANS_STR},
	{.name = "school", .type = ANS_STR},  {.name = "term", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},   {.name = "progress", .type = ANS_I64},
	{.name = "at", .type = ANS_INSTANT},  {.name = "bytes", .type = ANS_I64},
	{.name = "rows", .type = ANS_I64},    {.name = "root", .type = ANS_STR},
	{.name = "failure", .type = ANS_STR},
};
const struct answer audit_pack_told = ANSWER("AuditPack", PACK_TELLS);
static const struct ans_field PACKS_TELLS[] = {ANS_ITEMS(audit_pack_told)};
const struct answer audit_packs_told = ANSWER("AuditPackList", PACKS_TELLS);

static void pack_json(struct ctx *c, struct json *j, const struct pack_work *p)
{
	json_open(j, '{');
	json_kv_id(j, "id", p->id.v);
	json_kv_str(j, "county", p->county);
	json_kv_str(j, "school", p->school);
	json_kv_str(j, "term", p->term);
	json_kv_str(j, "state", p->state);
	json_kv_i64(j, "progress", p->progress);
	json_kv_str(j, "at", instant_text(c->arena, p->at));
	json_kv_i64(j, "bytes", p->bytes);
	json_kv_i64(j, "rows", p->rows);
	json_kv_str(j, "root", p->root);
	json_kv_str(j, "failure", p->failure);
	json_close(j, '}');
}

enum err api_packs(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = req_query(r);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct pack_work *v;
	struct json *j;
	int64_t total;
	size_t n;

	TRY(pack_work_list(c, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		pack_json(c, j, &v[i]);
	json_close(j, ']');
	list_next(j, &in->list, n, slice.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

enum err api_pack(struct ctx *c, struct req *r, struct reply *w)
{
	struct pack_work p;

	TRY(pack_work_get(c, (audit_pack_id){req_id(r, "audit_pack")}, &p));
	pack_json(c, reply_json(c, w, 200), &p);
	return OK;
}

static enum err pack_asked(struct ctx *c, void *arg, struct out *o)
{
	const struct pack_ask *a = arg;
	struct pack_work p;
	struct json j;

	TRY(pack_work_get(c, a->result, &p));
	json_init(&j, o);
	pack_json(c, &j, &p);
	return OK;
}

enum err api_pack_ask(struct ctx *c, struct req *r, struct reply *w)
{
	const struct pack_in *in = req_input(r);
	struct pack_ask a = {in->county, in->school, in->term, {0}};
	struct store_once once = req_once(r, pack_asked);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &pack_ask_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, replayed ? 200 : 201, answer);
}

/* The city says where a development zone lies, and sees which documents hold there. */
#include "people/county.h"
#include "people/pages.h"
#include "rulebook/pages.h"
#include "rulebook/region.h"
#include "rulebook/show.h"

static const struct in_field REGION_FIELDS[] = {
	{.name = "region",
         .type = IN_STR,
         .max = 6,
         .label = T_people_region,
         .offset = offsetof(struct region_in, region)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 500,
         .label = T_people_reason,
         .offset = offsetof(struct region_in, reason)},
};
const struct input region_input = {"ZoneRegion", sizeof(struct region_in), REGION_FIELDS, 2, 0};

static struct region_change asked(const struct req *r)
{
	const struct region_in *in = req_input(r);

	return (struct region_change){
		.county = {req_id(r, "county")}, .region = in->region, .reason = in->reason};
}

static struct str region_path(struct ctx *c, county_id county)
{
	return str_printf(c->arena, "/city/counties/%lld/region", (long long)county.v);
}

/* What holds there today, the lowest first. */
static enum err documents_desk(struct ctx *c, const struct county *k, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_rulebook_document, false},
	                                       {T_rulebook_number, false},
	                                       {T_rulebook_level, false},
	                                       {T_rulebook_place, false},
	                                       {T_rulebook_holds, false}};
	struct rules rules;
	struct desk d;

	TRY(rulebook_rules(c, k->id, ID_NONE(school_id), ctx_today(c), &rules));
	TRY(desk_new(c, T_rulebook_region_title, cols, 5, rules.n, &d));
	for (size_t i = 0; i < rules.n; i++) {
		const struct rule_set *s = rules.set[i];

		desk_put(&d, i, 0, s->title);
		desk_put(&d, i, 1, s->number);
		desk_put(&d, i, 2, level_words(c->lang, level_name(s)));
		desk_put(&d, i, 3, s->place);
		desk_put(&d, i, 4, span_words(c, s->from, s->to));
	}
	*ret_d = d;
	return OK;
}

static enum err region_form(struct ctx *c, struct req *r, const struct county *k, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &region_input, "region", "text", k->region);
	f[0].hint = text(c->lang, T_people_region_hint);
	f[1] = page_field(c, r, &region_input, "reason", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_rulebook_region_change;
	d->v.action = region_path(c, k->id);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_ui_save;
	return OK;
}

static enum err there_desk(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	struct county k;

	TRY(county_get(c, (county_id){req_id(r, "county")}, &k));
	return documents_desk(c, &k, ret_d);
}

enum err page_region_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(there_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_region(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct str said[2];
	struct county k;
	struct desk d;

	TRY(county_get(c, (county_id){req_id(r, "county")}, &k));
	TRY(documents_desk(c, &k, &d));
	said[0] = k.code;
	said[1] = county_lies(&k);
	d.v.name = k.name;
	d.v.about = text_fill(c->arena, c->lang,
	                      k.zone && !str_some(k.region) ? T_rulebook_region_unsaid
	                                                    : T_rulebook_region_about,
	                      said, 2);
	d.v.errors = rule_errors(c, r);
	desk_export(&d, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(region_path(c, k.id))));
	d.v.pager = page_pager(c, r, &all, (int64_t)d.v.row_n, d.v.row_n, 0);
	d.v.pager.size_n = 0; /* a place's documents stand on one page */
	if (k.zone)
		TRY(region_form(c, r, &k, &d));
	return desk_page(&d, w);
}

enum err page_region_change(struct ctx *c, struct req *r, struct reply *w)
{
	struct region_change a = asked(r);

	return form_verb(c, r, w, &region_change_verb, &a, region_path(c, a.county),
	                 T_people_saved);
}

static enum err region_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct region_change *a = arg;
	struct county k;
	struct json j;

	TRY(county_get(c, a->county, &k));
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", k.id.v);
	json_kv_str(&j, "code", k.code);
	json_kv_str(&j, "region", k.region);
	json_close(&j, '}');
	return OK;
}

enum err api_region_change(struct ctx *c, struct req *r, struct reply *w)
{
	struct region_change a = asked(r);
	struct store_once once = req_once(r, region_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &region_change_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

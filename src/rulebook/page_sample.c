/* A county's own sample pupil: a worked case's form without what has to come out. */
#include "rulebook/form.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/preview.h"
#include "people/pages.h"

static const struct in_field QUERY_FIELDS[] = {
	{.name = "sample",
         .type = IN_ID,
         .label = T_rulebook_sample,
         .offset = offsetof(struct sample_asked, sample)},
	{.name = "made",
         .type = IN_I64,
         .min = 0,
         .max = SAMPLES_MADE,
         .label = T_rulebook_sample,
         .offset = offsetof(struct sample_asked, made)},
};
const struct input sample_query = {"SampleQuery", sizeof(struct sample_asked), QUERY_FIELDS, 2, 0};

enum err sample_asked_for(struct ctx *c, const struct edition *e, const struct sample_asked *asked,
                          struct str *ret_body)
{
	struct sample s = {.body = STR_NONE};

	if (asked->sample)
		TRY(sample_get(c, (rule_sample_id){asked->sample}, &s));
	else if (asked->made)
		TRY(sample_made_get(c, e, asked->made, &s));
	*ret_body = s.body;
	return OK;
}

static const struct sample_asked *asked_of(const struct req *r)
{
	static const struct sample_asked none = {0};

	return req_query(r) ? req_query(r) : &none;
}

static enum err form_for(struct ctx *c, struct req *r, struct edition *ret_e,
                         struct form_names *names, struct form_of *ret_f)
{
	struct edition_text t;
	struct str body, there;

	TRY(edition_get(c, (edition_id){req_id(r, "edition")}, ret_e));
	TRY(edition_body(c, ret_e->id, &body));
	TRY(edition_read(c, body, &t));
	TRY(draft_names(c, t.set, names));
	TRY(sample_asked_for(c, ret_e, asked_of(r), &there));
	*ret_f = (struct form_of){.c = c,
	                          .r = r,
	                          .declare = DECLARE_SAMPLE,
	                          .block = there,
	                          .names = names,
	                          .posted = str_some(req_typed(r, "act"))};
	return OK;
}

enum err page_sample(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_rule_statement v = {.title = text(c->lang, T_rulebook_sample),
	                                .errors = rule_errors(c, r),
	                                .sample = true};
	const struct sample_asked *asked = asked_of(r);
	struct fault why = c->fault;
	struct form_names names;
	struct edition e;
	struct form_of f;

	TRY(form_for(c, r, &e, &names, &f));
	if (v.errors.item_n == 1) { /* a fault of the whole stands at the name */
		f.bad_input =
			str_is(v.errors.item[0].field, "decision") ? S("decision") : S("label");
		f.bad = v.errors.item[0].message;
		v.errors.item[0].field = f.bad_input;
	}
	c->fault = why;
	v.about = e.title;
	v.exists = asked->sample != 0;
	v.action = asked->sample ? str_printf(c->arena, "%.*s?sample=%lld",
	                                      STR_FMT(edition_path(c, e.id, "/sample")),
	                                      (long long)asked->sample)
	                         : edition_path(c, e.id, "/sample");
	v.back = edition_path(c, e.id, "/preview");
	TRY(form_show(&f, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_statement), &v);
}

enum err page_sample_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct statement_in *in = req_input(r);
	bool again = str_is(in->act, "rows") || str_is(in->act, "item");
	struct str back = edition_path(c, (edition_id){req_id(r, "edition")}, "/preview");
	struct sample_drop drop = {.id = {asked_of(r)->sample}};
	struct sample_put put = {.id = drop.id};
	struct form_names names;
	struct form_text t;
	struct edition e;
	struct form_of f;
	enum err err;

	TRY(store_read_begin(c));
	err = again ? page_sample(c, r, w) : form_for(c, r, &e, &names, &f);
	store_read_end(c);
	if (again)
		return err;
	TRY(err);
	if (str_is(in->act, "remove"))
		return form_verb(c, r, w, &sample_drop_verb, &drop, back,
		                 T_rulebook_sample_dropped);
	TRY(form_compose(&f, &t));
	put.body = t.text;
	return form_verb(c, r, w, &sample_put_verb, &put, back, T_rulebook_sample_kept);
}

/* --- the API ------------------------------------------------------------------------------------
 */

static void outcome_json(struct json *j, const char *key, const struct outcome *o)
{
	json_key(j, key);
	json_open(j, '{');
	json_kv_str(j, "result", o->words);
	json_kv_str(j, "formula", o->how);
	json_kv_str(j, "clause", o->clause);
	json_close(j, '}');
}

enum err api_samples(struct ctx *c, struct req *r, struct reply *w)
{
	struct previewed *p;
	struct edition e;
	size_t n;

	TRY(edition_get(c, (edition_id){req_id(r, "edition")}, &e));
	TRY(preview_of(c, &e, &p, &n));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", p[i].sample.id.v);
		json_kv_str(j, "name", str_dup(c->arena, p[i].sample.name));
		json_kv_str(j, "text", str_dup(c->arena, p[i].sample.body));
		outcome_json(j, "before", &p[i].before);
		outcome_json(j, "after", &p[i].after);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

static const struct in_field API_FIELDS[] = {
	{.name = "id",
         .type = IN_ID,
         .label = T_rulebook_sample,
         .offset = offsetof(struct api_sample_in, id)},
	{.name = "text",
         .type = IN_STR,
         .required = true,
         .max = 4000,
         .label = T_rulebook_text,
         .offset = offsetof(struct api_sample_in, text)},
};
const struct input api_sample_input = {"RuleSample", sizeof(struct api_sample_in), API_FIELDS, 2,
                                       0};

static enum err put_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct sample_put *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", a->result.v);
	json_close(&j, '}');
	return OK;
}

enum err api_sample_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_sample_in *in = req_input(r);
	struct sample_put put = {.id = {in->id}, .body = in->text};
	struct store_once once = req_once(r, put_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &sample_put_verb, &put, &once, &answer, &replayed));
	return reply_json_raw(c, w, in->id ? 200 : 201, answer);
}

static enum err drop_answer(struct ctx *c, void *arg, struct out *o)
{
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", ((const struct sample_drop *)arg)->id.v);
	json_close(&j, '}');
	return OK;
}

enum err api_sample_drop(struct ctx *c, struct req *r, struct reply *w)
{
	struct sample_drop drop = {.id = {req_id(r, "sample")}};
	struct store_once once = req_once(r, drop_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &sample_drop_verb, &drop, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

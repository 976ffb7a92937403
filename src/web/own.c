/* Routes of the frame itself: assets, language and type size, probes, the API's description. */
#include "web/assets.h"
#include "web/serve.h"

#include "web/faults.html.h"

static enum err asset_get(struct ctx *c, struct req *r, struct reply *w)
{
	const struct asset *a = asset_find(r->path);

	if (a == NULL)
		return fault_set(c, E_ABSENT, "absent", NULL);
	reply_empty(c, w, 200);
	w->immutable = true;
	w->mime = a->mime.p;
	reply_header(w, "ETag", a->etag);
	if (str_eq(r->none_match, a->etag)) {
		w->status = 304;
		return OK;
	}
	w->fixed = a->bytes;
	if (a->gz.n > 0) {
		reply_header(w, "Vary", S("Accept-Encoding"));
		if (reply_gzip_wanted(w)) {
			w->fixed = a->gz;
			reply_header(w, "Content-Encoding", S("gzip"));
		}
	}
	return OK;
}

struct display {
	struct str lang, type, back;
};
static const char *const langs[] = {"zh", "en", NULL};
static const char *const sizes[] = {"normal", "large", NULL};
static const struct in_field display_fields[] = {
	{.name = "lang",
         .type = IN_CHOICE,
         .choices = langs,
         .label = T_web_lang,
         .offset = offsetof(struct display, lang)},
	{.name = "type",
         .type = IN_CHOICE,
         .choices = sizes,
         .label = T_web_type,
         .offset = offsetof(struct display, type)},
	{.name = "back",
         .type = IN_STR,
         .max = TARGET_MAX,
         .label = T_web_back,
         .offset = offsetof(struct display, back)},
};
static const struct input display_input = {"Display", sizeof(struct display), display_fields, 3,
                                           3 * TARGET_MAX};

enum { YEAR_S = 31536000 };

/* Kept by the browser, not the account: a grandmother's phone shows large type, her daughter's does
 * not. */
static enum err display_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct display *in = req_input(r);

	reply_see(c, w, in->back, TEXT_NONE);
	if (str_some(in->lang))
		reply_cookie(c, w, "lang", in->lang, YEAR_S);
	if (str_some(in->type))
		reply_cookie(c, w, "type", in->type, YEAR_S);
	return OK;
}

static enum err faults_get(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_web_faults v = {.row_n = fault_table_n};

	(void)r;
	v.row = NEW_N(c->arena, fault_table_n, struct view_web_faults_row);
	if (v.row == NULL)
		return fault_broken(c, "faults: memory");
	for (size_t i = 0; i < fault_table_n; i++) {
		const struct fault_text *f = &fault_table[i];

		v.row[i] = (struct view_web_faults_row){str_of(f->code), f->status, f->requirement,
		                                        f->title[c->lang], f->advice[c->lang]};
	}
	return reply_page(c, w, LAYOUT_BARE, T_web_faults, RENDER(render_web_faults), &v);
}

#define OPEN_TO_ALL .allowed = ROLES_PUBLIC, .scope = SCOPE_PUBLIC

static const struct answer openapi_answer = {"OpenApi", NULL, 0};

static const struct route own[] = {
	{M_GET, "/a/{asset}", OPEN_TO_ALL, .run = asset_get,
         .summary = "A style sheet, script or picture, kept by browsers for ever"},
	{M_GET, "/healthz", OPEN_TO_ALL, .run = health_live, .summary = "The program runs"},
	{M_GET, "/readyz", OPEN_TO_ALL, .run = health_ready,
         .summary = "The database answers and its schema is current"},
	{M_GET, "/metrics", OPEN_TO_ALL, .run = health_metrics, .summary = "Prometheus text"},
	{M_GET, "/api/v1/openapi.json", OPEN_TO_ALL, .run = openapi_get,
         .summary = "This description", .answer = &openapi_answer},
	{M_GET, "/help/faults", OPEN_TO_ALL, .run = faults_get,
         .summary = "What every refusal code means"},
	{M_POST, "/display", OPEN_TO_ALL, .run = display_post, .input = &display_input,
         .summary = "Language and type size of this browser"},
};
const struct routes web_routes = ROUTES(own);

/* The first five: probes, assets, the description. */
bool web_plain(const struct route *r)
{
	return r >= own && r < own + 5;
}

const struct route *const web_asset_route = &own[0];

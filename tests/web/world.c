#include "world.h"

#include "web/formview.h"
#include "web/listing.h"

static const char *const kinds[] = {"care", "course", NULL};
static const char *const marks[] = {"present", "absent", NULL};
static const struct in_field mark_fields[] = {
	{.name = "pupil",
         .type = IN_ID,
         .required = true,
         .label = T_web_after,
         .offset = offsetof(struct thing_mark, pupil)},
	{.name = "mark",
         .type = IN_CHOICE,
         .required = true,
         .choices = marks,
         .label = T_web_type,
         .offset = offsetof(struct thing_mark, mark)},
	{.name = "fine",
         .type = IN_MONEY,
         .label = T_web_type,
         .offset = offsetof(struct thing_mark, fine)},
};
static const struct input mark_input = {"ThingMark", sizeof(struct thing_mark), mark_fields, 3, 0};
static const struct in_field fields[] = {
	{.name = "title",
         .type = IN_STR,
         .required = true,
         .max = 10,
         .label = T_web_help,
         .offset = offsetof(struct thing, title)},
	{.name = "n",
         .type = IN_I64,
         .min = -5,
         .max = 50,
         .label = T_web_limit,
         .offset = offsetof(struct thing, n)},
	{.name = "id", .type = IN_ID, .label = T_web_after, .offset = offsetof(struct thing, id)},
	{.name = "price",
         .type = IN_MONEY,
         .label = T_web_type,
         .offset = offsetof(struct thing, price)},
	{.name = "day",
         .type = IN_DATE,
         .label = T_web_type,
         .offset = offsetof(struct thing, day)},
	{.name = "at", .type = IN_TIME, .label = T_web_type, .offset = offsetof(struct thing, at)},
	{.name = "open",
         .type = IN_BOOL,
         .label = T_web_type,
         .offset = offsetof(struct thing, open)},
	{.name = "kind",
         .type = IN_CHOICE,
         .choices = kinds,
         .label = T_web_type,
         .offset = offsetof(struct thing, kind)},
	{.name = "pupils",
         .type = IN_ID_LIST,
         .max = 4,
         .label = T_web_type,
         .offset = offsetof(struct thing, pupils)},
	{.name = "marks",
         .type = IN_ROWS,
         .max = 3,
         .rows = &mark_input,
         .label = T_web_type,
         .offset = offsetof(struct thing, marks)},
};
const struct input world_thing = {"Thing", sizeof(struct thing), fields, 10, 0};

static const struct in_field query_fields[] = {
	{.name = "n", .type = IN_I64, .max = 50, .label = T_web_limit, .offset = 0},
};
static const struct input query = {"ThingQuery", sizeof(int64_t), query_fields, 1, 0};

struct thing world_seen;

static enum err page_get(struct ctx *c, struct req *r, struct reply *w)
{
	(void)r;
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_str(j, "role", str_of(role_name(c->actor.role)));
	json_kv_id(j, "id", req_id(r, "thing"));
	json_kv_str(j, "lang", c->lang == LANG_EN ? S("en") : S("zh"));
	json_close(j, '}');
	return OK;
}

/* The request's memory ends with it: what a test wants to see is kept here. */
static void see(const struct thing *t)
{
	static int64_t ids[8];
	static struct thing_mark rows[8];

	world_seen = *t;
	if (t->pupils.n > 0)
		memcpy(ids, t->pupils.v, t->pupils.n * sizeof ids[0]);
	if (t->marks.n > 0)
		memcpy(rows, t->marks.v, t->marks.n * sizeof rows[0]);
	world_seen.pupils.v = ids;
	world_seen.marks.v = rows;
}

static enum err thing_post(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, NULL);
	struct json *j;

	see(req_input(r));
	if (str_is(world_seen.title, "refuse"))
		return fault_set(c, E_REFUSED, "conflict",
		                 &(struct fault){.found = S("600.00"),
		                                 .allowed = S("599.99"),
		                                 .clause = S("the cap"),
		                                 .document = S("doc 1")});
	j = reply_json(c, w, 201);
	json_open(j, '{');
	json_kv_str(j, "title", world_seen.title);
	json_kv_str(j, "key", once.key);
	json_kv_str(j, "typed", req_typed(r, "title"));
	if (str_is(world_seen.title, "half"))
		return fault_broken(c, "secret path /var/lib/x SELECT * FROM t");
	json_close(j, '}');
	return OK;
}

static enum err thing_see(struct ctx *c, struct req *r, struct reply *w)
{
	see(req_input(r));
	if (str_is(world_seen.title, "refuse"))
		return fault_set(c, E_REFUSED, "conflict", NULL);
	return reply_see(c, w, S("/things"), T_web_help);
}

bool world_given;

static enum err plain(struct ctx *c, struct req *r, struct reply *w)
{
	world_given = req_input(r) != NULL || req_query(r) != NULL;
	return reply_empty(c, w, 204);
}

struct again {
	struct view_part_errors errors;
	struct view_part_field title, n;
};

static void render_again(struct page *p, const struct again *v)
{
	render_part_errors(p, &v->errors);
	render_part_field(p, &v->title);
	render_part_field(p, &v->n);
}

static enum err thing_again(struct ctx *c, struct req *r, struct reply *w)
{
	struct again v = {page_errors(c, r), page_field(c, r, &world_thing, "title", "text", S("")),
	                  page_field(c, r, &world_thing, "n", "number", S(""))};

	return reply_page(c, w, LAYOUT_GUARDIAN, T_web_help, RENDER(render_again), &v);
}

static enum err silent(struct ctx *c, struct req *r, struct reply *w)
{
	return OK;
}

static enum err absent(struct ctx *c, struct req *r, struct reply *w)
{
	return E_ABSENT;
}

static enum err refused_page(struct ctx *c, struct req *r, struct reply *w)
{
	return fault_set(c, E_REFUSED, "conflict", NULL);
}

static enum err file_get(struct ctx *c, struct req *r, struct reply *w)
{
	return reply_file(c, w, S("名单\r\n\"x\".xlsx"), "application/octet-stream", S("PK"));
}

static enum err list_get(struct ctx *c, struct req *r, struct reply *w)
{
	const struct column cols[] = {{.title = S("名称")},
	                              {.title = S("人数"), .type = COLUMN_INTEGER},
	                              {.title = S("金额"), .type = COLUMN_MONEY}};
	struct sheet_spec spec = {
		.name = S("名单"), .title = S("张三"), .columns = cols, .n_columns = 3};
	struct listing *l;

	TRY(listing_new(c, w, &spec, &l));
	listing_text(l, S("=HYPERLINK(1)"));
	listing_i64(l, -3);
	listing_money(l, FEN(-123450));
	listing_row_end(l);
	listing_text_last(l, S("张三"));
	return listing_reply(c, w, spec.name, &l);
}

struct str world_open;

static enum err to_wechat(struct ctx *c, struct req *r, struct reply *w)
{
	return reply_see_wechat(c, w,
	                        &(struct wechat_visit){.open = world_open,
	                                               .appid = S("wx1&x=2"),
	                                               .path = S("/things/7/back"),
	                                               .state = S("00ff\r\nX: y")});
}

#define GUARDIANS .allowed = ROLE_BIT(ROLE_GUARDIAN), .scope = SCOPE_FAMILY
#define PUBLIC    .allowed = ROLES_PUBLIC, .scope = SCOPE_PUBLIC
#define TEXTS     .summary = "of the tests"

static const struct ans_field THING_TELLS[] = {{.name = "id", .type = ANS_ID}};
static const struct answer thing_told = ANSWER("ThingAnswer", THING_TELLS);

/* What came, as it came. */
static enum err echo(struct ctx *c, struct req *r, struct reply *w)
{
	struct str sign = req_header(r, "X-Sign");

	return reply_text(c, w, 200, "text/plain",
	                  str_printf(c->arena, "%s:%.*s:%.*s", role_name(c->actor.role),
	                             STR_FMT(sign.p ? sign : S("none")), STR_FMT(req_body(r))));
}

static const struct route routes[] = {
	{M_GET, "/", PUBLIC, .run = page_get, TEXTS},
	{M_GET, "/things", GUARDIANS, .run = refused_page, TEXTS, .nav = T_web_help, .menu = 1},
	{M_GET, "/things/{thing}", GUARDIANS, .run = page_get, .query = &query, TEXTS},
	{M_GET, "/things/new", GUARDIANS, .run = absent, TEXTS},
	{M_POST, "/things", GUARDIANS, .run = thing_see, .input = &world_thing, TEXTS},
	{M_GET, "/desk", .allowed = ROLE_BIT(ROLE_SCHOOL_CLERK), .scope = SCOPE_SCHOOL,
         .run = refused_page, TEXTS, .nav = T_web_help, .menu = MENU(WORK, 2)},
	{M_GET, "/wechat", PUBLIC, .run = to_wechat, TEXTS},
	{M_GET, "/file", PUBLIC, .run = file_get, TEXTS},
	{M_GET, "/list.{format}", PUBLIC, .run = list_get, TEXTS},
	{M_GET, "/silent", PUBLIC, .run = silent, TEXTS},
	{M_GET, "/api/v1/things", GUARDIANS, .run = page_get, .query = &query, TEXTS},
	{M_POST, "/api/v1/things", GUARDIANS, .run = thing_post, .input = &world_thing, TEXTS,
         .answer = &thing_told},
	{M_GET, "/api/v1/things/{thing}", GUARDIANS, .run = page_get, TEXTS},
	{M_POST, "/api/v1/open", PUBLIC, .run = thing_post, .input = &world_thing, TEXTS},
	{M_POST, "/again", GUARDIANS, .run = thing_see, .input = &world_thing, TEXTS,
         .again = thing_again},
	{M_POST, "/raw", PUBLIC, .run = echo, TEXTS, .raw_max = 64},
	{M_POST, "/open", PUBLIC, .run = thing_see, .input = &world_thing, TEXTS},
	{M_POST, "/plain", PUBLIC, .run = plain, TEXTS},
	{M_POST, "/api/v1/plain", PUBLIC, .run = plain, TEXTS},
};
const struct routes world_routes = ROUTES(routes);

static enum err resolve(struct ctx *c, struct str token, struct actor *ret_actor,
                        enum lang *ret_lang, struct str *ret_csrf)
{
	struct str csrf = S(GUARDIAN_CSRF);

	if (str_is(token, GUARDIAN_TOKEN)) {
		*ret_actor = (struct actor){.account = {7}, .role = ROLE_GUARDIAN};
	} else if (str_is(token, CLERK_TOKEN)) {
		*ret_actor = (struct actor){.account = {8}, .role = ROLE_SCHOOL_CLERK};
		csrf = S("csrf-of-the-clerk");
	} else {
		return fault_set(c, E_DENIED, "not_logged_in", NULL);
	}
	if (ret_csrf)
		*ret_csrf = csrf;
	*ret_lang = LANG_ZH;
	return OK;
}
const struct web_auth world_auth = {.resolve = resolve};

struct web *world_start(struct ctx *c, const char *listen)
{
	static const struct routes *const tables[] = {&world_routes};
	struct web_options o = {.listen = listen,
	                        .env = c->env,
	                        .auth = &world_auth,
	                        .tables = tables,
	                        .n_tables = 1};
	struct web *w = NULL;

	assert_ok(web_start(c, &o, &w));
	return w;
}

struct web_answer world_ask(struct ctx *c, struct web *w, const char *method, const char *target,
                            const char *headers, struct str body)
{
	struct web_answer a = {0};

	assert_ok(web_dispatch_test(w, c->arena, method, target, str_of(headers), body, &a));
	return a;
}

struct str world_header(struct str headers, const char *name)
{
	while (headers.p != NULL && headers.n > 0) {
		struct str value = str_cut(&headers, '\n'), key = str_cut(&value, ':');

		if (str_is(key, name))
			return str_trim(value);
	}
	return STR_NONE;
}

bool world_has(struct str s, const char *what)
{
	size_t at;

	return str_find(s, str_of(what), &at);
}

struct str world_token(struct str html)
{
	size_t at, end;

	assert_true(str_find(html, S("name=\"_csrf\" value=\""), &at));
	html = str_sub(html, at + 20, html.n);
	assert_true(str_find(html, S("\""), &end));
	return str_sub(html, 0, end);
}

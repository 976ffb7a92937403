/* OpenAPI 3.1 from the tables that parse the requests: it cannot say anything else than the program
 * does. */
#include "web/serve.h"

static void schema_of(struct ctx *c, struct json *j, const struct input *in);

static void bounds(struct json *j, const char *min, const char *max, const struct in_field *f,
                   int64_t by_default)
{
	if (f->min != 0)
		json_kv_i64(j, min, f->min);
	json_kv_i64(j, max, f->max != 0 ? f->max : by_default);
}

static void kind(struct json *j, const char *type, const char *format)
{
	json_kv_str(j, "type", str_of(type));
	if (format != NULL)
		json_kv_str(j, "format", str_of(format));
}

static void choices(struct json *j, const struct in_field *f)
{
	kind(j, "string", NULL);
	json_key(j, "enum");
	json_open(j, '[');
	for (size_t i = 0; f->choices != NULL && f->choices[i] != NULL; i++)
		json_str(j, str_of(f->choices[i]));
	json_close(j, ']');
}

static void id_pattern(struct json *j)
{
	kind(j, "string", NULL);
	json_kv_str(j, "pattern", S("^[1-9][0-9]{0,18}$"));
}

static void list(struct ctx *c, struct json *j, const struct in_field *f)
{
	kind(j, "array", NULL);
	bounds(j, "minItems", "maxItems", f, 512);
	json_key(j, "items");
	if (f->type == IN_ROWS) {
		schema_of(c, j, f->rows);
		return;
	}
	json_open(j, '{');
	if (f->type == IN_ID_LIST)
		id_pattern(j);
	else
		kind(j, "string", NULL);
	json_close(j, '}');
}

static void value(struct ctx *c, struct json *j, const struct in_field *f)
{
	json_open(j, '{');
	switch (f->type) {
	case IN_STR:
		kind(j, "string", NULL);
		bounds(j, "minLength", "maxLength", f, 200);
		break;
	case IN_I64:
		kind(j, "integer", "int64");
		json_kv_i64(j, "minimum", f->min);
		json_kv_i64(j, "maximum", f->max != 0 ? f->max : INT64_C(9007199254740991));
		break;
	case IN_ID:
		id_pattern(j);
		break;
	case IN_MONEY:
		kind(j, "integer", "int64");
		json_kv_i64(j, "minimum", f->min);
		json_kv_i64(j, "maximum", f->max != 0 ? f->max : MONEY_TYPED_MAX_FEN);
		break;
	case IN_DATE:
		kind(j, "string", "date");
		break;
	case IN_TIME:
		kind(j, "string", NULL);
		json_kv_str(j, "pattern", S("^([01][0-9]|2[0-3]):[0-5][0-9]$"));
		break;
	case IN_BOOL:
		kind(j, "boolean", NULL);
		break;
	case IN_CHOICE:
		choices(j, f);
		break;
	case IN_ID_LIST:
	case IN_STR_LIST:
	case IN_ROWS:
		list(c, j, f);
		break;
	case IN_FILE:
		kind(j, "string", "binary");
		break;
	case IN_REST: /* forms only: no route of the API has one */
		break;
	}
	if (f->label != TEXT_NONE)
		json_kv_str(j, "description", text(LANG_EN, f->label));
	json_close(j, '}');
}

static void schema_of(struct ctx *c, struct json *j, const struct input *in)
{
	bool any = false;

	json_open(j, '{');
	kind(j, "object", NULL);
	json_kv_bool(j, "additionalProperties", false);
	for (size_t i = 0; i < in->n; i++)
		any = any || in->fields[i].required;
	if (any) {
		json_key(j, "required");
		json_open(j, '[');
		for (size_t i = 0; i < in->n; i++)
			if (in->fields[i].required)
				json_str(j, input_json_name(c->arena, &in->fields[i]));
		json_close(j, ']');
	}
	json_key(j, "properties");
	json_open(j, '{');
	for (size_t i = 0; i < in->n; i++) {
		json_key(j, str_c(c->arena, input_json_name(c->arena, &in->fields[i])));
		value(c, j, &in->fields[i]);
	}
	json_close(j, '}');
	json_close(j, '}');
}

static bool has_file(const struct input *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->fields[i].type == IN_FILE)
			return true;
	return false;
}

static void param(struct json *j, struct str name, const char *in, bool required)
{
	json_open(j, '{');
	json_kv_str(j, "name", name);
	json_kv_str(j, "in", str_of(in));
	json_kv_bool(j, "required", required);
	json_key(j, "schema");
}

static void parameters(struct ctx *c, struct json *j, const struct route *r)
{
	struct str rest = str_of(r->path);

	json_key(j, "parameters");
	json_open(j, '[');
	while (rest.p != NULL) {
		struct str s = str_cut(&rest, '/');

		if (s.n < 3 || s.p[0] != '{')
			continue;
		param(j, str_sub(s, 1, s.n - 2), "path", true);
		json_open(j, '{');
		id_pattern(j);
		json_close(j, '}');
		json_close(j, '}');
	}
	for (size_t i = 0; r->query != NULL && i < r->query->n; i++) {
		param(j, str_of(r->query->fields[i].name), "query", r->query->fields[i].required);
		value(c, j, &r->query->fields[i]);
		json_close(j, '}');
	}
	if (r->method != M_GET) {
		param(j, S("Idempotency-Key"), "header", false);
		json_open(j, '{');
		kind(j, "string", NULL);
		json_kv_str(j, "pattern", S("^[A-Za-z0-9_-]{1,64}$"));
		json_close(j, '}');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void body(struct ctx *c, struct json *j, const struct input *in)
{
	(void)c;
	json_key(j, "requestBody");
	json_open(j, '{');
	json_kv_bool(j, "required", true);
	json_key(j, "content");
	json_open(j, '{');
	json_key(j, has_file(in) ? "multipart/form-data" : "application/json");
	json_open(j, '{');
	json_key(j, "schema");
	json_open(j, '{');
	json_kv_str(j, "$ref", str_printf(c->arena, "#/components/schemas/%s", in->name));
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

static void response(struct ctx *c, struct json *j, const char *status, const char *what,
                     const char *media, const char *schema)
{
	json_key(j, status);
	json_open(j, '{');
	json_kv_str(j, "description", str_of(what));
	if (schema != NULL) {
		json_key(j, "content");
		json_open(j, '{');
		json_key(j, media);
		json_open(j, '{');
		json_key(j, "schema");
		json_open(j, '{');
		json_kv_str(j, "$ref", str_printf(c->arena, "#/components/schemas/%s", schema));
		json_close(j, '}');
		json_close(j, '}');
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void operation(struct ctx *c, struct json *j, const struct route *r)
{
	static const char *const methods[] = {"get", "post", "put", "delete"};
	bool open = (r->allowed & ROLE_BIT(ROLE_NONE)) != 0;

	json_key(j, methods[r->method]);
	json_open(j, '{');
	json_kv_str(j, "summary", str_of(r->summary));
	parameters(c, j, r);
	if (r->input != NULL)
		body(c, j, r->input);
	json_key(j, "responses");
	json_open(j, '{');
	response(c, j, "2XX", "Done", "application/json",
	         r->answer != NULL ? r->answer->name : NULL);
	response(c, j, "4XX", "Refused, with the reason", "application/problem+json", "Problem");
	response(c, j, "5XX", "Failed on our side", "application/problem+json", "Problem");
	json_close(j, '}');
	json_key(j, "security");
	json_open(j, '[');
	if (!open) {
		json_open(j, '{');
		json_key(j, "bearer");
		json_open(j, '[');
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "x-roles");
	json_open(j, '[');
	for (unsigned k = ROLE_NONE; k < ROLE_COUNT; k++)
		if (k != ROLE_SYSTEM && (r->allowed & ROLE_BIT(k)) != 0)
			json_str(j, str_of(role_name((enum role)k)));
	json_close(j, ']');
	json_close(j, '}');
}

static bool api(const struct route *r)
{
	return str_starts(str_of(r->path), S("/api/"));
}

/* One path once, with all its methods. */
static void paths(struct ctx *c, struct json *j, const struct web *w)
{
	json_key(j, "paths");
	json_open(j, '{');
	for (size_t i = 0; i < w->n_routes; i++) {
		const char *path = w->routes[i]->path;
		bool seen = !api(w->routes[i]);

		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(w->routes[k]->path, path) == 0;
		if (seen)
			continue;
		json_key(j, path);
		json_open(j, '{');
		for (size_t k = i; k < w->n_routes; k++)
			if (strcmp(w->routes[k]->path, path) == 0)
				operation(c, j, w->routes[k]);
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void problem_schema(struct json *j)
{
	static const char *const members[] = {"type",        "title",      "detail",   "code",
	                                      "requirement", "clause",     "document", "found",
	                                      "allowed",     "request_id", "input"};

	json_key(j, "Problem");
	json_open(j, '{');
	kind(j, "object", NULL);
	json_key(j, "required");
	json_open(j, '[');
	json_str(j, S("type"));
	json_str(j, S("title"));
	json_str(j, S("status"));
	json_str(j, S("code"));
	json_str(j, S("request_id"));
	json_close(j, ']');
	json_key(j, "properties");
	json_open(j, '{');
	json_key(j, "status");
	json_open(j, '{');
	kind(j, "integer", NULL);
	json_close(j, '}');
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		json_key(j, members[i]);
		json_open(j, '{');
		json_key(j, "type");
		json_open(j, '[');
		json_str(j, S("string"));
		json_str(j, S("null"));
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, '}');
	json_close(j, '}');
}

/* --- answers -----------------------------------------------------------------------------------
 */

static void answer_schema(struct json *j, const struct answer *a);

static void type_of(struct json *j, const char *type, bool null)
{
	json_key(j, "type");
	if (!null) {
		json_str(j, str_of(type));
		return;
	}
	json_open(j, '[');
	json_str(j, str_of(type));
	json_str(j, S("null"));
	json_close(j, ']');
}

static void answer_value(struct json *j, const struct ans_field *f)
{
	static const struct {
		const char *type, *format, *pattern;
	} of[] = {
		[ANS_STR] = {"string", NULL, NULL},
		[ANS_ID] = {"string", NULL, "^[1-9][0-9]{0,18}$"},
		[ANS_I64] = {"integer", "int64", NULL},
		[ANS_BOOL] = {"boolean", NULL, NULL},
		[ANS_DATE] = {"string", "date", NULL},
		[ANS_TIME] = {"string", NULL, "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
		[ANS_INSTANT] = {"string", "date-time", NULL},
		[ANS_LIST] = {"array", NULL, NULL},
	};

	if (f->type == ANS_OBJECT) {
		answer_schema(j, f->of);
		return;
	}
	json_open(j, '{');
	if (f->type != ANS_ANY)
		type_of(j, of[f->type].type, f->null);
	if (f->type != ANS_ANY && of[f->type].format != NULL)
		json_kv_str(j, "format", str_of(of[f->type].format));
	if (f->type != ANS_ANY && of[f->type].pattern != NULL)
		json_kv_str(j, "pattern", str_of(of[f->type].pattern));
	if (f->type == ANS_LIST) {
		json_key(j, "items");
		answer_schema(j, f->of);
	}
	json_close(j, '}');
}

/* Answers may grow: a client passes over members it does not know. */
static void answer_schema(struct json *j, const struct answer *a)
{
	json_open(j, '{');
	kind(j, "object", NULL);
	json_key(j, "required");
	json_open(j, '[');
	for (size_t i = 0; i < a->n; i++)
		if (!a->fields[i].maybe)
			json_str(j, str_of(a->fields[i].name));
	json_close(j, ']');
	json_key(j, "properties");
	json_open(j, '{');
	for (size_t i = 0; i < a->n; i++) {
		json_key(j, a->fields[i].name);
		answer_value(j, &a->fields[i]);
	}
	json_close(j, '}');
	json_close(j, '}');
}

/* Answers and inputs, each once. */
static void schemas(struct ctx *c, struct json *j, const struct web *w)
{
	json_key(j, "components");
	json_open(j, '{');
	json_key(j, "schemas");
	json_open(j, '{');
	problem_schema(j);
	for (size_t i = 0; i < w->n_routes; i++) {
		const struct input *in = w->routes[i]->input;
		const struct answer *answer = w->routes[i]->answer;
		bool in_seen = in == NULL || !api(w->routes[i]),
		     answer_seen = answer == NULL || !api(w->routes[i]);

		for (size_t k = 0; k < i; k++) {
			const struct route *o = w->routes[k];

			if (!api(o))
				continue;
			in_seen = in_seen ||
			          (o->input != NULL && strcmp(o->input->name, in->name) == 0);
			answer_seen = answer_seen || (o->answer != NULL &&
			                              strcmp(o->answer->name, answer->name) == 0);
		}
		if (!in_seen) {
			json_key(j, in->name);
			schema_of(c, j, in);
		}
		if (!answer_seen) {
			json_key(j, answer->name);
			answer_schema(j, answer);
		}
	}
	json_close(j, '}');
	json_key(j, "securitySchemes");
	json_open(j, '{');
	json_key(j, "bearer");
	json_open(j, '{');
	kind(j, "http", NULL);
	json_kv_str(j, "scheme", S("bearer"));
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, '}');
}

enum err openapi_get(struct ctx *c, struct req *r, struct reply *w)
{
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_str(j, "openapi", S("3.1.0"));
	json_key(j, "info");
	json_open(j, '{');
	json_kv_str(j, "title", S("Kehou"));
	json_kv_str(j, "version", S("1"));
	json_kv_str(j, "description",
	            S("After-school services of a city: schools, guardians, agencies."));
	json_close(j, '}');
	paths(c, j, r->web);
	schemas(c, j, r->web);
	json_close(j, '}');
	return OK;
}

#include "schema.h"

#include <regex.h>

#include "json.h"

struct look {
	struct arena *a;
	const struct jval *doc;
	const char *bad;
};

const struct jval *schema_read(struct ctx *c, struct web *w, struct arena *a)
{
	struct arena *was = c->arena;
	const struct jval *doc = NULL;
	struct web_answer answer;

	assert_ok(web_dispatch_test(w, a, "GET", "/api/v1/openapi.json", S(""), S(""), &answer));
	assert_int_equal(answer.status, 200);
	c->arena = a;
	if (jread(c, answer.body, 16 << 20, &doc) != OK)
		fail_msg("openapi.json: %s %.*s %.*s", c->fault.code, STR_FMT(c->fault.field),
		         STR_FMT(c->fault.found));
	c->arena = was;
	return doc;
}

static bool bad(struct look *l, const struct jval *v, const char *what)
{
	if (!l->bad)
		l->bad = str_c(l->a,
		               str_printf(l->a, "%.*s: %s", STR_FMT(jval_path(l->a, v)), what));
	return false;
}

static bool is_of(const struct jval *v, struct str type)
{
	static const char *const name[] = {
		[J_NULL] = "null",  [J_BOOL] = "boolean", [J_INT] = "integer",  [J_REAL] = "number",
		[J_STR] = "string", [J_ARRAY] = "array",  [J_OBJECT] = "object"};

	return str_is(type, name[v->type]);
}

static bool type_fits(const struct jval *type, const struct jval *v)
{
	if (!type)
		return true;
	for (size_t i = 0; i < type->n; i++)
		if (is_of(v, type->items[i].s))
			return true;
	return type->type == J_STR && is_of(v, type->s);
}

static bool format_fits(const struct jval *format, struct str s)
{
	if (!format || str_is(format->s, "int64"))
		return true;
	if (str_is(format->s, "date"))
		return json_day(s);
	return str_is(format->s, "date-time") && s.n >= 20 && json_day(str_sub(s, 0, 10)) &&
	       s.p[10] == 'T';
}

static bool pattern_fits(struct arena *a, const struct jval *pattern, struct str s)
{
	regex_t re;
	bool fits;

	if (!pattern)
		return true;
	assert_int_equal(regcomp(&re, str_c(a, pattern->s), REG_EXTENDED | REG_NOSUB), 0);
	fits = regexec(&re, str_c(a, s), 0, NULL, 0) == 0;
	regfree(&re);
	return fits;
}

static bool conforms(struct look *l, const struct jval *schema, const struct jval *v);

static bool members(struct look *l, const struct jval *schema, const struct jval *v)
{
	const struct jval *required = jval_find(schema, "required");
	const struct jval *described = jval_find(schema, "properties");

	for (size_t i = 0; required && i < required->n; i++)
		if (!jval_find(v, str_c(l->a, required->items[i].s)))
			return bad(l, v,
			           str_c(l->a, str_printf(l->a, "lacks %.*s",
			                                  STR_FMT(required->items[i].s))));
	for (size_t i = 0; described && described->n && i < v->n; i++) {
		const struct jval *of = jval_find(described, str_c(l->a, v->items[i].name));

		if (!of)
			return bad(l, &v->items[i], "not described");
		if (!conforms(l, of, &v->items[i]))
			return false;
	}
	return true;
}

static bool conforms(struct look *l, const struct jval *schema, const struct jval *v)
{
	const struct jval *items = jval_find(schema, "items");

	if (!type_fits(jval_find(schema, "type"), v))
		return bad(l, v, "another type");
	if (v->type == J_STR && !format_fits(jval_find(schema, "format"), v->s))
		return bad(l, v, "another format");
	if (v->type == J_STR && !pattern_fits(l->a, jval_find(schema, "pattern"), v->s))
		return bad(l, v, "another pattern");
	for (size_t i = 0; v->type == J_ARRAY && items && i < v->n; i++)
		if (!conforms(l, items, &v->items[i]))
			return false;
	return v->type != J_OBJECT || members(l, schema, v);
}

/* The member at the end of these names. */
static const struct jval *down(const struct jval *v, const char *const *name, size_t n)
{
	for (size_t i = 0; v && i < n; i++)
		v = jval_find(v, name[i]);
	return v;
}

const char *schema_bad(struct arena *a, const struct jval *doc, const struct route *r,
                       const struct jval *answer)
{
	static const char *const method[] = {"get", "post", "put", "delete"};
	const char *const to_ref[] = {"paths", r->path,   method[r->method],  "responses",
	                              "2XX",   "content", "application/json", "schema",
	                              "$ref"};
	const struct jval *ref = down(doc, to_ref, sizeof to_ref / sizeof *to_ref);
	struct look l = {a, doc, NULL};
	struct str head = S("#/components/schemas/");
	const char *to_schema[] = {"components", "schemas", NULL};
	const struct jval *schema;

	if (!ref || !str_starts(ref->s, head))
		return "an answer without a schema";
	to_schema[2] = str_c(a, str_sub(ref->s, head.n, ref->s.n));
	schema = down(doc, to_schema, 3);
	if (!schema)
		return "a schema that is named and not there";
	conforms(&l, schema, answer);
	return l.bad;
}

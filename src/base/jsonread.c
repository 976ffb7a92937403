#include <jansson.h>

#include "base/jsonread.h"

/* Before anything recurses: jansson allows 2,048 levels, we 32. */
static bool shallow(struct str s)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '[' || c == '{') {
			if (++depth > JREAD_DEPTH)
				return false;
		} else if ((c == ']' || c == '}') && depth) {
			depth--;
		}
	}
	return true;
}

static struct str dup_bytes(struct arena *a, const char *p, size_t n)
{
	return str_dup(a, (struct str){p, n});
}

static void copy(struct arena *a, json_t *from, struct jval *to);

static void copy_object(struct arena *a, json_t *from, struct jval *to)
{
	size_t n = json_object_size(from), i = 0;
	struct jval *items = NEW_N(a, n, struct jval);

	if (!items)
		return;
	for (void *it = json_object_iter(from); it; it = json_object_iter_next(from, it), i++) {
		items[i].parent = to;
		items[i].name =
			dup_bytes(a, json_object_iter_key(it), json_object_iter_key_len(it));
		copy(a, json_object_iter_value(it), &items[i]);
	}
	to->items = items;
	to->n = n;
}

static void copy_array(struct arena *a, json_t *from, struct jval *to)
{
	size_t n = json_array_size(from);
	struct jval *items = NEW_N(a, n, struct jval);

	if (!items)
		return;
	for (size_t i = 0; i < n; i++) {
		items[i].parent = to;
		items[i].index = i;
		copy(a, json_array_get(from, i), &items[i]);
	}
	to->items = items;
	to->n = n;
}

static void copy(struct arena *a, json_t *from, struct jval *to)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		to->type = J_OBJECT;
		copy_object(a, from, to);
		break;
	case JSON_ARRAY:
		to->type = J_ARRAY;
		copy_array(a, from, to);
		break;
	case JSON_STRING:
		to->type = J_STR;
		to->s = dup_bytes(a, json_string_value(from), json_string_length(from));
		break;
	case JSON_INTEGER:
		to->type = J_INT;
		to->i = json_integer_value(from);
		break;
	case JSON_REAL:
		to->type = J_REAL;
		to->s = str_printf(a, "%.15g", json_real_value(from));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		to->type = J_BOOL;
		to->i = json_is_true(from);
		break;
	case JSON_NULL:
		to->type = J_NULL;
		break;
	}
}

static enum err refused(struct ctx *c, const json_error_t *e)
{
	struct str where = str_printf(c->arena, "%d:%d", e->line, e->column);
	struct str field = str_of(e->text), before;
	size_t at;

	if (json_error_code(e) == json_error_out_of_memory)
		return fault_broken(c, "no memory to read JSON");
	if (json_error_code(e) != json_error_duplicate_key)
		return fault_input(c, "bad_json", STR_NONE, where, STR_NONE);
	/* The library's text ends: near '"name"'. */
	before = S("near '\"");
	if (str_find(field, before, &at)) {
		field = str_sub(field, at + before.n, field.n);
		field = str_cut(&field, '"');
	} else {
		field = STR_NONE;
	}
	return fault_input(c, "duplicate_field", utf8_valid(field) ? field : STR_NONE, where,
	                   STR_NONE);
}

enum err jread(struct ctx *c, struct str text, size_t ceiling, const struct jval **ret_root)
{
	struct jval *root;
	json_error_t e;
	json_t *tree;

	if (text.n > ceiling)
		return fault_input(c, "too_large", STR_NONE, str_printf(c->arena, "%zu", text.n),
		                   str_printf(c->arena, "%zu", ceiling));
	if (!utf8_valid(text))
		return fault_input(c, "not_utf8", STR_NONE, STR_NONE, STR_NONE);
	if (!shallow(text))
		return fault_input(c, "bad_json", STR_NONE, STR_NONE,
		                   str_printf(c->arena, "%d", JREAD_DEPTH));
	tree = json_loadb(text.n ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &e);
	if (!tree)
		return refused(c, &e);
	root = NEW(c->arena, struct jval);
	if (root)
		copy(c->arena, tree, root);
	json_decref(tree);
	if (arena_exhausted(c->arena))
		return fault_broken(c, "request memory exhausted");
	*ret_root = root;
	return OK;
}

struct str jval_path(struct arena *a, const struct jval *v)
{
	struct str above;

	if (!v->parent)
		return S("");
	above = jval_path(a, v->parent); /* at most JREAD_DEPTH deep */
	if (v->parent->type == J_ARRAY)
		return str_printf(a, "%.*s[%zu]", STR_FMT(above), v->index);
	return str_printf(a, "%.*s%s%.*s", STR_FMT(above), above.n ? "." : "", STR_FMT(v->name));
}

const struct jval *jval_find(const struct jval *obj, const char *name)
{
	if (obj->type != J_OBJECT)
		return NULL;
	for (size_t i = 0; i < obj->n; i++) {
		if (str_is(obj->items[i].name, name))
			return &obj->items[i];
	}
	return NULL;
}

bool jval_has(const struct jval *obj, const char *name)
{
	const struct jval *v = jval_find(obj, name);

	return v && v->type != J_NULL;
}

/* What was found, in a form short enough to show. */
static struct str shown(struct arena *a, const struct jval *v)
{
	static const char *const kinds[] = {"null",   "boolean", "integer", "number",
	                                    "string", "array",   "object"};

	if (v->type == J_REAL || (v->type == J_STR && utf8_len(v->s) <= 100))
		return v->s;
	if (v->type == J_INT)
		return str_printf(a, "%lld", (long long)v->i);
	if (v->type == J_BOOL)
		return v->i ? S("true") : S("false");
	return str_of(kinds[v->type]);
}

enum err jval_bad(struct ctx *c, const struct jval *v, struct str allowed)
{
	return fault_input(c, "bad_input", jval_path(c->arena, v), shown(c->arena, v), allowed);
}

enum err jval_only(struct ctx *c, const struct jval *obj, const char *const *names, size_t n)
{
	TRY(jval_as_object(c, obj));
	for (size_t i = 0; i < obj->n; i++) {
		bool known = false;

		for (size_t k = 0; k < n && !known; k++)
			known = str_is(obj->items[i].name, names[k]);
		if (!known)
			return fault_input(c, "unknown_field", jval_path(c->arena, &obj->items[i]),
			                   STR_NONE, STR_NONE);
	}
	return OK;
}

static enum err member(struct ctx *c, const struct jval *obj, const char *name,
                       const struct jval **ret_v)
{
	const struct jval *v;
	struct str above;

	TRY(jval_as_object(c, obj));
	v = jval_find(obj, name);
	if (v && v->type != J_NULL) {
		*ret_v = v;
		return OK;
	}
	above = jval_path(c->arena, obj);
	return fault_input(
		c, "missing_field",
		str_printf(c->arena, "%.*s%s%s", STR_FMT(above), above.n ? "." : "", name),
		STR_NONE, STR_NONE);
}

enum err jval_as_str(struct ctx *c, const struct jval *v, size_t max, struct str *ret_s)
{
	if (v->type != J_STR)
		return jval_bad(c, v, S("string"));
	if (utf8_len(v->s) > max)
		return fault_input(c, "too_long", jval_path(c->arena, v),
		                   str_printf(c->arena, "%zu", utf8_len(v->s)),
		                   str_printf(c->arena, "%zu", max));
	*ret_s = v->s;
	return OK;
}

enum err jval_as_i64(struct ctx *c, const struct jval *v, int64_t min, int64_t max, int64_t *ret_i)
{
	if (v->type != J_INT || v->i < min || v->i > max)
		return jval_bad(c, v,
		                str_printf(c->arena, "%lld..%lld", (long long)min, (long long)max));
	*ret_i = v->i;
	return OK;
}

enum err jval_as_id(struct ctx *c, const struct jval *v, int64_t *ret_id)
{
	int64_t id;

	/* A number would have lost its last digits in many a client. */
	if (v->type != J_STR || !str_i64(v->s, &id) || id <= 0)
		return jval_bad(c, v, S("\"1\".."));
	*ret_id = id;
	return OK;
}

enum err jval_as_object(struct ctx *c, const struct jval *v)
{
	return v->type == J_OBJECT ? OK : jval_bad(c, v, S("object"));
}

enum err jval_str(struct ctx *c, const struct jval *obj, const char *name, size_t max,
                  struct str *ret_s)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	return jval_as_str(c, v, max, ret_s);
}

enum err jval_i64(struct ctx *c, const struct jval *obj, const char *name, int64_t min, int64_t max,
                  int64_t *ret_i)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	return jval_as_i64(c, v, min, max, ret_i);
}

enum err jval_bool(struct ctx *c, const struct jval *obj, const char *name, bool *ret_b)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	if (v->type != J_BOOL)
		return jval_bad(c, v, S("true, false"));
	*ret_b = v->i != 0;
	return OK;
}

enum err jval_id(struct ctx *c, const struct jval *obj, const char *name, int64_t *ret_id)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	return jval_as_id(c, v, ret_id);
}

enum err jval_fen(struct ctx *c, const struct jval *obj, const char *name, struct money *ret_m)
{
	return jval_i64(c, obj, name, -MONEY_MAX_FEN, MONEY_MAX_FEN, &ret_m->fen);
}

enum err jval_date(struct ctx *c, const struct jval *obj, const char *name, struct date *ret_d)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	if (v->type != J_STR || !date_parse(v->s, ret_d))
		return jval_bad(c, v, S("YYYY-MM-DD"));
	return OK;
}

enum err jval_array(struct ctx *c, const struct jval *obj, const char *name, size_t max,
                    const struct jval **ret_array)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	if (v->type != J_ARRAY)
		return jval_bad(c, v, S("array"));
	if (v->n > max)
		return fault_input(c, "too_long", jval_path(c->arena, v),
		                   str_printf(c->arena, "%zu", v->n),
		                   str_printf(c->arena, "%zu", max));
	*ret_array = v;
	return OK;
}

enum err jval_object(struct ctx *c, const struct jval *obj, const char *name,
                     const struct jval **ret_object)
{
	const struct jval *v;

	TRY(member(c, obj, name, &v));
	TRY(jval_as_object(c, v));
	*ret_object = v;
	return OK;
}

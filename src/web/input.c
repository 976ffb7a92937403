/* One table, two ways in: what a form or a JSON text holds becomes the table's struct. Each
 * complaint names its field, says what was found and what would be right. */
#include "web/serve.h"

#include "base/jsonread.h"

enum { STR_DEFAULT = 200, LIST_DEFAULT = 512, SHOWN = 80 };
#define WHOLE_MAX INT64_C(9007199254740991)

struct str input_json_name(struct arena *a, const struct in_field *f)
{
	if (f->type != IN_MONEY || str_ends(str_of(f->name), S("_fen")))
		return str_of(f->name);
	return str_printf(a, "%s_fen", f->name);
}

static int64_t most(const struct in_field *f, int64_t by_default)
{
	return f->max != 0 ? f->max : by_default;
}

/* What people typed, cut to what a message can hold. */
static struct str shown(struct str s)
{
	struct str rest = s;
	uint32_t cp;
	size_t n = 0;

	while (n < SHOWN && rest.n > 0 && utf8_next(&rest, &cp))
		n++;
	return str_sub(s, 0, s.n - rest.n);
}

static enum err wrong(struct ctx *c, struct str name, struct str found, struct str allowed)
{
	return fault_input(c, "bad_input", name, shown(found), allowed);
}

static void *member(void *base, const struct in_field *f)
{
	return (char *)base + f->offset;
}

static void put_none(void *base, const struct in_field *f)
{
	if (f->type == IN_DATE)
		*(struct date *)member(base, f) = DATE_NONE;
	else if (f->type == IN_TIME)
		*(struct clock_time *)member(base, f) = TIME_NONE;
}

static enum err new_struct(struct ctx *c, const struct input *in, void **ret_base)
{
	void *base = arena_take(c->arena, in->size > 0 ? in->size : 1);

	if (base == NULL)
		return fault_broken(c, "input: memory");
	for (size_t i = 0; i < in->n; i++)
		put_none(base, &in->fields[i]);
	*ret_base = base;
	return OK;
}

static struct str range(struct ctx *c, int64_t min, int64_t max)
{
	return str_printf(c->arena, "%lld–%lld", (long long)min, (long long)max);
}

/* --- single values, shared by both ways --------------------------------------------------------
 */

static enum err put_i64(struct ctx *c, const struct in_field *f, struct str name, int64_t v,
                        void *base)
{
	int64_t max = most(f, WHOLE_MAX);

	if (v < f->min || v > max)
		return wrong(c, name, str_printf(c->arena, "%lld", (long long)v),
		             range(c, f->min, max));
	*(int64_t *)member(base, f) = v;
	return OK;
}

static struct str amounts(struct ctx *c, const struct in_field *f)
{
	return str_printf(c->arena, "%.*s–%.*s", STR_FMT(money_text(c->arena, FEN(f->min))),
	                  STR_FMT(money_text(c->arena, FEN(most(f, MONEY_TYPED_MAX_FEN)))));
}

static enum err put_money(struct ctx *c, const struct in_field *f, struct str name, struct money m,
                          struct str found, void *base)
{
	if (m.fen < f->min || m.fen > most(f, MONEY_TYPED_MAX_FEN))
		return wrong(c, name, found, amounts(c, f));
	*(struct money *)member(base, f) = m;
	return OK;
}

static struct str choices(struct ctx *c, const struct in_field *f)
{
	struct str all = S("");

	for (size_t i = 0; f->choices != NULL && f->choices[i] != NULL; i++)
		all = str_printf(c->arena, "%.*s%s%s", STR_FMT(all), i > 0 ? " | " : "",
		                 f->choices[i]);
	return all;
}

static enum err put_choice(struct ctx *c, const struct in_field *f, struct str name, struct str s,
                           void *base)
{
	for (size_t i = 0; f->choices != NULL && f->choices[i] != NULL; i++) {
		if (str_is(s, f->choices[i])) {
			*(struct str *)member(base, f) = str_of(f->choices[i]);
			return OK;
		}
	}
	return wrong(c, name, s, choices(c, f));
}

/* Text without control characters; line breaks become '\n'. */
static enum err put_str(struct ctx *c, const struct in_field *f, struct str name, struct str s,
                        void *base)
{
	size_t max = (size_t)most(f, STR_DEFAULT), len = utf8_len(s), n = 0;
	char *p;

	if (len > max)
		return fault_input(c, "too_long", name, shown(s),
		                   str_printf(c->arena, "≤ %zu", max));
	if ((int64_t)len < f->min)
		return wrong(c, name, s, str_printf(c->arena, "≥ %lld", (long long)f->min));
	p = arena_take(c->arena, s.n + 1);
	if (p == NULL)
		return fault_broken(c, "input: memory");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t') ||
		    s.p[i] == 0x7F)
			return wrong(c, name, STR_NONE, STR_NONE);
		p[n++] = s.p[i];
	}
	*(struct str *)member(base, f) = (struct str){p, n};
	return OK;
}

static enum err put_date(struct ctx *c, const struct in_field *f, struct str name, struct str s,
                         void *base)
{
	struct date d;

	if (!date_parse(s, &d))
		return wrong(c, name, s, S("YYYY-MM-DD"));
	if ((f->min != 0 && d.day < f->min) || (f->max != 0 && d.day > f->max))
		return wrong(
			c, name, s,
			str_printf(c->arena, "%.*s–%.*s",
		                   STR_FMT(date_text(c->arena, (struct date){(int32_t)f->min})),
		                   STR_FMT(date_text(c->arena, (struct date){(int32_t)f->max}))));
	*(struct date *)member(base, f) = d;
	return OK;
}

static enum err put_time(struct ctx *c, const struct in_field *f, struct str name, struct str s,
                         void *base)
{
	if (!time_parse(s, member(base, f)))
		return wrong(c, name, s, S("HH:MM"));
	return OK;
}

static enum err put_id(struct ctx *c, struct str name, struct str s, int64_t *ret_id)
{
	if (!str_i64(s, ret_id) || *ret_id <= 0)
		return wrong(c, name, s, S("1–9223372036854775807"));
	return OK;
}

/* --- forms ---------------------------------------------------------------------------------- */

static enum err form_value(struct ctx *c, const struct in_field *f, struct str name, struct pair *p,
                           void *base)
{
	struct str s = str_trim(p->value), plain;
	struct money m;
	int64_t v;

	if (p->file != (f->type == IN_FILE))
		return wrong(c, name, STR_NONE, STR_NONE);
	switch (f->type) {
	case IN_STR:
		return put_str(c, f, name, s, base);
	case IN_CHOICE:
		return put_choice(c, f, name, s, base);
	case IN_BOOL:
		if (!str_is(s, "1") && !str_is(s, "on") && !str_is(s, "0"))
			return wrong(c, name, s, S("0 | 1"));
		*(bool *)member(base, f) = !str_is(s, "0");
		return OK;
	case IN_FILE:
		*(struct in_file *)member(base, f) = (struct in_file){p->file_name, p->value};
		return OK;
	case IN_MONEY: /* R59: as it is written, or not at all */
		if (!money_typed(s, &m) || (m.fen < 0 && f->min >= 0))
			return fault_input(c, "amount_malformed", name, shown(s), amounts(c, f));
		return put_money(c, f, name, m, s, base);
	default:
		break;
	}
	plain = utf8_fold_width(c->arena, s); /* input methods type full-width digits */
	switch (f->type) {
	case IN_I64:
		if (!str_i64(plain, &v) || (v == 0 && str_starts(plain, S("-"))))
			return wrong(c, name, s, range(c, f->min, most(f, WHOLE_MAX)));
		return put_i64(c, f, name, v, base);
	case IN_ID:
		return put_id(c, name, plain, member(base, f));
	case IN_DATE:
		return put_date(c, f, name, plain, base);
	default:
		return put_time(c, f, name, plain, base);
	}
}

static bool given(const struct pair *p)
{
	return p->file ? p->file_name.n > 0 || p->value.n > 0 : str_trim(p->value).n > 0;
}

static enum err form_fields(struct ctx *c, const struct input *in, struct str prefix,
                            struct pairs *p, struct in_errors *errors, void *base);

static void note(struct ctx *c, struct in_errors *errors, const struct in_field *f)
{
	if (errors->n < IN_ERRORS_MAX)
		errors->v[errors->n++] = (struct in_error){f, c->fault};
}

/* All values of a repeated field, in order. */
static enum err form_list(struct ctx *c, const struct in_field *f, struct str name, struct pairs *p,
                          struct in_strs *ret_list)
{
	struct in_strs list = {0};
	size_t max = (size_t)most(f, LIST_DEFAULT);

	for (size_t i = 0; i < p->n; i++)
		list.n += str_eq(p->v[i].name, name) && given(&p->v[i]);
	if (list.n > max)
		return wrong(c, name, str_printf(c->arena, "%zu", list.n),
		             str_printf(c->arena, "≤ %zu", max));
	if (list.n < (size_t)f->min || (f->required && list.n == 0))
		return fault_input(c, "missing_field", name, STR_NONE, STR_NONE);
	list.v = NEW_N(c->arena, list.n + 1, struct str);
	if (list.v == NULL)
		return fault_broken(c, "input: memory");
	list.n = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (!str_eq(p->v[i].name, name))
			continue;
		p->v[i].used = true;
		if (given(&p->v[i]))
			list.v[list.n++] = str_trim(p->v[i].value);
	}
	*ret_list = list;
	return OK;
}

static enum err put_ids(struct ctx *c, struct str name, const struct in_strs *list,
                        const struct in_field *f, void *base)
{
	struct in_ids ids = {NEW_N(c->arena, list->n + 1, int64_t), 0};

	if (ids.v == NULL)
		return fault_broken(c, "input: memory");
	while (ids.n < list->n) {
		TRY(put_id(c, name, list->v[ids.n], &ids.v[ids.n]));
		ids.n++;
	}
	*(struct in_ids *)member(base, f) = ids;
	return OK;
}

static enum err put_strs(struct ctx *c, struct str name, const struct in_strs *list,
                         const struct in_field *f, void *base)
{
	for (size_t i = 0; i < list->n; i++)
		if (utf8_len(list->v[i]) > STR_DEFAULT)
			return fault_input(c, "too_long", name, STR_NONE,
			                   str_printf(c->arena, "≤ %d", STR_DEFAULT));
	*(struct in_strs *)member(base, f) = *list;
	return OK;
}

static enum err form_values(struct ctx *c, const struct in_field *f, struct str name,
                            struct pairs *p, void *base)
{
	struct in_strs list;

	TRY(form_list(c, f, name, p, &list));
	return f->type == IN_ID_LIST ? put_ids(c, name, &list, f, base)
	                             : put_strs(c, name, &list, f, base);
}

/* NAME.0.field, NAME.1.field …: as many rows as the highest number says. */
static enum err form_rows(struct ctx *c, const struct in_field *f, struct str name, struct pairs *p,
                          struct in_errors *errors, void *base)
{
	struct in_rows rows = {0};
	size_t max = (size_t)most(f, LIST_DEFAULT);
	struct str prefix = str_printf(c->arena, "%.*s.", STR_FMT(name));

	for (size_t i = 0; i < p->n; i++) {
		struct str rest;
		int64_t k;

		if (!str_starts(p->v[i].name, prefix))
			continue;
		rest = str_sub(p->v[i].name, prefix.n, p->v[i].name.n);
		if (!str_i64(str_cut(&rest, '.'), &k) || k < 0 || rest.n == 0)
			return wrong(c, p->v[i].name, STR_NONE, STR_NONE);
		if (k >= (int64_t)max)
			return wrong(c, name, STR_NONE, str_printf(c->arena, "≤ %zu", max));
		if ((size_t)k + 1 > rows.n)
			rows.n = (size_t)k + 1;
	}
	if (rows.n < (size_t)f->min || (f->required && rows.n == 0))
		return fault_input(c, "missing_field", name, STR_NONE, STR_NONE);
	rows.v = arena_take_n(c->arena, rows.n + 1, f->rows->size);
	if (rows.v == NULL)
		return fault_broken(c, "input: memory");
	for (size_t k = 0; k < rows.n; k++) {
		void *row = (char *)rows.v + k * f->rows->size;

		for (size_t i = 0; i < f->rows->n; i++)
			put_none(row, &f->rows->fields[i]);
		TRY(form_fields(c, f->rows, str_printf(c->arena, "%.*s%zu.", STR_FMT(prefix), k), p,
		                errors, row));
	}
	*(struct in_rows *)member(base, f) = rows;
	return OK;
}

static enum err form_field(struct ctx *c, const struct in_field *f, struct str name,
                           struct pairs *p, void *base)
{
	struct pair *found = NULL;

	for (size_t i = 0; i < p->n; i++) {
		if (!str_eq(p->v[i].name, name))
			continue;
		if (found != NULL)
			return fault_input(c, "duplicate_field", name, STR_NONE, STR_NONE);
		found = &p->v[i];
		found->used = true;
	}
	if (found == NULL || !given(found)) {
		if (f->required && f->type != IN_BOOL)
			return fault_input(c, "missing_field", name, STR_NONE, STR_NONE);
		return OK;
	}
	return form_value(c, f, name, found, base);
}

/* Goes on after a complaint, so that a form shows them all at once. */
static enum err form_fields(struct ctx *c, const struct input *in, struct str prefix,
                            struct pairs *p, struct in_errors *errors, void *base)
{
	enum err worst = OK;

	for (size_t i = 0; i < in->n; i++) {
		const struct in_field *f = &in->fields[i];
		struct str name = str_of(f->name);
		enum err e;
		size_t noted = errors->n;

		if (f->type == IN_REST)
			continue;
		if (prefix.n > 0)
			name = str_printf(c->arena, "%.*s%s", STR_FMT(prefix), f->name);
		if (f->type == IN_ID_LIST || f->type == IN_STR_LIST)
			e = form_values(c, f, name, p, base);
		else if (f->type == IN_ROWS)
			e = form_rows(c, f, name, p, errors, base);
		else
			e = form_field(c, f, name, p, base);
		if (e == E_BROKEN)
			return e;
		if (e != OK && errors->n == noted)
			note(c, errors, f);
		if (e != OK)
			worst = e;
	}
	return worst;
}

static bool takes_rest(const struct input *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->fields[i].type == IN_REST)
			return true;
	return false;
}

enum err input_of_pairs(struct ctx *c, const struct input *in, struct pairs *p, bool strict,
                        struct in_errors *errors, const void **ret_v)
{
	void *base;
	enum err e;

	errors->n = 0;
	TRY(new_struct(c, in, &base));
	e = form_fields(c, in, STR_NONE, p, errors, base);
	if (e == E_BROKEN)
		return e;
	for (size_t i = 0; strict && !takes_rest(in) && i < p->n; i++) {
		if (p->v[i].used || str_is(p->v[i].name, "_csrf") || str_is(p->v[i].name, "_key"))
			continue;
		e = fault_input(c, "unknown_field", shown(p->v[i].name), STR_NONE, STR_NONE);
		note(c, errors, NULL);
	}
	if (e != OK) {
		c->fault = errors->v[0].fault;
		return e;
	}
	*ret_v = base;
	return OK;
}

/* --- JSON ----------------------------------------------------------------------------------- */

static enum err json_fields(struct ctx *c, const struct input *in, const struct jval *obj,
                            void *base);

static enum err json_ids(struct ctx *c, const struct in_field *f, const struct jval *v, void *base)
{
	struct in_ids ids = {0};

	ids.v = NEW_N(c->arena, v->n + 1, int64_t);
	if (ids.v == NULL)
		return fault_broken(c, "input: memory");
	for (; ids.n < v->n; ids.n++)
		TRY(jval_as_id(c, &v->items[ids.n], &ids.v[ids.n]));
	*(struct in_ids *)member(base, f) = ids;
	return OK;
}

static enum err json_strs(struct ctx *c, const struct in_field *f, const struct jval *v, void *base)
{
	struct in_strs strs = {NEW_N(c->arena, v->n + 1, struct str), 0};

	if (strs.v == NULL)
		return fault_broken(c, "input: memory");
	for (; strs.n < v->n; strs.n++)
		TRY(jval_as_str(c, &v->items[strs.n], STR_DEFAULT, &strs.v[strs.n]));
	*(struct in_strs *)member(base, f) = strs;
	return OK;
}

static enum err json_rows(struct ctx *c, const struct in_field *f, const struct jval *v, void *base)
{
	struct in_rows rows = {.n = v->n};

	rows.v = arena_take_n(c->arena, v->n + 1, f->rows->size);
	if (rows.v == NULL)
		return fault_broken(c, "input: memory");
	for (size_t i = 0; i < v->n; i++) {
		void *row = (char *)rows.v + i * f->rows->size;

		for (size_t k = 0; k < f->rows->n; k++)
			put_none(row, &f->rows->fields[k]);
		TRY(jval_as_object(c, &v->items[i]));
		TRY(json_fields(c, f->rows, &v->items[i], row));
	}
	*(struct in_rows *)member(base, f) = rows;
	return OK;
}

static enum err json_list(struct ctx *c, const struct in_field *f, const struct jval *obj,
                          void *base)
{
	const struct jval *v;

	TRY(jval_array(c, obj, f->name, (size_t)most(f, LIST_DEFAULT), &v));
	if (v->n < (size_t)f->min)
		return jval_bad(c, v, str_printf(c->arena, "≥ %lld", (long long)f->min));
	if (f->type == IN_STR_LIST)
		return json_strs(c, f, v, base);
	return f->type == IN_ROWS ? json_rows(c, f, v, base) : json_ids(c, f, v, base);
}

static enum err json_text(struct ctx *c, const struct in_field *f, const struct jval *obj,
                          void *base)
{
	struct str path, s;

	TRY(jval_str(c, obj, f->name,
	             f->type == IN_STR ? (size_t)most(f, STR_DEFAULT) : STR_DEFAULT, &s));
	s = str_trim(s);
	if (s.n == 0) /* as in a form: an empty text is none */
		return f->required ? fault_input(c, "missing_field",
		                                 jval_path(c->arena, jval_find(obj, f->name)),
		                                 STR_NONE, STR_NONE)
		                   : OK;
	path = jval_path(c->arena, jval_find(obj, f->name));
	switch (f->type) {
	case IN_CHOICE:
		return put_choice(c, f, path, s, base);
	case IN_DATE:
		return put_date(c, f, path, s, base);
	case IN_TIME:
		return put_time(c, f, path, s, base);
	default:
		return put_str(c, f, path, s, base);
	}
}

static enum err json_field(struct ctx *c, const struct in_field *f, const struct jval *obj,
                           const char *name, void *base)
{
	struct money m;
	int64_t v;

	switch (f->type) {
	case IN_I64:
		return jval_i64(c, obj, name, f->min, most(f, WHOLE_MAX), member(base, f));
	case IN_ID:
		TRY(jval_id(c, obj, name, &v));
		*(int64_t *)member(base, f) = v;
		return OK;
	case IN_MONEY:
		TRY(jval_fen(c, obj, name, &m));
		return put_money(c, f, jval_path(c->arena, jval_find(obj, name)), m,
		                 money_text(c->arena, m), base);
	case IN_BOOL:
		return jval_bool(c, obj, name, member(base, f));
	case IN_ID_LIST:
	case IN_STR_LIST:
	case IN_ROWS:
		return json_list(c, f, obj, base);
	case IN_FILE: /* comes by a form alone */
	case IN_REST:
		if (!jval_has(obj, name))
			return fault_input(c, "missing_field", str_dup(c->arena, str_of(name)),
			                   STR_NONE, STR_NONE);
		return jval_bad(c, jval_find(obj, name), STR_NONE);
	case IN_STR:
	case IN_DATE:
	case IN_TIME:
	case IN_CHOICE:
		break;
	}
	return json_text(c, f, obj, base);
}

static enum err json_fields(struct ctx *c, const struct input *in, const struct jval *obj,
                            void *base)
{
	const char **names = NEW_N(c->arena, in->n + 1, const char *);

	if (names == NULL)
		return fault_broken(c, "input: memory");
	for (size_t i = 0; i < in->n; i++)
		names[i] = str_c(c->arena, input_json_name(c->arena, &in->fields[i]));
	TRY(jval_only(c, obj, names, in->n));
	for (size_t i = 0; i < in->n; i++)
		if (in->fields[i].required || jval_has(obj, names[i]))
			TRY(json_field(c, &in->fields[i], obj, names[i], base));
	return OK;
}

enum err input_of_json(struct ctx *c, const struct input *in, struct str body, const void **ret_v)
{
	const struct jval *root;
	void *base;

	TRY(new_struct(c, in, &base));
	TRY(jread(c, body, in->max_bytes > 0 ? (size_t)in->max_bytes : BODY_DEFAULT, &root));
	TRY(jval_as_object(c, root));
	TRY(json_fields(c, in, root, base));
	*ret_v = base;
	return OK;
}

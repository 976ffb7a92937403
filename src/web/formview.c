#include "web/formview.h"

#include "web/serve.h"

#include <string.h>

enum { LIST_LIMIT = 50 };

/* What a choice is called on pages; what has no text is called as it is. */
static struct str choice_said(struct ctx *c, const struct in_field *f, const char *choice)
{
	enum text_id id =
		text_lookup_name(str_c(c->arena, str_printf(c->arena, "%s%s", f->words, choice)));

	return id != TEXT_NONE ? text(c->lang, id) : str_of(choice);
}

static struct str allowed_said(struct ctx *c, const struct fault *f, const struct in_field *field)
{
	struct str all = S("");

	if (field == NULL || field->words == NULL || field->choices == NULL ||
	    strcmp(f->code, "bad_input") != 0)
		return f->allowed;
	for (size_t i = 0; field->choices[i] != NULL; i++)
		all = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(all), i > 0 ? " | " : "",
		                 STR_FMT(choice_said(c, field, field->choices[i])));
	return all;
}

/* "Name: what is wrong (allowed)". What a verb names and no form has is nobody's word on a page:
 * the sentence says it, the API the name. */
static struct str message(struct ctx *c, const struct fault *f, const struct in_field *field)
{
	const struct fault_text *t = fault_lookup(f->code);
	enum text_id label = field != NULL ? field->label : TEXT_NONE;
	struct str s = t->title[c->lang], allowed = allowed_said(c, f, field);

	if (label != TEXT_NONE)
		s = text_fill(c->arena, c->lang, T_web_of_field,
		              (struct str[]){text(c->lang, label), s}, 2);
	else if (str_some(f->field))
		s = text_fill(c->arena, c->lang, T_web_of_field, (struct str[]){f->field, s}, 2);
	if (str_some(allowed))
		s = text_fill(c->arena, c->lang, T_web_allowed, (struct str[]){s, allowed}, 2);
	return s;
}

static const struct in_field *field_of(const struct input *in, struct str name)
{
	for (size_t i = 0; in != NULL && i < in->n; i++)
		if (str_is(name, in->fields[i].name))
			return &in->fields[i];
	return NULL;
}

/* A verb names its field as the form does, most often; then it is told as the form calls it. */
static const struct in_field *told_field(const struct req *r, struct str field)
{
	const struct in_field *f = r->route != NULL ? field_of(r->route->input, field) : NULL;

	if (f == NULL && r->route != NULL)
		f = field_of(r->route->query, field);
	return f;
}

struct view_part_errors page_errors(struct ctx *c, const struct req *r)
{
	struct view_part_errors v = {0};
	size_t n = r->errors.n;

	if (n == 0 && c->fault.code == NULL)
		return v;
	v.item_n = n > 0 ? n : 1;
	v.count = (int64_t)v.item_n;
	v.item = NEW_N(c->arena, v.item_n, struct view_part_errors_item);
	if (v.item == NULL)
		return (struct view_part_errors){0};
	if (n == 0) {
		struct fault told = c->fault;
		const struct in_field *field = told_field(r, told.field);

		if (field == NULL || field->label == TEXT_NONE)
			told.field = STR_NONE;
		v.item[0] =
			(struct view_part_errors_item){c->fault.field, message(c, &told, field)};
	}
	for (size_t i = 0; i < n; i++) {
		const struct in_error *e = &r->errors.v[i];

		v.item[i] = (struct view_part_errors_item){
			e->field != NULL ? e->fault.field : S(""), message(c, &e->fault, e->field)};
	}
	return v;
}

struct view_part_field page_field(struct ctx *c, const struct req *r, const struct input *in,
                                  const char *name, const char *type, struct str value)
{
	const struct in_field *f = field_of(in, str_of(name));
	const struct pair *typed = pairs_find(&r->form, name);
	struct view_part_field v = {
		.type = str_of(type),
		.name = str_of(name),
		.label = f != NULL ? f->label : TEXT_NONE,
		.optional = f != NULL && !f->required && f->type != IN_BOOL,
		.value = typed != NULL && !typed->file && strcmp(type, "password") != 0
	                         ? typed->value
	                         : value,
	};

	for (size_t i = 0; i < r->errors.n; i++)
		if (str_is(r->errors.v[i].fault.field, name))
			v.error = message(c, &r->errors.v[i].fault, f);
	if (v.error.n == 0 && c->fault.code != NULL && str_is(c->fault.field, name))
		v.error = message(c, &c->fault, f);
	return v;
}

struct view_part_refusal page_refusal(struct ctx *c, const struct fault *f)
{
	const struct fault_text *t = fault_lookup(f->code);

	return (struct view_part_refusal){
		.title = t->title[c->lang],
		.advice = t->advice[c->lang],
		.clause = f->clause,
		.document = f->document,
		.found = f->found,
		.allowed = f->allowed,
		.code = str_of(t->code),
		.requirement = str_some(f->requirement) ? f->requirement : t->requirement,
	};
}

int64_t list_limit(const struct list_query *q)
{
	return q->limit > 0 ? q->limit : LIST_LIMIT;
}

void list_next(struct json *j, const struct list_query *q, size_t n, int64_t last_id)
{
	json_kv_id(j, "next", (int64_t)n >= list_limit(q) ? last_id : 0);
}

/* What was asked, without the place in the list: "a=1&b=2&", or nothing. */
static struct str asked(struct ctx *c, const struct req *r)
{
	struct str rest = r->query, s = S("");

	while (rest.p != NULL && rest.n > 0) {
		struct str one = str_cut(&rest, '&');

		if (one.n > 0 && !str_starts(one, S("limit=")) && !str_starts(one, S("after=")))
			s = str_printf(c->arena, "%.*s%.*s&", STR_FMT(s), STR_FMT(one));
	}
	return s;
}

struct str page_link(struct ctx *c, const struct req *r, struct str path)
{
	struct str s = asked(c, r);

	return s.n > 0 ? str_printf(c->arena, "%.*s?%.*s", STR_FMT(path), (int)s.n - 1, s.p) : path;
}

/* Our own address with another place in the list. */
static struct str at(struct ctx *c, const struct req *r, int64_t limit, int64_t after)
{
	struct str s = asked(c, r);

	s = str_printf(c->arena, "%.*s?%.*slimit=%lld", STR_FMT(req_page(r)), STR_FMT(s),
	               (long long)limit);
	return after > 0 ? str_printf(c->arena, "%.*s&after=%lld", STR_FMT(s), (long long)after)
	                 : s;
}

struct view_part_pager page_pager(struct ctx *c, const struct req *r, const struct list_query *q,
                                  int64_t total, size_t n, int64_t last_id)
{
	static const int64_t sizes[] = {10, 20, 50, 100};
	struct view_part_pager v = {.total = total < 0 ? (int64_t)n : total, .size_n = 4};
	int64_t limit = list_limit(q);

	v.first = q->after > 0 ? at(c, r, limit, 0) : S("");
	v.prev = S("");
	v.next = (int64_t)n >= limit && last_id > 0 ? at(c, r, limit, last_id) : S("");
	v.from = q->after == 0 && n > 0 ? 1 : 0;
	v.to = q->after == 0 ? (int64_t)n : 0;
	v.size = NEW_N(c->arena, 4, struct view_part_pager_size);
	if (v.size == NULL)
		return (struct view_part_pager){0};
	for (size_t i = 0; i < 4; i++)
		v.size[i] = (struct view_part_pager_size){sizes[i], at(c, r, sizes[i], 0),
		                                          sizes[i] == limit};
	return v;
}

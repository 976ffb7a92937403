/* A form filled in and sent as a browser without scripts does it. */
#ifndef TESTS_RULEBOOK_FORM_BROWSER_H
#define TESTS_RULEBOOK_FORM_BROWSER_H

#include "../kit.h"

#include "policy/write.h"
#include "rulebook/form.h"
#include "web/serve.h"

enum { PAIRS = 4096 };

static struct ctx world;
static struct pair pairs[PAIRS];
static struct req request;

static inline int setup(void **state)
{
	(void)state;
	world = (struct ctx){.arena = arena_new(64 << 20), .lang = LANG_ZH};
	return world.arena == NULL;
}

static inline int teardown(void **state)
{
	(void)state;
	arena_free(&world.arena);
	return 0;
}

/* --- a browser ----------------------------------------------------------------------------------
 */

static inline void send(struct str name, struct str value)
{
	assert_true(request.form.n < PAIRS);
	pairs[request.form.n++] = (struct pair){.name = name, .value = value};
}

static inline void send_part(const struct view_part_field *p)
{
	bool boxes = str_is(p->type, "checkbox"), select = str_is(p->type, "select");
	size_t chosen = 0;

	if (!boxes && !select) {
		send(p->name, p->value.p ? p->value : S(""));
		return;
	}
	for (size_t i = 0; i < p->option_n; i++) {
		if (p->option[i].on && (boxes || !chosen++))
			send(p->name, p->option[i].value);
	}
	if (select && !chosen && p->option_n)
		send(p->name, p->option[0].value);
}

static inline void send_parts(const struct view_part_field *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		send_part(&p[i]);
}

static inline void send_form(const struct view_rule_statement *v)
{
	request = (struct req){.form = {.v = pairs}};
	send_parts(v->head, v->head_n);
	for (size_t i = 0; i < v->attribute_n; i++)
		send_parts(v->attribute[i].part, v->attribute[i].part_n);
	for (size_t i = 0; i < v->condition_n; i++)
		send_parts(v->condition[i].part, v->condition[i].part_n);
	send_parts(v->common, v->common_n);
}

static inline void type_into(const char *name, const char *value)
{
	for (size_t i = 0; i < request.form.n; i++) {
		if (str_is(pairs[i].name, name)) {
			pairs[i].value = str_of(value);
			return;
		}
	}
	send(str_of(name), str_of(value));
}

static inline struct str sent_back(const struct form_of *f)
{
	struct view_rule_statement v = {0};
	struct form_text t;

	assert_int_equal(form_show(f, &v), OK);
	send_form(&v);
	assert_int_equal(form_compose(f, &t), OK);
	return t.text;
}

static inline struct str canonical(const struct rule_set *s)
{
	struct str text;
	struct out o;

	out_init(&o, RULE_FILE_MAX);
	rule_set_write(&o, s);
	text = str_dup(world.arena, out_str(&o));
	out_free(&o);
	return text;
}

#endif

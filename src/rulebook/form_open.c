/* What a document leaves open, as a form: the answers there could be, and what waits for one. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"
#include "rulebook/show.h"

enum { ANSWERS_MOST = 32 };

/* An answer by its row: the word it is kept by, where it has one, and what people read. */
static struct str answer_name(const struct form_of *f, size_t at, size_t nth, size_t part)
{
	return str_printf(f->c->arena, "a%zu.%zu.%zu", at, nth, part);
}

/* The next answer of a line; false at its end. */
static bool answer_next(const struct form_of *f, struct str *rest, struct str ret_v[2])
{
	*rest = str_trim(*rest);
	ret_v[0] = S("");
	if (rest->n && rest->p[0] != '"' && !form_word_next(f, rest, &ret_v[0]))
		return false;
	return form_word_next(f, rest, &ret_v[1]) || str_some(ret_v[0]);
}

enum err answers_show(const struct form_of *f, size_t at, struct view_rule_statement_attribute *v)
{
	struct view_part_field *p = NEW_N(f->c->arena, 2 * ANSWERS_MOST, struct view_part_field);
	struct str rest = form_line(f->block, TYPES[f->type].fields[at].name, 0);
	size_t rows = 0;

	if (!p)
		return fault_broken(f->c, "arena");
	for (size_t i = 0; i < ANSWERS_MOST; i++) {
		struct str there[2] = {S(""), S("")}, name[2];

		if (rest.p && !answer_next(f, &rest, there))
			there[0] = there[1] = S("");
		for (size_t k = 0; k < 2; k++) {
			name[k] = answer_name(f, at, i, k);
			there[k] = form_typed(f, name[k], there[k]);
		}
		p[2 * i] = form_input(f, name[0], "text", T_rulebook_word, there[0]);
		p[2 * i].narrow = true;
		p[2 * i + 1] = form_input(f, name[1], "text", T_rulebook_answer, there[1]);
		if (str_some(there[0]) || str_some(there[1]))
			rows = i + 1;
	}
	p[0].hint = text(f->c->lang, T_rulebook_answer_word_hint);
	v->part = p;
	v->part_n = 2 * (rows < ANSWERS_MOST ? rows + 1 : rows);
	return OK;
}

struct str answers_typed(const struct form_of *f, size_t at)
{
	struct arena *a = f->c->arena;
	struct str all = S("");

	for (size_t i = 0; i < ANSWERS_MOST; i++) {
		struct str word = form_one_line(f, answer_name(f, at, i, 0));
		struct str label = form_one_line(f, answer_name(f, at, i, 1));

		if (str_some(word) || str_some(label))
			all = str_printf(a, "%.*s%s%.*s%s%.*s", STR_FMT(all), all.n ? " " : "",
			                 STR_FMT(word), word.n ? " " : "",
			                 STR_FMT(text_quoted(a, label)));
	}
	return all;
}

static bool had(const struct form_words *w, struct str id)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->v[i].value, id))
			return true;
	return false;
}

/* The document's own statements, by what people read. */
static bool statements_add(const struct form_of *f, const struct rule_set *s, struct form_words *w)
{
	for (int t = 0; t < RULE_OPEN; t++) {
		enum head_shape head = TYPES[t].head;

		for (const struct rule *r = s->rules[t]; r; r = r->next) {
			if ((head != HEAD_ID && head != HEAD_NAME) || had(w, r->id))
				continue;
			if (!form_word_add(f, w, r->id,
			                   str_some(r->label) ? r->label
			                                      : show_name(f->c->lang, r)))
				return false;
		}
	}
	return true;
}

enum err about_select(const struct form_of *f, struct str name, struct str value,
                      struct view_part_field *ret_p)
{
	struct form_words w = {0};
	bool good = true;

	for (int i = 0; i < PARAM_COUNT; i++) {
		struct str param = str_of(PARAMS[i].name);

		good = good && form_word_add(f, &w, param, show_word(f->c->lang, param));
	}
	if (f->names && f->names->set)
		good = good && statements_add(f, f->names->set, &w);
	*ret_p = form_input(f, name, "select", T_rulebook_value, value);
	return good ? form_choices(f, &w, true, ret_p) : fault_broken(f->c, "arena");
}

/* Conditions as choices: a dimension, is or is not, its words; grades and class sizes as a span,
 * schools by list or one by one. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"

enum { PARTS = 6, GRADES = 12 };

static struct str name_of(const struct form_of *f, size_t nth, const char *part)
{
	return str_printf(f->c->arena, "w%zu.%s", nth, part);
}

/* --- what is there ------------------------------------------------------------------------------
 */

struct condition {
	struct str dimension, words, list, from, to;
	bool negated;
};

static struct condition condition_there(const struct form_of *f, size_t nth)
{
	struct str rest = form_line(f->block, "when", nth);
	struct condition w = {S(""), S(""), S(""), S(""), S(""), false};

	if (!rest.p)
		return w;
	w.negated = str_starts(rest, S("not "));
	if (w.negated)
		rest = str_trim(str_sub(rest, 4, rest.n));
	w.dimension = form_cut(&rest, S(" "));
	w.words = rest.p ? rest : S("");
	if (str_is(w.dimension, "class_size") && rest.p) { /* "20" is from 20 to 20 */
		w.from = form_cut(&rest, S(" .. "));
		w.to = !rest.p ? w.from : str_is(rest, "open") ? S("") : rest;
		w.words = S("");
	} else if (str_is(w.dimension, "grade") && rest.p) {
		w.from = form_cut(&rest, S(" .. "));
		w.to = rest.p ? rest : S("");
		w.words = rest.p ? S("") : w.words;
		w.from = rest.p ? w.from : S("");
	} else if (str_is(w.dimension, "school") && str_starts(w.words, S("in "))) {
		w.list = str_trim(str_sub(w.words, 3, w.words.n));
		w.words = S("");
	}
	return w;
}

static struct condition condition_of(const struct form_of *f, size_t nth)
{
	struct condition w = condition_there(f, nth);

	w.dimension = form_typed(f, name_of(f, nth, "dim"), w.dimension);
	w.negated =
		f->posted ? str_is(form_typed(f, name_of(f, nth, "is"), S("")), "not") : w.negated;
	w.words = form_typed_all(f, name_of(f, nth, "words"), w.words);
	w.list = form_typed(f, name_of(f, nth, "list"), w.list);
	w.from = form_typed(f, name_of(f, nth, "from"), w.from);
	w.to = form_typed(f, name_of(f, nth, "to"), w.to);
	return w;
}

/* --- inputs -------------------------------------------------------------------------------------
 */

static enum err grades_offer(const struct form_of *f, bool blank, struct view_part_field *p)
{
	struct form_word v[GRADES];

	for (int g = 1; g <= GRADES; g++) {
		struct str digits = str_printf(f->c->arena, "%d", g);

		v[g - 1] = (struct form_word){digits, digits};
	}
	return form_choices(f, &(struct form_words){v, GRADES, GRADES}, blank, p);
}

static enum err grade_parts(const struct form_of *f, size_t nth, const struct condition *w,
                            struct view_part_field *p, size_t *n)
{
	p[*n] = form_input(f, name_of(f, nth, "from"), "select", T_rulebook_grade_from, w->from);
	p[*n].narrow = true;
	TRY(grades_offer(f, true, &p[(*n)++]));
	p[*n] = form_input(f, name_of(f, nth, "to"), "select", T_rulebook_grade_to, w->to);
	p[*n].narrow = true;
	TRY(grades_offer(f, true, &p[(*n)++]));
	p[*n] = form_input(f, name_of(f, nth, "words"), "checkbox", T_rulebook_grade_single,
	                   w->words);
	p[*n].hint = text(f->c->lang, T_rulebook_grade_hint);
	return grades_offer(f, false, &p[(*n)++]);
}

static void class_size_parts(const struct form_of *f, size_t nth, const struct condition *w,
                             struct view_part_field *p, size_t *n)
{
	p[*n] = form_input(f, name_of(f, nth, "from"), "number", T_rulebook_size_from, w->from);
	p[(*n)++].narrow = true;
	p[*n] = form_input(f, name_of(f, nth, "to"), "number", T_rulebook_size_to, w->to);
	p[*n].narrow = true;
	p[(*n)++].hint = text(f->c->lang, T_rulebook_size_hint);
}

static struct str unquoted_all(const struct form_of *f, struct str codes)
{
	struct str all = S("");

	while (codes.p) {
		struct str one = text_unquoted(f->c->arena, str_trim(str_cut(&codes, ' ')));

		all = str_printf(f->c->arena, "%.*s%s%.*s", STR_FMT(all), all.n ? " " : "",
		                 STR_FMT(one));
	}
	return all;
}

static enum err school_parts(const struct form_of *f, size_t nth, const struct condition *w,
                             struct view_part_field *p, size_t *n)
{
	struct form_words words;

	p[*n] = form_input(f, name_of(f, nth, "list"), "select", T_rulebook_school_list, w->list);
	TRY(form_lists(f, &words));
	TRY(form_choices(f, &words, true, &p[(*n)++]));
	p[*n] = form_input(f, name_of(f, nth, "words"), "checkbox", T_rulebook_school_single,
	                   unquoted_all(f, w->words));
	p[*n].hint = text(f->c->lang, T_rulebook_school_hint);
	TRY(form_schools(f, &words));
	return form_choices(f, &words, false, &p[(*n)++]);
}

static enum err word_parts(const struct form_of *f, size_t nth, const struct condition *w,
                           struct view_part_field *p, size_t *n)
{
	struct form_words words;

	TRY(form_dimension_words(f, w->dimension, &words));
	p[*n] = form_input(f, name_of(f, nth, "words"), "checkbox", T_rulebook_words, w->words);
	p[*n].hint = text(f->c->lang, T_rulebook_words_hint);
	return form_choices(f, &words, false, &p[(*n)++]);
}

static enum err is_part(const struct form_of *f, size_t nth, const struct condition *w,
                        struct view_part_field *p)
{
	struct form_word is[] = {{S("is"), text(f->c->lang, T_rulebook_is)},
	                         {S("not"), text(f->c->lang, T_rulebook_not)}};

	*p = form_input(f, name_of(f, nth, "is"), "select", T_rulebook_is_or_not,
	                w->negated ? S("not") : S("is"));
	p->narrow = true;
	return form_choices(f, &(struct form_words){is, 2, 2}, false, p);
}

static enum err condition_show(const struct form_of *f, size_t nth, struct view_rule_statement *v)
{
	struct condition w = condition_of(f, nth);
	struct view_part_field *p = NEW_N(f->c->arena, PARTS, struct view_part_field);
	struct form_words dimensions;
	size_t n = 1;

	if (!p)
		return fault_broken(f->c, "arena");
	TRY(form_dimensions(f, &dimensions));
	p[0] = form_input(f, name_of(f, nth, "dim"), "select", T_rulebook_dimension, w.dimension);
	p[0].narrow = true;
	TRY(form_choices(f, &dimensions, true, &p[0]));
	if (str_some(w.dimension)) {
		TRY(is_part(f, nth, &w, &p[n++]));
		if (str_is(w.dimension, "grade"))
			TRY(grade_parts(f, nth, &w, p, &n));
		else if (str_is(w.dimension, "class_size"))
			class_size_parts(f, nth, &w, p, &n);
		else if (str_is(w.dimension, "school"))
			TRY(school_parts(f, nth, &w, p, &n));
		else
			TRY(word_parts(f, nth, &w, p, &n));
	}
	v->condition[nth] = (struct view_rule_statement_condition){.part = p, .part_n = n};
	return OK;
}

/* Those that say something, and one that is free. */
enum err conditions_show(const struct form_of *f, struct view_rule_statement *v)
{
	size_t rows = 0;

	for (size_t i = 0; i < CONDITIONS; i++)
		if (str_some(condition_of(f, i).dimension))
			rows = i + 1;
	rows += rows < CONDITIONS;
	v->condition = NEW_N(f->c->arena, rows, struct view_rule_statement_condition);
	if (!v->condition)
		return fault_broken(f->c, "arena");
	v->condition_n = rows;
	for (size_t i = 0; i < rows; i++)
		TRY(condition_show(f, i, v));
	return OK;
}

/* --- the lines ----------------------------------------------------------------------------------
 */

static struct str quoted_all(const struct form_of *f, struct str codes)
{
	struct str all = S("");

	while (codes.p) {
		struct str one = str_trim(str_cut(&codes, ' '));

		if (str_some(one))
			all = str_printf(f->c->arena, "%.*s%s%.*s", STR_FMT(all), all.n ? " " : "",
			                 STR_FMT(text_quoted(f->c->arena, one)));
	}
	return all;
}

static struct str size_composed(struct arena *a, const struct condition *w)
{
	struct str to = str_some(w->to) ? w->to : S("open");

	return str_eq(w->from, to)
	               ? to
	               : str_printf(a, "%.*s .. %.*s",
	                            STR_FMT(str_some(w->from) ? w->from : S("1")), STR_FMT(to));
}

/* A span and single grades together, or a list and single schools, are both written down: the
 * reader says that only one of them can be meant. */
static struct str words_composed(const struct form_of *f, const struct condition *w)
{
	struct arena *a = f->c->arena;
	struct str span = S("");

	if (str_is(w->dimension, "grade") && (str_some(w->from) || str_some(w->to)))
		span = str_printf(a, "%.*s .. %.*s", STR_FMT(w->from), STR_FMT(w->to));
	else if (str_is(w->dimension, "class_size"))
		return size_composed(a, w);
	else if (str_is(w->dimension, "school") && str_some(w->list))
		span = str_printf(a, "in %.*s", STR_FMT(w->list));
	struct str words = str_is(w->dimension, "school") ? quoted_all(f, w->words) : w->words;

	return str_trim(str_printf(a, "%.*s %.*s", STR_FMT(span), STR_FMT(words)));
}

void conditions_compose(const struct form_of *f, struct form_text *t)
{
	struct form_of posted = *f;

	posted.posted = true;
	for (size_t i = 0; i < CONDITIONS; i++) {
		struct condition w = condition_of(&posted, i);

		if (!str_some(w.dimension))
			continue;
		bool span = str_is(w.dimension, "grade") || str_is(w.dimension, "class_size");

		form_put(f, t, name_of(f, i, span ? "from" : "words"),
		         str_printf(f->c->arena, "when %s%.*s %.*s", w.negated ? "not " : "",
		                    STR_FMT(w.dimension), STR_FMT(words_composed(f, &w))));
	}
}

/* What a document declares, as a form: a word of an open list, a dimension with its words, a list
 * of schools. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"

enum { PAIRS_MOST = 32, MEMBERS_MOST = 1000 };

/* --- what is there ------------------------------------------------------------------------------
 */

static struct str word_or_none(const struct form_of *f, struct str *rest)
{
	struct str word = S("");

	(void)form_word_next(f, rest, &word);
	return word;
}

/* The words behind the label: of a dimension, or what a list has, its further lines included. */
static enum err declared_there(const struct form_of *f, struct str own, struct form_words *ret_w)
{
	struct form_words w = {.room = MEMBERS_MOST};
	struct str word;

	w.v = NEW_N(f->c->arena, w.room, struct form_word);
	if (!w.v)
		return fault_broken(f->c, "arena");
	for (size_t line = 0;; line++) {
		while (w.n < w.room && form_word_next(f, &own, &word))
			w.v[w.n++].value = word;
		own = form_line(f->block, "has", line);
		if (!own.p)
			break;
	}
	*ret_w = w;
	return OK;
}

/* --- inputs -------------------------------------------------------------------------------------
 */

static enum err kinds_offer(const struct form_of *f, struct view_part_field *p)
{
	struct form_word v[LEX_COUNT + 1];
	size_t n = 0;

	for (int l = 0; l < LEX_COUNT; l++) {
		enum text_id label = form_label("lexicon", LEXICONS[l].name);

		if (LEXICONS[l].open)
			v[n++] = (struct form_word){str_of(LEXICONS[l].name),
			                            label == TEXT_NONE ? str_of(LEXICONS[l].name)
			                                               : text(f->c->lang, label)};
	}
	v[n++] = (struct form_word){S("dimension"), text(f->c->lang, T_rulebook_dimension)};
	return form_choices(f, &(struct form_words){v, n, n}, false, p);
}

/* `of school` in front of a dimension's words; without it, it is of the service. */
static struct str subject_there(const struct form_of *f, struct str *own)
{
	struct str rest = *own, word, of;
	size_t i;

	if (!form_word_next(f, &rest, &word) || !str_is(word, "of") || !str_some(str_trim(rest)) ||
	    str_trim(rest).p[0] == '"' || !form_word_next(f, &rest, &of) ||
	    !words_index(SUBJECT_WORDS, of, &i))
		return str_of(SUBJECT_WORDS.v[OF_SERVICE]);
	*own = rest;
	return of;
}

static enum err subject_show(const struct form_of *f, struct str *own, struct view_part_field *p)
{
	static const enum text_id labels[] = {T_rulebook_of_service, T_rulebook_of_pupil,
	                                      T_rulebook_of_school};
	struct form_word v[sizeof labels / sizeof *labels];
	size_t n = sizeof labels / sizeof *labels;

	for (size_t i = 0; i < n; i++)
		v[i] = (struct form_word){str_of(SUBJECT_WORDS.v[i]), text(f->c->lang, labels[i])};
	*p = form_input(f, S("of"), "select", T_rulebook_subject,
	                form_typed(f, S("of"), subject_there(f, own)));
	return form_choices(f, &(struct form_words){v, n, n}, false, p);
}

static struct str pair_name(const struct form_of *f, size_t nth, size_t part)
{
	return str_printf(f->c->arena, "d%zu.%zu", nth, part);
}

/* A dimension's words and what they are called, and a row that is free. */
static enum err pairs_show(const struct form_of *f, struct str own, struct view_rule_statement *v)
{
	struct view_part_field *p = NEW_N(f->c->arena, 2 * PAIRS_MOST, struct view_part_field);
	struct form_words w;
	size_t rows = 0;

	TRY(declared_there(f, own, &w));
	if (!p)
		return fault_broken(f->c, "arena");
	for (size_t i = 0; i < PAIRS_MOST; i++) {
		struct str word = 2 * i < w.n ? w.v[2 * i].value : S("");
		struct str label = 2 * i + 1 < w.n ? w.v[2 * i + 1].value : S("");

		p[2 * i] = form_input(f, pair_name(f, i, 0), "text", T_rulebook_word,
		                      form_typed(f, pair_name(f, i, 0), word));
		p[2 * i].narrow = true;
		p[2 * i + 1] = form_input(f, pair_name(f, i, 1), "text", T_rulebook_label,
		                          form_typed(f, pair_name(f, i, 1), label));
		if (str_some(p[2 * i].value) || str_some(p[2 * i + 1].value))
			rows = i + 1;
	}
	rows += rows < PAIRS_MOST;
	v->attribute[0] = (struct view_rule_statement_attribute){
		.label = T_rulebook_words, .required = true, .part = p, .part_n = 2 * rows};
	v->attribute_n = 1;
	return OK;
}

/* The county's schools as boxes, and what else the list has: codes of other schools, one a line. */
static enum err members_show(const struct form_of *f, struct str own, struct view_rule_statement *v)
{
	struct view_part_field *p = NEW_N(f->c->arena, 2, struct view_part_field);
	struct str ticked = S(""), others = S("");
	struct form_words schools, there;

	if (!p)
		return fault_broken(f->c, "arena");
	TRY(form_schools(f, &schools));
	TRY(declared_there(f, own, &there));
	for (size_t i = 0; i < there.n; i++) {
		struct str *to = &others;

		for (size_t k = 0; k < schools.n; k++)
			if (str_eq(schools.v[k].value, there.v[i].value))
				to = &ticked;
		*to = str_printf(f->c->arena, "%.*s%s%.*s", STR_FMT(*to),
		                 !to->n          ? ""
		                 : to == &ticked ? " "
		                                 : "\n",
		                 STR_FMT(there.v[i].value));
	}
	p[0] = form_input(f, S("d0.0"), "checkbox", T_rulebook_school_single,
	                  form_typed_all(f, S("d0.0"), ticked));
	TRY(form_choices(f, &schools, false, &p[0]));
	p[1] = form_input(f, S("d0.1"), "textarea", T_rulebook_list_others,
	                  form_typed(f, S("d0.1"), others));
	p[1].hint = text(f->c->lang, T_rulebook_list_others_hint);
	v->attribute[0] = (struct view_rule_statement_attribute){
		.label = T_rulebook_list_has, .required = true, .part = p, .part_n = 2};
	v->attribute_n = 1;
	return OK;
}

enum err declare_show(const struct form_of *f, struct view_rule_statement *v)
{
	struct view_part_field *p = NEW_N(f->c->arena, 5, struct view_part_field);
	struct str block = f->block, word, own = S(""), kind = S("");
	size_t n = 0;

	v->attribute = NEW_N(f->c->arena, 1, struct view_rule_statement_attribute);
	if (!p || !v->attribute)
		return fault_broken(f->c, "arena");
	(void)block_line(&block, &word, &own);
	if (f->declare == DECLARE_DEFINE) {
		kind = form_typed(f, S("kind"), word_or_none(f, &own));
		p[n] = form_input(f, S("kind"), "select", T_rulebook_declared, kind);
		TRY(kinds_offer(f, &p[n++]));
	}
	p[n] = form_input(f, S("name"), "text", T_rulebook_id,
	                  form_typed(f, S("name"), word_or_none(f, &own)));
	p[n].narrow = true;
	p[n++].hint = text(f->c->lang, T_rulebook_id_hint);
	p[n++] = form_input(f, S("label"), "text", T_rulebook_label,
	                    form_typed(f, S("label"), word_or_none(f, &own)));
	if (str_is(kind, "dimension"))
		TRY(subject_show(f, &own, &p[n++]));
	v->head = p;
	v->head_n = n;
	v->common = &p[n];
	v->common[v->common_n++] = form_comment(f);
	if (f->declare == DECLARE_LIST)
		return members_show(f, own, v);
	return str_is(kind, "dimension") ? pairs_show(f, own, v) : OK;
}

/* --- the lines ----------------------------------------------------------------------------------
 */

static struct str pairs_composed(const struct form_of *f)
{
	struct arena *a = f->c->arena;
	struct str all = S("");

	for (size_t i = 0; i < PAIRS_MOST; i++) {
		struct str word = form_one_line(f, pair_name(f, i, 0));
		struct str label = form_one_line(f, pair_name(f, i, 1));

		if (str_some(word) || str_some(label))
			all = str_printf(a, "%.*s %.*s %.*s", STR_FMT(all), STR_FMT(word),
			                 STR_FMT(text_quoted(a, label)));
	}
	return all;
}

/* What is behind the label of a dimension. */
static struct str dimension_composed(const struct form_of *f)
{
	struct str of = form_one_line(f, S("of"));
	bool said = str_some(of) && !str_is(of, SUBJECT_WORDS.v[OF_SERVICE]);

	return str_printf(f->c->arena, "%s%.*s%.*s", said ? " of " : "", STR_FMT(said ? of : S("")),
	                  STR_FMT(pairs_composed(f)));
}

enum { PER_LINE = 8 };

static void members_compose(const struct form_of *f, struct form_text *t)
{
	struct arena *a = f->c->arena;
	struct str ticked = req_typed_all(f->r, "d0.0", a), others = req_typed(f->r, "d0.1");
	struct str line = S("has");
	size_t n = 0;

	while (ticked.p || others.p) {
		struct str one =
			str_trim(ticked.p ? str_cut(&ticked, ' ') : str_cut(&others, '\n'));

		if (!str_some(one))
			continue;
		line = str_printf(a, "%.*s %.*s", STR_FMT(line), STR_FMT(text_quoted(a, one)));
		if (++n % PER_LINE == 0) {
			form_put(f, t, S("d0.1"), line);
			line = S("has");
		}
	}
	if (n % PER_LINE)
		form_put(f, t, S("d0.1"), line);
}

enum err declare_compose(const struct form_of *f, struct form_text *ret_t)
{
	struct arena *a = f->c->arena;
	struct str name = form_one_line(f, S("name")), kind = form_one_line(f, S("kind"));
	struct str label = text_quoted(a, form_one_line(f, S("label")));
	struct form_text t = {.text = S("")};

	form_comment_put(f, &t);
	if (f->declare == DECLARE_LIST) {
		form_put(f, &t, S("name"),
		         str_printf(a, "list %.*s %.*s", STR_FMT(name), STR_FMT(label)));
		members_compose(f, &t);
	} else {
		form_put(f, &t, S("name"),
		         str_printf(a, "define %.*s %.*s %.*s%.*s", STR_FMT(kind), STR_FMT(name),
		                    STR_FMT(label),
		                    STR_FMT(str_is(kind, "dimension") ? dimension_composed(f)
		                                                      : S(""))));
	}
	if (arena_exhausted(a))
		return fault_broken(f->c, "arena");
	*ret_t = t;
	return OK;
}

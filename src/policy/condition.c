/* Reads conditions. */
#include "policy/reader.h"

static bool grades_read(struct reader *r, size_t at, struct when *w)
{
	int64_t from, to;

	if (r->l.line.n == at + 3 && str_is(reader_word(r, at + 1), "..")) {
		if (!str_i64(reader_word(r, at), &from) || from < 1 || from > 12)
			return lines_wrong(&r->l, at, T_policy_file_value, S("1 … 12"), STR_NONE);
		if (!str_i64(reader_word(r, at + 2), &to) || to < from || to > 12)
			return lines_wrong(&r->l, at + 2, T_policy_file_value,
			                   str_printf(r->l.arena, "%d … 12", (int)from), STR_NONE);
		for (int64_t g = from; g <= to; g++)
			w->words |= UINT64_C(1) << g;
		return true;
	}
	if (r->l.line.n <= at)
		return lines_wrong(&r->l, at, T_policy_file_missing, S("1 .. 6 | 1 2 3"), STR_NONE);
	for (; at < r->l.line.n; at++) {
		if (!str_i64(reader_word(r, at), &from) || from < 1 || from > 12)
			return lines_wrong(&r->l, at, T_policy_file_value, S("1 … 12"), STR_NONE);
		if (w->words & UINT64_C(1) << from)
			return lines_wrong(&r->l, at, T_policy_file_twice, S(""), STR_NONE);
		w->words |= UINT64_C(1) << from;
	}
	return true;
}

static bool size_at(struct reader *r, size_t at, int64_t least, int64_t *ret_n)
{
	if (str_i64(reader_word(r, at), ret_n) && *ret_n >= least && *ret_n <= CLASS_SIZE_MOST)
		return true;
	return lines_wrong(&r->l, at, T_policy_file_value,
	                   str_printf(r->l.arena, "%d … %d", (int)least, CLASS_SIZE_MOST),
	                   STR_NONE);
}

/* `10 .. 20`, `21 .. open`, `20`. */
static bool class_size_read(struct reader *r, size_t at, struct when *w)
{
	if (r->l.line.n <= at)
		return lines_wrong(&r->l, at, T_policy_file_missing, S("10 .. 20 | 21 .. open"),
		                   STR_NONE);
	if (!size_at(r, at, 1, &w->from))
		return false;
	w->to = w->from;
	if (r->l.line.n == at + 1)
		return true;
	if (!str_is(reader_word(r, at + 1), ".."))
		return lines_wrong(&r->l, at + 1, T_policy_file_value, S(".."), STR_NONE);
	if (str_is(reader_word(r, at + 2), "open"))
		w->to = CLASS_SIZE_OPEN;
	else if (!size_at(r, at + 2, w->from, &w->to))
		return false;
	if (w->from == 1 && w->to == CLASS_SIZE_OPEN) /* every class: no condition at all */
		return lines_wrong(&r->l, at, T_policy_file_value, S("2 .. open"), STR_NONE);
	return lines_only(&r->l, at + 3);
}

static bool schools_read(struct reader *r, size_t at, struct when *w)
{
	if (str_is(reader_word(r, at), "in") && !r->l.line.word[at].quoted) {
		struct reference ref = {.what = REFER_LIST, .lexicon = LEX_NONE, .when = w};

		if (!reader_id(r, at + 1, "urban_schools", &w->list))
			return false;
		return reader_refer(r, at + 1, ref) && lines_only(&r->l, at + 2);
	}
	if (!reader_texts(r, at, &w->texts, &w->n_texts))
		return false;
	w->members = w->texts;
	w->n_members = w->n_texts;
	return true;
}

static bool words_of_dimension(struct reader *r, size_t at, struct when *w)
{
	struct str *texts = NEW_N(r->l.arena, LINE_WORDS, struct str);

	if (texts == NULL)
		return reader_no_memory(r);
	if (at >= r->l.line.n)
		return lines_wrong(&r->l, at, T_policy_file_missing, w->name, STR_NONE);
	for (; at < r->l.line.n; at++) {
		struct reference ref = {.what = REFER_DIMENSION_WORD,
		                        .lexicon = LEX_NONE,
		                        .mask = &w->words,
		                        .when = w};

		for (size_t k = 0; k < w->n_texts; k++) {
			if (str_eq(texts[k], reader_word(r, at)))
				return lines_wrong(&r->l, at, T_policy_file_twice, S(""), STR_NONE);
		}
		if (w->dimension >= 0
		            ? !reader_name(r, at, DIMENSIONS[w->dimension].lexicon, &w->words, NULL)
		            : !reader_refer(r, at, ref))
			return false;
		texts[w->n_texts++] = reader_word(r, at);
	}
	w->texts = texts;
	return true;
}

/* Built in, or of a declaration of this or an upper document. */
static bool dimension_read(struct reader *r, size_t i, struct when *w)
{
	struct reference ref = {
		.what = REFER_DIMENSION, .lexicon = LEX_NONE, .index = &w->dimension, .when = w};
	struct str nearest = STR_NONE, names = S("");
	size_t at = SIZE_MAX;

	w->name = reader_word(r, i);
	w->dimension = -1;
	for (int d = 0; d < DIM_BUILTIN; d++) {
		if (str_is(w->name, DIMENSIONS[d].name)) {
			w->dimension = d;
			return true;
		}
		name_nearer(w->name, str_of(DIMENSIONS[d].name), &nearest, &at);
		names = str_printf(r->l.arena, "%.*s%s%s", STR_FMT(names), d ? " " : "",
		                   DIMENSIONS[d].name);
	}
	if (i < r->l.line.n && !r->l.line.word[i].quoted &&
	    (reader_declared(r, LEX_NONE, true, w->name) || r->set->under.p != NULL))
		return reader_refer(r, i, ref);
	names = str_printf(r->l.arena, "%.*s | define dimension %.*s \"…\" WORD \"…\" WORD \"…\"",
	                   STR_FMT(names), STR_FMT(w->name));
	return lines_wrong(&r->l, i, T_policy_file_undeclared, names, nearest);
}

bool condition_read(struct reader *r)
{
	struct when *w = NEW(r->l.arena, struct when);
	size_t at = 1;

	if (w == NULL)
		return reader_no_memory(r);
	w->negated = str_is(reader_word(r, 1), "not");
	at += w->negated;
	w->line = r->l.line.number;
	w->column = at < r->l.line.n ? r->l.line.word[at].column : r->l.line.end;
	if (!dimension_read(r, at, w))
		return false;
	for (const struct when *o = r->rule->when; o != NULL; o = o->next) {
		if (str_eq(o->name, w->name))
			return lines_wrong(&r->l, at, T_policy_file_twice, S(""), STR_NONE);
	}
	if (!(w->dimension == DIM_GRADE        ? grades_read(r, at + 1, w)
	      : w->dimension == DIM_CLASS_SIZE ? class_size_read(r, at + 1, w)
	      : w->dimension == DIM_SCHOOL     ? schools_read(r, at + 1, w)
	                                       : words_of_dimension(r, at + 1, w)))
		return false;
	*r->when_end = w;
	r->when_end = &w->next;
	return true;
}

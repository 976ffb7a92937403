/* The words of a rule file: names, ids, texts, and what has to be looked up elsewhere. */
#include "policy/reader.h"

bool reader_no_memory(struct reader *r)
{
	return lines_wrong_at(&r->l, r->l.line.number, T_policy_file_too_large, S(""), S(""));
}

struct str reader_word(const struct reader *r, size_t i)
{
	return i < r->l.line.n ? r->l.line.word[i].text : S("");
}

bool reader_once(struct reader *r, bool taken)
{
	return !taken || lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
}

static bool id_letter(char c, bool first)
{
	if (c >= 'a' && c <= 'z')
		return true;
	return !first && ((c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-');
}

static bool is_id(const struct reader *r, size_t i)
{
	struct str id = reader_word(r, i);
	bool good = id.n > 0 && id.n <= 64 && !r->l.line.word[i].quoted;

	for (size_t k = 0; good && k < id.n; k++)
		good = id_letter(id.p[k], k == 0);
	return good;
}

bool reader_id(struct reader *r, size_t i, const char *example, struct str *ret_id)
{
	if (!is_id(r, i))
		return lines_wrong(&r->l, i, T_policy_file_value,
		                   str_printf(r->l.arena, "%s (a-z 0-9 _ . -)", example), STR_NONE);
	*ret_id = reader_word(r, i);
	return true;
}

bool reader_quoted(struct reader *r, size_t i, struct str *ret_s)
{
	if (i >= r->l.line.n || !r->l.line.word[i].quoted ||
	    !str_some(str_trim(r->l.line.word[i].text)))
		return lines_wrong(&r->l, i, T_policy_file_value, S("\"…\""), STR_NONE);
	*ret_s = r->l.line.word[i].text;
	return true;
}

bool reader_texts(struct reader *r, size_t at, const struct str **ret_v, size_t *ret_n)
{
	struct str *texts = NEW_N(r->l.arena, LINE_WORDS, struct str);
	size_t n = 0;

	if (texts == NULL)
		return reader_no_memory(r);
	if (at >= r->l.line.n)
		return lines_wrong(&r->l, at, T_policy_file_missing, S("\"…\""), STR_NONE);
	for (; at < r->l.line.n; at++) {
		if (!reader_quoted(r, at, &texts[n++]))
			return false;
	}
	*ret_v = texts;
	*ret_n = n;
	return true;
}

/* --- names that are looked up ----------------------------------------------------------------- */

bool reader_declared(const struct reader *r, enum lexicon l, bool dimension, struct str name)
{
	for (const struct declaration *d = r->set->declared; d != NULL; d = d->next) {
		if (d->lexicon == l && d->dimension == dimension && str_eq(d->name, name))
			return true;
	}
	for (const struct rule *q = r->set->rules[RULE_OPEN]; dimension && q != NULL; q = q->next) {
		if (str_eq(q->id, name))
			return true;
	}
	return false;
}

bool reader_refer(struct reader *r, size_t i, struct reference ref)
{
	struct reference *keep = NEW(r->l.arena, struct reference);

	if (keep == NULL)
		return reader_no_memory(r);
	*keep = ref;
	keep->name = reader_word(r, i);
	keep->line = r->l.line.number;
	keep->column = i < r->l.line.n ? r->l.line.word[i].column : r->l.line.end;
	*r->reference_end = keep;
	r->reference_end = &keep->next;
	return true;
}

/* What a message offers: the built-in words and those this file declared. */
static bool unknown_name(struct reader *r, size_t i, enum lexicon l)
{
	struct words w = LEXICONS[l].words;
	struct str offered = words_text(r->l.arena, w), nearest = STR_NONE;
	size_t at = SIZE_MAX;

	for (size_t k = 0; k < w.n; k++)
		name_nearer(reader_word(r, i), str_of(w.v[k]), &nearest, &at);
	for (const struct declaration *d = r->set->declared; d != NULL; d = d->next) {
		if (d->lexicon != l)
			continue;
		name_nearer(reader_word(r, i), d->name, &nearest, &at);
		offered = str_printf(r->l.arena, "%.*s %.*s", STR_FMT(offered), STR_FMT(d->name));
	}
	return lines_wrong(&r->l, i, T_policy_file_value, offered, nearest);
}

bool reader_name(struct reader *r, size_t i, enum lexicon l, uint64_t *mask, int *index)
{
	struct str name = reader_word(r, i);
	bool quoted = i < r->l.line.n && r->l.line.word[i].quoted;
	size_t at;

	if (index != NULL)
		*index = -1;
	if (!quoted && words_index(LEXICONS[l].words, name, &at)) {
		if (mask != NULL)
			*mask |= UINT64_C(1) << at;
		if (index != NULL)
			*index = (int)at;
		return true;
	}
	/* What nobody can have declared is no name of a set above either. */
	if (!LEXICONS[l].open || !is_id(r, i) ||
	    (!reader_declared(r, l, false, name) && r->set->under.p == NULL))
		return unknown_name(r, i, l);
	return reader_refer(
		r, i,
		(struct reference){.what = REFER_WORD, .lexicon = l, .mask = mask, .index = index});
}

bool reader_names(struct reader *r, size_t at, enum lexicon l, struct rule_value *v)
{
	struct str *texts = NEW_N(r->l.arena, LINE_WORDS, struct str);

	if (texts == NULL)
		return reader_no_memory(r);
	if (at >= r->l.line.n)
		return lines_wrong(&r->l, at, T_policy_file_missing,
		                   words_text(r->l.arena, LEXICONS[l].words), STR_NONE);
	for (; at < r->l.line.n; at++) {
		for (size_t i = 0; i < v->n_texts; i++) {
			if (str_eq(texts[i], reader_word(r, at)))
				return lines_wrong(&r->l, at, T_policy_file_twice, S(""), STR_NONE);
		}
		if (!reader_name(r, at, l, &v->words, NULL))
			return false;
		texts[v->n_texts++] = reader_word(r, at);
	}
	v->texts = texts;
	return true;
}

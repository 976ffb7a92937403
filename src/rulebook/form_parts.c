#include "rulebook/form_parts.h"

#include "rulebook/block.h"
#include "rulebook/show.h"

enum text_id form_label(const char *prefix, const char *name)
{
	char key[80];

	snprintf(key, sizeof key, "rulebook.%s_%s", prefix, name);
	return text_lookup_name(key);
}

struct str form_statement_words(enum lang lang, struct str word)
{
	enum text_id label = str_is(word, "define") ? T_rulebook_define
	                     : str_is(word, "list") ? T_rulebook_list
	                                            : TEXT_NONE;
	enum rule_type type;

	if (type_parse(word, &type))
		label = form_label("type", TYPES[type].name);
	else if (str_is(word, "case"))
		label = T_rulebook_type_case;
	return label == TEXT_NONE ? word : text(lang, label);
}

/* --- the block that is there --------------------------------------------------------------------
 */

struct str form_line(struct str block, const char *attribute, size_t nth)
{
	struct str word, rest;

	block_line(&block, &word, &rest); /* the statement's own */
	while (block_line(&block, &word, &rest)) {
		if (str_is(word, attribute) && nth-- == 0)
			return rest;
	}
	return STR_NONE;
}

size_t form_lines(struct str block, const char *attribute)
{
	size_t n = 0;

	while (form_line(block, attribute, n).p)
		n++;
	return n;
}

struct str form_cut(struct str *s, struct str mark)
{
	struct str all = *s;
	size_t at;

	if (!str_find(all, mark, &at)) {
		*s = STR_NONE;
		return all;
	}
	*s = str_trim(str_sub(all, at + mark.n, all.n));
	return str_trim(str_sub(all, 0, at));
}

bool form_word_next(const struct form_of *f, struct str *rest, struct str *ret_word)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	if (!rest->n)
		return false;
	if (rest->p[0] == '"') {
		for (n = 1; n < rest->n && rest->p[n] != '"'; n++)
			n += rest->p[n] == '\\' && n + 1 < rest->n;
		n += n < rest->n;
	} else {
		while (n < rest->n && rest->p[n] != ' ')
			n++;
	}
	*ret_word = text_unquoted(f->c->arena, str_sub(*rest, 0, n));
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

struct str form_typed(const struct form_of *f, struct str name, struct str there)
{
	return f->posted ? req_typed(f->r, str_c(f->c->arena, name)) : there;
}

struct view_part_field form_input(const struct form_of *f, struct str name, const char *type,
                                  enum text_id label, struct str value)
{
	return (struct view_part_field){
		.type = str_of(type),
		.name = name,
		.label = label,
		.value = value,
		.error = str_eq(name, f->bad_input) ? f->bad : STR_NONE,
	};
}

struct view_part_field form_comment(const struct form_of *f)
{
	struct view_part_field p =
		form_input(f, S("comment"), "textarea", T_rulebook_comment,
	                   form_typed(f, S("comment"), block_comment(f->c->arena, f->block)));

	p.hint = text(f->c->lang, T_rulebook_comment_hint);
	p.optional = true;
	return p;
}

/* --- words to choose from -----------------------------------------------------------------------
 */

bool form_among(struct str words, struct str word)
{
	while (words.p) {
		if (str_eq(str_trim(str_cut(&words, ' ')), word))
			return true;
	}
	return false;
}

static const struct form_names NO_NAMES;

static const struct form_names *names_of(const struct form_of *f)
{
	return f->names ? f->names : &NO_NAMES;
}

bool form_word_add(const struct form_of *f, struct form_words *w, struct str value,
                   struct str label)
{
	if (w->n == w->room) {
		size_t room = w->room ? 2 * w->room : 32;
		struct form_word *v = NEW_N(f->c->arena, room, struct form_word);

		if (!v)
			return false;
		for (size_t i = 0; i < w->n; i++)
			v[i] = w->v[i];
		w->v = v;
		w->room = room;
	}
	w->v[w->n++] = (struct form_word){value, label};
	return true;
}

/* Built-in words, then the declared ones. */
enum err form_lexicon(const struct form_of *f, enum lexicon l, struct form_words *ret_w)
{
	const struct form_names *names = names_of(f);
	struct form_words w = {0};
	bool good = true;

	for (size_t i = 0; i < LEXICONS[l].words.n; i++) {
		struct str word = str_of(LEXICONS[l].words.v[i]);

		good = good && form_word_add(f, &w, word, show_word(f->c->lang, word));
	}
	for (size_t i = 0; i < names->n; i++) {
		const struct declaration *d = names->v[i];

		if (d->lexicon == l && !d->dimension)
			good = good && form_word_add(f, &w, d->name, d->label);
	}
	*ret_w = w;
	return good ? OK : fault_broken(f->c, "arena");
}

enum err form_dimensions(const struct form_of *f, struct form_words *ret_w)
{
	const struct form_names *names = names_of(f);
	struct form_words w = {0};
	bool good = true;

	for (int i = 0; i < DIM_BUILTIN; i++) {
		struct str name = str_of(DIMENSIONS[i].name);
		enum text_id label = form_label("dim", DIMENSIONS[i].name);

		good = good && form_word_add(f, &w, name,
		                             label == TEXT_NONE ? name : text(f->c->lang, label));
	}
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i]->dimension)
			good = good && form_word_add(f, &w, names->v[i]->name, names->v[i]->label);
	*ret_w = w;
	return good ? OK : fault_broken(f->c, "arena");
}

/* The words of a dimension a document declared, or of a question it left open. */
static enum err declared_words(const struct form_of *f, struct str dimension,
                               struct form_words *ret_w)
{
	const struct form_names *names = names_of(f);
	struct form_words w = {0};
	bool good = true;

	for (size_t i = 0; i < names->n; i++) {
		const struct declaration *d = names->v[i];

		if (!d->dimension || !str_eq(d->name, dimension))
			continue;
		for (size_t k = 0; k < d->n; k++)
			good = good && form_word_add(f, &w, d->words[k],
			                             d->labels ? d->labels[k] : d->words[k]);
		break;
	}
	*ret_w = w;
	return good ? OK : fault_broken(f->c, "arena");
}

enum err form_dimension_words(const struct form_of *f, struct str dimension,
                              struct form_words *ret_w)
{
	for (int i = 0; i < DIM_BUILTIN; i++)
		if (str_is(dimension, DIMENSIONS[i].name) && DIMENSIONS[i].lexicon != LEX_NONE)
			return form_lexicon(f, DIMENSIONS[i].lexicon, ret_w);
	return declared_words(f, dimension, ret_w);
}

enum err form_lists(const struct form_of *f, struct form_words *ret_w)
{
	const struct form_names *names = names_of(f);
	struct form_words w = {0};
	bool good = true;

	for (size_t i = 0; i < names->n; i++) {
		const struct declaration *d = names->v[i];

		if (!d->dimension && d->lexicon == LEX_NONE)
			good = good && form_word_add(f, &w, d->name, d->label);
	}
	*ret_w = w;
	return good ? OK : fault_broken(f->c, "arena");
}

enum err form_schools(const struct form_of *f, struct form_words *ret_w)
{
	const struct form_names *names = names_of(f);
	struct form_words w = {0};

	for (size_t i = 0; i < names->n_schools; i++)
		if (!form_word_add(f, &w, names->school[i].value, names->school[i].label))
			return fault_broken(f->c, "arena");
	*ret_w = w;
	return OK;
}

static bool has(const struct form_words *w, struct str word)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->v[i].value, word))
			return true;
	return false;
}

/* A word that stands in the file and nobody declares stays: the form takes nothing away. One that
 * was typed for another choice (another dimension) goes. */
static enum err unknown_add(const struct form_of *f, struct form_words *w, struct str chosen)
{
	while (!f->posted && chosen.p) {
		struct str word = str_trim(str_cut(&chosen, ' '));

		if (str_some(word) && !has(w, word) && !form_word_add(f, w, word, word))
			return fault_broken(f->c, "arena");
	}
	return OK;
}

/* The chosen words stand in the file's order, which boxes send back: where it is not the
 * vocabulary's, they come first, as they are there. */
static void chosen_first(struct form_words *w, struct str chosen)
{
	size_t next = 0;

	while (chosen.p) {
		struct str word = str_trim(str_cut(&chosen, ' '));
		size_t at = next;

		while (at < w->n && !str_eq(w->v[at].value, word))
			at++;
		if (at == w->n)
			continue;
		struct form_word one = w->v[at];

		for (; at > next; at--)
			w->v[at] = w->v[at - 1];
		w->v[next++] = one;
	}
}

static bool in_order(const struct form_words *w, struct str chosen)
{
	size_t last = 0;

	while (chosen.p) {
		struct str word = str_trim(str_cut(&chosen, ' '));

		for (size_t i = 0; i < last; i++)
			if (str_eq(w->v[i].value, word))
				return false;
		for (size_t i = last; i < w->n; i++)
			if (str_eq(w->v[i].value, word))
				last = i;
	}
	return true;
}

enum err form_choices(const struct form_of *f, const struct form_words *w, bool blank,
                      struct view_part_field *p)
{
	struct form_words all = *w;
	size_t m = 0;

	TRY(unknown_add(f, &all, p->value));
	if (!in_order(&all, p->value))
		chosen_first(&all, p->value);
	p->option = NEW_N(f->c->arena, all.n + 1, struct view_part_field_option);
	if (!p->option)
		return fault_broken(f->c, "arena");
	if (blank)
		p->option[m++] = (struct view_part_field_option){.value = S(""), .label = S("—")};
	for (size_t i = 0; i < all.n; i++)
		p->option[m++] =
			(struct view_part_field_option){.value = all.v[i].value,
		                                        .label = all.v[i].label,
		                                        .on = form_among(p->value, all.v[i].value)};
	p->option_n = m;
	return OK;
}

enum err form_options(const struct form_of *f, enum lexicon l, bool blank,
                      struct view_part_field *p)
{
	struct form_words w;

	TRY(form_lexicon(f, l, &w));
	return form_choices(f, &w, blank, p);
}

enum err form_select(const struct form_of *f, struct str name, enum text_id label, enum lexicon l,
                     struct str value, struct view_part_field *ret_p)
{
	*ret_p = form_input(f, name, "select", label, value);
	ret_p->narrow = true;
	return form_options(f, l, true, ret_p);
}

struct str form_typed_all(const struct form_of *f, struct str name, struct str there)
{
	return f->posted ? req_typed_all(f->r, str_c(f->c->arena, name), f->c->arena) : there;
}

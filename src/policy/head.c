/* Reads the head of a rule file: the document, and what it declares. */
#include "policy/book.h"
#include "policy/reader.h"

#include "base/gb2260.h"

static const char *const LEVEL_NAMES[] = {"nation", "province", "city", "county", "school"};
static const char *const STATUS_NAMES[] = {"draft", "published", "superseded", "withdrawn"};
#define LIST(array)                                                                                \
	{                                                                                          \
		(array), sizeof(array) / sizeof *(array)                                           \
	}
const struct words LEVEL_WORDS = LIST(LEVEL_NAMES);
static const char *const SUBJECT_NAMES[] = {"service", "pupil", "school"};
const struct words STATUS_WORDS = LIST(STATUS_NAMES);
const struct words SUBJECT_WORDS = LIST(SUBJECT_NAMES);

/* --- the head: one document ------------------------------------------------------------------ */

bool reader_text(struct reader *r, bool may_be_none, struct str *slot)
{
	const struct word *w = r->l.line.word;

	if (!reader_once(r, slot->p != NULL))
		return false;
	if (may_be_none && r->l.line.n > 1 && str_is(w[1].text, "none"))
		*slot = S("");
	else if (r->l.line.n > 1 && w[1].quoted && str_some(str_trim(w[1].text)))
		*slot = w[1].text;
	else /* blanks name no document and no clause (R1) */
		return lines_wrong(&r->l, 1, T_policy_file_value,
		                   may_be_none ? S("\"…\" | none") : S("\"…\""), STR_NONE);
	return lines_only(&r->l, 2);
}

bool reader_choice(struct reader *r, struct words allowed, size_t *ret_i)
{
	struct str word = reader_word(r, 1);

	if (!words_index(allowed, word, ret_i))
		return lines_wrong(&r->l, 1, T_policy_file_value, words_text(r->l.arena, allowed),
		                   words_nearest(allowed, word));
	return lines_only(&r->l, 2);
}

static bool head_level(struct reader *r)
{
	size_t i;

	if (!reader_once(r, r->level) || !reader_choice(r, LEVEL_WORDS, &i))
		return false;
	r->set->level = (enum level)i;
	r->level = true;
	return true;
}

static bool head_status(struct reader *r)
{
	size_t i;

	if (!reader_once(r, r->status) || !reader_choice(r, STATUS_WORDS, &i))
		return false;
	r->set->status = (enum status)i;
	r->status = true;
	return true;
}

/* RS0, LA-2026-1: capital letters, digits and hyphens. */
static bool head_id(struct reader *r, struct str *slot)
{
	struct str id = reader_word(r, 1);

	if (!reader_once(r, slot->p != NULL))
		return false;
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];

		if (!(c >= 'A' && c <= 'Z') && (i == 0 || (!(c >= '0' && c <= '9') && c != '-')))
			return lines_wrong(&r->l, 1, T_policy_file_value, S("A-Z 0-9 -"), STR_NONE);
	}
	if (id.n == 0)
		return lines_wrong(&r->l, 1, T_policy_file_missing, S("RS0"), STR_NONE);
	*slot = id;
	return lines_only(&r->l, 2);
}

/* A region's six digits, a school's ten (whose third and fourth are its province's), or what a zone
 * made up, which begins with Z. */
static bool place_good(struct str s)
{
	size_t letters = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool letter = s.p[i] >= 'A' && s.p[i] <= 'Z';

		if (!letter && !(s.p[i] >= '0' && s.p[i] <= '9'))
			return false;
		letters += letter;
	}
	if (s.n > 1 && s.n <= 10 && s.p[0] == 'Z')
		return true;
	if (letters > 0)
		return false;
	if (s.n == 10)
		return gb2260_province(10 * (s.p[2] - '0') + (s.p[3] - '0'));
	return gb2260_region(s);
}

/* None where the place is not named. */
static bool head_place(struct reader *r)
{
	struct str s = reader_word(r, 1);

	if (!reader_once(r, r->set->place.p != NULL))
		return false;
	r->set->place_at.line = r->l.line.number;
	r->set->place_at.column = r->l.line.word[r->l.line.n > 1].column;
	if (str_is(s, "none")) {
		r->set->place = S("");
		return lines_only(&r->l, 2);
	}
	if (!place_good(s))
		return lines_wrong(&r->l, 1, T_policy_file_value,
		                   S("341700 | Z1 | 2134000001 | none"), STR_NONE);
	r->set->place = s;
	return lines_only(&r->l, 2);
}

/* A day, a month or a year: many documents are known by less than the day, some by none at all. */
static bool head_issued(struct reader *r)
{
	struct str s = reader_word(r, 1);
	struct str day = s.n == 4   ? str_printf(r->l.arena, "%.*s-01-01", STR_FMT(s))
	                 : s.n == 7 ? str_printf(r->l.arena, "%.*s-01", STR_FMT(s))
	                            : s;
	struct date d;

	if (!reader_once(r, r->set->issued.p != NULL))
		return false;
	if (str_is(s, "none")) {
		r->set->issued = S("");
		return lines_only(&r->l, 2);
	}
	if (!date_parse(day, &d))
		return lines_wrong(&r->l, 1, T_policy_file_value,
		                   S("2021-11-18 | 2021-11 | 2021 | none"), STR_NONE);
	r->set->issued = s;
	return lines_only(&r->l, 2);
}

static bool head_known(struct reader *r)
{
	if (!reader_once(r, r->set->known_stated) || !lines_date(&r->l, 1, &r->set->known))
		return false;
	r->set->known_stated = true;
	return lines_only(&r->l, 2);
}

static bool head_effective(struct reader *r)
{
	const struct line *line = &r->l.line;

	if (!reader_once(r, date_some(r->set->from)) || !lines_date(&r->l, 1, &r->set->from))
		return false;
	if (line->n < 3 || !str_is(line->word[2].text, ".."))
		return lines_wrong(&r->l, 2, T_policy_file_value, S(".."), STR_NONE);
	if (line->n > 3 && str_is(line->word[3].text, "open"))
		return lines_only(&r->l, 4);
	if (line->n < 4 || !date_parse(line->word[3].text, &r->set->to))
		return lines_wrong(&r->l, 3, T_policy_file_value, S("2022-08-31 | open"), STR_NONE);
	if (r->set->to.day < r->set->from.day)
		return lines_wrong(&r->l, 3, T_policy_file_order, line->word[1].text, STR_NONE);
	return lines_only(&r->l, 4);
}

/* --- declarations ---------------------------------------------------------------------------- */

static bool declare(struct reader *r, size_t i, struct declaration d)
{
	struct declaration *keep = NEW(r->l.arena, struct declaration);

	if (keep == NULL)
		return reader_no_memory(r);
	*keep = d;
	keep->set = r->set;
	keep->line = r->l.line.number;
	keep->column = r->l.line.word[i].column;
	*r->declared_end = keep;
	r->declared_end = (const struct declaration **)&keep->next;
	r->list = keep;
	r->here = &keep->comments;
	return true;
}

/* Words and their labels, in turn, from word `at` on. */
static bool dimension_words(struct reader *r, size_t at, struct declaration *d)
{
	struct str *words = NEW_N(r->l.arena, LINE_WORDS, struct str);
	struct str *labels = NEW_N(r->l.arena, LINE_WORDS, struct str);

	if (words == NULL || labels == NULL)
		return reader_no_memory(r);
	while (at < r->l.line.n || d->n < 1) {
		if (!reader_id(r, at, "returnee", &words[d->n]) ||
		    !reader_quoted(r, at + 1, &labels[d->n]))
			return false;
		for (size_t i = 0; i < d->n; i++) {
			if (str_eq(words[i], words[d->n]))
				return lines_wrong(&r->l, at, T_policy_file_twice, S(""), STR_NONE);
		}
		d->n++;
		at += 2;
	}
	d->words = words;
	d->labels = labels;
	return true;
}

/* `of pupil` before the words; a word of the dimension may be called so, then its label follows. */
static bool dimension_subject(struct reader *r, size_t *at, struct declaration *d)
{
	struct str of = reader_word(r, *at + 1);
	size_t i;

	if (!str_is(reader_word(r, *at), "of") ||
	    (r->l.line.n > *at + 1 && r->l.line.word[*at + 1].quoted))
		return true;
	if (!words_index(SUBJECT_WORDS, of, &i))
		return lines_wrong(&r->l, *at + 1, T_policy_file_value,
		                   words_text(r->l.arena, SUBJECT_WORDS),
		                   words_nearest(SUBJECT_WORDS, of));
	d->of = (enum dimension_of)i;
	*at += 2;
	return true;
}

static bool dimension_known(struct str name)
{
	for (int d = 0; d < DIM_BUILTIN; d++) {
		if (str_is(name, DIMENSIONS[d].name))
			return true;
	}
	return false;
}

static bool define_unknown(struct reader *r)
{
	const char *names[LEX_COUNT + 1] = {"dimension"};
	struct words w = {names, 1};

	for (int l = 0; l < LEX_COUNT; l++) {
		if (LEXICONS[l].open)
			names[w.n++] = LEXICONS[l].name;
	}
	return lines_wrong(&r->l, 1, T_policy_file_value, words_text(r->l.arena, w),
	                   words_nearest(w, reader_word(r, 1)));
}

/* A document may have declared the word itself while the program had none: it stays readable, and
 * its label stands. */
static bool came_later(enum lexicon l, size_t word)
{
	return l == LEX_UNIT && word == UNIT_WORKING_DAY;
}

/* define LEXICON NAME "label" | define dimension NAME "label" [of SUBJECT] WORD "label" … */
static bool define_begin(struct reader *r)
{
	struct declaration d = {.lexicon = LEX_NONE,
	                        .dimension = str_is(reader_word(r, 1), "dimension")};
	size_t i, words = 4;
	bool known = d.dimension;

	for (int l = 0; l < LEX_COUNT && !known; l++) {
		if (LEXICONS[l].open && str_is(reader_word(r, 1), LEXICONS[l].name)) {
			d.lexicon = (enum lexicon)l;
			known = true;
		}
	}
	if (!known)
		return define_unknown(r);
	if (!reader_id(r, 2, "night_care", &d.name) || !reader_quoted(r, 3, &d.label))
		return false;
	if (d.dimension ? dimension_known(d.name)
	                : words_index(LEXICONS[d.lexicon].words, d.name, &i) &&
	                          !came_later(d.lexicon, i))
		return lines_wrong(&r->l, 2, T_policy_file_twice, S(""), STR_NONE);
	if (reader_declared(r, d.lexicon, d.dimension, d.name))
		return lines_wrong(&r->l, 2, T_policy_file_twice, S(""), STR_NONE);
	if (d.dimension && !dimension_subject(r, &words, &d))
		return false;
	if (d.dimension ? !dimension_words(r, words, &d) : !lines_only(&r->l, 4))
		return false;
	if (!declare(r, 2, d))
		return false;
	r->list = NULL; /* nothing indented belongs to a definition */
	return true;
}

/* list NAME "label" "text" …, and more of them on indented lines `has "text" …` */
static bool list_begin(struct reader *r)
{
	struct declaration d = {.lexicon = LEX_NONE};

	if (!reader_id(r, 1, "urban_schools", &d.name) || !reader_quoted(r, 2, &d.label))
		return false;
	if (reader_declared(r, LEX_NONE, false, d.name))
		return lines_wrong(&r->l, 1, T_policy_file_twice, S(""), STR_NONE);
	if (r->l.line.n > 3 && !reader_texts(r, 3, &d.words, &d.n))
		return false;
	return declare(r, 1, d);
}

bool list_attribute(struct reader *r)
{
	struct declaration *d = r->list;
	const struct str *more;
	struct str *all;
	size_t n;

	if (!str_is(reader_word(r, 0), "has"))
		return lines_wrong(&r->l, 0, T_policy_file_unknown, S("has"), STR_NONE);
	if (!reader_texts(r, 1, &more, &n))
		return false;
	all = NEW_N(r->l.arena, d->n + n, struct str);
	if (all == NULL)
		return reader_no_memory(r);
	for (size_t i = 0; i < d->n; i++)
		all[i] = d->words[i];
	for (size_t i = 0; i < n; i++)
		all[d->n + i] = more[i];
	d->words = all;
	d->n += n;
	return true;
}

/* --- the lines ---------------------------------------------------------------------------------
 */

static bool head_title(struct reader *r)
{
	return reader_text(r, false, &r->set->title);
}

static bool head_number(struct reader *r)
{
	return reader_text(r, true, &r->set->number);
}

static bool head_issuer(struct reader *r)
{
	return reader_text(r, false, &r->set->issuer);
}

static bool head_set(struct reader *r)
{
	return head_id(r, &r->set->id);
}

static bool head_under(struct reader *r)
{
	if (!head_id(r, &r->set->under))
		return false;
	r->set->under_at.line = r->l.line.number;
	r->set->under_at.column = r->l.line.word[1].column;
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct reader *r);
} HEAD[HEAD_NAMES] = {
	{"ruleset", head_set},         {"title", head_title},    {"number", head_number},
	{"issuer", head_issuer},       {"level", head_level},    {"place", head_place},
	{"under", head_under},         {"issued", head_issued},  {"known", head_known},
	{"status", head_status},       {"define", define_begin}, {"list", list_begin},
	{"effective", head_effective},
};

size_t head_names(const char **names)
{
	for (size_t i = 0; i < HEAD_NAMES; i++)
		names[i] = HEAD[i].name;
	return HEAD_NAMES;
}

bool head_line(struct reader *r, bool *ret_good)
{
	struct str name = reader_word(r, 0);

	/* Nothing stands before the id. */
	if (r->set->id.p == NULL && !str_is(name, "ruleset")) {
		*ret_good = lines_wrong(&r->l, 0, T_policy_file_value, S("ruleset"), STR_NONE);
		return true;
	}
	for (size_t i = 0; i < HEAD_NAMES; i++) {
		if (str_is(name, HEAD[i].name)) {
			*ret_good = HEAD[i].read(r);
			return true;
		}
	}
	return false;
}

/* A document holds where its issuer has a say: none of a county's is one of the nation. What has no
 * place may be of any level. */
static bool place_fits(const struct rule_set *s)
{
	bool region = s->place.n == 6 && s->place.p[0] != 'Z';
	bool whole = region && str_ends(s->place, S("0000"));

	if (!str_some(s->place))
		return true;
	switch (s->level) {
	case LEVEL_PROVINCE:
		return whole;
	case LEVEL_CITY: /* some of its documents are for one of its counties */
		return region && !whole;
	case LEVEL_COUNTY:
		return s->place.p[0] == 'Z' || (region && !str_ends(s->place, S("00")));
	case LEVEL_SCHOOL:
		return s->place.n == 10 && s->place.p[0] != 'Z';
	case LEVEL_NATION:
	case LEVEL_COUNT:
		break;
	}
	return false;
}

static struct str place_wanted(enum level l)
{
	switch (l) {
	case LEVEL_PROVINCE:
		return S("340000 | none");
	case LEVEL_CITY:
		return S("341700 | 341702 | none");
	case LEVEL_COUNTY:
		return S("341702 | Z1 | none");
	case LEVEL_SCHOOL:
		return S("2134000001 | none");
	case LEVEL_NATION:
	case LEVEL_COUNT:
		break;
	}
	return S("none");
}

/* R1: no rule without its source. */
bool head_check(struct reader *r)
{
	const struct rule_set *s = r->set;
	const struct {
		const char *name;
		bool there;
	} needed[] = {
		{"ruleset", s->id.p},    {"title", s->title.p},
		{"number", s->number.p}, {"issuer", s->issuer.p},
		{"level", r->level},     {"place", s->place.p},
		{"issued", s->issued.p}, {"effective", date_some(s->from)},
	};

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		if (!needed[i].there)
			return lines_wrong_at(&r->l, r->l.line.number, T_policy_file_missing, S(""),
			                      str_of(needed[i].name));
	}
	return true;
}

bool rule_set_placed(const struct rule_set *s, struct rule_error *ret_e)
{
	return place_fits(s) ||
	       book_wrong(s, s->place_at.line, s->place_at.column, T_policy_file_value, s->place,
	                  place_wanted(s->level), ret_e);
}

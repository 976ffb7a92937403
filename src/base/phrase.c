#include "base/phrase.h"

/* U+001F begins it and stands between its parts; a letter says what a part is. Nothing that people
 * type or we write elsewhere begins so. */
#define SEPARATOR '\x1f'

static struct str part_text(struct arena *a, const struct phrase_part *p)
{
	struct str said = p->said;

	if (p->fault)
		return str_printf(a, "f%s", p->fault);
	if (p->text != TEXT_NONE)
		return str_printf(a, "t%s", text_name(p->text));
	if (date_some(p->day))
		return str_printf(a, "d%.*s", STR_FMT(date_text(a, p->day)));
	said = str_cut(&said, SEPARATOR);
	return str_printf(a, "s%.*s", STR_FMT(said));
}

struct str phrase_make(struct arena *a, enum text_id text, const struct phrase_part *v, size_t n)
{
	struct str part[PHRASE_PARTS + 2] = {S(""), str_of(text_name(text))};
	size_t k = 2;

	for (size_t i = 0; i < n && i < PHRASE_PARTS; i++)
		part[k++] = part_text(a, &v[i]);
	return str_join(a, part, k, S("\x1f"));
}

bool phrase_is(struct str s)
{
	return s.n > 0 && s.p[0] == SEPARATOR;
}

static struct str part_show(struct arena *a, enum lang lang, struct str part)
{
	struct str rest = str_sub(part, 1, part.n);
	struct date day;

	if (str_starts(part, S("t")))
		return text(lang, text_lookup_name(str_c(a, rest)));
	if (str_starts(part, S("f")))
		return fault_lookup(str_c(a, rest))->title[lang];
	if (str_starts(part, S("d")) && date_parse(rest, &day))
		return date_words(a, lang, day);
	return rest;
}

struct str phrase_show(struct arena *a, enum lang lang, struct str s)
{
	struct str said[PHRASE_PARTS];
	enum text_id id;
	size_t n = 0;

	if (!phrase_is(s))
		return s;
	(void)str_cut(&s, SEPARATOR);
	id = text_lookup_name(str_c(a, str_cut(&s, SEPARATOR)));
	while (str_some(s) && n < PHRASE_PARTS)
		said[n++] = part_show(a, lang, str_cut(&s, SEPARATOR));
	return text_fill(a, lang, id, said, n);
}

#include "base/text.h"

struct str text(enum lang lang, enum text_id id)
{
	if ((unsigned)id >= TEXT_COUNT || (unsigned)lang >= LANG_COUNT)
		return S("");
	return text_table[id].text[lang];
}

/* The next piece of *rest: plain text, or the argument a placeholder stands for. */
static struct str piece(struct str *rest, const struct str *args, size_t n)
{
	struct str s = *rest;
	const char *brace = memchr(s.p, '{', s.n);
	size_t index;

	if (brace != s.p) {
		size_t len = brace ? (size_t)(brace - s.p) : s.n;

		*rest = str_sub(s, len, s.n);
		return str_sub(s, 0, len);
	}
	/* The compiler lets no brace through that is not {0}..{9}. */
	index = (size_t)(s.p[1] - '0');
	*rest = str_sub(s, 3, s.n);
	return index < n ? args[index] : S("");
}

struct str text_fill(struct arena *a, enum lang lang, enum text_id id, const struct str *args,
                     size_t n)
{
	struct str whole = text(lang, id);
	size_t total = 0, at = 0;
	char *p;

	for (struct str rest = whole; rest.n;)
		total += piece(&rest, args, n).n;
	p = arena_take(a, total);
	if (!p)
		return S("");
	for (struct str rest = whole; rest.n;) {
		struct str s = piece(&rest, args, n);

		if (s.n)
			memcpy(p + at, s.p, s.n);
		at += s.n;
	}
	return (struct str){p, total};
}

/* The order of the table: by enumerator, where a dot reads as an underscore. */
static int key_cmp(const void *a, const void *b)
{
	const char *x = a, *y = ((const struct text_entry *)b)->key;

	for (;; x++, y++) {
		int cx = *x == '.' ? '_' : (unsigned char)*x;
		int cy = *y == '.' ? '_' : (unsigned char)*y;

		if (cx != cy || cx == 0)
			return cx - cy;
	}
}

enum text_id text_lookup_name(const char *key)
{
	const struct text_entry *hit =
		bsearch(key, text_table + 1, TEXT_COUNT - 1, sizeof *text_table, key_cmp);

	if (!hit || strcmp(hit->key, key) != 0)
		return TEXT_NONE;
	return (enum text_id)(hit - text_table);
}

struct str text_word(enum lang lang, const char *prefix, struct str word)
{
	char key[96];
	int n = snprintf(key, sizeof key, "%s%.*s", prefix, STR_FMT(word));
	enum text_id id = n > 0 && n < (int)sizeof key ? text_lookup_name(key) : TEXT_NONE;

	return id == TEXT_NONE ? word : text(lang, id);
}

const char *text_name(enum text_id id)
{
	return (unsigned)id < TEXT_COUNT ? text_table[id].key : "";
}

static int code_cmp(const void *a, const void *b)
{
	return strcmp(a, ((const struct fault_text *)b)->code);
}

static const struct fault_text *find(const char *code)
{
	return bsearch(code, fault_table, fault_table_n, sizeof *fault_table, code_cmp);
}

const struct fault_text *fault_lookup(const char *code)
{
	const struct fault_text *hit = code ? find(code) : NULL;

	/* The compiler refuses a catalogue without this one. */
	return hit ? hit : find("internal");
}

bool fault_known(const char *code)
{
	return find(code) != NULL;
}

struct str date_words(struct arena *a, enum lang lang, struct date d)
{
	return lang == LANG_ZH ? date_zh(a, d) : date_text(a, d);
}

struct str instant_words(struct arena *a, enum lang lang, struct instant t)
{
	struct str v[2];

	v[0] = date_words(a, lang, instant_date(t));
	v[1] = time_text(a, instant_time(t));
	return str_join(a, v, 2, S(" "));
}

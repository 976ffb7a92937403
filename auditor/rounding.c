/* How documents round, by their own words, and whether what a line says of it stands in one. */
#include "rounding.h"

#include <string.h>

#include "checks.h"
#include "rates.h"

static const struct {
	const char *word, *said;
	struct rounding is;
} WORDS_FOR[] = {
	{"jiao", "四舍五入到角", {10, HALF_UP}},    {"jiao_up", "不足一角按一角计", {10, UP}},
	{"jiao_down", "不足一角舍去", {10, DOWN}},  {"yuan", "四舍五入到元", {100, HALF_UP}},
	{"yuan_up", "不足一元按一元计", {100, UP}}, {"yuan_down", "不足一元舍去", {100, DOWN}},
};
enum { KNOWN = sizeof WORDS_FOR / sizeof *WORDS_FOR };

struct rounding rounding_of(const char *word)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (strcmp(word, WORDS_FOR[i].word) == 0)
			return WORDS_FOR[i].is;
	return TO_FEN;
}

struct rounding rounding_said(const char *sentence)
{
	size_t line = strcspn(sentence, "\n");

	for (size_t i = 0; i < KNOWN; i++) {
		const char *at = strstr(sentence, WORDS_FOR[i].said);

		if (at && at < sentence + line)
			return WORDS_FOR[i].is;
	}
	return TO_FEN;
}

int64_t rounded(__int128 num, __int128 den, struct rounding to)
{
	bool below = num < 0;
	__int128 whole;

	den *= to.grain;
	num = below ? -num : num;
	whole = to.way == HALF_UP ? (2 * num + den) / (2 * den)
	        : to.way == UP    ? (num + den - 1) / den
	                          : num / den;
	whole *= below ? -to.grain : to.grain;
	return whole > INT64_MAX || whole < -INT64_MAX ? NONE : (int64_t)whole;
}

/* Each line that was rounded names a document that rounds so. */
static void lines(struct books *b, const struct rates *r, struct check *c, const char *table)
{
	enum { ID, FORMULA, DOCUMENT };
	bool bill = strcmp(table, "bill_line") == 0;
	struct table t = table_load(
		b->pack, table,
		bill ? "id:i formula:s document:s?" : "refund:i formula:s document:s?", !bill);

	for (size_t i = 0; i < t.rows; i++) {
		struct rounding to = rounding_said(word_text(at(&t, i, FORMULA)));
		int64_t document = at(&t, i, DOCUMENT);

		if (to.grain == 1 || document == NONE)
			continue;
		c->rows++;
		if (!rounds_so(r, word_text(document), to))
			disagree(c, table, at(&t, i, ID),
			         SAY("文件没有这样的取整规定", "its document does not round so"),
			         word_text(document), NULL);
	}
	table_free(&t);
}

void check_roundings(struct books *b)
{
	struct check *c =
		check_begin("roundings", SAY("取整以文件为据", "rounded as documents say"));
	struct rates r = rates_read(b->pack);

	lines(b, &r, c, "bill_line");
	lines(b, &r, c, "refund_line");
	rates_free(&r);
}

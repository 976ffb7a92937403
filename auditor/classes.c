/* Prices by the size of a class (`when class_size 10 .. 20`), held against the size a service was
 * published with (`planned` of its seats): seats that came later move no price. */
#include <string.h>

#include "checks.h"
#include "rates.h"

enum { I_ID, I_OFFERING, I_ITEM, I_FORMULA, I_DOCUMENT, I_REVERSES };
enum { S_OFFERING, S_PLANNED };

/* "36 课时 × 2.50 = 90.00": the price of one unit, in yuan; false where that is not said so. */
static bool price_said(const char *sentence, struct exact *ret_yuan, int64_t *ret_unit)
{
	static const char *const units[][2] = {
		{"学期", "term"}, {"个月", "month"},  {"个半月", "half_month"}, {"周", "week"},
		{"天", "day"},    {"课时", "period"}, {"课次", "sitting"},      {"餐", "meal"},
		{"小时", "hour"}, {"分钟", "minute"},
	};
	char text[200], *rest = text, *part[5];
	size_t n = strcspn(sentence, "\n");

	if (n >= sizeof text)
		n = sizeof text - 1;
	memcpy(text, sentence, n);
	text[n] = '\0';
	for (size_t i = 0; i < 5; i++)
		if (!(part[i] = strsep(&rest, " ")))
			return false;
	if (strcmp(part[2], "×") != 0 || strcmp(part[4], "=") != 0 ||
	    !read_decimal(part[3], &ret_yuan->num, &ret_yuan->den))
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(part[1], units[i][0]) == 0) {
			*ret_unit = word(units[i][1]);
			return true;
		}
	return false;
}

/* A statement's condition on the size; NULL: it has none. */
static bool asks_size(const struct pay *fee)
{
	for (size_t i = 0; i < fee->whens; i++)
		if (fee->when[i].dimension == word("class_size"))
			return true;
	return false;
}

static bool among(int64_t first, int64_t last, int64_t size)
{
	int64_t from, to;

	if (!read_int(word_text(first), &from))
		return true; /* not understood: it may be */
	if (last == word("open"))
		return size >= from;
	return !read_int(word_text(last), &to) || (size >= from && size <= to);
}

/* Whether it may decide for a class of this size; NONE: of no size, which no span has. */
static bool fits(const struct pay *fee, int64_t size)
{
	for (size_t i = 0; i < fee->whens; i++) {
		bool in;

		if (fee->when[i].dimension != word("class_size") || fee->when[i].n == 0)
			continue;
		if (size == NONE)
			return false;
		in = among(fee->when[i].word[0], fee->when[i].word[fee->when[i].n - 1], size);
		if (in == fee->when[i].not )
			return false;
	}
	return true;
}

static bool is_of(const struct pay *fee, int64_t kind)
{
	for (size_t i = 0; i < fee->kinds; i++)
		if (fee->kind[i] == kind)
			return true;
	return false;
}

/* Whether it has a price for that unit; *ret_holds: the price is one it allows. */
static bool prices(const struct pay *fee, int64_t unit, struct exact yuan, bool *ret_holds)
{
	bool any = false;

	*ret_holds = true;
	for (size_t i = 0; i < fee->rates; i++) {
		__int128 said = (__int128)yuan.num * 100 * fee->rate[i].fen.den;
		__int128 fixed = (__int128)fee->rate[i].fen.num * yuan.den;

		if (fee->rate[i].unit != unit)
			continue;
		any = true;
		if ((said > fixed && fee->rate[i].bound != word("at_least")) ||
		    (said < fixed && fee->rate[i].bound != word("at_most")))
			*ret_holds = false;
	}
	return any;
}

/* What the fees of the line's document say of it. Conditions other than the size leave a statement
 * possible; where the size decides nothing there is nothing to see. */
static void line_see(const struct rates *r, struct check *c, int64_t id, const char *document,
                     int64_t kind, int64_t planned, int64_t unit, struct exact yuan)
{
	bool by_size = false, holds = false;

	for (size_t i = 0; i < r->fees; i++) {
		const struct pay *fee = &r->fee[i];
		bool allows;

		if (!document_is(fee->title, fee->number, document) || !is_of(fee, kind) ||
		    !prices(fee, unit, yuan, &allows))
			continue;
		by_size = by_size || asks_size(fee);
		holds = holds || (allows && fits(fee, planned));
	}
	if (!by_size)
		return;
	c->rows++;
	if (!holds)
		disagree(c, "bill_line", id,
		         SAY("文件没有这样班额的价格",
		             "its document has no such price for a class of this size"),
		         document, NULL);
}

void check_classes(struct books *b)
{
	struct check *c = check_begin("class_sizes", SAY("按班额的价格", "prices by class size"));
	struct rates r = rates_read(b->pack);
	struct table line =
		table_load(b->pack, "bill_line",
	                   "id:i offering:i item:s formula:s document:s? reverses:i", false);
	struct table seat = table_load(b->pack, "seat", "offering:i planned:i?", false);
	struct index by_reversed = index_make(&line, I_REVERSES);
	struct index by_offering = index_make(&seat, S_OFFERING);

	for (size_t i = 0; i < line.rows; i++) {
		size_t o = index_first(&b->offering_by_id, at(&line, i, I_OFFERING));
		size_t s = index_first(&by_offering, at(&line, i, I_OFFERING));
		struct exact yuan;
		int64_t unit;

		if (at(&line, i, I_ITEM) == word("price") && o != SIZE_MAX &&
		    at(&line, i, I_DOCUMENT) != NONE && at(&line, i, I_REVERSES) == NONE &&
		    index_first(&by_reversed, at(&line, i, I_ID)) == SIZE_MAX &&
		    price_said(word_text(at(&line, i, I_FORMULA)), &yuan, &unit))
			line_see(&r, c, at(&line, i, I_ID), word_text(at(&line, i, I_DOCUMENT)),
			         at(&b->offering, o, O_KIND),
			         s == SIZE_MAX ? NONE : at(&seat, s, S_PLANNED), unit, yuan);
	}
	index_free(&by_offering);
	index_free(&by_reversed);
	table_free(&seat);
	table_free(&line);
	rates_free(&r);
}

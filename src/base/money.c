#include "base/money.h"

static bool fits(__int128 fen, struct money *ret_m)
{
	if (fen > MONEY_MAX_FEN || fen < -MONEY_MAX_FEN)
		return false;
	ret_m->fen = (int64_t)fen;
	return true;
}

bool money_add(struct money a, struct money b, struct money *ret_sum)
{
	return fits((__int128)a.fen + b.fen, ret_sum);
}

bool money_sub(struct money a, struct money b, struct money *ret_diff)
{
	return fits((__int128)a.fen - b.fen, ret_diff);
}

bool money_mul(struct money a, int64_t by, struct money *ret_product)
{
	return fits((__int128)a.fen * by, ret_product);
}

bool money_ratio(struct money a, int64_t num, int64_t den, struct money *ret_part)
{
	__int128 product = (__int128)a.fen * num;
	__int128 size = product < 0 ? -product : product;
	__int128 part;

	if (den <= 0)
		return false;
	part = size / den;
	if (size % den >= den - size % den)
		part++;
	return fits(product < 0 ? -part : part, ret_part);
}

enum { MONEY_BYTES = 32 }; /* sixteen digits, a point, five commas, a sign */

/* By hand: a page of offerings writes hundreds, and printf was a sixth of its time. */
static struct str written(char *buf, struct money m, bool grouped)
{
	uint64_t fen = m.fen < 0 ? 0 - (uint64_t)m.fen : (uint64_t)m.fen;
	size_t at = MONEY_BYTES;

	for (int digits = 0; digits < 3 || fen > 0; digits++) {
		if (digits == 2)
			buf[--at] = '.';
		else if (grouped && digits > 2 && (digits - 2) % 3 == 0)
			buf[--at] = ',';
		buf[--at] = (char)('0' + fen % 10);
		fen /= 10;
	}
	if (m.fen < 0)
		buf[--at] = '-';
	return (struct str){buf + at, MONEY_BYTES - at};
}

void money_put(struct out *o, struct money m)
{
	char buf[MONEY_BYTES];

	out_put(o, written(buf, m, false));
}

struct str money_text(struct arena *a, struct money m)
{
	char buf[MONEY_BYTES];

	return str_dup(a, written(buf, m, false));
}

void money_show_put(struct out *o, struct money m)
{
	char buf[MONEY_BYTES];

	out_put(o, written(buf, m, true));
}

struct str money_show(struct arena *a, struct money m)
{
	char buf[MONEY_BYTES];

	return str_dup(a, written(buf, m, true));
}

bool money_parse(struct str s, struct money *ret_m)
{
	bool minus = str_starts(s, S("-"));
	struct str cents = minus ? str_sub(s, 1, s.n) : s;
	struct str yuan = str_cut(&cents, '.');
	int64_t whole, part = 0;
	__int128 fen;

	/* str_i64() would take a second sign. */
	if (str_starts(yuan, S("-")) || !str_i64(yuan, &whole))
		return false;
	if (cents.p) {
		if (cents.n > 2 || str_starts(cents, S("-")) || !str_i64(cents, &part))
			return false;
		if (cents.n == 1)
			part *= 10;
	}
	fen = (__int128)whole * 100 + part;
	return fits(minus ? -fen : fen, ret_m);
}

bool money_typed(struct str s, struct money *ret_m)
{
	bool minus = str_starts(s, S("-")), point = false;
	size_t first = minus ? 1 : 0;
	struct money m;

	if (s.n <= first || (s.p[first] == '0' && s.n > first + 1 && s.p[first + 1] != '.'))
		return false;
	for (size_t i = first; i < s.n; i++) {
		if (s.p[i] == '.' && !point && i > first && i + 1 < s.n)
			point = true;
		else if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	if (!money_parse(s, &m) || (minus && m.fen == 0) || m.fen > MONEY_TYPED_MAX_FEN ||
	    m.fen < -MONEY_TYPED_MAX_FEN)
		return false;
	*ret_m = m;
	return true;
}

static const char *const digit_zh[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
static const char *const place_zh[] = {"仟", "佰", "拾", ""};
enum { CAPITAL_BYTES = 256 }; /* four groups of four digits, three bytes a character, twice over */

struct capital {
	char *p;
	size_t n;
};

static void capital_put(struct capital *c, const char *s)
{
	size_t n = strlen(s);

	memcpy(c->p + c->n, s, n);
	c->n += n;
}

/* Whole yuan in groups of four digits (万, 亿, 万亿). One 零 stands for each run of zeros that has
 * a digit after it; zeros that end a group are passed over. */
static void capital_yuan(struct capital *c, int64_t yuan)
{
	int64_t group[4] = {yuan / 1000000000000, yuan / 100000000 % 10000, yuan / 10000 % 10000,
	                    yuan % 10000};
	bool begun = false, gap = false;

	for (int g = 0; g < 4; g++) {
		int64_t unit = 1000;

		if (group[g] == 0) {
			gap = begun;
			continue;
		}
		for (int i = 0; i < 4; i++, unit /= 10) {
			int64_t d = group[g] / unit % 10;

			if (d == 0) {
				gap = begun;
				continue;
			}
			if (gap)
				capital_put(c, digit_zh[0]);
			gap = false;
			begun = true;
			capital_put(c, digit_zh[d]);
			capital_put(c, place_zh[i]);
		}
		gap = false;
		if (g == 0)
			capital_put(c, group[1] ? "万" : "万亿");
		else
			capital_put(c, g == 1 ? "亿" : g == 2 ? "万" : "");
	}
}

struct str money_capital(struct arena *a, struct money m)
{
	int64_t fen = m.fen < 0 ? -m.fen : m.fen;
	int64_t yuan = fen / 100, jiao = fen / 10 % 10, cent = fen % 10;
	struct capital c = {arena_take(a, CAPITAL_BYTES), 0};

	if (!c.p || fen > MONEY_MAX_FEN)
		return S("");
	if (m.fen < 0)
		capital_put(&c, "负");
	capital_yuan(&c, yuan);
	if (yuan)
		capital_put(&c, "元");
	else if (fen == 0)
		capital_put(&c, "零元");
	if (jiao) {
		capital_put(&c, digit_zh[jiao]);
		capital_put(&c, "角");
	} else if (cent && yuan) {
		capital_put(&c, digit_zh[0]);
	}
	if (cent) {
		capital_put(&c, digit_zh[cent]);
		capital_put(&c, "分");
	}
	if (!jiao && !cent)
		capital_put(&c, "整");
	return (struct str){c.p, c.n};
}

/* The arithmetic of a printed formula, worked out again with exact fractions and rounded once at
 * the end: half up to the fen, or as the sentence says its document rounds (D9). Words between the
 * numbers say what they are and are passed over. */
#include <string.h>

#include "checks.h"

struct number {
	__int128 num, den; /* den > 0 */
	bool ok;
};

enum sign { WORDS, NUMBER, TIMES, OVER, PLUS, MINUS, EQUALS, BREAK, END };

struct reader {
	const char *s;
	struct number number;
};

static __int128 divisor(__int128 a, __int128 b)
{
	a = a < 0 ? -a : a;
	while (b) {
		__int128 r = a % b;

		a = b;
		b = r;
	}
	return a ? a : 1;
}

static struct number made(__int128 num, __int128 den)
{
	struct number n = {.num = num, .den = den, .ok = den != 0};
	__int128 d;

	if (!n.ok)
		return n;
	if (n.den < 0) {
		n.num = -n.num;
		n.den = -n.den;
	}
	d = divisor(n.num, n.den);
	n.num /= d;
	n.den /= d;
	n.ok = n.num < ((__int128)1 << 62) && n.num > -((__int128)1 << 62) &&
	       n.den < ((__int128)1 << 62);
	return n;
}

static bool is_digit(char b)
{
	return b >= '0' && b <= '9';
}

/* 1,234.50 and 20 and 0.5; a percent sign behind it counts. */
static void number_read(struct reader *r)
{
	__int128 num = 0, den = 1;
	bool point = false;
	int digits = 0;

	for (; is_digit(*r->s) || (*r->s == '.' && !point && is_digit(r->s[1])) ||
	       (*r->s == ',' && is_digit(r->s[1]) && is_digit(r->s[2]) && is_digit(r->s[3]) &&
	        !point);
	     r->s++) {
		if (*r->s == '.') {
			point = true;
		} else if (*r->s != ',' && ++digits < 18) {
			num = num * 10 + (*r->s - '0');
			den = point ? den * 10 : den;
		}
	}
	if (*r->s == '%') {
		den *= 100;
		r->s++;
	}
	r->number = made(num, den);
}

static enum sign next(struct reader *r)
{
	static const struct {
		const char *s;
		enum sign sign;
	} signs[] = {{"×", TIMES},  {"*", TIMES},   {"÷", OVER},   {"/", OVER},    {"+", PLUS},
	             {"−", MINUS},  {" - ", MINUS}, {"=", EQUALS}, {"＝", EQUALS}, {"，", BREAK},
	             {", ", BREAK}, {"；", BREAK},  {";", BREAK},  {"\n", BREAK}};

	if (!*r->s)
		return END;
	if (is_digit(*r->s)) {
		number_read(r);
		return NUMBER;
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (strncmp(r->s, signs[i].s, strlen(signs[i].s)) == 0) {
			r->s += strlen(signs[i].s);
			return signs[i].sign;
		}
	}
	r->s++;
	return WORDS;
}

/* Sums of products, left to right. */
struct sum_of {
	struct number total, product;
	enum sign pending, times;
	bool any, reckoned; /* something stands there; with a sign between two numbers */
	bool shared;        /* one of them times or over another: amounts alone never round */
};

static struct number plus(struct number a, struct number b, bool minus)
{
	return a.ok && b.ok ? made(a.num * b.den + (minus ? -b.num : b.num) * a.den, a.den * b.den)
	                    : (struct number){0};
}

static struct number times(struct number a, struct number b, bool over)
{
	if (!a.ok || !b.ok)
		return (struct number){0};
	return over ? made(a.num * b.den, a.den * b.num) : made(a.num * b.num, a.den * b.den);
}

static void sum_number(struct sum_of *s, struct number n)
{
	/* A number right behind a number names something ("第 2 期 3 次"): the last one counts. */
	if (!s->any || s->times == WORDS)
		s->product = n;
	else
		s->product = times(s->product, n, s->times == OVER);
	s->times = WORDS;
	s->any = true;
}

static void sum_close(struct sum_of *s, enum sign pending)
{
	s->total =
		s->pending == WORDS ? s->product : plus(s->total, s->product, s->pending == MINUS);
	s->pending = pending;
	s->times = WORDS;
	s->any = false;
}

static int64_t fen_of(struct number n, struct rounding to)
{
	return n.ok ? rounded(n.num * 100, n.den, to) : NONE;
}

bool formula_holds(const char *sentence, int64_t *ret_fen, int64_t *ret_worked)
{
	struct reader r = {.s = sentence};
	struct sum_of left = {.times = WORDS, .pending = WORDS};
	bool waits = false; /* an "=" was read: the next number is the result */
	bool holds = true;
	struct rounding to = rounding_said(sentence);

	*ret_fen = *ret_worked = NONE;
	for (enum sign sign = next(&r); sign != END && !(sign == BREAK && r.s[-1] == '\n');
	     sign = next(&r)) {
		switch (sign) {
		case NUMBER:
			*ret_fen = fen_of(r.number, TO_FEN);
			if (waits && left.reckoned) {
				*ret_worked = fen_of(left.total, left.shared ? to : TO_FEN);
				holds = holds && *ret_worked == *ret_fen;
			}
			if (waits)
				left = (struct sum_of){.times = WORDS, .pending = WORDS};
			waits = false;
			sum_number(&left, r.number);
			break;
		case TIMES:
		case OVER:
			left.times = sign;
			left.reckoned = left.shared = true;
			break;
		case PLUS:
		case MINUS:
			if (left.any)
				sum_close(&left, sign);
			left.reckoned = true;
			break;
		case EQUALS:
			waits = left.any;
			if (left.any)
				sum_close(&left, WORDS);
			break;
		case BREAK:
			left = (struct sum_of){.times = WORDS, .pending = WORDS};
			waits = false;
			break;
		case WORDS:
		case END:
			break;
		}
	}
	return holds;
}

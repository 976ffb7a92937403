/* Numbers of workbook cells, in decimal text only: a double would lose the digits people typed. */
#include "docs/table.h"

#define KEPT 15  /* significant digits a spreadsheet keeps */
#define WIDE 340 /* digits before and after the point that a double can ask for */

struct decimal {
	bool negative;
	char digit[KEPT + 1]; /* significant digits, without leading zeros; one more to round by */
	int32_t n;            /* of them */
	int32_t point;        /* the decimal point stands after this many digits */
};

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* Digits and the point; what follows is left in *s. */
static bool read_mantissa(struct str *s, struct decimal *d)
{
	bool seen = false, point = false;

	for (; s->n > 0; s->p++, s->n--) {
		char ch = *s->p;

		if (ch == '.' && !point) {
			point = true;
			continue;
		}
		if (!is_digit(ch))
			break;
		seen = true;
		if (ch == '0' && d->n == 0) { /* a leading zero */
			d->point -= point ? 1 : 0;
			continue;
		}
		if (d->n <= KEPT)
			d->digit[d->n++] = ch;
		d->point += point ? 0 : 1;
		if (d->point > WIDE || d->point < -WIDE)
			return false;
	}
	return seen;
}

static bool read_exponent(struct str s, int32_t *ret_e)
{
	int64_t e;

	if (s.n == 0) {
		*ret_e = 0;
		return true;
	}
	if (*s.p != 'e' && *s.p != 'E')
		return false;
	s = str_sub(s, 1, s.n);
	if (s.n > 1 && *s.p == '+' && is_digit(s.p[1]))
		s = str_sub(s, 1, s.n);
	if (!str_i64(s, &e) || e > WIDE || e < -WIDE)
		return false;
	*ret_e = (int32_t)e;
	return true;
}

/* Half up at the sixteenth digit, then without trailing zeros. */
static void round_digits(struct decimal *d)
{
	if (d->n > KEPT) {
		int32_t i = KEPT - 1;

		d->n = KEPT;
		if (d->digit[KEPT] >= '5') {
			while (i >= 0 && d->digit[i] == '9')
				d->digit[i--] = '0';
			if (i >= 0) {
				d->digit[i]++;
			} else {
				d->digit[0] = '1';
				d->point++;
			}
		}
	}
	while (d->n > 0 && d->digit[d->n - 1] == '0')
		d->n--;
}

static struct str print_decimal(struct arena *a, const struct decimal *d)
{
	int32_t lead = d->point < 0 ? -d->point : 0;
	int32_t whole = d->point > 0 ? d->point : 0;
	int32_t last = d->n > whole ? d->n : whole;
	char *p = NEW_N(a, (size_t)(lead + last) + 4, char);
	size_t k = 0;

	if (p == NULL)
		return S("");
	if (d->negative && d->n > 0)
		p[k++] = '-';
	if (whole == 0 || d->n == 0)
		p[k++] = '0';
	for (int32_t i = 0; d->n > 0 && i < last; i++) {
		if (i == whole) {
			p[k++] = '.';
			for (int32_t z = 0; z < lead; z++)
				p[k++] = '0';
		}
		p[k++] = i < d->n ? d->digit[i] : '0';
	}
	return (struct str){p, k};
}

bool cell_decimal(struct arena *a, struct str number, struct str *ret_plain)
{
	struct decimal d = {0};
	struct str s = number;
	int32_t e = 0;

	if (s.n > 0 && (*s.p == '-' || *s.p == '+')) {
		d.negative = *s.p == '-';
		s = str_sub(s, 1, s.n);
	}
	if (!read_mantissa(&s, &d) || !read_exponent(s, &e))
		return false;
	d.point += e;
	if (d.n > 0 && (d.point > KEPT || d.point < -WIDE))
		return false;
	round_digits(&d);
	if (d.n > 0 && d.point > KEPT)
		return false;
	*ret_plain = print_decimal(a, &d);
	return true;
}

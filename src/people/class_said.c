#include "people/class_said.h"

struct reader {
	struct str s;
};

static bool take(struct reader *r, const char *word)
{
	struct str w = str_of(word);

	if (!str_starts(r->s, w))
		return false;
	r->s = str_sub(r->s, w.n, r->s.n);
	return true;
}

static bool digits(struct reader *r, int64_t *ret_v, size_t *ret_n)
{
	size_t n = 0;

	while (n < r->s.n && r->s.p[n] >= '0' && r->s.p[n] <= '9')
		n++;
	if (n == 0 || n > 4 || !str_i64(str_sub(r->s, 0, n), ret_v))
		return false;
	r->s = str_sub(r->s, n, r->s.n);
	*ret_n = n;
	return true;
}

static bool one_to_nine(struct reader *r, int64_t *ret_v)
{
	static const char *const words[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};

	for (size_t i = 0; i < 9; i++)
		if (take(r, words[i])) {
			*ret_v = (int64_t)i + 1;
			return true;
		}
	return false;
}

/* 一 .. 九十九 */
static bool numeral(struct reader *r, int64_t *ret_v)
{
	struct reader at = *r;
	int64_t tens = 1, ones = 0;
	bool some = one_to_nine(&at, &tens);

	if (take(&at, "十")) {
		one_to_nine(&at, &ones);
		*ret_v = tens * 10 + ones;
	} else if (some) {
		*ret_v = tens;
	} else {
		return false;
	}
	*r = at;
	return true;
}

static bool number(struct reader *r, int64_t *ret_v)
{
	size_t n;

	return digits(r, ret_v, &n) || numeral(r, ret_v);
}

/* A grade that says it is one: with its word, or with its stage in front. */
static bool grade_marked(struct reader *r, int64_t *ret_grade)
{
	struct reader at = *r;
	int64_t first = 0, v, most = 12;
	bool stage = true;

	if (take(&at, "初中") || take(&at, "初")) {
		first = 6;
		most = 3;
	} else if (take(&at, "高中") || take(&at, "高")) {
		first = 9;
		most = 3;
	} else {
		stage = take(&at, "小学") || take(&at, "grade") || take(&at, "Grade");
	}
	if (!number(&at, &v) || v < 1)
		return false;
	if (!take(&at, "年级") && !take(&at, "年") && !stage)
		return false;
	if (first > 0 && v > most && v <= first + 3 && v > first) /* 初中七年级 */
		first = 0;
	else if (v > most)
		return false;
	*ret_grade = first + v;
	*r = at;
	return true;
}

static struct reader reader_of(struct arena *a, struct str said)
{
	struct str s = utf8_fold_width(a, said);
	char *p = arena_take(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; p && i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ')
			p[n++] = s.p[i];
	return (struct reader){p ? (struct str){p, n} : S("")};
}

static bool over(const struct reader *r)
{
	return r->s.n == 0;
}

bool grade_said(struct arena *a, struct str said, int64_t *ret_grade)
{
	struct reader r = reader_of(a, said), plain = r;
	int64_t v;

	if (grade_marked(&r, &v) && over(&r)) {
		*ret_grade = v;
		return true;
	}
	if (!number(&plain, &v) || !over(&plain) || v < 1 || v > 12)
		return false;
	*ret_grade = v;
	return true;
}

/* (3)班, 3班, 三班, 3 */
static bool class_number(struct reader *r, int64_t *ret_number)
{
	bool bracket = take(r, "(") || take(r, "[");

	take(r, "第");
	if (!number(r, ret_number))
		return false;
	if (bracket && !take(r, ")") && !take(r, "]"))
		return false;
	take(r, "班");
	return over(r);
}

/* 二(3)班, 二3班, 六一班, 3-2: a grade without its word. */
static bool grade_bare(struct reader *r, int64_t *ret_grade)
{
	struct reader at = *r;
	size_t n;

	if (!digits(&at, ret_grade, &n)) {
		if (!one_to_nine(&at, ret_grade) || str_starts(at.s, S("十")))
			return false;
	} else if (!str_starts(at.s, S("(")) && !take(&at, "-") && !take(&at, ".")) {
		return false;
	}
	*r = at;
	return true;
}

static bool three_digits(struct reader r, int64_t *ret_grade, int64_t *ret_number)
{
	int64_t v;
	size_t n;

	if (!digits(&r, &v, &n) || n < 3)
		return false;
	take(&r, "班");
	*ret_grade = v / 100;
	*ret_number = v % 100;
	return over(&r);
}

bool class_said(struct arena *a, struct str grade, struct str class, int64_t *ret_grade,
                int64_t *ret_number)
{
	struct reader whole = reader_of(a, class), r = whole;
	int64_t told = 0, g = 0, n = 0;
	bool found = false;

	if (str_some(grade) && !grade_said(a, grade, &told))
		return false;
	if (three_digits(whole, &g, &n)) {
		found = true;
	} else if (grade_marked(&r, &g)) {
		take(&r, "-");
		found = class_number(&r, &n);
	} else {
		r = whole;
		found = class_number(&r, &n);
		if (!found) {
			r = whole;
			found = grade_bare(&r, &g) && class_number(&r, &n);
		}
	}
	if (!found || n < 1 || n > 99 || (g && told && g != told))
		return false;
	g = g ? g : told;
	if (g < 1 || g > 12)
		return false;
	*ret_grade = g;
	*ret_number = n;
	return true;
}

#include "people/idnum.h"

#include "base/gb2260.h"

const char *idnum_fault(enum idnum_flaw f)
{
	static const char *const codes[IDNUM_FLAW_COUNT] = {
		[IDNUM_LENGTH] = "id_length",       [IDNUM_OLD] = "id_old",
		[IDNUM_CHARACTER] = "id_character", [IDNUM_KIND] = "id_kind",
		[IDNUM_DATE] = "id_date",           [IDNUM_CHECK] = "id_check",
	};

	return codes[f];
}

const char *mobile_fault(enum idnum_flaw f)
{
	switch (f) {
	case IDNUM_LENGTH:
		return "phone_length";
	case IDNUM_CHARACTER:
		return "phone_character";
	case IDNUM_KIND:
		return "phone_kind";
	default: /* it has no date and no check digit */
		return idnum_fault(f);
	}
}

/* ---- letters and digits ---- */

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool is_letter(char ch)
{
	return ch >= 'A' && ch <= 'Z';
}

/* Plain width, no blanks around, upper case. Nothing when memory is out: too short for all. */
static struct str fold(struct arena *a, struct str s)
{
	struct str plain = str_dup(a, utf8_fold_width(a, s));
	char *p = (char *)(uintptr_t)plain.p; /* our own copy */

	for (size_t i = 0; i < plain.n; i++) {
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 'a' + 'A');
	}
	return plain;
}

static bool digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
	}
	return true;
}

static int32_t number_at(const char *p, size_t n)
{
	int32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (p[i] - '0');
	return v;
}

/* Eight digits YYYYMMDD that are a day; nobody in a school was born before 1850. */
static bool birth_at(const char *p, struct date *ret_d)
{
	return number_at(p, 4) >= 1850 && number_at(p, 4) <= 2199 &&
	       date_of(number_at(p, 4), number_at(p + 4, 2), number_at(p + 6, 2), ret_d);
}

/* ---- 公民身份号码 ---- */

/* ISO 7064 MOD 11-2 over 17 digits. */
static char citizen_check(const char *p)
{
	static const uint8_t weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;

	for (size_t i = 0; i < 17; i++)
		sum += (p[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

/* `s` is folded already. */
static enum idnum_flaw citizen_check_all(struct str s, struct citizen_id *ret_id)
{
	struct date birth;

	if (s.n == 15 && digits(s))
		return IDNUM_OLD;
	if (s.n != 18)
		return IDNUM_LENGTH;
	if (!digits(str_sub(s, 0, 17)) || (!is_digit(s.p[17]) && s.p[17] != 'X'))
		return IDNUM_CHARACTER;
	if (!birth_at(s.p + 6, &birth))
		return IDNUM_DATE;
	if (citizen_check(s.p) != s.p[17])
		return IDNUM_CHECK;
	*ret_id = (struct citizen_id){.number = s,
	                              .region = number_at(s.p, 6),
	                              .province_known = gb2260_province(number_at(s.p, 2)),
	                              .birth = birth,
	                              .male = (s.p[16] - '0') % 2 == 1};
	return IDNUM_OK;
}

enum idnum_flaw citizen_id_read(struct arena *a, struct str s, struct citizen_id *ret_id)
{
	return citizen_check_all(fold(a, s), ret_id);
}

/* ---- 全国学籍号 ---- */

/* J and L: six digits of region, date of birth, four more. */
static enum idnum_flaw pupil_body(struct str body, char kind, struct pupil_number *n)
{
	if (!digits(str_sub(body, 0, 14)))
		return IDNUM_CHARACTER;
	for (size_t i = 14; i < 18; i++) {
		bool letter = kind == 'L' ? is_letter(body.p[i]) : i == 17 && body.p[i] == 'X';

		if (!is_digit(body.p[i]) && !letter)
			return IDNUM_CHARACTER;
	}
	if (!birth_at(body.p + 6, &n->birth))
		return IDNUM_DATE;
	n->check_holds = kind == 'L' || citizen_check(body.p) == body.p[17];
	return IDNUM_OK;
}

enum idnum_flaw pupil_number_read(struct arena *a, struct str s, struct pupil_number *ret_n)
{
	struct str number = fold(a, s), body = str_sub(number, 1, number.n);
	struct pupil_number n = {.number = number};
	enum idnum_flaw flaw;

	if (number.n != 19)
		return IDNUM_LENGTH;
	n.kind = number.p[0];
	if (n.kind == 'G') {
		struct citizen_id id;

		flaw = citizen_check_all(body, &id);
		if (flaw == IDNUM_OK) {
			n.birth = id.birth;
			n.check_holds = true;
		}
	} else if (n.kind == 'J' || n.kind == 'L') {
		flaw = pupil_body(body, n.kind, &n);
	} else {
		flaw = IDNUM_KIND;
	}
	if (flaw == IDNUM_OK)
		*ret_n = n;
	return flaw;
}

/* ---- 统一社会信用代码 ---- */

/* The alphabet has no I O S V Z, so values are places in it, not distances from 'A'. */
static const char credit_letters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static bool credit_value(char ch, int *ret_v)
{
	const char *at = ch != '\0' ? strchr(credit_letters, ch) : NULL;

	if (at == NULL)
		return false;
	*ret_v = (int)(at - credit_letters);
	return true;
}

/* Weights are 3^i mod 31. */
static bool credit_check(struct str s, char *ret_check)
{
	int sum = 0, weight = 1, v;

	for (size_t i = 0; i < 17; i++) {
		if (!credit_value(s.p[i], &v))
			return false;
		sum += v * weight;
		weight = weight * 3 % 31;
	}
	*ret_check = credit_letters[(31 - sum % 31) % 31];
	return credit_value(s.p[17], &v);
}

/* GB 11714 over the eight characters at p; here letters count from A = 10 without gaps. */
static char organisation_check(const char *p)
{
	static const uint8_t weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0, c;

	for (size_t i = 0; i < 8; i++)
		sum += (is_digit(p[i]) ? p[i] - '0' : p[i] - 'A' + 10) * weights[i];
	c = 11 - sum % 11;
	return c == 10 ? 'X' : c == 11 ? '0' : (char)('0' + c);
}

enum idnum_flaw credit_code_read(struct arena *a, struct str s, struct credit_code *ret_c)
{
	struct str number = fold(a, s);
	char check;

	if (number.n != 18)
		return IDNUM_LENGTH;
	if (!credit_check(number, &check) || !digits(str_sub(number, 2, 6)))
		return IDNUM_CHARACTER;
	if (check != number.p[17] || organisation_check(number.p + 8) != number.p[16])
		return IDNUM_CHECK;
	*ret_c = (struct credit_code){.number = number, .region = number_at(number.p + 2, 6)};
	return IDNUM_OK;
}

/* ---- 学校(机构)标识码 ---- */

static bool is_category(int32_t code)
{
	static const uint8_t categories[] = {11, 21, 22, 31, 32, 33, 34, 35,
	                                     36, 37, 41, 42, 51, 91, 92, 93};

	for (size_t i = 0; i < sizeof(categories); i++) {
		if (categories[i] == code)
			return true;
	}
	return false;
}

enum idnum_flaw school_code_read(struct arena *a, struct str s, struct school_code *ret_s)
{
	struct str number = fold(a, s);
	struct school_code code = {.number = number};

	if (number.n != 10)
		return IDNUM_LENGTH;
	if (!digits(number))
		return IDNUM_CHARACTER;
	code.category = number_at(number.p, 2);
	code.province = number_at(number.p + 2, 2);
	if (!is_category(code.category) || !gb2260_province(code.province))
		return IDNUM_KIND;
	*ret_s = code;
	return IDNUM_OK;
}

/* ---- 手机号码 ---- */

static struct str without_marks(struct arena *a, struct str s)
{
	char *p = NEW_N(a, s.n + 1, char);
	size_t n = 0;

	if (p == NULL)
		return S("");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != ' ' && s.p[i] != '-')
			p[n++] = s.p[i];
	}
	return (struct str){p, n};
}

enum idnum_flaw mobile_read(struct arena *a, struct str s, struct str *ret_number)
{
	static const struct str prefixes[] = {{"+86", 3}, {"0086", 4}, {"86", 2}};
	struct str number = without_marks(a, fold(a, s));

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (number.n == 11 + prefixes[i].n && str_starts(number, prefixes[i]))
			number = str_sub(number, prefixes[i].n, 11);
	}
	if (!digits(number))
		return IDNUM_CHARACTER;
	if (number.n != 11)
		return IDNUM_LENGTH;
	if (number.p[0] != '1' || number.p[1] < '3')
		return IDNUM_KIND;
	*ret_number = number;
	return IDNUM_OK;
}

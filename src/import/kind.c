/* The kinds there are, and what they all need. */
#include "import/import.h"

static struct {
	const struct import_kind *const *v;
	size_t n;
} known;

void import_use(const struct import_kind *const *kinds, size_t n)
{
	known.v = kinds;
	known.n = n;
}

size_t import_kind_count(void)
{
	return known.n;
}

const struct import_kind *import_kind_at(size_t i)
{
	return i < known.n ? known.v[i] : NULL;
}

const struct import_kind *import_kind_find(struct str name)
{
	for (size_t i = 0; i < known.n; i++)
		if (str_is(name, known.v[i]->name))
			return known.v[i];
	return NULL;
}

struct str import_first(enum lang lang, enum text_id id)
{
	struct str s = text(lang, id);

	return str_cut(&s, '|');
}

void import_bad(struct import_row *row, size_t column, const char *code, struct str allowed)
{
	if (row->problem_n < IMPORT_PROBLEMS_MAX)
		row->problem[row->problem_n++] = (struct import_problem){column, code, allowed};
}

static size_t column_of(const struct import_kind *k, struct str field)
{
	for (size_t i = 0; i < k->column_n; i++)
		if (str_is(field, k->column[i].field ? k->column[i].field : k->column[i].name))
			return i;
	return SIZE_MAX;
}

/* What forms say of a field reads oddly beside a cell. */
static const char *code_of(const char *code)
{
	if (code && strcmp(code, "missing_field") == 0)
		return "import_missing";
	if (code && strcmp(code, "too_long") == 0)
		return "import_long";
	return fault_lookup(code)->code;
}

void import_fault(struct ctx *c, const struct import_kind *k, struct import_row *row)
{
	size_t at = str_some(c->fault.field) ? column_of(k, c->fault.field) : SIZE_MAX;

	import_bad(row, at, code_of(c->fault.code), c->fault.allowed);
	c->fault = (struct fault){0};
}

/* What people put around and into a title without meaning it. */
static bool meaningless(uint32_t cp)
{
	return cp <= ' ' || cp == '*' || cp == ':' || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF ||
	       cp == 0x200B || cp == 0x2605;
}

struct str import_plain(struct arena *a, struct str s)
{
	struct str rest = utf8_fold_width(a, s);
	char *p = NEW_N(a, rest.n + 1, char);
	size_t n = 0;
	uint32_t cp;
	int depth = 0;

	if (p == NULL)
		return S("");
	while (utf8_next(&rest, &cp)) {
		depth += cp == '(';
		if (depth == 0 && !meaningless(cp))
			n += utf8_put(p + n, cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp);
		depth -= cp == ')' && depth > 0;
	}
	return (struct str){p, n};
}

bool import_choice(struct ctx *c, const struct import_column *col, struct str value, size_t *ret_i)
{
	struct str plain = import_plain(c->arena, value);

	for (size_t i = 0; col->choices && col->choices[i] != TEXT_NONE; i++) {
		for (int lang = 0; lang < LANG_COUNT; lang++) {
			struct str rest = text((enum lang)lang, col->choices[i]);

			while (rest.p != NULL) {
				struct str one = str_cut(&rest, '|');

				if (str_eq(import_plain(c->arena, one), plain)) {
					*ret_i = i;
					return true;
				}
			}
		}
	}
	return false;
}

/* Three numbers apart by anything that is no digit. */
static bool date_parts(struct str s, int64_t part[3])
{
	size_t n = 0;
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';

		if (digit && !in) {
			if (n == 3)
				return false;
			part[n++] = 0;
		}
		if (digit) {
			part[n - 1] = part[n - 1] * 10 + (s.p[i] - '0');
			if (part[n - 1] > 99999999)
				return false;
		}
		in = digit;
	}
	if (n == 1 && s.n == 8) { /* 20160229 */
		part[2] = part[0] % 100;
		part[1] = part[0] / 100 % 100;
		part[0] /= 10000;
		return true;
	}
	return n == 3;
}

bool import_date(struct str value, struct date *ret_d)
{
	int64_t part[3];
	struct str day = value;

	if (value.n > 10 && value.p[10] == 'T') /* a cell that holds a time of day too */
		day = str_sub(value, 0, 10);
	if (day.n > 24 || !date_parts(day, part) || part[0] < 1900 || part[0] > 2200)
		return false;
	return date_of((int32_t)part[0], (int32_t)part[1], (int32_t)part[2], ret_d);
}

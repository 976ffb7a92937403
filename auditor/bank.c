/* The bank's own file against the lines the pack says were taken from it. */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "sheet.h"

#define FILE_MOST ((size_t)64 << 20)

/* --- the file, as UTF-8 ----------------------------------------------------------------------- */

struct text {
	char *p;
	size_t n, at;
};

static bool is_utf8(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t more = p[i] < 0x80   ? 0
		              : p[i] < 0xc2 ? n
		              : p[i] < 0xe0 ? 1
		              : p[i] < 0xf0 ? 2
		              : p[i] < 0xf5 ? 3
		                            : n;

		if (more >= n - i)
			return false;
		for (size_t k = 1; k <= more; k++) {
			if ((p[i + k] & 0xc0) != 0x80)
				return false;
		}
		i += more + 1;
	}
	return true;
}

static void from_gbk(struct text *t, const char *file)
{
	size_t room = t->n * 2 + 1, left = room, in = t->n;
	char *out = take(room, 1), *to = out, *from = t->p;
	iconv_t cd = iconv_open("UTF-8", "GB18030");

	if (cd == (iconv_t)-1 || iconv(cd, &from, &in, &to, &left) == (size_t)-1)
		fail(SAY("%s: 编码既不是 UTF-8 也不是 GBK", "%s: neither UTF-8 nor GBK"), file);
	iconv_close(cd);
	free(t->p);
	t->p = out;
	t->n = room - left;
}

static FILE *file_open(const char *file)
{
	FILE *f = fopen(file, "rbe");

	if (!f)
		fail(SAY("%s: 打不开", "%s: cannot be opened"), file);
	return f;
}

static struct text file_text(const char *file)
{
	FILE *f = file_open(file);
	struct text t = {0};

	t.p = take(FILE_MOST, 1);
	t.n = fread(t.p, 1, FILE_MOST, f);
	if (ferror(f) || t.n == FILE_MOST)
		fail(SAY("%s: 读不完或太大", "%s: cannot be read, or is too large"), file);
	fclose(f);
	if (t.n >= 2 && memcmp(t.p, "PK", 2) == 0) {
		free(t.p);
		t.p = sheet_csv(file, &t.n);
		return t;
	}
	if (!is_utf8((const unsigned char *)t.p, t.n))
		from_gbk(&t, file);
	if (t.n >= 3 && memcmp(t.p, "\xef\xbb\xbf", 3) == 0)
		t.at = 3;
	return t;
}

static size_t text_read(void *from, char *buf, size_t n)
{
	struct text *t = from;
	size_t take_n = t->n - t->at < n ? t->n - t->at : n;

	memcpy(buf, t->p + t->at, take_n);
	t->at += take_n;
	return take_n;
}

/* --- its columns ------------------------------------------------------------------------------ */

enum { C_DAY, C_SERIAL, C_IN, C_OUT, C_ONE, C_COLUMNS };
static const char *const TITLES[C_COLUMNS] = {
	"交易日期|记账日期|交易时间|记账日|日期|day", "交易流水号|流水号|凭证号|交易序号|serial",
	"收入金额|贷方发生额|收入|贷方金额|存入|in", "支出金额|借方发生额|支出|借方金额|支取|out",
	"交易金额|发生额|金额|amount"};

static bool is_title(const char *cell, const char *titles)
{
	const char *at = strstr(titles, cell);
	size_t n = strlen(cell);

	for (; *cell && at; at = strstr(at + 1, cell)) {
		if ((at == titles || at[-1] == '|') && (at[n] == '|' || !at[n]))
			return true;
	}
	return false;
}

static bool titles_at(const struct csv *c, size_t col[C_COLUMNS])
{
	for (int k = 0; k < C_COLUMNS; k++) {
		col[k] = SIZE_MAX;
		for (size_t i = 0; i < c->fields && col[k] == SIZE_MAX; i++) {
			if (is_title(c->field[i], TITLES[k]))
				col[k] = i;
		}
	}
	return col[C_DAY] != SIZE_MAX && col[C_SERIAL] != SIZE_MAX &&
	       (col[C_ONE] != SIZE_MAX || col[C_IN] != SIZE_MAX);
}

/* "1,234.5" as fen; commas are the bank's. */
static bool fen_read(const char *s, int64_t *ret_fen)
{
	bool minus = *s == '-';
	int64_t fen = 0;
	int decimals = -1;

	for (s += minus; *s; s++) {
		if (*s == ',')
			continue;
		if (*s == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || decimals == 2 || fen > INT64_MAX / 100)
			return false;
		fen = fen * 10 + (*s - '0');
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 2; decimals++)
		fen *= 10;
	*ret_fen = minus ? -fen : fen;
	return true;
}

static const char *cell(const struct csv *c, size_t col)
{
	return col < c->fields ? c->field[col] : "";
}

/* 2026-09-02, 2026/9/2 and 20260902, a time behind it or not; of a workbook 46267 too, counted from
 * 1899-12-30. */
static bool day_any(const char *s, int64_t *ret_day)
{
	static const size_t most[] = {4, 2, 2};
	long part[3];
	char iso[16];
	char *end;
	long serial = strtol(s, &end, 10);

	if ((*end == '\0' || *end == '.') && end - s == 5) {
		*ret_day = serial - 25569;
		return true;
	}
	for (int i = 0; i < 3; i++) {
		char digits[5] = "";
		size_t n = strspn(s, "0123456789");

		n = n < most[i] ? n : most[i];
		if (n == 0)
			return false;
		memcpy(digits, s, n);
		part[i] = strtol(digits, NULL, 10);
		s += n;
		s += i < 2 && *s && strchr("-/.", *s);
	}
	snprintf(iso, sizeof iso, "%04ld-%02ld-%02ld", part[0] % 10000, part[1] % 100,
	         part[2] % 100);
	return read_day(iso, ret_day);
}

/* False: not a line of the statement (sums, remarks). */
static bool line_fen(const struct csv *c, const size_t col[C_COLUMNS], int64_t *ret_fen)
{
	int64_t in = 0, out = 0;

	if (col[C_IN] == SIZE_MAX || col[C_OUT] == SIZE_MAX)
		return *cell(c, col[C_ONE]) && fen_read(cell(c, col[C_ONE]), ret_fen);
	if (!fen_read(cell(c, col[C_IN]), &in) || !fen_read(cell(c, col[C_OUT]), &out))
		return false;
	*ret_fen = in - out;
	return *ret_fen != 0;
}

/* --- against the pack ------------------------------------------------------------------------- */

enum { K_ID, K_DAY, K_FEN, K_SERIAL };

void check_bank(struct books *b, const char *file)
{
	struct check *c = check_begin("bank", SAY("银行流水", "the bank's file"));
	struct table k = table_load(b->pack, "bank_line", "id:i day:d amount_fen:i serial:s", true);
	struct index by_serial = index_make(&k, K_SERIAL);
	struct text t = file_text(file);
	bool *seen = take(k.rows, sizeof *seen), titles = false;
	size_t col[C_COLUMNS];
	int64_t first = INT64_MAX, last = INT64_MIN;
	struct csv row;

	csv_begin(&row, text_read, &t, file);
	while (csv_next(&row)) {
		int64_t fen, day;
		size_t at_row;

		if (!titles) {
			titles = titles_at(&row, col);
			continue;
		}
		if (!*cell(&row, col[C_SERIAL]) || !line_fen(&row, col, &fen))
			continue;
		c->rows++;
		if (day_any(cell(&row, col[C_DAY]), &day)) {
			first = day < first ? day : first;
			last = day > last ? day : last;
		}
		at_row = index_first(&by_serial, word(cell(&row, col[C_SERIAL])));
		if (at_row == SIZE_MAX) {
			disagree(c, "bank", (int64_t)row.line,
			         SAY("平台没有这一笔", "a line the books do not have"),
			         cell(&row, col[C_SERIAL]), NULL);
			continue;
		}
		seen[at_row] = true;
		disagree_fen(c, "bank_line", at(&k, at_row, K_ID), SAY("金额", "amount"),
		             at(&k, at_row, K_FEN), fen);
	}
	if (!titles)
		fail(SAY("%s: 找不到日期、流水号、金额的列名",
		         "%s: no titles of day, serial and amount"),
		     file);
	for (size_t i = 0; i < k.rows; i++) {
		if (!seen[i] && at(&k, i, K_DAY) >= first && at(&k, i, K_DAY) <= last)
			disagree(c, "bank_line", at(&k, i, K_ID),
			         SAY("银行流水里没有这一笔", "a line the bank does not have"),
			         yuan(at(&k, i, K_FEN)), NULL);
	}
	csv_end(&row);
	free(t.p);
	free(seen);
	index_free(&by_serial);
	table_free(&k);
}

/* What a refund does not give back: absences too short to count, and a handling fee. What a line
 * says of it stands in its document, and what its document keeps of every refund the line says. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "rates.h"

#define IN_A_ROW   "只计连满 "
#define NO_ABSENCE "没有缺勤；"
#define FEE        "手续费 "
#define BACK       "已退 "

enum { N_REFUND, N_FEN, N_FORMULA, N_DOCUMENT };

/* --- what a line says --------------------------------------------------------------------------
 */

/* A number of the sentence; *io_s is behind it. den 0: none stands there. */
static struct exact number_at(const char **io_s)
{
	char copy[32] = "";
	size_t n = strspn(*io_s, "0123456789.");
	struct exact e = {0};

	if (n == 0 || n >= sizeof copy)
		return e;
	memcpy(copy, *io_s, n);
	*io_s += n;
	if (!read_decimal(copy, &e.num, &e.den))
		e.den = 0;
	if (e.den && **io_s == '/') { /* a third is a third */
		struct exact by;

		++*io_s;
		by = number_at(io_s);
		if (by.den == 0 || by.num == 0 || !exact_times(&e, by.den, by.num))
			e.den = 0;
	}
	return e;
}

static bool same(struct exact a, struct exact b)
{
	return a.den && b.den && (__int128)a.num * b.den == (__int128)b.num * a.den;
}

/* Whether one of the runs the sentence tells is as long as it says. */
static bool long_enough(const char *line, struct exact least)
{
	const char *s = strstr(line, "连续缺勤 ");
	bool any = false;

	for (s = s ? s + strlen("连续缺勤 ") : NULL; s;) {
		struct exact run = number_at(&s);

		any = any ||
		      (run.den && (__int128)run.num * least.den >= (__int128)least.num * run.den);
		s = run.den && strncmp(s, "、", strlen("、")) == 0 ? s + strlen("、") : NULL;
	}
	return any;
}

struct terms {
	size_t n, rows, fees; /* that pay back; with days in a row; that keep something */
	bool row, fee;        /* one of them as the line says */
};

static struct terms terms_of(const struct rates *k, const char *document, struct exact row,
                             struct exact fen, struct exact percent)
{
	struct terms t = {0};

	for (size_t i = 0; i < k->backs; i++) {
		const struct back *v = &k->back[i];

		if (v->nothing || !document_is(v->title, v->number, document))
			continue;
		t.n++;
		t.rows += v->row.den != 0;
		t.fees += v->fen.den != 0 || v->share.den != 0;
		t.row = t.row || same(v->row, row);
		t.fee = t.fee || same(v->fen, fen) || same(v->share, percent);
	}
	return t;
}

/* "手续费 83.03 × 0.05": a share; else the amount itself. */
static void fee_said(const char *line, struct exact *ret_fen, struct exact *ret_percent)
{
	const char *s = strstr(line, FEE), *times = " × ";
	struct exact n;

	*ret_fen = *ret_percent = (struct exact){0};
	if (!s)
		return;
	s += strlen(FEE);
	n = number_at(&s);
	if (strncmp(s, times, strlen(times)) == 0) {
		s += strlen(times);
		*ret_percent = number_at(&s);
		if (!exact_times(ret_percent, 100, 1))
			ret_percent->den = 0;
	} else if (exact_times(&n, 100, 1)) {
		*ret_fen = n;
	}
}

static void line_check(struct check *c, const struct rates *k, int64_t refund, int64_t back,
                       const char *line, const char *document)
{
	const char *s = strstr(line, IN_A_ROW);
	struct exact row = {0}, fen, percent;
	struct terms t;

	if (s) {
		s += strlen(IN_A_ROW);
		row = number_at(&s);
	}
	fee_said(line, &fen, &percent);
	t = terms_of(k, document, row, fen, percent);
	if (t.n == 0) /* the pack does not say what it says */
		return;
	c->rows += t.rows || t.fees || row.den || fen.den || percent.den;
	if (row.den ? !t.row : t.rows == t.n && back > 0 && !strstr(line, NO_ABSENCE))
		disagree(c, "refund_line", refund,
		         SAY("与文件规定的连续缺勤天数不符",
		             "not the days in a row of its document"),
		         document, NULL);
	if (row.den && back > 0 && !strstr(line, BACK) && !long_enough(line, row))
		disagree(c, "refund_line", refund,
		         SAY("没有一次连续缺勤够天数", "no absence was as long as it had to be"),
		         yuan(back), yuan(0));
	if (fen.den || percent.den ? !t.fee : t.fees == t.n && back > 0)
		disagree(c, "refund_line", refund,
		         SAY("与文件规定的手续费不符", "not the handling fee of its document"),
		         document, NULL);
}

void check_kept(struct books *b)
{
	struct check *c = check_begin(
		"refund_terms", SAY("退费扣减以文件为据", "kept of refunds as documents say"));
	struct table n = table_load(b->pack, "refund_line",
	                            "refund:i amount_fen:i formula:s document:s?", true);
	struct rates k = rates_read(b->pack);

	for (size_t i = 0; i < n.rows; i++) {
		const char *said = word_text(at(&n, i, N_FORMULA));
		size_t length = strcspn(said, "\n");
		char *line;

		if (at(&n, i, N_DOCUMENT) == NONE)
			continue;
		line = grow(NULL, length + 1, 1);
		memcpy(line, said, length);
		line[length] = '\0';
		line_check(c, &k, at(&n, i, N_REFUND), at(&n, i, N_FEN), line,
		           word_text(at(&n, i, N_DOCUMENT)));
		free(line);
	}
	rates_free(&k);
	table_free(&n);
}

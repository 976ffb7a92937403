/* The bank file: what a bank's batch upload reads. Made from rows that no longer change, so that it
 * is the same whenever it is made. */
#include <iconv.h>

#include "docs/csv_write.h"
#include "money/payout.h"

enum { FILE_MAX = 16 << 20 };

/* A bank reads Chinese, whoever takes the file. */
static void word(struct csv_writer *w, enum text_id id)
{
	csv_text(w, text(LANG_ZH, id));
}

static const enum text_id COLUMNS[] = {T_payout_file_number, T_payout_payee,  T_payout_number,
                                       T_payout_bank,        T_payout_amount, T_payout_purpose,
                                       T_payout_file_id};

static void head(struct csv_writer *w, const struct payout *p, int64_t n)
{
	word(w, T_payout_file_batch);
	csv_i64(w, p->id.v);
	word(w, T_payout_file_day);
	csv_date(w, instant_date(p->exported));
	word(w, T_payout_payer);
	csv_text(w, p->school.v ? p->school_name : p->county_name);
	word(w, T_payout_lines);
	csv_i64(w, n);
	csv_row_end(w);
	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
		word(w, COLUMNS[i]);
	csv_row_end(w);
}

static void line(struct csv_writer *w, int64_t number, const struct payout_line *l)
{
	csv_i64(w, number);
	csv_text(w, l->payee);
	csv_text(w, l->number);
	csv_text(w, l->bank);
	csv_money(w, l->amount);
	csv_text(w, l->purpose);
	csv_i64(w, l->id.v);
	csv_row_end(w);
}

/* What a bank's older programs read. STR_NONE: a character is not in it. */
static struct str to_gbk(struct arena *a, iconv_t cd, struct str s)
{
	size_t room = 2 * s.n + 2, left = s.n;
	char *p = arena_take(a, room), *to = p;
	char *in = (char *)(uintptr_t)s.p; /* iconv's prototype lacks the const */

	if (!p || iconv(cd, &in, &left, &to, &room) == (size_t)-1)
		return STR_NONE;
	return (struct str){p, (size_t)(to - p)};
}

/* Whose characters are lacking: named, so that it can be written otherwise. */
static enum err lacking(struct ctx *c, iconv_t cd, const struct payout_line *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		iconv(cd, NULL, NULL, NULL, NULL);
		if (!to_gbk(c->arena, cd, v[i].payee).p)
			return fault_input(c, "not_in_gbk", S("payee"), v[i].payee, STR_NONE);
		if (!to_gbk(c->arena, cd, v[i].bank).p)
			return fault_input(c, "not_in_gbk", S("bank"), v[i].bank, STR_NONE);
	}
	return fault_input(c, "not_in_gbk", S("purpose"), STR_NONE, STR_NONE);
}

static enum err as_gbk(struct ctx *c, const struct payout_line *v, size_t n, struct str utf8,
                       struct str *ret_bytes)
{
	iconv_t cd = iconv_open("GBK", "UTF-8");
	struct str out;
	enum err e = OK;

	if (cd == (iconv_t)-1)
		return fault_broken(c, "no GBK on this machine");
	out = to_gbk(c->arena, cd, utf8);
	if (!out.p)
		e = lacking(c, cd, v, n);
	iconv_close(cd);
	if (e == OK)
		*ret_bytes = out;
	return e;
}

enum err payout_file(struct ctx *c, const struct payout *p, const struct payout_line *v, size_t n,
                     bool gbk, struct str *ret_bytes)
{
	struct money sum = FEN(0);
	struct csv_writer w;
	struct str s;
	struct out o;
	int64_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += v[i].state != LINE_DROPPED;
	out_init(&o, FILE_MAX);
	csv_begin(&w, &o);
	head(&w, p, lines);
	lines = 0;
	for (size_t i = 0; i < n; i++) {
		if (v[i].state == LINE_DROPPED)
			continue;
		line(&w, ++lines, &v[i]);
		if (!money_add(sum, v[i].amount, &sum))
			o.broken = true;
	}
	word(&w, T_payout_file_sum);
	csv_i64(&w, lines);
	csv_money(&w, sum);
	csv_row_end(&w);
	s = o.broken ? STR_NONE : str_dup(c->arena, out_str(&o));
	out_free(&o);
	if (!s.p)
		return fault_broken(c, "bank file too long");
	if (gbk) /* without the mark of UTF-8 */
		return as_gbk(c, v, n, str_sub(s, 3, s.n), ret_bytes);
	*ret_bytes = s;
	return OK;
}

/* The channels' daily files. Columns are found by their titles, every line must be readable, and
 * the footer must count what stands above it: a file cut short in transit is no statement. */
#include "docs/pack.h"
#include "docs/table.h"
#include "pay/internal.h"

enum { COLUMNS = 8, LINES_MAX = 200000, PART_MAX = 16 << 20 };

/* What is looked for; each column by any of two titles. */
enum column { C_AT, C_CHANNEL, C_NUMBER, C_AMOUNT, C_REFUND_NUMBER, C_REFUND, C_STATE, C_KIND };
struct layout {
	const char *title[COLUMNS]; /* NULL: the channel has no such column */
};
static const struct layout WECHAT = {
	.title = {[C_AT] = "交易时间",
                  [C_CHANNEL] = "微信订单号",
                  [C_NUMBER] = "商户订单号",
                  [C_AMOUNT] = "订单金额",
                  [C_REFUND_NUMBER] = "商户退款单号",
                  [C_REFUND] = "申请退款金额",
                  [C_STATE] = "交易状态"},
};
static const struct layout ALIPAY = {
	.title = {[C_AT] = "完成时间",
                  [C_CHANNEL] = "支付宝交易号",
                  [C_NUMBER] = "商户订单号",
                  [C_AMOUNT] = "订单金额（元）",
                  [C_REFUND_NUMBER] = "退款批次号/请求号",
                  [C_KIND] = "业务类型"},
};

struct reader {
	struct ctx *c;
	struct table *t;
	const struct layout *layout;
	uint32_t at[COLUMNS];
	struct pay_line *v;
	size_t n, room;
	struct money paid, back;
	size_t payments;
};

static enum err bad(struct ctx *c, uint32_t row, struct str found)
{
	return fault_input(c, "pay_statement_bad", row ? str_printf(c->arena, "%u", row) : STR_NONE,
	                   found, STR_NONE);
}

/* WeChat puts a backtick before each value, Alipay a tab behind: spreadsheets keep the digits. */
static struct str value_at(const struct table_row *row, uint32_t col)
{
	struct str s = str_trim(table_cell(row, col).text);

	return s.n > 0 && s.p[0] == '`' ? str_trim(str_sub(s, 1, s.n)) : s;
}

static struct str value(const struct reader *r, const struct table_row *row, enum column col)
{
	return r->layout->title[col] ? value_at(row, r->at[col]) : S("");
}

/* The row of titles; what stands before it is a preamble. */
static bool titles_read(struct reader *r, const struct table_row *row)
{
	for (int k = 0; k < COLUMNS; k++) {
		bool found = r->layout->title[k] == NULL;

		for (uint32_t i = 0; i < row->n && !found; i++) {
			found = str_is(value_at(row, i), r->layout->title[k]);
			r->at[k] = i;
		}
		if (!found)
			return false;
	}
	return true;
}

static bool time_read(struct reader *r, struct str s, struct instant *ret_t)
{
	return s.n == 19 &&
	       instant_parse(str_printf(r->c->arena, "%.*sT%.*s+08:00", STR_FMT(str_sub(s, 0, 10)),
	                                STR_FMT(str_sub(s, 11, 8))),
	                     ret_t);
}

static enum err line_put(struct reader *r, const struct pay_line *line, struct money *sum)
{
	if (r->n == r->room) {
		size_t room = r->room ? r->room * 2 : 256;
		struct pay_line *v = NEW_N(r->c->arena, room, struct pay_line);

		if (!v)
			return fault_broken(r->c, "arena");
		if (r->n)
			memcpy(v, r->v, r->n * sizeof *v);
		r->v = v;
		r->room = room;
	}
	if (!money_add(*sum, line->amount, sum))
		return fault_input(r->c, "pay_statement_bad", STR_NONE, S("sum"), STR_NONE);
	r->v[r->n++] = *line;
	return OK;
}

static enum err line_read(struct reader *r, const struct table_row *row, bool refund,
                          struct str amount)
{
	struct arena *a = r->c->arena;
	struct pay_line line = {
		.number = str_dup(a, value(r, row, C_NUMBER)),
		.channel_number = str_dup(a, value(r, row, C_CHANNEL)),
		.refund = refund,
	};

	if (refund)
		line.refund_number = str_dup(a, value(r, row, C_REFUND_NUMBER));
	/* Alipay writes what is paid back with a sign. */
	if (refund && amount.n > 1 && amount.p[0] == '-')
		amount = str_sub(amount, 1, amount.n);
	if (!str_some(line.number) || !str_some(line.channel_number) ||
	    (refund && !str_some(line.refund_number)) || !money_parse(amount, &line.amount) ||
	    line.amount.fen <= 0 || !time_read(r, value(r, row, C_AT), &line.at))
		return bad(r->c, row->number, value(r, row, C_NUMBER));
	r->payments += !refund;
	return line_put(r, &line, refund ? &r->back : &r->paid);
}

/* --- WeChat ----------------------------------------------------------------------------------- */

/* A refund's line bears the order's amount too, in a column of its own state. */
static enum err wechat_line(struct reader *r, const struct table_row *row)
{
	bool refund = str_is(value(r, row, C_STATE), "REFUND");

	return line_read(r, row, refund, value(r, row, refund ? C_REFUND : C_AMOUNT));
}

/* 总交易单数, …, 订单总金额, 申请退款总金额 */
static enum err wechat_footer(struct reader *r, const struct table_row *titles)
{
	const struct table_row *row;
	struct money paid = FEN(-1), back = FEN(-1);
	uint32_t at_paid = 0, at_back = 0;
	int64_t n = -1;

	for (uint32_t i = 0; i < titles->n; i++) {
		struct str s = value_at(titles, i);

		if (str_is(s, "订单总金额"))
			at_paid = i;
		else if (str_is(s, "申请退款总金额"))
			at_back = i;
	}
	TRY(table_next(r->c, r->t, &row));
	if (!row || !at_paid || !at_back || !str_i64(value_at(row, 0), &n) ||
	    !money_parse(value_at(row, at_paid), &paid) ||
	    !money_parse(value_at(row, at_back), &back))
		return bad(r->c, 0, S("footer"));
	if (n != (int64_t)r->n || paid.fen != r->paid.fen || back.fen != r->back.fen)
		return bad(r->c, row->number, S("footer"));
	return OK;
}

static enum err rows_read(struct reader *r)
{
	const struct table_row *row;
	bool begun = false;

	for (;;) {
		TRY(table_next(r->c, r->t, &row));
		if (!row)
			return bad(r->c, 0, S("footer"));
		if (!begun) {
			begun = titles_read(r, row);
			continue;
		}
		if (str_is(value_at(row, 0), "总交易单数"))
			return wechat_footer(r, row);
		TRY(wechat_line(r, row));
	}
}

static struct table_limits limits(void)
{
	struct table_limits l = table_limits_default();

	l.rows = LINES_MAX;
	l.bytes = l.unpacked = (size_t)32 << 20;
	l.cells = LINES_MAX * 32;
	return l;
}

enum err wechat_statement_read(struct ctx *c, struct str csv, struct pay_statement *ret_s)
{
	struct table_limits lim = limits();
	struct reader r = {.c = c, .layout = &WECHAT};
	TABLE_AUTO t = NULL;

	TRY(table_open(c, csv, S("tradebill"), &lim, &t));
	r.t = t;
	TRY(rows_read(&r));
	*ret_s = (struct pay_statement){r.v, r.n};
	return OK;
}

/* --- Alipay ----------------------------------------------------------------------------------- */

/* #交易合计：2笔，… : the number before 笔. */
static bool counted(struct str s, struct str word, int64_t *ret_n)
{
	size_t at, end;

	if (!str_find(s, word, &at))
		return false;
	s = str_sub(s, at + word.n, s.n);
	return str_find(s, S("笔"), &end) && str_i64(str_trim(str_sub(s, 0, end)), ret_n);
}

static enum err alipay_rows(struct reader *r, bool *ret_begun)
{
	const struct table_row *row;
	int64_t payments = -1, refunds = -1;

	*ret_begun = false;
	for (;;) {
		TRY(table_next(r->c, r->t, &row));
		if (!row)
			break;
		struct str first = value_at(row, 0);

		if (!*ret_begun) {
			*ret_begun = titles_read(r, row);
		} else if (str_starts(first, S("#"))) {
			counted(first, S("交易合计："), &payments);
			counted(first, S("退款合计："), &refunds);
		} else {
			bool refund = str_is(value(r, row, C_KIND), "退款");

			TRY(line_read(r, row, refund, value(r, row, C_AMOUNT)));
		}
	}
	if (*ret_begun &&
	    (payments != (int64_t)r->payments || refunds != (int64_t)(r->n - r->payments)))
		return bad(r->c, 0, S("footer"));
	return OK;
}

static enum err part_text(struct ctx *c, struct pack *p, size_t i, struct str *ret_text)
{
	struct stop stop = {0};
	struct part *f = part_open_at(p, i, &stop);
	char *buf = f ? arena_take(c->arena, PART_MAX) : NULL;
	size_t n = 0;
	int64_t got = buf ? 1 : -1;

	while (got > 0 && n < PART_MAX) {
		got = part_read(f, buf + n, PART_MAX - n, &stop);
		n += got > 0 ? (size_t)got : 0;
	}
	part_close(&f);
	if (got != 0)
		return bad(c, 0, S("zip"));
	*ret_text = (struct str){buf, n};
	return OK;
}

/* The zip holds the lines and a summary; only the lines name our orders. */
static enum err parts_read(struct ctx *c, struct pack *p, struct pay_statement *ret_s)
{
	struct table_limits lim = limits();

	for (size_t i = 0; i < pack_parts(p); i++) {
		struct reader r = {.c = c, .layout = &ALIPAY};
		TABLE_AUTO t = NULL;
		struct str text;
		bool begun;

		TRY(part_text(c, p, i, &text));
		TRY(table_open(c, text, S("bill"), &lim, &t));
		r.t = t;
		TRY(alipay_rows(&r, &begun));
		if (begun) {
			*ret_s = (struct pay_statement){r.v, r.n};
			return OK;
		}
	}
	return bad(c, 0, S("商户订单号"));
}

enum err alipay_statement_read(struct ctx *c, struct str zip, struct pay_statement *ret_s)
{
	struct table_limits lim = limits();
	struct stop stop = {0};
	struct pack *p;
	enum err e;

	lim.parts = 8;
	p = pack_open(zip, &lim, &stop);
	if (!p)
		return bad(c, 0, S("zip"));
	e = parts_read(c, p, ret_s);
	pack_close(&p);
	return e;
}

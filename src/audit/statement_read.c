/* A bank's statement as people send it: some preamble, a row of titles, lines, a row of sums. */
#include "audit/statement.h"
#include "docs/table.h"
#include "import/import.h"

enum field { F_DAY, F_IN, F_OUT, F_AMOUNT, F_BALANCE, F_SERIAL, F_COUNTERPARTY, F_SUMMARY, FIELDS };
enum { TITLE_ROWS = 30, LINES_MAX = 60000 };

/* What banks call them, and what a layout calls the field. */
static const struct {
	const char *name, *titles;
} KNOWN[FIELDS] = {
	[F_DAY] = {"day", "交易日期|记账日期|交易时间|记账日|日期"},
	[F_IN] = {"in", "收入金额|贷方发生额|收入|贷方金额|存入"},
	[F_OUT] = {"out", "支出金额|借方发生额|支出|借方金额|支取"},
	[F_AMOUNT] = {"amount", "交易金额|发生额|金额"},
	[F_BALANCE] = {"balance", "账户余额|余额"},
	[F_SERIAL] = {"serial", "交易流水号|流水号|凭证号|交易序号"},
	[F_COUNTERPARTY] = {"counterparty", "对方户名|对方名称|对方单位"},
	[F_SUMMARY] = {"summary", "摘要|用途|附言|备注"},
};

struct reader {
	struct ctx *c;
	struct str titles[FIELDS];
	int32_t at[FIELDS]; /* -1: the statement has none */
	bool footer, ended;
	struct statement s;
	size_t room;
	struct money in, out, balance;
	bool balanced; /* the balance before this line is known */
	uint32_t *slot;
	size_t slots;
};

/* --- titles ----------------------------------------------------------------------------------- */

/* "field=title" lines over the usual titles. */
static bool layout_apply(struct str layout, struct str titles[FIELDS])
{
	for (struct str rest = layout; str_some(rest);) {
		struct str line = str_trim(str_cut(&rest, '\n')), name;
		int k = 0;

		if (!str_some(line))
			continue;
		name = str_trim(str_cut(&line, '='));
		while (k < FIELDS && !str_is(name, KNOWN[k].name))
			k++;
		if (k == FIELDS || !str_some(str_trim(line)))
			return false;
		titles[k] = str_trim(line);
	}
	return true;
}

bool statement_layout_good(struct str layout)
{
	struct str titles[FIELDS];

	return layout_apply(layout, titles);
}

static bool titled(struct ctx *c, struct str cell, struct str titles)
{
	struct str plain = import_plain(c->arena, cell);

	for (struct str rest = titles; str_some(rest);) {
		if (str_eq(plain, import_plain(c->arena, str_cut(&rest, '|'))))
			return true;
	}
	return false;
}

static struct str cell_at(const struct reader *r, const struct table_row *row, enum field k)
{
	return r->at[k] < 0 ? S("") : str_trim(table_cell(row, (uint32_t)r->at[k]).text);
}

/* NULL when the row holds the titles; else the field that is missing. */
static const char *titles_find(struct reader *r, const struct table_row *row)
{
	for (int k = 0; k < FIELDS; k++) {
		r->at[k] = -1;
		for (uint32_t i = 0; i < row->n && r->at[k] < 0; i++) {
			if (titled(r->c, table_cell(row, i).text, r->titles[k]))
				r->at[k] = (int32_t)i;
		}
	}
	if (r->at[F_DAY] < 0)
		return KNOWN[F_DAY].name;
	if (r->at[F_SERIAL] < 0)
		return KNOWN[F_SERIAL].name;
	if (r->at[F_IN] >= 0 && r->at[F_OUT] >= 0)
		r->at[F_AMOUNT] = -1;
	return r->at[F_AMOUNT] >= 0 || r->at[F_IN] >= 0 ? NULL : KNOWN[F_IN].name;
}

static enum err titles_read(struct reader *r, struct table *t)
{
	const struct table_row *row;
	struct str best = STR_NONE;

	for (int i = 0; i < TITLE_ROWS; i++) {
		TRY(table_next(r->c, t, &row));
		if (!row)
			break;
		const char *missing = titles_find(r, row);

		if (!missing)
			return OK;
		if (r->at[F_DAY] >= 0)
			best = str_of(missing);
	}
	return fault_input(r->c, "statement_titles", S("file"),
	                   str_some(best) ? best : str_of(KNOWN[F_DAY].name), STR_NONE);
}

/* --- values ----------------------------------------------------------------------------------- */

static enum err bad(struct reader *r, const char *code, uint32_t row, struct str found)
{
	struct str where = str_printf(r->c->arena, "%u", row);

	return fault_input(
		r->c, code, S("file"),
		str_some(found) ? str_printf(r->c->arena, "%u: %.*s", row, STR_FMT(found)) : where,
		STR_NONE);
}

/* 1,234.50 with its commas where they belong, or plain; nothing else is an amount. */
static bool amount_read(struct ctx *c, struct cell cell, struct money *ret_m)
{
	struct str s = str_trim(cell.text), plain;
	char *p;
	size_t n = 0, since = 0;
	bool comma = false, point = false;

	if (cell.type == CELL_NUMBER)
		return cell_decimal(c->arena, s, &plain) && money_parse(plain, ret_m);
	p = NEW_N(c->arena, s.n + 1, char);
	for (size_t i = 0; p && i < s.n; i++) {
		point = point || s.p[i] == '.';
		if (s.p[i] == ',' && !point) {
			if (comma ? since != 3 : since < 1 || since > 3)
				return false;
			comma = true;
			since = 0;
			continue;
		}
		if (!point && s.p[i] >= '0' && s.p[i] <= '9')
			since++;
		else if (comma && s.p[i] == '.' && since != 3)
			return false;
		p[n++] = s.p[i];
	}
	return p && (!comma || point || since == 3) && money_parse((struct str){p, n}, ret_m);
}

static bool optional_amount(struct reader *r, const struct table_row *row, enum field k,
                            struct money *ret_m)
{
	struct cell cell;

	*ret_m = FEN(0);
	if (r->at[k] < 0)
		return true;
	cell = table_cell(row, (uint32_t)r->at[k]);
	return !str_some(str_trim(cell.text)) || amount_read(r->c, cell, ret_m);
}

/* In minus out, or the one signed amount; neither column may hold what is below zero. */
static bool line_amount(struct reader *r, const struct table_row *row, struct money *ret_m)
{
	struct money in, out;

	if (r->at[F_AMOUNT] >= 0)
		return optional_amount(r, row, F_AMOUNT, ret_m) && ret_m->fen != 0;
	if (!optional_amount(r, row, F_IN, &in) || !optional_amount(r, row, F_OUT, &out) ||
	    in.fen < 0 || out.fen < 0 || (in.fen == 0) == (out.fen == 0))
		return false;
	ret_m->fen = in.fen - out.fen;
	return true;
}

/* A time may stand behind the day. */
static bool day_read(struct str s, struct date *ret_d)
{
	struct str day = s;

	if (s.n > 10 && (s.p[10] == ' ' || s.p[10] == 'T'))
		day = str_sub(s, 0, 10);
	else if (s.n > 8 && s.p[8] == ' ')
		day = str_sub(s, 0, 8);
	return import_date(day, ret_d);
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool serial_new(struct reader *r, struct str serial)
{
	size_t k = str_hash(serial) & (r->slots - 1);

	for (; r->slot[k]; k = (k + 1) & (r->slots - 1)) {
		if (str_eq(r->s.v[r->slot[k] - 1].serial, serial))
			return false;
	}
	r->slot[k] = (uint32_t)r->s.n + 1;
	return true;
}

static enum err balance_check(struct reader *r, const struct table_row *row, struct money amount)
{
	struct money says, should;

	if (r->at[F_BALANCE] < 0 || !str_some(cell_at(r, row, F_BALANCE)))
		return OK;
	if (!optional_amount(r, row, F_BALANCE, &says))
		return bad(r, "statement_line_bad", row->number, cell_at(r, row, F_BALANCE));
	if (r->balanced && (!money_add(r->balance, amount, &should) || should.fen != says.fen))
		return fault_input(r->c, "statement_balance", S("file"),
		                   str_printf(r->c->arena, "%u: %.*s", row->number,
		                              STR_FMT(money_text(r->c->arena, says))),
		                   money_text(r->c->arena, should));
	r->balance = says;
	r->balanced = true;
	return OK;
}

/* The arena frees nothing: twice as many each time costs twice the last. */
static bool line_room(struct reader *r)
{
	size_t room = r->room ? 2 * r->room : 256;
	struct bank_line *v;

	if (r->s.n < r->room)
		return true;
	v = NEW_N(r->c->arena, room, struct bank_line);
	if (!v)
		return false;
	if (r->s.n)
		memcpy(v, r->s.v, r->s.n * sizeof *v);
	r->s.v = v;
	r->room = room;
	return true;
}

static enum err line_take(struct reader *r, const struct table_row *row)
{
	struct ctx *c = r->c;
	struct bank_line l = {.row = row->number};
	struct money *side;

	if (r->s.n == LINES_MAX)
		return bad(r, "table_too_many_rows", row->number, STR_NONE);
	if (!line_room(r))
		return fault_broken(c, "arena");
	if (!day_read(cell_at(r, row, F_DAY), &l.day))
		return bad(r, "statement_line_bad", row->number, cell_at(r, row, F_DAY));
	if (!line_amount(r, row, &l.amount))
		return bad(r, "statement_line_bad", row->number, STR_NONE);
	l.serial = str_dup(c->arena, cell_at(r, row, F_SERIAL));
	if (!str_some(l.serial))
		return bad(r, "statement_line_bad", row->number, STR_NONE);
	if (!serial_new(r, l.serial))
		return bad(r, "statement_line_repeated", row->number, l.serial);
	TRY(balance_check(r, row, l.amount));
	l.counterparty = str_dup(c->arena, cell_at(r, row, F_COUNTERPARTY));
	l.summary = str_dup(c->arena, cell_at(r, row, F_SUMMARY));
	side = l.amount.fen > 0 ? &r->s.in : &r->s.out;
	if (!money_add(*side, FEN(l.amount.fen > 0 ? l.amount.fen : -l.amount.fen), side))
		return bad(r, "statement_line_bad", row->number, STR_NONE);
	if (r->s.n == 0 || l.day.day < r->s.first.day)
		r->s.first = l.day;
	if (r->s.n == 0 || l.day.day > r->s.last.day)
		r->s.last = l.day;
	r->s.v[r->s.n++] = l;
	return OK;
}

static bool is_footer(const struct table_row *row)
{
	for (uint32_t i = 0; i < row->n && i < 3; i++) {
		struct str s = str_trim(table_cell(row, i).text);

		if (str_starts(s, S("合计")) || str_starts(s, S("总计")) ||
		    str_starts(s, S("Total")))
			return true;
	}
	return false;
}

/* The sums of a statement are the bank's own: a line that was lost on the way shows in them. */
static enum err footer_check(struct reader *r, const struct table_row *row)
{
	struct money in, out;
	bool one = r->at[F_AMOUNT] >= 0;

	r->ended = true;
	if (one && !optional_amount(r, row, F_AMOUNT, &in))
		return bad(r, "statement_line_bad", row->number, STR_NONE);
	if (!one && (!optional_amount(r, row, F_IN, &in) || !optional_amount(r, row, F_OUT, &out)))
		return bad(r, "statement_line_bad", row->number, STR_NONE);
	if (one ? in.fen == r->s.in.fen - r->s.out.fen
	        : in.fen == r->s.in.fen && out.fen == r->s.out.fen)
		return OK;
	return fault_input(r->c, "statement_sums", S("file"),
	                   money_text(r->c->arena, FEN(r->s.in.fen - r->s.out.fen)),
	                   money_text(r->c->arena, one ? in : FEN(in.fen - out.fen)));
}

static enum err lines_read(struct reader *r, struct table *t)
{
	const struct table_row *row;

	for (;;) {
		TRY(table_next(r->c, t, &row));
		if (!row)
			break;
		if (r->ended)
			continue; /* remarks below the sums */
		if (is_footer(row))
			TRY(footer_check(r, row));
		else
			TRY(line_take(r, row));
	}
	if (r->footer && !r->ended)
		return fault_input(r->c, "statement_footer_missing", S("file"), STR_NONE, STR_NONE);
	return r->s.n > 0 ? OK
	                  : fault_input(r->c, "statement_empty", S("file"), STR_NONE, STR_NONE);
}

enum err statement_read(struct ctx *c, struct str bytes, struct str layout, bool footer,
                        struct statement *ret_s)
{
	struct reader *r = NEW(c->arena, struct reader);
	TABLE_AUTO t = NULL;

	if (!r)
		return fault_broken(c, "arena");
	*r = (struct reader){.c = c, .footer = footer, .slots = 1 << 17};
	for (int k = 0; k < FIELDS; k++)
		r->titles[k] = str_of(KNOWN[k].titles);
	if (!layout_apply(layout, r->titles))
		return fault_input(c, "statement_layout", S("layout"), STR_NONE, STR_NONE);
	r->slot = NEW_N(c->arena, r->slots, uint32_t);
	if (!r->slot)
		return fault_broken(c, "arena");
	TRY(table_open(c, bytes, S("file"), NULL, &t));
	TRY(titles_read(r, t));
	TRY(lines_read(r, t));
	*ret_s = r->s;
	return OK;
}

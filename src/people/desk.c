#include "people/desk.h"

#include "auth/account.h"
#include "people/reach.h"
#include "web/listing.h"

enum { HIDDEN_MAX = 8, ONE_LINE = 24, LONG_CODE = 40 };

enum err desk_new(struct ctx *c, enum text_id title, const struct desk_col *cols, size_t n_cols,
                  size_t n_rows, struct desk *ret_d)
{
	struct desk d = {.c = c, .v = {.title = title, .head_n = n_cols, .row_n = n_rows}};

	d.v.head = NEW_N(c->arena, n_cols, struct view_desk_head);
	d.v.row = NEW_N(c->arena, n_rows + 1, struct view_desk_row);
	d.plain = NEW_N(c->arena, n_rows * n_cols + 1, struct str);
	if (!d.v.head || !d.v.row || !d.plain)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n_cols; i++)
		d.v.head[i] = (struct view_desk_head){cols[i].label, cols[i].num};
	for (size_t i = 0; i < n_rows; i++) {
		struct view_desk_row *row = &d.v.row[i];

		row->cell = NEW_N(c->arena, n_cols, struct view_desk_row_cell);
		if (!row->cell)
			return fault_broken(c, "arena");
		row->cell_n = n_cols;
		for (size_t k = 0; k < n_cols; k++)
			row->cell[k] = (struct view_desk_row_cell){
				.label = cols[k].label, .num = cols[k].num, .first = k == 0};
	}
	d.v.empty.what = T_people_none;
	d.v.sign.seal = true;
	*ret_d = d;
	return OK;
}

/* Days, times, names of terms: broken over two lines they are not read any more. */
static bool one_line(struct str s)
{
	return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9' && utf8_len(s) <= ONE_LINE;
}

/* A hash has no place where it would rather be broken. */
static bool long_code(struct str s)
{
	size_t at;

	return s.n >= LONG_CODE && utf8_len(s) == s.n && !str_find(s, S(" "), &at);
}

void desk_put(struct desk *d, size_t row, size_t col, struct str value)
{
	struct view_desk_row_cell *cell = &d->v.row[row].cell[col];

	cell->value = value;
	cell->code = !cell->num && long_code(value);
	cell->one = !cell->num && !cell->code && one_line(value);
}

static void column_cut(struct view_desk_row *row, size_t col)
{
	row->cell_n--;
	for (size_t k = col; k < row->cell_n; k++)
		row->cell[k] = row->cell[k + 1];
	row->cell[0].first = true;
}

void desk_leave_out(struct desk *d, size_t col)
{
	size_t had = d->v.head_n--, to = 0;

	for (size_t i = 0; i < d->v.row_n * had; i++)
		if (i % had != col)
			d->plain[to++] = d->plain[i];
	for (size_t k = col; k < d->v.head_n; k++)
		d->v.head[k] = d->v.head[k + 1];
	for (size_t i = 0; i < d->v.row_n; i++)
		column_cut(&d->v.row[i], col);
}

void desk_day(struct desk *d, size_t row, size_t col, struct date value)
{
	if (!date_some(value))
		return;
	desk_put(d, row, col, date_words(d->c->arena, d->c->lang, value));
	d->plain[row * d->v.head_n + col] = date_text(d->c->arena, value);
}

void desk_class(struct desk *d, size_t row, size_t col, struct str class_name)
{
	if (str_some(class_name))
		desk_put(d, row, col, class_name);
	else
		desk_tag(d, row, col, "off", T_people_left);
}

void desk_days(struct desk *d, size_t row, size_t col, struct date first, struct date last)
{
	struct arena *a = d->c->arena;
	struct str words[] = {date_words(a, d->c->lang, first), date_words(a, d->c->lang, last)};
	struct str plain[] = {date_text(a, first), date_text(a, last)};

	desk_put(d, row, col, str_join(a, words, 2, S(" – ")));
	d->plain[row * d->v.head_n + col] = str_join(a, plain, 2, S(" – "));
}

static struct str plain_of(const struct desk *d, size_t row, size_t col)
{
	const struct view_desk_row_cell *cell = &d->v.row[row].cell[col];
	struct str plain = d->plain[row * d->v.head_n + col];

	if (str_some(plain))
		return plain;
	return str_some(cell->value) ? cell->value : cell->tag.label;
}

void desk_num(struct desk *d, size_t row, size_t col, int64_t value)
{
	desk_put(d, row, col, str_printf(d->c->arena, "%lld", (long long)value));
}

void desk_money(struct desk *d, size_t row, size_t col, struct money value)
{
	d->v.row[row].cell[col].cash = true;
	d->v.row[row].cell[col].amount = value;
}

void desk_sum(struct desk *d, size_t row)
{
	d->v.row[row].sum = true;
}

void desk_link(struct desk *d, size_t row, size_t col, struct str value, struct str path)
{
	desk_put(d, row, col, value);
	d->v.row[row].cell[col].path = path;
}

void desk_tag(struct desk *d, size_t row, size_t col, const char *kind, enum text_id label)
{
	d->v.row[row].cell[col].tag = (struct view_part_tag){str_of(kind), text(d->c->lang, label)};
}

void desk_export(struct desk *d, struct str path)
{
	d->v.export = path;
	d->v.export_csv = listing_csv(d->c->arena, path);
}

struct desk_slice desk_slice(const struct list_query *q, bool all)
{
	if (all)
		return (struct desk_slice){0, 0};
	return (struct desk_slice){list_limit(q), q->after};
}

void desk_pager(struct desk *d, const struct req *r, const struct list_query *q, int64_t total,
                size_t n)
{
	int64_t last = q->after + (int64_t)n;

	d->v.pager = page_pager(d->c, r, q, total, n, last < total ? last : 0);
	d->v.pager.from = n > 0 ? q->after + 1 : 0;
	d->v.pager.to = last;
}

void desk_choices(struct ctx *c, struct view_part_field *f, const struct desk_choice *v, size_t n)
{
	f->option = NEW_N(c->arena, n, struct view_part_field_option);
	if (!f->option)
		return;
	f->option_n = n;
	for (size_t i = 0; i < n; i++)
		f->option[i] = (struct view_part_field_option){.value = v[i].value,
		                                               .label = v[i].label,
		                                               .on = str_eq(v[i].value, f->value)};
}

/* --- children's names that leave ---------------------------------------------------------------
 */

enum err desk_export_reasoned(struct desk *d, const struct req *r, const struct input *in,
                              struct str path)
{
	struct ctx *c = d->c;

	d->v.hidden = NEW_N(c->arena, HIDDEN_MAX, struct view_desk_hidden);
	if (!d->v.hidden)
		return fault_broken(c, "arena");
	d->v.reasoned = true;
	d->v.export_action = path;
	d->v.export_csv = listing_csv(c->arena, path);
	d->v.reason = page_field(c, r, in, "reason", "text", STR_NONE);
	d->v.reason.hint = text(c->lang, T_people_export_hint);
	return OK;
}

void desk_hide(struct desk *d, const char *name, struct str value)
{
	if (d->v.hidden_n < HIDDEN_MAX && str_some(value))
		d->v.hidden[d->v.hidden_n++] = (struct view_desk_hidden){str_of(name), value};
}

void desk_hide_id(struct desk *d, const char *name, int64_t id)
{
	if (id)
		desk_hide(d, name, str_printf(d->c->arena, "%lld", (long long)id));
}

struct taking {
	const struct desk_taken *t;
	struct account who;
};

static enum err take_run(struct ctx *c, void *arg)
{
	struct taking *a = arg;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(account_get(c, c->actor.account, &a->who));
	return audit_put(c, a->t->what, a->t->object, a->t->id, c->actor.county,
	                 reason_json(c, a->t->reason));
}
static const struct verb take_verb = {"people.list_export", take_run};

enum err desk_take(struct ctx *c, const struct desk_taken *t, struct str *ret_mark)
{
	struct taking a = {.t = t};
	struct str args[3];

	TRY(store_write(c, &take_verb, &a));
	args[0] = a.who.name;
	args[1] = instant_text(c->arena, c->now);
	args[2] = t->reason;
	*ret_mark = text_fill(c->arena, c->lang, T_people_watermark, args, 3);
	return OK;
}

enum err desk_page(struct desk *d, struct reply *w)
{
	return reply_page(d->c, w, LAYOUT_STAFF, d->v.title, RENDER(render_desk), &d->v);
}

static enum column_type column_type(const struct desk *d, size_t col)
{
	if (!d->v.head[col].num)
		return COLUMN_TEXT;
	for (size_t i = 0; i < d->v.row_n; i++) {
		if (d->v.row[i].cell[col].cash)
			return COLUMN_MONEY;
	}
	return COLUMN_INTEGER;
}

static void fill(struct desk *d, struct listing *l)
{
	for (size_t i = 0; i < d->v.row_n; i++) {
		for (size_t k = 0; k < d->v.head_n; k++) {
			const struct view_desk_row_cell *cell = &d->v.row[i].cell[k];
			int64_t n;

			if (cell->cash)
				listing_money(l, cell->amount);
			else if (cell->num && str_i64(cell->value, &n))
				listing_i64(l, n);
			else
				listing_text(l, plain_of(d, i, k));
		}
		listing_row_end(l);
	}
}

static enum err leave(struct desk *d, struct reply *w, struct str top, struct str last)
{
	struct ctx *c = d->c;
	struct column *cols = NEW_N(c->arena, d->v.head_n, struct column);
	struct str title = text(c->lang, d->v.title);
	struct sheet_spec spec = {
		.name = title, .title = top, .columns = cols, .n_columns = d->v.head_n};
	struct listing *l;

	if (!cols)
		return fault_broken(c, "arena");
	for (size_t k = 0; k < d->v.head_n; k++)
		cols[k] = (struct column){.title = text(c->lang, d->v.head[k].label),
		                          .type = column_type(d, k)};
	TRY(listing_new(c, w, &spec, &l));
	fill(d, l);
	listing_text_last(l, last);
	return listing_reply(c, w, title, &l);
}

enum err desk_sheet(struct desk *d, struct reply *w, struct str about)
{
	return leave(d, w, about, STR_NONE);
}

enum err desk_sheet_marked(struct desk *d, struct reply *w, struct str mark)
{
	return leave(d, w, mark, mark);
}

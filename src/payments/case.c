#include "payments/case.h"

#include "web/listing.h"

enum err case_new(struct ctx *c, const struct req *r, enum text_id title, struct case_page *ret_p)
{
	struct case_page p = {.c = c, .v = {.title = title, .errors = page_errors(c, r)}};

	p.v.fact = NEW_N(c->arena, CASE_FACTS, struct view_matter_fact);
	p.v.table = NEW_N(c->arena, CASE_TABLES, struct view_matter_table);
	p.v.form = NEW_N(c->arena, CASE_FORMS, struct view_matter_form);
	if (!p.v.fact || !p.v.table || !p.v.form)
		return fault_broken(c, "arena");
	*ret_p = p;
	return OK;
}

void case_link(struct case_page *p, enum text_id label, struct str value, struct str path)
{
	if (p->v.fact_n < CASE_FACTS)
		p->v.fact[p->v.fact_n++] =
			(struct view_matter_fact){.label = label, .value = value, .path = path};
}

void case_fact(struct case_page *p, enum text_id label, struct str value)
{
	case_link(p, label, value, STR_NONE);
}

void case_tag(struct case_page *p, enum text_id label, const char *kind, enum text_id state)
{
	case_fact(p, label, S(""));
	p->v.fact[p->v.fact_n - 1].tag =
		(struct view_part_tag){str_of(kind), text(p->c->lang, state)};
}

enum err case_table(struct case_page *p, enum text_id title, const struct desk_col *cols,
                    size_t n_cols, size_t n_rows)
{
	struct view_matter_table *t = &p->v.table[p->v.table_n];

	if (n_rows == 0 || p->v.table_n == CASE_TABLES)
		return OK;
	*t = (struct view_matter_table){.title = title, .head_n = n_cols, .row_n = n_rows};
	t->head = NEW_N(p->c->arena, n_cols, struct view_matter_table_head);
	t->row = NEW_N(p->c->arena, n_rows, struct view_matter_table_row);
	if (!t->head || !t->row)
		return fault_broken(p->c, "arena");
	for (size_t i = 0; i < n_cols; i++)
		t->head[i] = (struct view_matter_table_head){cols[i].label, cols[i].num};
	for (size_t i = 0; i < n_rows; i++) {
		t->row[i].cell = NEW_N(p->c->arena, n_cols, struct view_matter_table_row_cell);
		if (!t->row[i].cell)
			return fault_broken(p->c, "arena");
		t->row[i].cell_n = n_cols;
		for (size_t k = 0; k < n_cols; k++)
			t->row[i].cell[k] = (struct view_matter_table_row_cell){
				.label = cols[k].label, .first = k == 0, .num = cols[k].num};
	}
	p->v.table_n++;
	return OK;
}

static struct view_matter_table_row_cell *cell(struct case_page *p, size_t row, size_t col)
{
	return &p->v.table[p->v.table_n - 1].row[row].cell[col];
}

void case_put(struct case_page *p, size_t row, size_t col, struct str value, struct str path)
{
	cell(p, row, col)->value = value;
	cell(p, row, col)->path = path;
}

void case_put_tag(struct case_page *p, size_t row, size_t col, const char *kind, enum text_id state)
{
	cell(p, row, col)->tag = (struct view_part_tag){str_of(kind), text(p->c->lang, state)};
}

enum err case_list(struct case_page *p, const struct desk *d, struct str export)
{
	struct desk_col *cols = NEW_N(p->c->arena, d->v.head_n + 1, struct desk_col);

	if (!cols)
		return fault_broken(p->c, "arena");
	for (size_t k = 0; k < d->v.head_n; k++)
		cols[k] = (struct desk_col){d->v.head[k].label, d->v.head[k].num};
	TRY(case_table(p, d->v.title, cols, d->v.head_n, d->v.row_n));
	if (d->v.row_n == 0)
		return OK;
	p->v.table[p->v.table_n - 1].export = export;
	p->v.table[p->v.table_n - 1].export_csv = listing_csv(p->c->arena, export);
	for (size_t i = 0; i < d->v.row_n; i++) {
		for (size_t k = 0; k < d->v.head_n; k++) {
			const struct view_desk_row_cell *from = &d->v.row[i].cell[k];

			case_put(p, i, k, from->cash ? yuan(p->c, from->amount) : from->value,
			         from->path);
			cell(p, i, k)->tag = from->tag;
			if (!from->cash && !str_some(from->value) && !str_some(from->tag.label))
				cell(p, i, k)->value = S("–"); /* one reads that there is none */
		}
	}
	return OK;
}

struct view_part_field *case_form(struct case_page *p, enum text_id title, struct str action,
                                  enum text_id submit, size_t fields)
{
	struct view_matter_form *f = &p->v.form[p->v.form_n];

	if (p->v.form_n == CASE_FORMS)
		return NULL;
	*f = (struct view_matter_form){.title = title, .action = action, .submit = submit};
	f->field = NEW_N(p->c->arena, fields + 1, struct view_part_field);
	if (!f->field)
		return NULL;
	f->field_n = fields;
	p->v.form_n++;
	return f->field;
}

enum err case_show(struct case_page *p, struct reply *w)
{
	bool family = p->c->actor.role == ROLE_GUARDIAN;

	return reply_page(p->c, w, family ? LAYOUT_GUARDIAN : LAYOUT_STAFF, p->v.title,
	                  RENDER(render_matter), &p->v);
}

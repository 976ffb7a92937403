/* Reading a file and judging its rows: once through to see that it can be read at all, then again
 * in steps of IMPORT_MANY rows, each judged in one reading and stored by one verb. */
#include "docs/table.h"
#include "import/batch.h"
#include "import/batch.sql.h"

enum { LINE_JSON_MAX = 1 << 20, KEYS_ARENA = 16 << 20, KEPT_PROBLEMS = 5000 };

/* What must not come twice, by hash. */
struct keys {
	struct arena *arena;
	struct seen {
		struct str key;
		int64_t number;
	} * v;
	size_t mask;
};

struct line {
	struct import_row row;
	struct str *cell;
	size_t n;
	struct str cells, problems; /* JSON */
	int64_t id;
};

struct work {
	const struct import_place *place;
	const struct import_kind *kind;
	struct table *table;
	struct import_map map;
	void *state;
	struct keys keys;
	struct out json;
	struct str *example[LANG_COUNT];
	int64_t rows; /* of the file, header and notes not counted */
	struct line *line;
	size_t n;
	import_id id; /* none: nothing is stored */
	struct import_summary *sum;
	size_t problem_room;
};

static struct table_limits limits(void)
{
	struct table_limits l = table_limits_default();

	l.bytes = IMPORT_BYTES_MAX;
	l.rows = IMPORT_ROWS_MAX + HEAD_ROWS;
	return l;
}

/* --- cells --------------------------------------------------------------------------------------
 */

static struct str cell_text(struct ctx *c, const struct cell *cell)
{
	struct str plain;

	if (cell->type == CELL_NONE || !cell->text.p)
		return STR_NONE;
	if (cell->type == CELL_NUMBER && cell_decimal(c->arena, cell->text, &plain))
		return plain;
	return str_dup(c->arena, cell->text);
}

static struct str *cells_of(struct ctx *c, const struct table_row *r)
{
	struct str *v = NEW_N(c->arena, r->n + 1u, struct str);

	for (uint32_t i = 0; v && i < r->n; i++)
		v[i] = cell_text(c, &r->cells[i]);
	return v;
}

/* One text merged over the whole row: a remark, a signature line, no record. */
static bool row_is_note(const struct table_row *r)
{
	uint32_t some = 0, repeated = 0;

	for (uint32_t i = 0; i < r->n; i++) {
		some += str_some(str_trim(r->cells[i].text));
		repeated += r->cells[i].repeated && i > 0 &&
		            str_eq(r->cells[i].text, r->cells[i - 1].text);
	}
	return some >= 3 && repeated + 1 >= some;
}

/* None of the columns that every record has. */
static bool row_is_empty(const struct import_kind *k, const struct import_row *row)
{
	for (size_t i = 0; i < k->column_n; i++)
		if (k->column[i].required && str_some(row->value[i]))
			return false;
	return true;
}

/* The template's own example, left where it was. */
static bool row_is_example(const struct work *w, const struct import_row *row)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		bool same = true;

		for (size_t i = 0; same && i < w->kind->column_n; i++)
			same = str_eq(row->value[i].p ? row->value[i] : S(""), w->example[lang][i]);
		if (same)
			return true;
	}
	return false;
}

/* What a cell holds that no kind can read. */
static void cells_judge(struct ctx *c, struct work *w, const struct table_row *r,
                        struct import_row *row)
{
	struct str plain;

	for (size_t i = 0; i < w->kind->column_n; i++) {
		struct cell cell;

		if (w->map.to[i] < 0)
			continue;
		cell = table_cell(r, (uint32_t)w->map.to[i]);
		if (cell.type == CELL_ERROR)
			import_bad(row, i, "import_cell_error", STR_NONE);
		else if (cell.type == CELL_NUMBER && !cell_decimal(c->arena, cell.text, &plain))
			import_bad(row, i, "import_number_lost", STR_NONE);
		else
			continue;
		row->value[i] = STR_NONE;
	}
}

/* --- once through -------------------------------------------------------------------------------
 */

static enum err head_keep(struct ctx *c, const struct table_row *r, struct head_row *ret_h)
{
	*ret_h = (struct head_row){r->number, r->n, cells_of(c, r)};
	return ret_h->cell ? OK : fault_broken(c, "arena");
}

/* Reads to the end: whatever is wrong with the file as a whole is found before anything is stored.
 */
static enum err look_through(struct ctx *c, struct work *w)
{
	struct head_row head[HEAD_ROWS];
	const struct table_row *r;
	size_t n = 0;
	int64_t rows = 0;

	for (;;) {
		TRY(table_next(c, w->table, &r));
		if (r == NULL)
			break;
		if (n < HEAD_ROWS)
			TRY(head_keep(c, r, &head[n++]));
		rows++;
	}
	TRY(header_find(c, w->kind, head, n, &w->map));
	for (size_t i = 0; i < n; i++)
		rows -= head[i].number <= w->map.row;
	if (rows == 0)
		return fault_input(c, "import_no_rows", S("file"), STR_NONE, STR_NONE);
	w->rows = rows;
	return OK;
}

/* --- twice in a file ----------------------------------------------------------------------------
 */

static enum err keys_new(struct ctx *c, struct work *w)
{
	size_t room = 64;

	while (room < (size_t)w->rows * 2)
		room *= 2;
	w->keys.arena = arena_new(KEYS_ARENA);
	if (!w->keys.arena)
		return fault_broken(c, "memory");
	w->keys.v = NEW_N(w->keys.arena, room, struct seen);
	w->keys.mask = room - 1;
	return w->keys.v ? OK : fault_broken(c, "memory");
}

static void key_judge(struct ctx *c, struct keys *k, struct import_row *row)
{
	size_t at = str_hash(row->key) & k->mask;

	if (!str_some(row->key))
		return;
	for (; k->v[at].key.p; at = (at + 1) & k->mask)
		if (str_eq(k->v[at].key, row->key)) {
			import_bad(row, row->key_column, "import_twice",
			           str_printf(c->arena, "%lld", (long long)k->v[at].number));
			row->verdict = IMPORT_BAD;
			return;
		}
	k->v[at] = (struct seen){str_dup(k->arena, row->key), row->number};
}

/* --- a step -------------------------------------------------------------------------------------
 */

static enum err line_read(struct ctx *c, struct work *w, const struct table_row *r, bool *ret_taken)
{
	struct line *l = &w->line[w->n];

	*ret_taken = false;
	*l = (struct line){.row.number = r->number, .n = r->n, .cell = cells_of(c, r)};
	if (!l->cell)
		return fault_broken(c, "arena");
	row_values(c, w->kind, &w->map, l->cell, l->n, &l->row);
	if (!l->row.value)
		return fault_broken(c, "arena");
	if (row_is_note(r) || row_is_empty(w->kind, &l->row) || row_is_example(w, &l->row))
		return OK;
	cells_judge(c, w, r, &l->row);
	*ret_taken = true;
	return OK;
}

static enum err lines_read(struct ctx *c, struct work *w, bool *ret_over)
{
	const struct table_row *r;
	bool taken;

	w->n = 0;
	*ret_over = false;
	while (w->n < IMPORT_MANY) {
		TRY(table_next(c, w->table, &r));
		if (r == NULL) {
			*ret_over = true;
			break;
		}
		if (r->number <= w->map.row)
			continue;
		TRY(line_read(c, w, r, &taken));
		w->n += taken;
	}
	return OK;
}

static enum err lines_judge(struct ctx *c, struct work *w)
{
	if (!w->state)
		TRY(w->kind->begin(c, w->place, &w->state));
	for (size_t i = 0; i < w->n; i++) {
		TRY(row_check(c, w->kind, w->state, &w->line[i].row));
		c->fault = (struct fault){0};
		key_judge(c, &w->keys, &w->line[i].row);
	}
	return OK;
}

static enum err problem_keep(struct ctx *c, struct work *w, const struct line *l)
{
	struct import_summary *s = w->sum;

	for (size_t i = 0; i < l->row.problem_n && s->problem_n < w->problem_room; i++)
		s->problem[s->problem_n++] = problem_tell(c, w->kind, &w->map, l->cell, l->n,
		                                          l->row.number, &l->row.problem[i]);
	return OK;
}

static void count(struct import_summary *s, enum import_verdict v)
{
	s->rows++;
	s->added += v == IMPORT_NEW;
	s->changed += v == IMPORT_CHANGED;
	s->same += v == IMPORT_SAME;
	s->bad += v == IMPORT_BAD;
}

static const char *const VERDICTS[] = {"new", "changed", "same", "bad"};

static enum err store_run(struct ctx *c, void *arg)
{
	struct work *w = arg;

	for (size_t i = 0; i < w->n; i++) {
		const struct line *l = &w->line[i];
		enum import_verdict v = l->row.verdict;

		TRY(q_row_insert(c, l->id, w->id, l->row.number, str_of(VERDICTS[v]),
		                 v == IMPORT_NEW || v == IMPORT_CHANGED ? STEP_WAITS : STEP_NONE,
		                 l->cells, l->problems, NULL));
	}
	return OK;
}
static const struct verb store_verb = {"import.rows", store_run};

static enum err lines_store(struct ctx *c, struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct line *l = &w->line[i];

		l->id = env_next_id(c->env);
		l->cells = row_cells_json(c, &w->json, l->cell, l->n);
		l->problems = problems_json(c, w->kind, &l->row);
		if (!l->cells.p)
			return fault_input(c, "table_line_too_long", S("file"), STR_NONE, STR_NONE);
	}
	return w->n > 0 ? store_write(c, &store_verb, w) : OK;
}

static enum err step(struct ctx *c, struct work *w, bool *ret_over)
{
	enum err e;

	TRY(lines_read(c, w, ret_over));
	TRY(store_read_begin(c));
	e = lines_judge(c, w);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < w->n; i++)
		count(w->sum, w->line[i].row.verdict);
	if (w->id.v)
		return lines_store(c, w);
	for (size_t i = 0; i < w->n; i++)
		TRY(problem_keep(c, w, &w->line[i]));
	return OK;
}

/* --- the whole ----------------------------------------------------------------------------------
 */

struct begin {
	struct work *w;
	struct str file, header, places;
	import_id id;
};

static enum err begin_run(struct ctx *c, void *arg)
{
	struct begin *b = arg;
	const struct import_place *p = b->w->place;

	TRY(q_batch_insert(c, b->id, p->county, p->school, str_of(b->w->kind->name),
	                   c->actor.account.v, (int64_t)c->actor.role, c->actor.staff.v, b->file,
	                   b->header, b->places, c->now, NULL));
	return audit_put(c, "sent", "import", b->id.v, p->county,
	                 str_printf(c->arena, "{\"kind\":\"%s\",\"rows\":%lld}", b->w->kind->name,
	                            (long long)b->w->rows));
}
static const struct verb begin_verb = {"import.send", begin_run};

static enum err found_run(struct ctx *c, void *arg)
{
	const struct work *w = arg;
	const struct import_summary *s = w->sum;

	TRY(q_batch_found(c, w->id, s->added, s->changed, s->same, s->bad, NULL));
	return audit_put(c, "checked", "import", w->id.v, w->place->county,
	                 str_printf(c->arena,
	                            "{\"new\":%lld,\"changed\":%lld,\"same\":%lld,\"bad\":%lld}",
	                            (long long)s->added, (long long)s->changed, (long long)s->same,
	                            (long long)s->bad));
}
static const struct verb found_verb = {"import.checked", found_run};

static enum err begin_answer(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	out_i64(o, ((const struct begin *)arg)->id.v);
	return OK;
}

static enum err batch_begin(struct ctx *c, struct work *w, struct str file_name,
                            const struct store_once *once, struct import_checked *x)
{
	struct store_once first = {.answer = begin_answer};
	struct begin b = {.w = w, .id = {env_next_id(c->env)}};
	struct str answer;

	b.file = str_sub(file_name, 0, 200);
	while (b.file.n > 0 && !utf8_valid(b.file)) /* cut between two bytes of one character */
		b.file.n--;
	b.header = row_cells_json(c, &w->json, w->map.title, w->map.width);
	b.places = map_text(c, &w->map, w->kind->column_n);
	if (once) {
		first.key = once->key;
		first.body = once->body;
	}
	TRY(store_write_once(c, &begin_verb, &b, &first, &answer, &x->replayed));
	if (x->replayed && !str_i64(answer, &b.id.v))
		return fault_broken(c, "an import's answer");
	w->id = x->id = b.id;
	return OK;
}

static enum err examples(struct ctx *c, struct work *w)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		w->example[lang] = NEW_N(c->arena, w->kind->column_n, struct str);
		if (!w->example[lang])
			return fault_broken(c, "arena");
		for (size_t i = 0; i < w->kind->column_n; i++)
			w->example[lang][i] = utf8_fold_width(
				c->arena, text((enum lang)lang, w->kind->column[i].example));
	}
	return OK;
}

static enum err steps(struct ctx *c, struct work *w)
{
	bool over = false;

	w->line = NEW_N(c->arena, IMPORT_MANY, struct line);
	w->problem_room = w->id.v ? 0 : KEPT_PROBLEMS;
	w->sum->problem = NEW_N(c->arena, w->problem_room, struct import_found);
	if (!w->line || (w->problem_room && !w->sum->problem))
		return fault_broken(c, "arena");
	TRY(keys_new(c, w));
	TRY(examples(c, w));
	while (!over) {
		struct arena_mark mark = arena_mark(c->arena);
		bool fresh = w->state == NULL;
		size_t told = w->sum->problem_n;

		TRY(step(c, w, &over));
		/* What the step left behind is of no use, but for what it told and what all rows
		 * need. */
		if (!fresh && told == w->sum->problem_n)
			arena_rewind(c->arena, mark);
	}
	return w->id.v ? store_write(c, &found_verb, w) : OK;
}

static enum err check(struct ctx *c, struct work *w, struct str file_name, struct str bytes,
                      bool keep, const struct store_once *once, struct import_checked *x)
{
	const struct table_limits l = limits();

	TRY(table_open(c, bytes, S("file"), &l, &w->table));
	TRY(look_through(c, w));
	table_close(&w->table);
	TRY(table_open(c, bytes, S("file"), &l, &w->table));
	if (keep)
		TRY(batch_begin(c, w, file_name, once, x));
	return x->replayed ? OK : steps(c, w);
}

static enum err drop_run(struct ctx *c, void *arg)
{
	const struct work *w = arg;

	TRY(q_batch_turn(c, w->id, S("checking"), S("cancelled"), NULL));
	return audit_put(c, "dropped", "import", w->id.v, w->place->county, S("{}"));
}

/* It cannot go on: nobody shall apply half a file. The reason stays the caller's. */
static void drop(struct ctx *c, struct work *w)
{
	static const struct verb verb = {"import.drop", drop_run};
	struct fault why = c->fault;
	const char *broken = c->broken;

	store_write(c, &verb, w);
	c->fault = why;
	c->broken = broken;
}

enum err import_check(struct ctx *c, const struct import_place *place,
                      const struct import_kind *kind, struct str file_name, struct str bytes,
                      bool keep, const struct store_once *once, struct import_checked *ret_x)
{
	struct import_checked x = {0};
	struct work w = {.place = place, .kind = kind, .sum = &x.sum};
	enum err e;

	if (kind->column_n > IMPORT_COLUMNS_MAX)
		return fault_broken(c, "an import kind with too many columns");
	out_init(&w.json, LINE_JSON_MAX);
	e = check(c, &w, file_name, bytes, keep, once, &x);
	table_close(&w.table);
	arena_free(&w.keys.arena);
	out_free(&w.json);
	if (e != OK && w.id.v)
		drop(c, &w);
	TRY(e);
	x.sum.id = x.id;
	*ret_x = x;
	return OK;
}

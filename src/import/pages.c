#include "import/pages.h"

#include "docs/xlsx_write.h"
#include "import/batch.sql.h"
#include "import/import_new.html.h"
#include "import/import_one.html.h"
#include "import/imports.html.h"
#include "web/listing.h"

enum { SHOWN_PROBLEMS = 100, BOOK_CEILING = 48 << 20, ALL = 1000000 };

#define HOUR_US INT64_C(3600000000)

enum text_id state_text(struct str state)
{
	static const struct {
		const char *state;
		enum text_id text;
	} words[] = {
		{"checking", T_import_state_checking},   {"checked", T_import_state_checked},
		{"applying", T_import_state_applying},   {"done", T_import_state_done},
		{"cancelled", T_import_state_cancelled}, {"undoing", T_import_state_undoing},
		{"undone", T_import_state_undone},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(state, words[i].state))
			return words[i].text;
	return TEXT_NONE;
}

static const char *state_kind(struct str state)
{
	if (str_is(state, "done"))
		return "ok";
	if (str_is(state, "checked"))
		return "warn";
	return str_is(state, "applying") || str_is(state, "undoing") ? "info" : "off";
}

enum err kind_require(struct ctx *c, struct str name, const struct import_kind **ret_k)
{
	const struct import_kind *k = import_kind_find(name);

	if (!k)
		return fault_input(c, "import_kind", S("kind"), name, STR_NONE);
	*ret_k = k;
	return OK;
}

static struct str import_path(struct ctx *c, import_id id)
{
	return str_printf(c->arena, "/school/imports/%lld", (long long)id.v);
}

static struct view_part_tag state_tag(struct ctx *c, struct str state)
{
	return (struct view_part_tag){.kind = str_of(state_kind(state)),
	                              .label = text(c->lang, state_text(state))};
}

/* --- the list -----------------------------------------------------------------------------------
 */

static enum err list_kinds(struct ctx *c, struct view_imports *v)
{
	v->kind = NEW_N(c->arena, import_kind_count() + 1, struct view_imports_kind);
	if (!v->kind)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < import_kind_count(); i++) {
		const struct import_kind *k = import_kind_at(i);

		v->kind[v->kind_n++] =
			(struct view_imports_kind){text(c->lang, k->title), str_of(k->name)};
	}
	return OK;
}

static struct str kind_title(struct ctx *c, struct str name)
{
	const struct import_kind *k = import_kind_find(name);

	return k ? text(c->lang, k->title) : name;
}

enum err page_imports(struct ctx *c, struct req *r, struct reply *w)
{
	const struct imports_query *q = req_query(r);
	struct q_batch_row_row *row;
	struct view_imports v = {0};
	int64_t total;
	size_t n;

	TRY(list_kinds(c, &v));
	TRY(q_batch_total(c, c->actor.school, &total));
	TRY(q_batch_rows(c, c->actor.school, q->list.after, list_limit(&q->list), &row, &n));
	v.row = NEW_N(c->arena, n + 1, struct view_imports_row);
	if (!v.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v.row[v.row_n++] = (struct view_imports_row){
			.id = row[i].id.v,
			.kind = kind_title(c, row[i].kind),
			.file = row[i].file.p ? row[i].file : S(""),
			.created = row[i].created,
			.state = state_tag(c, row[i].state),
			.done = row[i].done,
			.bad = row[i].bad + row[i].failed,
		};
	v.empty = (struct view_part_empty){
		.what = T_import_none, .path = S("/school/imports/new"), .act = T_import_new};
	v.pager = page_pager(c, r, &q->list, total, n, n > 0 ? row[n - 1].id.v : 0);
	return reply_page(c, w, LAYOUT_STAFF, T_import_title, RENDER(render_imports), &v);
}

/* R2: every list leaves. */
enum err page_imports_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct column cols[] = {
		{.title = text(c->lang, T_import_file)},
		{.title = text(c->lang, T_import_kind)},
		{.title = text(c->lang, T_import_created)},
		{.title = text(c->lang, T_import_state)},
		{.title = text(c->lang, T_import_done), .type = COLUMN_INTEGER},
		{.title = text(c->lang, T_import_bad), .type = COLUMN_INTEGER},
	};
	struct str title = text(c->lang, T_import_sent);
	struct sheet_spec spec = {.name = title, .columns = cols, .n_columns = 6};
	struct q_batch_row_row *row;
	struct listing *l;
	size_t n;

	(void)r;
	TRY(q_batch_rows(c, c->actor.school, 0, ALL, &row, &n));
	TRY(listing_new(c, w, &spec, &l));
	for (size_t i = 0; i < n; i++) {
		listing_text(l, row[i].file.p ? row[i].file : S(""));
		listing_text(l, kind_title(c, row[i].kind));
		listing_text(l, instant_words(c->arena, c->lang, row[i].created));
		listing_text(l, text(c->lang, state_text(row[i].state)));
		listing_i64(l, row[i].done);
		listing_i64(l, row[i].bad + row[i].failed);
		listing_row_end(l);
	}
	return listing_reply(c, w, title, &l);
}

/* --- sending ------------------------------------------------------------------------------------
 */

enum err page_import_new(struct ctx *c, struct req *r, struct reply *w)
{
	const struct kind_query *q = req_query(r);
	struct str chosen = req_typed(r, "kind");
	struct view_import_new v = {.errors = page_errors(c, r)};

	if (!str_some(chosen) && q)
		chosen = q->kind;
	v.kind = NEW_N(c->arena, import_kind_count() + 1, struct view_import_new_kind);
	if (!v.kind)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < import_kind_count(); i++) {
		const struct import_kind *k = import_kind_at(i);

		v.kind[v.kind_n++] = (struct view_import_new_kind){
			.name = str_of(k->name),
			.title = text(c->lang, k->title),
			.on = str_some(chosen) ? str_is(chosen, k->name) : i == 0};
	}
	v.file = page_field(c, r, &upload_input, "file", "file", S(""));
	v.file.accept = S(".xlsx,.csv");
	v.file.hint = text_fill(c->arena, c->lang, T_import_file_hint,
	                        (struct str[]){str_of_i64(c->arena, IMPORT_BYTES_MAX >> 20),
	                                       str_of_i64(c->arena, IMPORT_ROWS_MAX)},
	                        2);
	return reply_page(c, w, LAYOUT_STAFF, T_import_new, RENDER(render_import_new), &v);
}

enum err upload(struct ctx *c, const struct req *r, struct import_checked *ret_x)
{
	const struct upload_in *in = req_input(r);
	const struct import_place place = {c->actor.county, c->actor.school};
	const struct store_once once = req_once(r, NULL);
	const struct import_kind *k;

	TRY(kind_require(c, in->kind, &k));
	return import_check(c, &place, k, in->file.name, in->file.bytes, true, &once, ret_x);
}

enum err page_import_post(struct ctx *c, struct req *r, struct reply *w)
{
	struct import_checked x;

	TRY(upload(c, r, &x));
	return reply_see(c, w, import_path(c, x.id), TEXT_NONE);
}

static enum err reply_book(struct ctx *c, struct reply *w, struct str name, const struct out *o,
                           enum err e)
{
	return e == OK ? reply_file(c, w, name, XLSX_MIME, out_str(o)) : e;
}

enum err page_import_template(struct ctx *c, struct req *r, struct reply *w)
{
	const struct kind_query *q = req_query(r);
	const struct import_kind *k;
	struct str title, name;
	struct out o;
	enum err e;

	TRY(kind_require(c, q->kind, &k));
	title = text(c->lang, k->title);
	name = text_fill(c->arena, c->lang, T_import_template_file, &title, 1);
	out_init(&o, BOOK_CEILING);
	e = reply_book(c, w, name, &o, book_template(c, k, &o));
	out_free(&o);
	return e;
}

/* --- one file -----------------------------------------------------------------------------------
 */

static enum err shown_problems(struct ctx *c, const struct batch *b, const struct import_map *m,
                               struct view_import_one *v)
{
	struct q_rows_problem_row *row;
	size_t n;

	TRY(q_rows_problem(c, b->id, 0, SHOWN_PROBLEMS, &row, &n));
	v->problem = NEW_N(c->arena, n * IMPORT_PROBLEMS_MAX + 1, struct view_import_one_problem);
	if (!v->problem)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct import_problem p[IMPORT_PROBLEMS_MAX];
		struct str *cell;
		size_t cells, many;

		TRY(row_cells_read(c, row[i].cells, &cell, &cells));
		TRY(problems_read(c, b->kind, row[i].problems, p, &many));
		for (size_t k = 0; k < many; k++) {
			struct import_found f =
				problem_tell(c, b->kind, m, cell, cells, row[i].number, &p[k]);

			v->problem[v->problem_n++] = (struct view_import_one_problem){
				f.number, f.column, f.value, f.what, f.mend};
		}
	}
	v->more = b->bad + b->failed + b->kept > SHOWN_PROBLEMS;
	v->shown = SHOWN_PROBLEMS;
	return OK;
}

enum err page_import(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_import_one v = {0};
	struct import_map m;
	struct batch b;

	TRY(batch_get(c, (import_id){req_id(r, "import")}, &b));
	TRY(map_read(c, &b, &m));
	TRY(shown_problems(c, &b, &m, &v));
	v.id = b.id.v;
	v.kind = text(c->lang, b.kind->title);
	v.file = b.file;
	v.created = b.created;
	v.state = state_tag(c, b.state);
	v.added = b.added;
	v.changed = b.changed;
	v.same = b.same;
	v.bad = b.bad;
	v.done = b.done;
	v.failed = b.failed;
	v.undone = b.undone;
	v.kept = b.kept;
	v.good = b.added + b.changed;
	v.unfinished = str_is(b.state, "checking");
	v.waits = str_is(b.state, "checked");
	v.working = str_is(b.state, "applying") || str_is(b.state, "undoing");
	v.finished = str_is(b.state, "done") || str_is(b.state, "undone");
	v.taken_back = str_is(b.state, "undone");
	v.step = str_is(b.state, "undoing") ? b.undone + b.kept : b.done + b.failed;
	v.steps = str_is(b.state, "undoing") ? b.done : v.good;
	v.undoable = batch_undoable(c, &b);
	v.until = (struct instant){b.finished.us + IMPORT_UNDO_HOURS * HOUR_US};
	v.errors_book = v.problem_n > 0;
	v.unknown = header_unknown(c, &m, b.kind);
	v.wiped = b.wiped;
	return reply_page(c, w, LAYOUT_STAFF, T_import_one, RENDER(render_import_one), &v);
}

enum err page_import_errors(struct ctx *c, struct req *r, struct reply *w)
{
	struct batch b;
	struct str title, name;
	struct out o;
	enum err e;

	TRY(batch_get(c, (import_id){req_id(r, "import")}, &b));
	title = text(c->lang, b.kind->title);
	name = text_fill(c->arena, c->lang, T_import_errors_file, &title, 1);
	out_init(&o, BOOK_CEILING);
	e = reply_book(c, w, name, &o, book_errors(c, &b, &o));
	out_free(&o);
	return e;
}

static enum err see_after(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                          enum text_id flash)
{
	import_id id = {req_id(r, "import")};

	TRY(store_write(c, v, &id));
	return reply_see(c, w, import_path(c, id), flash);
}

enum err page_import_apply(struct ctx *c, struct req *r, struct reply *w)
{
	return see_after(c, r, w, &import_apply_verb, T_import_applying);
}

enum err page_import_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	return see_after(c, r, w, &import_cancel_verb, T_import_cancelled);
}

enum err page_import_undo(struct ctx *c, struct req *r, struct reply *w)
{
	return see_after(c, r, w, &import_undo_verb, T_import_undoing);
}

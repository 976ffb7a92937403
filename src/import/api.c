#include "import/batch.sql.h"
#include "import/pages.h"

static void instant_or_none(struct ctx *c, struct json *j, const char *key, struct instant at)
{
	json_kv_str(j, key, at.us == INT64_MIN ? STR_NONE : instant_text(c->arena, at));
}

static void import_json(struct ctx *c, struct json *j, const struct batch *b)
{
	json_open(j, '{');
	json_kv_id(j, "id", b->id.v);
	json_kv_str(j, "kind", str_of(b->kind->name));
	json_kv_str(j, "state", b->state);
	json_kv_str(j, "file", b->file);
	json_kv_i64(j, "new", b->added);
	json_kv_i64(j, "changed", b->changed);
	json_kv_i64(j, "same", b->same);
	json_kv_i64(j, "bad", b->bad);
	json_kv_i64(j, "done", b->done);
	json_kv_i64(j, "failed", b->failed);
	json_kv_i64(j, "undone", b->undone);
	json_kv_i64(j, "kept", b->kept);
	instant_or_none(c, j, "created", b->created);
	instant_or_none(c, j, "finished", b->finished);
	json_kv_bool(j, "undoable", batch_undoable(c, b));
	json_close(j, '}');
}

static enum err batch_reply(struct ctx *c, struct reply *w, int status, import_id id)
{
	struct batch b;

	TRY(batch_get(c, id, &b));
	import_json(c, reply_json(c, w, status), &b);
	return OK;
}

/* After a verb: what it came to. */
static enum err batch_tell(struct ctx *c, struct reply *w, int status, import_id id)
{
	enum err e;

	TRY(store_read_begin(c));
	e = batch_reply(c, w, status, id);
	store_read_end(c);
	return e;
}

enum err api_imports(struct ctx *c, struct req *r, struct reply *w)
{
	const struct imports_query *q = req_query(r);
	struct q_batch_row_row *row;
	struct json *j;
	size_t n;

	TRY(q_batch_rows(c, c->actor.school, q->list.after, list_limit(&q->list), &row, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		struct batch b;

		if (import_kind_find(row[i].kind) == NULL)
			continue;
		TRY(batch_get(c, row[i].id, &b));
		import_json(c, j, &b);
	}
	json_close(j, ']');
	list_next(j, &q->list, n, n > 0 ? row[n - 1].id.v : 0);
	json_close(j, '}');
	return OK;
}

enum err api_import_post(struct ctx *c, struct req *r, struct reply *w)
{
	struct import_checked x;

	TRY(upload(c, r, &x));
	return batch_tell(c, w, 201, x.id);
}

enum err api_import(struct ctx *c, struct req *r, struct reply *w)
{
	return batch_reply(c, w, 200, (import_id){req_id(r, "import")});
}

static void problem_json(struct json *j, const struct import_found *f)
{
	json_open(j, '{');
	json_kv_i64(j, "row", f->number);
	json_kv_str(j, "column", f->column);
	json_kv_str(j, "value", f->value);
	json_kv_str(j, "code", str_of(f->code));
	json_kv_str(j, "what", f->what);
	json_kv_str(j, "mend", f->mend);
	json_close(j, '}');
}

static enum err row_problems_json(struct ctx *c, struct json *j, const struct batch *b,
                                  const struct import_map *m, const struct q_rows_problem_row *row)
{
	struct import_problem p[IMPORT_PROBLEMS_MAX];
	struct str *cell;
	size_t n, many;

	TRY(row_cells_read(c, row->cells, &cell, &n));
	TRY(problems_read(c, b->kind, row->problems, p, &many));
	for (size_t i = 0; i < many; i++) {
		struct import_found f = problem_tell(c, b->kind, m, cell, n, row->number, &p[i]);

		problem_json(j, &f);
	}
	return OK;
}

/* `after` is a row number here: the rows behind it. */
enum err api_import_problems(struct ctx *c, struct req *r, struct reply *w)
{
	const struct problems_query *q = req_query(r);
	struct q_rows_problem_row *row;
	struct import_map m;
	struct batch b;
	struct json *j;
	size_t n;

	TRY(batch_get(c, (import_id){req_id(r, "import")}, &b));
	TRY(map_read(c, &b, &m));
	TRY(q_rows_problem(c, b.id, q->list.after, list_limit(&q->list), &row, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		TRY(row_problems_json(c, j, &b, &m, &row[i]));
	json_close(j, ']');
	list_next(j, &q->list, n, n > 0 ? row[n - 1].number : 0);
	json_close(j, '}');
	return OK;
}

static enum err tell_after(struct ctx *c, struct req *r, struct reply *w, const struct verb *v)
{
	import_id id = {req_id(r, "import")};

	TRY(store_write(c, v, &id));
	return batch_tell(c, w, 200, id);
}

enum err api_import_apply(struct ctx *c, struct req *r, struct reply *w)
{
	return tell_after(c, r, w, &import_apply_verb);
}

enum err api_import_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	return tell_after(c, r, w, &import_cancel_verb);
}

enum err api_import_undo(struct ctx *c, struct req *r, struct reply *w)
{
	return tell_after(c, r, w, &import_undo_verb);
}

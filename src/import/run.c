/* From the command line: check, then take in what is good. */
#include "import/batch.h"
#include "import/batch.sql.h"

enum { TOLD_MAX = 5000 };

/* The problems that were stored, and what became of the rows. */
static enum err read_back(struct ctx *c, import_id id, struct import_summary *s)
{
	struct q_rows_problem_row *v;
	struct import_map m;
	struct batch b;
	size_t n;

	TRY(batch_get(c, id, &b));
	TRY(map_read(c, &b, &m));
	s->done = b.done;
	s->failed = b.failed;
	TRY(q_rows_problem(c, id, 0, TOLD_MAX, &v, &n));
	s->problem = NEW_N(c->arena, n * IMPORT_PROBLEMS_MAX + 1, struct import_found);
	if (!s->problem)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct import_problem p[IMPORT_PROBLEMS_MAX];
		struct str *cell;
		size_t cells, many;

		TRY(row_cells_read(c, v[i].cells, &cell, &cells));
		TRY(problems_read(c, b.kind, v[i].problems, p, &many));
		for (size_t k = 0; k < many; k++)
			s->problem[s->problem_n++] =
				problem_tell(c, b.kind, &m, cell, cells, v[i].number, &p[k]);
	}
	return OK;
}

enum err import_run(struct ctx *c, const struct import_place *place, const struct import_kind *kind,
                    struct str file_name, struct str bytes, bool dry_run,
                    struct import_summary *ret_s)
{
	struct import_checked x;
	enum err e;

	TRY(import_check(c, place, kind, file_name, bytes, !dry_run, NULL, &x));
	if (!dry_run) {
		TRY(store_write(c, &import_apply_verb, &x.id));
		TRY(batch_apply(c, x.id));
		TRY(store_read_begin(c));
		e = read_back(c, x.id, &x.sum);
		store_read_end(c);
		TRY(e);
	}
	*ret_s = x.sum;
	return OK;
}

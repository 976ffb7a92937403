/* Registers and participation counters against the marks. */
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"

enum { SCHOOLS_AT_ONCE = 500 };

static enum err register_row(struct ctx *c, const struct q_verify_registers_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->present != row->attended || row->expected != row->marks) &&
	    verify_broken(v, row->id.v))
		v->found = str_printf(c->arena,
		                      "sitting: register says %lld of %lld, marks say %lld of %lld",
		                      (long long)row->present, (long long)row->expected,
		                      (long long)row->attended, (long long)row->marks);
	return OK;
}

static enum err lost_row(struct ctx *c, const struct q_verify_marks_lost_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (verify_broken(v, row->id.v))
		v->found = S("sitting: marks without a register");
	return OK;
}

enum err verify_registers(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "registers");

	TRY(q_verify_registers_each(c, register_row, v));
	return q_verify_marks_lost_each(c, lost_row, v);
}

static enum err participation_row(struct ctx *c, const struct q_verify_participation_row *row,
                                  void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (row->counted != row->marked && verify_broken(v, row->pupil.v))
		v->found = str_printf(c->arena, "pupil: %.*s counted %lld, marked %lld",
		                      STR_FMT(row->kind), (long long)row->counted,
		                      (long long)row->marked);
	return OK;
}

enum err verify_participation(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "participation");
	int64_t after = 0;
	size_t n;

	do {
		struct arena_mark mark = arena_mark(c->arena);
		bool clean = v->broken == 0;
		struct q_verify_schools_row *school;

		TRY(q_verify_schools(c, after, SCHOOLS_AT_ONCE, &school, &n));
		for (size_t i = 0; i < n; i++) {
			after = school[i].id.v;
			TRY(q_verify_participation_each(c, school[i].id, participation_row, v));
		}
		if (clean && v->broken > 0)
			continue; /* what was found stands in the arena */
		arena_rewind(c->arena, mark);
	} while (n > 0);
	return OK;
}

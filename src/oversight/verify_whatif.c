/* What-ifs whose results are kept: the sums of their counties. */
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"
#include "whatif/figures.h"

struct schools {
	struct whatif_school sum;
	int64_t n;
};

static enum err school_row(struct ctx *c, const struct q_verify_simulation_schools_row *row,
                           void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct whatif_school one = {0};
	struct schools *s = arg;

	TRY(figures_read(c, row->figures, &one));
	TRY(whatif_add(c, &s->sum, &one));
	s->n++;
	arena_rewind(c->arena, mark);
	return OK;
}

/* The same sum makes the same text. */
static bool same_figures(const struct whatif_school *sum, struct str kept)
{
	struct out o;
	bool same;

	out_init(&o, 1 << 16);
	figures_write(&o, sum);
	same = !o.broken && str_eq(out_str(&o), kept);
	out_free(&o);
	return same;
}

static enum err county_look(struct ctx *c, simulation_id id,
                            const struct q_verify_simulation_counties_row *k,
                            struct verify_check *v)
{
	struct schools s = {0};

	v->rows++;
	TRY(q_verify_simulation_schools_each(c, id, k->county, school_row, &s));
	if (s.n == k->done && same_figures(&s.sum, k->figures))
		return OK;
	if (verify_broken(v, id.v))
		v->found = str_printf(c->arena,
		                      "county %lld: %lld schools kept, %lld said; %lld of %lld "
		                      "pupils move by the schools",
		                      (long long)k->county.v, (long long)s.n, (long long)k->done,
		                      (long long)s.sum.moved, (long long)s.sum.pupils);
	return OK;
}

enum err verify_whatif(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "simulations");
	struct q_verify_simulations_row *row;
	size_t n, counties;

	TRY(q_verify_simulations(c, &row, &n));
	for (size_t i = 0; i < n; i++) {
		struct q_verify_simulation_counties_row *k;

		if (row[i].done != row[i].kept && verify_broken(v, row[i].id.v))
			v->found = str_printf(c->arena, "%lld schools kept, %lld said",
			                      (long long)row[i].kept, (long long)row[i].done);
		TRY(q_verify_simulation_counties(c, row[i].id, &k, &counties));
		for (size_t m = 0; m < counties; m++)
			TRY(county_look(c, row[i].id, &k[m], v));
	}
	return OK;
}

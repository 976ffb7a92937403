/* What a simulation found, read back. */
#include "people/reach.h"
#include "whatif/figures.h"
#include "whatif/simulation.h"
#include "whatif/simulation.sql.h"

enum { ALL = INT32_MAX };

static enum err county_from(struct ctx *c, const struct q_sim_county_rows_row *r,
                            struct simulation_county *ret_k)
{
	*ret_k = (struct simulation_county){
		.id = r->county,
		.code = r->code,
		.name = r->name,
		.state = r->state,
		.term = r->term_name,
		.day = r->day,
		.schools = r->schools,
		.done = r->done,
		.failure = r->failure,
		.found = r->found,
		.sum = {.code = r->code, .name = r->name},
	};
	return figures_read(c, r->figures, &ret_k->sum);
}

enum err simulation_counties(struct ctx *c, simulation_id id, struct simulation_county **ret_v,
                             size_t *ret_n, struct whatif_school *ret_sum,
                             struct whatif_tally *ret_t)
{
	struct q_sim_county_rows_row *row;
	struct simulation_county *v;
	struct simulation s;
	size_t n;

	TRY(simulation_get(c, id, &s));
	TRY(q_sim_county_rows(c, id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct simulation_county);
	if (!v)
		return fault_broken(c, "arena");
	*ret_sum = (struct whatif_school){0};
	ret_t->n = 0;
	for (size_t i = 0; i < n; i++) {
		TRY(county_from(c, &row[i], &v[i]));
		TRY(whatif_add(c, ret_sum, &v[i].sum));
		TRY(causes_read(c, row[i].causes, ret_t));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err simulation_one_county(struct ctx *c, simulation_id id, county_id county,
                               struct simulation_county *ret_k, struct whatif_tally *ret_t)
{
	struct q_sim_county_rows_row *row;
	struct simulation s;
	size_t n, at = 0;

	TRY(simulation_get(c, id, &s));
	TRY(q_sim_county_rows(c, id, &row, &n));
	while (at < n && row[at].county.v != county.v)
		at++;
	if (at == n)
		return absent(c);
	TRY(county_from(c, &row[at], ret_k));
	ret_t->n = 0;
	return causes_read(c, row[at].causes, ret_t);
}

static enum err schools_from(struct ctx *c, const struct q_sim_school_rows_row *row, size_t n,
                             struct whatif_school **ret_v)
{
	struct whatif_school *v = NEW_N(c->arena, n + 1, struct whatif_school);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct whatif_school){.code = row[i].code, .name = row[i].name};
		TRY(figures_read(c, row[i].figures, &v[i]));
	}
	*ret_v = v;
	return OK;
}

enum err simulation_schools(struct ctx *c, simulation_id id, int64_t after, int64_t most,
                            struct whatif_school **ret_v, size_t *ret_n)
{
	struct q_sim_school_rows_row *row;
	struct simulation s;

	TRY(simulation_get(c, id, &s));
	TRY(q_sim_school_rows(c, id, after, most ? most : ALL, &row, ret_n));
	return schools_from(c, row, *ret_n, ret_v);
}

enum err simulation_county_schools(struct ctx *c, simulation_id id, county_id county, int64_t skip,
                                   int64_t most, struct whatif_school **ret_v, size_t *ret_n)
{
	struct q_sim_school_rows_row *row;
	struct simulation s;

	TRY(simulation_get(c, id, &s));
	TRY(q_sim_county_school_rows(c, id, county, skip, most ? most : ALL, &row, ret_n));
	return schools_from(c, row, *ret_n, ret_v);
}

/* --- who moves -------------------------------------------------------------------------------- */

/* The city counts; it reads of no child. */
static enum err county_own(struct ctx *c, simulation_id id, struct simulation *ret_s)
{
	TRY(simulation_get(c, id, ret_s));
	return ret_s->asker.v ? OK : absent(c);
}

enum err simulation_parts(struct ctx *c, simulation_id id, struct simulation_part **ret_v,
                          size_t *ret_n)
{
	struct q_sim_moved_rows_row *row;
	struct simulation_part *v;
	struct simulation s;
	size_t n, parts = 0;

	TRY(county_own(c, id, &s));
	TRY(q_sim_moved_rows(c, id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct simulation_part);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct simulation_part *p;

		if (parts == 0 || v[parts - 1].pupils >= SIMULATION_PART)
			v[parts++] = (struct simulation_part){.first = row[i].number,
			                                      .from = row[i].name};
		p = &v[parts - 1];
		p->last = row[i].number;
		p->to = row[i].name;
		p->pupils += row[i].moved;
	}
	*ret_v = v;
	*ret_n = parts;
	return OK;
}

/* "pupil now draft refused_now refused_draft cause" */
static bool mover_from(struct str line, const struct whatif_tally *t, struct simulation_mover *m)
{
	int64_t v[6];

	for (size_t i = 0; i < 6; i++) {
		if (!str_i64(str_cut(&line, ' '), &v[i]))
			return false;
	}
	if (line.n || v[5] < 0 || (size_t)v[5] >= t->n)
		return false;
	m->pupil.v = v[0];
	m->payable[WHATIF_NOW] = FEN(v[1]);
	m->payable[WHATIF_DRAFT] = FEN(v[2]);
	m->refused[WHATIF_NOW] = v[3];
	m->refused[WHATIF_DRAFT] = v[4];
	m->cause = t->v[v[5]].cause;
	return true;
}

static enum err part_read(struct ctx *c, simulation_id id, const struct simulation_part *p,
                          const struct whatif_tally *t, struct simulation_mover **ret_v,
                          size_t *ret_n)
{
	struct q_sim_mover_rows_row *row;
	struct simulation_mover *v;
	size_t n, at = 0;

	TRY(q_sim_mover_rows(c, id, p->first, p->last, &row, &n));
	v = NEW_N(c->arena, (size_t)p->pupils + 1, struct simulation_mover);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		for (struct str rest = row[i].movers; rest.n > 0; at++) {
			if (at == (size_t)p->pupils || !mover_from(str_cut(&rest, '\n'), t, &v[at]))
				return fault_broken(c, "a simulation's movers");
			v[at].school = row[i].code;
		}
	}
	*ret_v = v;
	*ret_n = at;
	return OK;
}

enum err simulation_movers(struct ctx *c, simulation_id id, int64_t part,
                           struct simulation_mover **ret_v, size_t *ret_n)
{
	struct whatif_tally *t = NEW(c->arena, struct whatif_tally);
	struct simulation_county *county;
	struct simulation_part *v;
	struct whatif_school sum;
	size_t n, counties;

	if (!t)
		return fault_broken(c, "arena");
	TRY(simulation_parts(c, id, &v, &n));
	if (part < 1 || (size_t)part > n)
		return absent(c);
	TRY(simulation_counties(c, id, &county, &counties, &sum, t));
	return part_read(c, id, &v[part - 1], t, ret_v, ret_n);
}

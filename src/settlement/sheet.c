#include "settlement/sheet.h"

#include "people/reach.h"
#include "people/school.h"
#include "policy/sharing.h"
#include "settlement/settlement.sql.h"
#include "term/term.h"

enum { MINUTES_MAX = 100000, PEOPLE_MAX = 50, HEADCOUNT_MAX = 2000 };
#define DESK (ROLES_SCHOOL | ROLES_SCHOOL_MONEY)

static struct price_sheet sheet_from(const struct q_sheet_row_row *row)
{
	return (struct price_sheet){
		.id = {row->id},
		.county = row->county,
		.school = row->school,
		.offering = row->offering,
		.title = row->title,
		.agency = row->agency,
		.agency_name = row->agency_name,
		.minutes = row->minutes,
		.people = row->people,
		.headcount = row->headcount,
		.rate = row->rate,
		.materials = row->materials,
		.cost = row->cost,
		.government = row->government,
		.own = row->own,
		.parents = row->parents,
		.part = row->part,
		.price = row->price,
		.published = row->published.us != INT64_MIN,
		.at = row->at,
	};
}

enum err sheet_of(struct ctx *c, offering_id offering, struct price_sheet *ret_s, bool *ret_found)
{
	struct q_sheet_row_row row;

	TRY(q_sheet_of(c, offering, &row, ret_found));
	if (*ret_found)
		*ret_s = sheet_from(&row);
	return OK;
}

static enum err within(struct ctx *c, const char *field, int64_t v, int64_t least, int64_t most)
{
	return v >= least && v <= most ? OK
	                               : fault_input(c, NULL, str_of(field),
	                                             str_printf(c->arena, "%lld", (long long)v),
	                                             str_printf(c->arena, "%lld – %lld",
	                                                        (long long)least, (long long)most));
}

static enum err amounts_read(struct ctx *c, const struct sheet_put *a)
{
	const struct {
		const char *field;
		struct money m;
	} v[] = {{"rate", a->rate},
	         {"materials", a->materials},
	         {"government", a->government},
	         {"own", a->own}};

	TRY(within(c, "minutes", a->minutes, 1, MINUTES_MAX));
	TRY(within(c, "people", a->people, 1, PEOPLE_MAX));
	TRY(within(c, "headcount", a->headcount, 1, HEADCOUNT_MAX));
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (v[i].m.fen < 0)
			return fault_input(c, NULL, str_of(v[i].field),
			                   money_text(c->arena, v[i].m), S("0.00"));
	return OK;
}

/* Cost, shares and the agency's part, each rounded once. */
static enum err reckon(struct ctx *c, const struct sheet_put *a, const struct offering *o,
                       struct price_sheet *s)
{
	struct shares_facts f = {.government = a->government, .school = a->own};
	struct shares_answer shares;
	struct money hours;

	if (!money_ratio(a->rate, a->minutes * a->people, 60, &hours) ||
	    !money_add(hours, a->materials, &s->cost))
		return fault_input(c, NULL, S("rate"), money_text(c->arena, a->rate), STR_NONE);
	f.cost = s->cost;
	TRY(shares_decide(c, &f, &shares));
	s->government = shares.government;
	s->own = shares.school;
	s->parents = shares.parents;
	s->price = o->price;
	if (!o->agency.v)
		return OK;
	if (!money_ratio(hours, 1, a->headcount, &s->part))
		return fault_broken(c, "part of an agency");
	if (s->part.fen > o->price.fen)
		s->part = o->price;
	return OK;
}

static enum err sheet_put_run(struct ctx *c, void *arg)
{
	struct sheet_put *a = arg;
	price_sheet_id id = {env_next_id(c->env)};
	struct price_sheet s = {0};
	struct offering o = {0};

	TRY(reach_role(c, DESK));
	TRY(offering_get(c, a->offering, &o));
	if (o.kind != KIND_COURSE)
		return absent(c);
	TRY(amounts_read(c, a));
	TRY(reckon(c, a, &o, &s));
	TRY(q_sheet_insert(c, id.v, o.county, o.school, o.id, a->minutes, a->people, a->rate,
	                   a->materials, a->headcount, s.cost, s.government, s.own, s.parents,
	                   s.part, s.price, c->actor.account.v, c->now, NULL));
	a->result = id;
	return audit_put(c, "sheet_made", "offering", o.id.v, o.county,
	                 str_printf(c->arena, "{\"sheet\":\"%lld\",\"cost_fen\":%lld}",
	                            (long long)id.v, (long long)s.cost.fen));
}
const struct verb sheet_put_verb = {"settlement.sheet_put", sheet_put_run};

/* R4: families do not pay more than their share of the cost; half a fen a head is rounding. */
static enum err price_fits(struct ctx *c, const struct price_sheet *s, struct money price)
{
	struct money most;

	if (!money_ratio(s->parents, 1, s->headcount, &most))
		return fault_broken(c, "price of a sheet");
	if (price.fen <= most.fen)
		return OK;
	return fault_set(c, E_REFUSED, "price_above_cost",
	                 &(struct fault){.found = money_text(c->arena, price),
	                                 .allowed = money_text(c->arena, most)});
}

static enum err sheet_publish_run(struct ctx *c, void *arg)
{
	const struct sheet_publish *a = arg;
	struct q_sheet_row_row row;
	struct price_sheet s;
	int64_t changed;
	bool found;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	TRY(q_sheet_row(c, a->sheet.v, &row, &found));
	if (!found)
		return absent(c);
	if (c->actor.role != ROLE_SYSTEM && c->actor.school.v != row.school.v)
		return out_of_reach(c, "price_sheet", a->sheet.v);
	s = sheet_from(&row);
	TRY(price_fits(c, &s, row.term_price));
	TRY(q_sheet_publish(c, s.id.v, c->actor.account.v, c->now, &changed));
	return changed ? audit_put(c, "sheet_published", "offering", s.offering.v, s.county,
	                           str_printf(c->arena, "{\"sheet\":\"%lld\"}", (long long)s.id.v))
	               : OK;
}
const struct verb sheet_publish_verb = {"settlement.sheet_publish", sheet_publish_run};

/* --- openness (R4, R5) ------------------------------------------------------------------------ */

static enum err openness_of(struct ctx *c, const struct q_sheet_row_row *row, term_id term,
                            struct openness *o)
{
	struct money in;

	o->sheet = sheet_from(row);
	TRY(q_verified_minutes(c, row->offering, ctx_today(c), &o->verified));
	TRY(q_course_income(c, row->offering, term, &o->income));
	if (!money_ratio(row->rate, o->verified * row->people, 60, &o->spent) ||
	    !money_add(o->spent, row->materials, &o->spent) ||
	    !money_add(o->income, row->government, &in) || !money_add(in, row->own, &in) ||
	    !money_sub(in, o->spent, &o->surplus))
		return fault_broken(c, "openness overflow");
	o->over = row->ends.day < ctx_today(c).day;
	return OK;
}

enum err openness_list(struct ctx *c, school_id school, bool published, struct openness **ret_v,
                       size_t *ret_n)
{
	struct q_sheet_row_row *row;
	struct openness *v;
	struct school s = {0};
	struct term t;
	bool has_term;
	size_t n = 0;

	if (published) {
		TRY(school_load(c, school, &s));
	} else {
		TRY(reach_role(c, DESK | ROLES_COUNTY_MONEY));
		TRY(school_get(c, school, &s));
	}
	TRY(term_current(c, s.county, &t, &has_term));
	if (has_term)
		TRY(q_sheets(c, school, t.id, published, &row, &n));
	v = NEW_N(c->arena, n + 1, struct openness);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(openness_of(c, &row[i], t.id, &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

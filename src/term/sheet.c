/* How the price of a course came about, and who bears its cost (R4, R5, R33). */
#include "term/sheet.h"

#include "people/reach.h"
#include "policy/conduct.h"
#include "policy/sharing.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/internal.h"
#include "term/offering_edit.h"
#include "term/sheet.sql.h"

enum { ALL = 1000000, MINUTES_MAX = 100000, PEOPLE_MAX = 50, HEADCOUNT_MAX = 2000 };
#define DESK (ROLES_SCHOOL | ROLES_SCHOOL_MONEY)

static struct price_sheet sheet_from(const struct q_sheet_row_row *row)
{
	return (struct price_sheet){
		.id = {row->id},
		.county = row->county,
		.school = row->school,
		.offering = row->offering,
		.title = row->title,
		.school_name = row->school_name,
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
		.ends = row->ends,
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

enum err sheet_get(struct ctx *c, price_sheet_id id, struct price_sheet *ret_s)
{
	struct q_sheet_row_row row;
	bool found;

	TRY(reach_role(c, DESK | ROLES_COUNTY_MONEY));
	TRY(q_sheet_row(c, id.v, &row, &found));
	if (!found)
		return absent(c);
	if (!reach_school(c, row.county, row.school))
		return out_of_reach(c, "price_sheet", id.v);
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

/* --- what the rules ask ------------------------------------------------------------------------
 */

enum err agency_share_require(struct ctx *c, const struct rules *r, const struct school *k,
                              const struct offering *o, struct money part, struct money price)
{
	struct rule_facts facts = facts_of_plan(c, r, k, o);
	struct require_facts f = {
		.facts = &facts, .name = S("agency_price_share"), .unit = UNIT_NONE};
	struct fault before = c->fault;
	const struct rule *rule;
	struct str allowed;
	int64_t hundredths;
	enum err e;

	if (!o->agency.v || price.fen <= 0)
		return OK;
	if (part.fen > MONEY_MAX_FEN / 10000)
		return fault_broken(c, "share of an agency");
	hundredths = (part.fen * 10000 + price.fen - 1) / price.fen;
	f.value = str_printf(c->arena, "%lld.%02lld", (long long)(hundredths / 100),
	                     (long long)(hundredths % 100));
	e = show_answered(c, r, require_decide(c, r, &f, &allowed, &rule));
	if (e != E_REFUSED || !c->fault.code || strcmp(c->fault.code, "no_rule") != 0)
		return e;
	c->fault = before; /* no document of this county asks */
	return OK;
}

static enum err ceiling_now(struct ctx *c, const struct offering *o, struct money part,
                            struct money price)
{
	struct rules rules;
	struct school k;

	if (!o->agency.v)
		return OK;
	TRY(school_load(c, o->school, &k));
	TRY(rulebook_rules(c, o->county, o->school, o->starts, &rules));
	return agency_share_require(c, &rules, &k, o, part, price);
}

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

enum err sheet_require(struct ctx *c, const struct rules *r, const struct offering *o)
{
	struct price_sheet s;
	struct school k;
	bool found;

	if (o->kind != KIND_COURSE || o->price.fen == 0)
		return OK;
	TRY(sheet_of(c, o->id, &s, &found));
	if (!found)
		return fault_set(
			c, E_REFUSED, "sheet_missing",
			&(struct fault){.found = money_text(c->arena, o->price),
		                        .clause = text(c->lang, T_term_sheet_clause),
		                        .document = r->n ? r->set[r->n - 1]->document : STR_NONE});
	TRY(price_fits(c, &s, o->price));
	TRY(school_load(c, o->school, &k));
	return agency_share_require(c, r, &k, o, s.part, o->price);
}

/* --- making and publishing ---------------------------------------------------------------------
 */

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
	TRY(ceiling_now(c, &o, s.part, s.price));
	TRY(q_sheet_insert(c, id.v, o.county, o.school, o.id, a->minutes, a->people, a->rate,
	                   a->materials, a->headcount, s.cost, s.government, s.own, s.parents,
	                   s.part, s.price, c->actor.account.v, c->now, NULL));
	a->result = id;
	return audit_put(c, "sheet_made", "offering", o.id.v, o.county,
	                 str_printf(c->arena, "{\"sheet\":\"%lld\",\"cost_fen\":%lld}",
	                            (long long)id.v, (long long)s.cost.fen));
}
const struct verb sheet_put_verb = {"term.sheet_put", sheet_put_run};

/* An older draft is not published over a newer sheet: the newest is the one that holds. */
static enum err newest_require(struct ctx *c, const struct price_sheet *s)
{
	struct price_sheet holds;
	bool found;

	TRY(sheet_of(c, s->offering, &holds, &found));
	if (!found || holds.id.v <= s->id.v)
		return OK;
	return fault_set(c, E_CONFLICT, "sheet_overtaken",
	                 &(struct fault){.found = instant_text(c->arena, s->at),
	                                 .allowed = instant_text(c->arena, holds.at)});
}

static enum err sheet_publish_run(struct ctx *c, void *arg)
{
	const struct sheet_publish *a = arg;
	struct q_sheet_row_row row;
	struct offering o = {0};
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
	TRY(newest_require(c, &s));
	TRY(price_fits(c, &s, row.term_price));
	TRY(offering_load(c, s.offering, &o));
	TRY(ceiling_now(c, &o, s.part, row.term_price));
	TRY(q_sheet_publish(c, s.id.v, c->actor.account.v, c->now, &changed));
	return changed ? audit_put(c, "sheet_published", "offering", s.offering.v, s.county,
	                           str_printf(c->arena, "{\"sheet\":\"%lld\"}", (long long)s.id.v))
	               : OK;
}
const struct verb sheet_publish_verb = {"term.sheet_publish", sheet_publish_run};

static enum err sheets_put_run(struct ctx *c, void *arg)
{
	struct sheets_put *a = arg;

	if (a->n > OFFERINGS_MANY)
		return fault_input(c, "too_long", S("offerings"), STR_NONE, STR_NONE);
	for (size_t i = 0; i < a->n; i++) {
		struct sheet_publish p;

		a->failed = i;
		TRY(sheet_put_run(c, &a->row[i]));
		p.sheet = a->row[i].result;
		if (a->publish)
			TRY(sheet_publish_run(c, &p));
	}
	return OK;
}
const struct verb sheets_put_verb = {"term.sheets_put", sheets_put_run};

static enum err sheets_from(struct ctx *c, const struct q_sheet_row_row *row, size_t n,
                            struct price_sheet **ret_v)
{
	struct price_sheet *v = NEW_N(c->arena, n + 1, struct price_sheet);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = sheet_from(&row[i]);
	*ret_v = v;
	return OK;
}

enum err sheets_of_term(struct ctx *c, school_id school, term_id term, bool published,
                        struct price_sheet **ret_v, size_t *ret_n)
{
	struct q_sheet_row_row *row;

	TRY(q_sheets(c, school, term, published, &row, ret_n));
	return sheets_from(c, row, *ret_n, ret_v);
}

enum err sheets_of_county(struct ctx *c, county_id county, term_id term, int64_t most, int64_t skip,
                          struct price_sheet **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct q_sheet_row_row *row;

	TRY(q_sheets_county(c, county, term, most ? most : ALL, skip, &row, ret_n));
	TRY(q_sheets_county_count(c, county, term, ret_total));
	return sheets_from(c, row, *ret_n, ret_v);
}

enum err sheets_newest(struct ctx *c, county_id county, school_id school, term_id *ret_term,
                       bool *ret_found)
{
	return school.v ? q_sheets_newest(c, county, school, false, ret_term, ret_found)
	                : q_sheets_county_newest(c, county, ret_term, ret_found);
}

enum err sheets_newest_published(struct ctx *c, county_id county, school_id school,
                                 term_id *ret_term, bool *ret_found)
{
	return q_sheets_newest(c, county, school, true, ret_term, ret_found);
}

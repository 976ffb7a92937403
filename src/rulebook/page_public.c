/* The rules of a county for everybody, without login (R1, R69): what may be asked of a family
 * first, then every document. Nobody is named. */
#include "policy/diff.h"
#include "rulebook/internal.h"
#include "rulebook/pages.h"
#include "rulebook/rule_public.html.h"
#include "rulebook/rulebook.sql.h"
#include "rulebook/show.h"

static const struct in_field PUBLIC_FIELDS[] = {
	{.name = "on",
         .type = IN_DATE,
         .label = T_rulebook_public_on,
         .offset = offsetof(struct public_in, on)},
};
const struct input public_query = {"PublicRulesQuery", sizeof(struct public_in), PUBLIC_FIELDS, 1,
                                   0};

static struct str public_path(struct ctx *c, county_id county)
{
	return str_printf(c->arena, "/rules/%lld", (long long)county.v);
}

enum err page_public_counties(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_rule_public v = {0};
	struct q_public_county_row *row;
	size_t n;

	(void)r;
	TRY(q_public_counties(c, &row, &n));
	v.county_row = NEW_N(c->arena, n + 1, struct view_rule_public_county_row);
	if (!v.county_row)
		return fault_broken(c, "arena");
	v.county_row_n = n;
	for (size_t i = 0; i < n; i++)
		v.county_row[i] = (struct view_rule_public_county_row){public_path(c, row[i].id),
		                                                       row[i].name};
	return reply_page(c, w, LAYOUT_BARE, T_rulebook_public_title, RENDER(render_rule_public),
	                  &v);
}

static enum err statements(struct ctx *c, const struct rules *rules, size_t level,
                           struct view_rule_public_set *out)
{
	const struct rule **rule;
	size_t n;

	TRY(show_rules(c, rules->set[level], &rule, &n));
	out->statement = NEW_N(c->arena, n + 1, struct view_rule_public_set_statement);
	if (!out->statement)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (!rules_says(rules, level, rule[i]))
			continue;
		out->statement[out->statement_n++] = (struct view_rule_public_set_statement){
			show_what(c->arena, c->lang, rule[i]),
			show_when(c->arena, c->lang, rule[i]),
			show_clause_public(c->arena, c->lang, rule[i])};
	}
	return OK;
}

/* What the county wrote for the public, where the set is its own. */
static enum err disclosure_of(struct ctx *c, county_id county, const struct rule_set *s,
                              struct str *ret_text)
{
	struct q_edition_row_row row;
	edition_id id;
	bool found = false;

	TRY(edition_of(c, county, s, &id));
	if (id.v)
		TRY(q_edition_row(c, id, &row, &found));
	*ret_text = found ? row.disclosure : STR_NONE;
	return OK;
}

/* --- what may be asked of a family --------------------------------------------------------------
 */

enum asked { ASKED_FEE, ASKED_LIMIT, ASKED_ELSEWHERE, ASKED_COUNT, ASKED_NOT = ASKED_COUNT };

/* In which part of the table a statement stands; some services are priced by a parameter alone. */
static enum asked asked_of(const struct rule *r)
{
	switch (r->type) {
	case RULE_FEE:
		return ASKED_FEE;
	case RULE_LIMIT:
		return ASKED_LIMIT;
	case RULE_PARAM:
		return r->param == PARAM_LUNCH_FEE || r->param == PARAM_EVENING_FEE
		               ? ASKED_ELSEWHERE
		               : ASKED_NOT;
	default:
		return ASKED_NOT;
	}
}

static struct view_rule_public_fee fee_row(struct ctx *c, const struct rule *r)
{
	struct arena *a = c->arena;
	enum lang lang = c->lang;
	struct view_rule_public_fee row = {
		.when = show_when(a, lang, r),
		.clause = show_clause_public(a, lang, r),
		.document = r->set->document,
	};

	if (r->type == RULE_PARAM) {
		row.what = show_word(lang,
		                     r->param == PARAM_LUNCH_FEE ? S("lunch") : S("evening_study"));
		row.price = show_value(a, lang, r);
		return row;
	}
	row.what = str_some(r->label) ? r->label : show_word(lang, r->id);
	row.services = show_field(a, lang, r, FIELD_KINDS);
	row.price = show_field(a, lang, r, FIELD_PRICE);
	row.cap = show_field(a, lang, r, FIELD_CAP);
	row.consumables = show_field(a, lang, r, FIELD_CONSUMABLES);
	return row;
}

static enum err fees(struct ctx *c, const struct rules *rules, struct view_rule_public *v)
{
	struct rule_list l;

	TRY(rule_list_of_stack(c, rules, &l));
	v->fee = NEW_N(c->arena, l.n + 1, struct view_rule_public_fee);
	if (!v->fee)
		return fault_broken(c, "arena");
	for (enum asked part = 0; part < ASKED_COUNT; part++)
		for (size_t i = 0; i < l.n; i++)
			if (asked_of(l.v[i]) == part)
				v->fee[v->fee_n++] = fee_row(c, l.v[i]);
	return OK;
}

/* --- the documents ------------------------------------------------------------------------------
 */

static enum err sets(struct ctx *c, county_id county, struct date on, struct view_rule_public *v)
{
	struct rules rules;
	enum err e = rulebook_rules(c, county, ID_NONE(school_id), on, &rules);

	if (e == E_REFUSED) { /* nothing in force is an answer */
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	TRY(fees(c, &rules, v));
	v->set = NEW_N(c->arena, rules.n + 1, struct view_rule_public_set);
	if (!v->set)
		return fault_broken(c, "arena");
	v->set_n = rules.n;
	for (size_t i = 0; i < rules.n; i++) {
		const struct rule_set *s = rules.set[i];

		v->set[i] = (struct view_rule_public_set){.title = s->title,
		                                          .number = s->number,
		                                          .issuer = s->issuer,
		                                          .span = span_words(c, s->from, s->to)};
		TRY(disclosure_of(c, county, s, &v->set[i].disclosure));
		TRY(statements(c, &rules, i, &v->set[i]));
		v->set[i].count = (int64_t)v->set[i].statement_n;
	}
	return OK;
}

enum err page_public(struct ctx *c, struct req *r, struct reply *w)
{
	const struct public_in *in = req_query(r);
	struct date on = in && date_some(in->on) ? in->on : ctx_today(c);
	struct q_public_county_row k;
	struct view_rule_public v = {.errors = page_errors(c, r)};
	struct view_part_field day =
		page_field(c, r, &public_query, "on", "date", date_text(c->arena, on));
	bool found = false;

	TRY(q_public_county(c, (county_id){req_id(r, "county")}, &k, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent", NULL);
	v.county = k.name;
	v.path = public_path(c, k.id);
	day.optional = false;
	v.day = day;
	v.empty.what = T_rulebook_public_none;
	TRY(sets(c, k.id, on, &v));
	return reply_page(c, w, LAYOUT_BARE, T_rulebook_public_title, RENDER(render_rule_public),
	                  &v);
}

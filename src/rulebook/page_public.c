/* The rules of a county for everybody, without login (R1, R69). */
#include "rulebook/internal.h"
#include "rulebook/pages.h"
#include "rulebook/rule_public.html.h"
#include "rulebook/rulebook.sql.h"
#include "rulebook/show.h"

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
		v.county_row[i] = (struct view_rule_public_county_row){
			str_printf(c->arena, "/rules/%lld", (long long)row[i].id.v), row[i].name};
	return reply_page(c, w, LAYOUT_BARE, T_rulebook_public_title, RENDER(render_rule_public),
	                  &v);
}

static enum err statements(struct ctx *c, const struct rule_set *s,
                           struct view_rule_public_set *out)
{
	const struct rule **rule;
	size_t n;

	TRY(show_rules(c, s, &rule, &n));
	out->statement = NEW_N(c->arena, n + 1, struct view_rule_public_set_statement);
	if (!out->statement)
		return fault_broken(c, "arena");
	out->statement_n = n;
	for (size_t i = 0; i < n; i++)
		out->statement[i] = (struct view_rule_public_set_statement){
			show_what(c->arena, c->lang, rule[i]),
			show_when(c->arena, c->lang, rule[i]),
			show_clause(c->arena, c->lang, rule[i])};
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

static enum err sets(struct ctx *c, county_id county, struct view_rule_public *v)
{
	struct rules rules;
	enum err e = rulebook_rules(c, county, ID_NONE(school_id), v->on, &rules);

	if (e == E_REFUSED) { /* nothing in force is an answer */
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
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
		TRY(statements(c, s, &v->set[i]));
	}
	return OK;
}

enum err page_public(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_rule_public v = {.on = ctx_today(c)};
	struct q_public_county_row k;
	bool found = false;

	TRY(q_public_county(c, (county_id){req_id(r, "county")}, &k, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent", NULL);
	v.county = k.name;
	v.empty.what = T_rulebook_public_none;
	TRY(sets(c, k.id, &v));
	return reply_page(c, w, LAYOUT_BARE, T_rulebook_public_title, RENDER(render_rule_public),
	                  &v);
}

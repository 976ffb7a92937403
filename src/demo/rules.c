/* A draft of rules that the county's bureau is thinking about, and what it would move: so that the
 * pages of rule sets and what-ifs have something to show. */
#include "demo/plan.h"
#include "rulebook/edition.h"
#include "whatif/simulation.h"

static struct str draft_text(struct ctx *c, const struct demo *d, const struct demo_county *k)
{
	struct str issued = date_text(c->arena, ctx_today(c));

	return str_printf(c->arena,
	                  "ruleset LOCAL-%.*s\n"
	                  "title \"个性化课程收费补充规定(示例草案)\"\n"
	                  "number none\n"
	                  "issuer \"示例教育局\"\n"
	                  "level county\n"
	                  "place %.*s\n"
	                  "under RS0\n"
	                  "issued %.*s\n"
	                  "effective %.*s .. open\n"
	                  "\n"
	                  "limit course \"个性化课程\"\n"
	                  "  over course\n"
	                  "  cap 240.00 yuan per term\n"
	                  "  consumables included\n"
	                  "  self_purchase warn\n"
	                  "  above refuse\n"
	                  "  clause \"个性化课程每生每学期不超过240元,含耗材费\"\n"
	                  "  requirement R34\n"
	                  "\n"
	                  "case charge \"课程 200 元,耗材 40 元,正好 240 元\"\n"
	                  "  given kind course\n"
	                  "  given window afternoon\n"
	                  "  given price 200.00\n"
	                  "  given consumables 40.00\n"
	                  "  expect payable 240.00\n"
	                  "\n"
	                  "case charge \"多一分\"\n"
	                  "  given kind course\n"
	                  "  given window afternoon\n"
	                  "  given price 200.01\n"
	                  "  given consumables 40.00\n"
	                  "  expect outcome fee_cap_exceeded\n",
	                  STR_FMT(k->region), STR_FMT(k->region), STR_FMT(issued),
	                  STR_FMT(date_text(c->arena, d->term_first)));
}

static enum err draft_asked(struct ctx *c, const struct demo *d, const struct demo_county *k,
                            simulation_id *ret_id)
{
	struct edition_draft draft = {.body = draft_text(c, d, k)};
	struct simulation_start s = {0};

	TRY(edition_draft_put(c, &draft, NULL));
	s.edition = draft.result;
	TRY(simulation_start(c, &s, NULL));
	*ret_id = s.result;
	return OK;
}

enum err demo_rules(struct ctx *c, const struct demo *d)
{
	const struct demo_county *k = &d->county[0];
	struct actor was = c->actor;
	simulation_id id;
	bool more = true;
	enum err e;

	c->actor = (struct actor){.role = ROLE_COUNTY, .county = k->id};
	e = draft_asked(c, d, k, &id);
	c->actor = was;
	while (e == OK && more)
		e = simulation_step(c, id, 0, &more);
	return e;
}

/* What the documents ask of one service besides, and what the school has stated of it. */
#include "people/reach.h"
#include "term/internal.h"
#include "term/offering_edit.h"
#include "term/pricing.h"

enum err offering_asked_of(struct ctx *c, const struct offering *o, struct offering_asked *ret_a)
{
	struct term t;

	TRY(term_get(c, o->term, &t));
	return offering_asked_load(c, o->county, o->school, t.first_day, ret_a);
}

/* The plan's line as it stands. */
static enum err row_of(struct ctx *c, const struct offering *o, struct offering_row *ret_row)
{
	const struct unit_price *u = o->by_unit;
	struct slot *slot;
	size_t n;

	TRY(slot_list(c, o->id, &slot, &n));
	if (n > SLOTS_MAX)
		return fault_broken(c, "an offering with too many slots");
	*ret_row = (struct offering_row){
		.id = o->id,
		.code = o->code,
		.kind = o->kind,
		.title = o->title,
		.about = o->about,
		.category = o->category,
		.place = o->place,
		.agency = o->agency,
		.grades = o->grades,
		.price = u ? u->by_rules ? FEN(0) : u->price : o->price,
		.consumables = o->consumables,
		.unit = u ? u->unit : STR_NONE,
		.by_rules = u && u->by_rules,
		.quantity = u && u->stated ? u->quantity : (struct ratio){0},
		.quantity_why = u && u->stated ? u->why : STR_NONE,
		.consumables_standard = o->consumables_standard,
		.opens = o->opens,
		.closes = o->closes,
		.starts = o->starts,
		.ends = o->ends,
		.limited = o->limited,
		.seats = o->seats,
		.slot_n = n,
		.for_review = o->state == OFFERING_DRAFT,
	};
	for (size_t i = 0; i < n; i++)
		ret_row->slot[i] =
			(struct slot_said){slot[i].weekday, slot[i].starts, slot[i].ends};
	return OK;
}

/* What is said now, and what was said before and is still asked; the first of a name counts. */
static struct str said_with(struct ctx *c, const struct offering_asked *asked,
                            const struct offering *was, struct str said)
{
	for (size_t i = 0; i < asked->n; i++) {
		struct str name = asked->v[i]->name, word = answer_said(was->said, name);

		if (str_some(word))
			said = str_printf(c->arena, "%.*s %.*s=%.*s", STR_FMT(said), STR_FMT(name),
			                  STR_FMT(word));
	}
	return said;
}

static enum err offering_facts_run(struct ctx *c, void *arg)
{
	const struct offering_facts_put *a = arg;
	struct offering_asked asked;
	struct offering_row row;
	struct offering o;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(offering_get(c, a->offering, &o));
	TRY(offering_asked_of(c, &o, &asked));
	TRY(row_of(c, &o, &row));
	row.said = said_with(c, &asked, &o, a->said.p ? a->said : S(""));
	row.subsidy = a->subsidy.some ? a->subsidy : o.subsidy;
	return offerings_put_verb.run(
		c,
		&(struct offerings_put){.school = o.school, .term = o.term, .row = &row, .n = 1});
}
const struct verb offering_facts_verb = {"term.offering_facts", offering_facts_run};

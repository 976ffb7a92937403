/* What the courses of a small demo cost, and where the agencies' money goes. */
#include "demo/plan.h"
#include "demo/words.h"
#include "settlement/settlement.h"

enum { HOURS = 15, HEADS = 20 };

/* Fifteen hours at what the price comes to; a course that is free is paid by the government. */
static void sheet_row(const struct offering *o, struct sheet_put *row)
{
	*row = (struct sheet_put){.offering = o->id, .minutes = HOURS * 60, .people = 1};
	row->headcount = o->limited ? o->seats : HEADS;
	row->rate.fen = (o->price.fen * row->headcount + HOURS - 1) / HOURS;
	if (o->price.fen == 0) {
		row->rate.fen = 6000;
		row->government.fen = row->rate.fen * HOURS;
	}
}

enum err demo_sheets(struct ctx *c, const offering_id *course, size_t n)
{
	struct sheets_put put = {.row = NEW_N(c->arena, n + 1, struct sheet_put), .publish = true};
	enum err e = OK;

	if (!put.row)
		return fault_broken(c, "arena");
	TRY(store_read_begin(c));
	for (; put.n < n && e == OK; put.n++) {
		struct offering o;

		e = offering_load(c, course[put.n], &o);
		if (e == OK)
			sheet_row(&o, &put.row[put.n]);
	}
	store_read_end(c);
	TRY(e);
	return store_write(c, &sheets_put_verb, &put);
}

enum err demo_payees(struct ctx *c, const struct demo_school *s)
{
	struct actor system = c->actor;
	enum err e = OK;

	for (size_t k = 0; k < DEMO_AGENCIES && e == OK; k++) {
		struct payee_set a = {
			.holder = demo_agency_name(c->arena, s->county_at * DEMO_AGENCIES + k),
			.number = str_printf(c->arena, "62220000000000%02zu", k),
			.bank = S("示例银行")};

		c->actor = demo_contact(s, k);
		e = store_write(c, &payee_set_verb, &a);
	}
	c->actor = system;
	return e;
}
